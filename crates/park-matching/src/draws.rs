//! How firm a rank is: the ranks that a park takes under 64 seeded draws of the weights.
//!
//! The result is that of scoring all eligible parks under every draw. Most parks need no draw: with the largest
//! weight that any draw gives to each criterion, `U_p = Σ max_d w_dc · fit_pc` bounds what p can reach; only parks
//! with `U_p` at or above the least that a shown park gets can outrank one.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::criteria::N_CRITERIA;
use crate::industry::ParkIndustry;
use crate::models::{Models, RankRangeSettings};
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

/// The weights under which `rank_range` looks again, by draw, in the order of the profile's criteria.
pub fn draw_weights(profile: &Profile, models: &Models) -> Vec<Vec<f64>> {
    Draws::new(profile, &models.settings.rank_range).rows
}

/// Fits of some parks, a column for each criterion that has weight; open parts only where any park has one.
struct Fits {
    columns: Vec<FitColumn>,
}

struct FitColumn {
    /// Place in the profile's criteria.
    criterion: usize,
    lo: Vec<f64>,
    open: Option<Vec<f64>>,
}

impl Fits {
    fn of(plan: &Plan<'_>, parks: &[u32]) -> Self {
        let industry: Vec<ParkIndustry> =
            parks.iter().map(|p| plan.industry.park(plan.catalog, *p as usize)).collect();
        let weighted =
            plan.profile.criteria.iter().enumerate().filter(|(_, weighted)| weighted.weight > 0.0);
        let columns = weighted
            .map(|(criterion, weighted)| {
                let (mut lo, mut hi) = (vec![0.0; parks.len()], vec![0.0; parks.len()]);
                plan.gather_fit(weighted.criterion, parks, &industry, &mut lo, &mut hi);
                let is_open = lo.iter().zip(&hi).any(|(lo, hi)| hi > lo);
                hi.iter_mut().zip(&lo).for_each(|(hi, lo)| *hi -= lo);
                FitColumn { criterion, lo, open: is_open.then_some(hi) }
            })
            .collect();
        Self { columns }
    }

    /// Score and `could_reach` under the weights, written over `score` and `reach`.
    fn weigh(&self, weights: &[f64], score: &mut [f64], reach: &mut [f64]) {
        score.fill(0.0);
        for column in &self.columns {
            let w = weights[column.criterion];
            for (s, lo) in score.iter_mut().zip(&column.lo) {
                *s += w * lo;
            }
        }
        if self.columns.iter().all(|c| c.open.is_none()) {
            reach.copy_from_slice(score);
            return;
        }
        reach.fill(0.0);
        for column in &self.columns {
            let Some(open) = &column.open else { continue };
            let w = weights[column.criterion];
            for (r, open) in reach.iter_mut().zip(open) {
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
    let parks: Vec<u32> = shown.iter().map(|(p, _)| *p).collect();
    let ladders = ladders(plan, scores, draws, &parks);
    let least = ladders.iter().map(Ladder::lowest).fold(f64::INFINITY, f64::min);
    let rivals = (0_u32..)
        .zip(&scores.bound)
        .filter(|(p, bound)| **bound >= least - SLACK && scores.eligible(*p as usize))
        .map(|(p, _)| p);
    let sizes = &plan.catalog.features.parks.house_size;
    let (plates, singles): (Vec<u32>, Vec<u32>) = rivals.partition(|p| sizes[*p as usize] > 1);
    let blocks: Vec<&[u32]> = singles.chunks(BLOCK).collect();
    let count = |block: &&[u32]| count_singles(plan, scores, draws, &ladders, block);
    let counts: Vec<Vec<Vec<usize>>> = if blocks.len() > 1 {
        blocks.par_iter().map(count).collect()
    } else {
        blocks.iter().map(count).collect()
    };
    let plate_counts = count_plates(plan, scores, draws, &ladders, (&plates, &parks), by);
    for (d, ladder) in ladders.iter().enumerate() {
        let mut before = 0;
        for (step, at) in ladder.order.iter().enumerate() {
            before += counts.iter().map(|c| c[d][step]).sum::<usize>();
            let (better, own) = plate_counts.as_ref().map_or((0, 0), |c| c[d][step]);
            before += better;
            let rank = 1 + before - own;
            ranges[*at].0 = ranges[*at].0.min(rank);
            ranges[*at].1 = ranges[*at].1.max(rank);
        }
    }
    ranges
}

/// Rounding of a sum in another order stays far below this.
const SLACK: f64 = 1e-9;
/// Rivals of a block: their fits stay in the cache while all draws go over them.
const BLOCK: usize = 512;

/// The shown parks under one draw, best first.
struct Ladder {
    order: Vec<usize>,
    keys: Vec<Key>,
}

impl Ladder {
    fn lowest(&self) -> f64 {
        self.keys.last().map_or(f64::INFINITY, |k| k.first)
    }

    /// The first step that a park with this key comes before; the number of steps when it comes before none.
    fn step(&self, key: &Key) -> usize {
        self.keys.partition_point(|k| key.before(k) != std::cmp::Ordering::Less)
    }
}

fn ladders(plan: &Plan<'_>, scores: &Scores, draws: &Draws, parks: &[u32]) -> Vec<Ladder> {
    let fits = Fits::of(plan, parks);
    let (mut score, mut reach) = (vec![0.0; parks.len()], vec![0.0; parks.len()]);
    let by = plan.profile.rank_by;
    let one = |weights: &Vec<f64>| {
        fits.weigh(weights, &mut score, &mut reach);
        let key = |i: usize| Key::new(score[i], reach[i], scores.scale[parks[i] as usize], by);
        let mut order: Vec<usize> = (0..parks.len()).collect();
        order.sort_by(|a, b| key(*a).before(&key(*b)));
        let keys = order.iter().map(|i| key(*i)).collect();
        Ladder { order, keys }
    };
    draws.rows.iter().map(one).collect()
}

/// By draw and step: rivals of a house of their own that come before this step and not before the one above.
fn count_singles(
    plan: &Plan<'_>,
    scores: &Scores,
    draws: &Draws,
    ladders: &[Ladder],
    rivals: &[u32],
) -> Vec<Vec<usize>> {
    let fits = Fits::of(plan, rivals);
    let by = plan.profile.rank_by;
    let (mut score, mut reach) = (vec![0.0; rivals.len()], vec![0.0; rivals.len()]);
    let mut counts = Vec::with_capacity(ladders.len());
    for (weights, ladder) in draws.rows.iter().zip(ladders) {
        let mut steps = vec![0_usize; ladder.keys.len() + 1];
        fits.weigh(weights, &mut score, &mut reach);
        let lowest = ladder.lowest();
        let first = match by {
            RankBy::Proven => &score,
            RankBy::Possible => &reach,
        };
        for (i, value) in first.iter().enumerate() {
            // Most rivals stay below the last step under most draws.
            if *value >= lowest {
                let scale = scores.scale[rivals[i] as usize];
                steps[ladder.step(&Key::new(score[i], reach[i], scale, by))] += 1;
            }
        }
        counts.push(steps);
    }
    counts
}

/// By draw and step the same for houses of several plates, each by its best plate under that draw; beside it how
/// many of all that come before the step are of the shown park's own house.
fn count_plates(
    plan: &Plan<'_>,
    scores: &Scores,
    draws: &Draws,
    ladders: &[Ladder],
    (rivals, shown): (&[u32], &[u32]),
    by: RankBy,
) -> Option<Vec<Vec<(usize, usize)>>> {
    if rivals.is_empty() {
        return None;
    }
    let house_of = &plan.catalog.features.parks.house;
    let mut houses: Vec<u32> = rivals.iter().map(|p| house_of[*p as usize]).collect();
    houses.sort_unstable();
    houses.dedup();
    let place = |park: u32| houses.binary_search(&house_of[park as usize]).ok();
    let rival_house: Vec<usize> = rivals.iter().filter_map(|p| place(*p)).collect();
    let shown_house: Vec<Option<usize>> = shown.iter().map(|p| place(*p)).collect();
    let fits = Fits::of(plan, rivals);
    let one = |(weights, ladder): (&Vec<f64>, &Ladder)| {
        let (mut score, mut reach) = (vec![0.0; rivals.len()], vec![0.0; rivals.len()]);
        fits.weigh(weights, &mut score, &mut reach);
        let mut best: Vec<Option<Key>> = vec![None; houses.len()];
        for (i, park) in rivals.iter().enumerate() {
            let key = Key::new(score[i], reach[i], scores.scale[*park as usize], by);
            let slot = &mut best[rival_house[i]];
            if slot.is_none_or(|b| key.before(&b).is_lt()) {
                *slot = Some(key);
            }
        }
        let mut steps = vec![(0_usize, 0_usize); ladder.keys.len() + 1];
        for key in best.iter().flatten() {
            steps[ladder.step(key)].0 += 1;
        }
        for (step, at) in ladder.order.iter().enumerate() {
            let own = shown_house[*at].and_then(|h| best[h]);
            steps[step].1 = usize::from(own.is_some_and(|k| ladder.step(&k) <= step));
        }
        steps
    };
    let pairs: Vec<(&Vec<f64>, &Ladder)> = draws.rows.iter().zip(ladders).collect();
    Some(if rivals.len() > BLOCK {
        pairs.into_par_iter().map(one).collect()
    } else {
        pairs.into_iter().map(one).collect()
    })
}
