//! One serialisable form for each result: what `--json` prints and what HTTP sends.

pub mod compare;
pub mod criteria;
pub mod evaluation;
pub mod homogeneity;
pub mod industry;
pub mod matches;
pub(crate) mod names;
pub mod park;
pub mod policy;
pub mod request;
pub mod search;
pub mod similar;
pub(crate) mod structure;
