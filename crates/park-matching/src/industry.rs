//! How well a park's industry fits, how large it is there, and which source says so.
//!
//! Every source speaks of the same fact, so they join by maximum, never as weights of their own: what a park
//! *says* (named industries; its name, positioning, facts), what is *done* there (firms by code, terms of firms) and what
//! is done *around* it (the county or city). The strongest source counts in full, each further one only strengthens it.

use park_features::UnitKind;
use park_industry::Code;

use crate::asked::{AskedIndustry, NodeRelation};
use crate::catalog::{Catalog, ORIGINS};
use crate::models::IndustrySettings;
use crate::profile::Profile;
use crate::span::Span;
use crate::tree::{self, Tree};

/// Why a phrase or a code fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PhraseReason {
    /// It holds a word asked; place in [`AskedIndustry::words`].
    Word(u32),
    /// Its codes speak for the code asked.
    Codes,
    /// Its chain node stands so to the one asked.
    Chain(NodeRelation),
    /// It names the whole chain.
    ChainName,
    /// It does not fit.
    Nothing,
}

/// A hit of a word in a text: unit and word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    pub(crate) unit: u32,
    pub(crate) word: u32,
}

/// What one profile's industry means for the catalogue.
#[derive(Debug)]
pub(crate) struct IndustryTable {
    /// Fit of each phrase and why.
    pub(crate) phrases: Vec<(f64, PhraseReason)>,
    /// Fit by `phrase × ORIGINS + origin`.
    pub(crate) named: Vec<f64>,
    /// What texts other than named industries say, by park.
    pub(crate) said: Vec<f64>,
    /// What is done there, by park.
    pub(crate) done: Vec<f64>,
    /// What is done in the county or city around, by park.
    pub(crate) around: Vec<f64>,
    /// Firms in the industry asked, by park; only where firms are counted.
    pub(crate) firms: Vec<f64>,
    /// Best hit behind `said`, by park.
    said_hits: Vec<u32>,
    /// Best term behind `done`, by park.
    term_hits: Vec<u32>,
    /// Hits by number; number 0 is no hit.
    hits: Vec<Hit>,
    /// Codes of firms that speak for what is asked, with how much.
    pub(crate) codes: Vec<(Code, f64)>,
}

/// Fit and scale of one park.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ParkIndustry {
    pub(crate) fit: Span,
    pub(crate) scale: Span,
}

impl IndustryTable {
    pub(crate) fn build(catalog: &Catalog, profile: &Profile) -> Self {
        let settings = &catalog.models.settings.industry;
        let asked = &profile.industry;
        let n_parks = catalog.len();
        let mut table = Self {
            phrases: phrase_fits(catalog, asked, settings),
            named: Vec::new(),
            said: vec![0.0; n_parks],
            done: vec![0.0; n_parks],
            around: vec![0.0; n_parks],
            firms: vec![0.0; n_parks],
            said_hits: vec![0; n_parks],
            term_hits: vec![0; n_parks],
            hits: vec![Hit { unit: u32::MAX, word: u32::MAX }],
            codes: revealed_codes(asked, &catalog.tree, settings),
        };
        table.add_words(catalog, asked, settings);
        table.named = table
            .phrases
            .iter()
            .flat_map(|(fit, _)| {
                [settings.origin_leading, settings.origin_structure, settings.origin_fact]
                    .map(|o| fit * o)
            })
            .collect();
        debug_assert_eq!(table.named.len(), table.phrases.len() * ORIGINS as usize);
        table.add_revealed(catalog, settings);
        table.add_codes_around(catalog, settings);
        table
    }

    /// Looks every word up in every text; a hit in a phrase raises the phrase, others raise the park.
    fn add_words(&mut self, catalog: &Catalog, asked: &AskedIndustry, settings: &IndustrySettings) {
        let words = &catalog.features.words;
        let mut around = vec![0.0_f64; catalog.features.surroundings.regions.len()];
        for (w, word) in (0_u32..).zip(&asked.words) {
            for unit in words.find(&word.word) {
                let at = unit as usize;
                let strength = match words.units[at].kind {
                    UnitKind::Term | UnitKind::Around => {
                        word.strength * term_meaning(&words.units[at], &word.word, catalog, asked)
                    }
                    UnitKind::Phrase | UnitKind::Name | UnitKind::Positioning | UnitKind::Fact => {
                        word.strength
                    }
                };
                let weight = match words.units[at].kind {
                    UnitKind::Phrase => {
                        if let Some(p) = words.units[at].phrase {
                            let slot = &mut self.phrases[p as usize];
                            if word.strength > slot.0 {
                                *slot = (word.strength, PhraseReason::Word(w));
                            }
                        }
                        continue;
                    }
                    UnitKind::Term => {
                        self.hits.push(Hit { unit, word: w });
                        self.add_term(catalog, strength, settings);
                        continue;
                    }
                    UnitKind::Around => {
                        for o in words.occurrences.get(at) {
                            let slot = &mut around[o.park as usize];
                            *slot = slot.max(strength * term_presence(o, settings));
                        }
                        continue;
                    }
                    UnitKind::Name => settings.place_name,
                    UnitKind::Positioning => settings.place_positioning,
                    UnitKind::Fact => settings.place_fact,
                };
                let value = strength * weight;
                self.hits.push(Hit { unit, word: w });
                let (number, _) = self.last_hit();
                for o in words.occurrences.get(at) {
                    let p = o.park as usize;
                    if value > self.said[p] {
                        self.said[p] = value;
                        self.said_hits[p] = number;
                    }
                }
            }
        }
        self.add_around(catalog, &around, settings);
    }

    fn last_hit(&self) -> (u32, Hit) {
        let last = self.hits.len().saturating_sub(1);
        (u32::try_from(last).unwrap_or(0), self.hits[last])
    }

    /// The hit behind what a park's name, positioning or facts say.
    pub(crate) fn said_hit(&self, park: usize) -> Option<Hit> {
        self.hit(self.said_hits[park])
    }

    /// The term behind what its firms do.
    pub(crate) fn term_hit(&self, park: usize) -> Option<Hit> {
        self.hit(self.term_hits[park])
    }

    fn hit(&self, number: u32) -> Option<Hit> {
        (number > 0).then(|| self.hits[number as usize])
    }

    /// What the firms of the county or city around do.
    fn add_around(&mut self, catalog: &Catalog, by_region: &[f64], settings: &IndustrySettings) {
        if by_region.iter().all(|v| *v <= 0.0) {
            return;
        }
        for (slot, regions) in self.around.iter_mut().zip(&catalog.features.surroundings.of_park) {
            for region in regions.iter().flatten() {
                *slot = slot.max(settings.around_weight * by_region[*region as usize]);
            }
        }
    }

    /// Raises the parks whose firms use the term of the last hit.
    fn add_term(&mut self, catalog: &Catalog, strength: f64, s: &IndustrySettings) {
        let (number, hit) = self.last_hit();
        for o in catalog.features.words.occurrences.get(hit.unit as usize) {
            let p = o.park as usize;
            let value = strength * s.term_weight * term_presence(o, s);
            if value > self.done[p] {
                self.done[p] = value;
                self.term_hits[p] = number;
            }
        }
    }

    fn add_revealed(&mut self, catalog: &Catalog, settings: &IndustrySettings) {
        let revealed = &catalog.features.revealed;
        for (code, tree) in &self.codes {
            let Some(postings) = revealed.by_code.get(code) else { continue };
            for posting in postings {
                let p = posting.park as usize;
                // A term that firms use confirms that the wider code means what is asked.
                let confirmed = self.done[p].max(*tree);
                let value = settings.revealed_weight * confirmed * presence(posting, settings);
                self.done[p] = self.done[p].max(value);
                self.firms[p] = self.firms[p].max(posting.firms * tree);
            }
        }
    }

    fn add_codes_around(&mut self, catalog: &Catalog, settings: &IndustrySettings) {
        let around = &catalog.features.surroundings;
        if around.regions.is_empty() {
            return;
        }
        let mut by_region = vec![0.0_f64; around.regions.len()];
        for (code, tree) in &self.codes {
            for posting in around.by_code.get(code).map_or(&[][..], Vec::as_slice) {
                let quotient = settings.revealed_quotient.fit(posting.quotient);
                let count = settings.around_firms.fit(posting.firms);
                let slot = &mut by_region[posting.region as usize];
                *slot = slot.max(tree * 0.5 * (quotient + count));
            }
        }
        self.add_around(catalog, &by_region, settings);
    }

    /// Fit and scale of one park.
    pub(crate) fn park(&self, catalog: &Catalog, p: usize) -> ParkIndustry {
        let settings = &catalog.models.settings.industry;
        let mut named = 0.0_f64;
        let mut leading = 0.0_f64;
        for item in catalog.named.get(p) {
            let value = self.named[*item as usize];
            named = named.max(value);
            if item % ORIGINS == 0 {
                leading = leading.max(value);
            }
        }
        let sources = [named, self.said[p], self.done[p], self.around[p]];
        let fit = join(sources, settings.second_source);
        let fit_hi = if catalog.industry_known[p] { fit } else { 1.0 };
        ParkIndustry { fit: Span { lo: fit, hi: fit_hi }, scale: self.scale(catalog, p, leading) }
    }

    /// The larger of what firms show and what the area allows that is left for the industry asked.
    fn scale(&self, catalog: &Catalog, p: usize, leading_fit: f64) -> Span {
        let features = &catalog.features;
        let settings = &catalog.models.settings.industry;
        let firms = if features.revealed.counts_firms[p] && self.firms[p] > 0.0 {
            settings.scale_firms.fit(self.firms[p])
        } else {
            0.0
        };
        let area = match (catalog.area_scale[p], features.named.leading_count[p]) {
            (Some(scale), Some(_)) => Span::exactly(scale * leading_fit),
            // Where no industry is named, the whole area may be for the one asked, or none of it.
            (Some(scale), None) => Span { lo: 0.0, hi: scale },
            (None, _) => Span { lo: 0.0, hi: 1.0 },
        };
        Span { lo: area.lo.max(firms), hi: area.hi.max(firms) }
    }
}

/// `fit = 1 − Π (1 − β^i s_i)` over the sources by falling strength: the strongest counts in full, each further one
/// only strengthens it.
pub(crate) fn join(sources: [f64; 4], beta: f64) -> f64 {
    let [a, b, c, d] = sources;
    // A sorting network: four values, no branches.
    let (a, b) = (a.max(b), a.min(b));
    let (c, d) = (c.max(d), c.min(d));
    let (first, c) = (a.max(c), a.min(c));
    let (b, fourth) = (b.max(d), b.min(d));
    let (second, third) = (b.max(c), b.min(c));
    let open = (1.0 - first)
        * (1.0 - beta * second)
        * (1.0 - beta * beta * third)
        * (1.0 - beta * beta * beta * fourth);
    1.0 - open
}

/// How much a term that holds a word means what is asked: in full where it is the word itself, else as far as its
/// own reading goes (建筑材料 holds 建筑 and means another industry).
fn term_meaning(
    unit: &park_features::WordUnit,
    word: &str,
    catalog: &Catalog,
    asked: &AskedIndustry,
) -> f64 {
    let settings = &catalog.models.settings.industry;
    if unit.text == word {
        return 1.0;
    }
    if unit.shares.is_empty() {
        return settings.term_unread;
    }
    let relevance = |code| tree::relevance(code, &asked.codes, &catalog.tree, settings);
    let meant: f64 = unit.shares.iter().map(|(c, share)| share * relevance(*c)).sum();
    settings.term_floor + (1.0 - settings.term_floor) * meant.min(1.0)
}

/// How present a term is: by the count of firms, and by its quotient against the nation, else by its share of the
/// park's firms.
pub(crate) fn term_presence(o: &park_features::Occurrence, s: &IndustrySettings) -> f64 {
    let special = match (o.quotient, o.share) {
        (Some(quotient), _) => s.term_quotient.fit(quotient),
        (None, Some(share)) => s.term_share.fit(share),
        (None, None) => 0.0,
    };
    0.5 * (special + s.term_firms.fit(o.firms))
}

/// How present an industry is: by its quotient and by the count of firms.
pub(crate) fn presence(posting: &park_features::Posting, s: &IndustrySettings) -> f64 {
    let quotient = posting.quotient.map_or(0.0, |q| s.revealed_quotient.fit(q));
    let count = if posting.firms > 0.0 { s.revealed_firms.fit(posting.firms) } else { quotient };
    0.5 * (quotient + count)
}

/// Divisions and groups under which firms are counted that speak for what is asked.
fn revealed_codes(
    asked: &AskedIndustry,
    tree: &Tree,
    settings: &IndustrySettings,
) -> Vec<(Code, f64)> {
    let mut codes: Vec<Code> =
        asked.codes.iter().flat_map(|(c, _)| [Some(c.division()), c.group()]).flatten().collect();
    codes.sort_unstable();
    codes.dedup();
    codes
        .into_iter()
        .map(|c| (c, tree::relevance(c, &asked.codes, tree, settings)))
        .filter(|(_, r)| *r > 0.0)
        .collect()
}

fn phrase_fits(
    catalog: &Catalog,
    asked: &AskedIndustry,
    settings: &IndustrySettings,
) -> Vec<(f64, PhraseReason)> {
    let relevance: Vec<f64> = catalog
        .phrase_codes
        .iter()
        .map(|c| tree::relevance(*c, &asked.codes, &catalog.tree, settings))
        .collect();
    catalog
        .features
        .named
        .phrases
        .iter()
        .enumerate()
        .map(|(i, phrase)| {
            let shares = catalog.phrase_shares.get(i).iter();
            let by_code: f64 = shares.map(|(c, share)| share * relevance[*c as usize]).sum();
            let mut best = if by_code > 0.0 {
                (settings.code_weight * by_code.powf(settings.code_power), PhraseReason::Codes)
            } else {
                (0.0, PhraseReason::Nothing)
            };
            for node in &phrase.nodes {
                let Some(relation) = asked.nodes.get(node) else { continue };
                let value = match relation {
                    NodeRelation::Same => settings.chain_same,
                    NodeRelation::Beside => settings.chain_beside,
                    NodeRelation::SameChain => {
                        settings.chain_other * asked.chain_strength(node.chain)
                    }
                };
                if value > best.0 {
                    best = (value, PhraseReason::Chain(*relation));
                }
            }
            // A phrase that names the chain (光伏) fits as far as it means what is asked, more where the
            // profile itself uses the word (稀土 in 稀土永磁材料).
            let literal = asked.text.contains(catalog.phrase_texts[i].as_str());
            let floor = if literal { settings.part_floor } else { settings.chain_named_floor };
            for chain in catalog.phrase_chains.get(i) {
                let value = settings.chain_named
                    * asked.chain_strength(*chain as usize)
                    * (floor + (1.0 - floor) * best.0.min(1.0));
                if value > best.0 {
                    best = (value, PhraseReason::ChainName);
                }
            }
            best
        })
        .collect()
}
