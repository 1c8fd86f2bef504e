//! `POST /v1/policies/simulate`: what the clauses of a place give a project, or how places compare.

use axum::extract::State;

use super::Shared;
use super::answer::Answer;
use super::body::Json;
use super::pools::Cost;
use super::query::{NoParameters, Query};
use crate::answer::simulate::{self, SimulateAnswer, SimulateRequest};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Works out the present value of clauses for a project, year by year, each yuan with its clause.
#[utoipa::path(post, path = "/v1/policies/simulate", operation_id = "simulatePolicies", tag = "policies", params(NoParameters),
    request_body(content = SimulateRequest, description = "A profile or a standard project; a park, a region, or neither to compare places"),
    responses(
        (status = 200, description = "The money by place, instrument, year and clause", body = SimulateAnswer),
        (status = 404, description = "No park has the id", body = super::Problem, content_type = "application/problem+json"),
        (status = 422, description = "An industry code that the standard does not have, or no weight above zero",
            body = super::Problem, content_type = "application/problem+json")))]
pub(super) async fn simulate(
    State(shared): State<Shared>,
    lang: Lang,
    _: Query<NoParameters>,
    Json(asked): Json<SimulateRequest>,
) -> Result<Answer, Rejection> {
    shared
        .compute(Cost::Quick, move |live| Answer::json(&simulate::answer(live, &asked, lang)?))
        .await
}
