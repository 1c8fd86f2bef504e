//! Taking records in: one import is one transaction.

use jiff::Timestamp;
use park_domain::{Record, Table};
use rusqlite::{Connection, TransactionBehavior};
use tracing::trace;

use crate::changes::{remove_others, write_rows};
use crate::hold::Work;
use crate::settings::{self, BUNDLED_HASH};
use crate::{Layer, Registry, RegistryError};

/// Target of the events that say how far a change is, one before each step: what the kill test follows,
/// and who wants to see it (`RUST_LOG=parkwise::stage=trace`).
const STAGE: &str = "parkwise::stage";

/// Where an import comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// What was read: a path, the name of an upload.
    pub name: String,
    /// When, as in RFC 3339.
    pub at: String,
    /// Hash of what was read, where the caller has one.
    pub hash: Option<String>,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Id of the import in the registry.
    pub import_id: i64,
    /// Rows given.
    pub rows: u64,
    /// Rows that were new or different, and bundled rows that went.
    pub changed: u64,
}

/// One import of the store's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportEntry {
    /// Id, rising.
    pub id: i64,
    /// When, as the caller said.
    pub at: String,
    /// What was read.
    pub origin: String,
    /// The layer that it changed.
    pub layer: Layer,
    /// Rows given.
    pub rows: u64,
    /// Rows that were new or different.
    pub changed: u64,
    /// Hash of what was read; empty when the caller had none.
    pub hash: String,
}

impl Registry {
    /// Takes records into the user's own layer, in one transaction. A row with a known key takes the
    /// place of the old row as a whole.
    ///
    /// # Errors
    /// When the time is not RFC 3339 or the database cannot be written; then nothing has changed.
    pub fn record(
        &mut self,
        origin: &Origin,
        records: &[Record],
    ) -> Result<Recorded, RegistryError> {
        self.record_from(origin, records, &[])
    }

    /// As [`Registry::record`], with the files that the rows of each table came from, for the history.
    ///
    /// # Errors
    /// As [`Registry::record`].
    pub fn record_from(
        &mut self,
        origin: &Origin,
        records: &[Record],
        files: &[(Table, String)],
    ) -> Result<Recorded, RegistryError> {
        self.take(Layer::Own, origin, |connection, import_id| {
            for (table, file) in files {
                connection.execute(
                    "INSERT OR IGNORE INTO import_files (import_id, row_table, file) VALUES (?1, ?2, ?3)",
                    (import_id, table.name(), file),
                )?;
            }
            let mut changed = 0;
            for (table, rows) in in_key_order(records) {
                changed += write_rows(connection, table, Layer::Own, import_id, &rows, true)?;
            }
            Ok::<_, RefusedBy<RegistryError>>((records.len(), changed))
        })
    }

    /// Exchanges the bundled set, in one transaction; own rows stay. `origin.hash` is kept as
    /// [`Registry::bundled_hash`].
    ///
    /// # Errors
    /// As [`Registry::record`].
    pub fn replace_bundled(
        &mut self,
        origin: &Origin,
        records: &[Record],
    ) -> Result<Recorded, RegistryError> {
        let part = |table: &Table| {
            let rows = records.iter().filter(|r| r.table() == *table).cloned().collect();
            Ok((*table, rows))
        };
        self.replace_bundled_in_parts(origin, Table::ALL.iter().map(part))
    }

    /// As [`Registry::replace_bundled`], one table after the other, so that the set need not be in
    /// memory at once. A table comes once; one that does not come is emptied. The first load is not
    /// entered in the log row by row, an exchange is: only what differs.
    ///
    /// # Errors
    /// As [`Registry::record`]; what a part fails with; then nothing has changed.
    pub fn replace_bundled_in_parts<E: From<RegistryError>>(
        &mut self,
        origin: &Origin,
        parts: impl Iterator<Item = Result<(Table, Vec<Record>), E>>,
    ) -> Result<Recorded, E> {
        let hash = origin.hash.clone().unwrap_or_default();
        self.take(Layer::Bundled, origin, |connection, import_id| {
            // Asked here and not before: another process may have loaded a set while this one waited.
            let first = settings::get::<String>(connection, BUNDLED_HASH)?.is_none();
            let (mut total, mut changed) = (0, 0);
            let mut left: Vec<Table> = Table::ALL.to_vec();
            for part in parts {
                let (table, records) = part.map_err(RefusedBy::Caller)?;
                left.retain(|t| *t != table);
                total += records.len();
                for (table, rows) in in_key_order(&records) {
                    let keys: Vec<&str> = rows.iter().map(|(key, _)| key.as_str()).collect();
                    if !first {
                        changed += remove_others(connection, table, import_id, &keys)?;
                    }
                    changed +=
                        write_rows(connection, table, Layer::Bundled, import_id, &rows, !first)?;
                }
                if records.is_empty() {
                    left.push(table);
                }
            }
            for table in left {
                changed += remove_others(connection, table, import_id, &[])?;
            }
            settings::set(connection, BUNDLED_HASH, &hash)?;
            Ok((total, changed))
        })
    }

    /// The history of imports, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn imports(&self) -> Result<Vec<ImportEntry>, RegistryError> {
        self.sql(|c| {
            let mut statement = c.prepare(
                "SELECT id, at, origin, layer, rows, changed, hash FROM imports ORDER BY id",
            )?;
            let entries = statement.query_map([], |row| {
                Ok(ImportEntry {
                    id: row.get(0)?,
                    at: row.get(1)?,
                    origin: row.get(2)?,
                    layer: Layer::from_code(row.get(3)?),
                    rows: row.get::<_, i64>(4)?.unsigned_abs(),
                    changed: row.get::<_, i64>(5)?.unsigned_abs(),
                    hash: row.get(6)?,
                })
            })?;
            entries.collect()
        })
    }

    /// Id of the last import that changed anything; 0 for an empty store. Equal ids of one store mean
    /// equal records.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn state_id(&self) -> Result<i64, RegistryError> {
        self.sql(|c| {
            let sql = "SELECT COALESCE(MAX(id), 0) FROM imports WHERE changed > 0";
            c.query_row(sql, [], |row| row.get(0))
        })
    }

    /// One import: `write` answers how many rows it was given and how many it changed.
    fn take<E: From<RegistryError>>(
        &mut self,
        layer: Layer,
        origin: &Origin,
        write: impl FnOnce(&Connection, i64) -> Result<(usize, u64), RefusedBy<E>>,
    ) -> Result<Recorded, E> {
        if origin.at.parse::<Timestamp>().is_err() {
            return Err(RegistryError::BadTime(origin.at.clone()).into());
        }
        let doing = format!("import of {}, since {}", origin.name, origin.at);
        let _hold = self.hold(Work::Write, &doing)?;
        let path = self.path.clone();
        let change = || -> Result<Recorded, RefusedBy<E>> {
            let transaction =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            trace!(target: STAGE, "write");
            let import_id = begin(&transaction, layer, origin)?;
            let (rows, changed) = write(&transaction, import_id)?;
            transaction.execute(
                "UPDATE imports SET rows = ?2, changed = ?3 WHERE id = ?1",
                (import_id, signed(rows as u64), signed(changed)),
            )?;
            trace!(target: STAGE, "commit");
            transaction.commit()?;
            trace!(target: STAGE, "committed");
            Ok(Recorded { import_id, rows: rows as u64, changed })
        };
        change().map_err(|refused| match refused {
            RefusedBy::Database(error) => RegistryError::of(&path, &error).into(),
            RefusedBy::Caller(error) => error,
        })
    }
}

/// Why an import was given up.
enum RefusedBy<E> {
    Database(rusqlite::Error),
    Caller(E),
}

impl<E> From<rusqlite::Error> for RefusedBy<E> {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn begin(connection: &Connection, layer: Layer, origin: &Origin) -> rusqlite::Result<i64> {
    connection.execute(
        "INSERT INTO imports (at, origin, layer, rows, changed, hash) VALUES (?1, ?2, ?3, 0, 0, ?4)",
        (&origin.at, &origin.name, layer.code(), origin.hash.as_deref().unwrap_or("")),
    )?;
    Ok(connection.last_insert_rowid())
}

/// Records by table, each with its key, in the order of the keys: pages are then filled one after
/// the other. Of two records with one key the later in the input wins.
fn in_key_order(records: &[Record]) -> Vec<(Table, Vec<(String, &Record)>)> {
    let mut tables: Vec<(Table, Vec<(String, &Record)>)> =
        Table::ALL.iter().map(|t| (*t, Vec::new())).collect();
    for record in records {
        if let Some((_, rows)) = tables.iter_mut().find(|(t, _)| *t == record.table()) {
            rows.push((record.key(), record));
        }
    }
    tables.retain(|(_, rows)| !rows.is_empty());
    for (_, rows) in &mut tables {
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        // The sort keeps the order of the input among equals, so the one that stays is the last.
        rows.dedup_by(|later, kept| {
            let equal = later.0 == kept.0;
            if equal {
                std::mem::swap(later, kept);
            }
            equal
        });
    }
    tables
}
