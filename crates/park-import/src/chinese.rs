//! The words of problems and notes in Chinese.
//!
//! Rules, hints and notes are written once, in English, where they arise. Here stands each of them
//! with its Chinese; what varies (`{}`) is carried over. A sentence that is not in the list stays as it
//! is; a test over the messages of the fixtures of `broken.rs` looks for such.

mod list;

use std::borrow::Cow;

use park_domain::{Kind, Problem, Table};

use self::list::SENTENCES;
use crate::answer::ImportError;

/// A rule, a hint or a note in Chinese; the same words when they are not in the list.
pub fn chinese(words: &str) -> Cow<'_, str> {
    for (english, zh) in SENTENCES {
        if let Some(found) = parts(english, words) {
            return Cow::Owned(filled(zh, &found));
        }
    }
    Cow::Borrowed(words)
}

/// A problem in Chinese, with its place and way out.
pub fn problem_in_chinese(problem: &Problem) -> String {
    let mut text = problem.file.clone();
    if let Some(sheet) = &problem.sheet {
        text.push_str(&format!("，工作表“{sheet}”"));
    }
    if let Some(row) = problem.row {
        text.push_str(&format!("，第 {row} 行"));
    }
    if let Some(column) = &problem.column {
        text.push_str(&format!("，“{column}”列"));
    }
    if let Some(cell) = &problem.cell {
        text.push_str(&format!("（{cell}）"));
    }
    text.push('：');
    if !problem.fault.found.is_empty() {
        text.push_str(&format!("“{}”：", problem.fault.found));
    }
    text.push_str(&chinese(&problem.fault.rule));
    if let Some(hint) = &problem.fault.hint {
        text.push_str(&format!("\n提示：{}", chinese(hint)));
    }
    text
}

/// Why nothing could be imported, in Chinese.
pub(crate) fn error_in_chinese(error: &ImportError) -> String {
    match error {
        ImportError::Unreadable { path, cause, hint } => {
            format!("{}：无法读取：{cause}\n提示：{}", path.display(), chinese(hint))
        }
        ImportError::NoTable(path) => format!(
            "{}：文件夹中没有找到任何一张表\n提示：请按表名命名文件，例如 parks.csv 或 园区.xlsx",
            path.display()
        ),
        ImportError::TooManyFiles(path) => format!(
            "{}：文件超过 {} 个\n提示：请给出只放数据集的文件夹",
            path.display(),
            crate::FILES_MAX
        ),
        ImportError::AllRefused(problems) => {
            let lines: Vec<String> = problems.iter().map(problem_in_chinese).collect();
            lines.join("\n")
        }
    }
}

/// What stands at each `{}` of a pattern, when the words are of this pattern.
fn parts<'w>(pattern: &str, words: &'w str) -> Option<Vec<&'w str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = words.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        // The last piece ends the sentence; the others end at their first place.
        let at = if pieces.peek().is_none() {
            rest.len().checked_sub(piece.len()).filter(|at| rest.get(*at..) == Some(piece))?
        } else {
            rest.find(piece)?
        };
        found.push(&rest[..at]);
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty().then_some(found)
}

/// The Chinese pattern with its parts: `{0}` as it is, `{0c}` columns by their Chinese headers, `{0t}`
/// tables, `{0w}` words of a fixed list, `{0d}` what a column means, `{0p}` a file with its sheet.
fn filled(pattern: &str, found: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((slot, after)) = after.split_once('}') else { break };
        let (digits, kind) = slot.split_at(1);
        let part = digits.parse().ok().and_then(|i: usize| found.get(i)).copied().unwrap_or("");
        text.push_str(&match kind {
            "c" => each(part, "、", column),
            "t" => each(part, "、", |name| Table::from_name(name).map(Table::zh)),
            "w" => each(part, "、", word),
            "d" => meaning(part).unwrap_or(part).to_owned(),
            "p" => place(part),
            _ => part.to_owned(),
        });
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A file with its sheet, as [`crate::FileSummary::place`] writes them.
fn place(place: &str) -> String {
    let sheet = place.strip_suffix('"').and_then(|p| p.rsplit_once(", sheet \""));
    match sheet {
        Some((file, sheet)) => format!("{file}，工作表“{sheet}”"),
        None => place.to_owned(),
    }
}

/// A list with every entry in Chinese where it has one.
fn each(list: &str, separator: &str, zh: impl Fn(&str) -> Option<&'static str>) -> String {
    let words: Vec<&str> = list.split(", ").map(|name| zh(name).unwrap_or(name)).collect();
    words.join(separator)
}

/// The Chinese header of a column; `price_high` and such mean the same in every table that has them.
fn column(name: &str) -> Option<&'static str> {
    let tables = Table::ALL.iter();
    tables.flat_map(|t| t.columns()).find(|c| c.name == name)?.zh.first().copied()
}

/// The Chinese header of the column with this meaning.
fn meaning(doc: &str) -> Option<&'static str> {
    let tables = Table::ALL.iter();
    tables.flat_map(|t| t.columns()).find(|c| c.doc == doc)?.zh.first().copied()
}

/// The Chinese word of a code.
fn word(code: &str) -> Option<&'static str> {
    let columns = Table::ALL.iter().flat_map(|t| t.columns());
    let mut words = columns.filter_map(|c| match c.kind {
        Kind::Word(words) => Some(words),
        Kind::Id
        | Kind::Text
        | Kind::Number { .. }
        | Kind::Date
        | Kind::Year
        | Kind::Flag
        | Kind::RegionCode => None,
    });
    words.find_map(|list| list.iter().find(|(c, _)| *c == code)).map(|(_, zh)| *zh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_carried_over() {
        for (english, want) in [
            ("not a number", "不是数字"),
            ("expected a number from 0 to 1000000", "应为 0 到 1000000 之间的数"),
            ("name is required", "“园区名称”必填"),
            ("fill in the official name", "请填写园区名称"),
            ("one of national, provincial", "可填：国家级、省级"),
            ("row 3 has the same park_id", "与第 3 行的园区编号相同"),
            (
                "row 3 has the same park_id in a.xlsx, sheet \"园区\"",
                "与a.xlsx，工作表“园区”第 3 行的园区编号相同",
            ),
            (
                "a.xlsx, sheet \"园区\": read as UTF-16LE",
                "a.xlsx，工作表“园区”：按 UTF-16LE 编码读取",
            ),
            ("something else", "something else"),
        ] {
            assert_eq!(chinese(english), want);
        }
    }

    #[test]
    fn every_part_of_the_chinese_is_there() {
        for (english, zh) in SENTENCES {
            let parts = english.matches("{}").count();
            for place in zh.split('{').skip(1) {
                let digit: usize = place[..1].parse().expect(zh);
                assert!(digit < parts, "{zh}");
            }
        }
    }
}
