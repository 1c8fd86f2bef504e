//! Clauses read and screened: `parkwise policy read|screen`, `POST /v1/policies/screen`.

use park_policy::{Clause, Condition, Level, ScreenRule, Span, Step, Tables, Value, read};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lang::Lang;
use crate::rejection::Rejection;

/// Longest text of a clause, in bytes.
pub const CLAUSE_BYTES_MAX: usize = park_policy::CLAUSE_BYTES_MAX;

/// Most clauses in one request.
pub const CLAUSES_MAX: usize = 500;

/// First and one past the last character of the text, counted from 0.
type Place = [usize; 2];

fn place(span: Span) -> Place {
    [span.start, span.end]
}

/// A condition, as the contract writes it.
#[derive(Debug, Clone, Serialize)]
pub struct ConditionLine {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<serde_json::Value>,
    /// `mu` or `m2` for an intensity, `pct` for a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    of_each: Option<&'static str>,
    words: String,
    span: Place,
}

/// Where each field was read.
#[derive(Debug, Clone, Serialize)]
pub struct Spans {
    #[serde(skip_serializing_if = "Option::is_none")]
    instrument: Option<Place>,
    rates_pct: Vec<Place>,
    amounts_10k_cny: Vec<Place>,
    caps_10k_cny: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Option<Place>,
    years: Vec<Place>,
    rules: Vec<Place>,
}

/// A clause as it was read: one line of `parkwise policy read --json`.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseLine {
    instrument: &'static str,
    /// A number, or a range within which the payer chooses as one text.
    rates_pct: Vec<serde_json::Value>,
    amounts_10k_cny: Vec<serde_json::Value>,
    caps_10k_cny: Vec<serde_json::Value>,
    per: Option<&'static str>,
    years: Option<String>,
    conditions: Vec<ConditionLine>,
    screen: &'static str,
    rules: Vec<String>,
    spans: Spans,
    unread: String,
}

/// A number without the dust of binary fractions.
fn number(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

/// Whole numbers without a point, as the contract's examples write them.
fn json_number(value: f64) -> serde_json::Value {
    let value = number(value);
    let whole = value.fract().abs() < 1e-12 && value.abs() < 1e15;
    format!("{value}")
        .parse::<i64>()
        .ok()
        .filter(|_| whole)
        .map_or_else(|| serde_json::json!(value), |v| serde_json::json!(v))
}

fn json_value(value: &Value) -> serde_json::Value {
    match value.high {
        Some(high) => serde_json::json!(format!("{}-{}", number(value.low), number(high))),
        None => json_number(value.low),
    }
}

/// `3@100;2@50`, or a number.
fn years(steps: &[Step]) -> Option<String> {
    let one = |s: &Step| match s.rate_pct {
        Some(rate) => format!("{}@{}", number(s.years), number(rate)),
        None => format!("{}", number(s.years)),
    };
    (!steps.is_empty()).then(|| steps.iter().map(one).collect::<Vec<_>>().join(";"))
}

fn condition(condition: &Condition) -> ConditionLine {
    ConditionLine {
        kind: condition.kind,
        at_least: condition.at_least.map(json_number),
        below: condition.below.map(json_number),
        of_each: condition.of_each,
        words: condition.words.clone(),
        span: place(condition.span),
    }
}

/// The serialisable form of a reading.
pub fn line(text: &str, clause: &Clause) -> ClauseLine {
    let places = |values: &[Value]| values.iter().map(|v| place(v.span)).collect();
    let values = |values: &[Value]| values.iter().map(json_value).collect();
    ClauseLine {
        instrument: clause.instrument.code(),
        rates_pct: values(&clause.rates_pct),
        amounts_10k_cny: values(&clause.amounts_10k_cny),
        caps_10k_cny: values(&clause.caps_10k_cny),
        per: clause.per,
        years: years(&clause.years),
        conditions: clause.conditions.iter().map(condition).collect(),
        screen: clause.screen.level.code(),
        rules: clause.screen.findings.iter().map(|f| f.rule.clone()).collect(),
        spans: Spans {
            instrument: clause.instrument_by.map(place),
            rates_pct: places(&clause.rates_pct),
            amounts_10k_cny: places(&clause.amounts_10k_cny),
            caps_10k_cny: places(&clause.caps_10k_cny),
            per: clause.per_by.map(place),
            years: clause.years.iter().map(|s| place(s.span)).collect(),
            rules: clause.screen.findings.iter().map(|f| place(f.span)).collect(),
        },
        unread: unread(text, clause),
    }
}

/// The phrases in which nothing was read, and figures that were not understood.
fn unread(text: &str, clause: &Clause) -> String {
    let values = [&clause.rates_pct, &clause.amounts_10k_cny, &clause.caps_10k_cny];
    let mut read: Vec<Span> = values.into_iter().flatten().map(|v| v.span).collect();
    read.extend(clause.years.iter().map(|s| s.span));
    read.extend(clause.conditions.iter().map(|c| c.span));
    let mut out = Vec::new();
    let mut start = 0;
    let chars: Vec<char> = text.chars().collect();
    for end in 0..=chars.len() {
        let closes = chars.get(end).is_none_or(|c| "，,；;。\n".contains(*c));
        if !closes {
            continue;
        }
        let phrase: String = chars[start..end].iter().collect();
        let touched = read.iter().any(|s| s.start < end && start < s.end);
        let odd = clause.unread.iter().any(|(_, s)| s.start < end && start < s.end);
        if odd || !touched && phrase.chars().any(char::is_alphabetic) {
            out.push(phrase.trim().to_owned());
        }
        start = end + 1;
    }
    out.join("；")
}

/// Reads one clause with the embedded tables.
pub fn read_line(text: &str) -> ClauseLine {
    line(text, &read(crate::models::policy(), text))
}

/// Clauses to screen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreenRequest {
    /// One to 500 clauses.
    #[schema(min_items = 1, max_items = 500)]
    pub clauses: Vec<ClauseRequest>,
}

/// A clause to screen.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseRequest {
    /// The clause, at most 16 kB.
    pub text: String,
    /// Day, month or year of issue (YYYY-MM-DD, YYYY-MM, YYYY).
    #[serde(default)]
    pub issued_on: Option<String>,
}

/// A rule that asks for a review.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingAnswer {
    /// T1 to T7; E is a claimed exception and raises nothing.
    pub rule: String,
    /// likely or possible; no for a claimed exception.
    pub level: &'static str,
    /// The words that led to it.
    pub words: String,
    /// First and one past the last character of these words.
    #[schema(value_type = Vec<usize>)]
    pub span: Place,
    /// Article of the regulation or of its implementing rules.
    pub article: String,
    /// What would cure it.
    pub cure: String,
}

/// A clause and its screen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScreenedAnswer {
    /// The clause.
    pub text: String,
    /// likely, possible or no: whether the clause needs review. It never says more than that.
    pub screen: &'static str,
    /// One sentence for a person.
    pub verdict: String,
    /// Rules that ask for a review, strongest first.
    pub findings: Vec<FindingAnswer>,
    /// Words that may claim an exception of article 12.
    pub exceptions: Vec<FindingAnswer>,
    /// Whether the clause was issued before the regulation was in force (存量政策); null when the day is unknown.
    pub existing_policy: Option<bool>,
}

/// The screen of some clauses.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScreenAnswer {
    /// Edition of the rule table.
    pub edition: String,
    /// Day from which the regulation is in force.
    pub in_force: String,
    /// What the screen is and is not.
    pub note: String,
    /// Clauses that need review by their wording.
    pub likely: usize,
    /// Clauses that may need review.
    pub possible: usize,
    /// Clauses without a finding.
    pub clear: usize,
    /// The clauses, in order.
    pub clauses: Vec<ScreenedAnswer>,
}

/// Screens clauses.
///
/// # Errors
/// Too many clauses, an empty or too long text, a day that is none.
pub fn screen(request: &ScreenRequest, lang: Lang) -> Result<ScreenAnswer, Rejection> {
    let n = request.clauses.len();
    if n == 0 || n > CLAUSES_MAX {
        return Err(Rejection::invalid(
            "/clauses",
            n.to_string(),
            lang.pick(
                format!("应有 1 到 {CLAUSES_MAX} 条"),
                format!("expected 1 to {CLAUSES_MAX} clauses"),
            ),
            None,
        ));
    }
    let tables = crate::models::policy();
    let clauses = request
        .clauses
        .iter()
        .enumerate()
        .map(|(at, clause)| screened(tables, at, clause, lang))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(summary(tables, clauses, lang))
}

/// The answer around clauses that are screened.
pub fn summary(tables: &Tables, clauses: Vec<ScreenedAnswer>, lang: Lang) -> ScreenAnswer {
    let count = |level: Level| clauses.iter().filter(|c| c.screen == level.code()).count();
    ScreenAnswer {
        edition: tables.edition.clone(),
        in_force: tables.in_force.clone(),
        note: lang
            .pick(
                "按规则表提示建议核查的表述，不是合法性结论；由起草和审查机关判断",
                "wording that needs review by a table of rules; no finding of law, which is for the drafting and reviewing bodies",
            )
            .to_owned(),
        likely: count(Level::Likely),
        possible: count(Level::Possible),
        clear: count(Level::No),
        clauses,
    }
}

/// Screens one clause; `at` is its place in the request.
///
/// # Errors
/// An empty or too long text, a day that is none.
pub fn screened(
    tables: &Tables,
    at: usize,
    clause: &ClauseRequest,
    lang: Lang,
) -> Result<ScreenedAnswer, Rejection> {
    if clause.text.trim().is_empty() || clause.text.len() > CLAUSE_BYTES_MAX {
        return Err(Rejection::invalid(
            format!("/clauses/{at}/text"),
            clause.text.chars().take(64).collect::<String>(),
            lang.pick(
                format!("应有 1 到 {CLAUSE_BYTES_MAX} 字节的文字"),
                format!("expected a text of 1 to {CLAUSE_BYTES_MAX} bytes"),
            ),
            None,
        ));
    }
    let existing_policy = match clause.issued_on.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(day) => Some(before(day, &tables.in_force).ok_or_else(|| {
            Rejection::invalid(
                format!("/clauses/{at}/issued_on"),
                day.chars().take(64).collect::<String>(),
                lang.pick("应为日期、月份或年份", "expected a day, a month or a year"),
                Some("2024-08-01".to_owned()),
            )
        })?),
    };
    let read = read(tables, &clause.text);
    let finding =
        |f: &park_policy::Finding| finding(&tables.screen[f.rule_at], f, &clause.text, lang);
    Ok(ScreenedAnswer {
        text: clause.text.clone(),
        screen: read.screen.level.code(),
        verdict: verdict(read.screen.level, existing_policy.unwrap_or(false), lang),
        findings: read.screen.findings.iter().map(finding).collect(),
        exceptions: read.screen.exceptions.iter().map(finding).collect(),
        existing_policy,
    })
}

/// Whether a day, month or year ends before another day; `None` when it is no date.
fn before(day: &str, in_force: &str) -> Option<bool> {
    let date = park_domain::PartialDate::parse(day)?;
    let line = park_domain::PartialDate::parse(in_force)?;
    Some(date.end() < line.end())
}

/// A finding in its serialisable form.
pub(crate) fn finding(
    rule: &ScreenRule,
    found: &park_policy::Finding,
    text: &str,
    lang: Lang,
) -> FindingAnswer {
    FindingAnswer {
        rule: found.rule.clone(),
        level: found.level.code(),
        words: text
            .chars()
            .skip(found.span.start)
            .take(found.span.end - found.span.start)
            .collect(),
        span: place(found.span),
        article: rule.article.clone(),
        cure: lang.pick(&rule.cure_zh, &rule.cure_en).clone(),
    }
}

fn verdict(level: Level, existing: bool, lang: Lang) -> String {
    let words = match level {
        Level::Likely => {
            lang.pick("建议核查：表述符合规则", "needs review: the wording meets a rule")
        }
        Level::Possible => lang
            .pick("可能需核查：仅凭文字不能判断", "may need review: the text alone does not tell"),
        Level::No => lang.pick("未发现需核查的表述", "nothing found that needs review"),
    };
    if existing {
        format!(
            "{words}{}",
            lang.pick("（存量政策）", " (existing policy, issued before the regulation)")
        )
    } else {
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_that_is_not_understood_is_kept_where_it_stands_alone() {
        assert_eq!(read_line("情况如下，50%，略").unread, "情况如下；50%；略");
    }

    #[test]
    fn a_line_has_the_form_of_the_contract() {
        let line = serde_json::to_value(read_line(
            "按设备投资额的10%-15%给予补贴，最高1000万元，投资额须达到5000万元以上。",
        ))
        .unwrap();
        assert_eq!(line["rates_pct"], serde_json::json!(["10-15"]));
        assert_eq!(line["caps_10k_cny"], serde_json::json!([1000]));
        assert_eq!(line["conditions"][0]["kind"], "investment");
        assert_eq!(line["conditions"][0]["at_least"], serde_json::json!(5000));
        assert_eq!(line["spans"]["caps_10k_cny"], serde_json::json!([[21, 27]]));
    }
}
