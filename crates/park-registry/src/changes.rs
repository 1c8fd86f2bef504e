//! Writing rows, and beside them the log of what changed.

use park_domain::{Column, Kind, Record, Table, Value};
use rusqlite::types::{Null, Value as Stored};
use rusqlite::{Connection, OptionalExtension as _, Statement};

use crate::{Layer, schema};

/// What an import did to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// The row was not there.
    Added,
    /// The row was there with other values.
    Changed,
    /// The row left with the bundled set that it was of.
    Removed,
    /// An own row took the place of a bundled one, which it hides.
    Hides,
    /// The row stood already when the log began.
    Stood,
    /// The row came with the first bundled set; not logged one by one.
    Bundled,
}

impl Op {
    pub(crate) fn code(self) -> i64 {
        match self {
            Self::Added => 0,
            Self::Changed => 1,
            Self::Removed => 2,
            Self::Hides => 3,
            Self::Stood => 4,
            Self::Bundled => 5,
        }
    }

    pub(crate) fn from_code(code: i64) -> Self {
        match code {
            0 => Self::Added,
            1 => Self::Changed,
            2 => Self::Removed,
            3 => Self::Hides,
            4 => Self::Stood,
            _ => Self::Bundled,
        }
    }

    /// In a word, as JSON writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
            Self::Hides => "hides-bundled",
            Self::Stood => "stood",
            Self::Bundled => "bundled",
        }
    }
}

/// Writes the rows of one table, given in the order of their keys, and answers how many are new or
/// different. With `logged` each of these is entered in the log.
pub(crate) fn write_rows(
    connection: &Connection,
    table: Table,
    layer: Layer,
    import_id: i64,
    rows: &[(String, &Record)],
    logged: bool,
) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare(&schema::upsert(table))?;
    statement.raw_bind_parameter(2, layer.code())?;
    statement.raw_bind_parameter(3, import_id)?;
    let mut log = if logged { Some(Log::new(connection, table, import_id)?) } else { None };
    let mut changed = 0;
    for (key, record) in rows {
        let before = match &mut log {
            Some(log) => log.row(key, layer)?,
            None => None,
        };
        statement.raw_bind_parameter(1, key.as_str())?;
        for (i, (column, value)) in table.columns().iter().zip(record.values()).enumerate() {
            bind(&mut statement, i + 4, column, value.as_ref())?;
        }
        let written = statement.raw_execute()? as u64;
        changed += written;
        if let Some(log) = log.as_mut().filter(|_| written > 0) {
            log.written(key, layer, before, record)?;
        }
    }
    Ok(changed)
}

/// Removes the bundled rows whose keys are not among `kept` (sorted), enters them, and answers how many.
pub(crate) fn remove_others(
    connection: &Connection,
    table: Table,
    import_id: i64,
    kept: &[&str],
) -> rusqlite::Result<u64> {
    let sql = format!("SELECT key FROM \"{}\" WHERE layer = 0", table.name());
    let mut statement = connection.prepare(&sql)?;
    let keys = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut gone = Vec::new();
    for key in keys {
        let key = key?;
        if kept.binary_search(&key.as_str()).is_err() {
            gone.push(key);
        }
    }
    let mut log = Log::new(connection, table, import_id)?;
    let sql = format!("DELETE FROM \"{}\" WHERE key = ?1 AND layer = 0", table.name());
    let mut delete = connection.prepare(&sql)?;
    for key in &gone {
        let row = log.row(key, Layer::Bundled)?.unwrap_or_default();
        delete.execute([key])?;
        log.removed(key, &row)?;
    }
    Ok(gone.len() as u64)
}

/// The log, open for the rows of one table.
struct Log<'c> {
    connection: &'c Connection,
    table: Table,
    import_id: i64,
    read: Statement<'c>,
    enter: Statement<'c>,
    cell: Statement<'c>,
}

impl<'c> Log<'c> {
    fn new(connection: &'c Connection, table: Table, import_id: i64) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            table,
            import_id,
            read: connection.prepare(&schema::select_row(table))?,
            enter: connection.prepare(
                "INSERT INTO changes (import_id, row_table, key, layer, op, park_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?,
            cell: connection.prepare(
                "INSERT INTO changed_cells (change_id, name, old, new) VALUES (?1, ?2, ?3, ?4)",
            )?,
        })
    }

    /// The row of a key as it stands in a layer.
    fn row(&mut self, key: &str, layer: Layer) -> rusqlite::Result<Option<Vec<Stored>>> {
        let columns = self.table.columns().len();
        self.read
            .query_row((key, layer.code()), |row| (0..columns).map(|i| row.get(i)).collect())
            .optional()
    }

    fn written(
        &mut self,
        key: &str,
        layer: Layer,
        before: Option<Vec<Stored>>,
        record: &Record,
    ) -> rusqlite::Result<()> {
        let (op, before) = match before {
            Some(row) => (Op::Changed, Some(row)),
            None if layer == Layer::Own => match self.row(key, Layer::Bundled)? {
                Some(row) => (Op::Hides, Some(row)),
                None => (Op::Added, None),
            },
            None => (Op::Added, None),
        };
        let park = record.get("park_id").map(Value::print);
        let id = self.enter(key, layer, op, park.as_deref())?;
        for ((column, value), old) in
            self.table.columns().iter().zip(record.values()).zip(before.iter().flatten())
        {
            let new = value.as_ref().map_or(Stored::Null, |v| stored(column, v));
            if *old != new {
                self.cell.execute((id, column.name, old, &new))?;
            }
        }
        Ok(())
    }

    fn removed(&mut self, key: &str, row: &[Stored]) -> rusqlite::Result<()> {
        let park = self.table.column("park_id").and_then(|i| match row.get(i) {
            Some(Stored::Text(id)) => Some(id.clone()),
            _ => None,
        });
        let id = self.enter(key, Layer::Bundled, Op::Removed, park.as_deref())?;
        for (column, old) in self.table.columns().iter().zip(row) {
            if *old != Stored::Null {
                self.cell.execute((id, column.name, old, Null))?;
            }
        }
        Ok(())
    }

    fn enter(
        &mut self,
        key: &str,
        layer: Layer,
        op: Op,
        park: Option<&str>,
    ) -> rusqlite::Result<i64> {
        self.enter.execute((
            self.import_id,
            self.table.name(),
            key,
            layer.code(),
            op.code(),
            park,
        ))?;
        Ok(self.connection.last_insert_rowid())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a checked year is 1900 to 2100")]
fn year(number: f64) -> i64 {
    number as i64
}

/// A value as the database holds it.
fn stored(column: &Column, value: &Value) -> Stored {
    match value {
        Value::Text(text) => Stored::Text(text.to_string()),
        Value::Number(number) if matches!(column.kind, Kind::Year) => {
            Stored::Integer(year(*number))
        }
        Value::Number(number) => Stored::Real(*number),
        Value::Date(date) => Stored::Text(date.to_string()),
        Value::Flag(flag) => Stored::Integer(i64::from(*flag)),
    }
}

/// As [`stored`], without a copy of the text.
fn bind(
    statement: &mut Statement<'_>,
    at: usize,
    column: &Column,
    value: Option<&Value>,
) -> rusqlite::Result<()> {
    match value {
        None => statement.raw_bind_parameter(at, Null),
        Some(Value::Text(text)) => statement.raw_bind_parameter(at, &**text),
        Some(Value::Number(number)) if matches!(column.kind, Kind::Year) => {
            statement.raw_bind_parameter(at, year(*number))
        }
        Some(Value::Number(number)) => statement.raw_bind_parameter(at, number),
        Some(Value::Date(date)) => statement.raw_bind_parameter(at, date.to_string()),
        Some(Value::Flag(flag)) => statement.raw_bind_parameter(at, flag),
    }
}
