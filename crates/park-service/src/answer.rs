//! One serialisable form for each result: what `--json` prints and what HTTP sends.

pub mod compare;
pub mod criteria;
pub mod homogeneity;
pub mod industry;
pub mod matches;
pub(crate) mod names;
pub mod park;
pub mod policy;
pub(crate) mod policy_words;
pub mod request;
pub mod review;
pub mod search;
pub mod similar;
pub mod simulate;
pub(crate) mod structure;
