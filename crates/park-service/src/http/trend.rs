//! `GET /v1/homogeneity/trend`: is a region converging, and does it rush into what it has no base for?

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Shared;
use super::answer::Answer;
use super::pools::Cost;
use super::query::Query;
use crate::answer::trend::{TrendAnswer, answer};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Which parks.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The first 2, 4 or 6 digits of a GB/T 2260 code; all parks when left out.
    #[param(example = "3205")]
    region: Option<String>,
}

/// Convergence, entries without support and their dispersion, in steps of five years, with what these numbers cannot say.
#[utoipa::path(get, path = "/v1/homogeneity/trend", operation_id = "trend", tag = "homogeneity", params(Asked),
    responses((status = 200, description = "The steps", body = TrendAnswer)))]
pub(super) async fn trend(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    shared
        .compute(Cost::Long, move |live| {
            Answer::of(live, lang, &answer(live, asked.region.as_deref(), lang)?)
        })
        .await
}
