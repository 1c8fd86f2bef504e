//! `POST /v1/homogeneity/what-if`: every index before and after a change, nothing saved.

use axum::extract::State;

use super::Shared;
use super::answer::Answer;
use super::body::Json;
use super::pools::Cost;
use super::query::{NoParameters, Query};
use crate::answer::what_if::{WhatIfAnswer, WhatIfRequest, answer};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// What if parks named other industries, had other firms or gave other benefits? Nothing is saved.
#[utoipa::path(post, path = "/v1/homogeneity/what-if", operation_id = "whatIf", tag = "homogeneity", params(NoParameters),
    request_body(content = WhatIfRequest, description = "Which parks are compared, and the changes"),
    responses(
        (status = 200, description = "Every index before and after", body = WhatIfAnswer),
        (status = 404, description = "No park has one of the ids", body = super::Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "An industry code that the standard does not have", body = super::Problem,
            content_type = "application/problem+json")))]
pub(super) async fn what_if(
    State(shared): State<Shared>,
    lang: Lang,
    _: Query<NoParameters>,
    Json(asked): Json<WhatIfRequest>,
) -> Result<Answer, Rejection> {
    shared.compute(Cost::Long, move |live| Answer::json(&answer(live, &asked, lang)?)).await
}
