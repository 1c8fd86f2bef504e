//! Does the place keep its word? From `promises` alone: by kind, with the reasons, open ones censored.

use std::collections::BTreeMap;

use park_domain::words::{PromiseKind, PromiseReason, PromiseState};
use park_domain::{PartialDate, Promise};

use crate::event::{months, months_to_end};
use crate::settings::Settings;
use crate::survival::{Case, Reached, reached, wilson};

/// What became of the promises of one kind, or of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Keeping {
    /// What was promised; none for all together.
    pub kind: Option<PromiseKind>,
    /// Promises.
    pub promises: usize,
    /// Kept in time.
    pub kept: usize,
    /// Kept, but late.
    pub late: usize,
    /// Negotiated anew.
    pub renegotiated: usize,
    /// Not kept.
    pub voided: usize,
    /// Open and past the day they were due: not kept in time, whatever comes.
    pub open_overdue: usize,
    /// Open and not yet due, or without a day: censored, they count for nobody.
    pub open_not_due: usize,
    /// Kept in time, of those that are decided (all but `open_not_due`); none when none is.
    pub rate: Option<f64>,
    /// Wilson's interval of the rate.
    pub interval: Option<(f64, f64)>,
    /// Share kept, in time or late, within each horizon after it was made.
    pub curve: Vec<(i32, Option<Reached>)>,
    /// Promises whose months cannot be told: not on the curve.
    pub undated: usize,
    /// Why the others were not kept in time; none: no reason is given.
    pub reasons: Vec<(Option<PromiseReason>, usize)>,
    /// Few cases.
    pub small: bool,
}

impl Keeping {
    /// Promises that are decided.
    pub fn decided(&self) -> usize {
        self.promises - self.open_not_due
    }
}

/// All promises together, then by kind in the order of the contract.
pub fn keeping(promises: &[&Promise], as_of: PartialDate, settings: &Settings) -> Vec<Keeping> {
    let kinds = PromiseKind::ALL.iter().filter_map(|kind| {
        let of: Vec<&Promise> = promises.iter().filter(|p| p.kind == *kind).copied().collect();
        (!of.is_empty()).then(|| kept(Some(*kind), &of, as_of, settings))
    });
    std::iter::once(kept(None, promises, as_of, settings)).chain(kinds).collect()
}

/// Whether a promise was kept in time; none while it is open and not yet due, or has no day.
pub fn decided(promise: &Promise, as_of: PartialDate) -> Option<bool> {
    let until = promise.provenance.as_of.filter(|d| d.end() <= as_of.end()).unwrap_or(as_of);
    match promise.state {
        PromiseState::Kept => Some(true),
        PromiseState::Late | PromiseState::Renegotiated | PromiseState::Voided => Some(false),
        PromiseState::Open => promise.due_on.filter(|d| d.end() < until).map(|_| false),
    }
}

fn kept(
    kind: Option<PromiseKind>,
    promises: &[&Promise],
    as_of: PartialDate,
    settings: &Settings,
) -> Keeping {
    let mut cases = Vec::new();
    let mut reasons: BTreeMap<Option<PromiseReason>, usize> = BTreeMap::new();
    let (mut open_overdue, mut undated) = (0, 0);
    for promise in promises {
        let until = promise.provenance.as_of.filter(|d| d.end() <= as_of.end()).unwrap_or(as_of);
        let in_time = decided(promise, as_of);
        open_overdue += usize::from(promise.state == PromiseState::Open && in_time == Some(false));
        if in_time == Some(false) {
            *reasons.entry(promise.reason).or_default() += 1;
        }
        match case(promise, until) {
            Some(case) => cases.push(case),
            None => undated += 1,
        }
    }
    let count = |state| promises.iter().filter(|p| p.state == state).count();
    let open_not_due = count(PromiseState::Open) - open_overdue;
    let (kept, decided) = (count(PromiseState::Kept), promises.len() - open_not_due);
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Keeping {
        kind,
        promises: promises.len(),
        kept,
        late: count(PromiseState::Late),
        renegotiated: count(PromiseState::Renegotiated),
        voided: count(PromiseState::Voided),
        open_overdue,
        open_not_due,
        rate: (decided > 0).then(|| kept as f64 / decided as f64),
        interval: wilson(kept as f64, decided as f64),
        curve: settings.horizons.iter().map(|h| (*h, reached(&cases, *h))).collect(),
        undated,
        reasons,
        small: decided < settings.small,
    }
}

/// Months until a promise was kept, or until it was last seen. A promise that was negotiated anew or
/// given up stays under observation and is never kept.
fn case(promise: &Promise, until: PartialDate) -> Option<Case> {
    let made = promise.made_on?;
    let (months, arrived) = match promise.state {
        PromiseState::Kept | PromiseState::Late => (months(made, promise.settled_on?)?, true),
        PromiseState::Open | PromiseState::Renegotiated | PromiseState::Voided => {
            (months_to_end(made, until)?, false)
        }
    };
    Some(Case { months: months.max(0), arrived, weight: 1.0 })
}
