//! What is written reads back equal.

use park_domain::{Interner, Kind, Record, Table};
use park_import::{import_bytes, write_csv, write_csv_for_spreadsheets};
use proptest::prelude::*;

/// A cell that a column of this kind accepts, or nothing.
fn cell(kind: Kind, required: bool) -> BoxedStrategy<Option<String>> {
    let filled: BoxedStrategy<String> = match kind {
        Kind::Id => "[A-Z][0-9]{1,5}".boxed(),
        Kind::Text => proptest::sample::select(
            &[
                "汽车、食品",
                "a,b \"c\"\nd",
                "=1+1",
                "# text",
                "'x",
                "'=x",
                "''x",
                "+86",
                "-",
                "-5",
                " 前后 ",
                "@x",
                "1.0",
            ][..],
        )
        .prop_map(str::to_owned)
        .boxed(),
        Kind::Word(words) => {
            proptest::sample::select(words).prop_map(|(code, _)| code.to_owned()).boxed()
        }
        Kind::Number { min, max } => (min..max).prop_map(|n| n.to_string()).boxed(),
        Kind::Date => proptest::sample::select(&["2018", "2018-02", "2018-02-28"][..])
            .prop_map(str::to_owned)
            .boxed(),
        Kind::Year => (1900..2100_u16).prop_map(|y| y.to_string()).boxed(),
        Kind::Flag => any::<bool>().prop_map(|b| if b { "yes" } else { "no" }.to_owned()).boxed(),
        Kind::RegionCode => "[1-6][0-9]{5}".boxed(),
    };
    if required { filled.prop_map(Some).boxed() } else { proptest::option::of(filled).boxed() }
}

fn records(table: Table) -> impl Strategy<Value = Vec<Record>> {
    let row: Vec<_> = table.columns().iter().map(|c| cell(c.kind, c.required)).collect();
    proptest::collection::vec(row, 1..8).prop_map(move |rows| {
        let mut seen = std::collections::HashSet::new();
        rows.iter()
            .filter_map(|row| {
                let cells: Vec<Option<&str>> = row.iter().map(Option::as_deref).collect();
                Record::check(table, &cells).ok()
            })
            .filter(|record| seen.insert(record.key()))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn every_table((table, records) in proptest::sample::select(Table::ALL.to_vec())
        .prop_flat_map(|t| (Just(t), records(t))))
    {
        let mut bytes = Vec::new();
        write_csv(table, records.iter(), &mut bytes).unwrap();
        let import = import_bytes(table, "t.csv", &bytes, &mut Interner::default());
        prop_assert_eq!(import.problems_text(), "");
        prop_assert_eq!(&import.records, &records);
        let mut again = Vec::new();
        write_csv(table, import.records.iter(), &mut again).unwrap();
        prop_assert_eq!(again, bytes);
    }
}

#[test]
fn a_spreadsheet_gets_no_formula_and_reads_back_equal() {
    let csv = "park_id,name,note,longitude,latitude\nX1,=HYPERLINK(1),-5,-3.5,40\nX2,@二,+正,,\n";
    let mut interner = Interner::default();
    let import = import_bytes(Table::Parks, "parks.csv", csv.as_bytes(), &mut interner);
    let mut bytes = Vec::new();
    write_csv_for_spreadsheets(Table::Parks, import.records.iter(), &mut bytes).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.starts_with("\u{feff}park_id,name,"), "{text}");
    assert!(text.contains("X1,'=HYPERLINK(1),"), "{text}");
    assert!(text.contains(",-3.5,40,"), "{text}");
    assert!(text.contains("X2,'@二,") && text.contains(",'+正\n"), "{text}");
    let again = import_bytes(Table::Parks, "parks.csv", &bytes, &mut interner);
    assert_eq!(again.records, import.records);
    assert_eq!(again.problems_text(), "");
}
