//! How concentrated or varied one structure is.

use crate::number;
use crate::table::shares;
use crate::undefined::{Measured, Undefined};

/// Herfindahl–Hirschman index: Σ s², in [1/K, 1].
///
/// # Errors
/// When the values sum to 0.
pub fn hhi(values: &[f64]) -> Measured {
    Ok(shares(values)?.iter().map(|s| s * s).sum())
}

/// (HHI − 1/K) / (1 − 1/K), in [0, 1]; K counts every class of the table, also one that is 0 here.
///
/// # Errors
/// When the values sum to 0 or there is one class only.
pub fn hhi_normalised(values: &[f64]) -> Measured {
    if values.len() < 2 {
        return Err(Undefined::OneClass);
    }
    let floor = 1.0 / number(values.len());
    Ok(((hhi(values)? - floor) / (1.0 - floor)).clamp(0.0, 1.0))
}

/// Shannon entropy in bits: −Σ s log2 s with 0 log 0 = 0, in [0, log2 K].
///
/// # Errors
/// When the values sum to 0.
pub fn entropy_bits(values: &[f64]) -> Measured {
    // Written without a minus in front, so that one class gives 0 and not −0.
    Ok(shares(values)?.iter().filter(|s| **s > 0.0).map(|s| s * (1.0 / s).log2()).sum())
}

/// Theil's T: (1/K) Σ (x/μ) ln(x/μ), in [0, ln K]; 0 ln 0 = 0 (`METHODS` 1.4, pysal's `TheilD` without groups).
///
/// # Errors
/// When the values sum to 0.
pub fn theil(values: &[f64]) -> Measured {
    let mean = mean(values)?;
    let sum: f64 = values.iter().filter(|v| **v > 0.0).map(|v| (v / mean) * (v / mean).ln()).sum();
    Ok((sum / number(values.len())).max(0.0))
}

/// Theil's L, the mean log deviation: (1/K) Σ ln(μ/x). This is what REAT's `theil` prints.
///
/// # Errors
/// When the values sum to 0, or one of them is 0 (its logarithm is infinite).
pub fn theil_l(values: &[f64]) -> Measured {
    let mean = mean(values)?;
    if values.iter().any(|v| *v <= 0.0) {
        return Err(Undefined::EmptyIndustry);
    }
    let sum: f64 = values.iter().map(|v| (mean / v).ln()).sum();
    Ok((sum / number(values.len())).max(0.0))
}

fn mean(values: &[f64]) -> Measured {
    let total: f64 = values.iter().sum();
    if total > 0.0 { Ok(total / number(values.len())) } else { Err(Undefined::EmptyRegion) }
}

/// Entropy split between and within groups of industries, in bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variety {
    /// Between groups: Σ P log2(1/P).
    pub unrelated_bits: f64,
    /// Within groups: Σ P H of the group.
    pub related_bits: f64,
}

/// Related and unrelated variety (Frenken, Van Oort, Verburg 2007); `groups[k]` is the group of industry k. Their sum
/// is the entropy.
///
/// # Errors
/// When the values sum to 0.
///
/// # Panics
/// When `groups` is not as long as `values`.
pub fn variety_bits(values: &[f64], groups: &[usize]) -> Result<Variety, Undefined> {
    assert_eq!(values.len(), groups.len(), "one group for each industry");
    let shares = shares(values)?;
    let mut by_group: std::collections::BTreeMap<usize, f64> = std::collections::BTreeMap::new();
    for (s, g) in shares.iter().zip(groups) {
        *by_group.entry(*g).or_insert(0.0) += s;
    }
    let unrelated_bits =
        by_group.values().filter(|p| **p > 0.0).map(|p| p * (1.0 / p).log2()).sum();
    let related_bits = shares
        .iter()
        .zip(groups)
        .filter(|(s, _)| **s > 0.0)
        .map(|(s, g)| s * (by_group[g] / s).log2())
        .sum();
    Ok(Variety { unrelated_bits, related_bits })
}
