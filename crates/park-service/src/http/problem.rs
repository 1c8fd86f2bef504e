//! Refusals on the wire: RFC 9457 problem+json, for every answer of 400 and above.
//!
//! A handler gives a [`Rejection`]; it travels in the extensions of an empty response, and the frame
//! writes the document in the language of the request. What the router itself refuses (404, 405) has
//! no rejection and gets the one of its status.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::words;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, InputError, Rejection};

/// The media type of a problem.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Seconds after which a request that was shed or timed out may come again.
const RETRY_AFTER_S: &str = "1";

/// A problem (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// A URI that names the kind of problem: `urn:parkwise:problem:` and the code.
    pub(crate) r#type: String,
    /// The kind of problem, in the language of the request.
    pub(crate) title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub(crate) status: u16,
    /// What happened, for a person.
    pub(crate) detail: String,
    /// The kind of problem, for a program; stable.
    pub(crate) code: ErrorCode,
    /// The values at fault; left out when no value is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<InputError>,
}

impl Problem {
    /// The problem of a rejection, in a language.
    pub(crate) fn of(rejection: Rejection, lang: Lang) -> Self {
        let (title, usual_detail) = words::of_code(rejection.code, lang);
        Self {
            r#type: format!("urn:parkwise:problem:{}", rejection.code.as_str()),
            title: title.to_owned(),
            status: rejection.status,
            detail: if rejection.detail.is_empty() {
                usual_detail.to_owned()
            } else {
                rejection.detail
            },
            code: rejection.code,
            errors: rejection.errors,
        }
    }
}

/// A rejection whose sentence is the usual one of its code.
pub(crate) fn plain(status: StatusCode, code: ErrorCode) -> Rejection {
    Rejection::new(status.as_u16(), code, "")
}

/// The rejection of a bare status, as the router gives it.
pub(crate) fn of_status(status: StatusCode) -> Rejection {
    let code = match status.as_u16() {
        401 | 403 | 421 => ErrorCode::ForbiddenOrigin,
        404 => ErrorCode::NoRoute,
        405 => ErrorCode::MethodNotAllowed,
        408 | 504 => ErrorCode::TimedOut,
        413 => ErrorCode::TooLarge,
        414 => ErrorCode::UriTooLong,
        415 => ErrorCode::UnsupportedMediaType,
        429 | 503 => ErrorCode::Overloaded,
        status if status < 500 => ErrorCode::InvalidInput,
        _ => ErrorCode::Internal,
    };
    plain(status, code)
}

/// The response of a problem; `bare` keeps its other headers (`Allow`, `Retry-After`).
pub(crate) fn respond(mut bare: Response<Body>, lang: Lang) -> Response<Body> {
    let status = bare.status();
    let rejection =
        bare.extensions_mut().remove::<Rejection>().unwrap_or_else(|| of_status(status));
    let problem = Problem::of(rejection, lang);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let (mut parts, _) = bare.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::ETAG);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::from(body))
}

/// Whether a response is a problem already.
pub(crate) fn is_problem(response: &Response<Body>) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t == MEDIA_TYPE)
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_S));
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_speaks_the_language_of_the_request() {
        let zh = Problem::of(plain(StatusCode::NOT_FOUND, ErrorCode::NoRoute), Lang::Zh);
        let en = Problem::of(plain(StatusCode::NOT_FOUND, ErrorCode::NoRoute), Lang::En);
        assert_eq!(zh.r#type, "urn:parkwise:problem:no-route");
        assert_eq!((zh.status, en.status), (404, 404));
        assert_ne!(zh.title, en.title);
        assert!(en.detail.contains("/openapi.json"));
    }

    #[test]
    fn overload_says_when_to_come_again() {
        let response =
            plain(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Overloaded).into_response();
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    }
}
