//! Which musts no park meets together: the smallest sets, for a list that is empty.

use std::collections::BTreeSet;

use crate::near;
use crate::plan::Plan;
use crate::ranking::Clash;
use crate::say::{self, Language};
use crate::score::Scores;

/// Most clashes named.
const CLASHES_MAX: usize = 3;
/// Largest set of musts that is searched for.
const SET_MAX: u32 = 4;

/// The smallest sets of musts that no park is proven to meet together.
pub(crate) fn clashes(plan: &Plan<'_>, scores: &Scores, language: Language) -> Vec<Clash> {
    let n_musts = plan.profile.musts.len();
    if n_musts == 0 || plan.catalog.is_empty() {
        return Vec::new();
    }
    let all = u32::MAX >> (32 - n_musts);
    let holds: BTreeSet<u32> =
        scores.failed.iter().zip(&scores.unknown).map(|(f, u)| all & !(f | u)).collect();
    let sets = smallest_sets(&holds, n_musts);
    let sets = if sets.is_empty() { vec![all] } else { sets };
    sets.into_iter()
        .take(CLASHES_MAX)
        .map(|set| {
            let musts = near::bits(set);
            let words = say::clash(plan, &musts, language);
            Clash { musts, words }
        })
        .collect()
}

/// Sets of the smallest size at which any set is met by no park, in the order of the musts.
fn smallest_sets(holds: &BTreeSet<u32>, n_musts: usize) -> Vec<u32> {
    for size in 1..=SET_MAX {
        let mut found = Vec::new();
        visit_sets(n_musts, size, 0, 0, &mut |set| {
            if holds.iter().all(|h| h & set != set) {
                found.push(set);
            }
        });
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn visit_sets(n: usize, left: u32, from: usize, set: u32, tell: &mut impl FnMut(u32)) {
    if left == 0 {
        tell(set);
        return;
    }
    for bit in from..n {
        visit_sets(n, left - 1, bit + 1, set | 1 << bit, tell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_smallest_sets() {
        let holds: BTreeSet<u32> = [0b011, 0b101].into();
        assert_eq!(smallest_sets(&holds, 3), [0b110]);
        assert_eq!(smallest_sets(&[0b01].into(), 2), [0b10]);
    }
}
