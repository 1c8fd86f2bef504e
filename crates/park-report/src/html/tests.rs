//! The page is whole, escaped and loads nothing.

use super::*;
use crate::view::{Gap, HeatView, Input, MapView, Setting};

fn park(i: usize) -> ParkLabel {
    ParkLabel {
        id: format!("P{i}"),
        name: format!("<script>{i}</script>经济开发区"),
        place: "江苏 苏州".to_owned(),
    }
}

fn view(lang: Lang) -> View {
    let item = |what: &str| Item { what: what.to_owned(), share: 0.5, popularity: 0.1 };
    let pair = PairView {
        a: park(0),
        b: park(1),
        similarity: 0.9,
        residual: Some(0.5),
        percentile: Some(0.99),
        p: Some(1e-6),
        q: Some(0.01),
        verdict: "twin".to_owned(),
        relation: Some("rival".to_owned()),
        distance_km: Some(12.0),
        shared: vec![item("软件 & 服务")],
        only_a: vec![item("\"茶\"")],
        ..PairView::default()
    };
    let axis = AxisView {
        code: "industry_named".to_owned(),
        parks_with_data: 4,
        mean_similarity: Some(0.2),
        tested_pairs: 6,
        verdicts: vec![("twin".to_owned(), 1), ("cannot-tell".to_owned(), 5)],
        pairs: vec![pair],
        groups: vec![GroupView {
            medoid: park(0),
            members: (0..4).map(park).collect(),
            ..GroupView::default()
        }],
        heat: Some(HeatView {
            parks: (0..4).map(park).collect(),
            similarity: vec![0.5; 16],
            of: 4,
        }),
        map: Some(MapView {
            points: (0..4).map(|i| (park(i), i as f64, (i * i) as f64)).collect(),
            explained: [0.6, 0.2],
        }),
        gap: Gap { parks: 1, names: vec!["<i>无</i>".to_owned()] },
        ..AxisView::default()
    };
    View {
        lang,
        title: "<b>报告</b>".to_owned(),
        axes: vec![axis, AxisView { code: "policy".to_owned(), ..AxisView::default() }],
        inputs: vec![Input { name: "园区".to_owned(), rows: 5, years: "2018".to_owned() }],
        settings: vec![Setting {
            name: "seed".to_owned(),
            value: "1".to_owned(),
            reason: "why".to_owned(),
        }],
        ..View::default()
    }
}

#[test]
fn nothing_of_the_data_becomes_markup_and_nothing_is_loaded() {
    for lang in [Lang::Zh, Lang::En] {
        let page = html(&view(lang));
        for forbidden in
            ["<script", "<b>报告", "<i>无", "href=", "src=", "url(", "@import", "javascript"]
        {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("软件 &#38; 服务"));
        assert!(page.ends_with("</html>"));
    }
}

#[test]
fn both_languages_say_the_same_numbers() {
    let (zh, en) = (html(&view(Lang::Zh)), html(&view(Lang::En)));
    assert!(zh.contains("lang=\"zh-CN\"") && zh.contains("同质园区"));
    assert!(en.contains("lang=\"en\"") && en.contains("Twin"));
    assert!(zh.contains("1.0×10<sup>−6</sup>") && en.contains("1.0×10<sup>−6</sup>"));
    assert_eq!(zh.matches("<svg").count(), en.matches("<svg").count());
}

#[test]
fn invented_data_say_so() {
    assert!(html(&View { demo: true, ..view(Lang::Zh) }).contains("演示数据"));
    assert!(!html(&view(Lang::Zh)).contains("演示数据"));
}
