//! The catalogue of 2018: every row is a park.

use std::path::Path;

use park_domain::Table;

use crate::account::Account;
use crate::error::BundleError;
use crate::names::{self, ZoneName};
use crate::regions::Regions;
use crate::sheet::{Row, Sheet};
use crate::sources;
use crate::tables::Tables;

/// A park of the catalogue, as the joins need it.
#[derive(Debug, Clone)]
pub(crate) struct CataloguePark {
    pub(crate) park_id: String,
    pub(crate) name: String,
    pub(crate) region_code: String,
    pub(crate) read: ZoneName,
}

/// The catalogue.
#[derive(Debug)]
pub(crate) struct Catalogue {
    sheet: Sheet,
    /// In the order of the file.
    pub(crate) parks: Vec<CataloguePark>,
}

const NEEDED: [&str; 14] = [
    "park_id",
    "catalogue_code",
    "name",
    "level",
    "kind",
    "province",
    "city",
    "region_code",
    "longitude",
    "latitude",
    "position_is",
    "approved_on",
    "approved_area_ha",
    "leading_industries",
];

impl Catalogue {
    pub(crate) fn read(path: &Path, regions: &Regions) -> Result<Self, BundleError> {
        let sheet = Sheet::read(path, &NEEDED)?;
        let parks = sheet
            .rows()
            .map(|row| {
                let region_code = region_of(row, regions)?;
                Ok(CataloguePark {
                    park_id: row.get("park_id").to_owned(),
                    name: row.get("name").to_owned(),
                    read: names::take_apart(row.get("name"), &region_code, regions),
                    region_code,
                })
            })
            .collect::<Result<Vec<_>, BundleError>>()?;
        Ok(Self { sheet, parks })
    }

    /// Fills the table of parks; `extras` gives aliases and managing body of a park.
    pub(crate) fn fill(
        &self,
        regions: &Regions,
        extras: impl Fn(&str, &str) -> (String, String),
        tables: &mut Tables,
    ) -> Result<Account, BundleError> {
        let mut account = Account::new(&self.sheet.file, self.sheet.len());
        for (row, park) in self.sheet.rows().zip(&self.parks) {
            let (aliases, managing_body) = extras(&park.park_id, &park.name);
            let county = (!park.region_code.ends_with("00"))
                .then(|| regions.name(&park.region_code))
                .flatten();
            let is_new = tables.add(
                Table::Parks,
                &[
                    ("park_id", &park.park_id),
                    ("name", &park.name),
                    ("aliases", &aliases),
                    ("level", row.get("level")),
                    ("kind", row.get("kind")),
                    ("managing_body", &managing_body),
                    ("region_code", &park.region_code),
                    ("province", row.get("province")),
                    ("city", row.get("city")),
                    ("county", county.unwrap_or("")),
                    ("longitude", row.get("longitude")),
                    ("latitude", row.get("latitude")),
                    ("position_is", row.get("position_is")),
                    ("approved_on", row.get("approved_on")),
                    ("approved_area_ha", row.get("approved_area_ha")),
                    ("leading_industries", row.get("leading_industries")),
                    ("source", sources::CATALOGUE),
                    ("as_of", "2018"),
                    ("note", &note(row)),
                ],
            )?;
            if !is_new {
                return Err(row.fault("this park_id is given twice"));
            }
            account.count("used: a park");
        }
        Ok(account)
    }
}

/// The region of a row; where the place could not be told, the province is still known.
fn region_of(row: Row<'_>, regions: &Regions) -> Result<String, BundleError> {
    let code = row.get("region_code");
    if !code.is_empty() {
        return Ok(code.to_owned());
    }
    regions
        .province_code(row.get("province"))
        .map(str::to_owned)
        .ok_or_else(|| row.fault("neither a region code nor a known province"))
}

fn note(row: Row<'_>) -> String {
    let mut notes = Vec::new();
    if row.get("park_id") != row.get("catalogue_code") {
        notes.push(format!("目录代码 {}，与另一开发区重复", row.get("catalogue_code")));
    }
    if row.get("region_code").is_empty() {
        notes.push("所在市县不明，仅知省份".to_owned());
    }
    notes.join("；")
}
