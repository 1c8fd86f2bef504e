//! How far a structure lies from a reference: pooled, the mean of the others, or all others pooled.

use crate::pair::krugman;
use crate::table::{Table, column_sums, shares};
use crate::undefined::{Measured, Undefined};

/// Half the Krugman index: Σ |s − t| / 2, in [0, 1]; the share that would have to move.
pub fn hoover(s: &[f64], t: &[f64]) -> f64 {
    krugman(s, t) / 2.0
}

/// Hachman index: 1 / Σ s LQ with LQ = s / reference, in (0, 1]; 1 = the reference's own structure.
///
/// # Errors
/// When the region has an industry that the reference lacks.
pub fn hachman(s: &[f64], reference: &[f64]) -> Measured {
    let mut sum = 0.0;
    for (a, b) in s.iter().zip(reference).filter(|(a, _)| **a > 0.0) {
        if *b <= 0.0 {
            return Err(Undefined::EmptyIndustry);
        }
        sum += a * a / b;
    }
    if sum > 0.0 { Ok((1.0 / sum).min(1.0)) } else { Err(Undefined::EmptyRegion) }
}

/// Krugman index of each region against the pooled structure, the region itself included (`EconGeo`'s `Krugman.index`).
pub(crate) fn against_pooled(table: &Table) -> Vec<Measured> {
    let pooled = table.known().and_then(|rows| shares(&column_sums(&rows)));
    each(table, |i| Ok(krugman(&shares(&table.row(i)?)?, pooled.as_ref().map_err(|why| *why)?)))
}

/// Krugman index of each region against the unweighted mean of the other regions' shares (`REAT`'s `krugman.spec2`).
/// Other regions that are empty have no shares and are left out of the mean.
pub(crate) fn against_mean_of_others(table: &Table) -> Vec<Measured> {
    let rows = match table.known() {
        Ok(rows) => rows,
        Err(why) => return vec![Err(why); table.n_regions()],
    };
    let all: Vec<Option<Vec<f64>>> = rows.iter().map(|r| shares(r).ok()).collect();
    let filled: Vec<Vec<f64>> = all.iter().flatten().cloned().collect();
    let others = sums_of_others(&filled);
    let mut at = 0;
    all.iter()
        .map(|own| {
            let own = own.as_ref().ok_or(Undefined::EmptyRegion)?;
            at += 1;
            // The mean of share vectors sums to 1, so shares of the sum are the mean.
            let mean = shares(&others[at - 1]).map_err(|_| Undefined::NoOther)?;
            Ok(krugman(own, &mean))
        })
        .collect()
}

/// Krugman index of each region against all others pooled (leave-one-out: no region is compared with itself).
pub(crate) fn against_others_pooled(table: &Table) -> Vec<Measured> {
    let rows = match table.known() {
        Ok(rows) => rows,
        Err(why) => return vec![Err(why); table.n_regions()],
    };
    let others = sums_of_others(&rows);
    each(table, |i| {
        let own = shares(&rows[i])?;
        let rest = shares(&others[i]).map_err(|_| Undefined::NoOther)?;
        Ok(krugman(&own, &rest))
    })
}

/// Krugman index of each industry: its spread over regions against that of all industries together.
pub(crate) fn concentration(table: &Table) -> Vec<Measured> {
    let totals = table
        .known()
        .and_then(|rows| shares(&rows.iter().map(|r| r.iter().sum()).collect::<Vec<f64>>()));
    (0..table.n_industries())
        .map(|k| {
            let totals = totals.as_ref().map_err(|why| *why)?;
            let own = shares(&table.column(k)?).map_err(|_| Undefined::EmptyIndustry)?;
            Ok(krugman(&own, totals))
        })
        .collect()
}

fn each(table: &Table, one: impl Fn(usize) -> Measured) -> Vec<Measured> {
    (0..table.n_regions()).map(one).collect()
}

/// For each row the sum of all the others; by running sums from both ends, so that nothing is lost by subtraction.
fn sums_of_others(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let width = rows.first().map_or(0, Vec::len);
    let mut out = Vec::with_capacity(rows.len());
    let mut before = vec![0.0; width];
    for row in rows {
        out.push(before.clone());
        for (sum, v) in before.iter_mut().zip(row) {
            *sum += v;
        }
    }
    let mut after = vec![0.0; width];
    for (sums, row) in out.iter_mut().zip(rows).rev() {
        for ((sum, a), v) in sums.iter_mut().zip(&mut after).zip(row) {
            *sum += *a;
            *a += v;
        }
    }
    out
}
