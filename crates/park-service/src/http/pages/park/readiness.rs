//! The park page's section on projects built and promises kept.

use crate::answer::land::{LandRequest, inventory};
use crate::answer::lookback::{CurvePoint, LookbackAnswer, LookbackRequest, answer};
use crate::answer::names::{figure, percent};
use crate::app::Live;
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Months after signing at which the page reads the curves.
const AT_MONTHS: i32 = 12;

/// What stands in the section.
pub(super) struct Readiness {
    /// Rates of projects: name, share within a year, interval, how many.
    pub(super) rates: Vec<[String; 4]>,
    /// Promises by kind: kind, share kept in time, interval, how many, why not.
    pub(super) promises: Vec<[String; 5]>,
    /// The ledger of land, with what is wrong in it.
    pub(super) ledger: Vec<String>,
    /// How to read it.
    pub(super) notes: Vec<String>,
}

/// The section of a park; none where nothing is on file.
pub(super) fn section(live: &Live, id: &str, lang: Lang) -> Result<Option<Readiness>, Rejection> {
    let asked = LookbackRequest { park: Some(id.to_owned()), ..LookbackRequest::default() };
    let found = answer(live, &asked, lang)?;
    let land = LandRequest { park: Some(id.to_owned()), ..LandRequest::default() };
    let ledger: Vec<String> = inventory(live, &land, lang)?
        .ledgers
        .iter()
        .flat_map(|l| {
            let value = |v: Option<f64>| v.map_or_else(|| "—".to_owned(), figure);
            let (built, supplied, available) =
                (value(l.built_mu), value(l.supplied_mu), value(l.available_mu));
            let line = lang.pick(
                format!("已建成 {built} 亩，已供应 {supplied} 亩，达到供地条件 {available} 亩"),
                format!("built {built} mu, supplied {supplied} mu, available {available} mu"),
            );
            std::iter::once(line).chain(l.broken.iter().map(|b| b.words.clone()))
        })
        .collect();
    if found.projects == 0 && found.promises_total == 0 && ledger.is_empty() {
        return Ok(None);
    }
    Ok(Some(Readiness {
        rates: rates(&found, lang),
        promises: promises(&found, lang),
        ledger,
        notes: found.notes,
    }))
}

fn span(interval: Option<[f64; 2]>) -> String {
    interval.map_or_else(String::new, |[low, high]| format!("{}–{}", percent(low), percent(high)))
}

fn few(small: bool, lang: Lang) -> &'static str {
    if small { lang.pick("（样本少）", " (few)") } else { "" }
}

fn rates(found: &LookbackAnswer, lang: Lang) -> Vec<[String; 4]> {
    let Some(all) = found.rates.first().filter(|_| found.projects > 0) else { return Vec::new() };
    let untold = || lang.pick("不可知", "untold").to_owned();
    let mut rows: Vec<[String; 4]> = all
        .rates
        .iter()
        .map(|r| {
            let at: Option<&CurvePoint> = r.curve.iter().find(|p| p.months == AT_MONTHS);
            let share = at.and_then(|p| p.by_number).map_or_else(untold, percent);
            let count = format!("{}{}", figure(r.by_number.whole), few(r.small, lang));
            [r.name.to_owned(), share, span(at.and_then(|p| p.interval)), count]
        })
        .collect();
    let paid = &all.paid_in;
    let share = paid.by_money.share.map_or_else(untold, percent);
    let count = format!("{}{}", figure(paid.by_number.whole), few(paid.small, lang));
    rows.push([paid.name.to_owned(), share, String::new(), count]);
    rows
}

fn promises(found: &LookbackAnswer, lang: Lang) -> Vec<[String; 5]> {
    let kept = found.promises.iter().filter(|k| k.promises > 0);
    kept.map(|k| {
        let reasons: Vec<String> =
            k.reasons.iter().map(|r| format!("{} {}", r.words, r.promises)).collect();
        [
            k.words.to_owned(),
            k.rate.map_or_else(|| lang.pick("不可知", "untold").to_owned(), percent),
            span(k.interval),
            format!("{}/{}{}", k.kept, k.decided, few(k.small, lang)),
            reasons.join(lang.pick("、", ", ")),
        ]
    })
    .collect()
}
