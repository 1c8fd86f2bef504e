//! From an older format to this one, with a copy of the store as it was.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use park_domain::Table;
use rusqlite::Connection;

use crate::changes::Op;
use crate::schema::{self, FORMAT};
use crate::{Registry, RegistryError};

/// Name of the copy that is kept of a store of an older format.
pub fn copy_name(format: i64) -> String {
    format!("parkwise-format-{format}.sqlite")
}

/// What has to be done after the tables of [`FORMAT`] are there, for a store that was of `format`.
pub(crate) fn migrate(connection: &Connection, format: i64) -> rusqlite::Result<()> {
    debug_assert!(format <= FORMAT, "a newer format is refused before");
    if format < 2 {
        begin_log(connection)?;
    }
    Ok(())
}

/// Format 2 keeps a log of changes. What an own row was before is not known; that it stood when the
/// log began, and the last import that touched it, is.
fn begin_log(connection: &Connection) -> rusqlite::Result<()> {
    for table in Table::ALL {
        let park = if table.column("park_id").is_some() { "park_id" } else { "NULL" };
        let sql = format!(
            "INSERT INTO changes (import_id, row_table, key, layer, op, park_id)
             SELECT import_id, '{name}', key, layer, {op}, {park} FROM \"{name}\"
             WHERE layer = 1 ORDER BY key",
            name = table.name(),
            op = Op::Stood.code(),
        );
        connection.execute(&sql, [])?;
    }
    Ok(())
}

/// Copies the store beside itself before its format is raised; the copy is whole or not there.
pub(crate) fn keep_copy(registry: &Registry, format: i64) -> Result<PathBuf, RegistryError> {
    let dir = registry.path().parent().unwrap_or(Path::new("."));
    let place = dir.join(copy_name(format));
    let beside = dir.join(format!(".{}.new", copy_name(format)));
    let told = |cause: io::Error| RegistryError::NotWritable {
        path: place.clone(),
        cause: cause.to_string(),
    };
    // Left by a process that was killed here; the database would not write over it.
    match fs::remove_file(&beside) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(told(cause)),
        Ok(()) | Err(_) => {}
    }
    let copied = registry
        .sql(|c| c.execute("VACUUM INTO ?1", [beside.to_string_lossy().as_ref()]).map(drop));
    if let Err(error) = copied {
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    File::open(&beside).and_then(|f| f.sync_all()).map_err(told)?;
    fs::rename(&beside, &place).map_err(told)?;
    File::open(dir).and_then(|f| f.sync_all()).map_err(told)?;
    Ok(place)
}

/// The columns of the log that [`schema::bring_up_to_date`] makes; kept here beside what fills it.
///
/// An entry says which row of which layer an import changed and how. Values stand in `changed_cells`, and
/// only where they cannot be found elsewhere: the columns that differ of a changed row, all of a removed
/// one. The values of an added row follow from the row as it stands now and the later entries, so that an
/// import costs the log tens of bytes a row and not the row once more. The first load of the bundled set
/// is not logged at all: each of its rows carries the id of the import that brought it.
pub(crate) const LOG_TABLES: &str = "
CREATE TABLE IF NOT EXISTS changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  import_id INTEGER NOT NULL,
  row_table TEXT NOT NULL,
  key TEXT NOT NULL,
  layer INTEGER NOT NULL,
  op INTEGER NOT NULL,
  park_id TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS changes_by_park ON changes (park_id) WHERE park_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS changed_cells (
  change_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  old ANY,
  new ANY,
  PRIMARY KEY (change_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS changed_cells_by_old_park ON changed_cells (old) WHERE name = 'park_id';
CREATE TABLE IF NOT EXISTS import_files (
  import_id INTEGER NOT NULL,
  row_table TEXT NOT NULL,
  file TEXT NOT NULL,
  PRIMARY KEY (import_id, row_table, file)
) STRICT, WITHOUT ROWID;
";

impl Registry {
    /// Brings the tables to this format, in the transaction of the caller.
    pub(crate) fn raise(connection: &Connection, format: i64) -> rusqlite::Result<()> {
        schema::bring_up_to_date(connection)?;
        // 0: the file is new, there is nothing to carry over.
        if (1..FORMAT).contains(&format) {
            migrate(connection, format)?;
        }
        Ok(())
    }
}
