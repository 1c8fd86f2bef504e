//! What a clause of a Chinese investment policy gives, for what, up to what, and how long.
//!
//! A clause is repaired (`clean`), its figures are found (`scan`), each figure's part is decided
//! (`role`): benefit, cap, threshold, instalment, budget. What is not understood is kept as text. The
//! legal screen ([`screen`]) asks a dated table of rules whether a clause needs review.
//!
//! Rates are per cent of `per` that the firm *gains*; money is in 10k CNY; years in years; places are
//! characters of the original text, counted from 0, the end not included.
//!
//! What clauses are worth to a project is in [`value`].
//!
//! **Invariant**: pure. The tables are handed in as texts; the same text gives the same reading.

mod clean;
mod conditions;
mod context;
mod cues;
pub mod cut;
pub mod grants;
mod numerals;
mod per;
pub mod projects;
mod reading;
mod role;
mod scan;
pub mod screen;
mod tables;
mod units;
pub mod value;
mod words;
mod years;

pub use clean::Span;
pub use conditions::{Condition, INDUSTRIES};
pub use grants::{ClauseMoney, ReadFrom, money};
pub use reading::{Clause, Value, read};
pub use screen::{Finding, Screen};
pub use tables::{Level, ScreenRule, TableError, TableTexts, Tables};
pub use years::Step;

/// Longest clause that is read, in bytes; what follows is kept as unread text.
pub const CLAUSE_BYTES_MAX: usize = 16 * 1024;
