//! Two to five parks of a result beside each other, the deciding differences on top.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::{Asked, Shared, Spoken, render, results, show};
use crate::answer::compare::{PARKS_MAX, answer};
use crate::answer::names::{Names, percent, points};
use crate::http::query::Id;
use crate::lang::Lang;
use crate::rejection::Rejection;

struct Cell {
    adds: String,
    words: String,
    best: bool,
}

struct Row {
    name: String,
    weight: String,
    decides: bool,
    cells: Vec<Cell>,
}

struct Head {
    id: String,
    name: String,
    score: String,
    could_reach: String,
}

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    l: Lang,
    title: String,
    here: String,
    id: String,
    few: bool,
    many: bool,
    heads: Vec<Head>,
    rows: Vec<Row>,
}

/// `GET /results/{id}/compare?park=A&park=B`.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
    Id(id): Id,
    asked: Asked,
) -> Result<Response<Body>, Rejection> {
    let lang = spoken.lang;
    let address = id.clone();
    let html = results::on_result(&shared, id, move |desk, held| {
        let live = &desk.live;
        let mut parks: Vec<String> = Vec::new();
        for park in asked.all("park").filter(|p| !p.is_empty()) {
            if !parks.iter().any(|p| p == park) {
                parks.push(park.to_owned());
            }
        }
        let query: Vec<String> =
            parks.iter().map(|p| format!("park={}", super::encode(p))).collect();
        let mut page = ComparePage {
            l: lang,
            title: lang.pick("比较", "Compare").to_owned(),
            here: format!("/results/{address}/compare?{}", query.join("&")),
            id: address,
            few: parks.len() < 2,
            many: parks.len() > PARKS_MAX,
            heads: Vec::new(),
            rows: Vec::new(),
        };
        if !page.few && !page.many {
            let names = Names::of(live, lang);
            let found = answer(live, &held.request, &parks, lang)?;
            page.heads = found
                .parks
                .iter()
                .map(|p| Head {
                    id: p.park.id.clone(),
                    name: p.park.name.clone(),
                    score: points(p.score),
                    could_reach: points(p.could_reach),
                })
                .collect();
            page.rows = rows(&found, &names, lang);
        }
        render(&page)
    })
    .await?;
    Ok(show(spoken, html))
}

fn rows(found: &crate::answer::compare::CompareAnswer, names: &Names, lang: Lang) -> Vec<Row> {
    found
        .deciding
        .iter()
        .map(|d| {
            let most = d.adds.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
            let cells = d.adds.iter().zip(&found.parks).map(|(adds, park)| {
                let reason = park.because.iter().find(|r| r.criterion == d.criterion);
                let open = park.unknown.iter().find(|u| u.criterion == d.criterion);
                Cell {
                    adds: adds.map_or_else(
                        || lang.pick("未知", "unknown").to_owned(),
                        |a| format!("+{}", points(a)),
                    ),
                    words: reason
                        .map(|r| r.words.clone())
                        .or_else(|| open.map(|o| o.ask.clone()))
                        .unwrap_or_default(),
                    best: d.spread > 0.0 && adds.is_some_and(|a| a >= most),
                }
            });
            Row {
                name: names.name(&d.criterion),
                weight: percent(d.weight),
                decides: d.spread > 0.0,
                cells: cells.collect(),
            }
        })
        .collect()
}
