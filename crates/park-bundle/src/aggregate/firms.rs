//! Reading firms: each row becomes its year, place, main activity and items; texts are not kept.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use csv::StringRecord;
use park_industry::{Code, Reader, items};
use rayon::prelude::*;

use super::Options;
use super::places::province_code;
use crate::account::Account;
use crate::error::BundleError;
use crate::regions::short;
use crate::sheet::{columns_of, csv_reader};

/// Rows read at a time.
const CHUNK_ROWS: usize = 16_384;

/// A firm as it is counted.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    pub(super) year: u16,
    pub(super) park: Option<u32>,
    pub(super) province: Option<&'static str>,
    /// Number of its city's region code.
    pub(super) city: Option<u32>,
    pub(super) weight: f64,
    pub(super) code: Option<Code>,
    /// Items of its scope, by number.
    pub(super) items: Vec<u32>,
}

/// All firms of some files.
#[derive(Debug, Default)]
pub(crate) struct Firms {
    pub(super) firms: Vec<Firm>,
    /// Ids of parks, by number.
    pub(super) parks: Numbers,
    /// Region codes of cities, by number.
    pub(super) cities: Numbers,
    /// Texts of items, by number.
    pub(super) items: Numbers,
    /// Names of places in the files.
    pub(super) places: BTreeSet<String>,
    /// Last year counted.
    pub(super) last_year: u16,
    pub(super) accounts: Vec<Account>,
}

/// Texts and their numbers.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    by_text: HashMap<String, u32>,
    pub(super) texts: Vec<String>,
}

impl Numbers {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(&n) = self.by_text.get(text) {
            return n;
        }
        let n = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.by_text.insert(text.to_owned(), n);
        self.texts.push(text.to_owned());
        n
    }
}

/// Where the columns stand.
struct Columns {
    founded: usize,
    zone_id: usize,
    province: usize,
    city: usize,
    name: usize,
    scope: usize,
}

/// What one row says, before its texts have numbers.
struct Read {
    year: Option<u16>,
    code: Option<Code>,
    items: Vec<String>,
}

impl Firms {
    pub(super) fn read(
        files: &[(PathBuf, f64)],
        reader: &Reader,
        options: &Options,
    ) -> Result<Self, BundleError> {
        let mut firms = Self::default();
        for (path, weight) in files {
            firms.read_file(path, *weight, reader, options)?;
        }
        firms.last_year = firms.firms.iter().map(|f| f.year).max().unwrap_or(0);
        Ok(firms)
    }

    fn read_file(
        &mut self,
        path: &Path,
        weight: f64,
        reader: &Reader,
        options: &Options,
    ) -> Result<(), BundleError> {
        let mut rows = csv_reader(path)?;
        let header = rows.headers().map_err(BundleError::csv(path))?.clone();
        let columns = columns(path, &header)?;
        let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let mut account = Account::new(&file, 0);
        let mut chunk: Vec<StringRecord> = Vec::with_capacity(CHUNK_ROWS);
        let mut records = rows.records();
        loop {
            chunk.clear();
            for record in records.by_ref().take(CHUNK_ROWS) {
                chunk.push(record.map_err(BundleError::csv(path))?);
            }
            if chunk.is_empty() {
                break;
            }
            account.rows += chunk.len();
            let read: Vec<Read> =
                chunk.par_iter().map(|row| read_row(row, &columns, reader)).collect();
            for (row, read) in chunk.iter().zip(&read) {
                self.take(row, &columns, read, weight, options, &mut account);
            }
        }
        self.accounts.push(account);
        Ok(())
    }

    fn take(
        &mut self,
        row: &StringRecord,
        columns: &Columns,
        read: &Read,
        weight: f64,
        options: &Options,
        account: &mut Account,
    ) {
        let Some(year) = read.year else {
            account.count("dropped: no year of foundation");
            return;
        };
        if options.until_year.is_some_and(|last| year > last) {
            account.count("dropped: founded after the last year asked for");
            return;
        }
        let cell = |i: usize| row.get(i).map_or("", str::trim);
        for place in [cell(columns.province), cell(columns.city)] {
            if !place.is_empty() && !self.places.contains(place) {
                self.places.insert(place.to_owned());
            }
        }
        let zone = cell(columns.zone_id);
        let park = (!zone.is_empty()).then(|| {
            self.parks.number(options.park_of_zone.get(zone).map_or(zone, String::as_str))
        });
        let province = province_code(cell(columns.province));
        let names = (short(cell(columns.province)), short(cell(columns.city)));
        let code = options.region_of_city.get(&(names.0.to_owned(), names.1.to_owned()));
        let city = code.map(|code| self.cities.number(code));
        account.count(match (park.is_some(), province.is_some(), read.code.is_some()) {
            (_, _, false) => "counted for terms only: its scope names no industry",
            (true, true, true) => "counted for its park, its province and the nation",
            (true, false, true) => "counted for its park and the nation: province not known",
            (false, true, true) => "counted for its province and the nation",
            (false, false, true) => "counted for the nation: province not known",
        });
        let items = read.items.iter().map(|t| self.items.number(t)).collect();
        self.firms.push(Firm { year, park, province, city, weight, code: read.code, items });
    }
}

fn columns(path: &Path, header: &StringRecord) -> Result<Columns, BundleError> {
    let at =
        columns_of(path, header, &["founded", "zone_id", "province", "city", "name", "scope"])?;
    Ok(Columns {
        founded: at["founded"],
        zone_id: at["zone_id"],
        province: at["province"],
        city: at["city"],
        name: at["name"],
        scope: at["scope"],
    })
}

fn read_row(row: &StringRecord, columns: &Columns, reader: &Reader) -> Read {
    let cell = |i: usize| row.get(i).map_or("", str::trim);
    let scope = cell(columns.scope);
    let year = cell(columns.founded).get(..4).and_then(|y| y.parse().ok());
    Read {
        year: year.filter(|y| (1900..=2100).contains(y)),
        code: reader.scope(cell(columns.name), scope).codes.first().map(|c| c.code),
        items: items::items(scope),
    }
}
