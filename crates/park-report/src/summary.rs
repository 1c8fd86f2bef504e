//! The first page: what the report says, in three numbers, a sentence an axis, and five pairs.

use std::collections::BTreeSet;

use crate::number;
use crate::svg::short_name;
use crate::view::{AxisView, Item, Lang, PairView, View};
use crate::words;

/// Pairs put into words.
const PAIRS: usize = 5;
/// From how many times even picking on the common list is worth a sentence.
const CHASE_MIN: f64 = 1.5;
/// Items named in a sentence.
const ITEMS: usize = 4;
/// The order in which axes give a pair to the summary.
pub(crate) const AXES: [&str; 4] = ["industry_named", "industry_revealed", "positioning", "policy"];

/// One large number.
pub(crate) struct Headline {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) note: String,
}

fn axis<'v>(view: &'v View, code: &str) -> Option<&'v AxisView> {
    view.axes.iter().find(|a| a.code == code)
}

pub(crate) fn verdict_count(axis: &AxisView, code: &str) -> usize {
    axis.verdicts.iter().find(|(c, _)| c == code).map_or(0, |(_, n)| *n)
}

/// Twins by name, twins by firms, and the mean of the coefficient that readers know.
pub(crate) fn headlines(view: &View) -> Vec<Headline> {
    let lang = view.lang;
    let nothing = |label: &str| Headline {
        value: "—".to_owned(),
        label: label.to_owned(),
        note: lang.pick("数据不足", "too little data").to_owned(),
    };
    let twins = |code: &str, label: &str| match axis(view, code).filter(|a| a.tested_pairs > 0) {
        Some(a) => {
            let tested = number::count(a.tested_pairs as u64);
            Headline {
                value: number::count(verdict_count(a, "twin") as u64),
                label: label.to_owned(),
                note: match lang {
                    Lang::Zh => format!("检验 {tested} 对，q ≤ 0.05"),
                    Lang::En => format!("of {tested} pairs tested, q ≤ 0.05"),
                },
            }
        }
        None => nothing(label),
    };
    let label = lang.pick("平均产业结构相似系数", "mean structural similarity");
    let mean = match axis(view, "industry_revealed").and_then(|a| Some((a, a.mean_similarity?))) {
        Some((a, mean)) => Headline {
            value: number::similarity(mean),
            label: label.to_owned(),
            note: match lang {
                Lang::Zh => format!(
                    "{} 个大类、{} 对；惯用的趋同线是 0.9",
                    a.categories,
                    number::count(a.compared_pairs)
                ),
                Lang::En => {
                    format!(
                        "{} divisions, {} pairs; 0.9 is the customary line",
                        a.categories,
                        number::count(a.compared_pairs)
                    )
                }
            },
        },
        None => nothing(label),
    };
    vec![
        twins(
            "industry_named",
            lang.pick("对园区的产业名单雷同", "pairs with twin industry lists"),
        ),
        twins(
            "industry_revealed",
            lang.pick("对园区的企业结构雷同", "pairs with twin firm structures"),
        ),
        mean,
    ]
}

/// A sentence an axis: what was found, what is popularity, what cannot be told.
pub(crate) fn sentences(view: &View) -> Vec<String> {
    view.axes.iter().map(|a| sentence(a, view.lang)).collect()
}

fn sentence(axis: &AxisView, lang: Lang) -> String {
    let name = words::axis(&axis.code, lang);
    if axis.tested_pairs == 0 {
        return match (lang, axis.parks_with_data) {
            (Lang::Zh, 0) => format!("{name}：这组园区都没有数据，不作判断。"),
            (Lang::Zh, parks) => {
                format!("{name}：只有 {parks} 个园区有数据，没有可检验的组合，不作判断。")
            }
            (Lang::En, parks) => format!(
                "{name}: {parks} parks have data and no pair can be tested; nothing is concluded."
            ),
        };
    }
    let n = |code: &str| number::count(verdict_count(axis, code) as u64);
    let tested = number::count(axis.tested_pairs as u64);
    let chase = chase(axis, lang);
    let few =
        if axis.few_data { lang.pick("（数据少，仅供参考）", " (few data)") } else { "" };
    match lang {
        Lang::Zh => format!(
            "{name}{few}：检验 {tested} 对，{} 对的相似超出偶然，{} 对只是随大流而相似，{} 对未超出偶然，{} 对材料太少、无法判断。{chase}",
            n("twin"),
            n("alike-by-popularity"),
            n("not-more-than-chance"),
            n("cannot-tell")
        ),
        Lang::En => format!(
            "{name}{few}: of {tested} pairs tested {} are more alike than chance, {} alike by popularity only, {} not more alike \
             than chance; {} cannot be told for want of material.{chase}",
            n("twin"),
            n("alike-by-popularity"),
            n("not-more-than-chance"),
            n("cannot-tell")
        ),
    }
}

/// Where popularity alone multiplies what pairs share, the whole cohort chases one list; said beside the twins.
pub(crate) fn chase(axis: &AxisView, lang: Lang) -> String {
    let Some((_, times)) = axis.chase.filter(|(_, times)| *times >= CHASE_MIN) else {
        return String::new();
    };
    let near = axis.sets.iter().find(|s| s.rule == "distance" && s.expected_per_pair > 0.0);
    match lang {
        Lang::Zh => {
            let near = near.map_or_else(String::new, |s| {
                format!(
                    "；相距 {} 的园区又是按热度应有的 {:.1} 倍",
                    s.name,
                    s.per_pair / s.expected_per_pair
                )
            });
            format!("整体在追同一份清单：园区间的重合是各自均匀挑选的 {times:.1} 倍{near}。")
        }
        Lang::En => {
            let near = near.map_or_else(String::new, |s| {
                let more = s.per_pair / s.expected_per_pair;
                format!("; parks {} apart share {more:.1} times what popularity gives", s.name)
            });
            format!(
                " The whole cohort chases one list: pairs share {times:.1} times what even picking would give{near}."
            )
        }
    }
}

/// Five pairs in words: twins first, the axes in turn, no park twice.
pub(crate) fn pairs(view: &View) -> Vec<String> {
    let mut chosen: Vec<(&AxisView, &PairView)> = Vec::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for wanted in
        [&["twin"][..], &["alike-by-popularity", "not-more-than-chance", "cannot-tell"][..]]
    {
        let mut queues: Vec<(&AxisView, std::slice::Iter<'_, PairView>)> =
            AXES.iter().filter_map(|code| axis(view, code)).map(|a| (a, a.pairs.iter())).collect();
        while chosen.len() < PAIRS && !queues.is_empty() {
            queues.retain_mut(|(axis, queue)| {
                if chosen.len() >= PAIRS {
                    return false;
                }
                let next = queue.find(|p| {
                    wanted.contains(&p.verdict.as_str())
                        && !p.shared.is_empty()
                        && !named.contains(p.a.id.as_str())
                        && !named.contains(p.b.id.as_str())
                });
                if let Some(pair) = next {
                    named.extend([pair.a.id.as_str(), pair.b.id.as_str()]);
                    chosen.push((axis, pair));
                }
                next.is_some()
            });
        }
    }
    chosen.into_iter().map(|(axis, pair)| in_words(axis, pair, view.lang)).collect()
}

pub(crate) fn list(items: &[Item], lang: Lang) -> String {
    let names: Vec<&str> = items.iter().take(ITEMS).map(|i| i.what.as_str()).collect();
    names.join(lang.pick("、", ", "))
}

fn in_words(axis: &AxisView, pair: &PairView, lang: Lang) -> String {
    let (a, b) = (short_name(&pair.a.name), short_name(&pair.b.name));
    let name = words::axis(&axis.code, lang);
    let far = pair.distance_km.map(number::distance_km);
    let apart = match (lang, far) {
        (_, None) => String::new(),
        (Lang::Zh, Some(km)) => format!("（相距 {km}）"),
        (Lang::En, Some(km)) => format!(" ({km} apart)"),
    };
    let chance = pair.p.map(number::probability);
    let verdict = words::verdict(&pair.verdict, lang);
    let whole = pair.only_a.is_empty() && pair.only_b.is_empty();
    let shared = list(&pair.shared, lang);
    let similarity = number::similarity(pair.similarity);
    match lang {
        Lang::Zh => {
            let same = if whole {
                format!("完全相同（{shared}）")
            } else {
                format!("相似度 {similarity}，突出的共同点是{shared}")
            };
            let odds = chance.map(|p| format!("；偶然如此的概率 {p}")).unwrap_or_default();
            format!("{a}与{b}{apart}：{name}{same}{odds}。判定：{verdict}。")
        }
        Lang::En => {
            let same = if whole {
                format!("the same in full ({shared})")
            } else {
                format!("similarity {similarity}, most of all in {shared}")
            };
            let odds = chance
                .map(|p| format!("; chance gives as much with probability {p}"))
                .unwrap_or_default();
            format!("{a} and {b}{apart}: {name}: {same}{odds}. Verdict: {verdict}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ParkLabel;

    fn pair(a: &str, b: &str, verdict: &str) -> PairView {
        let park =
            |id: &str| ParkLabel { id: id.to_owned(), name: id.to_owned(), place: String::new() };
        let item = Item { what: "软件".to_owned(), share: 1.0, popularity: 0.1 };
        PairView {
            a: park(a),
            b: park(b),
            similarity: 1.0,
            p: Some(1e-6),
            verdict: verdict.to_owned(),
            shared: vec![item],
            ..PairView::default()
        }
    }

    #[test]
    fn twins_first_and_no_park_twice() {
        let axis = |code: &str, pairs: Vec<PairView>| AxisView {
            code: code.to_owned(),
            tested_pairs: 9,
            pairs,
            ..AxisView::default()
        };
        let view = View {
            axes: vec![
                axis("industry_revealed", vec![pair("A", "C", "twin"), pair("E", "F", "twin")]),
                axis(
                    "industry_named",
                    vec![
                        pair("A", "B", "twin"),
                        pair("G", "H", "same-house"),
                        pair("I", "J", "cannot-tell"),
                    ],
                ),
            ],
            ..View::default()
        };
        let words = pairs(&view);
        assert_eq!(words.len(), 3);
        assert!(words[0].starts_with("A与B：名义产业完全相同（软件）"), "{}", words[0]);
        assert!(words[1].starts_with("E与F") && words[2].starts_with("I与J"));
        assert_eq!(headlines(&view)[2].value, "—");
    }
}
