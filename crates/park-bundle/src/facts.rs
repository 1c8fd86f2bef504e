//! Utilities, plots and published rates: rows of a park, or facts of a whole place.

use park_domain::Table;

use crate::account::Account;
use crate::error::BundleError;
use crate::resolve::{Owner, Resolver};
use crate::sheet::{Row, Sheet};
use crate::tables::Tables;

/// Fills `utilities`; a row for a whole place is a fact of its region.
pub(crate) fn fill_utilities(
    sheet: &Sheet,
    resolver: &mut Resolver,
    tables: &mut Tables,
) -> Result<Account, BundleError> {
    let columns = [
        "utility",
        "ready",
        "capacity",
        "spare",
        "unit",
        "price",
        "price_high",
        "price_unit",
        "as_of",
        "estimated",
        "visibility",
        "source",
        "note",
    ];
    let mut account = Account::new(&sheet.file, sheet.len());
    for row in sheet.rows() {
        let is_new = match resolver.owner(row, row.get("source"))?.0 {
            Owner::Park(id) => {
                account.count("used: a utility of a park");
                add(row, Table::Utilities, &id, &columns, tables)?
            }
            Owner::Region(code) => {
                account.count("used: a fact of its region, for the row speaks for a whole place");
                let price = range(row.get("price"), row.get("price_high"));
                let parts = [
                    with_unit(row.get("capacity"), row.get("unit")),
                    with_unit(&price, row.get("price_unit")),
                    row.get("note").to_owned(),
                ];
                let name = park_domain::words::UtilityKind::parse(row.get("utility"))
                    .map_or_else(|| row.get("utility"), |kind| kind.zh());
                add_place_fact(row, &code, "utility", &format!("{name}：{}", join(&parts)), tables)?
            }
        };
        if !is_new {
            return Err(row.fault("a row of the same key is there already"));
        }
    }
    Ok(account)
}

/// Fills `plots`; a row for a whole place is a fact of its region.
pub(crate) fn fill_plots(
    sheet: &Sheet,
    resolver: &mut Resolver,
    tables: &mut Tables,
) -> Result<Account, BundleError> {
    let columns = [
        "plot_id",
        "kind",
        "area_mu",
        "floor_area_m2",
        "use",
        "price_10k_cny_per_mu",
        "price_high",
        "rent_cny_per_m2_month",
        "rent_high",
        "condition",
        "available_from",
        "as_of",
        "estimated",
        "visibility",
        "source",
        "note",
    ];
    let mut account = Account::new(&sheet.file, sheet.len());
    for row in sheet.rows() {
        match resolver.owner(row, row.get("source"))?.0 {
            Owner::Park(id) => {
                account.count("used: a plot of a park");
                add(row, Table::Plots, &id, &columns, tables)?;
            }
            Owner::Region(code) => {
                account.count("used: a fact of its region, for the row speaks for a whole place");
                let price = range(row.get("price_10k_cny_per_mu"), row.get("price_high"));
                let rent = range(row.get("rent_cny_per_m2_month"), row.get("rent_high"));
                let parts = [
                    with_unit(&price, "万元/亩"),
                    with_unit(&rent, "元/平方米·月"),
                    row.get("park_name").to_owned(),
                    row.get("note").to_owned(),
                ];
                let topic = if row.get("kind") == "land" { "land_price" } else { "factory_rent" };
                add_place_fact(row, &code, topic, &join(&parts), tables)?;
            }
        }
    }
    Ok(account)
}

/// Published rates of keeping promises: each with its period, basis and definition, for they are not alike.
pub(crate) fn fill_promises(
    sheet: &Sheet,
    resolver: &mut Resolver,
    tables: &mut Tables,
) -> Result<Account, BundleError> {
    let mut account = Account::new(&sheet.file, sheet.len());
    for row in sheet.rows() {
        let owner = if row.get("level") == "park" {
            resolver.owner(row, row.get("source"))?.0
        } else {
            Owner::Region(row.get("region_code").to_owned())
        };
        let (park_id, region_code) = match &owner {
            Owner::Park(id) => (id.as_str(), ""),
            Owner::Region(code) => ("", code.as_str()),
        };
        let as_of = row.get("as_of");
        let is_new = tables.add(
            Table::Facts,
            &[
                ("park_id", park_id),
                ("region_code", region_code),
                ("topic", "project_rates"),
                ("value", &promise(row)),
                ("year", as_of.get(..4).unwrap_or("")),
                ("as_of", as_of),
                ("estimated", row.get("estimated")),
                ("visibility", row.get("visibility")),
                ("source", row.get("source")),
            ],
        )?;
        account.count(match (is_new, park_id.is_empty()) {
            (false, _) => "dropped: the same fact is there already",
            (true, true) => "used: a fact of a region",
            (true, false) => "used: a fact of a park",
        });
    }
    Ok(account)
}

/// `开工率 86.5%（按项目数；世界制造业大会，2018-2020；1515个）`.
fn promise(row: Row<'_>) -> String {
    let rate = match row.get("value_pct") {
        "" => "未公布比率".to_owned(),
        pct => format!("{pct}%"),
    };
    let basis = if row.get("basis") == "money" { "按金额" } else { "按项目数" };
    let unit = row.get("unit");
    let counts = match (row.get("numerator"), row.get("denominator")) {
        ("", "") => String::new(),
        (n, "") => format!("{n}{unit}"),
        ("", d) => format!("共{d}{unit}"),
        (n, d) => format!("{n}{unit}，共{d}{unit}"),
    };
    let period = [row.get("event"), row.get("period")].join("，");
    let parts = [basis.to_owned(), period, counts, row.get("note").to_owned()];
    format!("{} {rate}（{}）", row.get("rate"), join(&parts))
}

/// Copies the cells of the columns that the source and the table share.
fn add(
    row: Row<'_>,
    table: Table,
    park_id: &str,
    columns: &[&'static str],
    tables: &mut Tables,
) -> Result<bool, BundleError> {
    let mut cells = vec![("park_id", park_id)];
    cells.extend(columns.iter().map(|c| (*c, row.get(c))));
    tables.add(table, &cells)
}

fn add_place_fact(
    row: Row<'_>,
    region_code: &str,
    topic: &str,
    value: &str,
    tables: &mut Tables,
) -> Result<bool, BundleError> {
    let as_of = row.get("as_of");
    tables.add(
        Table::Facts,
        &[
            ("region_code", region_code),
            ("topic", topic),
            ("value", value),
            ("year", as_of.get(..4).unwrap_or("")),
            ("as_of", as_of),
            ("estimated", row.get("estimated")),
            ("visibility", row.get("visibility")),
            ("source", row.get("source")),
        ],
    )
}

fn range(low: &str, high: &str) -> String {
    if high.is_empty() { low.to_owned() } else { format!("{low}-{high}") }
}

fn with_unit(value: &str, unit: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{value} {unit}") }
}

fn join(parts: &[String]) -> String {
    let said: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
    said.join("；")
}
