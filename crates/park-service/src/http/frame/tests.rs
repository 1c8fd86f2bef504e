//! The frame around routes that misbehave.

use axum::body::to_bytes;
use axum::routing::{get, post};
use tower::ServiceExt;

use super::*;
use crate::http::body::{BODY_BYTES_MAX, Json};

async fn broken() -> &'static str {
    panic!("a secret inside")
}

fn framed(in_flight_max: usize) -> Router {
    let routes = Router::new()
        .route("/panic", get(broken).post(|| async {}))
        .route("/slow", get(std::future::pending::<()>))
        .route("/healthz", get(|| async { "ok" }))
        .route("/echo", post(|Json(v): Json<serde_json::Value>| async move { v.to_string() }))
        .route("/tagged", get(|| async { ([(header::ETAG, "W/\"g1\"")], "x".repeat(2000)) }));
    let metrics = Arc::new(Metrics::new());
    around(
        routes,
        Frame::with_limits(
            metrics,
            Doorkeeper::new(None, [0; 32]),
            in_flight_max,
            Duration::from_millis(20),
        ),
    )
}

struct Got {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().expect("ascii"))
    }
}

fn ask(router: Router, method: &str, uri: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Got {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body)).expect("a valid request");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let response = router.oneshot(request).await.expect("infallible");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("in memory");
        Got {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    })
}

#[test]
fn every_refusal_is_a_problem_with_a_code() {
    const JSON: (&str, &str) = ("content-type", "application/json");
    for (method, uri, headers, body, status, code) in [
        ("GET", "/nowhere", vec![], vec![], 404, "no-route"),
        ("GET", "/%ff%fe", vec![], vec![], 404, "no-route"),
        ("PUT", "/panic", vec![], vec![], 405, "method-not-allowed"),
        ("GET", "/panic", vec![], vec![], 500, "internal"),
        ("GET", "/slow", vec![], vec![], 503, "timed-out"),
        ("POST", "/echo", vec![], b"{}".to_vec(), 415, "unsupported-media-type"),
        (
            "POST",
            "/echo",
            vec![("content-type", "text/plain")],
            b"{}".to_vec(),
            415,
            "unsupported-media-type",
        ),
        (
            "POST",
            "/echo",
            vec![JSON, ("content-encoding", "gzip")],
            b"{}".to_vec(),
            415,
            "unsupported-media-type",
        ),
        ("POST", "/echo", vec![JSON], vec![b' '; BODY_BYTES_MAX + 1], 413, "too-large"),
        ("POST", "/echo", vec![JSON, ("content-length", "99999999999")], vec![], 413, "too-large"),
        ("POST", "/echo", vec![JSON], vec![b'['; 65], 400, "malformed-body"),
        (
            "POST",
            "/echo",
            vec![JSON, ("host", "evil.example")],
            b"{}".to_vec(),
            421,
            "forbidden-origin",
        ),
        (
            "POST",
            "/echo",
            vec![JSON, ("origin", "https://evil.example")],
            b"{}".to_vec(),
            403,
            "forbidden-origin",
        ),
    ] {
        let got = ask(framed(9), method, uri, &headers, body);
        assert_eq!(got.status, status, "{method} {uri}: {}", got.body);
        assert_eq!(got.header("content-type"), problem::MEDIA_TYPE, "{method} {uri}");
        let document: serde_json::Value = serde_json::from_str(&got.body).expect("JSON");
        assert_eq!(document["code"], code, "{method} {uri}");
        assert_eq!(document["status"], status, "{method} {uri}");
        for key in ["type", "title", "detail"] {
            assert!(document[key].as_str().is_some_and(|t| !t.is_empty()), "{method} {uri} {key}");
        }
        assert!(!got.body.contains("secret"), "{method} {uri}");
    }
}

#[test]
fn a_method_that_is_not_allowed_names_those_that_are() {
    let got = ask(framed(9), "PUT", "/panic", &[], vec![]);
    assert_eq!(got.header("allow"), "GET,HEAD,POST");
}

#[test]
fn too_many_at_once_are_told_to_come_again_but_health_is_answered() {
    let got = ask(framed(0), "GET", "/tagged", &[], vec![]);
    assert_eq!((got.status, got.header("retry-after")), (503, "1"));
    assert_eq!(ask(framed(0), "GET", "/healthz", &[], vec![]).status, 200);
}

#[test]
fn words_follow_accept_language() {
    for (asked, tag, title) in [
        ("en;q=0.9, zh;q=0.1", "en", "no such path"),
        ("zh-TW", "zh-CN", "没有这个地址"),
        ("", "zh-CN", "没有这个地址"),
    ] {
        let got = ask(framed(9), "GET", "/nowhere", &[("accept-language", asked)], vec![]);
        assert_eq!(got.header("content-language"), tag);
        assert!(got.body.contains(title), "{asked}: {}", got.body);
        assert!(got.headers.get_all("vary").iter().any(|v| v == "accept-language"));
    }
}

#[test]
fn every_answer_has_the_security_headers_and_an_id() {
    for uri in ["/tagged", "/nowhere", "/panic"] {
        let got = ask(framed(9), "GET", uri, &[("x-request-id", "abc-1")], vec![]);
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert!(got.header("content-security-policy").starts_with("default-src 'self'"));
        assert_eq!(got.header("referrer-policy"), "no-referrer");
        assert_eq!(got.header("x-request-id"), "abc-1");
    }
    let made = ask(framed(9), "GET", "/tagged", &[("x-request-id", "not plain\t")], vec![]);
    assert!(made.header("x-request-id").len() > 8, "{}", made.header("x-request-id"));
}

#[test]
fn what_is_held_is_not_sent_again() {
    let got = ask(framed(9), "GET", "/tagged", &[("if-none-match", "\"g1\"")], vec![]);
    assert_eq!((got.status, got.body.as_str(), got.header("etag")), (304, "", "W/\"g1\""));
    let other = ask(framed(9), "GET", "/tagged", &[("if-none-match", "\"g0\"")], vec![]);
    assert_eq!(other.status, 200);
}

#[test]
fn answers_are_compressed_on_request() {
    let got = ask(framed(9), "GET", "/tagged", &[("accept-encoding", "gzip")], vec![]);
    assert_eq!(got.header("content-encoding"), "gzip");
    assert_eq!(ask(framed(9), "GET", "/tagged", &[], vec![]).header("content-encoding"), "");
}

#[test]
fn head_is_answered_like_get_without_a_body() {
    let got = ask(framed(9), "HEAD", "/tagged", &[], vec![]);
    assert_eq!((got.status, got.body.as_str()), (200, ""));
}
