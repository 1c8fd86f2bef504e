//! Results: a kept ranking, shown with its reasons, and changed by forms.
//!
//! Nothing is computed here that the answer does not hold: a page reads the kept answer. The request is
//! kept beside it under `{id}-profile`, so that a change starts from what was asked.

mod change;
mod files;
mod view;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};

pub(super) use view::{Card, cards, parts_of};

use super::{Asked, Sent, Shared, Spoken, find, form, go, render, show};
use crate::answer::matches::{MatchAnswer, answer};
use crate::answer::request::ProfileRequest;
use crate::app::{App, Live};
use crate::http::access::Access;
use crate::http::kept::{Kept, profile_of};
use crate::http::pools::Cost;
use crate::http::problem::plain;
use crate::http::query::Id;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// What a form leads to.
enum Next {
    Page(String),
    Go(String),
}

impl Next {
    fn respond(self, spoken: Spoken) -> Response<Body> {
        match self {
            Self::Page(html) => show(spoken, html),
            Self::Go(to) => go(spoken, &to),
        }
    }
}

/// A result that is kept.
pub(super) struct Held {
    pub(super) answer: MatchAnswer,
    pub(super) request: ProfileRequest,
    lang: Lang,
}

/// Finds a kept result.
fn held(kept: &Kept, id: &str) -> Option<Held> {
    let (bytes, lang) = kept.get(id)?;
    let answer: MatchAnswer = serde_json::from_slice(&bytes).ok()?;
    let asked = kept.get(&profile_of(id)).and_then(|(b, _)| serde_json::from_slice(&b).ok());
    let request = asked.unwrap_or_else(|| change::request_of(&answer.profile));
    Some(Held { answer, request, lang })
}

/// What a page is made from.
pub(super) struct Desk {
    app: Arc<App>,
    pub(super) live: Arc<Live>,
    kept: Arc<Kept>,
}

/// Works off the async threads, on the generation that who asks may see.
async fn work<T: Send + 'static>(
    shared: &Shared,
    work: impl FnOnce(&Desk) -> Result<T, Rejection> + Send + 'static,
) -> Result<T, Rejection> {
    let desk =
        Desk { app: Arc::clone(&shared.app), live: shared.live()?, kept: Arc::clone(&shared.kept) };
    shared.pools.run(Cost::Quick, move || work(&desk)).await
}

/// As [`work`], on a kept result.
///
/// # Errors
/// 404 when it has expired, was deleted, never was, or may not be seen by who asks.
pub(super) async fn on_result<T: Send + 'static>(
    shared: &Shared,
    id: String,
    then: impl FnOnce(&Desk, Held) -> Result<T, Rejection> + Send + 'static,
) -> Result<T, Rejection> {
    let gone = || plain(StatusCode::NOT_FOUND, ErrorCode::NotFound);
    // The profile beside a result is no result.
    if id.contains('-') || !Access::current().may_see_result(&id) {
        return Err(gone());
    }
    work(shared, move |desk| then(desk, held(&desk.kept, &id).ok_or_else(gone)?)).await
}

/// Ranks and keeps; the address of the result.
fn keep(desk: &Desk, request: &ProfileRequest, lang: Lang) -> Result<String, Rejection> {
    let ranked = answer(&desk.live, request, lang, desk.app.secret())?;
    let failed = |_| plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal);
    let body = serde_json::to_vec(&ranked).map_err(failed)?;
    let asked = serde_json::to_vec(request).map_err(failed)?;
    desk.kept.keep(&ranked.result_id, lang, &body.into());
    desk.kept.keep(&profile_of(&ranked.result_id), lang, &asked.into());
    Ok(format!("/results/{}", ranked.result_id))
}

/// Ranks, or shows the profile again with what is wrong.
fn ranked(
    desk: &Desk,
    request: &ProfileRequest,
    faults: form::Faults,
    lang: Lang,
) -> Result<Next, Rejection> {
    if !faults.is_empty() {
        return find::again(&desk.live, request, faults, lang).map(Next::Page);
    }
    match keep(desk, request, lang) {
        Ok(to) => Ok(Next::Go(to)),
        Err(refused) if refused.status < 500 => {
            find::again(&desk.live, request, find::sentences(&refused), lang).map(Next::Page)
        }
        Err(refused) => Err(refused),
    }
}

/// `POST /results`: a profile becomes a result with an address of its own.
pub(super) async fn rank(
    State(shared): State<Shared>,
    spoken: Spoken,
    Sent(fields): Sent,
) -> Result<Response<Body>, Rejection> {
    let next = work(&shared, move |desk| {
        let places = super::places::Places::of(desk.live.dataset());
        let (request, faults) = form::request(&fields, &places, spoken.lang);
        ranked(desk, &request, faults, spoken.lang)
    })
    .await?;
    Ok(next.respond(spoken))
}

/// `GET /results/{id}`.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
    Id(id): Id,
) -> Result<Response<Body>, Rejection> {
    let next = on_result(&shared, id, move |desk, held| {
        if held.lang != spoken.lang {
            // The words of a result are part of it; another language is another result.
            return ranked(desk, &held.request, Vec::new(), spoken.lang);
        }
        render(&view::page(&desk.live, &held, spoken.lang)).map(Next::Page)
    })
    .await?;
    Ok(next.respond(spoken))
}

/// `POST /results/{id}/change`: a filter set or a must relaxed, from a button.
pub(super) async fn change(
    State(shared): State<Shared>,
    spoken: Spoken,
    Id(id): Id,
    Sent(fields): Sent,
) -> Result<Response<Body>, Rejection> {
    let next = on_result(&shared, id, move |desk, held| {
        let mut request = held.request;
        change::apply(&mut request, &fields);
        ranked(desk, &request, Vec::new(), spoken.lang)
    })
    .await?;
    Ok(next.respond(spoken))
}

/// `POST /results/{id}/forget`: DELETE for a form.
pub(super) async fn forget(
    State(shared): State<Shared>,
    spoken: Spoken,
    Id(id): Id,
) -> Result<Response<Body>, Rejection> {
    let kept = shared.kept.clone();
    shared
        .pools
        .run(Cost::Quick, move || {
            kept.remove(&id);
            kept.remove(&profile_of(&id));
            Ok(())
        })
        .await?;
    Ok(go(spoken, "/"))
}

/// `GET /results/{id}/table?as=csv|xlsx`: the matches as a file.
pub(super) async fn table(
    State(shared): State<Shared>,
    spoken: Spoken,
    Id(id): Id,
    asked: Asked,
) -> Result<Response<Body>, Rejection> {
    let is_workbook = match asked.get("as") {
        None | Some("csv") => false,
        Some("xlsx") => true,
        Some(_) => return Err(plain(StatusCode::NOT_FOUND, ErrorCode::NotFound)),
    };
    let bytes = on_result(&shared, id, move |desk, held| {
        let write = if is_workbook { files::workbook } else { files::csv };
        write(&desk.live, &held.answer, spoken.lang)
    })
    .await?;
    let mut response = show(spoken, String::new());
    *response.body_mut() = Body::from(bytes);
    let (kind, file) = if is_workbook {
        (crate::http::XLSX, "parkwise-results.xlsx")
    } else {
        ("text/csv; charset=utf-8", "parkwise-results.csv")
    };
    super::attach(response.headers_mut(), kind, file);
    Ok(response)
}
