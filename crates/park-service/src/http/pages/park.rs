//! One park: everything known with its source and date, everything unknown said.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use park_domain::Table;
use park_homogeneity::Axis;
use serde_json::Value as Json;

use super::bars::{Part, bar};
use super::words::{figure, kind, level};
use super::{Shared, Spoken, render, show};
use crate::answer::{park, similar};
use crate::app::Live;
use crate::http::pools::Cost;
use crate::http::query::Id;
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Rows of a table that are shown; all of them stand in the JSON.
const ROWS_SHOWN_MAX: usize = 30;

/// Industries that are shown of one year.
const INDUSTRIES_SHOWN_MAX: usize = 12;

/// Twins that are shown on an axis.
const TWINS_SHOWN: usize = 5;

struct TableView {
    name: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    more: usize,
}

struct Share {
    name: String,
    value: String,
    bar: String,
    named: bool,
}

struct Structure {
    year: String,
    basis: String,
    shares: Vec<Share>,
    total: String,
    years: Vec<(String, String)>,
    source: String,
}

struct Twin {
    id: String,
    name: String,
    similarity: String,
    shared: String,
    km: String,
}

struct TwinAxis {
    name: &'static str,
    has_data: bool,
    twins: Vec<Twin>,
}

#[derive(Template)]
#[template(path = "park.html")]
struct ParkPage {
    l: Lang,
    title: String,
    here: String,
    id: String,
    name: String,
    about: String,
    head: Vec<(String, String)>,
    named: Vec<String>,
    unknown: Vec<String>,
    structure: Option<Structure>,
    tables: Vec<TableView>,
    place: Option<TableView>,
    axes: Vec<TwinAxis>,
}

/// `GET /parks/{id}`; any id of the park.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
    Id(id): Id,
) -> Result<Response<Body>, Rejection> {
    let live = shared.live()?;
    let html =
        shared.pools.run(Cost::Quick, move || render(&view(&live, &id, spoken.lang)?)).await?;
    Ok(show(spoken, html))
}

fn view(live: &Live, id: &str, lang: Lang) -> Result<ParkPage, Rejection> {
    let all = park::answer(live, id, lang)?;
    let text = |key: &str| all[key].as_str().unwrap_or_default().to_owned();
    let id = text("id");
    let near = similar::answer(live, &id, None, TWINS_SHOWN, lang)?;
    let mut place = vec![text("province"), text("city"), text("county")];
    place.retain(|p| !p.is_empty());
    place.dedup();
    let named: Vec<String> = all["leading_industries"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|w| w["text"].as_str().map(str::to_owned))
        .collect();
    let shown = [
        Table::Positioning,
        Table::Policies,
        Table::Utilities,
        Table::Plots,
        Table::Facts,
        Table::Tenants,
        Table::Activities,
    ];
    Ok(ParkPage {
        l: lang,
        title: text("name"),
        here: format!("/parks/{}", super::encode(&id)),
        name: text("name"),
        about: [place.join(" "), level(&text("level"), lang), kind(&text("kind"), lang)]
            .into_iter()
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        head: head(&all, lang),
        unknown: all["unknown"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|u| u["words"].as_str().map(str::to_owned))
            .collect(),
        structure: structure(&all, &named, lang),
        tables: shown.iter().filter_map(|t| table(*t, &all[t.name()], t.zh(), lang)).collect(),
        place: table(Table::Policies, &all["of_the_place"], "所在地", lang).map(|mut t| {
            lang.pick("所在地的政策与事实", "policies and facts of the place")
                .clone_into(&mut t.name);
            t
        }),
        axes: near.axes.into_iter().map(|(code, axis)| twins(&code, axis, lang)).collect(),
        named,
        id,
    })
}

fn head(all: &Json, lang: Lang) -> Vec<(String, String)> {
    [
        ("id", "编号", "id", ""),
        ("aliases", "别名", "also called", ""),
        ("status", "状态", "status", ""),
        ("approved_on", "批准时间", "approved", ""),
        ("approved_area_ha", "核准面积", "approved area", "ha"),
        ("managing_body", "管理机构", "run by", ""),
        ("website", "网站", "website", ""),
        ("chemical_park", "认定的化工园区", "recognised chemical park", ""),
        ("position_is", "坐标为", "position is the", ""),
        ("source", "来源", "source", ""),
        ("as_of", "截至", "as of", ""),
        ("note", "备注", "note", ""),
    ]
    .iter()
    .map(|(key, zh, en, unit)| {
        let value = cell(&all[*key], lang);
        let value = if value.is_empty() {
            lang.pick("未知", "unknown").to_owned()
        } else {
            format!("{value} {unit}").trim().to_owned()
        };
        (lang.pick(*zh, *en).to_owned(), value)
    })
    .filter(|(_, value)| !value.is_empty())
    .collect()
}

fn cell(value: &Json, lang: Lang) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(b) => {
            let (zh, en) = if *b { ("是", "yes") } else { ("否", "no") };
            lang.pick(zh, en).to_owned()
        }
        Json::Number(n) => figure(n.as_f64().unwrap_or_default()),
        Json::String(s) => s.clone(),
        Json::Array(_) | Json::Object(_) => value.to_string(),
    }
}

/// A table as it is, its columns in the order of the dictionary.
fn table(table: Table, rows: &Json, zh: &str, lang: Lang) -> Option<TableView> {
    let rows = rows.as_array().filter(|r| !r.is_empty())?;
    let hidden = |name: &str| {
        matches!(
            name,
            "park_id" | "visibility" | "region_code" | "clause_id" | "plot_id" | "firm_id"
        )
    };
    let mut columns: Vec<(&str, &str)> =
        table.columns().iter().map(|c| (c.name, c.zh.first().copied().unwrap_or(c.name))).collect();
    // Rows of a place come from several tables.
    for name in ["topic", "value", "year"] {
        if !columns.iter().any(|(n, _)| *n == name) {
            columns.push((name, name));
        }
    }
    columns.retain(|(name, _)| !hidden(name) && rows.iter().any(|r| !r[*name].is_null()));
    Some(TableView {
        name: lang.pick(zh, table.name()).to_owned(),
        head: columns.iter().map(|(name, zh)| lang.pick(*zh, *name).replace('_', " ")).collect(),
        rows: rows
            .iter()
            .rev()
            .take(ROWS_SHOWN_MAX)
            .map(|row| {
                columns
                    .iter()
                    .map(|(name, _)| match (*name, &row[*name]) {
                        ("year" | "issued_year", Json::Number(n)) => n.to_string(),
                        (_, value) => cell(value, lang),
                    })
                    .collect()
            })
            .collect(),
        more: rows.len().saturating_sub(ROWS_SHOWN_MAX),
    })
}

/// The newest year of the basis that has most rows, beside what the park names.
fn structure(all: &Json, named: &[String], lang: Lang) -> Option<Structure> {
    let rows = all["structure"].as_array().filter(|r| !r.is_empty())?;
    let basis_of = |r: &Json| r["basis"].as_str().unwrap_or_default().to_owned();
    let revealed: Vec<&Json> = rows.iter().filter(|r| basis_of(r) != "named").collect();
    let basis = revealed.iter().max_by_key(|r| {
        let own = basis_of(r);
        revealed.iter().filter(|o| basis_of(o) == own).count()
    })?;
    let basis = basis_of(basis);
    let mut totals: std::collections::BTreeMap<u64, f64> = std::collections::BTreeMap::new();
    for r in revealed.iter().filter(|r| basis_of(r) == basis) {
        *totals.entry(r["year"].as_u64().unwrap_or_default()).or_default() +=
            r["value"].as_f64().unwrap_or_default();
    }
    let (year, total) = totals.iter().next_back().map(|(y, t)| (*y, *t))?;
    let mut newest: Vec<&&Json> = revealed
        .iter()
        .filter(|r| basis_of(r) == basis && r["year"].as_u64().unwrap_or_default() == year)
        .collect();
    let value = |r: &Json| r["value"].as_f64().unwrap_or_default();
    newest.sort_by(|a, b| value(b).total_cmp(&value(a)));
    let most = newest.first().map_or(1.0, |r| value(r)).max(1e-9);
    let shares = newest
        .iter()
        .take(INDUSTRIES_SHOWN_MAX)
        .map(|r| {
            let name = r["industry_name"].as_str().or(r["industry"].as_str()).unwrap_or_default();
            Share {
                name: format!("{} {name}", r["industry"].as_str().unwrap_or_default()),
                value: figure(value(r)),
                bar: bar(&[Part { from: 0.0, length: value(r) / most, open: false }]),
                named: named.iter().any(|n| name.contains(n.as_str()) || n.contains(name)),
            }
        })
        .collect();
    Some(Structure {
        year: year.to_string(),
        basis: match basis.as_str() {
            "firms" => lang.pick("企业数", "firms").to_owned(),
            other => other.replace('_', " "),
        },
        shares,
        total: figure(total),
        years: totals.iter().map(|(y, t)| (y.to_string(), figure(*t))).collect(),
        source: newest.first().and_then(|r| r["source"].as_str()).unwrap_or_default().to_owned(),
    })
}

fn twins(code: &str, axis: similar::NearAxis, lang: Lang) -> TwinAxis {
    TwinAxis {
        name: Axis::parse(code).map_or("", |a| lang.pick(a.zh(), a.en())),
        has_data: axis.has_data,
        twins: axis
            .parks
            .into_iter()
            .map(|n| Twin {
                id: n.park.id,
                name: n.park.name,
                similarity: format!("{:.2}", n.similarity),
                shared: n
                    .shared
                    .iter()
                    .take(5)
                    .map(|s| s.what.clone())
                    .collect::<Vec<_>>()
                    .join(lang.pick("、", ", ")),
                km: n.distance_km.map_or_else(String::new, |d| format!("{d:.0} km")),
            })
            .collect(),
    }
}
