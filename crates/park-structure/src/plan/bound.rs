//! What no choice can go below.

use super::{PlanProblem, Units, add, dot};
use crate::number;

/// Steps of Frank–Wolfe for fixed multipliers.
const STEPS: usize = 150;
/// Rounds of the multipliers.
const ROUNDS: usize = 25;

/// The least that each pair `i < j` can share, row `i` holding `j = i + 1 …`; 0 for pairs that do not count.
pub(super) fn least_of_pairs(problem: &PlanProblem, units: &Units) -> Vec<Vec<f64>> {
    let n = units.of.len();
    (0..n)
        .map(|i| {
            (i + 1..n)
                .map(|j| {
                    if problem.apart.contains(&(i, j)) {
                        return 0.0;
                    }
                    let all =
                        units.of[i].iter().flat_map(|a| units.of[j].iter().map(|b| dot(a, b)));
                    all.fold(f64::INFINITY, f64::min)
                })
                .collect()
        })
        .collect()
}

/// The bound of the relaxation: mixtures of options, maxima by their multipliers; `upper` is the total of some choice.
pub(super) fn relaxed(problem: &PlanProblem, units: &Units, upper: f64) -> f64 {
    // A pair that does not count takes off at most the most that the two can share.
    let apart: f64 = problem
        .apart
        .iter()
        .map(|(i, j)| {
            let all = units.of[*i].iter().flat_map(|a| units.of[*j].iter().map(|b| dot(a, b)));
            all.fold(0.0, f64::max)
        })
        .sum();
    let mut price: Vec<f64> = vec![0.0; units.length];
    let mut weights: Vec<Vec<f64>> = units
        .of
        .iter()
        .map(|options| {
            let mut first = vec![0.0; options.len()];
            first[0] = 1.0;
            first
        })
        .collect();
    let mut best = f64::NEG_INFINITY;
    for _ in 0..if problem.most.is_empty() { 1 } else { ROUNDS } {
        let bound = frank_wolfe(problem, units, &price, &mut weights) - apart;
        best = best.max(bound);
        let over = excess(problem, units, &weights);
        let norm: f64 =
            over.iter().map(|(k, g)| if price[*k] > 0.0 || *g > 0.0 { g * g } else { 0.0 }).sum();
        if norm <= 1e-18 {
            break;
        }
        let step = (upper - bound).max(0.0) / norm;
        for (k, g) in over {
            price[k] = (price[k] + step * g).max(0.0);
        }
    }
    best
}

/// By how much the mixture goes over each maximum.
fn excess(problem: &PlanProblem, units: &Units, weights: &[Vec<f64>]) -> Vec<(usize, f64)> {
    let mut out = Vec::new();
    for (k, most) in &problem.most {
        let mut taken = 0.0;
        for (options, row) in problem.options.iter().zip(weights) {
            taken += options
                .iter()
                .zip(row)
                .filter(|(o, _)| o.takes == Some(*k))
                .map(|(_, w)| w)
                .sum::<f64>();
        }
        if *k < units.length {
            out.push((*k, taken - number(*most)));
        }
    }
    out
}

/// The least of `(‖Σ w‖² − n)/2 + Σ price · taken − Σ price · most`, less the duality gap where it stops.
fn frank_wolfe(
    problem: &PlanProblem,
    units: &Units,
    price: &[f64],
    weights: &mut [Vec<f64>],
) -> f64 {
    let cost_of = |i: usize, o: usize| {
        problem.options[i][o]
            .takes
            .filter(|k| problem.most.contains_key(k))
            .map_or(0.0, |k| price[k])
    };
    let free: f64 = problem
        .most
        .iter()
        .filter(|(k, _)| **k < price.len())
        .map(|(k, m)| price[*k] * number(*m))
        .sum();
    let mut best = f64::NEG_INFINITY;
    for _ in 0..STEPS {
        let mut sum = vec![0.0; units.length];
        let mut paid = 0.0;
        for (i, row) in weights.iter().enumerate() {
            for (o, w) in row.iter().enumerate().filter(|(_, w)| **w > 0.0) {
                add(&mut sum, &units.of[i][o], *w);
                paid += w * cost_of(i, o);
            }
        }
        // The corner that the gradient points to, and how far the value can still fall.
        let mut corner = vec![0.0; units.length];
        let (mut corner_paid, mut gap) = (0.0, 0.0);
        let mut target = Vec::with_capacity(weights.len());
        for (i, row) in weights.iter().enumerate() {
            let slope: Vec<f64> =
                (0..row.len()).map(|o| dot(&units.of[i][o], &sum) + cost_of(i, o)).collect();
            let (mut least, mut now) = (0, 0.0);
            for (o, s) in slope.iter().enumerate() {
                now += row[o] * s;
                if *s < slope[least] {
                    least = o;
                }
            }
            gap += now - slope[least];
            add(&mut corner, &units.of[i][least], 1.0);
            corner_paid += cost_of(i, least);
            target.push(least);
        }
        let value = (dot(&sum, &sum) - number(weights.len())) / 2.0 + paid - free;
        best = best.max(value - gap);
        // Exact step on the line to the corner.
        let mut way = corner;
        add(&mut way, &sum, -1.0);
        let (slope, bend) = (dot(&sum, &way) + corner_paid - paid, dot(&way, &way));
        if gap <= 1e-9 || slope >= 0.0 {
            break;
        }
        let step = if bend > 0.0 { (-slope / bend).min(1.0) } else { 1.0 };
        for (row, to) in weights.iter_mut().zip(target) {
            for w in row.iter_mut() {
                *w *= 1.0 - step;
            }
            row[to] += step;
        }
    }
    best
}
