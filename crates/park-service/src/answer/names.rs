//! Words and numbers for people, on pages and on the command line: names of codes, and figures with their units in the reader's way.

use std::collections::BTreeMap;

use park_domain::words::{Level, ParkKind};
use park_features::policies::region_prefix;
use park_matching::say::criterion_name;
use park_matching::units::unit_of;
use park_matching::{Criterion, Language};
use serde_json::Value as Json;

use super::matches::{MustAnswer, RelaxationAnswer};
use crate::app::Live;
use crate::lang::Lang;

/// Code, short name, one-character name, English name of every province.
pub(crate) const PROVINCES: [(&str, &str, &str, &str); 34] = [
    ("11", "北京", "京", "Beijing"),
    ("12", "天津", "津", "Tianjin"),
    ("13", "河北", "冀", "Hebei"),
    ("14", "山西", "晋", "Shanxi"),
    ("15", "内蒙古", "蒙", "Inner Mongolia"),
    ("21", "辽宁", "辽", "Liaoning"),
    ("22", "吉林", "吉", "Jilin"),
    ("23", "黑龙江", "黑", "Heilongjiang"),
    ("31", "上海", "沪", "Shanghai"),
    ("32", "江苏", "苏", "Jiangsu"),
    ("33", "浙江", "浙", "Zhejiang"),
    ("34", "安徽", "皖", "Anhui"),
    ("35", "福建", "闽", "Fujian"),
    ("36", "江西", "赣", "Jiangxi"),
    ("37", "山东", "鲁", "Shandong"),
    ("41", "河南", "豫", "Henan"),
    ("42", "湖北", "鄂", "Hubei"),
    ("43", "湖南", "湘", "Hunan"),
    ("44", "广东", "粤", "Guangdong"),
    ("45", "广西", "桂", "Guangxi"),
    ("46", "海南", "琼", "Hainan"),
    ("50", "重庆", "渝", "Chongqing"),
    ("51", "四川", "川", "Sichuan"),
    ("52", "贵州", "黔", "Guizhou"),
    ("53", "云南", "滇", "Yunnan"),
    ("54", "西藏", "藏", "Tibet"),
    ("61", "陕西", "陕", "Shaanxi"),
    ("62", "甘肃", "甘", "Gansu"),
    ("63", "青海", "青", "Qinghai"),
    ("64", "宁夏", "宁", "Ningxia"),
    ("65", "新疆", "新", "Xinjiang"),
    ("71", "台湾", "台", "Taiwan"),
    ("81", "香港", "港", "Hong Kong"),
    ("82", "澳门", "澳", "Macao"),
];

/// Names and units of the criteria, and of regions, in one language.
pub(crate) struct Names {
    lang: Lang,
    criteria: BTreeMap<&'static str, (String, String)>,
    /// By the digits that count: 32, 3205, 320505.
    regions: BTreeMap<String, String>,
}

impl Names {
    /// The names of a generation.
    pub(crate) fn of(live: &Live, lang: Lang) -> Self {
        let language = lang.pick(Language::Zh, Language::En);
        let models = &live.catalog().models;
        let criteria = Criterion::ALL.iter().map(|c| {
            let model = models.criterion(*c);
            let words = (criterion_name(model, language), unit_of(model, language));
            (c.code(), (words.0.to_owned(), words.1.to_owned()))
        });
        let regions = live
            .dataset()
            .regions
            .iter()
            .map(|r| (region_prefix(&r.region_code).to_owned(), r.name.to_string()));
        Self { lang, criteria: criteria.collect(), regions: regions.collect() }
    }

    /// Name of a criterion; the code where there is none.
    pub(crate) fn name(&self, code: &str) -> String {
        self.criteria.get(code).map_or_else(|| code.to_owned(), |n| n.0.clone())
    }

    /// A must as a sentence.
    pub(crate) fn must(&self, must: &MustAnswer) -> String {
        let op = match must.op.as_str() {
            ">=" => "≥",
            "<=" => "≤",
            "in" => self.lang.pick("属于", "in"),
            other => other,
        };
        format!("{} {op} {}", self.name(&must.criterion), self.value(&must.criterion, &must.value))
    }

    /// A region by its code; the code where it is not known.
    fn region(&self, code: &str) -> String {
        let prefix = region_prefix(code);
        let english = PROVINCES.iter().find(|p| p.0 == prefix).map(|p| p.3.to_owned());
        let known = self.lang.pick(None, english).or_else(|| self.regions.get(prefix).cloned());
        known.unwrap_or_else(|| code.to_owned())
    }

    /// What could be relaxed, and what it would add; all steps where only several together add parks.
    pub(crate) fn relaxation(&self, r: &RelaxationAnswer) -> Option<String> {
        let first = r.must.as_ref().map(|must| (must, &r.to))?;
        let steps: Vec<String> = std::iter::once(first)
            .chain(r.together_with.iter().map(|s| (&s.must, &s.to)))
            .map(|(must, to)| self.step(must, to))
            .collect();
        let (steps, n) = (steps.join(self.lang.pick("，并", " and ")), r.adds_parks);
        Some(self.lang.pick(format!("{steps}：多 {n} 个园区"), format!("{steps}: {n} more parks")))
    }

    fn step(&self, must: &MustAnswer, to: &Json) -> String {
        let what = self.must(must);
        match to.as_str() {
            Some("dropped") => self.lang.pick(format!("去掉“{what}”"), format!("drop “{what}”")),
            Some("unknown allowed") => self.lang.pick(
                format!("“{what}”也接受情况未知的园区"),
                format!("accept parks where “{what}” is unknown"),
            ),
            Some(_) | None => {
                let to = self.value(&must.criterion, to);
                self.lang.pick(format!("“{what}”放宽到 {to}"), format!("relax “{what}” to {to}"))
            }
        }
    }

    /// A must that a park fails, with what the park has.
    pub(crate) fn failed(&self, must: &MustAnswer, has: &Json) -> String {
        let has = self.value(&must.criterion, has);
        let must = self.must(must);
        self.lang.pick(format!("要求 {must}，现为 {has}"), format!("{must}, has {has}"))
    }

    /// A value of a criterion with its unit.
    pub(crate) fn value(&self, criterion: &str, value: &Json) -> String {
        let unit = self.criteria.get(criterion).map_or("", |n| n.1.as_str());
        let word = |text: &str| match criterion {
            "level" => level(text, self.lang),
            "kind" => kind(text, self.lang),
            "region" => self.region(text),
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
pub(crate) fn level(code: &str, lang: Lang) -> String {
    Level::parse(code).map_or_else(|| unknown(code, lang), |l| lang.pick(l.zh(), l.en()).to_owned())
}

/// A level among other words of a park, where `unknown` alone would not say what is.
pub(crate) fn level_of_park(code: &str, lang: Lang) -> String {
    if code == "unknown" {
        return lang.pick("级别未知", "level unknown").to_owned();
    }
    level(code, lang)
}

/// A kind in words.
pub(crate) fn kind(code: &str, lang: Lang) -> String {
    ParkKind::parse(code)
        .map_or_else(|| unknown(code, lang), |k| lang.pick(k.zh(), k.en()).to_owned())
}

fn unknown(code: &str, lang: Lang) -> String {
    if code == "unknown" { lang.pick("未知", "unknown").to_owned() } else { code.to_owned() }
}

/// A figure with a thin space between thousands and at most two digits behind the point.
pub(crate) fn figure(value: f64) -> String {
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
pub(crate) fn points(value: f64) -> String {
    format!("{value:.4}")
}

/// A share in percent.
pub(crate) fn percent(value: f64) -> String {
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
