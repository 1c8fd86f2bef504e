//! Source files become the bundled set: real parks, every row with its source.
//!
//! - [`bundle()`] reads the folder of source files, joins zones and named parks to the catalogue, and
//!   writes the tables of a dataset with an [`Account`] of every row: used, joined or dropped, and why;
//! - [`aggregate()`] counts `structure`, `bases` and `activities` from rows of firms, so that no row
//!   about a single firm has to leave the machine it lies on.
//!
//! **Invariant**: equal input gives equal bytes (rows sorted by key, gzip without a time), every row
//! passes [`park_domain::Record::check`], and what a source does not say stays empty.

pub mod account;
pub mod aggregate;
pub mod bundle;
mod catalogue;
mod dossiers;
pub mod error;
mod facts;
mod join;
mod names;
mod page;
mod policies;
mod regions;
mod resolve;
mod sheet;
mod sources;
mod tables;
mod zones;

pub use account::Account;
pub use aggregate::{Aggregate, Options, aggregate};
pub use bundle::{Bundled, bundle};
pub use error::BundleError;
pub use tables::Written;
