//! `/healthz`, `/readyz`, `/metrics`: for who looks after the service.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::Shared;
use super::answer::Answer;
use super::problem::plain;
use super::query::{NoParameters, Query};
use crate::rejection::{ErrorCode, Rejection};

/// That the process answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Alive {
    /// Always `alive`.
    status: &'static str,
}

/// The generation that answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Ready {
    /// Always `ready`; a service that is not ready answers 503.
    status: &'static str,
    /// The open generation.
    generation: String,
    /// The date to which ages are counted.
    as_of: String,
}

/// Whether the process answers.
#[utoipa::path(get, path = "/healthz", operation_id = "isAlive", tag = "operation", params(NoParameters),
    responses((status = 200, description = "The process answers", body = Alive)))]
pub(super) async fn alive(_: Query<NoParameters>) -> Result<Answer, Rejection> {
    Answer::json(&Alive { status: "alive" })
}

/// Whether a generation is open.
#[utoipa::path(get, path = "/readyz", operation_id = "isReady", tag = "operation", params(NoParameters),
    responses((status = 200, description = "A generation is open", body = Ready)))]
pub(super) async fn ready(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
) -> Result<Answer, Rejection> {
    let live = shared.app.live();
    if live.id.is_empty() {
        return Err(plain(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::NotReady));
    }
    Answer::json(&Ready {
        status: "ready",
        generation: live.id.clone(),
        as_of: live.as_of.to_string(),
    })
}

/// Counters and histograms in the text form of Prometheus.
#[utoipa::path(get, path = "/metrics", operation_id = "getMetrics", tag = "operation", params(NoParameters),
    responses((status = 200, description = "OpenMetrics text", body = String,
        content_type = "application/openmetrics-text")))]
pub(super) async fn metrics(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
) -> impl IntoResponse {
    let live = shared.app.live();
    let text = shared.metrics.text(&live.id, &live.as_of.to_string());
    (
        [
            (header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        text,
    )
}
