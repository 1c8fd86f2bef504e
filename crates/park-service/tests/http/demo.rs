//! The demo store: complete, marked everywhere, and never mixed with real parks.

use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::http::Request;
use park_service::app::App;
use park_service::cli::{Exit, Streams, run};
use park_service::lang::Lang;
use park_service::{demo, http};
use tempfile::TempDir;

use crate::store::{Got, ask, get, make, parks};

static DEMO: LazyLock<(TempDir, Arc<App>)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    demo::prepare(dir.path(), Lang::Zh, &mut Vec::new()).unwrap();
    let app = App::open(dir.path(), &mut Vec::new()).unwrap();
    (dir, Arc::new(app))
});

fn demo_get(uri: &str) -> Got {
    ask(http::router(Arc::clone(&DEMO.1)), Request::get(uri).body(Body::empty()).unwrap())
}

fn command(args: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = std::iter::once("parkwise").chain(args.iter().copied()).map(OsString::from);
    let exit = run(args, &mut Streams { out: &mut out, err: &mut err });
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn demo_store() -> &'static str {
    DEMO.0.path().to_str().unwrap()
}

#[test]
fn every_answer_is_marked() {
    for uri in [
        "/v1/parks",
        "/v1/parks/DEMO01",
        "/v1/lookback?park=DEMO03",
        "/v1/plots?area_mu=60..120",
        "/v1/policies",
        "/v1/homogeneity?region=99",
        "/healthz",
        "/v1/parks/G321090",
        "/v1/nothing",
    ] {
        let got = demo_get(uri);
        assert_eq!(got.header("x-parkwise-demo"), "demo data", "{uri}");
        assert!(got.json()["demo"].as_str().unwrap().contains("演示数据"), "{uri}");
    }
    for (uri, status) in
        [("/", 200), ("/parks", 200), ("/parks/DEMO01", 200), ("/parks/DEMO99", 404)]
    {
        let request = Request::get(uri).header("accept", "text/html").body(Body::empty()).unwrap();
        let got = ask(http::router(Arc::clone(&DEMO.1)), request);
        assert_eq!(got.status, status, "{uri}");
        assert!(got.text().contains("<p class=\"demo\" role=\"note\">演示数据"), "{uri}");
    }
    let page = demo_get("/parks/DEMO03").text();
    for words in ["项目履约与地方承诺", "履约率", "按期兑现", "准入门槛", "一票否决"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(get("/v1/parks").header("x-parkwise-demo"), "");
    assert!(get("/v1/parks").json().get("demo").is_none());
}

#[test]
fn the_command_line_is_marked_and_prints_what_http_sends() {
    let (exit, out, _) = command(&["--demo", "--data", demo_store(), "lookback", "DEMO03"]);
    assert_eq!(exit, Exit::Done);
    assert!(out.starts_with("【演示数据"), "{out}");
    for words in ["履约率", "开工率", "投产率", "资金到位率", "按期兑现", "签约通报"]
    {
        assert!(out.contains(words), "{words}: {out}");
    }
    let args = ["--demo", "--data", demo_store(), "lookback", "DEMO03", "--json"];
    let printed: serde_json::Value = serde_json::from_str(&command(&args).1).unwrap();
    assert_eq!(printed, demo_get("/v1/lookback?park=DEMO03").json());
    let args = ["--demo", "--data", demo_store(), "land", "--area-mu", "60..120", "--json"];
    let printed: serde_json::Value = serde_json::from_str(&command(&args).1).unwrap();
    assert_eq!(printed["total"], demo_get("/v1/plots?area_mu=60..120").json()["total"]);
}

#[test]
fn demo_and_real_parks_never_share_a_store() {
    let (exit, _, err) = command(&["--data", demo_store(), "park", "DEMO01"]);
    assert!(exit == Exit::CouldNot && err.contains("--demo"), "{err}");
    let (real, _app) = make(parks());
    let real = real.path().to_str().unwrap();
    let (exit, _, err) = command(&["--demo", "--data", real, "park", "T01"]);
    assert!(exit == Exit::CouldNot && err.contains("--demo"), "{err}");

    let files = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = files.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let real_rows = write("parks-real.csv", "park_id,name\nT09,己市开发区\n");
    let demo_rows =
        write("promises-demo.csv", "promise_id,park_id,kind,state\nW1,DEMO01,land,open\n");
    for (store, file, flag) in [(demo_store(), &real_rows, true), (real, &demo_rows, false)] {
        let mut args = vec!["--data", store, "import", file];
        if flag {
            args.insert(0, "--demo");
        }
        let (exit, _, err) = command(&args);
        assert!(exit == Exit::CouldNot && err.contains("演示"), "{err}");
    }
    let request = Request::post("/v1/imports?table=parks")
        .header("content-type", "text/csv")
        .body(Body::from("park_id,name\nT09,己市开发区\n"))
        .unwrap();
    assert_eq!(ask(http::router(Arc::clone(&DEMO.1)), request).status, 422);
    assert!(Path::new(demo_store()).join("live.json").exists());
}

#[test]
fn rates_can_be_defined_otherwise_and_wrong_ones_are_named() {
    let usual = demo_get("/v1/lookback?region=9901").json();
    let other =
        demo_get("/v1/lookback?region=9901&rates=construction=construction/registered").json();
    let whole = |answer: &serde_json::Value| {
        answer["rates"][0]["rates"][2]["by_number"]["whole"].as_f64().unwrap()
    };
    assert!(whole(&other) < whole(&usual));
    assert_eq!(other["definitions"][2]["denominator"], "registered");
    for (uri, name) in [
        ("/v1/lookback?rates=construction=signed/construction", "rates"),
        ("/v1/lookback?rates=built=land/signed", "rates"),
        ("/v1/lookback?region=9", "region"),
        ("/v1/plots?area_mu=120..80", "area_mu"),
        ("/v1/plots?available_by=soon", "available_by"),
        ("/v1/plots?kind=field", "kind"),
    ] {
        let got = demo_get(uri);
        assert_eq!((got.status, &got.json()["errors"][0]["pointer"]), (400, &name.into()), "{uri}");
    }
    assert_eq!(demo_get("/v1/lookback?park=DEMO99").status, 404);
}

#[test]
fn plots_are_paged_and_meet_what_is_asked() {
    let uri = "/v1/plots?area_mu=80..150&investment_10k_cny=40000&limit=3";
    let first = demo_get(uri).json();
    let total = first["total"].as_u64().unwrap();
    let mut seen: Vec<String> = Vec::new();
    let mut page = first.clone();
    loop {
        for plot in page["plots"].as_array().unwrap() {
            let area = plot["together_area_mu"].as_f64().unwrap();
            match plot["fit"].as_str().unwrap() {
                "one" | "adjoining" => assert!((79.9..=150.1).contains(&area), "{plot}"),
                "larger" => assert!(area > 150.0, "{plot}"),
                other => panic!("{other}"),
            }
            let i = &plot["intensity"];
            let reached = i["intensity_10k_cny_per_mu"].as_f64().unwrap()
                >= i["floor_10k_cny_per_mu"].as_f64().unwrap();
            assert_eq!(i["reached"], reached, "{plot}");
            seen.push(plot["plot_id"].as_str().unwrap().to_owned());
        }
        let Some(next) = page["next"].as_str() else { break };
        page = demo_get(&format!("{uri}&cursor={next}")).json();
    }
    assert_eq!(seen.len() as u64, total);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len() as u64, total);
    // A floor that is stated per hectare is read in the same unit as the others.
    let floors = demo_get("/v1/plots?park=DEMO07&kind=land&investment_10k_cny=40000").json();
    let floor = floors["plots"][0]["intensity"]["floor_10k_cny_per_mu"].as_f64().unwrap();
    assert!((100.0..600.0).contains(&floor), "{floor}");
    assert!(
        first["ledgers"].as_array().unwrap().iter().all(|l| l["broken"] == serde_json::json!([]))
    );
}
