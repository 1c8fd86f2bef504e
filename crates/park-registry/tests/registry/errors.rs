//! What a person is told when a store cannot be used.

use std::fs;

use park_registry::{FILE_NAME, Origin, Registry, RegistryError};
use rusqlite::Connection;

use crate::{origin, park};

#[test]
fn a_newer_format_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    Registry::open(dir.path()).unwrap();
    let raw = Connection::open(dir.path().join(FILE_NAME)).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    let error = Registry::open(dir.path()).unwrap_err();
    assert!(matches!(error, RegistryError::NewerFormat { found: 99, .. }), "{error}");
    assert!(error.to_string().contains("\nhint: use the newer version"), "{error}");

    raw.pragma_update(None, "user_version", 2).unwrap();
    raw.execute_batch("ALTER TABLE parks ADD COLUMN tomorrow TEXT").unwrap();
    assert!(matches!(Registry::open(dir.path()), Err(RegistryError::NewerFormat { .. })));
    assert!(matches!(Registry::open_read_only(dir.path()), Err(RegistryError::NewerFormat { .. })));
}

#[test]
fn a_column_or_table_that_an_older_store_lacks_is_added() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    registry.record(&origin("t"), &[park("X1", "甲")]).unwrap();
    drop(registry);
    let raw = Connection::open(dir.path().join(FILE_NAME)).unwrap();
    raw.execute_batch("ALTER TABLE parks DROP COLUMN website; DROP TABLE plots").unwrap();
    drop(raw);
    assert!(matches!(Registry::open_read_only(dir.path()), Err(RegistryError::OlderFormat(_))));
    let registry = Registry::open(dir.path()).unwrap();
    assert_eq!(registry.read().unwrap(), [park("X1", "甲")]);
    assert!(Registry::open_read_only(dir.path()).is_ok());
}

#[test]
fn other_files_and_damage() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Registry::open_read_only(dir.path()), Err(RegistryError::Absent(_))));
    let file = dir.path().join(FILE_NAME);
    fs::write(&file, "this is not a database, it is a sentence".repeat(50)).unwrap();
    let error = Registry::open(dir.path()).unwrap_err();
    assert!(matches!(error, RegistryError::Corrupt { .. }), "{error}");
    fs::remove_file(&file).unwrap();
    Connection::open(&file).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
    let error = Registry::open(dir.path()).unwrap_err();
    assert!(matches!(error, RegistryError::Foreign(_)), "{error}");
    fs::remove_file(&file).unwrap();
    fs::write(dir.path().join("taken"), "").unwrap();
    let error = Registry::open(&dir.path().join("taken")).unwrap_err();
    assert!(matches!(error, RegistryError::Folder { .. }), "{error}");
}

#[test]
fn a_time_that_is_none_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    let bad = Origin { at: "yesterday".to_owned(), ..origin("t") };
    let error = registry.record(&bad, &[park("X1", "甲")]).unwrap_err();
    assert!(matches!(error, RegistryError::BadTime(_)), "{error}");
    assert!(registry.imports().unwrap().is_empty());
}

#[test]
fn a_reader_sees_the_last_whole_import_while_another_writes() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    registry.record(&origin("t"), &[park("X1", "甲")]).unwrap();
    let raw = Connection::open(dir.path().join(FILE_NAME)).unwrap();
    raw.execute_batch("BEGIN IMMEDIATE; DELETE FROM parks").unwrap();
    let reader = Registry::open_read_only(dir.path()).unwrap();
    assert_eq!(reader.read().unwrap(), [park("X1", "甲")]);
    // What is rolled back, or killed, was never there.
    drop(raw);
    assert_eq!(registry.read().unwrap(), [park("X1", "甲")]);
    registry.verify().unwrap();
}

#[test]
fn a_stored_row_that_breaks_a_rule_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    registry.record(&origin("t"), &[park("X1", "甲")]).unwrap();
    let raw = Connection::open(dir.path().join(FILE_NAME)).unwrap();
    raw.execute_batch("UPDATE parks SET level = 'cosmic'").unwrap();
    let error = registry.read().unwrap_err().to_string();
    assert!(
        error.contains("table parks, row X1: \"cosmic\": not a word of this column"),
        "{error}"
    );
}
