//! What two parks of one peer set share because all its parks are much alike: the second null of revealed industries.
//!
//! Against the base of the nation two zones are alike merely because both are zones: more factories, fewer shops than
//! elsewhere. And parks differ from each other by more than drawing firms makes them. So parks are drawn as this peer set
//! has them: a structure from a Dirichlet distribution around the mean park, as wide as the parks really scatter, then
//! firms from that structure. A twin must be more alike than two parks drawn so, which replaces a line drawn by eye.

use ndarray::{Array2, Axis};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::multinomial::{Alias, SIZE_CLASSES, class_of};

/// Bins of the residual cosine from -1 to 1.
const BINS: usize = 4000;
/// Fewest parks that show how parks scatter.
const PARKS_MIN: usize = 5;
/// Bounds of the scatter (1 / (1 + concentration)): 0 would be firms drawn from one structure.
const SCATTER: (f64, f64) = (1e-6, 0.9);

/// Tails of the residual cosine of two drawn parks, by pair of size classes.
#[derive(Debug)]
pub(crate) struct PeerNull {
    /// For each pair of classes, how many of `total` lie in or above each bin.
    tails: Vec<Vec<u64>>,
    total: u64,
}

impl PeerNull {
    /// Draws the null for parks with these shares (sparse, by industry) and firms, whose residuals are taken against
    /// `base`. `None` with too few parks of enough firms.
    pub(crate) fn draw(
        base: &[f64],
        profiles: &[Vec<(u32, f64)>],
        sizes: &[f64],
        size_min: f64,
        draws: usize,
        seed: u64,
    ) -> Option<Self> {
        let parks: Vec<usize> = (0..sizes.len()).filter(|i| sizes[*i] >= size_min).collect();
        if parks.len() < PARKS_MIN || draws == 0 {
            return None;
        }
        let mut shares = vec![Vec::new(); base.len()];
        for (k, share) in parks.iter().flat_map(|i| &profiles[*i]) {
            shares[*k as usize].push(*share);
        }
        let mean: Vec<f64> =
            shares.into_iter().map(|s| sum_sorted(s) / crate::number(parks.len())).collect();
        let scatter = scatter(&mean, &parks, profiles, sizes)?;
        let concentration = 1.0 / scatter - 1.0;
        let n = SIZE_CLASSES.len();
        let drawn: Vec<Array2<f64>> = (0..2 * n)
            .into_par_iter()
            .map(|stream| {
                let mut rng =
                    Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_add(1000 + stream as u64));
                let mut rows = Array2::zeros((draws, base.len()));
                for row in rows.axis_iter_mut(Axis(0)) {
                    let shares = dirichlet(&mean, concentration, &mut rng);
                    residual(base, &shares, SIZE_CLASSES[stream / 2], row, &mut rng);
                }
                rows
            })
            .collect();
        let tails = (0..n * n)
            .into_par_iter()
            .map(|cell| {
                let (low, high) = (cell / n, cell % n);
                if low > high {
                    return Vec::new();
                }
                tail(&drawn[2 * low].dot(&drawn[2 * high + 1].t()))
            })
            .collect();
        Some(Self { tails, total: (draws * draws) as u64 })
    }

    /// How often two drawn parks of these sizes are as alike; never less than one in all draws.
    pub(crate) fn p(&self, residual: f64, a: f64, b: f64) -> Option<f64> {
        let (a, b) = (class_of(a)?, class_of(b)?);
        let tail = &self.tails[a.min(b) * SIZE_CLASSES.len() + a.max(b)];
        Some(crate::number_of(tail[bin_of(residual)].max(1)) / crate::number_of(self.total))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and BINS")]
fn bin_of(cosine: f64) -> usize {
    (((cosine.clamp(-1.0, 1.0) + 1.0) / 2.0 * crate::number(BINS)) as usize).min(BINS - 1)
}

fn tail(cosines: &Array2<f64>) -> Vec<u64> {
    let mut counts = vec![0; BINS];
    cosines.iter().for_each(|c| counts[bin_of(*c)] += 1);
    for bin in (0..BINS - 1).rev() {
        counts[bin] += counts[bin + 1];
    }
    counts
}

/// A sum whatever the order of the parks: a hair of difference in a mean would change every draw.
fn sum_sorted(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.iter().sum()
}

/// How much wider than drawn firms the parks scatter, by moments: E sum (s - m)^2 / m = (K - 1) / n (1 + (n - 1) scatter).
fn scatter(
    mean: &[f64],
    parks: &[usize],
    profiles: &[Vec<(u32, f64)>],
    sizes: &[f64],
) -> Option<f64> {
    let present = mean.iter().filter(|m| **m > 0.0).count();
    if present < 3 {
        return None;
    }
    let each = |i: &usize| {
        let squares: f64 = profiles[*i].iter().map(|(k, s)| s * s / mean[*k as usize]).sum();
        let ratio = (squares - 1.0) * sizes[*i] / crate::number(present - 1);
        (ratio - 1.0) / (sizes[*i] - 1.0)
    };
    let sum = sum_sorted(parks.iter().map(each).collect());
    Some((sum / crate::number(parks.len())).clamp(SCATTER.0, SCATTER.1))
}

/// Shares around a mean; what the mean lacks is lacking.
fn dirichlet(mean: &[f64], concentration: f64, rng: &mut Xoshiro256PlusPlus) -> Vec<f64> {
    let mut shares: Vec<f64> = mean.iter().map(|m| gamma(m * concentration, rng)).collect();
    let sum: f64 = shares.iter().sum();
    if sum > 0.0 {
        shares.iter_mut().for_each(|s| *s /= sum);
        shares
    } else {
        mean.to_vec()
    }
}

/// A draw from the gamma distribution of this shape and scale 1 (Marsaglia and Tsang 2000).
fn gamma(shape: f64, rng: &mut Xoshiro256PlusPlus) -> f64 {
    if shape <= 0.0 {
        return 0.0;
    }
    if shape < 1.0 {
        let larger = gamma(shape + 1.0, rng);
        return larger * rng.gen_range(f64::MIN_POSITIVE..1.0).powf(1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(rng);
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 {
            let u = rng.gen_range(f64::MIN_POSITIVE..1.0);
            if u.ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }
}

/// A standard normal draw (Box and Muller 1958).
fn normal(rng: &mut Xoshiro256PlusPlus) -> f64 {
    let u: f64 = rng.gen_range(f64::MIN_POSITIVE..1.0);
    let angle = rng.gen_range(0.0..2.0 * std::f64::consts::PI);
    (-2.0 * u.ln()).sqrt() * angle.cos()
}

/// Draws firms and writes the residual (s - S) / sqrt(S), scaled to length 1; all zero where nothing is left.
fn residual(
    base: &[f64],
    shares: &[f64],
    firms: usize,
    mut row: ndarray::ArrayViewMut1<'_, f64>,
    rng: &mut Xoshiro256PlusPlus,
) {
    let table = Alias::new(shares);
    let step = 1.0 / crate::number(firms);
    for _ in 0..firms {
        row[table.draw(rng)] += step;
    }
    for (r, s) in row.iter_mut().zip(base) {
        *r = if *s > 0.0 { (*r - s) / s.sqrt() } else { 0.0 };
    }
    let length = row.iter().map(|r| r * r).sum::<f64>().sqrt();
    if length > 1e-9 {
        row.iter_mut().for_each(|r| *r /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean() -> Vec<f64> {
        let raw: Vec<f64> = (1..=40).map(|k| 1.0 / f64::from(k)).collect();
        let total: f64 = raw.iter().sum();
        raw.iter().map(|s| s / total).collect()
    }

    fn parks(n: usize, firms: usize, concentration: f64, seed: u64) -> Vec<Vec<(u32, f64)>> {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mean = mean();
        (0..n)
            .map(|_| {
                let table = Alias::new(&dirichlet(&mean, concentration, &mut rng));
                let mut counts = std::collections::BTreeMap::new();
                for _ in 0..firms {
                    let k = u32::try_from(table.draw(&mut rng)).unwrap();
                    *counts.entry(k).or_insert(0.0) += 1.0 / crate::number(firms);
                }
                counts.into_iter().collect()
            })
            .collect()
    }

    #[test]
    fn the_scatter_is_found_again() {
        let all: Vec<usize> = (0..300).collect();
        for concentration in [4.0, 20.0] {
            let found = scatter(&mean(), &all, &parks(300, 200, concentration, 7), &[200.0; 300]);
            let expected = 1.0 / (1.0 + concentration);
            assert!((found.unwrap() / expected - 1.0).abs() < 0.15, "{found:?} of {expected}");
        }
    }

    /// Parks drawn from the null: the share of pairs with p under 0.05 is near that.
    #[test]
    fn drawn_parks_are_seldom_surprising() {
        let base = vec![1.0 / 40.0; 40];
        let rows = parks(60, 120, 10.0, 3);
        let null = PeerNull::draw(&base, &rows, &[120.0; 60], 30.0, 200, 1).unwrap();
        let scaled = rows.iter().map(|row| {
            row.iter().map(|(k, s)| (*k, s / base[*k as usize].sqrt())).collect::<Vec<_>>()
        });
        let vectors =
            crate::vectors::Vectors::new(scaled.collect(), 40, crate::vectors::Measure::Residual);
        let (mut tested, mut small) = (0, 0);
        for a in 0..60 {
            for b in 0..a {
                tested += 1;
                let p = null.p(vectors.pair(a, b).unwrap(), 120.0, 120.0).unwrap();
                small += usize::from(p < 0.05);
            }
        }
        let share = crate::number(small) / crate::number(tested);
        assert!((0.01..0.1).contains(&share), "{share}");
        assert!(null.p(1.0, 120.0, 120.0).unwrap() < 0.001, "the same structure is surprising");
        assert!(PeerNull::draw(&base, &rows[..4], &[120.0; 4], 30.0, 200, 1).is_none());
    }
}
