//! The header row: which column of the file is which column of the table.

use park_domain::Table;

use crate::personal;

/// What a header row says.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// For each column of the file, the column of the table.
    pub(crate) target: Vec<Option<usize>>,
    /// For each column of the table, its header as written in the file.
    pub(crate) written: Vec<Option<String>>,
    /// Headers that the dictionary does not know.
    pub(crate) unknown: Vec<String>,
    /// Headers that name persons or ways to reach them.
    pub(crate) personal: Vec<String>,
    /// Headers of a column that an earlier header already names.
    pub(crate) repeated: Vec<String>,
    /// Columns that must be there and are not.
    pub(crate) missing: Vec<&'static str>,
}

/// Reads the cells of a header row.
pub(crate) fn read<'c>(table: Table, cells: impl Iterator<Item = &'c str>) -> Header {
    let columns = table.columns();
    let mut header = Header { written: vec![None; columns.len()], ..Header::default() };
    for cell in cells {
        let shown = cell.trim();
        let target = column_of(table, shown);
        match target {
            Some(i) if header.written[i].is_some() => {
                header.repeated.push(shown.to_owned());
                header.target.push(None);
                continue;
            }
            Some(i) => header.written[i] = Some(shown.to_owned()),
            None if shown.is_empty() => {}
            None if personal::is_personal_header(shown) => header.personal.push(shown.to_owned()),
            None => header.unknown.push(shown.to_owned()),
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

impl Header {
    /// Whether no column of the table was found.
    pub(crate) fn is_strange(&self) -> bool {
        self.target.iter().all(Option::is_none)
    }
}

/// The column that a header names; brackets, blanks and a star for "required" do not matter.
pub(crate) fn column_of(table: Table, header: &str) -> Option<usize> {
    table.column_of_header(header).or_else(|| {
        let wanted = folded(header);
        table.columns().iter().position(|c| {
            folded(c.name) == wanted || c.zh.iter().any(|written| folded(written) == wanted)
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_of_the_dictionary_is_found_in_its_place() {
        for table in Table::ALL {
            for (i, column) in table.columns().iter().enumerate() {
                for header in column.zh.iter().chain([&column.name]) {
                    assert_eq!(column_of(*table, header), Some(i), "{}: {header}", table.name());
                }
            }
        }
    }

    #[test]
    fn small_differences_do_not_matter() {
        let area = Table::Parks.column("approved_area_ha");
        for header in ["核准面积（公顷）", "核准面积 (公顷)*", " APPROVED_AREA_HA "] {
            assert_eq!(column_of(Table::Parks, header), area, "{header}");
        }
        assert_eq!(column_of(Table::Parks, "核准面积(亩)"), None);
        assert_eq!(column_of(Table::Parks, ""), None);
    }

    #[test]
    fn a_header_row_in_full() {
        let cells = ["园区编号", "name", "名称", "联系人", "", "GDP"];
        let header = read(Table::Parks, cells.into_iter());
        assert_eq!(header.target, [Some(0), Some(1), None, None, None, None]);
        assert_eq!(header.repeated, ["名称"]);
        assert_eq!(header.personal, ["联系人"]);
        assert_eq!(header.unknown, ["GDP"]);
        assert!(header.missing.is_empty());
        assert_eq!(read(Table::Parks, ["x"].into_iter()).missing, ["park_id", "name"]);
    }
}
