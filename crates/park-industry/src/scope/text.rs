//! A firm's name and scope taken apart: the name without its formal endings, and the items of the
//! scope, each with what the firm does with it.

use crate::fold::fold_char;

/// Longest scope that is read, in characters.
pub(crate) const SCOPE_CHARS_MAX: usize = 400;
/// Longest name that is read, in characters.
pub(crate) const NAME_CHARS_MAX: usize = 60;
/// Items that are looked at; those behind say little about the main activity.
pub(crate) const ITEMS_MAX: usize = 24;

/// What a firm does with an item, as bits.
pub(crate) mod verb {
    /// Makes it.
    pub(crate) const MAKE: u8 = 1;
    /// Sells it.
    pub(crate) const SELL: u8 = 2;
    /// Develops or designs it.
    pub(crate) const DEVELOP: u8 = 4;
    /// Serves with it.
    pub(crate) const SERVE: u8 = 8;
}

/// Verbs that are cut off an item's edges, longest first within a start.
const VERBS: [(&str, u8); 52] = [
    ("批发兼零售", verb::SELL),
    ("批发零售", verb::SELL),
    ("零售兼批发", verb::SELL),
    ("代购代销", verb::SELL),
    ("批零兼营", verb::SELL),
    ("网上销售", verb::SELL),
    ("生产销售", verb::MAKE | verb::SELL),
    ("加工销售", verb::MAKE | verb::SELL),
    ("制造销售", verb::MAKE | verb::SELL),
    ("产销", verb::MAKE | verb::SELL),
    ("组装", verb::MAKE),
    ("生产", verb::MAKE),
    ("制造", verb::MAKE),
    ("制作", verb::MAKE),
    ("加工", verb::MAKE),
    ("酿造", verb::MAKE),
    ("制售", verb::MAKE | verb::SELL),
    ("批发", verb::SELL),
    ("零售", verb::SELL),
    ("批零", verb::SELL),
    ("销售", verb::SELL),
    ("经销", verb::SELL),
    ("购销", verb::SELL),
    ("代销", verb::SELL),
    ("收购", verb::SELL),
    ("经营", verb::SELL),
    ("买卖", verb::SELL),
    ("专卖", verb::SELL),
    ("供应", verb::SELL),
    ("贸易", verb::SELL),
    ("研发", verb::DEVELOP),
    ("研制", verb::DEVELOP),
    ("研究", verb::DEVELOP),
    ("开发", verb::DEVELOP),
    ("设计", verb::DEVELOP),
    ("技术开发", verb::DEVELOP),
    ("技术研发", verb::DEVELOP),
    ("技术咨询", verb::SERVE),
    ("技术服务", verb::SERVE),
    ("技术转让", verb::SERVE),
    ("技术推广", verb::SERVE),
    ("售后服务", verb::SERVE),
    ("咨询", verb::SERVE),
    ("服务", verb::SERVE),
    ("维修", verb::SERVE),
    ("修理", verb::SERVE),
    ("维护", verb::SERVE),
    ("安装", verb::SERVE),
    ("施工", verb::SERVE),
    ("租赁", verb::SERVE),
    ("出租", verb::SERVE),
    ("推广", verb::SERVE),
];

/// Verbs of growing and digging: they make, and stay with their item, for they name the trade.
const PRIMARY: [&str; 12] = [
    "种植", "养殖", "饲养", "繁育", "培育", "开采", "采选", "洗选", "采掘", "捕捞", "屠宰", "冶炼",
];

/// What begins one of these is said of the licence, not of the activity, up to the clause's end.
const BOILERPLATE: [&str; 29] = [
    "法律法规、",
    "无需许可",
    "市场主体自主",
    "企业依法自主",
    "经审批机关",
    "依法须经",
    "依法需经",
    "法律、",
    "法律,",
    "法律法规",
    "行政法规",
    "国家限定",
    "国家法律",
    "国务院决定",
    "国家有专项",
    "国家专项",
    "凭许可证",
    "凭有效",
    "凭资质",
    "须取得许可",
    "需取得许可",
    "取得许可",
    "涉及前置",
    "涉及许可",
    "经相关部门批准",
    "经有关部门批准",
    "未经批准",
    "不得经营",
    "需许可",
];

/// One thing the firm deals with.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// The words, without verbs at the edges.
    pub(crate) core: Vec<char>,
    /// What is done with it; bits of [`verb`].
    pub(crate) verbs: u8,
}

/// Name and scope taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    /// Name without its formal ending.
    pub(crate) name: Vec<char>,
    /// Items in order.
    pub(crate) items: Vec<Item>,
}

impl Firm {
    /// The name with the first item alone.
    pub(crate) fn lead(&self) -> Self {
        Self { name: self.name.clone(), items: self.items.iter().take(1).cloned().collect() }
    }
}

/// Takes a firm apart.
pub(crate) fn take_apart(name: &str, scope: &str) -> Firm {
    let folded_scope = folded(scope, SCOPE_CHARS_MAX);
    let mut found = items(&clean(&clean_brackets(&folded_scope)));
    if found.is_empty() {
        // Some registers write only the law outside the brackets, and the activity inside.
        let open: Vec<char> =
            folded_scope.iter().map(|c| if opens(*c) || closes(*c) { ';' } else { *c }).collect();
        found = items(&clean(&open));
    }
    Firm { name: name_core(&clean_brackets(&folded(name, NAME_CHARS_MAX))), items: found }
}

/// Width and case folded; a blank between two words separates them.
fn folded(text: &str, max: usize) -> Vec<char> {
    text.chars()
        .take(max)
        .map(|c| match c {
            '。' | '；' => ';',
            '，' => ',',
            '：' => ':',
            '*' | '★' | '\u{2022}' | '·' => ',',
            c => fold_char(c).unwrap_or(','),
        })
        .collect()
}

fn starts(text: &[char], word: &str) -> bool {
    word.chars().enumerate().all(|(at, c)| text.get(at) == Some(&c))
}

fn ends(text: &[char], word: &str) -> bool {
    let n = word.chars().count();
    n <= text.len() && starts(&text[text.len() - n..], word)
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '【' | '《' | '〈' | '{' | '「')
}

fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '】' | '》' | '〉' | '}' | '」')
}

/// Without bracketed notes; an unclosed bracket reaches to the next separator.
fn clean_brackets(text: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if opens(text[at]) {
            let mut depth = 0_usize;
            let close = text[at..].iter().position(|c| {
                if opens(*c) {
                    depth += 1;
                } else if closes(*c) {
                    depth -= 1;
                }
                depth == 0
            });
            at = match close {
                Some(n) => at + n + 1,
                None => text[at..]
                    .iter()
                    .position(|c| matches!(c, ';' | ',' | '、'))
                    .map_or(text.len(), |n| at + n),
            };
        } else {
            if !closes(text[at]) {
                out.push(text[at]);
            }
            at += 1;
        }
    }
    out
}

/// Without licence sentences and labels.
fn clean(text: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    for clause in text.split(|c| *c == ';') {
        let clause = without_label(clause);
        let end = (0..clause.len())
            .find(|at| BOILERPLATE.iter().any(|b| starts(&clause[*at..], b)))
            .unwrap_or(clause.len());
        if end > 0 {
            out.extend_from_slice(&clause[..end]);
            out.push(';');
        }
    }
    out
}

/// Without 许可经营项目:, 一般项目:, 经营范围: and the like, wherever they stand in the clause.
fn without_label(clause: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(clause.len());
    let mut at = 0;
    while at < clause.len() {
        let label = ["经营项目", "许可项目", "一般项目", "经营范围", "兼营", "主营", "业务范围"]
            .iter()
            .find(|l| starts(&clause[at..], l));
        if let Some(label) = label {
            at += label.chars().count();
            for kind in ["一般", "许可", "前置许可", "后置许可", "前置", "后置"] {
                if ends(&out, kind) {
                    out.truncate(out.len() - kind.chars().count());
                }
            }
            while at < clause.len() && matches!(clause[at], ':' | '是' | '为' | ',' | '、') {
                at += 1;
            }
            if clause.get(at) == Some(&'无') || clause.get(at) == Some(&'/') {
                at += 1;
            }
            if !out.is_empty() {
                out.push(',');
            }
        } else {
            out.push(clause[at]);
            at += 1;
        }
    }
    out
}

/// Formal endings of names; what stands behind the first of them (branches) is kept as a tail.
const ENDINGS: [&str; 13] = [
    "股份有限责任公司",
    "股份有限公司",
    "集团有限责任公司",
    "集团有限公司",
    "有限责任公司",
    "有限公司",
    "分公司",
    "支公司",
    "总公司",
    "公司",
    "股份",
    "集团",
    "有限",
];

fn name_core(name: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(name.len());
    let mut at = 0;
    while at < name.len() {
        match ENDINGS.iter().find(|e| starts(&name[at..], e)) {
            Some(e) => {
                at += e.chars().count();
                if at < name.len() {
                    out.push('|');
                }
            }
            None => {
                out.push(name[at]);
                at += 1;
            }
        }
    }
    while out.last() == Some(&'|') {
        out.pop();
    }
    out
}

fn splits_item(c: char) -> bool {
    matches!(c, '、' | ',' | '和' | '及' | '与' | '/' | '.' | '兼' | '“' | '”' | '"' | '-' | '—')
}

fn items(scope: &[char]) -> Vec<Item> {
    let mut out = Vec::new();
    for clause in scope.split(|c| *c == ';') {
        read_clause(clause, &mut out);
        if out.len() >= ITEMS_MAX {
            out.truncate(ITEMS_MAX);
            break;
        }
    }
    out
}

/// An item's verbs: cut from the front, cut from the end, and its rest.
fn peel(item: &[char]) -> (u8, u8, Vec<char>) {
    let mut core = item;
    let (mut front, mut back) = (0, 0);
    loop {
        let found = VERBS.iter().filter(|(v, _)| starts(core, v)).max_by_key(|(v, _)| v.len());
        let Some((word, bit)) = found else { break };
        // Services keep their words: 技术咨询 is an activity, not something done with a good.
        if *bit == verb::SERVE {
            break;
        }
        front |= bit;
        core = &core[word.chars().count()..];
    }
    loop {
        if let Some((&last, rest)) = core.split_last()
            && (last == '的' || last == '等' || last == ':')
        {
            core = rest;
            continue;
        }
        let found = VERBS.iter().filter(|(v, _)| ends(core, v)).max_by_key(|(v, _)| v.len());
        let Some((word, bit)) = found else { break };
        back |= bit;
        if *bit == verb::SERVE {
            break;
        }
        core = &core[..core.len() - word.chars().count()];
    }
    if PRIMARY.iter().any(|v| ends(core, v)) {
        back |= verb::MAKE;
    }
    (front, back, core.to_vec())
}

fn read_clause(text: &[char], out: &mut Vec<Item>) {
    // Verb that opened a list (销售:钢材、水泥), and where the items begin that wait for a closing verb.
    let mut opened = 0_u8;
    let mut group = out.len();
    let mut closed = false;
    for piece in text.split(|c| splits_item(*c)).flat_map(|p| {
        let colon = p.iter().position(|c| *c == ':');
        match colon {
            Some(n) => vec![(&p[..n], true), (&p[n + 1..], false)],
            None => vec![(p, false)],
        }
    }) {
        let (item, is_label) = piece;
        if item.is_empty() {
            continue;
        }
        let (front, back, core) = peel(item);
        if is_label && core.len() <= 2 {
            opened = if opened != 0 && group == out.len() { opened } else { 0 } | front | back;
            group = out.len();
            closed = false;
            continue;
        }
        if core.is_empty() {
            // A verb alone: with a list waiting it closes the list, else it opens one.
            if group < out.len() {
                for waiting in &mut out[group..] {
                    waiting.verbs |= front | back;
                }
                closed = true;
            } else {
                opened |= front | back;
            }
            continue;
        }
        if front != 0 {
            opened = if closed || group < out.len() { front } else { opened | front };
            group = out.len();
            closed = false;
        } else if closed {
            group = out.len();
            closed = false;
        }
        let own = back & !verb::SERVE;
        out.push(Item { core, verbs: opened | back });
        if own != 0 {
            for waiting in &mut out[group..] {
                waiting.verbs |= own;
            }
            closed = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(scope: &str) -> Vec<String> {
        take_apart("", scope)
            .items
            .iter()
            .map(|i| format!("{}{}", i.core.iter().collect::<String>(), i.verbs))
            .collect()
    }

    #[test]
    fn verbs_reach_the_items_of_their_list() {
        for (scope, expected) in [
            ("销售:钢材、水泥", vec!["钢材2", "水泥2"]),
            ("塑料制品、模具的生产、销售", vec!["塑料制品3", "模具3"]),
            ("模具制造;钢材销售", vec!["模具1", "钢材2"]),
            ("生产、加工、销售棉纱、坯布", vec!["棉纱3", "坯布3"]),
            ("石料开采、销售", vec!["石料开采3"]),
            ("一般经营项目:物业管理(凭资质证经营)", vec!["物业管理0"]),
            ("法律、法规禁止的不得经营。(仓储服务(", vec!["仓储服务8"]),
        ] {
            assert_eq!(shown(scope), expected, "{scope}");
        }
    }
}
