//! Rates that stand in words: in full, free, half, and the slogans of years free and years at half.

use crate::clean::Clean;
use crate::scan::{Figure, Unit};

/// A rate without a figure.
#[derive(Debug, Clone)]
pub(crate) struct WordRate {
    /// First character.
    pub(crate) start: usize,
    /// One past the last.
    pub(crate) end: usize,
    /// What the firm gains, per cent.
    pub(crate) rate_pct: f64,
    /// Years of a slogan.
    pub(crate) years: Option<f64>,
}

/// A slogan's part that tells years and no rate (四补).
pub(crate) type OpenYears = (usize, usize, f64);

#[rustfmt::skip]
const AFTER_FULL: &[&str] = &[
    "奖", "补", "返", "免", "减", "贴", "资助", "给予", "退", "扶持", "支持", "留", "列支", "列入",
    "用于", "予以", "、", ",后", "安排", "拨", "的扶持", "的奖励", "的补", "作为", "由", "先征",
    "给",
];

/// After these the firm pays in full, or nothing is relieved.
const PAYS_FULL: &[&str] =
    &["缴", "到位", "付", "出资", "投", "纳", "征收", "上缴", "上交", "收取", "财政", "事业"];

#[rustfmt::skip]
const FREE_AFTER: &[&str] = &[
    "征", "收", "缴", "交", "租", "费", "除", "房租", "纳", "付", "息", "土地", "行政", "企业",
    "场租", "物业", "厂房", "地租", "所得税", "增值税", "地方", "手续", "办公", "一切", "全部",
    "各", "城市", "水", "担保", "保证金", "工本", "登记",
];

#[rustfmt::skip]
const NOT_FREE: &[&str] = &[
    "免申", "免检", "免疫", "免签", "免审", "免税店", "免税商", "免责", "免职", "免评", "免于",
    "免除责任",
];

/// Free of charge counts as a benefit where something is used or given.
const FREE_OF_CHARGE: &[&str] = &[
    "提供", "使用", "入驻", "办公", "租", "住", "代办", "办理", "安装", "接入", "培训", "乘",
    "开展", "发布", "享",
];

fn window(text: &Clean, at: usize, length: usize) -> String {
    let end = (at + length).min(text.chars.len());
    let stop = text.chars[at.min(end)..end].iter().position(|c| matches!(c, '。' | ';'));
    text.text(at, stop.map_or(end, |s| at + s))
}

/// Rates in words, slogans first; a place is read once.
pub(crate) fn word_rates(text: &Clean) -> (Vec<WordRate>, Vec<OpenYears>) {
    let (mut rates, mut open) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < text.chars.len() {
        if let Some(end) = slogan(text, at, &mut rates, &mut open) {
            at = end;
        } else if let Some(rate) = plain_word(text, at) {
            at = rate.end;
            push_once(text, &mut rates, rate);
        } else {
            at += 1;
        }
    }
    (rates, open)
}

/// `全额免征` says one thing twice.
fn push_once(text: &Clean, rates: &mut Vec<WordRate>, rate: WordRate) {
    if let Some(last) = rates.last() {
        let between = text.text(last.end, rate.start);
        let new_years = last.years.is_none() && between.contains('年');
        if (last.rate_pct - rate.rate_pct).abs() < 1e-9
            && between.chars().count() <= 8
            && !new_years
            && !between.contains([',', ';', '。'])
        {
            return;
        }
    }
    rates.push(rate);
}

fn slogan_number(c: Option<&char>) -> Option<f64> {
    Some(match c? {
        '一' | '1' => 1.0,
        '二' | '两' | '2' => 2.0,
        '三' | '3' => 3.0,
        '四' | '4' => 4.0,
        '五' | '5' => 5.0,
        '六' | '6' => 6.0,
        '七' | '7' => 7.0,
        '八' | '8' => 8.0,
        '十' => 10.0,
        _ => return None,
    })
}

/// `三免三减半`, `免二减三`, `一免四补`.
fn slogan(
    text: &Clean,
    at: usize,
    rates: &mut Vec<WordRate>,
    open: &mut Vec<OpenYears>,
) -> Option<usize> {
    let c = |i: usize| text.chars.get(at + i);
    let (first, then, verb, mut end) = if c(0) == Some(&'免') && matches!(c(2), Some('减' | '补'))
    {
        (slogan_number(c(1))?, slogan_number(c(3))?, *c(2)?, at + 4)
    } else if c(1) == Some(&'免') && matches!(c(3), Some('减' | '补' | '半')) {
        (slogan_number(c(0))?, slogan_number(c(2))?, *c(3)?, at + 4)
    } else {
        return None;
    };
    if text.chars.get(end) == Some(&'半') {
        end += 1;
    }
    rates.push(WordRate { start: at, end, rate_pct: 100.0, years: Some(first) });
    if verb == '补' {
        open.push((at, end, then));
    } else {
        rates.push(WordRate { start: at, end, rate_pct: 50.0, years: Some(then) });
    }
    Some(end)
}

fn plain_word(text: &Clean, at: usize) -> Option<WordRate> {
    let made = |length: usize, rate_pct: f64| {
        Some(WordRate { start: at, end: at + length, rate_pct, years: None })
    };
    if text.any_at(at, &["零地价", "零租金", "零收费", "零费用", "零房租"]).is_some()
    {
        return made(3, 100.0);
    }
    if text.starts(at, "\"零\"地价") {
        return made(5, 100.0);
    }
    if let Some(word) = text.any_at(at, &["不再收取", "不收取", "不予收取"]) {
        return made(word.chars().count(), 100.0);
    }
    if let Some(length) =
        ["1:1", "1比1", "一比一"].iter().find(|w| text.starts(at, w)).map(|w| w.chars().count())
        && !digit_beside(text, at, length)
        && gives(&window(text, at + length, 8))
    {
        return made(length, 100.0);
    }
    if text.any_at(at, &["减半", "半价"]).is_some() {
        return made(2, 50.0);
    }
    if text.starts(at, "一半") && gives(&window(text, at.saturating_sub(20), 40)) {
        return made(2, 50.0);
    }
    if text.any_at(at, &["全额", "全部", "足额"]).is_some() {
        return full(text, at);
    }
    if text.starts(at, "全免") {
        return made(2, 100.0);
    }
    if text.chars[at] == '免' {
        return free(text, at);
    }
    None
}

/// Whether a proportion goes on: 1:1.5, 1:10, 11:1.
fn digit_beside(text: &Clean, at: usize, length: usize) -> bool {
    let number = |i: usize| text.chars.get(i).is_some_and(|c| c.is_ascii_digit() || *c == '.');
    at > 0 && number(at - 1) || number(at + length)
}

fn full(text: &Clean, at: usize) -> Option<WordRate> {
    let after = window(text, at + 2, 8);
    let strict = !text.starts(at, "全额");
    let pays = PAYS_FULL.iter().any(|w| after.starts_with(w)) && !after.starts_with("投入的");
    let near: String = after.chars().take(if strict { 4 } else { 8 }).collect();
    let gives = AFTER_FULL.iter().any(|w| near.contains(w));
    let figure = after.chars().any(|c| matches!(c, '%' | '折'));
    (gives && !pays && !figure).then_some(WordRate {
        start: at,
        end: at + 2,
        rate_pct: 100.0,
        years: None,
    })
}

fn free(text: &Clean, at: usize) -> Option<WordRate> {
    let before = at.checked_sub(1).map(|i| text.chars[i]);
    if matches!(before, Some('减' | '避' | '以' | '难' | '不' | '任' | '罢' | '赦')) {
        return None;
    }
    if text.any_at(at, NOT_FREE).is_some() {
        return None;
    }
    let after = window(text, at + 1, 10);
    let years: bool = {
        let head: String = after.chars().take(6).collect();
        head.chars().next().is_some_and(|c| c.is_ascii_digit() || slogan_number(Some(&c)).is_some())
            && head.contains('年')
    };
    let rest: String = after.chars().skip(1).take(6).collect();
    let ok = if after.starts_with('费') {
        FREE_OF_CHARGE.iter().any(|w| rest.contains(w))
    } else if after.starts_with("税") {
        matches!(before, Some('年' | '内' | '期'))
    } else {
        years || FREE_AFTER.iter().any(|w| after.starts_with(w))
    };
    // 免征额, 免缴50%: a figure follows that tells the rate.
    let figure =
        after.split([',', ';', '。']).next().is_some_and(|p| p.chars().take(8).any(|c| c == '%'));
    (ok && !figure && !after.starts_with("征额")).then_some(WordRate {
        start: at,
        end: at + 2,
        rate_pct: 100.0,
        years: None,
    })
}

/// Whether something is given: a verb or noun of benefit.
pub(crate) fn gives(phrase: &str) -> bool {
    GIVING.iter().any(|w| phrase.contains(w))
}

/// Verbs and nouns of benefit.
#[rustfmt::skip]
pub(crate) const GIVING: &[&str] = &[
    "给予", "予以", "奖", "补贴", "补助", "补偿", "补足", "补给", "资助", "扶持", "支持", "返还",
    "返回", "退还", "贴息", "津贴", "配套", "减免", "减征", "减收", "减缴", "减按", "优惠", "发放",
    "资金扶", "免", "让利", "补", "贴", "下浮", "下调", "回补", "兑现", "提供", "激励", "领取",
    "享受", "列支",
];

/// `相当于…数额`, `按…数额确定`, and the part above a floor that is given back: a rate of 100 in words.
pub(crate) fn equal_sums(text: &Clean, start: usize, end: usize) -> Option<WordRate> {
    let sentence = text.text(start, end);
    if sentence.contains(['%', '‰', '折']) || !gives(&sentence) {
        return None;
    }
    let place = |word: &str| sentence.find(word).map(|b| sentence[..b].chars().count());
    let taxed = ["税", "贡献", "地方财力", "留成", "出让", "地价", "租金", "摘牌", "成交", "价"]
        .iter()
        .any(|w| sentence.contains(w))
        || ["实际支出", "实际发生额", "据实"].iter().any(|w| sentence.contains(w));
    for (head, marks) in [
        (
            "相当于",
            &["数额", "等额", "金额", "额度", "部分", "总额", "的奖励", "的扶持", "的补"][..],
        ),
        ("等额", &["奖", "补", "返"][..]),
        ("超出", &["部分"][..]),
        ("高出", &["部分"][..]),
        ("按", &["数额确定", "的数额", "等额"][..]),
        ("实际支出", &["予以补", "给予补", "补助", "补贴", "予以资助"][..]),
        ("实际发生额", &["予以补", "给予补", "补助", "补贴"][..]),
        ("据实", &["补", "资助"][..]),
    ] {
        let Some(from) = place(head) else { continue };
        let rest: String = sentence.chars().skip(from).take(40).collect();
        if taxed && marks.iter().any(|m| rest.contains(m)) && !sentence.contains("全额") {
            let length = head.chars().count();
            return Some(WordRate {
                start: start + from,
                end: start + from + length,
                rate_pct: 100.0,
                years: None,
            });
        }
    }
    None
}

/// Whether a figure stands inside a place already read as words.
pub(crate) fn covers(rates: &[WordRate], figure: &Figure) -> bool {
    rates.iter().any(|r| r.start <= figure.start && figure.end <= r.end)
        && figure.unit != Unit::Money
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::clean;

    #[test]
    fn only_one_to_one_is_in_full() {
        let rates = |text: &str| -> Vec<f64> {
            word_rates(&clean(text)).0.iter().map(|r| r.rate_pct).collect()
        };
        assert_eq!(rates("按1：1配套资助"), [100.0]);
        assert_eq!(rates("按1∶1配套资助"), [100.0]);
        assert_eq!(rates("按1:1.5配套资助"), [0.0; 0]);
        assert_eq!(rates("按1:10配套资助"), [0.0; 0]);
        assert_eq!(rates("按1:100%配套资助"), [0.0; 0]);
    }
}
