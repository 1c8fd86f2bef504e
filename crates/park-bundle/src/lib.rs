//! Source files become the bundled set: real parks, every row with its source.
//!
//! - [`bundle`] reads the folder of source files, joins zones and named parks to the catalogue, and
//!   writes the tables of a dataset with an [`Account`] of every row: used, joined or dropped, and why;
//!
//! **Invariant**: equal input gives equal bytes (rows sorted by key, gzip without a time), every row
//! passes [`park_domain::Record::check`], and what a source does not say stays empty.

pub mod account;
pub mod bundle;
mod catalogue;
pub mod error;
mod join;
mod names;
mod regions;
mod sheet;
mod sources;
mod tables;
mod zones;

pub use account::Account;
pub use bundle::{Bundled, bundle};
pub use error::BundleError;
