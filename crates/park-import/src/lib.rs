//! Files become checked records, or problems with a row, a column and a way out.
//!
//! - [`import_path`] and [`import_paths`] read a folder or single files, [`import_bytes`] one file
//!   that is already in memory (embedded or uploaded);
//! - [`write_csv`] writes one table so that reading it back gives the same records;
//! - [`problems_csv`] writes the problems as a table for the person who mends the sheet;
//! - [`data_dictionary_page`] writes `docs/data-dictionary.md`.
//!
//! **Invariant**: a bad row never stops an import; a file that cannot be read as a whole is one
//! problem without a row, and the other files go on. Nothing here panics, whatever the bytes.

mod cell;
mod dictionary_page;
mod file;
mod header;
mod import;
mod personal;
mod rows;
mod text;
mod write;

pub use dictionary_page::data_dictionary_page;
pub use import::{FileSummary, Import, ImportError, import_bytes, import_path, import_paths};
pub use write::{problems_csv, write_csv, write_csv_for_spreadsheets};

/// Most bytes of one file, unpacked.
pub const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Most rows of one file.
pub const ROWS_MAX: u64 = 2_000_000;
/// Most columns of one file.
pub const COLUMNS_MAX: usize = 256;
/// Most files of one folder.
pub const FILES_MAX: usize = 1_000;
/// Most problems that are listed; the others are counted.
pub const PROBLEMS_MAX: usize = 1_000;
/// Cells of one column whose reading is shown in the notes; the others are counted.
const READINGS_MAX: u64 = 3;
