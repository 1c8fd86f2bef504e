//! Small workbooks, written part by part so that a test can put any fault into them.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A cell of a test workbook.
#[derive(Debug, Clone)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(String),
    /// A number in a style: 1 is a date, 2 is per cent.
    Styled(String, u8),
    /// A formula with its stored result.
    Formula(&'static str, Option<&'static str>),
    Error(&'static str),
}

pub(crate) fn text(words: &str) -> Cell {
    if words.is_empty() { Cell::Empty } else { Cell::Text(words.to_owned()) }
}

/// A cell as a person types it: digits become a number.
pub(crate) fn typed(words: &str) -> Cell {
    let is_number = words.parse::<f64>().is_ok()
        && !(words.len() > 1 && words.starts_with('0') && !words.starts_with("0."))
        && !words.starts_with('+');
    if is_number { Cell::Number(words.to_owned()) } else { text(words) }
}

pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) rows: Vec<Vec<Cell>>,
    /// Merged ranges, for example A2:A4.
    pub(crate) merged: Vec<&'static str>,
}

pub(crate) fn sheet(name: &str, rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet { name: name.to_owned(), rows, merged: Vec::new() }
}

/// A sheet from lines of cells with `|` between them, typed as a person types them.
pub(crate) fn typed_sheet(name: &str, lines: &str) -> Sheet {
    let rows = lines.lines().map(|l| l.split('|').map(|c| typed(c.trim())).collect()).collect();
    sheet(name, rows)
}

pub(crate) fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub(crate) fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).expect("to memory"));
    if column < 26 { last.to_string() } else { letters(column / 26 - 1) + &last.to_string() }
}

fn sheet_xml(sheet: &Sheet) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (r, row) in sheet.rows.iter().enumerate() {
        let _ = write!(xml, "<row r=\"{}\">", r + 1);
        for (c, cell) in row.iter().enumerate() {
            let place = format!("{}{}", letters(c), r + 1);
            let _ = match cell {
                Cell::Empty => Ok(()),
                Cell::Text(t) => write!(
                    xml,
                    "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(t)
                ),
                Cell::Number(n) => write!(xml, "<c r=\"{place}\"><v>{n}</v></c>"),
                Cell::Styled(n, s) => write!(xml, "<c r=\"{place}\" s=\"{s}\"><v>{n}</v></c>"),
                Cell::Formula(f, Some(v)) => {
                    write!(xml, "<c r=\"{place}\"><f>{f}</f><v>{v}</v></c>")
                }
                Cell::Formula(f, None) => write!(xml, "<c r=\"{place}\"><f>{f}</f></c>"),
                Cell::Error(e) => write!(xml, "<c r=\"{place}\" t=\"e\"><v>{e}</v></c>"),
            };
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData>");
    if !sheet.merged.is_empty() {
        xml.push_str("<mergeCells>");
        for range in &sheet.merged {
            let _ = write!(xml, "<mergeCell ref=\"{range}\"/>");
        }
        xml.push_str("</mergeCells>");
    }
    xml + "</worksheet>"
}

/// The parts of a workbook, to be changed by a test and packed.
pub(crate) fn parts(sheets: &[Sheet]) -> Vec<(String, Vec<u8>)> {
    const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut book = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{RELS}\"><sheets>"
    );
    let mut rels = String::from(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    );
    let mut parts = Vec::new();
    for (i, sheet) in sheets.iter().enumerate() {
        let n = i + 1;
        let name = escaped(&sheet.name);
        let _ = write!(book, "<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>");
        let _ = write!(
            rels,
            "<Relationship Id=\"rId{n}\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        );
        parts.push((format!("xl/worksheets/sheet{n}.xml"), sheet_xml(sheet).into_bytes()));
    }
    book.push_str("</sheets></workbook>");
    rels.push_str("</Relationships>");
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{RELS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let styles = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>";
    parts.extend([
        ("_rels/.rels".to_owned(), root.into_bytes()),
        ("xl/workbook.xml".to_owned(), book.into_bytes()),
        ("xl/_rels/workbook.xml.rels".to_owned(), rels.into_bytes()),
        ("xl/styles.xml".to_owned(), styles.as_bytes().to_vec()),
    ]);
    parts
}

pub(crate) fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options).expect("to memory");
        zip.write_all(bytes).expect("to memory");
    }
    zip.finish().expect("to memory").into_inner()
}

pub(crate) fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    packed(&parts(sheets))
}
