//! What is refused, whatever the path, and the page at the root.

use axum::body::Body;
use axum::http::Request;

use crate::store::{ask, get, get_en, router};

#[test]
fn methods_paths_and_hosts() {
    for (method, uri, host, status, code) in [
        ("GET", "/v2", "localhost", 404, "no-route"),
        ("GET", "/v1/parks/", "localhost", 404, "no-route"),
        ("PATCH", "/v1/matches", "localhost", 405, "method-not-allowed"),
        ("POST", "/v1/parks", "127.0.0.1:8080", 405, "method-not-allowed"),
        ("GET", "/v1/parks", "evil.example", 421, "forbidden-origin"),
    ] {
        let request =
            Request::builder().method(method).uri(uri).header("host", host).body(Body::empty());
        let got = ask(router(), request.unwrap());
        assert_eq!(got.status, status, "{method} {uri}");
        assert_eq!(got.header("content-type"), "application/problem+json", "{method} {uri}");
        assert_eq!(got.json()["code"], code, "{method} {uri}");
        assert_eq!(got.header("allow").is_empty(), status != 405, "{method} {uri}");
    }
}

#[test]
fn a_path_without_parameters_says_so() {
    for uri in ["/healthz?a=1", "/v1/criteria?a=1", "/v1/parks/T01?a=1", "/openapi.json?a=1"] {
        let got = get_en(uri);
        assert_eq!(
            (got.status, got.json()["code"].as_str()),
            (400, Some("unknown-field")),
            "{uri}"
        );
        assert_eq!(got.json()["errors"][0]["pointer"], "a");
    }
}

#[test]
fn an_import_is_answered_with_its_problems() {
    let send = |uri: &str, kind: &str, body: &str| {
        let request =
            Request::post(uri).header("content-type", kind).body(Body::from(body.to_owned()));
        ask(router(), request.unwrap())
    };
    let rows = "park_id,name,level\nT90,新园区,national\nT91,,national\n";
    let got = send("/v1/imports?table=parks&dry_run=true", "text/csv; charset=utf-8", rows);
    let answer = got.json();
    assert_eq!(
        (got.status, &answer["accepted"], &answer["recorded"]),
        (200, &1.into(), &false.into())
    );
    assert_eq!(
        (&answer["problems"][0]["row"], &answer["problems"][0]["column"]),
        (&3.into(), &"name".into())
    );
    assert_eq!(answer["problems"][0]["cell"], "B3");
    assert_eq!(answer["problems"][0]["rule"], "此项必填，不能为空");
    let file = &answer["files"][0];
    assert_eq!(
        (&file["rows"], &file["left_out"], &file["passed_over"]),
        (&2.into(), &1.into(), &0.into())
    );
    let retired = "park_id,name,region_code\nT92,某园区,320584\n";
    let doubted = send("/v1/imports?table=parks&dry_run=true", "text/csv", retired).json();
    assert_eq!(doubted["accepted"], 1);
    assert_eq!(doubted["problems"][0]["hint"], "该地现用代码为 320509（吴江区）");
    let workbook = send("/v1/imports?table=parks&dry_run=true", "text/csv", "PK\u{3}\u{4}");
    assert_eq!(workbook.status, 415);
    // The same content gives the same rows in another form.
    let line = "{\"园区编号\": \"YL01\", \"园区名称\": \"示例园区\"}\n";
    let lines = send("/v1/imports?table=parks&dry_run=true", "application/x-ndjson", line).json();
    let table = send(
        "/v1/imports?table=parks&dry_run=true",
        "text/csv",
        "园区编号,园区名称\nYL01,示例园区\n",
    )
    .json();
    assert_eq!(lines["files"][0]["accepted"], 1, "{lines}");
    assert_eq!(lines["files"][0]["accepted"], table["files"][0]["accepted"]);
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let broken = send("/v1/imports?table=parks&dry_run=true", sheet, "PK\u{3}\u{4}");
    assert_eq!(broken.status, 422, "{}", broken.text());
    let strict = send("/v1/imports?table=parks&strict=true", "text/csv", rows).json();
    assert_eq!(strict["recorded"], false);
    assert_eq!(send("/v1/imports?table=parks", "application/json", "{}").status, 415);
    let unread = send("/v1/imports?table=parks", "text/csv", "colour,size\nred,3\n");
    assert_eq!(
        (unread.status, &unread.json()["code"]),
        (422, &"invalid-input".into()),
        "{}",
        unread.text()
    );
    assert_eq!(
        send("/v1/imports?table=colours", "text/csv", rows).json()["errors"][0]["pointer"],
        "table"
    );
    assert_eq!(send("/v1/imports", "text/csv", rows).json()["errors"][0]["pointer"], "table");
}

#[test]
fn the_page_speaks_the_language_of_the_browser() {
    for (got, tag) in [(get("/"), "zh-CN"), (get_en("/"), "en")] {
        assert_eq!((got.status, got.header("content-type")), (200, "text/html; charset=utf-8"));
        assert!(got.text().contains(&format!("<html lang=\"{tag}\">")));
        assert!(got.header("content-security-policy").contains("default-src 'self'"));
        assert_eq!(got.header("x-content-type-options"), "nosniff");
    }
    assert_eq!(get("/assets/parkwise.css").header("content-type"), "text/css; charset=utf-8");
}

#[test]
fn what_was_answered_is_counted() {
    let router = router();
    let one = Request::get("/v1/criteria").body(Body::empty()).unwrap();
    assert_eq!(ask(router.clone(), one).status, 200);
    let text = ask(router, Request::get("/metrics").body(Body::empty()).unwrap()).text();
    assert!(text.contains(r#"route="/v1/criteria",status="200"} 1"#), "{text}");
    assert!(text.contains("parkwise_generation{id="), "{text}");
}
