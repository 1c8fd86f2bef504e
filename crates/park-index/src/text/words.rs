//! Cutting a word that is nowhere as written into the dictionary words it is made of.

use std::collections::HashSet;

use super::needle::Needle;
use crate::fold::{fold_text, is_cjk};
use crate::tokenizer::run_end;

/// Longest dictionary word looked for.
const WORD_CHARS_MAX: usize = 16;

/// Endings of places that people leave out.
const PLACE_ENDINGS: [&str; 9] =
    ["壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "自治州", "省", "市", "区", "县"];

/// A set of folded words.
#[derive(Debug, Default)]
pub(super) struct Lexicon(HashSet<String>);

impl Lexicon {
    /// Words as they are, and places with and without their ending.
    pub(super) fn new<'a>(
        words: impl Iterator<Item = &'a str>,
        places: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut set: HashSet<String> = words.map(fold_text).collect();
        for place in places.map(fold_text) {
            let bare = PLACE_ENDINGS.iter().find_map(|ending| place.strip_suffix(ending));
            if let Some(bare) = bare.filter(|b| b.chars().count() >= 2) {
                set.insert(bare.to_owned());
            }
            set.insert(place);
        }
        Self(set)
    }

    /// The pieces of a word: dictionary words and runs of letters, what is left between them whole.
    /// `None` when there is nothing to part.
    pub(super) fn split(&self, word: &Needle) -> Option<Vec<Needle>> {
        let chars = word.chars();
        // cost[i]: characters in no dictionary word, then pieces, up to i; least first.
        let mut best: Vec<Option<(usize, usize, usize, bool)>> = vec![None; chars.len() + 1];
        best[0] = Some((0, 0, 0, true));
        for from in 0..chars.len() {
            let Some((unknown, pieces, _, _)) = best[from] else { continue };
            let mut offer = |to: usize, cost: usize, known: bool| {
                let candidate = (unknown + cost, pieces + 1, from, known);
                let better =
                    best[to].is_none_or(|(u, p, _, _)| (candidate.0, candidate.1) < (u, p));
                if better {
                    best[to] = Some(candidate);
                }
            };
            if is_cjk(chars[from]) {
                offer(from + 1, 1, false);
                let longest = WORD_CHARS_MAX.min(chars.len() - from);
                for length in 2..=longest {
                    let piece: String = chars[from..from + length].iter().collect();
                    if self.0.contains(&piece) {
                        offer(from + length, 0, true);
                    }
                }
            } else {
                offer(run_end(from, |i| chars.get(i).copied()), 0, true);
            }
        }
        let pieces = joined(chars, &cuts(&best)?);
        (pieces.len() > 1).then_some(pieces)
    }
}

/// Start, end and whether known of each piece, from the back pointers.
fn cuts(best: &[Option<(usize, usize, usize, bool)>]) -> Option<Vec<(usize, usize, bool)>> {
    let mut cuts = Vec::new();
    let mut to = best.len() - 1;
    while to > 0 {
        let (_, _, from, known) = best[to]?;
        cuts.push((from, to, known));
        to = from;
    }
    cuts.reverse();
    Some(cuts)
}

/// Needles of the pieces, unknown neighbours joined into one.
fn joined(chars: &[char], cuts: &[(usize, usize, bool)]) -> Vec<Needle> {
    let mut spans: Vec<(usize, usize, bool)> = Vec::new();
    for &(from, to, known) in cuts {
        match spans.last_mut() {
            Some(last) if !known && !last.2 => last.1 = to,
            _ => spans.push((from, to, known)),
        }
    }
    let needles =
        spans.iter().filter_map(|&(from, to, _)| Needle::from_chars(chars[from..to].to_vec()));
    needles.fold(Vec::new(), |mut all, needle| {
        if !all.contains(&needle) {
            all.push(needle);
        }
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_at_dictionary_words_and_runs() {
        let words = ["生物医药", "医药", "锂电池", "隔膜"];
        let lexicon = Lexicon::new(words.into_iter(), ["苏州市", "江苏省"].into_iter());
        let check = |text: &str, expected: &[&str]| {
            let pieces = lexicon.split(&Needle::new(text).unwrap()).unwrap_or_default();
            let pieces: Vec<String> = pieces.iter().map(Needle::text).collect();
            assert_eq!(pieces, expected, "{text}");
        };
        check("苏州生物医药", &["苏州", "生物医药"]);
        check("江苏省苏州锂电池隔膜厂", &["江苏省", "苏州", "锂电池", "隔膜", "厂"]);
        check("5g医药", &["5g", "医药"]);
        check("生物医药", &[]);
        check("不在词典里", &[]);
    }
}
