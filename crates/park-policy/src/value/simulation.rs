//! All clauses of a place on one project: tiers and what may exclude each other are joined, flows are summed.

use std::collections::BTreeMap;

use super::{Grant, HORIZON_YEARS_MAX, Interval, Project, Terms, Valued, present_value, value};

/// Clauses on a project, joined.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// Flows by year, all joined.
    pub flows: Vec<Interval>,
    /// Their present value; absent when no grant has a number: unknown is not zero.
    pub value: Option<Interval>,
    /// How many of the grants have no number: they could add to both ends.
    pub without_number: usize,
}

/// Runs grants on a project.
pub fn simulate(project: &Project, grants: &[&Grant], terms: &Terms) -> Simulation {
    let valued: Vec<Valued> = grants.iter().map(|g| value(project, g, terms)).collect();
    join(grants.iter().copied().zip(&valued), terms)
}

/// Joins grants that are already valued.
pub fn join<'g>(
    grants: impl Iterator<Item = (&'g Grant, &'g Valued)> + Clone,
    terms: &Terms,
) -> Simulation {
    let flows = joined(grants.clone(), terms);
    let (mut with, mut without_number) = (0, 0);
    for (_, valued) in grants {
        *(if valued.value.is_some() { &mut with } else { &mut without_number }) += 1;
    }
    let value = (with > 0).then(|| present_value(&flows, terms.discount_rate));
    Simulation { flows, value, without_number }
}

/// Flows by year of grants already valued: in each year of a family the best at the lower end, and the sum of the
/// best of each tier at the upper end.
fn joined<'g>(
    grants: impl Iterator<Item = (&'g Grant, &'g Valued)>,
    terms: &Terms,
) -> Vec<Interval> {
    let horizon = terms.horizon_years.min(HORIZON_YEARS_MAX);
    let none = || vec![Interval::default(); horizon];
    let mut families: BTreeMap<&str, BTreeMap<&str, Vec<Interval>>> = BTreeMap::new();
    for (grant, valued) in grants.filter(|(_, v)| v.value.is_some()) {
        let family = families.entry(&grant.family).or_default();
        let best = family.entry(&grant.tier_of).or_insert_with(none);
        for (old, new) in best.iter_mut().zip(&valued.flows) {
            *old = old.max(*new);
        }
    }
    let mut flows = none();
    for family in families.values() {
        for (at, sum) in flows.iter_mut().enumerate() {
            let tiers = || family.values().map(|t| t[at]);
            let low = tiers().map(|t| t.low).fold(0.0, f64::max);
            let high: f64 = tiers().map(|t| t.high).sum();
            *sum = sum.plus(Interval { low, high });
        }
    }
    flows
}
