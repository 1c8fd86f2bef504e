//! The import as a whole: many files, one list of records, one list of problems.

use std::cell::Cell;
use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;

use park_domain::{Fault, Interner, Problem, Table};

use crate::answer::{FileSummary, Import, ImportError};
use crate::file::{self, Format, Refusal};
use crate::jsonl::JsonRows;
use crate::names::Names;
use crate::regions::Regions;
use crate::source::{CsvRows, Stop};
use crate::workbook::{self, SHEETS_MAX, Workbook};
use crate::{
    FILE_BYTES_MAX, HELD_BYTES_MAX, OWN_BYTES_MAX, PROBLEMS_MAX, UPLOAD_HELD_BYTES_MAX, rows, text,
};

/// Where a key was first seen.
pub(crate) struct Place {
    pub(crate) file: usize,
    pub(crate) row: u64,
}

/// Where a problem lies within its file.
#[derive(Debug, Default, Clone)]
pub(crate) struct At {
    pub(crate) row: Option<u64>,
    pub(crate) column: Option<String>,
    pub(crate) cell: Option<String>,
}

/// An import while files are being read into it.
pub(crate) struct Intake<'i> {
    pub(crate) import: Import,
    pub(crate) interner: &'i mut Interner,
    pub(crate) seen: HashMap<Table, HashMap<String, Place>>,
    /// Bytes that the rows taken in so far hold, about.
    pub(crate) held_bytes: u64,
    /// Most of them.
    pub(crate) held_bytes_max: u64,
    /// What is known besides the files; `None` for files that we wrote ourselves, in which nothing is
    /// doubted that was once accepted.
    pub(crate) doubts: Option<Doubts<'i>>,
}

/// What rows that are sound by themselves are held against.
#[derive(Default)]
pub(crate) struct Doubts<'i> {
    pub(crate) regions: Option<&'i Regions>,
    pub(crate) names: Names,
}

impl<'i> Intake<'i> {
    fn new(interner: &'i mut Interner, doubts: Option<Doubts<'i>>) -> Self {
        // What this program wrote was within its bounds when it was taken in.
        let held_bytes_max = if doubts.is_some() { HELD_BYTES_MAX } else { u64::MAX };
        let (import, seen) = (Import::default(), HashMap::new());
        Self { import, interner, seen, held_bytes: 0, held_bytes_max, doubts }
    }

    /// Begins a file or a sheet; what follows belongs to it until the next begins.
    pub(crate) fn begin(&mut self, name: &str, sheet: Option<&str>, table: Option<Table>) {
        self.import.files.push(FileSummary {
            file: name.to_owned(),
            sheet: sheet.map(str::to_owned),
            table,
            rows: 0,
            accepted: 0,
            left_out: 0,
            passed_over: 0,
            problems: 0,
            refused: false,
        });
    }

    /// The file being read.
    pub(crate) fn current(&mut self) -> &mut FileSummary {
        self.import.files.last_mut().expect("a file was begun before anything was read from it")
    }

    /// Lists a problem of the current file, or counts it when the list is full.
    pub(crate) fn problem(&mut self, at: At, fault: Fault) {
        let summary = self.current();
        summary.problems += 1;
        let (file, sheet) = (summary.file.clone(), summary.sheet.clone());
        self.import.problems_total += 1;
        if self.import.problems.len() < PROBLEMS_MAX {
            let At { row, column, cell } = at;
            self.import.problems.push(Problem { file, sheet, row, column, cell, fault });
        }
    }

    /// The current file cannot be read as a whole.
    pub(crate) fn refuse(&mut self, found: &str, (rule, hint): Refusal) {
        self.current().refused = true;
        let fault =
            Fault { column: String::new(), found: found.to_owned(), rule, hint: Some(hint) };
        self.problem(At::default(), fault);
    }

    /// Reading of the current file ended before its end.
    pub(crate) fn stop(&mut self, stop: Stop) {
        let (rule, hint) = stop.why;
        let fault = Fault { column: String::new(), found: String::new(), rule, hint: Some(hint) };
        if stop.row.is_some() {
            self.current().rows += 1;
            self.current().left_out += 1;
        }
        self.problem(At { row: stop.row, column: None, cell: stop.cell }, fault);
    }

    /// Says something about the current file.
    pub(crate) fn note(&mut self, words: &str) {
        let line = format!("{}: {words}", self.current().place());
        self.import.notes.push(line);
    }
}

/// Reads a folder of tables or a single file.
///
/// # Errors
/// When the path cannot be read, holds no table, or every file in it is refused as a whole.
pub fn import_path(path: &Path, interner: &mut Interner) -> Result<Import, ImportError> {
    import_paths(&[path], None, interner)
}

/// Reads several folders or files as one import: a key may stand once in all of them. Region codes
/// that are not among `regions` are doubted.
///
/// # Errors
/// As [`import_path`].
pub fn import_paths<P: AsRef<Path>>(
    paths: &[P],
    regions: Option<&Regions>,
    interner: &mut Interner,
) -> Result<Import, ImportError> {
    let mut intake = Intake::new(interner, Some(Doubts { regions, names: Names::default() }));
    for path in paths {
        let found = file::find(path.as_ref())?;
        intake.import.notes.extend(found.notes);
        for file in found.files {
            let shown = file.display().to_string();
            let table = file::table_of(&file);
            match file::read(&file) {
                Ok(bytes) => read_file(&mut intake, table, &shown, &bytes, FILE_BYTES_MAX),
                Err(refusal) => {
                    intake.begin(&shown, None, table);
                    intake.refuse("", refusal);
                }
            }
        }
    }
    let import = intake.import;
    if !import.files.is_empty() && import.files.iter().all(|f| f.refused) {
        return Err(ImportError::AllRefused(import.problems));
    }
    Ok(import)
}

/// Reads one file that someone sent: its format is told by its name and bytes, its table by its name
/// or header unless it is given. A file that cannot be read as a whole gives one problem without a row.
pub fn import_upload(
    table: Option<Table>,
    file_name: &str,
    bytes: &[u8],
    regions: Option<&Regions>,
    interner: &mut Interner,
) -> Import {
    let mut intake = Intake::new(interner, Some(Doubts { regions, names: Names::default() }));
    intake.held_bytes_max = UPLOAD_HELD_BYTES_MAX;
    let table = table.or_else(|| file::table_of(Path::new(file_name)));
    read_file(&mut intake, table, file_name, bytes, FILE_BYTES_MAX);
    intake.import
}

/// Reads one file that this program wrote and that is in memory, packed or not: what was accepted once
/// is not doubted again.
pub fn import_bytes(
    table: Table,
    file_name: &str,
    bytes: &[u8],
    interner: &mut Interner,
) -> Import {
    let mut intake = Intake::new(interner, None);
    read_file(&mut intake, Some(table), file_name, bytes, OWN_BYTES_MAX);
    intake.import
}

/// Reads the bytes of a file.
fn read_file(
    intake: &mut Intake<'_>,
    table: Option<Table>,
    name: &str,
    bytes: &[u8],
    bytes_max: u64,
) {
    let plain = match file::unpacked(bytes, bytes_max) {
        Ok(plain) => plain,
        Err(refusal) => {
            intake.begin(name, None, table);
            return intake.refuse("", refusal);
        }
    };
    let format = match file::format_of(name, &plain) {
        Ok(format) => format,
        Err(refusal) => {
            intake.begin(name, None, table);
            return intake.refuse("", refusal);
        }
    };
    if format == Format::Workbook {
        return read_workbook_guarded(intake, table, name, &plain);
    }
    intake.begin(name, None, table);
    let decoded = match text::decode(&plain) {
        Ok(decoded) => decoded,
        Err(refusal) => return intake.refuse("", refusal),
    };
    if decoded.encoding != "UTF-8" {
        intake.note(&format!("read as {}", decoded.encoding.to_uppercase()));
    }
    if format == Format::JsonLines {
        match JsonRows::new(&decoded.text) {
            Ok(mut source) => rows::read(intake, table, &mut source),
            Err(stop) => intake.refuse("", stop.why),
        }
    } else {
        match CsvRows::new(&decoded.text) {
            Ok(mut source) => rows::read(intake, table, &mut source),
            Err(refusal) => intake.refuse("", refusal),
        }
    }
}

thread_local! {
    /// Whether a stop in this thread is caught and told as a problem of the file: nothing else is written
    /// about it then, least of all a stack that is looked up in the whole program.
    static READS_WORKBOOK: Cell<bool> = const { Cell::new(false) };
}

/// The library that reads workbooks may stop at bytes nobody thought of; that is one problem of the
/// file, and the other files go on.
fn read_workbook_guarded(intake: &mut Intake<'_>, table: Option<Table>, name: &str, bytes: &[u8]) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |stop| {
            if !READS_WORKBOOK.get() {
                before(stop);
            }
        }));
    });
    READS_WORKBOOK.set(true);
    let read = panic::catch_unwind(AssertUnwindSafe(|| read_workbook(intake, table, name, bytes)));
    READS_WORKBOOK.set(false);
    let refusal = match read {
        Ok(Ok(())) => return,
        Ok(Err(refusal)) => refusal,
        Err(_) => (
            "the workbook is damaged: its inner structure contradicts itself".to_owned(),
            "open it in Excel or WPS and save it again as .xlsx, or save the sheet as CSV"
                .to_owned(),
        ),
    };
    // Beside the sheets that were read until then, which keep their own account.
    intake.begin(name, None, table);
    intake.refuse("", refusal);
}

fn read_workbook(
    intake: &mut Intake<'_>,
    table: Option<Table>,
    name: &str,
    bytes: &[u8],
) -> Result<(), Refusal> {
    workbook::check(bytes)?;
    let mut book = Workbook::open(bytes)?;
    let sheets = book.sheets();
    if sheets.len() > SHEETS_MAX {
        return Err((
            format!("the workbook has {} sheets, more than {SHEETS_MAX}", sheets.len()),
            "keep the sheets of the dataset".to_owned(),
        ));
    }
    // A workbook named after a table may hold it in a sheet of any name.
    let named = sheets.iter().filter(|s| file::table_of(Path::new(s)).is_some()).count();
    let first = intake.import.files.len();
    let mut aside = Vec::new();
    for sheet in &sheets {
        let own = file::table_of(Path::new(sheet));
        let table = own.or(if sheets.len() == 1 { table } else { None });
        let mut rows = match book.rows(sheet) {
            Ok(rows) => rows,
            Err(refusal) => {
                intake.begin(name, Some(sheet), table);
                intake.refuse("", refusal);
                continue;
            }
        };
        if table.is_none() && (named > 0 || sheets.len() > 1) {
            // Beside sheets of tables, or among several: notes, drawings, lists of choices.
            let peeked = rows::peek(&mut rows);
            match peeked.guess() {
                Ok(guessed) => {
                    intake.begin(name, Some(sheet), Some(guessed));
                    rows::read_peeked(intake, Some(guessed), &mut rows, peeked);
                }
                Err(_) => aside.push(sheet.as_str()),
            }
            continue;
        }
        intake.begin(name, Some(sheet), table);
        rows::read(intake, table, &mut rows);
    }
    if sheets.is_empty() {
        return Err((
            "the workbook has no sheet with cells".to_owned(),
            "open it in Excel or WPS and save it again as .xlsx".to_owned(),
        ));
    }
    if intake.import.files.len() == first {
        let names: Vec<&str> = Table::ALL.iter().map(|t| t.name()).collect();
        return Err((
            format!("no sheet holds a table: {}", aside.join(", ")),
            format!(
                "name each sheet after one of {} (or its Chinese name, 园区)",
                names.join(", ")
            ),
        ));
    }
    for sheet in aside {
        intake.import.notes.push(format!(
            "{name}, sheet \"{sheet}\": left aside, neither its name nor its header tells a table"
        ));
    }
    Ok(())
}
