//! A clause that is only text: what the reader found becomes grants; wording that was not read stays a condition.

use park_domain::words::Instrument;

use super::{cap_span, has_benefit};
use crate::clean::Span;
use crate::conditions::Condition;
use crate::reading::{Clause, Value};
use crate::value::{Asked, Grant, Interval, Requirement};

/// Words of a condition that the reader does not check.
#[rustfmt::skip]
const QUALIFIERS: &[&str] = &[
    "认定", "首次", "获得", "获评", "评为", "上市", "外资", "总部", "符合", "达产", "民营", "规上", "规模以上",
    "国家级", "省级", "市级", "博士", "硕士", "人才", "高新技术企业", "专精特新", "技改", "技术改造", "租用", "租赁",
    "购买", "自建", "出口", "新增", "增量", "经批准", "评审", "重点", "重大", "龙头", "上云", "试点", "示范", "一事一议",
];

/// The grants of a reading.
pub(super) fn grants(text: &str, clause: &Clause, instrument: Instrument) -> Vec<Grant> {
    if !has_benefit(clause) {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    let tiers = tiers(clause);
    let common = common_requirements(&chars, clause, tiers.is_empty());
    let per = clause.per.unwrap_or("once").to_owned();
    let numbers =
        if clause.rates_pct.is_empty() { &clause.amounts_10k_cny } else { &clause.rates_pct };
    let caps = &clause.caps_10k_cny;
    let one = Grant { cap_span: cap_span(text), requirements: common, ..Grant::default() };
    let mut out: Vec<Grant> = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let mut grant = Grant { per: per.clone(), span: Some(number.span), ..one.clone() };
        let found = Some(interval(number, &chars));
        if clause.rates_pct.is_empty() {
            grant.amount_10k_cny = found;
        } else {
            grant.rate_pct = found;
        }
        grant.cap_10k_cny = cap_of(caps, at, numbers.len());
        if let Some(tier) = tiers.get(at) {
            grant.requirements.push(requirement(tier));
        } else if numbers.len() > 1 && clause.years.len() != numbers.len() {
            // Which of several numbers is the project's, the text alone does not tell.
            let span = Some(number.span);
            let words = super::words_of(text, number.span);
            grant.requirements.push(Requirement { asked: Asked::Open, words, span });
        }
        out.push(grant);
    }
    if numbers.is_empty() {
        out.extend(caps.first().map(|first| Grant {
            per: "once".to_owned(),
            cap_10k_cny: cap_of(caps, 0, 1),
            span: Some(first.span),
            ..one.clone()
        }));
    } else if !clause.rates_pct.is_empty() {
        out.extend(clause.amounts_10k_cny.iter().map(|sum| Grant {
            per: "once".to_owned(),
            amount_10k_cny: Some(interval(sum, &chars)),
            span: Some(sum.span),
            ..one.clone()
        }));
    }
    if instrument == Instrument::Talent {
        // A sum because of persons is paid for each of them, whether or not the text says so again.
        for grant in out.iter_mut().filter(|g| g.per == "once" && g.amount_10k_cny.is_some()) {
            grant.per = "head".to_owned();
        }
    }
    in_time(out, clause)
}

/// Years and steps: as many steps as rates are steps of one benefit.
fn in_time(grants: Vec<Grant>, clause: &Clause) -> Vec<Grant> {
    match &clause.years[..] {
        [] => grants,
        [one] => grants.into_iter().map(|g| Grant { years: Some(one.years), ..g }).collect(),
        many => {
            let mut begins = 1;
            let stepped = many.len() == grants.len();
            let mut out = Vec::new();
            for (at, grant) in grants.into_iter().enumerate() {
                let Some(step) = many.get(at).filter(|_| stepped) else {
                    out.push(grant);
                    continue;
                };
                out.push(Grant { first_year: begins, years: Some(step.years), ..grant });
                begins += super::whole(step.years);
            }
            out
        }
    }
}

/// Thresholds of one kind, one for each rate: tiers.
fn tiers(clause: &Clause) -> Vec<&Condition> {
    let n = clause.rates_pct.len().max(clause.amounts_10k_cny.len());
    if n < 2 {
        return Vec::new();
    }
    for kind in ["investment", "tax", "revenue", "jobs"] {
        let of: Vec<&Condition> = clause
            .conditions
            .iter()
            .filter(|c| c.kind == kind && (c.at_least.is_some() || c.below.is_some()))
            .collect();
        if of.len() == n {
            return of;
        }
    }
    Vec::new()
}

/// What every number of the clause asks: conditions that are no tiers, and wording that was not read.
fn common_requirements(chars: &[char], clause: &Clause, no_tiers: bool) -> Vec<Requirement> {
    let mut out = Vec::new();
    let mut industries: Vec<&Condition> = Vec::new();
    for condition in &clause.conditions {
        let bound = condition.at_least.is_some() || condition.below.is_some();
        if condition.kind == "industry" {
            industries.push(condition);
        } else if no_tiers || !bound {
            out.push(requirement(condition));
        }
    }
    if let Some(first) = industries.first() {
        out.push(Requirement {
            asked: Asked::Industry(industries.iter().map(|c| c.words.clone()).collect()),
            words: industries.iter().map(|c| c.words.as_str()).collect::<Vec<_>>().join("、"),
            span: Some(first.span),
        });
    }
    let values = [&clause.rates_pct, &clause.amounts_10k_cny, &clause.caps_10k_cny];
    let mut read: Vec<Span> = values.into_iter().flatten().map(|v| v.span).collect();
    read.extend(clause.conditions.iter().map(|c| c.span));
    read.extend(clause.years.iter().map(|s| s.span));
    let mut start = 0;
    for end in 0..=chars.len() {
        if chars.get(end).is_some_and(|c| !"，,；;。\n".contains(*c)) {
            continue;
        }
        let phrase: String = chars[start..end].iter().collect();
        let touched = read.iter().any(|s| s.start < end && start < s.end);
        let qualifies = QUALIFIERS.iter().any(|w| phrase.contains(w));
        if phrase.chars().any(char::is_alphabetic) && (!touched || qualifies) {
            let span = Some(Span { start, end });
            out.push(Requirement { asked: Asked::Open, words: phrase.trim().to_owned(), span });
        }
        start = end + 1;
    }
    out
}

fn requirement(condition: &Condition) -> Requirement {
    let figure = |indicator: String| Asked::Figure {
        indicator,
        at_least: condition.at_least,
        below: condition.below,
    };
    let asked = match (condition.kind, condition.of_each) {
        ("investment" | "tax" | "revenue" | "jobs", None) => figure(condition.kind.to_owned()),
        ("investment" | "tax" | "revenue", Some("mu")) => figure(format!("{}/mu", condition.kind)),
        ("new_firm", _) => Asked::NewToThePlace,
        _ => Asked::Open,
    };
    Requirement { asked, words: condition.words.clone(), span: Some(condition.span) }
}

/// A number, a range, or anything up to a ceiling.
fn interval(value: &Value, chars: &[char]) -> Interval {
    let before: String = chars
        [value.span.start.saturating_sub(4).min(chars.len())..value.span.start.min(chars.len())]
        .iter()
        .collect();
    let ceiling = ["不超过", "不高于", "最高", "至多", "上限"].iter().any(|w| before.contains(w));
    Interval { low: if ceiling { 0.0 } else { value.low }, high: value.high.unwrap_or(value.low) }
}

/// The limit of the n-th number: its own where there are as many, else all of them as a range.
fn cap_of(caps: &[Value], at: usize, numbers: usize) -> Option<Interval> {
    if caps.len() == numbers {
        return caps.get(at).map(|c| Interval { low: c.low, high: c.high.unwrap_or(c.low) });
    }
    let each = || caps.iter().map(|c| Interval { low: c.low, high: c.high.unwrap_or(c.low) });
    each().reduce(|a, b| Interval { low: a.low.min(b.low), high: a.high.max(b.high) })
}
