//! Zones told from registered addresses: those that the catalogue has not are parks of their own.

use std::collections::BTreeMap;
use std::path::Path;

use park_domain::Table;

use crate::account::Account;
use crate::error::BundleError;
use crate::join::Joined;
use crate::regions::{Regions, short};
use crate::sheet::Sheet;
use crate::sources;
use crate::tables::Tables;

/// One zone.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    pub(crate) zone_id: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) kind: String,
    pub(crate) province: String,
    pub(crate) city: String,
    pub(crate) region_code: String,
    pub(crate) longitude: String,
    pub(crate) latitude: String,
    pub(crate) position_is: String,
}

impl Zone {
    /// Its name, then its aliases.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

/// Region codes of cities by the short names of province and city: where most of the city's zones lie, else what
/// the code table says.
pub(crate) fn cities(zones: &[Zone], regions: &Regions) -> BTreeMap<(String, String), String> {
    let mut seen: BTreeMap<(String, String), BTreeMap<String, usize>> = BTreeMap::new();
    for zone in zones {
        if let Some(city) = zone.region_code.get(..4) {
            let names = (short(&zone.province).to_owned(), short(&zone.city).to_owned());
            *seen.entry(names).or_default().entry(format!("{city}00")).or_default() += 1;
        }
    }
    let mut cities = regions.cities();
    for (names, codes) in seen {
        let most = codes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
        cities.extend(most.map(|(code, _)| (names, code)));
    }
    cities
}

/// Reads the zones in the order of the file.
pub(crate) fn read(path: &Path) -> Result<Vec<Zone>, BundleError> {
    let needed = [
        "zone_id",
        "name",
        "aliases",
        "kind",
        "province",
        "city",
        "region_code",
        "longitude",
        "latitude",
        "position_is",
    ];
    let sheet = Sheet::read(path, &needed)?;
    let zones = sheet.rows().map(|row| {
        let text = |column: &str| row.get(column).to_owned();
        Zone {
            zone_id: text("zone_id"),
            name: text("name"),
            aliases: list(row.get("aliases")),
            kind: text("kind"),
            province: text("province"),
            city: text("city"),
            region_code: text("region_code"),
            longitude: text("longitude"),
            latitude: text("latitude"),
            position_is: text("position_is"),
        }
    });
    Ok(zones.collect())
}

fn list(cell: &str) -> Vec<String> {
    cell.split('、').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

/// Fills `same_as` with the joined zones and `parks` with the others.
pub(crate) fn fill(
    zones: &[Zone],
    joined: &BTreeMap<String, Joined>,
    regions: &Regions,
    extras: impl Fn(&str, &str) -> (String, String),
    tables: &mut Tables,
) -> Result<Account, BundleError> {
    let mut account = Account::new("zones.csv", zones.len());
    for zone in zones {
        let join = joined.get(&zone.zone_id);
        let how = if join.is_some_and(|j| j.by_hand) { "by hand" } else { "by rule" };
        match join.and_then(|j| j.park_id.as_deref()) {
            Some(park_id) => {
                let source = if how == "by hand" { sources::JOIN_HAND } else { sources::JOIN_RULE };
                let cells = [
                    ("park_id", park_id),
                    ("other_id", zone.zone_id.as_str()),
                    ("source", source),
                    ("as_of", "2018"),
                    ("note", &zone.name),
                ];
                tables.add(Table::SameAs, &cells)?;
                account.count(&format!("joined to the catalogue, {how}"));
            }
            None => {
                add_park(zone, regions, &extras(&zone.zone_id, &zone.name), tables)?;
                account.count(&format!("used: a park of its own, not in the catalogue, {how}"));
            }
        }
    }
    Ok(account)
}

fn add_park(
    zone: &Zone,
    regions: &Regions,
    (aliases, managing_body): &(String, String),
    tables: &mut Tables,
) -> Result<(), BundleError> {
    let county =
        (!zone.region_code.ends_with("00")).then(|| regions.name(&zone.region_code)).flatten();
    tables.add(
        Table::Parks,
        &[
            ("park_id", &zone.zone_id),
            ("name", &zone.name),
            ("aliases", aliases),
            ("level", "unknown"),
            ("kind", &zone.kind),
            ("managing_body", managing_body),
            ("region_code", &zone.region_code),
            ("province", &zone.province),
            ("city", short(&zone.city)),
            ("county", county.unwrap_or("")),
            ("longitude", &zone.longitude),
            ("latitude", &zone.latitude),
            ("position_is", &zone.position_is),
            ("source", sources::ZONES),
            ("as_of", "2018"),
            ("note", "名称取自企业登记地址，级别、面积、批准时间未知"),
        ],
    )?;
    Ok(())
}
