//! One park: everything known with its source and date, everything unknown said.

mod directions;
mod linked;
mod readiness;
mod structure;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode, Uri};
use park_domain::{Kind, Park, Table};
use park_homogeneity::Axis;
use park_matching::Language;
use park_matching::units::position;
use serde_json::Value as Json;

use directions::{Directions, directions};
use structure::{Structure, structure};

use super::{Shared, Spoken, encode, go, publish, render};
use crate::answer::names::{figure, kind, level_of_park};
use crate::answer::{park, similar};
use crate::app::Live;
use crate::http::pools::Cost;
use crate::http::query::Id;
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Rows of a table that are shown; all of them stand in the JSON.
const ROWS_SHOWN_MAX: usize = 30;

/// Parameter that shows a merged park and not its successor.
const AS_IT_WAS: &str = "as_it_was";

/// Twins that are shown on an axis.
const TWINS_SHOWN: usize = 5;

struct TableView {
    name: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    more: usize,
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
    readiness: Option<readiness::Readiness>,
    tables: Vec<TableView>,
    place: Option<TableView>,
    axes: Vec<TwinAxis>,
    linked: String,
    successor: Option<(String, String)>,
    predecessors: Vec<(String, String)>,
    directions: Directions,
}

/// `GET /parks/{id}`; any id of the park.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
    uri: Uri,
    Id(id): Id,
) -> Result<Response<Body>, Rejection> {
    let live = shared.live()?;
    if let Some(to) = moved(&live, &id, uri.query()) {
        let mut response = go(spoken, &to);
        *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
        return Ok(response);
    }
    let html =
        shared.pools.run(Cost::Quick, move || render(&view(&live, &id, spoken.lang)?)).await?;
    Ok(publish(spoken, html))
}

/// Where a park's page is now: under its own id for another id of it, at its successor for a merged one.
/// `as_it_was` in the query shows a merged park all the same.
fn moved(live: &Live, id: &str, query: Option<&str>) -> Option<String> {
    let park = live.find(id)?;
    let as_it_was = query.is_some_and(|q| q.split('&').any(|p| p.starts_with(AS_IT_WAS)));
    let to = live.successor(park).filter(|_| !as_it_was).unwrap_or(park);
    if to.id.as_str() == id {
        return None;
    }
    let query = query.map_or_else(String::new, |q| format!("?{q}"));
    Some(format!("/parks/{}{query}", encode(to.id.as_str())))
}

fn view(live: &Live, id: &str, lang: Lang) -> Result<ParkPage, Rejection> {
    let all = park::answer(live, id, lang)?;
    let text = |key: &str| all[key].as_str().unwrap_or_default().to_owned();
    let id = text("id");
    let near = similar::answer(live, &id, None, TWINS_SHOWN, lang)?;
    let park = live.find(&id);
    let link = |p: &Park| (encode(p.id.as_str()), p.name.to_string());
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
        Table::Approvals,
        Table::Thresholds,
        Table::Projects,
        Table::Promises,
        Table::Facts,
        Table::Tenants,
        Table::Activities,
    ];
    Ok(ParkPage {
        l: lang,
        title: text("name"),
        here: format!("/parks/{}", super::encode(&id)),
        name: text("name"),
        about: [place.join(" "), level_of_park(&text("level"), lang), kind(&text("kind"), lang)]
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
        structure: structure(&all, lang),
        readiness: readiness::section(live, &id, lang)?,
        tables: shown.iter().filter_map(|t| table(*t, &all[t.name()], t.zh(), lang)).collect(),
        place: table(Table::Policies, &all["of_the_place"], "所在地", lang).map(|mut t| {
            lang.pick("所在地的政策与事实", "policies and facts of the place")
                .clone_into(&mut t.name);
            t
        }),
        axes: near.axes.into_iter().map(|(code, axis)| twins(&code, axis, lang)).collect(),
        linked: linked::data(&all),
        successor: park.and_then(|p| live.successor(p)).map(link),
        predecessors: live.predecessors(&id).into_iter().map(link).collect(),
        named,
        directions: directions(live, &id, lang)?,
        id,
    })
}

fn head(all: &Json, lang: Lang) -> Vec<(String, String)> {
    [
        ("id", "编号", "id"),
        ("aliases", "别名", "also called"),
        ("status", "状态", "status"),
        ("approved_on", "批准时间", "approved"),
        ("approved_area_ha", "核准面积（公顷）", "approved area, ha"),
        ("managing_body", "管理机构", "run by"),
        ("website", "网站", "website"),
        ("chemical_park", "认定的化工园区", "recognised chemical park"),
        ("position_is", "坐标为", "position is the"),
        ("source", "来源", "source"),
        ("as_of", "截至", "as of"),
        ("note", "备注", "note"),
    ]
    .iter()
    // Without another name or a note there is nothing to know.
    .filter(|(key, _, _)| !(matches!(*key, "aliases" | "note") && all[*key].is_null()))
    .map(|(key, zh, en)| {
        let value = cell(Table::Parks, key, &all[*key], lang);
        let unknown = || lang.pick("未知", "unknown").to_owned();
        let value = Some(value).filter(|v| !v.is_empty()).unwrap_or_else(unknown);
        (lang.pick(*zh, *en).to_owned(), value)
    })
    .collect()
}

/// A value in the reader's words: codes of the dictionary are for programs.
fn cell(table: Table, column: &str, value: &Json, lang: Lang) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(b) => {
            let (zh, en) = if *b { ("是", "yes") } else { ("否", "no") };
            lang.pick(zh, en).to_owned()
        }
        // A year has no thousands.
        Json::Number(n) if matches!(column, "year" | "issued_year") => n.to_string(),
        Json::Number(n) => figure(n.as_f64().unwrap_or_default()),
        Json::String(s) => word(table, column, s, lang),
        Json::Array(_) | Json::Object(_) => value.to_string(),
    }
}

/// Topics of facts in the bundled set; others are shown as they are.
const TOPICS: &[(&str, &str)] = &[
    ("approval", "审批"),
    ("area", "面积"),
    ("chain", "产业链"),
    ("enterprise", "企业"),
    ("factory_rent", "厂房租金"),
    ("fiscal", "财税与产值"),
    ("founded", "设立"),
    ("land_price", "地价"),
    ("leading_industry", "主导产业"),
    ("operator", "运营方"),
    ("other", "其他"),
    ("positioning", "功能定位"),
    ("project_rates", "项目履约"),
    ("transport", "交通"),
    ("utility", "公用工程"),
];

fn word(table: Table, column: &str, text: &str, lang: Lang) -> String {
    let listed = match table.columns().iter().find(|c| c.name == column).map(|c| c.kind) {
        Some(Kind::Word(list)) => list.iter().find(|(code, _)| *code == text),
        Some(_) | None if column == "topic" => TOPICS.iter().find(|(code, _)| *code == text),
        Some(_) | None => None,
    };
    match (listed, lang) {
        (Some((_, zh)), Lang::Zh) => (*zh).to_owned(),
        (Some((code, _)), Lang::En) => code.replace('_', " "),
        (None, _) if column == "position_is" => {
            position(Some(text), lang.pick(Language::Zh, Language::En)).to_owned()
        }
        (None, _) => text.to_owned(),
    }
}

/// A table as it is, its columns in the order of the dictionary.
fn table(table: Table, rows: &Json, zh: &str, lang: Lang) -> Option<TableView> {
    let rows = rows.as_array().filter(|r| !r.is_empty())?;
    let hidden = |name: &str| {
        matches!(
            name,
            "park_id"
                | "visibility"
                | "region_code"
                | "clause_id"
                | "plot_id"
                | "firm_id"
                | "project_id"
                | "promise_id"
        )
    };
    let mut columns: Vec<(&str, &str)> =
        table.columns().iter().map(|c| (c.name, c.zh.first().copied().unwrap_or(c.name))).collect();
    // Rows of a place come from several tables.
    for (name, zh) in [("topic", "主题"), ("value", "内容"), ("year", "年份")] {
        if !columns.iter().any(|(n, _)| *n == name) {
            columns.push((name, zh));
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
                columns.iter().map(|(name, _)| cell(table, name, &row[*name], lang)).collect()
            })
            .collect(),
        more: rows.len().saturating_sub(ROWS_SHOWN_MAX),
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn codes_are_said_in_the_words_of_the_reader() {
        for (table, column, code, zh, en) in [
            (Table::Parks, "status", "active", "存续", "active"),
            (Table::Utilities, "utility", "solid_waste", "固废处置", "solid waste"),
            (Table::Policies, "instrument", "tax", "税收", "tax"),
            (Table::Policies, "topic", "land_price", "地价", "land price"),
            (
                Table::Parks,
                "position_is",
                "centroid of county (placed by hand)",
                "县区中心点（人工判定）",
                "centroid of county (placed by hand)",
            ),
            (Table::Facts, "value", "other", "other", "other"),
        ] {
            assert_eq!(cell(table, column, &Json::from(code), Lang::Zh), zh);
            assert_eq!(cell(table, column, &Json::from(code), Lang::En), en);
        }
        let park = json!({ "approved_area_ha": 12.5, "note": null, "website": null });
        let head = head(&park, Lang::Zh);
        assert!(head.contains(&("核准面积（公顷）".to_owned(), "12.5".to_owned())), "{head:?}");
        assert!(head.contains(&("网站".to_owned(), "未知".to_owned())), "{head:?}");
        assert!(!head.iter().any(|(name, _)| name == "备注"), "{head:?}");
    }
}
