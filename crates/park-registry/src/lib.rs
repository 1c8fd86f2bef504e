//! The system of record: one SQLite file in the store's folder, every accepted import durable.
//!
//! - [`Registry::open`] makes the folder and the file, [`Registry::open_read_only`] never writes;
//! - [`Registry::record`] takes an import in one transaction, [`Registry::replace_bundled`] exchanges
//!   the bundled set;
//! - [`Registry::history`] tells what changed of a park, when, and from which file;
//! - [`Hold`] lets one process at a time write, and tells the others who it is;
//! - [`Registry::read`] gives all records as they hold now: an own row hides the bundled row of the
//!   same table and key.
//!
//! The SQL tables follow the dictionary of `park-domain`: one a dataset table, one column a column.
//!
//! **Invariant**: what a call has answered `Ok` for is on disk (WAL, `synchronous = FULL`); a call
//! that failed or was killed has changed nothing. The time is handed in: nothing here reads a clock.

mod acts;
mod changes;
mod error;
mod history;
mod hold;
mod judgements;
mod keys;
mod layer;
mod migrate;
mod read;
mod record;
mod registry;
mod schema;
mod settings;

pub use acts::Act;
pub use changes::Op;
pub use error::RegistryError;
pub use history::{CellChange, HISTORY_ENTRIES_MAX, HistoryEntry};
pub use hold::{Hold, WAIT_MAX, Work, holder};
pub use judgements::StoredJudgement;
pub use keys::StoredKey;
pub use layer::{Layer, TableCounts};
pub use migrate::copy_name;
pub use record::{ImportEntry, Origin, Recorded};
pub use registry::{FILE_NAME, Registry};
