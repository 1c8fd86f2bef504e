//! The pairs of all axes as one table for a spreadsheet.

use std::fmt::Write as _;

use crate::view::{Item, Lang, View};

pub(crate) const COLUMNS: [(&str, &str); 18] = [
    ("维度", "axis"),
    ("甲编号", "a_id"),
    ("甲园区", "a_name"),
    ("乙编号", "b_id"),
    ("乙园区", "b_name"),
    ("相似度", "similarity"),
    ("残差相似度", "residual"),
    ("分位(0-1)", "percentile"),
    ("z", "z"),
    ("p", "p"),
    ("q", "q"),
    ("判定", "verdict"),
    ("关系", "relation"),
    ("距离(公里)", "distance_km"),
    ("共有", "shared"),
    ("仅甲有", "only_a"),
    ("仅乙有", "only_b"),
    ("判定代码", "verdict_code"),
];

/// Writes the pairs with a byte order mark, so that spreadsheets read the Chinese; codes stay beside the words, and no
/// cell can begin a formula.
pub fn csv(view: &View) -> String {
    let lang = view.lang;
    let mut out = String::from('\u{feff}');
    let header: Vec<&str> = COLUMNS.iter().map(|(zh, en)| lang.pick(zh, en)).collect();
    line(&mut out, header.iter().map(|c| text(c)));
    for axis in &view.axes {
        for pair in &axis.pairs {
            let optional = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
            let relation = pair.relation.as_deref().unwrap_or_default();
            line(
                &mut out,
                [
                    text(match lang {
                        Lang::Zh => crate::words::axis(&axis.code, lang),
                        Lang::En => &axis.code,
                    }),
                    text(&pair.a.id),
                    text(&pair.a.name),
                    text(&pair.b.id),
                    text(&pair.b.name),
                    pair.similarity.to_string(),
                    optional(pair.residual),
                    optional(pair.percentile),
                    optional(pair.z),
                    optional(pair.p),
                    optional(pair.q),
                    text(crate::words::verdict(&pair.verdict, lang)),
                    text(crate::words::relation(relation, lang)),
                    pair.distance_km.map(|km| format!("{km:.1}")).unwrap_or_default(),
                    text(&items(&pair.shared)),
                    text(&items(&pair.only_a)),
                    text(&items(&pair.only_b)),
                    text(&pair.verdict),
                ]
                .into_iter(),
            );
        }
    }
    out
}

fn items(items: &[Item]) -> String {
    let mut out = String::new();
    for item in items {
        let _ = write!(
            out,
            "{}{} {:.3}",
            if out.is_empty() { "" } else { "；" },
            item.what,
            item.share
        );
    }
    out
}

/// A text cell: quoted where it must be; an apostrophe before what a spreadsheet would compute.
fn text(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if risky { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&cell);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{AxisView, PairView, ParkLabel};

    #[test]
    fn cells_are_quoted_and_no_formula_begins() {
        let park = |id: &str, name: &str| ParkLabel {
            id: id.to_owned(),
            name: name.to_owned(),
            place: String::new(),
        };
        let pair = PairView {
            a: park("A", "=1+1"),
            b: park("B", "甲,\"乙\""),
            similarity: 0.5,
            residual: Some(-0.25),
            verdict: "twin".to_owned(),
            shared: vec![Item { what: "机械".to_owned(), share: 0.5, popularity: 0.1 }],
            ..PairView::default()
        };
        let axis = AxisView {
            code: "industry_named".to_owned(),
            pairs: vec![pair],
            ..AxisView::default()
        };
        let table = csv(&View { axes: vec![axis], ..View::default() });
        let lines: Vec<&str> = table.split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}维度,"));
        assert_eq!(
            lines[1],
            "名义产业,A,'=1+1,B,\"甲,\"\"乙\"\"\",0.5,-0.25,,,,,同质园区,,,机械 0.500,,,twin"
        );
        assert_eq!(lines.len(), 3);
    }
}
