//! Named industries: what a park says, phrase by phrase, each phrase read once.

use std::collections::HashMap;
use std::sync::Arc;

use park_domain::dataset::list_parts;
use park_domain::{Basis, Dataset, ParkId, Provenance};
use park_industry::{Code, NodeRef, Reader};

use crate::config::FeatureConfig;
use crate::rows::Rows;

/// Where a park names an industry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NamedOrigin {
    /// Leading industries of the `parks` row.
    Leading,
    /// A `structure` row of basis named.
    Structure,
    /// A `facts` row of topic `leading_industry`.
    Fact,
}

/// One wording with what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// As written.
    pub text: Arc<str>,
    /// Synonyms folded.
    pub canonical: String,
    /// Codes by falling share.
    pub shares: Vec<(Code, f64)>,
    /// Chain nodes it names.
    pub nodes: Vec<NodeRef>,
}

/// One industry that one park names.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedItem {
    /// Which phrase.
    pub phrase: u32,
    /// Where it stands.
    pub origin: NamedOrigin,
    /// Source and date of the row.
    pub provenance: Arc<Provenance>,
}

/// All phrases, and which park names which.
#[derive(Debug, Clone)]
pub struct Named {
    /// Distinct wordings, in the order in which they were first met.
    pub phrases: Vec<Phrase>,
    /// Items by park.
    pub items: Rows<NamedItem>,
    /// How many leading industries the `parks` row names; `None` where it names none.
    pub leading_count: Vec<Option<u32>>,
}

impl Named {
    pub(crate) fn build(
        dataset: &Dataset,
        rows: &HashMap<ParkId, u32>,
        n_parks: usize,
        reader: &Reader,
        config: &FeatureConfig,
    ) -> Self {
        let mut phrases = Phrases { reader, list: Vec::new(), known: HashMap::new() };
        let mut pairs: Vec<(u32, NamedItem)> = Vec::new();
        let mut leading_count = vec![None; n_parks];
        let is_none = |text: &str| config.not_industries.iter().any(|n| n == text);
        for park in &dataset.parks {
            let Some(&row) = rows.get(&park.id) else { continue };
            let provenance = Arc::new(park.provenance.clone());
            let mut count = 0;
            for text in park.leading_industries.iter().filter(|t| !is_none(t)) {
                pairs.push((row, phrases.item(text, NamedOrigin::Leading, &provenance)));
                count += 1;
            }
            leading_count[row as usize] = (count > 0).then_some(count);
        }
        for s in dataset.structure.iter().filter(|s| s.basis == Basis::Named) {
            if let Some(&row) = rows.get(&s.park_id) {
                let provenance = Arc::new(s.provenance.clone());
                pairs.push((row, phrases.item(&s.industry, NamedOrigin::Structure, &provenance)));
            }
        }
        for fact in dataset.facts.iter().filter(|f| &*f.topic == "leading_industry") {
            let Some(&row) = fact.park_id.as_ref().and_then(|id| rows.get(id)) else { continue };
            let provenance = Arc::new(fact.provenance.clone());
            for text in list_parts(&fact.value).filter(|t| !is_none(t)) {
                pairs.push((row, phrases.item(text, NamedOrigin::Fact, &provenance)));
            }
        }
        Self { phrases: phrases.list, items: Rows::group(n_parks, pairs), leading_count }
    }
}

struct Phrases<'r> {
    reader: &'r Reader,
    list: Vec<Phrase>,
    known: HashMap<Arc<str>, u32>,
}

impl Phrases<'_> {
    fn item(&mut self, text: &str, origin: NamedOrigin, provenance: &Arc<Provenance>) -> NamedItem {
        let phrase = match self.known.get(text) {
            Some(i) => *i,
            None => {
                let i = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
                let shared: Arc<str> = Arc::from(text);
                self.list.push(read(self.reader, &shared));
                self.known.insert(shared, i);
                i
            }
        };
        NamedItem { phrase, origin, provenance: Arc::clone(provenance) }
    }
}

/// A code stands for itself; words are read.
fn read(reader: &Reader, text: &Arc<str>) -> Phrase {
    let code = Code::parse(text).filter(|c| reader.classification().contains(*c));
    let shares = match code {
        Some(c) => vec![(c, 1.0)],
        None => reader.phrase(text).codes.into_iter().map(|c| (c.code, c.share)).collect(),
    };
    let words = match code.and_then(|c| reader.classification().name(c)) {
        Some(name) => name.to_owned(),
        None => text.to_string(),
    };
    Phrase {
        text: Arc::clone(text),
        canonical: reader.canonical(&words),
        shares,
        nodes: reader.nodes_of(&words),
    }
}
