//! What one axis knows of the parks of a cohort, in the one shape that every axis has.

use crate::multinomial::StructureNull;
use crate::overlap::PairTest;
use crate::peer_null::PeerNull;
use crate::vectors::Vectors;

/// One thing that parks share or do not share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Its word.
    pub(crate) what: String,
    /// Its code, where it has one.
    pub(crate) code: Option<String>,
}

/// How chance is judged.
#[derive(Debug)]
pub(crate) enum Null {
    /// Sets of items with both margins fixed (METHODS 1.12).
    Sets(Box<PairTest>),
    /// Counts redrawn from the base (METHODS 1.14); `sizes` holds what was counted in each park.
    /// `null` is there only for firms, which scatter as counts do; `peers` is the null of this peer set.
    Counts { sizes: Vec<f64>, size_min: f64, null: Option<StructureNull>, peers: Option<PeerNull> },
}

/// Rows of one axis for the parks of one cohort, in its order.
#[derive(Debug)]
pub(crate) struct AxisData {
    /// What the similarity is computed from.
    pub(crate) vectors: Vectors,
    /// What is left when the common part is taken out.
    pub(crate) residual: Option<Vectors>,
    pub(crate) null: Null,
    /// Items of each park with the share each makes of it, sorted by item; the evidence.
    pub(crate) profiles: Vec<Vec<(u32, f64)>>,
    /// The items, by their number.
    pub(crate) items: Vec<Item>,
    /// How usual each item is (its share of the base); where there is no base, the parks that have it say so.
    pub(crate) usual: Option<Vec<f64>>,
    /// What the shares are measured against, in words (zh, en).
    pub(crate) base: Option<(String, String)>,
    /// First and last year of the rows used.
    pub(crate) years: Option<(u16, u16)>,
}

impl AxisData {
    /// Parks that have each item.
    pub(crate) fn holders(&self) -> Vec<usize> {
        let mut holders = vec![0; self.items.len()];
        for (item, _) in self.profiles.iter().flatten() {
            holders[*item as usize] += 1;
        }
        holders
    }
}

/// Widens a range of years by one more.
pub(crate) fn widen(years: Option<(u16, u16)>, year: Option<u16>) -> Option<(u16, u16)> {
    match (years, year) {
        (Some((first, last)), Some(y)) => Some((first.min(y), last.max(y))),
        (None, Some(y)) => Some((y, y)),
        (known, None) => known,
    }
}

/// Numbers words in sorted order: `(words, number of each)`.
pub(crate) fn number_words<'a>(
    words: impl Iterator<Item = &'a str>,
) -> (Vec<String>, std::collections::HashMap<String, u32>) {
    let distinct: std::collections::BTreeSet<&str> = words.collect();
    let list: Vec<String> = distinct.into_iter().map(str::to_owned).collect();
    let numbers = (0..).zip(&list).map(|(i, w)| (w.clone(), i)).collect();
    (list, numbers)
}
