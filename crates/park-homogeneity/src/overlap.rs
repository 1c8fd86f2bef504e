//! The pair test without draws (METHODS 1.12): how surprising is an overlap, given how many items each park
//! has and how popular each item is?
//!
//! With popularity y fitted so that the expected number of parks of every item is the real one, and S the
//! items of park a: `P(overlap >= o | d_b) = sum over j >= o of e_j(y of S) e_{d_b-j}(y of the rest) / e_{d_b}(y)`.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::elementary::{elementary, elementary_of_equal, product};

/// Most items of one park that are tested; a longer list keeps its rarest.
pub const ITEMS_MAX: usize = 64;
const FIT_STEPS_MAX: usize = 20_000;
const FIT_ERROR_MAX: f64 = 1e-13;

/// Popularity of the items of a set of parks, sums to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Popularity {
    /// One weight an item; 0 where no park, or every park, has it.
    pub y: Vec<f64>,
    /// Largest relative error of an expected column sum.
    pub error: f64,
}

/// What a pair's overlap says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverlapTest {
    /// Shared items.
    pub overlap: usize,
    /// P of such an overlap or more, b drawn, a fixed.
    pub p_b_given_a: f64,
    /// P of such an overlap or more, a drawn, b fixed.
    pub p_a_given_b: f64,
    /// The larger of the two.
    pub p: f64,
    /// p of the largest overlap the two could have.
    pub p_best: f64,
    /// Expected overlap, mean of both directions.
    pub expected: f64,
    /// Standard deviations above the expected overlap, the smaller of both directions.
    pub z: Option<f64>,
}

/// One park's items and all others, as weights of the sets of each size.
#[derive(Debug)]
struct Weights {
    /// `e_j` of the popularity of its items.
    inside: Vec<f64>,
    /// The same of all other items.
    outside: Vec<f64>,
}

/// How an overlap with a fixed set is spread when the other row is drawn.
struct Spread {
    /// P(overlap >= o) for o from 0 to the largest there can be; on the stack, since millions are made.
    at_least: [f64; ITEMS_MAX + 1],
    mean: f64,
    sd: f64,
}

/// The test of one set of parks, ready for any pair of them.
#[derive(Debug)]
pub struct PairTest {
    sets: Vec<Vec<u32>>,
    certain: Vec<bool>,
    popularity: Popularity,
    weights: Vec<Weights>,
    /// Items that somebody has and not everybody.
    named: usize,
}

/// Numbers of parks that have each item.
fn counts_of(sets: &[Vec<u32>], n_items: usize) -> Vec<usize> {
    let mut counts = vec![0; n_items];
    for item in sets.iter().flatten() {
        counts[*item as usize] += 1;
    }
    counts
}

/// Fits popularity to sorted item sets; empty sets are parks without data and take no part.
fn fit(sets: &[Vec<u32>], counts: &[usize]) -> Popularity {
    let total: usize = counts.iter().sum();
    let mut degrees: BTreeMap<usize, usize> = BTreeMap::new();
    for set in sets.iter().filter(|s| !s.is_empty()) {
        *degrees.entry(set.len()).or_default() += 1;
    }
    let Some(degree_max) = degrees.keys().max().copied() else {
        return Popularity { y: vec![0.0; counts.len()], error: 0.0 };
    };
    // Items of equal count have equal popularity: one unknown a class.
    let mut classes: BTreeMap<usize, usize> = BTreeMap::new();
    for count in counts.iter().filter(|c| **c > 0) {
        *classes.entry(*count).or_default() += 1;
    }
    let classes: Vec<(usize, usize)> = classes.into_iter().collect();
    let mut y: Vec<f64> =
        classes.iter().map(|(count, _)| crate::number(*count) / crate::number(total)).collect();
    let mut error = f64::INFINITY;
    for _ in 0..FIT_STEPS_MAX {
        let expected = expected_counts(&classes, &y, &degrees, degree_max);
        error = 0.0;
        for ((slot, (count, _)), e) in y.iter_mut().zip(&classes).zip(&expected) {
            let ratio = crate::number(*count) / e;
            error = f64::max(error, (1.0 / ratio - 1.0).abs());
            *slot *= ratio;
        }
        let sum: f64 =
            y.iter().zip(&classes).map(|(y, (_, items))| y * crate::number(*items)).sum();
        y.iter_mut().for_each(|slot| *slot /= sum);
        if error < FIT_ERROR_MAX {
            break;
        }
    }
    let by_count: BTreeMap<usize, f64> = classes.iter().map(|(count, _)| *count).zip(y).collect();
    Popularity {
        y: counts.iter().map(|c| by_count.get(c).copied().unwrap_or(0.0)).collect(),
        error,
    }
}

/// Expected number of parks of one item of each class: sum over parks of `y e_{d-1}(without it) / e_d`.
fn expected_counts(
    classes: &[(usize, usize)],
    y: &[f64],
    degrees: &BTreeMap<usize, usize>,
    degree_max: usize,
) -> Vec<f64> {
    // Scaling y changes no ratio and keeps e_d within range.
    let scale = crate::number(degree_max);
    let x: Vec<f64> = y.iter().map(|y| y * scale).collect();
    let whole: Vec<Vec<f64>> = classes
        .iter()
        .zip(&x)
        .map(|((_, items), x)| elementary_of_equal(*x, *items, degree_max))
        .collect();
    let one = elementary(std::iter::empty(), degree_max);
    let mut after = vec![one.clone(); classes.len() + 1];
    for i in (0..classes.len()).rev() {
        after[i] = product(&whole[i], &after[i + 1]);
    }
    let mut before = one;
    let mut expected = Vec::with_capacity(classes.len());
    for (i, (_, items)) in classes.iter().enumerate() {
        let others = product(&before, &after[i + 1]);
        let without = product(&others, &elementary_of_equal(x[i], items - 1, degree_max));
        expected.push(
            degrees
                .iter()
                .map(|(d, parks)| crate::number(*parks) * x[i] * without[d - 1] / after[0][*d])
                .sum(),
        );
        before = product(&before, &whole[i]);
    }
    expected
}

impl PairTest {
    /// Prepares the test of parks with sorted, distinct items below `n_items`; an empty set is a park without
    /// data. An item that every park has can surprise nobody: it is left out and counted as shared.
    pub fn new(sets: &[Vec<u32>], n_items: usize) -> Self {
        let counts = counts_of(sets, n_items);
        let with_data = sets.iter().filter(|s| !s.is_empty()).count();
        let certain: Vec<bool> = counts.iter().map(|c| *c == with_data && *c > 0).collect();
        let sets: Vec<Vec<u32>> = sets
            .iter()
            .map(|set| {
                let mut kept: Vec<u32> =
                    set.iter().copied().filter(|k| !certain[*k as usize]).collect();
                if kept.len() > ITEMS_MAX {
                    kept.sort_by_key(|k| (counts[*k as usize], *k));
                    kept.truncate(ITEMS_MAX);
                    kept.sort_unstable();
                }
                kept
            })
            .collect();
        let counts = counts_of(&sets, n_items);
        let popularity = fit(&sets, &counts);
        let degree_max = sets.iter().map(Vec::len).max().unwrap_or(0);
        let weights = sets
            .par_iter()
            .map(|set| Weights::of(set, &popularity.y, &counts, degree_max))
            .collect();
        let named = counts.iter().filter(|c| **c > 0).count();
        Self { sets, certain, popularity, weights, named }
    }

    /// The fitted popularity.
    pub fn popularity(&self) -> &Popularity {
        &self.popularity
    }

    /// The items that are tested, by park.
    pub(crate) fn sets(&self) -> &[Vec<u32>] {
        &self.sets
    }

    /// How many items of a park are tested.
    pub fn degree(&self, park: usize) -> usize {
        self.sets[park].len()
    }

    /// Whether every park has the item.
    pub fn is_certain(&self, item: u32) -> bool {
        self.certain[item as usize]
    }

    /// P of such an overlap or more if b had picked evenly among the items there are: popularity left out.
    pub(crate) fn p_evenly(&self, a: usize, b: usize, overlap: usize) -> f64 {
        let (x, y) = (self.sets[a].len(), self.sets[b].len());
        hypergeometric_tail(self.named, x, y, overlap)
    }

    /// Tests two parks; `None` when one has nothing to test.
    pub fn test(&self, a: usize, b: usize) -> Option<OverlapTest> {
        self.test_with_steps(a, b, &mut Vec::new())
    }

    /// The same, and into `steps` every p that these two could have had, ascending: the p of their largest overlap first,
    /// that of none (1) last. A test of so few values is seldom small by chance; Benjamini-Hochberg is told how seldom.
    pub fn test_with_steps(&self, a: usize, b: usize, steps: &mut Vec<f64>) -> Option<OverlapTest> {
        steps.clear();
        let (set_a, set_b) = (&self.sets[a], &self.sets[b]);
        if set_a.is_empty() || set_b.is_empty() {
            return None;
        }
        let to_b = self.weights[a].spread(set_a.len(), set_b.len());
        let to_a = self.weights[b].spread(set_b.len(), set_a.len());
        let overlap = shared(set_a, set_b);
        let most = set_a.len().min(set_b.len());
        let (p_b_given_a, p_a_given_b) = (to_b.at_least[overlap], to_a.at_least[overlap]);
        let z = |spread: &Spread| {
            (spread.sd > 1e-12).then(|| (crate::number(overlap) - spread.mean) / spread.sd)
        };
        let z = match (z(&to_b), z(&to_a)) {
            (Some(x), Some(y)) => Some(x.min(y)),
            (Some(x), None) | (None, Some(x)) => Some(x),
            (None, None) => None,
        };
        steps.extend((0..=most).rev().map(|o| f64::max(to_b.at_least[o], to_a.at_least[o])));
        Some(OverlapTest {
            overlap,
            p_b_given_a,
            p_a_given_b,
            p: p_b_given_a.max(p_a_given_b),
            p_best: to_b.at_least[most].max(to_a.at_least[most]),
            expected: f64::midpoint(to_a.mean, to_b.mean),
            z,
        })
    }
}

/// P(at least `overlap` of `y` drawn without replacement from `all` are among `x`).
fn hypergeometric_tail(all: usize, x: usize, y: usize, overlap: usize) -> f64 {
    // Each term from the one before, from the least there can be; the terms only need their right proportion.
    let least = (x + y).saturating_sub(all);
    let (mut term, mut whole, mut tail) = (1.0, 0.0, 0.0);
    for o in least..=x.min(y) {
        whole += term;
        if o >= overlap {
            tail += term;
        }
        let (x, y, all) = (crate::number(x), crate::number(y), crate::number(all));
        let o = crate::number(o);
        term *= (x - o) * (y - o) / ((o + 1.0) * (all - x - y + o + 1.0));
    }
    if whole > 0.0 { tail / whole } else { 1.0 }
}

fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

impl Weights {
    fn of(set: &[u32], y: &[f64], counts: &[usize], degree_max: usize) -> Self {
        // Scaling y changes no ratio and keeps the weights within range.
        let scale = crate::number(degree_max);
        let inside = elementary(set.iter().map(|k| y[*k as usize] * scale), set.len());
        // The rest, class by class of equal count.
        let mut rest: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
        let mut taken = set.iter().copied().peekable();
        for (k, (y, count)) in y.iter().zip(counts).enumerate() {
            if taken.peek().is_some_and(|t| *t as usize == k) {
                taken.next();
            } else if *count > 0 {
                rest.entry(*count).or_insert((*y * scale, 0)).1 += 1;
            }
        }
        let mut outside = elementary(std::iter::empty(), degree_max);
        for (x, items) in rest.values() {
            outside = product(&elementary_of_equal(*x, *items, degree_max), &outside);
        }
        Self { inside, outside }
    }

    /// The overlap of this park's `own` items with a row of `other` that is drawn: sets of j from inside and the rest
    /// from outside. Tails are summed from the far end, so that small ones keep their digits.
    fn spread(&self, own: usize, other: usize) -> Spread {
        let most = own.min(other);
        let mut at_least = [0.0; ITEMS_MAX + 1];
        for (j, slot) in at_least.iter_mut().enumerate().take(most + 1) {
            *slot = self.inside[j] * self.outside[other - j];
        }
        for j in (0..most).rev() {
            at_least[j] += at_least[j + 1];
        }
        let all = at_least[0];
        // None only where the items outside cannot fill the row; then nothing is surprising.
        at_least[..=most]
            .iter_mut()
            .for_each(|p| *p = if all > 0.0 { (*p / all).min(1.0) } else { 1.0 });
        // E X = sum of P(X >= o), E X^2 = sum of (2o - 1) P(X >= o).
        let (mut mean, mut square) = (0.0, 0.0);
        for (o, p) in at_least[..=most].iter().enumerate().skip(1) {
            mean += p;
            square += crate::number(2 * o - 1) * p;
        }
        Spread { at_least, mean, sd: (square - mean * mean).max(0.0).sqrt() }
    }
}

#[cfg(test)]
mod tests;
