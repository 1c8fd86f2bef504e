//! What single cells say: totals, remarks, plain numbers, texts to clean, guards to take off.

use std::borrow::Cow;

use park_domain::{Table, quantity};

use crate::personal::without_contacts;

/// Signs with which a spreadsheet begins a formula.
const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that a spreadsheet cannot run as a formula: a `'` goes before such a cell, and before a
/// cell that looks guarded already, so that [`without_guard`] gives back every cell.
pub(crate) fn guarded(cell: &str) -> Cow<'_, str> {
    let risky = cell.starts_with(FORMULA_SIGNS) && cell.parse::<f64>().is_err();
    if risky || is_guarded(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell without the guard of an export.
pub(crate) fn without_guard(cell: &str) -> &str {
    if is_guarded(cell) { &cell[1..] } else { cell }
}

fn is_guarded(cell: &str) -> bool {
    cell.strip_prefix('\'')
        .is_some_and(|rest| rest.starts_with('\'') || rest.starts_with(FORMULA_SIGNS))
}

/// Cells that hold an error of a spreadsheet, with their column.
pub(crate) fn spreadsheet_errors(cells: &[Option<Cow<'_, str>>]) -> Vec<(usize, String)> {
    const ERRORS: &[&str] = &[
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
    ];
    let error = |cell: &Cow<'_, str>| {
        let cell = cell.trim();
        (cell.starts_with('#') && ERRORS.contains(&cell)).then(|| cell.to_owned())
    };
    cells.iter().enumerate().filter_map(|(i, c)| Some((i, error(c.as_ref()?)?))).collect()
}

/// Sets `estimated` where a number says 约 and the row does not say otherwise.
pub(crate) fn mark_estimated(
    table: Table,
    original: &[Option<Cow<'_, str>>],
    values: &mut [Option<Cow<'_, str>>],
) {
    let Some(flag) = table.column("estimated") else { return };
    if values[flag].as_deref().is_some_and(|v| !quantity::is_missing(v)) {
        return;
    }
    let about = table.columns().iter().zip(original).any(|(column, cell)| {
        matches!(column.kind, park_domain::Kind::Number { .. })
            && cell.as_deref().is_some_and(|c| manner(c) == ", estimated")
    });
    if about {
        values[flag] = Some(Cow::Borrowed("yes"));
    }
}

/// What a word beside a number adds to it.
pub(crate) fn manner(cell: &str) -> &'static str {
    let cell = cell.trim();
    let begins = |words: &[&str]| words.iter().any(|w| cell.starts_with(w));
    if begins(&["约", "近"]) || cell.ends_with("左右") {
        ", estimated"
    } else if begins(&["≥", ">", "大于", "不低于", "不少于", "超"]) || cell.contains(['余', '多'])
    {
        ", at least"
    } else if begins(&["≤", "<", "不超过"]) {
        ", at most"
    } else {
        ""
    }
}

/// The word with which a remark above or below a table begins.
pub(crate) fn remark_word(cell: &str) -> Option<&'static str> {
    const WORDS: &[&str] = &[
        "注：",
        "注:",
        "备注：",
        "备注:",
        "说明：",
        "说明:",
        "填表",
        "填报",
        "制表",
        "审核人",
        "联系人",
        "联系电话",
        "数据来源",
        "资料来源",
        "单位：",
        "单位:",
        "报送单位",
        "截至",
    ];
    WORDS.iter().copied().find(|w| cell.starts_with(w))
}

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

/// 2023.1 as a number: written as 2023.1 or as 2023.10.
pub(crate) fn is_month_one(text: &str) -> bool {
    text.len() == 6 && (text.starts_with("19") || text.starts_with("20")) && text.ends_with(".1")
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
    fn a_guard_comes_off_as_it_went_on() {
        for (cell, want) in [
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("-开发区", "'-开发区"),
            ("-5", "-5"),
            ("+3.5", "+3.5"),
            ("'x", "'x"),
            ("'=x", "''=x"),
            ("''x", "'''x"),
            ("'", "'"),
            ("''", "'''"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell), want, "{cell}");
            assert_eq!(without_guard(&guarded(cell)), cell, "{cell}");
        }
    }

    #[test]
    fn words_beside_numbers() {
        for (cell, want) in [
            ("约300", ", estimated"),
            ("300左右", ", estimated"),
            ("≥500", ", at least"),
            ("300余", ", at least"),
            ("不超过8", ", at most"),
            ("300", ""),
        ] {
            assert_eq!(manner(cell), want, "{cell}");
        }
    }

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
