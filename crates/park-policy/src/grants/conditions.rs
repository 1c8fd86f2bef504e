//! The column `condition`: a list of what must hold, in words; what is understood is checked, the rest stays open.

use crate::clean::{Clean, Span, clean};
use crate::context::has;
use crate::scan::{Figure, Unit, scan};
use crate::value::{Asked, Requirement};

/// First year and number of years, from `第4至5年`.
pub(super) type Timing = (usize, f64);

/// Longest list that is read.
const PARTS_MAX: usize = 64;

/// Parts that say when, not whether.
const TIMING: &[&str] = &["投产后", "达产后", "当年", "次年起", "竣工后", "开工后"];

/// Parts that hold for every project that looks for a place.
#[rustfmt::skip]
const NEW: &[&str] = &[
    "新引进", "新落户", "新入驻", "新建项目", "新引进项目", "落户项目", "新落户项目", "新办", "新办企业",
    "新增投资项目", "新设", "新设立", "新建", "新引进企业",
];

/// The conditions of a list, and the years it names.
pub(super) fn read(condition: &str) -> (Vec<Requirement>, Option<Timing>) {
    let mut out: Vec<Requirement> = Vec::new();
    let mut timing = None;
    let mut kind_before = None;
    let mut start = 0;
    for part in condition.split(['、', '，', ',', '；', ';', '。']).take(PARTS_MAX) {
        let length = part.chars().count();
        let span = Span { start, end: start + length };
        start += length + 1;
        let words = part.trim();
        if words.is_empty() || TIMING.contains(&words) {
            continue;
        }
        let text = clean(words);
        let figures = scan(&text);
        if let Some(found) = years(&text, &figures) {
            timing = Some(found);
            continue;
        }
        let asked = if NEW.contains(&words) {
            Asked::NewToThePlace
        } else {
            let bound = bound(&text, &figures, kind_before);
            kind_before = bound.as_ref().map(|(kind, _)| *kind);
            bound.map_or(Asked::Open, |(_, asked)| asked)
        };
        out.push(Requirement { asked, words: words.to_owned(), span: Some(span) });
    }
    (out, timing)
}

/// `第4至5年` alone.
fn years(text: &Clean, figures: &[Figure]) -> Option<Timing> {
    let [one] = figures else { return None };
    let whole = text.text(0, text.chars.len());
    if one.unit != Unit::YearNo || one.end - one.start + 3 < whole.chars().count() {
        return None;
    }
    let last = one.high.unwrap_or(one.low);
    let first = (1..=crate::value::HORIZON_YEARS_MAX)
        .find(|n| (f64::from(u32::try_from(*n).unwrap_or(u32::MAX)) - one.low).abs() < 0.5)?;
    Some((first, last - one.low + 1.0))
}

/// Words that make a figure another one than the project's own: an increase, a part, a choice.
#[rustfmt::skip]
const ANOTHER: &[&str] = &[
    "新增", "增量", "比上年", "增长", "技改", "首期", "研发", "注册资本", "或", "设备", "年薪", "个人", "单品",
    "平方米", "占", "出口", "募集", "融资", "累计", "外资", "利用", "首破", "突破", "合同",
];

/// A sum of money that the project's investment, tax or revenue must reach.
fn bound(
    text: &Clean,
    figures: &[Figure],
    before: Option<&'static str>,
) -> Option<(&'static str, Asked)> {
    let [one] = figures else { return None };
    let words = text.text(0, text.chars.len());
    if one.unit != Unit::Money || has(&words, ANOTHER) {
        return None;
    }
    let each_mu = has(&words, &["亩均", "每亩", "/亩"]);
    let kind = if has(&words, &["税", "贡献"]) {
        "tax"
    } else if has(&words, &["营收", "收入", "销售", "产值"]) {
        "revenue"
    } else if has(&words, &["投资", "固投"]) || each_mu && before == Some("investment") {
        "investment"
    } else {
        return None;
    };
    let indicator = if each_mu { format!("{kind}/mu") } else { kind.to_owned() };
    let after = text.text(one.end, text.chars.len());
    let upper =
        one.high.is_none() && has(&after, &["以下", "以内"]) || has(&words, &["不足", "不超过"]);
    let (at_least, below) =
        if upper { (None, Some(one.high.unwrap_or(one.low))) } else { (Some(one.low), one.high) };
    Some((kind, Asked::Figure { indicator, at_least, below }))
}
