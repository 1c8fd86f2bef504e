//! The pages that people use: HTML from the same answers that the JSON routes give.
//!
//! Every page works as plain links and forms; `web/portal.js` only makes it quicker. A profile is sent in
//! the body of a form and kept behind the id of its result, so that it stands in no address. What the
//! address holds is public: a search, a park, a peer set.

mod about;
mod api;
mod assets;
mod bars;
mod browse;
mod compare;
mod embed;
mod examples;
mod find;
mod form;
mod homogeneity;
mod import;
mod industry;
mod park;
mod places;
mod read;
mod results;
mod tiles;
mod widget;

pub(crate) use assets::version as assets_version;

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};
use axum::routing::{get, post};

use super::access::Access;
use super::problem::{Problem, of_status, plain};
use super::{Shared, body};
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// Name of the cookie that remembers the language; it holds nothing else.
const LANG_COOKIE: &str = "parkwise_lang";

/// The routes of the pages.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(find::page))
        .route("/find", get(find::page).post(find::understand))
        .route("/results", post(results::rank))
        .route("/results/{id}", get(results::page))
        .route("/results/{id}/change", post(results::change))
        .route("/results/{id}/forget", post(results::forget))
        .route("/results/{id}/compare", get(compare::page))
        .route("/results/{id}/table", get(results::table))
        .route("/parks", get(browse::page))
        .route("/parks/{id}", get(park::page))
        .route("/homogeneity", get(homogeneity::page))
        .route("/homogeneity/report", get(homogeneity::file))
        .route("/industry", get(industry::page))
        .route("/about", get(about::page))
        .route("/widget", get(widget::page))
        .route("/widget/v1/parkwise.js", get(widget::script))
        .route("/embed/matches", get(embed::matches))
        .route("/embed/similar", get(embed::similar))
        .route("/api", get(api::page))
        .route("/import", get(import::page).post(import::try_file))
        .route("/import/publish", post(import::publish))
        .route("/import/{id}/problems", get(import::problems))
        .route("/import/{id}/record", post(import::record))
        .route("/assets/{name}", get(assets::asset))
}

/// The language of a page: the switch in its address, else the cookie, else `Accept-Language`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spoken {
    lang: Lang,
    /// Whether the address chose it, so that the cookie should remember.
    chosen: bool,
}

impl Spoken {
    /// The language of a request for a page.
    pub(super) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let word = |text: &str| match text {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        };
        let asked = uri
            .query()
            .unwrap_or("")
            .split('&')
            .find_map(|p| p.strip_prefix("lang=").and_then(word));
        if let Some(lang) = asked {
            return Self { lang, chosen: true };
        }
        let remembered = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(';'))
            .find_map(|c| c.trim().strip_prefix(LANG_COOKIE)?.strip_prefix('=').and_then(word));
        Self { lang: remembered.unwrap_or_else(|| super::lang::of(headers)), chosen: false }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Spoken {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.uri, &parts.headers))
    }
}

/// Parameters of a page, in their order. What a page does not know it ignores: links outlive versions.
#[derive(Debug, Default)]
pub(super) struct Asked(Vec<(String, String)>);

impl Asked {
    /// The first value of a name, without blanks around it; none when empty.
    fn get(&self, name: &str) -> Option<&str> {
        self.all(name).find(|v| !v.is_empty())
    }

    fn all<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(pairs)| Self(pairs))
            .map_err(|_| plain(StatusCode::BAD_REQUEST, ErrorCode::InvalidInput))
    }
}

/// The fields of a form that was sent in the body.
pub(super) struct Sent(Asked);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, Rejection> {
        if body::media_type(request.headers()) != "application/x-www-form-urlencoded" {
            return Err(plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType));
        }
        let (parts, content) = request.into_parts();
        let bytes = body::read(&parts.headers, content).await?;
        let form = Request::post("/")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(bytes))
            .map_err(|_| plain(StatusCode::BAD_REQUEST, ErrorCode::MalformedBody))?;
        axum::Form::<Vec<(String, String)>>::from_request(form, &())
            .await
            .map(|axum::Form(pairs)| Self(Asked(pairs)))
            .map_err(|_| plain(StatusCode::BAD_REQUEST, ErrorCode::MalformedBody))
    }
}

/// Sends a page. Written where it was computed; this only dresses the bytes.
fn show(spoken: Spoken, html: String) -> Response<Body> {
    let mut response = Response::new(Body::from(html));
    dress(response.headers_mut(), spoken);
    response
}

/// Sends a page that is the same for everybody until the next generation: a visitor's copy may be kept by
/// shared caches, everybody else's only by their own browser. A page that chooses the language is kept by none.
fn publish(spoken: Spoken, html: String) -> Response<Body> {
    let tag = assets::tag(html.as_bytes());
    let mut response = show(spoken, html);
    if spoken.chosen {
        return response;
    }
    let cache = if Access::current().is_visitor() {
        "public, max-age=60, stale-while-revalidate=600"
    } else {
        "private, no-cache"
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Makes an answer a file to save.
fn attach(headers: &mut HeaderMap, kind: &'static str, file: &str) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{file}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
}

/// Renders a template.
///
/// # Errors
/// 500 when it cannot be written, which is our fault.
fn render(page: &impl Template) -> Result<String, Rejection> {
    page.render().map_err(|error| {
        tracing::error!(%error, "a page cannot be written");
        plain(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
    })
}

/// Another page, by GET.
fn go(spoken: Spoken, to: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    dress(response.headers_mut(), spoken);
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn dress(headers: &mut HeaderMap, spoken: Spoken) {
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_LANGUAGE, spoken.lang.tag()),
        // With no-referrer a browser sends `Origin: null` with our own forms; this tells no other site.
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.append(header::VARY, HeaderValue::from_static("cookie"));
    if spoken.chosen {
        let word = spoken.lang.pick("zh", "en");
        let cookie =
            format!("{LANG_COOKIE}={word}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.insert(header::SET_COOKIE, cookie);
        }
    }
}

/// The origin under which this service was asked; a name that is not of this machine stands behind TLS.
fn origin_of(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("127.0.0.1:8080");
    let local = host.starts_with("127.") || host.starts_with("localhost") || host.starts_with('[');
    format!("{}://{host}", if local { "http" } else { "https" })
}

/// A text as a value in an address.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage {
    l: Lang,
    title: String,
    here: String,
    problem: Problem,
}

/// Whether a refusal should be a page: a browser asks for one by name, a program gets the problem.
pub(super) fn wants_page(headers: &HeaderMap, path: &str) -> bool {
    let api = path.starts_with("/v1/") || path == "/openapi.json";
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
    !api && accept.contains("text/html")
}

/// A refusal as a page, with the way out, in the language of the other pages.
pub(super) fn refuse(mut bare: Response<Body>, spoken: Spoken) -> Response<Body> {
    let lang = spoken.lang;
    let status = bare.status();
    let rejection =
        bare.extensions_mut().remove::<Rejection>().unwrap_or_else(|| of_status(status));
    let problem = Problem::of(rejection, lang);
    let page = RefusalPage { l: lang, title: problem.title.clone(), here: "/".to_owned(), problem };
    let mut response = show(spoken, page.render().unwrap_or_default());
    *response.status_mut() = status;
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = bare.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
