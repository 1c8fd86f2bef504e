//! What single cells say: totals, plain numbers, texts to clean.

use std::borrow::Cow;

use crate::personal::without_contacts;

/// A text without contacts and with plain line ends. Sources and websites keep their long numbers.
pub(crate) fn clean_text<'c>(column: &str, cell: &'c str, left_out: &mut u64) -> Cow<'c, str> {
    if matches!(column, "source" | "website") {
        return Cow::Borrowed(cell);
    }
    let clean = without_contacts(cell);
    if matches!(clean, Cow::Owned(_)) {
        *left_out += 1;
    }
    if clean.contains('\r') {
        return Cow::Owned(clean.replace("\r\n", "\n").replace('\r', "\n"));
    }
    clean
}

/// Whether a cell says that its row is a sum of others.
pub(crate) fn is_total(cell: &str) -> bool {
    const WORDS: &[&str] = &["合计", "总计", "小计", "共计"];
    // Longest cell that is looked at: a name that merely holds the word is longer.
    const CHARS_MAX: usize = 12;
    // This runs on every row: nearly every cell ends here.
    if cell.len() > 4 * CHARS_MAX || !may_be_total(cell) {
        return false;
    }
    let word: String = cell.chars().filter(|c| !c.is_whitespace() && !":：".contains(*c)).collect();
    // 江苏省合计, 合计数, 合计(万元); but not a name that begins so (小计科技).
    let rest = |w: &&str| word.strip_prefix(*w).map(|r| r.starts_with(['(', '（', '数']));
    word.chars().count() <= CHARS_MAX
        && (WORDS.iter().any(|w| word.ends_with(w) || rest(w) == Some(true))
            || matches!(word.to_ascii_lowercase().as_str(), "total" | "subtotal" | "grandtotal"))
}

/// The signs that every word for a total has.
fn may_be_total(cell: &str) -> bool {
    cell.contains('计') || cell.bytes().any(|b| b == b'o' || b == b'O')
}

/// Digits, a point, a sign, separators: nothing that a reader would want explained.
pub(crate) fn is_plain_number(cell: &str) -> bool {
    cell.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b',' | b'+'))
        || cell.strip_suffix('年').is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
}

/// A key as a person reads it, cut where it is long.
pub(crate) fn shown_key(key: &str) -> String {
    let mut shown: String = key.replace('\u{1f}', " · ").chars().take(81).collect();
    if shown.chars().count() > 80 {
        shown = shown.chars().take(80).chain(['…']).collect();
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals() {
        for (cell, want) in [
            ("合计", true),
            ("合 计：", true),
            ("江苏省小计", true),
            ("合计(万元)", true),
            ("Total", true),
            ("小计科技", false),
            ("总部经济区", false),
            ("", false),
        ] {
            assert_eq!(is_total(cell), want, "{cell}");
        }
    }

    #[test]
    fn plain_numbers_need_no_word() {
        for (cell, want) in
            [("1,234.5", true), ("-3", true), ("2018年", true), ("约3", false), ("１", false)]
        {
            assert_eq!(is_plain_number(cell), want, "{cell}");
        }
    }
}
