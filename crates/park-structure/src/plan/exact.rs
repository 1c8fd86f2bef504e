//! Every choice of a small problem, with what cannot be better cut away.

use std::collections::BTreeMap;

use super::{PlanProblem, Units, add, dot};

/// Steps after which the search gives up.
const STEPS_MAX: usize = 60_000;
/// A gain below this is rounding.
const GAIN_MIN: f64 = 1e-12;

pub(super) struct Found {
    pub(super) total: f64,
    pub(super) chosen: Vec<usize>,
    /// Whether nothing was left out.
    pub(super) complete: bool,
}

struct Walk<'p> {
    problem: &'p PlanProblem,
    units: &'p Units,
    /// The least that the regions from here on share with each other.
    rest: Vec<f64>,
    path: Vec<usize>,
    /// Sums of the chosen vectors, one longer than the path.
    sums: Vec<Vec<f64>>,
    count: BTreeMap<usize, usize>,
    best: (f64, Vec<usize>),
    steps: usize,
}

/// Depth first in the order of the regions.
pub(super) fn search(
    problem: &PlanProblem,
    units: &Units,
    least: &[Vec<f64>],
    best: (f64, Vec<usize>),
) -> Found {
    let n = problem.options.len();
    let mut rest = vec![0.0; n + 1];
    for i in (0..n).rev() {
        rest[i] = rest[i + 1] + least[i].iter().sum::<f64>();
    }
    let mut walk = Walk {
        problem,
        units,
        rest,
        path: Vec::new(),
        sums: vec![vec![0.0; units.length]],
        count: BTreeMap::new(),
        best,
        steps: 0,
    };
    walk.go(0.0);
    let complete = walk.steps <= STEPS_MAX;
    Found { total: walk.best.0, chosen: walk.best.1, complete }
}

impl Walk<'_> {
    /// What option `o` of region `i` shares with those chosen already.
    fn with_path(&self, i: usize, o: usize) -> f64 {
        let own = &self.units.of[i][o];
        let apart: f64 = self
            .problem
            .apart
            .iter()
            .filter(|(a, b)| *b == i && *a < self.path.len())
            .map(|(a, _)| dot(own, &self.units.of[*a][self.path[*a]]))
            .sum();
        self.sums.last().map_or(0.0, |sum| dot(own, sum)) - apart
    }

    fn go(&mut self, so_far: f64) {
        self.steps += 1;
        let i = self.path.len();
        if self.steps > STEPS_MAX {
            return;
        }
        if i == self.problem.options.len() {
            if so_far < self.best.0 - GAIN_MIN {
                self.best = (so_far, self.path.clone());
            }
            return;
        }
        let later: f64 = (i..self.problem.options.len())
            .map(|j| {
                let all = (0..self.problem.options[j].len()).map(|o| self.with_path(j, o));
                all.fold(f64::INFINITY, f64::min)
            })
            .sum();
        if so_far + later + self.rest[i] >= self.best.0 - GAIN_MIN {
            return;
        }
        let mut order: Vec<(f64, usize)> =
            (0..self.problem.options[i].len()).map(|o| (self.with_path(i, o), o)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (cost, o) in order {
            let takes = self.problem.options[i][o].takes;
            if let Some(k) = takes {
                let held = self.count.get(&k).copied().unwrap_or(0);
                if self.problem.most.get(&k).is_some_and(|most| held >= *most) {
                    continue;
                }
                self.count.insert(k, held + 1);
            }
            let mut sum = self.sums.last().cloned().unwrap_or_default();
            add(&mut sum, &self.units.of[i][o], 1.0);
            self.sums.push(sum);
            self.path.push(o);
            self.go(so_far + cost);
            self.path.pop();
            self.sums.pop();
            if let Some(n) = takes.and_then(|k| self.count.get_mut(&k)) {
                *n -= 1;
            }
        }
    }
}
