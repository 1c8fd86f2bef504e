//! From a clause of the store to what it gives: structured columns where they are filled, else the text.
//!
//! The bundled clauses carry columns and a summary in our words; a clause of an import may be text alone. Either
//! way the legal screen reads text and condition, and every number keeps the place it was read from.

mod conditions;
mod texts;

use park_domain::PolicyClause;
use park_domain::words::Instrument;

use crate::clean::Span;
use crate::reading::{Clause, read_given};
use crate::screen::Screen;
use crate::tables::Tables;
use crate::value::{Asked, CapSpan, Grant, Interval, Requirement};

/// Where the numbers of a clause stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadFrom {
    /// In its columns.
    Columns,
    /// In its text.
    Text,
    /// Nowhere.
    Nowhere,
}

/// A clause with all that its money needs.
#[derive(Debug, Clone)]
pub struct ClauseMoney {
    /// What it gives: one grant for each tier, step and number.
    pub grants: Vec<Grant>,
    /// Where the numbers stand.
    pub read_from: ReadFrom,
    /// Instrument: as the column says, else as the text is read.
    pub instrument: Instrument,
    /// The legal screen of text and condition.
    pub screen: Screen,
    /// The text that was screened: the spans of the screen are places in it.
    pub screened: String,
    /// A finder's reward is paid to somebody else than the firm that invests.
    pub to_somebody_else: bool,
    /// It says itself that it stands in an older version of its document.
    pub superseded: bool,
}

/// Words of a reward for whoever brings a project.
#[rustfmt::skip]
const FINDERS: &[&str] = &[
    "引荐", "引资人", "中介人", "项目者得", "者得投资额", "委托招商", "以商招商", "招商引资奖", "伯乐",
];

/// Reads a clause of the store.
pub fn money(tables: &Tables, clause: &PolicyClause) -> ClauseMoney {
    let text = clause.text.as_deref().unwrap_or("");
    let condition = clause.condition.as_deref().unwrap_or("");
    let screened = match (text, condition) {
        (_, "") => text.to_owned(),
        ("", _) => condition.to_owned(),
        _ => format!("{text}，{condition}"),
    };
    let structured = has_columns(clause);
    let given = if structured { facts(clause) } else { Vec::new() };
    let read = read_given(tables, &screened, &given);
    let instrument = clause.instrument.unwrap_or(read.instrument);
    let mut grants =
        if structured { columns(clause) } else { texts::grants(&screened, &read, instrument) };
    name(&mut grants, clause, instrument);
    let read_from = match (structured, grants.is_empty()) {
        (true, _) => ReadFrom::Columns,
        (false, false) => ReadFrom::Text,
        (false, true) => ReadFrom::Nowhere,
    };
    ClauseMoney {
        grants,
        read_from,
        instrument,
        screen: read.screen,
        to_somebody_else: FINDERS.iter().any(|w| screened.contains(w)),
        superseded: text.starts_with("旧版")
            || clause.document.as_deref().is_some_and(|d| d.contains("旧版")),
        screened,
    }
}

fn has_columns(clause: &PolicyClause) -> bool {
    [clause.rate_pct, clause.amount_10k_cny, clause.cap_10k_cny].iter().any(Option::is_some)
}

/// What the columns say, as the tables of words may ask for it.
fn facts(clause: &PolicyClause) -> Vec<String> {
    let mut facts = vec!["benefit".to_owned(), "sum".to_owned()];
    facts.extend(clause.per.as_deref().map(|per| format!("per:{per}")));
    if clause.rate_pct.is_some() {
        facts.push("rate".to_owned());
    }
    if clause.rate_pct_high.is_some() {
        facts.push("open_range".to_owned());
    }
    facts
}

/// The grants of a clause with filled columns; without a number there is none.
pub fn columns(clause: &PolicyClause) -> Vec<Grant> {
    if !has_columns(clause) {
        return Vec::new();
    }
    let text = clause.text.as_deref().unwrap_or("");
    let condition = clause.condition.as_deref().unwrap_or("");
    let range = |low: Option<f64>, high: Option<f64>| {
        low.or(high).map(|first| Interval { low: first, high: high.unwrap_or(first).max(first) })
    };
    let mut rate = range(clause.rate_pct, clause.rate_pct_high);
    if let Some(rate) = rate.as_mut().filter(|_| is_ceiling(text)) {
        rate.low = 0.0;
    }
    let (mut requirements, timing) = conditions::read(condition);
    if let Some(target) = clause.target_industry.as_deref() {
        requirements.push(Requirement {
            asked: Asked::Industry(vec![target.to_owned()]),
            words: target.to_owned(),
            span: None,
        });
    }
    let one = Grant {
        rate_pct: rate,
        amount_10k_cny: range(clause.amount_10k_cny, clause.amount_10k_cny_high),
        cap_10k_cny: clause.cap_10k_cny.map(Interval::exactly),
        cap_span: cap_span(&format!("{text}，{condition}")),
        per: clause.per.as_deref().unwrap_or("once").to_owned(),
        first_year: timing.map_or(1, |t| t.0),
        years: timing.map(|t| t.1),
        requirements,
        ..Grant::default()
    };
    let steps = steps(clause.years.as_deref().unwrap_or(""));
    if let [(years, None)] = steps[..] {
        return vec![Grant { years: Some(years), ..one }];
    }
    if steps.is_empty() {
        return vec![one];
    }
    in_steps(&one, &steps)
}

/// One grant a step, each beginning where the one before ends.
fn in_steps(one: &Grant, steps: &[(f64, Option<f64>)]) -> Vec<Grant> {
    let mut begins = one.first_year;
    let mut out = Vec::new();
    for (years, rate) in steps {
        out.push(Grant {
            first_year: begins,
            years: Some(*years),
            rate_pct: rate.map(Interval::exactly).or(one.rate_pct),
            ..one.clone()
        });
        begins += whole(*years);
    }
    out
}

/// A number of years up to the next whole one, at most the longest horizon.
fn whole(years: f64) -> usize {
    let below = |n: &usize| f64::from(u32::try_from(*n).unwrap_or(u32::MAX)) < years;
    (0..crate::value::HORIZON_YEARS_MAX).take_while(below).count()
}

/// `3`, `3@100;2@50`; `open` and what is no number are unknown.
fn steps(cell: &str) -> Vec<(f64, Option<f64>)> {
    let number = |s: &str| s.trim().parse::<f64>().ok().filter(|n| n.is_finite() && *n > 0.0);
    let one = |part: &str| match part.split_once('@') {
        Some((years, rate)) => Some((number(years)?, Some(number(rate)?))),
        None => Some((number(part)?, None)),
    };
    let parts: Option<Vec<_>> =
        cell.split(';').map(str::trim).filter(|s| !s.is_empty()).map(one).collect();
    parts.unwrap_or_default()
}

/// 至多 or 不超过 in front of a rate: anything up to it; in front of a sum it is the cap's.
fn is_ceiling(text: &str) -> bool {
    ["至多", "不超过", "不高于", "最高"].iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let rest = &text[at + word.len()..];
            let phrase: String =
                rest.chars().take_while(|c| !"，,；;。、".contains(*c)).take(10).collect();
            let share = ["%", "％", "成", "半", "百分之", "‰"].iter().any(|w| phrase.contains(w));
            share && !phrase.contains('元')
        })
    })
}

/// For what time a limit holds, as the words say it.
fn cap_span(text: &str) -> CapSpan {
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&[
        "每年最高",
        "每年不超过",
        "每年至多",
        "年度最高",
        "单年最高",
        "每年上限",
        "年最高",
        "每年总额",
    ]) {
        CapSpan::Year
    } else if has(&[
        "累计最高",
        "累计不超过",
        "累计至多",
        "总额不超过",
        "总额最高",
        "总额封顶",
        "合计不超过",
    ]) {
        CapSpan::Whole
    } else {
        CapSpan::Unsaid
    }
}

/// Gives the grants their clause, their family and their tier.
fn name(grants: &mut [Grant], clause: &PolicyClause, instrument: Instrument) {
    let owner = clause.park_id.as_ref().map(ToString::to_string);
    let owner =
        owner.or_else(|| clause.region_code.as_deref().map(str::to_owned)).unwrap_or_default();
    let document = clause.document.as_deref().unwrap_or("");
    let text = clause.text.as_deref().unwrap_or("");
    for grant in grants {
        grant.clause = clause.clause_id.to_string();
        grant.family = format!("{owner}|{document}|{}|{}", instrument.code(), grant.per);
        let mut figures: Vec<&str> = grant.requirements.iter().filter_map(indicator).collect();
        figures.sort_unstable();
        figures.dedup();
        // Bounds on the same figure make tiers; else the same words but for their numbers.
        grant.tier_of = if figures.is_empty() {
            without_numbers(text)
        } else {
            format!("{}|{}", figures.join("+"), clause.target_industry.as_deref().unwrap_or(""))
        };
    }
}

fn indicator(requirement: &Requirement) -> Option<&str> {
    match &requirement.asked {
        Asked::Figure { indicator, .. } => Some(indicator),
        Asked::Industry(_) | Asked::NewToThePlace | Asked::Open => None,
    }
}

fn without_numbers(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !c.is_ascii_digit() && !"零一二两三四五六七八九十百千万亿半成全.%‰".contains(*c)
        })
        .collect()
}

/// The words of a span of a text.
pub fn words_of(text: &str, span: Span) -> String {
    text.chars().skip(span.start).take(span.end.saturating_sub(span.start)).collect()
}

/// Whether the reading found any benefit.
fn has_benefit(clause: &Clause) -> bool {
    !(clause.rates_pct.is_empty()
        && clause.amounts_10k_cny.is_empty()
        && clause.caps_10k_cny.is_empty())
}

#[cfg(test)]
mod tests;
