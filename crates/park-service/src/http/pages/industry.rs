//! Industry: what words mean in the standard, its chains, and who is strong in it.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::results::{Card, cards};
use super::{Asked, Shared, Spoken, encode, publish, render, tiles};
use crate::answer::matches;
use crate::answer::names::{Names, percent};
use crate::answer::request::{IndustryRequest, ProfileRequest};
use crate::http::pools::Cost;
use crate::lang::Lang;
use crate::models;
use crate::rejection::Rejection;

/// Longest text that is read here, in characters.
const TEXT_CHARS_MAX: usize = 200;

/// Parks that are shown.
const SHOWN: i64 = 20;

struct Node {
    name: String,
    stage: String,
    products: String,
}

struct ChainView {
    name: String,
    nodes: Vec<Node>,
}

#[derive(Template)]
#[template(path = "industry.html")]
struct IndustryPage {
    l: Lang,
    title: String,
    here: String,
    q: String,
    chains: Vec<(String, String)>,
    codes: Vec<(String, String, String, String)>,
    unmapped: Vec<String>,
    chain: Option<ChainView>,
    cards: Vec<Card>,
    map: String,
    fault: Option<String>,
}

/// `GET /industry?q=…`.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
    asked: Asked,
) -> Result<Response<Body>, Rejection> {
    let (app, live) = (shared.app.clone(), shared.live()?);
    let lang = spoken.lang;
    let html = shared
        .pools
        .run(Cost::Quick, move || {
            let q: String = asked.get("q").unwrap_or("").chars().take(TEXT_CHARS_MAX).collect();
            let reader = models::reader();
            let mut page = IndustryPage {
                l: lang,
                title: lang.pick("产业与产业链", "Industries and chains").to_owned(),
                here: format!("/industry?q={}", encode(&q)),
                chains: reader
                    .chains()
                    .iter()
                    .map(|c| (encode(&c.name), lang.pick(&c.name, &c.en).clone()))
                    .collect(),
                codes: Vec::new(),
                unmapped: Vec::new(),
                chain: reader.chains().iter().find(|c| c.name == q).map(|c| chain(c, lang)),
                cards: Vec::new(),
                map: String::new(),
                fault: None,
                q,
            };
            if page.q.is_empty() {
                return render(&page);
            }
            let reading = reader.phrase(&page.q);
            let tree = reader.classification();
            page.codes = reading
                .codes
                .iter()
                .map(|c| {
                    let name = tree.name(c.code).unwrap_or_default().to_owned();
                    (c.code.to_string(), name, percent(c.share), c.by.join(lang.pick("、", ", ")))
                })
                .collect();
            page.unmapped.clone_from(&reading.unmapped);
            let request = ProfileRequest {
                industry: IndustryRequest { text: Some(page.q.clone()), codes: None },
                weights: Some([("industry".to_owned(), 1.0)].into()),
                limit: Some(SHOWN),
                ..ProfileRequest::default()
            };
            match matches::answer(&live, &request, lang, app.secret()) {
                Ok(found) => {
                    let points: Vec<tiles::Point<'_>> = found
                        .matches
                        .iter()
                        .map(|m| tiles::Point { id: &m.park.id, label: m.park.name.clone() })
                        .collect();
                    let mut counts = std::collections::BTreeMap::new();
                    for park in found.matches.iter().filter_map(|m| live.find(&m.park.id)) {
                        let province = park.province.as_deref().unwrap_or_default();
                        *counts.entry(province.to_owned()).or_insert(0) += 1;
                    }
                    page.map = tiles::draw(&live, &points, &counts, lang);
                    page.cards = cards(
                        &live,
                        &found.matches,
                        park_matching::RankBy::Proven,
                        &Names::of(&live, lang),
                        lang,
                    );
                }
                Err(refused) => page.fault = Some(super::find::sentences(&refused).join(" ")),
            }
            render(&page)
        })
        .await?;
    Ok(publish(spoken, html))
}

fn chain(chain: &park_industry::Chain, lang: Lang) -> ChainView {
    ChainView {
        name: lang.pick(&chain.name, &chain.en).clone(),
        nodes: chain
            .nodes
            .iter()
            .map(|n| Node {
                name: n.name.clone(),
                stage: {
                    let (zh, en) = match n.stage {
                        park_industry::Stage::Upstream => ("上游", "upstream"),
                        park_industry::Stage::Midstream => ("中游", "midstream"),
                        park_industry::Stage::Downstream => ("下游", "downstream"),
                    };
                    lang.pick(zh, en).to_owned()
                },
                products: n.products.join(lang.pick("、", ", ")),
            })
            .collect(),
    }
}
