//! A document cut into its clauses: each numbered article, paragraph or item is one, with the place it begins.
//!
//! An article of several items (`第五条 … （一）… （二）…`) gives one clause for each item, and the article's own
//! words in front of them stand in `under`, so that an item is read with what it hangs on.

/// Most clauses of one document; what follows is said to be left out.
pub const CLAUSES_MAX: usize = 5_000;

/// A clause of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Number as printed: 第五条, （一）, 3. …; empty for a paragraph without one.
    pub number: String,
    /// Line in the document, counted from 1.
    pub line: usize,
    /// Numbers above it, outermost first: 第五条 for （二） of article 5.
    pub under: Vec<String>,
    /// Its words without the number.
    pub text: String,
}

/// Levels of numbering, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Article,
    Chinese,
    Bracketed,
    Digit,
    Item,
}

const NUMERALS: &str = "零〇一二两三四五六七八九十百千0123456789０１２３４５６７８９";

/// Cuts a text; the second value says whether there were more than [`CLAUSES_MAX`].
pub fn cut(text: &str) -> (Vec<Cut>, bool) {
    let mut out: Vec<Cut> = Vec::new();
    let mut above: Vec<(Level, String)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line_number = at + 1;
        let mut rest = line.trim();
        if rest.is_empty() {
            continue;
        }
        // A line may hold an article and, behind it, its first item.
        if let Some((level, number, after)) = number(rest) {
            above.retain(|(l, _)| *l < level);
            let under = above.iter().map(|(_, n)| n.clone()).collect();
            above.push((level, number.clone()));
            rest = after.trim_start_matches(['\u{3000}', ' ', '\t']);
            out.push(Cut { number, line: line_number, under, text: rest.to_owned() });
        } else if let Some(last) = out.last_mut().filter(|l| goes_on(&l.text)) {
            // A line that was broken in the middle of a sentence.
            last.text.push_str(rest);
        } else {
            let under = above.iter().map(|(_, n)| n.clone()).collect();
            out.push(Cut {
                number: String::new(),
                line: line_number,
                under,
                text: rest.to_owned(),
            });
        }
        if out.len() > CLAUSES_MAX {
            out.truncate(CLAUSES_MAX);
            return (out, true);
        }
    }
    out.retain(|c| !c.text.is_empty());
    (out, false)
}

/// A sentence that has not ended; a heading ends without a mark and is short.
fn goes_on(text: &str) -> bool {
    let ended = text.ends_with(['。', '；', ';', '：', ':', '！', '？']);
    text.ends_with(['，', '、', ',']) || !ended && text.chars().count() > HEADING_CHARS_MAX
}

/// Longest heading, in characters.
const HEADING_CHARS_MAX: usize = 24;

/// The number that a line begins with: its level, the number as printed, and the rest of the line.
fn number(line: &str) -> Option<(Level, String, &str)> {
    let numeral = |s: &str| {
        s.chars().take_while(|c| NUMERALS.contains(*c)).map(char::len_utf8).sum::<usize>()
    };
    let split = |level, end: usize| Some((level, line[..end].to_owned(), &line[end..]));
    if let Some(rest) = line.strip_prefix('第') {
        let n = numeral(rest);
        let tail = &rest[n..];
        if n > 0 && tail.starts_with(['条', '款', '项']) {
            return split(Level::Article, '第'.len_utf8() + n + '条'.len_utf8());
        }
    }
    if let Some(rest) = line.strip_prefix(['（', '(']) {
        let n = numeral(rest);
        let open = line.len() - rest.len();
        let level = if rest.starts_with(|c: char| c.is_ascii_digit()) {
            Level::Item
        } else {
            Level::Bracketed
        };
        if n > 0
            && let Some(close) = rest[n..].chars().next().filter(|c| matches!(c, '）' | ')'))
        {
            return split(level, open + n + close.len_utf8());
        }
    }
    let n = numeral(line);
    let mark = line[n..].chars().next()?;
    let digits = line.starts_with(|c: char| c.is_ascii_digit());
    if n == 0 || n > 12 {
        return None;
    }
    match mark {
        '、' if !digits => split(Level::Chinese, n + mark.len_utf8()),
        '、' | '．' => split(Level::Digit, n + mark.len_utf8()),
        // 3.5 % is a number, not the third item.
        '.' if digits && !line[n + 1..].starts_with(|c: char| c.is_ascii_digit()) => {
            split(Level::Digit, n + 1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_items_and_broken_lines() {
        let text = "某区支持办法\n第一条 为促进发展，制定本办法。\n第二条　支持内容：\n（一）按设备投资额的10%给予补助，\n最高500万元。\n（二）一事一议。\n3.5%为上限。\n三、附则";
        let (cuts, more) = cut(text);
        assert!(!more);
        let seen: Vec<(&str, usize, &str)> =
            cuts.iter().map(|c| (c.number.as_str(), c.line, c.text.as_str())).collect();
        assert_eq!(seen[0], ("", 1, "某区支持办法"));
        assert_eq!(seen[1].0, "第一条");
        assert_eq!(seen[3], ("（一）", 4, "按设备投资额的10%给予补助，最高500万元。"));
        assert_eq!(cuts[3].under, ["第二条"]);
        assert_eq!(cuts.iter().find(|c| c.number == "（二）").map(|c| c.line), Some(6));
        assert!(cuts.iter().any(|c| c.text.starts_with("3.5%")));
        assert_eq!(cuts.last().map(|c| c.number.as_str()), Some("三、"));
    }

    #[test]
    fn a_document_without_numbers_is_cut_by_paragraph_and_a_long_one_says_so() {
        assert_eq!(cut("甲。\n\n乙。").0.len(), 2);
        let (cuts, more) = cut(&"一、甲。\n".repeat(CLAUSES_MAX + 5));
        assert!(more && cuts.len() == CLAUSES_MAX);
        assert!(cut("").0.is_empty());
    }
}
