//! How firm a rank is: the ranks that a park takes under 64 seeded draws of the weights.
//!
//! The result is that of scoring all eligible parks under every draw. Most parks need no draw: with the largest
//! weight that any draw gives to each criterion, `U_p = Σ max_d w_dc · fit_pc` bounds what p can reach; only parks
//! with `U_p` at or above the least that a shown park gets can outrank one.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::criteria::N_CRITERIA;
use crate::models::RankRangeSettings;
use crate::order::Key;
use crate::plan::Plan;
use crate::profile::{Profile, RankBy};
use crate::score::Scores;

/// Weights by draw; each row is in the order of the profile's criteria and sums to 1.
#[derive(Debug, Clone)]
pub(crate) struct Draws {
    rows: Vec<Vec<f64>>,
}

impl Draws {
    /// The draws for a profile. Every criterion has its own number in every draw, asked or not, so that a
    /// criterion more changes no other's.
    pub(crate) fn new(profile: &Profile, settings: &RankRangeSettings) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(settings.seed);
        let rows = (0..settings.draws)
            .map(|_| {
                let factors: [f64; N_CRITERIA] = std::array::from_fn(|_| {
                    1.0 + settings.spread * (2.0 * random.r#gen::<f64>() - 1.0)
                });
                let raw: Vec<f64> = profile
                    .criteria
                    .iter()
                    .map(|w| w.weight * factors[w.criterion.index()])
                    .collect();
                let sum: f64 = raw.iter().sum();
                raw.into_iter().map(|w| w / sum).collect()
            })
            .collect();
        Self { rows }
    }

    /// The largest weight of each criterion in any draw.
    pub(crate) fn ceilings(&self, n_criteria: usize) -> Vec<f64> {
        let mut ceilings = vec![0.0_f64; n_criteria];
        for row in &self.rows {
            for (ceiling, w) in ceilings.iter_mut().zip(row) {
                *ceiling = ceiling.max(*w);
            }
        }
        ceilings
    }
}

/// Fits of some parks, one column a criterion.
struct Fits {
    lo: Vec<Vec<f64>>,
    open: Vec<Vec<f64>>,
}

impl Fits {
    fn of(plan: &Plan<'_>, parks: &[u32]) -> Self {
        let criteria = &plan.profile.criteria;
        let mut fits = Self {
            lo: vec![vec![0.0; parks.len()]; criteria.len()],
            open: vec![vec![0.0; parks.len()]; criteria.len()],
        };
        for (at, park) in parks.iter().enumerate() {
            let industry = [plan.industry.park(plan.catalog, *park as usize)];
            for (c, weighted) in criteria.iter().enumerate() {
                if weighted.weight > 0.0 {
                    let span = plan.fit_in(weighted.criterion, *park as usize, &industry);
                    fits.lo[c][at] = span.lo;
                    fits.open[c][at] = span.hi - span.lo;
                }
            }
        }
        fits
    }

    /// Score and `could_reach` under the weights, written over `score` and `reach`.
    fn weigh(&self, weights: &[f64], score: &mut [f64], reach: &mut [f64]) {
        score.fill(0.0);
        reach.fill(0.0);
        for (c, w) in weights.iter().enumerate() {
            for (s, lo) in score.iter_mut().zip(&self.lo[c]) {
                *s += w * lo;
            }
            for (r, open) in reach.iter_mut().zip(&self.open[c]) {
                *r += w * open;
            }
        }
        for (r, s) in reach.iter_mut().zip(score) {
            *r += *s;
        }
    }
}

/// First and last rank of each shown park over all draws.
pub(crate) fn rank_ranges(
    plan: &Plan<'_>,
    scores: &Scores,
    draws: &Draws,
    shown: &[(u32, usize)],
) -> Vec<(usize, usize)> {
    let by = plan.profile.rank_by;
    let mut ranges: Vec<(usize, usize)> = shown.iter().map(|(_, rank)| (*rank, *rank)).collect();
    if shown.is_empty() {
        return ranges;
    }
    let shown_parks: Vec<u32> = shown.iter().map(|(p, _)| *p).collect();
    let shown_fits = Fits::of(plan, &shown_parks);
    let least = least_of(&shown_fits, draws, by);
    let rivals: Vec<u32> = (0_u32..)
        .zip(&scores.bound)
        .filter(|(p, bound)| **bound >= least - SLACK && scores.eligible(*p as usize))
        .map(|(p, _)| p)
        .collect();
    let rival_fits = Fits::of(plan, &rivals);
    let one = |weights: &Vec<f64>| {
        ranks_of_draw(plan, scores, weights, (&shown_parks, &shown_fits), (&rivals, &rival_fits))
    };
    let by_draw: Vec<Vec<usize>> = if rivals.len() > PARALLEL_FROM {
        draws.rows.par_iter().map(one).collect()
    } else {
        draws.rows.iter().map(one).collect()
    };
    for ranks in by_draw {
        for (range, rank) in ranges.iter_mut().zip(ranks) {
            range.0 = range.0.min(rank);
            range.1 = range.1.max(rank);
        }
    }
    ranges
}

/// Rounding of a sum in another order stays far below this.
const SLACK: f64 = 1e-9;
const PARALLEL_FROM: usize = 500;

fn least_of(fits: &Fits, draws: &Draws, by: RankBy) -> f64 {
    let n = fits.lo.first().map_or(0, Vec::len);
    let (mut score, mut reach) = (vec![0.0; n], vec![0.0; n]);
    let mut least = f64::INFINITY;
    for weights in &draws.rows {
        fits.weigh(weights, &mut score, &mut reach);
        let first = match by {
            RankBy::Proven => &score,
            RankBy::Possible => &reach,
        };
        least = first.iter().copied().fold(least, f64::min);
    }
    least
}

type Side<'s> = (&'s [u32], &'s Fits);

/// Ranks of the shown parks under one draw. A house takes one place: its best plate under this draw.
fn ranks_of_draw(
    plan: &Plan<'_>,
    scores: &Scores,
    weights: &[f64],
    (shown, shown_fits): (&Vec<u32>, &Fits),
    (rivals, rival_fits): (&Vec<u32>, &Fits),
) -> Vec<usize> {
    let keys_of = |(parks, fits): Side<'_>| -> Vec<Key> {
        let (mut score, mut reach) = (vec![0.0; parks.len()], vec![0.0; parks.len()]);
        fits.weigh(weights, &mut score, &mut reach);
        let by = plan.profile.rank_by;
        let scale = |i: usize| scores.scale[parks[i] as usize];
        (0..parks.len()).map(|i| Key::new(score[i], reach[i], scale(i), by)).collect()
    };
    let shown_keys = keys_of((shown, shown_fits));
    let rival_keys = keys_of((rivals, rival_fits));
    let mut order: Vec<usize> = (0..shown.len()).collect();
    order.sort_by(|a, b| shown_keys[*a].before(&shown_keys[*b]));
    let sorted: Vec<Key> = order.iter().map(|i| shown_keys[*i]).collect();
    let worst = sorted.last().map_or(f64::INFINITY, |k| k.first);
    // `better[i]` counts rivals that come before the i-th shown park but not before the one above it.
    let mut better = vec![0_usize; shown.len() + 1];
    let mut own_house = vec![0_usize; shown.len()];
    let houses = &plan.catalog.features.parks.house;
    let best_plate = best_plates(plan, rivals, &rival_keys);
    for (i, key) in rival_keys.iter().enumerate() {
        if key.first < worst || best_plate.as_ref().is_some_and(|best| !best[i]) {
            continue;
        }
        let from = sorted.partition_point(|s| key.before(s) != std::cmp::Ordering::Less);
        better[from] += 1;
        if best_plate.is_some() {
            let house = houses[rivals[i] as usize];
            for (s, shown_at) in order.iter().enumerate().skip(from) {
                if houses[shown[*shown_at] as usize] == house {
                    own_house[s] += 1;
                }
            }
        }
    }
    let mut ranks = vec![0; shown.len()];
    let mut before = 0;
    for (s, at) in order.iter().enumerate() {
        before += better[s];
        ranks[*at] = 1 + before - own_house[s];
    }
    ranks
}

/// Whether each rival is the best plate of its house; `None` where every house has one.
fn best_plates(plan: &Plan<'_>, rivals: &[u32], keys: &[Key]) -> Option<Vec<bool>> {
    if !plan.catalog.has_houses {
        return None;
    }
    let houses = &plan.catalog.features.parks.house;
    let mut best: std::collections::HashMap<u32, usize> = std::collections::HashMap::new();
    for (i, park) in rivals.iter().enumerate() {
        let slot = best.entry(houses[*park as usize]).or_insert(i);
        if keys[i].before(&keys[*slot]) == std::cmp::Ordering::Less {
            *slot = i;
        }
    }
    Some(rivals.iter().enumerate().map(|(i, p)| best[&houses[*p as usize]] == i).collect())
}
