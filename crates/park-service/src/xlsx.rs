//! A plain workbook: sheets of texts, as OOXML (ECMA-376), the same bytes for the same sheets.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

use crate::answer::questionnaire::Sheet;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The bytes of a workbook.
pub(crate) fn workbook(sheets: &[Sheet]) -> zip::result::ZipResult<Vec<u8>> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: String| {
        // Without the time of writing, so that the same sheets give the same bytes.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        out.start_file(name, options)?;
        out.write_all(text.as_bytes())?;
        zip::result::ZipResult::Ok(())
    };
    let mut types = String::new();
    let mut names = String::new();
    let mut links = String::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let n = at + 1;
        let _ = write!(
            types,
            "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        );
        let _ = write!(
            names,
            "<sheet name=\"{}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>",
            escaped(&sheet.name)
        );
        let _ = write!(
            links,
            "<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        );
    }
    part(
        "[Content_Types].xml",
        format!(
            "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{types}</Types>"
        ),
    )?;
    part(
        "_rels/.rels",
        format!(
            "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    )?;
    part(
        "xl/workbook.xml",
        format!(
            "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{names}</sheets></workbook>"
        ),
    )?;
    part(
        "xl/_rels/workbook.xml.rels",
        format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{links}</Relationships>"),
    )?;
    for (at, sheet) in sheets.iter().enumerate() {
        part(&format!("xl/worksheets/sheet{}.xml", at + 1), rows(sheet))?;
    }
    Ok(out.finish()?.into_inner())
}

fn rows(sheet: &Sheet) -> String {
    let above = sheet.above.iter().map(std::slice::from_ref);
    let table =
        std::iter::once(sheet.header.as_slice()).chain(sheet.rows.iter().map(Vec::as_slice));
    let mut text = format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for (row, cells) in above.chain(table).enumerate() {
        let _ = write!(text, "<row r=\"{}\">", row + 1);
        for (column, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
            let place = format!("{}{}", letters(column), row + 1);
            let _ = write!(
                text,
                "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                escaped(cell)
            );
        }
        text.push_str("</row>");
    }
    text.push_str("</sheetData></worksheet>");
    text
}

/// A, B, … Z, AA, …
fn letters(column: usize) -> String {
    let mut text = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        text.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use park_domain::{Interner, Table};

    use super::*;

    #[test]
    fn an_import_reads_what_was_filled_in() {
        let cells = |list: &[&str]| list.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        let sheet = Sheet {
            name: "公用配套".to_owned(),
            above: cells(&["# 请填写 <余量> & \"单位\""]),
            header: cells(&["园区编号", "配套类型", "余量", "单位", "截至日期"]),
            rows: vec![cells(&["X1", "供电", "40", "MW", "2026-11-24"])],
        };
        let bytes = workbook(&[sheet]).expect("memory");
        let import = park_import::import_upload(
            None,
            "answers.xlsx",
            &bytes,
            None,
            &mut Interner::default(),
        );
        assert_eq!(import.problems_total, 0, "{}", import.problems_text());
        let record = &import.records[0];
        assert_eq!(record.table(), Table::Utilities);
        assert_eq!(record.get("spare").map(park_domain::Value::print).as_deref(), Some("40"));
        assert_eq!((letters(0), letters(25), letters(26)), ("A".into(), "Z".into(), "AA".into()));
    }
}
