//! A generation that is published meanwhile is picked up; tags follow it.

use std::sync::Arc;

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

#[test]
fn a_damaged_generation_is_looked_at_once_and_the_one_before_it_serves() {
    let (dir, open) = make(parks());
    let before = open.live();
    let fewer = parks().lines().take(4).collect::<Vec<_>>().join("\n");
    let mut registry = record(dir.path(), &fewer);
    let next = app::publish(dir.path(), &mut registry, None, &mut Vec::new()).unwrap();
    let manifest = dir.path().join("generations").join(next.generation).join("manifest.json");
    std::fs::write(manifest, "half").unwrap();
    assert!(!open.refresh().unwrap());
    let held = open.live();
    assert_eq!(held.id, before.id);
    assert!(!open.refresh().unwrap());
    assert!(Arc::ptr_eq(&held, &open.live()), "nothing is opened again");
}
