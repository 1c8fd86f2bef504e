//! What chance alone gives two structures: counts of both parks redrawn from the base (METHODS 1.14).
//!
//! The null depends on a pair only through the sizes of the two parks, so it is drawn once for each pair of size
//! classes. A size is rounded down to its class: fewer firms scatter more, so the test errs on the careful side.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::beta::cosine_tail;

/// Lower bounds of the size classes, in firms; beyond the last the shape no longer changes.
pub(crate) const SIZE_CLASSES: [usize; 8] = [30, 45, 70, 110, 200, 400, 800, 1600];

/// The null of residual cosines, by pair of size classes.
#[derive(Debug, Clone)]
pub(crate) struct StructureNull {
    /// Mean and standard deviation, row-major (class x class).
    moments: Vec<(f64, f64)>,
}

/// What chance gives a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chance {
    pub(crate) z: f64,
    pub(crate) p: f64,
}

impl StructureNull {
    /// Draws the null for a base (shares that sum to 1). `None` when the base has fewer than three industries.
    pub(crate) fn draw(base: &[f64], draws: usize, seed: u64) -> Option<Self> {
        if base.iter().filter(|s| **s > 0.0).count() < 3 {
            return None;
        }
        let table = Alias::new(base);
        let n = SIZE_CLASSES.len();
        // Two independent streams a class, so that a class can meet itself.
        let samples: Vec<Vec<Draw>> = (0..2 * n)
            .into_par_iter()
            .map(|stream| {
                let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_add(stream as u64));
                (0..draws)
                    .map(|_| Draw::new(base, &table, SIZE_CLASSES[stream / 2], &mut rng))
                    .collect()
            })
            .collect();
        let moments = (0..n * n)
            .into_par_iter()
            .map(|cell| {
                let (low, high) = ((cell / n).min(cell % n), (cell / n).max(cell % n));
                mean_and_sd(&samples[2 * low], &samples[2 * high + 1])
            })
            .collect();
        Some(Self { moments })
    }

    /// z and p of a residual cosine between parks of `a` and `b` firms.
    pub(crate) fn chance(&self, residual: f64, a: f64, b: f64) -> Option<Chance> {
        let (mean, sd) = self.moments[class_of(a)? * SIZE_CLASSES.len() + class_of(b)?];
        if sd <= 1e-9 {
            return None;
        }
        // The cosine of two directions in 1/sd^2 dimensions has this spread; its tail is exact far out.
        let dimensions = (1.0 / (sd * sd)).max(2.0);
        Some(Chance {
            z: (residual - mean) / sd,
            p: cosine_tail((residual - mean).clamp(-1.0, 1.0), dimensions),
        })
    }
}

pub(crate) fn class_of(firms: f64) -> Option<usize> {
    SIZE_CLASSES.iter().rposition(|low| crate::number(*low) <= firms)
}

/// One redrawn park: s / sqrt(S) and its square.
#[derive(Debug)]
struct Draw {
    scaled: Vec<f64>,
    square: f64,
}

impl Draw {
    fn new(base: &[f64], table: &Alias, firms: usize, rng: &mut Xoshiro256PlusPlus) -> Self {
        let mut counts = vec![0.0; base.len()];
        for _ in 0..firms {
            counts[table.draw(rng)] += 1.0;
        }
        let n = crate::number(firms);
        let scaled: Vec<f64> = counts
            .iter()
            .zip(base)
            .map(|(c, s)| if *s > 0.0 { c / n / s.sqrt() } else { 0.0 })
            .collect();
        let square = scaled.iter().map(|x| x * x).sum();
        Self { scaled, square }
    }
}

fn mean_and_sd(a: &[Draw], b: &[Draw]) -> (f64, f64) {
    let cosines: Vec<f64> = a
        .iter()
        .zip(b)
        .filter_map(|(x, y)| {
            let product: f64 = x.scaled.iter().zip(&y.scaled).map(|(x, y)| x * y).sum();
            let norm = (x.square - 1.0) * (y.square - 1.0);
            (norm > 1e-18).then(|| (product - 1.0) / norm.sqrt())
        })
        .collect();
    let n = crate::number(cosines.len().max(1));
    let mean = cosines.iter().sum::<f64>() / n;
    let variance = cosines.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / n;
    (mean, variance.sqrt())
}

/// Walker's table: draws one of many in constant time.
#[derive(Debug)]
pub(crate) struct Alias {
    keep: Vec<f64>,
    other: Vec<usize>,
}

impl Alias {
    pub(crate) fn new(shares: &[f64]) -> Self {
        let n = shares.len();
        let total: f64 = shares.iter().sum();
        let mut keep: Vec<f64> = shares.iter().map(|s| s / total * crate::number(n)).collect();
        let mut other: Vec<usize> = (0..n).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|i| keep[*i] < 1.0);
        while let (Some(s), Some(l)) = (small.pop(), large.last().copied()) {
            other[s] = l;
            keep[l] -= 1.0 - keep[s];
            if keep[l] < 1.0 {
                large.pop();
                small.push(l);
            }
        }
        for rest in small.into_iter().chain(large) {
            keep[rest] = 1.0;
        }
        Self { keep, other }
    }

    pub(crate) fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> usize {
        let at = rng.gen_range(0..self.keep.len());
        if rng.gen_bool(self.keep[at].clamp(0.0, 1.0)) { at } else { self.other[at] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_draws_its_shares() {
        let shares = [0.5, 0.3, 0.0, 0.2];
        let table = Alias::new(&shares);
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
        let mut counts = [0.0; 4];
        for _ in 0..100_000 {
            counts[table.draw(&mut rng)] += 1.0;
        }
        for (count, share) in counts.iter().zip(shares) {
            assert!((count / 100_000.0 - share).abs() < 0.01);
        }
    }

    #[test]
    fn independent_parks_are_seldom_surprising() {
        let base: Vec<f64> = (1..=60).map(|k| 1.0 / f64::from(k)).collect();
        let total: f64 = base.iter().sum();
        let base: Vec<f64> = base.iter().map(|s| s / total).collect();
        let null = StructureNull::draw(&base, 500, 1).unwrap();
        let table = Alias::new(&base);
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(99);
        let parks: Vec<Draw> = (0..60).map(|_| Draw::new(&base, &table, 120, &mut rng)).collect();
        let (mut tested, mut small) = (0, 0);
        for a in 0..parks.len() {
            for b in 0..a {
                let product: f64 =
                    parks[a].scaled.iter().zip(&parks[b].scaled).map(|(x, y)| x * y).sum();
                let residual =
                    (product - 1.0) / ((parks[a].square - 1.0) * (parks[b].square - 1.0)).sqrt();
                tested += 1;
                small += usize::from(null.chance(residual, 120.0, 120.0).unwrap().p < 0.05);
            }
        }
        let share = crate::number(small) / crate::number(tested);
        assert!((0.02..0.09).contains(&share), "{share}");
        assert!(null.chance(0.9, 120.0, 29.0).is_none(), "too few firms");
    }
}
