//! Bodies: read within limits of size and time.

use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

pub(crate) use super::json::parse;
use super::problem::plain;
use crate::rejection::{ErrorCode, Rejection};

/// Largest body, in bytes.
pub(crate) const BODY_BYTES_MAX: usize = 2 * 1024 * 1024;

/// So much of a body that is too large is still read and dropped: a client that is still sending would
/// otherwise see a broken connection instead of the answer.
const DRAIN_BYTES_MAX: usize = 16 * 1024 * 1024;

/// How long a body may take to arrive.
const ARRIVES_WITHIN: Duration = Duration::from_secs(10);

/// A JSON body of a form.
pub(crate) struct Json<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, Rejection> {
        let lang = super::lang::of(request.headers());
        let kind = media_type(request.headers());
        let (parts, body) = request.into_parts();
        if !(kind == "application/json" || kind.ends_with("+json")) || is_encoded(&parts.headers) {
            return Err(plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType));
        }
        let bytes = read(&parts.headers, body).await?;
        parse(&bytes, lang).map(Self)
    }
}

/// The media type of a body without its parameters, in lower case; `unreadable` when its charset is not
/// UTF-8.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let mut parts = text.split(';').map(|p| p.trim().to_ascii_lowercase());
    let kind = parts.next().unwrap_or_default();
    let foreign_charset = parts
        .filter_map(|p| p.strip_prefix("charset=").map(|c| c.trim_matches('"').to_owned()))
        .any(|c| !matches!(c.as_str(), "utf-8" | "utf8"));
    if foreign_charset { "unreadable".to_owned() } else { kind }
}

/// Whether a body is compressed, which we do not read.
pub(crate) fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_ENCODING).is_some_and(|e| e != "identity")
}

/// Reads a body to its end.
///
/// # Errors
/// 413 above the limit, 408 when it does not arrive in time, 400 when the connection breaks.
pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Rejection> {
    let declared: Option<usize> =
        headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
    let too_large = || plain(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge);
    if declared.is_some_and(|n| n > DRAIN_BYTES_MAX) {
        return Err(too_large());
    }
    let expected = declared.unwrap_or(0).min(BODY_BYTES_MAX);
    match tokio::time::timeout(ARRIVES_WITHIN, collect(body, expected)).await {
        Err(_) => Err(plain(StatusCode::REQUEST_TIMEOUT, ErrorCode::TimedOut)),
        Ok(Err(_)) => Err(plain(StatusCode::BAD_REQUEST, ErrorCode::MalformedBody)),
        Ok(Ok(None)) => Err(too_large()),
        Ok(Ok(Some(bytes))) => Ok(bytes),
    }
}

/// All bytes of a body, or `None` when there are too many.
async fn collect(mut body: Body, expected: usize) -> Result<Option<Bytes>, axum::Error> {
    let mut bytes = Vec::with_capacity(expected);
    let mut seen = 0_usize;
    while let Some(frame) =
        std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        let Ok(data) = frame?.into_data() else { continue };
        seen += data.len();
        if seen > DRAIN_BYTES_MAX {
            return Ok(None);
        }
        if seen > BODY_BYTES_MAX {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&data);
        }
    }
    Ok((seen <= BODY_BYTES_MAX).then(|| Bytes::from(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_is_read_without_its_parameters() {
        for (given, want) in [
            ("application/json", "application/json"),
            ("Application/JSON; charset=UTF-8", "application/json"),
            ("application/json; charset=gbk", "unreadable"),
            ("", ""),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, given.parse().expect("a header"));
            assert_eq!(media_type(&headers), want);
        }
    }
}
