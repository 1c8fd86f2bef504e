//! Words and numbers for people: names of codes, and figures with their units in the reader's way.

use std::collections::BTreeMap;

use park_domain::words::{Level, ParkKind};
use serde_json::Value as Json;

use crate::answer::criteria;
use crate::answer::matches::MustAnswer;
use crate::app::Live;
use crate::lang::Lang;

/// Names and units of the criteria in one language.
pub(super) struct Names {
    lang: Lang,
    names: BTreeMap<String, (String, Option<String>)>,
}

impl Names {
    /// The names of a generation's criteria.
    pub(super) fn of(live: &Live, lang: Lang) -> Self {
        let names = criteria::answer(live, lang)
            .criteria
            .into_iter()
            .map(|c| (c.criterion, (c.name, c.unit)))
            .collect();
        Self { lang, names }
    }

    /// Name of a criterion; the code where there is none.
    pub(super) fn name(&self, code: &str) -> String {
        self.names.get(code).map_or_else(|| code.to_owned(), |n| n.0.clone())
    }

    /// A must as a sentence.
    pub(super) fn must(&self, must: &MustAnswer) -> String {
        let op = match must.op.as_str() {
            ">=" => "≥",
            "<=" => "≤",
            "in" => self.lang.pick("属于", "in"),
            other => other,
        };
        format!("{} {op} {}", self.name(&must.criterion), self.value(&must.criterion, &must.value))
    }

    /// A value of a criterion with its unit.
    pub(super) fn value(&self, criterion: &str, value: &Json) -> String {
        let unit = self.names.get(criterion).and_then(|n| n.1.as_deref()).unwrap_or("");
        let word = |text: &str| match criterion {
            "level" => level(text, self.lang),
            "kind" => kind(text, self.lang),
            "region" => super::places::PROVINCES
                .iter()
                .find(|p| p.0 == text)
                .map_or_else(|| text.to_owned(), |p| self.lang.pick(p.1, p.3).to_owned()),
            _ => text.to_owned(),
        };
        match value {
            Json::Null => self.lang.pick("未知", "unknown").to_owned(),
            Json::Bool(b) => {
                let (zh, en) = if *b { ("是", "yes") } else { ("否", "no") };
                self.lang.pick(zh, en).to_owned()
            }
            Json::Number(n) => {
                format!("{} {unit}", figure(n.as_f64().unwrap_or(0.0))).trim().to_owned()
            }
            Json::String(s) => word(s),
            Json::Array(list) => {
                let words: Vec<String> = list.iter().filter_map(Json::as_str).map(word).collect();
                words.join(self.lang.pick("、", ", "))
            }
            Json::Object(range) => {
                let end =
                    |k: &str| range.get(k).and_then(Json::as_f64).map_or("…".to_owned(), figure);
                format!("{}–{} {unit}", end("min"), end("max"))
            }
        }
    }
}

/// A level in words; what is no level stays as it is.
pub(super) fn level(code: &str, lang: Lang) -> String {
    Level::parse(code).map_or_else(|| unknown(code, lang), |l| lang.pick(l.zh(), l.en()).to_owned())
}

/// A kind in words.
pub(super) fn kind(code: &str, lang: Lang) -> String {
    ParkKind::parse(code)
        .map_or_else(|| unknown(code, lang), |k| lang.pick(k.zh(), k.en()).to_owned())
}

fn unknown(code: &str, lang: Lang) -> String {
    if code == "unknown" { lang.pick("未知", "unknown").to_owned() } else { code.to_owned() }
}

/// A figure with a thin space between thousands and at most two digits behind the point.
pub(super) fn figure(value: f64) -> String {
    let text = format!("{value:.2}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut grouped = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            grouped.push('\u{202f}');
        }
        grouped.push(c);
    }
    let rest = rest.trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{rest}")
}

/// A score or a part of it.
pub(super) fn points(value: f64) -> String {
    format!("{value:.4}")
}

/// A share in percent.
pub(super) fn percent(value: f64) -> String {
    format!("{:.0}%", value * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        for (value, want) in [
            (0.0, "0"),
            (1234.0, "1234"),
            (50000.0, "50\u{202f}000"),
            (1234567.5, "1\u{202f}234\u{202f}567.5"),
            (-20000.0, "-20\u{202f}000"),
            (0.126, "0.13"),
        ] {
            assert_eq!(figure(value), want);
        }
    }
}
