//! Tables and problems written as CSV.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};
use park_domain::{Problem, Record, Table};

/// Writes the records of one table, all columns in the order of the dictionary; records of other
/// tables are passed over. Reading the bytes back gives the same records.
///
/// # Errors
/// When the writer fails.
pub fn write_csv<'r>(
    table: Table,
    records: impl Iterator<Item = &'r Record>,
    out: impl Write,
) -> io::Result<()> {
    write_table(table, records, out, false)
}

/// As [`write_csv`], for people who open the file in a spreadsheet: a byte order mark, Chinese
/// headers, and a `'` before cells that would run as a formula. Such cells do not read back equal.
///
/// # Errors
/// When the writer fails.
pub fn write_csv_for_spreadsheets<'r>(
    table: Table,
    records: impl Iterator<Item = &'r Record>,
    mut out: impl Write,
) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    write_table(table, records, out, true)
}

fn writer<W: Write>(out: W) -> Writer<W> {
    WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(out)
}

fn write_table<'r>(
    table: Table,
    records: impl Iterator<Item = &'r Record>,
    out: impl Write,
    spreadsheet_safe: bool,
) -> io::Result<()> {
    let mut csv = writer(out);
    for column in table.columns() {
        let zh = column.zh.first().filter(|_| spreadsheet_safe);
        csv.write_field(zh.unwrap_or(&column.name))?;
    }
    csv.write_record(None::<&[u8]>)?;
    for record in records.filter(|r| r.table() == table) {
        for value in record.values() {
            let cell = value.as_ref().map(park_domain::Value::print).unwrap_or_default();
            let shown = if spreadsheet_safe { safe_cell(&cell) } else { Cow::Borrowed(&*cell) };
            csv.write_field(shown.as_bytes())?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()
}

/// A cell that a spreadsheet would run as a formula, made into text.
fn safe_cell(cell: &str) -> Cow<'_, str> {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if risky { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The problems as a table: file, sheet, row, column, value, rule, hint. Cells are safe to open in
/// a spreadsheet.
pub fn problems_csv(problems: &[Problem]) -> String {
    let mut bytes = Vec::new();
    let written = write_problems(problems, &mut bytes);
    debug_assert!(written.is_ok(), "writing to memory does not fail");
    String::from_utf8(bytes).unwrap_or_default()
}

fn write_problems(problems: &[Problem], out: &mut Vec<u8>) -> io::Result<()> {
    let mut csv = writer(out);
    csv.write_record(["file", "sheet", "row", "column", "value", "rule", "hint"])?;
    for problem in problems {
        let row = problem.row.map(|r| r.to_string()).unwrap_or_default();
        let cells = [
            problem.file.as_str(),
            problem.sheet.as_deref().unwrap_or(""),
            &row,
            problem.column.as_deref().unwrap_or(""),
            &problem.fault.found,
            &problem.fault.rule,
            problem.fault.hint.as_deref().unwrap_or(""),
        ];
        csv.write_record(cells.map(|c| safe_cell(c).into_owned()))?;
    }
    csv.flush()
}
