//! Rows of firms and parks as they stand in the files: checked, and the unreadable ones counted by reason.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use csv::ByteRecord;

use crate::blind::{fold, place_key};

/// Rows of one file at most.
pub const ROWS_MAX: usize = 5_000_000;
/// Years that a date of foundation may have.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;

/// A file that cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The file cannot be read.
    #[error("{file}: {source}")]
    Csv {
        /// Name of the file.
        file: String,
        /// The cause.
        source: csv::Error,
    },
    /// A needed column is not there.
    #[error("{file}: no column {column:?}; expected the columns {expected}")]
    Column {
        /// Name of the file.
        file: String,
        /// The column.
        column: &'static str,
        /// All that are needed.
        expected: String,
    },
    /// More rows than the limit.
    #[error("{file}: more than {ROWS_MAX} rows\nhint: cut the file")]
    TooMany {
        /// Name of the file.
        file: String,
    },
}

/// A day, ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Day {
    /// Reads `2017-12-31`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let year: u16 = parts.next()?.parse().ok()?;
        let month: u8 = parts.next()?.parse().ok()?;
        let day: u8 = parts.next()?.parse().ok()?;
        let is_day = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        (is_day && parts.next().is_none()).then_some(Self { year, month, day })
    }
}

/// A firm as a file tells it, and the park it chose.
#[derive(Debug, Clone)]
pub struct FirmRow {
    /// Its day of foundation.
    pub founded: Day,
    /// The park it chose.
    pub park_id: String,
    /// Province of the firm, short.
    pub province: String,
    /// City of the firm, short.
    pub city: String,
    /// Registered capital in 10k CNY; `None` where no number above 0 is written.
    pub capital_10k_cny: Option<f64>,
    /// Name as registered.
    pub name: String,
    /// Business scope as registered.
    pub scope: String,
}

/// What a file gave.
#[derive(Debug, Clone, Default)]
pub struct Rows<T> {
    /// The good rows, in the file's order.
    pub rows: Vec<T>,
    /// How many were unreadable, by reason.
    pub skipped: BTreeMap<String, usize>,
}

impl<T> Rows<T> {
    fn skip(&mut self, why: &str) {
        *self.skipped.entry(why.to_owned()).or_default() += 1;
    }
}

const FIRM_COLUMNS: [&str; 7] =
    ["founded", "zone_id", "province", "city", "capital", "name", "scope"];

/// Reads firms (columns `founded`, `zone_id`, `province`, `city`, `capital`, `name`, `scope`; others are
/// not looked at) and leaves out those founded after `until`.
///
/// # Errors
/// A file that is not CSV, lacks a column, or is too long.
pub fn read_firms(
    file: &str,
    input: impl Read,
    until: Option<Day>,
) -> Result<Rows<FirmRow>, RowsError> {
    let mut out = Rows { rows: Vec::new(), skipped: BTreeMap::new() };
    read_table(file, input, &FIRM_COLUMNS, &mut |cells| {
        let cells = match cells {
            Ok(cells) => cells,
            Err(why) => return out.skip(why),
        };
        let Some(founded) = Day::parse(cells[0]) else {
            return out.skip("no day of foundation, expected YYYY-MM-DD");
        };
        if until.is_some_and(|last| founded > last) {
            return;
        }
        if cells[1].is_empty() {
            return out.skip("no zone_id");
        }
        out.rows.push(FirmRow {
            founded,
            park_id: cells[1].to_owned(),
            province: place_key(cells[2]),
            city: place_key(cells[3]),
            capital_10k_cny: capital(cells[4]),
            name: cells[5].to_owned(),
            scope: cells[6].to_owned(),
        });
    })?;
    Ok(out)
}

/// A park that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkRow {
    /// Its id.
    pub park_id: String,
    /// Its name.
    pub name: String,
    /// Other names, joined by 、.
    pub aliases: String,
    /// Its province, short.
    pub province: String,
    /// Its city, short.
    pub city: String,
}

/// Reads parks (columns `zone_id`, `name`, `aliases`, `province`, `city`).
///
/// # Errors
/// A file that is not CSV, lacks a column, or is too long.
pub fn read_parks(file: &str, input: impl Read) -> Result<Rows<ParkRow>, RowsError> {
    let mut out = Rows { rows: Vec::new(), skipped: BTreeMap::new() };
    let columns = ["zone_id", "name", "aliases", "province", "city"];
    read_table(file, input, &columns, &mut |cells| match cells {
        Ok(cells) if cells[0].is_empty() => out.skip("no zone_id"),
        Ok(cells) => out.rows.push(ParkRow {
            park_id: cells[0].to_owned(),
            name: cells[1].to_owned(),
            aliases: cells[2].to_owned(),
            province: place_key(cells[3]),
            city: place_key(cells[4]),
        }),
        Err(why) => out.skip(why),
    })?;
    Ok(out)
}

/// What is done with the cells of a row, or with why it cannot be read.
type Taker<'t> = dyn FnMut(Result<&[&str], &'static str>) + 't;

/// Calls `take` with the wanted cells of each row, or with why it cannot be read.
fn read_table(
    file: &str,
    input: impl Read,
    columns: &[&'static str],
    take: &mut Taker<'_>,
) -> Result<(), RowsError> {
    let wrong = |source| RowsError::Csv { file: file.to_owned(), source };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let header = reader.byte_headers().map_err(wrong)?.clone();
    let at: HashMap<&[u8], usize> =
        header.iter().enumerate().map(|(i, h)| (h.trim_ascii(), i)).collect();
    let mut places = Vec::with_capacity(columns.len());
    for &column in columns {
        let place = at.get(column.as_bytes()).ok_or_else(|| RowsError::Column {
            file: file.to_owned(),
            column,
            expected: columns.join(", "),
        })?;
        places.push(*place);
    }
    let mut record = ByteRecord::new();
    let mut n_rows = 0;
    while reader.read_byte_record(&mut record).map_err(wrong)? {
        n_rows += 1;
        if n_rows > ROWS_MAX {
            return Err(RowsError::TooMany { file: file.to_owned() });
        }
        if record.len() != header.len() {
            take(Err("not as many fields as the header"));
            continue;
        }
        let cells: Result<Vec<&str>, _> =
            places.iter().map(|&i| std::str::from_utf8(&record[i]).map(str::trim)).collect();
        match cells {
            Ok(cells) => take(Ok(&cells)),
            Err(_) => take(Err("not UTF-8")),
        }
    }
    Ok(())
}

/// Yuan of one unit of a currency, by a word of the text; rounded rates of the 2010s.
const RATES: [(&str, f64); 12] = [
    ("美元", 6.8),
    ("欧元", 7.8),
    ("英镑", 8.7),
    ("港", 0.87),
    ("日元", 0.06),
    ("韩", 0.006),
    ("新加坡", 5.0),
    ("澳", 4.9),
    ("加拿大", 5.1),
    ("瑞士", 6.8),
    ("马克", 4.0),
    ("台", 0.22),
];

/// `1,000(万美元)` → 6,800 (10k CNY); `None` where no number above 0 is written.
pub fn capital(text: &str) -> Option<f64> {
    let folded = fold(text);
    let from = folded.find(|c: char| c.is_ascii_digit())?;
    let digits: String = folded[from..]
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        .filter(|c| *c != ',')
        .collect();
    let written: f64 = digits.trim_end_matches('.').parse().ok()?;
    let rate = RATES.iter().find(|(word, _)| folded.contains(word)).map_or(1.0, |(_, r)| *r);
    let value = written * rate;
    (value > 0.0 && value.is_finite()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreadable_rows_are_counted_and_late_ones_left_out() {
        let text = "\u{feff}founded,zone_id,province,city,capital,name,scope\n\
            2017-12-31,Z1,江苏,苏州,100万,甲,乙\n2018-01-01,Z1,江苏,苏州,,甲,乙\n\
            昨天,Z1,江苏,苏州,,甲,乙\n2011-01-01,,江苏,苏州,,甲,乙\n2011-01-01,Z1\n";
        let until = Day::parse("2017-12-31");
        let read = read_firms("f.csv", text.as_bytes(), until).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.rows.len(), 1);
        assert_eq!(read.skipped.values().sum::<usize>(), 3);
        assert!(read_firms("f.csv", "a,b\n".as_bytes(), None).is_err());
    }

    #[test]
    fn capital_is_read_in_10k_yuan() {
        for (text, value) in [
            ("1,000(万美元)", Some(6800.0)),
            ("500（万元人民币）", Some(500.0)),
            ("100万", Some(100.0)),
            ("N/A", None),
            ("0", None),
        ] {
            assert_eq!(capital(text), value, "{text}");
        }
    }
}
