//! No bytes make an import panic.

use park_domain::{Interner, Table};
use park_import::{import_bytes, import_upload};
use proptest::prelude::*;

use crate::sheets;

/// Pieces from which something like a table grows.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let words: &[&str] = &[
        "park_id",
        "name",
        "园区编号",
        "year",
        "industry",
        "basis",
        "value",
        "firms",
        "\"",
        "\"\"",
        ",",
        ",",
        ",",
        "\n",
        "\r\n",
        "\r",
        "#",
        "合计",
        "1.2亿",
        "2023.9",
        "\u{feff}",
        "X1",
        "'",
        "=1",
        " ",
        "13812345678",
        "a@b.cn",
        "\0",
    ];
    prop_oneof![
        9 => proptest::sample::select(words).prop_map(|w| w.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
    ]
}

fn counts_agree(table: Table, bytes: &[u8]) {
    let import = import_bytes(table, "any.csv", bytes, &mut Interner::default());
    let [file] = &import.files[..] else { panic!("one file") };
    assert_eq!(file.accepted, import.records.len() as u64);
    assert_eq!(file.rows, file.accepted + file.left_out + file.passed_over);
    assert!(import.problems.len() as u64 <= import.problems_total);
    assert!(import.records.iter().all(|r| r.table() == table));
}

/// Every row is accounted for, whatever the file.
fn any_upload(name: &str, bytes: &[u8]) {
    let import = import_upload(None, name, bytes, None, &mut Interner::default());
    let accepted: u64 = import.files.iter().map(|f| f.accepted).sum();
    assert_eq!(accepted, import.records.len() as u64);
    for file in &import.files {
        assert_eq!(file.rows, file.accepted + file.left_out + file.passed_over, "{file:?}");
    }
    assert!(import.problems.len() as u64 <= import.problems_total);
}

fn json_piece() -> impl Strategy<Value = Vec<u8>> {
    let words: &[&str] = &[
        "{",
        "}",
        "\"park_id\"",
        "\"name\"",
        ":",
        ",",
        "\"X1\"",
        "\"园区\"",
        "\n",
        "1",
        "1e999",
        "null",
        "true",
        "[",
        "]",
        "\\u0000",
        " ",
        "{\"park_id\":\"X2\",\"name\":\"二\"}\n",
    ];
    prop_oneof![
        9 => proptest::sample::select(words).prop_map(|w| w.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
    ]
}

fn xml_piece() -> impl Strategy<Value = Vec<u8>> {
    let words: &[&str] = &[
        "<row r=\"1\">",
        "<row>",
        "</row>",
        "<c r=\"A1\" t=\"inlineStr\">",
        "<c r=\"B1\">",
        "<c>",
        "</c>",
        "<is><t>",
        "</t></is>",
        "<v>",
        "</v>",
        "<f>",
        "</f>",
        "<c r=\"XFE9\"><v>1</v></c>",
        "园区编号",
        "park_id",
        "name",
        "1",
        "&lt;",
        "&x;",
        "<c r=\"A0\"><v>1</v></c>",
        "<c t=\"s\"><v>9</v></c>",
        "<c t=\"e\"><v>#REF!</v></c>",
        "<c t=\"b\"><v>2</v></c>",
        "<f t=\"shared\" si=\"99999999\">",
        "</sheetData>",
        "<mergeCells><mergeCell ref=\"B9:A1\"/></mergeCells>",
        "<!--",
        "-->",
        "<row r=\"4294967295\">",
        "<dimension ref=\"B2:A1\"/>",
    ];
    prop_oneof![
        12 => proptest::sample::select(words).prop_map(|w| w.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..4),
    ]
}

proptest! {
    #[test]
    fn plain_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        counts_agree(Table::Parks, &bytes);
    }

    #[test]
    fn nearly_a_table(
        pieces in proptest::collection::vec(piece(), 0..60),
        table in proptest::sample::select(Table::ALL.to_vec()),
    ) {
        counts_agree(table, &pieces.concat());
        let mut headed = b"park_id,name,year,industry,basis,value\n".to_vec();
        headed.extend(pieces.concat());
        counts_agree(table, &headed);
        counts_agree(Table::Structure, &headed);
    }

    #[test]
    fn broken_gzip(tail in proptest::collection::vec(any::<u8>(), 0..100)) {
        let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        bytes.extend(tail);
        counts_agree(Table::Parks, &bytes);
    }

    #[test]
    fn nearly_json_lines(pieces in proptest::collection::vec(json_piece(), 0..40)) {
        any_upload("parks.jsonl", &pieces.concat());
    }

    #[test]
    fn nearly_a_workbook(sheet in proptest::collection::vec(xml_piece(), 0..40), cut in 0..2000_usize) {
        let mut parts = sheets::parts(&[sheets::typed_sheet("园区", "园区编号|园区名称\nX1|一")]);
        parts[0].1 = [b"<worksheet><sheetData>".to_vec(), sheet.concat(), b"</worksheet>".to_vec()].concat();
        let mut bytes = sheets::packed(&parts);
        any_upload("parks.xlsx", &bytes);
        bytes.truncate(cut);
        any_upload("parks.xlsx", &bytes);
    }

    #[test]
    fn a_workbook_with_bytes_turned(at in 0..1500_usize, to in any::<u8>()) {
        let mut bytes = sheets::workbook(&[sheets::typed_sheet("园区", "园区编号|园区名称\nX1|一")]);
        let at = at % bytes.len();
        bytes[at] = to;
        any_upload("parks.xlsx", &bytes);
    }

    #[test]
    fn texts_in_any_encoding(words in "[a-z,\n开发区园、0-9]{0,80}", mark in any::<bool>()) {
        let start = if mark { "\u{feff}" } else { "" };
        let text = format!("{start}park_id,name\n{words}");
        any_upload("parks.csv", &encoding_rs::GB18030.encode(&text).0);
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        any_upload("parks.csv", &le);
        any_upload("parks.csv", &le[1..]);
    }
}
