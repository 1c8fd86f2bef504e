//! What words mean that are known before a profile comes: the names and products of the chains, read once.

use std::collections::HashMap;

use park_industry::fold::fold;
use park_industry::{Code, Reader};

use crate::models::IndustrySettings;
use crate::tree::{self, Tree};

/// Codes of the chains' words, and their names folded.
#[derive(Debug, Default)]
pub(crate) struct Meanings {
    codes: HashMap<String, Vec<(Code, f64)>>,
    /// Name and aliases of each chain, folded.
    pub(crate) chain_names: Vec<Vec<String>>,
}

impl Meanings {
    pub(crate) fn of(reader: &Reader) -> Self {
        let mut meanings = Self::default();
        for chain in reader.chains() {
            let names: Vec<&String> = std::iter::once(&chain.name).chain(&chain.aliases).collect();
            meanings.add(&chain.name, reader);
            for name in &names {
                meanings.add(&fold(name), reader);
            }
            meanings.chain_names.push(names.into_iter().map(|n| fold(n)).collect());
            for node in &chain.nodes {
                for word in node.products.iter().chain([&node.name]) {
                    meanings.add(&fold(word), reader);
                }
            }
        }
        meanings
    }

    fn add(&mut self, word: &str, reader: &Reader) {
        if !self.codes.contains_key(word) {
            self.codes.insert(word.to_owned(), read(word, reader));
        }
    }

    /// How much a word speaks for the codes asked; `None` where it maps to nothing.
    pub(crate) fn relevance(
        &self,
        word: &str,
        asked: &[(Code, f64)],
        (reader, tree): (&Reader, &Tree),
        settings: &IndustrySettings,
    ) -> Option<f64> {
        let sum = |codes: &[(Code, f64)]| {
            let each =
                |(code, share): &(Code, f64)| share * tree::relevance(*code, asked, tree, settings);
            (!codes.is_empty()).then(|| codes.iter().map(each).sum())
        };
        match self.codes.get(word) {
            Some(codes) => sum(codes),
            None => sum(&read(word, reader)),
        }
    }
}

fn read(word: &str, reader: &Reader) -> Vec<(Code, f64)> {
    reader.phrase(word).codes.into_iter().map(|c| (c.code, c.share)).collect()
}
