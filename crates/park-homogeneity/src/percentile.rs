//! Where a similarity stands among all pairs of the peer set.

use std::sync::atomic::{AtomicU64, Ordering};

/// Similarities that agree in this many parts of 1 are one value: rounding noise breaks no tie.
const STEPS: usize = 1_000_000;

/// Counts of similarities in [0, 1], filled from many threads; integer counts, so the order does not matter.
#[derive(Debug)]
pub(crate) struct Tally {
    bins: Vec<AtomicU64>,
}

/// The finished tally.
#[derive(Debug, Clone)]
pub(crate) struct Ranks {
    /// Pairs below each step.
    below: Vec<u64>,
    total: u64,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=STEPS before the cast"
)]
fn step_of(similarity: f64) -> usize {
    (similarity.clamp(0.0, 1.0) * 1e6).round() as usize
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self { bins: (0..=STEPS).map(|_| AtomicU64::new(0)).collect() }
    }

    pub(crate) fn add(&self, similarity: f64, pairs: u64) {
        self.bins[step_of(similarity)].fetch_add(pairs, Ordering::Relaxed);
    }

    pub(crate) fn finish(self) -> Ranks {
        let mut total = 0;
        let mut below = Vec::with_capacity(STEPS + 2);
        for bin in self.bins {
            below.push(total);
            total += bin.into_inner();
        }
        below.push(total);
        Ranks { below, total }
    }
}

impl Ranks {
    pub(crate) fn total(&self) -> u64 {
        self.total
    }

    /// Share of pairs that are less similar, those equal counted half; `None` when there are none.
    pub(crate) fn percentile(&self, similarity: f64) -> Option<f64> {
        let step = step_of(similarity);
        let twice = self.below[step] + self.below[step + 1];
        (self.total > 0).then(|| crate::number_of(twice) / 2.0 / crate::number_of(self.total))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn equal_values_count_half() {
        let tally = Tally::new();
        tally.add(0.0, 2);
        tally.add(0.5, 1);
        tally.add(1.0, 1);
        let ranks = tally.finish();
        assert_eq!(ranks.total(), 4);
        assert_abs_diff_eq!(ranks.percentile(0.0).unwrap(), 0.25);
        assert_abs_diff_eq!(ranks.percentile(0.5).unwrap(), 0.625);
        assert_abs_diff_eq!(ranks.percentile(0.7).unwrap(), 0.75);
        assert_abs_diff_eq!(ranks.percentile(1.0).unwrap(), 0.875);
        assert_eq!(Tally::new().finish().percentile(0.3), None);
    }
}
