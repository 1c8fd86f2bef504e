//! The order of a list: score, then `could_reach`, then scale; equal on these is equal rank, listed by id.

use std::cmp::Ordering;

use crate::profile::RankBy;
use crate::score::Scores;

/// What parks are compared by; larger comes first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Key {
    pub(crate) first: f64,
    pub(crate) second: f64,
    pub(crate) scale: f64,
}

impl Key {
    pub(crate) fn new(score: f64, reach: f64, scale: f64, by: RankBy) -> Self {
        match by {
            RankBy::Proven => Self { first: score, second: reach, scale },
            RankBy::Possible => Self { first: reach, second: score, scale },
        }
    }

    pub(crate) fn of(scores: &Scores, park: u32, by: RankBy) -> Self {
        let p = park as usize;
        Self::new(scores.score[p], scores.reach[p], scores.scale[p], by)
    }

    /// `Less` when `self` comes before `other`.
    pub(crate) fn before(&self, other: &Self) -> Ordering {
        other
            .first
            .total_cmp(&self.first)
            .then(other.second.total_cmp(&self.second))
            .then(other.scale.total_cmp(&self.scale))
    }
}

/// The first `k` of many, in order, without sorting the rest.
pub(crate) fn first_k<T: Copy>(
    items: impl Iterator<Item = T>,
    k: usize,
    before: impl Fn(&T, &T) -> Ordering + Copy,
) -> Vec<T> {
    if k == 0 {
        return Vec::new();
    }
    let mut kept: Vec<T> = Vec::with_capacity(2 * k);
    let mut worst: Option<T> = None;
    for item in items {
        if let Some(w) = &worst
            && before(&item, w) != Ordering::Less
        {
            continue;
        }
        kept.push(item);
        if kept.len() == 2 * k {
            kept.select_nth_unstable_by(k - 1, before);
            kept.truncate(k);
            worst = Some(kept[k - 1]);
        }
    }
    kept.sort_unstable_by(before);
    kept.truncate(k);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_k_is_the_head_of_the_sorted_list() {
        let items: Vec<u32> = (0..1000_u32).map(|i| i.wrapping_mul(2_654_435_761) % 997).collect();
        let mut sorted = items.clone();
        sorted.sort_unstable();
        for k in [0, 1, 7, 500, 2000] {
            let head = first_k(items.iter().copied(), k, |a, b| a.cmp(b));
            assert_eq!(head, sorted[..k.min(1000)]);
        }
    }
}
