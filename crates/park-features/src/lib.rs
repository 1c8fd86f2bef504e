//! What a park looks like as numbers: named features in columns, one row a park, sorted by id.
//!
//! [`Features::build`] reads a [`park_domain::Dataset`] once and lays out what ranking needs: plain facts in
//! columns, named industries as readings of their phrases, revealed industries as postings by code, words as
//! an index of character pairs, and the sparse tables (utilities, plots, policies) row by row. Merged, revoked
//! and planned parks are left out: they are never ranked.
//!
//! **Invariant**: no I/O, no clock; missing is `None`, never 0 and never NaN. What a park's features are depends
//! on its own rows, the regional bases and the configuration only, never on which other parks exist.

pub mod build;
pub mod columns;
pub mod config;
pub mod named;
pub mod policies;
pub mod readiness;
pub mod revealed;
pub mod rows;
pub mod surroundings;
pub mod tables;
pub mod units;
pub mod words;

pub use build::Features;
pub use columns::{ParkColumns, Place};
pub use config::FeatureConfig;
pub use named::{Named, NamedItem, NamedOrigin, Phrase};
pub use policies::{PolicyRow, policy_rows};
pub use readiness::{ApprovalRow, PromisesRow, ThresholdRow};
pub use revealed::{Posting, Revealed};
pub use rows::Rows;
pub use surroundings::{RegionPosting, Surroundings};
pub use tables::{PlotRow, UtilityRow};
pub use words::{Occurrence, UnitKind, WordIndex, WordUnit};
