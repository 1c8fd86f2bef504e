//! What a park, a policy clause, a utility, a plot and an investor's profile *are*.
//!
//! Everything a dataset can hold is described once, in [`dictionary`]: tables, columns, units, the words
//! that a header may use. [`Record::check`] turns the cells of a row into a checked [`Record`] or
//! into [`Fault`]s that say what was found, what the rule is and what to do. A [`Dataset`] is the typed
//! form of many records; it is what every later stage reads.
//!
//! ```
//! use park_domain::{Dataset, Record, Table};
//! let columns = Table::Parks.columns();
//! let mut cells = vec![None; columns.len()];
//! cells[Table::Parks.column("park_id").unwrap()] = Some("S001");
//! cells[Table::Parks.column("name").unwrap()] = Some("示例开发区");
//! let record = Record::check(Table::Parks, &cells).unwrap();
//! let dataset = Dataset::from_records(&[record]);
//! assert_eq!(&*dataset.parks[0].name, "示例开发区");
//! ```
//!
//! **Invariant**: no I/O, no clock, no randomness; missing is `None`, never 0 and never NaN; nobody
//! builds a [`Park`] except through [`Record::check`].

pub mod dataset;
pub mod date;
pub mod dictionary;
pub mod geo;
pub mod problem;
pub mod quantity;
pub mod record;
pub mod words;

pub use dataset::{
    Activity, Approval, Base, Basis, Dataset, Fact, Node, Park, ParkId, Plot, PolicyClause,
    Positioning, Project, Promise, Provenance, Region, SameAs, Structure, Tenant, Threshold,
    Utility, Visibility,
};
pub use date::PartialDate;
pub use dictionary::{Column, Kind, Table};
pub use problem::{Fault, Problem};
pub use record::{Interner, Record, Value};
