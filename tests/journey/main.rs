//! Journeys through the whole house, in one binary: modules are named as the stages.

mod import;
mod matching;
mod quality;
mod search;
mod store;
