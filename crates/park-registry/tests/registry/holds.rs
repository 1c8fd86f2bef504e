//! Two processes at one store: they take turns, or are told of each other.

use std::time::Duration;

use park_registry::{Hold, Origin, Registry, RegistryError, StoredKey, Work, holder};

use crate::{origin, park};

#[test]
fn the_second_is_told_who_holds_the_store() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap().waiting_at_most(Duration::ZERO);
    assert_eq!(holder(dir.path(), Work::Write), None);
    let hold = Hold::take(dir.path(), Work::Write, "import of a.csv", Duration::ZERO).unwrap();
    let error = registry.record(&origin("t"), &[park("X1", "甲")]).unwrap_err();
    let words = error.to_string();
    assert!(matches!(error, RegistryError::Held { .. }), "{words}");
    let pid = format!("process {} on ", std::process::id());
    assert!(words.contains(&pid) && words.contains("import of a.csv"), "{words}");
    assert!(words.contains("\nhint: wait until it is done"), "{words}");
    assert_eq!(holder(dir.path(), Work::Publish), None);
    assert!(holder(dir.path(), Work::Write).unwrap().contains("import of a.csv"));
    assert!(registry.read().unwrap().is_empty(), "reading goes on meanwhile");
    drop(hold);
    assert_eq!(holder(dir.path(), Work::Write), None);
    registry.record(&origin("t"), &[park("X1", "甲")]).unwrap();
}

#[test]
fn the_second_waits_for_the_first() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = Registry::open(dir.path()).unwrap();
    let hold = Hold::take(dir.path(), Work::Write, "import", Duration::ZERO).unwrap();
    let (begun, has_begun) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let second = scope.spawn(move || {
            begun.send(()).unwrap();
            registry.record(&origin("t"), &[park("X1", "甲")])
        });
        has_begun.recv().unwrap();
        // Much longer than the import of one row takes when nobody is in its way.
        std::thread::sleep(Duration::from_millis(400));
        assert!(!second.is_finished(), "it waits while the first is at work");
        let meanwhile = Registry::open_read_only(dir.path()).unwrap();
        assert_eq!(meanwhile.read().unwrap(), []);
        drop(hold);
        assert_eq!(second.join().unwrap().unwrap().changed, 1);
        assert_eq!(meanwhile.read().unwrap(), [park("X1", "甲")]);
    });
}

#[test]
fn many_openers_of_a_new_store_agree() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for name in ["甲", "乙", "丙", "丁"] {
            let dir = dir.path();
            scope.spawn(move || {
                let mut registry = Registry::open(dir).unwrap();
                registry.record(&origin(name), &[park(name, name)]).unwrap();
            });
        }
    });
    let registry = Registry::open_read_only(dir.path()).unwrap();
    assert_eq!(registry.read().unwrap().len(), 4);
    assert_eq!(registry.imports().unwrap().len(), 4);
}

#[test]
fn keys_and_the_secret_wait_their_turn_too() {
    let dir = tempfile::tempdir().unwrap();
    let registry = Registry::open(dir.path()).unwrap().waiting_at_most(Duration::ZERO);
    let key = StoredKey {
        id: "K1".to_owned(),
        kind: "secret".to_owned(),
        name: "portal".to_owned(),
        hash: vec![1, 2, 3],
        origins: String::new(),
        per_minute: 60,
        rows_max: None,
        created_at: "2025-01-31T08:00:00Z".to_owned(),
        expires_on: None,
        revoked_at: None,
    };
    let at = "2025-02-01T08:00:00Z";
    let hold = Hold::take(dir.path(), Work::Write, "import of a.csv", Duration::ZERO).unwrap();
    assert!(matches!(registry.add_key(&key), Err(RegistryError::Held { .. })));
    assert!(matches!(registry.secret(), Err(RegistryError::Held { .. })));
    drop(hold);
    registry.add_key(&key).unwrap();
    let secret = registry.secret().unwrap();
    let hold = Hold::take(dir.path(), Work::Write, "import of a.csv", Duration::ZERO).unwrap();
    assert!(matches!(registry.revoke_key("K1", at), Err(RegistryError::Held { .. })));
    assert_eq!(registry.secret().unwrap(), secret, "reading needs no turn");
    assert_eq!(registry.keys().unwrap(), [key]);
    drop(hold);
    assert!(registry.revoke_key("K1", at).unwrap());
}

#[test]
fn of_several_first_loads_at_once_one_set_remains() {
    let dir = tempfile::tempdir().unwrap();
    let names = ["甲", "乙", "丙", "丁"];
    let start = std::sync::Barrier::new(names.len());
    std::thread::scope(|scope| {
        for name in names {
            let (dir, start) = (dir.path(), &start);
            scope.spawn(move || {
                let mut registry = Registry::open(dir).unwrap();
                start.wait();
                let hashed = Origin { hash: Some(name.to_owned()), ..origin(name) };
                registry.replace_bundled(&hashed, &[park(name, name)]).unwrap();
            });
        }
    });
    let registry = Registry::open_read_only(dir.path()).unwrap();
    let last = registry.bundled_hash().unwrap().expect("a set was loaded");
    assert_eq!(registry.read().unwrap(), [park(&last, &last)]);
}
