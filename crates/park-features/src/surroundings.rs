//! What the firms of a park's county or city do: a park with no counted firms still lies somewhere.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use park_industry::Code;

use crate::config::FeatureConfig;
use crate::revealed::{BaseTable, NATION, shrunk_quotient};

/// What one region has of one industry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegionPosting {
    /// Place in [`Surroundings::regions`].
    pub region: u32,
    /// Firms.
    pub firms: f64,
    /// Shrunk location quotient against the nation.
    pub quotient: f64,
}

/// Structures of regions below the province, from the frozen bases.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Region codes, ascending.
    pub regions: Vec<Arc<str>>,
    /// Postings of a code, by region.
    pub by_code: HashMap<Code, Vec<RegionPosting>>,
    /// For each park its county and its city, where a base of it is known.
    pub of_park: Vec<[Option<u32>; 2]>,
}

impl Surroundings {
    pub(crate) fn build(
        regions_of_parks: &[Option<Arc<str>>],
        bases: &BaseTable,
        config: &FeatureConfig,
    ) -> Self {
        let wanted: BTreeSet<Arc<str>> = bases
            .totals
            .iter()
            .filter(|(r, n)| !r.ends_with("0000") && **n >= config.surroundings_firms_min)
            .map(|(r, _)| Arc::clone(r))
            .collect();
        let regions: Vec<Arc<str>> = wanted.into_iter().collect();
        let place = |code: &str| {
            regions.binary_search_by(|r| (**r).cmp(code)).ok().and_then(|i| u32::try_from(i).ok())
        };
        let mut by_code: HashMap<Code, Vec<RegionPosting>> = HashMap::new();
        for ((region, code), firms) in &bases.by_code {
            let (Some(at), Some(total)) = (place(region), bases.totals.get(region)) else {
                continue;
            };
            let Some(base) = bases.share(NATION, *code) else { continue };
            let quotient = shrunk_quotient(*firms, *total, base, config.surroundings_prior_firms);
            by_code.entry(*code).or_default().push(RegionPosting {
                region: at,
                firms: *firms,
                quotient,
            });
        }
        for list in by_code.values_mut() {
            list.sort_by_key(|p| p.region);
        }
        let of_park = regions_of_parks
            .iter()
            .map(|region| {
                let Some(code) = region.as_deref() else { return [None, None] };
                let county = if code.ends_with("00") { None } else { place(code) };
                [county, code.get(..4).and_then(|city| place(&format!("{city}00")))]
            })
            .collect();
        Self { regions, by_code, of_park }
    }

    /// The postings of a park's county and city under one code.
    pub fn of(&self, park: usize, code: Code) -> impl Iterator<Item = &RegionPosting> {
        let regions = self.of_park.get(park).copied().unwrap_or([None, None]);
        let list = self.by_code.get(&code).map_or(&[][..], Vec::as_slice);
        regions.into_iter().flatten().filter_map(move |region| {
            list.binary_search_by_key(&region, |p| p.region).ok().map(|i| &list[i])
        })
    }
}

/// How common a term is in the nation, and in regions below the province.
#[derive(Debug, Default)]
pub(crate) struct TermBases {
    national: HashMap<String, f64>,
    prior: f64,
    /// Region, term, firms, quotient.
    pub(crate) around: Vec<(u32, String, f64, f64)>,
}

impl TermBases {
    pub(crate) fn build(
        bases: &BaseTable,
        surroundings: &Surroundings,
        config: &FeatureConfig,
    ) -> Self {
        let mut terms = Self { prior: config.quotient_prior_firms, ..Self::default() };
        let Some(total) = bases.totals.get(NATION).filter(|t| **t > 0.0) else { return terms };
        for (_, term, firms) in bases.terms.iter().filter(|(r, _, n)| &**r == NATION && *n > 0.0) {
            *terms.national.entry(term.clone()).or_default() += firms / total;
        }
        for (region, term, firms) in &bases.terms {
            let at = surroundings.regions.binary_search(region).ok();
            let place = at.and_then(|i| u32::try_from(i).ok());
            let (Some(at), Some(total)) = (place, bases.totals.get(region)) else { continue };
            let Some(base) = terms.national.get(term) else { continue };
            let quotient = shrunk_quotient(*firms, *total, *base, config.surroundings_prior_firms);
            terms.around.push((at, term.clone(), *firms, quotient));
        }
        terms
    }

    /// The shrunk location quotient of a term against the nation.
    pub(crate) fn quotient(&self, term: &str, firms: f64, total: Option<f64>) -> Option<f64> {
        let base = *self.national.get(term)?;
        Some(shrunk_quotient(firms, total?, base, self.prior))
    }
}
