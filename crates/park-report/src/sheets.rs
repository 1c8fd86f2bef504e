//! The report as a workbook: summary, pairs, groups, parks, method, gaps; numbers are numbers.

use crate::advice;
use crate::number;
use crate::summary;
use crate::view::{AxisView, Item, Lang, View};
use crate::words;
use crate::workbook::{self, Cell, Sheet, WorkbookError};

/// Writes the report as XLSX.
///
/// # Errors
/// [`WorkbookError::TooManyRows`] where all pairs are asked of a set whose pairs exceed a sheet.
pub fn xlsx(view: &View) -> Result<Vec<u8>, WorkbookError> {
    workbook::xlsx(&[
        overview(view),
        pairs(view),
        groups(view),
        parks(view),
        sets(view),
        method(view),
        gaps(view),
    ])
}

fn overview(view: &View) -> Sheet {
    let lang = view.lang;
    let mut sheet = Sheet::new(
        lang.pick("摘要", "summary"),
        [lang.pick("项目", "item"), lang.pick("内容", "content"), lang.pick("口径", "convention")],
    );
    let mut add = |item: &str, content: Cell, note: &str| {
        sheet.push([Cell::text(item), content, Cell::text(note)]);
    };
    add(lang.pick("标题", "title"), Cell::text(&view.title), "");
    if view.demo {
        add(
            lang.pick("演示数据", "demonstration"),
            Cell::text(lang.pick("园区与数字均为虚构", "parks and figures are invented")),
            "",
        );
    }
    for (label, value) in &view.peer_set {
        add(label, Cell::text(value), "");
    }
    add(lang.pick("园区数", "parks"), Cell::count(view.parks), "");
    add(lang.pick("检验的园区对", "pairs tested"), Cell::count(view.family_pairs), &view.family);
    for input in &view.inputs {
        let years = if input.years.is_empty() {
            lang.pick("年份不详", "year unknown")
        } else {
            &input.years
        };
        add(&input.name, Cell::count(input.rows), years);
    }
    for headline in summary::headlines(view) {
        // The note is the number's convention; a number that is not known is an em dash and stays words.
        let plain = headline.value.replace(',', "");
        let value = plain.parse().map_or(Cell::text(&headline.value), Cell::Number);
        add(&headline.label, value, &headline.note);
    }
    for sentence in summary::sentences(view) {
        add(lang.pick("判断", "finding"), Cell::text(sentence), "");
    }
    for pair in summary::pairs(view) {
        add(lang.pick("园区对", "pair"), Cell::text(pair), "");
    }
    for word in advice::advice(view) {
        add(lang.pick("建议", "advice"), Cell::text(word), "");
    }
    sheet
}

fn pairs(view: &View) -> Sheet {
    let lang = view.lang;
    let mut sheet = Sheet::new(
        lang.pick("园区对", "pairs"),
        crate::csv::COLUMNS.iter().map(|(zh, en)| lang.pick(zh, en)),
    );
    for axis in &view.axes {
        for pair in &axis.pairs {
            let relation = pair.relation.as_deref().unwrap_or_default();
            sheet.push([
                Cell::text(axis_word(axis, lang)),
                Cell::text(&pair.a.id),
                Cell::text(&pair.a.name),
                Cell::text(&pair.b.id),
                Cell::text(&pair.b.name),
                Cell::Number(pair.similarity),
                Cell::number(pair.residual),
                Cell::number(pair.percentile),
                Cell::number(pair.z),
                Cell::number(pair.p),
                Cell::number(pair.q),
                Cell::text(words::verdict(&pair.verdict, lang)),
                Cell::text(words::relation(relation, lang)),
                Cell::number(pair.distance_km),
                Cell::text(items(&pair.shared, lang)),
                Cell::text(items(&pair.only_a, lang)),
                Cell::text(items(&pair.only_b, lang)),
                Cell::text(&pair.verdict),
            ]);
        }
    }
    sheet
}

fn groups(view: &View) -> Sheet {
    let lang = view.lang;
    let mut sheet = Sheet::new(
        lang.pick("分组", "groups"),
        [
            lang.pick("维度", "axis"),
            lang.pick("组的代表", "medoid"),
            lang.pick("成员数", "members"),
            lang.pick("组内最小相似", "inner_minimum"),
            lang.pick("稳定性(0-1)", "stability"),
            lang.pick("是否稳定", "stable"),
            lang.pick("共同核心", "core"),
            lang.pick("成员", "member names"),
        ],
    );
    for axis in &view.axes {
        for group in &axis.groups {
            let names: Vec<&str> = group.members.iter().map(|m| m.name.as_str()).collect();
            let stable = if group.stable {
                lang.pick("稳定", "yes")
            } else {
                lang.pick("不稳定", "no")
            };
            sheet.push([
                Cell::text(axis_word(axis, lang)),
                Cell::text(&group.medoid.name),
                Cell::count(group.members.len()),
                Cell::Number(group.inner_minimum),
                Cell::number(group.stability),
                Cell::text(if group.stability.is_some() { stable } else { "" }),
                Cell::text(items(&group.core, lang)),
                Cell::text(names.join(lang.pick("、", ", "))),
            ]);
        }
    }
    sheet
}

/// What a park names against what its firms do.
fn parks(view: &View) -> Sheet {
    let lang = view.lang;
    let mut sheet = Sheet::new(
        lang.pick("园区说与做", "parks"),
        [
            lang.pick("编号", "park_id"),
            lang.pick("园区", "park"),
            lang.pick("地区", "place"),
            lang.pick("企业数(家)", "firms"),
            lang.pick("企业在所列产业中的份额", "named_share"),
            lang.pick("区域同口径份额", "named_share_of_region"),
            lang.pick("倍数", "quotient"),
            lang.pick("列了而企业偏少", "named, few firms"),
            lang.pick("企业突出而未列", "many firms, not named"),
        ],
    );
    for gap in &view.gaps {
        sheet.push([
            Cell::text(&gap.park.id),
            Cell::text(&gap.park.name),
            Cell::text(&gap.park.place),
            Cell::Number(gap.firms),
            Cell::Number(gap.named_share),
            Cell::Number(gap.named_base),
            Cell::Number(gap.quotient),
            Cell::text(items(&gap.unsupported, lang)),
            Cell::text(items(&gap.unnamed, lang)),
        ]);
    }
    sheet
}

fn sets(view: &View) -> Sheet {
    let lang = view.lang;
    let mut sheet = Sheet::new(
        lang.pick("成片雷同", "sets"),
        [
            lang.pick("维度", "axis"),
            lang.pick("规则", "rule"),
            lang.pick("范围", "set"),
            lang.pick("园区数", "parks"),
            lang.pick("园区对", "pairs"),
            lang.pick("每对共有(项)", "shared_per_pair"),
            lang.pick("按热度应有(项)", "expected_per_pair"),
            lang.pick("热度解释不了的份额", "unexplained"),
            "z",
            "q",
        ],
    );
    for axis in &view.axes {
        for set in &axis.sets {
            let pairs = usize::try_from(set.pairs).unwrap_or(usize::MAX);
            sheet.push([
                Cell::text(axis_word(axis, lang)),
                Cell::text(words::set(&set.rule, lang)),
                Cell::text(&set.name),
                Cell::count(set.parks),
                Cell::count(pairs),
                Cell::Number(set.per_pair),
                Cell::Number(set.expected_per_pair),
                Cell::number(set.unexplained),
                Cell::number(Some(set.z)),
                Cell::number(set.q),
            ]);
        }
    }
    sheet
}

fn method(view: &View) -> Sheet {
    let lang = view.lang;
    let mut sheet = Sheet::new(
        lang.pick("口径", "method"),
        [lang.pick("设定", "setting"), lang.pick("取值", "value"), lang.pick("理由", "why")],
    );
    let mut add = |name: &str, value: &str, why: &str| {
        sheet.push([Cell::text(name), Cell::text(value), Cell::text(why)]);
    };
    add(lang.pick("数据版本", "generation"), &view.generation, "");
    add(lang.pick("随机种子", "seed"), &view.seed.to_string(), "");
    for axis in &view.axes {
        let why = axis.base.clone().unwrap_or_default();
        add(words::axis(&axis.code, lang), words::question(&axis.code, lang), &why);
    }
    for setting in &view.settings {
        add(&setting.name, &setting.value, &setting.reason);
    }
    sheet
}

fn gaps(view: &View) -> Sheet {
    let lang = view.lang;
    let mut sheet = Sheet::new(
        lang.pick("数据缺口", "gaps"),
        [
            lang.pick("维度", "axis"),
            lang.pick("有数据的园区", "parks_with_data"),
            lang.pick("没有数据的园区", "parks_without"),
            lang.pick("名单（前若干个）", "names (the first)"),
        ],
    );
    for axis in &view.axes {
        sheet.push([
            Cell::text(axis_word(axis, lang)),
            Cell::count(axis.parks_with_data),
            Cell::count(axis.gap.parks),
            Cell::text(axis.gap.names.join(lang.pick("、", ", "))),
        ]);
    }
    sheet
}

/// The axis in words; in English its code, as programs know it.
fn axis_word(axis: &AxisView, lang: Lang) -> &str {
    match lang {
        Lang::Zh => words::axis(&axis.code, lang),
        Lang::En => &axis.code,
    }
}

fn items(list: &[Item], lang: Lang) -> String {
    let all: Vec<String> =
        list.iter().map(|i| format!("{} {}", i.what, number::percent(i.share))).collect();
    all.join(lang.pick("；", "; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{PairView, ParkLabel};
    use calamine::{Data, Reader, Xlsx};

    #[test]
    fn seven_sheets_and_a_similarity_is_a_number() {
        let park =
            |n: &str| ParkLabel { id: n.to_owned(), name: n.to_owned(), place: String::new() };
        let pair = PairView {
            a: park("甲"),
            b: park("乙"),
            similarity: 0.5,
            verdict: "twin".to_owned(),
            ..PairView::default()
        };
        let axis = AxisView {
            code: "industry_named".to_owned(),
            pairs: vec![pair],
            ..AxisView::default()
        };
        let bytes = xlsx(&View { axes: vec![axis], ..View::default() }).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(
            book.sheet_names(),
            ["摘要", "园区对", "分组", "园区说与做", "成片雷同", "口径", "数据缺口"]
        );
        let range = book.worksheet_range("园区对").unwrap();
        assert_eq!(range.get_value((1, 5)), Some(&Data::Float(0.5)));
        // z is unknown here: an empty cell, never 0.
        assert_eq!(range.get_value((1, 8)), Some(&Data::Empty));
    }
}
