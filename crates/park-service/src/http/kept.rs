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

const ENDING: &str = ".json";

/// A result in one language.
type Key = (String, Lang);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    since: SystemTime,
    bytes: u64,
}

#[derive(Debug, Default)]
struct Index {
    entries: HashMap<Key, Entry>,
    /// Oldest first. A key that was renewed stands here again; its older places no longer count.
    order: VecDeque<(Key, SystemTime)>,
    bytes: u64,
}

impl Index {
    fn insert(&mut self, key: Key, entry: Entry) {
        self.remove(&key);
        self.bytes += entry.bytes;
        self.order.push_back((key.clone(), entry.since));
        self.entries.insert(key, entry);
    }

    fn remove(&mut self, key: &Key) -> bool {
        let removed = self.entries.remove(key);
        self.bytes -= removed.map_or(0, |e| e.bytes);
        removed.is_some()
    }

    /// Takes out what is too old or too much.
    fn expire(&mut self, now: SystemTime, bytes_max: u64, results_max: usize) -> Vec<Key> {
        let mut gone = Vec::new();
        while let Some((key, since)) = self.order.front().cloned() {
            let held = self.entries.get(&key).is_some_and(|e| e.since == since);
            let too_old = now.duration_since(since).is_ok_and(|age| age > KEPT);
            let too_much = self.bytes > bytes_max || self.entries.len() > results_max;
            if held && !too_old && !too_much {
                break;
            }
            self.order.pop_front();
            if held {
                self.remove(&key);
                gone.push(key);
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
        let mut found: Vec<(Key, Entry)> = fs::read_dir(&dir)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|file| {
                let key = key_of(file.file_name().to_str()?)?;
                let about = file.metadata().ok()?;
                Some((key, Entry { since: about.modified().ok()?, bytes: about.len() }))
            })
            .collect();
        found.sort_by(|a, b| (a.1.since, &a.0.0).cmp(&(b.1.since, &b.0.0)));
        let mut index = Index::default();
        for (key, entry) in found {
            index.insert(key, entry);
        }
        Self { dir, index: Mutex::new(index), written: AtomicU64::new(0) }
    }

    /// Keeps a result. One that cannot be written is logged and not kept: the answer itself goes out.
    pub(crate) fn keep(&self, id: &str, lang: Lang, body: &Bytes) {
        if !is_id(id) {
            return;
        }
        let now = SystemTime::now();
        let key = (id.to_owned(), lang);
        let fresh = self
            .lock()
            .entries
            .get(&key)
            .is_some_and(|e| now.duration_since(e.since).is_ok_and(|age| age < RENEWED));
        if fresh {
            return;
        }
        if let Err(error) = self.write(&key, body) {
            tracing::warn!(%error, "a result cannot be kept");
            return;
        }
        let bytes = u64::try_from(body.len()).unwrap_or(u64::MAX);
        let gone = {
            let mut index = self.lock();
            index.insert(key, Entry { since: now, bytes });
            index.expire(now, BYTES_MAX, RESULTS_MAX)
        };
        self.unlink(&gone);
    }

    /// A kept result, in the language asked or else in the one it was given in.
    pub(crate) fn get(&self, id: &str, lang: Lang) -> Option<(Bytes, Lang)> {
        let now = SystemTime::now();
        let (gone, held) = {
            let mut index = self.lock();
            let gone = index.expire(now, BYTES_MAX, RESULTS_MAX);
            let other = lang.pick(Lang::En, Lang::Zh);
            let held = [lang, other]
                .into_iter()
                .find(|l| index.entries.contains_key(&(id.to_owned(), *l)));
            (gone, held)
        };
        self.unlink(&gone);
        let key = (id.to_owned(), held?);
        let body = fs::read(self.path(&key)).ok()?;
        Some((Bytes::from(body), key.1))
    }

    /// Forgets a result in every language; whether there was one.
    pub(crate) fn remove(&self, id: &str) -> bool {
        let keys = [Lang::Zh, Lang::En].map(|l| (id.to_owned(), l));
        let gone: Vec<Key> = {
            let mut index = self.lock();
            keys.into_iter().filter(|k| index.remove(k)).collect()
        };
        self.unlink(&gone);
        !gone.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Index> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn path(&self, (id, lang): &Key) -> PathBuf {
        self.dir.join(format!("{id}.{}{ENDING}", lang.tag()))
    }

    /// Written beside and renamed, so that nobody reads half a result.
    fn write(&self, key: &Key, body: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.dir)?;
        let count = self.written.fetch_add(1, Ordering::Relaxed);
        let beside = self.dir.join(format!("{}-{count}.part", key.0));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // A result tells what an investor is looking for.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&beside)?.write_all(body)?;
        fs::rename(&beside, self.path(key))
    }

    fn unlink(&self, keys: &[Key]) {
        for key in keys {
            if let Err(error) = fs::remove_file(self.path(key))
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "a result that is no longer kept cannot be removed");
            }
        }
    }
}

fn key_of(file_name: &str) -> Option<Key> {
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
        assert_eq!(again.get("abc", Lang::En), Some((Bytes::from_static(b"{}"), Lang::Zh)));
        assert!(again.get("../abc", Lang::Zh).is_none());
        assert!(again.remove("abc"));
        assert!(!again.remove("abc"));
        assert!(Kept::open(&store).get("abc", Lang::Zh).is_none());
        fs::remove_dir_all(&store).expect("our own folder");
    }

    #[test]
    fn the_oldest_go_first_and_renewed_ones_stay() {
        let at = |s: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(s);
        let key = |id: &str| (id.to_owned(), Lang::Zh);
        let mut index = Index::default();
        for (id, since) in [("a", 1), ("b", 2), ("c", 3), ("a", 4)] {
            index.insert(key(id), Entry { since: at(since), bytes: 10 });
        }
        assert_eq!(index.bytes, 30);
        assert_eq!(index.expire(at(5), 30, 2), vec![key("b")]);
        assert_eq!(index.expire(at(5), 15, 9), vec![key("c")]);
        assert_eq!(index.expire(at(4 + KEPT.as_secs()), 99, 9), vec![]);
        assert_eq!(index.expire(at(5 + KEPT.as_secs()), 99, 9), vec![key("a")]);
        assert_eq!((index.bytes, index.entries.len()), (0, 0));
    }
}
