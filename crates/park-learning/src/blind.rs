//! Blinding: takes the place out of a firm's name and scope, so that no ranking can read the answer off
//! the wording.
//!
//! What goes: provinces, cities and counties with and without their suffix; zones with their aliases and
//! bare names; retired names; generic names of zones; bracketed notes; phrases about approvals, permits
//! and offices; labels; dates, numbers of licences and houses; phrases of one region's offices. Import and
//! export, wholesale and retail, and separators are put into one wording each. Blinding twice changes
//! nothing: both functions repeat until nothing changes.

mod text;
mod trie;
mod words;

use std::collections::HashSet;

pub(crate) use text::brackets;
pub(crate) use trie::Trie;
use unicode_normalization::UnicodeNormalization;

/// Rounds of blinding at most; a round that changes nothing is the last. A name planted within itself (苏苏州州) takes a
/// round for each layer, and what is left at the last one would give the place away.
const ROUNDS_MAX: usize = 256;
/// Brackets taken out of one text at most.
const BRACKETS_MAX: usize = 64;

/// Width folded (NFKC), runs of blanks made one.
pub(crate) fn fold(text: &str) -> String {
    let folded: String = text.nfkc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes places out of names and scopes. Built once from the names of regions and zones.
#[derive(Debug)]
pub struct Blinder {
    zones: Trie,
    places: Trie,
    heads: Trie,
    generic: Trie,
    generic_in_names: Trie,
    notes: Trie,
    office: Trie,
    labels: Trie,
    rote: Trie,
    retail: Trie,
}

fn set(words: &str) -> HashSet<&str> {
    words.split_whitespace().collect()
}

fn n_chars(text: &str) -> usize {
    text.chars().count()
}

/// 襄阳市 → 襄阳, 延边朝鲜族自治州 → 延边; empty where one character would be left.
fn short(name: &str) -> String {
    let Some(mut brief) =
        words::SUFFIXES.iter().filter(|s| **s != "州").find_map(|s| name.strip_suffix(s))
    else {
        return if n_chars(name) >= 2 { name.to_owned() } else { String::new() };
    };
    if ["自治区", "自治州", "自治县", "自治旗"].iter().any(|s| name.ends_with(s)) {
        while let Some(cut) = words::PEOPLES
            .split_whitespace()
            .filter_map(|p| brief.strip_suffix(p))
            .find(|rest| n_chars(rest) >= 2)
        {
            brief = cut;
        }
    }
    if n_chars(brief) >= 2 { brief.to_owned() } else { String::new() }
}

/// The short form of a place's name, by which rows of different files are told to be of one place: 江苏省 and 江苏,
/// 苏州市 and 苏州. A name that would be left with one character stays as it is.
pub(crate) fn place_key(name: &str) -> String {
    let name = fold(name);
    let brief = short(&name);
    if brief.is_empty() { name } else { brief }
}

/// The bare name of a zone: 苏州新材料产业园 → 苏州.
fn bare(name: &str) -> &str {
    let Some(mut core) = words::ZONE_ENDS
        .split_whitespace()
        .filter(|end| name.ends_with(end))
        .max_by_key(|end| end.len())
        .and_then(|end| name.strip_suffix(end))
    else {
        return name;
    };
    while let Some(cut) = words::KIND_WORDS
        .split_whitespace()
        .filter_map(|kind| core.strip_suffix(kind))
        .min_by_key(|rest| rest.len())
    {
        core = cut;
    }
    core
}

impl Blinder {
    /// A blinder that knows these regions (provinces, cities, counties) and zones (names and aliases).
    pub fn new<'a>(
        regions: impl IntoIterator<Item = &'a str>,
        zones: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let trade = set(words::WORDS_OF_TRADE);
        let generic: HashSet<&str> =
            set(words::GENERIC).union(&set(words::GENERIC_IN_NAMES)).copied().collect();
        let mut full: HashSet<String> = HashSet::new();
        let mut brief: HashSet<String> =
            set(words::RETIRED).iter().map(|w| (*w).to_owned()).collect();
        for region in regions {
            let name = fold(region);
            if name == "市辖区" || name == "县" || name.contains("直辖") {
                continue;
            }
            brief.insert(short(&name));
            full.insert(name);
        }
        let mut zone_names = Trie::new([]);
        for zone in zones.into_iter().chain(words::FURTHER_ZONES.split_whitespace()) {
            let name = fold(zone);
            if n_chars(&name) < 2 || trade.contains(name.as_str()) {
                continue;
            }
            let core = bare(&name);
            if core != name && n_chars(core) >= 2 {
                brief.insert(core.to_owned());
            }
            if !generic.contains(name.as_str()) {
                zone_names.add(&name);
            }
        }
        Self::from_places(&full, &brief, zone_names)
    }

    fn from_places(full: &HashSet<String>, brief: &HashSet<String>, zones: Trie) -> Self {
        let trade = set(words::WORDS_OF_TRADE);
        let mut places = Trie::new([]);
        let mut heads = Trie::new([]);
        // A word only within names of fertilisers, see `without_places`.
        places.add("合肥");
        for name in full.union(brief).filter(|n| n_chars(n) >= 2) {
            let is_word = trade.contains(name.as_str());
            let tails: &[&str] = if is_word { &["市", "县", "区"] } else { &words::SUFFIXES };
            for tail in tails {
                places.add(&format!("{name}{tail}"));
            }
            if is_word { heads.add(name) } else { places.add(name) }
        }
        let generic = Trie::new(words::GENERIC.split_whitespace());
        let mut generic_in_names = Trie::new(words::GENERIC.split_whitespace());
        for word in words::GENERIC_IN_NAMES.split_whitespace() {
            generic_in_names.add(word);
        }
        Self {
            zones,
            places,
            heads,
            generic,
            generic_in_names,
            notes: Trie::new(words::NOTES.split_whitespace()),
            office: Trie::new(words::OFFICE.split_whitespace()),
            labels: Trie::new(words::LABELS.split_whitespace()),
            rote: Trie::new(words::ROTE.split_whitespace()),
            retail: Trie::new(words::RETAIL.split_whitespace()),
        }
    }

    /// The scope without names of zones, and without a place or a generic word that opens it; else as it was
    /// written.
    pub(crate) fn without_zones(&self, scope: &str) -> String {
        let signs = [' ', ';', ',', '。', '、', ':'];
        let text = self.zones.remove(&fold(scope));
        let mut rest = text.trim_start_matches(signs);
        loop {
            let n_bytes = self.places.longest(rest).max(self.generic_in_names.longest(rest));
            if n_bytes == 0 {
                return rest.to_owned();
            }
            rest = rest[n_bytes..].trim_start_matches(signs);
        }
    }

    /// The firm's name without any place.
    pub fn name(&self, name: &str) -> String {
        until_still(name, |text| {
            let joined: String = fold(text).split(' ').collect();
            let text = self.without_places(&text::without_numbers(&joined));
            let text = self.generic_in_names.remove(&text);
            let text = text::without_signs(&text);
            self.without_head(&text)
        })
    }

    /// What opens a name and is left of a place: 市, 新区, a short form that is also a word.
    fn without_head(&self, name: &str) -> String {
        let mut rest = name.trim_start_matches([' ', '-', '·', '.', '、']);
        while let Some(cut) = [
            "自治区",
            "自治州",
            "自治县",
            "地区",
            "新区",
            "省",
            "市",
            "县",
            "区",
            "镇",
            "乡",
            "州",
            "盟",
            "旗",
        ]
        .iter()
        .find_map(|head| rest.strip_prefix(head))
        {
            rest = cut;
        }
        if n_chars(rest) > 6 {
            let n_bytes = self.heads.longest(rest);
            rest = &rest[n_bytes..];
        }
        rest.to_owned()
    }

    /// The business scope without places, notes and standard phrases: clauses joined by `;`, parts by `、`.
    pub fn scope(&self, scope: &str) -> String {
        until_still(scope, |text| self.scope_once(text))
    }

    fn without_places(&self, text: &str) -> String {
        // 复合肥 is a good, 合肥 a city.
        self.places.replace(&self.zones.remove(text), "", |before, word, _| {
            word.starts_with("合肥") && before.ends_with(['复', '混', '掺', '聚', '配', '结', '综'])
        })
    }

    fn scope_once(&self, scope: &str) -> String {
        // Names of zones first: what stands beside one must not be read together with it.
        let text = even_signs(&self.zones.remove(&fold(scope)));
        let text = self.without_labels(&text);
        let mut text = self.without_notes(&text);
        text = self.rote.remove(&text::without_signs(&text));
        text = self.without_places(&text::without_numbers(&text));
        text = self.generic.replace(&text, "", |_, word, after| {
            word.contains('园') && words::FOLLOWED.iter().any(|f| after.starts_with(f))
        });
        text = self.retail.replace(&text, "批发零售", |_, _, _| false);
        let clauses: Vec<String> = text
            .split([';', '。', '!', '?', '|'])
            .map(|clause| self.clause(clause))
            .filter(|clause| !clause.is_empty())
            .collect();
        clauses.join(";")
    }

    fn without_labels(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let n_bytes = self.labels.longest(&text[at..]);
            let after = text[at + n_bytes..].trim_start();
            if n_bytes > 0 && after.starts_with(':') {
                out.push(';');
                at = text.len() - after.len() + 1;
            } else {
                out.push(c);
                at += c.len_utf8();
            }
        }
        out
    }

    fn without_notes(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..BRACKETS_MAX {
            let next = text::brackets(&text, &|inside, closed| {
                let long = if closed { 12 } else { 6 };
                if n_chars(inside) <= long || self.notes.any_in(inside) {
                    String::new()
                } else {
                    format!(";{inside};")
                }
            });
            match next {
                Some(next) => text = next,
                None => break,
            }
        }
        text
    }

    fn clause(&self, clause: &str) -> String {
        let edges = |c: char| " 、,.-_/:的及和等".contains(c);
        let parts: Vec<&str> = clause
            .split(['、', ','])
            .map(|part| part.trim_matches(edges))
            .filter(|part| !part.is_empty() && !self.is_office(part))
            .map(|part| if is_plain_trade(part) { "进出口" } else { part })
            .collect();
        parts.join("、")
    }

    /// Whether a part of a clause speaks of licences and offices, or says nothing.
    fn is_office(&self, part: &str) -> bool {
        !text::has_han(part)
            || words::EMPTY_PARTS.split_whitespace().any(|w| w == part)
            || words::OFFICE_ENDS.iter().any(|end| part.ends_with(end))
            || self.office.any_in(part)
            || words::OFFICE_PAIRS
                .iter()
                .any(|(first, gap, second)| near(part, first, *gap, second))
    }
}

/// Repeats until nothing changes.
fn until_still(text: &str, step: impl Fn(&str) -> String) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS_MAX {
        let next = step(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// Stars and dots made `;`, quotation marks dropped.
fn even_signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '*' | '#' | '※' | '★' | '…' => out.push(';'),
            '.' if chars.peek() == Some(&'.') => out.push(';'),
            '·' | '"' | '“' | '”' | '\'' | '‘' | '’' => {}
            _ => out.push(c),
        }
    }
    out
}

/// Whether one of the second words stands within `gap` characters after the first.
fn near(text: &str, first: &str, gap: usize, second: &[&str]) -> bool {
    text.match_indices(first).any(|(at, _)| {
        let after = &text[at + first.len()..];
        let ends = after.char_indices().map(|(i, _)| i).chain([after.len()]);
        ends.take(gap + 1).any(|i| second.iter().any(|word| after[i..].starts_with(word)))
    })
}

/// Import and export of goods in general, however it is worded.
fn is_plain_trade(part: &str) -> bool {
    let Some(at) = part.find("进出口") else { return false };
    n_chars(&part[..at]) <= 48
        && n_chars(&part[at..]) <= 11
        && words::TRADED.iter().any(|word| part[..at].contains(word))
        && !words::NOT_PLAIN_TRADE.iter().any(|word| part.contains(word))
}

#[cfg(test)]
mod tests;
