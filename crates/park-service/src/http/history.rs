//! `GET /v1/parks/{id}/history`: what changed of a park, from this machine or with an admin key, since it
//! names files.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

use super::access::Access;
use super::answer::Answer;
use super::pools::Cost;
use super::problem::plain;
use super::query::{Id, Query, limit};
use super::{Shared, page};
use crate::answer::history::{HistoryAnswer, answer};
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// Most changes on a page.
const PAGE_MAX: usize = 200;

/// Changes on a page when nothing is asked.
const PAGE_USUAL: usize = 50;

/// The page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Changes on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The accepted changes of a park's rows, newest first.
#[utoipa::path(get, path = "/v1/parks/{id}/history", operation_id = "parkHistory", tag = "parks",
    params(("id" = String, Path, description = "Any id of the park"), Asked),
    responses((status = 200, description = "One page of changes", body = HistoryAnswer)))]
pub(super) async fn history(
    State(shared): State<Shared>,
    lang: Lang,
    Id(id): Id,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    // It names files, and rows that are internal: only who may import may read it.
    if !Access::current().may_import() {
        return Err(plain(StatusCode::FORBIDDEN, ErrorCode::NotPermitted));
    }
    let most = limit(asked.limit, PAGE_USUAL, PAGE_MAX, lang)?;
    let app = shared.app.clone();
    shared
        .pools
        .run(Cost::Long, move || {
            let live = app.live();
            // An import between two pages moves what follows; the list is of the park, not of a state.
            let list = page::List::new("history", "/v1/parks/{id}/history", &[&id]);
            let offset = list.offset(asked.cursor.as_deref(), lang)?;
            let (mut found, next) = answer(app.store(), &live, &id, offset, most, lang)?;
            found.next = next.map(|n| list.cursor(n));
            Answer::json(&found)
        })
        .await
}
