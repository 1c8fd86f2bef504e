//! No bytes make an import panic.

use park_domain::{Interner, Table};
use park_import::import_bytes;
use proptest::prelude::*;

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
    assert!(file.accepted <= file.rows);
    assert!(import.problems.len() as u64 <= import.problems_total);
    assert!(import.records.iter().all(|r| r.table() == table));
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
}
