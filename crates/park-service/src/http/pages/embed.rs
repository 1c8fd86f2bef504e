//! The widget without a script of the host: the same list as a page of its own, for a frame.
//!
//! Which pages may frame it follows from the public part of a key (`for=pk_…`): the origins of that key, and
//! nobody else. It shows public rows only, whoever asks.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use park_registry::{Registry, StoredKey};

use super::bars::{Part, bar};
use super::results::parts_of;
use super::{Asked, Shared, Spoken, encode, publish, render};
use crate::answer::matches::{MatchRow, answer};
use crate::answer::names::{Names, points};
use crate::answer::request::ProfileRequest;
use crate::answer::similar;
use crate::app::{App, Live, now};
use crate::http::frame::Framers;
use crate::http::pools::Cost;
use crate::http::problem::plain;
use crate::keys::{self, KeyKind};
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// Parks in a frame when nothing is asked.
const ROWS_USUAL: u32 = 5;

/// Most parks in a frame.
const ROWS_MAX: u32 = 50;

/// Reasons of a park that are said.
const REASONS_SHOWN: usize = 2;

struct Row {
    id: String,
    name: String,
    score: String,
    could_reach: Option<String>,
    bar: String,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "embed.html")]
struct EmbedPage {
    l: Lang,
    title: String,
    rows: Vec<Row>,
    fault: Option<String>,
}

/// The key that a frame stands for; none when it is not there, not publishable, revoked or expired.
fn key_of(app: &App, asked: &Asked) -> Option<StoredKey> {
    let id = asked.get("for")?;
    let key = Registry::open_as_is(app.store()).ok()?.key(id).ok()??;
    let is_publishable = KeyKind::parse(&key.kind) == Some(KeyKind::Publishable);
    (is_publishable && keys::is_good(&key, &now())).then_some(key)
}

/// The rows of a list: of this store, for this query, at most so many, in this language.
type ListOf = fn(&Live, &App, &Asked, u32, Lang) -> Result<Vec<Row>, Rejection>;

/// Renders a list for a frame, and says who may frame it.
async fn frame(
    shared: Shared,
    spoken: Spoken,
    asked: Asked,
    title: &'static str,
    list: ListOf,
) -> Result<Response<Body>, Rejection> {
    let lang = spoken.lang;
    let app = Arc::clone(&shared.app);
    let (html, framers) = shared
        .pools
        .run(Cost::Quick, move || {
            let live = app.public().map_err(|error| {
                tracing::error!(error = format!("{error:#}"), "the public rows cannot be opened");
                plain(axum::http::StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
            })?;
            let key = key_of(&app, &asked);
            let most = key.as_ref().and_then(|k| k.rows_max).unwrap_or(ROWS_MAX).min(ROWS_MAX);
            let limit = asked.get("limit").and_then(|l| l.parse().ok()).unwrap_or(ROWS_USUAL);
            let mut page =
                EmbedPage { l: lang, title: title.to_owned(), rows: Vec::new(), fault: None };
            match list(&live, &app, &asked, limit.clamp(1, most), lang) {
                Ok(rows) => page.rows = rows,
                Err(refused) if refused.status < 500 => {
                    page.fault = Some(super::find::sentences(&refused).join(" "));
                }
                Err(refused) => return Err(refused),
            }
            Ok((render(&page)?, key.map(|k| k.origins)))
        })
        .await?;
    let mut response = publish(spoken, html);
    if let Some(origins) = framers {
        response.extensions_mut().insert(Framers(origins));
    }
    Ok(response)
}

/// `GET /embed/matches?industry=…&region=…&limit=…&lang=…&for=pk_…`.
pub(super) async fn matches(
    State(shared): State<Shared>,
    spoken: Spoken,
    asked: Asked,
) -> Result<Response<Body>, Rejection> {
    let title = spoken.lang.pick("适合的园区", "Parks that fit");
    frame(shared, spoken, asked, title, ranked).await
}

/// `GET /embed/similar?park=…&axis=…&limit=…&lang=…&for=pk_…`.
pub(super) async fn similar(
    State(shared): State<Shared>,
    spoken: Spoken,
    asked: Asked,
) -> Result<Response<Body>, Rejection> {
    let title = spoken.lang.pick("相近的园区", "Nearest parks");
    frame(shared, spoken, asked, title, nearest).await
}

fn ranked(
    live: &Live,
    app: &App,
    asked: &Asked,
    limit: u32,
    lang: Lang,
) -> Result<Vec<Row>, Rejection> {
    let mut request = ProfileRequest::default();
    request.industry.text = asked.get("industry").map(str::to_owned);
    let regions: Vec<String> = asked
        .get("region")
        .unwrap_or("")
        .split([',', ' ', '、', '，'])
        .filter(|r| !r.is_empty())
        .map(str::to_owned)
        .collect();
    if !regions.is_empty() {
        request.location.get_or_insert_default().regions = Some(regions);
    }
    request.limit = Some(i64::from(limit));
    let found = answer(live, &request, lang, app.secret())?;
    let names = Names::of(live, lang);
    Ok(found.matches.iter().map(|m| row(m, &names, lang)).collect())
}

fn row(m: &MatchRow, names: &Names, lang: Lang) -> Row {
    let open = m.could_reach - m.score > 5e-5;
    Row {
        id: encode(&m.park.id),
        name: format!("{}. {}", m.rank, m.park.name),
        score: points(m.score),
        could_reach: open.then(|| points(m.could_reach)),
        bar: bar(&parts_of(m, names, lang)),
        lines: m.because.iter().take(REASONS_SHOWN).map(|r| r.words.clone()).collect(),
    }
}

fn nearest(
    live: &Live,
    _: &App,
    asked: &Asked,
    limit: u32,
    lang: Lang,
) -> Result<Vec<Row>, Rejection> {
    let id = asked.get("park").unwrap_or("");
    let axis = asked.get("axis").unwrap_or("industry_named");
    let limit = usize::try_from(limit).unwrap_or(1);
    let found = similar::answer(live, id, Some(axis), limit, lang)?;
    let rows = found.axes.into_values().flat_map(|a| a.parks).map(|n| Row {
        id: encode(&n.park.id),
        name: n.park.name,
        score: format!("{:.2}", n.similarity),
        could_reach: None,
        bar: bar(&[Part { from: 0.0, length: n.similarity, open: false }]),
        lines: vec![
            n.shared
                .iter()
                .take(5)
                .map(|s| s.what.clone())
                .collect::<Vec<_>>()
                .join(lang.pick("、", ", ")),
        ],
    });
    Ok(rows.collect())
}
