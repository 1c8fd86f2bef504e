//! Over the years: is a region converging, and does it rush into what it has no base for?
//!
//! Firms registered by park and division, in steps of five years. Three questions, each with its own number:
//!
//! - **convergence**: mean UNIDO similarity of the parks' stocks, for the same parks at every step. Few firms make any two
//!   structures look unlike (counts scatter), so the raw mean rises as registrations add up; beside it stands the mean of
//!   `Σ x y / (n m)` over `√(q r)` with the unbiased `q = Σ x (x − 1) / (n (n − 1))`, which does not.
//! - **unsupported hot share** (METHODS 1.10): of the industries new to a park, the share that is hot (growth of adoption by
//!   the other parks more than one standard deviation above the mean industry's) and to which the park is less related
//!   than half of all (park, industry) cells that were open.
//! - **overdispersion**: whether entries crowd into few industries more than equal chances would: `χ² = Σ (b − np)² /
//!   (np (1 − p))` on K − 1 degrees of freedom. It says that industries differ in their pull, not that parks copy.

use std::collections::BTreeMap;

use park_domain::{Basis, Dataset, ParkId};
use park_industry::Code;
use park_structure::{Measured, Presence, density, proximity, shrunk_quotient, unido};

use crate::direction::DirectionTables;
use crate::number;

/// Ends of the steps, five years each: groups of divisions are counted in these.
pub const STEPS: [u16; 7] = [1988, 1993, 1998, 2003, 2008, 2013, 2018];
/// Parks that make a finding.
const PARKS_MIN: usize = 3;
/// Industries named of a step.
const HOT_SHOWN: usize = 5;

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Firms up to the end of this year.
    pub to: u16,
    /// Firms registered in the step, all parks of the region.
    pub firms: f64,
    /// Parks of the region with a structure by then.
    pub parks: usize,
    /// Mean similarity of all of these.
    pub similarity_all: Option<f64>,
    /// The same parks at every step: mean similarity.
    pub similarity_same: Option<f64>,
    /// The same without the scatter of small counts.
    pub similarity_same_unbiased: Option<f64>,
    /// Industries new to a park in the step, summed over parks that had a structure before.
    pub entries: usize,
    /// Of these, hot and unsupported.
    pub unsupported_hot: usize,
    /// The one over the other.
    pub unsupported_hot_share: Option<f64>,
    /// Hot industries by entries without support, most first.
    pub hot: Vec<(Code, usize)>,
    /// χ² of the entries over its degrees of freedom; 1 is what equal chances give.
    pub dispersion: Option<f64>,
    /// How often equal chances give as much (Wilson–Hilferty).
    pub dispersion_p: Option<f64>,
}

/// The steps of a region.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Parks of the region with any firm.
    pub parks: usize,
    /// Parks that are the same at every step: those with a structure at the first step that has three.
    pub same_parks: usize,
    /// The year of that step.
    pub same_from: Option<u16>,
    /// The steps.
    pub steps: Vec<Step>,
}

/// Stocks of the parks by the end of each step.
struct Stocks {
    /// By step, then by park, then by division.
    at: Vec<Vec<Vec<f64>>>,
}

/// The trend of the parks whose region code begins so; all parks when it is empty.
pub fn trend(dataset: &Dataset, tables: &DirectionTables, region: &str) -> Trend {
    let stocks = Stocks::of(dataset, tables, region);
    let has_structure =
        |s: usize, i: usize| stocks.at[s][i].iter().sum::<f64>() >= tables.firms_min;
    let n_parks = stocks.at[0].len();
    let first = (0..STEPS.len())
        .find(|s| (0..n_parks).filter(|i| has_structure(*s, *i)).count() >= PARKS_MIN);
    let same: Vec<usize> =
        first.map(|s| (0..n_parks).filter(|i| has_structure(s, *i)).collect()).unwrap_or_default();
    let steps = (0..STEPS.len())
        .map(|s| {
            let now = &stocks.at[s];
            let all: Vec<usize> = (0..n_parks).filter(|i| has_structure(s, *i)).collect();
            let sum = |stock: &[Vec<f64>]| stock.iter().flatten().sum::<f64>();
            let before = if s == 0 { 0.0 } else { sum(&stocks.at[s - 1]) };
            let counts = first.is_some_and(|f| s >= f);
            let mut step = Step {
                to: STEPS[s],
                firms: sum(now) - before,
                parks: all.len(),
                similarity_all: mean(now, &all, raw),
                similarity_same: counts.then(|| mean(now, &same, raw)).flatten(),
                similarity_same_unbiased: counts.then(|| mean(now, &same, unbiased)).flatten(),
                entries: 0,
                unsupported_hot: 0,
                unsupported_hot_share: None,
                hot: Vec::new(),
                dispersion: None,
                dispersion_p: None,
            };
            if s > 0 {
                let old: Vec<usize> = (0..n_parks).filter(|i| has_structure(s - 1, *i)).collect();
                rush(&mut step, &stocks.at[s - 1], now, &old, tables);
            }
            step
        })
        .collect();
    Trend { parks: n_parks, same_parks: same.len(), same_from: first.map(|s| STEPS[s]), steps }
}

impl Stocks {
    fn of(dataset: &Dataset, tables: &DirectionTables, region: &str) -> Self {
        let inside: BTreeMap<&ParkId, usize> = dataset
            .parks
            .iter()
            .filter(|p| {
                region.is_empty() || p.region_code.as_deref().is_some_and(|c| c.starts_with(region))
            })
            .map(|p| &p.id)
            .enumerate()
            .map(|(i, id)| (id, i))
            .collect();
        let empty = vec![vec![0.0; tables.n_industries()]; inside.len()];
        let mut at = vec![empty; STEPS.len()];
        for row in dataset.structure.iter().filter(|r| r.basis == Basis::Firms) {
            let (Some(i), Some(year), Some(value)) =
                (inside.get(&row.park_id), row.year, row.value)
            else {
                continue;
            };
            let Some(k) = Code::parse(&row.industry).and_then(|c| tables.index(c)) else {
                continue;
            };
            for (s, _) in STEPS.iter().enumerate().filter(|(_, to)| year <= **to) {
                at[s][*i][k] += value;
            }
        }
        // Parks without any firm take no part.
        let any: Vec<bool> =
            at[STEPS.len() - 1].iter().map(|row| row.iter().any(|v| *v > 0.0)).collect();
        for stock in &mut at {
            let mut keep = any.iter();
            stock.retain(|_| *keep.next().unwrap_or(&false));
        }
        Self { at }
    }
}

fn mean(stock: &[Vec<f64>], parks: &[usize], of: fn(&[f64], &[f64]) -> Option<f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0.0);
    for (at, i) in parks.iter().enumerate() {
        for j in &parks[at + 1..] {
            if let Some(s) = of(&stock[*i], &stock[*j]) {
                sum += s;
                n += 1.0;
            }
        }
    }
    (parks.len() >= PARKS_MIN && n > 0.0).then(|| sum / n)
}

fn raw(a: &[f64], b: &[f64]) -> Option<f64> {
    unido(a, b).ok()
}

/// Cosine of the shares behind the counts; not held to 1, since an estimate may pass it.
fn unbiased(a: &[f64], b: &[f64]) -> Option<f64> {
    let n = |v: &[f64]| v.iter().sum::<f64>();
    let q = |v: &[f64]| {
        let n = n(v);
        v.iter().map(|x| x * (x - 1.0).max(0.0)).sum::<f64>() / (n * (n - 1.0))
    };
    let both: f64 = a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>() / (n(a) * n(b));
    let norm = (q(a) * q(b)).sqrt();
    (norm > 0.0).then(|| both / norm)
}

/// Entries of a step into what was open before it.
fn rush(
    step: &mut Step,
    before: &[Vec<f64>],
    now: &[Vec<f64>],
    old: &[usize],
    tables: &DirectionTables,
) {
    let k_all = tables.n_industries();
    if old.len() < PARKS_MIN {
        return;
    }
    let had: Vec<Vec<bool>> =
        old.iter().map(|i| before[*i].iter().map(|v| *v > 0.0).collect()).collect();
    let omega = support(before, old, &had, tables.shrink_firms);
    let entered = |at: usize, k: usize| !had[at][k] && now[old[at]][k] > 0.0;
    let entries: Vec<usize> =
        (0..k_all).map(|k| (0..old.len()).filter(|at| entered(*at, k)).count()).collect();
    let mut open: Vec<f64> = Vec::new();
    for (at, row) in had.iter().enumerate() {
        open.extend((0..k_all).filter(|k| !row[*k]).filter_map(|k| omega[at * k_all + k].ok()));
    }
    open.sort_by(f64::total_cmp);
    let Some(median) = open.get(open.len() / 2).copied() else { return };
    let mut hot: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, row) in had.iter().enumerate() {
        // Growth of adoption by the others, as a z over industries.
        let own = |k: usize| usize::from(entered(at, k));
        let growth: Vec<f64> = (0..k_all).map(|k| number(entries[k] - own(k))).collect();
        let centre = growth.iter().sum::<f64>() / number(k_all);
        let spread =
            (growth.iter().map(|g| (g - centre).powi(2)).sum::<f64>() / number(k_all)).sqrt();
        for k in (0..k_all).filter(|k| !row[*k] && entered(at, *k)) {
            step.entries += 1;
            let unsupported = omega[at * k_all + k].is_ok_and(|d| d < median);
            if spread > 0.0 && (growth[k] - centre) / spread > 1.0 && unsupported {
                step.unsupported_hot += 1;
                *hot.entry(k).or_insert(0) += 1;
            }
        }
    }
    step.unsupported_hot_share =
        (step.entries > 0).then(|| number(step.unsupported_hot) / number(step.entries));
    let mut hot: Vec<(usize, usize)> = hot.into_iter().collect();
    hot.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    step.hot = hot.into_iter().take(HOT_SHOWN).map(|(k, n)| (tables.code(k), n)).collect();
    let at_risk: Vec<usize> =
        (0..k_all).map(|k| had.iter().filter(|row| !row[k]).count()).collect();
    if let Some((ratio, p)) = dispersion(&entries, &at_risk) {
        step.dispersion = Some(ratio);
        step.dispersion_p = Some(p);
    }
}

/// Relatedness density from what was there before: of the parks of the region themselves.
fn support(
    before: &[Vec<f64>],
    old: &[usize],
    had: &[Vec<bool>],
    shrink_firms: f64,
) -> Vec<Measured> {
    let k_all = had[0].len();
    let sums: Vec<f64> = (0..k_all).map(|k| old.iter().map(|i| before[*i][k]).sum()).collect();
    let all: f64 = sums.iter().sum();
    let rows: Vec<Vec<bool>> = old
        .iter()
        .map(|i| {
            let own: f64 = before[*i].iter().sum();
            before[*i]
                .iter()
                .zip(&sums)
                .map(|(x, sum)| {
                    *x > 0.0
                        && shrunk_quotient(*x, own, sum / all, shrink_firms).is_ok_and(|q| q >= 1.0)
                })
                .collect()
        })
        .collect();
    density(&Presence::from_rows(had), &proximity(&Presence::from_rows(&rows)), 0.0)
}

/// χ² of entries over its degrees of freedom, and its p by Wilson and Hilferty.
fn dispersion(entries: &[usize], at_risk: &[usize]) -> Option<(f64, f64)> {
    let cells: Vec<(f64, f64)> = entries
        .iter()
        .zip(at_risk)
        .filter(|(_, n)| **n > 0)
        .map(|(b, n)| (number(*b), number(*n)))
        .collect();
    let n: f64 = cells.iter().map(|(_, n)| n).sum();
    let p = cells.iter().map(|(b, _)| b).sum::<f64>() / n;
    if cells.len() < 2 || p <= 0.0 || p >= 1.0 {
        return None;
    }
    let chi: f64 = cells.iter().map(|(b, n)| (b - n * p).powi(2) / (n * p * (1.0 - p))).sum();
    let df = number(cells.len() - 1);
    let z = ((chi / df).cbrt() - (1.0 - 2.0 / (9.0 * df))) / (2.0 / (9.0 * df)).sqrt();
    let tail = crate::normal::two_sided(z) / 2.0;
    Some((chi / df, if z >= 0.0 { tail } else { 1.0 - tail }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn the_unbiased_cosine_is_one_for_the_same_shares_whatever_the_counts() {
        // Expected x(x − 1) and xy of multinomial counts with shares ½, ½ and 10 firms each.
        let draws: Vec<Vec<f64>> =
            (0..=10).map(|x| vec![f64::from(x), 10.0 - f64::from(x)]).collect();
        let weight = |x: f64| {
            let choose =
                |n: u32, k: u32| (0..k).fold(1.0, |c, i| c * f64::from(n - i) / f64::from(i + 1));
            choose(10, (0..=10).find(|k| f64::from(*k) >= x).unwrap()) / 1024.0
        };
        let q: f64 = draws
            .iter()
            .map(|d| weight(d[0]) * d.iter().map(|x| x * (x - 1.0)).sum::<f64>() / 90.0)
            .sum();
        assert_relative_eq!(q, 0.5, epsilon = 1e-12);
        let big = [500.0, 500.0];
        assert_relative_eq!(unbiased(&big, &big).unwrap(), 1.0, epsilon = 3e-3);
        assert_eq!(unbiased(&[1.0, 1.0], &big), None);
    }

    #[test]
    fn equal_chances_are_not_dispersed_and_a_rush_is() {
        let (even, p) = dispersion(&[5, 5, 5, 5], &[20, 20, 20, 20]).unwrap();
        assert!(even < 1e-12 && p > 0.99, "{even} {p}");
        let (rush, p) = dispersion(&[18, 1, 1, 0], &[20, 20, 20, 20]).unwrap();
        assert!(rush > 5.0 && p < 1e-6, "{rush} {p}");
        assert_eq!(dispersion(&[0, 0], &[5, 5]), None);
    }
}
