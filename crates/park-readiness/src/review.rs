//! The look-back (回头看): of each project what was committed, what came of it, how late it is, what followed.

use std::sync::Arc;

use park_domain::words::Consequence;
use park_domain::{ParkId, PartialDate};

use crate::event::{Event, Track, When, months_to_end};
use crate::settings::Settings;

/// A committed figure beside the actual one, 10k CNY per mu.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Committed.
    pub committed: Option<f64>,
    /// Actual.
    pub actual: Option<f64>,
}

impl Pair {
    /// Actual by committed; none when one is not known or nothing was committed.
    pub fn kept(self) -> Option<f64> {
        match (self.committed, self.actual) {
            (Some(committed), Some(actual)) if committed > 0.0 => Some(actual / committed),
            _ => None,
        }
    }
}

/// An event that is expected and did not take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    /// The first event that is missing and expected by now.
    pub event: Event,
    /// Months since it was expected.
    pub months: i32,
}

/// One project looked back on.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewed {
    /// Id of the project.
    pub project_id: Arc<str>,
    /// Its park.
    pub park_id: ParkId,
    /// Signed on.
    pub signed_on: Option<PartialDate>,
    /// The last event that took place.
    pub stage: Option<Event>,
    /// Whether it was given up.
    pub given_up: bool,
    /// Investment.
    pub investment: Pair,
    /// Output.
    pub output: Pair,
    /// Tax.
    pub tax: Pair,
    /// How late it is; none when it is not late, given up, or cannot be told.
    pub overdue: Option<Overdue>,
    /// Whether the dates do not tell if it is late.
    pub cannot_tell: bool,
    /// What followed.
    pub consequence: Option<Consequence>,
    /// Why it stands where it stands.
    pub reason: Option<Arc<str>>,
    /// The date to which it was followed.
    pub until: PartialDate,
}

/// Looks back on every project: the latest first, then by id.
pub fn review(tracks: &[Track<'_>], settings: &Settings) -> Vec<Reviewed> {
    let mut rows: Vec<Reviewed> = tracks.iter().map(|t| reviewed(t, settings)).collect();
    let late = |r: &Reviewed| r.overdue.map_or(-1, |o| o.months);
    rows.sort_by(|a, b| late(b).cmp(&late(a)).then_with(|| a.project_id.cmp(&b.project_id)));
    rows
}

fn reviewed(track: &Track<'_>, settings: &Settings) -> Reviewed {
    let p = track.project;
    let pair = |committed, actual| Pair { committed, actual };
    let given_up = track.is_given_up();
    let age = p.signed_on.and_then(|from| months_to_end(from, track.until));
    Reviewed {
        project_id: Arc::clone(&p.project_id),
        park_id: p.park_id.clone(),
        signed_on: p.signed_on,
        stage: track.stage(),
        given_up,
        investment: pair(p.committed_investment_10k_cny_per_mu, p.actual_investment_10k_cny_per_mu),
        output: pair(p.committed_output_10k_cny_per_mu, p.actual_output_10k_cny_per_mu),
        tax: pair(p.committed_tax_10k_cny_per_mu, p.actual_tax_10k_cny_per_mu),
        overdue: age.filter(|_| !given_up).and_then(|age| overdue(track, age, settings)),
        cannot_tell: age.is_none() && !given_up && !track.has(Event::Production),
        consequence: p.consequence,
        reason: p.reason.clone(),
        until: track.until,
    }
}

fn overdue(track: &Track<'_>, age: i32, settings: &Settings) -> Option<Overdue> {
    Event::ALL.iter().copied().find_map(|event| {
        let late = age - settings.due(event)?;
        let missing = track.when(event) == When::NotYet;
        (missing && late > 0).then_some(Overdue { event, months: late })
    })
}
