//! The Gini family: each function names its normalisation, so that numbers are never compared across them.

use crate::number;
use crate::quotient::location_quotient;
use crate::table::Table;
use crate::undefined::{Measured, Undefined};

/// Gini coefficient of n values: Σ (2λ − n − 1) x_(λ) / (n Σ x), in [0, (n − 1)/n]; λ the rank from 1, smallest first
/// (`EconGeo`'s `Gini`; over location quotients REAT's `gini.spec` and `gini.conc`).
///
/// # Errors
/// When the values sum to 0.
pub fn gini(values: &[f64]) -> Measured {
    let total: f64 = values.iter().sum();
    if total <= 0.0 {
        return Err(Undefined::EmptyRegion);
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = number(sorted.len());
    let sum: f64 =
        sorted.iter().enumerate().map(|(i, x)| (2.0 * number(i + 1) - n - 1.0) * x).sum();
    Ok((sum / (n * total)).max(0.0))
}

/// [`gini`] over the quotients (own share / reference share); classes whose reference is 0 have no quotient and are
/// left out.
///
/// # Errors
/// When nothing is left.
pub fn quotient_gini(own: &[f64], reference: &[f64]) -> Measured {
    let (own_total, all): (f64, f64) = (own.iter().sum(), reference.iter().sum());
    let quotients: Vec<f64> = own
        .iter()
        .zip(reference)
        .filter(|(_, r)| **r > 0.0)
        .map(|(x, r)| location_quotient(*x, own_total, *r, all))
        .collect::<Result<_, _>>()?;
    gini(&quotients)
}

/// Gini of a Lorenz curve against a reference: classes ordered by x / reference, 1 − Σ p (Y + Y before), in [0, 1)
/// (`EconGeo`'s `Hoover.Gini`).
///
/// # Errors
/// When either sums to 0.
pub fn lorenz_gini(values: &[f64], reference: &[f64]) -> Measured {
    let (total, all): (f64, f64) = (values.iter().sum(), reference.iter().sum());
    if total <= 0.0 || all <= 0.0 {
        return Err(Undefined::EmptyRegion);
    }
    let mut pairs: Vec<(f64, f64)> =
        values.iter().zip(reference).map(|(x, p)| (x / total, p / all)).collect();
    // A class outside the reference has an infinite quotient and stands last.
    let slope = |pair: &(f64, f64)| if pair.1 > 0.0 { pair.0 / pair.1 } else { f64::INFINITY };
    pairs.sort_by(|a, b| slope(a).total_cmp(&slope(b)));
    let (mut before, mut area) = (0.0, 0.0);
    for (y, p) in pairs {
        area += p * (2.0 * before + y);
        before += y;
    }
    Ok((1.0 - area).max(0.0))
}

/// Krugman's locational Gini: half of [`lorenz_gini`], in [0, 0.5) (`EconGeo`'s `locational.Gini`).
///
/// # Errors
/// As [`lorenz_gini`].
pub fn locational_gini(industry: &[f64], all: &[f64]) -> Measured {
    Ok(lorenz_gini(industry, all)? / 2.0)
}

/// `gini-specialisation` of each region: over its location quotients against the pooled structure.
pub(crate) fn specialisation(table: &Table) -> Vec<Measured> {
    let sums = table.known().map(|rows| crate::table::column_sums(&rows));
    (0..table.n_regions())
        .map(|i| quotient_gini(&table.row(i)?, sums.as_ref().map_err(|why| *why)?))
        .collect()
}

/// An industry's measure over regions against the regions' totals.
pub(crate) fn over_regions(
    table: &Table,
    one: impl Fn(&[f64], &[f64]) -> Measured,
) -> Vec<Measured> {
    let totals: Result<Vec<f64>, Undefined> =
        table.known().map(|rows| rows.iter().map(|r| r.iter().sum()).collect());
    (0..table.n_industries())
        .map(|k| {
            let totals = totals.as_ref().map_err(|why| *why)?;
            let column = table.column(k)?;
            if column.iter().sum::<f64>() <= 0.0 {
                return Err(Undefined::EmptyIndustry);
            }
            one(&column, totals)
        })
        .collect()
}
