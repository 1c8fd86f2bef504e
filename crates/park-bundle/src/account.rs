//! What became of the rows of a source: every row is counted once.

use std::collections::BTreeMap;

/// The account of one source file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Name of the file.
    pub file: String,
    /// Rows read.
    pub rows: usize,
    /// What became of them, in words, and how many.
    pub became: BTreeMap<String, usize>,
}

impl Account {
    pub(crate) fn new(file: &str, rows: usize) -> Self {
        Self { file: file.to_owned(), rows, became: BTreeMap::new() }
    }

    pub(crate) fn count(&mut self, what: &str) {
        self.count_many(what, 1);
    }

    pub(crate) fn count_many(&mut self, what: &str, rows: usize) {
        if rows > 0 {
            *self.became.entry(what.to_owned()).or_default() += rows;
        }
    }

    /// Rows that are accounted for.
    pub fn accounted(&self) -> usize {
        self.became.values().sum()
    }
}
