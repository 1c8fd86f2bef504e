//! What planners judged of parks: a log that only grows, in a table that is made with the first entry.
//!
//! Each entry is of one set of parks; the newest of a set holds, the older ones are its history. To withdraw is an
//! entry as well.

use rusqlite::Row;

use crate::hold::Work;
use crate::{Registry, RegistryError};

const CREATE: &str = "
CREATE TABLE IF NOT EXISTS judgements (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  parks TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  generation TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS judgements_by_parks ON judgements (parks)";

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredJudgement {
    /// Its number; later entries have larger ones. Given by the store.
    pub id: i64,
    /// When, RFC 3339.
    pub at: String,
    /// Ids of the parks, sorted.
    pub parks: Vec<String>,
    /// Code of the verdict.
    pub verdict: String,
    /// Why.
    pub reason: String,
    /// The generation that was looked at.
    pub generation: String,
    /// Fingerprint of the data of these parks at that time, one a park, in the order of the parks.
    pub data: Vec<String>,
}

impl Registry {
    /// Keeps an entry; its number.
    ///
    /// # Errors
    /// When the database cannot be written, or another process holds it too long.
    pub fn judge(&self, entry: &StoredJudgement) -> Result<i64, RegistryError> {
        let _hold = self.hold(Work::Write, "keeping a judgement")?;
        self.sql(|c| {
            c.execute_batch(CREATE)?;
            c.execute(
                "INSERT INTO judgements (at, parks, verdict, reason, generation, data)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (
                    &entry.at,
                    entry.parks.join(" "),
                    &entry.verdict,
                    &entry.reason,
                    &entry.generation,
                    entry.data.join(" "),
                ),
            )?;
            Ok(c.last_insert_rowid())
        })
    }

    /// The newest `most` entries, the newest first; none where nothing was ever judged.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn judgements(&self, most: u32) -> Result<Vec<StoredJudgement>, RegistryError> {
        let exists = self.sql(|c| {
            c.query_row(
                "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'judgements')",
                [],
                |r| r.get::<_, bool>(0),
            )
        })?;
        if !exists {
            return Ok(Vec::new());
        }
        self.sql(|c| {
            let mut statement = c.prepare(
                "SELECT id, at, parks, verdict, reason, generation, data FROM judgements
                 ORDER BY id DESC LIMIT ?1",
            )?;
            statement.query_map([most], read)?.collect()
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredJudgement> {
    let list = |text: String| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    Ok(StoredJudgement {
        id: row.get(0)?,
        at: row.get(1)?,
        parks: list(row.get(2)?),
        verdict: row.get(3)?,
        reason: row.get(4)?,
        generation: row.get(5)?,
        data: list(row.get(6)?),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

    use super::*;

    #[test]
    fn entries_are_kept_in_order_and_an_old_store_has_none() {
        let dir = tempfile::tempdir().unwrap();
        let registry = Registry::open(dir.path()).unwrap();
        assert_eq!(registry.judgements(10).unwrap(), []);
        let entry = |verdict: &str| StoredJudgement {
            id: 0,
            at: "2026-01-31T08:00:00Z".to_owned(),
            parks: vec!["T01".to_owned(), "T02".to_owned()],
            verdict: verdict.to_owned(),
            reason: "产业链不同".to_owned(),
            generation: "g1".to_owned(),
            data: vec!["a".to_owned(), "b".to_owned()],
        };
        assert_eq!(registry.judge(&entry("twin")).unwrap(), 1);
        assert_eq!(registry.judge(&entry("complement")).unwrap(), 2);
        drop(registry);
        let registry = Registry::open_read_only(dir.path()).unwrap();
        let all = registry.judgements(10).unwrap();
        assert_eq!(all.iter().map(|e| e.id).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(all[1], StoredJudgement { id: 1, ..entry("twin") });
        assert_eq!(registry.judgements(1).unwrap().len(), 1);
    }
}
