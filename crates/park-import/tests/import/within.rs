//! Hostile files one by one in a process of their own: what it took at most, and for how long.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use park_domain::Interner;

/// The child reads the file that this variable names.
const FILE: &str = "PARK_IMPORT_FILE";
/// Most kilobytes that a process may have held.
const PEAK_KB_MAX: u64 = 256 * 1024;
/// Longest time for one file.
const TIME_MAX: Duration = Duration::from_secs(10);

/// What a process of its own held at most, in kB, when it had read a file.
fn peak_kb(path: &Path) -> u64 {
    let output = Command::new(std::env::current_exe().expect("the test itself"))
        .args(["--exact", "within::the_child_that_reads_one_file", "--ignored", "--nocapture"])
        .env(FILE, path)
        .output()
        .expect("the child runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    let figure = said.lines().find_map(|l| l.split("peak_kb=").nth(1));
    figure.unwrap_or_else(|| panic!("{said}")).trim().parse().expect("a figure")
}

#[test]
#[ignore = "run by the test below, in a process of its own"]
fn the_child_that_reads_one_file() {
    let Some(path) = std::env::var_os(FILE) else { return };
    let read = park_import::import_path(Path::new(&path), &mut Interner::default());
    // A file that is refused as a whole is an error; one that is read in part has its problems.
    assert!(read.map_or(true, |import| import.problems_total > 0));
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
    println!("peak_kb={}", line.split_whitespace().nth(1).unwrap());
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "the peak of a process is read from /proc")]
fn hostile_files_stay_within_memory_and_time() {
    let dir = tempfile::tempdir().unwrap();
    let sparse = dir.path().join("parks.csv");
    File::create(&sparse).unwrap().set_len(2 << 30).unwrap();
    let mut paths = vec![("2 GB, sparse", sparse)];
    for (i, (what, name, bytes)) in crate::hostile::files().into_iter().enumerate() {
        let folder = dir.path().join(i.to_string());
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
        paths.push((what, folder.join(name)));
    }
    // Nothing is wrong with its rows: there are too many of them for one import.
    let many = dir.path().join("many");
    fs::create_dir(&many).unwrap();
    let rows: String = (0..600_000).map(|i| format!("N{i},示例园区{i}\n")).collect();
    let packed = File::create(many.join("parks.csv.gz")).unwrap();
    let mut packer = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
    packer.write_all(b"park_id,name\n").unwrap();
    packer.write_all(rows.as_bytes()).unwrap();
    packer.finish().unwrap();
    paths.push(("600,000 good rows, packed", many.join("parks.csv.gz")));
    for (what, path) in paths {
        let begun = Instant::now();
        let peak = peak_kb(&path);
        let took = begun.elapsed();
        println!("{what}: {peak} kB, {took:?}");
        assert!(peak > 0 && peak < PEAK_KB_MAX, "{what}: {peak} kB");
        assert!(took < TIME_MAX, "{what}: {took:?}");
    }
}
