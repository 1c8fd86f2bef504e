//! Plots on offer and the ledger of land: `parkwise land`, `GET /v1/plots`.

use std::collections::BTreeMap;
use std::io::Write;

use park_domain::words::{PlotCondition, PlotKind};
use park_domain::{Park, ParkId, PartialDate, Plot, Visibility};
use park_readiness::floors::{Indicator, floor};
use park_readiness::land::{Broken, Fit, Ledger, serve};
use serde::Serialize;
use utoipa::ToSchema;

use super::names::{figure, percent};
use super::search::ParkRef;
use crate::app::Live;
use crate::lang::Lang;
use crate::models;
use crate::rejection::Rejection;

/// What is asked of the plots.
#[derive(Debug, Clone, Default)]
pub struct LandRequest {
    /// One park, by any of its ids.
    pub park: Option<String>,
    /// The parks of a region.
    pub region: Option<String>,
    /// Land or standard factory.
    pub kind: Option<PlotKind>,
    /// Condition.
    pub condition: Option<PlotCondition>,
    /// Words that stand in the use.
    pub r#use: Option<String>,
    /// Area in mu, `80..120`; one end may be left out.
    pub area_mu: Option<String>,
    /// Highest price, 10k CNY per mu.
    pub price_max_10k_cny_per_mu: Option<f64>,
    /// Available at the latest then.
    pub available_by: Option<String>,
    /// Investment of the project: compared with the floor of intensity.
    pub investment_10k_cny: Option<f64>,
    /// Industry of the project, a GB/T 4754 code: floors of other industries do not hold.
    pub industry: Option<String>,
}

/// Intensity of the project on this land against the park's floor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlotIntensityAnswer {
    /// Investment by area, 10k CNY per mu.
    pub intensity_10k_cny_per_mu: Option<f64>,
    /// The park's floor, 10k CNY per mu.
    pub floor_10k_cny_per_mu: f64,
    /// The floor as the park states it.
    pub stated: String,
    /// Whether the project reaches it; null where the area is not known.
    pub reached: Option<bool>,
    /// Whether a project below it is refused.
    pub veto: Option<bool>,
}

/// One plot.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlotAnswer {
    /// Id.
    pub plot_id: String,
    /// Its park.
    pub park: ParkRef,
    /// Land or factory.
    pub kind: &'static str,
    /// Area in mu.
    pub area_mu: Option<f64>,
    /// Floor area in m2.
    pub floor_area_m2: Option<f64>,
    /// Use, as written.
    pub r#use: Option<String>,
    /// Price, 10k CNY per mu.
    pub price_10k_cny_per_mu: Option<f64>,
    /// Upper end of the price.
    pub price_high_10k_cny_per_mu: Option<f64>,
    /// Rent, CNY per m2 and month.
    pub rent_cny_per_m2_month: Option<f64>,
    /// Upper end of the rent.
    pub rent_high_cny_per_m2_month: Option<f64>,
    /// Condition.
    pub condition: Option<&'static str>,
    /// Available from.
    pub available_from: Option<String>,
    /// How it serves the area asked: one, adjoining, larger, unknown.
    pub fit: Option<&'static str>,
    /// The plots that serve together.
    pub together: Vec<String>,
    /// Their area in mu.
    pub together_area_mu: Option<f64>,
    /// Intensity against the floor, where an investment is asked and the park has a floor.
    pub intensity: Option<PlotIntensityAnswer>,
    /// What is not known of it and was asked.
    pub unknown: Vec<&'static str>,
    /// Source.
    pub source: Option<String>,
    /// The date for which it holds.
    pub as_of: Option<String>,
}

/// A rule of the ledger that is broken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BrokenAnswer {
    /// What should be the smaller.
    pub smaller: &'static str,
    /// Its area in mu.
    pub smaller_mu: f64,
    /// What should be the larger.
    pub larger: &'static str,
    /// Its area in mu.
    pub larger_mu: f64,
    /// Whether it would be in line divided by 15: its unit is in doubt.
    pub off_by_15: bool,
    /// The same as a sentence.
    pub words: String,
}

/// The ledger of land of one park.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LedgerAnswer {
    /// The park.
    pub park: ParkRef,
    /// Land ready to be supplied or supplied, mu.
    pub available_mu: Option<f64>,
    /// Land supplied, mu.
    pub supplied_mu: Option<f64>,
    /// Land built on, mu.
    pub built_mu: Option<f64>,
    /// Land on offer in this list, mu.
    pub offered_mu: Option<f64>,
    /// Supplied by available (供应率).
    pub supply_rate: Option<f64>,
    /// Built by supplied (建成率).
    pub built_rate: Option<f64>,
    /// Rules that are broken.
    pub broken: Vec<BrokenAnswer>,
}

/// Plots by what they are.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct LandTotals {
    /// Plots.
    pub plots: usize,
    /// Area of those of which it is known, mu.
    pub area_mu: f64,
    /// Plots without an area.
    pub area_unknown: usize,
    /// Floor area of factories of which it is known, m2.
    pub floor_area_m2: f64,
    /// Plots by condition; `unknown` where it is not said.
    pub by_condition: BTreeMap<String, usize>,
}

/// Plots that pass, with the ledgers of their parks.
#[derive(Debug, Clone)]
pub struct Inventory {
    /// The plots, those that serve best first.
    pub plots: Vec<PlotAnswer>,
    /// Totals.
    pub totals: LandTotals,
    /// Ledgers of the parks asked, of which one is known.
    pub ledgers: Vec<LedgerAnswer>,
}

/// One page of plots.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LandAnswer {
    /// Plots that pass the filters.
    pub total: usize,
    /// Totals of all that pass.
    pub totals: LandTotals,
    /// The plots of this page, those that serve best first.
    pub plots: Vec<PlotAnswer>,
    /// Ledgers of land: built ≤ supplied ≤ available.
    pub ledgers: Vec<LedgerAnswer>,
    /// How to read all this.
    pub notes: Vec<String>,
    /// Cursor of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The generation that answered.
    pub generation: String,
}

/// A checked request.
struct Checked<'q> {
    asked: &'q LandRequest,
    area: Option<(f64, f64)>,
    by: Option<PartialDate>,
    park: Option<ParkId>,
}

/// Finds the plots that are asked.
///
/// # Errors
/// 404 for an unknown park, 400 for a range or date that cannot be read.
pub fn inventory(live: &Live, asked: &LandRequest, lang: Lang) -> Result<Inventory, Rejection> {
    let checked = Checked {
        asked,
        area: asked.area_mu.as_deref().map(|a| range(a, lang)).transpose()?,
        by: asked.available_by.as_deref().map(|d| date(d, lang)).transpose()?,
        park: match asked.park.as_deref() {
            Some(id) => Some(live.find(id).ok_or_else(|| Rejection::no_park(id, lang))?.id.clone()),
            None => None,
        },
    };
    positive("price_max_10k_cny_per_mu", asked.price_max_10k_cny_per_mu, lang)?;
    positive("investment_10k_cny", asked.investment_10k_cny, lang)?;
    // Plots are joined among all that pass the other filters: a neighbour that is too dear is no help.
    let passing: Vec<&Plot> =
        live.dataset().plots.iter().filter(|p| passes(live, p, &checked)).collect();
    let mut plots = match checked.area {
        None => passing.iter().map(|p| plot(live, p, None, &checked)).collect(),
        Some((least, most)) => {
            let mut served = serve(&passing, least, most, models::readiness());
            served.retain(|s| s.fit != Fit::TooSmall);
            served.sort_by(|a, b| {
                a.fit.cmp(&b.fit).then_with(|| a.plot.plot_id.cmp(&b.plot.plot_id))
            });
            served.iter().map(|s| plot(live, s.plot, Some(s), &checked)).collect::<Vec<_>>()
        }
    };
    // What misses the floor comes after what reaches it; the order within stays.
    plots.sort_by_key(|p| p.intensity.as_ref().is_some_and(|i| i.reached == Some(false)));
    Ok(Inventory { totals: totals(&plots), ledgers: ledgers(live, &checked, lang), plots })
}

fn range(text: &str, lang: Lang) -> Result<(f64, f64), Rejection> {
    let end = |t: &str, open: f64| match t.trim() {
        "" => Some(open),
        t => t.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0),
    };
    let read = match text.split_once("..") {
        Some((low, high)) => end(low, 0.0).zip(end(high, f64::MAX)),
        None => end(text, f64::NAN).map(|n| (n, n)).filter(|(n, _)| !n.is_nan()),
    };
    read.filter(|(low, high)| low <= high && text.trim() != "..").ok_or_else(|| {
        let found: String = text.chars().take(80).collect();
        Rejection::invalid(
            "area_mu",
            found,
            lang.pick(
                "应为面积范围（亩），下限不大于上限",
                "expected a range of mu, the lower end first",
            ),
            Some(
                lang.pick("例如 80..120、80.. 或 ..120", "for example 80..120, 80.. or ..120")
                    .to_owned(),
            ),
        )
    })
}

fn date(text: &str, lang: Lang) -> Result<PartialDate, Rejection> {
    PartialDate::parse(text).ok_or_else(|| {
        let found: String = text.chars().take(80).collect();
        Rejection::invalid(
            "available_by",
            found,
            lang.pick("不是日期", "not a date"),
            Some(lang.pick("例如 2027-06", "for example 2027-06").to_owned()),
        )
    })
}

fn positive(name: &str, value: Option<f64>, lang: Lang) -> Result<(), Rejection> {
    match value {
        Some(v) if !(v.is_finite() && v > 0.0) => Err(Rejection::invalid(
            name,
            v.to_string(),
            lang.pick("应为大于 0 的数", "expected a number above 0"),
            None,
        )),
        Some(_) | None => Ok(()),
    }
}

fn passes(live: &Live, plot: &Plot, checked: &Checked<'_>) -> bool {
    let asked = checked.asked;
    let Some(park) = live.find(plot.park_id.as_str()) else { return false };
    plot.provenance.visibility == Visibility::Public
        && in_scope(park, checked)
        && asked.kind.is_none_or(|k| plot.kind == k)
        // An area in mu is asked of land; a factory has floors.
        && (checked.area.is_none() || plot.kind == PlotKind::Land)
        && asked.condition.is_none_or(|c| plot.condition == Some(c))
        && asked.r#use.as_deref().is_none_or(|u| plot.r#use.as_deref().is_some_and(|t| t.contains(u)))
        // What is not known may still fit: it stays and is listed as unknown.
        && asked
            .price_max_10k_cny_per_mu
            .is_none_or(|most| plot.price_10k_cny_per_mu.is_none_or(|p| p <= most))
        && checked.by.is_none_or(|by| plot.available_from.is_none_or(|d| d <= by.end()))
}

fn in_scope(park: &Park, checked: &Checked<'_>) -> bool {
    checked.park.as_ref().is_none_or(|id| park.id == *id)
        && checked
            .asked
            .region
            .as_deref()
            .is_none_or(|r| park.region_code.as_deref().is_some_and(|c| c.starts_with(r)))
}

fn plot(
    live: &Live,
    plot: &Plot,
    served: Option<&park_readiness::land::Served<'_>>,
    checked: &Checked<'_>,
) -> PlotAnswer {
    let asked = checked.asked;
    let park = live.find(plot.park_id.as_str());
    let area = served.map_or(plot.area_mu, |s| s.area_mu);
    // Of a larger plot the project takes what it asks at most.
    let used = match (served.map(|s| s.fit), checked.area) {
        (Some(Fit::Larger), Some((_, most))) => Some(most),
        _ => area,
    };
    let mut unknown = Vec::new();
    for (name, is_asked, is_known) in [
        ("area_mu", checked.area.is_some(), plot.area_mu.is_some()),
        (
            "price_10k_cny_per_mu",
            asked.price_max_10k_cny_per_mu.is_some(),
            plot.price_10k_cny_per_mu.is_some(),
        ),
        ("available_from", checked.by.is_some(), plot.available_from.is_some()),
    ] {
        if is_asked && !is_known {
            unknown.push(name);
        }
    }
    PlotAnswer {
        plot_id: plot.plot_id.to_string(),
        park: ParkRef {
            id: park.map_or_else(|| plot.park_id.to_string(), |p| p.id.to_string()),
            name: park.map_or_else(String::new, |p| p.name.to_string()),
        },
        kind: plot.kind.code(),
        area_mu: plot.area_mu,
        floor_area_m2: plot.floor_area_m2,
        r#use: plot.r#use.as_deref().map(str::to_owned),
        price_10k_cny_per_mu: plot.price_10k_cny_per_mu,
        price_high_10k_cny_per_mu: plot.price_high,
        rent_cny_per_m2_month: plot.rent_cny_per_m2_month,
        rent_high_cny_per_m2_month: plot.rent_high,
        condition: plot.condition.map(PlotCondition::code),
        available_from: plot.available_from.map(|d| d.to_string()),
        fit: served.map(|s| s.fit.code()),
        together: served
            .map_or_else(Vec::new, |s| s.together.iter().map(ToString::to_string).collect()),
        together_area_mu: served.and_then(|s| s.area_mu),
        intensity: park
            .filter(|_| plot.kind == PlotKind::Land)
            .and_then(|p| intensity(live, p, used, asked)),
        unknown,
        source: plot.provenance.source.as_deref().map(str::to_owned),
        as_of: plot.provenance.as_of.map(|d| d.to_string()),
    }
}

/// The highest floor of the park that holds for the industry, and what the project has on this area.
fn intensity(
    live: &Live,
    park: &Park,
    area_mu: Option<f64>,
    asked: &LandRequest,
) -> Option<PlotIntensityAnswer> {
    let investment = asked.investment_10k_cny?;
    let holds = |industry: Option<&str>| match (industry, asked.industry.as_deref()) {
        (None, _) => true,
        (Some(of), Some(code)) => code.starts_with(of),
        (Some(_), None) => false,
    };
    let (threshold, floor) = live
        .dataset()
        .thresholds
        .iter()
        .filter(|t| t.park_id == park.id && holds(t.industry.as_deref()))
        .filter_map(|t| Some((t, floor(t)?)))
        .filter(|(_, f)| f.indicator == Indicator::InvestmentIntensity)
        .max_by(|a, b| a.1.minimum.total_cmp(&b.1.minimum))?;
    let here = area_mu.filter(|a| *a > 0.0 && *a < f64::MAX).map(|a| investment / a);
    Some(PlotIntensityAnswer {
        intensity_10k_cny_per_mu: here,
        floor_10k_cny_per_mu: floor.minimum,
        stated: format!(
            "{} {} {}",
            threshold.indicator,
            threshold.minimum.map_or_else(String::new, figure),
            threshold.unit.as_deref().unwrap_or_default()
        ),
        reached: here.map(|h| h >= floor.minimum),
        veto: threshold.veto,
    })
}

fn totals(plots: &[PlotAnswer]) -> LandTotals {
    let mut totals = LandTotals { plots: plots.len(), ..LandTotals::default() };
    for p in plots {
        match (p.kind, p.area_mu) {
            ("land", None) => totals.area_unknown += 1,
            (_, area) => totals.area_mu += area.unwrap_or(0.0),
        }
        totals.floor_area_m2 += p.floor_area_m2.unwrap_or(0.0);
        *totals.by_condition.entry(p.condition.unwrap_or("unknown").to_owned()).or_default() += 1;
    }
    totals
}

fn ledgers(live: &Live, checked: &Checked<'_>, lang: Lang) -> Vec<LedgerAnswer> {
    let data = live.dataset();
    let mut facts: BTreeMap<ParkId, Vec<&park_domain::Fact>> = BTreeMap::new();
    for fact in &data.facts {
        if let Some(park) = fact.park_id.as_ref().and_then(|id| live.find(id.as_str())) {
            facts.entry(park.id.clone()).or_default().push(fact);
        }
    }
    let parks = data.parks.iter().filter(|p| in_scope(p, checked));
    parks
        .filter_map(|park| {
            let facts = facts.get(&park.id)?;
            let plots = data.plots.iter().filter(|p| p.park_id == park.id);
            let ledger = Ledger::of(facts.iter().copied(), plots);
            (!ledger.is_empty()).then(|| LedgerAnswer {
                park: ParkRef { id: park.id.to_string(), name: park.name.to_string() },
                available_mu: ledger.available_mu,
                supplied_mu: ledger.supplied_mu,
                built_mu: ledger.built_mu,
                offered_mu: ledger.offered_mu,
                supply_rate: ledger.supply_rate(),
                built_rate: ledger.built_rate(),
                broken: ledger.broken().iter().map(|b| broken(b, lang)).collect(),
            })
        })
        .collect()
}

fn broken(b: &Broken, lang: Lang) -> BrokenAnswer {
    let name = |code: &'static str| match code {
        "built" => lang.pick("已建成", "built"),
        "supplied" => lang.pick("已供应", "supplied"),
        "available" => lang.pick("达到供地条件", "available"),
        "offered" => lang.pick("在供地块", "on offer"),
        _ => lang.pick("尚可供应", "left to supply"),
    };
    let (smaller, larger) = (name(b.smaller), name(b.larger));
    let (is, of) = (figure(b.is), figure(b.of));
    let doubt = if b.off_by_15 {
        lang.pick(
            "；除以 15 后才相符，请核对单位（1 公顷 = 15 亩）",
            "; in line only once divided by 15: check the unit (1 ha = 15 mu)",
        )
    } else {
        ""
    };
    BrokenAnswer {
        smaller: b.smaller,
        smaller_mu: b.is,
        larger: b.larger,
        larger_mu: b.of,
        off_by_15: b.off_by_15,
        words: lang.pick(
            format!("{smaller} {is} 亩大于{larger} {of} 亩{doubt}"),
            format!("{smaller} {is} mu is more than {larger} {of} mu{doubt}"),
        ),
    }
}

/// How to read a list of plots.
pub fn notes(lang: Lang) -> Vec<String> {
    vec![
        lang.pick(
            "1 公顷 = 15 亩；1 万元/公顷 = 1 元/㎡ = 1/15 万元/亩".to_owned(),
            "1 ha = 15 mu; 1 万元/公顷 = 1 元/㎡ = 1/15 万元/亩".to_owned(),
        ),
        lang.pick(
            "相邻关系只取自地块备注；未写明的不视为相邻；价格、时间未知的地块保留并列明".to_owned(),
            "plots adjoin only where a note says so; plots of unknown price or date stay and are marked".to_owned(),
        ),
    ]
}

/// A page of plots for people.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &LandAnswer, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    let t = &answer.totals;
    let (n, area, unknown, floors) =
        (t.plots, figure(t.area_mu), t.area_unknown, figure(t.floor_area_m2));
    writeln!(
        out,
        "{}",
        lang.pick(
            format!("{n} 宗，土地 {area} 亩（{unknown} 宗面积未知），厂房 {floors} 平方米"),
            format!(
                "{n} plots, {area} mu of land ({unknown} of unknown area), {floors} m2 of floors"
            ),
        )
    )?;
    for p in &answer.plots {
        writeln!(out, "  {}", line(p, lang))?;
    }
    if answer.total > answer.plots.len() {
        let more = answer.total - answer.plots.len();
        writeln!(out, "  … {}", lang.pick(format!("另有 {more} 宗"), format!("{more} more")))?;
    }
    if !answer.ledgers.is_empty() {
        writeln!(out, "{}", lang.pick("土地台账（亩）", "ledger of land (mu)"))?;
    }
    for l in &answer.ledgers {
        let value = |v: Option<f64>| v.map_or_else(|| "—".to_owned(), figure);
        let rate = |v: Option<f64>| v.map_or_else(|| "—".to_owned(), percent);
        let (built, supplied, available) =
            (value(l.built_mu), value(l.supplied_mu), value(l.available_mu));
        let (built_rate, supply_rate) = (rate(l.built_rate), rate(l.supply_rate));
        writeln!(
            out,
            "  {}  {}",
            l.park.name,
            lang.pick(
                format!("已建成 {built} ≤ 已供应 {supplied} ≤ 达到供地条件 {available}；建成率 {built_rate}，供应率 {supply_rate}"),
                format!("built {built} ≤ supplied {supplied} ≤ available {available}; built {built_rate}, supplied {supply_rate}"),
            )
        )?;
        for b in &l.broken {
            writeln!(out, "    ! {}", b.words)?;
        }
    }
    for note in &answer.notes {
        writeln!(out, "· {note}")?;
    }
    Ok(())
}

fn line(p: &PlotAnswer, lang: Lang) -> String {
    let span = |low: Option<f64>, high: Option<f64>| {
        low.map(|l| high.map_or_else(|| figure(l), |h| format!("{}–{}", figure(l), figure(h))))
    };
    let mut parts = vec![p.plot_id.clone(), p.park.name.clone()];
    parts.extend(
        p.area_mu.map(|a| lang.pick(format!("{} 亩", figure(a)), format!("{} mu", figure(a)))),
    );
    parts.extend(p.floor_area_m2.map(|a| format!("{} ㎡", figure(a))));
    parts.extend(p.r#use.clone());
    parts.extend(
        span(p.price_10k_cny_per_mu, p.price_high_10k_cny_per_mu)
            .map(|s| lang.pick(format!("{s} 万元/亩"), format!("{s} × 10k CNY/mu"))),
    );
    parts.extend(
        span(p.rent_cny_per_m2_month, p.rent_high_cny_per_m2_month)
            .map(|s| lang.pick(format!("{s} 元/㎡·月"), format!("{s} CNY/m2·month"))),
    );
    let condition = p.condition.and_then(PlotCondition::parse);
    parts.extend(condition.map(|c| lang.pick(c.zh(), c.en()).to_owned()));
    parts.extend(
        p.available_from.as_ref().map(|d| lang.pick(format!("{d} 起可用"), format!("from {d}"))),
    );
    match p.fit {
        Some("adjoining") => {
            let list = p.together.join("+");
            let area = p.together_area_mu.map_or_else(String::new, figure);
            parts.push(lang.pick(
                format!("相邻合并 {list} 共 {area} 亩"),
                format!("together {list}: {area} mu"),
            ));
        }
        Some("larger") => {
            parts.push(lang.pick("面积更大，能否分割待确认", "larger: ask for a part").to_owned());
        }
        Some("unknown") => parts.push(lang.pick("面积待确认", "area to be asked").to_owned()),
        Some(_) | None => {}
    }
    if let Some(i) = &p.intensity {
        let here = i.intensity_10k_cny_per_mu.map_or_else(|| "?".to_owned(), figure);
        let floor = figure(i.floor_10k_cny_per_mu);
        let verdict = match i.reached {
            Some(true) => lang.pick("达到", "reached"),
            Some(false) => lang.pick("未达到", "missed"),
            None => lang.pick("待确认", "to be asked"),
        };
        parts.push(lang.pick(
            format!("投资强度 {here} / 门槛 {floor} 万元/亩：{verdict}"),
            format!("intensity {here} / floor {floor} × 10k CNY/mu: {verdict}"),
        ));
    }
    parts.join("  ")
}
