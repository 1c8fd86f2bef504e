//! Parks that only lack an answer: kept out by an unknown must, or able to pass the last one shown.

use std::collections::HashSet;

use crate::order::{Key, first_k};
use crate::plan::Plan;
use crate::profile::RankBy;
use crate::rank::park_ref;
use crate::ranking::ToVerify;
use crate::say::{self, Language};
use crate::score::Scores;
use crate::{explain, near};

/// Most parks to verify.
pub(crate) const TO_VERIFY_MAX: usize = 20;

/// The parks to verify, by `could_reach`, and how many there are in all.
pub(crate) fn to_verify(
    plan: &Plan<'_>,
    scores: &Scores,
    shown: &[(u32, usize)],
    language: Language,
) -> (Vec<ToVerify>, usize) {
    let houses = &plan.catalog.features.parks.house;
    let mut shown_houses: Vec<u32> = shown.iter().map(|(p, _)| houses[*p as usize]).collect();
    shown_houses.sort_unstable();
    let last = shown.last().map(|(p, _)| scores.score[*p as usize]);
    let mut total = 0;
    let candidates = (0_u32..).zip(0..plan.catalog.len()).filter_map(|(park, p)| {
        let waits = scores.unknown[p] != 0 || last.is_some_and(|l| scores.reach[p] > l);
        let taken =
            scores.failed[p] == 0 && waits && shown_houses.binary_search(&houses[p]).is_err();
        if taken {
            total += 1;
        }
        taken.then_some(park)
    });
    let before = |a: &u32, b: &u32| {
        let key = |p: &u32| Key::of(scores, *p, RankBy::Possible);
        key(a).before(&key(b)).then(a.cmp(b))
    };
    let first = first_k(candidates, TO_VERIFY_MAX, before);
    let list = first.into_iter().map(|p| describe(plan, scores, p, language)).collect();
    (list, total)
}

fn describe(plan: &Plan<'_>, scores: &Scores, park: u32, language: Language) -> ToVerify {
    let p = park as usize;
    let models = &plan.catalog.models;
    let unknown_musts = near::bits(scores.unknown[p]);
    let mut asked: Vec<crate::Criterion> =
        unknown_musts.iter().map(|m| plan.profile.musts[*m].criterion).collect();
    asked.extend(explain::open_criteria(plan, p));
    let mut seen = HashSet::new();
    asked.retain(|c| seen.insert(*c));
    ToVerify {
        park: park_ref(plan.catalog, p),
        score: scores.score[p],
        could_reach: scores.reach[p],
        unknown_musts,
        ask: asked.iter().map(|c| say::question(models.criterion(*c), language)).collect(),
        hints: explain::hints(plan, p, language),
    }
}
