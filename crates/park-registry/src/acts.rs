//! The audit log: who did what as an administrator, and when; in a table that is made with the first act.

use rusqlite::Row;

use crate::hold::Work;
use crate::{Registry, RegistryError};

const CREATE: &str = "
CREATE TABLE IF NOT EXISTS acts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  what TEXT NOT NULL
) STRICT";

/// One act of an administrator. Entries are only ever added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When, RFC 3339.
    pub at: String,
    /// Id of the key, or the place from which it was done.
    pub who: String,
    /// What was done, as a code.
    pub act: String,
    /// To what: an id, names of files, numbers of rows.
    pub what: String,
}

impl Registry {
    /// Adds an act to the log.
    ///
    /// # Errors
    /// When the database cannot be written, or another process holds it too long.
    pub fn note(&self, act: &Act) -> Result<(), RegistryError> {
        let _hold = self.hold(Work::Write, "writing the audit log")?;
        self.sql(|c| {
            c.execute_batch(CREATE)?;
            c.execute(
                "INSERT INTO acts (at, who, act, what) VALUES (?1, ?2, ?3, ?4)",
                (&act.at, &act.who, &act.act, &act.what),
            )
        })
        .map(drop)
    }

    /// The newest acts, at most `most`, the newest first; none where nothing was ever done.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn acts(&self, most: u32) -> Result<Vec<Act>, RegistryError> {
        let exists: bool = self.sql(|c| {
            c.query_row(
                "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'acts')",
                [],
                |r| r.get(0),
            )
        })?;
        if !exists {
            return Ok(Vec::new());
        }
        self.sql(|c| {
            let mut statement =
                c.prepare("SELECT at, who, act, what FROM acts ORDER BY id DESC LIMIT ?1")?;
            statement.query_map([most], read)?.collect()
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Act> {
    Ok(Act { at: row.get(0)?, who: row.get(1)?, act: row.get(2)?, what: row.get(3)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_act_comes_first_and_none_is_lost() {
        let dir = tempfile::tempdir().expect("a folder");
        let registry = Registry::open(dir.path()).expect("a store");
        assert_eq!(registry.acts(10).expect("readable"), []);
        for n in 0..3 {
            let act = Act {
                at: format!("2026-01-0{}T00:00:00Z", n + 1),
                who: "ak_1".to_owned(),
                act: "import".to_owned(),
                what: format!("{n} rows"),
            };
            registry.note(&act).expect("written");
        }
        let reader = Registry::open_read_only(dir.path()).expect("the format is the same");
        let all: Vec<String> =
            reader.acts(10).expect("readable").into_iter().map(|a| a.what).collect();
        assert_eq!(all, ["2 rows", "1 rows", "0 rows"]);
        assert_eq!(reader.acts(1).expect("readable").len(), 1);
    }
}
