//! What made a park match, quoted: escaped HTML in which only `<b>` is ours.

use super::needle::{Haystack, Needle};
use super::plan::{Look, Planned};
use super::search::Highlight;
use crate::codes::CodeText;
use crate::document::{ParkDocument, TextField};

/// Highlights shown of a park, beyond those that a word still needs.
const HIGHLIGHTS_MAX: usize = 8;

/// Longest value shown whole, in characters.
const WHOLE_CHARS_MAX: usize = 100;

/// Characters shown before and after a word of a longer value.
const CONTEXT_CHARS: usize = 30;

/// Codes shown of a park.
const CODES_MAX: usize = 3;

/// Where a word stands in a value.
#[derive(Debug, Clone, Copy)]
struct Mark {
    start: usize,
    end: usize,
    word: usize,
}

/// The highlights of one park: every word at least once, then the first of each further field.
pub(super) fn highlights(park: &ParkDocument, words: &[Planned]) -> Vec<Highlight> {
    let mut shown: Vec<Highlight> = Vec::new();
    let mut covered = vec![false; words.len()];
    for field in TextField::ALL {
        let mut field_shown = false;
        for value in field.values(park) {
            let marks = marks(value, words);
            let covers_new = marks.iter().any(|m| !covered[m.word]);
            let wanted = covers_new || (!field_shown && shown.len() < HIGHLIGHTS_MAX);
            if marks.is_empty() || !wanted {
                continue;
            }
            field_shown = true;
            marks.iter().for_each(|m| covered[m.word] = true);
            shown.push(Highlight { field: field.name(), html: fragment(value, &marks) });
        }
    }
    for code in words.iter().flat_map(|w| &w.looks).filter_map(as_code) {
        shown.extend(code_highlight(park, code));
    }
    shown
}

/// A whole value marked: the name by which a park was asked for.
pub(super) fn whole(field: TextField, value: &str) -> Highlight {
    Highlight { field: field.name(), html: format!("<b>{}</b>", escape(value)) }
}

fn as_code(look: &Look) -> Option<&CodeText> {
    match look {
        Look::Code(code) => Some(code),
        Look::Text(_) => None,
    }
}

fn as_text(look: &Look) -> Option<&Needle> {
    match look {
        Look::Text(needle) => Some(needle),
        Look::Code(_) => None,
    }
}

fn code_highlight(park: &ParkDocument, asked: &CodeText) -> Option<Highlight> {
    let held = park.codes.iter().filter_map(|held| CodeText::parse(held));
    let shown: Vec<String> = held
        .filter(|held| asked.covers(held))
        .take(CODES_MAX)
        .map(|held| {
            let (text, marked) = asked.shown(&held);
            format!("<b>{}</b>{}", &text[..marked], &text[marked..])
        })
        .collect();
    (!shown.is_empty()).then(|| Highlight { field: "codes", html: shown.join("、") })
}

/// Marks of all words in a value, by place.
fn marks(value: &str, words: &[Planned]) -> Vec<Mark> {
    let haystack = Haystack::new(value);
    let mut marks: Vec<Mark> = Vec::new();
    for (word, planned) in words.iter().enumerate() {
        for needle in planned.looks.iter().filter_map(as_text) {
            let found = haystack.find(needle);
            marks.extend(found.into_iter().map(|(start, end)| Mark { start, end, word }));
        }
    }
    marks.sort_by_key(|m| (m.start, m.end));
    marks
}

/// The value, or the parts of it around the first mark of each word.
fn fragment(value: &str, marks: &[Mark]) -> String {
    let starts: Vec<usize> = value.char_indices().map(|(at, _)| at).collect();
    if starts.len() <= WHOLE_CHARS_MAX {
        return marked(value, 0, value.len(), marks);
    }
    let mut html = String::new();
    let mut end_before = 0;
    for (start, end) in windows(&starts, value.len(), marks) {
        if start > end_before {
            html.push('…');
        }
        html.push_str(&marked(value, start, end, marks));
        end_before = end;
    }
    if end_before < value.len() {
        html.push('…');
    }
    html
}

/// Byte ranges around the first mark of each word, those that meet joined.
fn windows(starts: &[usize], length: usize, marks: &[Mark]) -> Vec<(usize, usize)> {
    let mut seen = Vec::new();
    let mut windows: Vec<(usize, usize)> = Vec::new();
    for mark in marks {
        if seen.contains(&mark.word) {
            continue;
        }
        seen.push(mark.word);
        let first = starts.partition_point(|&at| at < mark.start).saturating_sub(CONTEXT_CHARS);
        let last = starts.partition_point(|&at| at < mark.end) + CONTEXT_CHARS;
        let start = starts.get(first).copied().unwrap_or(0);
        let end = starts.get(last).copied().unwrap_or(length);
        match windows.last_mut() {
            Some(before) if start <= before.1 => before.1 = before.1.max(end),
            _ => windows.push((start, end)),
        }
    }
    windows
}

/// The part of a value from `start` to `end`, escaped, with its marks in bold.
fn marked(value: &str, start: usize, end: usize, marks: &[Mark]) -> String {
    let mut html = String::new();
    let mut at = start;
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for mark in marks.iter().filter(|m| m.start >= start && m.end <= end) {
        match spans.last_mut() {
            Some(before) if mark.start <= before.1 => before.1 = before.1.max(mark.end),
            _ => spans.push((mark.start, mark.end)),
        }
    }
    for (from, to) in spans {
        html.push_str(&escape(&value[at..from]));
        html.push_str("<b>");
        html.push_str(&escape(&value[from..to]));
        html.push_str("</b>");
        at = to;
    }
    html.push_str(&escape(&value[at..end]));
    html
}

fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(char),
        }
    }
    html
}
