//! Full text over parks: [`build`] writes an index folder, [`TextIndex::open`] reads it,
//! [`TextIndex::search`] answers.
//!
//! **Why there is no word segmentation in the index.** Words cut by a dictionary lose hits wherever
//! the cut is not the one the reader has in mind (开发新能源 becomes 开发新 and 能源), so recall and
//! phrases need character pairs anyway. What a second field of words would add is a better weight: the
//! rarity of the *word*, where a phrase of pairs adds up the rarities of its pairs and so favours long
//! words. That weight needs no second field: the words asked for are few, so their true document
//! frequency is counted when they are asked, and each field's score is scaled to it. Ranking is
//! then BM25 of whole words, for any word at all and not only those of a dictionary, and neither 50 MB
//! of dictionary nor its C dependency is in the service.
//!
//! **How a query reads.** Words parted by blanks or punctuation must all be there, each in any field; `"…"` is
//! a phrase as written. A word is widened by its synonyms, and that is said; a phrase never
//! is. A word that is nowhere as written is read as the dictionary words it is made of (苏州生物医药 as
//! 苏州 and 生物医药), and that is said too. A query that *is* a park's name or alias puts that park first.

mod build;
mod collect;
mod cursor;
mod error;
mod frozen;
mod highlight;
mod needle;
mod plan;
mod query;
mod schema;
mod search;
mod suggest;
mod words;

#[cfg(test)]
mod tests;

pub use build::build;
pub use error::{QueryError, TextError};
pub use query::{QUERY_BYTES_MAX, WORDS_MAX};
pub use search::{
    Facets, Filters, HITS_PER_PAGE_MAX, Highlight, Hit, SearchAnswer, SearchRequest, TextIndex,
    Widening,
};
pub use suggest::SuggestSource;
