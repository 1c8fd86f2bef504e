//! The conditional logit (`McFadden` 1974): `P(j) = exp(x_j·β) / Σ_l exp(x_l·β)` over the alternatives of one choice.
//!
//! Newton's method with halved steps; a ridge `½ λ Σ (β − β₀)²` pulls towards given weights. Standard errors
//! are the roots of the diagonal of the inverse of the negative Hessian (ridge included) at the optimum.

use ndarray::{Array1, Array2, ArrayView1};
use rayon::prelude::*;

/// One choice: the features of its alternatives, which one was taken, and what it counts.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Alternatives by features.
    pub features: Array2<f64>,
    /// Row of the alternative taken.
    pub taken: usize,
    /// Log of the correction for sampled alternatives, added to each score; empty when all are there.
    pub offsets: Vec<f64>,
}

/// What a fit gives.
#[derive(Debug, Clone)]
pub struct Fit {
    /// Coefficients.
    pub beta: Vec<f64>,
    /// Their standard errors; 0 for one that is held at 0.
    pub standard_errors: Vec<f64>,
    /// Log likelihood of the choices, without the ridge.
    pub log_likelihood: f64,
    /// Newton steps taken.
    pub steps: usize,
}

/// How a fit is done.
#[derive(Debug, Clone)]
pub struct LogitParams {
    /// λ of the ridge.
    pub ridge: f64,
    /// β₀, to which the ridge pulls; zeros when empty.
    pub towards: Vec<f64>,
    /// Whether coefficients are held at 0 or above.
    pub at_least_zero: bool,
}

/// A fit that cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum LogitError {
    /// No choices.
    #[error("no choice to learn from")]
    Empty,
    /// Features that are the same or sums of each other.
    #[error("the features do not tell the coefficients apart\nhint: a ridge above 0")]
    Singular,
}

const STEPS_MAX: usize = 60;
const HALVINGS_MAX: usize = 30;
/// An expected gain below this share of the log likelihood ends the fit: what is left is rounding.
const GAIN_MIN: f64 = 1e-16;
/// Choices summed together; sums run in a fixed order, whatever the threads.
const CHUNK: usize = 512;

struct Sums {
    log_likelihood: f64,
    gradient: Vec<f64>,
    hessian: Vec<f64>,
}

fn dot(a: ArrayView1<'_, f64>, b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn sums_of(choices: &[Choice], beta: &[f64]) -> Sums {
    let n = beta.len();
    let mut sums = Sums { log_likelihood: 0.0, gradient: vec![0.0; n], hessian: vec![0.0; n * n] };
    for choice in choices {
        let mut scores: Vec<f64> =
            choice.features.rows().into_iter().map(|x| dot(x, beta)).collect();
        scores.iter_mut().zip(&choice.offsets).for_each(|(s, o)| *s += o);
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = scores.iter().map(|s| (s - top).exp()).sum();
        sums.log_likelihood += scores[choice.taken] - top - total.ln();
        let p: Vec<f64> = scores.iter().map(|s| (s - top).exp() / total).collect();
        let mut mean = vec![0.0; n];
        for (x, p) in choice.features.rows().into_iter().zip(&p) {
            mean.iter_mut().zip(x).for_each(|(m, v)| *m += p * v);
        }
        for ((g, x), m) in
            sums.gradient.iter_mut().zip(choice.features.row(choice.taken)).zip(&mean)
        {
            *g += x - m;
        }
        for (x, p) in choice.features.rows().into_iter().zip(&p) {
            for i in 0..n {
                let d = p * (x[i] - mean[i]);
                for j in 0..=i {
                    sums.hessian[i * n + j] += d * (x[j] - mean[j]);
                }
            }
        }
    }
    sums
}

fn add_up(choices: &[Choice], beta: &[f64]) -> Sums {
    let parts: Vec<Sums> = choices.par_chunks(CHUNK).map(|part| sums_of(part, beta)).collect();
    let n = beta.len();
    let mut all = Sums { log_likelihood: 0.0, gradient: vec![0.0; n], hessian: vec![0.0; n * n] };
    for part in parts {
        all.log_likelihood += part.log_likelihood;
        all.gradient.iter_mut().zip(part.gradient).for_each(|(a, b)| *a += b);
        all.hessian.iter_mut().zip(part.hessian).for_each(|(a, b)| *a += b);
    }
    all
}

/// The lower triangle L of `A = L Lᵀ`; `None` when A is not positive definite.
fn cholesky(a: &Array2<f64>) -> Option<Array2<f64>> {
    let n = a.nrows();
    let mut l = Array2::<f64>::zeros((n, n));
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = a[[i, j]] - (0..j).map(|k| l[[i, k]] * l[[j, k]]).sum::<f64>();
            if i == j {
                if sum.is_nan() || sum <= 1e-12 {
                    return None;
                }
                l[[i, i]] = sum.sqrt();
            } else {
                l[[i, j]] = sum / l[[j, j]];
            }
        }
    }
    Some(l)
}

fn solve(l: &Array2<f64>, b: &Array1<f64>) -> Array1<f64> {
    let n = b.len();
    let mut y = b.clone();
    for i in 0..n {
        y[i] = (b[i] - (0..i).map(|k| l[[i, k]] * y[k]).sum::<f64>()) / l[[i, i]];
    }
    let mut x = y.clone();
    for i in (0..n).rev() {
        x[i] = (y[i] - (i + 1..n).map(|k| l[[k, i]] * x[k]).sum::<f64>()) / l[[i, i]];
    }
    x
}

/// Fits the coefficients.
///
/// # Errors
/// No choices, or features that do not tell the coefficients apart.
pub fn fit(choices: &[Choice], params: &LogitParams) -> Result<Fit, LogitError> {
    let n = choices.first().ok_or(LogitError::Empty)?.features.ncols();
    let towards = if params.towards.is_empty() { vec![0.0; n] } else { params.towards.clone() };
    let mut free: Vec<usize> = (0..n).collect();
    let mut start = vec![0.0; n];
    loop {
        let fit = fit_free(choices, params.ridge, &towards, &free, &start)?;
        // Held at 0 one after another, the most negative first: what it stood for moves to the others.
        let worst = free.iter().copied().min_by(|a, b| fit.beta[*a].total_cmp(&fit.beta[*b]));
        match worst {
            Some(worst) if params.at_least_zero && fit.beta[worst] < 0.0 => {
                free.retain(|i| *i != worst);
                // The next fit begins where this one ended.
                start = fit.beta;
                start[worst] = 0.0;
            }
            _ => return Ok(fit),
        }
    }
}

fn penalty(beta: &[f64], towards: &[f64], ridge: f64) -> f64 {
    0.5 * ridge * beta.iter().zip(towards).map(|(b, t)| (b - t) * (b - t)).sum::<f64>()
}

fn fit_free(
    choices: &[Choice],
    ridge: f64,
    towards: &[f64],
    free: &[usize],
    start: &[f64],
) -> Result<Fit, LogitError> {
    let n = towards.len();
    let mut beta = start.to_vec();
    let mut sums = add_up(choices, &beta);
    let mut value = sums.log_likelihood - penalty(&beta, towards, ridge);
    let mut steps = 0;
    loop {
        let k = free.len();
        let mut hessian = Array2::<f64>::zeros((k, k));
        let mut gradient = Array1::<f64>::zeros(k);
        for (a, &i) in free.iter().enumerate() {
            gradient[a] = sums.gradient[i] - ridge * (beta[i] - towards[i]);
            for (b, &j) in free.iter().enumerate() {
                hessian[[a, b]] = sums.hessian[i.max(j) * n + i.min(j)];
            }
            hessian[[a, a]] += ridge;
        }
        let factor = cholesky(&hessian).ok_or(LogitError::Singular)?;
        let step = solve(&factor, &gradient);
        // What the step would gain were the likelihood a parabola.
        let expected = 0.5 * gradient.dot(&step);
        let mut moved = false;
        let mut size = 1.0;
        let tries = if expected < GAIN_MIN * (1.0 + value.abs()) { 0 } else { HALVINGS_MAX };
        for _ in 0..tries {
            let mut next = beta.clone();
            free.iter().zip(&step).for_each(|(i, s)| next[*i] += size * s);
            let next_sums = add_up(choices, &next);
            let next_value = next_sums.log_likelihood - penalty(&next, towards, ridge);
            if next_value >= value {
                moved = true;
                (beta, sums, value) = (next, next_sums, next_value);
                break;
            }
            size *= 0.5;
        }
        steps += 1;
        // The factor is that of the coefficients as they stand only when no step was taken.
        if !moved || steps >= STEPS_MAX {
            let mut standard_errors = vec![0.0; n];
            for (a, &i) in free.iter().enumerate() {
                let mut unit = Array1::<f64>::zeros(k);
                unit[a] = 1.0;
                standard_errors[i] = solve(&factor, &unit)[a].max(0.0).sqrt();
            }
            let log_likelihood = sums.log_likelihood;
            return Ok(Fit { beta, standard_errors, log_likelihood, steps });
        }
    }
}

#[cfg(test)]
mod tests;
