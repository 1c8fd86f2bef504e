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

/// Codes with their Chinese words.
type Words = &'static [(&'static str, &'static str)];

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
            let why = self::cause(&cause.to_string());
            format!("{}：无法读取：{why}\n提示：{}", path.display(), chinese(hint))
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
/// tables, `{0w}` words of a fixed list, `{0d}` what a column means, `{0p}` a file with its sheet, `{0e}` what
/// the system says, `{0b}` a number of bytes, `{0h}` columns with both
/// their names.
fn filled(pattern: &str, found: &[&str]) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((slot, after)) = after.split_once('}') else { break };
        let (digits, kind) = slot.split_at(1);
        let part = digits.parse().ok().and_then(|i: usize| found.get(i)).copied().unwrap_or("");
        text.push_str(&match kind {
            "c" => columns(part),
            "b" => size(part),
            "h" => headers(part),
            "t" => each(part, "、", |name| Table::from_name(name).map(Table::zh)),
            "w" => words_of(part),
            "d" => meaning(part).unwrap_or(part).to_owned(),
            "p" => place(part),
            "e" => cause(part).to_owned(),
            _ => part.to_owned(),
        });
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Why the system does not give a file; its own words are English.
fn cause(words: &str) -> &'static str {
    for (start, zh) in [
        ("No such file", "文件不存在"),
        ("Permission denied", "没有读取权限"),
        ("Is a directory", "这是文件夹，不是文件"),
    ] {
        if words.starts_with(start) {
            return zh;
        }
    }
    "系统读取出错"
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

/// A list of columns by their Chinese headers: those of the table whose key they are, since a name such as
/// `value` has another header in each table.
fn columns(list: &str) -> String {
    let of_key = Table::ALL.iter().find(|t| t.key().join(", ") == list);
    let own = |name: &str| {
        let table = of_key?;
        table.columns().get(table.column(name)?)?.zh.first().copied()
    };
    each(list, "、", |name| own(name).or_else(|| column(name)))
}

/// Columns with both their names, `kind (类型)`, the Chinese one first.
fn headers(list: &str) -> String {
    let turned = list.split(", no column ").map(|both| {
        let parts = both.strip_suffix(')').and_then(|b| b.split_once(" ("));
        parts.map_or_else(|| both.to_owned(), |(name, zh)| format!("{zh}（{name}）"))
    });
    turned.collect::<Vec<_>>().join("、")
}

/// A number of bytes as people say it.
fn size(bytes: &str) -> String {
    const MIB: u64 = 1024 * 1024;
    match bytes.parse::<u64>() {
        Ok(n) if n >= MIB && n.is_multiple_of(MIB) => format!("{} MiB ", n / MIB),
        _ => format!("{bytes} 字节"),
    }
    .trim_end()
    .to_owned()
}

/// A list of codes by their Chinese words: those of the column that has just these, since a code such as
/// `logistics` is a kind of park and a policy instrument.
fn words_of(list: &str) -> String {
    let codes = |words: Words| words.iter().map(|(c, _)| *c).collect::<Vec<_>>().join(", ");
    let own = lists().find(|words| codes(words) == list);
    let find = |words: Words, code: &str| words.iter().find(|(c, _)| *c == code).map(|(_, zh)| *zh);
    each(list, "、", |code| match own {
        Some(words) => find(words, code),
        None => lists().find_map(|words| find(words, code)),
    })
}

/// The lists of fixed words of all columns.
fn lists() -> impl Iterator<Item = Words> {
    Table::ALL.iter().flat_map(|t| t.columns()).filter_map(|c| match c.kind {
        Kind::Word(words) => Some(words),
        Kind::Id
        | Kind::Text
        | Kind::Number { .. }
        | Kind::Date
        | Kind::Year
        | Kind::Flag
        | Kind::RegionCode => None,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_carried_over() {
        for (english, want) in [
            ("not a number", "不是数字"),
            ("expected a number from 0 to 1000000", "应为 0 至 1000000 之间的数"),
            ("name is required", "此项必填，不能为空"),
            ("fill in the official name", "请填写园区名称"),
            ("the file holds more than 100663296 bytes", "文件超过 96 MiB"),
            ("price_high lies below price_10k_cny_per_mu", "本列数值小于“地价(万元/亩)”"),
            (
                "row 3 has the same park_id, region_code, topic, value, year",
                "与第 3 行的园区编号、行政区划代码、主题、内容、年份相同",
            ),
            ("one of national, provincial", "请从以下各项中选填：国家级、省级"),
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
