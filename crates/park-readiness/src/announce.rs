//! What was announced (通报): ceremonies, projects, the large ones, and the planned total, by cohort.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::Track;

/// 1, 10 and 100 亿元, in 10k CNY.
pub const LARGE_10K_CNY: [f64; 3] = [10_000.0, 100_000.0, 1_000_000.0];

/// What was announced in one year, or in all.
#[derive(Debug, Clone, PartialEq)]
pub struct Announced {
    /// Year of signing; none for all together, dated or not.
    pub cohort: Option<u16>,
    /// Ceremonies that are named.
    pub ceremonies: usize,
    /// Projects.
    pub projects: usize,
    /// Projects of at least 1, 10 and 100 亿元.
    pub large: [usize; 3],
    /// Planned total of those of which it is known, 10k CNY.
    pub planned_10k_cny: f64,
    /// Projects without a planned investment.
    pub planned_unknown: usize,
    /// Projects without a ceremony.
    pub without_ceremony: usize,
}

/// The table of announcements: all together, then by year of signing.
pub fn announce(tracks: &[Track<'_>]) -> Vec<Announced> {
    let mut cohorts: BTreeMap<u16, Vec<Track<'_>>> = BTreeMap::new();
    for track in tracks {
        if let Some(year) = track.cohort() {
            cohorts.entry(year).or_default().push(*track);
        }
    }
    let by_year = cohorts.iter().map(|(year, list)| announced(Some(*year), list));
    std::iter::once(announced(None, tracks)).chain(by_year).collect()
}

fn announced(cohort: Option<u16>, tracks: &[Track<'_>]) -> Announced {
    let planned = || tracks.iter().filter_map(|t| t.project.investment_planned_10k_cny);
    // One ceremony of a place in a year: the same words in another park or year are another one.
    let ceremonies: BTreeSet<_> = tracks
        .iter()
        .filter_map(|t| Some((&t.project.park_id, t.cohort(), t.project.ceremony.as_deref()?)))
        .collect();
    Announced {
        cohort,
        ceremonies: ceremonies.len(),
        projects: tracks.len(),
        large: LARGE_10K_CNY.map(|floor| planned().filter(|p| *p >= floor).count()),
        planned_10k_cny: planned().sum(),
        planned_unknown: tracks.len() - planned().count(),
        without_ceremony: tracks.iter().filter(|t| t.project.ceremony.is_none()).count(),
    }
}
