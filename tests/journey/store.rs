//! A store prepared from the bundled set, shared by the journeys that only read.

use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use park_service::app::App;
use park_service::cli::{Exit, Streams, run};
use park_service::keys::{self, KeyKind, Wanted};
use serde_json::Value;
use tempfile::TempDir;

static SHARED: LazyLock<(TempDir, Arc<App>)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let app = App::open(dir.path(), &mut Vec::new()).unwrap();
    (dir, Arc::new(app))
});

pub(crate) fn app() -> Arc<App> {
    Arc::clone(&SHARED.1)
}

pub(crate) fn dir() -> &'static Path {
    SHARED.0.path()
}

/// What a command line answers: exit, standard output, standard error.
pub(crate) fn parkwise(store: &Path, args: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let line = ["parkwise", "--data"]
        .iter()
        .map(OsString::from)
        .chain([store.as_os_str().to_owned()])
        .chain(args.iter().map(OsString::from));
    let exit = run(line, &mut Streams { out: &mut out, err: &mut err });
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

pub(crate) fn json(store: &Path, args: &[&str]) -> Value {
    let (exit, out, err) = parkwise(store, args);
    assert_eq!(exit, Exit::Done, "{err}");
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}: {out}"))
}

#[test]
fn a_second_start_finds_the_store() {
    let _ = app();
    let (exit, _, err) = parkwise(dir(), &["generations"]);
    assert_eq!((exit, err.as_str()), (Exit::Done, ""));
}

#[test]
fn any_id_of_a_park_answers_with_its_park_id() {
    let live = app().live();
    let same = live.dataset().same_as.first().expect("zones are joined to the catalogue").clone();
    let park = json(dir(), &["park", same.other_id.as_str(), "--json"]);
    assert_eq!(park["park_id"], same.park_id.as_str());
    let others: Vec<&str> =
        park["same_as"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(others.contains(&same.other_id.as_str()));
}

#[test]
fn the_keys_of_a_store_from_an_earlier_version_are_found() {
    let dir = tempfile::tempdir().unwrap();
    let wanted = Wanted {
        kind: KeyKind::Secret,
        name: "portal".to_owned(),
        origins: Vec::new(),
        per_minute: 60,
        rows_max: None,
        expires_on: None,
    };
    let (_, key) = keys::create(dir.path(), &wanted).unwrap();
    // What a version with one column less would have written.
    let raw = rusqlite::Connection::open(dir.path().join("parkwise.sqlite")).unwrap();
    raw.execute_batch("ALTER TABLE parks DROP COLUMN website").unwrap();
    drop(raw);
    assert_eq!(keys::list(dir.path()).unwrap(), [key]);
    assert!(keys::any_good(dir.path()).unwrap());
}

#[test]
fn what_cannot_be_done_says_how_to_go_on() {
    let (exit, out, err) = parkwise(dir(), &["park", "no-such-id"]);
    assert_eq!((exit, out.as_str()), (Exit::CouldNot, ""));
    assert!(err.contains("没有编号为 no-such-id 的园区") && err.contains("search"), "{err}");
    let (exit, _, err) = parkwise(dir(), &["mtach"]);
    assert_eq!(exit, Exit::CouldNot);
    assert!(err.contains("match"), "{err}");
    let (exit, _, err) = parkwise(dir(), &["homogeneity", "--out", "report.pdf"]);
    assert_eq!(exit, Exit::CouldNot);
    assert!(err.contains(".html"), "{err}");
}
