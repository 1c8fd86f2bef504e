//! Full text on the real parks.

use crate::store::{app, dir, json};

fn first(query: &str) -> String {
    let _ = app();
    let answer = json(dir(), &["search", query, "--json"]);
    answer["hits"][0]["park"]["name"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_full_name_puts_its_park_first() {
    for name in ["苏州工业园区", "蘇州工業園區", "昆山经济技术开发区", "武汉东湖新技术开发区"]
    {
        let simplified =
            name.replace('蘇', "苏").replace('業', "业").replace('園', "园").replace('區', "区");
        assert_eq!(first(name), simplified);
    }
}

#[test]
fn a_synonym_is_said() {
    let _ = app();
    let answer = json(dir(), &["search", "芯片", "--json"]);
    assert!(answer["total"].as_u64().unwrap() > 0);
    assert_eq!(answer["synonyms"][0]["from"], "芯片");
    let to = answer["synonyms"][0]["to"].as_array().unwrap();
    assert!(to.iter().any(|w| w == "集成电路"));
}
