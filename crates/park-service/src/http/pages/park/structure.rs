//! What the firms of a park show of its industries, beside what it names.

use std::collections::BTreeMap;

use park_domain::words::BasisKind;
use serde_json::Value as Json;

use super::super::bars::{Part, bar};
use crate::answer::names::figure;
use crate::lang::Lang;

/// Industries that are shown of one year.
const INDUSTRIES_SHOWN_MAX: usize = 12;

/// One industry.
pub(super) struct Share {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) bar: String,
    pub(super) named: bool,
}

/// What firms show of a park's industries.
pub(super) struct Structure {
    pub(super) year: String,
    pub(super) basis: String,
    pub(super) shares: Vec<Share>,
    pub(super) total: String,
    pub(super) years: Vec<(String, String)>,
    pub(super) source: String,
}

/// The sum of a year as far as it is known.
#[derive(Default)]
struct Total {
    known: Option<f64>,
    gaps: bool,
}

impl Total {
    fn add(&mut self, value: Option<f64>) {
        match value {
            Some(v) => self.known = Some(self.known.unwrap_or(0.0) + v),
            None => self.gaps = true,
        }
    }

    fn shown(&self, lang: Lang) -> String {
        match self.known {
            Some(sum) if self.gaps => format!("≥ {}", figure(sum)),
            known => figure_or_unknown(known, lang),
        }
    }
}

fn figure_or_unknown(value: Option<f64>, lang: Lang) -> String {
    value.map_or_else(|| lang.pick("未知", "unknown").to_owned(), figure)
}

/// Whether a park names an industry: one of its words means the code or a part of it, or is its name.
fn is_named(all: &Json, code: &str, name: &str) -> bool {
    let mut named = all["leading_industries"].as_array().into_iter().flatten();
    let is_under = |c: &str| !c.is_empty() && (c.starts_with(code) || code.starts_with(c));
    named.any(|w| {
        let mut codes = w["codes"].as_array().into_iter().flatten().filter_map(Json::as_str);
        w["text"].as_str() == Some(name) || (!code.is_empty() && codes.any(is_under))
    })
}

/// The newest year of the basis that has most rows, beside what the park names. What has no value is
/// unknown there, not nought.
pub(super) fn structure(all: &Json, lang: Lang) -> Option<Structure> {
    let revealed =
        || all["structure"].as_array().into_iter().flatten().filter(|r| r["basis"] != "named");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for r in revealed() {
        *counts.entry(r["basis"].as_str().unwrap_or_default()).or_default() += 1;
    }
    let basis = counts.iter().max_by_key(|(_, n)| **n).map(|(basis, _)| *basis)?;
    let of_basis = || revealed().filter(move |r| r["basis"].as_str().unwrap_or_default() == basis);
    let mut totals: BTreeMap<Option<u64>, Total> = BTreeMap::new();
    for r in of_basis() {
        totals.entry(r["year"].as_u64()).or_default().add(r["value"].as_f64());
    }
    let (year, total) = totals.last_key_value()?;
    let year_shown = |year: &Option<u64>| {
        year.map_or_else(|| lang.pick("年份未知", "year unknown").to_owned(), |y| y.to_string())
    };
    let mut newest: Vec<&Json> = of_basis().filter(|r| r["year"].as_u64() == *year).collect();
    let rank = |r: &Json| r["value"].as_f64().unwrap_or(f64::NEG_INFINITY);
    newest.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    let most = newest.first().map_or(0.0, |r| rank(r)).max(1e-9);
    let shares = newest
        .iter()
        .take(INDUSTRIES_SHOWN_MAX)
        .map(|r| {
            let code = r["industry"].as_str().unwrap_or_default();
            let name = r["industry_name"].as_str().unwrap_or_default();
            let value = r["value"].as_f64();
            let part = |v: f64| bar(&[Part { from: 0.0, length: v / most, open: false }]);
            Share {
                name: format!("{code} {name}").trim().to_owned(),
                value: figure_or_unknown(value, lang),
                bar: value.map_or_else(String::new, part),
                named: is_named(all, code, name),
            }
        })
        .collect();
    Some(Structure {
        year: year_shown(year),
        basis: BasisKind::parse(basis)
            .map_or_else(|| basis.to_owned(), |b| lang.pick(b.zh(), b.en()).to_owned()),
        shares,
        total: total.shown(lang),
        years: totals.iter().map(|(y, t)| (year_shown(y), t.shown(lang))).collect(),
        source: newest.first().and_then(|r| r["source"].as_str()).unwrap_or_default().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_unknown_value_is_not_drawn_as_nought() {
        let all = json!({
            "leading_industries": [{ "text": "光伏", "codes": ["3825"] }],
            "structure": [
                { "industry": "38", "industry_name": "电气机械", "basis": "capital_10k_cny", "year": 2018, "value": 12.0 },
                { "industry": "13", "basis": "capital_10k_cny", "year": 2018, "value": null },
                { "industry": "13", "basis": "capital_10k_cny", "year": null, "value": null },
                { "industry": "38", "basis": "named", "year": 2019, "value": 1.0 },
            ],
        });
        let shown = structure(&all, Lang::Zh).expect("a structure");
        assert_eq!((shown.year.as_str(), shown.basis.as_str()), ("2018", "注册资本(万元)"));
        assert_eq!(shown.total, "≥ 12");
        let years: Vec<(&str, &str)> =
            shown.years.iter().map(|(y, t)| (y.as_str(), t.as_str())).collect();
        assert_eq!(years, [("年份未知", "未知"), ("2018", "≥ 12")]);
        let values: Vec<(&str, bool, bool)> =
            shown.shares.iter().map(|s| (s.value.as_str(), s.named, s.bar.is_empty())).collect();
        assert_eq!(values, [("12", true, false), ("未知", false, true)]);
    }
}
