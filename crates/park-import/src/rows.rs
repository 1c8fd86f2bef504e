//! The rows of one table, read from text.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};
use park_domain::{Fault, Kind, Record, Table, Value};

use crate::cell::{clean_text, is_plain_number, is_total, shown_key};
use crate::header::{self, Header};
use crate::import::{Intake, Place};
use crate::{COLUMNS_MAX, READINGS_MAX, ROWS_MAX, text};

/// Reads the bytes of the current file as rows of a table.
pub(crate) fn read(intake: &mut Intake<'_>, table: Table, bytes: &[u8]) {
    let all = match text::decode(bytes) {
        Ok(all) => all,
        Err((rule, hint)) => return intake.refuse("", rule, hint),
    };
    let above = text::bytes_above_header(all);
    let body = &all[above..];
    let mut lines =
        Lines { text: body.as_bytes(), at: 0, line: 1 + text::newlines(&all.as_bytes()[..above]) };
    let mut csv =
        ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
    let mut cells = StringRecord::new();
    if !csv.read_record(&mut cells).unwrap_or(false) {
        return intake.refuse(
            "",
            "the file is empty",
            format!("the first row holds the column names of {}", table.name()),
        );
    }
    let header_row = lines.of(&cells);
    let Some(header) = checked_header(intake, table, &cells, header_row) else { return };

    let mut rows = Rows { intake, table, header, readings: Vec::new(), left_out: 0 };
    // The text is UTF-8 and in memory, so reading can only end.
    while csv.read_record(&mut cells).unwrap_or(false) {
        if cells.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        let row = lines.of(&cells);
        let summary = rows.intake.current();
        summary.rows += 1;
        if summary.rows > ROWS_MAX {
            summary.rows = ROWS_MAX;
            let rule = format!("the file has more than {ROWS_MAX} rows; the rest was not read");
            rows.problem(row, None, "", rule, "cut it into several files of the same table");
            break;
        }
        let end = usize::try_from(csv.position().byte()).unwrap_or(body.len());
        if end >= body.len() && lines.quote_is_open() {
            let rule = "a quotation mark is not closed; all that follows it was one cell";
            rows.problem(row, None, "", rule, "close it, or double it where it is meant as a sign");
            break;
        }
        rows.row(row, &cells);
    }
    rows.finish();
}

/// Checks the header row and says what of it is not read; `None` refuses the file.
fn checked_header(
    intake: &mut Intake<'_>,
    table: Table,
    cells: &StringRecord,
    row: u64,
) -> Option<Header> {
    if cells.len() > COLUMNS_MAX {
        intake.refuse(
            "",
            format!("the header has {} columns, more than {COLUMNS_MAX}", cells.len()),
            "keep the columns of docs/data-dictionary.md",
        );
        return None;
    }
    let header = header::read(table, cells.iter());
    if header.is_strange() {
        let first: String = cells.iter().next().unwrap_or("").chars().take(40).collect();
        let hint = if cells.len() == 1 && first.contains([';', '\t', '；']) {
            "separate the columns by commas".to_owned()
        } else {
            let first_column = header::both_words(table, table.columns()[0].name);
            format!("the first row holds the column names, for example {first_column}")
        };
        let rule = format!("no column of {} in the header, row {row}", table.name());
        intake.refuse(&first, rule, hint);
        return None;
    }
    if !header.missing.is_empty() {
        let words: Vec<String> =
            header.missing.iter().map(|c| header::both_words(table, c)).collect();
        let rule = format!("the header has no column {}", words.join(", no column "));
        intake.refuse("", rule, "add it, or give the column one of these names");
        return None;
    }
    for name in &header.unknown {
        let rule = format!("{} has no such column; it was not read", table.name());
        let hint = "see docs/data-dictionary.md for the names, with their units".to_owned();
        let fault = Fault { column: String::new(), found: String::new(), rule, hint: Some(hint) };
        intake.problem(Some(row), Some(name.clone()), fault);
    }
    for name in &header.repeated {
        let rule = "an earlier column has the same meaning; this one was not read".to_owned();
        let hint = "keep one of the two".to_owned();
        let fault = Fault { column: String::new(), found: String::new(), rule, hint: Some(hint) };
        intake.problem(Some(row), Some(name.clone()), fault);
    }
    if !header.personal.is_empty() {
        intake.note(&format!(
            "column {} not imported: names, telephone numbers and e-mail addresses of persons stay out",
            header.personal.join(", ")
        ));
    }
    Some(header)
}

/// Finds the line in which a record begins. A record's own position may lie before blank lines.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, record: &StringRecord) -> u64 {
        let start = record.position().and_then(|p| usize::try_from(p.byte()).ok());
        let mut start = start.unwrap_or(self.at).clamp(self.at, self.text.len());
        while matches!(self.text.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        self.line += text::newlines(&self.text[self.at..start]);
        self.at = start;
        self.line
    }

    /// Whether the last record, which runs to the end of the text, holds an odd number of
    /// quotation marks and more than one line.
    fn quote_is_open(&self) -> bool {
        let rest = &self.text[self.at..];
        rest.iter().filter(|b| **b == b'"').count() % 2 == 1
            && text::newlines(rest.trim_ascii_end()) > 0
    }
}

/// How a column's unusual cells were read.
struct Reading {
    column: usize,
    cells: u64,
}

/// The rows of one file on their way in.
struct Rows<'a, 'i> {
    intake: &'a mut Intake<'i>,
    table: Table,
    header: Header,
    readings: Vec<Reading>,
    left_out: u64,
}

impl Rows<'_, '_> {
    fn problem(
        &mut self,
        row: u64,
        column: Option<String>,
        found: &str,
        rule: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let fault = Fault {
            column: String::new(),
            found: found.to_owned(),
            rule: rule.into(),
            hint: Some(hint.into()),
        };
        self.intake.problem(Some(row), column, fault);
    }

    /// Reads one row.
    fn row(&mut self, row: u64, cells: &StringRecord) {
        let expected = self.header.target.len();
        if let Some(found) = self.total_word(cells) {
            let hint = "leave totals out, they are counted from the rows";
            return self.problem(row, None, &found, "a total is not a row of the table", hint);
        }
        if self.names_columns(cells) {
            let hint = "keep one header row";
            return self.problem(row, None, "", "the row holds column names, not values", hint);
        }
        // Empty cells past the header are what spreadsheets leave behind; anything else is shifted.
        if cells.len() < expected || cells.iter().skip(expected).any(|c| !c.trim().is_empty()) {
            let rule = format!("the row has {} cells, the header has {expected}", cells.len());
            let hint =
                "add or remove commas; put a cell that holds a comma between quotation marks";
            return self.problem(row, None, "", rule, hint);
        }
        let columns = self.table.columns();
        let mut clean: Vec<Option<Cow<'_, str>>> = vec![None; columns.len()];
        for (cell, target) in cells.iter().zip(&self.header.target) {
            if let Some(i) = *target {
                clean[i] = Some(if matches!(columns[i].kind, Kind::Text) {
                    clean_text(columns[i].name, cell, &mut self.left_out)
                } else {
                    Cow::Borrowed(cell)
                });
            }
        }
        let values: Vec<Option<&str>> = clean.iter().map(Option::as_deref).collect();
        match Record::check_with(self.table, &values, self.intake.interner) {
            Ok(record) => {
                self.say_readings(row, &values, &record);
                self.accept(row, record);
            }
            Err(faults) => {
                for fault in faults {
                    let column = self.written(&fault.column);
                    self.intake.problem(Some(row), column, fault);
                }
            }
        }
    }

    /// The header as written for a column's name; the name itself where the file has no such column.
    fn written(&self, column: &str) -> Option<String> {
        let i = self.table.column(column)?;
        Some(self.header.written[i].clone().unwrap_or_else(|| column.to_owned()))
    }

    /// A word for a total in the first cell, in an id or in a name.
    fn total_word(&self, cells: &StringRecord) -> Option<String> {
        let columns = self.table.columns();
        cells.iter().enumerate().find_map(|(i, cell)| {
            let target = self.header.target.get(i).copied().flatten();
            let place = target.is_some_and(|t| {
                matches!(columns[t].kind, Kind::Id | Kind::RegionCode) || columns[t].name == "name"
            });
            ((place || i == 0) && is_total(cell)).then(|| cell.trim().to_owned())
        })
    }

    /// Whether every cell that holds anything is the name of a column: a second header row.
    fn names_columns(&self, cells: &StringRecord) -> bool {
        let filled = cells.iter().filter(|c| !c.trim().is_empty());
        let mut named = 0;
        for cell in filled {
            // The plain look-up: this runs on every row.
            if self.table.column_of_header(cell).is_none() {
                return false;
            }
            named += 1;
        }
        named >= 2
    }

    /// Takes a record in, unless its key is already there.
    fn accept(&mut self, row: u64, record: Record) {
        let file = self.intake.import.files.len() - 1;
        let key = record.key();
        let seen = self.intake.seen.entry(self.table).or_default();
        if let Some(first) = seen.get(&key) {
            let key_columns = self.table.key().join(", ");
            let mut rule = format!("row {} has the same {key_columns}", first.row);
            if first.file != file {
                rule.push_str(&format!(" in {}", self.intake.import.files[first.file].file));
            }
            let found = shown_key(&key);
            return self.problem(row, None, &found, rule, "keep one of the two rows");
        }
        seen.insert(key, Place { file, row });
        self.intake.current().accepted += 1;
        self.intake.import.records.push(record);
    }

    /// Notes cells whose number or date was not written as it is stored (`1.2亿`, `约300`, `2023.9`).
    fn say_readings(&mut self, row: u64, cells: &[Option<&str>], record: &Record) {
        for (i, value) in record.values().iter().enumerate() {
            let Some(cell) = cells[i].map(str::trim) else { continue };
            let read = match value {
                Some(Value::Number(n)) if !is_plain_number(cell) => Value::Number(*n).print(),
                Some(Value::Date(d)) => d.to_string(),
                Some(Value::Number(_) | Value::Text(_) | Value::Flag(_)) | None => continue,
            };
            if read == cell {
                continue;
            }
            let known = self.readings.iter().position(|r| r.column == i);
            let at = known.unwrap_or_else(|| {
                self.readings.push(Reading { column: i, cells: 0 });
                self.readings.len() - 1
            });
            self.readings[at].cells += 1;
            if self.readings[at].cells <= READINGS_MAX {
                let column = self.header.written[i].as_deref().unwrap_or("").to_owned();
                let file = self.intake.current().file.clone();
                self.intake.import.notes.push(format!(
                    "{file}, row {row}, column \"{column}\": \"{cell}\" was read as {read}"
                ));
            }
        }
    }

    /// Says what was counted over the whole file.
    fn finish(self) {
        for reading in &self.readings {
            if let Some(more) = reading.cells.checked_sub(READINGS_MAX).filter(|n| *n > 0) {
                let column = self.header.written[reading.column].as_deref().unwrap_or("");
                self.intake
                    .note(&format!("column \"{column}\": {more} more were read in this way"));
            }
        }
        if self.left_out > 0 {
            self.intake.note(&format!(
                "{} texts held telephone numbers or e-mail addresses, which stay out",
                self.left_out
            ));
        }
    }
}
