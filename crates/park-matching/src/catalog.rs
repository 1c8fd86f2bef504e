//! All parks, ready to be ranked: features, models, and what can be laid out before a profile is known.

use park_domain::Dataset;
use park_features::Features;
use park_industry::Reader;

use crate::criteria::{Criterion, N_CRITERIA};
use crate::facts;
use crate::incentives::Incentives;
use crate::layout::Layout;
use crate::meanings::Meanings;
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
    /// Whether anything is known of the industry of a park.
    pub(crate) industry_known: Vec<bool>,
    /// Positions as unit vectors; zero where `placed` is false.
    pub(crate) units: Vec<[f64; 3]>,
    pub(crate) placed: Vec<bool>,
    /// First and last region code that a park's own code can mean; `None` where it has none.
    pub(crate) regions: Vec<Option<(u32, u32)>>,
    /// The features turned round, for what a profile asks.
    pub(crate) layout: Layout,
    /// What the chains' words mean.
    pub(crate) meanings: Meanings,
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

impl Catalog {
    /// Lays out the parks of a generation.
    pub fn build(dataset: &Dataset, features: Features, reader: &Reader, models: Models) -> Self {
        let n_parks = features.parks.len();
        let columns =
            (0..N_CRITERIA).map(|i| facts::column(Criterion::ALL[i], &features, &models)).collect();
        let industry_known = industry_known(dataset, &features);
        let incentives = Incentives::build(dataset, reader, models.policy.as_ref());
        let units = features.parks.place.iter().map(|p| p.as_ref().map_or([0.0; 3], |p| p.unit));
        let placed = features.parks.place.iter().map(Option::is_some).collect();
        let has_houses = features.parks.house_size.iter().any(|n| *n > 1);
        let units: Vec<[f64; 3]> = units.collect();
        let (provinces, province_of) = provinces(&features);
        debug_assert_eq!(units.len(), n_parks);
        Self {
            columns,
            industry_known,
            regions: features
                .parks
                .region
                .iter()
                .map(|r| r.as_deref().and_then(region_range))
                .collect(),
            units,
            placed,
            layout: Layout::build(&features, reader, &models),
            meanings: Meanings::of(reader),
            tree: Tree::of(reader.classification()),
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
