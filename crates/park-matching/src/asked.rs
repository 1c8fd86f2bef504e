//! The industry that a profile asks for: codes, words and chain nodes, each with how much it counts.

use std::collections::HashMap;

use park_industry::fold::fold;
use park_industry::{Code, NodeRef, Reader, Stage};

use crate::meanings::Meanings;
use crate::models::IndustrySettings;
use crate::tree::Tree;

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
    /// Chains it lies in, as places in [`Reader::chains`], with how much the chain as a whole stands for it.
    pub chains: Vec<(usize, f64)>,
    /// Parts of the text that map to no code.
    pub unmapped: Vec<String>,
}

/// Most words looked for.
const WORDS_MAX: usize = 48;
/// Most codes that are followed.
const CODES_MAX: usize = 8;
/// Most nodes that count as the same.
const NODES_MAX: usize = 4;

/// Place of the chain that the profile names, and the stage.
type ChainAsked = Option<(usize, Option<Stage>)>;

impl AskedIndustry {
    /// Reads the industry of a profile: text, codes, and the chain with its stage.
    pub(crate) fn read(
        text: &str,
        codes: &[Code],
        chain: ChainAsked,
        reader: &Reader,
        (tree, meanings): (&Tree, &Meanings),
        settings: &IndustrySettings,
    ) -> Self {
        let mut asked = Self { text: fold(text), ..Self::default() };
        let reading = reader.phrase(text);
        asked.unmapped = reading.unmapped;
        asked.codes = relative_codes(codes, &reading.codes, settings.asked_power);
        let relevance = |word: &str, codes: &[(Code, f64)]| -> Option<f64> {
            meanings.relevance(word, codes, (reader, tree), settings)
        };
        let mut words =
            Words { list: Vec::new(), codes: &asked.codes.clone(), relevance: &relevance };
        let all_unmapped = asked.codes.is_empty();
        for part in literal_parts(text) {
            let unmapped = asked.unmapped.iter().any(|u| part.contains(&fold(u)));
            // What the dictionary knows counts by what it means; what it does not know counts in full only
            // where nothing else is known (整机, 本体 are not industries); filler never counts.
            match relevance(&part, &asked.codes) {
                Some(_) => words.add(&part, 1.0, settings.word_part_floor, WordOrigin::Asked),
                None if all_unmapped => words.add(&part, 1.0, 1.0, WordOrigin::Asked),
                None if unmapped => {
                    words.add(&part, settings.word_unmapped, 1.0, WordOrigin::Asked);
                }
                None => {}
            }
        }
        for term in &reading.terms {
            words.add(term, 1.0, settings.word_term_floor, WordOrigin::Asked);
        }
        asked.find_nodes((text, codes, chain), reader, meanings, &relevance);
        words.add_synonyms(reader, settings);
        if text.is_empty() {
            for code in codes {
                if let Some(name) = reader.classification().name(*code) {
                    for part in literal_parts(name) {
                        let floor = settings.word_term_floor;
                        words.add(&part, settings.word_code_name, floor, WordOrigin::CodeName);
                    }
                }
            }
        }
        asked.add_chain_words(&mut words, reader, settings);
        asked.words = words.finish();
        asked
    }

    fn find_nodes(
        &mut self,
        (text, codes, chain): (&str, &[Code], ChainAsked),
        reader: &Reader,
        meanings: &Meanings,
        relevance: &Relevance<'_>,
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
        let mut chains: Vec<(usize, f64)> = Vec::new();
        for (i, c) in reader.chains().iter().enumerate() {
            let mut names = meanings.chain_names.get(i).into_iter().flatten();
            let named = !folded.is_empty() && names.any(|n| folded.contains(n.as_str()));
            let given = chain.is_some_and(|(wanted, _)| wanted == i);
            if named || given {
                chains.push((i, 1.0));
            } else if same.iter().any(|n| n.chain == i) {
                chains.push((i, relevance(&c.name, &self.codes).unwrap_or(0.0)));
            }
        }
        for &(chain, _) in &chains {
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

    fn add_chain_words(&self, words: &mut Words<'_>, reader: &Reader, settings: &IndustrySettings) {
        let mut same: Vec<NodeRef> =
            self.nodes.iter().filter(|(_, r)| **r == NodeRelation::Same).map(|(n, _)| *n).collect();
        same.sort_unstable();
        for node in same {
            let node = &reader.chains()[node.chain].nodes[node.node];
            for word in node.products.iter().chain([&node.name]) {
                let floor = settings.word_product_floor;
                words.add(word, settings.word_product, floor, WordOrigin::Product);
            }
        }
        let parts = literal_parts(&self.text);
        for &(chain, strength) in &self.chains {
            let chain = &reader.chains()[chain];
            for word in chain.aliases.iter().chain([&chain.name]) {
                // The word that opens what is asked tells it from its kin (稀土 in 稀土永磁, 光伏 in 光伏组件);
                // the one that closes it is the wide kind (化工 in 石油化工).
                let folded = fold(word);
                if parts.iter().any(|p| p.starts_with(folded.as_str())) {
                    words.add(word, settings.word_chain_opens, 1.0, WordOrigin::Chain);
                }
                let strength = settings.word_chain * strength;
                words.add(word, strength, settings.word_chain_floor, WordOrigin::Chain);
            }
        }
    }

    /// How much a chain as a whole stands for what is asked; 0 for a chain it does not lie in.
    pub fn chain_strength(&self, chain: usize) -> f64 {
        self.chains.iter().find(|(c, _)| *c == chain).map_or(0.0, |(_, s)| *s)
    }
}

/// Codes given count alike; codes read count by their share against the first, to a power, so that what a word
/// beside the main one means (建筑 in 建筑卫生陶瓷) weighs little.
fn relative_codes(
    given: &[Code],
    read: &[park_industry::CodeShare],
    power: f64,
) -> Vec<(Code, f64)> {
    if !given.is_empty() {
        return given.iter().take(CODES_MAX).map(|c| (*c, 1.0)).collect();
    }
    let Some(first) = read.first() else { return Vec::new() };
    read.iter().take(CODES_MAX).map(|c| (c.code, (c.share / first.share).powf(power))).collect()
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

type Relevance<'r> = dyn Fn(&str, &[(Code, f64)]) -> Option<f64> + 'r;

struct Words<'r> {
    list: Vec<AskedWord>,
    codes: &'r [(Code, f64)],
    relevance: &'r Relevance<'r>,
}

impl Words<'_> {
    /// Adds a word. One that means what is asked counts in full; one that opens into much else counts less, down
    /// to its floor.
    fn add(&mut self, word: &str, base: f64, floor: f64, origin: WordOrigin) {
        let word = fold(word);
        if word.chars().count() < 2 || base <= 0.0 {
            return;
        }
        if self.list.iter().any(|w| w.word == word && w.strength >= base) {
            return;
        }
        let relevance = (self.relevance)(&word, self.codes).unwrap_or(1.0).min(1.0);
        self.put(AskedWord { word, strength: base * (floor + (1.0 - floor) * relevance), origin });
    }

    fn put(&mut self, new: AskedWord) {
        match self.list.iter_mut().find(|w| w.word == new.word) {
            Some(known) if known.strength >= new.strength => {}
            Some(known) => *known = new,
            None => self.list.push(new),
        }
    }

    fn add_synonyms(&mut self, reader: &Reader, settings: &IndustrySettings) {
        for asked in self.list.clone() {
            for synonym in reader.synonyms_of(&asked.word) {
                let word = fold(&synonym);
                if word.chars().count() >= 2 {
                    let strength = asked.strength * settings.word_synonym;
                    self.put(AskedWord { word, strength, origin: WordOrigin::Synonym });
                }
            }
        }
    }

    fn finish(mut self) -> Vec<AskedWord> {
        self.list.retain(|w| w.strength >= STRENGTH_MIN);
        self.list.sort_by(|a, b| b.strength.total_cmp(&a.strength));
        self.list.truncate(WORDS_MAX);
        self.list
    }
}

/// Words weaker than this are not looked for.
const STRENGTH_MIN: f64 = 0.2;
