//! Money on a project: what clauses are worth to it, year by year, as an interval where something is unknown.
//!
//! Flows fall at the end of a year, so a flow of year t is worth `flow / (1 + r)^t` today (present value;
//! METHODS 1.11, after the standard-project simulation of Bartik's panel of incentives). Money in 10k CNY.
//!
//! What is unknown widens the interval and is never counted as zero: a rate that is only a ceiling gives
//! [0, rate]; a condition that the project does not tell about gives [0, value]; unknown years of a yearly
//! benefit give [one year, the horizon]. A cap that does not say whether it is yearly holds the whole sum
//! at the lower end and each year at the upper end.

use std::collections::BTreeMap;

/// Longest horizon, in years.
pub const HORIZON_YEARS_MAX: usize = 30;

/// An interval of money, 10k CNY; `low` ≤ `high`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Interval {
    /// What is certain.
    pub low: f64,
    /// What is possible.
    pub high: f64,
}

impl Interval {
    /// A number that is known.
    pub fn exactly(value: f64) -> Self {
        Self { low: value, high: value }
    }

    fn map(self, change: impl Fn(f64) -> f64) -> Self {
        Self { low: change(self.low), high: change(self.high) }
    }

    fn max(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.max(other.high) }
    }
}

/// Whether a base is there once or every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recurs {
    /// Once, at the end of the first year.
    Once,
    /// Every year of the clause.
    Yearly,
}

/// A project by its numbers; what it does not tell is absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// By the contract's word of `per`: investment, equipment, `tax_paid`, rent … The number and how it recurs.
    pub bases: BTreeMap<String, (f64, Recurs)>,
    /// By the kind of a condition: investment, tax, revenue, jobs (10k CNY a year, jobs in heads); per mu as `tax/mu`.
    pub indicators: BTreeMap<String, f64>,
}

/// What must hold: the project's indicator within bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// Key of [`Project::indicators`]; any other key is a condition that cannot be checked.
    pub indicator: String,
    /// Lower bound, held at equality.
    pub at_least: Option<f64>,
    /// Upper bound, not held at equality.
    pub below: Option<f64>,
}

/// A clause as far as its money goes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grant {
    /// Id of the clause.
    pub clause: String,
    /// Clauses of one group are tiers or steps of one benefit: in each year the best one counts.
    pub group: String,
    /// Rate, per cent of the base: lower and upper.
    pub rate_pct: Option<Interval>,
    /// Sum for each unit of the base, 10k CNY.
    pub amount_10k_cny: Option<Interval>,
    /// Upper limit, 10k CNY.
    pub cap_10k_cny: Option<f64>,
    /// Base of the rate, or unit of the sum.
    pub per: String,
    /// First year in which it is paid, from 1.
    pub first_year: usize,
    /// Number of years, where known.
    pub years: Option<f64>,
    /// What must hold.
    pub bounds: Vec<Bound>,
    /// Whether the legal screen asks for a review: shown apart, not in the value.
    pub flagged: bool,
}

/// Discount rate and horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Per year, 0.06 is 6 %.
    pub discount_rate: f64,
    /// Years that are looked at, at most [`HORIZON_YEARS_MAX`].
    pub horizon_years: usize,
}

/// Why a clause has no value, or an open one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// All that it asks is known to hold.
    Holds,
    /// It asks for something that the project does not tell.
    Unchecked,
    /// A condition fails: worth nothing to this project.
    Fails(String),
    /// The base is not known for this project: no number.
    NoBase,
    /// The clause gives no number.
    NoNumber,
}

/// A clause's money.
#[derive(Debug, Clone, PartialEq)]
pub struct Valued {
    /// Id of the clause.
    pub clause: String,
    /// Whether it holds.
    pub standing: Standing,
    /// Flow at the end of each year; empty when it has no number.
    pub flows: Vec<Interval>,
    /// Their present value; absent when it has no number.
    pub value: Option<Interval>,
    /// Whether the legal screen asks for a review.
    pub flagged: bool,
}

/// All clauses on a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    /// Each clause by itself, in the order given.
    pub clauses: Vec<Valued>,
    /// Flows of what is not flagged, by year, tiers and steps of one group joined.
    pub flows: Vec<Interval>,
    /// Their present value.
    pub value: Interval,
    /// Present value of what is flagged, shown apart.
    pub flagged_value: Interval,
    /// Clauses without a number: they could add to both.
    pub unknown: Vec<String>,
}

/// Present value of flows at the ends of years 1, 2, …
pub fn present_value(flows: &[Interval], discount_rate: f64) -> Interval {
    let mut factor = 1.0;
    let mut total = Interval::default();
    for flow in flows {
        factor /= 1.0 + discount_rate;
        total.low += flow.low * factor;
        total.high += flow.high * factor;
    }
    total
}

/// What one clause is worth to a project.
pub fn value(project: &Project, grant: &Grant, terms: &Terms) -> Valued {
    let mut standing = standing(project, grant);
    let none = |standing| Valued {
        clause: grant.clause.clone(),
        standing,
        flows: Vec::new(),
        value: None,
        flagged: grant.flagged,
    };
    let horizon = terms.horizon_years.min(HORIZON_YEARS_MAX);
    let flows = match &standing {
        Standing::Fails(_) => vec![Interval::default(); horizon],
        _ => match flows(project, grant, horizon) {
            Ok(flows) => flows,
            Err(why) => {
                standing = why;
                return none(standing);
            }
        },
    };
    let open = standing == Standing::Unchecked;
    let flows: Vec<Interval> =
        flows.into_iter().map(|f| if open { Interval { low: 0.0, ..f } } else { f }).collect();
    Valued {
        value: Some(present_value(&flows, terms.discount_rate)),
        clause: grant.clause.clone(),
        standing,
        flows,
        flagged: grant.flagged,
    }
}

fn standing(project: &Project, grant: &Grant) -> Standing {
    let mut standing = Standing::Holds;
    for bound in &grant.bounds {
        let Some(&has) = project.indicators.get(&bound.indicator) else {
            standing = Standing::Unchecked;
            continue;
        };
        if bound.at_least.is_some_and(|b| has < b) || bound.below.is_some_and(|b| has >= b) {
            return Standing::Fails(bound.indicator.clone());
        }
    }
    standing
}

/// Flows by year, caps applied; the reason where there is no number.
fn flows(project: &Project, grant: &Grant, horizon: usize) -> Result<Vec<Interval>, Standing> {
    let (each_year, recurs) = match (grant.rate_pct, grant.amount_10k_cny, grant.cap_10k_cny) {
        (Some(rate), ..) => {
            let (base, recurs) = *project.bases.get(&grant.per).ok_or(Standing::NoBase)?;
            (rate.map(|r| base * r / 100.0), recurs)
        }
        (None, Some(amount), _) => {
            let (units, recurs) = units(project, &grant.per).ok_or(Standing::NoBase)?;
            (amount.map(|a| a * units), recurs)
        }
        // Nothing but a limit is stated: anything up to it.
        (None, None, Some(cap)) => (Interval { low: 0.0, high: cap }, Recurs::Once),
        (None, None, None) => return Err(Standing::NoNumber),
    };
    let first = grant.first_year.max(1);
    let (certain, possible) = match (recurs, grant.years) {
        (Recurs::Once, _) => (1.0, 1.0),
        (Recurs::Yearly, Some(years)) => (years, years),
        (Recurs::Yearly, None) => (1.0, f64::from(u32::try_from(horizon).unwrap_or(u32::MAX))),
    };
    let mut out = vec![Interval::default(); horizon];
    let mut paid = 0.0;
    for (at, flow) in out.iter_mut().enumerate() {
        let Some(index) = (at + 1).checked_sub(first) else { continue };
        let index = f64::from(u32::try_from(index).unwrap_or(u32::MAX));
        // The last year of a term may be a part of one.
        let share = |term: f64| (term - index).clamp(0.0, 1.0);
        let mut low = each_year.low * share(certain);
        let mut high = each_year.high * share(possible);
        if let Some(cap) = grant.cap_10k_cny {
            low = low.min((cap - paid).max(0.0));
            high = high.min(cap);
        }
        paid += low;
        *flow = Interval { low, high: high.max(low) };
    }
    Ok(out)
}

/// How many units a sum is paid for; a lump sum is paid once.
fn units(project: &Project, per: &str) -> Option<(f64, Recurs)> {
    match per {
        "once" | "project" | "firm" => Some((1.0, Recurs::Once)),
        "year" => Some((1.0, Recurs::Yearly)),
        other => project.bases.get(other).copied(),
    }
}

/// Runs all clauses on a project.
pub fn simulate(project: &Project, grants: &[Grant], terms: &Terms) -> Simulation {
    let clauses: Vec<Valued> = grants.iter().map(|g| value(project, g, terms)).collect();
    let horizon = terms.horizon_years.min(HORIZON_YEARS_MAX);
    let mut groups: BTreeMap<(bool, &str), Vec<Interval>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (grant, valued) in grants.iter().zip(&clauses) {
        if valued.value.is_none() {
            unknown.push(grant.clause.clone());
            continue;
        }
        let best = groups
            .entry((grant.flagged, grant.group.as_str()))
            .or_insert_with(|| vec![Interval::default(); horizon]);
        for (old, new) in best.iter_mut().zip(&valued.flows) {
            *old = old.max(*new);
        }
    }
    let total = |flagged: bool| {
        let mut flows = vec![Interval::default(); horizon];
        for (_, group) in groups.iter().filter(|((f, _), _)| *f == flagged) {
            for (sum, flow) in flows.iter_mut().zip(group) {
                sum.low += flow.low;
                sum.high += flow.high;
            }
        }
        flows
    };
    let (flows, flagged) = (total(false), total(true));
    Simulation {
        value: present_value(&flows, terms.discount_rate),
        flagged_value: present_value(&flagged, terms.discount_rate),
        clauses,
        flows,
        unknown,
    }
}

#[cfg(test)]
mod tests;
