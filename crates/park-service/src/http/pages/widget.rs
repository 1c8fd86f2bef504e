//! The widget that others embed, and the page that says how.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, Response, header};
use axum::response::IntoResponse;

use super::{Spoken, render, show};
use crate::lang::Lang;
use crate::rejection::Rejection;

const SCRIPT: &str = include_str!("../../../../../web/widget/parkwise.js");

#[derive(Template)]
#[template(path = "widget.html")]
struct WidgetPage {
    l: Lang,
    title: String,
    here: String,
    origin: String,
    snippet: String,
}

/// `GET /widget/v1/parkwise.js`: a module is fetched across origins, so any page may read it.
pub(super) async fn script() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE.as_str(), "text/javascript; charset=utf-8"),
            (header::CACHE_CONTROL.as_str(), "public, max-age=3600"),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN.as_str(), "*"),
            ("cross-origin-resource-policy", "cross-origin"),
        ],
        SCRIPT,
    )
}

/// `GET /widget`: instructions with a snippet for this address.
pub(super) async fn page(spoken: Spoken, headers: HeaderMap) -> Result<Response<Body>, Rejection> {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("127.0.0.1:8080");
    let local = host.starts_with("127.") || host.starts_with("localhost") || host.starts_with('[');
    let origin = format!("{}://{host}", if local { "http" } else { "https" });
    let snippet = format!(
        "<script type=\"module\" src=\"{origin}/widget/v1/parkwise.js\"></script>\n\
         <parkwise-matches industry=\"光伏组件\" region=\"32\" limit=\"5\" key=\"pk_…\"></parkwise-matches>\n\
         <parkwise-similar park=\"G321090\" axis=\"industry_named\" key=\"pk_…\"></parkwise-similar>"
    );
    let html = render(&WidgetPage {
        l: spoken.lang,
        title: spoken.lang.pick("嵌入组件", "Widget").to_owned(),
        here: "/widget".to_owned(),
        origin,
        snippet,
    })?;
    Ok(show(spoken, html))
}
