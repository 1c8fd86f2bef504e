//! What a figure is there for: a benefit, a cap, a threshold, an instalment, a budget.
//!
//! The order of the questions matters: a figure that a threshold word holds directly is none of the firm's
//! money, whatever else the sentence gives.

use crate::context::{Around, begins, has, head, last_of, tail};
use crate::cues::{
    AFTER_BOUND, BENEFIT_AFTER, BOUND_CUES, CAP_CUES, GROWTH, INTENSITY, PAYS_AFTER, PRICE_BASES,
};
use crate::scan::{Figure, Unit};
use crate::units::Each;
use crate::words::{GIVING, gives};

/// The part a figure plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A share the firm gains.
    Rate,
    /// A share the firm still pays: the gain is what is left of 100.
    Pays,
    /// A sum the firm gains, or a price.
    Amount,
    /// An upper limit of what it gains.
    Cap,
    /// A floor or bound that the firm must meet.
    Threshold,
    /// When which part is paid out.
    Instalment,
    /// Money of a fund or a plan.
    Budget,
    /// Part of the base, not of the benefit.
    Base,
    /// Nothing that we understand.
    Unread,
}

const CAP_AFTER: &[&str] =
    &["封顶", "为限", "为上限", "以内", "为最高", "上限", "元以内", "的上限", "的限额", "(封顶"];

const PRICES: &[&str] = &["价", "租金", "地租", "房租", "出让", "征地", "毛地", "净地"];

/// The part that a sum of money plays.
pub(crate) fn money(figure: &Figure, around: &Around) -> Role {
    let (left, right) = (around.left.as_str(), around.right.as_str());
    if figure.unit == Unit::Foreign {
        return Role::Threshold;
    }
    if has(&tail(left, 2), &["含"]) {
        return Role::Threshold;
    }
    let given_at = last_of(left, GIVING).unwrap_or(0);
    let bound_at = last_of(left, BOUND_CUES).unwrap_or(0);
    let unit_area = matches!(figure.each, Some(Each::Mu | Each::SquareMetre));
    let area_before = has(&tail(left, 5), &["每亩", "每平方米", "亩均"]);
    if (unit_area || area_before)
        && has(left, INTENSITY)
        && given_at <= last_of(left, INTENSITY).unwrap_or(0)
        && !has(&tail(left, 6), &["补", "奖", "价"])
        && !begins(right, &["奖", "补", "的奖", "的补", "的标准给予", "给予"])
    {
        return Role::Threshold;
    }
    if let Some(role) = capped(around, given_at, bound_at) {
        return role;
    }
    if is_budget(left, right) {
        return Role::Budget;
    }
    if begins(right, AFTER_BOUND) {
        let price = (unit_area || area_before) && has(right, &["价"]);
        let paid = begins(
            right,
            &[
                "以上奖",
                "以上的奖",
                "以上补",
                "以上的补",
                "以上资助",
                "以下奖",
                "以下的奖",
                "以下补",
                "以下的补",
                "以下罚",
            ],
        );
        return if price || paid && given_at > bound_at { Role::Amount } else { Role::Threshold };
    }
    if let Some(role) = named_after(right, given_at, bound_at) {
        return role;
    }
    if bound_at > given_at {
        // 按投资额每100万元奖励…: the sum before a benefit is a step, not a gain.
        return if has(left, PRICES) && figure.each.is_some() && !has(left, INTENSITY) {
            Role::Amount
        } else {
            Role::Threshold
        };
    }
    without_cue(figure, around, given_at, bound_at)
}

fn without_cue(figure: &Figure, around: &Around, given_at: usize, bound_at: usize) -> Role {
    let (left, right) = (around.left.as_str(), around.right.as_str());
    let price = has(left, PRICES) || has(right, PRICES);
    if given_at > 0 || price && (figure.each.is_some() || has(left, &["每亩", "每平方米"])) {
        return Role::Amount;
    }
    let step = has(left, &["每"]) && gives(right);
    if step && right.contains(|c: char| c.is_ascii_digit()) {
        return Role::Threshold;
    }
    let said_before = last_of(&around.before, GIVING).is_some();
    if bound_at == 0 && (said_before || gives(right)) {
        return Role::Amount;
    }
    if bound_at == 0
        && gives(&around.sentence)
        && (figure.each.is_some() || has(left, &["每", "标准", "分别", "等奖", "级"]))
    {
        return Role::Amount;
    }
    if bound_at == 0 && figure.each.is_some() { Role::Amount } else { Role::Unread }
}

/// A cap, or a bound that is worded as an upper limit.
fn capped(around: &Around, given_at: usize, bound_at: usize) -> Option<Role> {
    let (left, right) = (around.left.as_str(), around.right.as_str());
    let cue = CAP_CUES.iter().filter_map(|w| left.rfind(w).map(|b| (b, b + w.len()))).max();
    if let Some((from, to)) = cue {
        let between = &left[to..];
        let figure_between = between.contains(|c: char| c.is_ascii_digit());
        if !figure_between {
            let before = &left[..from];
            let bound = last_of(
                before,
                &[
                    "投资",
                    "收入",
                    "营收",
                    "产值",
                    "销售",
                    "注册资本",
                    "规模",
                    "单价",
                    "年薪",
                    "资产",
                    "税收",
                    "面积",
                ],
            );
            let given = last_of(before, GIVING).unwrap_or(0);
            let closes = begins(right, &["的企业", "的项目", "的单位", "的,", "的中小", "的小微"])
                || right == "的";
            if bound.is_some_and(|b| b > given && before.len() - b <= 9)
                && !gives(between)
                && (closes || !gives(right))
            {
                return Some(Role::Threshold);
            }
            return Some(Role::Cap);
        }
    }
    if begins(right, CAP_AFTER) {
        let held = bound_at > given_at && !begins(right, &["封顶"]);
        return Some(if held { Role::Threshold } else { Role::Cap });
    }
    None
}

fn is_budget(left: &str, right: &str) -> bool {
    let fund = has(
        &head(right, 16),
        &[
            "基金",
            "专项资金",
            "资金池",
            "专项经费",
            "引导资金",
            "产业资金",
            "扶持资金",
            "发展资金",
            "奖励资金池",
        ],
    );
    let set_up = has(
        left,
        &[
            "设立",
            "安排",
            "组建",
            "筹集",
            "总规模",
            "统筹",
            "出资",
            "列支",
            "预算",
            "注资",
            "募集",
            "规模",
        ],
    );
    (fund && set_up)
        || has(
            &tail(left, 8),
            &[
                "总规模",
                "基金规模",
                "基金总",
                "资金规模",
                "资金总额",
                "每年安排",
                "预算安排",
                "财政安排",
                "专项资金",
            ],
        )
}

fn named_after(right: &str, given_at: usize, bound_at: usize) -> Option<Role> {
    let stripped = right.trim_start_matches(['的', '等', '作', '为']);
    let with_of = right.starts_with('的');
    let direct = with_of && begins(stripped, &["补", "奖", "给予", "按"]);
    if direct && head(stripped, 10).contains(|c: char| c.is_ascii_digit()) {
        return Some(Role::Threshold);
    }
    if !begins(stripped, BENEFIT_AFTER) {
        return None;
    }
    // 纳税100万元奖励5万元: a figure follows, so this one is the step.
    let after: String = stripped.chars().take(12).collect();
    let step = after.contains(|c: char| c.is_ascii_digit()) && bound_at > given_at;
    let held = with_of && bound_at > given_at && given_at == 0;
    Some(if step || held { Role::Threshold } else { Role::Amount })
}

/// The part that a percentage plays.
pub(crate) fn percent(figure: &Figure, around: &Around, others: Others) -> Role {
    let (left, right) = (around.left.as_str(), around.right.as_str());
    let near = tail(left, 12);
    if begins(&tail(left, 4), &["每增", "每提", "每超", "每下"])
        || figure.unit == Unit::Points && has(&near, &["每增", "每提", "每超", "每降"])
    {
        return Role::Threshold;
    }
    if begins(right, &["的税率", "税率", "的优惠税率"])
        || has(&tail(left, 3), &["减按"])
        || has(&near, &["税率", "年利率", "利率上浮", "保证金", "首付"])
            && !gives(&near)
            && !gives(right)
    {
        return Role::Base;
    }
    if is_instalment(around, others) {
        return Role::Instalment;
    }
    if begins(
        right,
        &["以上", "及以上", "以下", "及以下", "(含", "的企业", "的项目", "的,", "以内的"],
    ) && !has(&head(right, 8), &["补", "奖", "给予", "贴", "优惠", "扶持"])
        && !has(left, PRICE_BASES)
    {
        return Role::Threshold;
    }
    let given_at = last_of(left, GIVING).unwrap_or(0);
    let growth_at = last_of(left, GROWTH).unwrap_or(0);
    let gives_right = gives(&head(right, 14));
    if growth_at > 0
        && growth_at > given_at
        && has(&near, GROWTH)
        && (has(&near, &["不低于", "达到", "达", "以上", "高于", "超过", "占", "低于", "不少于"])
            || !gives_right)
        && !has(&tail(left, 5), &["部分", "不超过", "额的", "量的"])
        && !has(&near, &["地价", "标准》"])
    {
        return Role::Threshold;
    }
    if others.later_rate && begins(right, &["部分", "的部分", "留成部分"])
        || has(&tail(left, 3), &["省级", "属县", "县级", "市级", "区级"])
            && others.later_rate
            && begins(right, &["部分", "以", "留"])
    {
        return Role::Base;
    }
    if let Some(role) = pays(left, right) {
        return role;
    }
    if given_at > 0
        || gives(right)
        || gives(&around.sentence)
        || figure.unit == Unit::Percent && has(left, PRICE_BASES)
    {
        return Role::Rate;
    }
    Role::Unread
}

/// What else the sentence holds, as far as a percentage's part depends on it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Others {
    /// A sum or a cap stands before it.
    pub(crate) sum_before: bool,
    /// Another percentage follows in the sentence.
    pub(crate) later_rate: bool,
}

fn is_instalment(around: &Around, others: Others) -> bool {
    let (left, right) = (around.left.as_str(), around.right.as_str());
    let paid = has(
        &tail(left, 6),
        &["发放", "拨付", "支付", "付清", "预付", "预拨", "预支", "兑现", "拨"],
    ) || begins(
        right,
        &[
            "发放",
            "拨付",
            "支付",
            "兑现",
            "预拨",
            "的比例拨付",
            "的比例兑现",
            "的比例发放",
            "比例拨付",
            "比例兑现",
            "比例分",
            "的比例分",
            "资金",
            "余款",
            "尾款",
            "奖励资金",
        ],
    );
    let staged = has(
        left,
        &[
            "后",
            "时",
            "首期",
            "其余",
            "剩余",
            "余下",
            "先行",
            "第一期",
            "第二期",
            "第一次",
            "先",
            "再",
            "余",
            "首次拨",
            "首批",
        ],
    );
    let in_years = has(
        left,
        &[
            "分三年",
            "分两年",
            "分二年",
            "分五年",
            "分3年",
            "分2年",
            "分5年",
            "分年",
            "分期",
            "分三期",
            "分两期",
            "分批",
            "分三次",
            "分两次",
            "分阶段",
        ],
    );
    let rest = has(&tail(left, 4), &["其余", "剩余", "余下", "余款", "尾款", "首付"]);
    let base =
        has(left, &["的", "按"]) && has(left, &["税", "贡献", "投资额", "租金", "费用", "利息"]);
    (in_years && (paid || has(right, &["比例", "兑现", "拨付", "发放", "支付"])))
        || rest
        || paid && staged && (others.sum_before || !base)
}

fn pays(left: &str, right: &str) -> Option<Role> {
    let near = tail(left, 6);
    if has(
        &near,
        &[
            "减收", "减征", "减缴", "减免", "优惠", "下浮", "降低", "下调", "减", "返还", "奖励",
            "补贴", "补助", "给予",
        ],
    ) {
        return None;
    }
    let right_head = head(right, 12);
    let right_gives = has(&head(right, 8), &["奖", "补", "返", "给予", "资助", "扶持", "贴息"]);
    if begins(right, PAYS_AFTER)
        || begins(right, &["标准收", "比例收", "比例缴", "标准缴", "标准执行"])
    {
        let price =
            has(left, PRICE_BASES) || has(left, &["收费", "留成部分", "费", "租", "价", "税"]);
        let clear = begins(
            right,
            &[
                "收取",
                "缴纳",
                "缴交",
                "征收",
                "计收",
                "计征",
                "收费",
                "交纳",
                "的标准收",
                "的标准缴",
            ],
        );
        let set = begins(right, &["确定", "作为", "计算", "支付", "结算"]);
        if !right_gives && (clear || price && (!set || has(left, PRICE_BASES))) {
            return Some(Role::Pays);
        }
    }
    let priced = has(&tail(left, 14), PRICE_BASES);
    if priced
        && !right_gives
        && !gives(&right_head)
        && !has(left, &["返还", "奖励", "补贴", "补助", "给予", "装修", "补"])
    {
        return Some(Role::Pays);
    }
    None
}
