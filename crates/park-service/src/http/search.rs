//! `GET /v1/search`: full text.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Shared;
use super::answer::Answer;
use super::pools::Cost;
use super::query::{Query, limit};
use crate::answer::search::{SearchAnswer, answer};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Most hits on a page.
const PAGE_MAX: usize = 200;

/// Hits on a page when nothing is asked.
const PAGE_USUAL: usize = 20;

/// Query and page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Words that must all be there; `"…"` is a phrase.
    #[param(example = "招商 \"新能源汽车\"")]
    q: String,
    /// Hits on the page.
    #[param(minimum = 1, maximum = 200, default = 20)]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Finds parks by words in their names, positioning, industries, policies, activities and facts.
#[utoipa::path(get, path = "/v1/search", operation_id = "searchParks", tag = "search", params(Asked),
    responses((status = 200, description = "Hits with the text that made them match", body = SearchAnswer)))]
pub(super) async fn search(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    let most = limit(asked.limit, PAGE_USUAL, PAGE_MAX, lang)?;
    shared
        .compute(Cost::Quick, move |live| {
            let found = answer(live, &asked.q, most, asked.cursor.as_deref(), lang)?;
            Answer::of(live, lang, &found)
        })
        .await
}
