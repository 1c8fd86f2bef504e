//! What can go wrong with a store's generations.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::TextError;

/// Why a generation is not served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The generation.
    pub id: String,
    /// The file of it that is at fault.
    pub file: String,
    /// What is wrong with the file.
    pub why: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "generation {}, file {}: {}", self.id, self.file, self.why)
    }
}

/// A generation could not be published, listed or opened.
#[derive(Debug, thiserror::Error)]
pub enum GenerationError {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nothing was published in this store.
    #[error("{store} holds no generation\nhint: run parkwise publish")]
    None {
        /// The store.
        store: PathBuf,
    },
    /// No generation can be served.
    #[error("no generation can be served: {0}\nhint: run parkwise publish")]
    Refused(Refused),
    /// There is no generation of this id.
    #[error("there is no generation {id}\nhint: parkwise generations lists them")]
    Unknown {
        /// The id.
        id: String,
    },
    /// A file of the payload may not have this name.
    #[error("{name:?} cannot be a file of a generation")]
    Name {
        /// The name.
        name: String,
    },
    /// The new generation did not pass its checks; the live one stays.
    #[error("the new generation was not published: {why}")]
    Check {
        /// What the check said.
        why: String,
    },
    /// The text index could not be built or opened.
    #[error(transparent)]
    Text(#[from] TextError),
}

impl GenerationError {
    /// Names the file of an error of the system.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self::File { path, source }
    }
}
