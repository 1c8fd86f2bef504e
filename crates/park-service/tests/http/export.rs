//! Out again: what `export` writes imports to an equal store.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use park_domain::{Record, Table};
use park_registry::Registry;

use crate::doctor::parkwise;
use crate::store::{make, parks};

fn read(store: &Path) -> Vec<Record> {
    Registry::open_read_only(store).unwrap().read().unwrap()
}

/// The files of an export, by name.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap()))
        .collect()
}

/// Exports a store, imports that into a new one, and exports it again.
///
/// What the set says of itself can be doubted (exit 1), but nothing may be left out.
fn round(store: &Path, dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let (first, second) = (dir.join("first"), dir.join("second"));
    let (out, copy) = (first.display().to_string(), dir.join("copy"));
    let (code, _, err) = parkwise(store, &["export", "--out", &out]);
    assert_eq!(code, 0, "{err}");
    let (code, said, err) = parkwise(&copy, &["import", &out]);
    assert!(code < 2, "{said}{err}");
    assert!(read(&copy) == read(store), "the records differ");
    let again = second.display().to_string();
    assert_eq!(parkwise(&copy, &["export", "--out", &again]).0, 0);
    let written = files(&first);
    assert!(written == files(&second), "the files differ");
    written
}

#[test]
fn a_store_of_odd_values_comes_back_equal() {
    let (dir, _) = make(parks());
    let outside = tempfile::tempdir().unwrap();
    let mine = outside.path().join("mine");
    fs::create_dir(&mine).unwrap();
    let rows = "park_id,name,aliases,longitude,latitude,approved_on,approved_area_ha,chemical_park,note\n\
        =N1,\"=HYPERLINK(\"\"http://x.example\"\")\",+1园、-2园、@三园,-70.25,-0.5,2023-09,350.25,yes,\"两行\n备注, \"\"引号\"\"\"\n\
        N2,'=已有引号,'，１,,,2019,1e3,no,-\u{3000}5\n";
    fs::write(mine.join("parks.csv"), rows).unwrap();
    let (code, said, _) = parkwise(dir.path(), &["import", &mine.display().to_string()]);
    assert!(code < 2, "{said}");
    let stored = read(dir.path());
    let name = |id: &str| {
        let park = stored.iter().find(|r| r.get("park_id").is_some_and(|v| v.print() == id));
        park.unwrap().get("name").unwrap().print()
    };
    assert!(name("=N1").starts_with("=HYPERLINK"), "{}", name("=N1"));

    let written = round(dir.path(), outside.path());
    for (file, bytes) in &written {
        assert!(bytes.starts_with("\u{feff}".as_bytes()), "{file} opens as UTF-8 in Excel");
        let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        for cell in reader
            .records()
            .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            // A number is a number to a spreadsheet also with a sign before it.
            let runs =
                cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            assert!(!runs, "{file}: {cell}");
        }
    }
}

#[test]
fn the_whole_bundled_set_comes_back_equal() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    assert_eq!(parkwise(&store, &["park", "G321090"]).0, 0);
    let written = round(&store, dir.path());
    let tables = Table::ALL.iter().filter(|t| written.contains_key(&format!("{}.csv", t.name())));
    assert!(tables.count() >= 11, "{:?}", written.keys());
}

#[test]
fn rows_of_an_earlier_export_do_not_stay() {
    let (dir, _) = make(parks());
    let outside = tempfile::tempdir().unwrap();
    let out = outside.path().join("out");
    fs::create_dir(&out).unwrap();
    let old = "plot_id,park_id,kind\nP1,T01,land\n";
    fs::write(out.join("plots.csv"), old).unwrap();
    let path = out.display().to_string();
    let (code, said, _) = parkwise(dir.path(), &["export", "--out", &path, "--json"]);
    assert_eq!(code, 0, "{said}");
    assert!(!String::from_utf8(files(&out)["plots.csv"].clone()).unwrap().contains("P1"));
    let answer: serde_json::Value = serde_json::from_str(&said).unwrap();
    let plots =
        answer["tables"].as_array().unwrap().iter().find(|t| t["table"] == "plots").unwrap();
    assert_eq!(plots["rows"], 0);
}
