//! Full text on the real parks.

use park_service::answer::search::{SearchAnswer, answer};
use park_service::lang::Lang;
use park_service::rejection::Rejection;

use crate::store::{app, dir, json};

fn asked(query: &str) -> Result<SearchAnswer, Rejection> {
    answer(&app().live(), query, 50, None, Lang::Zh)
}

fn found(query: &str) -> SearchAnswer {
    let answer = asked(query).unwrap();
    assert!(answer.total > 0, "{query} finds nothing");
    for hit in &answer.hits {
        assert!(hit.highlights.iter().any(|h| h.html.contains("<b>")), "{query}: {hit:?}");
    }
    answer
}

fn ids(answer: &SearchAnswer) -> Vec<&str> {
    answer.hits.iter().map(|h| h.park.id.as_str()).collect()
}

/// What is marked in the hits, without the text around.
fn marked(answer: &SearchAnswer) -> String {
    let html = answer.hits.iter().flat_map(|h| &h.highlights).map(|h| h.html.as_str());
    html.flat_map(|h| h.split("<b>").skip(1)).filter_map(|m| m.split("</b>").next()).collect()
}

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

#[test]
fn words_phrases_scripts_and_codes_behave_on_the_real_parks() {
    // Both words, each of them.
    let both = found("苏州 电子");
    assert!(both.total < found("苏州").total && both.total < found("电子").total);
    let (both, one) = (asked("招商 公司").unwrap(), found("招商"));
    assert!(both.total < one.total, "{} of {}", both.total, one.total);
    // A phrase is not widened, so it finds no more than the word.
    let phrase = found("\"新能源汽车\"");
    assert!(phrase.total <= found("新能源汽车").total && phrase.synonyms.is_empty());
    assert!(!marked(&phrase).contains("电动汽车"));
    // Traditional and simplified, wide and narrow letters are one.
    assert_eq!(ids(&found("農業")), ids(&found("农业")));
    assert_eq!(ids(&found("ＰＣＢ")), ids(&found("pcb")));
    // What nobody writes is said to be read as its parts, or near words are offered.
    assert!(asked("5G").unwrap().suggestions.iter().any(|s| s.starts_with("5g")));
    let read_as = asked("3C电子").unwrap().read_as;
    assert_eq!(read_as[0].to, ["3c", "电子"]);
    // Codes, with the section letter and without.
    let (with, without) = (found("C39").total, found("39").total);
    assert!(with <= without && without < with + with / 10, "{with} and {without}");
    assert!(found("C397").total < found("C39").total);
    // A word of nearly every name still tells parks apart.
    let park = found("园区");
    assert!(park.hits.first().unwrap().score > park.hits.last().unwrap().score);
    // The same characters in another order are another word.
    for hit in asked("景点").unwrap().hits {
        assert!(hit.highlights.iter().all(|h| !h.html.contains("<b>经典</b>")), "{hit:?}");
    }
}

#[test]
fn pinyin_and_initials_suggest_names_of_the_real_parks() {
    let suggests = |query: &str, name: &str| {
        let answer = asked(query).unwrap();
        assert!(answer.suggestions.iter().any(|s| s.contains(name)), "{query}: {answer:?}");
    };
    suggests("jingkaiqu", "经开区");
    suggests("suzhou gyyq", "苏州工业园区");
    suggests("szgyyq", "苏州工业园区");
}

#[test]
fn whatever_is_typed_is_answered_or_refused_with_a_reason() {
    let long = "园区".repeat(5_000);
    let many = "苏州 ".repeat(500);
    for query in [
        "\"苏州",
        "苏州\"",
        "\"\"\"",
        "“苏州",
        "(苏州",
        "name:苏州",
        "-苏州",
        "苏州 AND",
        "🎉",
        "苏州🎉",
        "！？，。",
        "*",
        "~",
        "\\",
        "%",
        "\0",
        "<script>",
        &long,
        &many,
    ] {
        match asked(query) {
            Ok(answer) => {
                assert!(answer.hits.iter().all(|h| h.score.is_finite()), "{query:.40}");
                let unsafe_html = |h: &str| h.replace("<b>", "").replace("</b>", "").contains('<');
                let mut html = answer.hits.iter().flat_map(|h| &h.highlights);
                assert!(!html.any(|h| unsafe_html(&h.html)), "{query:.40}");
            }
            Err(refused) => {
                assert_eq!(refused.status, 400, "{query:.40}");
                assert_eq!(refused.errors[0].pointer, "q");
                assert!(!refused.errors[0].rule.is_empty());
            }
        }
    }
    assert_eq!(ids(&asked("\"苏州").unwrap()), ids(&found("苏州")));
    assert!(asked("🎉").is_err() && asked(&long).is_err());
}
