//! Which park of the catalogue a zone is: rules by name and place, and hand decisions over them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::catalogue::{Catalogue, CataloguePark};
use crate::error::BundleError;
use crate::names;
use crate::regions::Regions;
use crate::sheet::Sheet;
use crate::zones::Zone;

/// What was decided by reading: a park, or that the catalogue has none (`None`).
pub(crate) type HandTable = BTreeMap<String, Option<String>>;

/// Where a zone went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Joined {
    /// The park of the catalogue; `None` where there is none.
    pub(crate) park_id: Option<String>,
    /// What the rules alone would have said.
    pub(crate) by_rule: Option<String>,
    /// Whether it was decided by hand.
    pub(crate) by_hand: bool,
}

/// Reads a hand table: the zone, the park or nothing, and why.
pub(crate) fn hand_table(path: &Path, catalogue: &Catalogue) -> Result<HandTable, BundleError> {
    let mut table = HandTable::new();
    if !path.exists() {
        return Ok(table);
    }
    let sheet = Sheet::read(path, &["zone_id", "park_id", "why"])?;
    for row in sheet.rows() {
        let park_id = row.get("park_id");
        let known = catalogue.parks.iter().any(|p| p.park_id == park_id);
        if !park_id.is_empty() && !known {
            return Err(row.fault(format!("{park_id} is not in the catalogue")));
        }
        let decided = (!park_id.is_empty()).then(|| park_id.to_owned());
        if table.insert(row.get("zone_id").to_owned(), decided).is_some() {
            return Err(row.fault("this zone is decided twice"));
        }
    }
    Ok(table)
}

/// Joins one zone.
pub(crate) fn join(
    zone: &Zone,
    catalogue: &Catalogue,
    regions: &Regions,
    hand: &HandTable,
) -> Joined {
    let by_rule = by_rule(zone, catalogue, regions);
    match hand.get(&zone.zone_id) {
        Some(decided) => Joined { park_id: decided.clone(), by_rule, by_hand: true },
        None => Joined { park_id: by_rule.clone(), by_rule, by_hand: false },
    }
}

/// The one park whose name agrees best with a name of the zone, in the same city; a tie joins nothing.
fn by_rule(zone: &Zone, catalogue: &Catalogue, regions: &Regions) -> Option<String> {
    let ours: Vec<_> =
        zone.names().map(|n| names::take_apart(n, &zone.region_code, regions)).collect();
    let mut best = 0;
    let mut winners: Vec<&CataloguePark> = Vec::new();
    for park in catalogue.parks.iter().filter(|p| near(&p.region_code, &zone.region_code)) {
        let Some(agreed) = ours
            .iter()
            .enumerate()
            .filter_map(|(i, n)| {
                // The first name is what most firms write; an alias decides only where it agrees better.
                let agreed = names::agreement(n, &park.read);
                (agreed > 0).then(|| agreed * 4 - u8::from(i > 0))
            })
            .max()
        else {
            continue;
        };
        let score = agreed + u8::from(park.region_code == zone.region_code);
        if score > best {
            best = score;
            winners.clear();
        }
        if score == best {
            winners.push(park);
        }
    }
    match winners.as_slice() {
        [one] => Some(one.park_id.clone()),
        _ => None,
    }
}

/// Whether two regions can hold one zone: the same city, or one of them known to the province only.
fn near(a: &str, b: &str) -> bool {
    let wide = |code: &str| code.ends_with("0000");
    let len = if wide(a) || wide(b) { 2 } else { 4 };
    a.get(..len) == b.get(..len)
}
