//! 演示数据 on everything that a demo store answers: a header, a field of every object, a band on every page.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Response, header};
use axum::middleware::Next;

use crate::demo;
use crate::lang::Lang;

/// The header of every answer.
const HEADER: HeaderName = HeaderName::from_static("x-parkwise-demo");

/// Largest answer that is marked inside; all of ours are far below.
const BODY_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Marks an answer. The contract is the same for demo and real stores and is not marked.
pub(super) async fn mark(mut request: Request, next: Next) -> Response<Body> {
    // What is compressed cannot be marked.
    request.headers_mut().remove(header::ACCEPT_ENCODING);
    let is_contract = request.uri().path() == "/openapi.json";
    let mut response = next.run(request).await;
    response.headers_mut().insert(HEADER, HeaderValue::from_static("demo data"));
    if is_contract {
        return response;
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let (is_json, is_page) = match kind {
        Some(kind) => (kind.contains("json"), kind.starts_with("text/html")),
        None => (false, false),
    };
    if !is_json && !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = match to_bytes(body, BODY_BYTES_MAX).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::error!(%error, "an answer of the demo store cannot be marked");
            parts.status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
            return Response::from_parts(parts, Body::empty());
        }
    };
    let marked = if is_json { demo::marked(&bytes) } else { banded(&bytes) };
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(marked))
}

/// A page with the band under the beginning of its body.
fn banded(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(page);
    let lang = if text.contains("<html lang=\"en\"") { Lang::En } else { Lang::Zh };
    let band = format!("<body>\n<p class=\"demo\" role=\"note\">{}</p>", demo::words(lang));
    text.replacen("<body>", &band, 1).into_bytes()
}
