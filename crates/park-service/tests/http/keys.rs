//! Keys: who may ask for what, from where, how often, and what never reaches a page.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use park_domain::{Interner, Table};
use park_registry::{Origin, Registry};
use park_service::app::{self, App};
use park_service::http;
use park_service::keys::{self, KeyKind, Wanted};
use tempfile::TempDir;

use crate::store::{Got, ask, make, parks, record};

const PORTAL: &str = "https://portal.example";

pub(crate) fn key(dir: &TempDir, kind: KeyKind, per_minute: u32) -> String {
    let origins = if kind == KeyKind::Publishable { vec![PORTAL.to_owned()] } else { Vec::new() };
    let wanted = Wanted {
        kind,
        name: String::new(),
        origins,
        per_minute,
        rows_max: Some(3),
        expires_on: None,
    };
    keys::create(dir.path(), &wanted).unwrap().0
}

/// Asks as somebody from elsewhere does.
fn from_afar(app: &Arc<App>, method: &str, uri: &str, headers: &[(&str, &str)], body: &str) -> Got {
    let mut request = Request::builder().method(method).uri(uri).header("host", "parks.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    ask(http::router(Arc::clone(app)), request.body(Body::from(body.to_owned())).unwrap())
}

#[test]
fn without_a_key_nobody_from_elsewhere_is_answered() {
    let (_dir, app) = make(parks());
    for uri in ["/", "/v1/parks", "/assets/parkwise.css"] {
        let got = from_afar(&app, "GET", uri, &[], "");
        assert_eq!((got.status, got.json()["code"].as_str()), (421, Some("forbidden-origin")));
    }
}

#[test]
fn what_a_proxy_passes_on_is_not_from_this_machine() {
    let (dir, app) = make(parks());
    let ask_by = |name: &'static str, uri: &str| {
        let request =
            Request::get(uri).header("host", "127.0.0.1:8080").header(name, "203.0.113.9");
        ask(http::router(Arc::clone(&app)), request.body(Body::empty()).unwrap()).status
    };
    for name in ["x-forwarded-for", "forwarded", "via"] {
        assert_eq!(ask_by(name, "/v1/parks"), 403, "{name}: no key, so nobody from elsewhere");
    }
    key(&dir, KeyKind::Secret, 10);
    assert_eq!((ask_by("via", "/v1/parks"), ask_by("via", "/")), (401, 200));
    assert_eq!(ask_by("accept", "/v1/parks"), 200);
}

#[test]
fn every_kind_of_key_at_every_sort_of_route_and_origin() {
    let (dir, app) = make(parks());
    let (publishable, secret, admin) = (
        format!("Bearer {}", key(&dir, KeyKind::Publishable, 1000)),
        format!("Bearer {}", key(&dir, KeyKind::Secret, 1000)),
        format!("Bearer {}", key(&dir, KeyKind::Admin, 1000)),
    );
    let rows = "park_id,name\nN1,新园区\n";
    let profile = r#"{"industry":{"text":"光伏"}}"#;
    // Method, address, type and body; then the status for: no key, publishable from its page, from
    // another page, from no page, secret, secret in a page, admin.
    for (method, uri, kind, body, want) in [
        ("GET", "/v1/parks", "", "", [401, 200, 403, 403, 200, 403, 200]),
        ("GET", "/v1/parks/T01", "", "", [401, 200, 403, 403, 200, 403, 200]),
        ("GET", "/v1/parks/T01/history", "", "", [401, 403, 403, 403, 403, 403, 200]),
        ("GET", "/v1/search?q=%E5%85%89", "", "", [401, 200, 403, 403, 200, 403, 200]),
        ("POST", "/v1/matches", "application/json", profile, [401, 200, 403, 403, 200, 403, 200]),
        ("DELETE", "/v1/matches/none", "", "", [401, 403, 403, 403, 404, 403, 404]),
        (
            "POST",
            "/v1/imports?table=parks&dry_run=true",
            "text/csv",
            rows,
            [401, 403, 403, 403, 403, 403, 200],
        ),
        ("GET", "/", "", "", [200, 403, 403, 403, 200, 403, 200]),
        ("GET", "/parks/T01", "", "", [200, 403, 403, 403, 200, 403, 200]),
        ("GET", "/api", "", "", [200, 403, 403, 403, 200, 403, 200]),
        ("GET", "/widget/v1/parkwise.js", "", "", [200, 403, 403, 403, 200, 403, 200]),
        ("GET", "/embed/similar?park=T02", "", "", [200, 403, 403, 403, 200, 403, 200]),
        ("GET", "/import", "", "", [401, 403, 403, 403, 403, 403, 200]),
        ("GET", "/v1/homogeneity/pairs", "", "", [401, 200, 403, 403, 200, 403, 200]),
        ("GET", "/v1/policies", "", "", [401, 200, 403, 403, 200, 403, 200]),
        ("GET", "/openapi.json", "", "", [200, 200, 403, 403, 200, 403, 200]),
        ("GET", "/metrics", "", "", [401, 403, 403, 403, 200, 403, 200]),
        ("GET", "/healthz", "", "", [200, 403, 403, 403, 200, 403, 200]),
    ] {
        let evil = "https://evil.example";
        let cases: [(&str, &str); 7] = [
            ("", ""),
            (&publishable, PORTAL),
            (&publishable, evil),
            (&publishable, ""),
            (&secret, ""),
            (&secret, evil),
            (&admin, ""),
        ];
        for ((bearer, origin), want) in cases.into_iter().zip(want) {
            let mut headers =
                vec![("content-type", kind), ("authorization", bearer), ("origin", origin)];
            headers.retain(|(_, v)| !v.is_empty());
            let got = from_afar(&app, method, uri, &headers, body);
            let who = bearer.get(..10).unwrap_or("");
            assert_eq!(got.status, want, "{method} {uri} {who} {origin}: {}", got.text());
            let open = got.header("access-control-allow-origin");
            assert_eq!(open == PORTAL, got.status == 200 && origin == PORTAL, "{uri} {open}");
            if got.status >= 400 {
                assert_eq!(got.header("content-type"), "application/problem+json");
            }
        }
    }
}

#[test]
fn a_preflight_is_answered_to_pages_that_a_key_names() {
    let (dir, app) = make(parks());
    key(&dir, KeyKind::Publishable, 10);
    for (origin, want) in [(PORTAL, 204), ("https://evil.example", 401)] {
        let headers = [("origin", origin), ("access-control-request-method", "POST")];
        let got = from_afar(&app, "OPTIONS", "/v1/matches", &headers, "");
        assert_eq!(got.status, want, "{origin}");
    }
}

#[test]
fn a_revoked_key_is_refused_at_once_and_a_rate_is_kept() {
    let (dir, app) = make(parks());
    let text = key(&dir, KeyKind::Secret, 2);
    let bearer = format!("Bearer {text}");
    // One service: what is counted is counted by it.
    let router = http::router(Arc::clone(&app));
    let get = || {
        let request = Request::get("/v1/criteria").header("host", "parks.example");
        let request = request.header("authorization", &bearer).body(Body::empty()).unwrap();
        ask(router.clone(), request)
    };
    let first = get();
    assert_eq!((first.status, first.header("ratelimit-policy")), (200, "2;w=60"));
    // Five requests lie in two windows at most, so that one of them is above the rate.
    let over = (0..4).map(|_| get()).find(|g| g.status == 429).expect("one is too many");
    let wait: u32 = over.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "until the window ends: {wait}");
    assert!(over.header("ratelimit").contains("remaining=0"), "{}", over.header("ratelimit"));
    let id = keys::id_of(&text).unwrap();
    assert!(Registry::open(dir.path()).unwrap().revoke_key(id, &app::now()).unwrap());
    let refused = get();
    assert_eq!((refused.status, refused.json()["code"].as_str()), (401, Some("key-refused")));
}

#[test]
fn internal_rows_never_reach_a_publishable_key_nor_a_visitor() {
    let dir = tempfile::tempdir().unwrap();
    let mut registry = record(dir.path(), parks());
    let facts = "park_id,topic,value,year,visibility,source\n\
                 T02,note,机密光伏指标,2018,internal,内部\nT02,note,公开光伏指标,2018,public,公开\n";
    let activities = "park_id,year,term,firms,visibility,source\n\
                      T02,2018,机密项目指标,4,internal,内部\n";
    for (table, rows) in [(Table::Facts, facts), (Table::Activities, activities)] {
        let file = format!("{}.csv", table.name());
        let import =
            park_import::import_bytes(table, &file, rows.as_bytes(), &mut Interner::default());
        assert_eq!(import.problems_total, 0, "{}", import.problems_text());
        let origin = Origin { name: "test".to_owned(), at: app::now(), hash: None };
        registry.record(&origin, &import.records).unwrap();
    }
    drop(registry);
    let app = Arc::new(App::open(dir.path(), &mut Vec::new()).unwrap());
    let publishable = format!("Bearer {}", key(&dir, KeyKind::Publishable, 1000));
    let secret = format!("Bearer {}", key(&dir, KeyKind::Secret, 1000));
    let in_page = [("authorization", publishable.as_str()), ("origin", PORTAL)];
    for uri in [
        "/v1/parks/T02",
        "/v1/search?q=%E6%8C%87%E6%A0%87",
        "/v1/parks",
        "/v1/parks/T02/similar",
        "/v1/policies",
        "/v1/homogeneity?region=32",
    ] {
        let got = from_afar(&app, "GET", uri, &in_page, "");
        assert_eq!(got.status, 200, "{uri}: {}", got.text());
        assert!(!got.text().contains("机密"), "{uri}");
    }
    assert!(from_afar(&app, "GET", "/v1/parks/T02", &in_page, "").text().contains("公开光伏指标"));
    assert!(!from_afar(&app, "GET", "/parks/T02", &[], "").text().contains("机密"));
    let server = [("authorization", secret.as_str())];
    assert!(from_afar(&app, "GET", "/v1/parks/T02", &server, "").text().contains("机密光伏指标"));

    // A result that internal rows took part in stays with those who may see them, even by its id.
    let profile = r#"{"industry":{"text":"光伏"}}"#;
    let made = |key: &str, origin: &str| {
        let mut headers = vec![("content-type", "application/json"), ("authorization", key)];
        headers.extend(Some(("origin", origin)).filter(|o| !o.1.is_empty()));
        let got = from_afar(&app, "POST", "/v1/matches", &headers, profile);
        got.json()["result_id"].as_str().unwrap().to_owned()
    };
    let (inside, outside) = (made(&secret, ""), made(&publishable, PORTAL));
    for (id, want) in [(inside, [200, 404, 404]), (outside, [200, 200, 200])] {
        let api = format!("/v1/matches/{id}");
        let got = [
            from_afar(&app, "GET", &api, &server, "").status,
            from_afar(&app, "GET", &api, &in_page, "").status,
            from_afar(&app, "GET", &format!("/results/{id}"), &[], "").status,
        ];
        assert_eq!(got, want, "{id}");
    }
}
