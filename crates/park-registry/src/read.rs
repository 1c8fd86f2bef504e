//! Reading the store back as checked records.

use std::fmt::Write as _;

use park_domain::{Interner, Record, Table};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::{Registry, RegistryError, TableCounts, schema};

/// Where the pieces of a row stand: a text in the row, or a number written into `numbers`.
enum Cell {
    Missing,
    Text(usize),
    Written(usize, usize),
}

impl Registry {
    /// All records as they hold now, in the order of table and key. An own row hides the bundled row
    /// of the same key. One state of the store, even while another process writes.
    ///
    /// # Errors
    /// When the database cannot be read or a row breaks a rule of the dictionary.
    pub fn read(&self) -> Result<Vec<Record>, RegistryError> {
        let mut records = Vec::new();
        self.read_each(|record| records.push(record))?;
        Ok(records)
    }

    /// As [`Registry::read`], one record after the other, so that they need not all be in memory.
    ///
    /// # Errors
    /// As [`Registry::read`]; what was handed over before stays with the caller.
    pub fn read_each(&self, mut take: impl FnMut(Record)) -> Result<(), RegistryError> {
        let snapshot = self.sql(Connection::unchecked_transaction)?;
        let mut interner = Interner::default();
        for table in Table::ALL {
            self.read_table(&snapshot, *table, &mut interner, &mut take)?;
        }
        Ok(())
    }

    fn read_table(
        &self,
        connection: &Connection,
        table: Table,
        interner: &mut Interner,
        take: &mut impl FnMut(Record),
    ) -> Result<(), RegistryError> {
        let told = |error: rusqlite::Error| RegistryError::of(&self.path, &error);
        let mut statement = connection.prepare(&schema::select(table)).map_err(told)?;
        let key_at = table.columns().len();
        let mut last_key: Option<String> = None;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(told)? {
            let key = row.get_ref(key_at).map_err(told)?.as_str().unwrap_or_default();
            // An own row comes before the bundled row that it hides.
            if last_key.as_deref() == Some(key) {
                continue;
            }
            let record = check(table, row, interner).map_err(|refusal| match refusal {
                Refusal::Database(error) => told(error),
                Refusal::Fault(fault) => RegistryError::BadRow {
                    path: self.path.clone(),
                    table: table.name(),
                    key: key.to_owned(),
                    fault,
                },
            })?;
            take(record);
            let kept = last_key.get_or_insert_default();
            kept.clear();
            kept.push_str(key);
        }
        Ok(())
    }

    /// Rows by table and layer, in the order of [`Table::ALL`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn counts(&self) -> Result<Vec<TableCounts>, RegistryError> {
        let snapshot = self.sql(Connection::unchecked_transaction)?;
        let count = |table: &Table| {
            let sql = format!(
                "SELECT COUNT(*) - COALESCE(SUM(layer), 0), COALESCE(SUM(layer), 0), COUNT(DISTINCT key) FROM \"{}\"",
                table.name()
            );
            snapshot.query_row(&sql, [], |row| {
                let number = |i| row.get::<_, i64>(i).map(i64::unsigned_abs);
                Ok(TableCounts {
                    table: *table,
                    bundled: number(0)?,
                    own: number(1)?,
                    shown: number(2)?,
                })
            })
        };
        let counts: rusqlite::Result<Vec<TableCounts>> = Table::ALL.iter().map(count).collect();
        counts.map_err(|error| RegistryError::of(&self.path, &error))
    }
}

enum Refusal {
    Database(rusqlite::Error),
    Fault(Box<park_domain::Fault>),
}

/// The checked record of a row: what was stored passes the same rules as what is imported.
fn check(table: Table, row: &Row<'_>, interner: &mut Interner) -> Result<Record, Refusal> {
    let count = table.columns().len();
    let mut numbers = String::new();
    let mut cells = Vec::with_capacity(count);
    for i in 0..count {
        let start = numbers.len();
        cells.push(match row.get_ref(i).map_err(Refusal::Database)? {
            ValueRef::Null | ValueRef::Blob(_) => Cell::Missing,
            ValueRef::Text(_) => Cell::Text(i),
            ValueRef::Integer(number) => {
                let _ = write!(numbers, "{number}");
                Cell::Written(start, numbers.len())
            }
            ValueRef::Real(number) => {
                let _ = write!(numbers, "{number}");
                Cell::Written(start, numbers.len())
            }
        });
    }
    let texts: Vec<Option<&str>> = cells
        .iter()
        .map(|cell| match cell {
            Cell::Missing => None,
            Cell::Text(i) => row.get_ref(*i).ok().and_then(|value| value.as_str().ok()),
            Cell::Written(start, end) => Some(&numbers[*start..*end]),
        })
        .collect();
    Record::check_with(table, &texts, interner).map_err(|faults| {
        let first = faults.into_iter().next().expect("a refused row has a fault");
        Refusal::Fault(Box::new(first))
    })
}
