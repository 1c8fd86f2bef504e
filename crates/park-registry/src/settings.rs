//! Named values of a store: the hash of the bundled set, the secret.

use rusqlite::OptionalExtension as _;
use rusqlite::types::{FromSql, ToSql};

use crate::hold::Work;
use crate::{Registry, RegistryError};

pub(crate) const BUNDLED_HASH: &str = "bundled_hash";
const SECRET: &str = "secret";

impl Registry {
    /// Hash of the bundled set that the store holds; `None` when it holds none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn bundled_hash(&self) -> Result<Option<String>, RegistryError> {
        self.setting(BUNDLED_HASH)
    }

    /// The store's secret: 32 random bytes, made the first time and the same ever after.
    ///
    /// # Errors
    /// When the database cannot be read, or, the first time, cannot be written.
    pub fn secret(&self) -> Result<[u8; 32], RegistryError> {
        if let Some(secret) = self.setting(SECRET)? {
            return Ok(secret);
        }
        let mut fresh = [0; 32];
        getrandom::fill(&mut fresh)
            .map_err(|cause| RegistryError::NoRandomness(cause.to_string()))?;
        let _hold = self.hold(Work::Write, "making the store's secret")?;
        // Another process may have been quicker: the first one stays, and both read it.
        self.sql(|c| {
            c.execute(
                "INSERT OR IGNORE INTO settings (name, value) VALUES (?1, ?2)",
                (SECRET, fresh),
            )
        })?;
        Ok(self.setting(SECRET)?.unwrap_or(fresh))
    }

    fn setting<T: FromSql>(&self, name: &str) -> Result<Option<T>, RegistryError> {
        self.sql(|c| get(c, name))
    }
}

/// A value, within a transaction of the caller or outside.
pub(crate) fn get<T: FromSql>(
    connection: &rusqlite::Connection,
    name: &str,
) -> rusqlite::Result<Option<T>> {
    connection
        .query_row("SELECT value FROM settings WHERE name = ?1", [name], |row| row.get(0))
        .optional()
}

/// Sets a value within a transaction of the caller.
pub(crate) fn set(
    connection: &rusqlite::Connection,
    name: &str,
    value: impl ToSql,
) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO settings (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
        .map(drop)
}
