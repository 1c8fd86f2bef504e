//! Building the next generation beside the live one, and swapping it in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tracing::{trace, warn};

use super::error::GenerationError;
use super::files::{
    STAGE, generations, hex, names, remove_dir, sum, sum_of, swap, sync, write_synced,
};
use super::live::{live_id, verify};
use super::manifest::{FORMAT, FileSum, Live, MANIFEST, Manifest, TEXT, id, number};
use crate::document::ParkDocument;
use crate::text::{SuggestSource, TextIndex, build};

/// Generations kept when nothing else is said: the live one; the one before, which serves when the live one
/// is damaged; and one more to go back to when a mistake is noticed after the next publish.
pub const KEEP: usize = 3;

/// What the name of a folder begins with while it is built.
const BUILDING: &str = ".building-";

/// What the name of a folder begins with while it is removed.
const REMOVING: &str = ".removing-";

/// Everything of a generation to be.
#[derive(Debug, Clone)]
pub struct Payload<'a> {
    /// When this is, for the manifest.
    pub created_at: String,
    /// Date of the data, for the manifest.
    pub as_of: Option<String>,
    /// Rows by table, for the manifest.
    pub counts: BTreeMap<String, u64>,
    /// Files of the caller.
    pub files: Vec<PayloadFile>,
    /// What the text index is made of.
    pub documents: &'a [ParkDocument],
}

/// A file of the caller.
#[derive(Debug, Clone)]
pub struct PayloadFile {
    /// Name in the generation: letters, digits, `.`, `-`, `_`, not beginning with a dot.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Publishes the next generation and keeps the newest `keep` (the live one always).
///
/// `check` sees the finished folder before anyone else does; what it refuses is not published.
/// One publish or rollback may run at a time in a store: the caller holds it (`Work::Publish` of the
/// registry), since only the caller can tell a second process who is at it.
///
/// # Errors
/// When a file cannot be written or the check refuses; the live generation then stays as it was.
pub fn publish(
    store: &Path,
    payload: &Payload<'_>,
    keep: usize,
    check: &dyn Fn(&Path, &Manifest) -> Result<(), String>,
) -> Result<Manifest, GenerationError> {
    let root = generations(store);
    fs::create_dir_all(&root).map_err(GenerationError::file(&root))?;
    remove_unfinished(&root)?;
    // A publish that was killed before its own clean-up left one generation more; many of them must not pile up.
    prune(store, keep)?;

    let staged = root.join(format!("{BUILDING}{:06}", next_number(store)?));
    trace!(target: STAGE, "build");
    let built = write_staged(&staged, store, payload)
        .and_then(|m| check_staged(&staged, &m, payload, check).map(|()| m));
    if built.is_err() {
        remove_dir(&staged)?;
    }
    let manifest = built?;
    let place = root.join(&manifest.id);
    trace!(target: STAGE, "place");
    fs::rename(&staged, &place).map_err(GenerationError::file(&place))?;
    sync(&root)?;
    make_live(store, &manifest.id)?;
    trace!(target: STAGE, "clean-up");
    // The new generation is live, whatever becomes of the old ones: the next publish tries again.
    if let Err(error) = prune(store, keep) {
        warn!(generation.id = %manifest.id, %error, "old generations could not be removed");
    }
    Ok(manifest)
}

/// Names the live generation.
pub(super) fn make_live(store: &Path, id: &str) -> Result<(), GenerationError> {
    let live = Live { format: FORMAT, id: id.to_owned() };
    swap(&live_path(store), &json(&live)?)
}

/// Where the live generation is named.
pub(super) fn live_path(store: &Path) -> PathBuf {
    store.join("live.json")
}

fn remove_unfinished(root: &Path) -> Result<(), GenerationError> {
    let left = |n: &&String| n.starts_with(BUILDING) || n.starts_with(REMOVING);
    for name in names(root)?.iter().filter(left) {
        remove_dir(&root.join(name))?;
    }
    Ok(())
}

fn next_number(store: &Path) -> Result<u32, GenerationError> {
    let present = names(&generations(store))?;
    // A live file that cannot be read must not stop a publish: that is what mends it.
    let live = live_id(store).ok().flatten();
    Ok(present.iter().chain(&live).filter_map(|id| number(id)).max().unwrap_or(0) + 1)
}

fn write_staged(
    staged: &Path,
    store: &Path,
    payload: &Payload<'_>,
) -> Result<Manifest, GenerationError> {
    let text = staged.join(TEXT);
    fs::create_dir_all(&text).map_err(GenerationError::file(&text))?;
    let mut files = BTreeMap::new();
    for file in &payload.files {
        if !is_file_name(&file.name) || files.contains_key(&file.name) {
            return Err(GenerationError::Name { name: file.name.clone() });
        }
        write_synced(&staged.join(&file.name), &file.bytes)?;
        let bytes = file.bytes.len() as u64;
        files.insert(file.name.clone(), FileSum { bytes, sha256: sum_of(&file.bytes) });
    }
    let content_sha256 = content_sum(payload, &files)?;
    build(&text, payload.documents)?;
    for name in names(&text)? {
        let path = text.join(&name);
        if name.ends_with(".lock") {
            fs::remove_file(&path).map_err(GenerationError::file(&path))?;
            continue;
        }
        sync(&path)?;
        files.insert(format!("{TEXT}/{name}"), sum(&path)?);
    }
    let manifest = Manifest {
        format: FORMAT,
        id: id(next_number(store)?, &content_sha256),
        created_at: payload.created_at.clone(),
        as_of: payload.as_of.clone(),
        counts: payload.counts.clone(),
        content_sha256,
        files,
    };
    write_synced(&staged.join(MANIFEST), &json(&manifest)?)?;
    sync(&text)?;
    sync(staged)?;
    Ok(manifest)
}

/// The sum of what was handed in. The index's own files are left out: the library names its
/// segments at random, so their bytes differ between two builds of the same content.
fn content_sum(
    payload: &Payload<'_>,
    files: &BTreeMap<String, FileSum>,
) -> Result<String, GenerationError> {
    let mut hash = Sha256::new();
    hash.update(json(files)?);
    hash.update(json(&payload.as_of)?);
    for document in payload.documents {
        hash.update(json(document)?);
    }
    Ok(hex(&hash.finalize()))
}

fn check_staged(
    staged: &Path,
    manifest: &Manifest,
    payload: &Payload<'_>,
    check: &dyn Fn(&Path, &Manifest) -> Result<(), String>,
) -> Result<(), GenerationError> {
    verify(staged, manifest, u64::MAX)
        .map_err(|refused| GenerationError::Check { why: refused.to_string() })?;
    let parks = TextIndex::open(&staged.join(TEXT), &SuggestSource::default())?.parks();
    if parks != payload.documents.len() {
        let why = format!("the text index holds {parks} parks of {}", payload.documents.len());
        return Err(GenerationError::Check { why });
    }
    check(staged, manifest).map_err(|why| GenerationError::Check { why })
}

/// Removes all but the newest `keep` and the live one.
fn prune(store: &Path, keep: usize) -> Result<(), GenerationError> {
    let root = generations(store);
    // A live file that cannot be read names nothing to spare; the swap that follows mends it.
    let live = live_id(store).ok().flatten();
    let mut ids: Vec<String> =
        names(&root)?.into_iter().filter(|name| number(name).is_some()).collect();
    ids.sort_by_key(|id| number(id));
    let old = ids.len().saturating_sub(keep.max(1));
    for id in ids.iter().take(old).filter(|id| live.as_ref() != Some(*id)) {
        // In one step out of the list, so that a kill in between leaves no half generation. Who has it open
        // keeps its files: they are opened or mapped, and go when the last reader does.
        let going = root.join(format!("{REMOVING}{id}"));
        fs::rename(root.join(id), &going).map_err(GenerationError::file(&going))?;
        remove_dir(&going)?;
    }
    Ok(())
}

fn is_file_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    !name.is_empty()
        && !name.starts_with('.')
        && name.bytes().all(plain)
        && name != MANIFEST
        && name != TEXT
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, GenerationError> {
    serde_json::to_vec_pretty(value)
        .map_err(|e| GenerationError::Check { why: format!("cannot be written as JSON: {e}") })
}
