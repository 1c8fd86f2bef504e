//! `GET /v1/parks/{id}/directions`: industries near a park's base, worthwhile and not crowded.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Shared;
use super::answer::Answer;
use super::pools::Cost;
use super::query::{Id, Query, limit};
use crate::answer::directions::{DirectionsAnswer, SHOWN_MAX, SHOWN_USUAL, answer};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Directions shown, and as many to be verified.
    #[param(minimum = 1, maximum = 50, default = 10)]
    limit: Option<u32>,
}

/// Directions that would set a park apart, each with what it rests on; advice, not a forecast.
#[utoipa::path(get, path = "/v1/parks/{id}/directions", operation_id = "parkDirections", tag = "parks",
    params(("id" = String, Path, description = "Any id of the park"), Asked),
    responses((status = 200, description = "Directions, best first", body = DirectionsAnswer)))]
pub(super) async fn directions(
    State(shared): State<Shared>,
    lang: Lang,
    Id(id): Id,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    let most = limit(asked.limit, SHOWN_USUAL, SHOWN_MAX, lang)?;
    shared
        .compute(Cost::Quick, move |live| Answer::of(live, lang, &answer(live, &id, most, lang)?))
        .await
}
