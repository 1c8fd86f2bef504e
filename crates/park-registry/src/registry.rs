//! Opening a store.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::hold::{Hold, WAIT_MAX, Work};
use crate::schema::{self, APPLICATION_ID, FORMAT, Fit};
use crate::{RegistryError, migrate};

/// Name of the database in the store's folder.
pub const FILE_NAME: &str = "parkwise.sqlite";

/// How long a call waits for a program that is not ours (a backup, a shell) and holds the database;
/// our own take turns by [`Hold`].
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// An open store.
#[derive(Debug)]
pub struct Registry {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) wait: Duration,
}

impl Registry {
    /// Opens the store of a folder for reading and writing; makes folder and file where they are
    /// missing, and brings an older format up to date.
    ///
    /// # Errors
    /// When the folder cannot be made or written, another process holds the database, or the file
    /// is damaged, of a newer format or not ours.
    pub fn open(dir: &Path) -> Result<Self, RegistryError> {
        fs::create_dir_all(dir)
            .map_err(|cause| RegistryError::Folder { path: dir.to_owned(), cause })?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut registry = Self::connect(dir, flags)?;
        registry.check_ours()?;
        registry.prepare_for_writing()?;
        Ok(registry)
    }

    /// Opens an existing store without ever writing to it.
    ///
    /// # Errors
    /// As [`Registry::open`]; when there is no store; when its format is older.
    pub fn open_read_only(dir: &Path) -> Result<Self, RegistryError> {
        if !Self::exists(dir) {
            return Err(RegistryError::Absent(dir.to_owned()));
        }
        let registry = Self::connect(dir, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        registry.check_ours()?;
        match registry.sql(schema::fit)? {
            Fit::Same if registry.format()? == FORMAT => Ok(registry),
            Fit::Same | Fit::Older => Err(RegistryError::OlderFormat(registry.path)),
            Fit::Newer => Err(registry.newer(FORMAT + 1)),
        }
    }

    /// Opens an existing store of this format or an older one only to look at it: at its keys, for `doctor`.
    ///
    /// # Errors
    /// As [`Registry::open_read_only`], but an older format is none.
    pub fn open_as_is(dir: &Path) -> Result<Self, RegistryError> {
        if !Self::exists(dir) {
            return Err(RegistryError::Absent(dir.to_owned()));
        }
        let registry = Self::connect(dir, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        registry.check_ours()?;
        Ok(registry)
    }

    /// Opens an existing store of this format or an older one and leaves the folder as it was, for `doctor`:
    /// while nobody has it open, no file comes beside it, so that a folder that may only be read can be looked
    /// at too. What others write meanwhile may be missed, or be seen by half.
    ///
    /// # Errors
    /// As [`Registry::open_as_is`].
    pub fn open_untouched(dir: &Path) -> Result<Self, RegistryError> {
        let has_log = fs::metadata(dir.join(format!("{FILE_NAME}-wal"))).is_ok_and(|m| m.len() > 0);
        if has_log || !Self::exists(dir) {
            return Self::open_as_is(dir);
        }
        let path = dir.join(FILE_NAME);
        let whole = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let address = format!("file:{}?immutable=1", in_address(&whole));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let registry = Self::connect_to(Path::new(&address), path, flags)?;
        registry.check_ours()?;
        Ok(registry)
    }

    /// Waits at most this long for another process, in place of [`WAIT_MAX`].
    #[must_use]
    pub fn waiting_at_most(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Takes a work of this store, or waits for it; `doing` is what whoever waits is told.
    ///
    /// # Errors
    /// As [`Hold::take`].
    pub fn hold(&self, work: Work, doing: &str) -> Result<Hold, RegistryError> {
        Hold::take(self.dir(), work, doing, self.wait)
    }

    /// Format of the file.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn format(&self) -> Result<i64, RegistryError> {
        self.sql(|c| c.pragma_query_value(None, "user_version", |row| row.get(0)))
    }

    /// Whether the file is of the present format and has every table and column; `false` when the next
    /// opening for writing will raise it.
    ///
    /// # Errors
    /// When the database cannot be read or has columns of a newer version.
    pub fn is_present(&self) -> Result<bool, RegistryError> {
        match self.sql(schema::fit)? {
            Fit::Newer => Err(self.newer(FORMAT + 1)),
            Fit::Older => Ok(false),
            Fit::Same => Ok(self.format()? == FORMAT),
        }
    }

    /// How changes reach the disk: the journal mode of the file, and whether this connection waits for
    /// the disk at every commit (`synchronous = FULL`).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn durability(&self) -> Result<(String, bool), RegistryError> {
        let (mode, synchronous): (String, i64) = self.sql(|c| {
            let mode = c.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
            let synchronous = c.pragma_query_value(None, "synchronous", |row| row.get(0))?;
            Ok((mode, synchronous))
        })?;
        // Of a file that is only looked at the database tells no mode; the file itself does.
        let mode = if writes_ahead(&self.path) { "wal".to_owned() } else { mode };
        Ok((mode, synchronous >= 2))
    }

    /// Whether a folder holds a database.
    pub fn exists(dir: &Path) -> bool {
        dir.join(FILE_NAME).is_file()
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the whole file and its links: what `doctor` runs.
    ///
    /// # Errors
    /// When anything is damaged.
    pub fn verify(&self) -> Result<(), RegistryError> {
        let found: String =
            self.sql(|c| c.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)))?;
        if found == "ok" {
            Ok(())
        } else {
            Err(RegistryError::Corrupt { path: self.path.clone(), cause: found })
        }
    }

    fn connect(dir: &Path, flags: OpenFlags) -> Result<Self, RegistryError> {
        let path = dir.join(FILE_NAME);
        Self::connect_to(&path.clone(), path, flags)
    }

    fn connect_to(address: &Path, path: PathBuf, flags: OpenFlags) -> Result<Self, RegistryError> {
        // One connection belongs to one owner, who hands it on but never shares it.
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(address, flags)
            .map_err(|error| RegistryError::of(&path, &error))?;
        let registry = Self { connection, path, wait: WAIT_MAX };
        registry.sql(|c| {
            c.busy_timeout(BUSY_TIMEOUT)?;
            c.pragma_update(None, "foreign_keys", true)?;
            // 8 MiB of pages: rows are written in the order of their keys, so each page is touched once.
            c.pragma_update(None, "cache_size", -8_192)
        })?;
        Ok(registry)
    }

    /// Refuses another program's file and a newer format, before anything is written.
    fn check_ours(&self) -> Result<(), RegistryError> {
        let number =
            |name: &str| self.sql(|c| c.pragma_query_value(None, name, |row| row.get::<_, i64>(0)));
        let empty = self.sql(|c| {
            c.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
        })?;
        let application = number("application_id")?;
        if application != APPLICATION_ID && !(empty && application == 0) {
            return Err(RegistryError::Foreign(self.path.clone()));
        }
        let found = number("user_version")?;
        if found > FORMAT { Err(self.newer(found)) } else { Ok(()) }
    }

    fn prepare_for_writing(&mut self) -> Result<(), RegistryError> {
        self.sql(|c| {
            c.pragma_update(None, "synchronous", "FULL")?;
            // Where fsync alone does not reach the platter (macOS); elsewhere without effect.
            c.pragma_update(None, "fullfsync", true)?;
            c.pragma_update(None, "checkpoint_fullfsync", true)
        })?;
        if self.is_ready()? {
            return Ok(());
        }
        let _hold = self.hold(Work::Write, "preparing the store")?;
        // Whoever held it may have done this already.
        if self.is_ready()? {
            return Ok(());
        }
        self.sql(|c| c.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())))?;
        let format = self.format()?;
        if (1..FORMAT).contains(&format) {
            migrate::keep_copy(self, format)?;
        }
        let path = self.path.clone();
        let told = |error: rusqlite::Error| RegistryError::of(&path, &error);
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(told)?;
        Self::raise(&change, format).map_err(told)?;
        change.commit().map_err(told)?;
        // The name of a new file is on the disk only when its folder is.
        let folder = fs::File::open(self.dir()).and_then(|dir| dir.sync_all());
        folder.map_err(|cause| RegistryError::NotWritable {
            path: self.path.clone(),
            cause: cause.to_string(),
        })
    }

    /// Whether the file is of this format, has every table and column, and writes ahead.
    fn is_ready(&self) -> Result<bool, RegistryError> {
        Ok(match self.sql(schema::fit)? {
            Fit::Newer => return Err(self.newer(FORMAT + 1)),
            Fit::Older => false,
            Fit::Same => self.format()? == FORMAT && self.durability()?.0 == "wal",
        })
    }

    /// The folder of the store.
    pub(crate) fn dir(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    fn newer(&self, found: i64) -> RegistryError {
        RegistryError::NewerFormat { path: self.path.clone(), found, known: FORMAT }
    }

    /// Runs something on the database; what it answers is told in words.
    pub(crate) fn sql<'r, T>(
        &'r self,
        run: impl FnOnce(&'r Connection) -> rusqlite::Result<T>,
    ) -> Result<T, RegistryError> {
        run(&self.connection).map_err(|error| RegistryError::of(&self.path, &error))
    }
}

/// Whether the head of the file says write-ahead: bytes 18 and 19, the versions for writing and reading, are 2.
fn writes_ahead(path: &Path) -> bool {
    let mut head = [0; 20];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head[18..] == [2, 2]
}

/// A path as a `file:` address writes it: all but plain letters, digits and `/ - . _ ~` as `%XX`.
fn in_address(path: &Path) -> String {
    use std::fmt::Write as _;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    path.as_os_str().as_encoded_bytes().iter().fold(String::new(), |mut text, b| {
        if plain(*b) {
            text.push(char::from(*b));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{b:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

    use park_domain::{Record, Table};

    use super::*;
    use crate::Origin;

    fn park(id: &str) -> Record {
        let mut row = vec![None; Table::Parks.columns().len()];
        row[Table::Parks.column("park_id").unwrap()] = Some(id);
        row[Table::Parks.column("name").unwrap()] = Some("甲");
        Record::check(Table::Parks, &row).unwrap()
    }

    fn origin() -> Origin {
        Origin { name: "t".to_owned(), at: "2025-01-31T08:00:00Z".to_owned(), hash: None }
    }

    #[test]
    fn a_full_disk_is_said_and_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut registry = Registry::open(dir.path()).unwrap();
        registry.record(&origin(), &[park("X0")]).unwrap();
        let pages: i64 =
            registry.connection.pragma_query_value(None, "page_count", |r| r.get(0)).unwrap();
        registry
            .connection
            .pragma_update_and_check(None, "max_page_count", pages + 1, |_| Ok(()))
            .unwrap();
        let many: Vec<Record> = (1..2000).map(|i| park(&format!("X{i}"))).collect();
        let error = registry.record(&origin(), &many).unwrap_err();
        assert!(matches!(error, RegistryError::DiskFull(_)), "{error}");
        assert!(error.to_string().contains("the disk is full\nhint: make room"), "{error}");
        assert_eq!(registry.read().unwrap(), [park("X0")]);
        assert_eq!(registry.imports().unwrap().len(), 1);
        drop(registry);
        // With room again everything goes on.
        let mut registry = Registry::open(dir.path()).unwrap();
        assert_eq!(registry.record(&origin(), &many).unwrap().changed, 1999);
    }

    #[test]
    fn a_database_that_may_not_be_written_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let mut registry = Registry::open(dir.path()).unwrap();
        registry.connection.pragma_update(None, "query_only", true).unwrap();
        let error = registry.record(&origin(), &[park("X0")]).unwrap_err();
        assert!(matches!(error, RegistryError::NotWritable { .. }), "{error}");
    }
}
