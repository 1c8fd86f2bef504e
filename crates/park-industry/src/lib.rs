//! What a text means in GB/T 4754-2017: the tree, the dictionary, the chains.
//!
//! Two kinds of text are read: a *phrase* is what an official or an investor writes and names a set of
//! industries; a *scope* is a firm's registered business scope, read with its name for its main activity.
//! Words that map to nothing are listed, never guessed.
//!
//! ```
//! use park_industry::Reader;
//! let reader = Reader::from_dir(std::path::Path::new("../../models")).unwrap();
//! let reading = reader.phrase("集成电路");
//! assert_eq!(reading.divisions[0].0.as_str(), "39");
//! ```
//!
//! **Invariant**: pure, but for [`load`], which reads the dictionaries from a folder. The same text gives
//! the same reading, whatever was read before.

pub mod chain;
pub mod classification;
pub mod code;
mod csv_text;
mod dictionary;
pub mod fitting;
pub mod fold;
pub mod items;
pub mod load;
mod phrase;
mod scope;

pub use chain::{Chain, ChainNode, NodeRef, Stage};
pub use classification::Classification;
pub use code::Code;
pub use load::Sources;
pub use phrase::{CodeShare, Reading};

use std::path::Path;

use chain::Chains;
use dictionary::Dictionary;
use scope::model::ScopeModel;

/// A dictionary or model file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A line of a model file is wrong.
    #[error("{file}, line {line}: {what}")]
    Line {
        /// Name of the file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A file cannot be read.
    #[error("{file}: {source}")]
    Io {
        /// Path of the file.
        file: String,
        /// The cause.
        source: std::io::Error,
    },
}

/// Reads texts. Built once from the files of `models/`, then shared.
#[derive(Debug)]
pub struct Reader {
    classification: Classification,
    dictionary: Dictionary,
    chains: Chains,
    scope_model: ScopeModel,
}

impl Reader {
    /// A reader from the texts of the model files.
    ///
    /// # Errors
    /// The file and line that cannot be used.
    pub fn new(sources: &Sources<'_>) -> Result<Self, ModelError> {
        let classification = Classification::parse(sources.classification)?;
        let chains = Chains::parse(&sources.chains, &classification)?;
        let dictionary = Dictionary::parse(sources, &classification, &chains)?;
        let scope_model = ScopeModel::parse(sources.scope_model, &classification)?;
        Ok(Self { classification, dictionary, chains, scope_model })
    }

    /// A reader from the folder `models/`.
    ///
    /// # Errors
    /// A file that cannot be read or used.
    pub fn from_dir(models: &Path) -> Result<Self, ModelError> {
        load::OwnedSources::from_dir(models).and_then(|s| Self::new(&s.borrow()))
    }

    /// The tree of codes.
    pub fn classification(&self) -> &Classification {
        &self.classification
    }

    /// The chains.
    pub fn chains(&self) -> &[Chain] {
        self.chains.all()
    }

    /// Reads what an official or an investor writes: a set of industries.
    pub fn phrase(&self, text: &str) -> Reading {
        phrase::read(&self.dictionary, text)
    }

    /// Reads a firm's registered scope with its name; the first code is its main activity.
    pub fn scope(&self, name: &str, scope: &str) -> Reading {
        scope::read(&self.scope_model, &self.dictionary, &self.classification, name, scope)
    }

    pub(crate) fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The canonical form of a named industry: width folded, synonyms made one.
    pub fn canonical(&self, phrase: &str) -> String {
        self.dictionary.canonical(phrase)
    }

    /// Other words of the same meaning, in dictionary order; empty when the word is unknown.
    pub fn synonyms_of(&self, word: &str) -> Vec<String> {
        self.dictionary.synonyms_of(word)
    }

    /// All dictionary words, sorted.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.dictionary.words()
    }

    /// Chain nodes whose name or product occurs in the text, longest word first.
    pub fn nodes_of(&self, text: &str) -> Vec<NodeRef> {
        self.chains.nodes_of(&fold::fold(text))
    }

    /// Chain nodes that carry a code or a code below it.
    pub fn nodes_of_code(&self, code: Code) -> Vec<NodeRef> {
        self.chains.nodes_of_code(code)
    }
}
