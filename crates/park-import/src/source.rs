//! Rows as every format gives them, and the rows of CSV.

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::file::Refusal;
use crate::header::ROWS_LOOKED_AT;
use crate::{ROW_BYTES_MAX, text};

/// Most cells of one row before it is looked at.
const CELLS_MAX: usize = 1_000_000;

/// One row: its cells as text, and what is odd about some of them.
#[derive(Debug, Default, Clone)]
pub(crate) struct Row {
    /// Row as the user's program counts it: a line of a text, a row of a sheet.
    pub(crate) number: u64,
    /// The cells from the first column on.
    pub(crate) cells: StringRecord,
    /// Cells that are not what their text says.
    pub(crate) odd: Vec<Odd>,
}

/// What is odd about a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Odd {
    /// Position of the cell; `None` for the row.
    pub(crate) cell: Option<usize>,
    /// What it is.
    pub(crate) kind: OddKind,
}

/// The ways in which a cell is not what its text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OddKind {
    /// A formula whose result was used.
    Formula,
    /// A formula without a stored result; a stored 0 cannot be told from none.
    NoResult,
    /// Filled from the cell above, with which it is merged.
    Merged,
    /// A number such as 2023.1, which may have been written 2023.10.
    MonthLost,
    /// A list or an object where a plain value belongs.
    Nested,
    /// The row as a whole cannot be read.
    Broken(Refusal),
}

/// Says that a row is too long to be read: as values it would take many times its bytes in memory.
pub(crate) fn too_long() -> Odd {
    let rule = format!("the row is longer than {ROW_BYTES_MAX} bytes");
    let hint = "look for a quotation mark that is missing, and shorten the texts".to_owned();
    Odd { cell: None, kind: OddKind::Broken((rule, hint)) }
}

/// Why reading ends before the end.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) row: Option<u64>,
    pub(crate) cell: Option<String>,
    pub(crate) why: Refusal,
}

/// Where rows come from.
pub(crate) trait Source {
    /// Reads the next row that holds anything into `row`; `false` at the end.
    fn next(&mut self, row: &mut Row) -> Result<bool, Stop>;

    /// Whether columns have letters, as in a spreadsheet.
    fn has_letters(&self) -> bool {
        true
    }

    /// Whether a `'` before a formula sign was put there by an export, and is to be taken off.
    fn has_guards(&self) -> bool {
        false
    }

    /// Whether short rows are whole: empty cells at their end are not stored.
    fn is_open_ended(&self) -> bool {
        true
    }
}

/// The rows of a text with separators.
pub(crate) struct CsvRows<'t> {
    text: &'t [u8],
    csv: Reader<&'t [u8]>,
    /// Byte and line up to which lines are counted.
    at: usize,
    line: u64,
}

impl<'t> CsvRows<'t> {
    pub(crate) fn new(all: &'t str) -> Result<Self, Refusal> {
        let above = text::bytes_above_header(all);
        let body = &all.as_bytes()[above..];
        let separator = separator(&all[above..]);
        // The reader takes memory for every cell of a row before it can be asked how many there are.
        if body.len() > CELLS_MAX && has_row_of_more_cells(body, separator, CELLS_MAX) {
            return Err((
                format!("a row has more than {CELLS_MAX} cells"),
                "keep the columns of docs/data-dictionary.md".to_owned(),
            ));
        }
        let csv = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(body);
        let line = 1 + text::newlines(&all.as_bytes()[..above]);
        Ok(Self { text: body, csv, at: 0, line })
    }

    /// The line in which a record begins. A record's own position may lie before blank lines.
    fn line_of(&mut self, record: &StringRecord) -> u64 {
        let start = record.position().and_then(|p| usize::try_from(p.byte()).ok());
        let mut start = start.unwrap_or(self.at).clamp(self.at, self.text.len());
        while matches!(self.text.get(start), Some(b'\r' | b'\n')) {
            start += 1;
        }
        self.line += text::newlines(&self.text[self.at..start]);
        self.at = start;
        self.line
    }

    /// Whether the last record, which runs to the end of the text, holds an odd number of
    /// quotation marks and more than one line.
    fn quote_is_open(&self) -> bool {
        let rest = &self.text[self.at..];
        rest.iter().filter(|b| **b == b'"').count() % 2 == 1
            && text::newlines(rest.trim_ascii_end()) > 0
    }
}

impl Source for CsvRows<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, Stop> {
        row.odd.clear();
        // The text is UTF-8 and in memory, so reading can only end.
        while self.csv.read_record(&mut row.cells).unwrap_or(false) {
            if row.cells.iter().all(|c| c.trim().is_empty()) {
                continue;
            }
            row.number = self.line_of(&row.cells);
            let end = usize::try_from(self.csv.position().byte()).unwrap_or(self.text.len());
            if end >= self.text.len() && self.quote_is_open() {
                let rule = "a quotation mark is not closed; all that follows it was one cell";
                let hint = "close it, or double it where it is meant as a sign";
                return Err(Stop {
                    row: Some(row.number),
                    cell: None,
                    why: (rule.to_owned(), hint.to_owned()),
                });
            }
            if row.cells.as_slice().len() > ROW_BYTES_MAX {
                row.cells = StringRecord::new();
                row.odd.push(too_long());
            }
            return Ok(true);
        }
        Ok(false)
    }

    fn has_guards(&self) -> bool {
        true
    }

    fn is_open_ended(&self) -> bool {
        false
    }
}

/// Whether a row has more cells than this. Separators and line ends between quotation marks belong to
/// a cell; a mark opens only where a cell begins, and two in a row are one sign.
fn has_row_of_more_cells(text: &[u8], separator: u8, cells_max: usize) -> bool {
    let (mut quoted, mut may_open, mut cells) = (false, true, 1_usize);
    for b in text {
        if quoted {
            (quoted, may_open) = (*b != b'"', true);
        } else if *b == b'"' && may_open {
            quoted = true;
        } else if *b == separator {
            (may_open, cells) = (true, cells + 1);
            if cells > cells_max {
                return true;
            }
        } else if matches!(b, b'\n' | b'\r') {
            (may_open, cells) = (true, 1);
        } else {
            may_open = false;
        }
    }
    false
}

/// The separator: a comma, unless the first line that has any of the three has tabs or semicolons only.
fn separator(body: &str) -> u8 {
    let mut lines = body.lines().take(ROWS_LOOKED_AT);
    let line = lines.find(|l| l.contains([',', '\t', ';'])).unwrap_or("");
    let count = |b: u8| line.bytes().filter(|x| *x == b).count();
    if count(b',') > 0 {
        return b',';
    }
    match (count(b'\t'), count(b';')) {
        (0, 0) => b',',
        (tabs, semicolons) if tabs >= semicolons => b'\t',
        _ => b';',
    }
}

/// The letters of a column: A, B … Z, AA … as spreadsheets name them.
pub(crate) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(b'A' + u8::try_from(digit).unwrap_or(0));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (column, want) in [(0, "A"), (5, "F"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letters(column), want);
        }
        assert_eq!(letters(16_383), "XFD");
    }

    #[test]
    fn tabs_and_semicolons_separate_where_there_are_no_commas() {
        for (text, want) in [
            ("a,b;c", b','),
            ("a\tb;c\td", b'\t'),
            ("a;b", b';'),
            ("a", b','),
            ("", b','),
            ("某市园区一览表\na\tb,c", b','),
            ("一览表\na\tb", b'\t'),
        ] {
            assert_eq!(separator(text), want, "{text}");
        }
    }

    #[test]
    fn cells_of_a_row_are_counted_as_the_reader_counts_them() {
        for (text, want) in [
            ("a,b,c\n", false),
            ("a,b,c,d\n", true),
            ("a,b\nc,d\n", false),
            ("\"a,b,c,d,e\"\n", false),
            ("\"a\"\",b,c,d,e\"\n", false),
            ("\"a\n\",b,c,d\n", true),
            ("a\"b,c,d,e\n", true),
            ("a,\"b\"\"\",c,d\n", true),
            ("", false),
        ] {
            assert_eq!(has_row_of_more_cells(text.as_bytes(), b',', 3), want, "{text}");
            let mut reader = ReaderBuilder::new();
            reader.has_headers(false).flexible(true);
            let most =
                reader.from_reader(text.as_bytes()).records().map(|r| r.unwrap().len()).max();
            assert_eq!(most.unwrap_or(0) > 3, want, "{text}");
        }
    }

    #[test]
    fn a_row_that_is_too_long_is_one_problem_and_the_next_is_read() {
        let text = format!("a,b\n1,\"{}\"\n2,x\n", "x".repeat(ROW_BYTES_MAX + 1));
        let mut rows = CsvRows::new(&text).expect("few cells");
        let mut row = Row::default();
        let mut seen = Vec::new();
        while rows.next(&mut row).expect("readable") {
            seen.push((row.number, row.cells.len(), row.odd.len()));
        }
        assert_eq!(seen, [(1, 2, 0), (2, 0, 1), (3, 2, 0)]);
    }
}
