//! A profile on the real parks: the promises of a ranking.

use std::path::Path;

use serde_json::{Value, json};

use crate::store::{app, dir, json as run_json};

fn profile(folder: &Path, body: &Value) -> String {
    let path = folder.join("profile.json");
    std::fs::write(&path, body.to_string()).unwrap();
    path.display().to_string()
}

fn ranked(body: &Value) -> Value {
    let _ = app();
    let folder = tempfile::tempdir().unwrap();
    let path = profile(folder.path(), body);
    run_json(dir(), &["match", "--profile", &path, "--json"])
}

fn sum(list: &Value, key: &str) -> f64 {
    list.as_array().unwrap().iter().filter_map(|r| r[key].as_f64()).sum()
}

fn full() -> Value {
    json!({
        "name": "正极材料二期",
        "industry": { "text": "磷酸铁锂正极材料", "codes": ["3985"] },
        "chain": { "name": "锂电池", "stage": "upstream" },
        "investment_10k_cny": 50000, "jobs": 300, "start_by": "2027-06",
        "land": { "kind": "land", "area_mu": { "min": 80, "max": 120 } },
        "utilities": { "power_mw": 40, "water_t_per_day": 3000, "steam_t_per_hour": 20, "hazardous_waste": true },
        "level": ["national"], "kind": ["economic", "high-tech"],
        "location": { "regions": ["32", "3301"],
                      "near": [{ "label": "客户", "longitude": 118.8, "latitude": 32.0, "within_km": 150 }] },
        "weights": { "industry": 0.4, "cost": 0.2 }, "incentives": "exclude", "limit": 20
    })
}

#[test]
fn a_score_is_the_sum_of_its_reasons() {
    for body in [full(), json!({ "industry": { "text": "白酒" } })] {
        let answer = ranked(&body);
        let matches = answer["matches"].as_array().unwrap();
        assert!(!matches.is_empty());
        for m in matches {
            let (score, reach) = (m["score"].as_f64().unwrap(), m["could_reach"].as_f64().unwrap());
            assert!((score - sum(&m["because"], "adds")).abs() < 1e-9);
            assert!((reach - score - sum(&m["unknown"], "could_add")).abs() < 1e-9);
            for reason in m["because"].as_array().unwrap() {
                let product = reason["weight"].as_f64().unwrap() * reason["fit"].as_f64().unwrap();
                assert!((product - reason["adds"].as_f64().unwrap()).abs() < 1e-9);
                assert!(!reason["words"].as_str().unwrap().is_empty());
            }
            let range = m["rank_range"].as_array().unwrap();
            assert!(range[0].as_u64() <= range[1].as_u64());
        }
        let weights: f64 = answer["profile"]["weights"]
            .as_object()
            .unwrap()
            .values()
            .filter_map(Value::as_f64)
            .sum();
        assert!((weights - 1.0).abs() < 1e-9);
        let facets: u64 =
            answer["facets"]["level"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!(Some(facets), answer["eligible"].as_u64());
    }
}

#[test]
fn the_same_request_gives_the_same_bytes_and_a_limit_changes_no_score() {
    let (a, b) = (ranked(&full()), ranked(&full()));
    assert_eq!(a.to_string(), b.to_string());
    let mut longer = full();
    longer["limit"] = json!(200);
    let longer = ranked(&longer);
    for (short, long) in
        a["matches"].as_array().unwrap().iter().zip(longer["matches"].as_array().unwrap())
    {
        assert_eq!(short, long);
    }
}

#[test]
fn an_unknown_code_and_a_wrong_limit_are_refused_with_their_place() {
    let _ = app();
    let folder = tempfile::tempdir().unwrap();
    for (body, what) in [
        (json!({ "industry": { "codes": ["9999"] } }), "/industry/codes/0"),
        (json!({ "industry": { "text": "白酒" }, "limit": 0 }), "/limit"),
        (json!({ "industry": { "text": "白酒" }, "colour": "red" }), "colour"),
        (json!({ "industry": {} }), "/industry"),
    ] {
        let path = profile(folder.path(), &body);
        let (exit, out, err) = crate::store::parkwise(dir(), &["match", "--profile", &path]);
        assert_eq!((exit, out.as_str()), (park_service::cli::Exit::CouldNot, ""));
        assert!(err.contains(what), "{err}");
    }
}
