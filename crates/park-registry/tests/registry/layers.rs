//! Bundled and own rows, what counts as a change, what is read back.

use park_domain::{Record, Table};
use park_registry::{Layer, Origin, Registry};

use crate::{origin, park, record};

fn names(records: &[Record]) -> Vec<String> {
    records.iter().filter_map(|r| r.get("name")).map(park_domain::Value::print).collect()
}

#[test]
fn every_kind_of_value_reads_back_equal_and_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    let records = [
        record(
            Table::Parks,
            &[
                ("park_id", "X1"),
                ("name", "示例'\"\n园"),
                ("level", "省级"),
                ("region_code", "01"),
                ("longitude", "118.123456789012345"),
                ("latitude", "-0.1"),
                ("approved_on", "2023.9"),
                ("approved_area_ha", "1e5"),
                ("chemical_park", "否"),
                ("as_of", "2018"),
                ("estimated", "yes"),
            ],
        ),
        record(
            Table::Structure,
            &[
                ("park_id", "X1"),
                ("year", "2018"),
                ("industry", "0111"),
                ("basis", "firms"),
                ("value", "0"),
            ],
        ),
        record(Table::Structure, &[("park_id", "X1"), ("industry", "39"), ("basis", "named")]),
        record(Table::Facts, &[("region_code", "000000"), ("topic", "1.0"), ("value", "007")]),
    ];
    let mut shuffled = records.to_vec();
    shuffled.reverse();
    registry.record(&origin("t"), &shuffled).unwrap();
    drop(registry);
    let mut expected = records.to_vec();
    expected.sort_by_key(|r| (r.table(), r.key()));
    assert_eq!(Registry::open(dir.path()).unwrap().read().unwrap(), expected);
    assert_eq!(Registry::open_read_only(dir.path()).unwrap().read().unwrap(), expected);
}

#[test]
fn an_own_row_hides_the_bundled_row_and_outlives_a_new_bundled_set() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    assert_eq!(registry.bundled_hash().unwrap(), None);
    let bundled = |hash: &str| Origin { hash: Some(hash.to_owned()), ..origin("bundled") };
    registry
        .replace_bundled(&bundled("a"), &[park("X1", "甲"), park("X2", "乙"), park("X4", "丁")])
        .unwrap();
    registry.record(&origin("own"), &[park("X3", "丙"), park("X2", "自己的乙")]).unwrap();
    assert_eq!(names(&registry.read().unwrap()), ["甲", "自己的乙", "丙", "丁"]);
    let parks = registry.counts().unwrap()[0];
    assert_eq!((parks.bundled, parks.own, parks.shown), (3, 2, 4));

    registry.replace_bundled(&bundled("b"), &[park("X2", "新乙"), park("X5", "戊")]).unwrap();
    assert_eq!(registry.bundled_hash().unwrap().as_deref(), Some("b"));
    assert_eq!(names(&registry.read().unwrap()), ["自己的乙", "丙", "戊"]);
    let history: Vec<(String, Layer, u64)> =
        registry.imports().unwrap().into_iter().map(|i| (i.origin, i.layer, i.rows)).collect();
    assert_eq!(
        history,
        [
            ("bundled".to_owned(), Layer::Bundled, 3),
            ("own".to_owned(), Layer::Own, 2),
            ("bundled".to_owned(), Layer::Bundled, 2)
        ]
    );
}

#[test]
fn only_a_change_moves_the_state() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    assert_eq!(registry.state_id().unwrap(), 0);
    let rows = [park("X1", "甲"), park("X2", "乙")];
    let first = registry.record(&origin("a"), &rows).unwrap();
    assert_eq!((first.rows, first.changed), (2, 2));
    let again = registry.record(&origin("a"), &rows).unwrap();
    assert_eq!((again.rows, again.changed), (2, 0));
    assert_eq!(registry.state_id().unwrap(), first.import_id);
    let emptied = record(Table::Parks, &[("park_id", "X1"), ("name", "甲"), ("city", "苏州市")]);
    assert_eq!(registry.record(&origin("b"), &[emptied, park("X2", "乙")]).unwrap().changed, 1);
    let back = registry.record(&origin("c"), &rows).unwrap();
    assert_eq!(back.changed, 1, "a row is replaced as a whole, missing values too");
    assert_eq!(registry.state_id().unwrap(), back.import_id);
    assert_eq!(registry.read().unwrap(), rows);
}

#[test]
fn the_secret_is_made_once() {
    let dir = tempfile::tempdir().unwrap();
    let secret = Registry::open(dir.path()).unwrap().secret().unwrap();
    assert_ne!(secret, [0; 32]);
    assert_eq!(Registry::open_read_only(dir.path()).unwrap().secret().unwrap(), secret);
    let other = tempfile::tempdir().unwrap();
    assert_ne!(Registry::open(other.path()).unwrap().secret().unwrap(), secret);
}
