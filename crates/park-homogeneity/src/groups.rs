//! Groups of converging parks: average linkage on 1 - similarity, cut at a similarity.
//!
//! A group joins only where the mean similarity reaches the cut, so some pair across it reaches it too: linkage within
//! the components of the pairs at or above the cut gives the same groups as one linkage over all parks, at a fraction
//! of the cost. Pairs outside the tested family count as wholly unlike.

use std::collections::HashMap;

use kodama::{Method, linkage};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::family::position;
use crate::vectors::Vectors;

/// Largest component that is linked (its distances take 144 MB); a larger one is left ungrouped.
const COMPONENT_PARKS_MAX: usize = 6000;

/// Sets with union by smallest member, so that names do not depend on the order of unions.
#[derive(Debug)]
struct Sets(Vec<u32>);

impl Sets {
    fn new(n: usize) -> Self {
        Self((0..position(n)).collect())
    }

    fn root(&mut self, mut i: u32) -> u32 {
        while self.0[i as usize] != i {
            let above = self.0[self.0[i as usize] as usize];
            self.0[i as usize] = above;
            i = above;
        }
        i
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    /// Sets of two and more, by their smallest member; members sorted.
    fn groups(mut self) -> Vec<Vec<u32>> {
        let mut groups: HashMap<u32, Vec<u32>> = HashMap::new();
        for i in 0..position(self.0.len()) {
            groups.entry(self.root(i)).or_default().push(i);
        }
        let mut list: Vec<Vec<u32>> = groups.into_values().filter(|g| g.len() > 1).collect();
        list.sort();
        list
    }
}

/// Groups of two parks and more, by their smallest member.
pub(crate) fn groups(vectors: &Vectors, partners: &[Vec<u32>], cut: f64) -> Vec<Vec<u32>> {
    let n = vectors.len();
    let similar: Vec<Vec<f64>> = (0..n)
        .into_par_iter()
        .map_init(|| vec![0.0; n], |products, a| to_partners(vectors, &partners[a], a, products))
        .collect();
    let mut components = Sets::new(n);
    for ((a, list), others) in (0..).zip(&similar).zip(partners) {
        for (_, b) in list.iter().zip(others).filter(|(s, _)| **s >= cut && **s > 0.0) {
            components.join(a, *b);
        }
    }
    let mut found: Vec<Vec<u32>> = components
        .groups()
        .into_par_iter()
        .filter(|component| component.len() <= COMPONENT_PARKS_MAX)
        .flat_map_iter(|component| link(&similar, partners, &component, cut))
        .collect();
    found.sort();
    found
}

/// Similarities of one park to its partners; undefined ones count as wholly unlike.
fn to_partners(vectors: &Vectors, partners: &[u32], a: usize, products: &mut [f64]) -> Vec<f64> {
    // One row against all is cheaper than merges once many partners are asked.
    if partners.len() * 8 > vectors.len() {
        vectors.products(a, products);
        let of = |b: usize| vectors.similarity(a, b, products[b]).unwrap_or(0.0);
        partners.iter().map(|b| of(*b as usize)).collect()
    } else {
        partners.iter().map(|b| vectors.pair(a, *b as usize).unwrap_or(0.0)).collect()
    }
}

/// Average linkage within one component; pairs outside the family count as wholly unlike.
fn link(similar: &[Vec<f64>], partners: &[Vec<u32>], component: &[u32], cut: f64) -> Vec<Vec<u32>> {
    let n = component.len();
    if n == 2 {
        return vec![component.to_vec()];
    }
    let mut condensed = Vec::with_capacity(n * (n - 1) / 2);
    for (i, a) in component.iter().enumerate() {
        let (others, similar) = (&partners[*a as usize], &similar[*a as usize]);
        for b in &component[i + 1..] {
            let similarity = others.binary_search(b).map_or(0.0, |at| similar[at]);
            condensed.push(1.0 - similarity);
        }
    }
    let dendrogram = linkage(&mut condensed, n, Method::Average);
    let mut sets = Sets::new(2 * n - 1);
    for (made, step) in (n..).zip(dendrogram.steps()) {
        // A hair of room, so that a mean of equal similarities at the cut is not lost to rounding.
        if step.dissimilarity <= 1.0 - cut + 1e-12 {
            sets.join(position(made), position(step.cluster1));
            sets.join(position(made), position(step.cluster2));
        }
    }
    sets.groups()
        .into_iter()
        .map(|group| {
            group
                .into_iter()
                .filter(|i| (*i as usize) < n)
                .map(|i| component[i as usize])
                .collect::<Vec<u32>>()
        })
        .filter(|group| group.len() > 1)
        .collect()
}

/// How often each group comes back when the columns are drawn anew: the mean over draws of its best Jaccard overlap.
pub(crate) fn stability(
    vectors: &Vectors,
    partners: &[Vec<u32>],
    cut: f64,
    found: &[Vec<u32>],
    draws: usize,
    seed: u64,
) -> Option<Vec<f64>> {
    if draws == 0 || found.is_empty() {
        return None;
    }
    let n_columns = vectors.n_columns();
    let overlaps: Vec<Vec<f64>> = (0..draws)
        .into_par_iter()
        .map(|draw| {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_add(draw as u64));
            let mut weights = vec![0_u32; n_columns];
            for _ in 0..n_columns {
                weights[rng.gen_range(0..n_columns)] += 1;
            }
            let again = groups(&vectors.resampled(&weights), partners, cut);
            let mut group_of = vec![usize::MAX; vectors.len()];
            for (g, group) in again.iter().enumerate() {
                for member in group {
                    group_of[*member as usize] = g;
                }
            }
            found.iter().map(|group| best_overlap(group, &again, &group_of)).collect()
        })
        .collect();
    let mean = |g: usize| overlaps.iter().map(|o| o[g]).sum::<f64>() / crate::number(draws);
    Some((0..found.len()).map(mean).collect())
}

fn best_overlap(group: &[u32], again: &[Vec<u32>], group_of: &[usize]) -> f64 {
    let mut shared: HashMap<usize, usize> = HashMap::new();
    for member in group {
        *shared.entry(group_of[*member as usize]).or_default() += 1;
    }
    shared
        .into_iter()
        .map(|(g, both)| {
            // A member that is in no group stands alone.
            let (both, size) = again.get(g).map_or((1, 1), |other| (both, other.len()));
            crate::number(both) / crate::number(group.len() + size - both)
        })
        .fold(0.0, f64::max)
}

/// The order of leaves of a full average linkage: like parks stand together.
pub(crate) fn leaf_order(vectors: &Vectors, parks: &[u32]) -> Vec<u32> {
    let n = parks.len();
    if n < 3 {
        return parks.to_vec();
    }
    let mut condensed = Vec::with_capacity(n * (n - 1) / 2);
    for (i, a) in parks.iter().enumerate() {
        for b in &parks[i + 1..] {
            condensed.push(1.0 - vectors.pair(*a as usize, *b as usize).unwrap_or(0.0));
        }
    }
    let dendrogram = linkage(&mut condensed, n, Method::Average);
    let mut leaves: Vec<Vec<u32>> = parks.iter().map(|p| vec![*p]).collect();
    for step in dendrogram.steps() {
        let mut one = std::mem::take(&mut leaves[step.cluster1]);
        let two = std::mem::take(&mut leaves[step.cluster2]);
        // The larger group first, ties by the first park: the same order on every run.
        if (two.len(), std::cmp::Reverse(two.first())) > (one.len(), std::cmp::Reverse(one.first()))
        {
            let mut swapped = two;
            swapped.append(&mut one);
            leaves.push(swapped);
        } else {
            one.extend(two);
            leaves.push(one);
        }
    }
    leaves.pop().unwrap_or_default()
}

#[cfg(test)]
mod tests;
