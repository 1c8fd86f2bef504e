//! Location quotients: an industry's share here over its share everywhere.

use crate::table::{Table, column_sums};
use crate::undefined::{Measured, Undefined};

/// LQ = (x / own total) / (industry total / all). Not rounded.
///
/// # Errors
/// When the region or the industry is empty (0/0 is undefined here, not 0).
pub fn location_quotient(x: f64, own_total: f64, industry_total: f64, all: f64) -> Measured {
    if own_total <= 0.0 {
        return Err(Undefined::EmptyRegion);
    }
    if industry_total <= 0.0 {
        return Err(Undefined::EmptyIndustry);
    }
    Ok((x / own_total) / (industry_total / all))
}

/// The shrunk LQ: (x + m S) / (total + m) / S with S the industry's share of the base and m the base's weight in the
/// values' own unit; a region with little data is drawn towards 1, one without data is 1 (`METHODS` 1.3).
///
/// # Errors
/// When S is 0, or the region is empty and m is 0.
pub fn shrunk_quotient(x: f64, own_total: f64, base_share: f64, m: f64) -> Measured {
    if base_share <= 0.0 {
        return Err(Undefined::EmptyIndustry);
    }
    if own_total + m <= 0.0 {
        return Err(Undefined::EmptyRegion);
    }
    Ok((x + m * base_share) / (own_total + m) / base_share)
}

/// LQ of every cell, row-major. One unknown value makes all of them undefined, since each needs the table's total.
pub(crate) fn quotients(table: &Table) -> Vec<Measured> {
    let rows = match table.known() {
        Ok(rows) => rows,
        Err(why) => return vec![Err(why); table.values().len()],
    };
    let sums = column_sums(&rows);
    let all: f64 = sums.iter().sum();
    rows.iter()
        .flat_map(|row| {
            let own: f64 = row.iter().sum();
            let sums = &sums;
            row.iter().zip(sums).map(move |(x, sum)| location_quotient(*x, own, *sum, all))
        })
        .collect()
}
