//! Files that are made to harm, or damaged: a clear refusal, and the other files go on.

use std::fs::File;
use std::io::Write as _;

use park_domain::{Interner, Table};
use park_import::{FILE_BYTES_MAX, Import, import_path, import_upload};

use crate::sheets::{self, packed, parts, typed_sheet};

const PARKS: &str = "园区编号|园区名称\nX1|示例开发区\n";

pub(crate) fn read(name: &str, bytes: &[u8]) -> Import {
    import_upload(None, name, bytes, None, &mut Interner::default())
}

/// Parts of a small workbook with one of them changed.
fn changed(part: &str, bytes: impl Into<Vec<u8>>) -> Vec<u8> {
    let mut parts = parts(&[typed_sheet("园区", PARKS)]);
    parts.retain(|(name, _)| name != part);
    parts.push((part.to_owned(), bytes.into()));
    packed(&parts)
}

fn sheet_of(cells: &str) -> String {
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
    )
}

fn inline(place: &str, words: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const TEXTS: &str = "xl/sharedStrings.xml";

/// Every hostile file, with the name under which it is read.
pub(crate) fn files() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let good = packed(&parts(&[typed_sheet("园区", PARKS)]));
    let header =
        format!("<row r=\"1\">{}{}</row>", inline("A1", "园区编号"), inline("B1", "园区名称"));
    let corner = format!(
        "{header}<row r=\"2\">{}{}</row><row r=\"1048576\">{}</row>",
        inline("A2", "X1"),
        inline("B2", "一"),
        inline("XFD1048576", "x")
    );
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    let zeros = vec![b' '; 70 * 1024 * 1024];
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..2 {
        gz.write_all(&zeros).expect("to memory");
    }
    let many: Vec<String> = (0..10_000).map(|i| format!("列{i}")).collect();
    let mut wide = String::from("<row r=\"1\">");
    for i in 0..10_000 {
        wide.push_str(&inline(&format!("{}1", sheets::letters(i)), "园区编号"));
    }
    wide.push_str("</row>");
    vec![
        ("workbook cut short", "parks.xlsx", good[..good.len() / 2].to_vec()),
        (
            "workbook with a damaged sheet",
            "parks.xlsx",
            changed(SHEET, &sheet_of(&header).as_bytes()[..200]),
        ),
        ("bytes that are no text", "parks.csv", (0..=255).cycle().take(5_000).collect()),
        ("a picture named CSV", "parks.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec()),
        ("a PDF named XLSX", "parks.xlsx", b"%PDF-1.7\n".to_vec()),
        ("an old XLS", "parks.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec()),
        (
            "two encodings in one file",
            "parks.csv",
            [
                "park_id,name\nX1,示例开发区\n".as_bytes(),
                &encoding_rs::GB18030.encode("X2,另一开发区\n").0,
            ]
            .concat(),
        ),
        ("gzip that unpacks to 140 MB", "parks.csv.gz", gz.finish().expect("to memory")),
        ("gzip cut short", "parks.csv.gz", {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packer.write_all("园区编号,园区名称\nX1,示例开发区\n".as_bytes()).expect("to memory");
            let packed = packer.finish().expect("to memory");
            packed[..packed.len() - 9].to_vec()
        }),
        ("sheet of 70 MB of blanks", "parks.xlsx", changed(SHEET, zeros)),
        (
            "sheet of 70 MB of empty rows",
            "parks.xlsx",
            changed(SHEET, sheet_of(&"<row></row>".repeat(70 * 1024 * 1024 / 11))),
        ),
        ("cells at A1 and XFD1048576", "parks.xlsx", changed(SHEET, sheet_of(&corner))),
        ("10,000 columns in CSV", "parks.csv", many.join(",").into_bytes()),
        ("10,000 columns in XLSX", "parks.xlsx", changed(SHEET, sheet_of(&wide))),
        ("10,000 keys in JSON Lines", "parks.jsonl", {
            let pairs: Vec<String> = many.iter().map(|k| format!("\"{k}\":1")).collect();
            format!("{{{}}}\n", pairs.join(",")).into_bytes()
        }),
        (
            "JSON nested 100,000 deep",
            "parks.jsonl",
            "[".repeat(100_000).replace('[', "{\"a\":").into_bytes(),
        ),
        ("billion laughs in sharedStrings", "parks.xlsx", changed(TEXTS, laughs)),
        (
            "a count of texts that is not true",
            "parks.xlsx",
            changed(TEXTS, "<sst uniqueCount=\"99999999999999\"><si><t>a</t></si></sst>"),
        ),
        ("a part outside of the workbook", "parks.xlsx", changed("../../etc/parks.xml", "<a/>")),
        (
            "a text index beyond the list",
            "parks.xlsx",
            changed(SHEET, sheet_of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>")),
        ),
        (
            "merged range that ends before it begins",
            "parks.xlsx",
            changed(
                SHEET,
                sheet_of(&header).replace(
                    "</sheetData>",
                    "</sheetData><mergeCells><mergeCell ref=\"C9:A1\"/></mergeCells>",
                ),
            ),
        ),
        ("no sheet at all", "parks.xlsx", packed(&parts(&[]))),
    ]
}

#[test]
fn every_hostile_file_is_refused_with_a_rule_and_a_way_out() {
    let mut page = String::new();
    for (what, name, bytes) in files() {
        let import = read(name, &bytes);
        assert!(!import.problems.is_empty(), "{what}");
        assert!(import.records.len() <= 1, "{what}");
        page.push_str(&format!("== {what}\n{}", import.problems_text()));
        for problem in &import.problems {
            assert!(problem.fault.hint.is_some(), "{what}");
            page.push_str(&park_import::problem_in_chinese(problem));
            page.push('\n');
        }
    }
    expect_test::expect_file!["expected/hostile.txt"].assert_eq(&page);
}

#[test]
fn the_wide_and_deep_workbook_is_small() {
    let all = files();
    let (_, _, bytes) = all.iter().find(|(what, ..)| what.contains("XFD1048576")).unwrap();
    assert!(bytes.len() < 5_000, "{} bytes", bytes.len());
}

#[test]
fn a_name_with_path_parts_names_a_table_and_nothing_else() {
    let text = "园区编号,园区名称\nX1,示例开发区\n".as_bytes();
    for name in ["../../etc/parks.csv", "/etc/parks.csv", "..\\..\\parks.csv", "C:\\园区.csv"] {
        let import = read(name, text);
        assert_eq!(import.records.len(), 1, "{name}: {}", import.problems_text());
    }
}

#[test]
fn two_gigabytes_are_refused_by_their_size() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("parks.csv");
    File::create(&path).unwrap().set_len(2 << 30).unwrap();
    let error = import_path(&path, &mut Interner::default()).unwrap_err().to_string();
    assert!(error.contains(&format!("the file holds more than {FILE_BYTES_MAX} bytes")), "{error}");
    std::fs::write(dir.path().join("园区.csv"), "园区编号,园区名称\nX1,一\n").unwrap();
    let import = import_path(dir.path(), &mut Interner::default()).unwrap();
    assert_eq!(import.records.len(), 1);
    assert_eq!(import.files.iter().filter(|f| f.refused).count(), 1);
    assert_eq!(import.records[0].table(), Table::Parks);
}
