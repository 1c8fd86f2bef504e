//! The system of record: one SQLite file in the store's folder, every accepted import durable.
//!
//! - [`Registry::open`] makes the folder and the file, [`Registry::open_read_only`] never writes;
//! - [`Registry::record`] takes an import in one transaction, [`Registry::replace_bundled`] exchanges
//!   the bundled set;
//! - [`Registry::read`] gives all records as they hold now: an own row hides the bundled row of the
//!   same table and key.
//!
//! The SQL tables follow the dictionary of `park-domain`: one a dataset table, one column a column.
//!
//! **Invariant**: what a call has answered `Ok` for is on disk (WAL, `synchronous = FULL`); a call
//! that failed or was killed has changed nothing. The time is handed in: nothing here reads a clock.

mod error;
mod keys;
mod layer;
mod read;
mod record;
mod registry;
mod schema;
mod settings;

pub use error::RegistryError;
pub use keys::StoredKey;
pub use layer::{Layer, TableCounts};
pub use record::{ImportEntry, Origin, Recorded};
pub use registry::{FILE_NAME, Registry};
