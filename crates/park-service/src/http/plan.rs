//! `POST /v1/plan`: directions for all parks of a region at once.

use axum::extract::State;

use super::Shared;
use super::answer::Answer;
use super::body::Json;
use super::pools::Cost;
use super::query::{NoParameters, Query};
use crate::answer::plan::{PlanAnswer, PlanRequest, answer};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Directions for a region, assigned so that the advice does not make its parks alike; with a proven bound.
#[utoipa::path(post, path = "/v1/plan", operation_id = "planRegion", tag = "homogeneity", params(NoParameters),
    request_body(content = PlanRequest, description = "The region and the rules; only `region` is required"),
    responses(
        (status = 200, description = "The plan", body = PlanAnswer),
        (status = 404, description = "No park has one of the ids", body = super::Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "An industry code that the standard does not have", body = super::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn plan(
    State(shared): State<Shared>,
    lang: Lang,
    _: Query<NoParameters>,
    Json(asked): Json<PlanRequest>,
) -> Result<Answer, Rejection> {
    shared.compute(Cost::Long, move |live| Answer::json(&answer(live, &asked, lang)?)).await
}
