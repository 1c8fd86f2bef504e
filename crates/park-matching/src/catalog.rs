//! All parks, ready to be ranked: features, models, and what can be laid out before a profile is known.

use park_domain::Dataset;
use park_features::{Features, NamedOrigin, Rows};
use park_industry::{Code, Reader};

use crate::criteria::{Criterion, N_CRITERIA};
use crate::facts;
use crate::incentives::Incentives;
use crate::models::Models;
use crate::span::Column;
use crate::tree::Tree;

/// Everything that [`crate::rank()`] needs besides the profile. Built once a generation, then shared.
#[derive(Debug)]
pub struct Catalog {
    /// What is known of the active parks.
    pub features: Features,
    /// What a person decided.
    pub models: Models,
    pub(crate) columns: Vec<Option<Column>>,
    /// Named industries as `phrase × ORIGINS + origin`.
    pub(crate) named: Rows<u32>,
    /// Whether anything is known of the industry of a park.
    pub(crate) industry_known: Vec<bool>,
    /// Positions as unit vectors; zero where `placed` is false.
    pub(crate) units: Vec<[f64; 3]>,
    pub(crate) placed: Vec<bool>,
    /// First and last region code that a park's own code can mean; `None` where it has none.
    pub(crate) regions: Vec<Option<(u32, u32)>>,
    /// Codes that the reading of some phrase holds, with the phrases; so that a profile reads only these.
    pub(crate) phrase_codes: Vec<Code>,
    /// For each phrase its codes as places in `phrase_codes`, with shares.
    pub(crate) phrase_shares: Rows<(u32, f64)>,
    /// Chains that a phrase names as a whole.
    pub(crate) phrase_chains: Rows<u32>,
    /// Phrases folded.
    pub(crate) phrase_texts: Vec<String>,
    /// Scale that a park's area allows, shared among the industries it names; `None` without an area.
    pub(crate) area_scale: Vec<Option<f64>>,
    /// Provinces by name, and the place of each park's among them; one past the end where it has none.
    pub(crate) provinces: Vec<std::sync::Arc<str>>,
    pub(crate) province_of: Vec<usize>,
    /// The tree of codes.
    pub(crate) tree: Tree,
    /// Whether any house has several plates.
    pub(crate) has_houses: bool,
    /// The clauses and what they are worth.
    pub incentives: Incentives,
}

/// Kinds of [`NamedOrigin`].
pub(crate) const ORIGINS: u32 = 3;

pub(crate) fn origin_index(origin: NamedOrigin) -> u32 {
    match origin {
        NamedOrigin::Leading => 0,
        NamedOrigin::Structure => 1,
        NamedOrigin::Fact => 2,
    }
}

impl Catalog {
    /// Lays out the parks of a generation.
    pub fn build(dataset: &Dataset, features: Features, reader: &Reader, models: Models) -> Self {
        let n_parks = features.parks.len();
        let columns =
            (0..N_CRITERIA).map(|i| facts::column(Criterion::ALL[i], &features, &models)).collect();
        let named = named_rows(&features);
        let industry_known = industry_known(dataset, &features);
        let incentives = Incentives::build(dataset, reader, models.policy.as_ref());
        let units = features.parks.place.iter().map(|p| p.as_ref().map_or([0.0; 3], |p| p.unit));
        let placed = features.parks.place.iter().map(Option::is_some).collect();
        let (phrase_codes, phrase_shares) = phrase_shares(&features);
        let phrase_chains = phrase_chains(&features, reader);
        let has_houses = features.parks.house_size.iter().any(|n| *n > 1);
        let units: Vec<[f64; 3]> = units.collect();
        let fold_phrase = |p: &park_features::Phrase| park_industry::fold::fold(&p.text);
        let phrase_texts = features.named.phrases.iter().map(fold_phrase).collect();
        let area_scale = area_scale(&features, &models);
        let (provinces, province_of) = provinces(&features);
        debug_assert_eq!(units.len(), n_parks);
        Self {
            columns,
            named,
            industry_known,
            regions: features
                .parks
                .region
                .iter()
                .map(|r| r.as_deref().and_then(region_range))
                .collect(),
            units,
            placed,
            phrase_codes,
            phrase_shares,
            phrase_chains,
            tree: Tree::of(reader.classification()),
            phrase_texts,
            area_scale,
            provinces,
            province_of,
            has_houses,
            incentives,
            features,
            models,
        }
    }

    /// Number of active parks.
    pub fn len(&self) -> usize {
        self.features.parks.len()
    }

    /// Whether there is no park.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The first and last six-digit code under a region code or prefix.
pub(crate) fn region_range(code: &str) -> Option<(u32, u32)> {
    let prefix = park_features::policies::region_prefix(code);
    let number: u32 = prefix.parse().ok()?;
    let width = 10_u32.pow(6_u32.checked_sub(u32::try_from(prefix.len()).ok()?)?);
    Some((number * width, number * width + width - 1))
}

fn named_rows(features: &Features) -> Rows<u32> {
    let mut pairs = Vec::new();
    for (park, at) in (0_u32..).zip(0..features.parks.len()) {
        for item in features.named.items.get(at) {
            pairs.push((park, item.phrase * ORIGINS + origin_index(item.origin)));
        }
    }
    Rows::group(features.parks.len(), pairs)
}

/// A park's industry is known where it names one, its firms are counted, or it states a positioning.
fn industry_known(dataset: &Dataset, features: &Features) -> Vec<bool> {
    let mut known: Vec<bool> = (0..features.parks.len())
        .map(|p| !features.named.items.get(p).is_empty() || features.revealed.total[p].is_some())
        .collect();
    for positioning in &dataset.positioning {
        if let Some(row) = features.parks.row(positioning.park_id.as_str()) {
            known[row] = true;
        }
    }
    known
}

fn area_scale(features: &Features, models: &Models) -> Vec<Option<f64>> {
    let goalposts = models.settings.industry.scale_area_ha;
    let shared = features.parks.area_ha.iter().zip(&features.named.leading_count);
    shared.map(|(area, n)| area.map(|a| goalposts.fit(a / f64::from(n.unwrap_or(1))))).collect()
}

fn provinces(features: &Features) -> (Vec<std::sync::Arc<str>>, Vec<usize>) {
    let mut names: Vec<std::sync::Arc<str>> =
        features.parks.province.iter().flatten().cloned().collect();
    names.sort_unstable();
    names.dedup();
    let place = |p: &Option<std::sync::Arc<str>>| {
        p.as_ref().and_then(|p| names.binary_search(p).ok()).unwrap_or(names.len())
    };
    let of = features.parks.province.iter().map(place).collect();
    (names, of)
}

fn phrase_shares(features: &Features) -> (Vec<Code>, Rows<(u32, f64)>) {
    let mut codes: Vec<Code> =
        features.named.phrases.iter().flat_map(|p| p.shares.iter().map(|(c, _)| *c)).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut pairs = Vec::new();
    for (i, phrase) in (0_u32..).zip(&features.named.phrases) {
        for (code, share) in &phrase.shares {
            if let Ok(at) = codes.binary_search(code) {
                pairs.push((i, (u32::try_from(at).unwrap_or(u32::MAX), *share)));
            }
        }
    }
    let rows = Rows::group(features.named.phrases.len(), pairs);
    (codes, rows)
}

fn phrase_chains(features: &Features, reader: &Reader) -> Rows<u32> {
    let mut names: Vec<(String, u32)> = Vec::new();
    for (i, chain) in (0_u32..).zip(reader.chains()) {
        for name in chain.aliases.iter().chain([&chain.name]) {
            names.push((park_industry::fold::fold(name), i));
        }
    }
    let mut pairs = Vec::new();
    for (i, phrase) in (0_u32..).zip(&features.named.phrases) {
        let text = park_industry::fold::fold(&phrase.text);
        for (name, chain) in &names {
            if text.contains(name.as_str()) && !pairs.contains(&(i, *chain)) {
                pairs.push((i, *chain));
            }
        }
    }
    Rows::group(features.named.phrases.len(), pairs)
}
