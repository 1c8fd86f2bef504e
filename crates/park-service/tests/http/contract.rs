//! The document says what the service does.

use expect_test::expect_file;
use serde_json::Value;

use crate::store::{get, post};

#[test]
fn the_document_is_the_expected_one() {
    expect_file!["../expected/openapi.json"].assert_eq(park_service::openapi::document_text());
}

#[test]
fn the_document_is_served_with_a_tag() {
    let got = get("/openapi.json");
    assert_eq!((got.status, got.header("content-type")), (200, "application/json"));
    assert!(got.header("etag").starts_with("W/\""));
    assert_eq!(got.text(), park_service::openapi::document_text());
}

#[test]
fn every_documented_get_without_an_id_is_answered() {
    let document: Value = serde_json::from_str(park_service::openapi::document_text()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(operation) = item.get("get").filter(|_| !path.contains('{')) else { continue };
        let required: Vec<String> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|p| p["required"] == true)
            .map(|p| format!("{}=%E8%8A%AF%E7%89%87", p["name"].as_str().unwrap()))
            .collect();
        let got = get(&format!("{path}?{}", required.join("&")));
        assert_eq!(got.status, 200, "{path}: {}", got.text());
    }
}

/// Enough of JSON Schema to say that an answer has the documented properties and types.
fn check(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = document.pointer(name.trim_start_matches('#')).expect(name);
        return check(document, target, value, at);
    }
    if let Some(one_of) = schema["oneOf"].as_array() {
        let null = one_of.iter().any(|s| s["type"] == "null");
        if value.is_null() {
            assert!(null, "{at} is null");
            return;
        }
        let real: Vec<&Value> = one_of.iter().filter(|s| s["type"] != "null").collect();
        if let [one] = real.as_slice() {
            check(document, one, value, at);
        }
        return;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let fits = |t: &Value| *t == kind || (*t == "number" && kind == "integer");
    if let Some(types) = schema["type"].as_array() {
        assert!(types.iter().any(fits), "{at} is {kind}, not {types:?}");
    } else if !schema["type"].is_null() {
        assert!(fits(&schema["type"]), "{at} is {kind}, not {}", schema["type"]);
    }
    if let (Some(known), Some(given)) = (schema["properties"].as_object(), value.as_object()) {
        for name in given.keys() {
            assert!(known.contains_key(name), "{at}/{name} is not documented");
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(given.contains_key(name.as_str().unwrap()), "{at} has no {name}");
        }
        for (name, inner) in given {
            check(document, &known[name], inner, &format!("{at}/{name}"));
        }
    }
    for (i, inner) in value.as_array().into_iter().flatten().enumerate() {
        check(document, &schema["items"], inner, &format!("{at}/{i}"));
    }
}

#[test]
fn answers_are_as_documented() {
    let document: Value = serde_json::from_str(park_service::openapi::document_text()).unwrap();
    let of = |path: &str, method: &str, status: &str, media: &str| {
        document["paths"][path][method]["responses"][status]["content"][media]["schema"].clone()
    };
    let json = "application/json";
    for (path, uri) in [
        ("/v1/parks", "/v1/parks?limit=2"),
        ("/v1/parks/{id}/similar", "/v1/parks/T02/similar"),
        ("/v1/search", "/v1/search?q=%E5%85%89%E4%BC%8F"),
        ("/v1/criteria", "/v1/criteria"),
        ("/v1/industries", "/v1/industries?text=%E5%85%89%E4%BC%8F%E7%BB%84%E4%BB%B6"),
        ("/v1/homogeneity", "/v1/homogeneity"),
        ("/v1/homogeneity/pairs", "/v1/homogeneity/pairs"),
        ("/v1/homogeneity/groups", "/v1/homogeneity/groups"),
        ("/v1/homogeneity/parks/{id}", "/v1/homogeneity/parks/T02"),
        ("/v1/policies", "/v1/policies"),
        ("/healthz", "/healthz"),
        ("/readyz", "/readyz"),
    ] {
        let got = get(uri);
        assert_eq!(got.status, 200, "{uri}: {}", got.text());
        check(&document, &of(path, "get", "200", json), &got.json(), uri);
    }
    let profile = serde_json::json!({
        "industry": { "text": "光伏组件" },
        "musts": [{ "criterion": "approved_area_ha", "op": ">=", "value": 1000 },
                  { "criterion": "power_mw", "op": ">=", "value": 40 }]
    });
    let ranked = post("/v1/matches", &profile);
    assert_eq!(ranked.status, 200, "{}", ranked.text());
    check(&document, &of("/v1/matches", "post", "200", json), &ranked.json(), "matches");
    let body = serde_json::json!({ "profile": profile, "parks": ["T01", "T02"] });
    let compared = post("/v1/compare", &body);
    assert_eq!(compared.status, 200, "{}", compared.text());
    check(&document, &of("/v1/compare", "post", "200", json), &compared.json(), "compare");
    let refused = get("/v1/parks?limit=0");
    let problem = of("/v1/parks", "get", "400", "application/problem+json");
    check(&document, &problem, &refused.json(), "problem");
}
