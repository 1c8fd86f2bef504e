//! The tables of an export written again as JSON Lines and as one workbook, to time the import of the same rows in each
//! format: `cargo run -p park-service --example other_formats -- FROM TO`, FROM a folder that `parkwise export` wrote.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use park_domain::Table;
use park_report::workbook::{Cell, Sheet, xlsx};
use serde_json::{Map, Value};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args_os().skip(1);
    let from = args.next().context("first the folder of the export")?;
    let to = args.next().context("then the folder to write into")?;
    let (from, to) = (Path::new(&from), Path::new(&to));
    fs::create_dir_all(to.join("jsonl"))?;
    let mut sheets = Vec::new();
    for table in Table::ALL {
        let path = from.join(format!("{}.csv", table.name()));
        if path.exists() {
            sheets.push(table_again(*table, &path, &to.join("jsonl"))?);
        }
    }
    anyhow::ensure!(!sheets.is_empty(), "{} holds no table of an export", from.display());
    fs::write(to.join("dataset.xlsx"), xlsx(&sheets)?)?;
    Ok(())
}

/// Writes a table as JSON Lines and gives it as a sheet; an empty cell is left out of both.
fn table_again(table: Table, path: &Path, lines: &Path) -> anyhow::Result<Sheet> {
    let text = fs::read_to_string(path)?;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers()?.clone();
    let mut sheet = Sheet::new(table.name(), &header);
    let mut out =
        std::io::BufWriter::new(fs::File::create(lines.join(format!("{}.jsonl", table.name())))?);
    for row in reader.records() {
        let row = row?;
        let pairs: Map<String, Value> = header
            .iter()
            .zip(&row)
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(key, cell)| (key.to_owned(), cell.into()))
            .collect();
        writeln!(out, "{}", Value::Object(pairs))?;
        sheet.push(row.iter().map(Cell::text));
    }
    out.flush()?;
    Ok(sheet)
}
