//! The header: in which row it stands, and which column of the file is which column of the table.

use park_domain::Table;

use crate::HEADER_CHARS_MAX;
use crate::personal;
use crate::source::Row;
use crate::units::{self, Scale};

/// Rows that are looked at for the header.
pub(crate) const ROWS_LOOKED_AT: usize = 10;

/// What a header row says.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// For each column of the file, the column of the table.
    pub(crate) target: Vec<Option<usize>>,
    /// For each column of the table, where and how it stands in the file.
    pub(crate) written: Vec<Option<Written>>,
    /// Headers that the dictionary does not know, with their place.
    pub(crate) unknown: Vec<(usize, String)>,
    /// Headers that name persons or ways to reach them.
    pub(crate) personal: Vec<String>,
    /// Headers of a column that an earlier header already names, with their place.
    pub(crate) repeated: Vec<(usize, String)>,
    /// Columns that must be there and are not.
    pub(crate) missing: Vec<&'static str>,
}

/// A header as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Written {
    /// Column of the file, from 0.
    pub(crate) place: usize,
    /// The words.
    pub(crate) words: String,
    /// How its unit becomes that of the dictionary, where it is another.
    pub(crate) scale: Option<Scale>,
}

/// Reads the cells of a header row.
pub(crate) fn read<'c>(table: Table, cells: impl Iterator<Item = &'c str>) -> Header {
    let columns = table.columns();
    let mut header = Header { written: vec![None; columns.len()], ..Header::default() };
    for (place, cell) in cells.enumerate() {
        let words = shown(cell);
        let mut target = None;
        match column_of(table, &words) {
            Some((i, _)) if header.written[i].is_some() => header.repeated.push((place, words)),
            Some((i, scale)) => {
                target = Some(i);
                header.written[i] = Some(Written { place, words, scale });
            }
            None if words.is_empty() => {}
            None if personal::is_personal_header(&words) => header.personal.push(words),
            None => header.unknown.push((place, words)),
        }
        header.target.push(target);
    }
    for (column, written) in columns.iter().zip(&header.written) {
        if column.required && written.is_none() {
            header.missing.push(column.name);
        }
    }
    header
}

/// The part of a cell that may be a header.
fn start_of(cell: &str) -> &str {
    cell.char_indices().nth(HEADER_CHARS_MAX).map_or(cell, |(end, _)| &cell[..end]).trim()
}

/// A header as one line: people break lines within narrow columns.
fn shown(cell: &str) -> String {
    start_of(cell).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Header {
    /// How many columns of the table were found.
    pub(crate) fn found(&self) -> usize {
        self.written.iter().flatten().count()
    }
}

/// The column that a header names, and its scale where the unit is another one; brackets, blanks and
/// a star for "required" do not matter.
pub(crate) fn column_of(table: Table, header: &str) -> Option<(usize, Option<Scale>)> {
    if let Some(i) = table.column_of_header(header) {
        return Some((i, None));
    }
    let wanted = folded(header);
    if wanted.is_empty() {
        return None;
    }
    let columns = table.columns();
    let same = columns.iter().position(|c| {
        folded(c.name) == wanted || c.zh.iter().any(|written| folded(written) == wanted)
    });
    if let Some(i) = same {
        return Some((i, None));
    }
    columns.iter().enumerate().find_map(|(i, column)| {
        let scale = units::scale_of(column, header)?;
        Some((i, (!scale.is_same()).then_some(scale)))
    })
}

fn folded(header: &str) -> String {
    header
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | '\u{feff}'))
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '％' => '%',
            '／' => '/',
            other => other.to_ascii_lowercase(),
        })
        .collect()
}

/// The header as a person would write it, for hints: English and Chinese.
pub(crate) fn both_words(table: Table, column: &str) -> String {
    let zh = table.column(column).and_then(|i| table.columns()[i].zh.first());
    zh.map_or_else(|| column.to_owned(), |zh| format!("{column} ({zh})"))
}

/// Where the header stands among the first rows.
#[derive(Debug)]
pub(crate) struct Found {
    /// What it says.
    pub(crate) header: Header,
    /// Its first row among those looked at.
    pub(crate) first: usize,
    /// Its last row, the same unless two rows make the header.
    pub(crate) last: usize,
}

/// Finds the header: the row that names the most columns, or that row and the next together.
pub(crate) fn find(table: Table, rows: &[Row]) -> Option<Found> {
    let mut best: Option<Found> = None;
    for (first, row) in rows.iter().enumerate() {
        let header = read(table, row.cells.iter());
        // One word of a title may be the name of a column; further down it takes two.
        let enough = if first == 0 { 1 } else { 2 };
        if header.found() >= enough
            && best.as_ref().is_none_or(|b| header.found() > b.header.found())
        {
            best = Some(Found { header, first, last: first });
        }
    }
    // Two rows that say more together: 面积 above 公顷, or 地价 over two columns.
    for (first, pair) in rows.windows(2).enumerate() {
        let cells = combined(table, &pair[0], &pair[1]);
        let header = read(table, cells.iter().map(String::as_str));
        if best.as_ref().is_none_or(|b| first + 1 >= b.first && first <= b.first)
            && header.found() >= 2
            && best.as_ref().is_none_or(|b| header.found() > b.header.found())
        {
            best = Some(Found { header, first, last: first + 1 });
        }
    }
    best
}

/// The cells of a header that takes two rows.
fn combined(table: Table, upper: &Row, lower: &Row) -> Vec<String> {
    let mut over = String::new();
    (0..upper.cells.len().max(lower.cells.len()))
        .map(|i| {
            let above = start_of(upper.cells.get(i).unwrap_or(""));
            let below = start_of(lower.cells.get(i).unwrap_or(""));
            if !above.is_empty() {
                over = above.to_owned();
            }
            let tries = [
                below.to_owned(),
                format!("{over}({})", below.trim_matches(['(', ')', '（', '）'])),
                format!("{over}{below}"),
            ];
            let known = tries.iter().find(|t| !below.is_empty() && column_of(table, t).is_some());
            match known {
                Some(words) => words.clone(),
                None if column_of(table, above).is_some() || below.is_empty() => above.to_owned(),
                None => below.to_owned(),
            }
        })
        .collect()
}

/// The table whose header stands among the first rows, when only one fits: all that it needs is there
/// and no other table with all that it needs has as many columns.
pub(crate) fn guess(rows: &[Row]) -> Result<Table, Vec<Table>> {
    let mut fits: Vec<(usize, Table)> = Table::ALL
        .iter()
        .filter_map(|table| {
            let found = find(*table, rows)?;
            (found.header.missing.is_empty() && found.header.found() >= 2)
                .then(|| (found.header.found(), *table))
        })
        .collect();
    fits.sort_by_key(|(n, table)| (std::cmp::Reverse(*n), *table));
    match fits[..] {
        [(_, table)] => Ok(table),
        [(most, table), (next, _), ..] if most > next => Ok(table),
        _ => {
            let most = fits.first().map_or(0, |(n, _)| *n);
            Err(fits.iter().filter(|(n, _)| *n == most).map(|(_, t)| *t).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;

    use super::*;

    #[test]
    fn every_header_of_the_dictionary_is_found_in_its_place() {
        for table in Table::ALL {
            for (i, column) in table.columns().iter().enumerate() {
                for header in column.zh.iter().chain([&column.name]) {
                    let found = column_of(*table, header);
                    assert_eq!(found, Some((i, None)), "{}: {header}", table.name());
                }
            }
        }
    }

    #[test]
    fn small_differences_do_not_matter() {
        let area = Table::Parks.column("approved_area_ha");
        for header in
            ["核准面积（公顷）", "核准面积 (公顷)*", " APPROVED_AREA_HA ", "核准面积/公顷"]
        {
            assert_eq!(column_of(Table::Parks, header).map(|c| c.0), area, "{header}");
        }
        assert_eq!(column_of(Table::Parks, "核准面积"), None);
        assert_eq!(column_of(Table::Parks, ""), None);
    }

    #[test]
    fn a_header_row_in_full() {
        let cells = ["园区编号", "name", "名称", "联系人", "", "GDP", "核准面积(亩)"];
        let header = read(Table::Parks, cells.into_iter());
        let area = Table::Parks.column("approved_area_ha");
        assert_eq!(header.target, [Some(0), Some(1), None, None, None, None, area]);
        assert_eq!(header.repeated, [(2, "名称".to_owned())]);
        assert_eq!(header.personal, ["联系人"]);
        assert_eq!(header.unknown, [(5, "GDP".to_owned())]);
        assert!(header.missing.is_empty());
        assert_eq!(read(Table::Parks, ["x"].into_iter()).missing, ["park_id", "name"]);
    }

    #[test]
    fn of_a_cell_that_never_ends_only_the_start_is_looked_at() {
        let long = "长 ".repeat(100_000);
        let header = read(Table::Parks, [long.as_str(), "park_id"].into_iter());
        assert_eq!(header.unknown[0].1.chars().count(), HEADER_CHARS_MAX - 1);
        let over = combined(Table::Parks, &rows(&[&[long.as_str()]])[0], &rows(&[&["park_id"]])[0]);
        assert_eq!(over, ["park_id"]);
    }

    fn rows(lines: &[&[&str]]) -> Vec<Row> {
        let row =
            |cells: &&[&str]| Row { cells: StringRecord::from(cells.to_vec()), ..Row::default() };
        lines.iter().map(row).collect()
    }

    #[test]
    fn the_header_is_found_below_a_title_and_over_two_rows() {
        let place = |lines: &[&[&str]]| {
            let found = find(Table::Parks, &rows(lines)).expect("a header");
            (found.first, found.last, found.header.found())
        };
        let plain: &[&str] = &["园区编号", "园区名称", "级别"];
        assert_eq!(place(&[plain, &["X1", "一", "省级"]]), (0, 0, 3));
        assert_eq!(place(&[&["某市园区一览表"], &["", "2023年"], plain]), (2, 2, 3));
        assert_eq!(place(&[plain, &["park_id", "name", "level"]]), (0, 0, 3));
        // Merged downwards, the unit in the second row.
        let upper: &[&str] = &["园区编号", "园区名称", "核准面积", "位置", ""];
        let lower: &[&str] = &["", "", "公顷", "经度", "纬度"];
        assert_eq!(place(&[&["表1"], upper, lower, &["X1", "一", "3", "", ""]]), (1, 2, 5));
        assert!(find(Table::Parks, &rows(&[&["a", "b"]])).is_none());
    }

    #[test]
    fn a_table_is_told_by_its_header_where_only_one_fits() {
        let guessed = |line: &[&str]| guess(&rows(&[line]));
        assert_eq!(guessed(&["园区编号", "园区名称", "级别"]), Ok(Table::Parks));
        assert_eq!(guessed(&["地块编号", "园区编号", "地块类型", "面积(亩)"]), Ok(Table::Plots));
        assert_eq!(guessed(&["a", "b"]), Err(Vec::new()));
        assert_eq!(guessed(&["park_id"]), Err(Vec::new()));
    }
}
