//! The history of a park: what changed, when, from which file. `parkwise park ID --history`,
//! `GET /v1/parks/{id}/history`.

use std::io::Write;
use std::path::Path;

use park_registry::{HistoryEntry, Op, Registry, RegistryError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Live;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// Changed columns of an added row that are printed for people.
const CELLS_SHOWN_MAX: usize = 8;

/// The changes of a park's rows, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryAnswer {
    /// The park's own id.
    pub park_id: String,
    /// Its name; left out when the park is not in the open generation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// All changes, on this page and others.
    pub total: usize,
    /// The changes of this page.
    pub changes: Vec<ChangeAnswer>,
    /// Cursor of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// One accepted change.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeAnswer {
    /// When, RFC 3339.
    pub at: String,
    /// The file or other origin that it came from.
    pub origin: String,
    /// Number of the import in the store.
    pub import_id: i64,
    /// bundled or own.
    pub layer: &'static str,
    /// added, changed, removed, hides-bundled (an own row in place of a bundled one), stood (it was there
    /// when the log began) or bundled (rows of the bundled set, not logged one by one).
    pub change: &'static str,
    /// Table of the row.
    pub table: &'static str,
    /// Key of the row: its parts, empty for a change that stands for several rows.
    pub key: Vec<String>,
    /// Rows that it stands for.
    pub rows: u64,
    /// The columns that changed.
    pub cells: Vec<CellAnswer>,
}

/// One column of a change.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellAnswer {
    /// Name of the column.
    pub column: &'static str,
    /// Value before; null when it was missing.
    pub old: Option<String>,
    /// Value after; null when it is missing.
    pub new: Option<String>,
}

/// The history of a park by any of its ids, also of one that is not published yet, and the offset of the
/// next page.
///
/// # Errors
/// 404 when neither the generation nor the log knows the id; 500 when the store cannot be read.
pub fn answer(
    store: &Path,
    live: &Live,
    id: &str,
    offset: usize,
    limit: usize,
    lang: Lang,
) -> Result<(HistoryAnswer, Option<usize>), Rejection> {
    let park = live.find(id);
    let park_id = park.map_or_else(|| id.to_owned(), |p| p.id.to_string());
    let mut ids = vec![park_id.clone()];
    if let Some(park) = park {
        ids.extend(live.other_ids(&park.id));
    }
    let entries = read(store, &ids).map_err(|error| {
        tracing::error!(%error, "the history of a park cannot be read");
        Rejection::new(500, ErrorCode::Internal, "")
    })?;
    if park.is_none() && entries.is_empty() {
        return Err(Rejection::no_park(id, lang));
    }
    let start = offset.min(entries.len());
    let end = start.saturating_add(limit).min(entries.len());
    let answer = HistoryAnswer {
        park_id,
        name: park.map(|p| p.name.to_string()),
        total: entries.len(),
        changes: entries[start..end].iter().map(change).collect(),
        next: None,
    };
    Ok((answer, (end < entries.len()).then_some(end)))
}

fn read(store: &Path, ids: &[String]) -> Result<Vec<HistoryEntry>, RegistryError> {
    Registry::open_read_only(store)?.history(ids)
}

fn change(entry: &HistoryEntry) -> ChangeAnswer {
    let parts = |key: &str| key.split('\u{1f}').map(str::to_owned).collect();
    ChangeAnswer {
        at: entry.at.clone(),
        origin: entry.origin.clone(),
        import_id: entry.import_id,
        layer: entry.layer.name(),
        change: entry.op.name(),
        table: entry.table.name(),
        key: if entry.key.is_empty() { Vec::new() } else { parts(&entry.key) },
        rows: entry.rows,
        cells: entry
            .cells
            .iter()
            .map(|c| CellAnswer { column: c.column, old: c.old.clone(), new: c.new.clone() })
            .collect(),
    }
}

/// The same for people: a line a change, and a line a column below it.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &HistoryAnswer, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}  {}", answer.park_id, answer.name.as_deref().unwrap_or(""))?;
    for change in &answer.changes {
        let rows = if change.key.is_empty() {
            lang.pick(format!("{} 行", change.rows), format!("{} rows", change.rows))
        } else {
            change.key.join(" / ")
        };
        let from = lang.pick("来自", "from");
        let what = word(change.change, lang);
        writeln!(out, "{}  {what}  {}  {rows}  {from} {}", change.at, change.table, change.origin)?;
        for cell in change.cells.iter().take(CELLS_SHOWN_MAX) {
            let missing = lang.pick("（空）", "(empty)");
            let new = cell.new.as_deref().unwrap_or(missing);
            match &cell.old {
                Some(old) => writeln!(out, "    {}: {old} → {new}", cell.column)?,
                None if change.change == Op::Added.name() || change.change == Op::Stood.name() => {
                    writeln!(out, "    {}: {new}", cell.column)?;
                }
                None => writeln!(out, "    {}: {missing} → {new}", cell.column)?,
            }
        }
        if change.cells.len() > CELLS_SHOWN_MAX {
            let more = change.cells.len() - CELLS_SHOWN_MAX;
            let words =
                lang.pick("列未列出，--json 可见全部", "more columns, all of them with --json");
            writeln!(out, "    … {more} {words}")?;
        }
    }
    if answer.changes.is_empty() {
        writeln!(out, "{}", lang.pick("没有变更记录", "no change is recorded"))?;
    }
    Ok(())
}

fn word(change: &str, lang: Lang) -> &'static str {
    match change {
        "added" => lang.pick("新增", "added"),
        "changed" => lang.pick("修改", "changed"),
        "removed" => lang.pick("移除", "removed"),
        "hides-bundled" => lang.pick("以自有行替代自带行", "in place of the bundled row"),
        "stood" => lang.pick("记录开始时已有", "stood when the log began"),
        _ => lang.pick("自带数据", "bundled"),
    }
}
