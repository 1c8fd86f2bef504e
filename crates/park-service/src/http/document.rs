//! `/openapi.json`: the contract of this service.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

use super::answer::etag;
use super::query::{NoParameters, Query};
use crate::lang::Lang;

static TAG: LazyLock<HeaderValue> = LazyLock::new(|| {
    let digest: [u8; 32] = Sha256::digest(crate::openapi::document_text()).into();
    let version: String = digest[..8].iter().map(|b| format!("{b:02x}")).collect();
    // The document is in English whatever is asked, so its tag has one language.
    HeaderValue::from_str(&etag(&version, Lang::En))
        .unwrap_or_else(|_| HeaderValue::from_static("W/\"0\""))
});

/// The `OpenAPI` 3.1 document.
#[utoipa::path(get, path = "/openapi.json", operation_id = "getOpenapi", tag = "operation", params(NoParameters),
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
pub(super) async fn openapi(_: Query<NoParameters>) -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            (header::ETAG, TAG.clone()),
        ],
        crate::openapi::document_text(),
    )
}
