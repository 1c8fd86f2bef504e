//! The homogeneity report as a file to print or to open in a sheet.

use park_domain::ParkId;
use park_homogeneity::{AxisReport, Pair, Report, Share, Verdict};
use park_report::document::DocumentError;
use park_report::workbook::WorkbookError;
use park_report::{
    AxisView, Gap, GroupView, HeatView, Input, IntensityView, Item, MapView, NameGapView, PairView,
    ParkLabel, SetView, Setting, View,
};

use crate::app::Live;
use crate::lang::Lang;

/// Parks without data that are named.
const GAP_NAMES_MAX: usize = 40;

/// Parks listed for what they name and their firms do not do.
const GAPS_MAX: usize = 12;

/// A self-contained page.
pub(crate) fn html(live: &Live, report: &Report, lang: Lang) -> String {
    park_report::html(&view(live, report, lang))
}

/// The pairs of all axes.
pub(crate) fn csv(live: &Live, report: &Report, lang: Lang) -> String {
    park_report::csv(&view(live, report, lang))
}

/// The report as a workbook.
///
/// # Errors
/// More pairs than a sheet holds.
pub(crate) fn xlsx(live: &Live, report: &Report, lang: Lang) -> Result<Vec<u8>, WorkbookError> {
    park_report::xlsx(&view(live, report, lang))
}

/// The report as a document.
///
/// # Errors
/// Where the writer refuses.
pub(crate) fn docx(live: &Live, report: &Report, lang: Lang) -> Result<Vec<u8>, DocumentError> {
    park_report::docx(&view(live, report, lang))
}

/// What all forms print.
pub(crate) fn view(live: &Live, report: &Report, lang: Lang) -> View {
    let set = &report.peer_set;
    let place = set.region_name.clone().unwrap_or_else(|| lang.pick("全国", "China").to_owned());
    let mut peer_set = vec![(lang.pick("地区", "region").to_owned(), place.clone())];
    let mut add = |label: &str, value: Option<String>| {
        if let Some(value) = value {
            peer_set.push((label.to_owned(), value));
        }
    };
    add(lang.pick("级别", "level"), set.level.map(|l| lang.pick(l.zh(), l.en()).to_owned()));
    add(lang.pick("类型", "kind"), set.kind.map(|k| lang.pick(k.zh(), k.en()).to_owned()));
    add(lang.pick("距离(公里)", "within, km"), set.within_km.map(|d| d.to_string()));
    add(lang.pick("数据截至年份", "data up to"), set.year.map(|y| y.to_string()));
    View {
        lang: lang.pick(park_report::Lang::Zh, park_report::Lang::En),
        title: lang
            .pick(format!("{place}园区同质化报告"), format!("Homogeneity of parks: {place}")),
        generation: live.id.clone(),
        demo: live.is_demo(),
        inputs: inputs(live, lang),
        peer_set,
        parks: set.parks.len(),
        family: lang.pick(set.family.zh(), set.family.en()),
        family_pairs: set.family_pairs,
        axes: report.axes.iter().map(|a| axis(live, a, lang)).collect(),
        gaps: gaps(live, report, lang),
        seed: report.seed,
        settings: report
            .settings
            .iter()
            .map(|s| Setting {
                name: s.name.clone(),
                value: s.value.clone(),
                reason: lang.pick(&s.zh, &s.en).clone(),
            })
            .collect(),
    }
}

/// The parks whose firms bear out least what they name.
fn gaps(live: &Live, report: &Report, lang: Lang) -> Vec<NameGapView> {
    let mut list: Vec<_> = report.gaps.iter().collect();
    list.sort_by(|a, b| a.quotient.total_cmp(&b.quotient).then(a.park.cmp(&b.park)));
    list.into_iter()
        .take(GAPS_MAX)
        .map(|g| NameGapView {
            park: label(live, &g.park),
            firms: g.firms,
            named_share: g.named_share,
            named_base: g.named_base,
            quotient: g.quotient,
            unsupported: items(&g.unsupported, lang),
            unnamed: items(&g.unnamed, lang),
        })
        .collect()
}

/// The tables that the axes read, with the years of their rows.
fn inputs(live: &Live, lang: Lang) -> Vec<Input> {
    let data = live.dataset();
    let input = |zh: &str, en: &str, years: &mut dyn Iterator<Item = Option<u16>>| {
        let (mut rows, mut span) = (0, None);
        for year in years {
            rows += 1;
            if let Some(y) = year {
                let (first, last) = span.unwrap_or((y, y));
                span = Some((first.min(y), last.max(y)));
            }
        }
        Input {
            name: lang.pick(zh, en).to_owned(),
            rows,
            years: span.map_or_else(String::new, |(a, b)| year_words(a, b)),
        }
    };
    vec![
        input(
            "园区目录与主导产业",
            "parks and the industries they name",
            &mut data.parks.iter().map(|p| p.provenance.as_of.map(park_domain::PartialDate::year)),
        ),
        input("功能定位", "positioning", &mut data.positioning.iter().map(|p| p.year)),
        input("产业结构", "industry structure", &mut data.structure.iter().map(|s| s.year)),
        input(
            "政策条款",
            "policy clauses",
            &mut data.policies.iter().map(|c| c.issued_year.or(c.issued_on.map(|d| d.year()))),
        ),
    ]
}

fn year_words(first: u16, last: u16) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}

fn label(live: &Live, id: &ParkId) -> ParkLabel {
    let park = live.find(id.as_str());
    let mut place: Vec<&str> = Vec::new();
    if let Some(p) = park {
        for part in [&p.province, &p.city].into_iter().flatten() {
            if !place.contains(&&**part) {
                place.push(part);
            }
        }
    }
    ParkLabel {
        id: id.to_string(),
        name: park.map(|p| p.name.to_string()).unwrap_or_default(),
        place: place.join(" "),
    }
}

fn axis(live: &Live, axis: &AxisReport, lang: Lang) -> AxisView {
    AxisView {
        code: axis.axis.code().to_owned(),
        parks_with_data: axis.parks_with_data,
        few_data: axis.few_data,
        categories: axis.categories,
        base: axis.base.as_ref().map(|(zh, en)| lang.pick(zh, en).clone()),
        years: axis.years.map_or_else(String::new, |(a, b)| year_words(a, b)),
        mean_similarity: axis.mean_similarity,
        compared_pairs: axis.compared_pairs,
        tested_pairs: axis.tested_pairs,
        verdicts: Verdict::ALL
            .iter()
            .zip(axis.verdicts)
            .map(|(v, n)| (v.code().to_owned(), n))
            .collect(),
        pairs_total: axis.pairs_total,
        pairs: axis.pairs.iter().map(|p| pair(live, p, lang)).collect(),
        sets: axis
            .sets
            .iter()
            .map(|s| SetView {
                rule: s.rule.code().to_owned(),
                name: lang.pick(s.name.as_str(), s.en()).to_owned(),
                parks: s.parks,
                pairs: s.pairs,
                per_pair: per_pair(s.overlap, s.pairs),
                expected_per_pair: per_pair(s.expected, s.pairs),
                unexplained: s.unexplained,
                z: s.z,
                q: Some(s.q),
            })
            .collect(),
        intensity: axis.intensity.as_ref().map(|i| IntensityView {
            parks: i.parks,
            clauses: i.clauses,
            unread: i.unread,
            share: i.share,
            interval: i.interval,
            few_data: i.few_data,
        }),
        chase: axis.chase.and_then(|c| Some((c.mean_overlap, c.times?))),
        groups: axis
            .groups
            .iter()
            .map(|g| GroupView {
                medoid: label(live, &g.medoid),
                members: g.members.iter().map(|m| label(live, m)).collect(),
                inner_minimum: g.inner_minimum,
                stability: g.stability,
                stable: g.stable,
                core: items(&g.core, lang),
            })
            .collect(),
        heat: axis.heat.as_ref().map(|h| HeatView {
            parks: h.parks.iter().map(|p| label(live, p)).collect(),
            similarity: h.similarity.clone(),
            of: h.of,
        }),
        map: axis.map.as_ref().map(|m| MapView {
            points: m.points.iter().map(|(p, x, y)| (label(live, p), *x, *y)).collect(),
            explained: m.explained,
        }),
        gap: Gap {
            parks: axis.no_data.len(),
            names: axis.no_data.iter().take(GAP_NAMES_MAX).map(|p| label(live, p).name).collect(),
        },
    }
}

/// Shared items a pair; numbers of pairs are far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "numbers of pairs are below 2^53")]
fn per_pair(items: f64, pairs: u64) -> f64 {
    items / pairs.max(1) as f64
}

fn pair(live: &Live, pair: &Pair, lang: Lang) -> PairView {
    PairView {
        a: label(live, &pair.a),
        b: label(live, &pair.b),
        similarity: pair.similarity,
        residual: pair.residual,
        percentile: pair.percentile,
        z: pair.z,
        p: pair.p,
        q: pair.q,
        verdict: pair.verdict.code().to_owned(),
        relation: pair.relation.map(|r| r.code().to_owned()),
        distance_km: pair.distance_km,
        shared: items(&pair.shared, lang),
        only_a: items(&pair.only_a, lang),
        only_b: items(&pair.only_b, lang),
    }
}

fn items(list: &[Share], lang: Lang) -> Vec<Item> {
    list.iter()
        .map(|s| Item {
            what: lang.pick(s.what.as_str(), s.en()).to_owned(),
            share: s.share,
            popularity: s.popularity,
        })
        .collect()
}
