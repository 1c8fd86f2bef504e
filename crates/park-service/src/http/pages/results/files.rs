//! A result to take along: the matches as CSV and as a workbook, a column a criterion.

use axum::http::StatusCode;
use park_report::workbook::{Cell, Sheet, xlsx};

use crate::answer::matches::{MatchAnswer, MatchRow};
use crate::answer::names::Names;
use crate::app::Live;
use crate::http::problem::plain;
use crate::http::table::csv_cell;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

fn failed(error: &dyn std::fmt::Display) -> Rejection {
    tracing::error!(%error, "a table cannot be written");
    plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
}

/// Criteria of any match, in order of appearance.
fn criteria(a: &MatchAnswer) -> Vec<&str> {
    let mut codes: Vec<&str> = Vec::new();
    for row in &a.matches {
        let open = row.unknown.iter().map(|u| u.criterion.as_str());
        for code in row.because.iter().map(|r| r.criterion.as_str()).chain(open) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

fn header(names: &Names, codes: &[&str], lang: Lang) -> Vec<String> {
    let mut head: Vec<String> = lang
        .pick(
            ["名次", "名次最好", "名次最差", "园区编号", "园区名称", "得分", "可达"],
            ["rank", "rank_best", "rank_worst", "park_id", "name", "score", "could_reach"],
        )
        .map(str::to_owned)
        .to_vec();
    head.extend(codes.iter().map(|c| names.name(c)));
    head.push(lang.pick("待核实", "to ask").to_owned());
    head
}

fn cells(row: &MatchRow, codes: &[&str]) -> Vec<Cell> {
    let range = |at: usize| row.rank_range.get(at).map_or(Cell::Empty, |n| Cell::count(*n));
    let mut cells = vec![
        Cell::count(row.rank),
        range(0),
        range(1),
        Cell::text(row.park.id.as_str()),
        Cell::text(row.park.name.as_str()),
        Cell::number(Some(row.score)),
        Cell::number(Some(row.could_reach)),
    ];
    // What is not proven is empty, not 0.
    cells.extend(
        codes
            .iter()
            .map(|c| Cell::number(row.because.iter().find(|r| r.criterion == *c).map(|r| r.adds))),
    );
    let ask: Vec<&str> = row.unknown.iter().map(|u| u.ask.as_str()).collect();
    cells.push(Cell::text(ask.join(" / ")));
    cells
}

/// The matches as CSV.
///
/// # Errors
/// 500 when it cannot be written, which is our fault.
pub(super) fn csv(live: &Live, a: &MatchAnswer, lang: Lang) -> Result<Vec<u8>, Rejection> {
    let codes = criteria(a);
    // A spreadsheet takes UTF-8 for what it is only with this mark.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(header(&Names::of(live, lang), &codes, lang)).map_err(|e| failed(&e))?;
    for row in &a.matches {
        let cells = cells(row, &codes);
        writer.write_record(cells.iter().map(csv_cell)).map_err(|e| failed(&e))?;
    }
    writer.into_inner().map_err(|e| failed(&e))
}

/// The matches as a workbook, with a sheet of reasons and one of parks to verify.
///
/// # Errors
/// As [`csv`].
pub(super) fn workbook(live: &Live, a: &MatchAnswer, lang: Lang) -> Result<Vec<u8>, Rejection> {
    let (codes, names) = (criteria(a), Names::of(live, lang));
    let matches = Sheet::new(lang.pick("匹配", "matches"), header(&names, &codes, lang));
    let matches = a.matches.iter().map(|m| cells(m, &codes)).fold(matches, Sheet::row);
    let head = lang.pick(
        ["园区编号", "园区名称", "指标", "权重", "契合度", "得分", "说明", "依据"],
        ["park_id", "name", "criterion", "weight", "fit", "adds", "words", "evidence"],
    );
    let mut reasons = Sheet::new(lang.pick("理由", "reasons"), head);
    for row in &a.matches {
        for r in &row.because {
            let evidence: Vec<String> = r
                .evidence
                .iter()
                .map(|e| {
                    let about = [e.source.clone(), e.as_of.clone()];
                    let about: Vec<String> = about.into_iter().flatten().collect();
                    format!("{} [{}]", e.value, about.join(", "))
                })
                .collect();
            reasons = reasons.row([
                Cell::text(row.park.id.as_str()),
                Cell::text(row.park.name.as_str()),
                Cell::text(names.name(&r.criterion)),
                Cell::number(Some(r.weight)),
                Cell::number(Some(r.fit)),
                Cell::number(Some(r.adds)),
                Cell::text(r.words.as_str()),
                Cell::text(evidence.join("\n")),
            ]);
        }
    }
    let head = lang.pick(
        ["园区编号", "园区名称", "可达", "要问的问题"],
        ["park_id", "name", "could_reach", "to ask"],
    );
    let verify = a.to_verify.iter().fold(
        Sheet::new(lang.pick("待核实", "to verify"), head),
        |sheet, v| {
            sheet.row([
                Cell::text(v.park.id.as_str()),
                Cell::text(v.park.name.as_str()),
                Cell::number(Some(v.could_reach)),
                Cell::text(v.ask.join("\n")),
            ])
        },
    );
    xlsx(&[matches, reasons, verify]).map_err(|e| failed(&e))
}
