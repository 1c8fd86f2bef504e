//! Text into a table: long (`region,industry,value`) or wide (first column region, one column an industry).

use std::collections::HashMap;

use crate::line::{cells, without_comment};
use crate::table::Table;

/// Most bytes of a table's text.
pub const BYTES_MAX: usize = 64 << 20;
/// Most regions of a table.
pub const REGIONS_MAX: usize = 5_000;
/// Most industries of a table.
pub const INDUSTRIES_MAX: usize = 5_000;
/// Most cells of a table.
pub const CELLS_MAX: usize = 4_000_000;
/// Most characters of a region's or industry's name.
pub const NAME_CHARS_MAX: usize = 200;

/// Least value above 0. Beyond it and [`VALUE_MAX`] sums overflow and quotients vanish, so that a measure would be
/// wrong without a word.
pub const VALUE_MIN: f64 = 1e-100;
/// Largest value.
pub const VALUE_MAX: f64 = 1e100;

/// Why a text is no table (or no list of claims).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1; 0 when the whole text is meant.
    pub line: usize,
    /// What was found.
    pub found: String,
    /// What is expected.
    pub rule: String,
    /// The way out.
    pub hint: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        write!(f, "{}; {}\nhint: {}", self.found, self.rule, self.hint)
    }
}

impl std::error::Error for Fault {}

pub(crate) fn fault(line: usize, found: impl Into<String>, rule: &str, hint: &str) -> Fault {
    Fault { line, found: found.into(), rule: rule.to_owned(), hint: hint.to_owned() }
}

/// A line with its number and cells.
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) cells: Vec<String>,
}

/// The lines that hold anything, split at commas (or at tabs or semicolons when the first has no comma); one at a time,
/// since a text of many short lines takes many times its size as cells.
pub(crate) struct Lines<'t> {
    rest: std::iter::Enumerate<std::str::Lines<'t>>,
    separator: Option<char>,
}

pub(crate) fn lines(text: &str) -> Result<Lines<'_>, Fault> {
    if text.len() > BYTES_MAX {
        return Err(fault(
            0,
            format!("the text has {} bytes", text.len()),
            "at most 64 MiB are read",
            "split the table",
        ));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(Lines { rest: text.lines().enumerate(), separator: None })
}

impl Iterator for Lines<'_> {
    type Item = Result<Line, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (at, line) = self.rest.next()?;
            let line = without_comment(line);
            if line.chars().all(|c| c.is_whitespace() || matches!(c, ',' | ';')) {
                continue;
            }
            let separator = *self.separator.get_or_insert_with(|| {
                [',', '\t', ';'].into_iter().find(|s| line.contains(*s)).unwrap_or(',')
            });
            return Some(match cells(line, separator) {
                Some(cells) => Ok(Line { number: at + 1, cells }),
                None => Err(fault(
                    at + 1,
                    "a quotation mark is not closed",
                    "a cell ends on its own line",
                    "close it, or double a quotation mark that belongs to the text",
                )),
            });
        }
    }
}

/// Reads a long or wide table. A pair absent from a long table is 0; an empty value (also `—`, `/`, `无`) is unknown.
///
/// # Errors
/// The first thing that is wrong, with its line: nothing is guessed and nothing dropped.
pub fn read_table(text: &str) -> Result<Table, Fault> {
    let mut rows = lines(text)?.peekable();
    let Some(header) = rows.next() else {
        return Err(fault(
            0,
            "the table is empty",
            "a header and at least one row are expected",
            "begin with region,industry,value or with region and one column an industry",
        ));
    };
    let header = header?;
    if rows.peek().is_none() {
        return Err(fault(
            header.number,
            "there is a header and no row",
            "at least one row is expected",
            "add the rows below the header",
        ));
    }
    match long_columns(&header.cells) {
        Some(columns) => long(columns, header.cells.len(), rows),
        None => wide(&header, rows),
    }
}

/// Where region, industry and value stand, when the header names all three.
fn long_columns(header: &[String]) -> Option<[usize; 3]> {
    let at =
        |names: &[&str]| header.iter().position(|h| names.iter().any(|n| h.to_lowercase() == *n));
    Some([
        at(&["region", "地区", "区域", "园区"])?,
        at(&["industry", "行业", "产业"])?,
        at(&["value", "数值", "值"])?,
    ])
}

/// Names in the order of their first appearance.
#[derive(Default)]
struct Names {
    all: Vec<String>,
    at: HashMap<String, usize>,
}

impl Names {
    fn place(&mut self, line: usize, name: &str, what: &str, most: usize) -> Result<usize, Fault> {
        if let Some(at) = self.at.get(name) {
            return Ok(*at);
        }
        check_name(line, name, what)?;
        if self.all.len() == most {
            return Err(fault(
                line,
                format!("more than {most} different names in the {what} column"),
                "a table is held in memory and compared pair by pair",
                "split the table, or use broader classes",
            ));
        }
        self.at.insert(name.to_owned(), self.all.len());
        self.all.push(name.to_owned());
        Ok(self.all.len() - 1)
    }
}

fn check_name(line: usize, name: &str, what: &str) -> Result<(), Fault> {
    if name.is_empty() {
        return Err(fault(
            line,
            format!("the {what} is empty"),
            "every row and column has a name",
            "write the name, or remove the line",
        ));
    }
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(fault(
            line,
            format!("the {what} has more than {NAME_CHARS_MAX} characters"),
            "a name is short",
            "look for a quotation mark or separator that is missing",
        ));
    }
    Ok(())
}

fn check_width(line: &Line, width: usize) -> Result<(), Fault> {
    let extra = line.cells.iter().skip(width).any(|c| !c.is_empty());
    if line.cells.len() < width || extra {
        return Err(fault(
            line.number,
            format!("{} cells", line.cells.len()),
            &format!("the header has {width}"),
            "write an empty cell for an unknown value, and names with a separator between quotation marks",
        ));
    }
    Ok(())
}

fn long(
    columns: [usize; 3],
    width: usize,
    rows: impl Iterator<Item = Result<Line, Fault>>,
) -> Result<Table, Fault> {
    let [region_at, industry_at, value_at] = columns;
    let (mut regions, mut industries) = (Names::default(), Names::default());
    let mut found: HashMap<(usize, usize), (usize, Option<f64>)> = HashMap::new();
    for row in rows {
        let row = row?;
        check_width(&row, width)?;
        let (region, industry) = (&row.cells[region_at], &row.cells[industry_at]);
        let i = regions.place(row.number, region, "region", REGIONS_MAX)?;
        let k = industries.place(row.number, industry, "industry", INDUSTRIES_MAX)?;
        let value = value(row.number, &row.cells[value_at])?;
        if let Some((before, _)) = found.insert((i, k), (row.number, value)) {
            return Err(fault(
                row.number,
                format!("\"{region}\", \"{industry}\" stands in line {before} already"),
                "each pair of region and industry stands once",
                "add the values up, or give one table a year",
            ));
        }
        check_cells(found.len())?;
    }
    let cells = regions.all.len() * industries.all.len();
    check_cells(cells)?;
    let mut values = vec![Some(0.0); cells];
    for ((i, k), (_, value)) in found {
        values[i * industries.all.len() + k] = value;
    }
    Ok(Table::new(regions.all, industries.all, values))
}

fn check_cells(cells: usize) -> Result<(), Fault> {
    if cells > CELLS_MAX {
        return Err(fault(
            0,
            format!("the table has {cells} cells or more"),
            "at most 4,000,000 cells are read",
            "split the table, or use broader classes",
        ));
    }
    Ok(())
}

fn wide(header: &Line, rows: impl Iterator<Item = Result<Line, Fault>>) -> Result<Table, Fault> {
    let mut names: &[String] = &header.cells;
    while names.last().is_some_and(String::is_empty) {
        names = &names[..names.len() - 1];
    }
    if names.len() < 2 {
        return Err(fault(
            header.number,
            format!("the header is \"{}\"", header.cells.join(",")),
            "region,industry,value or region and one column an industry is expected",
            "name the columns in the first line",
        ));
    }
    let mut industries = Names::default();
    for name in &names[1..] {
        let before = industries.all.len();
        if industries.place(header.number, name, "industry", INDUSTRIES_MAX)? < before {
            return Err(fault(
                header.number,
                format!("the industry \"{name}\" stands twice"),
                "each industry has one column",
                "add the columns up, or rename one",
            ));
        }
    }
    let mut regions = Names::default();
    let mut values = Vec::new();
    for row in rows {
        let row = row?;
        check_width(&row, names.len())?;
        let before = regions.all.len();
        if regions.place(row.number, &row.cells[0], "region", REGIONS_MAX)? < before {
            return Err(fault(
                row.number,
                format!("the region \"{}\" stands twice", row.cells[0]),
                "each region has one row",
                "add the rows up, or give one table a year",
            ));
        }
        for cell in &row.cells[1..names.len()] {
            values.push(value(row.number, cell)?);
        }
        check_cells(values.len())?;
    }
    Ok(Table::new(regions.all, industries.all, values))
}

/// A value: empty is unknown; else a finite number of at least 0.
fn value(line: usize, cell: &str) -> Result<Option<f64>, Fault> {
    if matches!(cell, "" | "—" | "/" | "无") {
        return Ok(None);
    }
    let wrong = |rule: &str, hint: &str| Err(fault(line, format!("\"{cell}\""), rule, hint));
    let plain = cell.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b));
    match cell.parse::<f64>() {
        Ok(0.0) if plain => Ok(Some(0.0)),
        Ok(v) if plain && (VALUE_MIN..=VALUE_MAX).contains(&v) => Ok(Some(v)),
        Ok(v) if plain && v.is_finite() && v > 0.0 => wrong(
            "a value lies between 1e-100 and 1e100, or is 0",
            "look for an exponent or a digit too many; write the values in another unit",
        ),
        Ok(v) if plain && v.is_finite() => wrong(
            "a value of a structure is not negative",
            "leave the cell empty when it is unknown; take out balances and changes",
        ),
        Ok(_) | Err(_) => wrong(
            "a number is expected",
            "write digits without units, per cent signs or separators of thousands; \
             a long table has the columns region, industry and value",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Table {
        read_table(text).unwrap()
    }

    #[test]
    fn long_and_wide_are_one_table() {
        let long = read(
            "\u{feff}# a comment\nRegion,Industry,Value,source\nA,x,1,s\nA,y,2,s\n\nB,y,3,s # why\nB,x,,s\n",
        );
        let wide = read("region,x,y,\r\nA,1,2\r\nB,,3,\r\n");
        assert_eq!(long, wide);
        assert_eq!(long.value(1, 0), None);
        let absent = read("地区,行业,数值\nA,x,1\nB,y,3");
        assert_eq!(absent.value(0, 1), Some(0.0));
        assert_eq!(read("r\tx\ty\nA\t1\t—\n").value(0, 1), None);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, line, found) in [
            ("", 0, "empty"),
            ("# only a comment\n", 0, "empty"),
            ("region,industry,value\n", 1, "no row"),
            ("region,industry,value\nA,x,1\nA,x,2\n", 3, "stands in line 2"),
            ("region,industry,value\nA,x,-1\n", 2, "\"-1\""),
            ("region,industry,value\nA,x,many\n", 2, "\"many\""),
            ("region,industry,value\nA,x,nan\n", 2, "\"nan\""),
            ("region,industry,value\nA,x,inf\n", 2, "\"inf\""),
            ("region,industry,value\nA,x,1e999\n", 2, "\"1e999\""),
            ("region,industry,value\nA,x,1e308\nA,y,1e308\n", 2, "\"1e308\""),
            ("region,industry,value\nA,x,1\nA,y,5e-324\n", 3, "\"5e-324\""),
            ("region,industry,value\nA,x\n", 2, "2 cells"),
            ("region,industry,value\n,x,1\n", 2, "region is empty"),
            ("r,x,x\nA,1,2\n", 1, "stands twice"),
            ("r,x,y\nA,1,2\nA,1,2\n", 3, "stands twice"),
            ("r,x,y\nA,1,2,3\n", 2, "4 cells"),
            ("r,x,y\nA,\"1,2\n", 2, "not closed"),
            ("r,x,y\nA,-1,2\nB,\"1,2\n", 2, "\"-1\""),
            ("hello\nworld\n", 1, "hello"),
        ] {
            let fault = read_table(text).unwrap_err();
            assert_eq!(fault.line, line, "{text:?}: {fault}");
            assert!(fault.found.contains(found), "{text:?}: {fault}");
            assert_eq!(fault.to_string().starts_with("line "), line > 0, "{text:?}: {fault}");
        }
        assert_eq!(read("r,x,y\nA,1e100,-0\n").value(0, 1), Some(0.0));
    }
}
