//! Names and industry words close to what was typed: by pinyin, by initials, in spite of small slips.
//!
//! Kept in memory and apart from the index: a suggestion is offered, it never makes a park match.

mod distance;
mod pinyin;

use std::cmp::Reverse;
use std::collections::HashSet;

use self::distance::{distance, distance_to_start};
use self::pinyin::{Spelled, Speller};
use super::build::Entry;
use super::frozen;
use crate::fold::{is_cjk, name_key};

/// Most suggestions given.
const SUGGESTIONS_MAX: usize = 8;

/// Longest name or query compared, in characters.
const CHARS_MAX: usize = 48;

/// Fewest letters that may be initials of something.
const LETTERS_MIN: usize = 2;

/// Words beside the names of parks, in falling importance.
#[derive(Debug, Clone, Default)]
pub struct SuggestSource {
    /// Industry words.
    pub words: Vec<String>,
}

/// How a candidate meets what was typed; the better way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// All syllables, from the first to the last.
    Whole,
    /// Its first syllables.
    Start,
    /// Syllables inside.
    Inside,
    /// With this many slips.
    Slips(usize),
    /// All characters in order, with others between.
    Scattered,
}

#[derive(Debug)]
struct Candidate {
    text: Box<str>,
    key: Box<[char]>,
    spelled: Spelled,
    /// Lower is better known.
    rank: u8,
}

/// Everything that can be suggested.
#[derive(Debug, Default)]
pub(super) struct Suggester {
    candidates: Vec<Candidate>,
    speller: Speller,
}

impl Suggester {
    /// Spells out names, aliases, kinds of parks and the words handed in.
    pub(super) fn new(parks: &[Entry], source: &SuggestSource) -> Self {
        let speller = Speller::new();
        let mut seen = HashSet::new();
        let mut candidates = Vec::new();
        let mut add = |text: &str, rank: u8| {
            let key: Box<[char]> = name_key(text).chars().collect();
            if (2..=CHARS_MAX).contains(&key.len()) && seen.insert(key.clone()) {
                let spelled = speller.spell(&key);
                candidates.push(Candidate { text: text.into(), key, spelled, rank });
            }
        };
        for park in parks {
            let rank = level_rank(&park.level);
            add(&park.name, rank);
            park.aliases.iter().for_each(|alias| add(alias, rank));
        }
        frozen::park_words().iter().for_each(|word| add(word, 0));
        source.words.iter().for_each(|word| add(word, 1));
        Self { candidates, speller }
    }

    /// The best suggestions for what was typed, without what was typed itself.
    pub(super) fn suggest(&self, typed: &str) -> Vec<String> {
        let key: Vec<char> = name_key(typed).chars().collect();
        if key.len() > CHARS_MAX {
            return Vec::new();
        }
        let letters = self.speller.letters(&key);
        if letters.len() < LETTERS_MIN {
            return Vec::new();
        }
        let mut ranked: Vec<_> = self
            .candidates
            .iter()
            .filter(|c| *c.key != *key)
            .filter_map(|candidate| {
                let (way, full) = way(&key, &letters, candidate)?;
                let order = (way, Reverse(full), candidate.rank, candidate.key.len());
                Some((order, &candidate.text))
            })
            .collect();
        ranked.sort();
        ranked.iter().take(SUGGESTIONS_MAX).map(|(_, text)| text.to_string()).collect()
    }
}

/// The best way in which a candidate meets the typed characters and their letters, and how many
/// syllables were spelled in full.
fn way(key: &[char], letters: &[u8], candidate: &Candidate) -> Option<(Way, usize)> {
    // Two characters sound like too many things: only a whole word may be meant.
    let short = key.len() < 3 && key.iter().copied().any(is_cjk);
    if let Some(found) = candidate.spelled.find(letters) {
        let way = match (found.from, found.reaches_end) {
            (0, true) => Way::Whole,
            (0, false) => Way::Start,
            _ => Way::Inside,
        };
        return (way == Way::Whole || !short).then_some((way, found.full));
    }
    if short {
        return None;
    }
    let spelled_slips = slips_allowed(letters.len(), 5, 10)
        .and_then(|max| distance_to_start(letters, candidate.spelled.letters(), max));
    let written_slips =
        slips_allowed(key.len(), 3, 6).and_then(|max| distance(key, &candidate.key, max));
    let slips = spelled_slips.into_iter().chain(written_slips).min();
    let scattered = key.len() >= 3 && is_scattered(key, &candidate.key);
    match slips {
        Some(slips) => Some((Way::Slips(slips), 0)),
        None => scattered.then_some((Way::Scattered, 0)),
    }
}

/// One slip from `one` characters on, two from `two` on.
fn slips_allowed(length: usize, one: usize, two: usize) -> Option<usize> {
    match length {
        n if n >= two => Some(2),
        n if n >= one => Some(1),
        _ => None,
    }
}

/// Whether the typed characters stand in the name in this order, the first at its start.
fn is_scattered(typed: &[char], name: &[char]) -> bool {
    let mut rest = name.iter();
    typed.first() == name.first() && typed.iter().all(|c| rest.any(|n| n == c))
}

fn level_rank(level: &str) -> u8 {
    match level {
        "national" => 0,
        "provincial" => 1,
        "municipal" => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggester() -> Suggester {
        let park = |name: &str, aliases: &[&str], level: &str| Entry {
            id: name.to_owned(),
            name: name.to_owned(),
            aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
            level: level.to_owned(),
            kind: String::new(),
            province: String::new(),
        };
        let parks = [
            park("苏州工业园区", &[], "national"),
            park("宿州工业园区", &[], "provincial"),
            park("重庆两江新区", &[], "national"),
            park("昆山经济技术开发区", &["昆山经开区"], "national"),
            park("合肥高新技术产业开发区", &[], "national"),
        ];
        let words = ["集成电路", "新能源汽车", "磷酸铁锂"].map(str::to_owned).to_vec();
        Suggester::new(&parks, &SuggestSource { words })
    }

    #[test]
    fn suggests_by_pinyin_initials_and_slips() {
        let suggester = suggester();
        let first = |typed: &str, expected: &str| {
            let got = suggester.suggest(typed);
            assert_eq!(got.first().map(String::as_str), Some(expected), "{typed}: {got:?}");
        };
        first("jingkaiqu", "经开区");
        first("suzhou gyyq", "苏州工业园区");
        first("szgyyq", "苏州工业园区");
        first("SuZhouGongYeYuanQu", "苏州工业园区");
        first("苏洲工业园区", "苏州工业园区");
        first("suzou gongyeyuanqu", "苏州工业园区");
        first("chongqing", "重庆两江新区");
        first("xinnengyuanqiche", "新能源汽车");
        first("xinnengyuanqice", "新能源汽车");
        first("lstl", "磷酸铁锂");
        first("集成电璐", "集成电路");
        first("经开取", "经开区");
        first("苏州园区", "苏州工业园区");
        assert!(suggester.suggest("jingkaiqu").contains(&"昆山经开区".to_owned()));
    }

    #[test]
    fn nothing_close_is_nothing() {
        let suggester = suggester();
        for typed in ["", "x", "🎉", "qqqqqqqq", "量子计算机", "临理"] {
            assert_eq!(suggester.suggest(typed), Vec::<String>::new(), "{typed}");
        }
        suggester.suggest(&"长".repeat(500));
    }
}
