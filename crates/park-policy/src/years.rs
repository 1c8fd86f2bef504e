//! For how long: a number of years, or steps of years at a rate each.

use crate::clean::{Clean, Span};
use crate::context::{AROUND_MAX, Layout, begins, has, head, sentence_near, tail};
use crate::scan::{Figure, Unit};
use crate::words::gives;

/// Years, with the rate where the text steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Number of years; months are parts of one.
    pub years: f64,
    /// Rate of these years, per cent, where it changes from step to step.
    pub rate_pct: Option<f64>,
    /// Where the years stand.
    pub span: Span,
}

/// A rate that was read, where it stands, and years that its words bring along.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RateAt {
    pub(crate) start: usize,
    pub(crate) rate: f64,
    pub(crate) years: Option<f64>,
}

struct Duration {
    start: usize,
    end: usize,
    years: f64,
    inner: bool,
}

/// The years of a clause, from its figures and the rates already read.
pub(crate) fn years(
    text: &Clean,
    layout: &Layout,
    figures: &[Figure],
    rates: &[RateAt],
    open: &[(usize, usize, f64)],
) -> Vec<Step> {
    let slogans: Vec<&RateAt> = rates.iter().filter(|r| r.years.is_some()).collect();
    if !slogans.is_empty() {
        let mut steps: Vec<(usize, Step)> = slogans
            .iter()
            .filter_map(|r| {
                let span = text.span(r.start, r.start + 4);
                Some((r.start, Step { years: r.years?, rate_pct: Some(r.rate), span }))
            })
            .collect();
        steps.extend(open.iter().map(|(start, end, years)| {
            (*start + 1, Step { years: *years, rate_pct: None, span: text.span(*start, *end) })
        }));
        steps.sort_by_key(|(at, _)| *at);
        return steps.into_iter().map(|(_, s)| s).collect();
    }
    let durations: Vec<Duration> = figures
        .iter()
        .filter(|f| matches!(f.unit, Unit::Years | Unit::YearNo))
        .filter_map(|f| duration(text, layout, f))
        .collect();
    let outer_dropped = keep_inner(durations);
    assign(text, layout, &outer_dropped, rates)
}

#[rustfmt::skip]
const NOT_A_TERM_BEFORE: &[&str] = &[
    "出让年限", "年限一般为", "年限为", "合同", "服务期", "服务满", "工作满", "满", "成立", "注册",
    "近", "上", "过去", "运营", "经营期", "存续", "不少于", "不低于", "至少", "投产", "达产",
    "有效期", "任期", "租期", "超过", "开业", "提前", "入驻", "最近", "前述", "连续经营", "实施",
    "运行", "开工", "缴纳社保", "分", "以", "签约", "落户", "滞后", "建设期", "社保", "劳动合同",
    "承租", "租赁期", "在",
];

#[rustfmt::skip]
const NOT_A_TERM_AFTER: &[&str] = &[
    "内完成", "内建成", "内投产", "内竣工", "内开工", "内达产", "内上市", "内实现", "内累计",
    "内年主营", "内营业", "内纳税", "内新引进", "内到位", "内不得", "内未", "以上", "后", "内投资",
    "期lpr", "期贷款", "期国债", "期以上", "内达到", "及以上", "内动工", "内全部", "内固定资产",
    "内形成", "内获得", "内通过", "内退出", "内迁", "(含)以上", "内年", "内不", "拨付", "兑现",
    "付清", "平均", "内搬", "内产值", "内被", "内首次", "内没有", "内发生", "度", "薪", "期限的",
];

fn duration(text: &Clean, layout: &Layout, figure: &Figure) -> Option<Duration> {
    let phrase = layout.phrase_start(figure.start).max(figure.start.saturating_sub(AROUND_MAX));
    let left = text.text(phrase, figure.start);
    let phrase_end = layout.phrase_end(figure.end.saturating_sub(1));
    let right = text.text(figure.end, phrase_end.min(figure.end + AROUND_MAX));
    let sentence = sentence_near(text, layout, figure.start);
    if figure.unit == Unit::YearNo {
        let years = figure.high.map_or(1.0, |h| h - figure.low + 1.0);
        let held = begins(&right, &["以后", "起"]) || has(&tail(&left, 2), &["从", "自"]);
        return (!held && gives(&sentence)).then_some(Duration {
            start: figure.start,
            end: figure.end,
            years,
            inner: true,
        });
    }
    let near = tail(&left, 5);
    let given = has(
        &near,
        &[
            "补贴", "补助", "补", "贴息", "奖励", "资助", "扶持", "免", "享受", "给予", "优惠",
            "支持",
        ],
    );
    let bound = NOT_A_TERM_BEFORE.iter().any(|w| near.ends_with(w))
        && !has(&tail(&left, 4), &["不超过", "不得超过"])
        || has(
            &tail(&left, 8),
            &[
                "出让年限",
                "年限一般",
                "服务期",
                "劳动合同",
                "签订",
                "有效期",
                "租赁合同",
                "签约",
                "到期",
                "到位",
                "到资",
                "年限",
            ],
        );
    // 投产后3年内 is a term, 投产3年内 is none; 补助期3年 is one whatever follows.
    if bound && !given || begins(&right, NOT_A_TERM_AFTER) || !(gives(&sentence) || given) {
        return None;
    }
    let rest = begins(&right, &["内", "的", "期", "免", "租"])
        || gives(&head(&right, 12))
        || gives(&left)
        || has(
            &near,
            &["前", "后", "连续", "最长", "期", "累计", "不超过", "起", "共", "其余", "其后"],
        )
        || gives(&sentence);
    let inner = has(&tail(&left, 2), &["前", "后", "头", "首", "其余"])
        && !has(
            &near,
            &["产后", "工后", "用后", "之后", "日后", "营后", "定后", "市后", "收后", "办后"],
        );
    rest.then_some(Duration {
        start: figure.start,
        end: figure.end,
        years: (figure.high.unwrap_or(figure.low) * 1200.0).round() / 1200.0,
        inner,
    })
}

/// `5年内…前2年…后3年`: the outer term is said again by its parts.
fn keep_inner(durations: Vec<Duration>) -> Vec<Duration> {
    let inner_follows: Vec<bool> = durations
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let parts: f64 =
                durations[i + 1..].iter().take_while(|n| n.inner).map(|n| n.years).sum();
            !d.inner && parts > 0.0 && (parts - d.years).abs() < 0.01
        })
        .collect();
    durations.into_iter().zip(inner_follows).filter(|(_, f)| !f).map(|(d, _)| d).collect()
}

fn assign(text: &Clean, layout: &Layout, durations: &[Duration], rates: &[RateAt]) -> Vec<Step> {
    let mut out = Vec::new();
    for (i, duration) in durations.iter().enumerate() {
        let next = durations.get(i + 1).map_or(text.chars.len(), |d| d.start);
        let sentence_end = layout.sentence_end(duration.start);
        let mine: Vec<&RateAt> = rates
            .iter()
            .filter(|r| {
                r.start >= duration.end.saturating_sub(1) && r.start < next.min(sentence_end)
            })
            .collect();
        let span = text.span(duration.start, duration.end);
        let count = f64::from(u32::try_from(mine.len()).unwrap_or(u32::MAX));
        if mine.len() > 1 && (count - duration.years).abs() < 0.01 {
            out.extend(mine.iter().map(|r| Step { years: 1.0, rate_pct: Some(r.rate), span }));
        } else {
            out.push(Step { years: duration.years, rate_pct: mine.first().map(|r| r.rate), span });
        }
    }
    let stepped = out.iter().filter(|s| s.rate_pct.is_some()).count() > 1;
    if !stepped {
        for step in &mut out {
            step.rate_pct = None;
        }
        // The same term said twice.
        out.dedup_by(|a, b| (a.years - b.years).abs() < 0.01);
    }
    out
}
