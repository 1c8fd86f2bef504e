//! Over the years: `parkwise homogeneity --trend`, `GET /v1/homogeneity/trend`.

use std::io::Write;

use park_homogeneity::{Step, trend};
use serde::Serialize;
use utoipa::ToSchema;

use super::directions::name;
use crate::app::Live;
use crate::lang::Lang;
use crate::models;
use crate::rejection::Rejection;

/// A hot industry that parks entered without support.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HotAnswer {
    /// Division of GB/T 4754-2017.
    pub industry: String,
    /// Its name.
    pub name: String,
    /// Entries without support.
    pub entries: usize,
}

/// One step of five years.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrendStep {
    /// Firms up to the end of this year.
    pub to: u16,
    /// Firms registered in the step.
    pub firms: f64,
    /// Parks of the region with a structure by then.
    pub parks: usize,
    /// Mean UNIDO similarity of all of these.
    pub similarity_all: Option<f64>,
    /// Of the parks that are the same at every step.
    pub similarity_same: Option<f64>,
    /// The same without the scatter of small counts.
    pub similarity_same_unbiased: Option<f64>,
    /// Industries new to a park, summed over parks that had a structure before.
    pub entries: usize,
    /// Of these, hot and unsupported.
    pub unsupported_hot: usize,
    /// The one over the other.
    pub unsupported_hot_share: Option<f64>,
    /// Hot industries by entries without support, most first.
    pub hot: Vec<HotAnswer>,
    /// Chi squared of the entries over its degrees of freedom; 1 is what equal chances give.
    pub dispersion: Option<f64>,
    /// How often equal chances give as much.
    pub dispersion_p: Option<f64>,
}

/// The steps of a region.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrendAnswer {
    /// The open generation.
    pub generation: String,
    /// The region; null is all.
    pub region: Option<String>,
    /// Parks with any firm.
    pub parks: usize,
    /// Parks that are the same at every step.
    pub same_parks: usize,
    /// The first step at which they are compared.
    pub same_from: Option<u16>,
    /// What these numbers cannot say.
    pub caveats: Vec<String>,
    /// The steps.
    pub steps: Vec<TrendStep>,
}

/// The trend of a region.
///
/// # Errors
/// 400 when the region is no code.
pub fn answer(live: &Live, region: Option<&str>, lang: Lang) -> Result<TrendAnswer, Rejection> {
    let mut digits = region.unwrap_or_default().to_owned();
    if region.is_some()
        && !(matches!(digits.len(), 2 | 4 | 6) && digits.bytes().all(|b| b.is_ascii_digit()))
    {
        let rule = lang.pick(
            "应为行政区划代码的前 2、4 或 6 位数字",
            "expected the first 2, 4 or 6 digits of a region code",
        );
        return Err(Rejection::invalid("region", digits, rule, None));
    }
    while digits.len() > 2 && digits.ends_with("00") {
        digits.truncate(digits.len() - 2);
    }
    let found = trend(live.dataset(), models::directions(), &digits);
    Ok(TrendAnswer {
        generation: live.id.clone(),
        region: region.map(str::to_owned),
        parks: found.parks,
        same_parks: found.same_parks,
        same_from: found.same_from,
        caveats: caveats(lang),
        steps: found.steps.iter().map(step).collect(),
    })
}

fn step(s: &Step) -> TrendStep {
    TrendStep {
        to: s.to,
        firms: s.firms,
        parks: s.parks,
        similarity_all: s.similarity_all,
        similarity_same: s.similarity_same,
        similarity_same_unbiased: s.similarity_same_unbiased,
        entries: s.entries,
        unsupported_hot: s.unsupported_hot,
        unsupported_hot_share: s.unsupported_hot_share,
        hot: s
            .hot
            .iter()
            .map(|(code, entries)| HotAnswer {
                industry: code.as_str().to_owned(),
                name: name(*code),
                entries: *entries,
            })
            .collect(),
        dispersion: s.dispersion,
        dispersion_p: s.dispersion_p,
    }
}

fn caveats(lang: Lang) -> Vec<String> {
    [
        (
            "数据是登记记录的抽样，2013 年后明显变稀；最后一步不可与此前直接相比",
            "registrations are a sample and thin out after 2013: the last step does not compare with those before",
        ),
        (
            "企业数少时相似度偏低，登记累积会使原始均值自行上升；应看同一批园区的校正值",
            "few firms make structures look unlike, so the raw mean rises by itself: read the corrected one of the same parks",
        ),
        (
            "企业后来注销或迁出不在数据中；这里是累计登记，不是存量",
            "firms that closed or left are not in the data: these are cumulated registrations, not stocks",
        ),
        (
            "过度离散只说明各行业吸引力不同，不能证明园区相互照搬；无支撑的热门进入也只是相关，不是因果",
            "overdispersion says that industries differ in their pull, not that parks copy; unsupported hot entries are an association, not a cause",
        ),
    ]
    .into_iter()
    .map(|(zh, en)| lang.pick(zh, en).to_owned())
    .collect()
}

/// The same for people.
///
/// # Errors
/// The writer fails.
pub fn print(a: &TrendAnswer, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    let (n, same) = (a.parks, a.same_parks);
    let from = a.same_from.map_or_else(|| "—".to_owned(), |y| y.to_string());
    let head = lang.pick(
        format!("{n} 个有企业登记的园区；{from} 年起比较同一批 {same} 个"),
        format!("{n} parks with firms; the same {same} are compared from {from} on"),
    );
    writeln!(out, "{head}")?;
    let one = |v: Option<f64>| v.map_or_else(|| "—".to_owned(), |v| format!("{v:.3}"));
    for s in &a.steps {
        let hot: Vec<String> = s.hot.iter().map(|h| format!("{} {}", h.name, h.entries)).collect();
        let (firms, parks) = (s.firms, s.parks);
        let (all, same, fair) =
            (one(s.similarity_all), one(s.similarity_same), one(s.similarity_same_unbiased));
        let (entries, share, spread) = (s.entries, one(s.unsupported_hot_share), one(s.dispersion));
        let words = lang.pick(
            format!("新登记 {firms}，{parks} 个园区；相似度 {all}，同一批 {same}，校正 {fair}；新进入 {entries}，无支撑热门占 {share}，离散比 {spread}  {}", hot.join("、")),
            format!("{firms} new firms, {parks} parks; similarity {all}, same parks {same}, corrected {fair}; {entries} entries, unsupported hot share {share}, dispersion {spread}  {}", hot.join(", ")),
        );
        writeln!(out, "{}  {words}", s.to)?;
    }
    for caveat in &a.caveats {
        writeln!(out, "  ! {caveat}")?;
    }
    Ok(())
}
