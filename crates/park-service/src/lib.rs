//! The command line and the HTTP service: configuration, wiring, and words for people.
//!
//! The only crate that sees all the others. [`app`] holds the whole sentence: import, record, build,
//! open, rank, analyse. [`answer`] gives each result one serialisable form, which the command line prints
//! with `--json` and HTTP sends.

pub mod answer;
pub mod app;
mod audit;
pub mod bundled;
pub mod cli;
pub mod demo;
pub mod http;
pub mod keys;
pub mod lang;
pub mod models;
pub mod openapi;
mod paper;
mod progress;
pub mod rejection;
