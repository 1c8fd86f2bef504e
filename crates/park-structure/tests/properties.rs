//! What holds on every table: symmetry, self = 1, bounds, order, scale, empty industries.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use std::collections::HashMap;

use park_structure::{Key, Kind, Measure, Measured, Table, measure, read_table};
use proptest::prelude::*;

/// Measures that count the classes of the table by definition, so that an empty class is a class.
const COUNT_CLASSES: [Measure; 2] = [Measure::HhiNormalised, Measure::Theil];

fn tables() -> impl Strategy<Value = Vec<Vec<u32>>> {
    (1_usize..6, 1_usize..6).prop_flat_map(|(n, k)| {
        let cell = prop_oneof![2 => Just(0_u32), 3 => 1_u32..40];
        prop::collection::vec(prop::collection::vec(cell, k), n)
    })
}

fn build(rows: &[Vec<u32>], regions: &[usize], industries: &[usize], scale: f64) -> Table {
    let values = regions
        .iter()
        .flat_map(|i| industries.iter().map(|k| Some(f64::from(rows[*i][*k]) * scale)))
        .collect();
    Table::new(
        regions.iter().map(|i| format!("R{i}")).collect(),
        industries.iter().map(|k| format!("{}", 10 + k)).collect(),
        values,
    )
}

/// Values by the names of what they are about, the two of a pair sorted.
fn by_name(table: &Table, m: Measure) -> HashMap<(String, String), Measured> {
    let region = |i: usize| table.regions()[i].clone();
    let industry = |k: usize| table.industries()[k].clone();
    let sorted = |a: String, b: String| if a < b { (a, b) } else { (b, a) };
    measure(table, m)
        .unwrap()
        .into_iter()
        .map(|row| {
            let name = match row.key {
                Key::RegionPair(a, b) => sorted(region(a), region(b)),
                Key::IndustryPair(a, b) => sorted(industry(a), industry(b)),
                Key::Region(i) => (region(i), String::new()),
                Key::Industry(k) => (String::new(), industry(k)),
                Key::Cell(i, k) => (region(i), industry(k)),
            };
            (name, row.value)
        })
        .collect()
}

fn same(a: &Measured, b: &Measured) -> bool {
    match (a, b) {
        (Ok(x), Ok(y)) => (x - y).abs() <= 1e-7 * x.abs().max(1.0),
        (a, b) => a.is_ok() == b.is_ok(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn values_lie_in_their_range(rows in tables()) {
        let (n, k): (Vec<_>, Vec<_>) = ((0..rows.len()).collect(), (0..rows[0].len()).collect());
        let table = build(&rows, &n, &k, 1.0);
        for m in Measure::ALL {
            let (low, high) = m.range(&table);
            for value in by_name(&table, *m).into_values().flatten() {
                prop_assert!(value.is_finite());
                prop_assert!(low.is_none_or(|l| value >= l - 1e-9), "{} {value}", m.name());
                prop_assert!(high.is_none_or(|h| value <= h + 1e-9), "{} {value} {high:?}", m.name());
            }
        }
    }

    #[test]
    fn order_of_rows_and_columns_changes_nothing(rows in tables()) {
        let (n, k): (Vec<_>, Vec<_>) = ((0..rows.len()).collect(), (0..rows[0].len()).collect());
        let (rn, rk): (Vec<_>, Vec<_>) = (n.iter().rev().copied().collect(), k.iter().rev().copied().collect());
        let (table, turned) = (build(&rows, &n, &k, 1.0), build(&rows, &rn, &rk, 1.0));
        for m in Measure::ALL.iter().filter(|m| !matches!(m, Measure::Eci | Measure::Pci)) {
            let other = by_name(&turned, *m);
            for (name, value) in by_name(&table, *m) {
                prop_assert!(same(&value, &other[&name]), "{} {name:?} {value:?} {:?}", m.name(), other[&name]);
            }
        }
    }

    #[test]
    fn the_unit_changes_nothing(rows in tables()) {
        let (n, k): (Vec<_>, Vec<_>) = ((0..rows.len()).collect(), (0..rows[0].len()).collect());
        let table = build(&rows, &n, &k, 1.0);
        // A table of only 0 and 1 is M itself; in another unit it is not.
        prop_assume!(!table.is_binary());
        let scaled = build(&rows, &n, &k, 1_000.0);
        for m in Measure::ALL {
            let other = by_name(&scaled, *m);
            for (name, value) in by_name(&table, *m) {
                prop_assert!(same(&value, &other[&name]), "{} {name:?} {value:?} {:?}", m.name(), other[&name]);
            }
        }
    }

    #[test]
    fn an_empty_industry_changes_nothing(rows in tables()) {
        let (n, k): (Vec<_>, Vec<_>) = ((0..rows.len()).collect(), (0..rows[0].len()).collect());
        let more: Vec<Vec<u32>> = rows.iter().map(|r| r.iter().copied().chain([0]).collect()).collect();
        let all: Vec<usize> = (0..=k.len()).collect();
        let (table, wider) = (build(&rows, &n, &k, 1.0), build(&more, &n, &all, 1.0));
        for m in Measure::ALL.iter().filter(|m| !COUNT_CLASSES.contains(m) && **m != Measure::TheilL) {
            let other = by_name(&wider, *m);
            for (name, value) in by_name(&table, *m) {
                prop_assert!(same(&value, &other[&name]), "{} {name:?} {value:?} {:?}", m.name(), other[&name]);
            }
        }
    }

    #[test]
    fn a_structure_is_itself(row in prop::collection::vec(0_u32..50, 1..8), times in 1_u32..9) {
        prop_assume!(row.iter().any(|v| *v > 0));
        let rows = vec![row.clone(), row.iter().map(|v| v * times).collect()];
        let k: Vec<usize> = (0..row.len()).collect();
        let table = build(&rows, &[0, 1], &k, 1.0);
        for m in Measure::ALL.iter().filter(|m| m.kind() == Kind::RegionPair) {
            let apart = matches!(m, Measure::KrugmanPair | Measure::Jsd);
            let want = if apart { 0.0 } else { 1.0 };
            let found = measure(&table, *m).unwrap()[0].value.unwrap();
            prop_assert!((found - want).abs() < 1e-9, "{} {found}", m.name());
        }
    }

    #[test]
    fn reading_never_panics(text in "[a-c0-9,#\"\n .eE-]{0,200}") {
        if let Ok(table) = read_table(&text) {
            prop_assert!(table.n_regions() > 0 && table.n_industries() > 0);
        }
    }
}
