//! From the rows of a park to what is known of each criterion.

use std::collections::BTreeMap;

use park_domain::words::{PlotKind, UtilityKind};
use park_domain::{PartialDate, Provenance};
use park_features::{Features, PlotRow, UtilityRow};

use crate::criteria::Criterion;
use crate::models::Models;
use crate::readiness;
use crate::span::{Column, Span};

/// Whether a fact is young enough for its criterion; one without a date is not known to be old.
pub(crate) fn is_fresh(
    provenance: &Provenance,
    criterion: Criterion,
    as_of: PartialDate,
    models: &Models,
) -> bool {
    match (provenance.as_of, models.criterion(criterion).age_limit_months) {
        (Some(date), Some(limit)) => date.months_until(as_of) <= limit,
        _ => true,
    }
}

/// The column of a criterion that depends on no profile; `None` for the others.
pub(crate) fn column(criterion: Criterion, features: &Features, models: &Models) -> Option<Column> {
    let dense =
        |values: &[Option<f64>]| Some(Column::Dense(values.iter().map(|v| Span::of(*v)).collect()));
    if let Some(utility) = criterion.spare_of() {
        return Some(utilities(criterion, features, models, |rows| spare(utility, rows, models)));
    }
    if let Some(utility) = criterion.price_of() {
        return Some(utilities(criterion, features, models, |rows| price(utility, rows, models)));
    }
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others depend on the profile")]
    match criterion {
        Criterion::ApprovedAreaHa => dense(&features.parks.area_ha),
        Criterion::AgeYears => dense(&features.parks.age_years),
        Criterion::ApprovalDays => Some(readiness::approval_days(features, models)),
        Criterion::PromiseKeeping => Some(readiness::promise_keeping(features)),
        Criterion::HazardousWaste => Some(utilities(criterion, features, models, hazardous_waste)),
        Criterion::ChemicalPark => {
            let flags = (0_u32..).zip(&features.parks.chemical_park);
            let known = flags.filter_map(|(p, f)| f.map(|f| (p, flag_span(f))));
            Some(Column::Sparse(known.collect()))
        }
        Criterion::LandPrice => Some(plots(features, |rows| {
            cheapest(rows, PlotKind::Land, Criterion::LandPrice, features.as_of, models)
        })),
        Criterion::FactoryRent => Some(plots(features, |rows| {
            cheapest(rows, PlotKind::Factory, Criterion::FactoryRent, features.as_of, models)
        })),
        _ => None,
    }
}

/// Yes is 1, no is 0.
pub(crate) fn flag_span(flag: bool) -> Span {
    Span::exactly(if flag { 1.0 } else { 0.0 })
}

fn utilities(
    criterion: Criterion,
    features: &Features,
    models: &Models,
    span: impl Fn(&[&UtilityRow]) -> Option<Span>,
) -> Column {
    let mut known = Vec::new();
    for (park, at) in (0_u32..).zip(0..features.parks.len()) {
        let rows: Vec<&UtilityRow> = features
            .utilities
            .get(at)
            .iter()
            .filter(|r| is_fresh(&r.provenance, criterion, features.as_of, models))
            .collect();
        if let Some(span) = span(&rows) {
            known.push((park, span));
        }
    }
    Column::Sparse(known)
}

fn spread(value: f64, provenance: &Provenance, models: &Models) -> Span {
    let by = if provenance.estimated { models.settings.estimate_spread } else { 0.0 };
    Span { lo: value * (1.0 - by), hi: value * (1.0 + by) }
}

/// Spare capacity: the sum over plants (one a note, the newest row of each). A capacity alone can only prove
/// that it is too small; a utility that is not ready has nothing to spare.
fn spare(utility: UtilityKind, rows: &[&UtilityRow], models: &Models) -> Option<Span> {
    let mut plants: BTreeMap<Option<&str>, &UtilityRow> = BTreeMap::new();
    for row in rows.iter().filter(|r| r.utility == utility) {
        if row.ready.is_none() && row.capacity.is_none() && row.spare.is_none() {
            continue;
        }
        let plant = plants.entry(row.provenance.note.as_deref()).or_insert(row);
        if row.provenance.as_of > plant.provenance.as_of {
            *plant = row;
        }
    }
    if plants.is_empty() {
        return None;
    }
    let mut sum = Span::exactly(0.0);
    for row in plants.values() {
        let one = match (row.ready, row.spare, row.capacity) {
            (Some(false), _, _) => Span::exactly(0.0),
            (_, Some(spare), _) => spread(spare, &row.provenance, models),
            (_, None, Some(capacity)) => {
                Span { lo: 0.0, hi: spread(capacity, &row.provenance, models).hi }
            }
            (_, None, None) => Span { lo: 0.0, hi: f64::INFINITY },
        };
        sum = Span { lo: sum.lo + one.lo, hi: sum.hi + one.hi };
    }
    Some(sum)
}

/// The cheapest price on file: a dearer step of the same tariff takes nothing away.
fn price(utility: UtilityKind, rows: &[&UtilityRow], models: &Models) -> Option<Span> {
    let prices = rows.iter().filter(|r| r.utility == utility).filter_map(|r| {
        let (low, high) = r.price?;
        let (low, high) = (spread(low, &r.provenance, models), spread(high, &r.provenance, models));
        Some(Span { lo: low.lo, hi: high.hi })
    });
    prices.reduce(|a, b| Span { lo: a.lo.min(b.lo), hi: a.hi.min(b.hi) })
}

fn hazardous_waste(rows: &[&UtilityRow]) -> Option<Span> {
    let answers: Vec<bool> = rows
        .iter()
        .filter(|r| r.utility == UtilityKind::HazardousWaste)
        .filter_map(|r| r.ready.or_else(|| r.capacity.map(|c| c > 0.0)))
        .collect();
    (!answers.is_empty()).then(|| flag_span(answers.contains(&true)))
}

fn plots(features: &Features, span: impl Fn(&[PlotRow]) -> Option<Span>) -> Column {
    let mut known = Vec::new();
    for (park, at) in (0_u32..).zip(0..features.parks.len()) {
        if let Some(span) = span(features.plots.get(at)) {
            known.push((park, span));
        }
    }
    Column::Sparse(known)
}

/// The price of the cheapest plot; within a range it depends on the plot and on what is agreed.
fn cheapest(
    rows: &[PlotRow],
    kind: PlotKind,
    criterion: Criterion,
    as_of: PartialDate,
    models: &Models,
) -> Option<Span> {
    let prices = rows
        .iter()
        .filter(|r| r.kind == kind && is_fresh(&r.provenance, criterion, as_of, models))
        .filter_map(|r| {
            let (low, high) = match kind {
                PlotKind::Land => r.price_10k_cny_per_mu?,
                PlotKind::Factory => r.rent_cny_per_m2_month?,
            };
            let (low, high) =
                (spread(low, &r.provenance, models), spread(high, &r.provenance, models));
            Some(Span { lo: low.lo, hi: high.hi })
        });
    prices.reduce(|a, b| Span { lo: a.lo.min(b.lo), hi: a.hi.min(b.hi) })
}

/// The largest plot on offer in time: depends on the profile's date.
pub(crate) fn largest_plot(
    kind: PlotKind,
    start_by: Option<PartialDate>,
    features: &Features,
    models: &Models,
) -> Column {
    let criterion = match kind {
        PlotKind::Land => Criterion::LandAreaMu,
        PlotKind::Factory => Criterion::FactoryAreaM2,
    };
    plots(features, |rows| {
        let spans = rows
            .iter()
            .filter(|r| {
                r.kind == kind && is_fresh(&r.provenance, criterion, features.as_of, models)
            })
            .filter_map(|r| {
                let area = match kind {
                    PlotKind::Land => r.area_mu?,
                    PlotKind::Factory => r.floor_area_m2?,
                };
                let late = match (r.available_from, start_by) {
                    (Some(from), Some(by)) => from > by.end(),
                    _ => false,
                };
                Some(if late { Span::exactly(0.0) } else { spread(area, &r.provenance, models) })
            });
        spans.reduce(|a, b| Span { lo: a.lo.max(b.lo), hi: a.hi.max(b.hi) })
    })
}
