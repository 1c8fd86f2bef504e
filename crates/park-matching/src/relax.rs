//! The smallest changes of the musts that let more parks through.

use std::collections::BTreeMap;

use park_domain::words::{Level, ParkKind};

use crate::must::{Must, MustValue, Op};
use crate::near;
use crate::order::Key;
use crate::plan::Plan;
use crate::ranking::{RelaxTo, Relaxation};
use crate::score::Scores;
use crate::span::Span;

/// From so many parks on, a wider step beside the smallest is not worth naming.
const ENOUGH_PARKS: usize = 5;

/// By must: the smallest step that lets a park through that fails nothing else, and parks about which only this
/// is unknown. Where the list is empty and no single must suffices: several together.
pub(crate) fn relaxations(plan: &Plan<'_>, scores: &Scores) -> Vec<Relaxation> {
    let mut list = Vec::new();
    let musts = &plan.profile.musts;
    if musts.is_empty() {
        return list;
    }
    let mut only_fails: Vec<Vec<u32>> = vec![Vec::new(); musts.len()];
    let mut only_unknown: Vec<usize> = vec![0; musts.len()];
    let mut eligible = 0;
    for (park, (failed, unknown)) in (0_u32..).zip(scores.failed.iter().zip(&scores.unknown)) {
        match (failed.count_ones(), unknown.count_ones()) {
            (0, 0) => eligible += 1,
            (1, 0) => only_fails[failed.trailing_zeros() as usize].push(park),
            (0, 1) => only_unknown[unknown.trailing_zeros() as usize] += 1,
            _ => {}
        }
    }
    for (m, must) in musts.iter().enumerate() {
        for (to, adds_parks) in steps(plan, must, &only_fails[m]) {
            list.push(Relaxation { steps: vec![(m, to)], adds_parks });
        }
        if only_unknown[m] > 0 {
            let steps = vec![(m, RelaxTo::UnknownAllowed)];
            list.push(Relaxation { steps, adds_parks: only_unknown[m] });
        }
    }
    if eligible == 0 && list.is_empty() && !musts.is_empty() {
        list.extend(together(plan, scores));
    }
    list
}

/// New values of one must with the parks each lets through, smallest first.
fn steps(plan: &Plan<'_>, must: &Must, parks: &[u32]) -> Vec<(RelaxTo, usize)> {
    if parks.is_empty() {
        return Vec::new();
    }
    let columns = &plan.catalog.features.parks;
    match &must.value {
        MustValue::Number(want) => number_steps(plan, must, *want, parks),
        MustValue::Flag(_) => vec![(RelaxTo::Dropped, parks.len())],
        MustValue::Levels(list) => {
            let mut counts: BTreeMap<Level, usize> = BTreeMap::new();
            parks.iter().for_each(|p| *counts.entry(columns.level[*p as usize]).or_default() += 1);
            best(counts).map_or_else(Vec::new, |(level, n)| {
                let mut wider = list.clone();
                wider.push(level);
                vec![(RelaxTo::Value(MustValue::Levels(wider)), n)]
            })
        }
        MustValue::Kinds(list) => {
            let mut counts: BTreeMap<ParkKind, usize> = BTreeMap::new();
            for kind in parks.iter().filter_map(|p| columns.kind[*p as usize]) {
                *counts.entry(kind).or_default() += 1;
            }
            best(counts).map_or_else(Vec::new, |(kind, n)| {
                let mut wider = list.clone();
                wider.push(kind);
                vec![(RelaxTo::Value(MustValue::Kinds(wider)), n)]
            })
        }
        MustValue::Regions(list) => region_steps(plan, list, parks),
    }
}

fn best<K: Ord>(counts: BTreeMap<K, usize>) -> Option<(K, usize)> {
    // The first of the largest, so that ties go by the order of the words.
    counts.into_iter().rev().max_by_key(|(_, n)| *n)
}

fn number_steps(plan: &Plan<'_>, must: &Must, want: f64, parks: &[u32]) -> Vec<(RelaxTo, usize)> {
    let mut values: Vec<f64> = parks
        .iter()
        .map(|p| plan.raw_of(must.criterion, *p as usize))
        .filter_map(|span| proven_end(must.op, span))
        .filter(|v| v.is_finite() && *v > 0.0)
        .collect();
    values.sort_by(|a, b| (a - want).abs().total_cmp(&(b - want).abs()).then(a.total_cmp(b)));
    let Some(nearest) = values.first().copied() else { return Vec::new() };
    let lets = |to: f64| {
        values
            .iter()
            .filter(|v| match must.op {
                Op::AtLeast => **v >= to,
                Op::AtMost => **v <= to,
                Op::Equals | Op::In => v.total_cmp(&to).is_eq(),
            })
            .count()
    };
    let step = |to: f64| (RelaxTo::Value(MustValue::Number(to)), lets(to));
    let mut steps = vec![step(nearest)];
    if steps[0].1 < ENOUGH_PARKS
        && matches!(must.op, Op::AtLeast | Op::AtMost)
        && let Some(wider) = values.get(ENOUGH_PARKS - 1)
    {
        steps.push(step(*wider));
    }
    steps
}

/// The value down (or up) to which the must has to go so that this park is proven to meet it.
fn proven_end(op: Op, span: Span) -> Option<f64> {
    match op {
        Op::AtLeast => Some(span.lo),
        Op::AtMost => Some(span.hi),
        Op::Equals | Op::In => span.is_exact().then_some(span.lo),
    }
}

/// One level wider (3205 to 32) where that lets parks through, else anywhere.
fn region_steps(plan: &Plan<'_>, list: &[String], parks: &[u32]) -> Vec<(RelaxTo, usize)> {
    let mut wider: Vec<String> = list
        .iter()
        .map(|prefix| {
            let parent = prefix.len().saturating_sub(2).max(2);
            prefix[..parent.min(prefix.len())].to_owned()
        })
        .collect();
    wider.dedup();
    let relaxed = Must {
        criterion: crate::Criterion::Region,
        op: Op::In,
        value: MustValue::Regions(wider),
        filter: true,
    };
    let lets = parks
        .iter()
        .filter(|p| {
            relaxed.on_region(plan.catalog.regions[**p as usize]) == crate::must::Verdict::Holds
        })
        .count();
    let mut steps = Vec::new();
    if lets > 0 {
        steps.push((RelaxTo::Value(relaxed.value), lets));
    }
    if lets < parks.len() {
        steps.push((RelaxTo::Dropped, parks.len()));
    }
    steps
}

/// The park with the fewest musts that do not hold, and what would have to give for it.
fn together(plan: &Plan<'_>, scores: &Scores) -> Option<Relaxation> {
    let by = plan.profile.rank_by;
    let missing = |p: u32| (scores.failed[p as usize] | scores.unknown[p as usize]).count_ones();
    let target = (0_u32..).zip(0..plan.catalog.len()).map(|(p, _)| p).min_by(|a, b| {
        missing(*a)
            .cmp(&missing(*b))
            .then(Key::of(scores, *a, by).before(&Key::of(scores, *b, by)))
            .then(a.cmp(b))
    })?;
    let t = target as usize;
    let mut steps = Vec::new();
    for m in near::bits(scores.failed[t]) {
        let must = &plan.profile.musts[m];
        let own = self::steps(plan, must, &[target]).into_iter().next();
        steps.push((m, own.map_or(RelaxTo::Dropped, |(to, _)| to)));
    }
    for m in near::bits(scores.unknown[t]) {
        steps.push((m, RelaxTo::UnknownAllowed));
    }
    steps.sort_by_key(|(m, _)| *m);
    let adds_parks = (0_u32..)
        .zip(0..plan.catalog.len())
        .filter(|(_, p)| passes(plan, scores, *p, scores.failed[t] | scores.unknown[t], &steps))
        .count();
    Some(Relaxation { steps, adds_parks })
}

fn passes(
    plan: &Plan<'_>,
    scores: &Scores,
    park: usize,
    relaxed: u32,
    steps: &[(usize, RelaxTo)],
) -> bool {
    let open = scores.failed[park] | scores.unknown[park];
    if open & !relaxed != 0 {
        return false;
    }
    steps.iter().all(|(m, to)| {
        let (fails, unknown) =
            (scores.failed[park] >> m & 1 == 1, scores.unknown[park] >> m & 1 == 1);
        match to {
            _ if !fails && !unknown => true,
            RelaxTo::Dropped => true,
            RelaxTo::UnknownAllowed => !fails,
            RelaxTo::Value(value) => {
                let must = Must { value: value.clone(), ..plan.profile.musts[*m].clone() };
                plan.verdict_of(&must, park) == crate::must::Verdict::Holds
            }
        }
    })
}
