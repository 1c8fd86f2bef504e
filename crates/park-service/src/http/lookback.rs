//! `GET /v1/lookback`: signed projects and the promises of places, looked back on.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Shared;
use super::answer::Answer;
use super::pools::Cost;
use super::query::{Query, limit, region};
use crate::answer::lookback::{LISTED_MAX, LISTED_USUAL, LookbackAnswer, LookbackRequest, answer};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Which parks, and how the rates are defined.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Any id of a park.
    park: Option<String>,
    /// The first 2, 4 or 6 digits of a GB/T 2260 code.
    #[param(example = "3205")]
    region: Option<String>,
    /// Other definitions of the rates, separated by commas: RATE=NUMERATOR/DENOMINATOR.
    #[param(example = "construction=construction/registered")]
    rates: Option<String>,
    /// Projects that are listed.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
}

/// Looks back on projects by signing cohort with right censoring, and on promises of the places.
#[utoipa::path(get, path = "/v1/lookback", operation_id = "lookBack", tag = "readiness", params(Asked),
    responses((status = 200, description = "Rates by cohort, projects, announcements, promises", body = LookbackAnswer)))]
pub(super) async fn lookback(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    region(asked.region.as_deref(), lang)?;
    let request = LookbackRequest {
        limit: limit(asked.limit, LISTED_USUAL, LISTED_MAX, lang)?,
        park: asked.park,
        region: asked.region,
        rates: asked.rates,
    };
    shared
        .compute(Cost::Long, move |live| Answer::of(live, lang, &answer(live, &request, lang)?))
        .await
}
