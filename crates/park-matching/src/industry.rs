//! How well a park's industry fits, how large it is there, and which source says so.
//!
//! Every source speaks of the same fact, so they join by maximum, never as weights of their own: what a park
//! *says* (named industries, name, positioning, facts) and what is *done* there (firms by code, terms of firms, the
//! county or city around). The weaker of the two only strengthens the stronger:
//! fit = 1 − (1 − max)(1 − β min).

use park_features::UnitKind;
use park_industry::Code;
use park_industry::fold::fold;

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
    /// It is a part of what is asked.
    Part,
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
    /// Firms in the industry asked, by park; only where firms are counted.
    pub(crate) firms: Vec<f64>,
    /// Best hit behind `said`, by park.
    pub(crate) said_hits: Vec<Option<Hit>>,
    /// Best term behind `done`, by park.
    pub(crate) term_hits: Vec<Option<Hit>>,
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
            firms: vec![0.0; n_parks],
            said_hits: vec![None; n_parks],
            term_hits: vec![None; n_parks],
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
        table.add_around(catalog, settings);
        table
    }

    /// Looks every word up in every text; a hit in a phrase raises the phrase, others raise the park.
    fn add_words(&mut self, catalog: &Catalog, asked: &AskedIndustry, settings: &IndustrySettings) {
        let words = &catalog.features.words;
        for (w, word) in (0_u32..).zip(&asked.words) {
            for unit in words.find(&word.word) {
                let at = unit as usize;
                let hit = Hit { unit, word: w };
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
                        self.add_term(catalog, hit, word.strength, settings);
                        continue;
                    }
                    UnitKind::Name => settings.place_name,
                    UnitKind::Positioning => settings.place_positioning,
                    UnitKind::Fact => settings.place_fact,
                };
                let value = word.strength * weight;
                for o in words.occurrences.get(at) {
                    let p = o.park as usize;
                    if value > self.said[p] {
                        self.said[p] = value;
                        self.said_hits[p] = Some(hit);
                    }
                }
            }
        }
    }

    fn add_term(&mut self, catalog: &Catalog, hit: Hit, strength: f64, s: &IndustrySettings) {
        for o in catalog.features.words.occurrences.get(hit.unit as usize) {
            let p = o.park as usize;
            let total = catalog.features.revealed.total[p];
            let value = strength * s.term_weight * term_presence(o.firms, total, s);
            if value > self.done[p] {
                self.done[p] = value;
                self.term_hits[p] = Some(hit);
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

    fn add_around(&mut self, catalog: &Catalog, settings: &IndustrySettings) {
        let around = &catalog.features.surroundings;
        if around.regions.is_empty() {
            return;
        }
        let mut by_region = vec![0.0_f64; around.regions.len()];
        for (code, tree) in &self.codes {
            for posting in around.by_code.get(code).map_or(&[][..], Vec::as_slice) {
                let value = settings.around_weight
                    * tree
                    * settings.revealed_quotient.fit(posting.quotient)
                    * half(posting.firms, settings.revealed_half_firms);
                let slot = &mut by_region[posting.region as usize];
                *slot = slot.max(value);
            }
        }
        for (p, region) in around.of_park.iter().enumerate() {
            if let Some(r) = region {
                self.done[p] = self.done[p].max(by_region[*r as usize]);
            }
        }
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
        let said = named.max(self.said[p]);
        let done = self.done[p];
        let fit = join(said, done, settings.second_source);
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
        let area = match (features.parks.area_ha[p], features.named.leading_count[p]) {
            (Some(area), Some(n)) => {
                Span::exactly(settings.scale_area_ha.fit(area / f64::from(n)) * leading_fit)
            }
            (Some(area), None) => Span { lo: 0.0, hi: settings.scale_area_ha.fit(area) },
            (None, _) => Span { lo: 0.0, hi: 1.0 },
        };
        Span { lo: area.lo.max(firms), hi: area.hi.max(firms) }
    }
}

/// fit = 1 − (1 − max)(1 − β min): the second source strengthens the first.
pub(crate) fn join(a: f64, b: f64, beta: f64) -> f64 {
    1.0 - (1.0 - a.max(b)) * (1.0 - beta * a.min(b))
}

fn half(n: f64, half: f64) -> f64 {
    n / (n + half)
}

/// How present a term is: by count, or by share of the park's firms where few are counted.
pub(crate) fn term_presence(firms: f64, total: Option<f64>, s: &IndustrySettings) -> f64 {
    let by_count = half(firms, s.term_half_firms);
    match total {
        Some(total) if total > 0.0 => {
            let by_share = half(firms / total, s.term_half_share);
            0.5 * (by_count + by_share)
        }
        _ => 0.5 * by_count,
    }
}

/// How present an industry is: its quotient, held back where few firms are counted.
pub(crate) fn presence(posting: &park_features::Posting, s: &IndustrySettings) -> f64 {
    let quotient = posting.quotient.map_or(0.0, |q| s.revealed_quotient.fit(q));
    let count = if posting.firms > 0.0 { half(posting.firms, s.revealed_half_firms) } else { 0.5 };
    0.7 * quotient * count + 0.3 * half(posting.firms, 10.0 * s.revealed_half_firms)
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
    let mut fits: Vec<(f64, PhraseReason)> = catalog
        .features
        .named
        .phrases
        .iter()
        .enumerate()
        .map(|(i, phrase)| {
            let by_code: f64 = catalog
                .phrase_shares
                .get(i)
                .iter()
                .map(|(c, share)| share * relevance[*c as usize])
                .sum();
            let mut best = (by_code, PhraseReason::Codes);
            if best.0 <= 0.0 {
                best.1 = PhraseReason::Nothing;
            }
            let relation = phrase.nodes.iter().filter_map(|n| asked.nodes.get(n)).max();
            if let Some(relation) = relation {
                let value = match relation {
                    NodeRelation::Same => settings.chain_same,
                    NodeRelation::Beside => settings.chain_beside,
                    NodeRelation::SameChain => settings.chain_other,
                };
                if value > best.0 {
                    best = (value, PhraseReason::Chain(*relation));
                }
            }
            let names_chain =
                catalog.phrase_chains.get(i).iter().any(|c| asked.chains.contains(&(*c as usize)));
            if names_chain && settings.chain_named > best.0 {
                best = (settings.chain_named, PhraseReason::ChainName);
            }
            best
        })
        .collect();
    add_parts(catalog, asked, settings, &mut fits);
    fits
}

/// A phrase that is a part of what is asked (稀土 in 稀土永磁材料) fits more than its codes alone say.
fn add_parts(
    catalog: &Catalog,
    asked: &AskedIndustry,
    settings: &IndustrySettings,
    fits: &mut [(f64, PhraseReason)],
) {
    let chars: Vec<char> = fold(&asked.text).chars().collect();
    for start in 0..chars.len() {
        for end in (start + 2)..=chars.len().min(start + PART_CHARS_MAX) {
            let part: String = chars[start..end].iter().collect();
            for p in catalog.phrase_by_text.get(&part).map_or(&[][..], Vec::as_slice) {
                let slot = &mut fits[*p as usize];
                let value = settings.part_floor + (1.0 - settings.part_floor) * slot.0.sqrt();
                if value > slot.0 {
                    *slot = (value, PhraseReason::Part);
                }
            }
        }
    }
}

const PART_CHARS_MAX: usize = 8;
