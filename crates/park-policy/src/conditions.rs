//! What a firm must meet: thresholds in figures, and the conditions that stand in words.

use crate::clean::{Clean, Span};
use crate::context::{Around, has};
use crate::scan::{Figure, Unit};
use crate::units::Each;

/// A condition of a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// investment, tax, jobs, headquarters, `new_firm`, industry, revenue or other.
    pub kind: &'static str,
    /// Lower bound, 10k CNY for money, else in the unit of the text.
    pub at_least: Option<f64>,
    /// Upper bound of a bracket.
    pub below: Option<f64>,
    /// `mu` or `m2` where the bound is an intensity, `pct` where it is a share.
    pub of_each: Option<&'static str>,
    /// The words.
    pub words: String,
    /// Where they stand.
    pub span: Span,
}

const KINDS: &[(&str, &[&str])] = &[
    ("tax", &["税", "贡献", "地方财力"]),
    ("revenue", &["营收", "收入", "销售", "产值", "营业额", "交易额", "出口额", "进出口"]),
    ("investment", &["投资", "投入", "固投", "设备", "资本", "到位", "到资"]),
    ("jobs", &["就业", "用工", "职工", "员工", "人员", "吸纳"]),
];

/// The condition of a threshold figure.
pub(crate) fn threshold(text: &Clean, figure: &Figure, around: &Around) -> Option<Condition> {
    let near = format!("{}{}", around.left, crate::context::head(&around.right, 0));
    let mut kind = "other";
    let mut last = 0;
    for (code, words) in KINDS {
        for word in *words {
            if let Some(at) = near.rfind(word).filter(|at| at + word.len() > last) {
                (kind, last) = (code, at + word.len());
            }
        }
    }
    if has(&near, &["注册资本", "年薪", "综合效益"]) || figure.unit == Unit::Percent {
        kind = "other";
    }
    let money = matches!(figure.unit, Unit::Money);
    if figure.unit == Unit::Count {
        let people = matches!(text.chars.get(figure.end), Some('人' | '名'));
        if !people || !has(&around.left, &["就业", "用工", "职工", "员工", "吸纳", "人数"])
        {
            return None;
        }
        kind = "jobs";
    } else if !money && figure.unit != Unit::Percent {
        return None;
    }
    // 30万元以下: an upper bound only.
    let upper = figure.high.is_none()
        && crate::context::begins(&around.right, &["以下", "及以下", "以内", "以下的"]);
    let of_each = match figure.each {
        Some(Each::Mu) => Some("mu"),
        Some(Each::SquareMetre) => Some("m2"),
        _ if figure.unit == Unit::Percent => Some("pct"),
        _ if has(&crate::context::tail(&around.left, 6), &["每亩", "亩均"]) => Some("mu"),
        _ if has(&crate::context::tail(&around.left, 6), &["每平方米"]) => Some("m2"),
        _ => None,
    };
    Some(Condition {
        kind,
        at_least: (!upper).then_some(figure.low),
        below: if upper { Some(figure.low) } else { figure.high },
        of_each,
        words: text.text(figure.start, figure.end),
        span: text.span(figure.start, figure.end),
    })
}

/// Words that stand for a condition without a figure.
#[rustfmt::skip]
const IN_WORDS: &[(&str, &[&str])] = &[
    ("new_firm", &["新办", "新设立", "新注册", "新引进", "新落户", "新落地", "新成立", "新开办", "新建企业", "新入驻", "新迁入", "新增企业", "初创"]),
    ("headquarters", &["总部企业", "地区总部", "区域总部", "企业总部", "总部机构", "总机构", "总部项目"]),
];

/// Words that name an industry in a condition.
#[rustfmt::skip]
pub const INDUSTRIES: &[&str] = &[
    "制造业", "工业企业", "工业项目", "服务业", "集成电路", "半导体", "生物医药", "医疗器械",
    "新材料", "新能源", "电子信息", "人工智能", "软件", "装备", "汽车", "农产品", "农业", "旅游",
    "化工", "物流企业", "金融机构", "数字经济", "高新技术企业", "文化产业", "现代服务业",
    "高端制造", "纺织", "服装", "食品", "光电", "机器人", "航空", "新一代信息技术", "跨境电商",
    "电子商务",
];

/// The conditions in words.
pub(crate) fn in_words(text: &Clean) -> Vec<Condition> {
    let mut out = Vec::new();
    let mut add = |kind, word: &str, at: usize| {
        let length = word.chars().count();
        out.push(Condition {
            kind,
            at_least: None,
            below: None,
            of_each: None,
            words: word.to_owned(),
            span: text.span(at, at + length),
        });
    };
    let all = 0..text.chars.len();
    for (kind, words) in IN_WORDS {
        if let Some((word, at)) =
            words.iter().find_map(|w| Some((w, all.clone().find(|&i| text.starts(i, w))?)))
        {
            add(kind, word, at);
        }
    }
    for word in INDUSTRIES {
        if let Some(at) = all.clone().find(|&i| text.starts(i, word)) {
            add("industry", word, at);
        }
    }
    out
}
