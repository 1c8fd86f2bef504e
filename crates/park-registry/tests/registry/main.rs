//! A store from outside: layers, history, errors, other processes.

mod errors;
mod formats;
mod history;
mod holds;
mod layers;

use park_domain::{Record, Table};
use park_registry::Origin;

/// A record from `column=value` pairs.
pub(crate) fn record(table: Table, cells: &[(&str, &str)]) -> Record {
    let mut row = vec![None; table.columns().len()];
    for (name, value) in cells {
        row[table.column(name).expect("a column")] = Some(*value);
    }
    Record::check(table, &row).expect("a good row")
}

pub(crate) fn park(id: &str, name: &str) -> Record {
    record(Table::Parks, &[("park_id", id), ("name", name)])
}

pub(crate) fn origin(name: &str) -> Origin {
    Origin { name: name.to_owned(), at: "2025-01-31T08:00:00Z".to_owned(), hash: None }
}
