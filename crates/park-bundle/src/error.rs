//! What keeps a set from being made.

use std::io;
use std::path::{Path, PathBuf};

use park_domain::Fault;

/// A set that cannot be made: a source that cannot be read, or a row that the dictionary refuses.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// A file cannot be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A file is not the CSV it should be.
    #[error("{path}: {source}", path = path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: csv::Error,
    },
    /// A column that is needed is not there.
    #[error("{path}: no column \"{column}\"", path = path.display())]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
    },
    /// A row of a source or of a hand table cannot be used.
    #[error("{file}, row {row}: {what}")]
    Row {
        /// Name of the file.
        file: String,
        /// Row, the header is row 1.
        row: u64,
        /// What is wrong.
        what: String,
    },
    /// The dictionary refuses a row that was made.
    #[error("table {table}: {what}")]
    Refused {
        /// Name of the table.
        table: &'static str,
        /// The faults in one line.
        what: String,
    },
}

impl BundleError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    pub(crate) fn csv(path: &Path) -> impl FnOnce(csv::Error) -> Self + '_ {
        move |source| Self::Csv { path: path.to_owned(), source }
    }

    pub(crate) fn refused(table: park_domain::Table, faults: &[Fault]) -> Self {
        let lines: Vec<String> =
            faults.iter().map(|f| format!("{} \"{}\": {}", f.column, f.found, f.rule)).collect();
        Self::Refused { table: table.name(), what: lines.join("; ") }
    }
}
