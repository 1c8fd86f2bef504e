//! One clause told: its money, its conditions, and the arithmetic in words.

use park_matching::incentives::{OfPlace, Worked};
use park_policy::value::{
    Asked, CapSpan, Check, Grant, Interval, Project, Recurs, Requirement, Standing, Valued,
};
use park_policy::{ReadFrom, Span};

use super::types::{ClauseValue, ConditionCheck, GrantValue, YearFlow, range};
use crate::answer::policy_words;
use crate::app::Live;
use crate::lang::Lang;

/// A clause with its money.
pub(super) fn told(
    live: &Live,
    of: OfPlace,
    worked: &Worked,
    valued: &[Vec<Valued>],
    lang: Lang,
) -> ClauseValue {
    let incentives = &live.catalog().incentives;
    let clause = &incentives.clauses()[of.at];
    let money = &incentives.money()[of.at];
    let rate = incentives.models().map_or(0.0, |m| m.terms.discount_rate);
    let text = |t: &Option<std::sync::Arc<str>>| t.as_deref().map(str::to_owned);
    let pairs = money.grants.iter().zip(&valued[of.at]);
    ClauseValue {
        clause_id: clause.clause_id.to_string(),
        of: if of.of_region { "region" } else { "park" },
        document: text(&clause.document),
        text: text(&clause.text),
        condition: text(&clause.condition),
        instrument: money.instrument.code(),
        state: incentives.state(of.at, live.as_of).code(),
        screen: money.screen.level.code(),
        rules: money.screen.findings.iter().map(|f| f.rule.clone()).collect(),
        read_from: match money.read_from {
            ReadFrom::Columns => "columns",
            ReadFrom::Text => "text",
            ReadFrom::Nowhere => "nowhere",
        },
        grants: pairs
            .map(|(g, v)| grant(g, v, &money.screened, &worked.project, rate, lang))
            .collect(),
        coverage: clause.coverage.map(park_domain::words::Coverage::code),
        source: text(&clause.provenance.source),
        row_as_of: clause.provenance.as_of.map(|d| d.to_string()),
    }
}

fn place(span: Span) -> Vec<usize> {
    vec![span.start, span.end]
}

fn grant(
    grant: &Grant,
    valued: &Valued,
    text: &str,
    project: &Project,
    rate: f64,
    lang: Lang,
) -> GrantValue {
    let flows = valued.flows.iter().enumerate().filter(|(_, f)| f.high > 0.0);
    GrantValue {
        standing: match valued.standing {
            Standing::Holds => "met",
            Standing::Unchecked => "open",
            Standing::Fails => "not-met",
            Standing::NoBase => "no-base",
            Standing::NoNumber => "no-number",
        },
        value_10k_cny: valued.value.map(range),
        by_year: flows.map(|(at, f)| YearFlow { year: at + 1, low: f.low, high: f.high }).collect(),
        formula: formula(grant, valued, rate, lang),
        span: grant.span.map(place),
        words: grant.span.map(|s| park_policy::grants::words_of(text, s)),
        conditions: grant
            .requirements
            .iter()
            .zip(&valued.checks)
            .map(|(r, c)| condition(r, *c, project, lang))
            .collect(),
    }
}

fn condition(
    requirement: &Requirement,
    check: Check,
    project: &Project,
    lang: Lang,
) -> ConditionCheck {
    let compared = match &requirement.asked {
        Asked::Figure { indicator, at_least, below } => {
            let has = project.indicators.get(indicator);
            let has = has.map_or_else(|| lang.pick("未知", "unknown").to_owned(), |h| ends(*h));
            let mut bounds: Vec<String> = Vec::new();
            bounds.extend(at_least.map(|b| format!("≥ {}", number(b))));
            bounds.extend(below.map(|b| format!("< {}", number(b))));
            let name = policy_words::base(indicator, lang);
            let (bounds, project) =
                (bounds.join(lang.pick("，", ", ")), lang.pick("项目", "project"));
            Some(lang.pick(
                format!("{name} {bounds}；{project} {has}"),
                format!("{name} {bounds}; {project} {has}"),
            ))
        }
        Asked::Industry(_) => {
            Some(lang.pick("与项目所属行业比对", "compared with the project's industry").to_owned())
        }
        Asked::NewToThePlace => Some(
            lang.pick("选址项目对该地均为新项目", "a project that looks for a place is new to it")
                .to_owned(),
        ),
        Asked::Open => None,
    };
    ConditionCheck {
        words: requirement.words.clone(),
        span: requirement.span.map(place),
        check: match check {
            Check::Met => "met",
            Check::NotMet => "not-met",
            Check::Unknown => "unknown",
        },
        compared,
    }
}

/// The arithmetic in words: base × rate, the limit, the years, the discount.
fn formula(grant: &Grant, valued: &Valued, rate: f64, lang: Lang) -> String {
    let base_name = policy_words::base(&grant.per, lang);
    match valued.standing {
        Standing::Fails => return lang.pick("条件不符：0", "a condition is not met: 0").to_owned(),
        Standing::NoNumber => {
            return lang
                .pick("条款没有数额：未知，不按 0 计", "the clause has no number: unknown, not 0")
                .to_owned();
        }
        Standing::NoBase => {
            return lang.pick(
                format!("缺少项目的“{base_name}”：未知，不按 0 计"),
                format!("the project's {base_name} is not told: unknown, not 0"),
            );
        }
        Standing::Holds | Standing::Unchecked => {}
    }
    let (Some((base, recurs)), Some(before), Some(value)) =
        (valued.base, valued.before_cap, valued.value)
    else {
        return String::new();
    };
    let mut parts = Vec::new();
    if let Some(rate) = grant.rate_pct {
        parts.push(format!("{base_name} {} × {}% = {}", ends(base), ends(rate), ends(before)));
    } else if let Some(amount) = grant.amount_10k_cny {
        parts.push(format!("{} × {} {base_name} = {}", ends(amount), ends(base), ends(before)));
    }
    if let Some(cap) = grant.cap_10k_cny {
        let span = match grant.cap_span {
            CapSpan::Year => lang.pick("每年", " a year"),
            CapSpan::Whole => lang.pick("合计", " in all"),
            CapSpan::Unsaid => "",
        };
        parts.push(
            lang.pick(format!("上限{span} {}", ends(cap)), format!("at most {}{span}", ends(cap))),
        );
    }
    if recurs == Recurs::Yearly {
        let from = grant.first_year;
        parts.push(match grant.years {
            Some(years) => lang.pick(
                format!("自第 {from} 年起 {} 年", number(years)),
                format!("from year {from}, {} years", number(years)),
            ),
            None => lang.pick(
                format!("自第 {from} 年起，年限未写明：1 年至期末"),
                format!("from year {from}, years not said: one year to the horizon"),
            ),
        });
    } else if grant.first_year > 1 {
        let from = grant.first_year;
        parts.push(lang.pick(format!("第 {from} 年"), format!("in year {from}")));
    }
    if valued.standing == Standing::Unchecked {
        parts.push(
            lang.pick("有条件待核实，下限为 0", "a condition is open, so the lower end is 0")
                .to_owned(),
        );
    }
    let pct = number(rate * 100.0);
    parts.push(lang.pick(
        format!("按 {pct}% 折现 = {} 万元", ends(value)),
        format!("discounted at {pct}% = {} (10k CNY)", ends(value)),
    ));
    parts.join(lang.pick("；", "; "))
}

/// Rounded to four digits behind the point; small sums a unit (a kWh) keep theirs.
pub(super) fn number(value: f64) -> String {
    let places = if value.abs() > 0.0 && value.abs() < 0.001 { 1e8 } else { 1e4 };
    format!("{}", (value * places).round() / places)
}

/// One number, or both ends.
pub(super) fn ends(interval: Interval) -> String {
    let (low, high) = (number(interval.low), number(interval.high));
    if low == high { low } else { format!("{low}–{high}") }
}
