//! Words with their codes, their synonyms, and the words that mean no industry.

use std::collections::{BTreeMap, HashMap};

use crate::ModelError;
use crate::chain::Chains;
use crate::classification::Classification;
use crate::code::Code;
use crate::csv_text;
use crate::fold::fold;
use crate::load::Sources;

/// Words that can be looked up as the start of a text, longest first.
#[derive(Debug)]
pub(crate) struct WordMap<T> {
    words: HashMap<Vec<char>, T>,
    /// Lengths of the words that begin with a character, longest first.
    lengths: HashMap<char, Vec<usize>>,
}

impl<T> WordMap<T> {
    pub(crate) fn new(words: BTreeMap<String, T>) -> Self {
        let words: HashMap<Vec<char>, T> =
            words.into_iter().map(|(w, t)| (w.chars().collect(), t)).collect();
        let mut lengths: HashMap<char, Vec<usize>> = HashMap::new();
        for word in words.keys() {
            if let Some(first) = word.first() {
                lengths.entry(*first).or_default().push(word.len());
            }
        }
        for all in lengths.values_mut() {
            all.sort_unstable_by(|a, b| b.cmp(a));
            all.dedup();
        }
        Self { words, lengths }
    }

    /// The longest word that starts the text, and its length in characters.
    pub(crate) fn longest_prefix(&self, text: &[char]) -> Option<(usize, &T)> {
        let lengths = self.lengths.get(text.first()?)?;
        lengths
            .iter()
            .filter(|n| **n <= text.len())
            .find_map(|n| self.words.get(&text[..*n]).map(|t| (*n, t)))
    }
}

/// What a word means.
#[derive(Debug, Clone)]
pub(crate) enum Meaning {
    /// An industry or product: codes with shares that sum to 1.
    Industry { canonical: String, codes: Vec<(Code, f64)>, wide: bool },
    /// No industry: skipped silently.
    Filler,
}

#[derive(Debug)]
pub(crate) struct Dictionary {
    words: WordMap<Meaning>,
    canonical: HashMap<String, String>,
    synonyms: BTreeMap<String, Vec<String>>,
    sorted: Vec<String>,
}

impl Dictionary {
    pub(crate) fn parse(
        sources: &Sources<'_>,
        classification: &Classification,
        chains: &Chains,
    ) -> Result<Self, ModelError> {
        let mut meanings: BTreeMap<String, Meaning> = BTreeMap::new();
        add_classification(&mut meanings, classification);
        add_products(&mut meanings, chains);
        add_words(&mut meanings, sources.words, classification)?;
        let (canonical, synonyms) = add_synonyms(&mut meanings, sources.synonyms)?;
        for (_, row) in csv_text::rows("industry/filler.csv", sources.filler, &["word"])? {
            meanings.entry(fold(&row[0])).or_insert(Meaning::Filler);
        }
        let sorted = meanings
            .iter()
            .filter(|(_, m)| matches!(m, Meaning::Industry { .. }))
            .map(|(w, _)| w.clone())
            .collect();
        Ok(Self { words: WordMap::new(meanings), canonical, synonyms, sorted })
    }

    pub(crate) fn map(&self) -> &WordMap<Meaning> {
        &self.words
    }

    pub(crate) fn canonical(&self, phrase: &str) -> String {
        let folded = fold(phrase);
        self.canonical.get(&folded).cloned().unwrap_or(folded)
    }

    pub(crate) fn synonyms_of(&self, word: &str) -> Vec<String> {
        let folded = fold(word);
        let canonical = self.canonical.get(&folded).unwrap_or(&folded);
        let Some(others) = self.synonyms.get(canonical) else {
            return Vec::new();
        };
        std::iter::once(canonical).chain(others).filter(|w| **w != folded).cloned().collect()
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.sorted.iter().map(String::as_str)
    }
}

/// The standard's own names, and the same without their formal endings.
fn add_classification(meanings: &mut BTreeMap<String, Meaning>, classification: &Classification) {
    for code in classification.codes() {
        let Some(name) = classification.name(code) else {
            continue;
        };
        if name.starts_with("其他") {
            continue;
        }
        let full = fold(name);
        let mut forms = vec![full.clone()];
        for ending in ["制造业", "制造", "加工业", "业"] {
            if let Some(short) = full.strip_suffix(ending)
                && short.chars().count() >= 3
            {
                forms.push(short.to_owned());
            }
        }
        for form in forms {
            // A shorter code comes first in order and keeps the word: 纺织业 is 17, not a class below.
            meanings.entry(form).or_insert_with(|| Meaning::Industry {
                canonical: full.clone(),
                codes: vec![(code, 1.0)],
                wide: false,
            });
        }
    }
}

fn add_products(meanings: &mut BTreeMap<String, Meaning>, chains: &Chains) {
    for (word, codes) in chains.product_codes() {
        let folded = fold(word);
        // The first code of a node is the best; the second shares with it, further ones are left out.
        let codes = match codes {
            [] => continue,
            [one] => vec![(*one, 1.0)],
            [first, second, ..] => vec![(*first, 0.7), (*second, 0.3)],
        };
        meanings.entry(folded.clone()).or_insert(Meaning::Industry {
            canonical: folded,
            codes,
            wide: false,
        });
    }
}

fn add_words(
    meanings: &mut BTreeMap<String, Meaning>,
    text: &str,
    classification: &Classification,
) -> Result<(), ModelError> {
    let file = "industry/words.csv";
    for (line, row) in csv_text::rows(file, text, &["word", "codes", "kind"])? {
        let mut codes = Vec::new();
        for part in row[1].split(';').filter(|p| !p.is_empty()) {
            let (code, share) = part.split_once(':').unwrap_or((part, "1"));
            let code =
                Code::parse(code).filter(|c| classification.contains(*c)).ok_or_else(|| {
                    csv_text::error(file, line, format!("{code} is not a code of the standard"))
                })?;
            let share: f64 =
                share.parse().ok().filter(|s| (0.0..=1.0).contains(s)).ok_or_else(|| {
                    csv_text::error(file, line, format!("{share} is not a share"))
                })?;
            codes.push((code, share));
        }
        if codes.is_empty() {
            return Err(csv_text::error(file, line, "a word without codes".to_owned()));
        }
        let folded = fold(&row[0]);
        meanings.insert(
            folded.clone(),
            Meaning::Industry { canonical: folded, codes, wide: row[2] == "wide" },
        );
    }
    Ok(())
}

type Synonyms = (HashMap<String, String>, BTreeMap<String, Vec<String>>);

fn add_synonyms(
    meanings: &mut BTreeMap<String, Meaning>,
    text: &str,
) -> Result<Synonyms, ModelError> {
    let file = "industry/synonyms.csv";
    let mut canonical: HashMap<String, String> = HashMap::new();
    let mut synonyms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (line, row) in csv_text::rows(file, text, &["word", "canonical"])? {
        let (word, target) = (fold(&row[0]), fold(&row[1]));
        if word == target {
            return Err(csv_text::error(file, line, format!("{word} is its own synonym")));
        }
        let Some(Meaning::Industry { codes, wide, .. }) = meanings.get(&target).cloned() else {
            return Err(csv_text::error(
                file,
                line,
                format!("{target} is not a word of words.csv"),
            ));
        };
        meanings.insert(word.clone(), Meaning::Industry { canonical: target.clone(), codes, wide });
        synonyms.entry(target.clone()).or_default().push(word.clone());
        canonical.insert(word, target);
    }
    Ok((canonical, synonyms))
}
