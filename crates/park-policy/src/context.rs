//! The surroundings of a figure: its phrase, its sentence, what stands before and after it.

use crate::clean::Clean;
use crate::scan::{Figure, bracket_length};

/// Phrases and sentences of a clause.
#[derive(Debug)]
pub(crate) struct Layout {
    /// First character of the phrase a character lies in.
    phrase: Vec<usize>,
    /// First character of its sentence.
    sentence: Vec<usize>,
}

const PHRASE_ENDS: &[char] = &[',', ';', '。', '!', '?', '|'];
const SENTENCE_ENDS: &[char] = &[';', '。', '!', '?', '|'];

impl Layout {
    /// The phrases and sentences of a text.
    pub(crate) fn of(text: &Clean) -> Self {
        let starts = |ends: &[char]| {
            let mut from = 0;
            let mut depth = 0usize;
            text.chars
                .iter()
                .enumerate()
                .map(|(i, c)| {
                    let mine = from;
                    match c {
                        '(' => depth += 1,
                        ')' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    // Inside brackets a comma does not end the phrase around them.
                    if ends.contains(c) && (depth == 0 || matches!(c, '。' | ';')) {
                        depth = 0;
                        from = i + 1;
                    }
                    mine
                })
                .collect::<Vec<usize>>()
        };
        Self { phrase: starts(PHRASE_ENDS), sentence: starts(SENTENCE_ENDS) }
    }

    /// First character of the phrase at a place.
    pub(crate) fn phrase_start(&self, at: usize) -> usize {
        self.phrase.get(at).copied().unwrap_or(0)
    }

    /// First character of the sentence at a place.
    pub(crate) fn sentence_start(&self, at: usize) -> usize {
        self.sentence.get(at).copied().unwrap_or(0)
    }

    /// One past the last character of the phrase at a place.
    pub(crate) fn phrase_end(&self, at: usize) -> usize {
        end(&self.phrase, at)
    }

    /// One past the last character of the sentence at a place.
    pub(crate) fn sentence_end(&self, at: usize) -> usize {
        end(&self.sentence, at)
    }
}

fn end(starts: &[usize], at: usize) -> usize {
    let Some(&mine) = starts.get(at) else { return starts.len() };
    starts[at..].iter().position(|s| *s != mine).map_or(starts.len(), |n| at + n)
}

/// Most characters looked at on either side of a figure. A sentence of 5,000 characters full of figures
/// would else be searched whole for each of them.
pub(crate) const AROUND_MAX: usize = 300;

/// The sentence of a place, as far as it is looked at.
pub(crate) fn sentence_near(text: &Clean, layout: &Layout, at: usize) -> String {
    let start = layout.sentence_start(at).max(at.saturating_sub(AROUND_MAX));
    text.text(start, layout.sentence_end(at).min(at + AROUND_MAX))
}

/// What stands around a figure, or around a list of figures that share one role.
#[derive(Debug)]
pub(crate) struct Around {
    /// The phrase before the list, brackets closed before it taken out.
    pub(crate) left: String,
    /// The phrase after the list, a bracket directly behind a figure taken out.
    pub(crate) right: String,
    /// The whole sentence.
    pub(crate) sentence: String,
    /// The sentence before the phrase.
    pub(crate) before: String,
}

/// First and last figure of the list that figure `i` belongs to.
pub(crate) fn list_of(text: &Clean, figures: &[Figure], i: usize) -> (usize, usize) {
    let joined = |a: &Figure, b: &Figure| {
        let skip = bracket_length(text, a.end);
        let between = text.text(a.end + skip, b.start);
        let same = a.unit == b.unit && a.each == b.each;
        same && matches!(between.as_str(), "、" | "和" | "及" | "或" | "以及" | "/" | "或者" | "与")
    };
    let (mut first, mut last) = (i, i);
    while first > 0 && joined(&figures[first - 1], &figures[first]) {
        first -= 1;
    }
    while last + 1 < figures.len() && joined(&figures[last], &figures[last + 1]) {
        last += 1;
    }
    (first, last)
}

/// The surroundings of the list `first..=last`.
pub(crate) fn around(
    text: &Clean,
    layout: &Layout,
    figures: &[Figure],
    (first, last): (usize, usize),
) -> Around {
    let (start, end) = (figures[first].start, figures[last].end);
    let phrase = layout.phrase_start(start);
    let sentence = layout.sentence_start(start);
    let after = end + bracket_length(text, end);
    let phrase_end = layout.phrase_end(end.saturating_sub(1)).min(after + AROUND_MAX);
    let mut right = text.text(after, phrase_end.max(after));
    while right.ends_with(PHRASE_ENDS) {
        right.pop();
    }
    Around {
        left: without_brackets(&text.text(phrase.max(start.saturating_sub(AROUND_MAX)), start)),
        right,
        sentence: sentence_near(text, layout, start),
        before: text.text(sentence.max(phrase.saturating_sub(AROUND_MAX)), phrase),
    }
}

/// Closed brackets say something beside the sentence; an open one is kept.
fn without_brackets(phrase: &str) -> String {
    let mut out = String::new();
    let mut rest = phrase;
    while let Some(open) = rest.find('(') {
        let Some(close) = rest[open..].find(')') else { break };
        out.push_str(&rest[..open]);
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

/// Place of the last of `words` in a text, counted in bytes from its start.
pub(crate) fn last_of(text: &str, words: &[&str]) -> Option<usize> {
    words.iter().filter_map(|w| text.rfind(w).map(|b| b + w.len())).max()
}

/// Whether any of `words` occurs.
pub(crate) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

/// Whether the text begins with any of `words`.
pub(crate) fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.starts_with(w))
}

/// The last `n` characters.
pub(crate) fn tail(text: &str, n: usize) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(n)).collect()
}

/// The first `n` characters.
pub(crate) fn head(text: &str, n: usize) -> String {
    text.chars().take(n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::clean;
    use crate::scan::scan;

    #[test]
    fn no_figure_looks_further_than_the_limit() {
        let text = clean(&"甲1%".repeat(1_000));
        let (layout, figures) = (Layout::of(&text), scan(&text));
        let found = around(&text, &layout, &figures, (500, 500));
        assert_eq!(found.left.chars().count(), AROUND_MAX);
        assert_eq!(found.right.chars().count(), AROUND_MAX);
        assert_eq!(found.sentence.chars().count(), 2 * AROUND_MAX);
    }
}
