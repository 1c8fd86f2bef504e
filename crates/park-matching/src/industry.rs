//! How well a park's industry fits, how large it is there, and which source says so.
//!
//! Every source speaks of the same fact, so they join by maximum, never as weights of their own: what a park
//! *says* (named industries; its name, positioning, facts), what is *done* there (firms by code, terms of firms) and what
//! is done *around* it (the county or city). The strongest source counts in full, each further one only strengthens it.

use park_features::{NamedOrigin, UnitKind};
use park_industry::Code;

use crate::asked::AskedIndustry;
use crate::catalog::Catalog;
use crate::layout::{ORIGINS, origin_index};
use crate::models::IndustrySettings;
use crate::phrases::{PhraseReason, phrase_fits, relevances};
use crate::profile::Profile;
use crate::span::Span;
use crate::tree::{self, Tree};

/// A hit of a word in a text: unit and word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    pub(crate) unit: u32,
    pub(crate) word: u32,
}

/// What speaks for one park, and how much.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sources {
    /// The named industry that fits best.
    pub(crate) named: f64,
    /// The same among the leading industries of its own row.
    leading: f64,
    /// What its name, positioning or facts say.
    pub(crate) said: f64,
    /// What is done there.
    pub(crate) done: f64,
    /// What is done in the county or city around.
    pub(crate) around: f64,
    /// Firms in the industry asked; only where firms are counted.
    pub(crate) firms: f64,
    /// Best hit behind `said`.
    said_hit: u32,
    /// Best term behind `done`.
    term_hit: u32,
}

/// What one profile's industry means for the catalogue.
#[derive(Debug)]
pub(crate) struct IndustryTable {
    /// Fit of each phrase and why.
    pub(crate) phrases: Vec<(f64, PhraseReason)>,
    /// How much a phrase counts by where it stands.
    origins: [f64; ORIGINS as usize],
    /// What speaks for each park.
    pub(crate) sources: Vec<Sources>,
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
        let relevance = relevances(&catalog.layout.codes, &asked.codes, &catalog.tree, settings);
        let mut table = Self {
            phrases: phrase_fits(catalog, asked, &relevance, settings),
            origins: [settings.origin_leading, settings.origin_structure, settings.origin_fact],
            sources: vec![Sources::default(); catalog.len()],
            hits: vec![Hit { unit: u32::MAX, word: u32::MAX }],
            codes: revealed_codes(asked, &catalog.tree, settings),
        };
        let mut around = vec![0.0_f64; catalog.features.surroundings.regions.len()];
        table.add_words(catalog, asked, &relevance, &mut around);
        table.add_named(catalog);
        table.add_revealed(catalog, settings);
        table.add_around(catalog, around, settings);
        table
    }

    /// How much a phrase counts where it stands.
    pub(crate) fn named_fit(&self, phrase: u32, origin: NamedOrigin) -> f64 {
        self.phrases[phrase as usize].0 * self.origins[origin_index(origin) as usize]
    }

    /// Looks every word up in every text; a hit in a phrase raises the phrase, one in what is said of a region
    /// the region, others raise the park.
    fn add_words(
        &mut self,
        catalog: &Catalog,
        asked: &AskedIndustry,
        relevance: &[f64],
        around: &mut [f64],
    ) {
        let settings = &catalog.models.settings.industry;
        let words = &catalog.features.words;
        for (w, word) in (0_u32..).zip(&asked.words) {
            for unit in words.find(&word.word) {
                let text = &words.units[unit as usize];
                let meant = || {
                    let shares = catalog.layout.unit_shares.get(unit as usize);
                    word.strength * term_meaning(text, &word.word, shares, relevance, settings)
                };
                let here = Hit { unit, word: w };
                match text.kind {
                    UnitKind::Phrase => {
                        if let Some(p) = text.phrase {
                            let slot = &mut self.phrases[p as usize];
                            if word.strength > slot.0 {
                                *slot = (word.strength, PhraseReason::Word(w));
                            }
                        }
                    }
                    UnitKind::Term => self.add_term(catalog, here, meant() * settings.term_weight),
                    UnitKind::Around => {
                        let strength = meant();
                        for (region, presence) in occurrences(catalog, unit) {
                            let slot = &mut around[*region as usize];
                            *slot = slot.max(strength * presence);
                        }
                    }
                    UnitKind::Name => {
                        self.add_said(catalog, here, word.strength * settings.place_name);
                    }
                    UnitKind::Positioning => {
                        self.add_said(catalog, here, word.strength * settings.place_positioning);
                    }
                    UnitKind::Fact => {
                        self.add_said(catalog, here, word.strength * settings.place_fact);
                    }
                }
            }
        }
    }

    fn number(&mut self, hit: Hit) -> u32 {
        self.hits.push(hit);
        u32::try_from(self.hits.len() - 1).unwrap_or(0)
    }

    /// Raises the parks whose name, positioning or facts hold the word.
    fn add_said(&mut self, catalog: &Catalog, hit: Hit, value: f64) {
        let number = self.number(hit);
        for (park, _) in occurrences(catalog, hit.unit) {
            let slot = &mut self.sources[*park as usize];
            if value > slot.said {
                slot.said = value;
                slot.said_hit = number;
            }
        }
    }

    /// Raises the parks whose firms use the term.
    fn add_term(&mut self, catalog: &Catalog, hit: Hit, strength: f64) {
        let number = self.number(hit);
        for (park, presence) in occurrences(catalog, hit.unit) {
            let value = strength * presence;
            let slot = &mut self.sources[*park as usize];
            if value > slot.done {
                slot.done = value;
                slot.term_hit = number;
            }
        }
    }

    /// The hit behind what a park's name, positioning or facts say.
    pub(crate) fn said_hit(&self, park: usize) -> Option<Hit> {
        self.hit(self.sources[park].said_hit)
    }

    /// The term behind what its firms do.
    pub(crate) fn term_hit(&self, park: usize) -> Option<Hit> {
        self.hit(self.sources[park].term_hit)
    }

    fn hit(&self, number: u32) -> Option<Hit> {
        (number > 0).then(|| self.hits[number as usize])
    }

    /// Gives the parks what the phrases that they name are worth.
    fn add_named(&mut self, catalog: &Catalog) {
        for (phrase, (fit, _)) in self.phrases.iter().enumerate() {
            if *fit <= 0.0 {
                continue;
            }
            let by_origin = self.origins.map(|o| fit * o);
            for at in catalog.layout.phrase_parks.get(phrase) {
                let origin = at % ORIGINS;
                let value = by_origin[origin as usize];
                let slot = &mut self.sources[(at / ORIGINS) as usize];
                slot.named = slot.named.max(value);
                if origin == 0 {
                    slot.leading = slot.leading.max(value);
                }
            }
        }
    }

    fn add_revealed(&mut self, catalog: &Catalog, settings: &IndustrySettings) {
        for (code, tree) in &self.codes {
            for posting in catalog.layout.revealed.get(code).into_iter().flatten() {
                let slot = &mut self.sources[posting.park as usize];
                // A term that firms use confirms that the wider code means what is asked.
                let confirmed = slot.done.max(*tree);
                let value = settings.revealed_weight * confirmed * posting.presence;
                slot.done = slot.done.max(value);
                slot.firms = slot.firms.max(posting.firms * tree);
            }
        }
    }

    /// Gives the parks what the firms of their county or city do, by terms and by codes.
    fn add_around(
        &mut self,
        catalog: &Catalog,
        mut by_region: Vec<f64>,
        settings: &IndustrySettings,
    ) {
        for (code, tree) in &self.codes {
            for (region, presence) in catalog.layout.around.get(code).into_iter().flatten() {
                let slot = &mut by_region[*region as usize];
                *slot = slot.max(tree * presence);
            }
        }
        for (region, value) in by_region.into_iter().enumerate() {
            if value > 0.0 {
                for park in catalog.layout.region_parks.get(region) {
                    let slot = &mut self.sources[*park as usize].around;
                    *slot = slot.max(settings.around_weight * value);
                }
            }
        }
    }

    /// Fit and scale of one park.
    pub(crate) fn park(&self, catalog: &Catalog, p: usize) -> ParkIndustry {
        let s = &self.sources[p];
        let beta = catalog.models.settings.industry.second_source;
        let fit = join([s.named, s.said, s.done, s.around], beta);
        let fit_hi = if catalog.industry_known[p] { fit } else { 1.0 };
        ParkIndustry { fit: Span { lo: fit, hi: fit_hi }, scale: scale(catalog, p, s) }
    }
}

/// Parks (or regions) that hold a text, with how present a term is there.
fn occurrences(catalog: &Catalog, unit: u32) -> &[(u32, f64)] {
    &catalog.layout.occurrences[catalog.features.words.occurrences.range(unit as usize)]
}

/// The larger of what firms show and what the area allows that is left for the industry asked.
fn scale(catalog: &Catalog, p: usize, sources: &Sources) -> Span {
    let firms =
        if sources.firms > 0.0 { catalog.layout.scale_firms.fit(sources.firms) } else { 0.0 };
    let area = catalog.layout.area[p];
    let lo = area.shared * sources.leading;
    Span { lo: lo.max(firms), hi: lo.max(area.open).max(firms) }
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
    shares: &[(u32, f64)],
    relevance: &[f64],
    settings: &IndustrySettings,
) -> f64 {
    if unit.text == word {
        return 1.0;
    }
    if shares.is_empty() {
        return settings.term_unread;
    }
    let meant: f64 = shares.iter().map(|(c, share)| share * relevance[*c as usize]).sum();
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
