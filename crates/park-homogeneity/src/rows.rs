//! The rows of a dataset by park: ids of the same park lead to the one that answers for it.

use std::collections::HashMap;

use park_domain::{Dataset, ParkId, PolicyClause, Positioning, Structure};

/// Rows by park id.
#[derive(Debug)]
pub(crate) struct Rows<'d> {
    pub(crate) positioning: HashMap<&'d str, Vec<&'d Positioning>>,
    pub(crate) structure: HashMap<&'d str, Vec<&'d Structure>>,
    pub(crate) policies: HashMap<&'d str, Vec<&'d PolicyClause>>,
}

impl<'d> Rows<'d> {
    pub(crate) fn of(dataset: &'d Dataset) -> Self {
        // Borrowed forms of `Dataset::resolve`, so that rows can be found by a park's own id.
        let own: std::collections::HashSet<&str> =
            dataset.parks.iter().map(|p| p.id.as_str()).collect();
        let other: HashMap<&str, &'d str> = dataset
            .same_as
            .iter()
            .filter(|s| !own.contains(s.other_id.as_str()))
            .map(|s| (s.other_id.as_str(), s.park_id.as_str()))
            .collect();
        let resolve =
            |id: &'d ParkId| other.get(id.as_str()).copied().unwrap_or_else(|| id.as_str());
        let mut rows = Self {
            positioning: HashMap::new(),
            structure: HashMap::new(),
            policies: HashMap::new(),
        };
        for row in &dataset.positioning {
            rows.positioning.entry(resolve(&row.park_id)).or_default().push(row);
        }
        for row in &dataset.structure {
            rows.structure.entry(resolve(&row.park_id)).or_default().push(row);
        }
        for row in &dataset.policies {
            if let Some(id) = &row.park_id {
                rows.policies.entry(resolve(id)).or_default().push(row);
            }
        }
        rows
    }
}

/// The rows of one park, none when it has none.
pub(crate) fn rows_of<'m, T>(map: &'m HashMap<&str, Vec<T>>, id: &ParkId) -> &'m [T] {
    map.get(id.as_str()).map(Vec::as_slice).unwrap_or_default()
}
