//! Reading what officials and investors write: a set of industries.

use std::collections::BTreeMap;

use crate::code::Code;
use crate::dictionary::{Dictionary, Meaning, WordMap};
use crate::fold::fold_char;

/// Longest text that is read, in characters; the rest is not looked at.
pub(crate) const TEXT_CHARS_MAX: usize = 4000;

/// A code and how much of the text's meaning it carries.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeShare {
    /// The code.
    pub code: Code,
    /// Its share of the reading.
    pub share: f64,
    /// The words that led to it.
    pub by: Vec<String>,
}

/// What a text means.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Codes by falling share; the shares sum to 1 when there is any.
    pub codes: Vec<CodeShare>,
    /// The same by division.
    pub divisions: Vec<(Code, f64)>,
    /// Parts that map to nothing.
    pub unmapped: Vec<String>,
    /// Dictionary words found, in their canonical form.
    pub terms: Vec<String>,
}

/// A word found in a text, by its place in characters.
pub(crate) struct Hit<'m, T> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) value: &'m T,
}

/// Leftmost longest words of a text, without overlap.
pub(crate) fn longest_matches<'m, T>(words: &'m WordMap<T>, text: &[char]) -> Vec<Hit<'m, T>> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match words.longest_prefix(&text[at..]) {
            Some((n, value)) => {
                hits.push(Hit { start: at, end: at + n, value });
                at += n;
            }
            None => at += 1,
        }
    }
    hits
}

fn separates(c: char) -> bool {
    matches!(
        c,
        '、' | '，'
            | ','
            | '；'
            | ';'
            | '。'
            | '/'
            | '\n'
            | '|'
            | '+'
            | '“'
            | '”'
            | '"'
            | '('
            | ')'
            | '['
            | ']'
            | '《'
            | '》'
            | '：'
            | ':'
            | '—'
            | '-'
            | '·'
            | '.'
    )
}

pub(crate) fn read(dictionary: &Dictionary, text: &str) -> Reading {
    // A blank ends a part, as a comma does; inside Latin words the fold keeps letters together.
    let chars: Vec<char> = text
        .chars()
        .take(TEXT_CHARS_MAX)
        .map(|c| if c.is_whitespace() { '，' } else { fold_char(c).unwrap_or('，') })
        .collect();
    let mut shares: BTreeMap<Code, (f64, Vec<String>)> = BTreeMap::new();
    let mut reading = Reading::default();
    for part in chars.split(|c| separates(*c)).filter(|p| !p.is_empty()) {
        read_part(dictionary, part, &mut shares, &mut reading);
    }
    finish(shares, reading)
}

fn read_part(
    dictionary: &Dictionary,
    part: &[char],
    shares: &mut BTreeMap<Code, (f64, Vec<String>)>,
    reading: &mut Reading,
) {
    let hits = longest_matches(dictionary.map(), part);
    let exact = hits.iter().any(|h| matches!(h.value, Meaning::Industry { wide: false, .. }));
    let mut covered = 0;
    for hit in &hits {
        push_unmapped(&part[covered..hit.start], reading);
        covered = hit.end;
        let Meaning::Industry { canonical, codes, wide } = hit.value else {
            continue;
        };
        // 石墨烯新材料: beside an exact word the wide one only says its family.
        if *wide && exact {
            continue;
        }
        for (code, share) in codes {
            let entry = shares.entry(*code).or_default();
            entry.0 += share;
            if !entry.1.contains(canonical) {
                entry.1.push(canonical.clone());
            }
        }
        if !reading.terms.contains(canonical) {
            reading.terms.push(canonical.clone());
        }
    }
    push_unmapped(&part[covered..], reading);
}

fn push_unmapped(run: &[char], reading: &mut Reading) {
    if run.len() >= 2 {
        let word: String = run.iter().collect();
        if !reading.unmapped.contains(&word) {
            reading.unmapped.push(word);
        }
    }
}

/// Normalises the shares and adds the divisions; order by falling share, then code.
pub(crate) fn finish(shares: BTreeMap<Code, (f64, Vec<String>)>, mut reading: Reading) -> Reading {
    let total: f64 = shares.values().map(|(s, _)| s).sum();
    if total > 0.0 {
        let mut divisions: BTreeMap<Code, f64> = BTreeMap::new();
        for (code, (share, by)) in shares {
            *divisions.entry(code.division()).or_default() += share / total;
            reading.codes.push(CodeShare { code, share: share / total, by });
        }
        reading.codes.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.code.cmp(&b.code)));
        reading.divisions = divisions.into_iter().collect();
        reading.divisions.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }
    reading
}
