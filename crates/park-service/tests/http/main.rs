//! The service in process: a small store, the router by `oneshot`, no port.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

mod contract;
mod demo;
mod directions;
mod doctor;
mod export;
mod faults;
mod history;
mod import_page;
mod keys;
mod lists;
mod matches;
mod pages;
mod parks;
mod policies;
mod portal;
mod problems;
mod questionnaire;
mod store;
mod swap;
