//! The two layers of a store.

use park_domain::Table;

/// Where a row belongs. An own row hides the bundled row of the same table and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The bundled set.
    Bundled,
    /// What the user imported.
    Own,
}

impl Layer {
    /// As the database writes it.
    pub(crate) fn code(self) -> i64 {
        match self {
            Self::Bundled => 0,
            Self::Own => 1,
        }
    }

    pub(crate) fn from_code(code: i64) -> Self {
        if code == 0 { Self::Bundled } else { Self::Own }
    }

    /// The layer in a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bundled => "bundled",
            Self::Own => "own",
        }
    }
}

/// Rows of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableCounts {
    /// The table.
    pub table: Table,
    /// Rows of the bundled set, hidden ones too.
    pub bundled: u64,
    /// Rows of the user.
    pub own: u64,
    /// Rows that [`crate::Registry::read`] gives.
    pub shown: u64,
}
