//! Real choices: how good is a ranking of parks, and which weights would do better?
//!
//! Firms that chose a park before a date (the *history*) say what each park is; firms after it (the
//! *choices*) judge a ranking. Names and scopes are blinded first, so that the wording cannot give the place
//! away.
//!
//! **Invariant**: nothing here reads a file or a clock, and every random number has a seed.

pub mod ablation;
pub mod blind;
pub mod bootstrap;
pub mod coefficients;
pub mod evaluate;
pub mod features;
pub mod firms;
pub mod learn;
pub mod logit;
pub mod makers;
pub mod making;
pub mod metrics;
pub mod nation;
pub mod province;
pub mod rows;
pub mod softmax;
pub mod train;
