//! The binary matrix M of who has what, and what follows from it: proximity and density.

use crate::quotient::quotients;
use crate::table::Table;
use crate::undefined::{Measured, Undefined};

/// An LQ this near below 1 counts as 1: a region that has exactly the common share must not depend on rounding.
const ONE_TOLERANCE: f64 = 1e-12;

/// The binary matrix M (`n_regions` × `n_industries`), row-major; a cell may be unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Presence {
    n_regions: usize,
    n_industries: usize,
    cells: Vec<Option<bool>>,
}

impl Presence {
    /// M of a table: the table itself when it holds only 0 and 1, else [LQ ≥ 1]. Where an LQ is 0/0, nothing is present.
    pub fn of(table: &Table) -> Self {
        let cells = if table.is_binary() {
            table.values().iter().map(|v| v.map(|v| v > 0.0)).collect()
        } else {
            quotients(table)
                .into_iter()
                .map(|lq| match lq {
                    Ok(lq) => Some(lq >= 1.0 - ONE_TOLERANCE),
                    Err(Undefined::UnknownValue) => None,
                    Err(_) => Some(false),
                })
                .collect()
        };
        Self { n_regions: table.n_regions(), n_industries: table.n_industries(), cells }
    }

    /// M from known cells.
    ///
    /// # Panics
    /// When the rows are not of one length.
    pub fn from_rows(rows: &[Vec<bool>]) -> Self {
        let n_industries = rows.first().map_or(0, Vec::len);
        assert!(rows.iter().all(|r| r.len() == n_industries), "rows of one length");
        let cells = rows.iter().flatten().map(|c| Some(*c)).collect();
        Self { n_regions: rows.len(), n_industries, cells }
    }

    /// One cell; `None` when unknown.
    pub fn cell(&self, region: usize, industry: usize) -> Option<bool> {
        self.cells[region * self.n_industries + industry]
    }

    /// Number of regions.
    pub fn n_regions(&self) -> usize {
        self.n_regions
    }

    /// Number of industries.
    pub fn n_industries(&self) -> usize {
        self.n_industries
    }

    /// For each region the industries it has.
    ///
    /// # Errors
    /// When a cell is unknown.
    pub(crate) fn owned(&self) -> Result<Vec<Vec<usize>>, Undefined> {
        if self.cells.contains(&None) {
            return Err(Undefined::UnknownValue);
        }
        Ok((0..self.n_regions)
            .map(|i| (0..self.n_industries).filter(|k| self.cell(i, *k) == Some(true)).collect())
            .collect())
    }
}

/// Proximity φ of every pair of industries k < l: C / max(u), the smaller of the two conditional probabilities
/// (Hidalgo et al. 2007). The result is the full symmetric matrix; its diagonal is 1.
/// Undefined where a column holds an unknown cell or no region.
pub fn proximity(m: &Presence) -> Vec<Vec<Measured>> {
    let k_all = m.n_industries;
    let mut both = vec![0_u32; k_all * k_all];
    let mut unknown = vec![false; k_all];
    for i in 0..m.n_regions {
        let has: Vec<usize> = (0..k_all).filter(|k| m.cell(i, *k) == Some(true)).collect();
        for k in &has {
            for l in &has {
                both[k * k_all + l] += 1;
            }
        }
        for (k, flag) in unknown.iter_mut().enumerate() {
            *flag |= m.cell(i, k).is_none();
        }
    }
    let one = |k: usize, l: usize| {
        let most = both[k * k_all + k].max(both[l * k_all + l]);
        if unknown[k] || unknown[l] {
            Err(Undefined::UnknownValue)
        } else if both[k * k_all + k] == 0 || both[l * k_all + l] == 0 {
            Err(Undefined::EmptyIndustry)
        } else {
            Ok(f64::from(both[k * k_all + l]) / f64::from(most))
        }
    };
    (0..k_all).map(|k| (0..k_all).map(|l| one(k, l)).collect()).collect()
}

/// Density ω of every cell, row-major: `Σ_l M_il φ_kl / Σ_l φ_kl`, with `diagonal` for `φ_kk`. 0 is this project's
/// convention (and `EconGeo`'s, there in percent); py-ecomplexity takes 1. Industries that no region has take no part.
pub fn density(m: &Presence, phi: &[Vec<Measured>], diagonal: f64) -> Vec<Measured> {
    let owned = match m.owned() {
        Ok(owned) => owned,
        Err(why) => return vec![Err(why); m.n_regions * m.n_industries],
    };
    let relation = |k: usize, l: usize| if k == l { diagonal } else { phi[k][l].unwrap_or(0.0) };
    let sums: Vec<f64> =
        (0..m.n_industries).map(|k| (0..m.n_industries).map(|l| relation(k, l)).sum()).collect();
    let mut out = Vec::with_capacity(m.n_regions * m.n_industries);
    for has in &owned {
        for k in 0..m.n_industries {
            out.push(if has.is_empty() {
                Err(Undefined::EmptyRegion)
            } else if phi[k][k].is_err() {
                Err(Undefined::EmptyIndustry)
            } else if sums[k] <= 0.0 {
                Err(Undefined::Unrelated)
            } else {
                Ok(has.iter().map(|l| relation(k, *l)).sum::<f64>() / sums[k])
            });
        }
    }
    out
}
