//! The judge: every firm of the choices, ranked by the model and by the baselines, in three tasks.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::bootstrap::{Differences, Intervals, differences, intervals};
use crate::coefficients::{Coefficients, Task, Weight, preset_score, preset_weights, raw_score};
use crate::features::{Feature, N_FEATURES};
use crate::firms::{Field, Firm};
use crate::making::Making;
use crate::metrics::{Calibration, Quality, calibration, gini, rank_of};
use crate::nation::Nation;

/// What orders the parks: the model's preset, its raw coefficients, or a baseline.
pub const RANKERS: [&str; 6] =
    ["model", "raw", "popularity", "popularity-last-2-years", "bm25", "same-industry"];
/// Number of rankers.
pub const N_RANKERS: usize = RANKERS.len();
/// Bins of the calibration of the first place.
const CALIBRATION_BINS: usize = 10;
/// How many of a list count as shown.
const SHOWN: usize = 10;

/// One firm under one task.
#[derive(Debug, Clone, Default)]
struct Judged {
    ranks: [Option<f64>; N_RANKERS],
    /// Parks of the model's first places.
    shown: Vec<u32>,
    /// Probability that the model gives its first park, and whether it was chosen.
    first: Option<(f64, bool)>,
    n_candidates: usize,
}

/// One ranker in one task.
#[derive(Debug, Clone)]
pub struct Scores {
    /// The means; `None` when there are no firms.
    pub quality: Option<Quality>,
    /// 95 % intervals, by bootstrap over firms with the same draws for every ranker.
    pub intervals: Option<Intervals>,
    /// The model's means less these, paired by firm.
    pub model_less_this: Option<Differences>,
}

/// A part of the firms in the main task: a province or an industry.
#[derive(Debug, Clone)]
pub struct Part {
    /// Name of the province, or digits of the division.
    pub name: String,
    /// The model.
    pub model: Option<Quality>,
    /// Popularity of all years.
    pub popularity: Option<Quality>,
}

/// All rankers of one task, for some firms.
#[derive(Debug, Clone)]
pub struct TaskReport {
    /// In the order of [`RANKERS`].
    pub rankers: Vec<Scores>,
}

/// What is said of a task beyond the ranks.
#[derive(Debug, Clone)]
pub struct TaskNotes {
    /// Share of the candidates that stand in some firm's first ten; `None` without candidates.
    pub coverage_at_10: Option<f64>,
    /// Gini of how often each candidate stands there; `None` when none does.
    pub exposure_gini: Option<f64>,
    /// Gini of how often each candidate was chosen, to compare the exposure with; `None` when none was.
    pub chosen_gini: Option<f64>,
    /// Calibration of the probability of the first park.
    pub calibration: Option<Calibration>,
    /// Fewest and most candidates of a firm; `None` without firms.
    pub candidates: Option<(usize, usize)>,
    /// Firms that the preset ranks otherwise than the raw coefficients.
    pub raw_differs: usize,
}

/// The whole report.
#[derive(Debug, Clone)]
pub struct Report {
    /// Rows judged.
    pub firms: usize,
    /// Of these, makers.
    pub makers: usize,
    /// Firms whose park is no candidate: misses in every task.
    pub outside: usize,
    /// All firms, by task.
    pub all: BTreeMap<Task, TaskReport>,
    /// Makers, by task.
    pub makers_by_task: BTreeMap<Task, TaskReport>,
    /// Notes, by task.
    pub notes: BTreeMap<Task, TaskNotes>,
    /// The main task by province.
    pub provinces: Vec<Part>,
    /// The main task by division of the firm.
    pub industries: Vec<Part>,
}

fn sum(row: &[f64; N_FEATURES], features: &[Feature]) -> f64 {
    features.iter().map(|f| row[*f as usize]).sum()
}

fn baseline(ranker: usize, row: &[f64; N_FEATURES]) -> f64 {
    use Feature::{Division, Last2, Last5, Last10, Size, Words};
    match ranker {
        2 => sum(row, &[Size]),
        3 => sum(row, &[Size, Last10, Last5, Last2]),
        4 => sum(row, &[Words]),
        _ => sum(row, &[Size, Division]),
    }
}

/// What is added to a baseline's score of a park of the known city: more than any score.
const IN_CITY: f64 = 1e6;

fn judge(
    rows: &[[f64; N_FEATURES]],
    parks: &[u32],
    chosen: Option<usize>,
    in_city: Option<&[bool]>,
    weights: &[Weight],
    shares: &[f64],
) -> Judged {
    let mut judged = Judged { n_candidates: rows.len(), ..Judged::default() };
    let raw: Vec<f64> = rows.iter().map(|row| raw_score(weights, row)).collect();
    let model: Vec<f64> = rows.iter().map(|row| preset_score(weights, shares, row)).collect();
    if let Some(chosen) = chosen {
        judged.ranks[0] = Some(rank_of(&model, chosen));
        judged.ranks[1] = Some(rank_of(&raw, chosen));
        for ranker in 2..N_RANKERS {
            let scores: Vec<f64> = rows
                .iter()
                .enumerate()
                .map(|(i, row)| {
                    let known = in_city.is_some_and(|c| c[i]);
                    baseline(ranker, row) + if known { IN_CITY } else { 0.0 }
                })
                .collect();
            judged.ranks[ranker] = Some(rank_of(&scores, chosen));
        }
    }
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|a, b| model[*b].total_cmp(&model[*a]).then(a.cmp(b)));
    if let Some(&first) = order.first() {
        let top = raw.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = raw.iter().map(|s| (s - top).exp()).sum();
        judged.first = Some(((raw[first] - top).exp() / total, chosen == Some(first)));
    }
    judged.shown = order.iter().take(SHOWN).map(|i| parks[*i]).collect();
    judged
}

/// Judges the firms of the field's choices against its history, frozen at the end of `last_year`.
pub fn evaluate(
    field: &Field,
    last_year: u16,
    making: Making,
    coefficients: &Coefficients,
) -> Report {
    let nation = Nation::freeze(field, last_year, making);
    let shares = Task::ALL.map(|task| preset_weights(coefficients.of(task)));
    let judged: Vec<[Judged; 3]> = field
        .choices
        .par_iter()
        .map(|firm| judge_firm(&nation, firm, coefficients, &shares))
        .collect();
    report(field, &judged)
}

fn judge_firm(
    nation: &Nation,
    firm: &Firm,
    coefficients: &Coefficients,
    shares: &[Vec<f64>; 3],
) -> [Judged; 3] {
    let place = |parks: &[u32]| firm.park.and_then(|park| parks.iter().position(|p| *p == park));
    let in_province = firm.province.map_or_else(Judged::default, |province| {
        let province = &nation.provinces[usize::from(province)];
        let rows = province.features(firm);
        let weights = coefficients.of(Task::Province);
        judge(&rows, &province.parks, place(&province.parks), None, weights, &shares[0])
    });
    let rows = nation.features(firm);
    let parks = nation.parks();
    let chosen = place(parks);
    let in_city = nation.whole.has_city(firm.city);
    let anywhere = judge(&rows, parks, chosen, None, coefficients.of(Task::Nation), &shares[1]);
    let weights = coefficients.of(Task::NationCity);
    let known = judge(&rows, parks, chosen, Some(&in_city), weights, &shares[2]);
    [in_province, anywhere, known]
}

fn report(field: &Field, judged: &[[Judged; 3]]) -> Report {
    let makers: Vec<usize> = (0..judged.len()).filter(|i| field.choices[*i].maker).collect();
    let everyone: Vec<usize> = (0..judged.len()).collect();
    let task_report = |task: Task, firms: &[usize]| -> TaskReport {
        let ranks_of = |ranker: usize| -> Vec<Option<f64>> {
            firms.iter().map(|i| judged[*i][task as usize].ranks[ranker]).collect()
        };
        let model = ranks_of(0);
        let rankers = (0..N_RANKERS)
            .into_par_iter()
            .map(|ranker| {
                let ranks = ranks_of(ranker);
                Scores {
                    quality: Quality::of(&ranks),
                    intervals: intervals(&ranks),
                    model_less_this: differences(&model, &ranks),
                }
            })
            .collect();
        TaskReport { rankers }
    };
    let by_task = |firms: &[usize]| Task::ALL.map(|t| (t, task_report(t, firms))).into();
    let mut by_province: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_division: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, firm) in field.choices.iter().enumerate() {
        let province = firm.province.map_or("", |p| &field.provinces[usize::from(p)]);
        by_province.entry(province.to_owned()).or_default().push(i);
        by_division.entry(format!("{:02}", firm.division)).or_default().push(i);
    }
    let parts = |groups: BTreeMap<String, Vec<usize>>| -> Vec<Part> {
        let of = |members: &[usize], ranker: usize| {
            let ranks: Vec<Option<f64>> =
                members.iter().map(|i| judged[*i][0].ranks[ranker]).collect();
            Quality::of(&ranks)
        };
        groups
            .into_iter()
            .map(|(name, m)| Part { name, model: of(&m, 0), popularity: of(&m, 2) })
            .collect()
    };
    Report {
        firms: judged.len(),
        makers: makers.len(),
        outside: field.choices.iter().filter(|f| f.park.is_none()).count(),
        all: by_task(&everyone),
        makers_by_task: by_task(&makers),
        notes: Task::ALL.map(|t| (t, notes(field, judged, t))).into(),
        provinces: parts(by_province),
        industries: parts(by_division),
    }
}

fn notes(field: &Field, judged: &[[Judged; 3]], task: Task) -> TaskNotes {
    let of_task = || judged.iter().map(|j| &j[task as usize]);
    let mut shown: BTreeMap<u32, f64> = BTreeMap::new();
    // In a province only the parks of provinces with firms can be shown at all.
    let provinces: Vec<Option<u16>> = field.choices.iter().map(|f| f.province).collect();
    for (number, park) in (0_u32..).zip(&field.parks) {
        if task != Task::Province || provinces.contains(&Some(park.province)) {
            shown.insert(number, 0.0);
        }
    }
    for park in of_task().flat_map(|j| &j.shown) {
        *shown.entry(*park).or_default() += 1.0;
    }
    let shown_numbers: Vec<u32> = shown.keys().copied().collect();
    let counts: Vec<f64> = shown.into_values().collect();
    let seen = counts.iter().filter(|n| **n > 0.0).count();
    let chosen = chosen_counts(field, &shown_numbers);
    let stated: Vec<(f64, bool)> = of_task().filter_map(|j| j.first).collect();
    let differs = |j: &&Judged| match (j.ranks[0], j.ranks[1]) {
        (Some(a), Some(b)) => a.total_cmp(&b).is_ne(),
        _ => false,
    };
    TaskNotes {
        coverage_at_10: (!counts.is_empty()).then(|| seen as f64 / counts.len() as f64),
        exposure_gini: gini(&counts),
        chosen_gini: gini(&chosen),
        calibration: calibration(&stated, CALIBRATION_BINS),
        candidates: of_task()
            .map(|j| j.n_candidates)
            .min()
            .zip(of_task().map(|j| j.n_candidates).max()),
        raw_differs: of_task().filter(differs).count(),
    }
}

/// How often each of the parks was chosen.
fn chosen_counts(field: &Field, parks: &[u32]) -> Vec<f64> {
    let mut counts: BTreeMap<u32, f64> = parks.iter().map(|park| (*park, 0.0)).collect();
    for park in field.choices.iter().filter_map(|firm| firm.park) {
        if let Some(n) = counts.get_mut(&park) {
            *n += 1.0;
        }
    }
    counts.into_values().collect()
}
