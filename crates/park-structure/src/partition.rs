//! Bray–Curtis distance split into kind (balanced) and intensity (gradient), for a pair and for many (Baselga 2013).

use crate::undefined::Undefined;

/// A dissimilarity and its two parts; `bray` = `balanced` + `gradient`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Partition {
    /// The whole dissimilarity, in [0, 1].
    pub bray: f64,
    /// The part that is trade-off: different kinds.
    pub balanced: f64,
    /// The part that is more of the same: only intensity.
    pub gradient: f64,
}

/// d = (B + C) / (2A + B + C), balanced = min(B, C) / (A + min(B, C)); A = Σ min, B and C what each has beyond
/// (`METHODS` 1.11b).
///
/// # Errors
/// When either row is all 0 (then A = 0 and min(B, C) = 0).
pub fn partition_pair(x: &[f64], y: &[f64]) -> Result<Partition, Undefined> {
    let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
    for (p, q) in x.iter().zip(y) {
        a += p.min(*q);
        b += (p - q).max(0.0);
        c += (q - p).max(0.0);
    }
    parts(a, f64::min(b, c), b + c)
}

/// The cohort's version (betapart's `beta.multi.abund`): sums of min and max of B and C over all pairs, and
/// A = Σ of all rows − Σ over columns of the largest entry.
///
/// # Errors
/// When there are fewer than two rows, or all but one are empty.
pub fn partition_many(rows: &[Vec<f64>]) -> Result<Partition, Undefined> {
    if rows.len() < 2 {
        return Err(Undefined::NoOther);
    }
    let width = rows[0].len();
    let total: f64 = rows.iter().flatten().sum();
    let largest: f64 = (0..width).map(|k| rows.iter().map(|r| r[k]).fold(0.0, f64::max)).sum();
    let (mut smaller, mut both) = (0.0, 0.0);
    for (i, x) in rows.iter().enumerate() {
        for y in &rows[i + 1..] {
            let (mut b, mut c) = (0.0, 0.0);
            for (p, q) in x.iter().zip(y) {
                b += (p - q).max(0.0);
                c += (q - p).max(0.0);
            }
            smaller += f64::min(b, c);
            both += b + c;
        }
    }
    parts(total - largest, smaller, both)
}

fn parts(shared: f64, smaller: f64, both: f64) -> Result<Partition, Undefined> {
    if shared + smaller <= 0.0 {
        return Err(Undefined::BothEmpty);
    }
    let bray = both / (2.0 * shared + both);
    let balanced = smaller / (shared + smaller);
    Ok(Partition { bray, balanced, gradient: bray - balanced })
}
