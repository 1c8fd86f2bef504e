//! The learned weights: `models/learning/*.csv`, one row a task and feature, with their provenance above.
//!
//! A weight is a coefficient of the conditional logit, held at 0 or above. For a preset each feature becomes
//! a fit in [0, 1] by its frozen goalposts, and each coefficient times the width of its goalposts is divided by
//! the sum of these: the order is the same wherever no goalpost cuts.

use std::fmt::Write as _;

use crate::features::{Feature, N_FEATURES};

/// What is asked of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Parks of the firm's province; its city is unknown.
    Province,
    /// All parks; the place is unknown.
    Nation,
    /// All parks; the firm's city is known.
    NationCity,
}

impl Task {
    /// The tasks, the main one first.
    pub const ALL: [Self; 3] = [Self::Province, Self::Nation, Self::NationCity];

    /// Its name in the contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Nation => "nation",
            Self::NationCity => "nation-city",
        }
    }
}

/// One learned weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weight {
    /// What it weighs.
    pub feature: Feature,
    /// Coefficient of the conditional logit, for one unit of the feature.
    pub coefficient: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The value of the feature that is fit 0.
    pub low: f64,
    /// The value that is fit 1.
    pub high: f64,
}

/// The weights of each task.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coefficients {
    /// Weights by task, in the order of [`Task::ALL`].
    pub tasks: [Vec<Weight>; 3],
}

/// A file of weights that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct CoefficientsError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

const HEADER: &str = "task,feature,coefficient,standard_error,low,high,weight";

impl Coefficients {
    /// Reads a file of `models/learning`.
    ///
    /// # Errors
    /// The line that cannot be used.
    pub fn parse(text: &str) -> Result<Self, CoefficientsError> {
        let mut out = Self::default();
        for (line, row) in (1..).zip(text.lines()) {
            if row.starts_with('#') || row == HEADER || row.is_empty() {
                continue;
            }
            let wrong = |what: &str| CoefficientsError { line, what: format!("{what}: {row}") };
            let cells: Vec<&str> = row.split(',').collect();
            let [task, feature, numbers @ ..] = cells.as_slice() else {
                return Err(wrong("too few fields"));
            };
            let task = Task::ALL.iter().position(|t| t.name() == *task);
            let task = task.ok_or_else(|| wrong("unknown task"))?;
            let feature = Feature::parse(feature).ok_or_else(|| wrong("unknown feature"))?;
            let numbers: Vec<f64> = numbers.iter().filter_map(|n| n.parse().ok()).collect();
            let [coefficient, standard_error, low, high, _weight] = numbers[..] else {
                return Err(wrong("not five numbers"));
            };
            if numbers.iter().any(|n| !n.is_finite()) {
                return Err(wrong("a number that is not finite"));
            }
            if coefficient < 0.0 || high <= low {
                return Err(wrong("a coefficient below 0, or goalposts that do not rise"));
            }
            out.tasks[task].push(Weight { feature, coefficient, standard_error, low, high });
        }
        Ok(out)
    }

    /// The rows as they stand in a file, below `provenance` (lines without the `#`).
    pub fn print(&self, provenance: &[String]) -> String {
        let mut out = String::new();
        for line in provenance {
            let _ = writeln!(out, "# {line}");
        }
        let _ = writeln!(out, "{HEADER}");
        for (task, weights) in Task::ALL.iter().zip(&self.tasks) {
            let shares = preset_weights(weights);
            for (w, share) in weights.iter().zip(shares) {
                let _ = writeln!(
                    out,
                    "{},{},{:.6},{:.6},{:.4},{:.4},{share:.6}",
                    task.name(),
                    w.feature.name(),
                    w.coefficient,
                    w.standard_error,
                    w.low,
                    w.high
                );
            }
        }
        out
    }

    /// The weights of a task.
    pub fn of(&self, task: Task) -> &[Weight] {
        &self.tasks[task as usize]
    }
}

/// Weights of the fits, adding up to 1: coefficient times the width of the goalposts, over their sum.
pub fn preset_weights(weights: &[Weight]) -> Vec<f64> {
    let parts: Vec<f64> = weights.iter().map(|w| w.coefficient * (w.high - w.low)).collect();
    let total: f64 = parts.iter().sum();
    parts.iter().map(|p| if total > 0.0 { p / total } else { 0.0 }).collect()
}

/// The score by fits within the goalposts, in [0, 1].
pub fn preset_score(weights: &[Weight], shares: &[f64], features: &[f64; N_FEATURES]) -> f64 {
    weights
        .iter()
        .zip(shares)
        .map(|(w, share)| {
            let fit = (features[w.feature as usize] - w.low) / (w.high - w.low);
            share * fit.clamp(0.0, 1.0)
        })
        .sum()
}

/// The score by the coefficients alone: the logit's utility.
pub fn raw_score(weights: &[Weight], features: &[f64; N_FEATURES]) -> f64 {
    weights.iter().map(|w| w.coefficient * features[w.feature as usize]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let weight = |feature, coefficient| Weight {
            feature,
            coefficient,
            standard_error: 0.125,
            low: -4.0,
            high: 2.0,
        };
        let mut written = Coefficients::default();
        written.tasks[0] = vec![weight(Feature::Size, 0.5), weight(Feature::Words, 1.5)];
        written.tasks[2] = vec![weight(Feature::City, 1.0)];
        let text = written.print(&["a word".to_owned()]);
        assert_eq!(Coefficients::parse(&text).ok(), Some(written.clone()), "{text}");
        for wrong in
            ["-1,0,0,1,0", "nan,0,0,1,0", "1,0,nan,1,0", "1,0,0,inf,0", "1,0,1,1,0", "1,0,x,1,0"]
        {
            assert!(Coefficients::parse(&format!("province,size,{wrong}")).is_err(), "{wrong}");
        }
        assert_eq!(preset_weights(&written.tasks[0]), [0.25, 0.75]);
        let mut features = [0.0; N_FEATURES];
        features[Feature::Size as usize] = -1.0;
        features[Feature::Words as usize] = 9.0;
        let score = preset_score(&written.tasks[0], &[0.25, 0.75], &features);
        assert!((score - (0.25 * 0.5 + 0.75)).abs() < 1e-12);
    }
}
