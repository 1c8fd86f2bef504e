//! A folder of CSV files written as a workbook and as JSON Lines, to time the import of the same rows in
//! each format: `PARK_IMPORT_FROM=DIR PARK_IMPORT_TO=DIR cargo test -p park-import -- --ignored as_other_formats`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use park_domain::Table;

use crate::sheets::{self, Cell};

/// Header and rows of a CSV file as the export writes it.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_path(path).expect("a file of the export");
    let rows = reader
        .records()
        .map(|r| r.expect("a row of the export").iter().map(str::to_owned).collect());
    let mut rows: Vec<Vec<String>> = rows.collect();
    if let Some(first) = rows.first_mut().and_then(|header| header.first_mut()) {
        *first = first.trim_start_matches('\u{feff}').to_owned();
    }
    rows
}

fn json_lines(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    let Some((header, rows)) = rows.split_first() else { return text };
    for row in rows {
        let pairs: serde_json::Map<String, serde_json::Value> = header
            .iter()
            .zip(row)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(key, cell)| (key.clone(), cell.as_str().into()))
            .collect();
        writeln!(text, "{}", serde_json::Value::Object(pairs)).expect("to memory");
    }
    text
}

#[test]
#[ignore = "writes files: PARK_IMPORT_FROM=DIR PARK_IMPORT_TO=DIR"]
fn as_other_formats() {
    let folder = |name| std::env::var_os(name).unwrap_or_else(|| panic!("{name} names a folder"));
    let (from, to) = (folder("PARK_IMPORT_FROM"), folder("PARK_IMPORT_TO"));
    let to = Path::new(&to);
    fs::create_dir_all(to.join("jsonl")).unwrap();
    let mut sheets = Vec::new();
    for table in Table::ALL {
        let path = Path::new(&from).join(format!("{}.csv", table.name()));
        if !path.exists() {
            continue;
        }
        let rows = rows(&path);
        fs::write(to.join(format!("jsonl/{}.jsonl", table.name())), json_lines(&rows)).unwrap();
        let cells = |row: &Vec<String>| row.iter().map(|c| sheets::text(c)).collect::<Vec<Cell>>();
        sheets.push(sheets::sheet(table.name(), rows.iter().map(cells).collect()));
    }
    fs::write(to.join("dataset.xlsx"), sheets::workbook(&sheets)).unwrap();
}
