//! An immutable generation on disk: what is in it, and search in it.
//!
//! Two questions are answered here. *Which parks speak of this?* is [`text`]: an index made for
//! Chinese, with synonyms, phrases, codes, highlights, facets and suggestions. *Which state is
//! served?* is [`generation`]: a folder that is written once, beside the live one, and swapped in by one
//! small file, so that a process killed at any moment leaves a servable state.
//!
//! ```
//! use park_index::text::{SearchRequest, SuggestSource, TextIndex, build};
//! use park_index::ParkDocument;
//!
//! let dir = tempfile::tempdir().unwrap();
//! let park = ParkDocument {
//!     id: "S1".into(),
//!     name: "示例经济开发区".into(),
//!     industries: vec!["集成电路".into()],
//!     ..ParkDocument::default()
//! };
//! build(dir.path(), &[park]).unwrap();
//! let index = TextIndex::open(dir.path(), &SuggestSource::default()).unwrap();
//! let request = SearchRequest { q: "集成電路", limit: 20, ..SearchRequest::default() };
//! let answer = index.search(&request, &|_| Vec::new()).unwrap();
//! assert_eq!(answer.hits[0].highlights[0].html, "<b>集成电路</b>");
//! ```
//!
//! **Invariant**: a generation is never changed once it is published; whoever opened one keeps it.
//! Only this crate knows tantivy.

mod codes;
mod document;
mod fold;
mod frozen_dir;
mod tokenizer;

pub mod generation;
pub mod text;

pub use document::{ParkDocument, TextField};
pub use tokenizer::{ZH_PAIR, ZhPair};
