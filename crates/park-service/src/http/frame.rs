//! What every request passes, whatever its path: checks, limits, headers, and the form of refusals.
//!
//! From the outside in: compression · [`dress`] (request id, log, metrics, problems, 304, headers) ·
//! [`limits`] (who, how many, how long) · catch-panic · the routes.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tracing::Instrument;

use super::access::{ACCESS, Doorkeeper};
use super::metrics::Metrics;
use super::problem::{self, plain};
use super::{answer, lang, pages};
use crate::lang::Lang;
use crate::rejection::ErrorCode;

/// Requests in flight, each with a body of at most 2 MiB: what bounds the memory.
const IN_FLIGHT_MAX: usize = 128;

/// How long an answer may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Nothing from elsewhere, no inline script or style; who may frame it comes behind.
const CONTENT_SECURITY_POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors";

/// Origins that may show an answer in a frame, separated by blanks; a handler puts it beside its answer.
/// Without it nobody may.
#[derive(Debug, Clone)]
pub(crate) struct Framers(pub(crate) String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Paths that are answered however many requests are in flight: who looks after us asks them.
const ALWAYS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// The state of the frame.
pub(crate) struct Frame {
    metrics: Arc<Metrics>,
    door: Doorkeeper,
    in_flight: Semaphore,
    time_limit: Duration,
    /// Makes request ids unique between starts.
    start: u64,
    requests: AtomicU64,
}

impl Frame {
    /// The frame of the service.
    pub(crate) fn new(metrics: Arc<Metrics>, door: Doorkeeper) -> Self {
        Self::with_limits(metrics, door, IN_FLIGHT_MAX, TIME_LIMIT)
    }

    fn with_limits(
        metrics: Arc<Metrics>,
        door: Doorkeeper,
        in_flight_max: usize,
        time_limit: Duration,
    ) -> Self {
        // Without the system's random numbers ids repeat between starts, which only blurs the log.
        let start = getrandom::u64().unwrap_or(0);
        Self {
            metrics,
            door,
            in_flight: Semaphore::new(in_flight_max),
            time_limit,
            start,
            requests: AtomicU64::new(0),
        }
    }

    fn next_id(&self) -> String {
        let count = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("{:08x}-{count:x}", self.start & 0xffff_ffff)
    }
}

/// Puts the frame around routes.
pub(crate) fn around(routes: Router, frame: Frame) -> Router {
    let frame = Arc::new(frame);
    routes
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(Arc::clone(&frame), limits))
        .layer(middleware::from_fn_with_state(frame, dress))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
}

// The signature is tower-http's.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over by value")]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let what = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("not a text");
    tracing::error!(panic = what, "a handler panicked");
    plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal).into_response()
}

async fn limits(State(frame): State<Arc<Frame>>, request: Request, next: Next) -> Response<Body> {
    let access = match frame.door.admit(&request) {
        Ok(access) => access,
        Err(answer) => return *answer,
    };
    if ALWAYS.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let Ok(_permit) = frame.in_flight.try_acquire() else {
        return plain(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Overloaded).into_response();
    };
    match tokio::time::timeout(frame.time_limit, ACCESS.scope(access.clone(), next.run(request)))
        .await
    {
        Ok(mut response) => {
            access.dress(response.headers_mut());
            response
        }
        Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::TimedOut).into_response(),
    }
}

async fn dress(
    State(frame): State<Arc<Frame>>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let started = Instant::now();
    let in_flight = frame.metrics.enter();
    let id = request_id(request.headers()).unwrap_or_else(|| frame.next_id());
    if let Ok(value) = HeaderValue::from_str(&id) {
        request.headers_mut().insert(REQUEST_ID, value);
    }
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |m| m.as_str().to_owned());
    let lang = lang::of(request.headers());
    let asked = request.headers().clone();
    let page = pages::wants_page(&asked, request.uri().path())
        .then(|| pages::Spoken::of(request.uri(), &asked));
    // No query and no body: they hold what an investor is looking for.
    let span = tracing::info_span!("request", request.id = %id, http.method = %method, http.route = %route);
    let mut response = next.run(request).instrument(span.clone()).await;
    if response.status().as_u16() >= 400 && !problem::is_problem(&response) {
        response = match page {
            Some(spoken) => pages::refuse(response, spoken),
            None => problem::respond(response, lang),
        };
    }
    if (method == Method::GET || method == Method::HEAD) && response.status() == StatusCode::OK {
        response = unless_held(response, &asked);
    }
    let framers = response.extensions_mut().remove::<Framers>();
    headers(response.headers_mut(), framers.as_ref(), lang, &id);
    drop(in_flight);
    let (status, took) = (response.status().as_u16(), started.elapsed());
    frame.metrics.record(&method, &route, status, took);
    span.in_scope(|| {
        tracing::info!(http.status = status, duration_ms = took.as_secs_f64() * 1e3, "answered");
    });
    response
}

/// A request id from outside, when it is short and plain.
fn request_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    ((1..=64).contains(&id.len()) && id.bytes().all(plain)).then(|| id.to_owned())
}

/// 304 without a body when the client has this answer.
fn unless_held(response: Response<Body>, asked: &HeaderMap) -> Response<Body> {
    let held = response.headers().get(header::ETAG).is_some_and(|tag| answer::is_held(asked, tag));
    if !held {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}

fn headers(headers: &mut HeaderMap, framers: Option<&Framers>, lang: Lang, id: &str) {
    let who = framers.map(|f| f.0.as_str()).filter(|o| !o.is_empty());
    let policy = format!("{CONTENT_SECURITY_POLICY} {}", who.unwrap_or("'none'"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if who.is_none() {
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers
        .entry(HeaderName::from_static("cross-origin-resource-policy"))
        .or_insert(HeaderValue::from_static("same-origin"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    // A kept result keeps the language that it was given in.
    headers.entry(header::CONTENT_LANGUAGE).or_insert(HeaderValue::from_static(lang.tag()));
    headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
}

#[cfg(test)]
#[path = "frame/tests.rs"]
mod tests;
