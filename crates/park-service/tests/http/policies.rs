//! The legal screen over HTTP.

use serde_json::json;

use crate::store::{get, post};

#[test]
fn clauses_are_screened_with_the_words_that_led_there() {
    let body = json!({ "clauses": [
        { "text": "企业所得税地方留成部分前三年全额返还。", "issued_on": "2019-05" },
        { "text": "首次认定为国家高新技术企业的，一次性奖励30万元。" }
    ] });
    let got = post("/v1/policies/screen", &body);
    assert_eq!(got.status, 200, "{}", got.text());
    let answer = got.json();
    assert_eq!((&answer["likely"], &answer["clear"]), (&json!(1), &json!(1)));
    let first = &answer["clauses"][0];
    assert_eq!(first["screen"], "likely");
    assert_eq!(first["existing_policy"], true);
    assert_eq!(first["findings"][0]["rule"], "T1");
    assert!(first["findings"][0]["article"].as_str().unwrap().contains("第10条"));
    assert!(!got.text().contains("违法"), "the screen never says more than review");
}

#[test]
fn what_cannot_be_screened_is_a_problem_with_its_place() {
    for (body, pointer) in [
        (json!({ "clauses": [] }), "/clauses"),
        (json!({ "clauses": [{ "text": " " }] }), "/clauses/0/text"),
        (json!({ "clauses": [{ "text": "奖励", "issued_on": "soon" }] }), "/clauses/0/issued_on"),
        (json!({ "clauses": [{ "text": "长".repeat(6000) }] }), "/clauses/0/text"),
    ] {
        let got = post("/v1/policies/screen", &body);
        assert_eq!(got.status, 400, "{}", got.text());
        assert_eq!(got.json()["errors"][0]["pointer"], pointer);
    }
    let unknown =
        post("/v1/policies/screen", &json!({ "clauses": [{ "text": "奖励", "when": "2020" }] }));
    assert_eq!(unknown.json()["code"], "unknown-field");
}

#[test]
fn clauses_become_money_year_by_year_with_their_clause() {
    let body = json!({ "project": "advanced-manufacturing", "park": "T01",
        "profile": { "industry": { "text": "光伏" }, "investment_10k_cny": 50000 } });
    let got = post("/v1/policies/simulate", &body);
    assert_eq!(got.status, 200, "{}", got.text());
    let answer = got.json();
    let clauses = answer["clauses"].as_array().unwrap();
    let state = |id: &str| {
        clauses
            .iter()
            .find(|c| c["clause_id"] == id)
            .map(|c| c["state"].as_str().unwrap().to_owned())
    };
    assert_eq!(state("P1").as_deref(), Some("counts"));
    assert_eq!(state("P2").as_deref(), Some("expired"));
    assert_eq!(state("P4"), None, "a clause of another province");
    let elsewhere = json!({ "project": "advanced-manufacturing", "park": "T04",
        "profile": { "industry": { "text": "光伏" }, "investment_10k_cny": 50000 } });
    let elsewhere = post("/v1/policies/simulate", &elsewhere).json();
    let price = elsewhere["clauses"].as_array().unwrap().iter().find(|c| c["clause_id"] == "P4");
    assert_eq!(price.unwrap()["state"], "price");
    // Half of a rent of 1,296 a year, for years that the text does not name: one year to ten.
    let (low, high) = {
        let v = &answer["money"]["value_10k_cny"];
        (v["low"].as_f64().unwrap(), v["high"].as_f64().unwrap())
    };
    assert!((low - 648.0 / 1.06).abs() < 1e-6, "{answer}");
    let years = (1.0 - 1.06_f64.powi(-10)) / 0.06;
    assert!((high - 648.0 * years).abs() < 1e-6, "{answer}");
    let flows = answer["money"]["by_year"].as_array().unwrap();
    let discounted: f64 = flows
        .iter()
        .map(|y| {
            let year = i32::try_from(y["year"].as_u64().unwrap()).unwrap();
            y["high"].as_f64().unwrap() / 1.06_f64.powi(year)
        })
        .sum();
    assert!((discounted - high).abs() < 1e-6, "the flows discount to the value");
}

#[test]
fn a_place_without_clauses_is_unknown_and_places_compare_without_one() {
    let nothing =
        post("/v1/policies/simulate", &json!({ "project": "logistics", "park": "T05" })).json();
    assert!(nothing["money"]["value_10k_cny"].is_null(), "{nothing}");
    let all = post("/v1/policies/simulate", &json!({ "project": "logistics" })).json();
    assert_eq!(all["places"][0]["place"]["park"]["id"], "T01", "{all}");
    assert!(all["money"].is_null());
}

#[test]
fn what_cannot_be_simulated_is_a_problem_with_its_place() {
    let profile = json!({ "industry": { "text": "光伏" } });
    for (body, status, pointer) in [
        (json!({}), 400, "/profile"),
        (json!({ "project": "moonbase" }), 400, "/project"),
        (json!({ "profile": profile, "region": "abc" }), 400, "/region"),
        (json!({ "profile": profile, "park": "T01", "region": "32" }), 400, "/region"),
        (json!({ "profile": profile, "figures": { "gold": 1.0 } }), 400, "/figures/gold"),
        (json!({ "profile": profile, "figures": { "rent": -1.0 } }), 400, "/figures/rent"),
    ] {
        let got = post("/v1/policies/simulate", &body);
        assert_eq!(got.status, status, "{}", got.text());
        assert_eq!(got.json()["errors"][0]["pointer"], pointer);
    }
    let unknown = post("/v1/policies/simulate", &json!({ "profile": profile, "park": "NONE" }));
    assert_eq!(unknown.status, 404);
    let field = post("/v1/policies/simulate", &json!({ "profile": profile, "rate": 1 }));
    assert_eq!(field.json()["code"], "unknown-field");
}

#[test]
fn clauses_are_listed_by_their_screen() {
    let all = get("/v1/policies").json();
    let no = get("/v1/policies?screen=no").json();
    let rest: u64 = ["likely", "possible"]
        .iter()
        .map(|level| get(&format!("/v1/policies?screen={level}")).json()["total"].as_u64().unwrap())
        .sum();
    assert_eq!(no["total"].as_u64().unwrap() + rest, all["total"].as_u64().unwrap());
    assert!(no["policies"].as_array().unwrap().iter().all(|p| p["screen"] == "no"));
    assert_eq!(get("/v1/policies?screen=maybe").status, 400);
}
