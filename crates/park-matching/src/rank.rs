//! A profile, all parks, an order with its reasons: every park is scored, then the answer is told.

use park_domain::words::{Level, ParkKind};

use crate::catalog::Catalog;
use crate::clash;
use crate::draws::{Draws, rank_ranges};
use crate::explain;
use crate::near;
use crate::order::{Key, first_k};
use crate::plan::Plan;
use crate::profile::{Profile, RankBy};
use crate::ranking::{Facets, Match, ParkRef, Ranking};
use crate::relax;
use crate::say::Language;
use crate::score::{Scores, score_all};
use crate::verify;
use crate::why::{Standing, why_above};

/// What is not part of the profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Language of the words; codes and numbers are the same in all.
    pub language: Language,
}

/// Ranks every park of the catalogue for a profile.
pub fn rank(catalog: &Catalog, profile: &Profile, settings: &Settings) -> Ranking {
    let plan = Plan::new(catalog, profile);
    let draws = Draws::new(profile, &catalog.models.settings.rank_range);
    let ceilings = draws.ceilings(profile.criteria.len());
    let scores = score_all(&plan, &ceilings, profile.rank_by == RankBy::Possible);
    let places = Places::of(&plan, &scores);
    let shown = places.shown(&plan, &scores);
    let ranges = rank_ranges(&plan, &scores, &draws, &shown);
    let without = WithoutIncentives::of(catalog, profile);
    let matches: Vec<Match> = shown
        .iter()
        .zip(ranges)
        .map(|((park, rank), rank_range)| Match {
            rank: *rank,
            rank_without_incentives: without.as_ref().and_then(|w| w.rank_of(*park, *rank)),
            rank_range,
            ..explain::describe(&plan, *park as usize, settings.language)
        })
        .collect();
    let to_verify = verify::to_verify(&plan, &scores, &shown, settings.language);
    let near_misses = near::near_misses(&plan, &scores);
    let relaxations = relax::relaxations(&plan, &scores);
    let clashes = if places.eligible == 0 {
        clash::clashes(&plan, &scores, settings.language)
    } else {
        Vec::new()
    };
    Ranking {
        considered: catalog.len(),
        eligible: places.eligible,
        criteria: profile.criteria.clone(),
        musts: profile.musts.clone(),
        why_first: match &matches[..] {
            [first, second, ..] => why_above(
                &catalog.models,
                profile.rank_by,
                &Standing::of(first),
                &Standing::of(second),
                settings.language,
            ),
            _ => None,
        },
        facets: facets(catalog, &scores),
        matches,
        to_verify: to_verify.0,
        to_verify_total: to_verify.1,
        near_misses,
        relaxations,
        clashes,
    }
}

/// One park explained, whether or not it is in the list; `None` when no active park has the id.
pub fn explain_park(
    catalog: &Catalog,
    profile: &Profile,
    park_id: &str,
    settings: &Settings,
) -> Option<(Match, crate::ranking::NearMiss)> {
    let row = catalog.features.parks.row(park_id)?;
    let plan = Plan::new(catalog, profile);
    let draws = Draws::new(profile, &catalog.models.settings.rank_range);
    let ceilings = draws.ceilings(profile.criteria.len());
    let scores = score_all(&plan, &ceilings, profile.rank_by == RankBy::Possible);
    let at = u32::try_from(row).ok()?;
    let places = Places::of(&plan, &scores);
    let rank = places.rank_of(&scores, at, profile.rank_by);
    let rank_range =
        rank_ranges(&plan, &scores, &draws, &[(at, rank)]).first().copied().unwrap_or((rank, rank));
    let described = explain::describe(&plan, row, settings.language);
    let verdicts = near::describe(&plan, &scores, at);
    let rank_without_incentives =
        WithoutIncentives::of(catalog, profile).and_then(|w| w.rank_of(at, rank));
    Some((Match { rank, rank_without_incentives, rank_range, ..described }, verdicts))
}

/// The order that the same profile gives when incentives do not count.
struct WithoutIncentives {
    scores: Scores,
    places: Places,
    by: RankBy,
}

impl WithoutIncentives {
    /// `None` where they do not count, or where nothing else would be weighed.
    fn of(catalog: &Catalog, profile: &Profile) -> Option<Self> {
        let other = profile.without_incentives(&catalog.models)?;
        let plan = Plan::new(catalog, &other);
        let draws = Draws::new(&other, &catalog.models.settings.rank_range);
        let ceilings = draws.ceilings(other.criteria.len());
        let scores = score_all(&plan, &ceilings, other.rank_by == RankBy::Possible);
        let places = Places::of(&plan, &scores);
        Some(Self { scores, places, by: other.rank_by })
    }

    /// The rank there, where it is another one.
    fn rank_of(&self, park: u32, rank: usize) -> Option<usize> {
        Some(self.places.rank_of(&self.scores, park, self.by)).filter(|r| *r != rank)
    }
}

/// The eligible parks that take a place: of each house only the best plate.
struct Places {
    eligible: usize,
    parks: Vec<u32>,
}

impl Places {
    fn of(plan: &Plan<'_>, scores: &Scores) -> Self {
        let n = plan.catalog.len();
        let mut parks: Vec<u32> =
            (0_u32..).zip(0..n).filter(|(_, p)| scores.eligible(*p)).map(|(p, _)| p).collect();
        let eligible = parks.len();
        if plan.catalog.has_houses {
            parks = best_plates(plan, scores, &parks);
        }
        Self { eligible, parks }
    }

    /// The first places with their ranks.
    fn shown(&self, plan: &Plan<'_>, scores: &Scores) -> Vec<(u32, usize)> {
        let by = plan.profile.rank_by;
        let before = |a: &u32, b: &u32| {
            Key::of(scores, *a, by).before(&Key::of(scores, *b, by)).then(a.cmp(b))
        };
        let first = first_k(self.parks.iter().copied(), plan.profile.limit, before);
        let mut shown: Vec<(u32, usize)> = Vec::with_capacity(first.len());
        for (i, park) in first.into_iter().enumerate() {
            let rank = match shown.last() {
                Some((above, rank))
                    if Key::of(scores, *above, by).before(&Key::of(scores, park, by)).is_eq() =>
                {
                    *rank
                }
                _ => i + 1,
            };
            shown.push((park, rank));
        }
        shown
    }

    /// The rank that a park has, or would have.
    fn rank_of(&self, scores: &Scores, park: u32, by: RankBy) -> usize {
        let key = Key::of(scores, park, by);
        1 + self.parks.iter().filter(|p| Key::of(scores, **p, by).before(&key).is_lt()).count()
    }
}

/// Parks of a house of their own, and of every other house the best plate.
fn best_plates(plan: &Plan<'_>, scores: &Scores, parks: &[u32]) -> Vec<u32> {
    let columns = &plan.catalog.features.parks;
    let by = plan.profile.rank_by;
    let mut best: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    let mut kept: Vec<u32> = Vec::with_capacity(parks.len());
    for park in parks {
        if columns.house_size[*park as usize] < 2 {
            kept.push(*park);
            continue;
        }
        let slot = best.entry(columns.house[*park as usize]).or_insert(*park);
        if Key::of(scores, *park, by).before(&Key::of(scores, *slot, by)).is_lt() {
            *slot = *park;
        }
    }
    kept.extend(best.into_values());
    // Two ascending runs: a stable sort merges them.
    kept.sort();
    kept
}

fn facets(catalog: &Catalog, scores: &Scores) -> Facets {
    let parks = &catalog.features.parks;
    let mut facets = Facets::default();
    let mut levels = [0_usize; Level::ALL.len()];
    let mut kinds = [0_usize; ParkKind::ALL.len() + 1];
    let mut provinces = vec![0_usize; catalog.provinces.len() + 1];
    for p in (0..catalog.len()).filter(|p| scores.eligible(*p)) {
        levels[parks.level[p] as usize] += 1;
        kinds[parks.kind[p].map_or(ParkKind::ALL.len(), |k| k as usize)] += 1;
        provinces[catalog.province_of[p]] += 1;
    }
    for (level, n) in Level::ALL.iter().zip(levels) {
        add(&mut facets.level, level.code(), n);
    }
    for (kind, n) in ParkKind::ALL.iter().zip(kinds) {
        add(&mut facets.kind, kind.code(), n);
    }
    add(&mut facets.kind, UNKNOWN, kinds[ParkKind::ALL.len()]);
    for (i, n) in provinces.into_iter().enumerate() {
        add(&mut facets.province, catalog.provinces.get(i).map_or(UNKNOWN, |p| p), n);
    }
    facets
}

const UNKNOWN: &str = "unknown";

fn add(counts: &mut crate::ranking::FacetCounts, key: &str, n: usize) {
    if n > 0 {
        counts.insert(key.to_owned(), n);
    }
}

pub(crate) fn park_ref(catalog: &Catalog, row: usize) -> ParkRef {
    let parks = &catalog.features.parks;
    ParkRef { id: parks.id[row].clone(), name: std::sync::Arc::clone(&parks.name[row]) }
}
