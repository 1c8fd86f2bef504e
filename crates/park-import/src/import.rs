//! The import as a whole: many files, one list of records, one list of problems.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use park_domain::{Fault, Interner, Problem, Record, Table};

use crate::{PROBLEMS_MAX, file, rows};

/// What was read.
#[derive(Debug, Default)]
pub struct Import {
    /// The good rows, in the order of the files.
    pub records: Vec<Record>,
    /// What was wrong, at most [`PROBLEMS_MAX`].
    pub problems: Vec<Problem>,
    /// All problems, listed or not.
    pub problems_total: u64,
    /// What a person should know though nothing is wrong: columns left out, numbers as read.
    pub notes: Vec<String>,
    /// One entry a file.
    pub files: Vec<FileSummary>,
}

/// One file of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSummary {
    /// File as given by the user.
    pub file: String,
    /// The table that its name tells.
    pub table: Option<Table>,
    /// Rows below the header that hold anything.
    pub rows: u64,
    /// Rows that went in.
    pub accepted: u64,
    /// Problems of this file.
    pub problems: u64,
    /// Whether the file as a whole could not be read.
    pub refused: bool,
}

/// Why nothing could be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The path cannot be read.
    #[error("{path}: cannot be read: {cause}\nhint: {hint}", path = .path.display())]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
        /// The way out.
        hint: &'static str,
    },
    /// A folder without a table.
    #[error(
        "{path}: no table was found in this folder\nhint: name the files after their tables, for example parks.csv or 园区.csv", path = .0.display()
    )]
    NoTable(PathBuf),
    /// A folder with too many files.
    #[error("{path}: more than {max} files\nhint: give a folder that holds only the dataset", path = .0.display(), max = crate::FILES_MAX)]
    TooManyFiles(PathBuf),
    /// Every file was refused as a whole.
    #[error("{}", listed(.0))]
    AllRefused(Vec<Problem>),
}

fn listed(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    lines.join("\n")
}

/// Where a key was first seen.
pub(crate) struct Place {
    pub(crate) file: usize,
    pub(crate) row: u64,
}

/// An import while files are being read into it.
pub(crate) struct Intake<'i> {
    pub(crate) import: Import,
    pub(crate) interner: &'i mut Interner,
    pub(crate) seen: HashMap<Table, HashMap<String, Place>>,
}

impl<'i> Intake<'i> {
    fn new(interner: &'i mut Interner) -> Self {
        Self { import: Import::default(), interner, seen: HashMap::new() }
    }

    /// Begins a file; what follows belongs to it until the next begins.
    pub(crate) fn begin(&mut self, name: &str, table: Option<Table>) {
        self.import.files.push(FileSummary {
            file: name.to_owned(),
            table,
            rows: 0,
            accepted: 0,
            problems: 0,
            refused: false,
        });
    }

    /// The file being read.
    pub(crate) fn current(&mut self) -> &mut FileSummary {
        self.import.files.last_mut().expect("a file was begun before anything was read from it")
    }

    /// Lists a problem of the current file, or counts it when the list is full.
    pub(crate) fn problem(&mut self, row: Option<u64>, column: Option<String>, fault: Fault) {
        let summary = self.current();
        summary.problems += 1;
        let file = summary.file.clone();
        self.import.problems_total += 1;
        if self.import.problems.len() < PROBLEMS_MAX {
            self.import.problems.push(Problem { file, sheet: None, row, column, fault });
        }
    }

    /// The current file cannot be read as a whole.
    pub(crate) fn refuse(&mut self, found: &str, rule: impl Into<String>, hint: impl Into<String>) {
        self.current().refused = true;
        let fault = Fault {
            column: String::new(),
            found: found.to_owned(),
            rule: rule.into(),
            hint: Some(hint.into()),
        };
        self.problem(None, None, fault);
    }

    /// Says something about the current file.
    pub(crate) fn note(&mut self, words: &str) {
        let line = format!("{}: {words}", self.current().file);
        self.import.notes.push(line);
    }
}

impl Import {
    /// Problems that were counted but not listed.
    pub fn problems_unlisted(&self) -> u64 {
        self.problems_total - u64::try_from(self.problems.len()).unwrap_or(u64::MAX)
    }

    /// All problems as text, one below the other, and how many more there are.
    pub fn problems_text(&self) -> String {
        let mut text = String::new();
        for problem in &self.problems {
            let _ = writeln!(text, "{problem}");
        }
        match self.problems_unlisted() {
            0 => {}
            more => {
                let _ = writeln!(text, "and {more} more");
            }
        }
        text
    }
}

/// Reads a folder of tables or a single file.
///
/// # Errors
/// When the path cannot be read, holds no table, or every file in it is refused as a whole.
pub fn import_path(path: &Path, interner: &mut Interner) -> Result<Import, ImportError> {
    import_paths(&[path], interner)
}

/// Reads several folders or files as one import: a key may stand once in all of them.
///
/// # Errors
/// As [`import_path`].
pub fn import_paths<P: AsRef<Path>>(
    paths: &[P],
    interner: &mut Interner,
) -> Result<Import, ImportError> {
    let mut intake = Intake::new(interner);
    for path in paths {
        let found = file::find(path.as_ref())?;
        intake.import.notes.extend(found.notes);
        for file in found.files {
            let shown = file.display().to_string();
            let table = file::table_of(&file);
            intake.begin(&shown, table);
            match file::read(&file) {
                Ok(bytes) => read_file(&mut intake, table, &shown, &bytes),
                Err(cause) => intake.refuse(
                    "",
                    format!("the file cannot be read: {cause}"),
                    "check that it exists and that you may read it",
                ),
            }
        }
    }
    let import = intake.import;
    if !import.files.is_empty() && import.files.iter().all(|f| f.refused) {
        return Err(ImportError::AllRefused(import.problems));
    }
    Ok(import)
}

/// Reads one file that is in memory, packed or not. A file that cannot be read as a whole gives one
/// problem without a row.
pub fn import_bytes(
    table: Table,
    file_name: &str,
    bytes: &[u8],
    interner: &mut Interner,
) -> Import {
    let mut intake = Intake::new(interner);
    intake.begin(file_name, Some(table));
    read_file(&mut intake, Some(table), file_name, bytes);
    intake.import
}

/// Reads the bytes of the current file.
fn read_file(intake: &mut Intake<'_>, table: Option<Table>, name: &str, bytes: &[u8]) {
    if let Some((rule, hint)) = file::other_format(name, bytes) {
        return intake.refuse("", rule, hint);
    }
    let Some(table) = table else {
        let names: Vec<&str> = Table::ALL.iter().map(|t| t.name()).collect();
        return intake.refuse(
            "",
            "the file's name does not tell its table",
            format!("name it after one of {} (or its Chinese name, 园区.csv)", names.join(", ")),
        );
    };
    match file::unpacked(bytes) {
        Ok(plain) => rows::read(intake, table, &plain),
        Err((rule, hint)) => intake.refuse("", rule, hint),
    }
}
