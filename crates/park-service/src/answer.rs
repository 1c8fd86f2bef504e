//! One serialisable form for each result: what `--json` prints and what HTTP sends.

pub mod industry;
pub mod park;
