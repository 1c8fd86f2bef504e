//! `POST /v1/matches`, and the results that are kept for a day.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Shared;
use super::access::Access;
use super::answer::Answer;
use super::body::Json;
use super::pools::Cost;
use super::problem::plain;
use super::query::{Id, NoParameters, Query};
use crate::answer::matches::{MatchAnswer, answer};
use crate::answer::request::ProfileRequest;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// Ranks every park for a profile, with reasons.
#[utoipa::path(post, path = "/v1/matches", operation_id = "rankParks", tag = "matches", params(NoParameters),
    request_body(content = ProfileRequest, description = "The profile; only `industry` is required"),
    responses(
        (status = 200, description = "The ranking; kept for a day under its `result_id`", body = MatchAnswer),
        (status = 422, description = "An industry code that the standard does not have, or no weight above zero",
            body = super::Problem, content_type = "application/problem+json")))]
pub(super) async fn rank(
    State(shared): State<Shared>,
    lang: Lang,
    _: Query<NoParameters>,
    Json(mut profile): Json<ProfileRequest>,
) -> Result<Answer, Rejection> {
    if let Some(most) = Access::current().rows_max() {
        // A key may ask for fewer rows; a limit out of its bounds is still refused.
        profile.limit = Some(profile.limit.unwrap_or(10).min(i64::from(most)));
    }
    let (app, kept) = (shared.app.clone(), shared.kept.clone());
    shared
        .compute(Cost::Quick, move |live| {
            let ranked = answer(live, &profile, lang, app.secret())?;
            let sent = Answer::json(&ranked)?;
            kept.keep(&ranked.result_id, lang, sent.bytes());
            Ok(sent)
        })
        .await
}

/// A result that is kept, byte for byte as it was given.
#[utoipa::path(get, path = "/v1/matches/{result_id}", operation_id = "getResult", tag = "matches",
    params(("result_id" = String, Path, description = "`result_id` of a ranking of the last 24 hours"), NoParameters),
    responses((status = 200, description = "The ranking as it was given", body = MatchAnswer)))]
pub(super) async fn kept(
    State(shared): State<Shared>,
    Id(id): Id,
    _: Query<NoParameters>,
) -> Result<Response, Rejection> {
    let gone = || plain(StatusCode::NOT_FOUND, ErrorCode::NotFound);
    // The profile beside a result is no result.
    if id.contains('-') || !Access::current().may_see_result(&id) {
        return Err(gone());
    }
    let kept = shared.kept.clone();
    let wanted = id.clone();
    let found = shared.pools.run(Cost::Quick, move || kept.get(&wanted).ok_or_else(gone)).await?;
    let (body, spoken) = found;
    let mut response = Answer::fixed(body, &id, spoken).into_response();
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(spoken.tag()));
    Ok(response)
}

/// Forgets a result.
#[utoipa::path(delete, path = "/v1/matches/{result_id}", operation_id = "deleteResult", tag = "matches",
    params(("result_id" = String, Path, description = "`result_id` of a ranking of the last 24 hours"), NoParameters),
    responses((status = 204, description = "It is forgotten")))]
pub(super) async fn forget(
    State(shared): State<Shared>,
    Id(id): Id,
    _: Query<NoParameters>,
) -> Result<StatusCode, Rejection> {
    let kept = shared.kept.clone();
    shared
        .pools
        .run(Cost::Quick, move || {
            kept.remove(&super::kept::profile_of(&id));
            if kept.remove(&id) {
                Ok(StatusCode::NO_CONTENT)
            } else {
                Err(plain(StatusCode::NOT_FOUND, ErrorCode::NotFound))
            }
        })
        .await
}
