//! From format to format, and how changes reach the disk.

use std::fs;

use park_registry::{FILE_NAME, Op, Registry, RegistryError, copy_name};
use rusqlite::Connection;

use crate::{origin, park};

/// A store as format 1 made it: no log.
const FORMAT_1: &str = "
PRAGMA journal_mode = WAL;
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, origin TEXT NOT NULL, layer INTEGER NOT NULL,
  rows INTEGER NOT NULL, changed INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE settings (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE parks (key TEXT NOT NULL, layer INTEGER NOT NULL, import_id INTEGER NOT NULL,
  park_id TEXT, name TEXT, city TEXT, PRIMARY KEY (key, layer DESC)) STRICT, WITHOUT ROWID;
INSERT INTO imports VALUES (1, '2025-01-01T00:00:00Z', 'bundled set', 0, 1, 1, 'a'),
  (2, '2025-01-02T00:00:00Z', 'mine', 1, 1, 1, '');
INSERT INTO settings VALUES ('bundled_hash', 'a');
INSERT INTO parks VALUES ('X1', 1, 2, 'X1', '甲', '苏州市'), ('X2', 0, 1, 'X2', '乙', NULL);
PRAGMA application_id = 0x506B5773;
PRAGMA user_version = 1;
";

#[test]
fn format_1_is_raised_and_a_copy_kept() {
    let dir = tempfile::tempdir().unwrap();
    let raw = Connection::open(dir.path().join(FILE_NAME)).unwrap();
    raw.execute_batch(FORMAT_1).unwrap();
    drop(raw);
    // Left by a process that was killed while it copied.
    fs::write(dir.path().join(".parkwise-format-1.sqlite.new"), "half").unwrap();
    let read_only = Registry::open_read_only(dir.path()).unwrap_err();
    assert!(matches!(read_only, RegistryError::OlderFormat(_)), "{read_only}");

    let mut registry = Registry::open(dir.path()).unwrap();
    assert_eq!(registry.format().unwrap(), 2);
    assert_eq!(registry.read().unwrap().len(), 2);
    assert_eq!(registry.bundled_hash().unwrap().as_deref(), Some("a"));
    let entries = registry.history(&["X1".to_owned()]).unwrap();
    assert_eq!((entries.len(), entries[0].op, &*entries[0].origin), (1, Op::Stood, "mine"));
    assert_eq!(entries[0].cells.len(), 3);
    registry.record(&origin("later"), &[park("X1", "甲")]).unwrap();
    assert_eq!(registry.history(&["X1".to_owned()]).unwrap().len(), 2);
    registry.verify().unwrap();

    let kept = Connection::open(dir.path().join(copy_name(1))).unwrap();
    let rows: i64 = kept.query_row("SELECT COUNT(*) FROM parks", [], |r| r.get(0)).unwrap();
    let format: i64 = kept.pragma_query_value(None, "user_version", |r| r.get(0)).unwrap();
    let log = kept.prepare("SELECT * FROM changes");
    assert_eq!((rows, format, log.is_err()), (2, 1, true));
    assert!(!dir.path().join(".parkwise-format-1.sqlite.new").exists());
}

#[test]
fn a_commit_waits_for_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let registry = Registry::open(dir.path()).unwrap();
    assert_eq!(registry.durability().unwrap(), ("wal".to_owned(), true));
    // A store that another program took out of write-ahead mode is put back.
    drop(registry);
    let raw = Connection::open(dir.path().join(FILE_NAME)).unwrap();
    raw.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).unwrap();
    drop(raw);
    let registry = Registry::open(dir.path()).unwrap();
    assert_eq!(registry.durability().unwrap(), ("wal".to_owned(), true));
}

#[test]
fn what_cannot_be_opened_or_made_is_said_whoever_asks() {
    let dir = tempfile::tempdir().unwrap();
    // A folder where the file should be: nobody can open it, not even a user who may do anything.
    fs::create_dir(dir.path().join(FILE_NAME)).unwrap();
    let refused = Registry::open(dir.path()).unwrap_err();
    let words = refused.to_string();
    assert!(words.contains("cannot be opened or written"), "{words}");
    assert!(words.contains("hint: check who owns the folder"), "{words}");
    let chinese = refused.in_chinese();
    assert!(chinese.contains("数据仓无法打开或写入") && chinese.contains("\n提示："), "{chinese}");

    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let words = Registry::open(&file.join("store")).unwrap_err().to_string();
    assert!(words.contains("the store's folder cannot be made"), "{words}");
}

#[test]
fn looking_leaves_the_folder_as_it_was() {
    // Letters that an address writes in another way.
    let dir = tempfile::Builder::new().prefix("园 区?#%").tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    registry.record(&origin("t"), &[park("X1", "甲")]).unwrap();
    let seen = || {
        let mut files: Vec<_> = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name(), fs::read(entry.path()).unwrap()))
            .collect();
        files.sort();
        files
    };
    // While it is open elsewhere the newest rows stand in the log beside it, and are seen.
    let looked = Registry::open_untouched(dir.path()).unwrap();
    assert_eq!(looked.read().unwrap(), [park("X1", "甲")]);
    drop((looked, registry));
    let before = seen();
    let looked = Registry::open_untouched(dir.path()).unwrap();
    assert_eq!(looked.read().unwrap(), [park("X1", "甲")]);
    looked.verify().unwrap();
    assert_eq!(
        (looked.durability().unwrap().0.as_str(), looked.is_present().unwrap()),
        ("wal", true)
    );
    drop(looked);
    assert_eq!(seen(), before);

    let raw = Connection::open(dir.path().join(FILE_NAME)).unwrap();
    raw.execute_batch("DROP TABLE changed_cells; PRAGMA user_version = 1;").unwrap();
    drop(raw);
    let before = seen();
    assert!(!Registry::open_untouched(dir.path()).unwrap().is_present().unwrap());
    assert_eq!(seen(), before, "an older format is not raised by looking");
}
