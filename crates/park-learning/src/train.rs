//! Fits the weights of the features on the choices of some years, each against the history before its year.

use ndarray::Array2;
use rand::SeedableRng;
use rand::seq::index::sample;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::coefficients::{Coefficients, Task, Weight};
use crate::features::{Feature, N_FEATURES};
use crate::firms::{Field, Firm};
use crate::learn::{choices_in_province, freeze};
use crate::logit::{Choice, LogitError, LogitParams, fit};
use crate::making::Making;
use crate::nation::Nation;

/// How the weights are fitted.
#[derive(Debug, Clone, Copy)]
pub struct TrainParams {
    /// First year of choices.
    pub from: u16,
    /// Last year of choices.
    pub to: u16,
    /// Firms of a year that are learned from in a province, at most.
    pub firms_a_year: usize,
    /// Firms of a year that are learned from nationwide, at most: each has hundreds of alternatives.
    pub firms_a_year_nation: usize,
    /// Ridge.
    pub ridge: f64,
    /// Seed of the samples of firms.
    pub seed: u64,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self {
            from: 2008,
            to: 2015,
            firms_a_year: 3000,
            firms_a_year_nation: 300,
            ridge: 1.0,
            seed: 20_151_231,
        }
    }
}

/// A coefficient that would be printed as 0 is none.
const COEFFICIENT_MIN: f64 = 1e-6;

fn drawn<'f>(firms: &[&'f Firm], most: usize, random: &mut Xoshiro256PlusPlus) -> Vec<&'f Firm> {
    let mut places = sample(random, firms.len(), most.min(firms.len())).into_vec();
    places.sort_unstable();
    places.into_iter().map(|i| firms[i]).collect()
}

/// The features that a task can tell apart.
pub(crate) fn asked(task: Task) -> Vec<Feature> {
    let only_nation = [Feature::ProvinceSize, Feature::ProvinceWords];
    Feature::ALL
        .into_iter()
        .filter(|f| match task {
            Task::Province => !only_nation.contains(f) && *f != Feature::City,
            Task::Nation => *f != Feature::City,
            Task::NationCity => true,
        })
        .collect()
}

/// The choices of the years within their provinces, each against the history before its year.
pub(crate) fn choices_by_province(
    field: &Field,
    making: Making,
    params: TrainParams,
) -> Vec<Choice> {
    let mut out = Vec::new();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(params.seed);
    for year in params.from..=params.to {
        let firms: Vec<&Firm> =
            field.choices.iter().filter(|f| f.founded.year == year && f.park.is_some()).collect();
        if !firms.is_empty() {
            let taught = drawn(&firms, params.firms_a_year, &mut random);
            out.extend(choices_in_province(&freeze(field, year - 1, making), &taught));
        }
    }
    out
}

/// Fits the weights of all tasks; the field's choices are those that are learned from.
///
/// # Errors
/// No choice to learn from.
pub fn train(
    field: &Field,
    making: Making,
    params: TrainParams,
) -> Result<Coefficients, LogitError> {
    let mut in_province: Vec<Choice> = Vec::new();
    let mut in_nation: Vec<Choice> = Vec::new();
    let mut random = Xoshiro256PlusPlus::seed_from_u64(params.seed);
    for year in params.from..=params.to {
        let firms: Vec<&Firm> =
            field.choices.iter().filter(|f| f.founded.year == year && f.park.is_some()).collect();
        if firms.is_empty() {
            continue;
        }
        // Frozen before the year: a firm never teaches what it is judged by.
        let nation = Nation::freeze(field, year - 1, making);
        let taught = drawn(&firms, params.firms_a_year, &mut random);
        in_province.extend(choices_in_province(&nation.provinces, &taught));
        let taught = drawn(&firms, params.firms_a_year_nation, &mut random);
        in_nation.extend(choices_in_nation(&nation, &taught));
    }
    let mut out = Coefficients::default();
    for task in Task::ALL {
        let choices = if task == Task::Province { &in_province } else { &in_nation };
        out.tasks[task as usize] = weights(choices, &asked(task), params.ridge)?;
    }
    Ok(out)
}

fn choices_in_nation(nation: &Nation, firms: &[&Firm]) -> Vec<Choice> {
    firms
        .par_iter()
        .filter_map(|firm| {
            let taken = nation.parks().iter().position(|p| Some(*p) == firm.park)?;
            let rows = nation.features(firm);
            let features = Array2::from_shape_fn((rows.len(), N_FEATURES), |(i, j)| rows[i][j]);
            Some(Choice { features, taken, offsets: Vec::new() })
        })
        .collect()
}

pub(crate) fn weights(
    choices: &[Choice],
    asked: &[Feature],
    ridge: f64,
) -> Result<Vec<Weight>, LogitError> {
    let narrow: Vec<Choice> = choices
        .iter()
        .map(|choice| Choice {
            features: Array2::from_shape_fn((choice.features.nrows(), asked.len()), |(i, j)| {
                choice.features[[i, asked[j] as usize]]
            }),
            taken: choice.taken,
            offsets: Vec::new(),
        })
        .collect();
    let params = LogitParams { ridge, towards: Vec::new(), at_least_zero: true };
    let fitted = fit(&narrow, &params)?;
    let mut out = Vec::new();
    let told = |j: usize| fitted.beta[j] > COEFFICIENT_MIN;
    for (j, feature) in asked.iter().enumerate().filter(|(j, _)| told(*j)) {
        let (low, high) = goalposts(&narrow, j);
        out.push(Weight {
            feature: *feature,
            coefficient: fitted.beta[j],
            standard_error: fitted.standard_errors[j],
            low,
            high,
        });
    }
    Ok(out)
}

/// Least and greatest value seen, moved out to whole tenths and by half the width, since a larger history
/// goes further.
fn goalposts(choices: &[Choice], column: usize) -> (f64, f64) {
    let values = || choices.iter().flat_map(|c| c.features.column(column));
    let low = values().copied().fold(f64::INFINITY, f64::min);
    let high = values().copied().fold(f64::NEG_INFINITY, f64::max);
    let room = (high - low) * 0.5 + 0.1;
    (((low - room) * 10.0).floor() / 10.0, ((high + room) * 10.0).ceil() / 10.0)
}
