//! One serialisable form for each result: what `--json` prints and what HTTP sends.

pub mod compare;
pub mod criteria;
pub mod directions;
pub mod evaluation;
pub mod history;
pub mod homogeneity;
pub mod industry;
pub mod judgement;
pub mod land;
pub mod lookback;
pub mod matches;
pub(crate) mod names;
pub mod park;
pub mod plan;
pub mod policy;
pub(crate) mod policy_words;
pub mod questionnaire;
pub mod request;
pub mod review;
pub mod search;
pub mod similar;
pub mod simulate;
pub(crate) mod structure;
pub mod trend;
pub mod what_if;
