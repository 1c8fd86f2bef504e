//! What the findings mean for those who plan: the main problems, and advice that names its evidence.
//!
//! Nothing is advised that the numbers of the view do not show; where they show nothing, that is said.

use crate::number;
use crate::summary::{AXES, chase, list, verdict_count};
use crate::svg::short_name;
use crate::view::{AxisView, Lang, NameGapView, PairView, View};
use crate::words;

/// Pairs that get a word of advice.
const PAIRS: usize = 5;
/// Parks whose named industries get a word of advice.
const PARKS: usize = 12;
/// A park's firms bear out what it names where their share is this many times that of the region.
const BORNE_OUT: f64 = 1.0;

/// The main problems, one sentence each; an axis without a finding is left out.
pub(crate) fn problems(view: &View) -> Vec<String> {
    let lang = view.lang;
    let mut out = Vec::new();
    for axis in &view.axes {
        let name = words::axis(&axis.code, lang);
        let twins = verdict_count(axis, "twin");
        if twins > 0 {
            let (twins, tested) =
                (number::count(twins as u64), number::count(axis.tested_pairs as u64));
            out.push(match lang {
                Lang::Zh => format!("{name}雷同：检验的 {tested} 对园区中，{twins} 对的相似难以用偶然或随大流解释。"),
                Lang::En => format!("{name}: of {tested} pairs tested, {twins} are alike beyond chance and popularity."),
            });
        }
        let chased = chase(axis, lang);
        if !chased.is_empty() {
            out.push(match lang {
                Lang::Zh => format!("{name}：{chased}"),
                Lang::En => format!("{name}:{chased}"),
            });
        }
        if let Some(amounts) = &axis.intensity {
            let share = number::percent(amounts.share);
            let few = if amounts.few_data {
                lang.pick("（数据少，仅供参考）", " (few data)")
            } else {
                ""
            };
            out.push(match lang {
                Lang::Zh => {
                    format!("政策差异中只是给多给少的部分占 {share}{few}，其余是工具种类不同。")
                }
                Lang::En => format!(
                    "Of the differences in policy {share} is only more or less of the same{few}."
                ),
            });
        }
    }
    let hollow = hollow(view).len();
    if hollow > 0 {
        out.push(match lang {
            Lang::Zh => format!("说与做有落差：下列 {hollow} 个园区的企业在其所列产业中的份额低于所在区域。"),
            Lang::En => format!("Said and done differ: in {hollow} parks listed below the firms are in what the park names less than in the region."),
        });
    }
    out
}

/// Advice with its evidence, for pairs first and parks next.
pub(crate) fn advice(view: &View) -> Vec<String> {
    let lang = view.lang;
    let mut out: Vec<String> = AXES
        .iter()
        .filter(|code| code.starts_with("industry"))
        .filter_map(|code| view.axes.iter().find(|a| a.code == **code))
        .flat_map(|axis| axis.pairs.iter().filter(|p| p.verdict == "twin").map(move |p| (axis, p)))
        .map(|(axis, pair)| for_pair(axis, pair, lang))
        .take(PAIRS)
        .collect();
    out.extend(hollow(view).into_iter().take(PARKS).map(|gap| for_park(gap, lang)));
    for axis in view.axes.iter().filter(|a| a.tested_pairs == 0 || a.few_data) {
        let name = words::axis(&axis.code, lang);
        let (have, all) = (axis.parks_with_data, view.parks);
        out.push(match lang {
            Lang::Zh => {
                format!("{name}只有 {have}/{all} 个园区有数据，先补齐材料再作判断，不宜据此调整。")
            }
            Lang::En => format!(
                "{name}: {have} of {all} parks have data; collect it before anything is concluded."
            ),
        });
    }
    if out.is_empty() {
        out.push(
            lang.pick(
                "所检验的园区对未见超出偶然的雷同，没有需要据此调整的事项。",
                "No pair is alike beyond chance; nothing here asks for a change.",
            )
            .to_owned(),
        );
    }
    out
}

/// The parks whose firms are in what they name less than the region's are.
pub(crate) fn hollow(view: &View) -> Vec<&NameGapView> {
    view.gaps.iter().filter(|g| g.quotient < BORNE_OUT).collect()
}

fn for_pair(axis: &AxisView, pair: &PairView, lang: Lang) -> String {
    let (a, b) = (short_name(&pair.a.name), short_name(&pair.b.name));
    let name = words::axis(&axis.code, lang);
    if pair.relation.as_deref() == Some("complement") {
        return match lang {
            Lang::Zh => format!("{a}与{b}同链不同环节（{name}），宜按上下游分工合作，不必二选一。"),
            Lang::En => format!(
                "{a} and {b} stand on different stages of one chain ({name}): let them work together."
            ),
        };
    }
    if pair.only_a.is_empty() && pair.only_b.is_empty() {
        return match lang {
            Lang::Zh => format!(
                "{a}与{b}的{name}完全相同（{}），宜由共同的上级明确各自的主攻环节，可用 directions 查看各自基础上的可选方向。",
                list(&pair.shared, lang)
            ),
            Lang::En => format!(
                "{a} and {b} are the same in full ({name}: {}): settle who leads in which stage; `directions` shows what each one's base allows.",
                list(&pair.shared, lang)
            ),
        };
    }
    let own = |park: &str, items: &[crate::view::Item]| match (lang, items.is_empty()) {
        (Lang::Zh, true) => format!("{park}没有自己独有的方向"),
        (Lang::Zh, false) => format!("{park}有{}", list(items, lang)),
        (Lang::En, true) => format!("{park} has nothing of its own"),
        (Lang::En, false) => format!("{park} has {}", list(items, lang)),
    };
    let (first, second) = (own(&a, &pair.only_a), own(&b, &pair.only_b));
    match lang {
        Lang::Zh => format!(
            "{a}与{b}（{name}）：{first}，{second}；宜以独有部分为主攻，共有部分（{}）协商分工。",
            list(&pair.shared, lang)
        ),
        Lang::En => format!(
            "{a} and {b} ({name}): {first}, {second}; build on these and divide what both have ({}).",
            list(&pair.shared, lang)
        ),
    }
}

fn for_park(gap: &NameGapView, lang: Lang) -> String {
    let park = short_name(&gap.park.name);
    let (few, many) = (list(&gap.unsupported, lang), list(&gap.unnamed, lang));
    let (has, base) = (number::percent(gap.named_share), number::percent(gap.named_base));
    match lang {
        Lang::Zh => {
            let unnamed = if many.is_empty() {
                String::new()
            } else {
                format!("；企业突出而未列的有{many}")
            };
            format!(
                "{park}：所列产业的企业占 {has}（区域为 {base}），{few}的企业偏少，宜核实是否仍作主导{unnamed}。"
            )
        }
        Lang::En => {
            let unnamed = if many.is_empty() {
                String::new()
            } else {
                format!("; not named but strong: {many}")
            };
            format!(
                "{park}: {has} of its firms are in what it names (region: {base}); few in {few}: check whether they still lead{unnamed}."
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Item, ParkLabel};

    fn park(name: &str) -> ParkLabel {
        ParkLabel { id: name.to_owned(), name: name.to_owned(), place: String::new() }
    }

    fn item(what: &str) -> Item {
        Item { what: what.to_owned(), share: 0.5, popularity: 0.1 }
    }

    fn axis(pairs: Vec<PairView>) -> AxisView {
        AxisView {
            code: "industry_named".to_owned(),
            parks_with_data: 9,
            tested_pairs: 36,
            verdicts: vec![("twin".to_owned(), pairs.len())],
            pairs,
            ..AxisView::default()
        }
    }

    #[test]
    fn advice_names_what_each_has_of_its_own() {
        let pair = PairView {
            a: park("甲"),
            b: park("乙"),
            verdict: "twin".to_owned(),
            shared: vec![item("软件")],
            only_a: vec![item("茶叶")],
            ..PairView::default()
        };
        let view = View { axes: vec![axis(vec![pair])], parks: 9, ..View::default() };
        let words = advice(&view);
        assert_eq!(words.len(), 1);
        assert!(
            words[0].contains("甲有茶叶") && words[0].contains("乙没有自己独有的方向"),
            "{}",
            words[0]
        );
        assert!(problems(&view)[0].contains("36 对园区中，1 对"));
    }

    #[test]
    fn where_nothing_is_found_nothing_is_advised() {
        let view = View { axes: vec![axis(Vec::new())], parks: 9, ..View::default() };
        assert!(problems(&view).is_empty());
        assert!(advice(&view)[0].contains("未见"));
    }
}
