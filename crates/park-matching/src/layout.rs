//! What can be laid out of the features before a profile is known, so that a profile touches only the phrases,
//! texts and parks that speak of what it asks.

use std::collections::HashMap;

use park_features::{Features, NamedOrigin, Rows, UnitKind};
use park_industry::{Code, NodeRef, Reader};

use crate::industry::{presence, term_presence};
use crate::models::{IndustrySettings, Models, Ruler};

/// Kinds of [`NamedOrigin`].
pub(crate) const ORIGINS: u32 = 3;

pub(crate) fn origin_index(origin: NamedOrigin) -> u32 {
    match origin {
        NamedOrigin::Leading => 0,
        NamedOrigin::Structure => 1,
        NamedOrigin::Fact => 2,
    }
}

/// Lists of the features turned round, and fits that depend on no profile.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Codes that the reading of some phrase or term holds, ascending.
    pub(crate) codes: Vec<Code>,
    /// For each phrase its codes as places in `codes`, with shares.
    pub(crate) phrase_shares: Rows<(u32, f64)>,
    /// The same for each text of the word index.
    pub(crate) unit_shares: Rows<(u32, f64)>,
    /// Phrases by code.
    pub(crate) code_phrases: Rows<u32>,
    /// Phrases by the chain node that they name.
    pub(crate) node_phrases: HashMap<NodeRef, Vec<u32>>,
    /// Chains that a phrase names as a whole.
    pub(crate) phrase_chains: Rows<u32>,
    /// The same by chain.
    pub(crate) chain_phrases: Rows<u32>,
    /// Phrases folded.
    pub(crate) phrase_texts: Vec<String>,
    /// Parks that name a phrase, as `park × ORIGINS + origin`.
    pub(crate) phrase_parks: Rows<u32>,
    /// For each occurrence of the word index its park, and how present a term is there (0 for other texts).
    pub(crate) occurrences: Vec<(u32, f64)>,
    /// Parks whose firms stand under a code.
    pub(crate) revealed: HashMap<Code, Vec<Revealed>>,
    /// Regions whose firms stand under a code, with how present it is there.
    pub(crate) around: HashMap<Code, Vec<(u32, f64)>>,
    /// Parks in a region of [`park_features::Surroundings`].
    pub(crate) region_parks: Rows<u32>,
    /// What each park's area allows.
    pub(crate) area: Vec<Area>,
    /// How many firms are how much scale.
    pub(crate) scale_firms: Ruler,
}

/// What one park has under one code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Revealed {
    pub(crate) park: u32,
    pub(crate) firms: f64,
    pub(crate) presence: f64,
}

/// Scale that a park's area allows: `shared` times the fit of what it names, up to `open` where that is not known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) shared: f64,
    pub(crate) open: f64,
}

impl Layout {
    pub(crate) fn build(features: &Features, reader: &Reader, models: &Models) -> Self {
        let settings = &models.settings.industry;
        let phrases = &features.named.phrases;
        let units = &features.words.units;
        let mut codes: Vec<Code> =
            phrases.iter().flat_map(|p| &p.shares).map(|(c, _)| *c).collect();
        codes.extend(units.iter().flat_map(|u| &u.shares).map(|(c, _)| *c));
        codes.sort_unstable();
        codes.dedup();
        let phrase_shares = shares(&codes, phrases.iter().map(|p| &p.shares[..]));
        let unit_shares = shares(&codes, units.iter().map(|u| &u.shares[..]));
        let code_phrases = turned(&phrase_shares, codes.len(), |(code, _)| *code);
        let phrase_texts: Vec<String> =
            phrases.iter().map(|p| park_industry::fold::fold(&p.text)).collect();
        let phrase_chains = phrase_chains(&phrase_texts, reader);
        let chain_phrases = turned(&phrase_chains, reader.chains().len(), |chain| *chain);
        let mut node_phrases: HashMap<NodeRef, Vec<u32>> = HashMap::new();
        for (i, phrase) in (0_u32..).zip(phrases) {
            for node in &phrase.nodes {
                node_phrases.entry(*node).or_default().push(i);
            }
        }
        Self {
            codes,
            phrase_shares,
            unit_shares,
            code_phrases,
            node_phrases,
            phrase_chains,
            chain_phrases,
            phrase_texts,
            phrase_parks: phrase_parks(features),
            occurrences: occurrences(features, settings),
            revealed: revealed(features, settings),
            around: around(features, settings),
            region_parks: region_parks(features),
            area: area(features, settings),
            scale_firms: settings.scale_firms.ruler(),
        }
    }
}

/// Shares with the codes as places among all codes.
fn shares<'f>(
    codes: &[Code],
    lists: impl ExactSizeIterator<Item = &'f [(Code, f64)]>,
) -> Rows<(u32, f64)> {
    let n = lists.len();
    let mut pairs = Vec::new();
    for (i, list) in (0_u32..).zip(lists) {
        for (code, share) in list {
            if let Ok(at) = codes.binary_search(code) {
                pairs.push((i, (u32::try_from(at).unwrap_or(u32::MAX), *share)));
            }
        }
    }
    Rows::group(n, pairs)
}

/// The keys under each value.
fn turned<T>(rows: &Rows<T>, n: usize, value: impl Fn(&T) -> u32) -> Rows<u32> {
    let mut pairs = Vec::with_capacity(rows.items().len());
    for (key, at) in (0_u32..).zip(0..rows.len()) {
        pairs.extend(rows.get(at).iter().map(|v| (value(v), key)));
    }
    Rows::group(n, pairs)
}

fn phrase_chains(phrase_texts: &[String], reader: &Reader) -> Rows<u32> {
    let mut names: Vec<(String, u32)> = Vec::new();
    for (i, chain) in (0_u32..).zip(reader.chains()) {
        for name in chain.aliases.iter().chain([&chain.name]) {
            names.push((park_industry::fold::fold(name), i));
        }
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (i, text) in (0_u32..).zip(phrase_texts) {
        let from = pairs.len();
        for (name, chain) in &names {
            if text.contains(name.as_str()) && !pairs[from..].contains(&(i, *chain)) {
                pairs.push((i, *chain));
            }
        }
    }
    Rows::group(phrase_texts.len(), pairs)
}

fn phrase_parks(features: &Features) -> Rows<u32> {
    let mut pairs = Vec::new();
    for (park, at) in (0_u32..).zip(0..features.parks.len()) {
        for item in features.named.items.get(at) {
            pairs.push((item.phrase, park * ORIGINS + origin_index(item.origin)));
        }
    }
    Rows::group(features.named.phrases.len(), pairs)
}

fn occurrences(features: &Features, settings: &IndustrySettings) -> Vec<(u32, f64)> {
    let words = &features.words;
    let mut list = Vec::with_capacity(words.occurrences.items().len());
    for (at, unit) in words.units.iter().enumerate() {
        let is_term = matches!(unit.kind, UnitKind::Term | UnitKind::Around);
        list.extend(words.occurrences.get(at).iter().map(|o| {
            let present = if is_term { term_presence(o, settings) } else { 0.0 };
            (o.park, present)
        }));
    }
    list
}

fn revealed(features: &Features, settings: &IndustrySettings) -> HashMap<Code, Vec<Revealed>> {
    let by_code = features.revealed.by_code.iter();
    by_code
        .map(|(code, postings)| {
            let one = |p: &park_features::Posting| Revealed {
                park: p.park,
                firms: p.firms,
                presence: presence(p, settings),
            };
            (*code, postings.iter().map(one).collect())
        })
        .collect()
}

fn around(features: &Features, settings: &IndustrySettings) -> HashMap<Code, Vec<(u32, f64)>> {
    let by_code = features.surroundings.by_code.iter();
    by_code
        .map(|(code, postings)| {
            let one = |p: &park_features::RegionPosting| {
                let quotient = settings.revealed_quotient.fit(p.quotient);
                let count = settings.around_firms.fit(p.firms);
                (p.region, 0.5 * (quotient + count))
            };
            (*code, postings.iter().map(one).collect())
        })
        .collect()
}

fn region_parks(features: &Features) -> Rows<u32> {
    let around = &features.surroundings;
    let mut pairs = Vec::new();
    for (park, regions) in (0_u32..).zip(&around.of_park) {
        pairs.extend(regions.iter().flatten().map(|region| (*region, park)));
    }
    Rows::group(around.regions.len(), pairs)
}

fn area(features: &Features, settings: &IndustrySettings) -> Vec<Area> {
    let goalposts = settings.scale_area_ha.ruler();
    let parks = features.parks.area_ha.iter().zip(&features.named.leading_count);
    parks
        .map(|(area, named)| match (area, named) {
            (Some(area), Some(n)) => {
                Area { shared: goalposts.fit(area / f64::from(*n)), open: 0.0 }
            }
            // Where no industry is named, the whole area may be for the one asked, or none of it.
            (Some(area), None) => Area { shared: 0.0, open: goalposts.fit(*area) },
            (None, _) => Area { shared: 0.0, open: 1.0 },
        })
        .collect()
}
