//! Benjamini-Hochberg: which of many small p are small enough.
//!
//! A test of lists has few values: where two parks name four industries each, only an overlap of four is surprising, and
//! what is just under it is far from small. Plain Benjamini-Hochberg reckons with m t chance pairs of p <= t, whoever
//! could have them; here the sum of what each pair could have is taken instead (Heyse 2011), so that identical lists of
//! four common items are found and no more is called wrong. And one rule more: a family is opened only when its strongest
//! pair would be found at a stricter rate, so that where nothing is copied nearly never anything is called.

use std::sync::atomic::{AtomicU64, Ordering};

/// The smallest exponent kept apart; p below 2^-200 are one.
const EXPONENT_MIN: u64 = 1023 - 200;
/// Bits of the mantissa that make a bin: 128 bins an octave, each less than 0.8 % wide.
const MANTISSA_BITS: u64 = 7;
const BINS: usize = (200 << MANTISSA_BITS) + 1;
/// A step is counted in parts of its bin's upper end, rounded up.
const PARTS: f64 = 16_777_216.0;

/// How many pairs of the family chance lets fall at or below each p: sums of whole numbers, so that their order is free.
#[derive(Debug)]
pub(crate) struct Steps(Vec<AtomicU64>);

fn bin_of(p: f64) -> usize {
    let bits = p.clamp(f64::MIN_POSITIVE, 1.0).to_bits() >> (52 - MANTISSA_BITS);
    usize::try_from(bits.saturating_sub(EXPONENT_MIN << MANTISSA_BITS))
        .map_or(0, |b| b.min(BINS - 1))
}

/// The largest p of a bin, or a hair more.
fn upper_end(bin: usize) -> f64 {
    f64::from_bits((bin as u64 + 1 + (EXPONENT_MIN << MANTISSA_BITS)) << (52 - MANTISSA_BITS))
}

impl Steps {
    pub(crate) fn new() -> Self {
        Self((0..BINS).map(|_| AtomicU64::new(0)).collect())
    }

    /// Counts one pair by the p that it could have, ascending.
    pub(crate) fn add(&self, attainable: &[f64]) {
        let mut last = 0.0;
        for p in attainable {
            let bin = bin_of(*p);
            let parts = ((p - last).max(0.0) / upper_end(bin) * PARTS).ceil();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between 0 and PARTS"
            )]
            self.0[bin].fetch_add(parts as u64, Ordering::Relaxed);
            last = *p;
        }
    }
}

/// The number of pairs that chance alone would let fall at or below a p.
#[derive(Debug)]
pub(crate) struct ByChance {
    pairs: f64,
    /// By bin, of tests with few values.
    up_to: Option<Vec<f64>>,
}

impl ByChance {
    /// Of tests whose p may have any value.
    pub(crate) fn continuous(pairs: usize) -> Self {
        Self { pairs: crate::number(pairs), up_to: None }
    }

    /// Of tests with few values, counted in one or more parts.
    pub(crate) fn stepped(pairs: usize, parts: &[&Steps]) -> Self {
        let mut sum = 0.0;
        let up_to = (0..BINS)
            .map(|bin| {
                let steps = parts.iter().map(|s| s.0[bin].load(Ordering::Relaxed)).sum();
                sum += crate::number_of(steps) / PARTS * upper_end(bin);
                sum
            })
            .collect();
        Self { pairs: crate::number(pairs), up_to: Some(up_to) }
    }

    fn at(&self, p: f64) -> f64 {
        let plain = self.pairs * p;
        self.up_to.as_ref().map_or(plain, |up_to| plain.min(up_to[bin_of(p)]))
    }

    /// The largest p at which chance gives no more pairs than this.
    fn least_with(&self, pairs: f64) -> f64 {
        let plain = pairs / self.pairs.max(1.0);
        match &self.up_to {
            None => plain,
            Some(up_to) => {
                let bins = up_to.partition_point(|n| *n <= pairs);
                plain.max(if bins == 0 { 0.0 } else { upper_end(bins - 1) }).min(1.0)
            }
        }
    }
}

/// The rates at which a family is judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates {
    /// False discovery rate of what is called.
    pub(crate) q_max: f64,
    /// How often at most a family without any twin is opened.
    pub(crate) family_max: f64,
}

/// q of each p of one family, in the order given: the least false discovery rate at which it is found.
pub(crate) fn q_values(p: &[f64], by_chance: &ByChance, rates: Rates) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]).then(a.cmp(b)));
    let mut q = vec![0.0; p.len()];
    let mut least = 1.0_f64;
    for (rank, index) in order.iter().enumerate().rev() {
        least = least.min(by_chance.at(p[*index]) / crate::number(rank + 1));
        q[*index] = least;
    }
    // After the loop `least` is the q of the strongest pair: unless it is strict, the family stays closed.
    let floor = least * rates.q_max / rates.family_max;
    q.iter_mut().for_each(|q| *q = q.max(floor).min(1.0));
    q
}

/// The largest p that one more discovery in this family could have: where even the strongest evidence a pair
/// can give lies above it, the pair cannot be told.
pub(crate) fn reachable_p(q: &[f64], by_chance: &ByChance, rates: Rates) -> f64 {
    let found = q.iter().filter(|q| **q <= rates.q_max).count();
    let first = if found == 0 { rates.family_max / rates.q_max } else { 1.0 };
    by_chance.least_with(rates.q_max * first * crate::number(found + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    const PLAIN: Rates = Rates { q_max: 0.05, family_max: 0.05 };

    #[test]
    fn the_textbook_case() {
        let q = q_values(&[0.01, 0.04, 0.03, 0.005], &ByChance::continuous(4), PLAIN);
        for (found, expected) in q.iter().zip([0.02, 0.04, 0.04, 0.02]) {
            assert_abs_diff_eq!(*found, expected, epsilon = 1e-12);
        }
        assert!(q_values(&[], &ByChance::continuous(0), PLAIN).is_empty());
    }

    #[test]
    fn reach_grows_with_what_is_found() {
        let four = ByChance::continuous(4);
        assert_abs_diff_eq!(reachable_p(&[0.5; 4], &four, PLAIN), 0.0125, epsilon = 1e-12);
        assert_abs_diff_eq!(
            reachable_p(&[0.01, 0.6, 0.7, 0.8], &four, PLAIN),
            0.025,
            epsilon = 1e-12
        );
    }

    #[test]
    fn a_closed_family_calls_nobody() {
        let strict = Rates { q_max: 0.05, family_max: 0.02 };
        let ten = ByChance::continuous(10);
        let weak = q_values(&[0.004, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.9, 0.9], &ten, strict);
        assert!(weak[0] > 0.05, "0.04 by Benjamini-Hochberg, not under 0.02: {}", weak[0]);
        let strong =
            q_values(&[0.001, 0.009, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.9, 0.9], &ten, strict);
        assert!(strong[0] <= 0.05 && strong[1] <= 0.05, "the first opens it for the second");
    }

    /// By hand: nine pairs that could have 0.5 or 1, one that could have 0.001 or 1: chance gives 0.001 pairs up to
    /// 0.4, and 4.501 from 0.5 on.
    #[test]
    fn tests_that_cannot_be_small_do_not_count() {
        let steps = Steps::new();
        for _ in 0..9 {
            steps.add(&[0.5, 1.0]);
        }
        steps.add(&[0.001, 1.0]);
        let by_chance = ByChance::stepped(10, &[&steps]);
        for (p, expected) in
            [(0.0005, 0.0), (0.001, 0.001), (0.4, 0.001), (0.5, 4.501), (1.0, 10.0)]
        {
            let found = by_chance.at(p);
            assert!(found >= expected && found <= expected * 1.008 + 1e-9, "{p}: {found}");
        }
        let mut p = vec![1.0; 9];
        p.push(0.001);
        let q = q_values(&p, &by_chance, PLAIN);
        assert!((0.001..0.001_01).contains(&q[9]), "{}", q[9]);
    }

    #[test]
    fn bins_hold_their_p() {
        for p in [1e-300, 1e-60, 3e-9, 0.0499, 0.05, 0.7, 1.0] {
            assert!(upper_end(bin_of(p)) >= p && (p < 1e-59 || upper_end(bin_of(p)) <= p * 1.008));
        }
    }
}
