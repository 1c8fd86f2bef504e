//! Dossiers: positioning in our words, everything else as facts.

use std::collections::BTreeMap;

use park_domain::Table;

use crate::account::Account;
use crate::error::BundleError;
use crate::resolve::{Owner, Resolver};
use crate::sheet::Sheet;
use crate::tables::Tables;

pub(crate) const NEEDED: [&str; 7] =
    ["park_name", "region_code", "topic", "value", "in_own_words", "year", "source"];

/// Words that make an `operator` a body that runs the park, and not a remark on how it is run.
const BODIES: [&str; 8] =
    ["管委会", "委员会", "公司", "集团", "政府", "管理局", "管理办公室", "工委"];

/// Fills `positioning` and `facts`; gives the managing body of each park, the latest one.
pub(crate) fn fill(
    sheet: &Sheet,
    resolver: &mut Resolver,
    tables: &mut Tables,
) -> Result<(Account, BTreeMap<String, String>), BundleError> {
    let mut account = Account::new(&sheet.file, sheet.len());
    let mut bodies: BTreeMap<String, (String, String)> = BTreeMap::new();
    for row in sheet.rows() {
        let (owner, _) = resolver.owner(row, row.get("source"))?;
        let (park_id, region_code) = match &owner {
            Owner::Park(id) => (id.as_str(), ""),
            Owner::Region(code) => ("", code.as_str()),
        };
        let (topic, value, year) = (row.get("topic"), row.get("value"), row.get("year"));
        let provenance = [("year", year), ("as_of", year), ("source", row.get("source"))];
        let mut is_used = false;
        if topic == "positioning" && !row.get("in_own_words").is_empty() && !park_id.is_empty() {
            let mut cells = vec![("park_id", park_id), ("text", row.get("in_own_words"))];
            cells.extend(provenance);
            is_used |= tables.add(Table::Positioning, &cells)?;
        }
        if topic == "operator" && BODIES.iter().any(|b| value.contains(b)) {
            let latest = bodies.entry(park_id.to_owned()).or_default();
            if latest.1.is_empty() || latest.0.as_str() < year {
                *latest = (year.to_owned(), value.to_owned());
            }
        }
        if !value.is_empty() {
            let mut cells = vec![
                ("park_id", park_id),
                ("region_code", region_code),
                ("topic", topic),
                ("value", value),
            ];
            cells.extend(provenance);
            is_used |= tables.add(Table::Facts, &cells)?;
        }
        account.count(match (is_used, topic) {
            (false, _) => "dropped: the same fact of the same year is there already",
            (true, "positioning") => "used: positioning, its key words as a fact",
            (true, _) => "used: a fact",
        });
    }
    Ok((account, bodies.into_iter().map(|(id, (_, body))| (id, body)).collect()))
}
