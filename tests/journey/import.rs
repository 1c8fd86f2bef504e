//! Own data beside the bundled set: import, publish, roll back; and that it moves no other park.

use std::fmt::Write as _;

use park_service::cli::Exit;
use serde_json::Value;

use crate::store::{json, parkwise};

#[test]
fn own_parks_join_the_ranking_and_move_no_score_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let question = ["match", "--text", "光伏组件", "--limit", "50", "--json"];
    let before = json(&store, &question);

    let data = folder.path().join("mine");
    std::fs::create_dir(&data).unwrap();
    let mut parks = String::from("园区编号,园区名称,级别,主导产业,核准面积(公顷)\n");
    for i in 0..100 {
        writeln!(parks, "T{i:03},测试园区{i:03},省级,光伏组件、风电,{}", 100 + i).unwrap();
    }
    parks.push_str("T100,,省级,光伏,10\n");
    std::fs::write(data.join("园区.csv"), parks).unwrap();
    let (exit, out, err) = parkwise(&store, &["import", data.to_str().unwrap()]);
    assert_eq!(exit, Exit::Problems, "{out}{err}");
    assert!(out.contains("第 102 行，“园区名称”列（B102）：此项必填，不能为空"), "{out}");
    assert!(out.contains("101 行：合格 100，剔除 1，略过 0；问题 1 处"), "{out}");
    let (exit, _, err) = parkwise(&store, &["publish"]);
    assert_eq!(exit, Exit::Done, "{err}");

    let after = json(&store, &question);
    assert_eq!(after["considered"].as_u64().unwrap(), before["considered"].as_u64().unwrap() + 100);
    let score = |answer: &Value, id: &str| {
        answer["matches"]
            .as_array()
            .unwrap()
            .iter()
            .find(|m| m["park"]["id"] == id)
            .map(|m| m["score"].clone())
    };
    let mut compared = 0;
    for old in before["matches"].as_array().unwrap() {
        let id = old["park"]["id"].as_str().unwrap();
        if let Some(now) = score(&after, id) {
            assert_eq!(now, old["score"], "{id}");
            compared += 1;
        }
    }
    assert!(compared > 0);
    assert_eq!(json(&store, &["park", "T007", "--json"])["name"], "测试园区007");

    let list = json(&store, &["generations", "--json"]);
    let first = list["generations"][0]["generation"].as_str().unwrap().to_owned();
    let (exit, _, err) = parkwise(&store, &["rollback", &first]);
    assert_eq!(exit, Exit::Done, "{err}");
    assert_eq!(json(&store, &question)["considered"], before["considered"]);
}
