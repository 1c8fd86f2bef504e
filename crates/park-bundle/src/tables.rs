//! The tables being made: checked, unique by key, written in the order of their keys.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use flate2::{Compression, GzBuilder};
use park_domain::{Interner, Record, Table};

use crate::error::BundleError;

/// Records by table and key.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    interner: Interner,
    records: BTreeMap<Table, BTreeMap<String, Record>>,
}

/// A table as a file of the set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Name of the file.
    pub file: String,
    /// Rows in it.
    pub rows: usize,
    /// Its size.
    pub bytes: usize,
}

impl Tables {
    /// Adds a row, given as column and cell; columns that are not named stay empty. `false` when a row
    /// of the same key is there already: the first one stays.
    pub(crate) fn add(
        &mut self,
        table: Table,
        cells: &[(&str, &str)],
    ) -> Result<bool, BundleError> {
        let mut row = vec![None; table.columns().len()];
        for (column, cell) in cells {
            let at = table.column(column).ok_or_else(|| BundleError::Refused {
                table: table.name(),
                what: format!("there is no column {column}"),
            })?;
            row[at] = Some(*cell);
        }
        let record = Record::check_with(table, &row, &mut self.interner)
            .map_err(|faults| BundleError::refused(table, &faults))?;
        let rows = self.records.entry(table).or_default();
        let key = record.key();
        let is_new = !rows.contains_key(&key);
        if is_new {
            rows.insert(key, record);
        }
        Ok(is_new)
    }

    /// Writes every table that was begun; counts are packed, without a time so that equal rows give
    /// equal bytes.
    pub(crate) fn write(&self, out: &Path) -> Result<Vec<Written>, BundleError> {
        fs::create_dir_all(out).map_err(BundleError::io(out))?;
        let mut written = Vec::new();
        for (table, rows) in &self.records {
            let packed = matches!(table, Table::Structure | Table::Bases | Table::Activities);
            let mut plain = Vec::new();
            let file = format!("{}.csv{}", table.name(), if packed { ".gz" } else { "" });
            let path = out.join(&file);
            park_import::write_csv(*table, rows.values(), &mut plain)
                .map_err(BundleError::io(&path))?;
            let bytes = if packed { gzip(&plain, &path)? } else { plain };
            fs::write(&path, &bytes).map_err(BundleError::io(&path))?;
            written.push(Written { file, rows: rows.len(), bytes: bytes.len() });
        }
        Ok(written)
    }
}

fn gzip(plain: &[u8], path: &Path) -> Result<Vec<u8>, BundleError> {
    let mut writer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    std::io::Write::write_all(&mut writer, plain).map_err(BundleError::io(path))?;
    writer.finish().map_err(BundleError::io(path))
}
