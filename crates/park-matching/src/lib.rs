//! A profile and all parks: who fits, why, what is missing, and what would change the order.
//!
//! [`Profile::check`] turns a [`ProfileDraft`] into a checked profile or a list of faults. [`rank()`] scores
//! **every** park of a [`Catalog`] and answers with matches whose score is the sum of their reasons, with the parks
//! that only lack an answer, those that miss by little, and the smallest relaxations.
//!
//! Each criterion gives a park a span of fit `[lo, hi]` in 0 to 1. score = Σ w · lo; `could_reach` = score + Σ w · (hi − lo).
//! What is unknown is neither 0 nor an average but the distance between the two.
//!
//! **Invariant**: pure; no I/O, no clock, no unseeded number. A park's score depends on the profile, the park and the
//! models only, never on the limit, on the number of threads or on which other parks exist.

pub mod asked;
pub mod catalog;
mod clash;
pub mod criteria;
pub mod draft;
mod draws;
mod evidence;
mod explain;
mod facts;
pub mod fault;
pub mod incentives;
mod industry;
mod layout;
mod meanings;
pub mod models;
pub mod must;
mod near;
mod order;
mod phrases;
mod plan;
pub mod profile;
pub mod rank;
pub mod ranking;
mod readiness;
mod relax;
pub mod say;
mod score;
pub mod span;
pub mod tree;
pub mod units;
mod verify;
pub mod weights;
mod why;

pub use catalog::Catalog;
pub use criteria::{Criterion, Group, ValueType};
pub use draft::{
    ChainDraft, LandDraft, MustDraft, NearDraft, ProfileDraft, RangeDraft, UtilitiesDraft,
    ValueDraft,
};
pub use draws::draw_weights;
pub use fault::{ProfileFault, Words};
pub use models::{ModelError, ModelTexts, Models};
pub use must::{Must, MustValue, Op};
pub use profile::{Profile, RankBy};
pub use rank::{Settings, explain_park, rank};
pub use ranking::{Match, Ranking};
pub use say::Language;
pub use span::Span;
pub use weights::{AskedBy, WeightedCriterion};
pub use why::{Standing, why_above};
