//! Any answer as a workbook (XLSX) that Excel and WPS open: numbers are numbers, headers stay in sight, bytes repeat.
//!
//! ```
//! use park_report::workbook::{Cell, Sheet, xlsx};
//! let sheet = Sheet::new("园区", ["园区编号", "核准面积（公顷）"])
//!     .row([Cell::text("S329001"), Cell::number(Some(812.5))])
//!     .row([Cell::text("S329002"), Cell::number(None)]);
//! let bytes = xlsx(&[sheet])?;
//! assert_eq!(&bytes[..2], b"PK");
//! # Ok::<(), park_report::workbook::WorkbookError>(())
//! ```
//!
//! **Invariant**: the same sheets give the same bytes (the creation time is fixed); text is stored as text, so a cell that
//! begins with `=` cannot run; what is unknown is an empty cell, never 0.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

/// Characters that a cell of the format holds at most.
const CELL_CHARACTERS: usize = 32_767;
/// Characters that a sheet's name holds at most.
const NAME_CHARACTERS: usize = 31;
/// Rows that a sheet holds at most, the header among them.
const SHEET_ROWS: usize = 1_048_576;
/// Widest column, in characters of half width.
const WIDEST: usize = 60;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// More rows than the format holds.
    #[error(
        "sheet {sheet:?} has {rows} rows, a workbook holds {SHEET_ROWS} a sheet: narrow the request or take CSV"
    )]
    TooManyRows {
        /// The sheet.
        sheet: String,
        /// Its rows, the header among them.
        rows: usize,
    },
    /// What the writer refused: a sheet name used twice, a name with `[ ] : * ? / \`, a disk that is full.
    #[error("the workbook could not be written: {0}")]
    Writer(#[from] XlsxError),
}

/// What stands in one cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not known.
    Empty,
    /// Words; never read as a formula.
    Text(String),
    /// A number, in the unit that the header names.
    Number(f64),
}

impl Cell {
    /// A cell of words; empty words are an empty cell.
    pub fn text(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Empty } else { Self::Text(words) }
    }

    /// A number where it is known and finite, else an empty cell.
    pub fn number(value: Option<f64>) -> Self {
        value.filter(|v| v.is_finite()).map_or(Self::Empty, Self::Number)
    }

    /// A count.
    pub fn count(value: usize) -> Self {
        // Exact to 2^53; no list here is longer.
        #[expect(clippy::cast_precision_loss, reason = "a count of rows, far below 2^53")]
        Self::Number(value as f64)
    }
}

/// One sheet: a header and its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    name: String,
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// An empty sheet; `header` names each column with its unit.
    pub fn new<H: Into<String>>(
        name: impl Into<String>,
        header: impl IntoIterator<Item = H>,
    ) -> Self {
        Self {
            name: name.into(),
            header: header.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// The sheet with one more row.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }
}

/// The sheets as an XLSX file, in order.
///
/// Names of sheets are cut to 31 characters, cells to 32,767, as the format asks; a cell that was cut ends with `…`.
///
/// # Errors
/// [`WorkbookError`]: too many rows, or a name that the format forbids.
pub fn xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let number = Format::new().set_align(FormatAlign::Top);
    for sheet in sheets {
        if sheet.rows.len() >= SHEET_ROWS {
            return Err(WorkbookError::TooManyRows {
                sheet: sheet.name.clone(),
                rows: sheet.rows.len() + 1,
            });
        }
        let page = book.add_worksheet();
        page.set_name(cut(&sheet.name, NAME_CHARACTERS))?;
        page.set_freeze_panes(1, 0)?;
        for (column, title) in (0_u16..).zip(&sheet.header) {
            page.write_string_with_format(0, column, cut(title, CELL_CHARACTERS), &head)?;
            page.set_column_width(column, width(sheet, usize::from(column)))?;
        }
        for (line, cells) in (1_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        page.write_string_with_format(
                            line,
                            column,
                            cut(text, CELL_CHARACTERS),
                            &words,
                        )?;
                    }
                    Cell::Number(value) => {
                        page.write_number_with_format(line, column, *value, &number)?;
                    }
                }
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

fn cut(text: &str, at_most: usize) -> String {
    if text.chars().count() <= at_most {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(at_most - 1).collect();
    kept.push('…');
    kept
}

/// Wide enough for the header and the first rows, in half-width characters (a Chinese character takes two).
fn width(sheet: &Sheet, column: usize) -> f64 {
    let half = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let title = sheet.header.get(column).map_or(0, |h| half(h));
    let widest = sheet
        .rows
        .iter()
        .take(200)
        .filter_map(|row| row.get(column))
        .map(|cell| match cell {
            Cell::Empty => 0,
            Cell::Text(text) => half(text),
            Cell::Number(_) => 10,
        })
        .fold(title, usize::max);
    u32::try_from(widest.clamp(6, WIDEST) + 2).map_or(10.0, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};

    fn sheet() -> Sheet {
        Sheet::new("园区", ["名称", "面积（公顷）"])
            .row([Cell::text("=HYPERLINK(\"x\")"), Cell::number(Some(12.5))])
            .row([Cell::text(""), Cell::number(None)])
            .row([Cell::text("@乙"), Cell::count(3)])
    }

    #[test]
    fn text_stays_text_numbers_stay_numbers_and_the_unknown_stays_empty() {
        let bytes = xlsx(&[sheet()]).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let range = book.worksheet_range("园区").unwrap();
        assert_eq!(range.get_value((1, 0)), Some(&Data::String("=HYPERLINK(\"x\")".to_owned())));
        assert_eq!(range.get_value((1, 1)), Some(&Data::Float(12.5)));
        assert_eq!(range.get_value((2, 1)), Some(&Data::Empty));
        assert_eq!(range.get_value((3, 1)), Some(&Data::Float(3.0)));
        assert!(book.worksheet_formula("园区").unwrap().is_empty());
    }

    #[test]
    fn the_same_sheets_give_the_same_bytes() {
        assert_eq!(xlsx(&[sheet()]).unwrap(), xlsx(&[sheet()]).unwrap());
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_and_one_used_twice_is_refused() {
        assert!(xlsx(&[Sheet::new("长".repeat(40), ["a"])]).is_ok());
        let error = xlsx(&[Sheet::new("a", ["x"]), Sheet::new("a", ["x"])]).unwrap_err();
        assert!(error.to_string().contains("could not be written"));
    }
}
