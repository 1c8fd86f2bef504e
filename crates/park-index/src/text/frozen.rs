//! The tables in `models/text`, read once.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::fold::fold_text;

static STOP_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    lines(include_str!("../../../../models/text/stop-words.txt")).map(fold_text).collect()
});

static PARK_WORDS: LazyLock<ParkWords> = LazyLock::new(|| {
    let mut words = ParkWords::default();
    for line in lines(include_str!("../../../../models/text/park-words.txt")) {
        let group: Vec<String> = line.split('=').map(|w| fold_text(w.trim())).collect();
        for word in &group {
            let others = group.iter().filter(|w| *w != word).cloned();
            words.same.entry(word.clone()).or_default().extend(others);
        }
        words.all.extend(group);
    }
    words
});

#[derive(Debug, Default)]
struct ParkWords {
    all: Vec<String>,
    same: HashMap<String, Vec<String>>,
}

/// Whether a word joins others and says nothing itself.
pub(super) fn is_stop_word(folded: &str) -> bool {
    STOP_WORDS.contains(folded)
}

/// Words for kinds of parks, in the order of the file.
pub(super) fn park_words() -> &'static [String] {
    &PARK_WORDS.all
}

/// Other words for the same kind of park: 经开区 is 经济技术开发区.
pub(super) fn same_park_words(folded: &str) -> &'static [String] {
    PARK_WORDS.same.get(folded).map_or(&[], Vec::as_slice)
}

/// Readings of place names that a table of single characters gets wrong: word and syllables.
pub(super) fn readings() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    lines(include_str!("../../../../models/text/pinyin.txt")).filter_map(|line| {
        let mut parts = line.split_whitespace();
        Some((parts.next()?, parts.collect()))
    })
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_has_a_syllable_for_each_character() {
        for (word, syllables) in readings() {
            assert_eq!(word.chars().count(), syllables.len(), "{word}");
            let small = |s: &&str| s.bytes().all(|b| b.is_ascii_lowercase());
            assert!(syllables.iter().all(small), "{word}");
        }
    }

    #[test]
    fn words_for_kinds_of_parks_stand_for_each_other() {
        assert!(same_park_words("经开区").contains(&"经济技术开发区".to_owned()));
        assert!(same_park_words("芯片").is_empty());
    }
}
