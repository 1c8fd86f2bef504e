//! The legal screen over HTTP.

use serde_json::json;

use crate::store::post;

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
