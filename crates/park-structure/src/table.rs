//! A region × industry table whose values are known or unknown.

use crate::undefined::{Measured, Undefined};

/// A region × industry table; values are at least 0 and finite, or unknown. Row-major, (`n_regions` × `n_industries`).
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    regions: Vec<String>,
    industries: Vec<String>,
    values: Vec<Option<f64>>,
}

impl Table {
    /// A table from its parts.
    ///
    /// # Panics
    /// When the shape does not fit, or a value is negative or not finite: both are faults of the caller.
    pub fn new(regions: Vec<String>, industries: Vec<String>, values: Vec<Option<f64>>) -> Self {
        assert_eq!(values.len(), regions.len() * industries.len(), "shape of the table");
        assert!(values.iter().flatten().all(|v| v.is_finite() && *v >= 0.0), "values of the table");
        Self { regions, industries, values }
    }

    /// Names of the regions, in the table's order.
    pub fn regions(&self) -> &[String] {
        &self.regions
    }

    /// Names of the industries, in the table's order.
    pub fn industries(&self) -> &[String] {
        &self.industries
    }

    /// Number of regions, n.
    pub fn n_regions(&self) -> usize {
        self.regions.len()
    }

    /// Number of industries, K.
    pub fn n_industries(&self) -> usize {
        self.industries.len()
    }

    /// One cell.
    pub fn value(&self, region: usize, industry: usize) -> Option<f64> {
        self.values[region * self.industries.len() + industry]
    }

    /// All cells, row-major.
    pub fn values(&self) -> &[Option<f64>] {
        &self.values
    }

    /// One region's values.
    ///
    /// # Errors
    /// When one of them is unknown.
    pub fn row(&self, region: usize) -> Result<Vec<f64>, Undefined> {
        (0..self.n_industries())
            .map(|k| self.value(region, k).ok_or(Undefined::UnknownValue))
            .collect()
    }

    /// One industry's values.
    ///
    /// # Errors
    /// When one of them is unknown.
    pub fn column(&self, industry: usize) -> Result<Vec<f64>, Undefined> {
        (0..self.n_regions())
            .map(|i| self.value(i, industry).ok_or(Undefined::UnknownValue))
            .collect()
    }

    /// Whether every known value is 0 or 1, so that the table is the binary matrix M itself.
    pub fn is_binary(&self) -> bool {
        #[expect(clippy::float_cmp, reason = "exactly 0 and 1 are meant")]
        self.values.iter().flatten().all(|v| *v == 0.0 || *v == 1.0)
    }

    /// All values.
    ///
    /// # Errors
    /// When one of them is unknown.
    pub(crate) fn known(&self) -> Result<Vec<Vec<f64>>, Undefined> {
        (0..self.n_regions()).map(|i| self.row(i)).collect()
    }

    /// Where a region stands.
    pub fn region_at(&self, name: &str) -> Option<usize> {
        self.regions.iter().position(|r| r == name)
    }

    /// Where an industry stands.
    pub fn industry_at(&self, name: &str) -> Option<usize> {
        self.industries.iter().position(|k| k == name)
    }
}

/// Values as shares of their sum.
///
/// # Errors
/// When they sum to 0.
pub fn shares(values: &[f64]) -> Result<Vec<f64>, Undefined> {
    let total: f64 = values.iter().sum();
    if total > 0.0 {
        Ok(values.iter().map(|v| v / total).collect())
    } else {
        Err(Undefined::EmptyRegion)
    }
}

/// Column sums of rows of one length.
pub(crate) fn column_sums(rows: &[Vec<f64>]) -> Vec<f64> {
    let mut sums = vec![0.0; rows.first().map_or(0, Vec::len)];
    for row in rows {
        for (sum, v) in sums.iter_mut().zip(row) {
            *sum += v;
        }
    }
    sums
}

/// An f64 that a formula may turn into NaN, as a value or a reason.
pub(crate) fn finite(value: f64, why: Undefined) -> Measured {
    if value.is_finite() { Ok(value) } else { Err(why) }
}
