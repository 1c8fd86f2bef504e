//! One park, by any of its ids, and what is near to it.

use crate::store::{get, get_en};

#[test]
fn any_id_answers_with_the_parks_own() {
    let got = get("/v1/parks/Z901");
    let park = got.json();
    assert_eq!((got.status, park["park_id"].as_str()), (200, Some("T01")));
    assert_eq!(park["same_as"], serde_json::json!(["Z901"]));
    assert_eq!(park["policies"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_unknown_id_is_a_problem_in_the_language_asked() {
    for uri in ["/v1/parks/nope", "/v1/parks/nope/similar", "/v1/homogeneity/parks/nope"] {
        let got = get_en(uri);
        assert_eq!((got.status, got.json()["code"].as_str()), (404, Some("not-found")), "{uri}");
        assert_eq!(got.header("content-language"), "en");
    }
    assert_eq!(get("/v1/parks/%ff").json()["code"], "invalid-input");
}

#[test]
fn similar_keeps_to_the_axis_and_the_limit() {
    let answer = get("/v1/parks/T02/similar?axis=industry_named&limit=1").json();
    let axes = answer["axes"].as_object().unwrap();
    assert_eq!(axes.keys().collect::<Vec<_>>(), ["industry_named"]);
    assert_eq!(axes["industry_named"]["parks"][0]["park"]["id"], "T03");
    assert_eq!(get("/v1/parks/T02/similar?axis=colour").status, 400);
    assert_eq!(get("/v1/parks/T02/similar?limit=101").status, 400);
}

#[test]
fn search_finds_and_refuses_with_a_place() {
    let answer = get("/v1/search?q=%E5%85%89%E4%BC%8F").json();
    assert_eq!(answer["total"], 2);
    assert!(answer["hits"][0]["highlights"][0]["html"].as_str().unwrap().contains("<b>"));
    for (uri, name) in [
        ("/v1/search", "q"),
        ("/v1/search?q=", "q"),
        ("/v1/search?q=a&limit=0", "limit"),
        ("/v1/search?q=a&cursor=zz", "cursor"),
        ("/v1/search?q=a&query=b", "query"),
    ] {
        let got = get(uri);
        assert_eq!(got.status, 400, "{uri}");
        assert_eq!(got.json()["errors"][0]["pointer"], name, "{uri}: {}", got.text());
    }
}
