//! The whole set in one sentence: regions, catalogue, zones, named parks, facts, counts of firms.

use std::collections::BTreeMap;
use std::path::Path;

use park_industry::Reader;

use crate::account::Account;
use crate::catalogue::Catalogue;
use crate::error::BundleError;
use crate::join::{self, Joined};
use crate::regions::Regions;
use crate::tables::Tables;
use crate::zones;

pub use crate::tables::Written;

/// What was made.
#[derive(Debug, Clone, Default)]
pub struct Bundled {
    /// The files, in the order of their tables.
    pub files: Vec<Written>,
    /// What became of the rows of each source.
    pub accounts: Vec<Account>,
    /// The page `docs/bundled-set.md`.
    pub page: String,
}

/// Makes the bundled set from the folder of source files; hand decisions are read from `out/joins`.
///
/// # Errors
/// A source that cannot be read, or a row that the dictionary refuses.
pub fn bundle(shared_data: &Path, out: &Path, _reader: &Reader) -> Result<Bundled, BundleError> {
    let mut tables = Tables::default();
    let regions = Regions::read(&shared_data.join("reference/regions.csv"))?;
    let catalogue = Catalogue::read(&shared_data.join("catalogue-2018.csv"), &regions)?;
    let zones = zones::read(&shared_data.join("zones.csv"))?;
    let hand = join::hand_table(&out.join("joins/zones.csv"), &catalogue)?;
    let joined: BTreeMap<String, Joined> = zones
        .iter()
        .map(|z| (z.zone_id.clone(), join::join(z, &catalogue, &regions, &hand)))
        .collect();
    let mut aliases: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for zone in &zones {
        if let Some(id) = joined.get(&zone.zone_id).and_then(|j| j.park_id.clone()) {
            aliases.entry(id).or_default().extend(zone.names());
        }
    }
    let accounts = vec![
        regions.fill(&mut tables)?,
        catalogue.fill(
            &regions,
            |id| (aliases.get(id).map(|a| a.join("、")).unwrap_or_default(), ""),
            &mut tables,
        )?,
        zones::fill(&zones, &joined, &regions, |_| String::new(), &mut tables)?,
    ];
    Ok(Bundled { files: tables.write(out)?, accounts, page: String::new() })
}
