//! Journeys through the whole house, in one binary: modules are named as the stages.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

mod import;
mod learning;
mod matching;
mod quality;
mod search;
mod store;
