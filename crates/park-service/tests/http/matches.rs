//! A ranking is kept for a day under its id.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::store::{Got, ask, get, post, router};

fn delete(uri: &str) -> Got {
    ask(router(), Request::delete(uri).body(Body::empty()).unwrap())
}

#[test]
fn a_result_is_kept_byte_for_byte_until_it_is_deleted() {
    let ranked = post("/v1/matches", &json!({ "industry": { "text": "光伏组件" }, "limit": 2 }));
    assert_eq!(ranked.status, 200, "{}", ranked.text());
    assert_eq!(ranked.json()["considered"], 5);
    let uri = format!("/v1/matches/{}", ranked.json()["result_id"].as_str().unwrap());
    let kept = get(&uri);
    assert_eq!((kept.status, &kept.bytes), (200, &ranked.bytes));
    assert_eq!(delete(&uri).status, 204);
    assert_eq!(delete(&uri).status, 404);
    let gone = get(&uri);
    assert_eq!((gone.status, gone.json()["code"].as_str()), (404, Some("not-found")));
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let body = json!({ "industry": { "text": "化工新材料" } });
    assert_eq!(post("/v1/matches", &body).bytes, post("/v1/matches", &body).bytes);
}

#[test]
fn faults_of_a_profile_have_their_pointer() {
    for (body, status, code, pointer) in [
        (json!({}), 400, "invalid-input", "/industry"),
        (
            json!({ "industry": { "text": "光伏", "colour": 1 } }),
            400,
            "unknown-field",
            "/industry/colour",
        ),
        (json!({ "industry": { "codes": ["9999"] } }), 422, "unknown-code", "/industry/codes/0"),
        (json!({ "industry": { "text": "光伏" }, "limit": 0 }), 400, "invalid-input", "/limit"),
        (json!({ "industry": { "text": "光伏" }, "limit": "x" }), 400, "invalid-input", "/limit"),
        (
            json!({ "industry": { "text": "光伏" }, "weights": { "industry": 0 } }),
            422,
            "no-weight",
            "/weights",
        ),
        (
            json!({ "industry": { "text": "光伏" }, "musts": [{ "criterion": "x", "op": ">=", "value": 1 }] }),
            400,
            "invalid-input",
            "/musts/0/criterion",
        ),
    ] {
        let got = post("/v1/matches", &body);
        assert_eq!(got.status, status, "{body}: {}", got.text());
        let problem = got.json();
        assert_eq!(problem["code"], code, "{body}");
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body}");
    }
}

#[test]
fn a_compare_names_the_parks_it_cannot_find() {
    let profile = json!({ "industry": { "text": "光伏" } });
    let got = post("/v1/compare", &json!({ "profile": profile, "parks": ["T01", "nope"] }));
    assert_eq!(got.status, 404, "{}", got.text());
    let none = post("/v1/compare", &json!({ "profile": profile, "parks": [] }));
    assert_eq!((none.status, none.json()["errors"][0]["pointer"].as_str()), (400, Some("/parks")));
}
