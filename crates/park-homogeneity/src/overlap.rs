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

/// Tail probabilities of one park's items against every number of items another may have.
#[derive(Debug)]
struct Tails {
    /// For each degree of [`PairTest::degrees`], P(overlap >= o) for o from 0.
    at_least: Vec<Vec<f64>>,
}

/// The test of one set of parks, ready for any pair of them.
#[derive(Debug)]
pub struct PairTest {
    sets: Vec<Vec<u32>>,
    certain: Vec<bool>,
    popularity: Popularity,
    degrees: Vec<usize>,
    tails: Vec<Tails>,
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
        let mut degrees: Vec<usize> = sets.iter().map(Vec::len).filter(|d| *d > 0).collect();
        degrees.sort_unstable();
        degrees.dedup();
        let tails =
            sets.par_iter().map(|set| tails_of(set, &popularity.y, &counts, &degrees)).collect();
        Self { sets, certain, popularity, degrees, tails }
    }

    /// The fitted popularity.
    pub fn popularity(&self) -> &Popularity {
        &self.popularity
    }

    /// How many items of a park are tested.
    pub fn degree(&self, park: usize) -> usize {
        self.sets[park].len()
    }

    /// Whether every park has the item.
    pub fn is_certain(&self, item: u32) -> bool {
        self.certain[item as usize]
    }

    /// Tests two parks; `None` when one has nothing to test.
    pub fn test(&self, a: usize, b: usize) -> Option<OverlapTest> {
        let (set_a, set_b) = (&self.sets[a], &self.sets[b]);
        let (to_b, to_a) = (self.tail(a, set_b.len())?, self.tail(b, set_a.len())?);
        let overlap = shared(set_a, set_b);
        let most = set_a.len().min(set_b.len());
        let at = |tail: &[f64], o: usize| tail.get(o).copied().unwrap_or(0.0);
        let (p_b_given_a, p_a_given_b) = (at(to_b, overlap), at(to_a, overlap));
        let (mean_b, sd_b) = moments(to_b);
        let (mean_a, sd_a) = moments(to_a);
        let z = |mean: f64, sd: f64| (sd > 1e-12).then(|| (crate::number(overlap) - mean) / sd);
        let z = match (z(mean_b, sd_b), z(mean_a, sd_a)) {
            (Some(x), Some(y)) => Some(x.min(y)),
            (Some(x), None) | (None, Some(x)) => Some(x),
            (None, None) => None,
        };
        Some(OverlapTest {
            overlap,
            p_b_given_a,
            p_a_given_b,
            p: p_b_given_a.max(p_a_given_b),
            p_best: at(to_b, most).max(at(to_a, most)),
            expected: f64::midpoint(mean_a, mean_b),
            z,
        })
    }

    fn tail(&self, park: usize, degree: usize) -> Option<&[f64]> {
        if self.sets[park].is_empty() {
            return None;
        }
        let at = self.degrees.binary_search(&degree).ok()?;
        self.tails[park].at_least.get(at).map(Vec::as_slice)
    }
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

/// Mean and standard deviation of an overlap from its tails: E X = sum P(X >= o), E X^2 = sum (2o - 1) P(X >= o).
fn moments(at_least: &[f64]) -> (f64, f64) {
    let (mut mean, mut square) = (0.0, 0.0);
    for (o, p) in at_least.iter().enumerate().skip(1) {
        mean += p;
        square += crate::number(2 * o - 1) * p;
    }
    (mean, (square - mean * mean).max(0.0).sqrt())
}

fn tails_of(set: &[u32], y: &[f64], counts: &[usize], degrees: &[usize]) -> Tails {
    let Some(degree_max) = degrees.last().copied().filter(|_| !set.is_empty()) else {
        return Tails { at_least: Vec::new() };
    };
    let scale = crate::number(degree_max);
    let inside = elementary(set.iter().map(|k| y[*k as usize] * scale), degree_max.min(set.len()));
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
    let at_least = degrees
        .iter()
        .map(|d| {
            let most = (*d).min(set.len());
            let mut tail: Vec<f64> = (0..=most).map(|j| inside[j] * outside[d - j]).collect();
            for j in (0..most).rev() {
                tail[j] += tail[j + 1];
            }
            let all = tail[0];
            if all > 0.0 {
                tail.iter_mut().for_each(|p| *p = (*p / all).min(1.0));
            } else {
                // Only when the items outside cannot fill the row: the overlap is certain.
                tail.iter_mut().for_each(|p| *p = 1.0);
            }
            tail
        })
        .collect();
    Tails { at_least }
}

#[cfg(test)]
mod tests;
