//! Who resembles whom, on which of four axes, and by chance or not.
//!
//! [`analyse`] compares every park of a peer set with every other, exactly, on positioning, named industries, revealed
//! industries and policy instruments; the axes are never mixed into one number. Each pair of the tested family gets its
//! similarity, its percentile, the result against a null model and the evidence: what both have and what only one has.
//!
//! ```
//! use park_homogeneity::{Params, analyse};
//! let dataset = park_domain::Dataset::default();
//! let reader = park_industry::Reader::from_dir(std::path::Path::new("../../models")).unwrap();
//! let report = analyse(&dataset, &reader, &Params::default().check(&dataset).unwrap());
//! assert_eq!(report.axes.len(), 4);
//! ```
//!
//! Shapes: vectors are (`n_parks` x `n_items`), similarities and shares lie in [0, 1], residuals in [-1, 1], distances are
//! kilometres. The way: `peers` (who) → `positioning`, `named`, `revealed`, `policy` (rows of one shape, `axis_data`) →
//! `scan` (all pairs) → `judge` (verdicts) → `groups`, `map`, `evidence` → [`Report`].
//!
//! **Invariant**: no I/O, no clock, no unseeded draw. Every parallel loop writes to its own slot and every sum runs in a
//! fixed order: the same input gives the same report whatever the number of threads. Undefined is absent, never 0.

pub mod axis;
mod axis_data;
mod beta;
mod compare;
mod curveball;
mod direction;
mod elementary;
mod evidence;
pub mod family;
mod fdr;
mod gap;
mod groups;
mod intensity;
mod judge;
mod map;
mod multinomial;
mod named;
pub mod nearest;
mod normal;
pub mod overlap;
pub mod params;
mod peer_null;
mod peers;
mod percentile;
mod policy;
mod positioning;
pub mod report;
mod revealed;
mod rows;
mod scan;
mod sets;
pub mod settings;
mod trend;
mod vectors;
mod what_if;

pub use axis::{Axis, Relation, Verdict};
pub use compare::analyse;
pub use direction::{
    Advice, Assignment, Change, Direction, DirectionTables, DirectionTexts, FixCost, Ground, Link,
    Need, PlanBasis, PlanFault, PlanReport, PlanRules, REGION_PARKS_MAX, Stand, TableError, advise,
    plan_region,
};
pub use family::FamilyRule;
pub use nearest::{Likeness, NearPark};
pub use params::{Centre, PairLimit, ParamError, Params, ValidParams};
pub use report::{
    Apart, AxisReport, Chase, Group, Heat, IntensityShare, Map, NameGap, Nearest, Neighbour, Pair,
    PairSet, PeerPark, PeerSet, Report, SetRule, Share,
};
pub use settings::{Reason, Settings, SettingsError};
pub use trend::{STEPS, Step, Trend, trend};
pub use what_if::{EditFault, Indices, ParkEdit, edited, indices};

/// A count as a number; counts here are far below 2^53, where every whole number is exact.
fn number(count: usize) -> f64 {
    number_of(count as u64)
}

/// The same for wide counts.
#[expect(clippy::cast_precision_loss, reason = "counts of pairs are below 2^53")]
fn number_of(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
