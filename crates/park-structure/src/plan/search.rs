//! From a start to a choice that no single region, and no pair over a full industry, can better.

use std::collections::BTreeMap;

use super::{PlanProblem, Units, add, dot};

/// Rounds over all regions.
const ROUNDS_MAX: usize = 200;
/// A gain below this is rounding.
const GAIN_MIN: f64 = 1e-12;

struct State<'p> {
    problem: &'p PlanProblem,
    units: &'p Units,
    chosen: Vec<usize>,
    sum: Vec<f64>,
    count: BTreeMap<usize, usize>,
}

/// Improves a choice until a whole round changes nothing; every step lowers the total, so it ends.
pub(super) fn improve(problem: &PlanProblem, units: &Units, start: &[usize]) -> Vec<usize> {
    let mut count = BTreeMap::new();
    for (options, o) in problem.options.iter().zip(start) {
        if let Some(k) = options[*o].takes {
            *count.entry(k).or_insert(0) += 1;
        }
    }
    let mut state = State { problem, units, chosen: start.to_vec(), sum: units.sum(start), count };
    for _ in 0..ROUNDS_MAX {
        let mut changed = false;
        for i in 0..state.chosen.len() {
            changed |= state.step(i);
        }
        if !changed {
            break;
        }
    }
    state.chosen
}

impl State<'_> {
    /// What region `i` shares with all others if it took option `o`.
    fn cost(&self, i: usize, o: usize) -> f64 {
        let (own, now) = (&self.units.of[i][o], &self.units.of[i][self.chosen[i]]);
        dot(own, &self.sum)
            - dot(own, now)
            - self.problem.apart_with(self.units, &self.chosen, i, own)
    }

    fn is_free(&self, i: usize, o: usize) -> bool {
        let Some(k) = self.problem.options[i][o].takes else { return true };
        let own = usize::from(self.problem.options[i][self.chosen[i]].takes == Some(k));
        let held = self.count.get(&k).copied().unwrap_or(0) - own;
        self.problem.most.get(&k).is_none_or(|most| held < *most)
    }

    fn set(&mut self, i: usize, o: usize) {
        let options = &self.problem.options[i];
        if let Some(n) = options[self.chosen[i]].takes.and_then(|k| self.count.get_mut(&k)) {
            *n -= 1;
        }
        if let Some(k) = options[o].takes {
            *self.count.entry(k).or_insert(0) += 1;
        }
        add(&mut self.sum, &self.units.of[i][self.chosen[i]], -1.0);
        add(&mut self.sum, &self.units.of[i][o], 1.0);
        self.chosen[i] = o;
    }

    /// The best free option of a region, the first of equals.
    fn best(&self, i: usize) -> (usize, f64) {
        let mut best = (self.chosen[i], self.cost(i, self.chosen[i]));
        for o in 0..self.problem.options[i].len() {
            if o != self.chosen[i] && self.is_free(i, o) {
                let cost = self.cost(i, o);
                if cost < best.1 - GAIN_MIN {
                    best = (o, cost);
                }
            }
        }
        best
    }

    fn step(&mut self, i: usize) -> bool {
        let (best, _) = self.best(i);
        if best != self.chosen[i] {
            self.set(i, best);
            return true;
        }
        self.push_out(i)
    }

    /// Takes a full industry from another region that then does the best it can; whether that lowers the total.
    fn push_out(&mut self, i: usize) -> bool {
        let now = self.chosen[i];
        for o in 0..self.problem.options[i].len() {
            if o == now || self.is_free(i, o) {
                continue;
            }
            let gain = self.cost(i, now) - self.cost(i, o);
            if gain <= GAIN_MIN {
                continue;
            }
            let takes = self.problem.options[i][o].takes;
            for j in 0..self.chosen.len() {
                let was = self.chosen[j];
                if j == i || self.problem.options[j][was].takes != takes {
                    continue;
                }
                let stay = self.out_of(j);
                if stay == was {
                    continue;
                }
                // What each step changes of the total, one after the other.
                let mut change = self.cost(j, stay) - self.cost(j, was);
                self.set(j, stay);
                change += self.cost(i, o) - self.cost(i, now);
                self.set(i, o);
                let (then, cost) = self.best(j);
                change += cost - self.cost(j, stay);
                self.set(j, then);
                if change < -GAIN_MIN {
                    return true;
                }
                self.set(j, stay);
                self.set(i, now);
                self.set(j, was);
            }
        }
        false
    }

    /// An option of a region that is always free: to stay; its present one where it may not.
    fn out_of(&self, j: usize) -> usize {
        let stay = self.problem.options[j].iter().position(|o| o.takes.is_none());
        stay.unwrap_or(self.chosen[j])
    }
}
