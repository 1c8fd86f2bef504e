//! What a firm and the parks of a province have in common: capital, industry, words, nearest firms, city.

use std::collections::HashMap;

use super::{Making, Province, Token, Use};
use crate::firms::{CAPITAL_BINS, Firm};

impl Province {
    /// Log of how much more of the firm's capital bin a park has than its province.
    pub(super) fn capital_fit(&self, firm: &Firm) -> Vec<f64> {
        let bin = usize::from(firm.capital_bin);
        let expected = (self.capital_all[bin] + 1.0) / (self.n_firms + CAPITAL_BINS as f64);
        let kappa = self.making.mix_firms;
        self.capital
            .iter()
            .zip(&self.n_by_park)
            .map(|(bins, n)| ((bins[bin] + kappa * expected) / ((n + kappa) * expected)).ln())
            .collect()
    }

    /// Log of how much more of the firm's industry a park has than its province.
    pub(super) fn industry_fit(&self, table: &HashMap<u16, Vec<f64>>, code: u16) -> Vec<f64> {
        let Some(counts) = table.get(&code) else { return vec![0.0; self.parks.len()] };
        let expected = (counts.iter().sum::<f64>() + 0.5) / (self.n_firms + 1.0);
        let kappa = self.making.mix_firms;
        counts
            .iter()
            .zip(&self.n_by_park)
            .map(|(n, all)| ((n + kappa * expected) / ((all + kappa) * expected)).ln())
            .collect()
    }

    /// BM25 (Robertson and Zaragoza 2009) with a park's firms together as one text, a token counted once a firm.
    pub(super) fn bm25(
        &self,
        tokens: &[u32],
        count: impl Fn(&Use) -> f32,
        idf: impl Fn(&Token) -> f64,
        lengths: &[f64],
    ) -> Vec<f64> {
        let Making { k1, b, .. } = self.making;
        let mean = (lengths.iter().sum::<f64>() / lengths.len().max(1) as f64).max(1e-9);
        let norms: Vec<f64> = lengths.iter().map(|l| k1 * (1.0 - b + b * l / mean)).collect();
        let mut out = vec![0.0; self.parks.len()];
        for token in tokens.iter().map(|t| &self.tokens[*t as usize]) {
            let idf = idf(token);
            for used in &token.uses {
                let n = f64::from(count(used));
                out[usize::from(used.park)] +=
                    idf * n * (k1 + 1.0) / (n + norms[usize::from(used.park)]);
            }
        }
        let n = tokens.len().max(1) as f64;
        out.iter_mut().for_each(|score| *score /= n);
        out
    }

    /// Log share of the votes of the firms with the nearest texts (cosine of idf-weighted pairs).
    pub(super) fn votes(&self, tokens: &[u32]) -> Vec<f64> {
        let mut likeness = vec![0.0_f64; self.voter_park.len()];
        let mut own = 0.0;
        for token in tokens.iter().map(|t| &self.tokens[*t as usize]) {
            let square = token.idf_firms * token.idf_firms;
            own += square;
            for firm in &token.firms {
                likeness[*firm as usize] += square;
            }
        }
        let own = own.sqrt().max(1e-9);
        likeness.iter_mut().zip(&self.voter_norm).for_each(|(l, norm)| *l /= own * norm);
        let n = self.making.voters.min(likeness.len());
        let mut order: Vec<usize> = (0..likeness.len()).collect();
        if n > 0 && n < order.len() {
            order.select_nth_unstable_by(n - 1, |a, b| {
                likeness[*b].total_cmp(&likeness[*a]).then(a.cmp(b))
            });
        }
        order.truncate(n);
        order.sort_unstable();
        let mut votes = vec![0.0; self.parks.len()];
        for i in order {
            votes[usize::from(self.voter_park[i])] +=
                likeness[i].powi(self.making.vote_power) * self.voter_weight[i];
        }
        let total: f64 = votes.iter().sum();
        votes.iter().zip(&self.shares).map(|(v, s)| ((v + 0.5 * s) / (total + 0.5)).ln()).collect()
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
