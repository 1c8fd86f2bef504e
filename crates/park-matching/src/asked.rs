//! The industry that a profile asks for: codes, words and chain nodes, each with how much it counts.

use std::collections::HashMap;

use park_industry::fold::fold;
use park_industry::{Code, NodeRef, Reader, Stage};

use crate::models::IndustrySettings;
use crate::tree::{self, Tree};

/// What a word has to do with the industry asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordOrigin {
    /// It stands in the profile.
    Asked,
    /// It means the same.
    Synonym,
    /// It is a product of the same link of a chain.
    Product,
    /// It names the chain.
    Chain,
    /// It is the standard's own name of the code.
    CodeName,
}

/// One word to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedWord {
    /// Folded.
    pub word: String,
    /// How much it counts, 0 to 1.
    pub strength: f64,
    /// Where it comes from.
    pub origin: WordOrigin,
}

/// How a chain node stands to what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeRelation {
    /// In the same chain.
    SameChain,
    /// Takes what it gives, or gives what it takes.
    Beside,
    /// The same node.
    Same,
}

/// The industry asked, ready to be compared.
#[derive(Debug, Clone, Default)]
pub struct AskedIndustry {
    /// As written, folded.
    pub text: String,
    /// Codes with their weight relative to the first; the first has 1.
    pub codes: Vec<(Code, f64)>,
    /// Words to look for, strongest first.
    pub words: Vec<AskedWord>,
    /// Relation of chain nodes.
    pub nodes: HashMap<NodeRef, NodeRelation>,
    /// Chains it lies in, as places in [`Reader::chains`].
    pub chains: Vec<usize>,
    /// Parts of the text that map to no code.
    pub unmapped: Vec<String>,
}

/// Most words looked for.
const WORDS_MAX: usize = 48;
/// Most codes that are followed.
const CODES_MAX: usize = 8;
/// Most nodes that count as the same.
const NODES_MAX: usize = 4;

impl AskedIndustry {
    /// Reads the industry of a profile: text, codes, and the chain with its stage.
    pub fn read(
        text: &str,
        codes: &[Code],
        chain: Option<(usize, Option<Stage>)>,
        reader: &Reader,
        tree: &Tree,
        settings: &IndustrySettings,
    ) -> Self {
        let mut asked = Self { text: fold(text), ..Self::default() };
        let reading = reader.phrase(text);
        asked.unmapped = reading.unmapped;
        asked.codes = relative_codes(codes, &reading.codes);
        let mut words = Words::default();
        for part in literal_parts(text) {
            words.add(&part, 1.0, WordOrigin::Asked);
        }
        for term in &reading.terms {
            let strength = asked.term_strength(term, reader, tree, settings);
            words.add(term, strength, WordOrigin::Asked);
        }
        asked.find_nodes(text, codes, chain, reader);
        words.add_synonyms(reader, settings);
        if text.is_empty() {
            for code in codes {
                if let Some(name) = reader.classification().name(*code) {
                    for part in literal_parts(name) {
                        words.add(&part, settings.word_code_name, WordOrigin::CodeName);
                    }
                }
            }
        }
        asked.add_chain_words(&mut words, reader, settings);
        asked.words = words.finish();
        asked
    }

    /// A term as narrow as the text counts in full; one that opens into much else counts less.
    fn term_strength(
        &self,
        term: &str,
        reader: &Reader,
        tree: &Tree,
        settings: &IndustrySettings,
    ) -> f64 {
        let relevance: f64 = reader
            .phrase(term)
            .codes
            .iter()
            .map(|c| c.share * tree::relevance(c.code, &self.codes, tree, settings))
            .sum();
        settings.word_term_floor + (1.0 - settings.word_term_floor) * relevance
    }

    fn find_nodes(
        &mut self,
        text: &str,
        codes: &[Code],
        chain: Option<(usize, Option<Stage>)>,
        reader: &Reader,
    ) {
        let mut same = reader.nodes_of(text);
        if same.is_empty() && text.is_empty() {
            same = codes.iter().flat_map(|c| reader.nodes_of_code(*c)).collect();
        }
        if let Some((wanted, stage)) = chain {
            let inside: Vec<NodeRef> = same.iter().copied().filter(|n| n.chain == wanted).collect();
            same = if inside.is_empty() { stage_nodes(wanted, stage, reader) } else { inside };
        }
        same.truncate(NODES_MAX);
        let folded = fold(text);
        let mut chains: Vec<usize> = same.iter().map(|n| n.chain).collect();
        chains.extend(chain.map(|(c, _)| c));
        for (i, c) in reader.chains().iter().enumerate() {
            let mut names = std::iter::once(&c.name).chain(&c.aliases);
            if !folded.is_empty() && names.any(|n| folded.contains(&fold(n))) {
                chains.push(i);
            }
        }
        chains.sort_unstable();
        chains.dedup();
        for &chain in &chains {
            for node in 0..reader.chains()[chain].nodes.len() {
                self.relate(NodeRef { chain, node }, NodeRelation::SameChain);
            }
        }
        for &node in &same {
            for beside in neighbours(node, reader) {
                self.relate(beside, NodeRelation::Beside);
            }
        }
        for &node in &same {
            self.relate(node, NodeRelation::Same);
        }
        self.chains = chains;
    }

    fn relate(&mut self, node: NodeRef, relation: NodeRelation) {
        let slot = self.nodes.entry(node).or_insert(relation);
        *slot = (*slot).max(relation);
    }

    fn add_chain_words(&self, words: &mut Words, reader: &Reader, settings: &IndustrySettings) {
        let mut same: Vec<NodeRef> =
            self.nodes.iter().filter(|(_, r)| **r == NodeRelation::Same).map(|(n, _)| *n).collect();
        same.sort_unstable();
        for node in same {
            let node = &reader.chains()[node.chain].nodes[node.node];
            for word in node.products.iter().chain([&node.name]) {
                words.add(word, settings.word_product, WordOrigin::Product);
            }
        }
        for &chain in &self.chains {
            let chain = &reader.chains()[chain];
            for word in chain.aliases.iter().chain([&chain.name]) {
                words.add(word, settings.word_chain, WordOrigin::Chain);
            }
        }
    }
}

fn relative_codes(given: &[Code], read: &[park_industry::CodeShare]) -> Vec<(Code, f64)> {
    if !given.is_empty() {
        return given.iter().take(CODES_MAX).map(|c| (*c, 1.0)).collect();
    }
    let Some(first) = read.first() else { return Vec::new() };
    read.iter().take(CODES_MAX).map(|c| (c.code, c.share / first.share)).collect()
}

fn stage_nodes(chain: usize, stage: Option<Stage>, reader: &Reader) -> Vec<NodeRef> {
    let Some(stage) = stage else { return Vec::new() };
    let nodes = reader.chains()[chain].nodes.iter().enumerate();
    nodes.filter(|(_, n)| n.stage == stage).map(|(node, _)| NodeRef { chain, node }).collect()
}

/// Nodes of the same chain that take what this one gives or give what it takes.
fn neighbours(of: NodeRef, reader: &Reader) -> Vec<NodeRef> {
    let chain = &reader.chains()[of.chain];
    let here = &chain.nodes[of.node];
    let joined = |a: &[String], b: &[String]| a.iter().any(|x| b.contains(x));
    chain
        .nodes
        .iter()
        .enumerate()
        .filter(|(i, n)| {
            *i != of.node && (joined(&n.takes, &here.gives) || joined(&n.gives, &here.takes))
        })
        .map(|(node, _)| NodeRef { chain: of.chain, node })
        .collect()
}

/// The parts of a text as people join them, without the words that every industry ends in.
fn literal_parts(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| "、，,；;。/|+()（）[]·.：:与和及".contains(c))
        .map(|part| strip_ending(part).to_owned())
        .filter(|part| part.chars().count() >= 2)
        .collect()
}

fn strip_ending(part: &str) -> &str {
    for ending in ENDINGS {
        if let Some(rest) = part.strip_suffix(ending)
            && rest.chars().count() >= 2
        {
            return strip_ending(rest);
        }
    }
    part
}

const ENDINGS: [&str; 12] = [
    "制造业",
    "制造",
    "生产",
    "加工",
    "研发",
    "产业",
    "行业",
    "项目",
    "基地",
    "企业",
    "整机",
    "业",
];

#[derive(Default)]
struct Words(Vec<AskedWord>);

impl Words {
    fn add(&mut self, word: &str, strength: f64, origin: WordOrigin) {
        let word = fold(word);
        if word.chars().count() < 2 || strength <= 0.0 {
            return;
        }
        match self.0.iter_mut().find(|w| w.word == word) {
            Some(known) if known.strength >= strength => {}
            Some(known) => *known = AskedWord { word, strength, origin },
            None => self.0.push(AskedWord { word, strength, origin }),
        }
    }

    fn add_synonyms(&mut self, reader: &Reader, settings: &IndustrySettings) {
        let asked: Vec<(String, f64)> =
            self.0.iter().map(|w| (w.word.clone(), w.strength)).collect();
        for (word, strength) in asked {
            for synonym in reader.synonyms_of(&word) {
                self.add(&synonym, strength * settings.word_synonym, WordOrigin::Synonym);
            }
        }
    }

    fn finish(mut self) -> Vec<AskedWord> {
        self.0.sort_by(|a, b| b.strength.total_cmp(&a.strength));
        self.0.truncate(WORDS_MAX);
        self.0
    }
}
