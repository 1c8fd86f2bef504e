//! Opening an index and answering from it.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use tantivy::schema::Value as _;
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument};

use super::build::{Directory, Entry, PARKS_FILE};
use super::collect::{AllHits, Found};
use super::cursor;
use super::error::{QueryError, TextError};
use super::frozen;
use super::highlight::{highlights, whole};
use super::plan::{Plan, Planner};
use super::query::parse;
use super::schema::{Fields, register, schema};
use super::suggest::{SuggestSource, Suggester};
use super::words::Lexicon;
use crate::document::{ParkDocument, TextField};
use crate::fold::name_key;

/// Most hits of one page.
pub const HITS_PER_PAGE_MAX: usize = 200;

/// Fewer hits than this and other words are suggested.
const LITTLE_FOUND: usize = 3;

/// Key under which facets count what is not known.
const UNKNOWN: &str = "unknown";

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct SearchRequest<'a> {
    /// What was typed.
    pub q: &'a str,
    /// Hits wanted, 1 to [`HITS_PER_PAGE_MAX`].
    pub limit: usize,
    /// `next` of the page before.
    pub cursor: Option<&'a str>,
    /// Which parks count.
    pub filters: Filters,
}

/// Codes of which a park must have one; an empty list lets all in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Level codes.
    pub level: Vec<String>,
    /// Kind codes.
    pub kind: Vec<String>,
    /// Provinces.
    pub province: Vec<String>,
}

/// The answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchAnswer {
    /// All hits, on this page and others.
    pub total: usize,
    /// Hits of this page, best first; equal scores by id.
    pub hits: Vec<Hit>,
    /// Words that were widened, and the synonyms found.
    pub synonyms: Vec<Widening>,
    /// Words that are nowhere as written, and the words they were read as.
    pub read_as: Vec<Widening>,
    /// Names and industry words close to what was typed, when little was found.
    pub suggestions: Vec<String>,
    /// Counts over all hits.
    pub facets: Facets,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// A park found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The park's id.
    pub id: String,
    /// Its official name.
    pub name: String,
    /// BM25 of whole words over all fields.
    pub score: f64,
    /// What made it match.
    pub highlights: Vec<Highlight>,
}

/// A quoted value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// Name of the field.
    pub field: &'static str,
    /// Escaped; matched words in `<b>`.
    pub html: String,
}

/// A word and what it was also, or instead, read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Widening {
    /// As asked, folded.
    pub from: String,
    /// What was looked for.
    pub to: Vec<String>,
}

/// Hits by code; what is not known counts under `unknown`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By level.
    pub level: BTreeMap<String, usize>,
    /// By kind.
    pub kind: BTreeMap<String, usize>,
    /// By province.
    pub province: BTreeMap<String, usize>,
}

/// An index open for searching; cheap to share, never changes.
pub struct TextIndex {
    reader: IndexReader,
    fields: Fields,
    directory: Directory,
    /// Where the document of each ordinal is.
    addresses: Vec<DocAddress>,
    /// Ordinals by folded name and alias.
    by_name: HashMap<String, Vec<usize>>,
    lexicon: Lexicon,
    suggester: Suggester,
}

impl TextIndex {
    /// Opens the index of a folder.
    ///
    /// # Errors
    /// When a file is missing or does not hold what it should.
    pub fn open(dir: &Path, source: &SuggestSource) -> Result<Self, TextError> {
        let path = dir.join(PARKS_FILE);
        let json =
            fs::read(&path).map_err(|source| TextError::File { path: path.clone(), source })?;
        let directory: Directory = serde_json::from_slice(&json)
            .map_err(|e| TextError::Content { path: path.clone(), what: e.to_string() })?;
        let index = Index::open(crate::frozen_dir::FrozenDirectory::open(dir)?)?;
        let (expected, fields) = schema();
        if index.schema() != expected {
            let what = "the fields are not those of this version".to_owned();
            return Err(TextError::Content { path: dir.to_owned(), what });
        }
        register(&index);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let addresses = addresses(&reader.searcher(), directory.parks.len()).ok_or_else(|| {
            TextError::Content { path, what: "it lists other parks than the index".to_owned() }
        })?;
        let words = source.words.iter().chain(frozen::park_words()).map(String::as_str);
        let places = directory.places.iter().map(String::as_str);
        let lexicon = Lexicon::new(words, places);
        let suggester = Suggester::new(&directory.parks, source);
        let by_name = by_name(&directory.parks);
        Ok(Self { reader, fields, directory, addresses, by_name, lexicon, suggester })
    }

    /// Parks in the index.
    pub fn parks(&self) -> usize {
        self.directory.parks.len()
    }

    /// Answers a query. `synonyms` gives the other words of a folded word.
    ///
    /// # Errors
    /// [`QueryError`] says what about the request cannot be answered; no text panics.
    pub fn search(
        &self,
        request: &SearchRequest<'_>,
        synonyms: &dyn Fn(&str) -> Vec<String>,
    ) -> Result<SearchAnswer, QueryError> {
        if !(1..=HITS_PER_PAGE_MAX).contains(&request.limit) {
            return Err(QueryError::Limit { limit: request.limit, max: HITS_PER_PAGE_MAX });
        }
        let words = parse(request.q)?;
        let fingerprint = self.fingerprint(request);
        let offset = request.cursor.map_or(Ok(0), |c| cursor::read(c, &fingerprint))?;
        let searcher = self.reader.searcher();
        let fields = &self.fields;
        let planner = Planner { searcher: &searcher, fields, lexicon: &self.lexicon, synonyms };
        let plan = planner.plan(&words)?;

        let named = self.by_name.get(&name_key(request.q)).map_or(&[][..], Vec::as_slice);
        let mut found = match plan.query() {
            Some(query) => searcher.search(&query, &AllHits)?,
            None => Vec::new(),
        };
        lift_named(&mut found, named);
        found.retain(|f| self.passes(f.ordinal, &request.filters));
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.ordinal.cmp(&b.ordinal)));

        let end = offset.saturating_add(request.limit).min(found.len());
        let page = found.get(offset..end).unwrap_or_default();
        let hits: Result<Vec<Hit>, QueryError> =
            page.iter().map(|f| self.hit(&searcher, f, &plan, named)).collect();
        let little = found.len() < LITTLE_FOUND && named.is_empty() && offset == 0;
        Ok(SearchAnswer {
            total: found.len(),
            hits: hits?,
            suggestions: if little { self.suggester.suggest(request.q) } else { Vec::new() },
            facets: self.facets(&found),
            next: (end < found.len()).then(|| cursor::write(end, &fingerprint)),
            synonyms: plan.synonyms,
            read_as: plan.read_as,
        })
    }

    fn fingerprint(&self, request: &SearchRequest<'_>) -> String {
        let Filters { level, kind, province } = &request.filters;
        let filters = [level, kind, province].map(|codes| codes.join(","));
        let mut parts = vec![self.directory.digest.as_str(), request.q];
        parts.extend(filters.iter().map(String::as_str));
        cursor::fingerprint(&parts)
    }

    fn entry(&self, ordinal: usize) -> Option<&Entry> {
        self.directory.parks.get(ordinal)
    }

    fn passes(&self, ordinal: usize, filters: &Filters) -> bool {
        let lets_in = |codes: &[String], code: &str| {
            codes.is_empty() || codes.iter().any(|c| c == known(code))
        };
        self.entry(ordinal).is_some_and(|park| {
            lets_in(&filters.level, &park.level)
                && lets_in(&filters.kind, &park.kind)
                && lets_in(&filters.province, &park.province)
        })
    }

    fn facets(&self, found: &[Found]) -> Facets {
        let mut facets = Facets::default();
        for park in found.iter().filter_map(|f| self.entry(f.ordinal)) {
            let mut count = |counts: fn(&mut Facets) -> &mut BTreeMap<String, usize>,
                             code: &str| {
                *counts(&mut facets).entry(known(code).to_owned()).or_default() += 1;
            };
            count(|f| &mut f.level, &park.level);
            count(|f| &mut f.kind, &park.kind);
            count(|f| &mut f.province, &park.province);
        }
        facets
    }

    fn hit(
        &self,
        searcher: &Searcher,
        found: &Found,
        plan: &Plan,
        named: &[usize],
    ) -> Result<Hit, QueryError> {
        let park = self.document(searcher, found.ordinal)?;
        let mut shown = highlights(&park, &plan.words);
        if named.contains(&found.ordinal) && !shown.iter().any(|h| is_name_field(h.field)) {
            shown.insert(0, whole(TextField::Name, &park.name));
        }
        Ok(Hit { id: park.id, name: park.name, score: found.score, highlights: shown })
    }

    fn document(&self, searcher: &Searcher, ordinal: usize) -> Result<ParkDocument, QueryError> {
        let broken = |what: &str| {
            let path = Path::new(PARKS_FILE).to_owned();
            QueryError::Index(TextError::Content { path, what: what.to_owned() })
        };
        let address = self.addresses.get(ordinal).ok_or_else(|| broken("a park is missing"))?;
        let document: TantivyDocument = searcher.doc(*address)?;
        let json = document.get_first(self.fields.stored).and_then(|v| v.as_bytes());
        serde_json::from_slice(json.unwrap_or_default()).map_err(|e| broken(&e.to_string()))
    }
}

fn is_name_field(field: &str) -> bool {
    field == TextField::Name.name() || field == TextField::Aliases.name()
}

fn known(code: &str) -> &str {
    if code.is_empty() { UNKNOWN } else { code }
}

/// Puts the parks that the query names above all others, and rounds: the last bits of a sum depend
/// on how the index was cut into segments, and must not decide the order.
fn lift_named(found: &mut Vec<Found>, named: &[usize]) {
    let highest = found.iter().map(|f| f.score).fold(0.0, f64::max);
    for &ordinal in named {
        let at = found.iter().position(|f| f.ordinal == ordinal).unwrap_or_else(|| {
            found.push(Found { ordinal, score: 0.0 });
            found.len() - 1
        });
        found[at].score += highest + 1.0;
    }
    for f in found {
        f.score = (f.score * 1e4).round() / 1e4;
    }
}

fn by_name(parks: &[Entry]) -> HashMap<String, Vec<usize>> {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (ordinal, park) in parks.iter().enumerate() {
        for name in std::iter::once(&park.name).chain(&park.aliases) {
            let ordinals = by_name.entry(name_key(name)).or_default();
            if !ordinals.contains(&ordinal) {
                ordinals.push(ordinal);
            }
        }
    }
    by_name.remove("");
    by_name
}

/// Where each ordinal's document is; `None` when the index and the list do not agree.
fn addresses(searcher: &Searcher, parks: usize) -> Option<Vec<DocAddress>> {
    let mut addresses = vec![None; parks];
    for (segment, reader) in (0_u32..).zip(searcher.segment_readers()) {
        let column = reader.fast_fields().u64("ordinal").ok()?.first_or_default_col(0);
        for doc in 0..reader.max_doc() {
            let ordinal = usize::try_from(column.get_val(doc)).ok()?;
            *addresses.get_mut(ordinal)? = Some(DocAddress::new(segment, doc));
        }
    }
    addresses.into_iter().collect()
}
