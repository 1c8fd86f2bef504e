//! `/v1/homogeneity/judgements`: what planners judged; from this machine or with a key that is no publishable one.

use axum::extract::State;

use super::Shared;
use super::access::Access;
use super::answer::Answer;
use super::body::Json;
use super::pools::Cost;
use super::problem::plain;
use super::query::{NoParameters, Query};
use crate::answer::judgement::{self, JudgeRequest, JudgementAnswer, JudgementsAnswer};
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// Judgements are internal: who sees no internal rows sees none of them.
fn inside() -> Result<(), Rejection> {
    if Access::current().sees_internal() {
        return Ok(());
    }
    Err(plain(axum::http::StatusCode::FORBIDDEN, ErrorCode::NotPermitted))
}

/// The log of judgements, the newest first, with whether the data under each has changed.
#[utoipa::path(get, path = "/v1/homogeneity/judgements", operation_id = "listJudgements", tag = "homogeneity", params(NoParameters),
    responses((status = 200, description = "Every judgement", body = JudgementsAnswer)))]
pub(super) async fn list(
    State(shared): State<Shared>,
    lang: Lang,
    _: Query<NoParameters>,
) -> Result<Answer, Rejection> {
    inside()?;
    let app = shared.app.clone();
    shared.compute(Cost::Quick, move |live| Answer::json(&judgement::list(&app, live, lang)?)).await
}

/// Keeps a planner's judgement of a pair or group, or a park's feedback; the next report shows it beside the computed one.
#[utoipa::path(post, path = "/v1/homogeneity/judgements", operation_id = "judgeParks", tag = "homogeneity", params(NoParameters),
    request_body(content = JudgeRequest, description = "The parks, the verdict and why"),
    responses(
        (status = 200, description = "The judgement as it is kept", body = JudgementAnswer),
        (status = 404, description = "No park has one of the ids", body = super::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn judge(
    State(shared): State<Shared>,
    lang: Lang,
    _: Query<NoParameters>,
    Json(asked): Json<JudgeRequest>,
) -> Result<Answer, Rejection> {
    inside()?;
    let app = shared.app.clone();
    shared
        .compute(Cost::Quick, move |live| {
            Answer::json(&judgement::judge(&app, live, &asked, lang)?)
        })
        .await
}
