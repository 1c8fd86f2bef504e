//! Opening a store.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::RegistryError;
use crate::schema::{self, APPLICATION_ID, FORMAT, Fit};

/// Name of the database in the store's folder.
pub const FILE_NAME: &str = "parkwise.sqlite";

/// How long a call waits for another process that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// An open store.
#[derive(Debug)]
pub struct Registry {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
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
            Fit::Same => Ok(registry),
            Fit::Older => Err(RegistryError::OlderFormat(registry.path)),
            Fit::Newer => Err(registry.newer(FORMAT + 1)),
        }
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
        // One connection belongs to one owner, who hands it on but never shares it.
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)
            .map_err(|error| RegistryError::of(&path, &error))?;
        let registry = Self { connection, path };
        registry.sql(|c| {
            c.busy_timeout(BUSY_TIMEOUT)?;
            c.pragma_update(None, "foreign_keys", true)?;
            // 64 MiB of pages: a full import touches each page once.
            c.pragma_update(None, "cache_size", -65_536)
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
            c.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
            c.pragma_update(None, "synchronous", "FULL")
        })?;
        let path = self.path.clone();
        let told = |error: rusqlite::Error| RegistryError::of(&path, &error);
        let version: i64 = self
            .connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(told)?;
        match self.sql(schema::fit)? {
            Fit::Newer => return Err(self.newer(FORMAT + 1)),
            Fit::Same if version == FORMAT => return Ok(()),
            Fit::Same | Fit::Older => {}
        }
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(told)?;
        schema::bring_up_to_date(&change).map_err(told)?;
        change.commit().map_err(told)
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
