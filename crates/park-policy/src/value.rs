//! Money on a project: what clauses are worth to it, year by year, as an interval where something is unknown.
//!
//! Flows fall at the end of a year, so a flow of year t is worth `flow / (1 + r)^t` today (present value;
//! METHODS 1.11, after the standard-project simulation of Bartik's panel of incentives). Money in 10k CNY.
//!
//! What is unknown widens the interval and is never counted as zero: a rate that is only a ceiling gives
//! [0, rate]; a condition that the project does not tell about gives [0, value]; unknown years of a yearly
//! benefit give [one year, the horizon]. A cap that does not say whether it is yearly holds the whole sum
//! at the lower end and each year at the upper end. Benefits that may or may not exclude each other count
//! by the best of them at the lower end and by their sum at the upper end.

use std::collections::BTreeMap;

use crate::clean::Span;

mod simulation;
pub use simulation::{Simulation, join, simulate};

/// Longest horizon, in years.
pub const HORIZON_YEARS_MAX: usize = 30;

/// An interval of money or of any other number; `low` ≤ `high`.
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

    /// Whether both ends are the same number.
    pub fn is_exact(self) -> bool {
        self.high <= self.low
    }

    /// Product of two intervals of numbers from 0.
    pub(crate) fn times(self, other: Self) -> Self {
        Self { low: self.low * other.low, high: self.high * other.high }
    }

    /// Multiplied by a number from 0.
    pub fn scaled(self, by: f64) -> Self {
        Self { low: self.low * by, high: self.high * by }
    }

    /// End by end the larger.
    pub(crate) fn max(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.max(other.high) }
    }

    /// End by end the sum.
    pub fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
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

/// Whether something asked holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// It holds.
    Met,
    /// It does not.
    NotMet,
    /// The project does not tell.
    Unknown,
}

/// A project by its numbers; what it does not tell is absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// By the contract's word of `per`: investment, equipment, `tax_paid`, rent … The number and how it recurs.
    pub bases: BTreeMap<String, (Interval, Recurs)>,
    /// By the kind of a condition: investment, tax, revenue (10k CNY a year), jobs (heads); per mu as `tax/mu`.
    pub indicators: BTreeMap<String, Interval>,
    /// Whether its industry is one that a text means, by that text; a text that is absent is unknown.
    pub industries: BTreeMap<String, Check>,
}

/// What a clause asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// A number of the project within bounds.
    Figure {
        /// Key of [`Project::indicators`].
        indicator: String,
        /// Lower bound, held at equality.
        at_least: Option<f64>,
        /// Upper bound, not held at equality.
        below: Option<f64>,
    },
    /// One of these industries, as written; any of them is enough.
    Industry(Vec<String>),
    /// That the project is new to the place: it is, or it would not be looking for one.
    NewToThePlace,
    /// Anything else; it cannot be checked.
    Open,
}

/// A condition of a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// What it asks.
    pub asked: Asked,
    /// Its words.
    pub words: String,
    /// Where they stand, in the text or the field that they were read from.
    pub span: Option<Span>,
}

impl Requirement {
    /// Whether a project meets it.
    pub fn check(&self, project: &Project) -> Check {
        match &self.asked {
            Asked::Figure { indicator, at_least, below } => {
                let Some(has) = project.indicators.get(indicator) else { return Check::Unknown };
                let fails =
                    at_least.is_some_and(|b| has.high < b) || below.is_some_and(|b| has.low >= b);
                let holds =
                    at_least.is_none_or(|b| has.low >= b) && below.is_none_or(|b| has.high < b);
                match (fails, holds) {
                    (true, _) => Check::NotMet,
                    (_, true) => Check::Met,
                    (false, false) => Check::Unknown,
                }
            }
            Asked::Industry(words) => {
                let each = || words.iter().map(|w| project.industries.get(w));
                if each().any(|c| c == Some(&Check::Met)) {
                    Check::Met
                } else if each().all(|c| c == Some(&Check::NotMet)) {
                    Check::NotMet
                } else {
                    Check::Unknown
                }
            }
            Asked::NewToThePlace => Check::Met,
            Asked::Open => Check::Unknown,
        }
    }
}

/// Whether a limit holds for a year or for all years together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapSpan {
    /// Each year.
    Year,
    /// All years together.
    Whole,
    /// The text does not say.
    Unsaid,
}

/// A clause, or one tier or step of it, as far as its money goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// Id of the clause.
    pub clause: String,
    /// Benefits of one family may exclude each other: at the lower end the best one counts in each year.
    pub family: String,
    /// Tiers and steps of one benefit within the family: the best one counts in each year at both ends.
    pub tier_of: String,
    /// Rate, per cent of the base: lower and upper.
    pub rate_pct: Option<Interval>,
    /// Sum for each unit of the base, 10k CNY.
    pub amount_10k_cny: Option<Interval>,
    /// Upper limit, 10k CNY.
    pub cap_10k_cny: Option<Interval>,
    /// For what time the limit holds.
    pub cap_span: CapSpan,
    /// Base of the rate, or unit of the sum.
    pub per: String,
    /// First year in which it is paid, from 1.
    pub first_year: usize,
    /// Number of years, where known.
    pub years: Option<f64>,
    /// What must hold, all of it.
    pub requirements: Vec<Requirement>,
    /// Where its number stands in the text; none where it was given in a column.
    pub span: Option<Span>,
}

impl Default for Grant {
    fn default() -> Self {
        Self {
            clause: String::new(),
            family: String::new(),
            tier_of: String::new(),
            rate_pct: None,
            amount_10k_cny: None,
            cap_10k_cny: None,
            cap_span: CapSpan::Unsaid,
            per: String::new(),
            first_year: 1,
            years: None,
            requirements: Vec::new(),
            span: None,
        }
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// All that it asks is known to hold.
    Holds,
    /// It asks for something that the project does not tell.
    Unchecked,
    /// A condition fails: worth nothing to this project.
    Fails,
    /// The base is not known for this project: no number.
    NoBase,
    /// The clause gives no number.
    NoNumber,
}

/// A clause's money.
#[derive(Debug, Clone, PartialEq)]
pub struct Valued {
    /// Whether it holds.
    pub standing: Standing,
    /// The verdict on each requirement, in their order.
    pub checks: Vec<Check>,
    /// The base, as the project has it, and how it recurs.
    pub base: Option<(Interval, Recurs)>,
    /// What a year gives before the limit; the same every year of the term.
    pub before_cap: Option<Interval>,
    /// Flow at the end of each year; empty when it has no number.
    pub flows: Vec<Interval>,
    /// Their present value; absent when it has no number.
    pub value: Option<Interval>,
}

/// Present value of flows at the ends of years 1, 2, …
pub fn present_value(flows: &[Interval], discount_rate: f64) -> Interval {
    let mut factor = 1.0;
    let mut total = Interval::default();
    for flow in flows {
        factor /= 1.0 + discount_rate;
        total = total.plus(flow.scaled(factor));
    }
    total
}

/// What one clause is worth to a project.
pub fn value(project: &Project, grant: &Grant, terms: &Terms) -> Valued {
    let checks: Vec<Check> = grant.requirements.iter().map(|r| r.check(project)).collect();
    let mut valued = Valued {
        standing: Standing::Holds,
        checks,
        base: None,
        before_cap: None,
        flows: Vec::new(),
        value: None,
    };
    let horizon = terms.horizon_years.min(HORIZON_YEARS_MAX);
    let has_number =
        grant.rate_pct.is_some() || grant.amount_10k_cny.is_some() || grant.cap_10k_cny.is_some();
    if valued.checks.contains(&Check::NotMet) {
        valued.standing = Standing::Fails;
        valued.flows = vec![Interval::default(); horizon];
        valued.value = Some(Interval::default());
        return valued;
    }
    if !has_number {
        valued.standing = Standing::NoNumber;
        return valued;
    }
    let Some((base, recurs)) = base(project, grant) else {
        valued.standing = Standing::NoBase;
        return valued;
    };
    let year = match (grant.rate_pct, grant.amount_10k_cny, grant.cap_10k_cny) {
        (Some(rate), ..) => base.times(rate).scaled(0.01),
        (None, Some(amount), _) => base.times(amount),
        // Nothing but a limit is stated: anything up to it.
        (None, None, cap) => Interval { low: 0.0, high: cap.map_or(0.0, |c| c.high) },
    };
    valued.flows = flows(grant, year, recurs, horizon);
    if valued.checks.contains(&Check::Unknown) {
        valued.standing = Standing::Unchecked;
        for flow in &mut valued.flows {
            flow.low = 0.0;
        }
    }
    valued.base = Some((base, recurs));
    valued.before_cap = Some(year);
    valued.value = Some(present_value(&valued.flows, terms.discount_rate));
    valued
}

/// Flows by year, caps applied.
fn flows(grant: &Grant, year: Interval, recurs: Recurs, horizon: usize) -> Vec<Interval> {
    let (certain, possible) = match (recurs, grant.years) {
        (Recurs::Once, _) => (1.0, 1.0),
        (Recurs::Yearly, Some(years)) => (years, years),
        (Recurs::Yearly, None) => (1.0, f64::from(u32::try_from(horizon).unwrap_or(u32::MAX))),
    };
    let mut out = vec![Interval::default(); horizon];
    let mut paid = Interval::default();
    for (at, flow) in out.iter_mut().enumerate() {
        let Some(index) = (at + 1).checked_sub(grant.first_year.max(1)) else { continue };
        let index = f64::from(u32::try_from(index).unwrap_or(u32::MAX));
        // The last year of a term may be a part of one.
        let share = |term: f64| (term - index).clamp(0.0, 1.0);
        let mut now =
            Interval { low: year.low * share(certain), high: year.high * share(possible) };
        if let Some(cap) = grant.cap_10k_cny {
            let left = Interval {
                low: (cap.low - paid.low).max(0.0),
                high: (cap.high - paid.high).max(0.0),
            };
            now.low = now.low.min(if grant.cap_span == CapSpan::Year { cap.low } else { left.low });
            now.high =
                now.high.min(if grant.cap_span == CapSpan::Whole { left.high } else { cap.high });
        }
        // A whole cap is used up sooner at the upper end: what a year can give may then lie below.
        now.high = now.high.max(now.low);
        paid = paid.plus(now);
        *flow = now;
    }
    out
}

/// The base of a rate or the number of units of a sum; a lump sum is paid once.
fn base(project: &Project, grant: &Grant) -> Option<(Interval, Recurs)> {
    let one = Interval::exactly(1.0);
    if grant.rate_pct.is_some() {
        return project.bases.get(&grant.per).copied();
    }
    match grant.per.as_str() {
        "year" => Some((one, Recurs::Yearly)),
        "month" => Some((Interval::exactly(12.0), Recurs::Yearly)),
        // A limit alone is one sum, whatever it is measured by.
        _ if grant.amount_10k_cny.is_none() => Some((one, Recurs::Once)),
        "once" | "project" | "firm" => Some((one, Recurs::Once)),
        other => project.bases.get(other).copied(),
    }
}

#[cfg(test)]
mod tests;
