//! One cell of a sheet as the text that a CSV file would hold.

use std::collections::HashSet;
use std::io::Cursor;

use calamine::{DataRef, Xlsx, XlsxCellFormulaMetadataRecord, XlsxError};

use crate::cell::is_month_one;
use crate::source::OddKind;

/// Most cells shown as per cent that are kept track of.
const PERCENTS_MAX: usize = 1_000_000;

/// A cell that holds something.
pub(super) struct Cell {
    /// Row, from 0.
    pub(super) row: u32,
    /// Column, from 0.
    pub(super) column: usize,
    /// The text.
    pub(super) text: String,
    /// What is odd about it.
    pub(super) odd: Option<OddKind>,
}

impl Cell {
    /// The cell of a record; `None` when it is empty.
    pub(super) fn of(
        record: &XlsxCellFormulaMetadataRecord<'_>,
        percents: &Percents,
    ) -> Option<Self> {
        let (row, column) = (record.pos.0, usize::try_from(record.pos.1).ok()?);
        let is_formula = record.formula.is_some();
        let cell = |text, odd| Some(Self { row, column, text, odd });
        let text = match &record.value {
            DataRef::Empty if is_formula => return cell(String::new(), Some(OddKind::NoResult)),
            DataRef::Empty => return None,
            // Programs that do not calculate write 0 as the result of every formula.
            DataRef::Float(n) if is_formula && *n == 0.0 => {
                return cell("0".to_owned(), Some(OddKind::NoResult));
            }
            DataRef::DateTime(date) if is_formula && date.as_f64() == 0.0 => {
                return cell("0".to_owned(), Some(OddKind::NoResult));
            }
            DataRef::Float(n) => {
                let n = if is_formula { rounded(*n) } else { *n };
                if percents.holds(record.pos) {
                    format!("{}%", rounded(n * 100.0))
                } else {
                    let text = n.to_string();
                    if !is_formula && is_month_one(&text) {
                        return cell(text, Some(OddKind::MonthLost));
                    }
                    text
                }
            }
            DataRef::Int(n) => n.to_string(),
            DataRef::String(text) => text.clone(),
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            DataRef::DateTime(date) if date.is_datetime() && date.as_f64() >= 1.0 => {
                let (year, month, day, ..) = date.to_ymd_hms_milli();
                format!("{year:04}-{month:02}-{day:02}")
            }
            DataRef::DateTime(date) => date.as_f64().to_string(),
            DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or(text).to_owned(),
            DataRef::DurationIso(text) => text.clone(),
            DataRef::Error(error) => error.to_string(),
        };
        if text.is_empty() {
            return None;
        }
        cell(text, is_formula.then_some(OddKind::Formula))
    }
}

/// A number with the fifteen digits that spreadsheets show: 0.1 + 0.2 is 0.3 there.
fn rounded(n: f64) -> f64 {
    format!("{n:.14e}").parse().unwrap_or(n)
}

/// The cells of a sheet whose numbers are shown as per cent: 0.15 is 15% to the person who wrote it.
#[derive(Default)]
pub(super) struct Percents {
    cells: HashSet<(u32, u32)>,
}

impl Percents {
    /// Looks for such cells; nothing is read when no style of the workbook shows per cent.
    pub(super) fn of(xlsx: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Self, XlsxError> {
        let mut found = Self::default();
        let mut reader = xlsx.worksheet_cells_reader(sheet)?;
        let styles: Vec<bool> = reader
            .styles()
            .iter()
            .map(|s| s.number_format.as_ref().is_some_and(|f| f.format_code.contains('%')))
            .collect();
        if !styles.contains(&true) {
            return Ok(found);
        }
        // Where the sheet cannot be read any further, the reader of the rows ends too and says so.
        while let Ok(Some((row, column, style))) = reader.next_style_id() {
            if styles.get(style) == Some(&true) && found.cells.len() < PERCENTS_MAX {
                found.cells.insert((row, column));
            }
        }
        Ok(found)
    }

    fn holds(&self, place: (u32, u32)) -> bool {
        self.cells.contains(&place)
    }
}
