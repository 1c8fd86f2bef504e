//! What `doctor` finds, and what a store needs to be served.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use park_registry::{FILE_NAME, Hold, Work};
use park_service::app::App;
use park_service::cli::{Streams, run};
use serde_json::Value;

use crate::store::{make, parks, record};

/// Exit code, standard output, standard error of a command line.
pub(crate) fn parkwise(store: &Path, args: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let line = ["parkwise", "--data"]
        .iter()
        .map(OsString::from)
        .chain([store.as_os_str().to_owned()])
        .chain(args.iter().map(OsString::from));
    let exit = run(line, &mut Streams { out: &mut out, err: &mut err });
    (exit.code(), String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// Exit code, and the states and words of the checks that are not fine.
fn doctor(store: &Path) -> (u8, Vec<String>) {
    let (code, out, _) = parkwise(store, &["doctor", "--json", "--lang", "en"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let checks = answer["checks"].as_array().unwrap().iter().filter(|c| c["ok"] == false);
    let lines = checks.map(|c| {
        let text = |key: &str| c[key].as_str().unwrap().to_owned();
        format!("{} {}: {}", text("state"), text("check"), text("words"))
    });
    (code, lines.collect())
}

fn newest(store: &Path) -> PathBuf {
    let live: Value = serde_json::from_slice(&fs::read(store.join("live.json")).unwrap()).unwrap();
    store.join("generations").join(live["id"].as_str().unwrap())
}

fn publish(store: &Path) {
    let (code, _, err) = parkwise(store, &["publish"]);
    assert_eq!(code, 0, "{err}");
}

#[test]
fn a_sound_store_passes_and_is_left_as_it_was() {
    let (dir, _) = make(parks());
    let files = || {
        let mut names: Vec<OsString> =
            fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = files();
    let (code, out, _) = parkwise(dir.path(), &["doctor"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("正常  数据库完整性：每一页"), "{out}");
    assert!(!out.contains("留意") && !out.contains("故障"), "{out}");
    assert_eq!(files(), before);
    let hold = Hold::take(dir.path(), Work::Write, "import of a.csv", Duration::ZERO).unwrap();
    let (code, out, _) = parkwise(dir.path(), &["doctor"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("import of a.csv"), "{out}");
    drop(hold);
    let nowhere = dir.path().join("nowhere");
    let (code, out, _) = parkwise(&nowhere, &["doctor"]);
    assert_eq!((code, nowhere.exists()), (0, false), "{out}");
}

#[test]
fn each_fault_is_found_and_named() {
    let (dir, _) = make(parks());
    let store = dir.path();
    fs::create_dir(store.join("generations/.building-000009")).unwrap();
    fs::write(store.join("notes.txt"), "").unwrap();
    let (code, found) = doctor(store);
    assert_eq!(code, 1);
    assert!(found[0].contains("problem stray files: notes.txt, generations/.building-000009"));
    fs::remove_file(store.join("notes.txt")).unwrap();

    publish(store);
    assert_eq!(doctor(store), (0, Vec::new()), "a publish clears what a killed one left");
    fs::write(newest(store).join("parks.csv.gz"), "x").unwrap();
    let (code, found) = doctor(store);
    assert_eq!((code, found.len()), (1, 2), "{found:?}");
    assert!(found[0].contains("file parks.csv.gz: it has 1 bytes"), "{found:?}");
    assert!(found[1].contains("in place of one after it"), "{found:?}");

    for entry in fs::read_dir(store.join("generations")).unwrap().flatten() {
        if entry.path().is_dir() {
            fs::write(entry.path().join("manifest.json"), r#"{"format":9}"#).unwrap();
        }
    }
    let (code, found) = doctor(store);
    assert_eq!(code, 2, "{found:?}");
    assert!(found.iter().any(|f| f.starts_with("broken live generation")), "{found:?}");
    assert!(found.iter().any(|f| f.contains("its format is 9, newer")), "{found:?}");

    fs::write(store.join(FILE_NAME), "no database".repeat(500)).unwrap();
    let (code, found) = doctor(store);
    assert_eq!(code, 2);
    assert!(found.iter().any(|f| f.starts_with("broken database")), "{found:?}");
}

#[test]
fn a_damaged_generation_is_named_and_the_one_before_serves_at_start_and_at_swap() {
    let (dir, app) = make(parks());
    let store = dir.path();
    let first = app.live().id.clone();
    publish(store);
    fs::write(newest(store).join("parks.csv.gz"), "x").unwrap();
    let mut words = Vec::new();
    let restarted = App::open(store, &mut words).unwrap();
    let words = String::from_utf8(words).unwrap();
    assert_eq!(restarted.live().id, first);
    assert!(words.contains("parks.csv.gz"), "{words}");

    assert!(!app.refresh().unwrap());
    assert_eq!(app.live().id, first);
    publish(store);
    assert!(app.refresh().unwrap());
    assert_eq!(newest(store).file_name().unwrap().to_str(), Some(app.live().id.as_str()));

    // Right by size and sum, and still no table of parks: its content is refused.
    publish(store);
    let served = app.live().id.clone();
    break_content(&newest(store));
    assert!(!app.refresh().unwrap());
    assert_eq!(app.live().id, served);
    let mut words = Vec::new();
    let restarted = App::open(store, &mut words).unwrap();
    assert_eq!(restarted.live().id, served);
    let words = String::from_utf8(words).unwrap();
    assert!(words.contains("已损坏：parks.csv.gz，第 2 行"), "{words}");
}

/// Writes a table that no import takes, with the size and sum of it in the manifest.
fn break_content(generation: &Path) {
    use sha2::{Digest as _, Sha256};
    let bytes = b"park_id,name,level\nT01,x,cosmic\n";
    fs::write(generation.join("parks.csv.gz"), bytes).unwrap();
    let path = generation.join("manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let sum: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    manifest["files"]["parks.csv.gz"] = serde_json::json!({ "bytes": bytes.len(), "sha256": sum });
    fs::write(&path, manifest.to_string()).unwrap();
}

#[test]
fn import_and_publish_never_add_the_bundled_set() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let file = dir.path().join("parks.csv");
    fs::write(&file, "park_id,name\nA1,示例园区\n").unwrap();
    let (code, _, err) = parkwise(&store, &["publish"]);
    assert_eq!(code, 2);
    assert!(err.contains("错误：数据仓里没有园区"), "{err}");
    let path = file.display().to_string();
    assert_eq!(parkwise(&store, &["import", &path]).0, 0);
    publish(&store);
    let (_, out, _) = parkwise(&store, &["match", "--text", "光伏", "--json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["considered"], 1);
    assert_eq!(doctor(&store), (0, Vec::new()));
}

#[test]
fn an_older_and_a_newer_store_are_named_and_left_alone() {
    let (dir, _) = make(parks());
    let store = dir.path();
    let format = |number: i64| {
        let raw = rusqlite::Connection::open(store.join(FILE_NAME)).unwrap();
        raw.pragma_update(None, "user_version", number).unwrap();
    };
    format(1);
    let (code, found) = doctor(store);
    assert_eq!((code, found.len()), (1, 1), "{found:?}");
    assert!(found[0].starts_with("problem format: 1, an older one"), "{found:?}");
    assert!(!store.join("parkwise-format-1.sqlite").exists(), "looking raises nothing");
    format(99);
    let (code, found) = doctor(store);
    assert_eq!(code, 2);
    assert!(found[0].contains("written by a newer version (format 99"), "{found:?}");
    let (code, _, err) = parkwise(store, &["match", "--text", "光伏"]);
    assert_eq!(code, 2);
    assert!(err.contains("数据仓由更新的版本写成（格式 99"), "{err}");
}

#[test]
fn another_version_of_the_bundled_set_is_exchanged_and_own_imports_stay() {
    let dir = tempfile::tempdir().unwrap();
    let (store, old) = (dir.path().join("store"), "0".repeat(64));
    drop(record(&store, parks()));
    let raw = rusqlite::Connection::open(store.join(FILE_NAME)).unwrap();
    raw.execute("UPDATE settings SET value = ?1 WHERE name = 'bundled_hash'", [&old]).unwrap();
    drop(raw);
    let file = dir.path().join("parks.csv");
    fs::write(&file, "park_id,name\nN01,新设示例园区\n").unwrap();
    let path = file.display().to_string();
    assert_eq!(parkwise(&store, &["import", &path]).0, 0);
    let (_, found) = doctor(&store);
    assert!(found[0].contains("bundled set: version 00000000, this program has"), "{found:?}");

    let (code, out, err) = parkwise(&store, &["park", "N01", "--lang", "en"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("prepared from another version of the bundled set"), "{err}");
    assert!(out.contains("新设示例园区"), "{out}");
    assert_ne!(parkwise(&store, &["park", "T01"]).0, 0, "a row of the other version is gone");
    let (code, _, err) = parkwise(&store, &["park", "G321090"]);
    assert_eq!((code, err.as_str()), (0, ""), "the second time there is nothing to say");
    assert_eq!(doctor(&store), (0, Vec::new()));
}

#[test]
fn an_absent_or_empty_folder_is_prepared_wherever_data_stands() {
    let dir = tempfile::tempdir().unwrap();
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let text = empty.display().to_string();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let line = ["parkwise", "search", "苏州", "--limit", "1", "--data", &text].map(OsString::from);
    let exit = run(line, &mut Streams { out: &mut out, err: &mut err });
    let err = String::from_utf8(err).unwrap();
    assert_eq!(exit.code(), 0, "{err}");
    assert!(err.contains("正以自带的真实园区数据准备"), "{err}");
    // The same store before the subcommand: it is found, and nothing is said.
    let (code, _, err) = parkwise(&empty, &["search", "苏州", "--limit", "1"]);
    assert_eq!((code, err.as_str()), (0, ""));
}
