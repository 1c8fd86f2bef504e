//! The portal: what caches may keep, where a park's page is, lists as CSV, frames, and examples that run.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use park_registry::Registry;
use park_service::http;
use park_service::keys::{self, KeyKind, Wanted};
use serde_json::Value;

use crate::store::{Got, ask, get, make, parks, router};

const PORTAL: &str = "https://portal.example";

fn send(router: Router, uri: &str, headers: &[(&str, &str)]) -> Got {
    let mut request = Request::get(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    ask(router, request.body(Body::empty()).unwrap())
}

fn publishable(dir: &std::path::Path) -> String {
    let wanted = Wanted {
        kind: KeyKind::Publishable,
        name: String::new(),
        origins: vec![PORTAL.to_owned()],
        per_minute: 100,
        rows_max: Some(2),
        expires_on: None,
    };
    keys::create(dir, &wanted).unwrap().0
}

#[test]
fn a_visitors_page_may_be_shared_and_is_not_sent_twice() {
    let (dir, app) = make(parks());
    publishable(dir.path());
    let ask_as = |host: &str, headers: &[(&str, &str)]| {
        let mut all = vec![("host", host)];
        all.extend_from_slice(headers);
        send(http::router(Arc::clone(&app)), "/parks/T01", &all)
    };
    let visitor = ask_as("parks.example", &[]);
    assert!(visitor.header("cache-control").starts_with("public, max-age="), "{visitor:?}");
    let near = ask_as("127.0.0.1", &[]);
    assert!(near.header("cache-control").starts_with("private"), "this machine sees internal rows");
    let tag = visitor.header("etag").to_owned();
    let again = ask_as("parks.example", &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    let english = ask_as("parks.example", &[("if-none-match", &tag), ("accept-language", "en")]);
    assert_eq!(english.status, 200, "another language is another page");
    let chosen =
        send(http::router(Arc::clone(&app)), "/parks/T01?lang=en", &[("host", "parks.example")]);
    assert_eq!(chosen.header("cache-control"), "no-store", "it sets a cookie");
}

#[test]
fn assets_are_kept_under_their_hash() {
    let html = get("/").text();
    let at = html.find("/assets/parkwise.css?v=").unwrap();
    let uri = html[at..].split('"').next().unwrap();
    assert!(get(uri).header("cache-control").contains("immutable"), "{uri}");
    assert!(!get("/assets/parkwise.css?v=other").header("cache-control").contains("immutable"));
    assert_eq!(get("/assets/icon.svg").header("content-type"), "image/svg+xml");
    assert_eq!(get("/assets/other.js").status, 404);
}

#[test]
fn a_park_has_one_page_and_a_merged_one_leads_to_its_successor() {
    let moved = get("/parks/Z901?lang=en");
    assert_eq!((moved.status, moved.header("location")), (301, "/parks/T01?lang=en"));
    let merged = format!(
        "{}M01,并入的园区,provincial,economic,320500,江苏省,苏州市,120.6,31.3,100,光伏,2018-02,示例\n",
        parks()
    )
    .lines()
    .map(|line| {
        let end = match line.split(',').next().unwrap() {
            "park_id" => ",status,successor_id",
            "M01" => ",merged,T01",
            _ => ",active,",
        };
        format!("{line}{end}\n")
    })
    .collect::<String>();
    let (_dir, app) = make(&merged);
    let page = |uri: &str| send(http::router(Arc::clone(&app)), uri, &[]);
    let gone = page("/parks/M01");
    assert_eq!((gone.status, gone.header("location")), (301, "/parks/T01"));
    assert!(page("/parks/T01").text().contains("/parks/M01?as_it_was=1"));
    let as_it_was = page("/parks/M01?as_it_was=1");
    assert_eq!(as_it_was.status, 200);
    assert!(as_it_was.text().contains("已并入"), "{}", as_it_was.text());
}

#[test]
fn a_park_is_told_to_machines_that_read_pages() {
    let html = get("/parks/T01").text();
    let block = html.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let read: Value = serde_json::from_str(block.split("</script>").next().unwrap()).unwrap();
    assert_eq!((read["identifier"].as_str(), read["@type"].as_str()), (Some("T01"), Some("Place")));
    assert!(!html.contains("noindex"));
}

#[test]
fn every_list_is_there_as_csv() {
    for (uri, first) in [
        ("/v1/parks?limit=2", "park_id,"),
        ("/v1/parks/T02/similar", "axis,"),
        ("/v1/search?q=%E5%85%89%E4%BC%8F", "park.id,"),
        ("/v1/criteria", ""),
        ("/v1/industries?text=%E5%85%89%E4%BC%8F%E7%BB%84%E4%BB%B6", "code,"),
        ("/v1/homogeneity", "axis,"),
        ("/v1/homogeneity/pairs", "a,"),
        ("/v1/homogeneity/groups", ""),
        ("/v1/policies", "clause_id,"),
    ] {
        let got = send(router(), uri, &[("accept", "text/csv")]);
        assert_eq!(got.status, 200, "{uri}: {}", got.text());
        assert!(got.header("content-type").starts_with("text/csv"), "{uri}");
        assert!(got.text().starts_with(first), "{uri}: {}", got.text());
        assert_ne!(got.header("etag"), get(uri).header("etag"), "{uri}: another text, another tag");
    }
    let first = send(router(), "/v1/parks?limit=2", &[("accept", "text/csv")]);
    assert_eq!(first.text().lines().count(), 3);
    let next = first.header("link").split(['<', '>']).nth(1).unwrap().to_owned();
    assert!(send(router(), &next, &[("accept", "text/csv")]).text().contains("T03"));
    let refused = send(router(), "/v1/parks?limit=0", &[("accept", "text/csv")]);
    assert_eq!((refused.status, refused.header("content-type")), (400, "application/problem+json"));
}

#[test]
fn only_the_pages_of_a_key_may_frame_the_list() {
    let (dir, app) = make(parks());
    let key = publishable(dir.path());
    let id = keys::id_of(&key).unwrap();
    let frame = |uri: &str| send(http::router(Arc::clone(&app)), uri, &[("host", "parks.example")]);
    let list = "/embed/matches?industry=%E5%85%89%E4%BC%8F&limit=5";
    let ours = frame(&format!("{list}&for={id}"));
    assert_eq!(ours.status, 200, "{}", ours.text());
    let policy = ours.header("content-security-policy");
    assert!(policy.ends_with(&format!("frame-ancestors {PORTAL}")), "{policy}");
    assert_eq!(ours.header("x-frame-options"), "");
    assert_eq!(ours.text().matches("<article").count(), 2, "the key's cap");
    for uri in [
        list.to_owned(),
        format!("{list}&for=pk_00000000"),
        "/".to_owned(),
        format!("/parks/T01?for={id}"),
    ] {
        let got = frame(&uri);
        assert!(got.header("content-security-policy").ends_with("frame-ancestors 'none'"), "{uri}");
        assert_eq!(got.header("x-frame-options"), "DENY", "{uri}");
    }
    assert!(Registry::open(dir.path()).unwrap().revoke_key(id, "2026-01-01T00:00:00Z").unwrap());
    publishable(dir.path());
    let revoked = frame(&format!("{list}&for={id}"));
    assert!(revoked.header("content-security-policy").ends_with("'none'"));
    let similar = frame("/embed/similar?park=T02");
    assert_eq!(similar.status, 200);
    assert!(similar.text().contains("<article"), "{}", similar.text());
    assert!(frame("/embed/similar?park=none").text().contains("role=\"alert\""));
}

#[test]
fn the_snippet_names_the_hash_of_the_script() {
    use sha2::Digest as _;
    let digest = sha2::Sha384::digest(&get("/widget/v1/parkwise.js").bytes);
    let page = get("/widget?element=similar&park=T01&key=pk_1a2b3c4d_rest").text();
    let at = page.find("sha384-").unwrap();
    let told: String = page[at + 7..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "+/=".contains(*c))
        .collect();
    let value = |c: u8| {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .iter()
            .position(|l| *l == c)
            .unwrap()
    };
    let bytes: Vec<u8> = told
        .as_bytes()
        .chunks(4)
        .flat_map(|c| {
            let bits = c.iter().fold(0_usize, |bits, l| bits << 6 | value(*l));
            [bits >> 16, bits >> 8, bits].map(|b| u8::try_from(b & 255).unwrap())
        })
        .collect();
    assert_eq!(bytes, digest.to_vec());
    assert!(page.contains("for=pk_1a2b3c4d"), "{page}");
}

/// The words of a shell command: blanks part them, single quotes keep them together.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in command.replace("\\\n", " ").chars() {
        match c {
            '\'' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    words.extend(Some(word).filter(|w| !w.is_empty()));
    words
}

#[test]
fn the_curl_examples_of_the_api_page_are_answered() {
    let html = get("/api").text();
    let plain = |text: &str| {
        text.replace("&#34;", "\"")
            .replace("&#39;", "'")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#38;", "&")
    };
    let mut run = 0;
    for example in html.split("<code data-example=\"curl\">").skip(1) {
        let command = plain(example.split("</code>").next().unwrap());
        let words = words(&command);
        assert_eq!(words[..2], ["curl", "-fsS"], "{command}");
        let uri = words[2].split_once("127.0.0.1:8080").unwrap().1;
        let of = |flag: &str| {
            words
                .iter()
                .zip(&words[1..])
                .filter(|(f, _)| *f == flag)
                .map(|(_, v)| v.clone())
                .collect::<Vec<_>>()
        };
        let body = of("-d").pop();
        let mut request =
            Request::builder().method(if body.is_some() { "POST" } else { "GET" }).uri(uri);
        for header in of("-H") {
            let (name, value) = header.split_once(": ").unwrap();
            request = request.header(name, value);
        }
        let got = ask(router(), request.body(Body::from(body.unwrap_or_default())).unwrap());
        assert_eq!(got.status, 200, "{command}: {}", got.text());
        run += 1;
    }
    assert!(run >= 5, "{run} examples");
}

#[test]
fn the_api_page_names_every_operation_and_schema() {
    let html = get("/api").text();
    let document: Value = serde_json::from_str(park_service::openapi::document_text()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(html.contains(&format!("<code>{path}</code>")), "{path}");
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(html.contains(&format!("<code>{name}</code>")), "{name}");
    }
}

#[test]
fn the_report_is_there_in_every_form() {
    let forms: [(&str, &[u8]); 5] = [
        ("html", b"<!doctype html>"),
        ("docx", b"PK"),
        ("xlsx", b"PK"),
        ("csv", "\u{feff}".as_bytes()),
        ("json", b"{"),
    ];
    for (form, start) in forms {
        let got = get(&format!("/homogeneity/report?region=32&as={form}"));
        assert_eq!(got.status, 200, "{form}");
        assert!(got.bytes.starts_with(start), "{form}");
        assert!(got.header("content-disposition").contains(&format!("homogeneity.{form}")));
    }
    assert_eq!(get("/homogeneity/report?region=32&as=pdf").status, 404);
}
