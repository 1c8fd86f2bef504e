//! Which parks of a province use which tokens: counts, BM25, and how much more than elsewhere.

use std::collections::HashMap;

use super::to_f32;

/// How many firms of each park use a token: all, and weighted by how recent they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Use {
    park: u16,
    pub(super) all: f32,
    pub(super) recent: f32,
}

/// A token of the province.
#[derive(Debug, Default)]
pub(super) struct Token {
    uses: Vec<Use>,
    /// Firms of each city that use it.
    cities: Vec<(u16, f32)>,
    n_firms: f64,
    pub(super) idf: f64,
    pub(super) idf_recent: f64,
}

/// Where firms stand: their park, the city of each park, and what a firm counts as recent.
pub(super) struct Standing<'s> {
    pub(super) at: &'s [usize],
    pub(super) recent: &'s [f64],
    pub(super) city_of: &'s [u16],
}

/// The tokens of one kind, pairs of characters or items.
#[derive(Debug, Default)]
pub(super) struct Words {
    local: HashMap<u32, u32>,
    pub(super) tokens: Vec<Token>,
    pub(super) lengths: Vec<f64>,
    pub(super) lengths_recent: Vec<f64>,
}

/// Sums by which a token's share is told from what would be expected.
pub(super) struct Bases<'b> {
    pub(super) n_by_park: &'b [f64],
    pub(super) n_by_city: &'b [f64],
    pub(super) city_of: &'b [u16],
    pub(super) n_firms: f64,
    /// Firms that a city's share counts for in its park's, and the province's in the city's.
    pub(super) kappa: f64,
}

impl Words {
    /// Counts the tokens that `users_min` firms or more use; below `least` firms a token counts for nothing in
    /// a park or a city.
    pub(super) fn count(
        texts: &[Vec<u32>],
        standing: &Standing<'_>,
        users_min: usize,
        least: f64,
    ) -> Self {
        let n_parks = standing.city_of.len();
        let mut n_users: HashMap<u32, usize> = HashMap::new();
        for token in texts.iter().flatten() {
            *n_users.entry(*token).or_default() += 1;
        }
        let mut kept: Vec<u32> =
            n_users.into_iter().filter(|(_, n)| *n >= users_min).map(|(t, _)| t).collect();
        kept.sort_unstable();
        let mut out = Self {
            local: (0_u32..).zip(&kept).map(|(local, token)| (*token, local)).collect(),
            tokens: kept.iter().map(|_| Token::default()).collect(),
            lengths: vec![0.0; n_parks],
            lengths_recent: vec![0.0; n_parks],
        };
        let mut uses: Vec<HashMap<u16, (f64, f64)>> = vec![HashMap::new(); kept.len()];
        for ((text, &park), recent) in texts.iter().zip(standing.at).zip(standing.recent) {
            let short = u16::try_from(park).unwrap_or(u16::MAX);
            for local in text.iter().filter_map(|t| out.local.get(t)) {
                let count = uses[*local as usize].entry(short).or_default();
                count.0 += 1.0;
                count.1 += recent;
                out.lengths[park] += 1.0;
                out.lengths_recent[park] += recent;
            }
        }
        out.weigh(uses, standing.city_of, least);
        out
    }

    fn weigh(&mut self, uses: Vec<HashMap<u16, (f64, f64)>>, city_of: &[u16], least: f64) {
        let n_parks = self.lengths.len() as f64;
        let idf = |n: f64| (1.0 + (n_parks - n + 0.5) / (n + 0.5)).ln();
        for (token, uses) in self.tokens.iter_mut().zip(uses) {
            let mut sorted: Vec<(u16, (f64, f64))> = uses.into_iter().collect();
            sorted.sort_by_key(|(park, _)| *park);
            let mut cities: HashMap<u16, f64> = HashMap::new();
            for (park, (all, _)) in &sorted {
                *cities.entry(city_of[usize::from(*park)]).or_default() += all;
                token.n_firms += all;
            }
            token.cities = cities
                .into_iter()
                .filter(|(_, n)| *n >= least)
                .map(|(city, n)| (city, to_f32(n)))
                .collect();
            token.cities.sort_by_key(|(city, _)| *city);
            token.uses = sorted
                .into_iter()
                .filter(|(_, (all, _))| *all >= least)
                .map(|(park, (all, recent))| Use { park, all: to_f32(all), recent: to_f32(recent) })
                .collect();
            token.idf = idf(token.uses.len() as f64);
            token.idf_recent =
                idf(token.uses.iter().map(|u| f64::from(u.recent).min(1.0)).sum::<f64>());
        }
    }

    /// The local numbers of the tokens that are known.
    pub(super) fn locals(&self, tokens: &[u32]) -> Vec<u32> {
        tokens.iter().filter_map(|t| self.local.get(t).copied()).collect()
    }

    /// BM25 (Robertson and Zaragoza 2009) with a park's firms together as one text, a token counted once a
    /// firm; points a token of the text.
    pub(super) fn bm25(&self, locals: &[u32], k1: f64, b: f64, recent: bool) -> Vec<f64> {
        let lengths = if recent { &self.lengths_recent } else { &self.lengths };
        let mean = (lengths.iter().sum::<f64>() / lengths.len().max(1) as f64).max(1e-9);
        let norms: Vec<f64> = lengths.iter().map(|l| k1 * (1.0 - b + b * l / mean)).collect();
        let mut out = vec![0.0; lengths.len()];
        for token in locals.iter().map(|t| &self.tokens[*t as usize]) {
            let idf = if recent { token.idf_recent } else { token.idf };
            for used in &token.uses {
                let n = f64::from(if recent { used.recent } else { used.all });
                let park = usize::from(used.park);
                out[park] += idf * n * (k1 + 1.0) / (n + norms[park]);
            }
        }
        let n = locals.len().max(1) as f64;
        out.iter_mut().for_each(|score| *score /= n);
        out
    }

    /// Sum over the tokens of the log of how much more a park's firms use each than the province's, the
    /// park's share drawn to its city's and that to the province's; over the root of their number.
    pub(super) fn lift(&self, locals: &[u32], bases: &Bases<'_>) -> Vec<f64> {
        let kappa = bases.kappa;
        let idle: Vec<f64> = bases.n_by_park.iter().map(|n| (kappa / (n + kappa)).ln()).collect();
        let mut out = vec![0.0; idle.len()];
        let mut of_city = vec![0.0; bases.n_by_city.len()];
        for token in locals.iter().map(|t| &self.tokens[*t as usize]) {
            let expected = token.n_firms / bases.n_firms.max(1.0);
            for (lift, n) in of_city.iter_mut().zip(bases.n_by_city) {
                *lift = kappa / (n + kappa);
            }
            for (city, count) in &token.cities {
                let n = bases.n_by_city[usize::from(*city)];
                of_city[usize::from(*city)] = (f64::from(*count) / expected + kappa) / (n + kappa);
            }
            let logs: Vec<f64> = of_city.iter().map(|l| l.ln()).collect();
            for ((score, city), idle) in out.iter_mut().zip(bases.city_of).zip(&idle) {
                *score += logs[usize::from(*city)] + idle;
            }
            for used in &token.uses {
                let park = usize::from(used.park);
                let city = of_city[usize::from(bases.city_of[park])];
                out[park] += (f64::from(used.all) / (expected * kappa * city)).ln_1p();
            }
        }
        let root = (locals.len().max(1) as f64).sqrt();
        out.iter_mut().for_each(|score| *score /= root);
        out
    }
}
