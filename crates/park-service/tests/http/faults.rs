//! A disk without room, a folder that may only be read, two processes at once: the built binary as a person
//! runs it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use park_index::generation;
use park_registry::{Hold, Registry, Work};
use serde_json::Value;

use crate::store::{make, parks};

const BINARY: &str = env!("CARGO_BIN_EXE_parkwise");

/// Parks of the large table: compressed as well as not they need more room than the limits below.
const MANY: u32 = 8000;

fn parkwise(store: &Path, args: &[&str]) -> Output {
    Command::new(BINARY).arg("--data").arg(store).args(args).output().unwrap()
}

/// As [`parkwise`], with files of at most so many blocks of 512 bytes: a disk that fills while it is written.
fn limited(store: &Path, blocks: u32, args: &[&str]) -> Output {
    let script = r#"trap '' XFSZ; ulimit -f "$1"; shift; exec "$@""#;
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", &blocks.to_string(), BINARY, "--data"]);
    command.arg(store).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A table of parks of which nothing repeats, so that it does not get small.
fn many(dir: &Path) -> PathBuf {
    let mut text = "park_id,name,website\n".to_owned();
    let mut number = 1_u64;
    for park in 0..MANY {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let name = number >> 20;
        text.push_str(&format!("M{park:05},示例园区{name:x},https://{number:x}.example\n"));
    }
    let file = dir.join("parks.csv");
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn a_full_disk_is_said_and_changes_nothing() {
    let (dir, app) = make(parks());
    let (store, live) = (dir.path(), app.live().id.clone());
    let outside = tempfile::tempdir().unwrap();
    let file = many(outside.path()).display().to_string();
    let rows = || Registry::open_read_only(store).unwrap().read().unwrap().len();
    let before = rows();

    let refused = limited(store, 1000, &["import", &file]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("数据仓无法打开或写入"), "{}", said(&refused));
    assert!(said(&refused).contains("空间是否够"), "{}", said(&refused));
    assert_eq!(rows(), before);

    assert!(parkwise(store, &["import", &file]).status.success());
    assert_eq!(rows(), before + MANY as usize);
    let refused = limited(store, 100, &["publish", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(said(&refused).contains("parks.csv.gz: the disk is full"), "{}", said(&refused));
    assert!(said(&refused).contains("hint: make room"), "{}", said(&refused));
    assert_eq!(generation::live_id(store).unwrap(), Some(live));
    let doctor = parkwise(store, &["doctor"]);
    assert_eq!(doctor.status.code(), Some(0), "{}", String::from_utf8_lossy(&doctor.stdout));
    assert!(parkwise(store, &["publish"]).status.success(), "with room again everything goes on");
}

/// As a user who has no right to write: one without rights where the tests run as one who may do anything.
fn without_rights(store: &Path, args: &[&str]) -> Output {
    let run = |binary: &Path| {
        let mut command = Command::new(binary);
        command.arg("--data").arg(store).args(args);
        let probe = store.join("probe");
        if fs::write(&probe, "").is_ok() {
            fs::remove_file(&probe).unwrap();
            command.uid(65534).gid(65534);
        }
        command.output()
    };
    run(Path::new(BINARY)).unwrap_or_else(|_| {
        // The folder of the build may be closed to others.
        let open = tempfile::Builder::new().permissions(mode(0o755)).tempdir().unwrap();
        let copy = open.path().join("parkwise");
        fs::copy(BINARY, &copy).unwrap();
        run(&copy).unwrap()
    })
}

fn mode(bits: u32) -> fs::Permissions {
    fs::Permissions::from_mode(bits)
}

/// Sets the rights of a folder and of all that is in it.
fn allow(path: &Path, folders: u32, files: u32) {
    if path.is_dir() {
        fs::set_permissions(path, mode(0o700)).unwrap();
        for entry in fs::read_dir(path).unwrap() {
            allow(&entry.unwrap().path(), folders, files);
        }
        fs::set_permissions(path, mode(folders)).unwrap();
    } else {
        fs::set_permissions(path, mode(files)).unwrap();
    }
}

#[test]
fn a_folder_that_may_only_be_read_is_said_and_named_by_doctor() {
    let (dir, app) = make(parks());
    drop(app);
    let store = dir.path();
    allow(store, 0o555, 0o444);
    for args in [&["match", "--text", "光伏"][..], &["publish"], &["rollback", "000001-00000000"]]
    {
        let refused = without_rights(store, args);
        assert_eq!(refused.status.code(), Some(2), "{args:?} {}", said(&refused));
        assert!(said(&refused).contains("数据仓无法打开或写入"), "{args:?} {}", said(&refused));
        assert!(said(&refused).contains("提示：检查"), "{args:?} {}", said(&refused));
    }
    let looked = without_rights(store, &["doctor", "--json"]);
    assert_eq!(looked.status.code(), Some(2), "{}", said(&looked));
    let answer: Value = serde_json::from_slice(&looked.stdout).unwrap();
    let bad = |c: &&Value| c["state"] != "ok" && c["check"] != "free space";
    let found: Vec<&Value> = answer["checks"].as_array().unwrap().iter().filter(bad).collect();
    // The folder alone: database and generations can be looked at all the same.
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["check"], "folder");
    assert!(found[0]["words"].as_str().unwrap().contains("无法写入"), "{found:?}");
    allow(store, 0o700, 0o600);
}

#[test]
fn of_two_processes_the_second_waits_and_readers_do_not() {
    let (dir, _) = make(parks());
    let store = dir.path();
    let outside = tempfile::tempdir().unwrap();
    let file = outside.path().join("parks.csv");
    fs::write(&file, "park_id,name\nN01,新设示例园区\n").unwrap();
    let hold = Hold::take(store, Work::Write, "import of a.csv", Duration::ZERO).unwrap();
    let mut command = Command::new(BINARY);
    command.arg("--data").arg(store).arg("import").arg(&file);
    let mut second = command.stdout(std::process::Stdio::null()).spawn().unwrap();

    let doctor = parkwise(store, &["doctor", "--lang", "en"]);
    let words = String::from_utf8_lossy(&doctor.stdout).into_owned();
    let who = format!("writer: process {} on ", std::process::id());
    assert!(words.contains(&who) && words.contains("import of a.csv"), "{words}");
    let read = parkwise(store, &["match", "--text", "光伏", "--json"]);
    assert!(read.status.success(), "{}", said(&read));
    std::thread::sleep(Duration::from_millis(500));
    assert!(second.try_wait().unwrap().is_none(), "it waits");
    drop(hold);
    assert!(second.wait().unwrap().success());
    let stored = Registry::open_read_only(store).unwrap().read().unwrap();
    assert!(stored.iter().any(|r| r.get("park_id").is_some_and(|id| id.print() == "N01")));
}

#[test]
fn many_processes_at_once_lose_nothing() {
    let (dir, _) = make(parks());
    let (store, outside) = (dir.path(), tempfile::tempdir().unwrap());
    let mut children = Vec::new();
    for number in 0..6 {
        let folder = outside.path().join(number.to_string());
        fs::create_dir(&folder).unwrap();
        let rows = format!("park_id,name\nN{number},第{number}个示例园区\n");
        fs::write(folder.join("parks.csv"), rows).unwrap();
        let mut command = Command::new(BINARY);
        command.arg("--data").arg(store).arg("import").arg(&folder);
        children.push(command.stdout(std::process::Stdio::null()).spawn().unwrap());
        let mut command = Command::new(BINARY);
        command.arg("--data").arg(store).arg("publish");
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        children.push(command.spawn().unwrap());
    }
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert!(parkwise(store, &["publish"]).status.success());
    for number in 0..6 {
        let park = parkwise(store, &["park", &format!("N{number}"), "--json"]);
        assert!(park.status.success(), "N{number}: {}", said(&park));
    }
    assert_eq!(parkwise(store, &["doctor"]).status.code(), Some(0));
}
