//! A generation that is published meanwhile is picked up; tags follow it.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use park_service::app::{self, Settings};
use park_service::http;

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
    app::publish(dir.path(), &mut registry, Settings::default(), &mut Vec::new()).unwrap();
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
    let next =
        app::publish(dir.path(), &mut registry, Settings::default(), &mut Vec::new()).unwrap();
    let manifest = dir.path().join("generations").join(next.generation).join("manifest.json");
    std::fs::write(manifest, "half").unwrap();
    assert!(!open.refresh().unwrap());
    let held = open.live();
    assert_eq!(held.id, before.id);
    assert!(!open.refresh().unwrap());
    assert!(Arc::ptr_eq(&held, &open.live()), "nothing is opened again");
}

/// Publishes parks of which one is internal.
fn publish_internal(store: &std::path::Path, name: &str) -> String {
    let rows = format!(
        "park_id,name,visibility,as_of\nT01,{name},public,2024\nT02,内部示例园区,internal,2024\n"
    );
    let mut registry = record(store, &rows);
    let said = &mut Vec::new();
    app::publish(store, &mut registry, Settings::default(), said).unwrap().generation
}

#[test]
fn public_rows_are_made_once_a_generation_and_follow_it() {
    let dir = tempfile::tempdir().unwrap();
    let first = publish_internal(dir.path(), "示例一园区");
    let open = app::App::open(dir.path(), &mut Vec::new()).unwrap();
    let public = open.public().unwrap();
    let ids = |live: &app::Live| -> Vec<String> {
        live.dataset().parks.iter().map(|p| p.id.to_string()).collect()
    };
    assert_eq!(
        (ids(&open.live()), ids(&public)),
        (vec!["T01".into(), "T02".into()], vec!["T01".into()])
    );
    // Published and not looked at yet: the open generation answers, and is not made again at every request.
    let second = publish_internal(dir.path(), "示例二园区");
    let again = open.public().unwrap();
    assert!(Arc::ptr_eq(&public, &again) && again.id.starts_with(&first));
    assert!(open.refresh().unwrap());
    assert!(open.public().unwrap().id.starts_with(&second));

    // More publishes than are kept between two looks: what is open goes on, and what it lacks is followed.
    let open = app::App::open(dir.path(), &mut Vec::new()).unwrap();
    let held = open.live();
    let last =
        ["三", "四", "五", "六"].map(|n| publish_internal(dir.path(), &format!("示例{n}园区")));
    assert!(!dir.path().join("generations").join(&held.id).exists());
    assert_eq!(ids(&open.live()), ["T01", "T02"]);
    let router = http::router(Arc::new(app::App::open(dir.path(), &mut Vec::new()).unwrap()));
    assert_eq!(get(&router, "/v1/search?q=%E7%A4%BA%E4%BE%8B", "", "zh").status, 200);
    assert!(open.public().unwrap().id.starts_with(&last[3]));
}
