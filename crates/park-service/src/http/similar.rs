//! `GET /v1/parks/{id}/similar`: the nearest parks on each axis.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Shared;
use super::answer::Answer;
use super::pools::Cost;
use super::query::{Id, Query, limit};
use crate::answer::similar::{SimilarAnswer, answer};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Most parks on an axis.
const SHOWN_MAX: usize = 100;

/// Parks on an axis when nothing is asked.
const SHOWN_USUAL: usize = 10;

/// Axis and number.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// positioning, `industry_named`, `industry_revealed` or policy; all when left out.
    axis: Option<String>,
    /// Parks on each axis.
    #[param(minimum = 1, maximum = 100, default = 10)]
    limit: Option<u32>,
}

/// The parks nearest to a park, with what they share.
#[utoipa::path(get, path = "/v1/parks/{id}/similar", operation_id = "similarParks", tag = "parks",
    params(("id" = String, Path, description = "Any id of the park"), Asked),
    responses((status = 200, description = "The nearest parks on each axis", body = SimilarAnswer)))]
pub(super) async fn similar(
    State(shared): State<Shared>,
    lang: Lang,
    Id(id): Id,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    let most = limit(asked.limit, SHOWN_USUAL, SHOWN_MAX, lang)?;
    shared
        .compute(Cost::Quick, move |live| {
            Answer::of(live, lang, &answer(live, &id, asked.axis.as_deref(), most, lang)?)
        })
        .await
}
