//! Parks that miss by little, and what they have where a must fails.

use crate::criteria::{Criterion, ValueType};
use crate::must::{MustValue, Op};
use crate::order::{Key, first_k};
use crate::plan::Plan;
use crate::rank::park_ref;
use crate::ranking::{FailedMust, Has, NearMiss};
use crate::score::Scores;
use crate::span::Span;

/// Most near misses.
pub(crate) const NEAR_MISSES_MAX: usize = 10;

/// Places of the set bits.
pub(crate) fn bits(mask: u32) -> Vec<usize> {
    (0..32).filter(|b| mask >> b & 1 == 1).collect()
}

/// Parks with a failed must: fewest musts that do not hold first, then the best score.
pub(crate) fn near_misses(plan: &Plan<'_>, scores: &Scores) -> Vec<NearMiss> {
    if plan.profile.musts.is_empty() {
        return Vec::new();
    }
    let by = plan.profile.rank_by;
    let missing = |p: &u32| {
        let p = *p as usize;
        (scores.failed[p].count_ones(), scores.unknown[p].count_ones())
    };
    let candidates = (0_u32..).zip(&scores.failed).filter(|(_, f)| **f != 0).map(|(p, _)| p);
    let before = |a: &u32, b: &u32| {
        missing(a)
            .cmp(&missing(b))
            .then(Key::of(scores, *a, by).before(&Key::of(scores, *b, by)))
            .then(a.cmp(b))
    };
    let first = first_k(candidates, NEAR_MISSES_MAX, before);
    first.into_iter().map(|p| describe(plan, scores, p)).collect()
}

/// The musts that one park fails or leaves open.
pub(crate) fn describe(plan: &Plan<'_>, scores: &Scores, park: u32) -> NearMiss {
    let p = park as usize;
    NearMiss {
        park: park_ref(plan.catalog, p),
        score: scores.score[p],
        failed: bits(scores.failed[p])
            .into_iter()
            .map(|must| {
                let has = has(plan, plan.profile.musts[must].criterion, p);
                let short_by = short_by(plan, must, &has);
                FailedMust { must, has, short_by }
            })
            .collect(),
        unknown_musts: bits(scores.unknown[p]),
    }
}

/// What a park has of a criterion.
pub(crate) fn has(plan: &Plan<'_>, criterion: Criterion, park: usize) -> Has {
    let parks = &plan.catalog.features.parks;
    match criterion.value_type() {
        ValueType::Number | ValueType::Share => Has::Number(plan.raw_of(criterion, park)),
        ValueType::Flag => Has::Flag(plan.raw_of(criterion, park).lo > 0.5),
        ValueType::Word if criterion == Criterion::Level => {
            Has::Word(parks.level[park].code().to_owned())
        }
        ValueType::Word => Has::Word(parks.kind[park].map_or("unknown", |k| k.code()).to_owned()),
        ValueType::Region => {
            Has::Word(parks.region[park].as_deref().unwrap_or("unknown").to_owned())
        }
    }
}

fn short_by(plan: &Plan<'_>, must: usize, has: &Has) -> Option<f64> {
    let must = &plan.profile.musts[must];
    let (Has::Number(Span { lo, hi }), MustValue::Number(want)) = (has, &must.value) else {
        return None;
    };
    let short = match must.op {
        Op::AtLeast => want - hi,
        Op::AtMost => lo - want,
        Op::Equals | Op::In => {
            if lo > want {
                lo - want
            } else {
                want - hi
            }
        }
    };
    short.is_finite().then_some(short)
}
