//! What a park says it wants to be: texts without numbers and names, as shingles and as terms.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use park_domain::Park;
use park_industry::fold::fold;

use crate::axis_data::{AxisData, Item, Null, number_words, widen};
use crate::overlap::PairTest;
use crate::params::ValidParams;
use crate::peers::Cohort;
use crate::rows::{Rows, rows_of};
use crate::settings::Settings;
use crate::vectors::{Measure, Vectors};

/// Shortest and longest shingle, in characters (METHODS 1.8).
const SHINGLE: std::ops::RangeInclusive<usize> = 2..=3;
/// Shortest and longest term.
const TERM: std::ops::RangeInclusive<usize> = 2..=8;
/// Stands for a number: it may not tie two texts together, nor may what stands beside it.
const SLOT: char = '#';
/// Stands for a name that was dropped, or for punctuation.
const BREAK: char = '\u{1f}';

/// A text in pieces without punctuation, numbers, or names of the park and its place.
type Pieces = Vec<Vec<char>>;

pub(crate) fn collect(cohort: &Cohort<'_, '_>, rows: &Rows<'_>, params: &ValidParams) -> AxisData {
    let settings = params.settings();
    let mut years = None;
    let texts: Vec<Pieces> = cohort
        .peers
        .iter()
        .map(|peer| {
            let mut all = Pieces::new();
            for row in rows_of(&rows.positioning, peer.id()) {
                if params.counts_year(row.year) {
                    years = widen(years, row.year);
                    all.extend(pieces(&row.text, peer.park));
                }
            }
            all
        })
        .collect();
    let with_text = texts.iter().filter(|t| !t.is_empty()).count();
    let common = boilerplate_from(with_text, settings);
    let (raw, residual) = shingle_vectors(&texts, with_text, common);
    let (terms, sets) = terms(&texts, common, settings);
    let profiles = sets
        .iter()
        .map(|set| set.iter().map(|k| (*k, 1.0 / crate::number(set.len()))).collect())
        .collect();
    AxisData {
        vectors: raw,
        residual: Some(residual),
        null: Null::Sets(Box::new(PairTest::new(&sets, terms.len()))),
        profiles,
        items: terms.into_iter().map(|what| Item { what, code: None }).collect(),
        usual: None,
        base: None,
        years,
    }
}

/// More parks than this with the same words make boilerplate.
fn boilerplate_from(with_text: usize, settings: &Settings) -> usize {
    let share = settings.boilerplate_share * crate::number(with_text);
    (0..=with_text)
        .rev()
        .find(|n| crate::number(*n) <= share)
        .unwrap_or(0)
        .max(settings.boilerplate_parks_min - 1)
}

/// Cuts a text into pieces.
fn pieces(text: &str, park: &Park) -> Pieces {
    let mut text = fold(text);
    let mut names: Vec<String> = std::iter::once(&park.name)
        .chain(&park.aliases)
        .chain([&park.province, &park.city, &park.county].into_iter().flatten())
        .map(|name| fold(name))
        .flat_map(|name| {
            let short = name.trim_end_matches(['省', '市', '区', '县']).to_owned();
            [name, short]
        })
        .filter(|name| name.chars().count() >= 2)
        .collect();
    names.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    for name in &names {
        text = text.replace(name.as_str(), &BREAK.to_string());
    }
    let mut out = Pieces::new();
    let mut piece = Vec::new();
    for c in text.chars() {
        let kept = match c {
            '0'..='9' | '.' | '%' | '‰' | '+' => SLOT,
            c if c.is_alphanumeric() => c,
            _ => BREAK,
        };
        if kept == BREAK {
            if piece.len() > 1 {
                out.push(std::mem::take(&mut piece));
            } else {
                piece.clear();
            }
        } else if !(kept == SLOT && piece.last() == Some(&SLOT)) {
            piece.push(kept);
        }
    }
    if piece.len() > 1 {
        out.push(piece);
    }
    out
}

/// TF-IDF rows of all shingles, and of those that are not boilerplate: (1 + ln tf) (ln((1 + n) / (1 + df)) + 1).
fn shingle_vectors(texts: &[Pieces], with_text: usize, common: usize) -> (Vectors, Vectors) {
    let counted: Vec<BTreeMap<String, f64>> = texts
        .iter()
        .map(|text| {
            let mut counts = BTreeMap::new();
            for piece in text {
                for size in SHINGLE {
                    for window in piece.windows(size).filter(|w| !w.contains(&SLOT)) {
                        *counts.entry(window.iter().collect::<String>()).or_insert(0.0) += 1.0;
                    }
                }
            }
            counts
        })
        .collect();
    let (words, numbers) = number_words(counted.iter().flat_map(|c| c.keys().map(String::as_str)));
    let mut holders = vec![0_usize; words.len()];
    for word in counted.iter().flat_map(BTreeMap::keys) {
        holders[numbers[word] as usize] += 1;
    }
    let weigh = |keep: &dyn Fn(usize) -> bool| -> Vectors {
        let rows = counted
            .iter()
            .map(|counts| {
                counts
                    .iter()
                    .map(|(word, count)| (numbers[word], *count))
                    .filter(|(k, _)| keep(holders[*k as usize]))
                    .map(|(k, count)| {
                        let df = crate::number(holders[k as usize]);
                        let idf = ((1.0 + crate::number(with_text)) / (1.0 + df)).ln() + 1.0;
                        (k, (1.0 + f64::ln(count)) * idf)
                    })
                    .collect()
            })
            .collect();
        Vectors::new(rows, words.len(), Measure::Cosine)
    };
    (weigh(&|_| true), weigh(&|df| df <= common))
}

/// The same text with a break in the place of each of the words.
fn break_at_words(text: &Pieces, words: &[String]) -> Pieces {
    let one = BREAK.to_string();
    text.iter()
        .map(|piece| {
            let whole: String = piece.iter().collect();
            words
                .iter()
                .fold(whole, |left, word| left.replace(word.as_str(), &one))
                .chars()
                .collect()
        })
        .collect()
}

/// Terms of each text that at least two and no more than `common` texts have. Shingles overlap, so a shared phrase would
/// count many times; terms are cut one after the other, longest first, and count once.
fn terms(texts: &[Pieces], common: usize, settings: &Settings) -> (Vec<String>, Vec<Vec<u32>>) {
    let broken: Vec<Pieces> =
        texts.iter().map(|text| break_at_words(text, &settings.term_breaks)).collect();
    let cut: Vec<Vec<&[char]>> = broken
        .iter()
        .map(|text| {
            text.iter()
                .flat_map(|piece| piece.split(|c| *c == SLOT || *c == BREAK))
                .filter(|run| run.len() >= *TERM.start())
                .collect()
        })
        .collect();
    let mut holders: HashMap<&[char], usize> = HashMap::new();
    for runs in &cut {
        let own: BTreeSet<&[char]> =
            runs.iter().flat_map(|run| TERM.flat_map(move |size| run.windows(size))).collect();
        for term in own {
            *holders.entry(term).or_default() += 1;
        }
    }
    let lists: Vec<BTreeSet<String>> = cut
        .iter()
        .map(|runs| {
            let mut list = BTreeSet::new();
            for run in runs {
                let mut at = 0;
                while at < run.len() {
                    let longest =
                        TERM.rev().filter(|size| at + size <= run.len()).find_map(|size| {
                            let term = &run[at..at + size];
                            holders.get(term).filter(|n| **n >= 2).map(|n| (term, *n))
                        });
                    match longest {
                        Some((term, n)) => {
                            if n <= common {
                                list.insert(term.iter().collect::<String>());
                            }
                            at += term.len();
                        }
                        None => at += 1,
                    }
                }
            }
            list
        })
        .collect();
    let (words, numbers) = number_words(lists.iter().flatten().map(String::as_str));
    let sets = lists.iter().map(|list| list.iter().map(|w| numbers[w]).collect()).collect();
    (words, sets)
}
