//! What is said about cells that were not stored as they stand: `1.2亿`, `约300`, `2023.9`, formulas.

use std::borrow::Cow;

use park_domain::{Column, Kind, Record, Value};

use crate::READINGS_MAX;
use crate::cell::{is_plain_number, manner};
use crate::header::Header;
use crate::source::OddKind;
use crate::units;

/// How a column's unusual cells were read.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    column: usize,
    cells: u64,
    formulas: u64,
    merged: u64,
}

/// Whether a cell is neither the code nor the word of its list, and was understood all the same.
fn is_synonym(column: &Column, cell: &str) -> bool {
    match column.kind {
        Kind::Word(words) => {
            !words.iter().any(|(code, zh)| code.eq_ignore_ascii_case(cell) || *zh == cell)
        }
        Kind::Id
        | Kind::Text
        | Kind::Number { .. }
        | Kind::Date
        | Kind::Year
        | Kind::Flag
        | Kind::RegionCode => false,
    }
}

/// The unusual cells of one file.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    columns: Vec<Counts>,
    /// Texts out of which contacts were taken.
    pub(crate) left_out: u64,
}

impl Readings {
    fn of_column(&mut self, column: usize) -> &mut Counts {
        let at = self.columns.iter().position(|c| c.column == column).unwrap_or_else(|| {
            self.columns.push(Counts { column, ..Counts::default() });
            self.columns.len() - 1
        });
        &mut self.columns[at]
    }

    /// Counts a cell that is odd but good.
    pub(crate) fn count_odd(&mut self, column: usize, kind: &OddKind) {
        let counts = self.of_column(column);
        match kind {
            OddKind::Formula => counts.formulas += 1,
            OddKind::Merged => counts.merged += 1,
            OddKind::NoResult | OddKind::MonthLost | OddKind::Nested | OddKind::Broken(_) => {}
        }
    }

    /// The notes about a row: the first few of each column, the others are counted.
    pub(crate) fn of_row(
        &mut self,
        file: &str,
        row: u64,
        header: &Header,
        cells: &[Option<Cow<'_, str>>],
        record: &Record,
    ) -> Vec<String> {
        let mut notes = Vec::new();
        let columns = record.table().columns();
        for (i, value) in record.values().iter().enumerate() {
            let Some(cell) = cells[i].as_deref().map(str::trim) else { continue };
            let read = match value {
                Some(Value::Number(n)) if !is_plain_number(cell) => {
                    let number = Value::Number(*n).print();
                    match units::unit_of(&columns[i]) {
                        Some("%") => format!("{number}%"),
                        Some(unit) => format!("{number} {unit}"),
                        None => number,
                    }
                }
                Some(Value::Date(d)) => d.to_string(),
                Some(Value::Text(code)) if is_synonym(&columns[i], cell) => code.to_string(),
                Some(Value::Number(_) | Value::Text(_) | Value::Flag(_)) | None => continue,
            };
            if read == cell {
                continue;
            }
            let counts = self.of_column(i);
            counts.cells += 1;
            if counts.cells <= READINGS_MAX {
                let column = header.written[i].as_ref().map_or("", |w| &w.words);
                let manner = manner(cell);
                notes.push(format!(
                    "{file}, row {row}, column \"{column}\": \"{cell}\" was read as {read}{manner}"
                ));
            }
        }
        notes
    }

    /// What was counted over the whole file.
    pub(crate) fn totals(&self, header: &Header) -> Vec<String> {
        let mut notes = Vec::new();
        for counts in &self.columns {
            let column = header.written[counts.column].as_ref().map_or("", |w| &w.words);
            if counts.cells > READINGS_MAX {
                let more = counts.cells - READINGS_MAX;
                notes.push(format!("column \"{column}\": more cells read in this way: {more}"));
            }
            if counts.formulas > 0 {
                let n = counts.formulas;
                notes.push(format!(
                    "column \"{column}\": formulas whose stored results were read: {n}"
                ));
            }
            if counts.merged > 0 {
                let n = counts.merged;
                notes.push(format!(
                    "column \"{column}\": merged cells whose value each row was given: {n}"
                ));
            }
        }
        if self.left_out > 0 {
            notes.push(format!(
                "texts that held telephone numbers or e-mail addresses, which stay out: {}",
                self.left_out
            ));
        }
        notes
    }
}
