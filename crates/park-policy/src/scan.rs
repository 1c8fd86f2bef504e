//! The figures of a clause: what number stands where, of what unit. Roles come later.

use crate::clean::Clean;
use crate::numerals::{DIGITS_MAX, chinese_year, digits_at, number};
use crate::units::{Each, slash_units};

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Per cent; per mille is divided by 10.
    Percent,
    /// Percentage points.
    Points,
    /// 10k CNY.
    Money,
    /// Money of another currency, 10k of it.
    Foreign,
    /// Years; months are parts of a year.
    Years,
    /// An ordinal year, or a range of them.
    YearNo,
    /// Tenths of the price that are still paid (折).
    Discount,
    /// Anything else that is counted.
    Count,
    /// A figure without a unit.
    Plain,
}

/// A figure of the text.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    /// First character, in the repaired text.
    pub(crate) start: usize,
    /// One past the last.
    pub(crate) end: usize,
    /// Its value, or the lower end of a range.
    pub(crate) low: f64,
    /// Upper end of a range.
    pub(crate) high: Option<f64>,
    /// What it counts.
    pub(crate) unit: Unit,
    /// `元/亩` and the like.
    pub(crate) each: Option<Each>,
}

/// Most figures read from one clause; what follows is left unread.
pub(crate) const FIGURES_MAX: usize = 2_000;

/// All figures, in order.
pub(crate) fn scan(text: &Clean) -> Vec<Figure> {
    let mut out: Vec<Figure> = Vec::new();
    let mut at = 0;
    while at < text.chars.len() && out.len() < FIGURES_MAX {
        if let Some(end) = passed_over(text, at) {
            at = end;
        } else if let Some(figure) = figure(text, at) {
            at = figure.end;
            out.push(figure);
        } else {
            at += 1;
        }
    }
    share_units(text, &mut out);
    out
}

/// Dates and document numbers are no figures.
fn passed_over(text: &Clean, at: usize) -> Option<usize> {
    if let Some(end) = chinese_year(text, at) {
        return Some(end);
    }
    let digits = digits_at(text, at);
    if digits == 0 || at > 0 && text.chars[at - 1].is_ascii_digit() {
        return None;
    }
    let end = at + digits;
    if digits > DIGITS_MAX {
        let point = usize::from(text.starts(end, "."));
        return Some(end + point + digits_at(text, end + point));
    }
    let value: u32 = text.text(at, end).parse().ok()?;
    let year = digits == 4 && (1949..2100).contains(&value);
    if year && matches!(text.chars.get(end), Some('年' | ')' | '版')) {
        return Some(end + 1);
    }
    if year && matches!(text.chars.get(end), Some('-' | '至' | '.' | '/')) {
        let next = digits_at(text, end + 1);
        let after = text.chars.get(end + 1 + next);
        if next > 0 && matches!(after, Some('年' | ')' | '.' | '-' | '月' | '/')) {
            return Some(end + 1 + next + 1);
        }
    }
    matches!(text.chars.get(end), Some('号' | '月' | '日' | '条' | '款')).then_some(end + 1)
}

/// `百分之N`, `千分之N`: value in per cent and end.
fn fraction_words(text: &Clean, at: usize) -> Option<(f64, usize)> {
    let scale = match text.any_at(at, &["百分之", "千分之", "万分之"])? {
        "百分之" => 1.0,
        "千分之" => 0.1,
        _ => 0.01,
    };
    let (value, mut end) = number(text, at + 3)?;
    // A Chinese decimal: 千分之一点五.
    let mut fraction = 0.0;
    if let Some((f, e)) = number(text, end + 1).filter(|_| text.starts(end, "点")) {
        fraction = f / 10.0;
        end = e;
    }
    Some(((value + fraction) * scale, end))
}

/// What follows a number, and the factor that brings it to the unit.
struct Tail {
    unit: Unit,
    factor: f64,
    end: usize,
}

#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "平方米", "平米", "平方", "m2", "亩", "公顷", "人", "吨", "千瓦", "度", "kw", "台", "辆", "件",
    "套", "标箱", "teu", "户", "家", "立方", "头", "只", "箱", "公里", "次", "项", "个", "名",
    "天", "倍", "级", "株", "斤", "标准", "张", "架", "层", "mw", "兆瓦", "p", "毫秒", "位", "间",
    "强", "分钟", "小时", "岁", "羽", "条", "kv",
];

/// Whether a number of 万 or 亿 without 元 counts things, not money.
fn counts_things(text: &Clean, at: usize) -> bool {
    COUNTED.iter().any(|w| text.starts(at, w)) && !text.starts(at, "人民币")
}

fn tail(text: &Clean, at: usize, chinese: bool) -> Option<Tail> {
    let (mut factor, mut end) = (1.0, at);
    // 百万, 千万, 万, 亿, 万亿
    for (word, value) in [
        ("百万", 1e6),
        ("千万", 1e7),
        ("十万", 1e5),
        ("万亿", 1e12),
        ("万", 1e4),
        ("亿", 1e8),
        ("千", 1e3),
        ("百", 1e2),
    ] {
        if text.starts(end, word) {
            factor = value;
            end += word.chars().count();
            break;
        }
    }
    let money = |unit, length: usize| Some(Tail { unit, factor: factor / 1e4, end: end + length });
    for word in ["元", "块钱", "圆"] {
        if text.starts(end, word) {
            let mut length = word.chars().count();
            if text.starts(end + length, "人民币") {
                length += 3;
            } else if text.starts(end + length, "整") {
                length += 1;
            }
            return money(Unit::Money, length);
        }
    }
    if factor > 1.0 && text.starts(end, "人民币") {
        return money(Unit::Money, 3);
    }
    for word in ["美元", "美金", "港元", "港币", "欧元", "日元", "英镑"] {
        if text.starts(end, word) {
            return money(Unit::Foreign, word.chars().count());
        }
    }
    if factor > 1.0 {
        if counts_things(text, end) {
            return Some(Tail { unit: Unit::Count, factor, end });
        }
        let whole = factor >= 1e4 && factor.to_bits() != 1e5_f64.to_bits();
        return if whole && (!chinese || text.starts(end, "以上")) {
            money(Unit::Money, 0)
        } else {
            Some(Tail { unit: Unit::Count, factor, end })
        };
    }
    plain_tail(text, at, chinese)
}

fn plain_tail(text: &Clean, at: usize, chinese: bool) -> Option<Tail> {
    let made = |unit, factor, length: usize| Some(Tail { unit, factor, end: at + length });
    let next = |i: usize| text.chars.get(at + i).copied();
    match next(0)? {
        '%' => return made(Unit::Percent, 1.0, 1),
        '‰' => return made(Unit::Percent, 0.1, 1),
        '折' => return made(Unit::Discount, 1.0, 1),
        '成' if chinese
            && !matches!(next(1), Some('立' | '果' | '长' | '为' | '套' | '员' | '功')) =>
        {
            return made(Unit::Percent, 10.0, 1);
        }
        '角' if matches!(next(1), Some('钱' | '/' | '人' | ',' | '的' | '补' | '奖')) => {
            return made(Unit::Money, 1e-5, 1);
        }
        '分' if matches!(next(1), Some('钱')) || text.starts(at, "分人民币") => {
            return made(Unit::Money, 1e-6, 2);
        }
        _ => {}
    }
    if let Some(word) = text.any_at(at, &["个百分点", "百分点"]) {
        return made(Unit::Points, 1.0, word.chars().count());
    }
    if let Some(word) = text.any_at(
        at,
        &["个自然年度", "个会计年度", "个纳税年度", "个完整年度", "个年度", "周年", "年"],
    ) {
        return made(Unit::Years, 1.0, word.chars().count());
    }
    if text.starts(at, "个月") {
        return made(Unit::Years, 1.0 / 12.0, 2);
    }
    if COUNTED.iter().any(|w| text.starts(at, w)) {
        return made(Unit::Count, 1.0, 0);
    }
    None
}

fn figure(text: &Clean, at: usize) -> Option<Figure> {
    if let Some(year) = year_number(text, at) {
        return Some(year);
    }
    if let Some((value, mut end)) = fraction_words(text, at) {
        let mut high = None;
        if matches!(text.chars.get(end), Some('-' | '至' | '到'))
            && let Some((upper, e)) = fraction_words(text, end + 1)
        {
            (high, end) = (Some(upper), e);
        }
        return Some(Figure { start: at, end, low: value, high, unit: Unit::Percent, each: None });
    }
    let chinese = !text.chars[at].is_ascii_digit();
    let (value, end) = number(text, at)?;
    if let Some(range) = range(text, at, value, end, chinese) {
        return Some(range);
    }
    if let Some(sum) = compound(text, at, value, end) {
        return Some(sum);
    }
    let Some(tail) = tail(text, end, chinese) else {
        return (!chinese).then_some(Figure {
            start: at,
            end,
            low: value,
            high: None,
            unit: Unit::Plain,
            each: None,
        });
    };
    // 一个, 三家: words, not figures, unless something is measured by them.
    if chinese && tail.unit == Unit::Count {
        return None;
    }
    let mut figure = Figure {
        start: at,
        end: tail.end,
        low: value * tail.factor,
        high: None,
        unit: tail.unit,
        each: None,
    };
    if figure.unit == Unit::Money {
        slash_units(text, &mut figure);
    }
    Some(figure)
}

/// `三万五千元`, `1亿5000万元`: two numbers that tell one sum, the second of the next smaller scale.
fn compound(text: &Clean, at: usize, value: f64, end: usize) -> Option<Figure> {
    let scale = match text.chars.get(end)? {
        '亿' => 1e4,
        '万' => 1.0,
        _ => return None,
    };
    let (second, second_end) = number(text, end + 1)?;
    let chinese = !text.chars.get(end + 1).is_some_and(char::is_ascii_digit);
    let rest = tail(text, second_end, chinese).filter(|t| t.unit == Unit::Money)?;
    let added = second * rest.factor;
    // 5亿3万元 is two cells of a table that ran together: said of one sum, there would be a 零.
    if added >= scale || added * 10.0 < scale {
        return None;
    }
    let mut figure = Figure {
        start: at,
        end: rest.end,
        low: value * scale + added,
        high: None,
        unit: Unit::Money,
        each: None,
    };
    slash_units(text, &mut figure);
    Some(figure)
}

/// `第3年`, `第3年至第5年`, `第三至五年`, `首年`.
fn year_number(text: &Clean, at: usize) -> Option<Figure> {
    let made = |low: f64, high: Option<f64>, end: usize| Figure {
        start: at,
        end,
        low,
        high,
        unit: Unit::YearNo,
        each: None,
    };
    if text.any_at(at, &["首年", "头年"]).is_some() {
        return Some(made(1.0, None, at + 2));
    }
    if !text.starts(at, "第") {
        return None;
    }
    let (low, mut end) = number(text, at + 1)?;
    let closed = text.any_at(end, &["个年度", "年度", "年"]);
    if let Some(word) = closed {
        end += word.chars().count();
    }
    if matches!(text.chars.get(end), Some('-' | '至' | '到' | '、' | '和')) {
        let skip = usize::from(text.starts(end + 1, "第"));
        if let Some((high, after)) = number(text, end + 1 + skip)
            && let Some(word) = text.any_at(after, &["个年度", "年度", "年"])
        {
            let joined = matches!(text.chars[end], '、' | '和');
            if !joined || (high - low - 1.0).abs() < 0.5 && closed.is_none() {
                return Some(made(low, Some(high), after + word.chars().count()));
            }
        }
    }
    closed.map(|_| made(low, None, end))
}

/// `3%-15%`, `3-15%`, `5000万元至1亿元`, `50到100万元`.
fn range(text: &Clean, at: usize, low: f64, end: usize, chinese: bool) -> Option<Figure> {
    let first = tail(text, end, chinese).filter(|t| t.unit != Unit::Count || t.factor > 1.0);
    let after = first.as_ref().map_or(end, |t| t.end);
    let gap = after + bracket_length(text, after);
    if !matches!(text.chars.get(gap), Some('-' | '至' | '到')) {
        return None;
    }
    let (high, high_end) = number(text, gap + 1)?;
    let second = tail(text, high_end, !text.chars[gap + 1].is_ascii_digit())?;
    let factor = match &first {
        Some(t) if t.unit == second.unit => t.factor,
        // 3000万-5000万元 has a tail of its own; 3000-5000万元 shares the second's.
        Some(_) => return None,
        None => second.factor,
    };
    if matches!(second.unit, Unit::Count | Unit::Plain) {
        return None;
    }
    let (low, high) = (low * factor, high * second.factor);
    if high < low {
        return None;
    }
    let mut figure =
        Figure { start: at, end: second.end, low, high: Some(high), unit: second.unit, each: None };
    if figure.unit == Unit::Money {
        slash_units(text, &mut figure);
    }
    Some(figure)
}

/// Length of `(含)`, `(不含)` and the like.
pub(crate) fn bracket_length(text: &Clean, at: usize) -> usize {
    if text.chars.get(at) != Some(&'(') {
        return 0;
    }
    text.chars[at..].iter().take(40).position(|c| *c == ')').map_or(0, |n| n + 1)
}

/// `200、300、500万元`: figures without a unit take that of the last one of their list.
fn share_units(text: &Clean, figures: &mut [Figure]) {
    let mut carried: Option<f64> = None;
    for i in (0..figures.len().saturating_sub(1)).rev() {
        let (unit, next_start, next_end) =
            (figures[i + 1].unit, figures[i + 1].start, figures[i + 1].end);
        let joined = text.text(figures[i].end, next_start);
        if figures[i].unit != Unit::Plain
            || !matches!(joined.as_str(), "、" | "/" | "和" | "及" | "或")
            || !matches!(unit, Unit::Money | Unit::Percent)
        {
            carried = None;
            continue;
        }
        let own = || {
            let digits_end = number(text, next_start).map_or(next_end, |(_, e)| e);
            tail(text, digits_end, false).map(|t| t.factor)
        };
        let Some(factor) = carried.or_else(own) else { continue };
        carried = Some(factor);
        figures[i].unit = unit;
        figures[i].low *= factor;
        figures[i].each = figures[i + 1].each;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::clean;

    fn read(text: &str) -> Vec<(f64, Option<f64>, Unit)> {
        scan(&clean(text)).iter().map(|f| (f.low, f.high, f.unit)).collect()
    }

    #[test]
    fn numbers_and_units_are_read() {
        assert_eq!(read("奖励1.2亿元"), [(12_000.0, None, Unit::Money)]);
        assert_eq!(read("三百万元"), [(300.0, None, Unit::Money)]);
        assert_eq!(read("千分之五"), [(0.5, None, Unit::Percent)]);
        assert_eq!(read("百分之三十"), [(30.0, None, Unit::Percent)]);
        assert_eq!(read("3000-5000万元"), [(3000.0, Some(5000.0), Unit::Money)]);
        assert_eq!(read("5000万元~1亿元"), [(5000.0, Some(10_000.0), Unit::Money)]);
        assert_eq!(read("2020年3月"), []);
        assert_eq!(read("十八个月"), [(1.5, None, Unit::Years)]);
        assert_eq!(
            read("50、30、20万元"),
            [(50.0, None, Unit::Money), (30.0, None, Unit::Money), (20.0, None, Unit::Money)]
        );
    }

    #[test]
    fn a_run_of_digits_without_end_is_no_figure() {
        assert_eq!(read(&format!("奖励{}万元", "9".repeat(400))), []);
        assert_eq!(read("账号6222021234567890123，补助2万元"), [(2.0, None, Unit::Money)]);
    }

    #[test]
    fn a_sum_told_by_two_numbers_is_one_figure() {
        assert_eq!(read("三万五千元"), [(3.5, None, Unit::Money)]);
        assert_eq!(read("1亿5000万元"), [(15_000.0, None, Unit::Money)]);
        assert_eq!(read("一亿五千万元"), [(15_000.0, None, Unit::Money)]);
        assert_eq!(read("5亿3万元").len(), 2);
        assert_eq!(read("二〇二四年认定的奖励5万元"), [(5.0, None, Unit::Money)]);
    }

    #[test]
    fn units_beside_an_amount_are_kept() {
        let figures = scan(&clean("1万元/人/年"));
        assert_eq!(figures[0].each, Some(Each::HeadYear));
    }
}
