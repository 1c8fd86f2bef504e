//! A bad row is a problem: it is listed, and the rest goes on.

use std::fmt;

/// What is wrong with one cell (or one row, when `column` is empty).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// English name of the column; empty for a fault of the whole row.
    pub column: String,
    /// The text that was found.
    pub found: String,
    /// The rule it breaks, lowercase, without a full stop.
    pub rule: String,
    /// The way out, where there is one.
    pub hint: Option<String>,
}

/// A fault with its place: what is shown to the person who made the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// File as given by the user.
    pub file: String,
    /// Sheet of a workbook, if any.
    pub sheet: Option<String>,
    /// Row, counted from 1 with the header as row 1; `None` for the whole file.
    pub row: Option<u64>,
    /// The header as written in the file, if a column is at fault.
    pub column: Option<String>,
    /// The cell as spreadsheets name it, for example F17, where the format has such names.
    pub cell: Option<String>,
    /// The fault itself.
    pub fault: Fault,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet \"{sheet}\"")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column \"{column}\"")?;
        }
        if let Some(cell) = &self.cell {
            write!(f, " ({cell})")?;
        }
        write!(f, ": ")?;
        if !self.fault.found.is_empty() {
            write!(f, "\"{}\": ", self.fault.found)?;
        }
        write!(f, "{}", self.fault.rule)?;
        if let Some(hint) = &self.fault.hint {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}
