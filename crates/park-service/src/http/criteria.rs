//! `GET /v1/criteria`: what a profile may ask and weigh.

use axum::extract::State;

use super::Shared;
use super::answer::Answer;
use super::pools::Cost;
use super::query::{NoParameters, Query};
use crate::answer::criteria::{CriteriaAnswer, answer};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// The criteria with their units, and the presets.
#[utoipa::path(get, path = "/v1/criteria", operation_id = "listCriteria", tag = "matches", params(NoParameters),
    responses((status = 200, description = "Criteria in the order in which a score is summed, and presets",
        body = CriteriaAnswer)))]
pub(super) async fn list(
    State(shared): State<Shared>,
    lang: Lang,
    _: Query<NoParameters>,
) -> Result<Answer, Rejection> {
    shared.compute(Cost::Quick, move |live| Answer::of(live, lang, &answer(live, lang))).await
}
