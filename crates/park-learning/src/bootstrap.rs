//! Intervals by bootstrap over firms: the same draws for every ranker, so that differences are paired.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::metrics::gains;

/// Draws.
pub const DRAWS: usize = 1000;
/// Seed of the draws.
const SEED: u64 = 20_171_231;
/// Share outside an interval, on either side.
const TAIL: f64 = 0.025;

/// 95 % intervals of recall at the cuts, MRR and nDCG@10, in this order.
pub type Intervals = [(f64, f64); 6];

/// Intervals of the means of ranks (percentile method, Efron and Tibshirani 1993); `None` without ranks.
pub fn intervals(ranks: &[Option<f64>]) -> Option<Intervals> {
    let gained: Vec<[f64; 6]> = ranks.iter().map(|rank| gains(*rank)).collect();
    of_means(&gained)
}

/// A difference of means and its interval, by measure.
pub type Differences = [(f64, (f64, f64)); 6];

/// How much better the first ranking is than the second on the same firms, in the order of [`Intervals`]: each
/// draw takes both ranks of a firm, so that what makes a firm hard for both falls out. `None` without ranks.
pub fn differences(ranks: &[Option<f64>], others: &[Option<f64>]) -> Option<Differences> {
    let gained: Vec<[f64; 6]> = ranks
        .iter()
        .zip(others)
        .map(|(rank, other)| {
            let (own, other) = (gains(*rank), gains(*other));
            std::array::from_fn(|i| own[i] - other[i])
        })
        .collect();
    let intervals = of_means(&gained)?;
    let n = gained.len() as f64;
    Some(std::array::from_fn(|i| (gained.iter().map(|g| g[i]).sum::<f64>() / n, intervals[i])))
}

fn of_means(gained: &[[f64; 6]]) -> Option<Intervals> {
    let n = gained.len();
    if n == 0 {
        return None;
    }
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let mut means: [Vec<f64>; 6] = std::array::from_fn(|_| Vec::with_capacity(DRAWS));
    for _ in 0..DRAWS {
        let mut sums = [0.0; 6];
        for _ in 0..n {
            let drawn = &gained[random.gen_range(0..n)];
            sums.iter_mut().zip(drawn).for_each(|(s, g)| *s += g);
        }
        means.iter_mut().zip(sums).for_each(|(m, s)| m.push(s / n as f64));
    }
    Some(means.map(|mut drawn| {
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of the draws lies between 0 and their number"
            )]
            let place = (share * (DRAWS - 1) as f64).round() as usize;
            drawn[place]
        };
        (at(TAIL), at(1.0 - TAIL))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(step: u32) -> Vec<Option<f64>> {
        (0..200_u32).map(|i| Some(f64::from(1 + (i * step) % 20))).collect()
    }

    #[test]
    fn an_interval_holds_its_mean_and_comes_again() {
        let found = intervals(&ranks(1)).unwrap();
        assert!(found[2].0 < 0.5 && 0.5 < found[2].1);
        assert!(found[2].1 - found[2].0 < 0.16);
        assert_eq!(Some(found), intervals(&ranks(1)));
        assert_eq!(intervals(&[]), None, "no firm is no interval, not one of 0");
    }

    #[test]
    fn a_difference_is_paired() {
        let own = ranks(1);
        let same = differences(&own, &own).unwrap();
        assert_eq!(same, [(0.0, (0.0, 0.0)); 6]);
        // One firm in ten is found one cut earlier: the difference is sure, though both intervals overlap.
        let better: Vec<Option<f64>> =
            own.iter().map(|r| r.map(|r| if r > 10.0 && r <= 12.0 { 10.0 } else { r })).collect();
        let (mean, (low, high)) = differences(&better, &own).unwrap()[2];
        assert!((mean - 0.1).abs() < 1e-12 && low > 0.05 && high < 0.16, "{mean} {low} {high}");
        let (own, better) = (intervals(&own).unwrap(), intervals(&better).unwrap());
        assert!(own[2].1 > better[2].0);
    }
}
