//! `docs/data-dictionary.md`, written from the dictionary.

use std::fmt::Write as _;

use park_domain::{Column, Kind, Table, quantity};

/// Columns that every table has; they are described once.
const SHARED: usize = 5;

const OPENING: &str = "\
# Data dictionary

Generated from the dictionary in `park-domain` and compared with it in a test
(`UPDATE_EXPECT=1 cargo test -p park-import` writes it anew). A dataset is a folder of CSV or JSON
Lines files, or one XLSX workbook with a sheet a table. The name of a file or sheet up to the first
`-` or `.` tells the table: `parks.csv`, `园区.xlsx`, `structure-2023.csv.gz`; where it does not, the
header tells. Only `parks` is needed; every other table enriches it. Formats, faults and limits:
[import-formats.md](import-formats.md).

- The header holds the column names, English or Chinese, in any order; a title or lines that begin
  with `#` may stand above it. Brackets and blanks in a name do not matter, **units do**: 核准面积(亩) and
  地价(元/㎡) are converted, a name without its unit is not read.
- Empty, `—`, `-`, `/`, `无`, `暂无`, `未知` and `N/A` mean missing, never 0.
- `1.2亿`, `3.5万`, `１２０`, `约300`, `≥500` and `1,234` are read as numbers, and what was read is said; in a
  column of 万元, `1.2亿` means 元.
- Rows with the same key are one row: the second in an import is a problem, a later import replaces
  the row as a whole.
- Columns with names, telephone numbers or e-mail addresses of persons are not imported, and such
  numbers and addresses inside texts are left out.
";

/// The page as Markdown.
pub fn data_dictionary_page() -> String {
    let mut page = String::from(OPENING);
    let _ = write!(page, "\n## Tables\n\n| table | 表 | a row is | key |\n|---|---|---|---|\n");
    for table in Table::ALL {
        let name = table.name();
        let key = code_list(table.key());
        let _ =
            writeln!(page, "| [`{name}`](#{name}) | {} | {} | {key} |", table.zh(), table.doc());
    }
    let _ = writeln!(page, "\n## Columns of every table\n");
    write_columns(&mut page, shared_columns(Table::Parks));
    for table in Table::ALL {
        let _ = writeln!(page, "\n## {}\n\n{}: {}.\n", table.name(), table.zh(), table.doc());
        let columns = table.columns();
        write_columns(&mut page, &columns[..columns.len() - SHARED]);
    }
    page
}

fn shared_columns(table: Table) -> &'static [Column] {
    let columns = table.columns();
    &columns[columns.len() - SHARED..]
}

fn write_columns(page: &mut String, columns: &[Column]) {
    page.push_str(
        "| column | 列名 | required | what a cell holds | meaning |\n|---|---|---|---|---|\n",
    );
    for column in columns {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            column.name,
            column.zh.join("、"),
            if column.required { "yes" } else { "" },
            kind_words(column.kind),
            column.doc
        );
    }
}

fn kind_words(kind: Kind) -> String {
    match kind {
        Kind::Id => "id: 1 to 64 bytes without blanks".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::Word(words) => {
            let words: Vec<String> =
                words.iter().map(|(code, zh)| format!("`{code}` {zh}")).collect();
            format!("one of {}", words.join(", "))
        }
        Kind::Number { min, max } => {
            format!("number from {} to {}", quantity::print(min), quantity::print(max))
        }
        Kind::Date => "date: `2023`, `2023-09` or `2023-09-01`".to_owned(),
        Kind::Year => "year, 1900 to 2100".to_owned(),
        Kind::Flag => "`yes` or `no` (是, 否)".to_owned(),
        Kind::RegionCode => "GB/T 2260 code of 2, 4 or 6 digits".to_owned(),
    }
}

fn code_list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_columns_are_the_same_everywhere() {
        let names = |table| -> Vec<(&str, &[&str])> {
            shared_columns(table).iter().map(|c| (c.name, c.zh)).collect()
        };
        for table in Table::ALL {
            assert_eq!(names(*table), names(Table::Parks), "{}", table.name());
        }
    }
}
