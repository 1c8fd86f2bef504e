//! One spelling for one word: Traditional to Simplified, full width to half, capitals to small.
//!
//! Every folded character keeps the bytes of the original it came from, so that a highlight lands
//! where the reader sees the word although folding changes lengths (`㎡` becomes `m2`).

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// First and last code point that the table covers: the ideographs of the Basic Multilingual Plane.
const TABLE_FIRST: u32 = 0x3400;
const TABLE_LAST: u32 = 0x9FFF;

/// Simplified form of every ideograph from [`TABLE_FIRST`] on, itself where there is none.
///
/// A table of single characters and not phrase rules: phrases change lengths, and both sides of a
/// comparison go through the same table, so its rare poor choices (乾隆 as 干隆) cost nothing.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (TABLE_FIRST..=TABLE_LAST)
        .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    let variants = include_str!("../../../models/text/variants.txt").lines();
    let variants = variants.filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(' '));
    for (traditional, simplified) in hanconv::RawDictionary::TSCharacters.iter().chain(variants) {
        let (Some(from), Some(to)) = (only_char(traditional), only_char(simplified)) else {
            continue;
        };
        if let Some(place) = table_place(from).and_then(|at| table.get_mut(at)) {
            *place = to;
        }
    }
    table
});

/// A folded character and the bytes of the original text it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Folded {
    /// The character after folding.
    pub(crate) char: char,
    /// First byte of the original.
    pub(crate) start: usize,
    /// One past the last byte of the original.
    pub(crate) end: usize,
}

/// Folds a text, appending to `out`.
pub(crate) fn fold_into(text: &str, out: &mut Vec<Folded>) {
    let table = &*SIMPLIFIED;
    for (start, original) in text.char_indices() {
        let end = start + original.len_utf8();
        if original.is_ascii() {
            out.push(Folded { char: original.to_ascii_lowercase(), start, end });
        } else if let Some(char) = table_place(original).and_then(|at| table.get(at).copied()) {
            out.push(Folded { char, start, end });
        } else if !is_invisible(original) {
            for wide in std::iter::once(original).nfkc() {
                for char in wide.to_lowercase() {
                    out.push(Folded { char: simplified(char), start, end });
                }
            }
        }
    }
}

/// Folds a text to the characters alone.
pub(crate) fn fold_text(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len() / 2);
    fold_into(text, &mut folded);
    folded.iter().map(|f| f.char).collect()
}

/// Whether a character belongs to a word written without blanks: ideographs, kana, hangul.
pub(crate) fn is_cjk(char: char) -> bool {
    matches!(u32::from(char),
        0x3400..=0x9FFF | 0x3005..=0x3007 | 0x3041..=0x30FF | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether a character belongs to a run of letters and digits that stays whole.
pub(crate) fn is_run(char: char) -> bool {
    char.is_alphanumeric() && !is_cjk(char)
}

/// Letters, digits and ideographs of a text, folded: what is compared when a name is asked for.
pub(crate) fn name_key(text: &str) -> String {
    fold_text(text).chars().filter(|&c| is_cjk(c) || is_run(c)).collect()
}

fn simplified(char: char) -> char {
    table_place(char).and_then(|at| SIMPLIFIED.get(at).copied()).unwrap_or(char)
}

fn table_place(char: char) -> Option<usize> {
    let code = u32::from(char);
    (TABLE_FIRST..=TABLE_LAST).contains(&code).then(|| (code - TABLE_FIRST) as usize)
}

fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

/// Marks that nobody sees and that must not part a word: soft hyphen, zero-width characters, marks
/// of writing direction, variation selectors.
fn is_invisible(char: char) -> bool {
    matches!(u32::from(char), 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_script_width_and_case() {
        let check = |text: &str, expected: &str| assert_eq!(fold_text(text), expected, "{text}");
        check("農業", "农业");
        check("蘇州工業園區", "苏州工业园区");
        check("Ｇ６０科創走廊", "g60科创走廊");
        check("３Ｃ電子", "3c电子");
        check("12㎡", "12m2");
        check("新\u{200B}能源", "新能源");
        check("招商\u{3000}公司", "招商 公司");
        check("慈谿", "慈溪");
        check("", "");
    }

    #[test]
    fn keeps_the_bytes_each_character_came_from() {
        let text = "共㎡農";
        let mut folded = Vec::new();
        fold_into(text, &mut folded);
        let seen: Vec<(char, &str)> =
            folded.iter().map(|f| (f.char, &text[f.start..f.end])).collect();
        assert_eq!(seen, [('共', "共"), ('m', "㎡"), ('2', "㎡"), ('农', "農")]);
    }

    #[test]
    fn a_name_is_compared_without_its_brackets() {
        assert_eq!(name_key("中關村 科技園（海淀園）"), name_key("中关村科技园海淀园"));
    }
}
