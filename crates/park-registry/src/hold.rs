//! Who works on a store: one writer and one publisher at a time, each named for whoever waits.
//!
//! A hold is an advisory lock of the system on a small file in the store's folder, so that it ends with
//! its process, however that ends. The file says who holds it; what it says counts only while it is held.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::RegistryError;

/// How long a second process waits for the first: an import of the whole bundled set takes a few seconds.
pub const WAIT_MAX: Duration = Duration::from_secs(30);

/// How often a waiting process looks again.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Longest words about a holder that are written or read, in bytes.
const WORDS_BYTES_MAX: usize = 400;

/// What can be held, each by one process at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Changing the database.
    Write,
    /// Building a generation or going back to one.
    Publish,
}

impl Work {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Write, Self::Publish];

    /// Name of the file that is held, in the store's folder.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Write => ".writer.lock",
            Self::Publish => ".publisher.lock",
        }
    }
}

/// Holds a work of a store until dropped.
#[derive(Debug)]
pub struct Hold {
    file: File,
}

impl Hold {
    /// Takes the work, or waits for it for at most `wait`. `doing` is what whoever waits is told.
    ///
    /// # Errors
    /// When another process still holds it after `wait`, or the folder may not be written.
    pub fn take(
        dir: &Path,
        work: Work,
        doing: &str,
        wait: Duration,
    ) -> Result<Self, RegistryError> {
        let path = dir.join(work.file_name());
        let told = |cause: std::io::Error| RegistryError::NotWritable {
            path: path.clone(),
            cause: cause.to_string(),
        };
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(told)?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(cause)) => return Err(told(cause)),
                Err(TryLockError::WouldBlock) if started.elapsed() < wait => {
                    std::thread::sleep(LOOK_EVERY);
                }
                Err(TryLockError::WouldBlock) => {
                    let holder = words(&mut file).unwrap_or_else(|| "another process".to_owned());
                    let path = dir.to_owned();
                    return Err(RegistryError::Held { path, holder, waited_s: wait.as_secs() });
                }
            }
        }
        // Words are for people; a full disk must not stop a hold, and the work itself will say so.
        let _ = name_holder(&mut file, doing);
        Ok(Self { file })
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // Stale words would do no harm, they count only while the file is held.
        let _ = self.file.set_len(0);
    }
}

/// Who holds a work of the store now; `None` when nobody does.
pub fn holder(dir: &Path, work: Work) -> Option<String> {
    let path: PathBuf = dir.join(work.file_name());
    let mut file = File::open(path).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {
            Some(words(&mut file).unwrap_or_else(|| "another process".to_owned()))
        }
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

fn name_holder(file: &mut File, doing: &str) -> std::io::Result<()> {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("HOSTNAME").ok())
        .unwrap_or_else(|| "this machine".to_owned());
    let line = format!("process {} on {}: {doing}", std::process::id(), host.trim());
    let mut end = line.len().min(WORDS_BYTES_MAX);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(&line.as_bytes()[..end])
}

fn words(file: &mut File) -> Option<String> {
    file.rewind().ok()?;
    let mut bytes = Vec::new();
    file.take(WORDS_BYTES_MAX as u64).read_to_end(&mut bytes).ok()?;
    let line = String::from_utf8_lossy(&bytes).replace(char::is_control, " ");
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
