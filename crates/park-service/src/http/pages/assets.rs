//! The stylesheet, the script and the icon of the pages: embedded, and kept by browsers under their hash.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::{Path, RawQuery};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};

use crate::http::problem::plain;
use crate::rejection::ErrorCode;

struct Asset {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

const ALL: [Asset; 3] = [
    Asset {
        name: "parkwise.css",
        kind: "text/css; charset=utf-8",
        text: include_str!("../../../../../web/parkwise.css"),
    },
    Asset {
        name: "portal.js",
        kind: "text/javascript; charset=utf-8",
        text: include_str!("../../../../../web/portal.js"),
    },
    Asset {
        name: "icon.svg",
        kind: "image/svg+xml",
        text: include_str!("../../../../../web/icon.svg"),
    },
];

/// Hash of all of them: part of their addresses, so that a browser may keep them for ever.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let all: String = ALL.iter().map(|a| a.text).collect();
    short_hash(all.as_bytes())
});

/// The version in the addresses of the assets.
pub(crate) fn version() -> &'static str {
    &VERSION
}

/// The `ETag` of a text; weak, because it is also sent compressed.
pub(super) fn tag(bytes: &[u8]) -> String {
    format!("W/\"{}\"", short_hash(bytes))
}

fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(10).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// `GET /assets/{name}?v=…`.
pub(super) async fn asset(Path(name): Path<String>, RawQuery(query): RawQuery) -> Response<Body> {
    let Some(asset) = ALL.iter().find(|a| a.name == name) else {
        return plain(StatusCode::NOT_FOUND, ErrorCode::NotFound).into_response();
    };
    let is_this = query.is_some_and(|q| q.strip_prefix("v=") == Some(version()));
    let cache = if is_this { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let mut response = Response::new(Body::from(asset.text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::from_str(&tag(asset.text.as_bytes())) {
        headers.insert(header::ETAG, tag);
    }
    response
}
