//! What each feature adds: fits with one more feature at a time, judged on later years within the province.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use crate::coefficients::{Task, raw_score};
use crate::features::{Feature, N_FEATURES};
use crate::firms::{Field, Firm};
use crate::learn::freeze;
use crate::logit::LogitError;
use crate::making::Making;
use crate::metrics::{Quality, rank_of};
use crate::train::{TrainParams, asked, choices_by_province, weights};

/// One set of features.
#[derive(Debug, Clone)]
pub struct Step {
    /// The features that were fitted.
    pub features: Vec<Feature>,
    /// How well they rank all firms.
    pub all: Option<Quality>,
    /// How well they rank the makers.
    pub makers: Option<Quality>,
}

/// A firm that is judged: the features of its candidates, and which it chose.
struct Judged {
    rows: Vec<[f64; N_FEATURES]>,
    taken: Option<usize>,
    maker: bool,
}

fn judged_of(field: &Field, making: Making, years: RangeInclusive<u16>) -> Vec<Judged> {
    let mut out = Vec::new();
    for year in years {
        let firms: Vec<&Firm> = field.choices.iter().filter(|f| f.founded.year == year).collect();
        if firms.is_empty() {
            continue;
        }
        let provinces = freeze(field, year - 1, making);
        out.par_extend(firms.par_iter().map(|firm| {
            let maker = firm.maker;
            let Some(province) = firm.province.map(|p| &provinces[usize::from(p)]) else {
                return Judged { rows: Vec::new(), taken: None, maker };
            };
            let taken = firm.park.and_then(|park| province.parks.iter().position(|p| *p == park));
            Judged { rows: province.features(firm), taken, maker }
        }));
    }
    out
}

/// Fits on the years of `params` and judges on `years`, for each set of features.
///
/// # Errors
/// No choice to learn from.
pub fn ablation(
    field: &Field,
    making: Making,
    params: TrainParams,
    years: RangeInclusive<u16>,
    sets: &[Vec<Feature>],
) -> Result<Vec<Step>, LogitError> {
    let taught = choices_by_province(field, making, params);
    let judged = judged_of(field, making, years);
    let all = asked(Task::Province);
    sets.iter()
        .map(|set| {
            let features: Vec<Feature> = all.iter().filter(|f| set.contains(f)).copied().collect();
            let weights = weights(&taught, &features, params.ridge)?;
            let ranks: Vec<(Option<f64>, bool)> = judged
                .par_iter()
                .map(|firm| {
                    let scores: Vec<f64> =
                        firm.rows.iter().map(|row| raw_score(&weights, row)).collect();
                    (firm.taken.map(|taken| rank_of(&scores, taken)), firm.maker)
                })
                .collect();
            let of = |only_makers: bool| {
                let kept: Vec<Option<f64>> = ranks
                    .iter()
                    .filter(|(_, maker)| *maker || !only_makers)
                    .map(|(rank, _)| *rank)
                    .collect();
                Quality::of(&kept)
            };
            Ok(Step { features, all: of(false), makers: of(true) })
        })
        .collect()
}

/// The sets for a table: one more feature at a time in the order of [`Feature::ALL`], then all but one.
pub fn sets() -> Vec<Vec<Feature>> {
    let all = asked(Task::Province);
    let growing = (1..=all.len()).map(|n| all[..n].to_vec());
    let without = all
        .iter()
        .map(|left_out| all.iter().filter(|f| *f != left_out).copied().collect::<Vec<_>>());
    growing.chain(without).collect()
}
