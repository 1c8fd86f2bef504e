//! The rows of one table: from the header to the records.

use std::borrow::Cow;

use csv::StringRecord;
use park_domain::{Fault, Kind, Record, Table, Value};

use crate::cell::{self, clean_text, is_total, shown_key};
use crate::doubts;
use crate::file::Refusal;
use crate::header::{self, Found, Header, ROWS_LOOKED_AT};
use crate::import::{At, Intake, Place};
use crate::outliers::Outliers;
use crate::personal;
use crate::readings::Readings;
use crate::source::{Odd, OddKind, Row, Source, Stop, letters};
use crate::units;
use crate::{COLUMNS_MAX, ROWS_MAX};

/// The first rows, among which the header is looked for.
pub(crate) struct Peeked {
    rows: Vec<Row>,
    stop: Option<Stop>,
}

impl Peeked {
    /// The table that the header tells.
    pub(crate) fn guess(&self) -> Result<Table, Vec<Table>> {
        header::guess(&self.rows)
    }
}

/// Reads the first rows.
pub(crate) fn peek(source: &mut dyn Source) -> Peeked {
    let mut peeked = Peeked { rows: Vec::new(), stop: None };
    while peeked.rows.len() < ROWS_LOOKED_AT {
        let mut row = Row::default();
        match source.next(&mut row) {
            Ok(true) => peeked.rows.push(row),
            Ok(false) => break,
            Err(stop) => {
                peeked.stop = Some(stop);
                break;
            }
        }
    }
    peeked
}

/// Reads the current file as rows of a table, of that which its header tells when none is given.
pub(crate) fn read(intake: &mut Intake<'_>, table: Option<Table>, source: &mut dyn Source) {
    let peeked = peek(source);
    read_peeked(intake, table, source, peeked);
}

/// As [`read`], when the first rows are already read.
pub(crate) fn read_peeked(
    intake: &mut Intake<'_>,
    table: Option<Table>,
    source: &mut dyn Source,
    peeked: Peeked,
) {
    let Peeked { rows: first_rows, stop } = peeked;
    if first_rows.is_empty() {
        let empty = ("the table is empty".to_owned(), first_row_hint(table));
        return intake.refuse("", stop.map_or(empty, |s| s.why));
    }
    let Some(table) = table.or_else(|| guessed(intake, &first_rows)) else { return };
    intake.current().table = Some(table);
    let Some(found) = header::find(table, &first_rows) else {
        return refuse_strange(intake, table, &first_rows[0], source.has_letters());
    };
    let letters = source.has_letters();
    let Some(mut rows) = Rows::begin(intake, table, found, &first_rows, source) else { return };
    let begin = rows.below_header;
    for row in &first_rows[begin..] {
        rows.row(row);
    }
    if let Some(stop) = stop {
        rows.intake.stop(stop);
        return rows.finish();
    }
    let mut row = Row::default();
    loop {
        match source.next(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(stop) => {
                rows.intake.stop(stop);
                break;
            }
        }
        if rows.intake.current().rows >= ROWS_MAX {
            let rule = format!("the file has more than {ROWS_MAX} rows; the rest was not read");
            let hint = "cut it into several files of the same table";
            rows.intake
                .problem(At { row: Some(row.number), ..At::default() }, fault("", rule, hint));
            break;
        }
        if rows.intake.held_bytes >= rows.intake.held_bytes_max {
            let most = rows.intake.held_bytes_max / (1024 * 1024);
            let rule =
                format!("the rows take more than {most} MiB of memory; the rest was not read");
            let hint = "cut it into several files and import them one after the other";
            rows.intake
                .problem(At { row: Some(row.number), ..At::default() }, fault("", rule, hint));
            break;
        }
        rows.row(&row);
    }
    debug_assert_eq!(letters, rows.letters, "a source keeps its kind");
    rows.finish();
}

/// About what a row takes in memory: its cells, its texts (a text that stands in many rows is held once, and is
/// counted as often as it stands), and its key with its place in the list of keys.
fn held_bytes(record: &Record, key: &str) -> u64 {
    const KEY_BYTES: usize = 160;
    let texts: usize = record
        .values()
        .iter()
        .map(|v| if let Some(Value::Text(text)) = v { text.len() } else { 0 })
        .sum();
    let cells = std::mem::size_of_val(record.values());
    u64::try_from(cells + texts + key.len() + KEY_BYTES).unwrap_or(u64::MAX)
}

fn first_row_hint(table: Option<Table>) -> String {
    let table = table.unwrap_or(Table::Parks);
    let first = header::both_words(table, table.columns()[0].name);
    format!("the first row holds the column names, for example {first}")
}

/// The table that the header tells; refuses the file when it tells none or several.
fn guessed(intake: &mut Intake<'_>, rows: &[Row]) -> Option<Table> {
    match header::guess(rows) {
        Ok(table) => {
            intake.note(&format!("taken for {} ({}) by its header", table.name(), table.zh()));
            Some(table)
        }
        Err(fits) => {
            let rule = "neither the name nor the header tells which table this is".to_owned();
            let names = |tables: &[Table]| {
                let words: Vec<&str> = tables.iter().map(|t| t.name()).collect();
                words.join(", ")
            };
            let hint = if fits.len() > 1 {
                format!("it may be {}; name it after the right one", names(&fits))
            } else {
                let all = names(Table::ALL);
                format!("name it after one of {all} (or its Chinese name, 园区)")
            };
            intake.refuse("", (rule, hint));
            None
        }
    }
}

fn refuse_strange(intake: &mut Intake<'_>, table: Table, first: &Row, letters: bool) {
    if first.cells.len() > COLUMNS_MAX {
        return intake.refuse("", too_wide(first.cells.len()));
    }
    if first.cells.is_empty() && !letters {
        let rule = "no line is a JSON object".to_owned();
        let hint = "write one object a line, for example {\"park_id\": \"X1\", \"name\": \"…\"}";
        return intake.refuse("", (rule, hint.to_owned()));
    }
    let shown: String = first.cells.iter().next().unwrap_or("").chars().take(40).collect();
    let place = if letters { format!(", row {}", first.number) } else { String::new() };
    let rule = format!("no column of {} in the header{place}", table.name());
    intake.refuse(&personal::without_contacts(&shown), (rule, first_row_hint(Some(table))));
}

fn too_wide(columns: usize) -> Refusal {
    (
        format!("the header has {columns} columns, more than {COLUMNS_MAX}"),
        "keep the columns of docs/data-dictionary.md".to_owned(),
    )
}

/// A fault of a row or cell whose column is said by its place.
fn fault(found: &str, rule: impl Into<String>, hint: impl Into<String>) -> Fault {
    Fault {
        column: String::new(),
        found: found.to_owned(),
        rule: rule.into(),
        hint: Some(hint.into()),
    }
}

/// The rows of one file on their way in.
struct Rows<'a, 'i> {
    intake: &'a mut Intake<'i>,
    table: Table,
    header: Header,
    /// Position of the first row below the header among those looked at.
    below_header: usize,
    letters: bool,
    guards: bool,
    open_ended: bool,
    readings: Readings,
    outliers: Outliers,
}

impl<'a, 'i> Rows<'a, 'i> {
    /// Checks the header and says what of it is not read; `None` refuses the file.
    fn begin(
        intake: &'a mut Intake<'i>,
        table: Table,
        found: Found,
        first_rows: &[Row],
        source: &dyn Source,
    ) -> Option<Self> {
        let Found { header, first, last } = found;
        let width = first_rows[first].cells.len();
        if width > COLUMNS_MAX {
            intake.refuse("", too_wide(width));
            return None;
        }
        if !header.missing.is_empty() {
            let words: Vec<String> =
                header.missing.iter().map(|c| header::both_words(table, c)).collect();
            let rule = format!("the header has no column {}", words.join(", no column "));
            let hint = "add it, or give the column one of these names".to_owned();
            intake.refuse("", (rule, hint));
            return None;
        }
        let titles: Vec<&str> = first_rows[..first]
            .iter()
            .filter_map(|r| r.cells.iter().map(str::trim).find(|c| !c.is_empty()))
            .filter(|c| !c.starts_with('#'))
            .collect();
        if !titles.is_empty() {
            let shown: String = titles.join(" · ").chars().take(60).collect();
            let shown = personal::without_contacts(&shown);
            intake.note(&format!("passed over above the header: {shown}"));
        }
        let mut rows = Self {
            table,
            header,
            below_header: last + 1,
            letters: source.has_letters(),
            guards: source.has_guards(),
            open_ended: source.is_open_ended(),
            readings: Readings::default(),
            outliers: Outliers::default(),
            intake,
        };
        let number = first_rows[last].number;
        if last > first {
            let rule = "the header takes two rows; they were read as one";
            let at = At { row: Some(number), ..At::default() };
            rows.intake.problem(at, fault("", rule, "keep one header row"));
        }
        rows.say_header((number > 0).then_some(number));
        Some(rows)
    }

    /// Says which columns are not read, and which are converted.
    fn say_header(&mut self, row: Option<u64>) {
        let at = |place: usize, words: &str, letters_known: bool| At {
            row,
            column: Some(words.to_owned()),
            cell: row.filter(|_| letters_known).map(|r| format!("{}{r}", letters(place))),
        };
        for (place, words) in &self.header.unknown {
            let columns = self.table.columns();
            let without = columns.iter().find(|c| units::lacks_unit(c, words));
            let (rule, hint) = match without.and_then(|c| c.zh.first()) {
                Some(zh) => (
                    "the unit of this column is not known; it was not read".to_owned(),
                    format!("write the unit into the header, for example {zh}"),
                ),
                None => (
                    format!("{} has no such column; it was not read", self.table.name()),
                    "see docs/data-dictionary.md for the names, with their units".to_owned(),
                ),
            };
            self.intake.problem(at(*place, words, self.letters), fault("", rule, hint));
        }
        for (place, words) in &self.header.repeated {
            let rule = "an earlier column has the same meaning; this one was not read";
            let at = at(*place, words, self.letters);
            self.intake.problem(at, fault("", rule, "keep one of the two"));
        }
        if !self.header.personal.is_empty() {
            self.intake.note(&format!(
                "column {} not imported: names, telephone numbers and e-mail addresses of persons stay out",
                self.header.personal.join(", ")
            ));
        }
        for written in self.header.written.iter().flatten() {
            if let Some(scale) = &written.scale {
                self.intake.note(&format!(
                    "column \"{}\": converted, {}",
                    written.words,
                    scale.in_words()
                ));
            }
        }
    }

    /// Where a column of the table lies in this row.
    fn at(&self, row: u64, column: usize) -> At {
        match &self.header.written[column] {
            Some(written) => At {
                row: Some(row),
                column: Some(written.words.clone()),
                cell: self.letters.then(|| format!("{}{row}", letters(written.place))),
            },
            None => At {
                row: Some(row),
                column: Some(self.table.columns()[column].name.to_owned()),
                cell: None,
            },
        }
    }

    fn row_problem(&mut self, row: u64, found: &str, rule: impl Into<String>, hint: &str) {
        let at = At { row: Some(row), ..At::default() };
        self.intake.problem(at, fault(found, rule, hint));
    }

    /// Reads one row.
    fn row(&mut self, row: &Row) {
        self.intake.current().rows += 1;
        if self.is_passed_over(row) {
            self.intake.current().passed_over += 1;
        } else if !self.take(row) {
            self.intake.current().left_out += 1;
        }
    }

    /// Says and answers whether a row is no row of the table: a total, a heading, a second header.
    fn is_passed_over(&mut self, row: &Row) -> bool {
        let number = row.number;
        if let Some(found) = self.total_word(&row.cells) {
            let hint = "leave totals out, they are counted from the rows";
            self.row_problem(number, &found, "a total is not a row of the table", hint);
            return true;
        }
        if self.names_columns(&row.cells) {
            let rule = "the row holds column names, not values";
            self.row_problem(number, "", rule, "keep one header row");
            return true;
        }
        if let Some(found) = self.remark(row) {
            let rule = "a heading or a remark is not a row of the table";
            self.row_problem(number, &found, rule, "delete it, or move it above the header");
            return true;
        }
        false
    }

    /// Takes a row in; `false` when it has a fault.
    fn take(&mut self, row: &Row) -> bool {
        let (number, cells) = (row.number, &row.cells);
        let expected = self.header.target.len();
        // Empty cells past the header are what spreadsheets leave behind; anything else is shifted.
        let beyond = cells.iter().skip(expected).any(|c| !c.trim().is_empty());
        let broken = row.odd.iter().any(|o| matches!(o.kind, OddKind::Broken(_)));
        if !broken && (beyond || (cells.len() < expected && !self.open_ended)) {
            let rule = format!("the row has {} cells, the header has {expected}", cells.len());
            let hint = if self.open_ended {
                "give every column a name, or empty the cells to the right of the table"
            } else {
                "add or remove commas; put a cell that holds a comma between quotation marks"
            };
            self.row_problem(number, "", rule, hint);
            return false;
        }
        if self.say_odd(row) {
            return false;
        }
        let table = self.table;
        let mut values = self.cleaned(cells);
        let faulty = cell::spreadsheet_errors(&values);
        for (i, found) in &faulty {
            let at = self.at(number, *i);
            let rule = "the cell holds an error of the spreadsheet, not a value";
            let hint = "mend the formula, or empty the cell if the value is not known";
            self.intake.problem(at, fault(found, rule, hint));
        }
        if !faulty.is_empty() {
            return false;
        }
        let original = values.clone();
        self.convert(&mut values);
        cell::mark_estimated(table, &original, &mut values);
        let plain: Vec<Option<&str>> = values.iter().map(Option::as_deref).collect();
        match Record::check_with(table, &plain, self.intake.interner) {
            Ok(record) => self.accept(number, record, &original),
            Err(faults) => {
                for mut one in faults {
                    let Some(i) = table.column(&one.column) else { continue };
                    // What stands in the sheet, not what it was converted to.
                    if let Some(cell) = original[i].as_deref().filter(|c| c.len() <= 80) {
                        cell.trim().clone_into(&mut one.found);
                    }
                    let at = self.at(number, i);
                    self.intake.problem(at, one);
                }
                false
            }
        }
    }

    /// The cells by column of the table, without contacts and guards.
    fn cleaned<'c>(&mut self, cells: &'c StringRecord) -> Vec<Option<Cow<'c, str>>> {
        let columns = self.table.columns();
        let mut clean: Vec<Option<Cow<'c, str>>> = vec![None; columns.len()];
        for (cell, target) in cells.iter().zip(&self.header.target) {
            let Some(i) = *target else { continue };
            let cell = if self.guards { cell::without_guard(cell) } else { cell };
            clean[i] = Some(if matches!(columns[i].kind, Kind::Text) {
                clean_text(columns[i].name, cell, &mut self.readings.left_out)
            } else {
                Cow::Borrowed(cell)
            });
        }
        clean
    }

    /// Numbers with a unit in the cell, or under a header with another unit, in the column's unit.
    fn convert(&self, values: &mut [Option<Cow<'_, str>>]) {
        for (i, column) in self.table.columns().iter().enumerate() {
            let (Kind::Number { .. }, Some(cell)) = (column.kind, &values[i]) else { continue };
            let scale = self.header.written[i].as_ref().and_then(|w| w.scale.as_ref());
            if scale.is_none() && cell::is_plain_number(cell) {
                continue;
            }
            let read = units::number_with_unit(column, cell.trim()).or_else(|| {
                let scale = scale?;
                park_domain::quantity::parse(cell).map(|n| scale.apply(n))
            });
            if let Some(n) = read {
                values[i] = Some(Cow::Owned(park_domain::quantity::print(n)));
            }
        }
    }

    /// Says what is odd about cells that are read; `true` when the row cannot go in for that.
    fn say_odd(&mut self, row: &Row) -> bool {
        let mut faulty = false;
        for Odd { cell, kind } in &row.odd {
            if let OddKind::Broken((rule, hint)) = kind {
                self.row_problem(row.number, "", rule.clone(), hint);
                faulty = true;
                continue;
            }
            let place = cell.unwrap_or(0);
            let Some(i) = self.header.target.get(place).copied().flatten() else { continue };
            let found = row.cells.get(place).unwrap_or("");
            if let Some((rule, hint)) = doubts::of_odd(kind, self.table.columns()[i].kind) {
                let at = self.at(row.number, i);
                self.intake.problem(at, fault(found, rule, hint));
                faulty = true;
            } else {
                self.readings.count_odd(i, kind);
            }
        }
        faulty
    }

    /// A word for a total in the first cell, in an id, in a name, or where an industry or a term belongs.
    fn total_word(&self, cells: &StringRecord) -> Option<String> {
        let columns = self.table.columns();
        cells.iter().enumerate().find_map(|(i, cell)| {
            let target = self.header.target.get(i).copied().flatten();
            let place = target.is_some_and(|t| {
                matches!(columns[t].kind, Kind::Id | Kind::RegionCode)
                    || matches!(columns[t].name, "name" | "industry" | "term")
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

    /// A single cell of words where an id belongs, or a line of remarks below the table. Only the
    /// first words are shown: who filled the sheet in is nobody's business.
    fn remark(&self, row: &Row) -> Option<String> {
        let mut filled = row.cells.iter().enumerate().filter(|(_, c)| !c.trim().is_empty());
        let (place, cell) = filled.next()?;
        let cell = cell.trim();
        if place > 0 || self.header.found() < 2 {
            return None;
        }
        let target = self.header.target.first().copied().flatten();
        let kind = target.map(|t| self.table.columns()[t].kind);
        let alone = filled.next().is_none() && row.odd.is_empty();
        // 截至2023年底的企业数 is a good topic of a row that has other cells.
        let is_text = matches!(kind, Some(Kind::Text));
        if let Some(word) = cell::remark_word(cell).filter(|_| alone || !is_text) {
            return Some(format!("{word}…"));
        }
        let is_id = matches!(kind, Some(Kind::Id));
        let like_id = cell.is_ascii() && !cell.contains(char::is_whitespace);
        (alone && is_id && !like_id)
            .then(|| personal::without_contacts(&shown_key(cell)).into_owned())
    }

    /// Takes a record in, unless its key is already there.
    fn accept(&mut self, row: u64, record: Record, cells: &[Option<Cow<'_, str>>]) -> bool {
        let file = self.intake.import.files.len() - 1;
        let key = record.key();
        let seen = self.intake.seen.entry(self.table).or_default();
        if let Some(first) = seen.get(&key) {
            let key_columns = self.table.key().join(", ");
            let mut rule = format!("row {} has the same {key_columns}", first.row);
            if first.file != file {
                rule.push_str(&format!(" in {}", self.intake.import.files[first.file].place()));
            }
            // As it stands in the sheet: 企业数, not its code.
            let written = self.table.key().iter().map(|name| {
                let cell = self.table.column(name).and_then(|i| cells[i].as_deref());
                cell.map(str::trim).unwrap_or_default()
            });
            let found = shown_key(&written.collect::<Vec<_>>().join("\u{1f}"));
            self.row_problem(row, &found, rule, "keep one of the two rows");
            return false;
        }
        self.intake.held_bytes += held_bytes(&record, &key);
        seen.insert(key, Place { file, row });
        let file = self.intake.current().place();
        let notes = self.readings.of_row(&file, row, &self.header, cells, &record);
        self.intake.import.notes.extend(notes);
        if self.intake.doubts.is_some() {
            self.outliers.add(row, &record);
            for doubt in doubts::of_record(self.intake, row, &record) {
                let at = match self.table.column(&doubt.column) {
                    Some(i) => self.at(row, i),
                    None => At { row: Some(row), ..At::default() },
                };
                self.intake.problem(at, doubt);
            }
        }
        self.intake.current().accepted += 1;
        self.intake.import.records.push(record);
        true
    }

    /// Says what was counted over the whole file.
    fn finish(self) {
        for (row, column, doubt) in self.outliers.doubts(self.table) {
            let at = match row {
                Some(row) => self.at(row, column),
                None => At { row: None, cell: None, ..self.at(0, column) },
            };
            self.intake.problem(at, doubt);
        }
        for note in self.readings.totals(&self.header) {
            self.intake.note(&note);
        }
    }
}
