//! Listing, opening, checking and going back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::error::{Flaw, GenerationError, Refused};
use super::files::{generations, names, sum, sum_of};
use super::manifest::{AnyFormat, FORMAT, Live, MANIFEST, Manifest, TEXT, number};
use super::publish::{live_path, make_live};

/// Files up to this size are summed when a generation is opened; of larger ones the size is compared,
/// so that a start stays quick.
const SUMMED_BYTES_MAX: u64 = 4 << 20;

/// Times that opening starts again because another generation went live meanwhile.
const RETRIES_MAX: usize = 5;

/// A generation that was checked and may be served.
#[derive(Debug, Clone)]
pub struct Generation {
    /// What it says about itself.
    pub manifest: Manifest,
    dir: PathBuf,
}

impl Generation {
    /// A generation in a folder of any name, not compared with its manifest: for the check before it goes
    /// live. Its files are still compared when they are read.
    pub fn of_folder(dir: &Path, manifest: Manifest) -> Self {
        Self { manifest, dir: dir.to_owned() }
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The folder of its text index.
    pub fn text_dir(&self) -> PathBuf {
        self.dir.join(TEXT)
    }

    /// A file of the payload, compared with its sum.
    ///
    /// # Errors
    /// When there is no such file, or it is not what was written.
    pub fn read_file(&self, name: &str) -> Result<Vec<u8>, GenerationError> {
        let refuse = |flaw: Flaw| {
            let (id, file) = (self.manifest.id.clone(), name.to_owned());
            GenerationError::Refused(Refused { id, file, flaw })
        };
        let expected = self.manifest.files.get(name).ok_or_else(|| refuse(Flaw::NotListed))?;
        let bytes = fs::read(self.dir.join(name))
            .map_err(|cause| refuse(Flaw::Unreadable(cause.to_string())))?;
        if sum_of(&bytes) == expected.sha256 { Ok(bytes) } else { Err(refuse(Flaw::Sum)) }
    }
}

/// The generation to serve, and those that were refused before it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The generation.
    pub generation: Generation,
    /// What should have been served and cannot be; empty when all is well.
    pub refused: Vec<Refused>,
}

/// A generation as listed.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Whether it is the live one.
    pub live: bool,
    /// Its manifest, or why it is refused.
    pub manifest: Result<Manifest, Refused>,
}

/// The id in `live.json`: the one thing to look at again and again. `None` when nothing is live.
///
/// # Errors
/// When the file cannot be read or holds no id.
pub fn live_id(store: &Path) -> Result<Option<String>, GenerationError> {
    let path = live_path(store);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(GenerationError::file(&path)(error)),
    };
    let refuse = |flaw: Flaw| {
        let file = "live.json".to_owned();
        GenerationError::Refused(Refused { id: String::new(), file, flaw })
    };
    let live: Live = parse(&bytes).map_err(refuse)?;
    match number(&live.id) {
        Some(_) => Ok(Some(live.id)),
        None => Err(refuse(Flaw::NoId)),
    }
}

/// All generations, oldest first.
///
/// # Errors
/// When the store cannot be read.
pub fn list(store: &Path) -> Result<Vec<Listed>, GenerationError> {
    let live = live_id(store).ok().flatten();
    let listed = ids(store)?.into_iter().map(|id| {
        let manifest = read_manifest(&generations(store).join(&id), &id);
        Listed { live: live.as_ref() == Some(&id), manifest, id }
    });
    Ok(listed.collect())
}

/// Opens one generation, checked.
///
/// # Errors
/// When there is none of this id, or it is refused.
pub fn open(store: &Path, id: &str) -> Result<Generation, GenerationError> {
    let dir = generations(store).join(id);
    if number(id).is_none() || !dir.is_dir() {
        return Err(GenerationError::Unknown { id: id.to_owned() });
    }
    check(&dir, id).map_err(GenerationError::Refused)
}

/// Opens the live generation, or the nearest one before it that can be served.
///
/// # Errors
/// When there is none, or none of them can be served.
pub fn open_live(store: &Path) -> Result<Opened, GenerationError> {
    let mut tries = 0;
    loop {
        let before = live_id(store).ok().flatten();
        let opened = open_from(store);
        // A publish may have swapped and removed the folder between reading its name and opening it.
        let moved = live_id(store).ok().flatten() != before;
        tries += 1;
        if !moved || tries > RETRIES_MAX {
            return opened;
        }
    }
}

/// Makes an earlier generation live again; it is checked first. The caller holds the store, as for a
/// publish, which could remove the generation between the check and the swap.
///
/// # Errors
/// When there is none of this id, or it is refused; the live one then stays.
pub fn rollback(store: &Path, id: &str) -> Result<Manifest, GenerationError> {
    let generation = open(store, id)?;
    make_live(store, id)?;
    Ok(generation.manifest)
}

/// Sums every file of a generation, however large.
///
/// # Errors
/// When there is none of this id, or a file is not what was written.
pub fn verify_whole(store: &Path, id: &str) -> Result<(), GenerationError> {
    let generation = open(store, id)?;
    verify(&generation.dir, &generation.manifest, u64::MAX).map_err(GenerationError::Refused)
}

/// Compares every file with the manifest: its size, and its sum up to `summed_bytes_max`.
pub(super) fn verify(
    dir: &Path,
    manifest: &Manifest,
    summed_bytes_max: u64,
) -> Result<(), Refused> {
    for (file, expected) in &manifest.files {
        let refuse = |flaw: Flaw| Refused { id: manifest.id.clone(), file: file.clone(), flaw };
        let path = dir.join(file);
        let found =
            fs::metadata(&path).map_err(|cause| refuse(Flaw::Unreadable(cause.to_string())))?.len();
        if found != expected.bytes {
            return Err(refuse(Flaw::Size { found, written: expected.bytes }));
        }
        if found <= summed_bytes_max {
            let found = sum(&path).map_err(|cause| refuse(Flaw::Unreadable(cause.to_string())))?;
            if found != *expected {
                return Err(refuse(Flaw::Sum));
            }
        }
    }
    Ok(())
}

fn open_from(store: &Path) -> Result<Opened, GenerationError> {
    let ids = ids(store)?;
    let mut refused = Vec::new();
    let mut candidates: Vec<&String> = match live_id(store) {
        Ok(Some(live)) => {
            if !ids.contains(&live) {
                let (id, file) = (live.clone(), MANIFEST.to_owned());
                refused.push(Refused { id, file, flaw: Flaw::Absent });
            }
            ids.iter().filter(|id| number(id) <= number(&live)).collect()
        }
        Ok(None) => ids.iter().collect(),
        Err(GenerationError::Refused(why)) => {
            refused.push(why);
            ids.iter().collect()
        }
        Err(error) => return Err(error),
    };
    while let Some(id) = candidates.pop() {
        match check(&generations(store).join(id), id) {
            Ok(generation) => return Ok(Opened { generation, refused }),
            Err(why) => refused.push(why),
        }
    }
    Err(match refused.into_iter().next() {
        Some(first) => GenerationError::Refused(first),
        None => GenerationError::None { store: store.to_owned() },
    })
}

fn check(dir: &Path, id: &str) -> Result<Generation, Refused> {
    let manifest = read_manifest(dir, id)?;
    verify(dir, &manifest, SUMMED_BYTES_MAX)?;
    Ok(Generation { manifest, dir: dir.to_owned() })
}

fn read_manifest(dir: &Path, id: &str) -> Result<Manifest, Refused> {
    let refuse = |flaw: Flaw| Refused { id: id.to_owned(), file: MANIFEST.to_owned(), flaw };
    let bytes = fs::read(dir.join(MANIFEST))
        .map_err(|cause| refuse(Flaw::Unreadable(cause.to_string())))?;
    let manifest: Manifest = parse(&bytes).map_err(refuse)?;
    if manifest.id == id { Ok(manifest) } else { Err(refuse(Flaw::OtherId)) }
}

/// Reads JSON of this format; a newer format is told apart from damage.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Flaw> {
    let damaged = |error: serde_json::Error| Flaw::Damaged(error.to_string());
    let any: AnyFormat = serde_json::from_slice(bytes).map_err(damaged)?;
    if any.format > FORMAT {
        return Err(Flaw::Newer { found: any.format });
    }
    serde_json::from_slice(bytes).map_err(damaged)
}

fn ids(store: &Path) -> Result<Vec<String>, GenerationError> {
    let mut ids = names(&generations(store))?;
    ids.retain(|name| number(name).is_some());
    ids.sort_by_key(|id| number(id));
    Ok(ids)
}
