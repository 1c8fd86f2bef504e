//! Repair of damaged text before reading, each character keeping its place in the original.
//!
//! Repaired are: full width letters and figures, Traditional characters, reading aids in brackets
//! (`高(gāo)新`), blanks inside words and figures, doubled punctuation, thousands separators, and the few
//! slips that copies of policy texts are known for (`人额` for `全额`).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Characters of the original text, counted from 0: first, and one past the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A repaired text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clean {
    /// The characters after repair.
    pub(crate) chars: Vec<char>,
    /// Where each came from.
    from: Vec<Span>,
}

/// Longest reading aid in brackets, in characters.
const PINYIN_MAX: usize = 7;

/// Simplified forms of single characters.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut table: HashMap<char, char> = hanconv::RawDictionary::TSCharacters
        .iter()
        .filter_map(|(from, to)| Some((only(from)?, only(to)?)))
        .collect();
    // Variants that the table leaves as they are, and forms that web copies mix in.
    table.extend([
        ('着', '着'),
        ('幷', '并'),
        ('爲', '为'),
        ('産', '产'),
        ('内', '内'),
        ('內', '内'),
    ]);
    table
});

/// Slips of scanning and of synonym swapping: what stands there, what was meant (equal lengths).
#[rustfmt::skip]
const SLIPS: &[(&str, &str)] = &[
    ("人额", "全额"), ("入额", "全额"), ("房钱", "房租"), ("给以", "给予"), ("赐与", "给予"),
    ("赐予", "给予"), ("嘉奖", "奖励"), ("夸奖", "奖励"), ("津帖", "津贴"), ("补帖", "补贴"),
    ("贴补", "补贴"), ("帮助资金", "补助资金"), ("夺免", "减免"), ("己上", "以上"),
    ("巳上", "以上"), ("万圆", "万元"), ("亿圆", "亿元"),
];

fn only(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

impl Clean {
    /// The repaired text from `start` to `end`, ends clamped.
    pub(crate) fn text(&self, start: usize, end: usize) -> String {
        let end = end.min(self.chars.len());
        self.chars[start.min(end)..end].iter().collect()
    }

    /// Place in the original of the repaired characters from `start` to `end`.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let last = end.clamp(start + 1, self.from.len().max(start + 1)) - 1;
        Span {
            start: self.from.get(start).map_or(0, |s| s.start),
            end: self.from.get(last).map_or(0, |s| s.end),
        }
    }

    /// Whether `word` stands at `at`.
    pub(crate) fn starts(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.chars.get(at + i) == Some(&c))
    }

    /// The first of `words` that stands at `at`.
    pub(crate) fn any_at(&self, at: usize, words: &[&'static str]) -> Option<&'static str> {
        words.iter().copied().find(|w| self.starts(at, w))
    }

    /// The same places with other characters, as many.
    pub(crate) fn with_chars(&self, chars: &str) -> Self {
        Self { chars: chars.chars().collect(), from: self.from.clone() }
    }

    /// The same text with some places blank.
    pub(crate) fn blanked(&self, places: &[(usize, usize)]) -> Self {
        let mut out = self.clone();
        for &(start, end) in places {
            out.chars[start..end].fill(' ');
        }
        out
    }

    fn push(&mut self, char: char, span: Span) {
        self.chars.push(char);
        self.from.push(span);
    }
}

/// Repairs a text.
pub(crate) fn clean(text: &str) -> Clean {
    let original: Vec<char> = text.chars().collect();
    let mut out = Clean::default();
    let mut at = 0;
    while at < original.len() {
        if let Some(end) = reading_aid(&original, at, &out) {
            at = end;
            continue;
        }
        let span = Span { start: at, end: at + 1 };
        match original[at] {
            '㎡' => "平方米".chars().for_each(|c| out.push(c, span)),
            '\u{200b}' | '\u{feff}' | '\u{ad}' => {}
            c => out.push(fold(c), span),
        }
        at += 1;
    }
    tidy_blanks(&mut out);
    join_figures(&mut out);
    for (wrong, right) in SLIPS {
        swap(&mut out, wrong, right);
    }
    out
}

fn fold(c: char) -> char {
    match c {
        '\u{3000}' | '\t' | '\r' | '\n' | '\u{a0}' => ' ',
        '〔' | '【' | '[' => '(',
        '〕' | '】' | ']' => ')',
        '—' | '–' | '－' | '~' | '～' | '‐' | '―' | '∼' | '〜' | '─' => '-',
        '“' | '”' | '"' | '「' | '」' => '"',
        '；' => ';',
        '∶' => ':',
        '，' => ',',
        '．' => '.',
        '｡' => '。',
        '%' | '﹪' => '%',
        '\u{ff01}'..='\u{ff5e}' => {
            let code = u32::from(c) - 0xfee0;
            let half = char::from_u32(code).unwrap_or(c);
            if half == '~' { '-' } else { half.to_ascii_lowercase() }
        }
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c => SIMPLIFIED.get(&c).copied().unwrap_or(c),
    }
}

/// End of a bracket that only tells how the character before it is read.
fn reading_aid(original: &[char], at: usize, out: &Clean) -> Option<usize> {
    if !matches!(original[at], '(' | '（') || !out.chars.last().is_some_and(|c| is_han(*c)) {
        return None;
    }
    let close =
        original[at + 1..].iter().take(PINYIN_MAX + 1).position(|c| matches!(c, ')' | '）'))?;
    let inside = &original[at + 1..at + 1 + close];
    let latin = |c: &char| {
        c.is_ascii_lowercase()
            || matches!(u32::from(*c), 0xe0..=0x1dc | 0x251 | 0x261 | 0x300..=0x30f)
    };
    (!inside.is_empty() && inside.iter().all(latin)).then_some(at + close + 2)
}

pub(crate) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x9fff | 0x3007)
}

/// Drops blanks beside Chinese characters and inside figures, and doubled punctuation.
fn tidy_blanks(clean: &mut Clean) {
    let old = std::mem::take(clean);
    for (i, (&c, &span)) in old.chars.iter().zip(&old.from).enumerate() {
        if c == ' ' {
            let before = clean.chars.last().copied();
            let after = old.chars[i + 1..].iter().copied().find(|c| *c != ' ');
            let letters = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            if !(letters(before) && letters(after)) {
                continue;
            }
        }
        let doubled = matches!(c, ',' | '。' | ';' | '、' | ':' | '%' | '-')
            && clean.chars.last() == Some(&c);
        // 按2%。给予: a stop that a copy put into the sentence.
        let rest = &old.chars[i + 1..];
        let stray = c == '。'
            && matches!(clean.chars.last(), Some('%' | '‰'))
            && ["进行", "给予", "予以", "的标准", "的比例", "奖", "补"]
                .iter()
                .any(|w| rest.iter().copied().take(w.chars().count()).eq(w.chars()));
        if !doubled && !stray {
            clean.push(c, span);
        }
    }
}

/// `1,000` becomes `1000`.
fn join_figures(clean: &mut Clean) {
    let old = std::mem::take(clean);
    let digit = |i: usize| old.chars.get(i).is_some_and(char::is_ascii_digit);
    for (i, (&c, &span)) in old.chars.iter().zip(&old.from).enumerate() {
        let between = c == ','
            && i > 0
            && digit(i - 1)
            && (i + 1..i + 4).all(digit)
            && !digit(i + 4)
            && !(i > 3 && (i - 4..i).all(digit));
        if !between {
            clean.push(c, span);
        }
    }
}

fn swap(clean: &mut Clean, wrong: &str, right: &str) {
    for at in 0..clean.chars.len() {
        if clean.starts(at, wrong) {
            for (i, c) in right.chars().enumerate() {
                clean.chars[at + i] = c;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        clean(text).chars.iter().collect()
    }

    #[test]
    fn damaged_text_is_repaired() {
        for (found, meant) in [
            ("園(yuán)區(qū)廠(chǎng)房", "园区厂房"),
            ("按1∶1配套", "按1:1配套"),
            ("獎勵２０ 萬元，，每戶", "奖励20万元,每户"),
            ("投资1,500万元", "投资1500万元"),
            ("补贴50元/㎡", "补贴50元/平方米"),
            ("由财政人额返还", "由财政全额返还"),
            ("(以下简称A)", "(以下简称a)"),
        ] {
            assert_eq!(repaired(found), meant);
        }
    }

    #[test]
    fn slips_keep_every_place() {
        for (wrong, right) in SLIPS {
            assert_eq!(wrong.chars().count(), right.chars().count(), "{wrong}");
            assert_ne!(wrong, right);
        }
    }

    #[test]
    fn places_point_into_the_original() {
        let text = "對(duì)企業獎勵 5 0 萬元";
        let clean = clean(text);
        let at = clean.chars.iter().position(|c| *c == '5').expect("it is there");
        let span = clean.span(at, at + 3);
        let cut: String = text.chars().skip(span.start).take(span.end - span.start).collect();
        assert_eq!(cut, "5 0 萬");
    }
}
