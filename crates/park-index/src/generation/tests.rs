//! Publishing, going back, and what damage does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::*;
use crate::document::ParkDocument;

fn documents(names: &[&str]) -> Vec<ParkDocument> {
    let park = |(i, name): (usize, &&str)| ParkDocument {
        id: format!("S{i}"),
        name: (*name).to_owned(),
        ..ParkDocument::default()
    };
    names.iter().enumerate().map(park).collect()
}

fn publish_named(store: &Path, name: &str, keep: usize) -> Result<Manifest, GenerationError> {
    publish_checked(store, name, keep, &|_, _| Ok(()))
}

fn publish_checked(
    store: &Path,
    name: &str,
    keep: usize,
    check: &dyn Fn(&Path, &Manifest) -> Result<(), String>,
) -> Result<Manifest, GenerationError> {
    let documents = documents(&[name]);
    let payload = Payload {
        created_at: "2024-05-06T07:08:09Z".to_owned(),
        as_of: Some("2018-03".to_owned()),
        counts: BTreeMap::from([("parks".to_owned(), 1)]),
        files: vec![PayloadFile { name: "records.bin".to_owned(), bytes: name.into() }],
        documents: &documents,
    };
    publish(store, &payload, keep, check)
}

fn ids(store: &Path) -> Vec<String> {
    list(store).unwrap().into_iter().map(|l| l.id).collect()
}

#[test]
fn published_is_live_and_read_back() {
    let store = tempfile::tempdir().unwrap();
    assert_eq!(live_id(store.path()).unwrap(), None);
    assert!(matches!(open_live(store.path()), Err(GenerationError::None { .. })));

    let manifest = publish_named(store.path(), "甲园", 3).unwrap();
    assert!(manifest.id.starts_with("000001-"));
    assert_eq!(live_id(store.path()).unwrap(), Some(manifest.id.clone()));
    let opened = open_live(store.path()).unwrap();
    assert_eq!(opened.refused, []);
    assert_eq!(opened.generation.manifest, manifest);
    assert_eq!(opened.generation.read_file("records.bin").unwrap(), "甲园".as_bytes());
    assert!(opened.generation.read_file("other").is_err());
    verify_whole(store.path(), &manifest.id).unwrap();
}

#[test]
fn equal_content_has_an_equal_sum_and_opening_writes_nothing() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = publish_named(a.path(), "甲园", 3).unwrap();
    let second = publish_named(b.path(), "甲园", 3).unwrap();
    assert_eq!(first.id, second.id);

    let opened = open_live(a.path()).unwrap();
    let text = opened.generation.text_dir();
    let files = || super::files::names(&text).unwrap();
    let before = files();
    let source = crate::text::SuggestSource::default();
    let index = crate::text::TextIndex::open(&text, &source).unwrap();
    assert_eq!((index.parks(), files()), (1, before));
}

#[test]
fn goes_back_and_forward_and_keeps_the_newest() {
    let store = tempfile::tempdir().unwrap();
    let first = publish_named(store.path(), "甲园", 3).unwrap();
    let second = publish_named(store.path(), "乙园", 3).unwrap();
    rollback(store.path(), &first.id).unwrap();
    assert_eq!(open_live(store.path()).unwrap().generation.manifest.id, first.id);
    assert!(matches!(
        rollback(store.path(), "000009-00000000"),
        Err(GenerationError::Unknown { .. })
    ));
    assert!(matches!(rollback(store.path(), "../x"), Err(GenerationError::Unknown { .. })));

    // The number goes on from the newest, not from the live one.
    let third = publish_named(store.path(), "丙园", 2).unwrap();
    assert!(third.id.starts_with("000003-"));
    assert_eq!(ids(store.path()), [second.id.clone(), third.id.clone()]);
    rollback(store.path(), &second.id).unwrap();
    let fourth = publish_named(store.path(), "丁园", 1).unwrap();
    assert_eq!(ids(store.path()), [fourth.id]);
}

#[test]
fn a_refused_check_leaves_the_live_one() {
    let store = tempfile::tempdir().unwrap();
    let first = publish_named(store.path(), "甲园", 3).unwrap();
    let refused = publish_checked(store.path(), "乙园", 3, &|dir, _| {
        assert!(dir.join("records.bin").is_file());
        Err("too few parks".to_owned())
    });
    assert!(refused.unwrap_err().to_string().contains("too few parks"));
    assert_eq!(ids(store.path()), std::slice::from_ref(&first.id));
    assert_eq!(live_id(store.path()).unwrap(), Some(first.id));
}

#[test]
fn a_damaged_generation_is_refused_by_file_and_the_one_before_served() {
    let damage = |file: &str, bytes: &[u8], said: &str| {
        let store = tempfile::tempdir().unwrap();
        let first = publish_named(store.path(), "甲园", 3).unwrap();
        let second = publish_named(store.path(), "乙园", 3).unwrap();
        let path = store.path().join("generations").join(&second.id).join(file);
        fs::write(&path, bytes).unwrap();
        let opened = open_live(store.path()).unwrap();
        assert_eq!(opened.generation.manifest.id, first.id, "{file}");
        let said_so = opened.refused[0].to_string();
        assert!(said_so.contains(file) && said_so.contains(said), "{said_so}");
        assert!(rollback(store.path(), &second.id).is_err(), "{file}");
    };
    damage("records.bin", "丙园".as_bytes(), "sum differs");
    damage("records.bin", b"", "0 bytes");
    damage("text/meta.json", b"{}", "bytes");
    damage("manifest.json", b"{", "damaged");
    damage("manifest.json", br#"{"format":2,"new":[]}"#, "newer");
}

#[test]
fn a_broken_or_missing_live_file_serves_the_newest() {
    let store = tempfile::tempdir().unwrap();
    publish_named(store.path(), "甲园", 3).unwrap();
    let second = publish_named(store.path(), "乙园", 3).unwrap();
    fs::write(store.path().join("live.json"), "{").unwrap();
    let opened = open_live(store.path()).unwrap();
    assert_eq!(opened.generation.manifest.id, second.id);
    assert_eq!(opened.refused[0].file, "live.json");
    fs::remove_file(store.path().join("live.json")).unwrap();
    assert_eq!(open_live(store.path()).unwrap().generation.manifest.id, second.id);
    // The next publish mends it.
    let third = publish_named(store.path(), "丙园", 3).unwrap();
    assert_eq!(live_id(store.path()).unwrap(), Some(third.id));
}

#[test]
fn what_a_killed_publish_left_is_removed() {
    let store = tempfile::tempdir().unwrap();
    let left = store.path().join("generations/.building-000001");
    fs::create_dir_all(left.join("text")).unwrap();
    assert!(matches!(open_live(store.path()), Err(GenerationError::None { .. })));
    publish_named(store.path(), "甲园", 3).unwrap();
    assert!(!left.exists());
}

#[test]
fn names_that_leave_the_folder_are_refused() {
    let store = tempfile::tempdir().unwrap();
    for name in ["../x", "a/b", "", ".x", "manifest.json", "text"] {
        let payload = Payload {
            created_at: String::new(),
            as_of: None,
            counts: BTreeMap::new(),
            files: vec![PayloadFile { name: name.to_owned(), bytes: Vec::new() }],
            documents: &[],
        };
        let refused = publish(store.path(), &payload, 3, &|_, _| Ok(()));
        assert!(matches!(refused, Err(GenerationError::Name { .. })), "{name}");
    }
}

#[test]
fn a_reader_beside_a_publisher_is_always_served() {
    let store = tempfile::tempdir().unwrap();
    publish_named(store.path(), "甲园", 2).unwrap();
    std::thread::scope(|scope| {
        let publisher = scope.spawn(|| {
            for name in ["乙园", "丙园", "丁园", "戊园"] {
                publish_named(store.path(), name, 2).unwrap();
            }
        });
        let mut last = String::new();
        while !publisher.is_finished() {
            let opened = open_live(store.path()).unwrap();
            let id = opened.generation.manifest.id;
            assert_eq!(opened.refused, [], "{id}");
            assert!(id >= last, "{id} after {last}");
            last = id;
        }
    });
}

#[test]
fn a_reader_keeps_what_it_opened_when_it_is_removed() {
    let store = tempfile::tempdir().unwrap();
    let first = publish_named(store.path(), "甲园", 3).unwrap();
    let text = open_live(store.path()).unwrap().generation.text_dir();
    let source = crate::text::SuggestSource::default();
    let held = crate::text::TextIndex::open(&text, &source).unwrap();
    for name in ["乙园", "丙园"] {
        publish_named(store.path(), name, 1).unwrap();
    }
    assert!(!ids(store.path()).contains(&first.id) && !text.exists());
    let request = crate::text::SearchRequest {
        q: "甲园",
        limit: 1,
        cursor: None,
        filters: crate::text::Filters::default(),
    };
    let found = held.search(&request, &|_| Vec::new()).unwrap();
    assert_eq!((found.total, found.hits[0].id.as_str()), (1, "S0"));
}

#[test]
fn what_a_killed_clean_up_left_is_removed_and_never_listed() {
    let store = tempfile::tempdir().unwrap();
    let first = publish_named(store.path(), "甲园", 3).unwrap();
    let root = store.path().join("generations");
    let left = root.join(".removing-000000-00000000");
    fs::create_dir(&left).unwrap();
    assert_eq!(ids(store.path()), [first.id]);
    publish_named(store.path(), "乙园", 3).unwrap();
    assert!(!left.exists());
}

#[test]
fn what_cannot_be_removed_does_not_undo_what_is_live() {
    let store = tempfile::tempdir().unwrap();
    let first = publish_named(store.path(), "甲园", 1).unwrap();
    // A folder in the way of the first generation's removal.
    let way = store.path().join("generations").join(format!(".removing-{}", first.id));
    let block = |_: &Path, _: &Manifest| {
        fs::create_dir_all(way.join("in the way")).map_err(|e| e.to_string())
    };
    let second = publish_checked(store.path(), "乙园", 1, &block).unwrap();
    assert_eq!(live_id(store.path()).unwrap(), Some(second.id.clone()));
    assert_eq!(ids(store.path()), [first.id, second.id]);
    let third = publish_named(store.path(), "丙园", 1).unwrap();
    assert_eq!(ids(store.path()), [third.id]);
}

#[test]
fn publishes_that_are_killed_before_their_clean_up_do_not_pile_up() {
    let store = tempfile::tempdir().unwrap();
    let first = publish_named(store.path(), "甲园", 9).unwrap();
    for name in ["乙园", "丙园", "丁园"] {
        publish_named(store.path(), name, 9).unwrap();
    }
    rollback(store.path(), &first.id).unwrap();
    // Refused before the swap: what was left over is gone all the same, and the live one stays.
    publish_checked(store.path(), "戊园", 2, &|_, _| Err("no".to_owned())).unwrap_err();
    assert_eq!(ids(store.path()).len(), 3);
    assert_eq!(live_id(store.path()).unwrap(), Some(first.id));
}
