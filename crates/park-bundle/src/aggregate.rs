//! Counts of firms: what a park's firms do, what the firms of its province do, which terms they use.
//!
//! A row of a firm goes in, only counts come out. Conventions:
//! - a value is the registrations of that year (a flow); stocks are sums;
//! - a firm counts under its main activity only; a firm whose scope names no industry counts nowhere;
//! - divisions (two digits) stand by year; groups (three digits) by steps of five years, counted back
//!   from the last year, a step being named by its last year (…, 2008, 2013, 2018 when the last is 2018);
//! - a group has a row only where [`GROUP_FIRMS_MIN`] firms of one park (or region) and step are in it;
//!   its firms are not in the rows of the division, which are the rest. So all rows of a park are disjoint;
//! - a city has one row a group (or a division, for the rest) of as many firms, of all years together;
//! - a term is listed where [`TERM_FIRMS_MIN`] firms of a park use it.

mod firms;
mod places;
mod structure;
mod vocabulary;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use park_industry::Reader;

use crate::account::Account;
use crate::error::BundleError;
use crate::tables::{Tables, Written};

pub(crate) use firms::Firms;

/// Least firms of a group in a park and step.
pub const GROUP_FIRMS_MIN: u32 = 3;
/// Least firms of a park that use a term.
pub const TERM_FIRMS_MIN: u32 = 3;
/// Least provinces in which a term that no dictionary knows is used.
pub const TERM_PROVINCES_MIN: u32 = 3;
/// Least firms, of all files, that use such a term.
pub const TERM_FIRMS_OF_ALL_MIN: u32 = 20;
/// Years of a step for groups.
pub const STEP_YEARS: u16 = 5;

/// What a caller decides about a count.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The park of a zone; a zone that is not listed is counted under its own id.
    pub park_of_zone: BTreeMap<String, String>,
    /// Region codes of cities by the short names of province and city (江苏, 苏州); the firms of a city that is not
    /// listed count for its province only.
    pub region_of_city: BTreeMap<(String, String), String>,
    /// Names of places, which are no terms; those named in the files are known without.
    pub places: Vec<String>,
    /// What stands in the column `source`; the names of the files when empty.
    pub source: String,
    /// Firms founded later are not counted; all are when `None`.
    pub until_year: Option<u16>,
    /// Most terms of one park, the most telling first; 0 means [`TERMS_PER_PARK_MAX`].
    pub terms_per_park_max: usize,
}

/// Most terms of one park.
pub const TERMS_PER_PARK_MAX: usize = 200;

/// What was counted.
#[derive(Debug, Clone, Default)]
pub struct Aggregate {
    /// The files written.
    pub files: Vec<Written>,
    /// What became of the rows of each file.
    pub accounts: Vec<Account>,
}

/// Counts the firms of the files, each with the weight of one of its rows, and writes
/// `structure.csv.gz`, `bases.csv.gz` and `activities.csv.gz` into a folder.
///
/// # Errors
/// A file that cannot be read or written.
pub fn aggregate(
    files: &[(PathBuf, f64)],
    reader: &Reader,
    out: &Path,
    options: &Options,
) -> Result<Aggregate, BundleError> {
    let mut tables = Tables::default();
    let accounts = count(files, reader, options, &mut tables)?;
    Ok(Aggregate { files: tables.write(out)?, accounts })
}

/// Counts into tables.
pub(crate) fn count(
    files: &[(PathBuf, f64)],
    reader: &Reader,
    options: &Options,
    tables: &mut Tables,
) -> Result<Vec<Account>, BundleError> {
    let firms = Firms::read(files, reader, options)?;
    let source = if options.source.is_empty() {
        let names: Vec<_> = files
            .iter()
            .filter_map(|(path, _)| path.file_name())
            .map(|n| n.to_string_lossy().into_owned())
            .collect();
        names.join("、")
    } else {
        options.source.clone()
    };
    structure::fill(&firms, &source, tables)?;
    let max = match options.terms_per_park_max {
        0 => TERMS_PER_PARK_MAX,
        n => n,
    };
    vocabulary::fill(&firms, reader, &options.places, max, &source, tables)?;
    Ok(firms.accounts)
}
