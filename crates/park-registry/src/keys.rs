//! Keys of the portal: kept as hashes, in a table that is made with the first key.

use rusqlite::{OptionalExtension as _, Row};

use crate::hold::Work;
use crate::{Registry, RegistryError};

const CREATE: &str = "
CREATE TABLE IF NOT EXISTS keys (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  hash BLOB NOT NULL,
  origins TEXT NOT NULL,
  per_minute INTEGER NOT NULL,
  rows_max INTEGER,
  created_at TEXT NOT NULL,
  expires_on TEXT,
  revoked_at TEXT
) STRICT, WITHOUT ROWID";

const COLUMNS: &str =
    "id, kind, name, hash, origins, per_minute, rows_max, created_at, expires_on, revoked_at";

/// A key as it is stored; the key itself is shown once and kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// Public part of the key.
    pub id: String,
    /// Code of its kind.
    pub kind: String,
    /// What a person calls it.
    pub name: String,
    /// HMAC-SHA-256 of the key under the store's secret.
    pub hash: Vec<u8>,
    /// Origins of pages that may use it, separated by blanks.
    pub origins: String,
    /// Requests a minute.
    pub per_minute: u32,
    /// Most rows in an answer.
    pub rows_max: Option<u32>,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// Last day on which it is good, `YYYY-MM-DD`.
    pub expires_on: Option<String>,
    /// When it was revoked, RFC 3339.
    pub revoked_at: Option<String>,
}

impl Registry {
    /// Keeps a new key.
    ///
    /// # Errors
    /// When the database cannot be written, or another process holds it too long.
    pub fn add_key(&self, key: &StoredKey) -> Result<(), RegistryError> {
        let _hold = self.hold(Work::Write, "making a key")?;
        self.sql(|c| {
            c.execute_batch(CREATE)?;
            c.execute(
                &format!(
                    "INSERT INTO keys ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
                ),
                (
                    &key.id,
                    &key.kind,
                    &key.name,
                    &key.hash,
                    &key.origins,
                    key.per_minute,
                    key.rows_max,
                    &key.created_at,
                    &key.expires_on,
                    &key.revoked_at,
                ),
            )
        })
        .map(drop)
    }

    /// All keys, revoked ones too, by id; none where no key was ever made.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn keys(&self) -> Result<Vec<StoredKey>, RegistryError> {
        if !self.has_keys_table()? {
            return Ok(Vec::new());
        }
        self.sql(|c| {
            let mut statement = c.prepare(&format!("SELECT {COLUMNS} FROM keys ORDER BY id"))?;
            statement.query_map([], read)?.collect()
        })
    }

    /// One key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn key(&self, id: &str) -> Result<Option<StoredKey>, RegistryError> {
        if !self.has_keys_table()? {
            return Ok(None);
        }
        self.sql(|c| {
            c.query_row(&format!("SELECT {COLUMNS} FROM keys WHERE id = ?1"), [id], read).optional()
        })
    }

    /// Revokes a key at once; whether there was one that was good.
    ///
    /// # Errors
    /// When the database cannot be written, or another process holds it too long.
    pub fn revoke_key(&self, id: &str, at: &str) -> Result<bool, RegistryError> {
        if !self.has_keys_table()? {
            return Ok(false);
        }
        let _hold = self.hold(Work::Write, "revoking a key")?;
        self.sql(|c| {
            c.execute(
                "UPDATE keys SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL",
                (id, at),
            )
        })
        .map(|changed| changed > 0)
    }

    fn has_keys_table(&self) -> Result<bool, RegistryError> {
        self.sql(|c| {
            c.query_row(
                "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'keys')",
                [],
                |r| r.get(0),
            )
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredKey> {
    Ok(StoredKey {
        id: row.get(0)?,
        kind: row.get(1)?,
        name: row.get(2)?,
        hash: row.get(3)?,
        origins: row.get(4)?,
        per_minute: row.get(5)?,
        rows_max: row.get(6)?,
        created_at: row.get(7)?,
        expires_on: row.get(8)?,
        revoked_at: row.get(9)?,
    })
}
