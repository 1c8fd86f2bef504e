//! The service in process: a small store, the router by `oneshot`, no port.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

mod contract;
mod directions;
mod keys;
mod lists;
mod matches;
mod pages;
mod parks;
mod policies;
mod problems;
mod store;
mod swap;
