//! A piece of text that is looked for exactly: in the index as a phrase, in a value as a highlight.

use tantivy::Term;
use tantivy::query::{PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::fold::{Folded, fold_into, is_cjk, is_run};
use crate::tokenizer::run_end;

/// Folded characters in which everything but letters, digits and ideographs is a blank: a blank
/// stands for any one mark between words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Needle(Vec<char>);

impl Needle {
    /// Reads a text; `None` when it holds nothing to look for.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut folded = Vec::new();
        fold_into(text, &mut folded);
        Self::from_chars(folded.into_iter().map(|f| f.char))
    }

    /// Reads folded characters.
    pub(super) fn from_chars(chars: impl IntoIterator<Item = char>) -> Option<Self> {
        let chars: Vec<char> = chars.into_iter().map(mark_to_blank).collect();
        let first = chars.iter().position(|&c| c != ' ')?;
        let last = chars.iter().rposition(|&c| c != ' ')?;
        Some(Self(chars[first..=last].to_vec()))
    }

    /// The characters.
    pub(super) fn chars(&self) -> &[char] {
        &self.0
    }

    /// As text.
    pub(super) fn text(&self) -> String {
        self.0.iter().collect()
    }

    /// Whether `other` is a part of this needle, so that whatever holds this one holds the other.
    pub(super) fn contains(&self, other: &Self) -> bool {
        occurrences(&self.0, &other.0).next().is_some()
    }

    /// The query for this needle in a field, and the terms whose rarities it adds up.
    pub(super) fn query(&self, field: Field) -> (Box<dyn Query>, Vec<Term>) {
        let terms: Vec<(usize, Term)> = self
            .cover()
            .into_iter()
            .map(|(at, token)| (at, Term::from_field_text(field, &token)))
            .collect();
        let bare = terms.iter().map(|(_, term)| term.clone()).collect();
        let query: Box<dyn Query> = match terms.as_slice() {
            [(_, only)] => Box::new(TermQuery::new(only.clone(), IndexRecordOption::WithFreqs)),
            _ => Box::new(PhraseQuery::new_with_offset(terms)),
        };
        (query, bare)
    }

    /// The fewest tokens that pin every character to its place: runs whole, ideographs by pairs that
    /// do not overlap but for the last.
    fn cover(&self) -> Vec<(usize, String)> {
        let chars = &self.0;
        let token = |from: usize, to: usize| (from, chars[from..to].iter().collect::<String>());
        let mut cover = Vec::new();
        let mut at = 0;
        while let Some(&char) = chars.get(at) {
            if is_run(char) {
                let to = run_end(at, |i| chars.get(i).copied());
                cover.push(token(at, to));
                at = to;
            } else if is_cjk(char) {
                let length = chars[at..].iter().take_while(|&&c| is_cjk(c)).count();
                if length == 1 {
                    cover.push(token(at, at + 1));
                } else {
                    let starts = (0..length - 1).step_by(2);
                    cover.extend(starts.map(|i| token(at + i, at + i + 2)));
                    if length % 2 == 1 {
                        cover.push(token(at + length - 2, at + length));
                    }
                }
                at += length;
            } else {
                at += 1;
            }
        }
        cover
    }
}

/// A value prepared for finding needles in it.
#[derive(Debug)]
pub(super) struct Haystack {
    chars: Vec<char>,
    folded: Vec<Folded>,
}

impl Haystack {
    /// Folds a value.
    pub(super) fn new(text: &str) -> Self {
        let mut folded = Vec::new();
        fold_into(text, &mut folded);
        let chars = folded.iter().map(|f| mark_to_blank(f.char)).collect();
        Self { chars, folded }
    }

    /// Byte ranges of the original at which the needle stands, exactly where the index finds it.
    pub(super) fn find(&self, needle: &Needle) -> Vec<(usize, usize)> {
        occurrences(&self.chars, &needle.0)
            .map(|(from, to)| (self.folded[from].start, self.folded[to - 1].end))
            .collect()
    }
}

/// Places of `needle` in `chars` that do not cut through a run of letters and digits.
fn occurrences<'a>(
    chars: &'a [char],
    needle: &'a [char],
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let length = needle.len().max(1);
    chars.windows(length).enumerate().filter_map(move |(from, window)| {
        let to = from + length;
        let inside_run = |left: Option<&char>, right: Option<&char>| {
            left.copied().is_some_and(is_run) && right.copied().is_some_and(is_run)
        };
        let whole = window == needle
            && !inside_run(from.checked_sub(1).and_then(|i| chars.get(i)), chars.get(from))
            && !inside_run(chars.get(to - 1), chars.get(to));
        whole.then_some((from, to))
    })
}

fn mark_to_blank(char: char) -> char {
    if is_cjk(char) || is_run(char) { char } else { ' ' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cover_pins_every_character() {
        let check = |text: &str, expected: &[(usize, &str)]| {
            let cover = Needle::new(text).unwrap().cover();
            let cover: Vec<(usize, &str)> = cover.iter().map(|(a, t)| (*a, t.as_str())).collect();
            assert_eq!(cover, expected, "{text}");
        };
        check("茶", &[(0, "茶")]);
        check("芯片", &[(0, "芯片")]);
        check("新能源汽车", &[(0, "新能"), (2, "源汽"), (3, "汽车")]);
        check("3C電子", &[(0, "3c"), (2, "电子")]);
        check("A座、5G", &[(0, "a"), (1, "座"), (3, "5g")]);
        assert_eq!(Needle::new("，🎉"), None);
    }

    #[test]
    fn finds_what_the_index_finds() {
        let check = |value: &str, needle: &str, expected: &[&str]| {
            let found = Haystack::new(value).find(&Needle::new(needle).unwrap());
            let found: Vec<&str> = found.iter().map(|&(a, b)| &value[a..b]).collect();
            assert_eq!(found, expected, "{needle} in {value}");
        };
        check("發展農業與現代农业", "农业", &["農業", "农业"]);
        check("FPCB 与 PCB", "pcb", &["PCB"]);
        check("研发、设计", "研发,设计", &["研发、设计"]);
        check("经典景区", "景点", &[]);
    }
}
