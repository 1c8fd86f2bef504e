//! Files become checked records, or problems with a row, a column and a way out.
//!
//! - [`import_path`] and [`import_paths`] read folders and files in CSV, XLSX and JSON Lines,
//!   [`import_upload`] one file that was sent, [`import_bytes`] one that this program wrote;
//! - [`open_text`] gives the text of any file in the encodings of the tables, for other commands;
//! - [`write_csv`] writes one table so that reading it back gives the same records;
//! - [`problems_csv`] writes the problems as a table for the person who mends the sheet;
//! - [`data_dictionary_page`] writes `docs/data-dictionary.md`.
//!
//! **Invariant**: a bad row never stops an import; a file that cannot be read as a whole is one
//! problem without a row, and the other files go on. Nothing here panics, whatever the bytes.

mod answer;
mod cell;
mod chinese;
mod dictionary_page;
mod doubts;
mod file;
mod header;
mod import;
mod jsonl;
mod names;
mod outliers;
mod personal;
mod plain;
mod readings;
mod regions;
mod rows;
mod source;
mod text;
mod units;
mod workbook;
mod write;

pub use answer::{FileSummary, Import, ImportError};
pub use chinese::{chinese, problem_in_chinese};
pub use dictionary_page::data_dictionary_page;
pub use import::{import_bytes, import_path, import_paths, import_upload};
pub use plain::{NotText, open_text};
pub use regions::Regions;
pub use text::text_of;
pub use write::{problems_csv, write_csv, write_csv_for_spreadsheets};

/// Most bytes of one file that someone gives, unpacked: held once, and a cell of it once more.
pub const FILE_BYTES_MAX: u64 = 96 * 1024 * 1024;
/// Most bytes of one file that this program wrote, unpacked.
pub const OWN_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Most bytes of a file in UTF-16 or GB18030: it is held a second time in UTF-8, half as large again.
const RECODED_BYTES_MAX: usize = 48 * 1024 * 1024;
/// Most bytes that the rows of one import may take in memory, as the import counts them: about 150,000 rows of parks. A
/// packed file of a few megabytes could hold ten times as many.
pub const HELD_BYTES_MAX: u64 = 136 * 1024 * 1024;
/// The same for a file that comes over HTTP, where several may be read at once.
pub const UPLOAD_HELD_BYTES_MAX: u64 = 24 * 1024 * 1024;
/// Most rows of one file.
pub const ROWS_MAX: u64 = 2_000_000;
/// Most columns of one file.
pub const COLUMNS_MAX: usize = 256;
/// Most bytes of one row: a quotation mark that is missing makes one of half a file.
const ROW_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most characters of a header that are looked at.
const HEADER_CHARS_MAX: usize = 200;
/// Most names of parks that are remembered to see one under two ids.
const NAMES_MAX: usize = 200_000;
/// Most files of one folder.
pub const FILES_MAX: usize = 1_000;
/// Most problems that are listed; the others are counted.
pub const PROBLEMS_MAX: usize = 1_000;
/// Cells of one column whose reading is shown in the notes; the others are counted.
const READINGS_MAX: u64 = 3;
