//! All parks at once, for a firm whose place is unknown, or whose city is known.
//!
//! Counts of recent years are never compared between provinces, since registrations thin out at different
//! times: windows and classifiers speak within a province, and the province has its own two features.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::features::{Feature, N_FEATURES};
use crate::firms::{Field, Firm};
use crate::learn::freeze;
use crate::making::Making;
use crate::province::Province;
use crate::softmax::{Example, Softmax};

/// The frozen history of all provinces.
#[derive(Debug)]
pub struct Nation {
    /// Each province for itself.
    pub provinces: Vec<Province>,
    /// All parks as one: sizes, industries, capital, words, cities.
    pub whole: Province,
    /// Where a park of `whole` stands: its province and its place there.
    place: Vec<(usize, usize)>,
    shares: Vec<f64>,
    classifier: Option<Softmax>,
    local: HashMap<u32, u32>,
}

/// Firms that use a token at least, for it to tell provinces apart.
const TOKEN_FIRMS_MIN: usize = 5;
/// Passes of the classifier of provinces.
const EPOCHS: usize = 3;

impl Nation {
    /// Freezes the nation at the end of a year.
    pub fn freeze(field: &Field, last_year: u16, making: Making) -> Self {
        let provinces = freeze(field, last_year, making);
        let end = field.history.partition_point(|f| f.founded.year <= last_year);
        let firms: Vec<&Firm> = field.history[..end].iter().filter(|f| f.park.is_some()).collect();
        let mut parks = Vec::new();
        let mut place = Vec::new();
        for (p, province) in provinces.iter().enumerate() {
            for (i, park) in province.parks.iter().enumerate() {
                parks.push(*park);
                place.push((p, i));
            }
        }
        let whole_making = Making { softmax: None, votes: false, ..making };
        let whole = Province::build(parks, &firms, last_year, whole_making);
        let total = firms.len() as f64 + provinces.len() as f64;
        let shares: Vec<f64> = provinces.iter().map(|p| (p.n_firms() + 1.0) / total).collect();
        let mut nation =
            Self { provinces, whole, place, shares, classifier: None, local: HashMap::new() };
        if let Some(params) = making.softmax {
            nation.local = whole_tokens(&firms);
            let texts: Vec<Vec<u32>> = firms.par_iter().map(|firm| nation.locals(firm)).collect();
            let examples: Vec<Example<'_>> = firms
                .iter()
                .zip(&texts)
                .map(|(firm, tokens)| Example {
                    tokens,
                    class: firm.province.map_or(0, usize::from),
                    weight: 1.0,
                })
                .collect();
            let bias = nation.shares.iter().map(|s| crate::province::to_f32(s.ln())).collect();
            let params = crate::softmax::SoftmaxParams { epochs: EPOCHS, ..params };
            nation.classifier = Some(Softmax::fit(&examples, nation.local.len(), bias, params));
        }
        nation
    }

    fn locals(&self, firm: &Firm) -> Vec<u32> {
        firm.pairs
            .iter()
            .chain(&firm.name_pairs)
            .filter_map(|t| self.local.get(t).copied())
            .collect()
    }

    /// The features of a firm and every park, in the order of [`Nation::parks`].
    pub fn features(&self, firm: &Firm) -> Vec<[f64; N_FEATURES]> {
        let mut out = self.whole.features(firm);
        let of_provinces: Vec<Vec<[f64; N_FEATURES]>> =
            self.provinces.iter().map(|p| p.quick_features(firm)).collect();
        let words = self.classifier.as_ref().map(|c| c.log_probabilities(&self.locals(firm)));
        let city = self.whole.city_fit(firm.city);
        let within = [
            Feature::Last10,
            Feature::Last5,
            Feature::Last2,
            Feature::Last1,
            Feature::Idle,
            Feature::Classifier,
            Feature::RecentClassifier,
        ];
        for ((row, (p, i)), city) in out.iter_mut().zip(&self.place).zip(city) {
            for feature in within {
                row[feature as usize] = of_provinces[*p][*i][feature as usize];
            }
            row[Feature::ProvinceSize as usize] = self.shares[*p].ln();
            row[Feature::ProvinceWords as usize] = words.as_ref().map_or(0.0, |w| w[*p]);
            row[Feature::City as usize] = city;
        }
        out
    }

    /// All candidates, by number in the field.
    pub fn parks(&self) -> &[u32] {
        &self.whole.parks
    }
}

fn whole_tokens(firms: &[&Firm]) -> HashMap<u32, u32> {
    let mut n_users: HashMap<u32, usize> = HashMap::new();
    for token in firms.iter().flat_map(|f| f.pairs.iter().chain(&f.name_pairs)) {
        *n_users.entry(*token).or_default() += 1;
    }
    let mut kept: Vec<u32> =
        n_users.into_iter().filter(|(_, n)| *n >= TOKEN_FIRMS_MIN).map(|(t, _)| t).collect();
    kept.sort_unstable();
    kept.into_iter().zip(0_u32..).collect()
}

#[cfg(test)]
mod tests;
