//! Seeded draws.

use rand::{RngCore, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A stream of draws.
pub(crate) struct Draw(Xoshiro256PlusPlus);

impl Draw {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed ^ stream.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn whole(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high - low) + 1;
        low + u32::try_from(self.0.next_u64() % span).unwrap_or_default()
    }

    /// True in `percent` of 100 draws.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.whole(0, 99) < percent
    }

    /// One of a list that is not empty.
    pub(crate) fn one_of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        let last = u32::try_from(list.len().saturating_sub(1)).unwrap_or_default();
        &list[usize::try_from(self.whole(0, last)).unwrap_or_default()]
    }
}
