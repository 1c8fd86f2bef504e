//! Checked rows on their way out.

use std::fmt;

use park_domain::{Fault, Interner, Record, Table};

use crate::AS_OF;

/// The source that every row names.
const SOURCE: &str = "演示数据（虚构，由生成器按固定种子产生）";

/// A row that the data dictionary refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoError {
    table: &'static str,
    faults: Vec<Fault>,
}

impl fmt::Display for DemoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the demo's table {} is broken: {:?}", self.table, self.faults)
    }
}

impl std::error::Error for DemoError {}

/// All rows so far.
#[derive(Default)]
pub(crate) struct Rows {
    records: Vec<Record>,
    interner: Interner,
}

impl Rows {
    /// Adds a row from its cells; cells that are empty are missing.
    pub(crate) fn add(&mut self, table: Table, cells: &[(&str, &str)]) -> Result<(), DemoError> {
        let mut row: Vec<Option<&str>> = vec![None; table.columns().len()];
        let own = [("source", SOURCE), ("as_of", AS_OF)];
        for (name, value) in own.iter().chain(cells) {
            if let Some(at) = table.column(name) {
                row[at] = Some(*value).filter(|v| !v.is_empty());
            }
        }
        let record = Record::check_with(table, &row, &mut self.interner)
            .map_err(|faults| DemoError { table: table.name(), faults })?;
        self.records.push(record);
        Ok(())
    }

    pub(crate) fn into_records(self) -> Vec<Record> {
        self.records
    }
}
