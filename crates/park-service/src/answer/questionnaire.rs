//! The open questions to each park of a shortlist, as sheets that an import reads back.
//!
//! A sheet is named like a table of the dataset and has its Chinese headers; the park's id, what is asked and
//! the date stand in it already, so that the park fills in the blanks and `parkwise import` dates the answers.
//! A row that stays blank is told as a problem and takes nothing in.

mod paper;

use std::collections::BTreeSet;

use park_domain::{Record, Table};

use super::matches::MatchAnswer;
use super::request::ProfileRequest;
use super::search::ParkRef;
use super::{compare, matches};
use crate::app::Live;
use crate::lang::Lang;
use crate::rejection::Rejection;

pub use paper::{document, workbook};

/// One sheet: lines above the table, its header and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name: a table of the dataset, in Chinese.
    pub name: String,
    /// Lines above the header; each begins with `#`, so that an import passes over it.
    pub above: Vec<String>,
    /// Chinese headers.
    pub header: Vec<String>,
    /// Rows; blank cells are to be filled in.
    pub rows: Vec<Vec<String>>,
}

/// The questions to one park.
#[derive(Debug, Clone)]
pub struct Questions {
    /// The park.
    pub park: ParkRef,
    /// The questions in words, Chinese.
    pub asks: Vec<String>,
    /// The sheets.
    pub sheets: Vec<Sheet>,
}

/// Questions to the parks that are shown with something unknown, and to those to verify. `today` dates the
/// answers unless the park writes another day.
///
/// # Errors
/// A profile that cannot be answered.
pub fn questions(
    live: &Live,
    request: &ProfileRequest,
    today: &str,
    secret: &[u8; 32],
) -> Result<Vec<Questions>, Rejection> {
    // The sheets go to parks: they are Chinese whatever the reader's language.
    let lang = Lang::Zh;
    let answer = matches::answer(live, request, lang, secret)?;
    let mut all = Vec::new();
    for (park, criteria) in shortlist(live, request, &answer, lang)? {
        let criteria: Vec<&str> = criteria.iter().map(String::as_str).collect();
        let asks = asks(live, &criteria);
        if asks.is_empty() {
            continue;
        }
        let sheets = sheets(live, &park, &criteria, today);
        all.push(Questions { park, asks, sheets });
    }
    Ok(all)
}

/// Parks with the criteria that are open, in the order of the answer.
fn shortlist(
    live: &Live,
    request: &ProfileRequest,
    answer: &MatchAnswer,
    lang: Lang,
) -> Result<Vec<(ParkRef, BTreeSet<String>)>, Rejection> {
    let mut list = Vec::new();
    for row in &answer.matches {
        let open: BTreeSet<String> = row.unknown.iter().map(|u| u.criterion.clone()).collect();
        if !open.is_empty() {
            list.push((row.park.clone(), open));
        }
    }
    for verify in &answer.to_verify {
        let one = compare::answer(live, request, std::slice::from_ref(&verify.park.id), lang)?;
        let open = one.parks.iter().flat_map(|p| &p.unknown).map(|u| u.criterion.clone());
        let musts = verify.unknown_musts.iter().map(|m| m.criterion.clone());
        list.push((verify.park.clone(), open.chain(musts).collect()));
    }
    Ok(list)
}

fn asks(live: &Live, criteria: &[&str]) -> Vec<String> {
    let models = &live.catalog().models;
    park_matching::Criterion::ALL
        .iter()
        .filter(|c| criteria.contains(&c.code()))
        .map(|c| models.criterion(*c).ask_zh.clone())
        .collect()
}

fn sheets(live: &Live, park: &ParkRef, criteria: &[&str], today: &str) -> Vec<Sheet> {
    let asked = |names: &[&str]| names.iter().any(|n| criteria.contains(n));
    let mut sheets = Vec::new();
    let mut add = |table: Table, columns: &[&str], ask: &str, rows: Vec<Vec<(&str, String)>>| {
        if !rows.is_empty() {
            sheets.push(sheet(table, columns, ask, park, today, &rows));
        }
    };
    let id = |n: usize, kind: &str| format!("{}-Q-{}-{kind}{n}", park.id, today.replace('-', ""));
    add(
        Table::Utilities,
        &["utility", "ready", "capacity", "spare", "unit", "price", "price_unit"],
        "请填写余量（可新增负荷）、能力与价格；单位已写明，如需改用其他单位请一并改写",
        utilities(criteria),
    );
    let land = asked(&["land_area_mu", "land_price_10k_cny_per_mu"]);
    let factory = asked(&["factory_area_m2", "factory_rent_cny_per_m2_month"]);
    if land || factory {
        let rows = (1..=3).map(|n| vec![("plot_id", id(n, "P"))]).collect();
        add(
            Table::Plots,
            &[
                "plot_id",
                "kind",
                "area_mu",
                "floor_area_m2",
                "use",
                "price_10k_cny_per_mu",
                "rent_cny_per_m2_month",
                "condition",
                "available_from",
            ],
            "每行一宗；类型填“土地”或“标准厂房”；状况填净地、存量、闲置或低效；相邻地块请在备注写“相邻：编号”",
            rows,
        );
    }
    if asked(&["approval_days"]) {
        let rows = live.catalog().models.settings.approvals.procedures.iter().filter_map(|names| {
            let stage = "许可前".to_owned();
            Some(vec![("procedure", names.first()?.clone()), ("stage", stage)])
        });
        add(
            Table::Approvals,
            &[
                "procedure",
                "stage",
                "steps",
                "documents",
                "offices",
                "days_promised",
                "days_actual_median",
                "online",
                "measured_by",
            ],
            "天数按工作日填写；实际天数请填近一年办件的中位数，并写明由谁测算",
            rows.collect(),
        );
    }
    if asked(&["promise_keeping"]) {
        let rows = (1..=5).map(|n| vec![("promise_id", id(n, "W"))]).collect();
        add(
            Table::Promises,
            &["promise_id", "kind", "made_on", "due_on", "settled_on", "state", "reason"],
            "近五年对企业作出的承诺，每行一项；承诺状态填履行中、已兑现、逾期兑现、重新协商或未兑现作废",
            rows,
        );
    }
    if asked(&["admission"]) {
        let rows = ["固定资产投资强度", "亩均税收", "亩均产值"].map(|indicator| {
            vec![("indicator", indicator.to_owned()), ("unit", "万元/亩".to_owned())]
        });
        add(
            Table::Thresholds,
            &["industry", "indicator", "minimum", "unit", "veto"],
            "请按现行文件填写最低值，并写明是否一票否决；单位不是万元/亩的请改写单位",
            rows.to_vec(),
        );
    }
    if asked(&["chemical_park", "level", "kind", "region", "approved_area_ha", "age_years"])
        && let Some(row) = own_row(live, park)
    {
        let columns: Vec<&str> = Table::Parks.columns().iter().map(|c| c.name).collect();
        let filled = columns.iter().filter_map(|c| Some((*c, row.get(c)?.print())));
        add(
            Table::Parks,
            &columns,
            "请核对并补全空白处；已填内容如有变化请直接改写，并同时改写来源和数据时间",
            vec![filled.collect()],
        );
    }
    sheets
}

fn own_row<'l>(live: &'l Live, park: &ParkRef) -> Option<&'l Record> {
    let found = live.find(&park.id)?;
    live.rows_of(&found.id).iter().find(|r| r.table() == Table::Parks)
}

/// A row for each utility whose spare part or price is asked.
fn utilities(criteria: &[&str]) -> Vec<Vec<(&'static str, String)>> {
    let cell = |utility: &str, unit: &str, price_unit: &str| {
        let cells = [("utility", utility), ("unit", unit), ("price_unit", price_unit)];
        cells.map(|(name, value)| (name, value.to_owned())).to_vec()
    };
    [
        (["power_mw", "power_price_cny_per_kwh"], cell("供电", "MW", "元/千瓦时")),
        (["water_t_per_day", "water_price_cny_per_t"], cell("供水", "t/d", "元/吨")),
        (["sewage_t_per_day", ""], cell("污水处理", "t/d", "元/吨")),
        (["steam_t_per_hour", "steam_price_cny_per_t"], cell("蒸汽", "t/h", "元/吨")),
        (["gas_m3_per_day", "gas_price_cny_per_m3"], cell("燃气", "m3/d", "元/立方米")),
        (["hazardous_waste", ""], cell("危废处置", "t/a", "元/吨")),
    ]
    .into_iter()
    .filter(|(names, _)| names.iter().any(|n| criteria.contains(n)))
    .map(|(_, row)| row)
    .collect()
}

fn sheet(
    table: Table,
    asked: &[&str],
    ask: &str,
    park: &ParkRef,
    today: &str,
    rows: &[Vec<(&str, String)>],
) -> Sheet {
    let own = [
        ("park_id", park.id.clone()),
        ("source", format!("园区答复问卷（{today}）")),
        ("as_of", today.to_owned()),
    ];
    let mut columns: Vec<&str> = Vec::new();
    for name in ["park_id"].iter().chain(asked).chain(&["source", "as_of", "note"]) {
        if !columns.contains(name) {
            columns.push(name);
        }
    }
    let header = |name: &&str| {
        let column = table.column(name).map(|at| &table.columns()[at]);
        column.and_then(|c| c.zh.first()).map_or_else(|| (*name).to_owned(), |zh| (*zh).to_owned())
    };
    let cells = |row: &Vec<(&str, String)>| {
        let value = |name: &&str| {
            // What the answer says of itself wins over what stood in the row before; but the park's own row is known
            // already, and sent back untouched it must not change its source.
            let known = table == Table::Parks;
            let (first, then) = if known {
                (row.as_slice(), own.as_slice())
            } else {
                (own.as_slice(), row.as_slice())
            };
            let found = first.iter().chain(then).find(|(n, _)| n == name);
            found.map_or_else(String::new, |(_, v)| v.clone())
        };
        columns.iter().map(value).collect()
    };
    Sheet {
        name: table.zh().to_owned(),
        above: vec![format!("# {}（{}）：{ask}", park.name, park.id)],
        header: columns.iter().map(header).collect(),
        rows: rows.iter().map(cells).collect(),
    }
}
