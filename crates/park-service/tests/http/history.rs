//! What changed of a park, over HTTP and on the command line.

use axum::body::Body;
use axum::http::Request;
use park_service::http;

use crate::doctor::parkwise;
use crate::store::{ask, get, make, parks};

#[test]
fn a_change_is_told_with_its_time_and_file() {
    let (dir, app) = make(parks());
    let mine = dir.path().join("mine");
    std::fs::create_dir(&mine).unwrap();
    let rows = "park_id,name,city\nT01,甲市经济技术开发区,昆山市\nN01,新设示例园区,\n";
    std::fs::write(mine.join("parks.csv"), rows).unwrap();
    let path = mine.display().to_string();
    let (code, out, err) = parkwise(dir.path(), &["import", &path]);
    assert_eq!(code, 0, "{out}{err}");

    let router = http::router(app);
    let asked = |uri: &str| {
        let got = ask(router.clone(), Request::get(uri).body(Body::empty()).unwrap());
        assert_eq!((got.status, got.header("cache-control")), (200, "no-store"), "{uri}");
        got.json()
    };
    let all = asked("/v1/parks/Z901/history");
    assert_eq!((&all["park_id"], all["total"].as_u64()), (&"T01".into(), Some(4)), "{all}");
    let change = &all["changes"][0];
    assert_eq!((&change["change"], &change["layer"]), (&"hides-bundled".into(), &"own".into()));
    assert!(change["origin"].as_str().unwrap().ends_with("parks.csv"), "{change}");
    let city = change["cells"].as_array().unwrap().iter().find(|c| c["column"] == "city").unwrap();
    assert_eq!((&city["old"], &city["new"]), (&"苏州市".into(), &"昆山市".into()));
    // What is imported and not published has a history already.
    let fresh = asked("/v1/parks/N01/history");
    assert_eq!((fresh["name"].is_null(), &fresh["changes"][0]["change"]), (true, &"added".into()));

    let first = asked("/v1/parks/T01/history?limit=1");
    let next = first["next"].as_str().unwrap();
    let second = asked(&format!("/v1/parks/T01/history?limit=3&cursor={next}"));
    assert_eq!(second["changes"].as_array().map(Vec::len), Some(3));
    assert_eq!(second["next"].as_str(), None);

    let (code, out, _) = parkwise(dir.path(), &["park", "T01", "--history"]);
    assert_eq!(code, 0);
    assert!(out.contains("以自有行替代自带行") && out.contains("city: 苏州市 → 昆山市"), "{out}");
    let (_, out, _) = parkwise(dir.path(), &["park", "T01", "--history", "--json"]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap(), all);
    assert_eq!(get("/v1/parks/nope/history").status, 404);
    assert_eq!(get("/v1/parks/T01/history?limit=0").status, 400);
}
