//! The plain facts of parks, one column each.

use std::collections::HashMap;
use std::sync::Arc;

use park_domain::words::{Level, ParkKind};
use park_domain::{Dataset, Park, ParkId, PartialDate, geo};

use crate::config::FeatureConfig;

/// Where a park lies and how well that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Unit vector of its position.
    pub unit: [f64; 3],
    /// What the coordinates are, as the source says.
    pub is: Option<Arc<str>>,
}

/// Columns of equal length, sorted by park id.
#[derive(Debug, Clone, Default)]
pub struct ParkColumns {
    /// Ids, ascending.
    pub id: Vec<ParkId>,
    /// Official names.
    pub name: Vec<Arc<str>>,
    /// Levels; [`Level::Unknown`] is unknown.
    pub level: Vec<Level>,
    /// Kinds.
    pub kind: Vec<Option<ParkKind>>,
    /// Region codes, six digits.
    pub region: Vec<Option<Arc<str>>>,
    /// Province names.
    pub province: Vec<Option<Arc<str>>>,
    /// Years since approval at the date of the generation.
    pub age_years: Vec<Option<f64>>,
    /// Approved area in hectares.
    pub area_ha: Vec<Option<f64>>,
    /// Places.
    pub place: Vec<Option<Place>>,
    /// Whether recognised as a chemical park.
    pub chemical_park: Vec<Option<bool>>,
    /// Whether the name hints at a chemical park.
    pub chemical_hint: Vec<bool>,
    /// The house: the row of its first plate, the same for a parent and its children.
    pub house: Vec<u32>,
    /// Plates of that house.
    pub house_size: Vec<u32>,
    /// Source of the park's row.
    pub source: Vec<Option<Arc<str>>>,
    /// Date of the park's row.
    pub as_of: Vec<Option<PartialDate>>,
}

impl ParkColumns {
    /// Columns of the given parks, which must be sorted by id.
    pub(crate) fn build(
        parks: &[&Park],
        dataset: &Dataset,
        as_of: PartialDate,
        config: &FeatureConfig,
    ) -> Self {
        let province_of: HashMap<&str, &Arc<str>> =
            dataset.regions.iter().map(|r| (&*r.region_code, &r.name)).collect();
        let mut columns = Self::default();
        for park in parks {
            columns.id.push(park.id.clone());
            columns.name.push(Arc::clone(&park.name));
            columns.level.push(park.level);
            columns.kind.push(park.kind);
            columns.region.push(park.region_code.clone());
            columns.province.push(park.province.clone().or_else(|| {
                let code = park.region_code.as_deref()?.get(..2)?;
                province_of.get(format!("{code}0000").as_str()).map(|n| Arc::clone(n))
            }));
            columns.age_years.push(
                park.approved_on
                    .map(|d| f64::from(d.months_until(as_of)) / 12.0)
                    .filter(|a| *a >= 0.0),
            );
            columns.area_ha.push(park.approved_area_ha);
            columns.place.push(park.position.map(|(longitude, latitude)| Place {
                unit: geo::unit_vector(longitude, latitude),
                is: park.position_is.clone(),
            }));
            columns.chemical_park.push(park.chemical_park);
            columns
                .chemical_hint
                .push(config.chemical_hints.iter().any(|hint| park.name.contains(hint.as_str())));
            columns.source.push(park.provenance.source.clone());
            columns.as_of.push(park.provenance.as_of);
        }
        columns.house = houses(parks, &columns.id);
        let mut sizes = vec![0_u32; parks.len()];
        for h in &columns.house {
            sizes[*h as usize] += 1;
        }
        columns.house_size = columns.house.iter().map(|h| sizes[*h as usize]).collect();
        columns
    }

    /// Number of parks.
    pub fn len(&self) -> usize {
        self.id.len()
    }

    /// Whether there is no park.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// The row of a park.
    pub fn row(&self, id: &str) -> Option<usize> {
        self.id.binary_search_by(|p| p.as_str().cmp(id)).ok()
    }
}

/// For each park the first row of its house: parents are followed as far as they are active; a parent that
/// is not active still joins its children, and the members of a loop share its smallest id.
fn houses(parks: &[&Park], ids: &[ParkId]) -> Vec<u32> {
    let parent_of =
        |id: &ParkId| ids.binary_search(id).ok().and_then(|r| parks[r].parent_id.clone());
    let root_of = |park: &Park| -> ParkId {
        let mut way = vec![park.id.clone()];
        let mut parent = park.parent_id.clone();
        while let Some(p) = parent {
            if let Some(at) = way.iter().position(|seen| *seen == p) {
                let circle = way.drain(at..).min();
                return circle.unwrap_or(p);
            }
            if way.len() >= HOUSE_DEPTH_MAX {
                return p;
            }
            parent = parent_of(&p);
            way.push(p);
        }
        way.pop().unwrap_or_else(|| park.id.clone())
    };
    let mut first: HashMap<ParkId, u32> = HashMap::new();
    (0_u32..).zip(parks).map(|(row, park)| *first.entry(root_of(park)).or_insert(row)).collect()
}

/// Plates above a plate that are followed.
const HOUSE_DEPTH_MAX: usize = 8;
