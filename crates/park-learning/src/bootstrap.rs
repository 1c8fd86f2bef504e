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

/// Intervals of the means of ranks (percentile method, Efron and Tibshirani 1993).
pub fn intervals(ranks: &[Option<f64>]) -> Intervals {
    let gained: Vec<[f64; 6]> = ranks.iter().map(|rank| gains(*rank)).collect();
    let n = gained.len();
    if n == 0 {
        return [(0.0, 0.0); 6];
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
    means.map(|mut drawn| {
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
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_its_mean_and_comes_again() {
        let ranks: Vec<Option<f64>> = (0..200).map(|i| Some(f64::from(1 + i % 20))).collect();
        let found = intervals(&ranks);
        assert!(found[2].0 < 0.5 && 0.5 < found[2].1);
        assert!(found[2].1 - found[2].0 < 0.16);
        assert_eq!(found, intervals(&ranks));
        assert_eq!(intervals(&[]), [(0.0, 0.0); 6]);
    }
}
