//! From words to a query of the library: alternatives, their rarity, their weight in each field.

use tantivy::Searcher;
use tantivy::Term;
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, BoostQuery, DisjunctionMaxQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::error::QueryError;
use super::frozen;
use super::needle::Needle;
use super::query::{WORDS_MAX, Word};
use super::schema::Fields;
use super::search::Widening;
use super::words::Lexicon;
use crate::codes::CodeText;

/// What a synonym counts beside the word itself.
const SYNONYM_WEIGHT: f32 = 0.6;

/// What a held code counts beside a word of the text.
const CODE_WEIGHT: f32 = 1.6;

/// Share of the weaker fields and alternatives that is added to the strongest.
const TIE_BREAKER: f32 = 0.2;

/// Most synonyms tried for a word.
const SYNONYMS_MAX: usize = 24;

/// What may stand for a word.
#[derive(Debug, Clone)]
pub(super) enum Look {
    /// Text in any field.
    Text(Needle),
    /// A code held.
    Code(CodeText),
}

/// A word with all that may stand for it; one of them must be there.
#[derive(Debug, Default)]
pub(super) struct Planned {
    pub(super) looks: Vec<Look>,
    queries: Vec<Box<dyn Query>>,
}

/// All words, and what was done to them.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) words: Vec<Planned>,
    pub(super) synonyms: Vec<Widening>,
    pub(super) read_as: Vec<Widening>,
}

impl Plan {
    /// The query, or `None` when some word is nowhere, so that nothing can match.
    pub(super) fn query(&self) -> Option<Box<dyn Query>> {
        let words: Option<Vec<Box<dyn Query>>> = self
            .words
            .iter()
            .map(|word| {
                (!word.queries.is_empty())
                    .then(|| either(word.queries.iter().map(|q| q.box_clone()).collect()))
            })
            .collect();
        let mut words = words?;
        match words.len() {
            0 => None,
            1 => words.pop(),
            _ => Some(Box::new(BooleanQuery::intersection(words))),
        }
    }
}

/// What planning needs.
pub(super) struct Planner<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: &'a Fields,
    pub(super) lexicon: &'a Lexicon,
    pub(super) synonyms: &'a dyn Fn(&str) -> Vec<String>,
}

impl Planner<'_> {
    /// Plans all words.
    pub(super) fn plan(&self, words: &[Word]) -> Result<Plan, QueryError> {
        let mut plan = Plan::default();
        for word in words {
            let planned = self.word(word, &mut plan)?;
            let pieces = if planned.queries.is_empty() && !word.quoted {
                self.lexicon.split(&word.needle).filter(|pieces| pieces.len() <= WORDS_MAX)
            } else {
                None
            };
            let Some(pieces) = pieces else {
                plan.words.push(planned);
                continue;
            };
            plan.read_as.push(Widening {
                from: word.needle.text(),
                to: pieces.iter().map(Needle::text).collect(),
            });
            for needle in pieces {
                let planned = self.word(&Word { needle, quoted: false }, &mut plan)?;
                plan.words.push(planned);
            }
        }
        Ok(plan)
    }

    /// One word with its code and, unless quoted, its synonyms.
    fn word(&self, word: &Word, plan: &mut Plan) -> Result<Planned, QueryError> {
        let mut planned = Planned::default();
        let text = word.needle.text();
        if let Some(query) = self.text_query(&word.needle, 1.0)? {
            planned.looks.push(Look::Text(word.needle.clone()));
            planned.queries.push(query);
        }
        if let Some(code) = CodeText::parse(&text)
            && let Some(query) = self.code_query(&code)?
        {
            planned.looks.push(Look::Code(code));
            planned.queries.push(query);
        }
        if word.quoted {
            return Ok(planned);
        }
        let handed_in = (self.synonyms)(&text);
        let known = frozen::same_park_words(&text).iter().chain(&handed_in);
        let mut to = Vec::new();
        let mut tried = vec![word.needle.clone()];
        for synonym in known.take(SYNONYMS_MAX) {
            let Some(needle) = Needle::new(synonym) else { continue };
            // What holds the word itself is found by the word: it widens nothing.
            if tried.iter().any(|t| needle.contains(t)) {
                continue;
            }
            if let Some(query) = self.text_query(&needle, SYNONYM_WEIGHT)? {
                to.push(synonym.clone());
                planned.looks.push(Look::Text(needle.clone()));
                planned.queries.push(query);
            }
            tried.push(needle);
        }
        if !to.is_empty() {
            plan.synonyms.push(Widening { from: text, to });
        }
        Ok(planned)
    }

    /// The needle in any field, or `None` when it is in none.
    ///
    /// The library weighs a phrase by the sum of its terms' rarities in one field; each field is
    /// scaled so that the rarity of the whole needle among all parks takes that place.
    fn text_query(
        &self,
        needle: &Needle,
        weight: f32,
    ) -> Result<Option<Box<dyn Query>>, QueryError> {
        let mut fields: Vec<(Box<dyn Query>, f32, f32)> = Vec::new();
        for &(field, handle) in &self.fields.text {
            let (query, terms) = needle.query(handle);
            if let Some(rarity) = self.summed_rarity(&terms)? {
                fields.push((query, rarity, field.weight()));
            }
        }
        if fields.is_empty() {
            return Ok(None);
        }
        let any =
            BooleanQuery::union(fields.iter().map(|(query, _, _)| query.box_clone()).collect());
        let found = self.searcher.search(&any, &Count)?;
        if found == 0 {
            return Ok(None);
        }
        let rarity = self.rarity(found);
        let scaled = fields.into_iter().map(|(query, summed, field_weight)| {
            boosted(query, weight * field_weight * rarity / summed)
        });
        Ok(Some(either(scaled.collect())))
    }

    fn code_query(&self, code: &CodeText) -> Result<Option<Box<dyn Query>>, QueryError> {
        let term = Term::from_field_text(self.fields.codes, &code.term());
        let found = self.searcher.doc_freq(&term)?;
        let Some(summed) = self.summed_rarity(std::slice::from_ref(&term))? else {
            return Ok(None);
        };
        let rarity = self.rarity(usize::try_from(found).unwrap_or(usize::MAX));
        let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        Ok(Some(boosted(query, CODE_WEIGHT * rarity / summed)))
    }

    /// The rarity by which the library weighs these terms; `None` when one of them is nowhere.
    fn summed_rarity(&self, terms: &[Term]) -> Result<Option<f32>, QueryError> {
        let parks = self.searcher.num_docs() as f32;
        let mut sum = 0.0;
        for term in terms {
            let found = self.searcher.doc_freq(term)? as f32;
            if found == 0.0 {
                return Ok(None);
            }
            sum += (1.0 + (parks - found + 0.5) / (found + 0.5)).ln();
        }
        Ok(Some(sum))
    }

    /// ln(1 + N / n): stays above 0 for a word that every park has, so that how often it is said
    /// still orders the parks.
    fn rarity(&self, found: usize) -> f32 {
        (1.0 + self.searcher.num_docs() as f32 / found.max(1) as f32).ln()
    }
}

fn either(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match (queries.len(), queries.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            queries.push(last);
            Box::new(DisjunctionMaxQuery::with_tie_breaker(queries, TIE_BREAKER))
        }
        (_, None) => Box::new(tantivy::query::EmptyQuery),
    }
}

fn boosted(query: Box<dyn Query>, boost: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, boost))
}
