//! The open door: with keys, others than this machine may ask; each gets what its key allows.
//!
//! Without a key the door is [`guard::check`]: this machine only. With keys, a visitor from elsewhere may
//! read the pages, and `/v1` needs a key. A key stands in `Authorization: Bearer …`, never in an address,
//! because addresses are logged. Keys are looked up at each request, so a revoked one is refused at once.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse;
use park_registry::{Registry, StoredKey};

use super::guard;
use super::problem::plain;
use super::wire::Peer;
use crate::answer::matches;
use crate::app::now;
use crate::keys::{self, KeyKind};
use crate::rejection::{ErrorCode, Rejection};

/// Who asks from this machine, as the audit log names it.
pub(crate) const THIS_MACHINE: &str = "this machine";

/// Length of the window in which requests are counted, seconds.
const WINDOW_S: u64 = 60;

/// Who asks.
#[derive(Debug, Clone, Default)]
pub(crate) enum Access {
    /// This machine.
    Local,
    /// Somebody from elsewhere who reads the pages.
    #[default]
    Visitor,
    /// Who holds a key.
    Key(Arc<Granted>),
}

/// What a key grants to one request.
#[derive(Debug)]
pub(crate) struct Granted {
    id: String,
    kind: KeyKind,
    rows_max: Option<u32>,
    origin: Option<HeaderValue>,
    limit: u32,
    remaining: u32,
    reset_s: u64,
}

tokio::task_local! {
    /// Who asks the request that this task answers.
    pub(crate) static ACCESS: Access;
}

impl Access {
    /// Who asks the request of the present task. Outside of one nobody is known, and sees what all may see.
    pub(crate) fn current() -> Self {
        ACCESS.try_with(Self::clone).unwrap_or_default()
    }

    /// Whether rows of internal visibility may be shown.
    pub(crate) fn sees_internal(&self) -> bool {
        match self {
            Self::Local => true,
            Self::Visitor => false,
            Self::Key(granted) => granted.kind != KeyKind::Publishable,
        }
    }

    /// Whether a kept result may be shown: one that internal rows took part in only to who may see those.
    pub(crate) fn may_see_result(&self, id: &str) -> bool {
        self.sees_internal() || !matches::is_internal(id)
    }

    /// Whether imports may be made.
    pub(crate) fn may_import(&self) -> bool {
        match self {
            Self::Local => true,
            Self::Visitor => false,
            Self::Key(granted) => granted.kind == KeyKind::Admin,
        }
    }

    /// Who asks, for the audit log.
    pub(crate) fn who(&self) -> &str {
        match self {
            Self::Local => THIS_MACHINE,
            Self::Visitor => "visitor",
            Self::Key(granted) => &granted.id,
        }
    }

    /// Whether shared caches may keep a page: only what everybody may see.
    pub(crate) fn is_visitor(&self) -> bool {
        matches!(self, Self::Visitor)
    }

    /// Most rows of an answer.
    pub(crate) fn rows_max(&self) -> Option<u32> {
        match self {
            Self::Local | Self::Visitor => None,
            Self::Key(granted) => granted.rows_max,
        }
    }

    /// The headers of an answer: who may read it in a page, and what is left of the rate.
    pub(crate) fn dress(&self, headers: &mut HeaderMap) {
        let Self::Key(granted) = self else { return };
        let put = |headers: &mut HeaderMap, name: &'static str, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        };
        put(headers, "ratelimit-policy", format!("{};w={WINDOW_S}", granted.limit));
        put(
            headers,
            "ratelimit",
            format!(
                "limit={}, remaining={}, reset={}",
                granted.limit, granted.remaining, granted.reset_s
            ),
        );
        if let Some(origin) = &granted.origin {
            open_to(headers, origin);
            headers.insert(
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static("ratelimit, ratelimit-policy, retry-after, etag"),
            );
        }
    }
}

fn open_to(headers: &mut HeaderMap, origin: &HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
}

/// Looks keys up and counts.
pub(crate) struct Doorkeeper {
    store: Option<PathBuf>,
    secret: [u8; 32],
    registry: Mutex<Option<Registry>>,
    counts: Mutex<HashMap<String, (u64, u32)>>,
}

impl Doorkeeper {
    /// The door of a store; without a store there are no keys.
    pub(crate) fn new(store: Option<&Path>, secret: [u8; 32]) -> Self {
        Self {
            store: store.map(Path::to_owned),
            secret,
            registry: Mutex::new(None),
            counts: Mutex::new(HashMap::new()),
        }
    }

    /// Lets a request in, or answers it.
    ///
    /// # Errors
    /// The answer to a request that is not let in, or to a preflight.
    pub(crate) fn admit(&self, request: &Request) -> Result<Access, Box<Response<Body>>> {
        let refuse = |r: Rejection| Box::new(r.into_response());
        let local = guard::check(request);
        if let Err(wrong) = &local
            && !matches!(wrong.status, 403 | 421)
        {
            return Err(refuse(wrong.clone()));
        }
        if let Some(text) = key_of(request.headers()) {
            return self.with_key(&text, request);
        }
        let peer = request.extensions().get::<ConnectInfo<Peer>>().map(|c| &c.0);
        let near =
            guard::loopback_only(peer).and_then(|()| guard::not_forwarded(request.headers()));
        let not_ours = match (&local, near) {
            (Ok(()), Ok(())) => return Ok(Access::Local),
            (Err(wrong), _) => wrong.clone(),
            (Ok(()), Err(far)) => far,
        };
        if let Some(answer) = self.preflight(request) {
            return Err(Box::new(answer));
        }
        let good = self.read(|r| r.keys()).unwrap_or_default();
        let at = now();
        if !good.iter().any(|k| keys::is_good(k, &at)) {
            return Err(refuse(not_ours));
        }
        visitor(request).map_err(refuse)
    }

    fn with_key(&self, text: &str, request: &Request) -> Result<Access, Box<Response<Body>>> {
        let refuse = |status, code| Box::new(plain(status, code).into_response());
        let refused = || refuse(StatusCode::UNAUTHORIZED, ErrorCode::KeyRefused);
        let id = keys::id_of(text).ok_or_else(refused)?;
        let stored = self.read(|r| r.key(id)).flatten().ok_or_else(refused)?;
        if !keys::matches(&self.secret, &stored, text) || !keys::is_good(&stored, &now()) {
            return Err(refused());
        }
        let kind = KeyKind::parse(&stored.kind).ok_or_else(refused)?;
        let origin = request.headers().get(header::ORIGIN);
        let forbidden = |code| Err(refuse(StatusCode::FORBIDDEN, code));
        let listed = origin.is_some_and(|o| {
            stored.origins.split_whitespace().any(|own| own.as_bytes() == o.as_bytes())
        });
        // A secret in a page is no secret; a publishable key is good in its pages only.
        if (kind == KeyKind::Publishable && !listed)
            || (kind != KeyKind::Publishable && origin.is_some() && !listed)
        {
            return forbidden(ErrorCode::ForbiddenOrigin);
        }
        if !may(kind, request.method(), request.uri().path()) {
            return forbidden(ErrorCode::NotPermitted);
        }
        let (left, reset_s) = self.count(&stored);
        let access = Access::Key(Arc::new(Granted {
            id: stored.id,
            kind,
            rows_max: stored.rows_max,
            origin: origin.filter(|_| listed).cloned(),
            limit: stored.per_minute,
            remaining: left.unwrap_or(0),
            reset_s,
        }));
        if left.is_some() {
            return Ok(access);
        }
        let mut over = refuse(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited);
        over.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(reset_s));
        access.dress(over.headers_mut());
        Err(over)
    }

    /// Counts a request in the window of its key; what is left, none when it is one too many, and when the
    /// window ends.
    fn count(&self, key: &StoredKey) -> (Option<u32>, u64) {
        let second = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
        let (window, reset_s) = (second / WINDOW_S, WINDOW_S - second % WINDOW_S);
        let mut counts = lock(&self.counts);
        // One entry a key, and keys are few: the map cannot grow beyond them.
        let entry = counts.entry(key.id.clone()).or_insert((window, 0));
        if entry.0 != window {
            *entry = (window, 0);
        }
        if entry.1 >= key.per_minute {
            return (None, reset_s);
        }
        entry.1 += 1;
        (Some(key.per_minute - entry.1), reset_s)
    }

    /// Answers a preflight of a page whose origin a publishable key names.
    fn preflight(&self, request: &Request) -> Option<Response<Body>> {
        let asks = request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        let origin = request.headers().get(header::ORIGIN)?;
        if request.method() != Method::OPTIONS || !asks {
            return None;
        }
        let at = now();
        let known = self.read(|r| r.keys())?.iter().any(|k| {
            keys::is_good(k, &at)
                && k.origins.split_whitespace().any(|o| o.as_bytes() == origin.as_bytes())
        });
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "authorization, content-type, accept-language, if-none-match",
            ),
            (header::ACCESS_CONTROL_MAX_AGE, "600"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        open_to(headers, origin);
        known.then_some(response)
    }

    /// Reads from the store's keys; none where there is no store. A few microseconds.
    fn read<T>(
        &self,
        read: impl FnOnce(&Registry) -> Result<T, park_registry::RegistryError>,
    ) -> Option<T> {
        let store = self.store.as_deref()?;
        let mut held = lock(&self.registry);
        if held.is_none() {
            *held = Registry::open_as_is(store).ok();
        }
        match read(held.as_ref()?) {
            Ok(found) => Some(found),
            Err(error) => {
                tracing::error!(%error, "the keys cannot be read");
                *held = None;
                None
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The key of a request.
fn key_of(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim().to_owned())
}

/// Routes that read although their method is POST.
const READ_BY_POST: [&str; 6] = [
    "/v1/matches",
    "/v1/compare",
    "/v1/homogeneity/what-if",
    "/v1/plan",
    "/v1/policies/simulate",
    "/v1/policies/screen",
];

/// What a kind of key may ask for.
fn may(kind: KeyKind, method: &Method, path: &str) -> bool {
    // What planners judged is internal.
    let judged = path == "/v1/homogeneity/judgements";
    // The history of a park names files and shows internal rows: for whoever may import.
    let history = path.starts_with("/v1/parks/") && path.ends_with("/history");
    let import = path.starts_with("/v1/imports") || path.starts_with("/import") || history;
    let reads = matches!(*method, Method::GET | Method::HEAD)
        || (*method == Method::POST && READ_BY_POST.contains(&path));
    let api = path.starts_with("/v1/") || path == "/openapi.json";
    match kind {
        KeyKind::Publishable => api && reads && !import && !judged,
        KeyKind::Secret => {
            let forgets = *method == Method::DELETE && path.starts_with("/v1/matches/");
            !import && (reads || forgets || (judged && *method == Method::POST))
        }
        KeyKind::Admin => true,
    }
}

/// Somebody without a key, from elsewhere: the pages, and who looks after us.
fn visitor(request: &Request) -> Result<Access, Rejection> {
    let path = request.uri().path();
    let closed = path.starts_with("/v1/") || path == "/metrics" || path.starts_with("/import");
    if closed {
        return Err(plain(StatusCode::UNAUTHORIZED, ErrorCode::KeyNeeded));
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("");
    let origin = request.headers().get(header::ORIGIN).and_then(|o| o.to_str().ok());
    let own = origin
        .and_then(|o| o.strip_prefix("https://").or_else(|| o.strip_prefix("http://")))
        .is_some_and(|o| !o.is_empty() && o == host);
    if safe || own {
        Ok(Access::Visitor)
    } else {
        Err(plain(StatusCode::FORBIDDEN, ErrorCode::ForbiddenOrigin))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_of_kinds_and_routes() {
        use KeyKind::{Admin, Publishable, Secret};
        for (method, path, publishable, secret, admin) in [
            ("GET", "/v1/parks", true, true, true),
            ("GET", "/v1/matches/abc", true, true, true),
            ("POST", "/v1/matches", true, true, true),
            ("POST", "/v1/compare", true, true, true),
            ("DELETE", "/v1/matches/abc", false, true, true),
            ("GET", "/v1/homogeneity/judgements", false, true, true),
            ("POST", "/v1/homogeneity/judgements", false, true, true),
            ("POST", "/v1/imports", false, false, true),
            ("GET", "/import", false, false, true),
            ("GET", "/v1/parks/T01/history", false, false, true),
            ("GET", "/metrics", false, true, true),
            ("POST", "/v1/parks", false, false, true),
        ] {
            let method: Method = method.parse().expect("a method");
            for (kind, want) in [(Publishable, publishable), (Secret, secret), (Admin, admin)] {
                assert_eq!(may(kind, &method, path), want, "{kind:?} {method} {path}");
            }
        }
    }
}
