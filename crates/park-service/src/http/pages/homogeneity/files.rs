//! The homogeneity report as a workbook: what was compared, the pairs and the groups of all axes.

use axum::http::StatusCode;
use park_report::View;
use park_report::workbook::{Cell, Sheet, xlsx};

use super::{items, verdict};
use crate::http::problem::plain;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

pub(super) fn failed(error: &dyn std::fmt::Display) -> Rejection {
    tracing::error!(%error, "a report cannot be written");
    plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
}

/// Writes the report.
///
/// # Errors
/// 500 when it cannot be written, which is our fault.
pub(super) fn workbook(view: &View, lang: Lang) -> Result<Vec<u8>, Rejection> {
    xlsx(&[about(view, lang), pairs(view, lang), groups(view, lang)]).map_err(|e| failed(&e))
}

fn about(view: &View, lang: Lang) -> Sheet {
    let line = |name: &str, value: Cell| [Cell::text(name), value];
    let mut sheet =
        Sheet::new(lang.pick("概况", "about"), lang.pick(["项目", "内容"], ["what", "value"]))
            .row(line(lang.pick("标题", "title"), Cell::text(view.title.as_str())))
            .row(line(lang.pick("数据代", "generation"), Cell::text(view.generation.as_str())))
            .row(line(lang.pick("园区数", "parks"), Cell::count(view.parks)))
            .row(line(lang.pick("检验族", "family tested"), Cell::text(view.family.as_str())))
            .row(line(lang.pick("检验的园区对", "pairs tested"), Cell::count(view.family_pairs)));
    for (name, value) in &view.peer_set {
        sheet = sheet.row(line(name, Cell::text(value.as_str())));
    }
    for axis in &view.axes {
        let name = axis_name(&axis.code, lang);
        let with_data =
            lang.pick(format!("{name}：有数据的园区"), format!("{name}: parks with data"));
        let mean = lang.pick(format!("{name}：平均相似度"), format!("{name}: mean similarity"));
        sheet = sheet
            .row(line(&with_data, Cell::count(axis.parks_with_data)))
            .row(line(&mean, Cell::number(axis.mean_similarity)));
    }
    sheet
}

fn axis_name(code: &str, lang: Lang) -> String {
    park_homogeneity::Axis::parse(code)
        .map_or_else(|| code.to_owned(), |a| lang.pick(a.zh(), a.en()).to_owned())
}

fn pairs(view: &View, lang: Lang) -> Sheet {
    let head = lang.pick(
        [
            "维度",
            "甲编号",
            "甲园区",
            "乙编号",
            "乙园区",
            "相似度",
            "分位",
            "z",
            "q",
            "判定",
            "关系",
            "距离（公里）",
            "共有",
            "仅甲有",
            "仅乙有",
        ],
        [
            "axis",
            "a_id",
            "a_name",
            "b_id",
            "b_name",
            "similarity",
            "percentile",
            "z",
            "q",
            "verdict",
            "relation",
            "distance_km",
            "shared",
            "only_a",
            "only_b",
        ],
    );
    let mut sheet = Sheet::new(lang.pick("园区对", "pairs"), head);
    for axis in &view.axes {
        for p in &axis.pairs {
            sheet = sheet.row([
                Cell::text(axis_name(&axis.code, lang)),
                Cell::text(p.a.id.as_str()),
                Cell::text(p.a.name.as_str()),
                Cell::text(p.b.id.as_str()),
                Cell::text(p.b.name.as_str()),
                Cell::number(Some(p.similarity)),
                Cell::number(p.percentile),
                Cell::number(p.z),
                Cell::number(p.q),
                Cell::text(verdict(&p.verdict, lang)),
                Cell::text(super::relation(p.relation.as_deref(), lang)),
                Cell::number(p.distance_km),
                Cell::text(items(&p.shared, lang)),
                Cell::text(items(&p.only_a, lang)),
                Cell::text(items(&p.only_b, lang)),
            ]);
        }
    }
    sheet
}

fn groups(view: &View, lang: Lang) -> Sheet {
    let head = lang.pick(
        ["维度", "代表园区", "园区数", "成员", "内部最低相似度", "稳定度", "共同产业"],
        ["axis", "medoid", "parks", "members", "least similarity within", "stability", "core"],
    );
    let mut sheet = Sheet::new(lang.pick("相似的一群", "groups"), head);
    for axis in &view.axes {
        for g in &axis.groups {
            let members: Vec<&str> = g.members.iter().map(|m| m.name.as_str()).collect();
            sheet = sheet.row([
                Cell::text(axis_name(&axis.code, lang)),
                Cell::text(g.medoid.name.as_str()),
                Cell::count(g.members.len()),
                Cell::text(members.join(lang.pick("、", ", "))),
                Cell::number(Some(g.inner_minimum)),
                Cell::number(g.stability),
                Cell::text(items(&g.core, lang)),
            ]);
        }
    }
    sheet
}
