//! Makers: the firms nearest to an investor's project. The rule reads the width-folded text before blinding.

use crate::blind::{brackets, fold};

/// One of these in the leading clause says that something is made.
const MAKES: &str = "生产 制造 加工 冶炼 铸造 锻造 酿造 印刷 纺纱 织造 轧制";
/// One of these in the name says that the firm sells or serves.
const SELLS: &str = "销售 贸易 商贸 经贸 外贸 进出口 商行 商店 商城 超市 百货 批发 零售 经营部 门市 物资 供销 咨询 投资 置业 房地产 地产 物业 物流 运输 \
    货运 快递 仓储 建筑 建设 建工 工程 安装 装饰 装修 装潢 园林 劳务 广告 传媒 文化 传播 旅游 酒店 宾馆 餐饮 饭店 银行 支行 保险 证券 基金 担保 租赁 \
    代理 中介 服务 维修 管理 合作社 网络 软件 信息 电子商务 设计 教育 培训 医院 药店 药房 加油站";
/// Labels that may open a scope, at most [`LABEL_LEAD_CHARS_MAX`] characters in.
const LABELS: [&str; 6] = ["经营项目", "经营范围", "许可项目", "一般项目", "主营", "兼营"];
/// Characters before a label at most.
const LABEL_LEAD_CHARS_MAX: usize = 8;
/// Characters of the leading clause at most.
const CLAUSE_CHARS_MAX: usize = 60;
/// Brackets taken out of one scope at most.
const BRACKETS_MAX: usize = 64;

/// What stands first in a scope: without bracketed notes and an opening label, up to the first `;` or `。`.
fn leading_clause(scope: &str) -> String {
    let mut text = fold(scope);
    for _ in 0..BRACKETS_MAX {
        // An open bracket that nothing closes is no note.
        match brackets(&text, &|inside, closed| {
            if closed { String::new() } else { format!(" {inside}") }
        }) {
            Some(next) => text = next,
            None => break,
        }
    }
    let mut clause = text.trim_start();
    let label = LABELS
        .iter()
        .filter_map(|label| {
            let at = clause.find(label)?;
            let lead = clause[..at].chars().count();
            let after = clause[at + label.len()..].trim_start();
            (lead <= LABEL_LEAD_CHARS_MAX).then_some(())?;
            Some((at, after.strip_prefix(':')?))
        })
        .min_by_key(|(at, _)| *at);
    if let Some((_, after)) = label {
        clause = after;
    }
    clause.split([';', '。']).next().unwrap_or("").chars().take(CLAUSE_CHARS_MAX).collect()
}

/// Whether a firm is a maker.
pub fn is_maker(name: &str, scope: &str) -> bool {
    let name = fold(name);
    if SELLS.split_whitespace().any(|word| name.contains(word)) {
        return false;
    }
    let clause = leading_clause(scope);
    MAKES.split_whitespace().any(|word| clause.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makers_are_told_by_the_leading_clause_and_the_name() {
        for (name, scope, maker) in [
            ("恒升机械有限公司", "一般经营项目：机械制造；五金销售", true),
            ("恒升机械有限公司", "五金销售；机械制造", false),
            ("恒升机械有限公司", "五金（含加工）销售。机械制造", false),
            ("恒升贸易有限公司", "机械制造", false),
            ("恒升机械有限公司", "", false),
        ] {
            assert_eq!(is_maker(name, scope), maker, "{name} {scope}");
        }
    }
}
