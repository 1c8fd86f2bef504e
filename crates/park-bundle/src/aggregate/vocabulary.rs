//! Which items are terms, and which terms of a park are worth a row.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use park_domain::Table;
use park_industry::Reader;
use park_industry::items;

use super::firms::Firms;
use super::places::Places;
use super::{TERM_FIRMS_MIN, TERM_FIRMS_OF_ALL_MIN, TERM_PROVINCES_MIN};
use crate::error::BundleError;
use crate::tables::Tables;

/// How widely an item is used.
#[derive(Debug, Clone, Default)]
struct Use {
    firms: u32,
    provinces: BTreeSet<&'static str>,
}

/// The terms in each item: the item itself where it is a term, and dictionary words in it.
fn terms_of_items<'a>(
    firms: &'a Firms,
    known: &'a HashSet<String>,
    places: &Places,
) -> Vec<Vec<&'a str>> {
    let mut uses: Vec<Use> = vec![Use::default(); firms.items.texts.len()];
    for firm in &firms.firms {
        for &item in &firm.items {
            let of = &mut uses[item as usize];
            of.firms += 1;
            of.provinces.extend(firm.province);
        }
    }
    let longest = known.iter().map(|w| w.chars().count()).max().unwrap_or(0);
    firms
        .items
        .texts
        .iter()
        .zip(&uses)
        .map(|(text, of)| {
            let wide = of.firms >= TERM_FIRMS_OF_ALL_MIN
                && of.provinces.len() >= TERM_PROVINCES_MIN as usize
                && !places.named_in(text);
            let mut terms = words_in(text, known, longest);
            if wide && !terms.contains(&text.as_str()) {
                terms.push(text);
            }
            terms
        })
        .collect()
}

/// Known words in a text, from the left, the longest first.
fn words_in<'a>(text: &'a str, known: &HashSet<String>, longest: usize) -> Vec<&'a str> {
    let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i + 1 < ends.len() {
        let most = longest.min(ends.len() - 1 - i);
        let hit = (2..=most).rev().find(|n| known.contains(&text[ends[i]..ends[i + n]]));
        match hit {
            Some(n) => {
                found.push(&text[ends[i]..ends[i + n]]);
                i += n;
            }
            None => i += 1,
        }
    }
    found
}

/// Dictionary words and products of chains.
fn known_words(reader: &Reader) -> HashSet<String> {
    let products = reader.chains().iter().flat_map(|c| &c.nodes).flat_map(|n| &n.products);
    reader
        .words()
        .map(str::to_owned)
        .chain(products.cloned())
        .filter(|w| items::is_term(w))
        .collect()
}

/// Fills `activities`: terms that enough firms of a park use, the most telling ones.
pub(super) fn fill(
    firms: &Firms,
    reader: &Reader,
    more_places: &[String],
    max: usize,
    source: &str,
    tables: &mut Tables,
) -> Result<(), BundleError> {
    let places = Places::new(firms.places.iter().chain(more_places).map(String::as_str));
    let known = known_words(reader);
    let terms_of_items = terms_of_items(firms, &known, &places);
    let mut by_park: BTreeMap<&str, (u32, HashMap<&str, u32>)> = BTreeMap::new();
    let mut of_all: HashMap<&str, f64> = HashMap::new();
    let mut total = 0.0;
    for firm in &firms.firms {
        let terms: BTreeSet<&str> =
            firm.items.iter().flat_map(|i| &terms_of_items[*i as usize]).copied().collect();
        total += firm.weight;
        for term in &terms {
            *of_all.entry(term).or_default() += firm.weight;
        }
        if let Some(park) = firm.park {
            let (n_firms, counts) = by_park.entry(&firms.parks.texts[park as usize]).or_default();
            *n_firms += 1;
            for term in terms {
                *counts.entry(term).or_default() += 1;
            }
        }
    }
    let year = firms.last_year.to_string();
    for (park, (n_firms, counts)) in by_park {
        let mut telling: Vec<(f64, &str, u32)> = counts
            .into_iter()
            .filter(|(_, n)| *n >= TERM_FIRMS_MIN)
            .map(|(term, n)| {
                let share = f64::from(n) / f64::from(n_firms);
                let everywhere = of_all.get(term).copied().unwrap_or(0.0) / total;
                (f64::from(n) * (share / everywhere).ln(), term, n)
            })
            .collect();
        telling.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        for (_, term, n) in telling.into_iter().take(max) {
            tables.add(
                Table::Activities,
                &[
                    ("park_id", park),
                    ("year", &year),
                    ("term", term),
                    ("firms", &n.to_string()),
                    ("source", source),
                    ("as_of", &year),
                ],
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_is_found() {
        let known: HashSet<String> =
            ["电池", "锂离子电池", "材料"].map(str::to_owned).into_iter().collect();
        assert_eq!(words_in("锂离子电池正极材料", &known, 5), ["锂离子电池", "材料"]);
    }
}
