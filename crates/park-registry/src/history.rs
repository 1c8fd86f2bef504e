//! The history of a park: what changed, when, and from which file.

use std::collections::{BTreeMap, HashMap, HashSet};

use park_domain::{Kind, Table};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::changes::Op;
use crate::{Layer, Registry, RegistryError, schema};

/// Entries of one park that are read, the newest; a park has tens of rows.
pub const HISTORY_ENTRIES_MAX: usize = 10_000;

/// One accepted change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The import that made it.
    pub import_id: i64,
    /// When, as the import said; RFC 3339.
    pub at: String,
    /// Where it came from: the files of the table when they are known, else the origin of the import.
    pub origin: String,
    /// The layer that changed.
    pub layer: Layer,
    /// The table of the row.
    pub table: Table,
    /// The key of the row, its parts joined by U+001F; empty when the entry stands for several rows.
    pub key: String,
    /// What happened.
    pub op: Op,
    /// Rows that the entry stands for: 1, more for [`Op::Bundled`].
    pub rows: u64,
    /// The columns that changed; all that hold a value for a row that came or went.
    pub cells: Vec<CellChange>,
}

/// One column of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// The column.
    pub column: &'static str,
    /// The value before; `None` when it was missing.
    pub old: Option<String>,
    /// The value after; `None` when it is missing.
    pub new: Option<String>,
}

type Values = Vec<Option<String>>;
/// A row of a layer.
type Place = (Table, String, Layer);

fn place_of(entry: &HistoryEntry) -> Place {
    (entry.table, entry.key.clone(), entry.layer)
}

impl Registry {
    /// The changes of the rows of a park, newest first; all ids of the park are to be given.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn history(&self, park_ids: &[String]) -> Result<Vec<HistoryEntry>, RegistryError> {
        self.sql(|c| {
            let snapshot = c.unchecked_transaction()?;
            let mut entries = BTreeMap::new();
            for id in park_ids {
                logged(&snapshot, id, &mut entries)?;
            }
            let mut newest: Vec<(i64, HistoryEntry)> =
                entries.into_iter().rev().take(HISTORY_ENTRIES_MAX).collect();
            fill_in(&snapshot, &mut newest)?;
            let mut all: Vec<HistoryEntry> = newest.into_iter().map(|(_, entry)| entry).collect();
            for id in park_ids {
                all.extend(bundled(&snapshot, id, &all)?);
            }
            // Stable: the changes of one import keep their order.
            all.sort_by_key(|entry| std::cmp::Reverse(entry.import_id));
            Ok(all)
        })
    }
}

const ENTRIES: &str = "
SELECT c.id, c.import_id, c.row_table, c.key, c.layer, c.op, i.at,
  COALESCE((SELECT group_concat(f.file, ', ') FROM import_files f
            WHERE f.import_id = c.import_id AND f.row_table = c.row_table), i.origin)
FROM changes c JOIN imports i ON i.id = c.import_id
WHERE c.park_id = ?1
   OR c.id IN (SELECT change_id FROM changed_cells WHERE name = 'park_id' AND old = ?1)
ORDER BY c.id DESC LIMIT ?2";

/// The entries of one id, by their place in the log.
fn logged(
    connection: &Connection,
    park_id: &str,
    entries: &mut BTreeMap<i64, HistoryEntry>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(ENTRIES)?;
    let mut cells =
        connection.prepare("SELECT name, old, new FROM changed_cells WHERE change_id = ?1")?;
    let mut rows = statement.query((park_id, HISTORY_ENTRIES_MAX as i64))?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let Some(table) = Table::from_name(&row.get::<_, String>(2)?) else { continue };
        let mut changed = Vec::new();
        let mut found = cells.query([id])?;
        while let Some(cell) = found.next()? {
            let name: String = cell.get(0)?;
            // A column that a later dictionary dropped has no meaning any more.
            let Some(at) = table.column(&name) else { continue };
            let column = &table.columns()[at];
            changed.push((
                at,
                CellChange {
                    column: column.name,
                    old: print(column.kind, cell.get_ref(1)?),
                    new: print(column.kind, cell.get_ref(2)?),
                },
            ));
        }
        // In the order of the dictionary, not of the alphabet.
        changed.sort_by_key(|(at, _)| *at);
        let entry = HistoryEntry {
            import_id: row.get(1)?,
            at: row.get(6)?,
            origin: row.get(7)?,
            layer: Layer::from_code(row.get(4)?),
            table,
            key: row.get(3)?,
            op: Op::from_code(row.get(5)?),
            rows: 1,
            cells: changed.into_iter().map(|(_, cell)| cell).collect(),
        };
        entries.insert(id, entry);
    }
    Ok(())
}

/// Gives added rows the values that they came with: the row as it stands, with every later change undone.
/// Entries are newest first, each with its place in the log.
fn fill_in(connection: &Connection, entries: &mut [(i64, HistoryEntry)]) -> rusqlite::Result<()> {
    // A row that went to another park was changed there by entries that are not among these.
    let moved: HashSet<Place> = entries
        .iter()
        .filter(|(_, e)| e.op == Op::Changed && e.cells.iter().any(|c| c.column == "park_id"))
        .map(|(_, e)| place_of(e))
        .collect();
    let mut rows: HashMap<Place, Values> = HashMap::new();
    for (id, entry) in entries {
        let table = entry.table;
        let place = place_of(entry);
        let is_moved = moved.contains(&place);
        let values = match rows.entry(place) {
            std::collections::hash_map::Entry::Occupied(held) => held.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(standing(connection, table, &entry.key, entry.layer)?)
            }
        };
        match entry.op {
            Op::Added | Op::Stood => {
                if is_moved {
                    *values = stood_after(connection, entry, *id)?;
                }
                entry.cells = table
                    .columns()
                    .iter()
                    .zip(values.iter())
                    .filter(|(_, value)| value.is_some())
                    .map(|(c, value)| CellChange { column: c.name, old: None, new: value.clone() })
                    .collect();
                values.fill(None);
            }
            Op::Changed | Op::Removed | Op::Hides | Op::Bundled => {
                if entry.op == Op::Removed {
                    // The cells are the whole row; what stands there now came later, perhaps to another park.
                    values.fill(None);
                }
                for cell in &entry.cells {
                    if let Some(at) = table.column(cell.column) {
                        values[at].clone_from(&cell.old);
                    }
                }
            }
        }
    }
    Ok(())
}

const LATER: &str = "
SELECT id, op FROM changes WHERE row_table = ?1 AND key = ?2 AND layer = ?3 AND id > ?4
ORDER BY id DESC";

/// The row of an entry as it stood right after it, read back through all of the log.
fn stood_after(connection: &Connection, entry: &HistoryEntry, id: i64) -> rusqlite::Result<Values> {
    let table = entry.table;
    let mut values = standing(connection, table, &entry.key, entry.layer)?;
    let mut later = connection.prepare(LATER)?;
    let mut cells =
        connection.prepare("SELECT name, old FROM changed_cells WHERE change_id = ?1")?;
    let mut changes = later.query((table.name(), &entry.key, entry.layer.code(), id))?;
    while let Some(change) = changes.next()? {
        if Op::from_code(change.get(1)?) != Op::Changed {
            values.fill(None);
        }
        let mut found = cells.query([change.get::<_, i64>(0)?])?;
        while let Some(cell) = found.next()? {
            if let Some(at) = table.column(&cell.get::<_, String>(0)?) {
                values[at] = print(table.columns()[at].kind, cell.get_ref(1)?);
            }
        }
    }
    Ok(values)
}

fn standing(
    connection: &Connection,
    table: Table,
    key: &str,
    layer: Layer,
) -> rusqlite::Result<Values> {
    let values = |row: &Row<'_>| {
        let column = |(i, c): (usize, &park_domain::Column)| Ok(print(c.kind, row.get_ref(i)?));
        table.columns().iter().enumerate().map(column).collect()
    };
    let found = connection
        .prepare(&schema::select_row(table))?
        .query_row((key, layer.code()), values)
        .optional()?;
    Ok(found.unwrap_or_else(|| vec![None; table.columns().len()]))
}

/// One entry a table and import for the bundled rows of a park that the log does not name one by one.
fn bundled(
    connection: &Connection,
    park_id: &str,
    known: &[HistoryEntry],
) -> rusqlite::Result<Vec<HistoryEntry>> {
    let mut entries = Vec::new();
    for table in Table::ALL.iter().copied().filter(|t| t.column("park_id").is_some()) {
        // Where the key begins with the park, its order finds the rows; elsewhere the table is short.
        let range = if table.key().first() == Some(&"park_id") {
            "AND r.key >= ?1 AND r.key < ?1 || char(32)"
        } else {
            ""
        };
        let sql = format!(
            "SELECT r.key, r.import_id, i.at, i.origin FROM \"{}\" r JOIN imports i ON i.id = r.import_id
             WHERE r.layer = 0 AND r.park_id = ?1 {range}",
            table.name()
        );
        let mut groups: BTreeMap<i64, HistoryEntry> = BTreeMap::new();
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([park_id])?;
        while let Some(row) = rows.next()? {
            let key: String = row.get(0)?;
            let is_known =
                known.iter().any(|e| e.table == table && e.layer == Layer::Bundled && e.key == key);
            if is_known {
                continue;
            }
            let import_id = row.get(1)?;
            let (at, origin) = (row.get(2)?, row.get(3)?);
            let entry = groups.entry(import_id).or_insert_with(|| HistoryEntry {
                import_id,
                at,
                origin,
                layer: Layer::Bundled,
                table,
                key: String::new(),
                op: Op::Bundled,
                rows: 0,
                cells: Vec::new(),
            });
            entry.rows += 1;
        }
        entries.extend(groups.into_values());
    }
    Ok(entries)
}

/// A stored value as its column writes it.
fn print(kind: Kind, value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => None,
        ValueRef::Integer(flag) if matches!(kind, Kind::Flag) => {
            Some(if flag == 0 { "no" } else { "yes" }.to_owned())
        }
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
    }
}
