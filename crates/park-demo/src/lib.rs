//! A fictional province, for every table that real data does not fill.
//!
//! [`records`] draws parks, plots, utilities, approvals, projects, promises, policies, structure and
//! positioning from one committed seed. Nothing of it exists: the region code begins with 99, which GB/T
//! 2260 gives to no place, every id begins with [`ID_PREFIX`], every name with 演示, and every row names
//! itself as demo data in its source. There are no persons and no firms.
//!
//! ```
//! let records = park_demo::records().unwrap();
//! assert_eq!(records, park_demo::records().unwrap());
//! ```
//!
//! **Invariant**: pure; the same version gives the same rows.

mod draw;
mod park;
mod place;
mod projects;
mod ready;
mod rows;

use park_domain::{Record, Table};

use crate::draw::Draw;
pub use crate::rows::DemoError;
use crate::rows::Rows;

/// What every id of a fictional park begins with; no real park has such an id.
pub const ID_PREFIX: &str = "DEMO";

/// What every fictional region code begins with.
pub const REGION_PREFIX: &str = "99";

/// What is said wherever demo data is shown: Chinese and English.
pub const WORDS: (&str, &str) = (
    "演示数据：虚构的省份和园区，由生成器产生，与任何真实园区无关",
    "demo data: a fictional province, drawn by a generator; no real park is meant",
);

/// Seed of the generator. Change it, and every figure of the demo changes.
const SEED: u64 = 20_261_124;

/// The date for which the demo holds.
const AS_OF: &str = "2026-06-30";

/// All rows of the demo.
///
/// # Errors
/// A row that the data dictionary refuses: a fault of the generator, which a test finds.
pub fn records() -> Result<Vec<Record>, DemoError> {
    let mut rows = Rows::default();
    place::regions(&mut rows)?;
    for (at, plan) in place::PARKS.iter().enumerate() {
        // One stream a park: another park more changes none of the others.
        let mut draw = Draw::new(SEED, at as u64);
        park::add(&mut rows, plan, &mut draw)?;
        ready::add(&mut rows, plan, &mut draw)?;
        projects::add(&mut rows, plan, &mut draw)?;
    }
    Ok(rows.into_records())
}

/// Whether a row belongs to the demo: its park's id, or its region's code, says so.
pub fn is_demo(record: &Record) -> bool {
    let begins =
        |name: &str, with: &str| record.get(name).is_some_and(|v| v.print().starts_with(with));
    begins("park_id", ID_PREFIX)
        || (record.get("park_id").is_none()
            && (begins("region_code", REGION_PREFIX)
                || (record.table() == Table::Nodes && begins("node_id", ID_PREFIX))))
}
