//! One park with all that is known, by table: `parkwise park`, `GET /v1/parks/{id}`.

use std::io::Write;

use park_domain::{Dataset, ParkId, Provenance, Record, Table, Value};
use serde_json::{Map, Value as Json, json};

use crate::app::Live;
use crate::lang::Lang;
use crate::models;
use crate::rejection::Rejection;

/// Rows of one table that are printed for people; the newest come first.
const ROWS_SHOWN_MAX: usize = 12;

/// All that is known of a park; any of its ids answers. Tables without a row for it are listed under
/// `unknown`, so that silence is not taken for "none".
///
/// # Errors
/// 404 when no park has the id.
pub fn answer(live: &Live, id: &str, lang: Lang) -> Result<Json, Rejection> {
    let park = live.find(id).ok_or_else(|| Rejection::no_park(id, lang))?;
    let park_id = park.id.clone();
    let mut out = Map::new();
    let rows = live.rows_of(&park_id);
    if let Some(record) = rows.iter().find(|r| r.table() == Table::Parks) {
        for (name, value) in row(record) {
            out.insert(name, value);
        }
    }
    out.insert("id".into(), json!(park_id.as_str()));
    out.insert("same_as".into(), json!(live.other_ids(&park_id)));
    out.insert(
        "leading_industries".into(),
        json!(
            park.leading_industries
                .iter()
                .map(|w| {
                    let codes: Vec<String> = models::reader()
                        .phrase(w)
                        .codes
                        .iter()
                        .map(|c| c.code.to_string())
                        .collect();
                    json!({ "text": &**w, "codes": codes })
                })
                .collect::<Vec<_>>()
        ),
    );
    let mut unknown = Vec::new();
    for table in Table::ALL {
        let list: Vec<Json> = match table {
            Table::Parks | Table::SameAs | Table::Bases | Table::Nodes | Table::Regions => continue,
            Table::Structure => structure(live.dataset(), &park_id),
            Table::Activities => activities(live.dataset(), &park_id),
            Table::Positioning
            | Table::Tenants
            | Table::Policies
            | Table::Utilities
            | Table::Plots
            | Table::Facts
            | Table::Approvals
            | Table::Projects
            | Table::Promises
            | Table::Thresholds => rows
                .iter()
                .filter(|r| r.table() == *table)
                .map(|r| {
                    let mut cells = row(r);
                    cells.remove("park_id");
                    Json::Object(cells)
                })
                .collect(),
        };
        if list.is_empty() {
            unknown.push(
                json!({ "table": table.name(), "words": lang.pick(table.zh(), table.doc()) }),
            );
        }
        out.insert(table.name().to_owned(), Json::Array(list));
    }
    let place: Vec<Json> =
        live.place_rows(park).into_iter().map(|r| Json::Object(row(r))).collect();
    out.insert("of_the_place".into(), Json::Array(place));
    out.insert("unknown".into(), Json::Array(unknown));
    out.insert("generation".into(), json!(live.id));
    Ok(Json::Object(out))
}

/// The cells of a record that hold a value.
pub fn row(record: &Record) -> Map<String, Json> {
    let mut map = Map::new();
    for (column, value) in record.table().columns().iter().zip(record.values()) {
        let Some(value) = value else { continue };
        map.insert(
            column.name.to_owned(),
            match value {
                Value::Text(t) => json!(&**t),
                Value::Number(n) if column.name.contains("year") => json!(year(*n)),
                Value::Number(n) => json!(n),
                Value::Date(d) => json!(d.to_string()),
                Value::Flag(b) => json!(b),
            },
        );
    }
    map
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a checked year lies between 1900 and 2100"
)]
fn year(n: f64) -> u16 {
    n as u16
}

fn with_provenance(mut map: Map<String, Json>, provenance: &Provenance) -> Json {
    if let Some(source) = &provenance.source {
        map.insert("source".into(), json!(&**source));
    }
    if let Some(as_of) = provenance.as_of {
        map.insert("as_of".into(), json!(as_of.to_string()));
    }
    if provenance.estimated {
        map.insert("estimated".into(), json!(true));
    }
    Json::Object(map)
}

fn structure(dataset: &Dataset, id: &ParkId) -> Vec<Json> {
    let tree = models::reader().classification();
    slice_of(&dataset.structure, id, |s| &s.park_id)
        .iter()
        .map(|s| {
            let mut map = Map::new();
            map.insert("year".into(), json!(s.year));
            map.insert("industry".into(), json!(&*s.industry));
            if let Some(name) = park_industry::Code::parse(&s.industry).and_then(|c| tree.name(c)) {
                map.insert("industry_name".into(), json!(name));
            }
            map.insert("basis".into(), json!(s.basis.code()));
            map.insert("value".into(), json!(s.value));
            with_provenance(map, &s.provenance)
        })
        .collect()
}

fn activities(dataset: &Dataset, id: &ParkId) -> Vec<Json> {
    slice_of(&dataset.activities, id, |a| &a.park_id)
        .iter()
        .map(|a| {
            let mut map = Map::new();
            map.insert("year".into(), json!(a.year));
            map.insert("term".into(), json!(&*a.term));
            map.insert("firms".into(), json!(a.firms));
            with_provenance(map, &a.provenance)
        })
        .collect()
}

/// The rows of one park in a table that is sorted by park.
pub fn slice_of<'t, T>(rows: &'t [T], id: &ParkId, key: fn(&T) -> &ParkId) -> &'t [T] {
    let start = rows.partition_point(|r| key(r) < id);
    let end = rows.partition_point(|r| key(r) <= id);
    &rows[start..end]
}

/// The same for people: head, then each table with its rows, then what is unknown.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &Json, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    let text = |key: &str| answer[key].as_str().unwrap_or("—").to_owned();
    writeln!(out, "{}  {}", text("park_id"), text("name"))?;
    for (key, zh, en) in [
        ("level", "级别", "level"),
        ("kind", "类型", "kind"),
        ("province", "省份", "province"),
        ("city", "城市", "city"),
        ("approved_on", "批准时间", "approved on"),
        ("approved_area_ha", "核准面积(公顷)", "approved area, ha"),
        ("managing_body", "管理机构", "managing body"),
        ("source", "来源", "source"),
        ("as_of", "截至", "as of"),
    ] {
        match &answer[key] {
            Json::Null => {}
            Json::String(s) => writeln!(out, "  {:<14} {s}", lang.pick(zh, en))?,
            other @ (Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_)) => {
                writeln!(out, "  {:<14} {other}", lang.pick(zh, en))?;
            }
        }
    }
    if let Some(list) = answer["leading_industries"].as_array() {
        let words: Vec<&str> = list.iter().filter_map(|w| w["text"].as_str()).collect();
        if !words.is_empty() {
            writeln!(
                out,
                "  {:<14} {}",
                lang.pick("主导产业", "named industries"),
                words.join("、")
            )?;
        }
    }
    for table in Table::ALL {
        let Some(rows) = answer[table.name()].as_array().filter(|r| !r.is_empty()) else {
            continue;
        };
        if matches!(table, Table::SameAs) {
            continue;
        }
        writeln!(out, "{} ({})", lang.pick(table.zh(), table.name()), rows.len())?;
        for row in rows.iter().rev().take(ROWS_SHOWN_MAX) {
            let cells: Vec<String> = row
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(k, v)| {
                    !v.is_null() && !matches!(k.as_str(), "source" | "visibility" | "clause_id")
                })
                .map(|(k, v)| match v {
                    Json::String(s) => format!("{k}={s}"),
                    other @ (Json::Null
                    | Json::Bool(_)
                    | Json::Number(_)
                    | Json::Array(_)
                    | Json::Object(_)) => format!("{k}={other}"),
                })
                .collect();
            writeln!(out, "  {}", cells.join("  "))?;
        }
        if rows.len() > ROWS_SHOWN_MAX {
            writeln!(
                out,
                "  … {} {}",
                rows.len() - ROWS_SHOWN_MAX,
                lang.pick("行未列出，--json 可见全部", "more, all of them with --json")
            )?;
        }
    }
    if let Some(unknown) = answer["unknown"].as_array().filter(|u| !u.is_empty()) {
        let words: Vec<&str> = unknown.iter().filter_map(|u| u["words"].as_str()).collect();
        writeln!(out, "{}: {}", lang.pick("没有数据", "no data"), words.join("、"))?;
    }
    Ok(())
}
