//! A simulation for people.

use std::io::{Result, Write};

use park_domain::words::Instrument;

use super::clause::ends;
use super::types::{ClauseValue, MoneyAnswer, MoneyRange, PlaceRank, SimulateAnswer};
use crate::lang::Lang;

/// Places shown; `--json` has them all.
const PLACES_SHOWN: usize = 20;

/// Prints a simulation.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &SimulateAnswer, lang: Lang, out: &mut dyn Write) -> Result<()> {
    let name = answer.project.name.as_deref().unwrap_or(lang.pick("项目", "project"));
    let terms = lang.pick(
        format!("折现率 {}%，{} 年", answer.terms.discount_rate_pct, answer.terms.horizon_years),
        format!(
            "discounted at {}%, {} years",
            answer.terms.discount_rate_pct, answer.terms.horizon_years
        ),
    );
    writeln!(out, "{name} · {terms}")?;
    if let Some(place) = &answer.place {
        let place = match (&place.park, &place.region_code) {
            (Some(park), _) => format!("{} {}", park.id, park.name),
            (None, code) => code.clone().unwrap_or_default(),
        };
        writeln!(out, "{place}")?;
    }
    if let Some(money) = &answer.money {
        print_money(money, lang, out)?;
    }
    for clause in &answer.clauses {
        print_clause(clause, lang, out)?;
    }
    let is_open = |p: &PlaceRank| p.above == 0 && p.value_10k_cny.is_none_or(|v| v.low <= 0.0);
    if answer.places.len() > 1 && answer.places.iter().all(is_open) {
        let words = lang.pick(
            "各地能确定的金额都是 0，只有上限不同：次序按上限排列，不能据此判断谁给得多",
            "what is certain is 0 everywhere, only the upper ends differ: the order is theirs and does not tell who gives more",
        );
        writeln!(out, "{words}")?;
    }
    for place in answer.places.iter().take(PLACES_SHOWN) {
        let id = place
            .place
            .park
            .as_ref()
            .map(|p| p.id.clone())
            .or_else(|| place.place.region_code.clone());
        writeln!(
            out,
            "{:>3}. {:<10} {}  {}",
            place.rank,
            id.unwrap_or_default(),
            place.name,
            worth(place.value_10k_cny, place.value_pct_of_investment, lang)
        )?;
        let (n, more, less, open) =
            (place.compared_with, place.above, place.below, place.undecided);
        writeln!(
            out,
            "     {}",
            lang.pick(
                format!("与 {n} 地有共同种类：确定更多 {more}，确定更少 {less}，不能判断 {open}"),
                format!("shares a kind with {n} places: surely more than {more}, less than {less}, undecided {open}"),
            )
        )?;
    }
    for note in &answer.notes {
        writeln!(out, "{} {note}", lang.pick("注：", "note:"))?;
    }
    Ok(())
}

fn worth(value: Option<MoneyRange>, pct: Option<MoneyRange>, lang: Lang) -> String {
    let Some(value) = value else {
        return lang
            .pick("未知（没有可计算的条款）", "unknown (no clause can be worked out)")
            .to_owned();
    };
    let span = |r: MoneyRange| {
        let round = |v: f64| (v * 100.0).round() / 100.0;
        ends(park_policy::value::Interval { low: round(r.low), high: round(r.high) })
    };
    let money = format!("{}{}", span(value), lang.pick(" 万元", " (10k CNY)"));
    match pct {
        Some(pct) => lang.pick(
            format!("{money}，占投资 {}%", span(pct)),
            format!("{money}, {}% of the investment", span(pct)),
        ),
        None => money,
    }
}

fn kind_words(code: &str, lang: Lang) -> String {
    Instrument::parse(code)
        .map_or_else(|| code.to_owned(), |i| lang.pick(i.zh(), i.en()).to_owned())
}

fn print_money(money: &MoneyAnswer, lang: Lang, out: &mut dyn Write) -> Result<()> {
    let colon = lang.pick("：", ": ");
    let total = worth(money.value_10k_cny, money.value_pct_of_investment, lang);
    let at_least = if money.lower_bound {
        lang.pick("（资料为节选，可能还有其他条款）", " (read from an excerpt, there may be more)")
    } else {
        ""
    };
    writeln!(out, "{}{colon}{total}{at_least}", lang.pick("现值合计", "present value"))?;
    for kind in &money.by_instrument {
        let value = worth(kind.value_10k_cny, kind.value_pct_of_investment, lang);
        writeln!(out, "  {}{colon}{value}", kind_words(&kind.instrument, lang))?;
    }
    let paid = money.by_year.iter().filter(|y| y.high > 0.0);
    let years: Vec<String> = paid
        .map(|y| {
            let value = ends(park_policy::value::Interval { low: y.low, high: y.high });
            lang.pick(
                format!("第{}年 {value} 万元", y.year),
                format!("year {}: {value} (10k CNY)", y.year),
            )
        })
        .collect();
    if !years.is_empty() {
        writeln!(out, "  {}", years.join(lang.pick("；", "; ")))?;
    }
    if money.flagged_clauses > 0 {
        let value = worth(money.flagged_value_10k_cny, money.flagged_pct_of_investment, lang);
        let label = lang
            .pick("需核查条款（单列，未计入）", "clauses that need review (apart, not counted)");
        writeln!(out, "  {label}{colon}{value}")?;
    }
    if money.clauses_without_number > 0 {
        let n = money.clauses_without_number;
        writeln!(
            out,
            "  {}",
            lang.pick(
                format!("另有 {n} 条没有可算的数额：未知，不按 0 计"),
                format!("{n} more clauses give no number for this project: unknown, not 0"),
            )
        )?;
    }
    Ok(())
}

fn print_clause(clause: &ClauseValue, lang: Lang, out: &mut dyn Write) -> Result<()> {
    let state = match clause.state {
        "counts" => lang.pick("计入", "counts"),
        "needs-review" => lang.pick("建议核查，单列", "needs review, apart"),
        "expired" => lang.pick("已过期，不计", "expired, not counted"),
        "not-yet-in-force" => lang.pick("尚未施行，不计", "not yet in force, not counted"),
        "price" => lang.pick("价格，不是优惠", "a price, no benefit"),
        "superseded" => lang.pick("旧版，不计", "older version, not counted"),
        _ => lang.pick("奖给引荐人，不计", "paid to a finder, not counted"),
    };
    writeln!(
        out,
        "\n{} [{}] {}\n   {}",
        clause.clause_id,
        kind_words(clause.instrument, lang),
        clause.text.as_deref().unwrap_or(""),
        state
    )?;
    for grant in &clause.grants {
        writeln!(out, "   {}", grant.formula)?;
        for condition in &grant.conditions {
            let check = match condition.check {
                "met" => lang.pick("符合", "met"),
                "not-met" => lang.pick("不符", "not met"),
                _ => lang.pick("待核实", "to be verified"),
            };
            let compared = condition
                .compared
                .as_deref()
                .map_or_else(String::new, |c| lang.pick(format!("（{c}）"), format!(" ({c})")));
            writeln!(out, "     {check} {}{compared}", condition.words)?;
        }
    }
    Ok(())
}
