//! What can go wrong with a store, and what to do.

use std::io;
use std::path::{Path, PathBuf};

use park_domain::Fault;
use rusqlite::ErrorCode;

/// Why a store could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The folder could not be made.
    #[error("{path}: the store's folder cannot be made: {cause}\nhint: give a folder that you may write to (--data DIR)", path = .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// Nothing to read.
    #[error("{path}: there is no store here\nhint: prepare one with `parkwise import` or `parkwise publish`", path = .0.display())]
    Absent(PathBuf),
    /// The file or folder may not be written.
    #[error("{path}: the store cannot be opened or written: {cause}\nhint: check who owns the folder and the file, or give another folder (--data DIR)", path = .path.display())]
    NotWritable {
        /// The database file.
        path: PathBuf,
        /// What `SQLite` says.
        cause: String,
    },
    /// A program that is not ours holds the database.
    #[error("{path}: another program is writing to this database\nhint: wait until it is done, or stop it, and try again", path = .0.display())]
    Locked(PathBuf),
    /// Another process works on the store, and did so for as long as was waited.
    #[error("{path}: the store is held by {holder}; waited {waited_s} s\nhint: wait until it is done, or stop that process, and try again", path = .path.display())]
    Held {
        /// The folder of the store.
        path: PathBuf,
        /// Who holds it: process, machine, what it does.
        holder: String,
        /// How long was waited, in seconds.
        waited_s: u64,
    },
    /// Written by a newer program.
    #[error("{path}: the store was written by a newer version (format {found}, this one knows {known})\nhint: use the newer version; or put back the copy that it kept when it raised the format ({copy}), if there is one; or give another folder (--data DIR)", path = .path.display(), copy = crate::copy_name(*.known))]
    NewerFormat {
        /// The database file.
        path: PathBuf,
        /// Format of the file.
        found: i64,
        /// Newest format known here.
        known: i64,
    },
    /// Written by an older program and opened for reading only.
    #[error("{path}: the store was written by an older version\nhint: open it once for writing, for example with `parkwise publish`, which brings it up to date", path = .0.display())]
    OlderFormat(PathBuf),
    /// Another program's database.
    #[error("{path}: this file is not a store of parkwise\nhint: move it away, or give another folder (--data DIR)", path = .0.display())]
    Foreign(PathBuf),
    /// Damaged.
    #[error("{path}: the store is damaged: {cause}\nhint: move the folder away and import again, or put back a copy", path = .path.display())]
    Corrupt {
        /// The database file.
        path: PathBuf,
        /// What was found.
        cause: String,
    },
    /// A stored row that the dictionary refuses.
    #[error("{path}: table {table}, row {key}: \"{}\": {}\nhint: import the row again", .fault.found, .fault.rule, path = .path.display())]
    BadRow {
        /// The database file.
        path: PathBuf,
        /// The table.
        table: &'static str,
        /// The key of the row, its parts joined by U+001F.
        key: String,
        /// What is wrong.
        fault: Box<Fault>,
    },
    /// No room.
    #[error("{path}: the disk is full\nhint: make room, or give a folder on another disk (--data DIR)", path = .0.display())]
    DiskFull(PathBuf),
    /// The caller's time is not RFC 3339.
    #[error(
        "\"{0}\" is not a time\nhint: write it as in RFC 3339, for example 2025-01-31T08:00:00Z"
    )]
    BadTime(String),
    /// No random bytes.
    #[error("the system gives no random bytes: {0}\nhint: check that /dev/urandom can be read")]
    NoRandomness(String),
    /// Anything else that `SQLite` says.
    #[error("{path}: {cause}\nhint: run `parkwise doctor` to see what is wrong with this store", path = .path.display())]
    Database {
        /// The database file.
        path: PathBuf,
        /// What `SQLite` says.
        cause: String,
    },
}

impl RegistryError {
    /// What an answer of the database means for the person at the store.
    pub(crate) fn of(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let cause = error.to_string();
        let Some(code) = error.sqlite_error_code() else {
            return Self::Database { path, cause };
        };
        if code == ErrorCode::DatabaseBusy || code == ErrorCode::DatabaseLocked {
            Self::Locked(path)
        } else if code == ErrorCode::ReadOnly
            || code == ErrorCode::CannotOpen
            || code == ErrorCode::PermissionDenied
        {
            Self::NotWritable { path, cause }
        } else if code == ErrorCode::NotADatabase || code == ErrorCode::DatabaseCorrupt {
            Self::Corrupt { path, cause }
        } else if code == ErrorCode::DiskFull {
            Self::DiskFull(path)
        } else {
            Self::Database { path, cause }
        }
    }
}
