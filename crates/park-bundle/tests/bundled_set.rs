//! The bundled set as it lies in `data/`: complete, with sources, every id at home, small enough to clone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use park_domain::{Interner, Record, Table, Value};

/// Most bytes of the whole set.
const SET_BYTES_MAX: u64 = 6_000_000;
/// Most bytes of one file.
const FILE_BYTES_MAX: u64 = 2_000_000;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn tables() -> BTreeMap<Table, Vec<Record>> {
    let mut interner = Interner::default();
    let mut tables = BTreeMap::new();
    for table in Table::ALL {
        let file = ["csv", "csv.gz"]
            .map(|ending| data().join(format!("{}.{ending}", table.name())))
            .into_iter()
            .find(|path| path.exists());
        let Some(path) = file else { continue };
        // Our own file: the doubts about what people send do not apply.
        let bytes = std::fs::read(&path).expect("readable");
        let name = path.to_string_lossy();
        let import = park_import::import_bytes(*table, &name, &bytes, &mut interner);
        assert!(import.problems.is_empty(), "{}: {:?}", path.display(), import.problems.first());
        tables.insert(*table, import.records);
    }
    tables
}

fn text<'r>(record: &'r Record, column: &str) -> Option<&'r str> {
    match record.get(column) {
        Some(Value::Text(t)) => Some(t),
        _ => None,
    }
}

#[test]
fn the_set_is_whole_and_every_row_has_its_source() {
    let tables = tables();
    let parks = &tables[&Table::Parks];
    let catalogued = parks
        .iter()
        .filter(|p| text(p, "source").is_some_and(|s| s.starts_with("中国开发区审核公告目录")))
        .count();
    assert_eq!(catalogued, 2543);
    let ids: BTreeSet<&str> = parks.iter().filter_map(|p| text(p, "park_id")).collect();
    assert_eq!(ids.len(), parks.len(), "a park_id is given twice");
    let regions: BTreeSet<&str> =
        tables[&Table::Regions].iter().filter_map(|r| text(r, "region_code")).collect();
    for (table, records) in &tables {
        assert!(!records.is_empty(), "{} is empty", table.name());
        let mut keys = BTreeSet::new();
        let mut last = String::new();
        for record in records {
            let key = record.key();
            assert!(record.get("source").is_some(), "{}: no source for {key}", table.name());
            assert!(last <= key, "{}: {key} is not in its place", table.name());
            last.clone_from(&key);
            assert!(keys.insert(key), "{}: a key twice", table.name());
            for column in ["park_id", "parent_id"] {
                if let Some(id) = text(record, column) {
                    assert!(ids.contains(id), "{}: {column} {id} is no park", table.name());
                }
            }
            if let Some(code) = text(record, "region_code") {
                let is_known = code == "000000" || regions.contains(code);
                assert!(is_known, "{}: no region {code}", table.name());
            }
        }
    }
    for same in &tables[&Table::SameAs] {
        let other = text(same, "other_id").expect("required");
        assert!(!ids.contains(other), "{other} is a park and another name of one");
    }
}

#[test]
fn the_set_is_small_enough_to_clone() {
    let mut bytes = 0;
    for entry in fs::read_dir(data()).expect("data/").flatten() {
        let meta = entry.metadata().expect("readable");
        if meta.is_file() {
            assert!(meta.len() <= FILE_BYTES_MAX, "{:?} is too large", entry.path());
            bytes += meta.len();
        }
    }
    assert!(bytes <= SET_BYTES_MAX, "{bytes} bytes");
}

#[test]
fn values_are_figures_and_groups_of_three_or_more() {
    let tables = tables();
    for record in &tables[&Table::Structure] {
        let Some(Value::Number(value)) = record.get("value") else {
            panic!("no value for {}", record.key())
        };
        let is_group = text(record, "industry").is_some_and(|code| code.len() == 3);
        assert!(*value >= if is_group { 3.0 } else { 1.0 }, "{}", record.key());
    }
    for record in &tables[&Table::Activities] {
        let enough = matches!(record.get("firms"), Some(Value::Number(n)) if *n >= 3.0);
        assert!(enough, "{}", record.key());
    }
}
