//! The sheets of an XLSX workbook, row by row, never as a whole.

mod cell;
mod guard;

use std::io::Cursor;

use calamine::{Reader as _, SheetType, Xlsx, XlsxCellReader, XlsxError};
use csv::StringRecord;

use self::cell::{Cell, Percents};
pub(crate) use self::guard::check;
use crate::COLUMNS_MAX;
use crate::file::Refusal;
use crate::source::{Odd, OddKind, Row, Source, Stop, letters};

/// Most sheets of a workbook that are looked at.
pub(crate) const SHEETS_MAX: usize = 200;
/// Most merged ranges of a sheet.
const MERGED_MAX: usize = 100_000;

/// An opened workbook.
pub(crate) struct Workbook<'b> {
    xlsx: Xlsx<Cursor<&'b [u8]>>,
}

/// A range of merged cells over several rows: its first column, its rows from and to.
struct Merged {
    column: usize,
    from: u32,
    to: u32,
    text: String,
}

impl<'b> Workbook<'b> {
    /// Opens bytes that [`check`] has let pass.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        match Xlsx::new(Cursor::new(bytes)) {
            Ok(xlsx) => Ok(Self { xlsx }),
            Err(XlsxError::Password) => Err((
                "the workbook is protected by a password".to_owned(),
                "save it without a password".to_owned(),
            )),
            Err(cause) => Err(damaged(&cause)),
        }
    }

    /// Names of the sheets with cells in their order; charts and dialogs have none.
    pub(crate) fn sheets(&self) -> Vec<String> {
        let sheets = self.xlsx.sheets_metadata().iter();
        sheets.filter(|s| s.typ == SheetType::WorkSheet).map(|s| s.name.clone()).collect()
    }

    /// The rows of a sheet.
    pub(crate) fn rows(&mut self, sheet: &str) -> Result<SheetRows<'_, 'b>, Refusal> {
        let merged = self.merged(sheet)?;
        let percents = Percents::of(&mut self.xlsx, sheet).map_err(|e| damaged(&e))?;
        let cells = self.xlsx.worksheet_cells_reader(sheet).map_err(|e| damaged(&e))?;
        Ok(SheetRows {
            cells,
            percents,
            merged,
            open: Vec::new(),
            ahead: None,
            last: 0,
            done: false,
            stopped: None,
        })
    }

    /// The ranges that are merged over several rows, the first last.
    fn merged(&mut self, sheet: &str) -> Result<Vec<Merged>, Refusal> {
        let ranges = self.xlsx.merge_cells_by_sheet_name(sheet).map_err(|e| damaged(&e))?;
        if ranges.len() > MERGED_MAX {
            return Err((
                format!("the sheet has more than {MERGED_MAX} merged ranges"),
                "split the merged cells, each row needs its own values".to_owned(),
            ));
        }
        let mut merged: Vec<Merged> = ranges
            .iter()
            .filter(|r| r.end.0 > r.start.0)
            .filter_map(|r| {
                let column = usize::try_from(r.start.1).ok().filter(|c| *c < COLUMNS_MAX)?;
                Some(Merged { column, from: r.start.0, to: r.end.0, text: String::new() })
            })
            .collect();
        merged.sort_by_key(|m| std::cmp::Reverse((m.from, m.column)));
        Ok(merged)
    }
}

fn damaged(cause: &XlsxError) -> Refusal {
    (
        format!("the workbook is damaged or not a workbook: {cause}"),
        "open it in Excel or WPS and save it again as .xlsx, or save the sheet as CSV".to_owned(),
    )
}

/// The rows of one sheet.
pub(crate) struct SheetRows<'w, 'b> {
    cells: XlsxCellReader<'w, Cursor<&'b [u8]>>,
    percents: Percents,
    merged: Vec<Merged>,
    /// Merged ranges that the current row lies in.
    open: Vec<Merged>,
    /// The first cell of the next row.
    ahead: Option<Cell>,
    /// The last row, counted from 0.
    last: u32,
    /// Whether the end was reached: beyond it the library reads on and finds the text cut short.
    done: bool,
    /// Why reading ended, when a row before that place is yet to be given.
    stopped: Option<Stop>,
}

impl SheetRows<'_, '_> {
    /// The next cell that holds anything.
    fn next_cell(&mut self) -> Result<Option<Cell>, Stop> {
        while !self.done {
            let record = self.cells.next_cell_with_formula_metadata().map_err(|e| self.stop(&e))?;
            let Some(record) = record else {
                self.done = true;
                break;
            };
            let Some(cell) = Cell::of(&record, &self.percents) else { continue };
            if cell.column >= COLUMNS_MAX {
                return Err(Stop {
                    row: Some(u64::from(cell.row) + 1),
                    cell: Some(format!("{}{}", letters(cell.column), cell.row + 1)),
                    why: (
                        format!(
                            "a cell beyond column {COLUMNS_MAX} ({}); the rest was not read",
                            letters(COLUMNS_MAX - 1)
                        ),
                        "delete what stands to the right of the table".to_owned(),
                    ),
                });
            }
            if cell.row < self.last {
                let why = (
                    "the rows of the sheet are not in their order; the rest was not read"
                        .to_owned(),
                    "open it in Excel or WPS and save it again".to_owned(),
                );
                return Err(Stop { row: Some(u64::from(cell.row) + 1), cell: None, why });
            }
            return Ok(Some(cell));
        }
        Ok(None)
    }

    fn stop(&self, cause: &XlsxError) -> Stop {
        let (rule, hint) = damaged(cause);
        Stop { row: None, cell: None, why: (format!("{rule}; the rest was not read"), hint) }
    }

    /// The cells of the next row, by column.
    fn gather(&mut self, texts: &mut Vec<String>, odd: &mut Vec<Odd>) -> Result<Option<u32>, Stop> {
        if let Some(stop) = self.stopped.take() {
            return Err(stop);
        }
        let first = match self.ahead.take() {
            Some(cell) => Some(cell),
            None => self.next_cell()?,
        };
        let Some(first) = first else { return Ok(None) };
        let row = first.row;
        self.last = row;
        let mut current = Some(first);
        while let Some(cell) = current {
            if cell.row != row {
                self.ahead = Some(cell);
                break;
            }
            if texts.len() <= cell.column {
                texts.resize(cell.column + 1, String::new());
            }
            texts[cell.column] = cell.text;
            odd.extend(cell.odd.map(|kind| Odd { cell: Some(cell.column), kind }));
            current = match self.next_cell() {
                Ok(next) => next,
                Err(stop) => {
                    self.hold_or_give(row, stop)?;
                    None
                }
            };
        }
        Ok(Some(row))
    }

    /// A row is whole when reading ends in another one: it goes in first. A row that reading ends in
    /// is lost, and counted.
    fn hold_or_give(&mut self, row: u32, stop: Stop) -> Result<(), Stop> {
        let number = u64::from(row) + 1;
        if stop.row.is_some_and(|other| other != number) {
            self.stopped = Some(stop);
            return Ok(());
        }
        Err(Stop { row: Some(number), cell: stop.cell, why: stop.why })
    }

    /// Fills cells that are merged with one above, and remembers ranges that begin here.
    fn fill_merged(&mut self, row: u32, texts: &mut Vec<String>, odd: &mut Vec<Odd>) {
        self.open.retain(|m| m.to >= row);
        for m in &self.open {
            if texts.len() <= m.column {
                texts.resize(m.column + 1, String::new());
            }
            if texts[m.column].is_empty() && !m.text.is_empty() {
                texts[m.column].clone_from(&m.text);
                odd.push(Odd { cell: Some(m.column), kind: OddKind::Merged });
            }
        }
        while let Some(mut m) = self.merged.pop_if(|m| m.from <= row) {
            if m.from == row
                && let Some(text) = texts.get(m.column).filter(|t| !t.is_empty())
            {
                m.text.clone_from(text);
                odd.push(Odd { cell: Some(m.column), kind: OddKind::Merged });
                // Ranges do not overlap, so that no more are open than there are columns.
                self.open.retain(|other| other.column != m.column);
                self.open.push(m);
            }
        }
    }
}

impl Source for SheetRows<'_, '_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, Stop> {
        let mut texts = Vec::new();
        loop {
            texts.clear();
            row.odd.clear();
            let Some(number) = self.gather(&mut texts, &mut row.odd)? else { return Ok(false) };
            if texts.iter().all(|t| t.trim().is_empty()) && row.odd.is_empty() {
                continue;
            }
            self.fill_merged(number, &mut texts, &mut row.odd);
            row.number = u64::from(number) + 1;
            row.cells = StringRecord::from(texts);
            return Ok(true);
        }
    }
}
