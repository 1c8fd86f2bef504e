//! Lists: filters, pages, cursors.

use serde_json::Value;

use crate::store::get;

fn ids(page: &Value, list: &str, id: &str) -> Vec<String> {
    let rows = page[list].as_array().unwrap();
    rows.iter().map(|r| r[id].as_str().unwrap().to_owned()).collect()
}

#[test]
fn parks_are_filtered() {
    for (query, want) in [
        ("", vec!["T01", "T02", "T03", "T04", "T05"]),
        ("level=national", vec!["T01", "T02"]),
        ("kind=chemical", vec!["T05"]),
        ("region=32", vec!["T01", "T02", "T03"]),
        ("region=3302&level=provincial", vec!["T05"]),
        ("status=revoked", vec![]),
    ] {
        let page = get(&format!("/v1/parks?{query}")).json();
        assert_eq!(ids(&page, "parks", "park_id"), want, "{query}");
        assert_eq!(page["total"], want.len(), "{query}");
    }
    for bad in ["level=x", "kind=x", "region=3", "region=3x", "status=x", "limit=201", "colour=red"]
    {
        assert_eq!(get(&format!("/v1/parks?{bad}")).status, 400, "{bad}");
    }
}

#[test]
fn pages_follow_each_other_and_a_cursor_stays_with_its_list() {
    let first = get("/v1/parks?limit=2").json();
    let cursor = first["next"].as_str().unwrap();
    let second = get(&format!("/v1/parks?limit=2&cursor={cursor}")).json();
    assert_eq!(ids(&second, "parks", "park_id"), ["T03", "T04"]);
    let last = second["next"].as_str().unwrap();
    let third = get(&format!("/v1/parks?limit=2&cursor={last}")).json();
    assert_eq!(ids(&third, "parks", "park_id"), ["T05"]);
    assert!(third.get("next").is_none());
    for other in [
        "/v1/parks?level=national&cursor=",
        "/v1/policies?cursor=",
        "/v1/homogeneity/pairs?cursor=",
    ] {
        let got = get(&format!("{other}{cursor}"));
        assert_eq!((got.status, got.json()["code"].as_str()), (400, Some("bad-cursor")), "{other}");
    }
}

#[test]
fn policies_of_a_park_hold_those_of_its_regions_and_say_which_count() {
    let page = get("/v1/policies?park=Z901").json();
    assert_eq!(ids(&page, "policies", "clause_id"), ["P1", "P2", "P3"]);
    let counts: Vec<bool> =
        page["policies"].as_array().unwrap().iter().map(|p| p["counts"] == true).collect();
    assert_eq!(counts, [true, false, true]);
    let prices = get("/v1/policies?region=33").json();
    assert_eq!(
        (prices["policies"][0]["role"].as_str(), &prices["policies"][0]["counts"]),
        (Some("price"), &Value::Bool(false))
    );
    assert_eq!(ids(&get("/v1/policies?instrument=R%26D").json(), "policies", "clause_id"), ["P3"]);
    assert_eq!(get("/v1/policies?park=nope").status, 404);
}

#[test]
fn pairs_and_groups_are_paged_on_one_axis() {
    let first = get("/v1/homogeneity/pairs?axis=industry_named&limit=1").json();
    assert_eq!(first["axis"], "industry_named");
    assert_eq!(first["pairs"].as_array().map(Vec::len), Some(1));
    let mut total = 1;
    let mut next = first["next"].as_str().map(str::to_owned);
    while let Some(cursor) = next {
        let page =
            get(&format!("/v1/homogeneity/pairs?axis=industry_named&limit=1&cursor={cursor}"))
                .json();
        total += page["pairs"].as_array().unwrap().len();
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(first["total"], total);
    let groups = get("/v1/homogeneity/groups?axis=industry_named").json();
    assert_eq!(groups["total"], groups["groups"].as_array().unwrap().len());
    assert_eq!(get("/v1/homogeneity?region=3").status, 400);
    assert_eq!(get("/v1/homogeneity?pairs=0").json()["errors"][0]["pointer"], "pairs");
    for (bad, pointer, found) in [
        ("region=3", "region", "3"),
        ("within_km=-1", "within_km", "-1"),
        ("level=x", "level", "x"),
        ("year=3", "year", "3"),
        ("pairs=x", "pairs", "x"),
    ] {
        let body = get(&format!("/v1/homogeneity?{bad}")).json();
        let error = &body["errors"][0];
        assert_eq!(error["pointer"], pointer, "{bad}");
        assert_eq!(error["found"], found, "{bad}");
        let rule = error["rule"].as_str().unwrap();
        assert!(rule.contains("应") || rule.contains("可用"), "{bad}: {rule}");
    }
}
