//! A source file as rows whose cells are asked for by the name of their column.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use csv::{ReaderBuilder, StringRecord};
use flate2::read::MultiGzDecoder;

use crate::error::BundleError;

/// A whole CSV file in memory; used for everything but firms.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Name of the file, for messages and accounts.
    pub(crate) file: String,
    columns: HashMap<String, usize>,
    records: Vec<StringRecord>,
}

/// One row of a [`Sheet`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    sheet: &'a Sheet,
    index: usize,
}

impl Sheet {
    /// Reads a file and checks that it has the columns that are needed.
    pub(crate) fn read(path: &Path, needed: &[&str]) -> Result<Self, BundleError> {
        let mut reader = csv_reader(path)?;
        let header = reader.headers().map_err(BundleError::csv(path))?.clone();
        let columns = columns_of(path, &header, needed)?;
        let records =
            reader.records().collect::<Result<Vec<_>, _>>().map_err(BundleError::csv(path))?;
        let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { file, columns, records })
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.records.len()).map(|index| Row { sheet: self, index })
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }
}

impl<'a> Row<'a> {
    /// The trimmed cell of a column; empty where the file has no such column.
    pub(crate) fn get(self, column: &str) -> &'a str {
        self.sheet
            .columns
            .get(column)
            .and_then(|&i| self.sheet.records[self.index].get(i))
            .map_or("", str::trim)
    }

    /// A complaint about this row.
    pub(crate) fn fault(self, what: impl Into<String>) -> BundleError {
        BundleError::Row {
            file: self.sheet.file.clone(),
            row: self.index as u64 + 2,
            what: what.into(),
        }
    }
}

/// Opens a CSV file, unpacking it where its name ends in `.gz`.
pub(crate) fn csv_reader(path: &Path) -> Result<csv::Reader<Box<dyn Read + Send>>, BundleError> {
    let file = BufReader::new(File::open(path).map_err(BundleError::io(path))?);
    let bytes: Box<dyn Read + Send> = if path.extension().is_some_and(|e| e == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    Ok(ReaderBuilder::new().from_reader(bytes))
}

/// Where each column stands.
pub(crate) fn columns_of(
    path: &Path,
    header: &StringRecord,
    needed: &[&str],
) -> Result<HashMap<String, usize>, BundleError> {
    let columns: HashMap<String, usize> = header
        .iter()
        .enumerate()
        .map(|(i, name)| (name.trim_start_matches('\u{feff}').trim().to_owned(), i))
        .collect();
    match needed.iter().find(|n| !columns.contains_key(**n)) {
        Some(missing) => {
            Err(BundleError::Column { path: path.to_owned(), column: (*missing).to_owned() })
        }
        None => Ok(columns),
    }
}
