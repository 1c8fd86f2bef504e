//! The SQL tables, made from the dictionary.

use std::fmt::Write as _;

use park_domain::{Kind, Table};
use rusqlite::Connection;

use crate::migrate::LOG_TABLES;

/// Format of the database. Raise it when a key or a stored form changes; a new table or column of
/// the dictionary is added to an older store by itself.
///
/// - 1: tables and layers.
/// - 2: the log of changes (`changes`, `changed_cells`, `import_files`).
pub(crate) const FORMAT: i64 = 2;

/// Marks the file as ours (`PkWs`).
pub(crate) const APPLICATION_ID: i64 = 0x506B_5773;

const OWN_TABLES: &str = "
CREATE TABLE IF NOT EXISTS imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  origin TEXT NOT NULL,
  layer INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
";

/// How the file stands to the dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// Every table and column is there.
    Same,
    /// A table or column is missing.
    Older,
    /// A column is there that the dictionary does not know.
    Newer,
}

/// Compares the file with the dictionary.
pub(crate) fn fit(connection: &Connection) -> rusqlite::Result<Fit> {
    let mut fit = Fit::Same;
    for table in Table::ALL {
        let stored = stored_columns(connection, *table)?;
        let known = |name: &str| {
            matches!(name, "layer" | "key" | "import_id") || table.column(name).is_some()
        };
        if stored.iter().any(|name| !known(name)) {
            return Ok(Fit::Newer);
        }
        if table.columns().iter().any(|c| !stored.iter().any(|s| s == c.name)) {
            fit = Fit::Older;
        }
    }
    Ok(fit)
}

/// Makes whatever is missing: tables, and columns that the dictionary has gained.
pub(crate) fn bring_up_to_date(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(OWN_TABLES)?;
    connection.execute_batch(LOG_TABLES)?;
    for table in Table::ALL {
        connection.execute_batch(&create(*table))?;
        let stored = stored_columns(connection, *table)?;
        for column in table.columns() {
            if !stored.iter().any(|s| s == column.name) {
                connection.execute_batch(&format!(
                    "ALTER TABLE \"{}\" ADD COLUMN \"{}\" {}",
                    table.name(),
                    column.name,
                    sql_type(column.kind)
                ))?;
            }
        }
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", FORMAT)
}

fn stored_columns(connection: &Connection, table: Table) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    statement.query_map([table.name()], |row| row.get(0))?.collect()
}

/// Key before layer: reading in key order needs no sorting, and an own row comes right before the
/// bundled row that it hides. Without rowid: the key is then stored once, not in table and index.
fn create(table: Table) -> String {
    let mut sql = format!(
        "CREATE TABLE IF NOT EXISTS \"{}\" (key TEXT NOT NULL, layer INTEGER NOT NULL, import_id INTEGER NOT NULL",
        table.name()
    );
    for column in table.columns() {
        let _ = write!(sql, ", \"{}\" {}", column.name, sql_type(column.kind));
    }
    sql.push_str(", PRIMARY KEY (key, layer DESC)) STRICT, WITHOUT ROWID");
    sql
}

fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Id | Kind::Text | Kind::Word(_) | Kind::Date | Kind::RegionCode => "TEXT",
        Kind::Number { .. } => "REAL",
        Kind::Year | Kind::Flag => "INTEGER",
    }
}

/// Puts a row in, or in the place of the row with its key in this layer; a row that is already
/// there in every column is left as it is, so that the count of changes is the truth.
pub(crate) fn upsert(table: Table) -> String {
    let names: Vec<String> = table.columns().iter().map(|c| format!("\"{}\"", c.name)).collect();
    let marks: Vec<String> = (0..names.len()).map(|i| format!("?{}", i + 4)).collect();
    let set: Vec<String> = names.iter().map(|n| format!("{n} = excluded.{n}")).collect();
    let old: Vec<String> = names.iter().map(|n| format!("\"{}\".{n}", table.name())).collect();
    let new: Vec<String> = names.iter().map(|n| format!("excluded.{n}")).collect();
    format!(
        "INSERT INTO \"{table}\" (key, layer, import_id, {names}) VALUES (?1, ?2, ?3, {marks})
         ON CONFLICT (key, layer) DO UPDATE SET import_id = excluded.import_id, {set}
         WHERE ({old}) IS NOT ({new})",
        table = table.name(),
        names = names.join(", "),
        marks = marks.join(", "),
        set = set.join(", "),
        old = old.join(", "),
        new = new.join(", "),
    )
}

/// All rows in the order of their keys, own before bundled; the columns first, then the key.
pub(crate) fn select(table: Table) -> String {
    let names: Vec<String> = table.columns().iter().map(|c| format!("\"{}\"", c.name)).collect();
    format!("SELECT {}, key FROM \"{}\" ORDER BY key, layer DESC", names.join(", "), table.name())
}

/// The columns of one row of a layer.
pub(crate) fn select_row(table: Table) -> String {
    let names: Vec<String> = table.columns().iter().map(|c| format!("\"{}\"", c.name)).collect();
    format!("SELECT {} FROM \"{}\" WHERE key = ?1 AND layer = ?2", names.join(", "), table.name())
}
