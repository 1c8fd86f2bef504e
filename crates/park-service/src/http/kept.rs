//! Results that are kept for a day, so that a ranking can be looked at again by its id.
//!
//! They lie as files in the store, because they outlive the generation and the process. Files are
//! bounded in number and in bytes; the oldest go first.

use std::collections::{HashMap, VecDeque};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use axum::body::Bytes;

use crate::lang::Lang;

/// How long a result is kept.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// A result that is given again is written again when its file is older than this.
const RENEWED: Duration = Duration::from_secs(60 * 60);

/// Most bytes of all results.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Most results.
const RESULTS_MAX: usize = 20_000;

/// Under which name the profile of a result is kept, beside the result.
pub(crate) fn profile_of(id: &str) -> String {
    format!("{id}-profile")
}

const ENDING: &str = ".json";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    /// The language it was given in, which is part of what its id is made of.
    lang: Lang,
    since: SystemTime,
    bytes: u64,
}

#[derive(Debug, Default)]
struct Index {
    entries: HashMap<String, Entry>,
    /// Oldest first. An id that was renewed stands here again; its older places no longer count.
    order: VecDeque<(String, SystemTime)>,
    bytes: u64,
}

impl Index {
    fn insert(&mut self, id: String, entry: Entry) {
        self.remove(&id);
        self.bytes += entry.bytes;
        self.order.push_back((id.clone(), entry.since));
        self.entries.insert(id, entry);
    }

    fn remove(&mut self, id: &str) -> Option<Entry> {
        let removed = self.entries.remove(id);
        self.bytes -= removed.map_or(0, |e| e.bytes);
        removed
    }

    /// Takes out what is too old or too much.
    fn expire(
        &mut self,
        now: SystemTime,
        bytes_max: u64,
        results_max: usize,
    ) -> Vec<(String, Lang)> {
        let mut gone = Vec::new();
        while let Some((id, since)) = self.order.front().cloned() {
            let held = self.entries.get(&id).is_some_and(|e| e.since == since);
            let too_old = now.duration_since(since).is_ok_and(|age| age > KEPT);
            let too_much = self.bytes > bytes_max || self.entries.len() > results_max;
            if held && !too_old && !too_much {
                break;
            }
            self.order.pop_front();
            if held && let Some(entry) = self.remove(&id) {
                gone.push((id, entry.lang));
            }
        }
        gone
    }
}

/// The results that are kept.
pub(crate) struct Kept {
    dir: PathBuf,
    index: Mutex<Index>,
    written: AtomicU64,
}

impl Kept {
    /// Finds what an earlier process kept under the store.
    pub(crate) fn open(store: &Path) -> Self {
        let dir = store.join("results");
        let mut found: Vec<(String, Entry)> = fs::read_dir(&dir)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|file| {
                let (id, lang) = read_name(file.file_name().to_str()?)?;
                let about = file.metadata().ok()?;
                Some((id, Entry { lang, since: about.modified().ok()?, bytes: about.len() }))
            })
            .collect();
        found.sort_by(|a, b| (a.1.since, &a.0).cmp(&(b.1.since, &b.0)));
        let mut index = Index::default();
        for (id, entry) in found {
            index.insert(id, entry);
        }
        Self { dir, index: Mutex::new(index), written: AtomicU64::new(0) }
    }

    /// Keeps a result. One that cannot be written is logged and not kept: the answer itself goes out.
    pub(crate) fn keep(&self, id: &str, lang: Lang, body: &Bytes) {
        if !is_id(id) {
            return;
        }
        let now = SystemTime::now();
        let renewed = |e: &Entry| now.duration_since(e.since).is_ok_and(|age| age < RENEWED);
        if self.lock().entries.get(id).is_some_and(renewed) {
            return;
        }
        if let Err(error) = self.write(id, lang, body) {
            tracing::warn!(%error, "a result cannot be kept");
            return;
        }
        let bytes = u64::try_from(body.len()).unwrap_or(u64::MAX);
        let gone = {
            let mut index = self.lock();
            index.insert(id.to_owned(), Entry { lang, since: now, bytes });
            index.expire(now, BYTES_MAX, RESULTS_MAX)
        };
        self.unlink(&gone);
    }

    /// A kept result and its language.
    pub(crate) fn get(&self, id: &str) -> Option<(Bytes, Lang)> {
        let now = SystemTime::now();
        let (gone, held) = {
            let mut index = self.lock();
            let gone = index.expire(now, BYTES_MAX, RESULTS_MAX);
            (gone, index.entries.get(id).copied())
        };
        self.unlink(&gone);
        let lang = held?.lang;
        let body = fs::read(self.path(id, lang)).ok()?;
        Some((Bytes::from(body), lang))
    }

    /// Forgets a result; whether there was one.
    pub(crate) fn remove(&self, id: &str) -> bool {
        let Some(entry) = self.lock().remove(id) else { return false };
        self.unlink(&[(id.to_owned(), entry.lang)]);
        true
    }

    fn lock(&self) -> MutexGuard<'_, Index> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, id: &str, lang: Lang) -> PathBuf {
        self.dir.join(format!("{id}.{}{ENDING}", lang.tag()))
    }

    /// Written beside and renamed, so that nobody reads half a result.
    fn write(&self, id: &str, lang: Lang, body: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.dir)?;
        let count = self.written.fetch_add(1, Ordering::Relaxed);
        let beside = self.dir.join(format!("{id}-{count}.part"));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // A result tells what an investor is looking for.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&beside)?.write_all(body)?;
        fs::rename(&beside, self.path(id, lang))
    }

    fn unlink(&self, gone: &[(String, Lang)]) {
        for (id, lang) in gone {
            if let Err(error) = fs::remove_file(self.path(id, *lang))
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "a result that is no longer kept cannot be removed");
            }
        }
    }
}

fn read_name(file_name: &str) -> Option<(String, Lang)> {
    let (id, tag) = file_name.strip_suffix(ENDING)?.split_once('.')?;
    let lang = [Lang::Zh, Lang::En].into_iter().find(|l| l.tag() == tag)?;
    is_id(id).then(|| (id.to_owned(), lang))
}

/// Ids become file names, so they hold nothing else than these.
fn is_id(id: &str) -> bool {
    (1..=100).contains(&id.len())
        && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_outlives_the_process_until_it_is_removed() {
        let store = std::env::temp_dir().join(format!("parkwise-kept-{}", std::process::id()));
        let kept = Kept::open(&store);
        kept.keep("abc", Lang::Zh, &Bytes::from_static(b"{}"));
        kept.keep("../abc", Lang::Zh, &Bytes::from_static(b"{}"));
        let again = Kept::open(&store);
        assert_eq!(again.get("abc"), Some((Bytes::from_static(b"{}"), Lang::Zh)));
        assert!(again.get("../abc").is_none());
        assert!(again.remove("abc"));
        assert!(!again.remove("abc"));
        assert!(Kept::open(&store).get("abc").is_none());
        fs::remove_dir_all(&store).expect("our own folder");
    }

    #[test]
    fn the_oldest_go_first_and_renewed_ones_stay() {
        let at = |s: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(s);
        let gone = |id: &str| vec![(id.to_owned(), Lang::Zh)];
        let mut index = Index::default();
        for (id, since) in [("a", 1), ("b", 2), ("c", 3), ("a", 4)] {
            let entry = Entry { lang: Lang::Zh, since: at(since), bytes: 10 };
            index.insert(id.to_owned(), entry);
        }
        assert_eq!(index.bytes, 30);
        assert_eq!(index.expire(at(5), 30, 2), gone("b"));
        assert_eq!(index.expire(at(5), 15, 9), gone("c"));
        assert_eq!(index.expire(at(4 + KEPT.as_secs()), 99, 9), vec![]);
        assert_eq!(index.expire(at(5 + KEPT.as_secs()), 99, 9), gone("a"));
        assert_eq!((index.bytes, index.entries.len()), (0, 0));
    }
}
