//! What the facts of a direction say, in both languages.

use park_homogeneity::{Direction, Link, Need, Stand};

use super::{CounterfactualAnswer, name};
use crate::lang::Lang;
use crate::models;

/// What these directions are, and what they are not (`docs/directions.md`).
pub(super) fn note(lang: Lang) -> String {
    lang.pick(
        "得分是建议，不是预测：检验中它对园区此后真正进入哪些行业的排序（AUC 0.72 至 0.80）不如只看行业流行程度（0.81 至 0.85），因为它有意扣除拥挤；见 docs/directions.md",
        "the score is advice and not a forecast: in the test it orders what parks really entered later less well (AUC 0.72 to 0.80) than popularity alone (0.81 to 0.85), because it takes crowding off on purpose; see docs/directions.md",
    )
    .to_owned()
}

/// What is not known of a park.
pub(super) fn missing(stand: &Stand, peers: Option<usize>, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    let mut say = |zh: String, en: String| out.push(lang.pick(zh, en));
    let tables = models::directions();
    if stand.is_bare() {
        say(
            "没有企业计数，也没有写明主导产业，无从谈基础，因此不给方向；请补充 structure 或 leading_industries".to_owned(),
            "neither firms nor named industries are known, so there is no base to be near to and no direction is given; add structure or leading_industries".to_owned(),
        );
    } else if !stand.has_structure(tables) {
        let n = stand.n_firms;
        say(
            format!(
                "企业计数只有 {n} 家，看不出实有产业结构；只按写明的产业推算，反事实也按名称计算"
            ),
            format!(
                "only {n} firms are counted, too few for a revealed structure; directions rest on what it names, and so does the counterfactual"
            ),
        );
    }
    if peers.is_none() {
        say(
            "没有坐标，不知周边有哪些园区：拥挤程度与反事实未知".to_owned(),
            "it has no position: crowding and the counterfactual are unknown".to_owned(),
        );
    }
    if !stand.unmapped.is_empty() {
        let list = stand.unmapped.join("、");
        say(
            format!("以下写法对不上任何行业，未计入：{list}"),
            format!("these names map to no industry and do not count: {list}"),
        );
    }
    if !stand.is_bare() && !stand.has_plots {
        say(
            "没有可供用地或厂房的记录：每个方向都须先核实用地".to_owned(),
            "no land or factory on offer is on file: land must be verified for every direction"
                .to_owned(),
        );
    }
    out
}

/// What keeps a division out.
pub(super) fn closed(need: Need, lang: Lang) -> String {
    let (zh, en) = match need {
        Need::Closed => ("专营行业，不能由园区招商", "a monopoly: no park can invite it"),
        Need::ChemicalPark => (
            "须在认定的化工园区内，而本园区不是",
            "needs a recognised chemical park, and this one is none",
        ),
        Need::Energy => {
            ("高耗能，而本园区没有富余供电", "of high energy use, and the park has no spare power")
        }
    };
    lang.pick(zh, en).to_owned()
}

/// The question to ask.
pub(super) fn ask(need: Need, lang: Lang) -> String {
    let (zh, en) = match need {
        Need::Closed => ("是否允许？", "is it permitted?"),
        Need::ChemicalPark => ("是否为认定的化工园区？", "is it a recognised chemical park?"),
        Need::Energy => ("有无用能指标与富余供电？", "is there an energy quota and spare power?"),
    };
    lang.pick(zh, en).to_owned()
}

pub(super) fn near(d: &Direction, lang: Lang) -> String {
    let names: Vec<String> = d.supports.iter().map(|(c, _)| name(*c)).collect();
    if names.is_empty() {
        return lang
            .pick("与已有产业很少同在一个园区", "seldom found in one park with what it has")
            .to_owned();
    }
    let rank = percent(d.facts.near.unwrap_or_default());
    lang.pick(
        format!("关联密度高于 {rank} 的候选；常与已有的{}同在一个园区", names.join("、")),
        format!(
            "relatedness above {rank} of the candidates; often in one park with what it has: {}",
            names.join(", ")
        ),
    )
}

pub(super) fn complexity(rank: f64, lang: Lang) -> String {
    let rank = percent(rank);
    lang.pick(
        format!("复杂度高于 {rank} 的行业（按省计算）"),
        format!("more complex than {rank} of the industries (by province)"),
    )
}

pub(super) fn gap(link: Option<&Link>, lang: Lang) -> String {
    let Some(l) = link else {
        return lang
            .pick("没有可补的产业链环节", "no link of a chain that it would close")
            .to_owned();
    };
    let (m, n, chain, node) = (l.present.len(), l.n_neighbours, &l.chain, &l.node);
    lang.pick(
        format!("{chain}链的{node}：上下游 {n} 个环节中已有 {m} 个（{}）", l.present.join("、")),
        format!(
            "{node} of the chain {chain}: {m} of the {n} links that it trades with are there ({})",
            l.present.join(", ")
        ),
    )
}

pub(super) fn crowd(having: &[String], peers: usize, shown: usize, lang: Lang) -> String {
    let n = having.len();
    let km = models::directions().peers_km;
    let some: Vec<&str> = having.iter().take(shown).map(String::as_str).collect();
    if some.is_empty() {
        return lang.pick(
            format!("{km} 公里内 {peers} 个园区没有一个以此见长"),
            format!("none of {peers} parks within {km} km is strong in it"),
        );
    }
    let more = if n > some.len() { lang.pick("等", " and others") } else { "" };
    lang.pick(
        format!("{km} 公里内 {peers} 个园区中 {n} 个以此见长：{}{more}", some.join("、")),
        format!("{n} of {peers} parks within {km} km are strong in it: {}{more}", some.join(", ")),
    )
}

pub(super) fn counterfactual(c: &CounterfactualAnswer, lang: Lang) -> String {
    let (moved, change, peers) = (percent(c.moved_share), c.mean_similarity_change, c.peers);
    let (zh, en) = if c.basis == "firms" {
        ("企业结构", "its structure of firms")
    } else {
        ("名义产业", "what it names")
    };
    lang.pick(
        format!("若{zh}的 {moved} 转向它，与周边 {peers} 个园区的平均相似系数变化 {change:+.4}"),
        format!("if {moved} of {en} moved there, its mean similarity to {peers} peers would change by {change:+.4}"),
    )
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
