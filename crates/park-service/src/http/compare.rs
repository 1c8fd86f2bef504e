//! `POST /v1/compare`: a few parks beside each other, for one profile.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Shared;
use super::answer::Answer;
use super::body::Json;
use super::pools::Cost;
use super::query::{NoParameters, Query};
use crate::answer::compare::{CompareAnswer, answer};
use crate::answer::request::ProfileRequest;
use crate::lang::Lang;
use crate::rejection::Rejection;

/// A profile and the parks to compare.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompareRequest {
    /// What the investor is looking for.
    profile: ProfileRequest,
    /// Ids of the parks, one to five.
    #[schema(min_items = 1, max_items = 5)]
    parks: Vec<String>,
}

/// Every criterion of a few parks, beside each other.
#[utoipa::path(post, path = "/v1/compare", operation_id = "compareParks", tag = "matches", params(NoParameters),
    request_body(content = CompareRequest, description = "A profile and one to five parks"),
    responses(
        (status = 200, description = "The parks with every criterion", body = CompareAnswer),
        (status = 404, description = "No park has one of the ids", body = super::Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "An industry code that the standard does not have, or no weight above zero",
            body = super::Problem, content_type = "application/problem+json")))]
pub(super) async fn compare(
    State(shared): State<Shared>,
    lang: Lang,
    _: Query<NoParameters>,
    Json(asked): Json<CompareRequest>,
) -> Result<Answer, Rejection> {
    shared
        .compute(Cost::Quick, move |live| {
            Answer::json(&answer(live, &asked.profile, &asked.parks, lang)?)
        })
        .await
}
