//! A generation that is published meanwhile is picked up; tags follow it.

use axum::body::Body;
use axum::http::Request;
use park_service::{app, http};

use crate::store::{Got, ask, make, parks, record};

fn get(router: &axum::Router, uri: &str, held: &str, lang: &str) -> Got {
    let request = Request::get(uri).header("if-none-match", held).header("accept-language", lang);
    ask(router.clone(), request.body(Body::empty()).unwrap())
}

#[test]
fn tags_last_as_long_as_their_generation_and_language() {
    let (dir, open) = make(parks());
    let router = http::router(open.clone());
    let first = get(&router, "/v1/parks", "\"none\"", "zh");
    let tag = first.header("etag").to_owned();
    assert_eq!(first.status, 200);
    let held = get(&router, "/v1/parks", &tag, "zh");
    assert_eq!((held.status, held.bytes.len(), held.header("etag")), (304, 0, tag.as_str()));
    assert_eq!(get(&router, "/v1/parks", &tag, "en").status, 200);

    let fewer = parks().lines().take(4).collect::<Vec<_>>().join("\n");
    let mut registry = record(dir.path(), &fewer);
    app::publish(dir.path(), &mut registry, None, &mut Vec::new()).unwrap();
    assert_eq!(get(&router, "/v1/parks", &tag, "zh").status, 304);
    assert!(open.refresh().unwrap());
    let swapped = get(&router, "/v1/parks", &tag, "zh");
    assert_eq!((swapped.status, &swapped.json()["total"]), (200, &3.into()));
    assert_ne!(swapped.header("etag"), tag);
}
