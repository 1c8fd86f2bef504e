//! The fictional province: complete, the same every time, and never to be taken for a real one.

use std::collections::{BTreeMap, BTreeSet};

use park_demo::{ID_PREFIX, is_demo, records};
use park_domain::{Dataset, Table};

#[test]
fn every_row_says_that_it_is_invented() {
    let records = records().unwrap();
    for record in &records {
        assert!(is_demo(record), "{record:?}");
        assert!(record.get("source").unwrap().print().contains("演示数据"), "{record:?}");
    }
    let data = Dataset::from_records(&records);
    for park in &data.parks {
        assert!(park.name.starts_with("演示") && park.id.as_str().starts_with(ID_PREFIX));
        assert!(park.region_code.as_deref().unwrap().starts_with("99"));
    }
}

#[test]
fn the_tables_that_real_data_lacks_are_filled() {
    let records = records().unwrap();
    let mut tables: BTreeMap<&str, usize> = BTreeMap::new();
    let mut keys = BTreeSet::new();
    for record in &records {
        *tables.entry(record.table().name()).or_default() += 1;
        assert!(keys.insert((record.table(), record.key())), "twice: {record:?}");
    }
    for table in [
        Table::Parks,
        Table::Plots,
        Table::Utilities,
        Table::Approvals,
        Table::Projects,
        Table::Promises,
        Table::Thresholds,
        Table::Policies,
        Table::Structure,
        Table::Positioning,
    ] {
        assert!(tables.get(table.name()).is_some_and(|n| *n >= 12), "{}: {tables:?}", table.name());
    }
    assert_eq!(records, park_demo::records().unwrap());
}
