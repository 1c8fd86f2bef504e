//! Answers of 200: JSON bytes, and the `ETag` of what cannot change within a generation.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;

use super::problem::plain;
use crate::app::Live;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// A serialised answer.
#[derive(Debug)]
pub(crate) struct Answer {
    body: Bytes,
    etag: Option<String>,
}

impl Answer {
    /// Serialises an answer; done where it was computed, off the async threads.
    ///
    /// # Errors
    /// 500 when it cannot be serialised, which is our fault.
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, Rejection> {
        match serde_json::to_vec(value) {
            Ok(body) => Ok(Self { body: Bytes::from(body), etag: None }),
            Err(error) => {
                tracing::error!(%error, "an answer cannot be serialised");
                Err(plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal))
            }
        }
    }

    /// An answer to a GET that is the same as long as the generation lives.
    ///
    /// # Errors
    /// As [`Answer::json`].
    pub(crate) fn of(live: &Live, lang: Lang, value: &impl Serialize) -> Result<Self, Rejection> {
        let mut answer = Self::json(value)?;
        answer.etag = Some(etag(&live.id, lang));
        Ok(answer)
    }

    /// An answer that never changes, under its own id.
    pub(crate) fn fixed(body: Bytes, id: &str, lang: Lang) -> Self {
        Self { body, etag: Some(etag(id, lang)) }
    }

    /// The bytes.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.body
    }
}

/// Weak, because the same answer is also sent compressed.
pub(crate) fn etag(version: &str, lang: Lang) -> String {
    let safe: String =
        version.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.:".contains(*c)).collect();
    format!("W/\"{safe}-{}\"", lang.tag())
}

/// Whether a client has the answer already (RFC 9110, `If-None-Match`).
pub(crate) fn is_held(request_headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(ours) = etag.to_str().map(bare) else { return false };
    request_headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|held| held.trim() == "*" || bare(held) == ours)
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let tag = self.etag.and_then(|t| HeaderValue::from_str(&t).ok());
        let cache = if tag.is_some() { "no-cache" } else { "no-store" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Some(tag) = tag {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_answer_is_recognised() {
        let ours = HeaderValue::from_str(&etag("g-1", Lang::Zh)).expect("ascii");
        for (header, want) in [
            ("W/\"g-1-zh-CN\"", true),
            ("\"g-1-zh-CN\"", true),
            ("\"x\", W/\"g-1-zh-CN\"", true),
            ("*", true),
            ("W/\"g-1-en\"", false),
            ("W/\"g-2-zh-CN\"", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, header.parse().expect("a header"));
            assert_eq!(is_held(&headers, &ours), want, "{header}");
        }
    }
}
