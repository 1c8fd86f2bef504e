//! A look-back for people.

use std::io::{Result, Write};

use super::types::{CohortAnswer, CommittedAnswer, KeepingAnswer, LookbackAnswer, RateAnswer};
use crate::answer::names::{figure, percent};
use crate::lang::Lang;

/// Projects that are printed.
const PRINTED: usize = 15;

/// Prints a look-back: rates, projects, announcements, promises.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &LookbackAnswer, lang: Lang, out: &mut dyn Write) -> Result<()> {
    let scope = &answer.scope;
    let place = scope.park.as_ref().map(|p| format!("{}  {}", p.id, p.name));
    let place = place
        .or_else(|| scope.region.clone())
        .unwrap_or_else(|| lang.pick("全部园区", "all parks").to_owned());
    writeln!(
        out,
        "{}",
        lang.pick(
            format!(
                "{place}：{} 个园区，其中 {} 个有项目数据、{} 个有承诺数据；截至 {}",
                scope.parks, scope.parks_with_projects, scope.parks_with_promises, answer.as_of
            ),
            format!(
                "{place}: {} parks, {} with projects, {} with promises; as of {}",
                scope.parks, scope.parks_with_projects, scope.parks_with_promises, answer.as_of
            ),
        )
    )?;
    if answer.projects == 0 {
        let none =
            lang.pick("没有项目数据，不作推断。", "no projects on file; nothing is inferred.");
        writeln!(out, "{none}")?;
    } else {
        rates(answer, lang, out)?;
        projects(answer, lang, out)?;
        announced(answer, lang, out)?;
    }
    promises(answer, lang, out)?;
    if !answer.advertised.is_empty() {
        let title = lang.pick(
            "政策写明的优惠 × 优惠类承诺按期兑现率区间",
            "advertised incentives × interval at which incentives are kept",
        );
        writeln!(out, "\n{title}")?;
        for a in &answer.advertised {
            let times = |v: Option<f64>, kept: Option<[f64; 2]>, unit: &str| {
                v.zip(kept).map(|(v, [low, high])| {
                    format!("{}{unit} → {}–{}{unit}", figure(v), figure(low), figure(high))
                })
            };
            let money = lang.pick(" 万元", " 10k CNY");
            let parts: Vec<String> = times(a.rate_pct, a.rate_pct_kept, "%")
                .into_iter()
                .chain(times(a.amount_10k_cny, a.amount_10k_cny_kept, money))
                .collect();
            writeln!(
                out,
                "  {}  {}  {}",
                a.clause_id,
                parts.join("  "),
                a.text.as_deref().unwrap_or("")
            )?;
        }
    }
    if !answer.published.is_empty() {
        let title = lang.pick(
            "公布的比率（定义各异，不作比较）",
            "published rates (definitions differ, not compared)",
        );
        writeln!(out, "\n{title}")?;
        for p in &answer.published {
            let year = p.year.map_or_else(String::new, |y| format!("{y}  "));
            let who = p.park_id.as_deref().or(p.region_code.as_deref()).unwrap_or_default();
            writeln!(out, "  {who}  {year}{}", p.value)?;
        }
    }
    writeln!(out)?;
    for note in &answer.notes {
        writeln!(out, "· {note}")?;
    }
    Ok(())
}

fn few(small: bool, lang: Lang) -> &'static str {
    if small { lang.pick("（样本少）", " (few)") } else { "" }
}

fn interval(interval: Option<[f64; 2]>) -> String {
    interval
        .map_or_else(String::new, |[low, high]| format!(" [{}, {}]", percent(low), percent(high)))
}

fn share(value: Option<f64>, lang: Lang) -> String {
    value.map_or_else(|| lang.pick("不可知", "untold").to_owned(), percent)
}

fn rates(answer: &LookbackAnswer, lang: Lang, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\n{}", lang.pick("比率的定义", "definitions"))?;
    for d in &answer.definitions {
        writeln!(out, "  {}  {}", d.name, d.words)?;
    }
    for cohort in &answer.rates {
        let name = cohort.cohort.map_or_else(
            || lang.pick("全部批次", "all cohorts").to_owned(),
            |y| lang.pick(format!("{y} 年签约"), format!("signed in {y}")),
        );
        let n = cohort.projects;
        writeln!(
            out,
            "\n{}",
            lang.pick(format!("{name}：{n} 个项目"), format!("{name}: {n} projects"))
        )?;
        for rate in &cohort.rates {
            writeln!(out, "  {}", rate_line(rate, lang))?;
        }
        writeln!(out, "  {}", paid_in(cohort, lang))?;
    }
    Ok(())
}

fn rate_line(rate: &RateAnswer, lang: Lang) -> String {
    let n = &rate.by_number;
    let mut line = format!(
        "{} {}/{} = {}{}{}",
        rate.name,
        figure(n.part),
        figure(n.whole),
        share(n.share, lang),
        interval(rate.interval),
        few(rate.small, lang)
    );
    line.push_str(&lang.pick(
        format!("，按金额 {}", share(rate.by_money_10k_cny.share, lang)),
        format!(", by money {}", share(rate.by_money_10k_cny.share, lang)),
    ));
    for p in &rate.curve {
        let at = lang.pick(format!("{} 个月", p.months), format!("{} months", p.months));
        let point = format!("{at} {}{}", share(p.by_number, lang), interval(p.interval));
        line.push_str(lang.pick("；", "; "));
        line.push_str(&point);
    }
    line
}

fn paid_in(cohort: &CohortAnswer, lang: Lang) -> String {
    let paid = &cohort.paid_in;
    let unknown = paid.unknown;
    let (part, whole) = (figure(paid.by_money.part), figure(paid.by_money.whole));
    lang.pick(
        format!(
            "{} {part}/{whole} 万元 = {}{}，未知 {unknown} 个项目",
            paid.name,
            share(paid.by_money.share, lang),
            few(paid.small, lang)
        ),
        format!(
            "{} {part}/{whole} 10k CNY = {}{}, not known of {unknown}",
            paid.name,
            share(paid.by_money.share, lang),
            few(paid.small, lang)
        ),
    )
}

fn pair(name: &str, p: &CommittedAnswer) -> String {
    let value = |v: Option<f64>| v.map_or_else(|| "—".to_owned(), figure);
    format!("{name} {}/{}", value(p.actual), value(p.committed))
}

fn projects(answer: &LookbackAnswer, lang: Lang, out: &mut dyn Write) -> Result<()> {
    let title = lang.pick(
        "回头看（实际/承诺，万元/亩；逾期最久的在前）",
        "look-back (actual/committed, 10k CNY per mu; the latest first)",
    );
    writeln!(out, "\n{title}")?;
    for row in answer.lookback.iter().take(PRINTED) {
        let mut parts = vec![
            row.signed_on
                .clone()
                .unwrap_or_else(|| lang.pick("签约日期未知", "signing undated").to_owned()),
            row.stage_words.unwrap_or("—").to_owned(),
            pair(lang.pick("投资", "investment"), &row.investment_10k_cny_per_mu),
            pair(lang.pick("产值", "output"), &row.output_10k_cny_per_mu),
            pair(lang.pick("税收", "tax"), &row.tax_10k_cny_per_mu),
        ];
        if row.given_up {
            parts.push(lang.pick("已终止", "given up").to_owned());
        }
        if let Some(o) = &row.overdue {
            parts.push(lang.pick(
                format!("{}逾期 {} 个月", o.words, o.months),
                format!("{} overdue by {} months", o.words, o.months),
            ));
        }
        parts.extend(row.consequence_words.map(str::to_owned));
        parts.extend(row.reason.clone());
        writeln!(out, "  {}  {}", row.project_id, parts.join("  "))?;
    }
    if answer.lookback_total > PRINTED {
        let more = answer.lookback_total - PRINTED;
        writeln!(out, "  … {}", lang.pick(format!("另有 {more} 个项目"), format!("{more} more")))?;
    }
    Ok(())
}

fn announced(answer: &LookbackAnswer, lang: Lang, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\n{}", lang.pick("签约通报", "announcements"))?;
    for a in &answer.announced {
        let cohort =
            a.cohort.map_or_else(|| lang.pick("合计", "all").to_owned(), |y| y.to_string());
        let planned = figure(a.planned_10k_cny / 10_000.0);
        let large = format!(
            "{}/{}/{}",
            a.projects_over_1_yi_cny, a.projects_over_10_yi_cny, a.projects_over_100_yi_cny
        );
        let (n, m, unknown) = (a.ceremonies, a.projects, a.planned_unknown);
        let line = lang.pick(
            format!("{cohort}：活动 {n} 场，项目 {m} 个，1/10/100 亿元以上 {large} 个，计划投资 {planned} 亿元（{unknown} 个未写明）"),
            format!("{cohort}: {n} ceremonies, {m} projects, over 1/10/100 亿元 {large}, planned {planned} × 100m CNY (not known of {unknown})"),
        );
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

fn promises(answer: &LookbackAnswer, lang: Lang, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\n{}", lang.pick("地方承诺是否兑现", "does the place keep its word"))?;
    if answer.promises_total == 0 {
        return writeln!(
            out,
            "  {}",
            lang.pick("没有承诺数据，不作推断。", "no promises on file; nothing is inferred.")
        );
    }
    for k in &answer.promises {
        writeln!(out, "  {}", promise_line(k, lang))?;
    }
    Ok(())
}

fn promise_line(k: &KeepingAnswer, lang: Lang) -> String {
    let rate = format!("{}{}{}", share(k.rate, lang), interval(k.interval), few(k.small, lang));
    let (kept, decided, open) = (k.kept, k.decided, k.open_not_due);
    let mut line = lang.pick(
        format!("{}：按期兑现 {kept}/{decided} = {rate}，未到期 {open} 项不计", k.words),
        format!(
            "{}: kept in time {kept}/{decided} = {rate}, {open} not yet due do not count",
            k.words
        ),
    );
    let reasons: Vec<String> =
        k.reasons.iter().map(|r| format!("{} {}", r.words, r.promises)).collect();
    if !reasons.is_empty() {
        let list = reasons.join(lang.pick("、", ", "));
        line.push_str(&lang.pick(format!("；未按期的原因：{list}"), format!("; why not: {list}")));
    }
    line
}
