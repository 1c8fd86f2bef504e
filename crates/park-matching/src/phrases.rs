//! How well each named industry fits what is asked: a phrase is read once, however many parks write it.

use park_industry::Code;

use crate::asked::{AskedIndustry, NodeRelation};
use crate::catalog::Catalog;
use crate::models::IndustrySettings;
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

/// How much each code of the catalogue speaks for what is asked; 0 outside the divisions asked.
pub(crate) fn relevances(
    codes: &[Code],
    asked: &[(Code, f64)],
    tree: &Tree,
    settings: &IndustrySettings,
) -> Vec<f64> {
    let mut all = vec![0.0; codes.len()];
    let mut divisions: Vec<Code> = asked.iter().map(|(c, _)| c.division()).collect();
    divisions.sort_unstable();
    divisions.dedup();
    for division in divisions {
        let from = codes.partition_point(|c| *c < division);
        let inside = codes[from..].iter().take_while(|c| c.division() == division);
        for (slot, code) in all[from..].iter_mut().zip(inside) {
            *slot = tree::relevance(*code, asked, tree, settings);
        }
    }
    all
}

/// Fits of all phrases; only those are looked at that hold a code or node of what is asked, or name its chain.
pub(crate) fn phrase_fits(
    catalog: &Catalog,
    asked: &AskedIndustry,
    relevance: &[f64],
    settings: &IndustrySettings,
) -> Vec<(f64, PhraseReason)> {
    let layout = &catalog.layout;
    let n = layout.phrase_texts.len();
    let mut touched = vec![false; n];
    let mut touch = |list: &[u32]| list.iter().for_each(|p| touched[*p as usize] = true);
    for (code, _) in relevance.iter().enumerate().filter(|(_, r)| **r > 0.0) {
        touch(layout.code_phrases.get(code));
    }
    for node in asked.nodes.keys() {
        touch(layout.node_phrases.get(node).map_or(&[][..], Vec::as_slice));
    }
    for (chain, _) in &asked.chains {
        touch(layout.chain_phrases.get(*chain));
    }
    let fit = |(phrase, touched)| match touched {
        true => phrase_fit(catalog, phrase, asked, relevance, settings),
        false => (0.0, PhraseReason::Nothing),
    };
    touched.into_iter().enumerate().map(fit).collect()
}

fn phrase_fit(
    catalog: &Catalog,
    phrase: usize,
    asked: &AskedIndustry,
    relevance: &[f64],
    settings: &IndustrySettings,
) -> (f64, PhraseReason) {
    let layout = &catalog.layout;
    let shares = layout.phrase_shares.get(phrase).iter();
    let by_code: f64 = shares.map(|(c, share)| share * relevance[*c as usize]).sum();
    let mut best = if by_code > 0.0 {
        (settings.code_weight * by_code.powf(settings.code_power), PhraseReason::Codes)
    } else {
        (0.0, PhraseReason::Nothing)
    };
    for node in &catalog.features.named.phrases[phrase].nodes {
        let Some(relation) = asked.nodes.get(node) else { continue };
        let value = match relation {
            NodeRelation::Same => settings.chain_same,
            NodeRelation::Beside => settings.chain_beside,
            NodeRelation::SameChain => settings.chain_other * asked.chain_strength(node.chain),
        };
        if value > best.0 {
            best = (value, PhraseReason::Chain(*relation));
        }
    }
    let chains = layout.phrase_chains.get(phrase);
    if chains.is_empty() {
        return best;
    }
    // A phrase that names the chain (光伏) fits as far as it means what is asked, more where the profile itself
    // uses the word (稀土 in 稀土永磁材料).
    let literal = asked.text.contains(layout.phrase_texts[phrase].as_str());
    let floor = if literal { settings.part_floor } else { settings.chain_named_floor };
    for chain in chains {
        let value = settings.chain_named
            * asked.chain_strength(*chain as usize)
            * (floor + (1.0 - floor) * best.0.min(1.0));
        if value > best.0 {
            best = (value, PhraseReason::ChainName);
        }
    }
    best
}
