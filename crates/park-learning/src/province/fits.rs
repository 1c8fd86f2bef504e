//! What a firm and the parks of a province have in common beside words: capital, making, industry, city.

use std::collections::HashMap;

use super::Province;
use crate::firms::{CAPITAL_BINS, Firm};

impl Province {
    /// Log of how much more a park has of a part than its province, from counts by park.
    fn lift_of(&self, counts: impl Iterator<Item = f64>, expected: f64) -> Vec<f64> {
        let kappa = self.making.mix_firms;
        counts
            .zip(&self.n_by_park)
            .map(|(n, all)| ((n + kappa * expected) / ((all + kappa) * expected)).ln())
            .collect()
    }

    /// Log of how much more of the firm's capital bin a park has than its province.
    pub(super) fn capital_fit(&self, firm: &Firm) -> Vec<f64> {
        let bin = usize::from(firm.capital_bin);
        let expected = (self.capital_all[bin] + 1.0) / (self.n_firms + CAPITAL_BINS as f64);
        self.lift_of(self.capital.iter().map(|bins| bins[bin]), expected)
    }

    /// Log of how much more of the firm's kind (one that makes, one that does not) a park has.
    pub(super) fn making_fit(&self, firm: &Firm) -> Vec<f64> {
        let makers: f64 = self.makers.iter().sum();
        let of_kind = |makers: f64, all: f64| if firm.makes { makers } else { all - makers };
        let expected = (of_kind(makers, self.n_firms) + 1.0) / (self.n_firms + 2.0);
        let counts = self.makers.iter().zip(&self.n_by_park).map(|(m, n)| of_kind(*m, *n));
        self.lift_of(counts, expected)
    }

    /// Log of how much more of the firm's industry a park has than its province.
    pub(super) fn industry_fit(&self, table: &HashMap<u16, Vec<f64>>, code: u16) -> Vec<f64> {
        let Some(counts) = table.get(&code) else { return vec![0.0; self.parks.len()] };
        let expected = (counts.iter().sum::<f64>() + 0.5) / (self.n_firms + 1.0);
        self.lift_of(counts.iter().copied(), expected)
    }

    /// Log share of the firms of a city among the province's parks, for a place that is known.
    pub fn city_fit(&self, city: Option<u32>) -> Vec<f64> {
        let counts = city.and_then(|c| self.cities.get(&c));
        let total = counts.map_or(0.0, |c| c.iter().sum::<f64>());
        (0..self.parks.len())
            .map(|park| {
                let n = counts.map_or(0.0, |c| c[park]);
                ((n + 0.01 * self.shares[park]) / (total + 0.01)).ln()
            })
            .collect()
    }

    /// Which parks have a firm of the city.
    pub fn has_city(&self, city: Option<u32>) -> Vec<bool> {
        match city.and_then(|c| self.cities.get(&c)) {
            Some(counts) => counts.iter().map(|n| *n > 0.0).collect(),
            None => vec![false; self.parks.len()],
        }
    }
}
