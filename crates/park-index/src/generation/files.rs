//! Files that are on the disk once the call returns.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tracing::trace;

use super::error::GenerationError;
use super::manifest::FileSum;

/// Target of the events that say how far a change is, one before each step: what the kill test follows,
/// and who wants to see it (`RUST_LOG=parkwise::stage=trace`).
pub(super) const STAGE: &str = "parkwise::stage";

type Result<T> = std::result::Result<T, GenerationError>;

/// Writes a file and waits until it is on the disk.
pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(GenerationError::file(path))
}

/// Replaces a file by one of the same folder in one step: a reader sees the old or the new one.
pub(super) fn swap(path: &Path, bytes: &[u8]) -> Result<()> {
    let parent = path.parent().unwrap_or(Path::new("."));
    let beside = path.with_extension("json.new");
    trace!(target: STAGE, "swap");
    write_synced(&beside, bytes)?;
    fs::rename(&beside, path).map_err(GenerationError::file(path))?;
    sync(parent)?;
    trace!(target: STAGE, "swapped");
    Ok(())
}

/// Waits until a file, or the entries of a folder, are on the disk.
pub(super) fn sync(path: &Path) -> Result<()> {
    File::open(path).and_then(|f| f.sync_all()).map_err(GenerationError::file(path))
}

/// Names in a folder, sorted; none when there is no folder.
pub(super) fn names(dir: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(GenerationError::file(dir)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(GenerationError::file(dir))?;
        // A name that is not text is none of ours.
        names.extend(entry.file_name().into_string());
    }
    names.sort();
    Ok(names)
}

/// Removes a folder and what is in it; none is as good.
pub(super) fn remove_dir(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(GenerationError::file(dir)(error))
        }
        _ => Ok(()),
    }
}

/// Size and sum of a file.
pub(super) fn sum(path: &Path) -> Result<FileSum> {
    let read = || -> io::Result<FileSum> {
        let mut file = File::open(path)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        let mut bytes = 0;
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(FileSum { bytes, sha256: hex(&hash.finalize()) });
            }
            hash.update(&buffer[..read]);
            bytes += read as u64;
        }
    };
    read().map_err(GenerationError::file(path))
}

/// Sum of bytes.
pub(super) fn sum_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The folder of all generations.
pub(super) fn generations(store: &Path) -> PathBuf {
    store.join("generations")
}
