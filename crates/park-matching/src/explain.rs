//! One park told: the same numbers as the score, each with its words and its evidence.

use crate::criteria::Criterion;
use crate::evidence;
use crate::plan::Plan;
use crate::rank::park_ref;
use crate::ranking::{House, Match, OpenPart, Reason};
use crate::say::{self, Language};
use crate::span::Span;

/// A match without its rank. The score is the sum of what it lists, in the same order.
pub(crate) fn describe(plan: &Plan<'_>, park: usize, language: Language) -> Match {
    let (mut score, mut open_sum) = (0.0, 0.0);
    let mut because = Vec::new();
    let mut unknown = Vec::new();
    for weighted in &plan.profile.criteria {
        let (criterion, weight) = (weighted.criterion, weighted.weight);
        let span = plan.fit_of(criterion, park);
        let (adds, could_add) = (weight * span.lo, weight * (span.hi - span.lo));
        score += adds;
        open_sum += could_add;
        if is_known(plan, criterion, park, span) {
            because.push(Reason {
                criterion,
                weight,
                fit: span.lo,
                adds,
                words: say::reason(plan, criterion, park, span, language),
                evidence: evidence::of(plan, criterion, park, language),
            });
        }
        if weight > 0.0 && span.hi > span.lo {
            unknown.push(OpenPart {
                criterion,
                weight,
                could_add,
                ask: say::question(plan.catalog.models.criterion(criterion), language),
                note: say::open_note(plan, criterion, park, language),
            });
        }
    }
    because.sort_by(|a, b| b.adds.total_cmp(&a.adds).then(a.criterion.cmp(&b.criterion)));
    unknown.sort_by(|a, b| b.could_add.total_cmp(&a.could_add).then(a.criterion.cmp(&b.criterion)));
    Match {
        row: park,
        park: park_ref(plan.catalog, park),
        rank: 0,
        rank_without_incentives: None,
        rank_range: (0, 0),
        score,
        could_reach: open_sum + score,
        scale: plan.fit_of(Criterion::IndustryScale, park).lo,
        because,
        unknown,
        house: house(plan, park),
        hints: hints(plan, park, language),
    }
}

/// A criterion is listed among the reasons when something is known of it: a value, or the proven part of a range.
fn is_known(plan: &Plan<'_>, criterion: Criterion, park: usize, span: Span) -> bool {
    if span.hi <= span.lo {
        // A fit of exactly one value; growth is known only where there are firms.
        return !matches!(criterion, Criterion::IndustryGrowth | Criterion::IndustryQuotient)
            || !plan.raw_of(criterion, park).is_unknown();
    }
    span.lo > 0.0
}

/// Criteria with an open part, the largest first.
pub(crate) fn open_criteria(plan: &Plan<'_>, park: usize) -> Vec<Criterion> {
    let mut open: Vec<(f64, Criterion)> = plan
        .profile
        .criteria
        .iter()
        .filter(|w| w.weight > 0.0)
        .map(|w| {
            let span = plan.fit_of(w.criterion, park);
            (w.weight * (span.hi - span.lo), w.criterion)
        })
        .filter(|(could_add, _)| *could_add > 0.0)
        .collect();
    open.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    open.into_iter().map(|(_, c)| c).collect()
}

/// Hints that prove nothing: a name that says chemical park, where the profile cares.
pub(crate) fn hints(plan: &Plan<'_>, park: usize, language: Language) -> Vec<String> {
    let cares = plan.profile.musts.iter().any(|m| m.criterion == Criterion::ChemicalPark)
        || plan.profile.criteria.iter().any(|w| w.criterion == Criterion::ChemicalPark);
    let parks = &plan.catalog.features.parks;
    let hint = cares && parks.chemical_park[park].is_none() && parks.chemical_hint[park];
    if hint { vec![say::chemical_hint(language)] } else { Vec::new() }
}

fn house(plan: &Plan<'_>, park: usize) -> Option<House> {
    let parks = &plan.catalog.features.parks;
    if parks.house_size[park] < 2 {
        return None;
    }
    let house = parks.house[park];
    let plates = (0..parks.len())
        .filter(|p| parks.house[*p] == house)
        .map(|p| park_ref(plan.catalog, p))
        .collect();
    Some(House { id: parks.id[house as usize].clone(), plates })
}
