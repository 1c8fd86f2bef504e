//! Homogeneity: choose a peer set, then heat map, groups and twins with their evidence.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use park_domain::words::{Level, ParkKind};
use park_homogeneity::Axis;
use park_report::{GroupView, PairView};

use super::form::Choice;
use super::places::Places;
use super::{Asked, Shared, Spoken, encode, publish, render, show};
use crate::answer::homogeneity::{HomogeneityRequest, check};
use crate::answer::names::PROVINCES;
use crate::app::Live;
use crate::http::pools::Cost;
use crate::http::problem::plain;
use crate::lang::Lang;
use crate::paper;
use crate::rejection::{ErrorCode, Rejection};

/// Pairs that are shown.
const PAIRS_SHOWN: usize = 20;

/// Groups that are shown.
const GROUPS_SHOWN: usize = 12;

/// Members of a group that are named.
const MEMBERS_SHOWN: usize = 12;

struct Twin {
    a: (String, String),
    b: (String, String),
    similarity: String,
    verdict: String,
    relation: String,
    q: String,
    km: String,
    shared: String,
    only_a: String,
    only_b: String,
}

struct Group {
    medoid: (String, String),
    members: Vec<(String, String)>,
    more: usize,
    inner: String,
    stability: String,
    core: String,
}

struct Found {
    parks: usize,
    with_data: usize,
    mean: String,
    few: bool,
    heat: String,
    heat_of: usize,
    verdicts: Vec<(String, usize)>,
    twins: Vec<Twin>,
    groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "homogeneity.html")]
struct HomogeneityPage {
    l: Lang,
    title: String,
    here: String,
    query: String,
    provinces: Vec<Choice>,
    region: String,
    levels: Vec<Choice>,
    kinds: Vec<Choice>,
    axes: Vec<Choice>,
    within: String,
    faults: Vec<String>,
    found: Option<Found>,
}

/// `GET /homogeneity?region=…&level=…&kind=…&within_km=…&axis=…`.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
    asked: Asked,
) -> Result<Response<Body>, Rejection> {
    let live = shared.live()?;
    let lang = spoken.lang;
    let cost = if asked.get("region").is_some() { Cost::Long } else { Cost::Quick };
    let html = shared.pools.run(cost, move || render(&view(&live, &asked, lang))).await?;
    Ok(publish(spoken, html))
}

/// Media type of a document.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// `GET /homogeneity/report?…&as=html|docx|xlsx|csv|json`: the report to print, to pass on, for a sheet, or for a program.
pub(super) async fn file(
    State(shared): State<Shared>,
    spoken: Spoken,
    asked: Asked,
) -> Result<Response<Body>, Rejection> {
    let live = shared.live()?;
    let lang = spoken.lang;
    let (bytes, kind, file) = shared
        .pools
        .run(Cost::Long, move || {
            let mut request = request(&live, &asked, lang)?;
            let form = asked.get("as").unwrap_or("csv");
            if form == "json" {
                request.pairs = Some("all".to_owned());
                let answer = crate::answer::homogeneity::answer(&live, &request, lang)?;
                let bytes = serde_json::to_vec(&answer).map_err(|e| failed(&e))?;
                return Ok((bytes, "application/json", "homogeneity.json"));
            }
            let report = live.report(&check(&live, &request, lang)?);
            match form {
                "csv" => {
                    let text = paper::csv(&live, &report, lang);
                    Ok((text.into_bytes(), "text/csv; charset=utf-8", "homogeneity.csv"))
                }
                // It carries its own style, so it is saved and opened from there, not from this origin.
                "html" => {
                    let text = paper::html(&live, &report, lang);
                    Ok((text.into_bytes(), "text/html; charset=utf-8", "homogeneity.html"))
                }
                "xlsx" => {
                    let bytes = paper::xlsx(&live, &report, lang).map_err(|e| failed(&e))?;
                    Ok((bytes, crate::http::XLSX, "homogeneity.xlsx"))
                }
                "docx" => {
                    let bytes = paper::docx(&live, &report, lang).map_err(|e| failed(&e))?;
                    Ok((bytes, DOCX, "homogeneity.docx"))
                }
                _ => Err(plain(StatusCode::NOT_FOUND, ErrorCode::NotFound)),
            }
        })
        .await?;
    let mut response = show(spoken, String::new());
    *response.body_mut() = Body::from(bytes);
    super::attach(response.headers_mut(), kind, file);
    Ok(response)
}

/// A report that cannot be written is our fault.
fn failed(error: &dyn std::fmt::Display) -> Rejection {
    tracing::error!(%error, "a report cannot be written");
    plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
}

/// The peer set of the address; a region may be written as a name.
fn request(live: &Live, asked: &Asked, lang: Lang) -> Result<HomogeneityRequest, Rejection> {
    let text = |name: &str| asked.get(name).map(str::to_owned);
    let region = match asked.get("region") {
        None | Some("all") => None,
        Some(written) => Some(
            Places::of(live.dataset())
                .whole(written)
                .filter(|p| p.codes.len() == 1)
                .map(|p| p.codes[0].clone())
                .ok_or_else(|| {
                    let rule = lang.pick(
                        "应为省、市名称，或 2、4、6 位行政区划代码",
                        "expected a province, a city or a code of 2, 4 or 6 digits",
                    );
                    Rejection::invalid("region", written, rule, None)
                })?,
        ),
    };
    let within_km = match asked.get("within_km") {
        None => None,
        Some(t) => Some(t.parse().map_err(|_| {
            let rule =
                lang.pick("应为公里数，例如 50", "expected a distance in km, for example 50");
            Rejection::invalid("within_km", t, rule, None)
        })?),
    };
    Ok(HomogeneityRequest {
        region,
        level: text("level"),
        kind: text("kind"),
        within_km,
        year: asked.get("year").and_then(|y| y.parse().ok()),
        pairs: None,
    })
}

fn view(live: &Live, asked: &Asked, lang: Lang) -> HomogeneityPage {
    let region = asked.get("region").unwrap_or("").to_owned();
    let pick = |name: &str| asked.get(name).unwrap_or("").to_owned();
    let (level, kind) = (pick("level"), pick("kind"));
    let axis = Axis::parse(&pick("axis")).unwrap_or(Axis::ALL[1]);
    let mut query = String::new();
    for name in ["region", "level", "kind", "within_km", "axis"] {
        if let Some(value) = asked.get(name) {
            query.push_str(&format!("{name}={}&", encode(value)));
        }
    }
    let any =
        || Choice { value: String::new(), label: lang.pick("不限", "any").to_owned(), on: false };
    let choice = |value: &str, label: &str, on: bool| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        on,
    };
    let mut page = HomogeneityPage {
        l: lang,
        title: lang.pick("园区同质化", "Homogeneity of parks").to_owned(),
        here: format!("/homogeneity?{query}"),
        query,
        provinces: PROVINCES
            .iter()
            .map(|(code, zh, _, en)| choice(code, lang.pick(zh, en), *code == region))
            .collect(),
        levels: std::iter::once(any())
            .chain(
                Level::ALL
                    .iter()
                    .map(|l| choice(l.code(), lang.pick(l.zh(), l.en()), l.code() == level)),
            )
            .collect(),
        kinds: std::iter::once(any())
            .chain(
                ParkKind::ALL
                    .iter()
                    .map(|k| choice(k.code(), lang.pick(k.zh(), k.en()), k.code() == kind)),
            )
            .collect(),
        axes: Axis::ALL
            .iter()
            .map(|a| choice(a.code(), lang.pick(a.zh(), a.en()), a.code() == axis.code()))
            .collect(),
        within: pick("within_km"),
        faults: Vec::new(),
        found: None,
        region,
    };
    if !page.region.is_empty() {
        match request(live, asked, lang).and_then(|r| check(live, &r, lang)) {
            Ok(params) => page.found = found(live, &live.report(&params), axis, lang),
            Err(refused) => page.faults = super::find::sentences(&refused),
        }
    }
    page
}

fn found(live: &Live, report: &park_homogeneity::Report, axis: Axis, lang: Lang) -> Option<Found> {
    let view = paper::view(live, report, lang);
    let a = view.axes.iter().find(|a| a.code == axis.code())?;
    Some(Found {
        parks: view.parks,
        with_data: a.parks_with_data,
        mean: a.mean_similarity.map_or_else(|| "—".to_owned(), |m| format!("{m:.3}")),
        few: a.few_data,
        heat: a
            .heat
            .as_ref()
            .map(|h| park_report::heat_map(h, &a.groups, view.lang))
            .unwrap_or_default(),
        heat_of: a.heat.as_ref().map_or(0, |h| h.parks.len()),
        verdicts: a.verdicts.iter().map(|(code, n)| (verdict(code, lang), *n)).collect(),
        twins: a.pairs.iter().take(PAIRS_SHOWN).map(|p| twin(p, lang)).collect(),
        groups: a.groups.iter().take(GROUPS_SHOWN).map(|g| group(g, lang)).collect(),
    })
}

fn verdict(code: &str, lang: Lang) -> String {
    let (zh, en) = match code {
        "twin" => ("同质园区", "twins"),
        "alike-by-popularity" => ("因热门而相似", "alike by popularity"),
        "not-more-than-chance" => ("不超过偶然", "not more than chance"),
        "cannot-tell" => ("无法判断", "cannot tell"),
        "same-house" => ("一区多园", "same house"),
        other => (other, other),
    };
    lang.pick(zh, en).to_owned()
}

fn items(list: &[park_report::Item], lang: Lang) -> String {
    list.iter().take(8).map(|i| i.what.clone()).collect::<Vec<_>>().join(lang.pick("、", ", "))
}

fn relation(code: Option<&str>, lang: Lang) -> &'static str {
    match code {
        Some("rival") => lang.pick("竞争", "rival"),
        Some("complement") => lang.pick("互补", "complement"),
        Some(_) | None => "",
    }
}

fn twin(p: &PairView, lang: Lang) -> Twin {
    Twin {
        a: (p.a.id.clone(), p.a.name.clone()),
        b: (p.b.id.clone(), p.b.name.clone()),
        similarity: format!("{:.2}", p.similarity),
        verdict: verdict(&p.verdict, lang),
        relation: relation(p.relation.as_deref(), lang).to_owned(),
        q: p.q.map_or_else(String::new, |q| format!("q = {q:.3}")),
        km: p.distance_km.map_or_else(String::new, |d| format!("{d:.0} km")),
        shared: items(&p.shared, lang),
        only_a: items(&p.only_a, lang),
        only_b: items(&p.only_b, lang),
    }
}

fn group(g: &GroupView, lang: Lang) -> Group {
    Group {
        medoid: (g.medoid.id.clone(), g.medoid.name.clone()),
        members: g
            .members
            .iter()
            .filter(|m| m.id != g.medoid.id)
            .take(MEMBERS_SHOWN)
            .map(|m| (m.id.clone(), m.name.clone()))
            .collect(),
        more: g.members.len().saturating_sub(MEMBERS_SHOWN + 1),
        inner: format!("{:.2}", g.inner_minimum),
        stability: g.stability.map_or_else(|| "—".to_owned(), |s| format!("{s:.2}")),
        core: items(&g.core, lang),
    }
}
