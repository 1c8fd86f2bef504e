//! A registered scope cut into items: what a firm makes, sells or does, without licence phrases.

/// A clause that has one of these speaks of the licence, not of the activity.
const BOILERPLATE: [&str; 44] = [
    "依法须经",
    "依法需经",
    "须经批准",
    "需经批准",
    "部门批准",
    "批准后",
    "审批",
    "许可",
    "凭",
    "法律",
    "法规",
    "国务院",
    "国家",
    "资质",
    "有效期",
    "期限",
    "不得",
    "未经",
    "除外",
    "以上",
    "上述",
    "以下",
    "为准",
    "专项",
    "专营",
    "禁止",
    "限制",
    "限定",
    "规定",
    "筹建",
    "分支机构",
    "分公司",
    "总公司",
    "经营范围",
    "自主",
    "执照",
    "证书",
    "公示",
    "本市",
    "本省",
    "本区",
    "区内",
    "本公司",
    "登记机关",
];

/// What is done with goods; cut off both ends of an item.
const VERBS: [&str; 53] = [
    "批发兼零售",
    "批发零售",
    "零售兼批发",
    "批零兼营",
    "网上销售",
    "生产销售",
    "加工销售",
    "制造销售",
    "自产自销",
    "设计制作",
    "自营和代理",
    "技术研发",
    "技术开发",
    "进出口",
    "生产",
    "销售",
    "加工",
    "制造",
    "批发",
    "零售",
    "经销",
    "代销",
    "购销",
    "产销",
    "批零",
    "研发",
    "研制",
    "研究",
    "开发",
    "制作",
    "组装",
    "收购",
    "经营",
    "从事",
    "承接",
    "承包",
    "承揽",
    "提供",
    "代购",
    "代售",
    "自营",
    "专卖",
    "供应",
    "买卖",
    "贸易",
    "酿造",
    "主营",
    "兼营",
    "制售",
    "承办",
    "相关",
    "的",
    "各类",
];

/// Items that say nothing about a firm.
const SAYS_NOTHING: &str = "产品 商品 货物 物资 服务 业务 项目 技术 信息 材料 设备 配件 零部件 零件 附件 辅料 原料 原材料 制品 用品 \
    相关 相关产品 相关服务 相关技术 相关业务 相关配件 其他 其它 其他产品 各种 系列产品 及其 技术咨询 技术服务 技术转让 技术推广 \
    咨询 咨询服务 信息咨询 管理 投资 投资管理 代理 加盟 租赁 出租 维修 安装 设计 施工 运输 仓储 配送 推广 培训 国内贸易 国际贸易 \
    国内一般贸易 一般贸易 对外贸易 货物和技术 货物及技术 技术进出口 货物进出口 商品和技术 各类商品 各类商品和技术 商品及技术 \
    进出口业务 进出口贸易 机械 电子 五金 化工 建筑 建材 农业 工业 商业 日用 生活 一般 普通 自有 自产产品 本企业 企业 公司 个人 \
    社会 经济 经济信息 经贸 商务 综合 专业 主要 系统 工程 科技 行业 相关领域 领域内 售后服务 售后 维护 保养 调试 检测 测试 销售服务 \
    补偿贸易 三来一补 来料加工 加工贸易 转口贸易 合资经营 合作生产 仪器 机械设备 零配件 百货 仪器仪表 自有资金 项目投资 实业投资 \
    发布 网上 转让 器材 仪表 金属 装饰 包装 电力 水电 环保 文化 通讯 通信 电气 自动化 交电 器件 元件 种植业 制造业 服务业 批发业 零售业 \
    对外投资 技术研究 技术交流 成果转让 新技术 新产品 高科技 高新技术 产品销售 配套 配套服务 配套设施 整机 半成品 成品";

/// An item with one of these is a phrase of trade, the same in every industry.
const PHRASES_OF_TRADE: [&str; 12] = [
    "进出口",
    "各类",
    "经营项目",
    "代理商品",
    "自营",
    "三来一补",
    "类产品",
    "本公司",
    "的",
    "有关",
    "领域内",
    "带有",
];

/// Least and most characters of a term.
const TERM_CHARS: std::ops::RangeInclusive<usize> = 2..=8;

/// The items of a scope, each once, in the order of the text.
pub fn items(scope: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for clause in without_notes(scope).split([';', '；', '。']) {
        let clause = without_label(clause);
        for part in clause.split(['、', ',', '，', '/', ' ', '　', ':', '：', '*', '.', '|']) {
            if BOILERPLATE.iter().any(|b| part.contains(b)) {
                continue;
            }
            for piece in split_at_conjunctions(part) {
                let core = core(piece);
                if is_term(core) && !found.iter().any(|f| f == core) {
                    found.push(core.to_owned());
                }
            }
        }
    }
    found
}

/// Whether a text has the shape of a term: short, Chinese at least in part, and saying something.
pub fn is_term(text: &str) -> bool {
    let n_chars = text.chars().count();
    TERM_CHARS.contains(&n_chars)
        && text.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric())
        && text.chars().filter(|c| is_han(*c)).count() >= 2
        && !text.starts_with(['对', '不'])
        && !VERBS.contains(&text)
        && !PHRASES_OF_TRADE.iter().any(|p| text.contains(p))
        && !SAYS_NOTHING.split_whitespace().any(|s| s == text)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The text without what stands in brackets; an open bracket runs to the end.
fn without_notes(scope: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(scope.len());
    for c in scope.chars() {
        match c {
            '(' | '（' | '[' | '【' | '《' | '<' | '{' | '〔' => depth += 1,
            ')' | '）' | ']' | '】' | '》' | '>' | '}' | '〕' => {
                depth = depth.saturating_sub(1);
                // What follows a note is another item unless a separator says so already.
                if depth == 0 {
                    kept.push('、');
                }
            }
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// A clause without the label that opens it (许可项目:).
fn without_label(clause: &str) -> &str {
    match clause.split_once([':', '：']) {
        Some((label, rest))
            if ["项目", "范围", "主营", "兼营", "主项", "附项"]
                .iter()
                .any(|e| label.ends_with(e)) =>
        {
            rest
        }
        _ => clause,
    }
}

/// Splits at 及, 与 and 和 where two characters or more stand on both sides.
fn split_at_conjunctions(part: &str) -> Vec<&str> {
    let pieces: Vec<&str> = part.split(['及', '与', '和']).collect();
    if pieces.iter().all(|p| p.chars().count() >= 2) { pieces } else { vec![part] }
}

/// An item without the verbs at its ends.
fn core(item: &str) -> &str {
    let mut core = item.trim();
    loop {
        let before = core.len();
        for verb in VERBS {
            for cut in [core.strip_prefix(verb), core.strip_suffix(verb)].into_iter().flatten() {
                if cut.chars().count() >= 2 {
                    core = cut;
                    break;
                }
            }
        }
        core = core.strip_suffix('等').unwrap_or(core).trim();
        if core.len() == before {
            return core;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_what_a_firm_deals_with() {
        for (scope, want) in [
            (
                "生产、销售:锂离子电池及配件;货物进出口(依法须经批准的项目,经相关部门批准后方可开展经营活动)",
                vec!["锂离子电池"],
            ),
            (
                "塑料制品生产销售、汽车租赁、机械零部件的制造",
                vec!["塑料制品", "汽车租赁", "机械零部件"],
            ),
            ("许可经营项目:烟花爆竹批发;一般经营项目:无", vec!["烟花爆竹"]),
            ("国家法律、法规禁止的不得经营", vec![]),
        ] {
            assert_eq!(items(scope), want, "{scope}");
        }
    }
}
