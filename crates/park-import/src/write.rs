//! Tables and problems written as CSV.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use park_domain::{Problem, Record, Table};

use crate::cell::guarded;
use crate::chinese::chinese;

/// What makes spreadsheet programs read a CSV file as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Writes the records of one table, all columns in the order of the dictionary; records of other
/// tables are passed over. Reading the bytes back gives the same records, and no cell runs as a
/// formula in a spreadsheet: a `'` goes before such cells, which the import takes off again.
///
/// # Errors
/// When the writer fails.
pub fn write_csv<'r>(
    table: Table,
    records: impl Iterator<Item = &'r Record>,
    out: impl Write,
) -> io::Result<()> {
    let mut csv = writer(out);
    for column in table.columns() {
        csv.write_field(column.name)?;
    }
    csv.write_record(None::<&[u8]>)?;
    for record in records.filter(|r| r.table() == table) {
        for value in record.values() {
            let cell = value.as_ref().map(park_domain::Value::print).unwrap_or_default();
            csv.write_field(guarded(&cell).as_bytes())?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()
}

/// As [`write_csv`], with a byte order mark, so that Excel opens the file as UTF-8.
///
/// # Errors
/// When the writer fails.
pub fn write_csv_for_spreadsheets<'r>(
    table: Table,
    records: impl Iterator<Item = &'r Record>,
    mut out: impl Write,
) -> io::Result<()> {
    out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    write_csv(table, records, out)
}

fn writer<W: Write>(out: W) -> Writer<W> {
    WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out)
}

/// The problems as a table for a spreadsheet: file, sheet, row, cell, column, value, rule, hint, with
/// a byte order mark and without a cell that would run as a formula.
pub fn problems_csv(problems: &[Problem], in_chinese: bool) -> String {
    let mut bytes = BYTE_ORDER_MARK.as_bytes().to_vec();
    let written = write_problems(problems, in_chinese, &mut bytes);
    debug_assert!(written.is_ok(), "writing to memory does not fail");
    String::from_utf8(bytes).unwrap_or_default()
}

fn write_problems(problems: &[Problem], in_chinese: bool, out: &mut Vec<u8>) -> io::Result<()> {
    let mut csv = writer(out);
    csv.write_record(if in_chinese {
        ["文件", "工作表", "行", "单元格", "列", "值", "问题", "怎么改"]
    } else {
        ["file", "sheet", "row", "cell", "column", "value", "rule", "hint"]
    })?;
    let said = |words: &str| {
        if in_chinese { chinese(words).into_owned() } else { words.to_owned() }
    };
    for problem in problems {
        let row = problem.row.map(|r| r.to_string()).unwrap_or_default();
        let cells = [
            problem.file.as_str(),
            problem.sheet.as_deref().unwrap_or(""),
            &row,
            problem.cell.as_deref().unwrap_or(""),
            problem.column.as_deref().unwrap_or(""),
            &problem.fault.found,
            &said(&problem.fault.rule),
            &problem.fault.hint.as_deref().map(said).unwrap_or_default(),
        ];
        csv.write_record(cells.map(|c| guarded(c).into_owned()))?;
    }
    csv.flush()
}
