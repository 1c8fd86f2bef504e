//! The industries a park names: its leading industries and structure rows of basis named.

use std::collections::{BTreeSet, HashMap};

use park_domain::Basis;
use park_industry::{Code, Reader};

use crate::axis_data::{AxisData, Item, Null, number_words, widen};
use crate::overlap::PairTest;
use crate::params::ValidParams;
use crate::peers::Cohort;
use crate::rows::{Rows, rows_of};
use crate::vectors::{Measure, Vectors};

/// Items are phrases in their canonical form, never the codes one phrase opens into: wide words would open into
/// the same codes and make false twins (METHODS 1.12).
pub(crate) fn collect(
    cohort: &Cohort<'_, '_>,
    rows: &Rows<'_>,
    reader: &Reader,
    params: &ValidParams,
) -> AxisData {
    let not_industries: BTreeSet<&str> =
        params.settings().not_industries.iter().map(String::as_str).collect();
    let mut known: HashMap<&str, String> = HashMap::new();
    let mut years = None;
    let mut lists: Vec<BTreeSet<String>> = Vec::with_capacity(cohort.peers.len());
    for peer in &cohort.peers {
        let mut list = BTreeSet::new();
        for phrase in &peer.park.leading_industries {
            list.insert(known.entry(phrase).or_insert_with(|| reader.canonical(phrase)).clone());
        }
        for row in rows_of(&rows.structure, peer.id()).iter().filter(|r| r.basis == Basis::Named) {
            if params.counts_year(row.year) {
                years = widen(years, row.year);
                list.insert(
                    known
                        .entry(&row.industry)
                        .or_insert_with(|| item_of(reader, &row.industry))
                        .clone(),
                );
            }
        }
        if let Some(as_of) =
            peer.park.provenance.as_of.filter(|_| !peer.park.leading_industries.is_empty())
        {
            years = widen(years, Some(as_of.year()));
        }
        list.retain(|item| !item.is_empty() && !not_industries.contains(item.as_str()));
        lists.push(list);
    }
    from_sets(&lists, years)
}

/// A row may give a code; it is one item, under the standard's own name.
fn item_of(reader: &Reader, industry: &str) -> String {
    let name = Code::parse(industry).and_then(|code| reader.classification().name(code));
    reader.canonical(name.unwrap_or(industry))
}

/// An axis of plain sets: every item of a park makes the same share of it.
fn from_sets(lists: &[BTreeSet<String>], years: Option<(u16, u16)>) -> AxisData {
    let (words, numbers) = number_words(lists.iter().flatten().map(String::as_str));
    let sets: Vec<Vec<u32>> =
        lists.iter().map(|list| list.iter().map(|w| numbers[w]).collect()).collect();
    let ones = sets.iter().map(|set| set.iter().map(|k| (*k, 1.0)).collect()).collect();
    let profiles = sets
        .iter()
        .map(|set| set.iter().map(|k| (*k, 1.0 / crate::number(set.len()))).collect())
        .collect();
    AxisData {
        vectors: Vectors::new(ones, words.len(), Measure::Cosine),
        residual: None,
        null: Null::Sets(Box::new(PairTest::new(&sets, words.len()))),
        profiles,
        items: words.into_iter().map(|what| Item { what, code: None }).collect(),
        usual: None,
        base: None,
        years,
    }
}
