//! What the log keeps: what changed, when, and from which file.

use park_domain::{Record, Table};
use park_registry::{HistoryEntry, Op, Origin, Registry};
use rusqlite::Connection;

use crate::{origin, park, record};

fn at(name: &str, day: u8) -> Origin {
    Origin { at: format!("2025-02-{day:02}T08:00:00Z"), ..origin(name) }
}

fn in_city(id: &str, city: &str) -> Record {
    record(Table::Parks, &[("park_id", id), ("name", "甲"), ("city", city)])
}

/// An entry in a line: import, operation, table, origin, cells.
fn line(entry: &HistoryEntry) -> String {
    let cells: Vec<String> = entry
        .cells
        .iter()
        .map(|c| {
            let side = |v: &Option<String>| v.clone().unwrap_or_else(|| "-".to_owned());
            format!("{} {}→{}", c.column, side(&c.old), side(&c.new))
        })
        .collect();
    format!(
        "{} {} {} {} [{}]",
        entry.import_id,
        entry.op.name(),
        entry.table.name(),
        entry.origin,
        cells.join("; ")
    )
}

fn history(registry: &Registry, id: &str) -> Vec<String> {
    registry.history(&[id.to_owned()]).expect("a history").iter().map(line).collect()
}

#[test]
fn every_accepted_change_of_a_park_is_told_newest_first() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    let file = [(Table::Parks, "mine/parks.csv".to_owned())];
    registry.record_from(&at("mine", 1), &[in_city("X1", "苏州市")], &file).unwrap();
    registry.record(&at("again", 2), &[in_city("X1", "苏州市")]).unwrap();
    registry.record(&at("moved", 3), &[in_city("X1", "无锡市"), park("X2", "乙")]).unwrap();
    let clause = |id: &str| {
        record(Table::Policies, &[("clause_id", "C1"), ("park_id", id), ("text", "补助")])
    };
    registry.record(&at("clause", 4), &[clause("X1")]).unwrap();
    registry.record(&at("given away", 5), &[clause("X2")]).unwrap();

    assert_eq!(
        history(&registry, "X1"),
        [
            "5 changed policies given away [park_id X1→X2]",
            "4 added policies clause [clause_id -→C1; park_id -→X1; text -→补助]",
            "3 changed parks moved [city 苏州市→无锡市]",
            "1 added parks mine/parks.csv [park_id -→X1; name -→甲; city -→苏州市]",
        ]
    );
    let first = registry.history(&["X2".to_owned()]).unwrap();
    assert_eq!(first[0].at, "2025-02-05T08:00:00Z");
    assert_eq!(first.len(), 2, "the clause that came and the park itself");
    assert!(history(&registry, "X3").is_empty());
}

#[test]
fn of_the_bundled_set_an_exchange_is_told_and_the_first_load_costs_no_entry() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    let bundled = |hash: &str, day| Origin { hash: Some(hash.to_owned()), ..at("bundled", day) };
    let first = [in_city("X1", "苏州市"), park("X2", "乙"), park("X3", "丙")];
    registry.replace_bundled(&bundled("a", 1), &first).unwrap();
    let raw = Connection::open(registry.path()).unwrap();
    let entries =
        || raw.query_row("SELECT COUNT(*) FROM changes", [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(entries(), 0);

    registry.record(&at("own", 2), &[in_city("X1", "无锡市")]).unwrap();
    let second = [in_city("X1", "常州市"), park("X2", "乙"), park("X4", "丁")];
    let recorded = registry.replace_bundled(&bundled("b", 3), &second).unwrap();
    assert_eq!((recorded.rows, recorded.changed), (3, 3), "one other, one gone, one new");
    assert_eq!(
        history(&registry, "X1"),
        [
            "3 changed parks bundled [city 苏州市→常州市]",
            "2 hides-bundled parks own [city 苏州市→无锡市]",
        ]
    );
    assert_eq!(history(&registry, "X2"), ["1 bundled parks bundled []"]);
    assert_eq!(history(&registry, "X3"), ["3 removed parks bundled [park_id X3→-; name 丙→-]"]);
    assert_eq!(history(&registry, "X4"), ["3 added parks bundled [park_id -→X4; name -→丁]"]);
}

#[test]
fn of_two_rows_with_one_key_the_later_wins_and_is_one_change() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    let rows = [in_city("X1", "苏州市"), park("X2", "乙"), in_city("X1", "无锡市")];
    assert_eq!(registry.record(&at("t", 1), &rows).unwrap().changed, 2);
    let entries = registry.history(&["X1".to_owned()]).unwrap();
    assert_eq!((entries.len(), entries[0].op), (1, Op::Added));
    assert_eq!(registry.read().unwrap(), [in_city("X1", "无锡市"), park("X2", "乙")]);
}

fn clause(cells: &[(&str, &str)]) -> Record {
    let all: Vec<(&str, &str)> = [("clause_id", "C1")].iter().chain(cells).copied().collect();
    record(Table::Policies, &all)
}

#[test]
fn what_became_of_a_row_at_another_park_is_not_told_as_what_it_came_with() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    let texts = [("X1", "补助"), ("X2", "补助"), ("X2", "奖励"), ("X1", "奖励")];
    for (day, (park, text)) in (1..).zip(texts) {
        let row = clause(&[("park_id", park), ("text", text)]);
        registry.record(&at("t", day), &[row]).unwrap();
    }
    assert_eq!(
        history(&registry, "X1"),
        [
            "4 changed policies t [park_id X2→X1]",
            "2 changed policies t [park_id X1→X2]",
            "1 added policies t [clause_id -→C1; park_id -→X1; text -→补助]",
        ]
    );
}

#[test]
fn a_row_that_came_back_at_another_park_lends_nothing_to_the_one_that_went() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    let sets = [
        vec![park("X1", "甲")],
        vec![park("X1", "甲"), clause(&[("park_id", "X1"), ("text", "补助")])],
        vec![park("X1", "甲")],
        vec![
            park("X1", "甲"),
            clause(&[("park_id", "X2"), ("document", "某办法"), ("text", "奖励")]),
        ],
    ];
    for (day, set) in (1..).zip(&sets) {
        let hashed = Origin { hash: Some(day.to_string()), ..at("set", day) };
        registry.replace_bundled(&hashed, set).unwrap();
    }
    assert_eq!(
        history(&registry, "X1"),
        [
            "3 removed policies set [clause_id C1→-; park_id X1→-; text 补助→-]",
            "2 added policies set [clause_id -→C1; park_id -→X1; text -→补助]",
            "1 bundled parks set []",
        ]
    );
}
