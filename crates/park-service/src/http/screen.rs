//! `POST /v1/policies/screen`: which clauses need review under the fair competition rules.

use axum::extract::State;

use super::Shared;
use super::answer::Answer;
use super::body::Json;
use super::pools::Cost;
use super::query::{NoParameters, Query};
use crate::answer::policy::{self, ScreenAnswer, ScreenRequest};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Screens clauses: likely, possible or no, with the article, the words and what would cure them.
#[utoipa::path(post, path = "/v1/policies/screen", operation_id = "screenPolicies", tag = "policies", params(NoParameters),
    request_body(content = ScreenRequest, description = "One to 500 clauses"),
    responses((status = 200, description = "Each clause with the rules that ask for a review", body = ScreenAnswer)))]
pub(super) async fn screen(
    State(shared): State<Shared>,
    lang: Lang,
    _: Query<NoParameters>,
    Json(asked): Json<ScreenRequest>,
) -> Result<Answer, Rejection> {
    shared.compute(Cost::Quick, move |_| Answer::json(&policy::screen(&asked, lang)?)).await
}
