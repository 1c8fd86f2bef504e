//! What can go wrong with an index, and with what is asked of it.

use std::path::PathBuf;

/// The index could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// A file of the index could not be written or read.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of the index does not hold what it should.
    #[error("{path}: {what}")]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The full-text library refused.
    #[error("text index: {0}")]
    Index(#[from] tantivy::TantivyError),
}

/// The request cannot be answered; the words are for the person who asked.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// Nothing but blanks and punctuation.
    #[error("the query holds no letter, digit or character to search for")]
    Empty,
    /// Longer than anyone types.
    #[error("the query has {bytes} bytes; at most {max} are read")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// More words than are joined.
    #[error("the query has {words} words; at most {max} are read")]
    TooManyWords {
        /// How many.
        words: usize,
        /// The limit.
        max: usize,
    },
    /// A page size outside the limits.
    #[error("limit is {limit}; expected 1 to {max}")]
    Limit {
        /// What was asked.
        limit: usize,
        /// The limit's limit.
        max: usize,
    },
    /// A cursor that this query on this generation did not give.
    #[error("the cursor belongs to another query or to another generation; start without one")]
    Cursor,
    /// Reading the index failed.
    #[error(transparent)]
    Index(#[from] TextError),
}

impl From<tantivy::TantivyError> for QueryError {
    fn from(source: tantivy::TantivyError) -> Self {
        Self::Index(TextError::Index(source))
    }
}
