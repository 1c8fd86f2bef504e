//! What a person typed, as words and phrases.
//!
//! Our own reader and not the library's: that one has operators, field names and syntax errors, and
//! none of them is wanted from a search box.

use super::error::QueryError;
use super::frozen;
use super::needle::Needle;
use crate::fold::{fold_text, is_cjk, is_run};

/// Longest query read.
pub const QUERY_BYTES_MAX: usize = 1_000;

/// Most words and phrases joined.
pub const WORDS_MAX: usize = 32;

/// A word or a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) needle: Needle,
    /// In quotation marks: taken as written.
    pub(super) quoted: bool,
}

/// Reads a query; every word of the answer must be there.
pub(super) fn parse(text: &str) -> Result<Vec<Word>, QueryError> {
    if text.len() > QUERY_BYTES_MAX {
        return Err(QueryError::TooLong { bytes: text.len(), max: QUERY_BYTES_MAX });
    }
    let chars: Vec<char> = fold_text(text).chars().collect();
    let mut words: Vec<Word> = Vec::new();
    let mut add = |word: Word| {
        if !words.contains(&word) {
            words.push(word);
        }
    };
    let mut rest = chars.as_slice();
    while let Some(open) = rest.iter().position(|&c| is_quote(c)) {
        plain_words(&rest[..open], &mut add);
        let inside = &rest[open + 1..];
        // A mark without its partner is a blank.
        rest = inside;
        if let Some(close) = inside.iter().position(|&c| is_quote(c)) {
            if let Some(needle) = Needle::from_chars(inside[..close].iter().copied()) {
                add(Word { needle, quoted: true });
            }
            rest = &inside[close + 1..];
        }
    }
    plain_words(rest, &mut add);

    let content = words.iter().any(|w| w.quoted || !frozen::is_stop_word(&w.needle.text()));
    if content {
        words.retain(|w| w.quoted || !frozen::is_stop_word(&w.needle.text()));
    }
    match words.len() {
        0 => Err(QueryError::Empty),
        n if n > WORDS_MAX => Err(QueryError::TooManyWords { words: n, max: WORDS_MAX }),
        _ => Ok(words),
    }
}

fn plain_words(chars: &[char], add: &mut impl FnMut(Word)) {
    for part in chars.split(|&c| !is_cjk(c) && !is_run(c)) {
        if let Some(needle) = Needle::from_chars(part.iter().copied()) {
            add(Word { needle, quoted: false });
        }
    }
}

fn is_quote(char: char) -> bool {
    matches!(char, '"' | '“' | '”' | '„' | '「' | '」' | '『' | '』' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match parse(text) {
            Ok(words) => {
                let show = |w: &Word| {
                    if w.quoted { format!("\"{}\"", w.needle.text()) } else { w.needle.text() }
                };
                words.iter().map(show).collect::<Vec<_>>().join("+")
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn reads_words_and_phrases() {
        let check = |text: &str, expected: &str| assert_eq!(shown(text), expected, "{text}");
        check("招商 公司", "招商+公司");
        check("招商\u{3000}公司", "招商+公司");
        check("\"新能源汽车\" 电池", "\"新能源汽车\"+电池");
        check("“新能源汽车”", "\"新能源汽车\"");
        check("新能源\"汽车", "新能源+汽车");
        check("\"\"", "the query holds no letter, digit or character to search for");
        check("芯片 芯片", "芯片");
        check("第3代:半导体 OR (", "第3代+半导体+or");
        check("苏州 的 园区", "苏州+园区");
        check("的", "的");
        check("３Ｃ電子", "3c电子");
        check("🎉！？", "the query holds no letter, digit or character to search for");
    }

    #[test]
    fn limits_are_said() {
        assert!(matches!(parse(&"园".repeat(4_000)), Err(QueryError::TooLong { .. })));
        let many: String = (0..40).map(|i| format!("w{i} ")).collect();
        assert!(matches!(parse(&many), Err(QueryError::TooManyWords { words: 40, .. })));
    }
}
