//! Which parks use a word: in their name, their positioning, their facts, the terms of their firms.

use std::collections::HashMap;
use std::sync::Arc;

use park_domain::{Dataset, ParkId, Provenance};
use park_industry::fold::fold;
use park_industry::{Code, Reader};

use crate::named::Named;
use crate::rows::Rows;
use crate::surroundings::TermBases;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitKind {
    /// A named industry; the unit's owner is a phrase, not a park.
    Phrase,
    /// A name or alias.
    Name,
    /// A term that firms of the park use.
    Term,
    /// A positioning.
    Positioning,
    /// A fact.
    Fact,
    /// A term that firms of a county or city use; the occurrence's park is a region of
    /// [`crate::Surroundings`].
    Around,
}

/// One distinct text.
#[derive(Debug, Clone, PartialEq)]
pub struct WordUnit {
    /// Where it stands.
    pub kind: UnitKind,
    /// The text, folded.
    pub text: String,
    /// Phrase in [`Named::phrases`], for [`UnitKind::Phrase`].
    pub phrase: Option<u32>,
    /// What a term means, codes by falling share; empty for other kinds and for terms that map to nothing.
    pub shares: Vec<(Code, f64)>,
}

/// A park that carries a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// Row of the park.
    pub park: u32,
    /// Firms that use it, for terms.
    pub firms: f64,
    /// Share of the park's firms that use it, where its firms are counted.
    pub share: Option<f64>,
    /// Shrunk location quotient against the nation, for terms whose national base is known.
    pub quotient: Option<f64>,
    /// Source and date.
    pub provenance: Arc<Provenance>,
    /// The text as written.
    pub text: Arc<str>,
}

/// Texts found by the character pairs they hold.
#[derive(Debug, Clone)]
pub struct WordIndex {
    /// Distinct texts.
    pub units: Vec<WordUnit>,
    /// Parks by text; empty for phrases.
    pub occurrences: Rows<Occurrence>,
    pairs: HashMap<[char; 2], Vec<u32>>,
}

/// Topics of facts that speak of industry.
const FACT_TOPICS: [&str; 5] = ["leading_industry", "chain", "enterprise", "positioning", "other"];

impl WordIndex {
    pub(crate) fn build(
        dataset: &Dataset,
        rows: &HashMap<ParkId, u32>,
        named: &Named,
        totals: &[Option<f64>],
        bases: &TermBases,
        reader: &Reader,
    ) -> Self {
        let mut texts = Texts::default();
        for (i, phrase) in named.phrases.iter().enumerate() {
            let unit = texts.unit(UnitKind::Phrase, &phrase.text);
            texts.units[unit as usize].phrase = u32::try_from(i).ok();
        }
        for park in &dataset.parks {
            let Some(&row) = rows.get(&park.id) else { continue };
            let provenance = Arc::new(park.provenance.clone());
            for name in std::iter::once(&park.name).chain(&park.aliases) {
                texts.add(UnitKind::Name, name, row, &provenance);
            }
        }
        let mut newest: HashMap<(u32, &str), &park_domain::Activity> = HashMap::new();
        for activity in &dataset.activities {
            let Some(&row) = rows.get(&activity.park_id) else { continue };
            let slot = newest.entry((row, &activity.term)).or_insert(activity);
            if activity.year > slot.year {
                *slot = activity;
            }
        }
        for activity in &dataset.activities {
            let Some(&row) = rows.get(&activity.park_id) else { continue };
            if newest.get(&(row, &*activity.term)).is_some_and(|a| std::ptr::eq(*a, activity)) {
                let provenance = Arc::new(activity.provenance.clone());
                let firms = activity.firms.unwrap_or(FIRMS_AT_LEAST);
                let total = totals[row as usize];
                let quotient = bases.quotient(&fold(&activity.term), firms, total);
                let share = total.filter(|t| *t > 0.0).map(|t| firms / t);
                let counts = Counts { firms, share, quotient };
                texts.put(UnitKind::Term, &activity.term, row, counts, &provenance);
            }
        }
        for p in &dataset.positioning {
            let Some(&row) = rows.get(&p.park_id) else { continue };
            texts.add(UnitKind::Positioning, &p.text, row, &Arc::new(p.provenance.clone()));
        }
        for f in dataset.facts.iter().filter(|f| FACT_TOPICS.contains(&&*f.topic)) {
            let Some(&row) = f.park_id.as_ref().and_then(|id| rows.get(id)) else { continue };
            texts.add(UnitKind::Fact, &f.value, row, &Arc::new(f.provenance.clone()));
        }
        let unsourced = Arc::new(Provenance {
            source: None,
            as_of: None,
            estimated: true,
            visibility: park_domain::Visibility::Public,
            note: None,
        });
        for (region, term, firms, quotient) in &bases.around {
            let text: Arc<str> = Arc::from(term.as_str());
            let counts = Counts { firms: *firms, share: None, quotient: Some(*quotient) };
            texts.put(UnitKind::Around, &text, *region, counts, &unsourced);
        }
        for unit in &mut texts.units {
            if matches!(unit.kind, UnitKind::Term | UnitKind::Around) {
                let read = reader.phrase(&unit.text).codes;
                unit.shares = read.into_iter().map(|c| (c.code, c.share)).collect();
            }
        }
        texts.index()
    }

    /// Texts that hold the word, by place; the word must have two characters or more.
    pub fn find(&self, word: &str) -> Vec<u32> {
        let folded = fold(word);
        let chars: Vec<char> = folded.chars().collect();
        let mut lists: Vec<&[u32]> = Vec::with_capacity(chars.len());
        for pair in chars.windows(2) {
            match self.pairs.get(&[pair[0], pair[1]]) {
                Some(list) => lists.push(list),
                None => return Vec::new(),
            }
        }
        lists.sort_unstable_by_key(|l| l.len());
        match &lists[..] {
            [] => Vec::new(),
            // A word of one pair stands in every text of its list.
            [only] => only.to_vec(),
            // The texts themselves lie far apart; the two shortest lists leave few of them to look at.
            [shortest, second, ..] => shortest
                .iter()
                .copied()
                .filter(|u| second.binary_search(u).is_ok())
                .filter(|u| self.units[*u as usize].text.contains(folded.as_str()))
                .collect(),
        }
    }
}

/// A term is in `activities` only when so many firms use it.
const FIRMS_AT_LEAST: f64 = 3.0;

#[derive(Default, Clone, Copy)]
struct Counts {
    firms: f64,
    share: Option<f64>,
    quotient: Option<f64>,
}

#[derive(Default)]
struct Texts {
    units: Vec<WordUnit>,
    known: HashMap<(UnitKind, String), u32>,
    occurrences: Vec<(u32, Occurrence)>,
}

impl Texts {
    fn unit(&mut self, kind: UnitKind, text: &str) -> u32 {
        let key = (kind, fold(text));
        if let Some(i) = self.known.get(&key) {
            return *i;
        }
        let i = u32::try_from(self.units.len()).unwrap_or(u32::MAX);
        self.units.push(WordUnit { kind, text: key.1.clone(), phrase: None, shares: Vec::new() });
        self.known.insert(key, i);
        i
    }

    fn add(&mut self, kind: UnitKind, text: &Arc<str>, park: u32, p: &Arc<Provenance>) {
        self.put(kind, text, park, Counts::default(), p);
    }

    fn put(
        &mut self,
        kind: UnitKind,
        text: &Arc<str>,
        park: u32,
        counts: Counts,
        p: &Arc<Provenance>,
    ) {
        let unit = self.unit(kind, text);
        let (provenance, text) = (Arc::clone(p), Arc::clone(text));
        let Counts { firms, share, quotient } = counts;
        let occurrence = Occurrence { park, firms, share, quotient, provenance, text };
        self.occurrences.push((unit, occurrence));
    }

    fn index(mut self) -> WordIndex {
        self.occurrences.sort_by_key(|(unit, o)| (*unit, o.park));
        let mut pairs: HashMap<[char; 2], Vec<u32>> = HashMap::new();
        for (i, unit) in (0_u32..).zip(&self.units) {
            let chars: Vec<char> = unit.text.chars().collect();
            for pair in chars.windows(2) {
                let list = pairs.entry([pair[0], pair[1]]).or_default();
                if list.last() != Some(&i) {
                    list.push(i);
                }
            }
        }
        WordIndex {
            occurrences: Rows::group(self.units.len(), self.occurrences),
            units: self.units,
            pairs,
        }
    }
}
