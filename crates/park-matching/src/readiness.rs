//! Readiness as criteria: days of approval, promises kept, and whether the project clears the floors.

use park_domain::words::ApprovalStage;
use park_features::{ApprovalRow, Features, ThresholdRow};
use park_readiness::floors::Indicator;

use crate::criteria::Criterion;
use crate::facts::{flag_span, is_fresh};
use crate::models::Models;
use crate::profile::Profile;
use crate::ranking::Evidence;
use crate::say::{Language, number};
use crate::span::{Column, Span};

/// Working days before construction may begin: the sum over the procedures that every project needs. A day
/// that was only promised is the least it can be; a procedure without a row leaves the sum open.
pub(crate) fn approval_days(features: &Features, models: &Models) -> Column {
    sparse(features, |park| {
        let rows: Vec<&ApprovalRow> = features
            .approvals
            .get(park)
            .iter()
            .filter(|r| r.stage != Some(ApprovalStage::After))
            .filter(|r| is_fresh(&r.provenance, Criterion::ApprovalDays, features.as_of, models))
            .collect();
        if rows.is_empty() {
            return None;
        }
        let mut sum = Span::exactly(0.0);
        for names in &models.settings.approvals.procedures {
            let of = rows.iter().filter(|r| names.iter().any(|n| r.procedure.contains(n.as_str())));
            let days = of.filter_map(|r| days(r)).reduce(|a, b| Span {
                // Two measurements: it lies between them.
                lo: a.lo.min(b.lo),
                hi: a.hi.max(b.hi),
            });
            let days = days.unwrap_or(Span { lo: 0.0, hi: f64::INFINITY });
            sum = Span { lo: sum.lo + days.lo, hi: sum.hi + days.hi };
        }
        Some(sum)
    })
}

fn days(row: &ApprovalRow) -> Option<Span> {
    match (row.days_actual, row.days_promised) {
        (Some(days), _) => Some(Span::exactly(days)),
        (None, Some(days)) => Some(Span { lo: days, hi: f64::INFINITY }),
        (None, None) => None,
    }
}

/// Share of promises kept in time, as Wilson's interval: few promises leave much open.
pub(crate) fn promise_keeping(features: &Features) -> Column {
    sparse(features, |park| {
        let row = features.promises.get(park).first()?;
        Some(Span { lo: row.interval.0, hi: row.interval.1 })
    })
}

fn sparse(features: &Features, span: impl Fn(usize) -> Option<Span>) -> Column {
    let parks = (0_u32..).zip(0..features.parks.len());
    Column::Sparse(parks.filter_map(|(park, at)| Some((park, span(at)?))).collect())
}

/// Whether the project clears the floors that refuse: yes, no, or unknown where a floor or the project's
/// own figure is not known.
pub(crate) fn admission(profile: &Profile, features: &Features) -> Column {
    sparse(features, |park| {
        let rows = features.thresholds.get(park);
        if rows.is_empty() {
            return None;
        }
        let mut unknown = false;
        for row in rows.iter().filter(|r| r.veto != Some(false)) {
            match clears(profile, row) {
                // A floor of which it is not said whether it refuses proves no refusal.
                Some(false) if row.veto == Some(true) => return Some(flag_span(false)),
                Some(false) | None => unknown = true,
                Some(true) => {}
            }
        }
        (!unknown).then(|| flag_span(true))
    })
}

fn clears(profile: &Profile, row: &ThresholdRow) -> Option<bool> {
    match row.industry.as_deref() {
        None => {}
        Some(of) if of.bytes().all(|b| b.is_ascii_digit()) => {
            let codes = &profile.industry.codes;
            if !codes.iter().any(|(code, _)| code.as_str().starts_with(of)) {
                return Some(true);
            }
        }
        // Words may or may not mean the project.
        Some(_) => return None,
    }
    let floor = row.floor?;
    let has = figure(profile, floor.indicator)?;
    Some(has >= floor.minimum)
}

/// What the project has of an indicator: of an area asked as a range it takes the least.
fn figure(profile: &Profile, indicator: Indicator) -> Option<f64> {
    let investment = profile.draft.investment_10k_cny.filter(|v| *v > 0.0);
    match indicator {
        Indicator::Investment => investment,
        Indicator::InvestmentIntensity => {
            let area = profile.asked_figure(Criterion::LandAreaMu)?;
            Some(investment? / area)
        }
        Indicator::Jobs => profile.draft.jobs,
        Indicator::OutputPerMu | Indicator::TaxPerMu => None,
    }
}

/// The rows behind a criterion of readiness.
pub(crate) fn evidence(
    features: &Features,
    models: &Models,
    criterion: Criterion,
    park: usize,
    fresh: bool,
    language: Language,
) -> Vec<Evidence> {
    let is = |p: &park_domain::Provenance| is_fresh(p, criterion, features.as_of, models) == fresh;
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "only these rest on the tables of readiness"
    )]
    match criterion {
        Criterion::ApprovalDays => features
            .approvals
            .get(park)
            .iter()
            .filter(|r| r.stage != Some(ApprovalStage::After) && is(&r.provenance))
            .map(|r| row("approvals", &r.provenance, approval_says(r, language)))
            .collect(),
        Criterion::PromiseKeeping if fresh => features
            .promises
            .get(park)
            .iter()
            .map(|r| {
                let (kept, decided) = (r.kept, r.decided);
                let says = match language {
                    Language::Zh => format!("已有结果的承诺 {decided} 项，按期兑现 {kept} 项"),
                    Language::En => format!("{kept} of {decided} decided promises kept in time"),
                };
                row("promises", &r.provenance, says)
            })
            .collect(),
        Criterion::Admission if fresh => features
            .thresholds
            .get(park)
            .iter()
            .map(|r| {
                let veto = match r.veto {
                    Some(true) => language.pick("，一票否决", ", refuses"),
                    Some(false) => language.pick("，不否决", ", does not refuse"),
                    None => "",
                };
                row("thresholds", &r.provenance, format!("{}{veto}", r.said))
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn approval_says(row: &ApprovalRow, language: Language) -> String {
    let mut parts = vec![row.procedure.to_string()];
    let mut add = |zh: &str, en: &str, days: Option<f64>| {
        if let Some(days) = days {
            let days = number(days);
            parts.push(match language {
                Language::Zh => format!("{zh} {days} 天"),
                Language::En => format!("{days} days {en}"),
            });
        }
    };
    add("承诺", "promised", row.days_promised);
    add("实际", "in fact", row.days_actual);
    if let Some(by) = &row.measured_by {
        parts.push(match language {
            Language::Zh => format!("{by} 测算"),
            Language::En => format!("measured by {by}"),
        });
    }
    parts.join(language.pick("，", ", "))
}

fn row(table: &'static str, provenance: &park_domain::Provenance, value: String) -> Evidence {
    Evidence {
        table,
        source: provenance.source.clone(),
        as_of: provenance.as_of,
        estimated: provenance.estimated,
        value,
    }
}
