//! Files that were tried and wait to be taken in: a few, for a short time, in memory alone.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use park_domain::Table;

/// Files that wait at once; each is at most as long as a body may be.
const KEPT_MAX: usize = 4;

/// How long a file waits.
const KEPT_FOR: Duration = Duration::from_secs(30 * 60);

/// A file that was tried.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    /// Its name.
    pub(crate) file: String,
    /// The table that was chosen; none when it is told by name or header.
    pub(crate) table: Option<Table>,
    /// What it holds.
    pub(crate) bytes: Bytes,
}

/// The files that wait, the newest last.
#[derive(Debug, Default)]
pub(crate) struct Uploads(Mutex<Vec<(String, Instant, Upload)>>);

impl Uploads {
    /// Keeps a file; its id cannot be guessed.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub(crate) fn keep(&self, upload: Upload) -> Result<String, getrandom::Error> {
        let mut random = [0_u8; 16];
        getrandom::fill(&mut random)?;
        let id = random.iter().fold(String::new(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        });
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.retain(|(_, at, _)| at.elapsed() < KEPT_FOR);
        if list.len() == KEPT_MAX {
            list.remove(0);
        }
        list.push((id.clone(), Instant::now(), upload));
        Ok(id)
    }

    /// A file that waits.
    pub(crate) fn get(&self, id: &str) -> Option<Upload> {
        let list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = list.iter().find(|(own, at, _)| own == id && at.elapsed() < KEPT_FOR);
        found.map(|(_, _, upload)| upload.clone())
    }

    /// Drops a file.
    pub(crate) fn forget(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|(own, _, _)| own != id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_files_wait_and_the_oldest_goes_first() {
        let uploads = Uploads::default();
        let file = |n: usize| Upload { file: n.to_string(), table: None, bytes: Bytes::new() };
        let ids: Vec<String> =
            (0..=KEPT_MAX).map(|n| uploads.keep(file(n)).expect("random")).collect();
        assert!(uploads.get(&ids[0]).is_none());
        assert_eq!(uploads.get(&ids[KEPT_MAX]).map(|u| u.file), Some(KEPT_MAX.to_string()));
        uploads.forget(&ids[1]);
        assert!(uploads.get(&ids[1]).is_none() && uploads.get(&ids[2]).is_some());
    }
}
