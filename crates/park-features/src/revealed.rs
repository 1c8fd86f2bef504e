//! Revealed industries: what a park's firms do, by code, against the base of its province.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use park_domain::{Basis, Dataset, ParkId, Provenance};
use park_industry::fold::fold;
use park_industry::{Code, Reader};

use crate::config::FeatureConfig;

/// What one park has of one industry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posting {
    /// Row of the park.
    pub park: u32,
    /// Firms of all years; 0 where the park's structure counts something else.
    pub firms: f64,
    /// Share of the park's own total.
    pub share: f64,
    /// Firms of the recent years.
    pub recent: f64,
    /// Firms of as many years before them.
    pub previous: f64,
    /// Shrunk location quotient, the larger of that against the province and that against the nation; `None`
    /// without a base.
    pub quotient: Option<f64>,
}

/// Postings by division and group.
#[derive(Debug, Clone, Default)]
pub struct Revealed {
    /// Postings of a code, by park.
    pub by_code: HashMap<Code, Vec<Posting>>,
    /// Total of the park in its basis; `None` where no structure is known.
    pub total: Vec<Option<f64>>,
    /// Whether the total counts firms.
    pub counts_firms: Vec<bool>,
    /// Source and date of the park's structure.
    pub provenance: Vec<Option<Arc<Provenance>>>,
    /// First and last year of the park's structure.
    pub years: Vec<Option<(u16, u16)>>,
}

/// Which basis speaks for a park that has several: firms first, then what says most about size.
const BASES: [Basis; 5] = [
    Basis::Firms,
    Basis::OutputTenThousandCny,
    Basis::RevenueTenThousandCny,
    Basis::Jobs,
    Basis::CapitalTenThousandCny,
];

#[derive(Default, Clone, Copy)]
struct Sums {
    all: f64,
    recent: f64,
    previous: f64,
}

impl Sums {
    fn add(&mut self, value: f64, window: Window) {
        self.all += value;
        match window {
            Window::Recent => self.recent += value,
            Window::Previous => self.previous += value,
            Window::Other => {}
        }
    }
}

#[derive(Clone, Copy)]
enum Window {
    Recent,
    Previous,
    Other,
}

/// Regional totals by code and in all.
#[derive(Debug, Default)]
pub(crate) struct BaseTable {
    pub(crate) by_code: HashMap<(Arc<str>, Code), f64>,
    pub(crate) totals: HashMap<Arc<str>, f64>,
    /// Firms that use a term, by region and folded term: rows whose industry is a word.
    pub(crate) terms: Vec<(Arc<str>, String, f64)>,
    pub(crate) newest_year: Option<u16>,
}

impl BaseTable {
    pub(crate) fn build(dataset: &Dataset) -> Self {
        let mut table = Self::default();
        for base in dataset.bases.iter().filter(|b| b.basis == Basis::Firms) {
            let Some(value) = base.value else { continue };
            let region = &base.region_code;
            let Some(code) = Code::parse(&base.industry) else {
                table.terms.push((Arc::clone(region), fold(&base.industry), value));
                continue;
            };
            table.newest_year = table.newest_year.max(base.year);
            *table.totals.entry(Arc::clone(region)).or_default() += value;
            for at in [Some(code.division()), code.group()].into_iter().flatten() {
                *table.by_code.entry((Arc::clone(region), at)).or_default() += value;
            }
        }
        table
    }

    /// Share of a code in a region.
    pub(crate) fn share(&self, region: &str, code: Code) -> Option<f64> {
        let total = *self.totals.get(region)?;
        let key = (Arc::from(region), code);
        let value = self.by_code.get(&key).copied().unwrap_or(0.0);
        (total > 0.0 && value > 0.0).then(|| value / total)
    }
}

/// Shrunk location quotient: LQ* = (x + m S) / (X + m) / S (METHODS 1.3).
pub(crate) fn shrunk_quotient(x: f64, total: f64, base_share: f64, prior: f64) -> f64 {
    (x + prior * base_share) / (total + prior) / base_share
}

/// The codes of an `industry` cell: a code itself, else the reading of its words.
pub(crate) fn codes_of(industry: &str, reader: &Reader) -> Vec<(Code, f64)> {
    match Code::parse(industry) {
        Some(code) => vec![(code, 1.0)],
        None => reader.phrase(industry).codes.into_iter().map(|c| (c.code, c.share)).collect(),
    }
}

impl Revealed {
    pub(crate) fn build(
        dataset: &Dataset,
        rows: &HashMap<ParkId, u32>,
        regions: &[Option<Arc<str>>],
        bases: &BaseTable,
        reader: &Reader,
        config: &FeatureConfig,
    ) -> Self {
        let n_parks = regions.len();
        let mut revealed = Self {
            by_code: HashMap::new(),
            total: vec![None; n_parks],
            counts_firms: vec![false; n_parks],
            provenance: vec![None; n_parks],
            years: vec![None; n_parks],
        };
        let mut by_park: BTreeMap<u32, Vec<&park_domain::Structure>> = BTreeMap::new();
        for s in dataset.structure.iter().filter(|s| s.basis != Basis::Named) {
            if let Some(&row) = rows.get(&s.park_id) {
                by_park.entry(row).or_default().push(s);
            }
        }
        for (row, structures) in by_park {
            revealed.add_park(row, &structures, regions, bases, reader, config);
        }
        revealed
    }

    fn add_park(
        &mut self,
        row: u32,
        structures: &[&park_domain::Structure],
        regions: &[Option<Arc<str>>],
        bases: &BaseTable,
        reader: &Reader,
        config: &FeatureConfig,
    ) {
        let Some(basis) = BASES.iter().copied().find(|b| structures.iter().any(|s| s.basis == *b))
        else {
            return;
        };
        let chosen: Vec<_> = structures.iter().filter(|s| s.basis == basis).collect();
        let newest = bases.newest_year.or_else(|| chosen.iter().filter_map(|s| s.year).max());
        let mut sums: BTreeMap<Code, Sums> = BTreeMap::new();
        let mut total = 0.0;
        for s in &chosen {
            let Some(value) = s.value else { continue };
            total += value;
            let window = window_of(s.year, newest, config.recent_years);
            for (code, share) in codes_of(&s.industry, reader) {
                for at in [Some(code.division()), code.group()].into_iter().flatten() {
                    sums.entry(at).or_default().add(value * share, window);
                }
            }
        }
        if total <= 0.0 {
            return;
        }
        let at = row as usize;
        let counts_firms = basis == Basis::Firms;
        self.total[at] = Some(total);
        self.counts_firms[at] = counts_firms;
        self.provenance[at] = chosen.first().map(|s| Arc::new(s.provenance.clone()));
        let years = chosen.iter().filter_map(|s| s.year);
        self.years[at] = years.clone().min().zip(years.max());
        let firms_total = if counts_firms { total } else { OTHER_BASIS_AS_FIRMS };
        for (code, sum) in sums {
            let firms = sum.all / total * firms_total;
            let against = |region: &str| {
                let base = bases.share(region, code)?;
                Some(shrunk_quotient(firms, firms_total, base, config.quotient_prior_firms))
            };
            self.by_code.entry(code).or_default().push(Posting {
                park: row,
                firms: if counts_firms { sum.all } else { 0.0 },
                share: sum.all / total,
                recent: sum.recent,
                previous: sum.previous,
                quotient: larger(
                    province(regions[at].as_deref()).and_then(|p| against(&p)),
                    against(NATION),
                ),
            });
        }
    }

    /// The posting of one park under one code.
    pub fn of(&self, park: u32, code: Code) -> Option<&Posting> {
        let list = self.by_code.get(&code)?;
        list.binary_search_by_key(&park, |p| p.park).ok().map(|i| &list[i])
    }
}

/// A structure in money or jobs is a share; it weighs as much as so many firms would.
const OTHER_BASIS_AS_FIRMS: f64 = 100.0;

fn window_of(year: Option<u16>, newest: Option<u16>, span: u16) -> Window {
    match (year, newest) {
        (Some(y), Some(n)) if y + span > n => Window::Recent,
        (Some(y), Some(n)) if y + 2 * span > n => Window::Previous,
        _ => Window::Other,
    }
}

/// The nation's region code.
pub(crate) const NATION: &str = "000000";

/// The code of a region's province.
fn province(region: Option<&str>) -> Option<String> {
    region.and_then(|r| r.get(..2)).map(|p| format!("{p}0000"))
}

/// The larger of two; what stands out against the nation need not stand out in its province, and a region that
/// becomes known must not make a park look worse.
fn larger(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (one, None) | (None, one) => one,
    }
}
