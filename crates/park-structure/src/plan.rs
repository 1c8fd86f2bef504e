//! Directions for many at once: one option a region, so that the regions together are as little alike as can be.
//!
//! With unit vectors `u` the total UNIDO similarity of all pairs is `(‖Σ u‖² − n) / 2`: a convex function of the choice, so
//! its relaxation (any mixture of options) bounds the optimum from below, by Frank–Wolfe with its duality gap; maxima by
//! industry enter by their Lagrange multipliers. A second bound is the sum over pairs of the least that the two can
//! share. Small problems are searched to the end. Deterministic: nothing is drawn.

use std::collections::{BTreeMap, BTreeSet};

use crate::number;

mod bound;
mod exact;
mod search;

/// Regions up to which the search goes to the end, if it can.
pub const EXACT_REGIONS_MAX: usize = 24;

/// What a region may do.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanOption {
    /// The industry that it turns to; none stays as it is.
    pub takes: Option<usize>,
    /// Its structure then; any positive scale.
    pub structure: Vec<f64>,
}

/// Who may do what.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlanProblem {
    /// Each region's options, at least one, none with an empty structure; all structures of one length.
    pub options: Vec<Vec<PlanOption>>,
    /// Most regions that turn to an industry.
    pub most: BTreeMap<usize, usize>,
    /// Pairs whose similarity does not count, the smaller number first.
    pub apart: BTreeSet<(usize, usize)>,
}

/// A choice, and how far from the best it can be.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The number of each region's option.
    pub chosen: Vec<usize>,
    /// Total similarity of the pairs that count.
    pub total: f64,
    /// No choice has a smaller total than this.
    pub bound: f64,
    /// Whether every choice was looked at.
    pub exact: bool,
}

/// The options as unit vectors.
struct Units {
    of: Vec<Vec<Vec<f64>>>,
    length: usize,
}

impl Units {
    fn of(problem: &PlanProblem) -> Self {
        let unit = |v: &[f64]| -> Vec<f64> {
            let norm = v.iter().map(|x| x * x).sum::<f64>().sqrt();
            v.iter().map(|x| x / norm).collect()
        };
        let of: Vec<Vec<Vec<f64>>> = problem
            .options
            .iter()
            .map(|options| options.iter().map(|o| unit(&o.structure)).collect())
            .collect();
        let length = of.first().and_then(|o| o.first()).map_or(0, Vec::len);
        Self { of, length }
    }

    fn sum(&self, chosen: &[usize]) -> Vec<f64> {
        let mut sum = vec![0.0; self.length];
        for (options, o) in self.of.iter().zip(chosen) {
            add(&mut sum, &options[*o], 1.0);
        }
        sum
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn add(sum: &mut [f64], v: &[f64], times: f64) {
    for (s, x) in sum.iter_mut().zip(v) {
        *s += times * x;
    }
}

impl PlanProblem {
    /// Total similarity of a choice.
    pub fn total(&self, chosen: &[usize]) -> f64 {
        self.total_of(&Units::of(self), chosen)
    }

    fn total_of(&self, units: &Units, chosen: &[usize]) -> f64 {
        let sum = units.sum(chosen);
        let apart: f64 = self
            .apart
            .iter()
            .map(|(i, j)| dot(&units.of[*i][chosen[*i]], &units.of[*j][chosen[*j]]))
            .sum();
        (dot(&sum, &sum) - number(chosen.len())) / 2.0 - apart
    }

    /// Similarity of each region to all others that count with it.
    pub fn by_region(&self, chosen: &[usize]) -> Vec<f64> {
        let units = Units::of(self);
        let sum = units.sum(chosen);
        (0..chosen.len())
            .map(|i| {
                let own = &units.of[i][chosen[i]];
                dot(own, &sum) - dot(own, own) - self.apart_with(&units, chosen, i, own)
            })
            .collect()
    }

    /// What `own` of region `i` shares with those that do not count with it.
    fn apart_with(&self, units: &Units, chosen: &[usize], i: usize, own: &[f64]) -> f64 {
        self.apart
            .iter()
            .filter_map(|(a, b)| match (*a == i, *b == i) {
                (true, _) => Some(*b),
                (_, true) => Some(*a),
                (false, false) => None,
            })
            .map(|j| dot(own, &units.of[j][chosen[j]]))
            .sum()
    }

    /// Whether a choice keeps every maximum.
    pub fn keeps(&self, chosen: &[usize]) -> bool {
        let mut count: BTreeMap<usize, usize> = BTreeMap::new();
        for (options, o) in self.options.iter().zip(chosen) {
            if let Some(k) = options[*o].takes {
                *count.entry(k).or_insert(0) += 1;
            }
        }
        count.iter().all(|(k, n)| self.most.get(k).is_none_or(|most| n <= most))
    }

    /// The best choice found from these starts, those that break a maximum left out, with its bound. `None` when no start
    /// keeps the maxima.
    pub fn solve(&self, starts: &[Vec<usize>]) -> Option<Plan> {
        let units = Units::of(self);
        let found = self.found(&units, starts)?;
        let (chosen, total, exact) = (found.chosen, found.total, found.complete);
        let bound = if exact {
            total
        } else {
            let by_pairs: f64 = bound::least_of_pairs(self, &units).iter().flatten().sum();
            by_pairs.max(bound::relaxed(self, &units, total)).min(total)
        };
        Some(Plan { chosen, total, bound, exact })
    }

    /// The total of [`PlanProblem::solve`] and whether every choice was looked at, without the work of a bound.
    pub fn least(&self, starts: &[Vec<usize>]) -> Option<(f64, bool)> {
        self.found(&Units::of(self), starts).map(|found| (found.total, found.complete))
    }

    fn found(&self, units: &Units, starts: &[Vec<usize>]) -> Option<exact::Found> {
        let mut best: Option<(f64, Vec<usize>)> = None;
        for start in starts.iter().filter(|s| self.keeps(s)) {
            let chosen = search::improve(self, units, start);
            let total = self.total_of(units, &chosen);
            // Only a strictly smaller total replaces: the order of the starts decides between equals.
            if best.as_ref().is_none_or(|(least, _)| total < *least) {
                best = Some((total, chosen));
            }
        }
        let best = best?;
        Some(if self.options.len() <= EXACT_REGIONS_MAX {
            exact::search(self, units, &bound::least_of_pairs(self, units), best)
        } else {
            exact::Found { total: best.0, chosen: best.1, complete: false }
        })
    }
}

#[cfg(test)]
mod tests;
