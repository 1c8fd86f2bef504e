//! Directions of a park, plans of a region, what-ifs and judgements.

use axum::body::Body;
use axum::http::Request;
use park_domain::{Interner, Table};
use park_registry::{Origin, Registry};
use park_service::keys::KeyKind;
use park_service::{app, http};
use serde_json::{Value, json};

use crate::keys::key;
use crate::store::{ask, get, get_en, make, parks, post};

fn near(a: &Value, b: f64) -> bool {
    (a.as_f64().unwrap() - b).abs() < 1e-9
}

#[test]
fn a_direction_is_the_sum_of_its_parts_and_says_what_is_not_known() {
    let answer = get("/v1/parks/T02/directions?limit=50").json();
    let directions = answer["directions"].as_array().unwrap();
    assert!(directions.len() > 5 && answer["total"] == directions.len());
    for d in directions.iter().chain(answer["to_verify"].as_array().unwrap()) {
        let adds: f64 =
            d["because"].as_array().unwrap().iter().map(|p| p["adds"].as_f64().unwrap()).sum();
        assert!(near(&d["score"], adds), "{d}");
        for part in d["because"].as_array().unwrap() {
            let fact = part["fact"].as_f64().unwrap_or(0.0);
            let sign = if part["part"] == "crowded" { -1.0 } else { 1.0 };
            assert!(near(&part["adds"], sign * part["weight"].as_f64().unwrap() * fact), "{part}");
        }
        assert!(!answer["has"].as_array().unwrap().contains(&d["industry"]));
    }
    let scores: Vec<f64> = directions.iter().map(|d| d["score"].as_f64().unwrap()).collect();
    assert!(scores.windows(2).all(|w| w[0] >= w[1]));
    // Without firms the counterfactual is of what it names; chemicals wait for an answer; tobacco is closed.
    assert_eq!(directions[0]["counterfactual"]["basis"], "named");
    assert!(answer["missing"][0].as_str().unwrap().contains("企业计数"));
    assert!(answer["note"].as_str().unwrap().contains("不是预测"));
    let verify = answer["to_verify"].as_array().unwrap();
    let chemicals = verify.iter().find(|d| d["industry"] == "26").unwrap();
    assert_eq!(chemicals["ask"].as_array().unwrap().len(), 2);
    assert_eq!(answer["closed"][0]["industry"], "16");
    let english = get_en("/v1/parks/T02/directions?limit=2").json();
    assert!(english["note"].as_str().unwrap().contains("not a forecast"));
    let codes = |a: &Value| -> Vec<Value> {
        let list = a["directions"].as_array().unwrap();
        list.iter().take(2).map(|d| d["industry"].clone()).collect()
    };
    assert_eq!(codes(&english), codes(&answer));
    // Any id of a park is good.
    assert_eq!(get("/v1/parks/Z901/directions").json()["park"]["id"], "T01");
}

#[test]
fn directions_that_cannot_be_given_are_refused_in_place() {
    assert_eq!(get("/v1/parks/nope/directions").status, 404);
    for (bad, pointer) in [("limit=0", "limit"), ("limit=51", "limit"), ("colour=red", "colour")] {
        let got = get(&format!("/v1/parks/T02/directions?{bad}"));
        assert_eq!((got.status, &got.json()["errors"][0]["pointer"]), (400, &json!(pointer)));
    }
}

#[test]
fn a_park_of_which_nothing_is_known_gets_no_guess() {
    let row = "T06,己园,provincial,economic,320500,江苏省,苏州市,,,,,2018-02,示例\n";
    let (_dir, app) = make(&format!("{}{row}", parks()));
    let uri = "/v1/parks/T06/directions";
    let got = ask(http::router(app), Request::get(uri).body(Body::empty()).unwrap()).json();
    assert_eq!((&got["directions"], &got["to_verify"]), (&json!([]), &json!([])));
    assert_eq!(got["peers"], Value::Null);
    assert!(got["missing"][0].as_str().unwrap().contains("leading_industries"));
}

#[test]
fn the_page_of_a_park_shows_its_directions() {
    let page = get("/parks/T02").text();
    assert!(page.contains("差异化方向") && page.contains("不是预测"), "{page}");
    assert!(get_en("/parks/T02").text().contains("not a forecast"));
}

#[test]
fn a_plan_is_bounded_and_its_rules_hold() {
    let free = post("/v1/plan", &json!({ "region": "32" })).json();
    let total = |name: &str| free[name].as_f64().unwrap();
    assert_eq!((&free["parks"].as_array().unwrap().len(), &free["pairs"]), (&3, &json!(3)));
    assert!(total("total_bound") <= total("total_planned") + 1e-12);
    assert!(total("total_planned") <= total("total_now") + 1e-12);
    assert!(total("total_planned") <= total("total_separate") + 1e-12);
    assert_eq!((&free["exact"], &free["gap_share"]), (&json!(true), &json!(0.0)));
    let rules = json!({
        "region": "320000", "max_per_industry": 1, "forbid": [{ "industry": "37" }],
        "fix": [{ "park": "Z901", "industry": null }, { "park": "T03", "industry": "27" }],
    });
    let ruled = post("/v1/plan", &rules).json();
    let takes = |id: &str| {
        let all = ruled["parks"].as_array().unwrap();
        all.iter().find(|p| p["park"] == id).unwrap()["takes"].clone()
    };
    assert_eq!((takes("T01"), takes("T03")), (Value::Null, json!("27")));
    assert!(ruled["parks"].as_array().unwrap().iter().all(|p| p["takes"] != "37"));
    let fixes = ruled["fixes"].as_array().unwrap();
    assert_eq!((fixes.len(), &fixes[0]["park"]), (2, &json!("T01")));
    assert!(fixes.iter().all(|f| f["cost"].as_f64().unwrap() >= 0.0));
    // The same again, byte for byte.
    assert_eq!(post("/v1/plan", &rules).text(), post("/v1/plan", &rules).text());
}

#[test]
fn rules_of_a_plan_that_do_not_fit_are_pointed_at() {
    for (body, status, pointer) in [
        (json!({}), 400, "/region"),
        (json!({ "region": "3" }), 400, "/region"),
        (json!({ "region": "11" }), 400, "/region"),
        (json!({ "region": "32", "density_floor": 2 }), 400, "/density_floor"),
        (json!({ "region": "32", "basis": "jobs" }), 400, "/basis"),
        (
            json!({ "region": "32", "fix": [{ "park": "T04", "industry": null }] }),
            400,
            "/fix/0/park",
        ),
        (json!({ "region": "32", "forbid": [{ "industry": "3985" }] }), 422, "/forbid/0/industry"),
        (json!({ "region": "32", "cooperate": [["T01", "T01"]] }), 400, "/cooperate/0/1"),
        (json!({ "region": "32", "colour": 1 }), 400, "/colour"),
    ] {
        let got = post("/v1/plan", &body);
        let problem = got.json();
        assert_eq!(
            (got.status, &problem["errors"][0]["pointer"]),
            (status, &json!(pointer)),
            "{problem}"
        );
    }
    let nobody = json!({ "region": "32", "fix": [{ "park": "nope", "industry": null }] });
    assert_eq!(post("/v1/plan", &nobody).status, 404);
}

#[test]
fn a_what_if_moves_the_indices_and_saves_nothing() {
    let before = get("/v1/parks/T01").json();
    let body = json!({ "changes": [{
        "park": "Z901",
        "named": { "add": ["光伏"], "remove": ["装备制造"] },
        "firms": { "add": [{ "industry": "38", "firms": 40 }, { "industry": "13", "firms": 10 }] },
        "policies": { "add": ["R&D"] },
    }] });
    let got = post("/v1/homogeneity/what-if", &body);
    let answer = got.json();
    assert_eq!((got.status, &answer["saved"]), (200, &json!(false)), "{answer}");
    // The province of the first park, when no region is asked for.
    assert_eq!(answer["peer_set"]["region"], "32");
    let park = &answer["parks"][0];
    assert_eq!(park["park"], "T01");
    let named = &park["axes"]["industry_named"]["mean_similarity"];
    assert!(named["after"].as_f64().unwrap() > named["before"].as_f64().unwrap(), "{named}");
    // 40 of 50 firms in one division: HHI = 0.8² + 0.2².
    assert_eq!(park["indices"]["hhi"]["before"], Value::Null);
    assert!(near(&park["indices"]["hhi"]["after"], 0.68));
    assert!(near(&park["indices"]["firms"]["after"], 50.0));
    let pairs = answer["pairs"].as_array().unwrap();
    let moved = pairs.iter().find(|p| p["axis"] == "industry_named" && p["b"] == "T02").unwrap();
    assert!(moved["similarity"]["after"].as_f64() > moved["similarity"]["before"].as_f64());
    // What was not changed is as similar as before.
    let others = pairs.iter().filter(|p| p["a"] != "T01" && p["b"] != "T01");
    assert!(others.clone().all(|p| p["similarity"]["before"] == p["similarity"]["after"]));
    assert_eq!(get("/v1/parks/T01").json(), before);
}

#[test]
fn changes_that_change_nothing_are_pointed_at() {
    let of = |change: Value| json!({ "region": "32", "changes": [change] });
    for (body, status, pointer) in [
        (json!({ "changes": [] }), 400, "/changes"),
        (of(json!({ "park": "T01" })), 400, "/changes/0"),
        (
            of(json!({ "park": "T01", "named": { "remove": ["纺织"] } })),
            400,
            "/changes/0/named/remove/0",
        ),
        (
            of(json!({ "park": "T01", "named": { "add": ["电子信息"] } })),
            400,
            "/changes/0/named/add/0",
        ),
        (
            of(json!({ "park": "T01", "firms": { "remove": ["13"] } })),
            400,
            "/changes/0/firms/remove/0",
        ),
        (
            of(json!({ "park": "T01", "firms": { "add": [{ "industry": "99999", "firms": 1 }] } })),
            422,
            "/changes/0/firms/add/0/industry",
        ),
        (
            of(json!({ "park": "T01", "firms": { "add": [{ "industry": "13", "firms": -1 }] } })),
            400,
            "/changes/0/firms/add/0/firms",
        ),
        (
            of(json!({ "park": "T01", "policies": { "add": ["gift"] } })),
            400,
            "/changes/0/policies/add/0",
        ),
        (of(json!({ "park": "T04", "named": { "add": ["光伏"] } })), 400, "/changes/0/park"),
    ] {
        let got = post("/v1/homogeneity/what-if", &body);
        let problem = got.json();
        assert_eq!(
            (got.status, &problem["errors"][0]["pointer"]),
            (status, &json!(pointer)),
            "{problem}"
        );
    }
    let gone = of(json!({ "park": "T01", "named": { "remove": ["纺织"] } }));
    let hint = post("/v1/homogeneity/what-if", &gone).json()["errors"][0]["hint"].clone();
    assert!(hint.as_str().unwrap().contains("电子信息"), "{hint}");
}

#[test]
fn a_judgement_stands_beside_the_computed_verdict_until_the_data_change() {
    let (dir, open) = make(parks());
    let router = http::router(open.clone());
    let send = |method: &str, uri: &str, body: &Value| {
        let request =
            Request::builder().method(method).uri(uri).header("content-type", "application/json");
        ask(router.clone(), request.body(Body::from(body.to_string())).unwrap())
    };
    let report = || send("GET", "/v1/homogeneity?region=32", &Value::Null);
    let tag = report().header("etag").to_owned();
    assert_eq!((report().json()["judgements"].clone(), tag.is_empty()), (json!([]), false));
    let body = json!({ "parks": ["T03", "T02"], "verdict": "complement", "reason": "上下游关系" });
    let kept = send("POST", "/v1/homogeneity/judgements", &body);
    assert_eq!(kept.status, 200, "{}", kept.text());
    let shown = report();
    // Judgements come and go within a generation, so this answer has no tag of it.
    assert_eq!(shown.header("etag"), "");
    let judged = shown.json()["judgements"][0].clone();
    assert_eq!(
        (&judged["verdict"], &judged["parks"][0]["id"]),
        (&json!("complement"), &json!("T02"))
    );
    assert!(judged["computed"]["industry_named"]["verdict"].is_string(), "{judged}");
    assert_eq!(judged["data_changed"], json!([]));

    // What a park names changes: the judgement stays and says so.
    let text = "park_id,name,level,region_code,leading_industries\nT03,丙县经济开发区,provincial,320400,纺织\n";
    let rows = park_import::import_bytes(
        Table::Parks,
        "parks.csv",
        text.as_bytes(),
        &mut Interner::default(),
    );
    let mut registry = Registry::open(dir.path()).unwrap();
    let origin = Origin { name: "来函".to_owned(), at: app::now(), hash: None };
    registry.record(&origin, &rows.records).unwrap();
    app::publish(dir.path(), &mut registry, app::Settings::default(), &mut Vec::new()).unwrap();
    assert!(open.refresh().unwrap());
    let judged = report().json()["judgements"][0].clone();
    assert_eq!(judged["data_changed"], json!(["T03"]));
    assert!(
        judged["changes"].as_array().unwrap().iter().any(|c| c["table"] == "parks"),
        "{judged}"
    );

    // The newest of a set holds; a withdrawn one leaves the report and stays in the log.
    let back = json!({ "parks": ["T02", "T03"], "verdict": "withdrawn", "reason": "重新研究" });
    assert_eq!(send("POST", "/v1/homogeneity/judgements", &back).status, 200);
    assert_eq!(report().json()["judgements"], json!([]));
    let log = send("GET", "/v1/homogeneity/judgements", &Value::Null).json();
    let holds: Vec<&Value> =
        log["judgements"].as_array().unwrap().iter().map(|j| &j["holds"]).collect();
    assert_eq!(holds, [true, false]);
    for (bad, pointer) in [
        (json!({ "parks": ["T02"], "verdict": "twin", "reason": "x" }), "/parks"),
        (json!({ "parks": ["T02", "T03"], "verdict": "same", "reason": "x" }), "/verdict"),
        (json!({ "parks": ["T02", "T03"], "verdict": "twin", "reason": " " }), "/reason"),
    ] {
        let got = send("POST", "/v1/homogeneity/judgements", &bad);
        assert_eq!((got.status, &got.json()["errors"][0]["pointer"]), (400, &json!(pointer)));
    }
}

#[test]
fn judgements_are_not_for_a_key_that_stands_in_a_page() {
    let (dir, open) = make(parks());
    let (publishable, secret) =
        (key(&dir, KeyKind::Publishable, 100), key(&dir, KeyKind::Secret, 100));
    let body = json!({ "parks": ["T02"], "verdict": "feedback", "reason": "数据有误" }).to_string();
    let send = |key: &str, origin: Option<&str>, method: &str, uri: &str| {
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header("host", "parks.example")
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {key}"));
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        ask(http::router(open.clone()), request.body(Body::from(body.clone())).unwrap())
    };
    let uri = "/v1/homogeneity/judgements";
    assert_eq!(send(&secret, None, "POST", uri).status, 200);
    assert_eq!(send(&secret, None, "GET", uri).status, 200);
    let page = Some("https://portal.example");
    for method in ["GET", "POST"] {
        assert_eq!(send(&publishable, page, method, uri).status, 403, "{method}");
    }
    let report = send(&publishable, page, "GET", "/v1/homogeneity?region=32").json();
    assert_eq!(report["judgements"], json!([]));
    assert_eq!(
        send(&secret, None, "GET", "/v1/homogeneity?region=32").json()["judgements"][0]["verdict"],
        "feedback"
    );
}

#[test]
fn the_trend_has_its_steps_and_says_what_it_cannot_say() {
    let answer = get("/v1/homogeneity/trend?region=32").json();
    assert_eq!(answer["steps"].as_array().unwrap().len(), 7);
    // No firms in this store: nothing is made up.
    assert!(answer["steps"].as_array().unwrap().iter().all(|s| s["similarity_same"].is_null()));
    assert_eq!((&answer["parks"], &answer["same_from"]), (&json!(0), &Value::Null));
    assert!(answer["caveats"].as_array().unwrap().len() >= 4);
    let got = get("/v1/homogeneity/trend?region=3x");
    assert_eq!((got.status, &got.json()["errors"][0]["pointer"]), (400, &json!("region")));
}
