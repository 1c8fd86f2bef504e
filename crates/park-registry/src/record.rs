//! Taking records in: one import is one transaction.

use std::path::Path;

use jiff::Timestamp;
use park_domain::{Column, Kind, Record, Table, Value};
use rusqlite::{Connection, Statement, TransactionBehavior};

use crate::settings::{self, BUNDLED_HASH};
use crate::{Layer, Registry, RegistryError, schema};

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
    /// Rows that were new or different; of an exchanged bundled set every row, old and new.
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
        self.take(Layer::Own, origin, records, |_| Ok(0))
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
        let hash = origin.hash.clone().unwrap_or_default();
        self.take(Layer::Bundled, origin, records, |connection| {
            let mut gone = 0;
            for table in Table::ALL {
                let sql = format!("DELETE FROM \"{}\" WHERE layer = 0", table.name());
                gone += connection.execute(&sql, [])? as u64;
            }
            settings::set(connection, BUNDLED_HASH, &hash)?;
            Ok(gone)
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

    /// One import: `before` runs first and answers how many rows it changed.
    fn take(
        &mut self,
        layer: Layer,
        origin: &Origin,
        records: &[Record],
        before: impl FnOnce(&Connection) -> rusqlite::Result<u64>,
    ) -> Result<Recorded, RegistryError> {
        if origin.at.parse::<Timestamp>().is_err() {
            return Err(RegistryError::BadTime(origin.at.clone()));
        }
        let path = self.path.clone();
        let change = || -> rusqlite::Result<Recorded> {
            let transaction =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let import_id = begin(&transaction, layer, origin, records.len())?;
            let mut changed = before(&transaction)?;
            for (table, rows) in in_key_order(records) {
                changed += write_rows(&transaction, table, layer, import_id, &rows)?;
            }
            transaction.execute(
                "UPDATE imports SET changed = ?2 WHERE id = ?1",
                (import_id, signed(changed)),
            )?;
            transaction.commit()?;
            Ok(Recorded { import_id, rows: records.len() as u64, changed })
        };
        change().map_err(told(&path))
    }
}

fn told(path: &Path) -> impl Fn(rusqlite::Error) -> RegistryError {
    move |error| RegistryError::of(path, &error)
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn begin(
    connection: &Connection,
    layer: Layer,
    origin: &Origin,
    rows: usize,
) -> rusqlite::Result<i64> {
    connection.execute(
        "INSERT INTO imports (at, origin, layer, rows, changed, hash) VALUES (?1, ?2, ?3, ?4, 0, ?5)",
        (
            &origin.at,
            &origin.name,
            layer.code(),
            signed(rows as u64),
            origin.hash.as_deref().unwrap_or(""),
        ),
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
    }
    tables
}

fn write_rows(
    connection: &Connection,
    table: Table,
    layer: Layer,
    import_id: i64,
    rows: &[(String, &Record)],
) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare(&schema::upsert(table))?;
    statement.raw_bind_parameter(2, layer.code())?;
    statement.raw_bind_parameter(3, import_id)?;
    let mut changed = 0;
    for (key, record) in rows {
        statement.raw_bind_parameter(1, key.as_str())?;
        for (i, (column, value)) in table.columns().iter().zip(record.values()).enumerate() {
            bind(&mut statement, i + 4, column, value.as_ref())?;
        }
        changed += statement.raw_execute()? as u64;
    }
    Ok(changed)
}

fn bind(
    statement: &mut Statement<'_>,
    at: usize,
    column: &Column,
    value: Option<&Value>,
) -> rusqlite::Result<()> {
    match value {
        None => statement.raw_bind_parameter(at, rusqlite::types::Null),
        Some(Value::Text(text)) => statement.raw_bind_parameter(at, &**text),
        Some(Value::Number(number)) if matches!(column.kind, Kind::Year) => {
            #[expect(clippy::cast_possible_truncation, reason = "a checked year is 1900 to 2100")]
            let year = *number as i64;
            statement.raw_bind_parameter(at, year)
        }
        Some(Value::Number(number)) => statement.raw_bind_parameter(at, number),
        Some(Value::Date(date)) => statement.raw_bind_parameter(at, date.to_string()),
        Some(Value::Flag(flag)) => statement.raw_bind_parameter(at, flag),
    }
}
