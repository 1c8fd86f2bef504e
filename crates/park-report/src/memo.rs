//! The report as a document that is passed on and edited: 摘要, 总体判断, 主要问题, 典型案例, 对策建议, then the annex.

use crate::advice;
use crate::document::{self, Block, DocumentError};
use crate::number;
use crate::summary;
use crate::view::{AxisView, Item, Lang, PairView, View};
use crate::words;

/// Pairs of one axis in the annex.
const PAIRS: usize = 15;
/// Groups of one axis in the annex.
const GROUPS: usize = 12;
/// Members of a group that are named.
const MEMBERS: usize = 12;

/// Writes the report as DOCX: text and tables, no charts (the page has them).
///
/// # Errors
/// [`DocumentError`] where the writer refuses.
pub fn docx(view: &View) -> Result<Vec<u8>, DocumentError> {
    document::docx(&blocks(view))
}

fn blocks(view: &View) -> Vec<Block> {
    let lang = view.lang;
    let mut out = vec![Block::title(&view.title)];
    if view.demo {
        out.push(Block::paragraph(lang.pick(
            "演示数据：以下园区与数字均为虚构。",
            "Demonstration data: parks and figures are invented.",
        )));
    }
    inputs(view, &mut out);
    opening(view, &mut out);
    out.push(Block::heading(lang.pick("一、总体判断", "1. Findings")));
    out.extend(summary::sentences(view).into_iter().map(Block::paragraph));
    out.push(Block::heading(lang.pick("二、主要问题", "2. Main problems")));
    let problems = advice::problems(view);
    if problems.is_empty() {
        out.push(Block::paragraph(
            lang.pick("未见超出偶然的雷同。", "Nothing is alike beyond chance."),
        ));
    }
    out.extend(problems.into_iter().map(Block::item));
    out.push(Block::heading(lang.pick("三、典型案例", "3. Cases")));
    cases(view, &mut out);
    out.push(Block::heading(lang.pick("四、对策建议", "4. Advice")));
    out.extend(advice::advice(view).into_iter().map(Block::item));
    out.push(Block::heading(
        lang.pick("附件：检验、分组、口径与数据缺口", "Annex: tests, groups, method, gaps"),
    ));
    for axis in view.axes.iter().filter(|a| a.parks_with_data > 0) {
        annex(axis, lang, &mut out);
    }
    method(view, &mut out);
    out
}

fn inputs(view: &View, out: &mut Vec<Block>) {
    let lang = view.lang;
    let unknown = lang.pick("年份不详", "year unknown");
    out.push(Block::table(
        [lang.pick("数据", "Data"), lang.pick("年份", "Years"), lang.pick("行数", "Rows")],
        view.inputs.iter().map(|i| {
            let years = if i.years.is_empty() { unknown } else { &i.years };
            [i.name.clone(), years.to_owned(), number::count(i.rows as u64)]
        }),
    ));
    let scope: Vec<String> = view.peer_set.iter().map(|(k, v)| format!("{k} {v}")).collect();
    let (parks, pairs) =
        (number::count(view.parks as u64), number::count(view.family_pairs as u64));
    let comma = lang.pick("，", ", ");
    out.push(Block::note(match lang {
        Lang::Zh => format!(
            "比较范围：{}；{parks} 个园区；检验 {}，共 {pairs} 对。",
            scope.join(comma),
            view.family
        ),
        Lang::En => format!(
            "Compared: {}; {parks} parks; tested: {}, {pairs} pairs.",
            scope.join(comma),
            view.family
        ),
    }));
}

/// 摘要: three numbers and five pairs.
fn opening(view: &View, out: &mut Vec<Block>) {
    let lang = view.lang;
    out.push(Block::heading(lang.pick("摘要", "Summary")));
    out.push(Block::table(
        [
            lang.pick("数字", "Number"),
            lang.pick("含义", "What it is"),
            lang.pick("口径", "Convention"),
        ],
        summary::headlines(view).into_iter().map(|h| [h.value, h.label, h.note]),
    ));
    out.extend(summary::pairs(view).into_iter().map(Block::item));
    if let Some(first) = advice::advice(view).into_iter().next() {
        let label = lang.pick("首要建议：", "First of all: ");
        out.push(Block::paragraph(format!("{label}{first}")));
    }
}

/// The most surprising twin of each axis with its evidence.
fn cases(view: &View, out: &mut Vec<Block>) {
    let lang = view.lang;
    let before = out.len();
    for axis in &view.axes {
        let Some(pair) = axis.pairs.iter().find(|p| p.verdict == "twin") else { continue };
        let name = words::axis(&axis.code, lang);
        let and = lang.pick("与", " and ");
        let colon = lang.pick("：", ": ");
        out.push(Block::subheading(format!("{name}{colon}{}{and}{}", pair.a.name, pair.b.name)));
        out.push(Block::table(
            [
                lang.pick("共有", "Both").to_owned(),
                lang.pick("仅前者", "Only the first").to_owned(),
                lang.pick("仅后者", "Only the second").to_owned(),
            ],
            [[items(&pair.shared, lang), items(&pair.only_a, lang), items(&pair.only_b, lang)]],
        ));
        out.push(Block::note(tested(pair, lang)));
    }
    if out.len() == before {
        out.push(Block::paragraph(
            lang.pick("没有判定为同质的园区对。", "No pair was called a twin."),
        ));
    }
}

fn items(list: &[Item], lang: Lang) -> String {
    if list.is_empty() {
        return lang.pick("无", "nothing").to_owned();
    }
    let all: Vec<String> =
        list.iter().map(|i| format!("{} {}", i.what, number::percent(i.share))).collect();
    all.join(lang.pick("；", "; "))
}

fn tested(pair: &PairView, lang: Lang) -> String {
    let value = |v: Option<f64>| v.map_or_else(|| "—".to_owned(), number::probability);
    let far = pair.distance_km.map_or_else(|| "—".to_owned(), number::distance_km);
    let (similarity, p, q) = (number::similarity(pair.similarity), value(pair.p), value(pair.q));
    match lang {
        Lang::Zh => format!("相似度 {similarity}；偶然概率 p {p}，多重检验后 q {q}；相距 {far}。"),
        Lang::En => format!("Similarity {similarity}; p {p}, q {q} after all tests; {far} apart."),
    }
}

fn annex(axis: &AxisView, lang: Lang, out: &mut Vec<Block>) {
    out.push(Block::subheading(words::axis(&axis.code, lang)));
    out.push(Block::note(words::question(&axis.code, lang)));
    if !axis.pairs.is_empty() {
        out.push(Block::table(
            [
                lang.pick("园区甲", "Park A"),
                lang.pick("园区乙", "Park B"),
                lang.pick("相似度", "Similarity"),
                "q",
                lang.pick("判定", "Verdict"),
            ],
            axis.pairs.iter().take(PAIRS).map(|p| {
                [
                    p.a.name.clone(),
                    p.b.name.clone(),
                    number::similarity(p.similarity),
                    p.q.map_or_else(|| "—".to_owned(), number::probability),
                    words::verdict(&p.verdict, lang).to_owned(),
                ]
            }),
        ));
    }
    if !axis.groups.is_empty() {
        out.push(Block::table(
            [
                lang.pick("组的代表", "Medoid"),
                lang.pick("成员", "Members"),
                lang.pick("组内最小相似", "Inner minimum"),
                lang.pick("稳定性", "Stability"),
            ],
            axis.groups.iter().take(GROUPS).map(|g| {
                let mut names: Vec<&str> =
                    g.members.iter().take(MEMBERS).map(|m| m.name.as_str()).collect();
                let more = g.members.len().saturating_sub(MEMBERS);
                let rest = match lang {
                    Lang::Zh => format!("等 {} 个", g.members.len()),
                    Lang::En => format!("and {more} more"),
                };
                if more > 0 {
                    names.push(&rest);
                }
                let unstable =
                    if g.stable { "" } else { lang.pick("（不稳定）", " (unstable)") };
                [
                    g.medoid.name.clone(),
                    names.join(lang.pick("、", ", ")),
                    number::similarity(g.inner_minimum),
                    g.stability.map_or_else(|| "—".to_owned(), |s| format!("{s:.2}{unstable}")),
                ]
            }),
        ));
    }
    if axis.gap.parks > 0 {
        let names = axis.gap.names.join(lang.pick("、", ", "));
        let parks = number::count(axis.gap.parks as u64);
        out.push(Block::note(match lang {
            Lang::Zh => format!(
                "没有数据的园区 {parks} 个：{names}{}",
                if axis.gap.parks > axis.gap.names.len() { " 等。" } else { "。" }
            ),
            Lang::En => format!(
                "Parks without data ({parks}): {names}{}",
                if axis.gap.parks > axis.gap.names.len() { " and others." } else { "." }
            ),
        }));
    }
}

fn method(view: &View, out: &mut Vec<Block>) {
    let lang = view.lang;
    out.push(Block::subheading(lang.pick("口径与设定", "Method and settings")));
    out.push(Block::table(
        [lang.pick("设定", "Setting"), lang.pick("取值", "Value"), lang.pick("理由", "Why")],
        view.settings.iter().map(|s| [s.name.clone(), s.value.clone(), s.reason.clone()]),
    ));
    out.push(Block::note(match lang {
        Lang::Zh => format!(
            "数据版本 {}；随机种子 {}：同样的数据和设定给出同样的结果。",
            view.generation, view.seed
        ),
        Lang::En => format!(
            "Generation {}; seed {}: the same data and settings give the same result.",
            view.generation, view.seed
        ),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::ParkLabel;

    #[test]
    fn the_chapters_stand_in_order_and_a_case_shows_its_evidence() {
        let park =
            |n: &str| ParkLabel { id: n.to_owned(), name: n.to_owned(), place: String::new() };
        let pair = PairView {
            a: park("甲"),
            b: park("乙"),
            similarity: 1.0,
            p: Some(1e-6),
            q: Some(0.01),
            verdict: "twin".to_owned(),
            shared: vec![Item { what: "软件".to_owned(), share: 1.0, popularity: 0.1 }],
            ..PairView::default()
        };
        let axis = AxisView {
            code: "industry_named".to_owned(),
            parks_with_data: 2,
            tested_pairs: 1,
            verdicts: vec![("twin".to_owned(), 1)],
            pairs: vec![pair],
            ..AxisView::default()
        };
        let view =
            View { title: "报告".to_owned(), axes: vec![axis], parks: 2, ..View::default() };
        let all = blocks(&view);
        let headings: Vec<&str> = all
            .iter()
            .filter_map(|b| if let Block::Heading(h) = b { Some(h.as_str()) } else { None })
            .collect();
        assert_eq!(
            headings,
            [
                "摘要",
                "一、总体判断",
                "二、主要问题",
                "三、典型案例",
                "四、对策建议",
                "附件：检验、分组、口径与数据缺口"
            ]
        );
        assert!(all.contains(&Block::Table(
            vec!["共有".to_owned(), "仅前者".to_owned(), "仅后者".to_owned()],
            vec![vec!["软件 100%".to_owned(), "无".to_owned(), "无".to_owned()]],
        )));
        assert!(docx(&view).is_ok());
    }
}
