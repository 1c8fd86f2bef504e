//! A multinomial logit on the tokens of a text, fitted within a province: which park do these words point to?
//!
//! Stochastic gradient with step sizes by token (Adagrad, Duchi et al. 2011), seeded order, L2 towards 0.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

/// Seed of the order in which firms are gone through.
const SEED: u64 = 20_181_231;

/// How a classifier is fitted.
#[derive(Debug, Clone, Copy)]
pub struct SoftmaxParams {
    /// Passes over the firms.
    pub epochs: usize,
    /// First step size.
    pub rate: f32,
    /// Pull of every weight towards 0, a step.
    pub shrink: f32,
}

/// One firm for fitting: its tokens (local numbers), its class and its weight.
#[derive(Debug)]
pub(crate) struct Example<'t> {
    pub(crate) tokens: &'t [u32],
    pub(crate) class: usize,
    pub(crate) weight: f32,
}

/// Weights of tokens by class.
#[derive(Debug, Clone)]
pub(crate) struct Softmax {
    n_classes: usize,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// `1/√n`, so that long scopes weigh as much as short ones.
fn scale(n_tokens: usize) -> f32 {
    let n = u16::try_from(n_tokens.max(1)).unwrap_or(u16::MAX);
    1.0 / f32::from(n).sqrt()
}

impl Softmax {
    /// Fits the classifier; `bias` is the log share of each class to begin with.
    pub(crate) fn fit(
        examples: &[Example<'_>],
        n_tokens: usize,
        bias: Vec<f32>,
        params: SoftmaxParams,
    ) -> Self {
        let n_classes = bias.len();
        let mut model = Self { n_classes, weights: vec![0.0; n_tokens * n_classes], bias };
        let mut moved = vec![1e-3_f32; n_tokens];
        let mut bias_moved = 1e-3_f32;
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
        let mut p = vec![0.0_f32; n_classes];
        for _ in 0..params.epochs {
            order.shuffle(&mut random);
            for &i in &order {
                let example = &examples[i];
                model.probabilities_into(example.tokens, &mut p);
                p[example.class] -= 1.0;
                let x = scale(example.tokens.len());
                let norm: f32 =
                    p.iter().map(|g| g * g).sum::<f32>() * example.weight * example.weight;
                bias_moved += norm;
                let step = params.rate * 0.1 * example.weight / bias_moved.sqrt();
                model.bias.iter_mut().zip(&p).for_each(|(b, g)| *b -= step * g);
                for &token in example.tokens {
                    let t = token as usize;
                    moved[t] += norm * x * x;
                    let step = params.rate * example.weight * x / moved[t].sqrt();
                    let keep = 1.0 - params.shrink * params.rate / moved[t].sqrt();
                    let row = &mut model.weights[t * n_classes..(t + 1) * n_classes];
                    row.iter_mut().zip(&p).for_each(|(w, g)| *w = *w * keep - step * g);
                }
            }
        }
        model
    }

    fn probabilities_into(&self, tokens: &[u32], out: &mut [f32]) {
        self.scores_into(tokens, out);
        let top = out.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut sum = 0.0;
        for p in out.iter_mut() {
            *p = (*p - top).exp();
            sum += *p;
        }
        out.iter_mut().for_each(|p| *p /= sum);
    }

    fn scores_into(&self, tokens: &[u32], out: &mut [f32]) {
        out.fill(0.0);
        for &token in tokens {
            let t = token as usize;
            let row = &self.weights[t * self.n_classes..(t + 1) * self.n_classes];
            out.iter_mut().zip(row).for_each(|(s, w)| *s += w);
        }
        let x = scale(tokens.len());
        out.iter_mut().zip(&self.bias).for_each(|(s, b)| *s = *s * x + b);
    }

    /// Log probability of each class for a text.
    pub(crate) fn log_probabilities(&self, tokens: &[u32]) -> Vec<f64> {
        let mut scores = vec![0.0_f32; self.n_classes];
        self.scores_into(tokens, &mut scores);
        let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let log_sum =
            f64::from(top) + scores.iter().map(|s| f64::from(s - top).exp()).sum::<f64>().ln();
        scores.iter().map(|s| f64::from(*s) - log_sum).collect()
    }
}
