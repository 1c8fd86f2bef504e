//! Structured incentives: one row a clause, a tier or a step, in our own words.

use std::collections::BTreeMap;

use park_domain::Table;

use crate::account::Account;
use crate::error::BundleError;
use crate::resolve::{Owner, Resolver};
use crate::sheet::{Row, Sheet};
use crate::tables::Tables;

pub(crate) const NEEDED: [&str; 20] = [
    "document_id",
    "park_name",
    "region_code",
    "document",
    "issued_on",
    "issued_year",
    "valid_to",
    "source",
    "instrument",
    "target_industry",
    "rate_pct",
    "amount_10k_cny",
    "cap_10k_cny",
    "per",
    "years",
    "condition",
    "summary",
    "role",
    "read_from",
    "place",
];

/// Fills `policies`. A row with a park's name is that park's; one without is its place's.
pub(crate) fn fill(
    sheet: &Sheet,
    resolver: &mut Resolver,
    tables: &mut Tables,
) -> Result<Account, BundleError> {
    let mut account = Account::new(&sheet.file, sheet.len());
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for row in sheet.rows() {
        let owner = if row.get("park_name").is_empty() {
            Owner::Region(row.get("region_code").to_owned())
        } else {
            resolver.owner(row, row.get("source"))?.0
        };
        let number = numbers.entry(row.get("document_id")).or_default();
        *number += 1;
        add(row, *number, &owner, tables)?;
        account.count(match owner {
            Owner::Park(_) => "used: a clause of a park",
            Owner::Region(_) => "used: a clause of a place",
        });
    }
    Ok(account)
}

fn add(row: Row<'_>, number: u32, owner: &Owner, tables: &mut Tables) -> Result<(), BundleError> {
    let (park_id, region_code) = match owner {
        Owner::Park(id) => (id.as_str(), ""),
        Owner::Region(code) => ("", code.as_str()),
    };
    let (rate, rate_high) = range(row.get("rate_pct"));
    let (amount, amount_high) = range(row.get("amount_10k_cny"));
    let coverage = match row.get("read_from") {
        "whole page" => "whole",
        other => other,
    };
    let as_of = match row.get("issued_on") {
        "" => row.get("issued_year"),
        day => day,
    };
    let same = [
        "document",
        "issued_on",
        "valid_to",
        "issued_year",
        "instrument",
        "target_industry",
        "cap_10k_cny",
        "per",
        "years",
        "condition",
        "role",
        "source",
    ];
    let clause_id = format!("{}-{number}", row.get("document_id"));
    let mut cells = vec![
        ("clause_id", clause_id.as_str()),
        ("park_id", park_id),
        ("region_code", region_code),
        ("text", row.get("summary")),
        ("rate_pct", rate),
        ("rate_pct_high", rate_high),
        ("amount_10k_cny", amount),
        ("amount_10k_cny_high", amount_high),
        ("coverage", coverage),
        ("as_of", as_of),
    ];
    cells.extend(same.iter().map(|c| (*c, row.get(c))));
    if !tables.add(Table::Policies, &cells)? {
        return Err(row.fault("this clause is there already"));
    }
    Ok(())
}

/// `5-20` as both ends; a single figure has no upper end.
fn range(text: &str) -> (&str, &str) {
    text.split_once('-').unwrap_or((text, ""))
}
