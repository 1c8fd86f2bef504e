//! The house rules that a machine can keep: who may depend on whom, and that every file says what it is.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// For each crate the crates of ours that it may use. Arrows only go down.
const ALLOWED: &[(&str, &[&str])] = &[
    ("park-domain", &[]),
    ("park-industry", &[]),
    ("park-import", &["park-domain"]),
    ("park-registry", &["park-domain"]),
    ("park-features", &["park-domain", "park-industry", "park-readiness"]),
    ("park-index", &["park-domain", "park-industry", "park-features"]),
    (
        "park-matching",
        &["park-domain", "park-industry", "park-features", "park-policy", "park-readiness"],
    ),
    (
        "park-homogeneity",
        &["park-domain", "park-industry", "park-features", "park-policy", "park-structure"],
    ),
    ("park-structure", &[]),
    ("park-report", &["park-domain"]),
    ("park-policy", &["park-domain"]),
    ("park-readiness", &["park-domain"]),
    ("park-demo", &["park-domain"]),
    ("park-learning", &["park-industry"]),
    ("park-bundle", &["park-domain", "park-industry", "park-import"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(dir: &Path, ending: &str, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|n| n != "target") {
                files(&path, ending, out);
            }
        } else if path.to_string_lossy().ends_with(ending) {
            out.push(path);
        }
    }
}

#[test]
fn arrows_only_go_down() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    for entry in fs::read_dir(root().join("crates")).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        if name == "park-service" {
            continue;
        }
        let may = allowed
            .get(name.as_str())
            .unwrap_or_else(|| panic!("{name} is not in the list of allowed edges"));
        let manifest = fs::read_to_string(entry.path().join("Cargo.toml")).unwrap();
        let normal = manifest.split("[dev-dependencies]").next().unwrap();
        for line in normal.lines().filter(|l| l.starts_with("park-")) {
            let used = line.split(['.', ' ', '=']).next().unwrap();
            assert!(may.contains(&used), "{name} must not use {used}");
        }
    }
}

#[test]
fn every_source_file_says_what_it_is() {
    let mut sources = Vec::new();
    for dir in ["crates", "tests", "benches"] {
        files(&root().join(dir), ".rs", &mut sources);
    }
    assert!(sources.len() > 20);
    for path in sources {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} does not open with //!", path.display());
    }
}

#[test]
fn every_model_file_is_owned() {
    let mut models = Vec::new();
    files(&root().join("models"), "", &mut models);
    let mut sources = Vec::new();
    files(&root().join("crates"), ".rs", &mut sources);
    let code: String = sources.iter().map(|p| fs::read_to_string(p).unwrap()).collect();
    for path in models {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(code.contains(&stem), "no code names {}", path.display());
    }
}
