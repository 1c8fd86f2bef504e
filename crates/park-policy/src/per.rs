//! Of what a rate is taken, or for each what a sum is paid.

use crate::clean::{Clean, Span};
use crate::context::has;
use crate::units::{Each, each_at};

/// Words of the base of a rate; the word that ends last before the rate wins.
#[rustfmt::skip]
const BASES: &[(&str, &[&str])] = &[
    ("tax_paid", &["税", "贡献", "地方财力", "留成", "留存", "分享部分", "县得", "实得部分", "可用财力", "地方所得"]),
    ("rent", &["租金费用", "租赁价格", "租金总额", "租金", "房租", "租赁价格", "租赁费", "场租", "租价", "年租金", "厂房租", "免租", "办公场所", "办公用房", "厂房", "公寓", "生产用房", "工位", "场地", "租赁费用"]),
    ("land_price", &["出让金", "地价", "出让价", "最低价", "基准价", "摘牌", "土地款", "出让价款", "土地成交", "成交价", "成交价款", "净收益", "土地使用费", "土地价", "标准》", "土地收益", "挂牌价"]),
    ("equipment", &["设备投资额", "设备投资", "设备投入额", "设备投入", "设备购置额", "设备购置费用", "设备购置费", "设备采购额", "设备总投资", "设备采购", "设备价款", "设备", "技改投", "软件投入", "技术改造投"]),
    ("rd_spend", &["研发费用", "研发投入", "研发经费", "研究开发费用", "研发费", "研发支出", "研发", "研究开发", "r&d", "科研投入"]),
    ("interest", &["利息", "贴息", "利息支出", "利息费用", "利息额", "lpr", "利率", "贷款成本"]),
    ("loan", &["担保额", "贷款发放额", "放款额", "贷款本金", "贷款额", "贷款金额", "贷款余额", "贷款总额", "发放贷款", "信贷"]),
    ("premium", &["保险费用", "保费", "保险费"]),
    ("capital", &["到位资金", "注册资本", "实缴", "到资", "外资", "实际到位", "到账资金", "认缴", "募集资金", "融资额", "到位额", "到资额"]),
    ("revenue", &["营收", "营业收入", "销售额", "产值", "主营业务收入", "销售收入", "出口额", "进出口额", "营业额", "交易额"]),
    ("fee", &["收费", "规费", "手续费", "管理费", "登记费", "配套费", "行政性收费", "服务费用收"]),
    ("wage", &["工资", "薪酬", "年薪", "薪金", "劳务报酬"]),
    ("grant", &["拨经费", "国家奖金", "资助资金", "上级拨款", "拨款额", "资助额", "上级奖励", "上级补", "获国家", "所获", "省级资金", "国家、省", "上级资金", "国家拨款", "国家资助"]),
    ("contract", &["技术合同额", "合同成交额", "合同金额", "技术交易", "成交额", "合同额", "技术合同"]),
    ("price", &["销售价格", "销售价", "售价", "购房款", "房价", "购买价", "购置价", "购房总", "房屋总价", "购买办公", "购置办公"]),
    ("purchase", &["采购额", "采购金额", "采购总额"]),
    ("cost", &["费用", "成本", "支出", "运费", "电费", "水费", "开支", "服务费", "猎头费", "认证费", "展位费", "参展费", "搬迁费", "装修费", "咨询费", "检测费", "培训费", "运输费", "审计费", "保荐费", "场地费", "注册费", "通行费"]),
    ("investment", &["投资", "投入", "固投", "造价", "投资额"]),
];

/// The base of a rate at `rate`: the nearest base word before it in the sentence, else the first behind it;
/// for words such as free and half (`behind`), the one directly behind first.
pub(crate) fn base(
    text: &Clean,
    sentence: (usize, usize),
    (rate_start, rate_end): (usize, usize),
    behind: bool,
) -> Option<(&'static str, Span)> {
    let after = after(text, rate_start, sentence.1);
    let close = (rate_end - rate_start) + 10;
    if let Some(found) = after.filter(|(start, ..)| behind && start - rate_start <= close) {
        return Some(spanned(text, found));
    }
    let start = sentence.0.max(rate_start.saturating_sub(60));
    let before = masked(&text.text(start, rate_start));
    let mut best: Option<(usize, usize, &'static str)> = None;
    for (code, words) in BASES {
        for word in *words {
            if let Some(byte) = before.rfind(word) {
                let length = word.chars().count();
                let end = before[..byte].chars().count() + length;
                // The same end: the longer word knows better.
                if best.is_none_or(|(e, l, _)| (end, length) > (e, l)) {
                    best = Some((end, length, code));
                }
            }
        }
    }
    if let Some((end, length, code)) = best.filter(|(e, ..)| before.chars().count() - e <= 24) {
        return Some(spanned(text, (start + end - length, length, code)));
    }
    after.map(|found| spanned(text, found))
}

fn spanned(
    text: &Clean,
    (start, length, code): (usize, usize, &'static str),
) -> (&'static str, Span) {
    (code, text.span(start, start + length))
}

fn after(text: &Clean, from: usize, to: usize) -> Option<(usize, usize, &'static str)> {
    let after = masked(&text.text(from, to));
    let found = BASES.iter().flat_map(|(code, words)| {
        words.iter().filter_map(|w| Some((after.find(w)?, std::cmp::Reverse(w.len()), *code, *w)))
    });
    let (byte, _, code, word) = found.min()?;
    Some((from + after[..byte].chars().count(), word.chars().count(), code))
}

/// What stands in brackets is an aside: blanked, so that places stay.
pub(crate) fn masked(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .map(|c| {
            if c == '(' {
                depth += 1;
            }
            let inside = depth > 0;
            if c == ')' {
                depth = depth.saturating_sub(1);
            }
            if inside { ' ' } else { c }
        })
        .collect()
}

/// What a sum is paid for, from the words around it.
pub(crate) fn of_sum(
    text: &Clean,
    each: Option<Each>,
    phrase_start: usize,
    start: usize,
    sentence: (usize, usize),
) -> (&'static str, Option<Span>) {
    if let Some(each) = each {
        return (code(each), None);
    }
    let mut found = None;
    for at in phrase_start..start {
        if text.starts(at, "每") {
            // 每引进一名, 每毕业1家: the unit stands behind the verb; a point of growth is none.
            let counted = (2..7)
                .find(|i| text.any_at(at + i, &["一", "1"]).is_some())
                .filter(|i| !text.starts(at + i + 1, "个百分点"))
                .and_then(|i| each_at(text, at + i + 1).map(|(e, l)| (e, l + i)));
            if let Some((each, length)) = each_at(text, at + 1).or(counted) {
                let span = text.span(at, at + 1 + length);
                found = Some(match (found, each) {
                    (Some(("head", _)), Each::Year) | (Some(("year", _)), Each::Head) => {
                        ("head_year", Some(span))
                    }
                    (Some(("head", _)), Each::Month) | (Some(("month", _)), Each::Head) => {
                        ("head_month", Some(span))
                    }
                    (Some(("m2", _)), Each::Month) | (Some(("month", _)), Each::SquareMetre) => {
                        ("m2_month", Some(span))
                    }
                    (_, each) => (code(each), Some(span)),
                });
            }
        }
    }
    let around = text.text(sentence.0, sentence.1);
    if let Some(found) = found {
        let persons = has(&around, &["博士", "硕士", "人才", "毕业生", "本科"]);
        return if found.0 == "month" && persons { ("head_month", found.1) } else { found };
    }
    let before = text.text(phrase_start, start);
    let code = if has(&around, &["一次性", "首次", "等奖"]) {
        "once"
    } else if has(&before, &["每年", "年度", "年奖"]) {
        "year"
    } else if has(&before, &["项目"]) {
        "project"
    } else if has(&around, &["人才", "博士", "硕士", "科学家", "个人", "高管"]) {
        "head"
    } else if has(&around, &["品种", "产品", "商标", "品牌", "专利"]) {
        "product"
    } else if has(&around, &["项目", "平台", "机构", "中心"]) {
        "project"
    } else {
        "once"
    };
    (code, None)
}

fn code(each: Each) -> &'static str {
    match each {
        Each::Mu => "mu",
        Each::SquareMetre => "m2",
        Each::SquareMetreMonth => "m2_month",
        Each::Head => "head",
        Each::HeadYear => "head_year",
        Each::HeadMonth => "head_month",
        Each::Firm => "firm",
        Each::Kwh => "kWh",
        Each::Mw => "MW",
        Each::Year => "year",
        Each::Month => "month",
        Each::Room => "room",
        Each::Other => "product",
    }
}
