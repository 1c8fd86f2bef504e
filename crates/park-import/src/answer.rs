//! What an import gives back.

use std::fmt::Write as _;
use std::path::PathBuf;

use park_domain::{Problem, Record, Table};

use crate::chinese::{error_in_chinese, problem_in_chinese};

/// What was read.
#[derive(Debug, Default)]
pub struct Import {
    /// The good rows, in the order of the files.
    pub records: Vec<Record>,
    /// What was wrong, at most [`crate::PROBLEMS_MAX`].
    pub problems: Vec<Problem>,
    /// All problems, listed or not.
    pub problems_total: u64,
    /// What a person should know though nothing is wrong: columns left out, numbers as read.
    pub notes: Vec<String>,
    /// One entry a file, or a sheet of a workbook.
    pub files: Vec<FileSummary>,
}

/// One file of an import, or one sheet. Every row is accounted for:
/// `rows = accepted + left_out + passed_over`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSummary {
    /// File as given by the user.
    pub file: String,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// The table that its name or header tells.
    pub table: Option<Table>,
    /// Rows below the header that hold anything.
    pub rows: u64,
    /// Rows that went in.
    pub accepted: u64,
    /// Rows that did not go in, each with a problem.
    pub left_out: u64,
    /// Rows that are no rows of the table (totals, headings, second headers), each with a problem.
    pub passed_over: u64,
    /// Problems of this file; a row may have several, and one that went in may have a doubt.
    pub problems: u64,
    /// Whether the file as a whole could not be read.
    pub refused: bool,
}

impl FileSummary {
    /// The file, and the sheet of a workbook.
    pub fn place(&self) -> String {
        match &self.sheet {
            Some(sheet) => format!("{}, sheet \"{sheet}\"", self.file),
            None => self.file.clone(),
        }
    }
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
        "{path}: no table was found in this folder\nhint: name the files after their tables, for example parks.csv or 园区.xlsx", path = .0.display()
    )]
    NoTable(PathBuf),
    /// A folder with too many files.
    #[error("{path}: more than {max} files\nhint: give a folder that holds only the dataset", path = .0.display(), max = crate::FILES_MAX)]
    TooManyFiles(PathBuf),
    /// Every file was refused as a whole.
    #[error("{}", listed(.0))]
    AllRefused(Vec<Problem>),
}

impl ImportError {
    /// The same in Chinese.
    pub fn in_chinese(&self) -> String {
        error_in_chinese(self)
    }
}

fn listed(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    lines.join("\n")
}

impl Import {
    /// Problems that were counted but not listed.
    pub fn problems_unlisted(&self) -> u64 {
        self.problems_total - u64::try_from(self.problems.len()).unwrap_or(u64::MAX)
    }

    /// All problems as text, one below the other, and how many more there are.
    pub fn problems_text(&self) -> String {
        self.listed(Problem::to_string, |more| format!("and {more} more"))
    }

    /// As [`Import::problems_text`], in Chinese.
    pub fn problems_text_in_chinese(&self) -> String {
        self.listed(problem_in_chinese, |more| format!("另有 {more} 处问题未列出"))
    }

    fn listed(&self, words: fn(&Problem) -> String, rest: fn(u64) -> String) -> String {
        let mut text = String::new();
        for problem in &self.problems {
            let _ = writeln!(text, "{}", words(problem));
        }
        match self.problems_unlisted() {
            0 => {}
            more => {
                let _ = writeln!(text, "{}", rest(more));
            }
        }
        text
    }
}
