//! The kept answer as the page shows it.

use std::collections::BTreeMap;

use askama::Template;
use park_matching::{Criterion, Language, RankBy, Standing, why_above};

use super::super::bars::{Part, bar};
use super::super::find::{self, Understood};
use super::super::places::{Places, province_code};
use super::super::tiles;
use super::Held;
use crate::answer::matches::{MatchAnswer, MatchRow};
use crate::answer::names::{Names, kind, level, level_of_park, percent, points};
use crate::app::Live;
use crate::lang::Lang;

/// One criterion of a match.
pub(in super::super) struct Line {
    pub(in super::super) name: String,
    pub(in super::super) words: String,
    pub(in super::super) weight: String,
    pub(in super::super) fit: String,
    pub(in super::super) adds: String,
    pub(in super::super) bar: String,
    pub(in super::super) open: bool,
    pub(in super::super) evidence: Vec<String>,
}

/// One match.
pub(in super::super) struct Card {
    pub(in super::super) rank: usize,
    pub(in super::super) range: String,
    pub(in super::super) id: String,
    pub(in super::super) name: String,
    pub(in super::super) about: String,
    pub(in super::super) score: String,
    pub(in super::super) could_reach: String,
    pub(in super::super) bar: String,
    pub(in super::super) lines: Vec<Line>,
    pub(in super::super) group: Vec<String>,
    pub(in super::super) hints: Vec<String>,
    pub(in super::super) why_next: Option<String>,
}

struct Verify {
    id: String,
    name: String,
    could_reach: String,
    musts: String,
    ask: Vec<String>,
}

struct Miss {
    id: String,
    name: String,
    score: String,
    failed: Vec<String>,
}

struct Step {
    criterion: String,
    op: String,
    to: String,
    label: String,
}

struct FacetValue {
    key: &'static str,
    value: String,
    label: String,
    n: usize,
}

struct Facet {
    name: &'static str,
    values: Vec<FacetValue>,
}

/// The page of a result.
#[derive(Template)]
#[template(path = "results.html")]
pub(super) struct ResultsPage {
    l: Lang,
    title: String,
    here: String,
    id: String,
    asked: String,
    considered: usize,
    eligible: usize,
    as_of: String,
    cards: Vec<Card>,
    verify: Vec<Verify>,
    verify_total: usize,
    misses: Vec<Miss>,
    steps: Vec<Step>,
    clashes: Vec<String>,
    facets: Vec<Facet>,
    map: String,
    read: Understood,
}

/// Builds the page.
pub(super) fn page(live: &Live, held: &Held, lang: Lang) -> ResultsPage {
    let a = &held.answer;
    let names = Names::of(live, lang);
    let places = Places::of(live.dataset());
    let mut read = find::understood(live, &held.request, Vec::new(), Vec::new(), &places, lang);
    read.taken.clear();
    let points: Vec<tiles::Point<'_>> = a
        .matches
        .iter()
        .map(|m| tiles::Point { id: &m.park.id, label: format!("{}. {}", m.rank, m.park.name) })
        .collect();
    let none = BTreeMap::new();
    let map = tiles::draw(live, &points, a.facets.get("province").unwrap_or(&none), lang);
    ResultsPage {
        l: lang,
        title: lang.pick("匹配结果", "Results").to_owned(),
        here: format!("/results/{}", a.result_id),
        id: a.result_id.clone(),
        asked: asked(held, &places, lang),
        considered: a.considered,
        eligible: a.eligible,
        as_of: a.as_of.clone(),
        cards: cards(live, &a.matches, order_of(held), &names, lang),
        verify: a
            .to_verify
            .iter()
            .map(|v| Verify {
                id: v.park.id.clone(),
                name: v.park.name.clone(),
                could_reach: points_of(v.could_reach),
                musts: v
                    .unknown_musts
                    .iter()
                    .map(|m| names.must(m))
                    .collect::<Vec<_>>()
                    .join(lang.pick("；", "; ")),
                ask: v.ask.clone(),
            })
            .collect(),
        verify_total: a.to_verify_total,
        misses: misses(a, &names),
        steps: steps(a, &names),
        clashes: a.clashes.iter().map(|c| c.words.clone()).collect(),
        facets: facets(a, lang),
        map,
        read,
    }
}

/// What the list is ordered by.
fn order_of(held: &Held) -> RankBy {
    let possible = held.request.rank_by.as_deref() == Some("possible");
    if possible { RankBy::Possible } else { RankBy::Proven }
}

fn points_of(value: f64) -> String {
    points(value)
}

/// The profile in one line.
fn asked(held: &Held, places: &Places, lang: Lang) -> String {
    let r = &held.request;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(r.industry.text.clone());
    parts.extend(r.industry.codes.clone().map(|c| c.join(" ")));
    if let Some(codes) = r.location.as_ref().and_then(|l| l.regions.as_ref()) {
        parts.push(codes.iter().map(|c| places.label(c)).collect::<Vec<_>>().join("、"));
    }
    for near in r.location.iter().filter_map(|l| l.near.as_ref()).flatten() {
        let label = near.label.clone().unwrap_or_default();
        parts.push(lang.pick(format!("靠近{label}"), format!("near {label}")));
    }
    parts.extend(r.level.iter().flatten().map(|l| level(l, lang)));
    parts.extend(r.kind.iter().flatten().map(|k| kind(k, lang)));
    if r.chemical_park == Some(true) {
        parts.push(lang.pick("化工园区", "chemical park").to_owned());
    }
    parts.join(lang.pick("，", ", "))
}

/// The matches as cards, each with why it stands above the next.
pub(in super::super) fn cards(
    live: &Live,
    rows: &[MatchRow],
    by: RankBy,
    names: &Names,
    lang: Lang,
) -> Vec<Card> {
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            let mut card = card(live, row, names, lang);
            card.why_next = rows.get(at + 1).and_then(|next| {
                let language = lang.pick(Language::Zh, Language::En);
                why_above(&live.catalog().models, by, &standing(row), &standing(next), language)
            });
            card
        })
        .collect()
}

fn card(live: &Live, row: &MatchRow, names: &Names, lang: Lang) -> Card {
    let park = live.find(&row.park.id);
    let mut about: Vec<String> = Vec::new();
    if let Some(park) = park {
        let place: Vec<&str> = [&park.province, &park.city, &park.county]
            .into_iter()
            .filter_map(|p| p.as_deref())
            .collect();
        let mut place = place;
        place.dedup();
        about.push(place.join(" "));
        about.push(level_of_park(park.level.code(), lang));
        about.extend(park.kind.map(|k| kind(k.code(), lang)));
    }
    let range = match row.rank_range.as_slice() {
        [a, b] if a == b => a.to_string(),
        [a, b] => format!("{a}–{b}"),
        _ => String::new(),
    };
    let (lines, parts) = lines(row, names, lang);
    Card {
        rank: row.rank,
        range,
        id: row.park.id.clone(),
        name: row.park.name.clone(),
        about: about.join(" · "),
        score: points(row.score),
        could_reach: points(row.could_reach),
        bar: bar(&parts),
        lines,
        group: row
            .group
            .iter()
            .flat_map(|g| &g.parks)
            .filter(|p| p.id != row.park.id)
            .map(|p| p.name.clone())
            .collect(),
        hints: row.hints.clone(),
        why_next: None,
    }
}

/// The lines of a match and the parts of its bar: proven ones first, then what is open.
fn lines(row: &MatchRow, names: &Names, lang: Lang) -> (Vec<Line>, Vec<Part>) {
    let (mut lines, mut parts) = (Vec::new(), Vec::new());
    let mut from = 0.0;
    let mut place = |length: f64, open: bool| {
        let part = |from| Part { from, length, open };
        parts.push(part(from));
        let own = bar(&[part(from)]);
        from += length;
        own
    };
    for reason in &row.because {
        lines.push(Line {
            name: names.name(&reason.criterion),
            words: reason.words.clone(),
            weight: percent(reason.weight),
            fit: percent(reason.fit),
            adds: format!("+{}", points(reason.adds)),
            bar: place(reason.adds, false),
            open: false,
            evidence: reason.evidence.iter().map(|e| evidence(e, lang)).collect(),
        });
    }
    for open in &row.unknown {
        lines.push(Line {
            name: names.name(&open.criterion),
            words: open.ask.clone(),
            weight: percent(open.weight),
            fit: "?".to_owned(),
            adds: lang.pick(
                format!("至多 +{}", points(open.could_add)),
                format!("up to +{}", points(open.could_add)),
            ),
            bar: place(open.could_add, true),
            open: true,
            evidence: open.note.iter().cloned().collect(),
        });
    }
    (lines, parts)
}

/// The bar of a match: proven parts first, then what is open.
pub(in super::super) fn parts_of(row: &MatchRow, names: &Names, lang: Lang) -> Vec<Part> {
    lines(row, names, lang).1
}

fn evidence(e: &crate::answer::matches::EvidenceAnswer, lang: Lang) -> String {
    let mut text = e.value.clone();
    let mut about: Vec<String> = Vec::new();
    about.extend(e.source.clone());
    about.extend(e.as_of.clone());
    if e.estimated {
        about.push(lang.pick("估计值", "estimate").to_owned());
    }
    if !about.is_empty() {
        text = lang.pick(
            format!("{text}（{}）", about.join("，")),
            format!("{text} ({})", about.join(", ")),
        );
    }
    text
}

/// A match as the words why it stands where it stands need it.
fn standing(row: &MatchRow) -> Standing<'_> {
    let known = row
        .because
        .iter()
        .filter_map(|r| Criterion::parse(&r.criterion).map(|c| (c, r.adds, r.words.as_str())));
    let open =
        row.unknown.iter().filter_map(|u| Criterion::parse(&u.criterion).map(|c| (c, u.could_add)));
    let scale = Criterion::IndustryScale.code();
    Standing {
        name: &row.park.name,
        rank: row.rank,
        score: row.score,
        could_reach: row.could_reach,
        scale: row.because.iter().find(|r| r.criterion == scale).map_or(0.0, |r| r.fit),
        because: known.collect(),
        unknown: open.collect(),
    }
}

fn misses(a: &MatchAnswer, names: &Names) -> Vec<Miss> {
    a.near_misses
        .iter()
        .map(|n| Miss {
            id: n.park.id.clone(),
            name: n.park.name.clone(),
            score: points(n.score),
            failed: n.failed.iter().map(|f| names.failed(&f.must, &f.has)).collect(),
        })
        .collect()
}

/// Relaxations of one must, each a button.
fn steps(a: &MatchAnswer, names: &Names) -> Vec<Step> {
    a.relaxations
        .iter()
        .filter(|r| r.together_with.is_empty())
        .filter_map(|r| {
            let must = r.must.as_ref()?;
            let label = names.relaxation(r)?;
            Some(Step {
                criterion: must.criterion.clone(),
                op: must.op.clone(),
                to: r.to.to_string(),
                label,
            })
        })
        .collect()
}

/// Values of a facet that are shown.
const FACET_VALUES_MAX: usize = 12;

fn facets(a: &MatchAnswer, lang: Lang) -> Vec<Facet> {
    let list = [
        ("level", lang.pick("级别", "level")),
        ("kind", lang.pick("类型", "kind")),
        ("province", lang.pick("省份", "province")),
    ];
    list.into_iter()
        .filter_map(|(key, name)| {
            let mut values: Vec<FacetValue> = a
                .facets
                .get(key)?
                .iter()
                .filter_map(|(value, n)| facet_value(key, value, *n, lang))
                .collect();
            values.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.value.cmp(&b.value)));
            values.truncate(FACET_VALUES_MAX);
            (!values.is_empty()).then_some(Facet { name, values })
        })
        .collect()
}

fn facet_value(key: &'static str, value: &str, n: usize, lang: Lang) -> Option<FacetValue> {
    if n == 0 || value == "unknown" {
        return None;
    }
    let (sent, label) = match key {
        "level" => (value.to_owned(), level(value, lang)),
        "kind" => (value.to_owned(), kind(value, lang)),
        _ => {
            let code = province_code(value)?;
            let english = crate::answer::names::PROVINCES.iter().find(|p| p.0 == code)?.3;
            (code.to_owned(), lang.pick(value, english).to_owned())
        }
    };
    Some(FacetValue { key, value: sent, label, n })
}
