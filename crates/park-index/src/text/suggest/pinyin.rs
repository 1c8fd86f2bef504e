//! Spelling names in pinyin, and reading letters as syllables or their beginnings.

use std::collections::HashMap;

use pinyin::ToPinyin as _;

use super::frozen;

/// A word and a syllable for each of its characters.
type WordReading = (Vec<char>, Vec<&'static str>);

/// Knows the syllable of each character, and the words whose characters are read otherwise.
#[derive(Debug, Default)]
pub(super) struct Speller {
    /// Words read otherwise, by their first character, the longest first.
    words: HashMap<char, Vec<WordReading>>,
}

impl Speller {
    /// Reads the table of readings.
    pub(super) fn new() -> Self {
        let mut words: HashMap<char, Vec<WordReading>> = HashMap::new();
        for (word, syllables) in frozen::readings() {
            let chars: Vec<char> = word.chars().collect();
            if let Some(&first) = chars.first() {
                words.entry(first).or_default().push((chars, syllables));
            }
        }
        for readings in words.values_mut() {
            readings.sort_by_key(|(chars, _)| std::cmp::Reverse(chars.len()));
        }
        Self { words }
    }

    /// Spells folded characters.
    pub(super) fn spell(&self, chars: &[char]) -> Spelled {
        let mut spelled = Spelled::default();
        let mut at = 0;
        while let Some(&char) = chars.get(at) {
            let rest = &chars[at..];
            let readings = self.words.get(&char).map_or(&[][..], Vec::as_slice);
            if let Some((word, syllables)) = readings.iter().find(|(w, _)| rest.starts_with(w)) {
                syllables.iter().for_each(|s| spelled.push(s.as_bytes()));
                at += word.len();
                continue;
            }
            match char.to_pinyin() {
                Some(syllable) => spelled.push(plain(syllable.plain()).as_bytes()),
                None => spelled.push(char.encode_utf8(&mut [0; 4]).as_bytes()),
            }
            at += 1;
        }
        spelled
    }

    /// What was typed, as letters: characters spelled, letters as they are.
    pub(super) fn letters(&self, chars: &[char]) -> Vec<u8> {
        self.spell(chars).letters
    }
}

/// People type v for ü.
fn plain(syllable: &str) -> std::borrow::Cow<'_, str> {
    if syllable.contains('ü') { syllable.replace('ü', "v").into() } else { syllable.into() }
}

/// A name as syllables, all in one row.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    letters: Vec<u8>,
    /// Where each syllable ends.
    ends: Vec<u16>,
}

/// Letters read as syllables of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// First syllable met.
    pub(super) from: usize,
    /// Whether the last syllable of the name was met.
    pub(super) reaches_end: bool,
    /// Syllables spelled in full.
    pub(super) full: usize,
}

impl Spelled {
    fn push(&mut self, syllable: &[u8]) {
        self.letters.extend_from_slice(syllable);
        self.ends.push(u16::try_from(self.letters.len()).unwrap_or(u16::MAX));
    }

    /// All letters.
    pub(super) fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// Reads all the letters as neighbouring syllables, each in full or by its beginning: `suzhou
    /// gyyq` as su zhou g(ong) y(e) y(uan) q(u). The earliest start, then the most in full.
    pub(super) fn find(&self, letters: &[u8]) -> Option<Reading> {
        (0..self.ends.len()).find_map(|from| self.read_from(from, letters))
    }

    fn read_from(&self, from: usize, letters: &[u8]) -> Option<Reading> {
        // states: letters consumed and syllables in full, after each syllable.
        let mut states: Vec<(usize, usize)> = vec![(0, 0)];
        for at in from..self.ends.len() {
            let syllable = self.syllable(at);
            let mut next: Vec<(usize, usize)> = Vec::new();
            for &(used, full) in &states {
                let common =
                    syllable.iter().zip(&letters[used..]).take_while(|(a, b)| a == b).count();
                for length in 1..=common {
                    let state = (used + length, full + usize::from(length == syllable.len()));
                    match next.iter_mut().find(|(u, _)| *u == state.0) {
                        Some(known) => known.1 = known.1.max(state.1),
                        None => next.push(state),
                    }
                }
            }
            if let Some(&(_, full)) = next.iter().find(|(used, _)| *used == letters.len()) {
                return Some(Reading { from, reaches_end: at + 1 == self.ends.len(), full });
            }
            if next.is_empty() {
                return None;
            }
            states = next;
        }
        None
    }

    fn syllable(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| usize::from(self.ends[before]));
        &self.letters[start..usize::from(self.ends[at])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        String::from_utf8(Speller::new().letters(&chars)).unwrap()
    }

    #[test]
    fn places_are_read_as_people_read_them() {
        let check = |text: &str, expected: &str| assert_eq!(letters(text), expected, "{text}");
        check("重庆", "chongqing");
        check("重工业", "zhonggongye");
        check("长春", "changchun");
        check("厦门", "xiamen");
        check("六安", "luan");
        check("绿色5g", "lvse5g");
        check("乐清", "yueqing");
    }

    #[test]
    fn letters_are_read_as_syllables_or_their_beginnings() {
        let name: Vec<char> = "苏州工业园区".chars().collect();
        let spelled = Speller::new().spell(&name);
        let check = |letters: &str, expected: Option<(usize, bool, usize)>| {
            let found = spelled.find(letters.as_bytes());
            let found = found.map(|r| (r.from, r.reaches_end, r.full));
            assert_eq!(found, expected, "{letters}");
        };
        check("suzhougyyq", Some((0, true, 2)));
        check("szgyyq", Some((0, true, 0)));
        check("suzhou", Some((0, false, 2)));
        check("gongye", Some((2, false, 2)));
        check("szyq", None);
    }
}
