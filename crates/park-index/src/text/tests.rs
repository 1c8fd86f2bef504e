//! Behaviour of search, on a handful of made-up parks.

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::document::ParkDocument;

struct Fixture {
    // Held so that the folder lives as long as the index.
    _dir: TempDir,
    index: TextIndex,
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|v| (*v).to_owned()).collect()
}

fn park(id: &str, name: &str, province: &str) -> ParkDocument {
    ParkDocument {
        id: id.to_owned(),
        name: name.to_owned(),
        province: province.to_owned(),
        place: province.to_owned(),
        level: "provincial".to_owned(),
        kind: "economic".to_owned(),
        ..ParkDocument::default()
    }
}

fn parks() -> Vec<ParkDocument> {
    vec![
        ParkDocument {
            aliases: texts(&["云州园区"]),
            industries: texts(&["集成电路", "生物医药"]),
            codes: texts(&["C3973", "27"]),
            level: "national".to_owned(),
            place: "江东省 云州市".to_owned(),
            facts: texts(&["面向招商，设有服务公司；园区道路已成", "园区 5G 全覆盖"]),
            ..park("G1", "云州工业园区", "江东")
        },
        ParkDocument {
            industries: texts(&["新能源汽车", "动力电池"]),
            positioning: texts(&["建设新能源汽车生产基地，发展汽车新能源配套"]),
            codes: texts(&["3612"]),
            facts: texts(&["园区内有园区公共平台，园区管委会在园区北门"]),
            ..park("G2", "青石经济技术开发区", "江西北")
        },
        ParkDocument {
            industries: texts(&["现代农业", "食品加工"]),
            positioning: texts(&["以农业示范为经典模式的园区"]),
            codes: texts(&["0111", "A01", "not a code"]),
            kind: "agricultural".to_owned(),
            ..park("S3", "臨河現代農業園區", "江东")
        },
        ParkDocument {
            industries: texts(&["PCB", "3C电子"]),
            activities: texts(&["FPCB柔性板", "招商代理"]),
            policies: texts(&["对芯片设计<b>企业</b>给予\"奖励\" & 补贴，新能源公交优先"]),
            codes: texts(&["3982"]),
            ..park("S4", "白塔高新技术产业开发区", "")
        },
        ParkDocument {
            facts: texts(&[&format!("{}集成电路封测{}", "前文".repeat(80), "后文".repeat(80))]),
            ..park("S5", "中科村科技园区（云海园）", "江东")
        },
    ]
}

fn fixture() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    build(dir.path(), &parks()).unwrap();
    let words = texts(&["集成电路", "新能源汽车", "动力电池", "生物医药", "农业"]);
    let index = TextIndex::open(dir.path(), &SuggestSource { words }).unwrap();
    Fixture { _dir: dir, index }
}

fn synonyms(word: &str) -> Vec<String> {
    match word {
        "芯片" => texts(&["集成电路", "半导体"]),
        "新能源汽车" => texts(&["电动汽车", "动力电池"]),
        _ => Vec::new(),
    }
}

impl Fixture {
    fn try_search(&self, q: &str) -> Result<SearchAnswer, QueryError> {
        let request = SearchRequest { q, limit: 20, ..SearchRequest::default() };
        self.index.search(&request, &synonyms)
    }

    fn search(&self, q: &str) -> SearchAnswer {
        self.try_search(q).unwrap()
    }

    fn ids(&self, q: &str) -> Vec<String> {
        self.search(q).hits.into_iter().map(|h| h.id).collect()
    }

    fn sorted_ids(&self, q: &str) -> Vec<String> {
        let mut ids = self.ids(q);
        ids.sort();
        ids
    }
}

#[test]
fn what_is_found() {
    let fixture = fixture();
    let check = |q: &str, expected: &[&str]| assert_eq!(fixture.sorted_ids(q), expected, "{q}");
    // All words, in any field, by any blank.
    check("招商 公司", &["G1"]);
    check("招商\u{3000}公司", &["G1"]);
    check("云州 集成电路", &["G1"]);
    // Letters and digits whole, however wide and tall.
    check("5G", &["G1"]);
    check("５ｇ", &["G1"]);
    check("pcb", &["S4"]);
    check("3C电子", &["S4"]);
    check("3C", &["S4"]);
    // Traditional and simplified are one.
    check("農業", &["S3"]);
    check("农业", &["S3"]);
    // No pair is shared, no character order is ignored.
    check("景点", &[]);
    check("经典", &["S3"]);
    check("能源汽车新", &[]);
    // One character, at any place of a word.
    check("医", &["G1"]);
    check("典", &["S3"]);
    // A mark without its partner.
    check("\"生物医药", &["G1"]);
    // Operators of other search boxes are words or nothing.
    check("name:生物医药", &[]);
    check("(生物医药", &["G1"]);
    check("生物医药 的 园区", &["G1"]);
}

#[test]
fn codes_are_found_with_and_without_letter_and_from_above() {
    let fixture = fixture();
    let check = |q: &str, expected: &[&str]| assert_eq!(fixture.sorted_ids(q), expected, "{q}");
    check("C39", &["G1", "S4"]);
    check("c39", &["G1", "S4"]);
    check("39", &["G1", "S4"]);
    check("397", &["G1"]);
    check("3973", &["G1"]);
    check("C3973", &["G1"]);
    check("D39", &[]);
    check("A01", &["S3"]);
    check("011", &["S3"]);
    let hit = fixture.search("C39 生物医药").hits.remove(0);
    let codes = hit.highlights.iter().find(|h| h.field == "codes").unwrap();
    assert_eq!(codes.html, "<b>C39</b>73");
}

#[test]
fn a_phrase_is_taken_as_written() {
    let fixture = fixture();
    let check = |q: &str, expected: &[&str]| assert_eq!(fixture.sorted_ids(q), expected, "{q}");
    check("\"新能源汽车\"", &["G2"]);
    check("“新能源汽車”", &["G2"]);
    check("\"汽车新能源\"", &["G2"]);
    check("\"源汽车新\"", &[]);
    // Not across two values, and not without what stands between.
    check("\"集成电路 生物医药\"", &[]);
    check("\"招商,设有\"", &["G1"]);
    check("\"招商设有\"", &[]);
    // Never widened, never parted.
    check("\"芯片\"", &["S4"]);
    check("\"云州生物医药\"", &[]);
    assert_eq!(fixture.search("\"芯片\"").synonyms, []);
}

#[test]
fn synonyms_widen_and_are_said() {
    let fixture = fixture();
    let answer = fixture.search("芯片");
    let ids: Vec<&str> = answer.hits.iter().map(|h| h.id.as_str()).collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.contains(&"G1") && ids.contains(&"S4") && ids.contains(&"S5"));
    // Only what was found is said: nobody speaks of 半导体 here.
    let expected = Widening { from: "芯片".to_owned(), to: texts(&["集成电路"]) };
    assert_eq!(answer.synonyms, [expected]);
    let by_synonym = answer.hits.iter().find(|h| h.id == "G1").unwrap();
    assert_eq!(by_synonym.highlights[0].html, "<b>集成电路</b>");
    // Kinds of parks stand for each other without being handed in.
    assert_eq!(fixture.ids("青石 经开区"), ["G2"]);
}

#[test]
fn a_word_that_is_nowhere_is_read_as_its_parts() {
    let fixture = fixture();
    let answer = fixture.search("云州生物医药");
    assert_eq!(answer.hits[0].id, "G1");
    let expected =
        Widening { from: "云州生物医药".to_owned(), to: texts(&["云州", "生物医药"]) };
    assert_eq!(answer.read_as, [expected]);
    assert_eq!(fixture.search("生物医药").read_as, []);
}

#[test]
fn names_come_first() {
    let fixture = fixture();
    for park in parks() {
        for name in std::iter::once(&park.name).chain(&park.aliases) {
            assert_eq!(fixture.ids(name)[0], park.id, "{name}");
        }
    }
    assert_eq!(fixture.ids("临河现代农业园区")[0], "S3");
    assert_eq!(fixture.ids("雲州工業園區")[0], "G1");
    assert_eq!(fixture.ids("中科村科技园区云海园")[0], "S5");
    assert_eq!(fixture.ids("中科村科技园区(云海园)")[0], "S5");
    // Once in a name outweighs many times elsewhere.
    let park_word = fixture.search("园区");
    assert_eq!(park_word.total, 4);
    let place = |id: &str| park_word.hits.iter().position(|h| h.id == id).unwrap();
    assert!(place("G1") < place("G2") && place("S3") < place("G2"));
}

#[test]
fn a_word_of_all_parks_still_orders_them() {
    let fixture = fixture();
    let scores: Vec<f64> = fixture.search("园区").hits.iter().map(|h| h.score).collect();
    assert!(scores.windows(2).all(|w| w[0] >= w[1]), "{scores:?}");
    assert!(scores.first() > scores.last(), "{scores:?}");
    assert!(scores.iter().all(|s| *s > 0.01), "{scores:?}");
}

#[test]
fn highlights_quote_every_word_and_are_safe() {
    let fixture = fixture();
    let hit = fixture.search("奖励 芯片 公交").hits.remove(0);
    let html = &hit.highlights[0].html;
    assert_eq!(hit.highlights[0].field, "policies");
    assert_eq!(
        html,
        "对<b>芯片</b>设计&lt;b&gt;企业&lt;/b&gt;给予&quot;<b>奖励</b>&quot; &amp; 补贴，新能源<b>公交</b>优先"
    );
    // The words are marked in the spelling of the text.
    let traditional = fixture.search("农业").hits.remove(0);
    assert_eq!(traditional.highlights[0].html, "臨河現代<b>農業</b>園區");
    // Of a long value the surroundings.
    let long = fixture.search("封测").hits.remove(0);
    let html = &long.highlights[0].html;
    assert!(html.starts_with('…') && html.ends_with('…') && html.chars().count() < 80, "{html}");
    for q in ["招商 公司", "芯片", "园区", "新能源汽车", "C39", "医", "云州生物医药"]
    {
        for hit in fixture.search(q).hits {
            assert!(hit.highlights.iter().any(|h| h.html.contains("<b>")), "{q}: {hit:?}");
        }
    }
}

#[test]
fn facets_count_all_hits_and_filters_narrow_them() {
    let fixture = fixture();
    let request = SearchRequest { q: "园区", limit: 1, ..SearchRequest::default() };
    let answer = fixture.index.search(&request, &synonyms).unwrap();
    assert_eq!((answer.hits.len(), answer.total), (1, 4));
    assert_eq!(answer.facets.province["江东"], 3);
    assert_eq!(answer.facets.level["national"], 1);
    assert_eq!(answer.facets.kind.values().sum::<usize>(), 4);
    assert_eq!(fixture.search("pcb").facets.province["unknown"], 1);

    let filters = Filters { level: texts(&["national"]), ..Filters::default() };
    let request = SearchRequest { q: "园区", limit: 9, filters, ..SearchRequest::default() };
    let answer = fixture.index.search(&request, &synonyms).unwrap();
    assert_eq!((answer.hits[0].id.as_str(), answer.total), ("G1", 1));
    assert_eq!(answer.facets.province.len(), 1);
}

#[test]
fn pages_join_to_the_whole() {
    let fixture = fixture();
    let whole = fixture.ids("园区");
    let (mut joined, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let request = SearchRequest {
            q: "园区",
            limit: 3,
            cursor: cursor.as_deref(),
            ..SearchRequest::default()
        };
        let answer = fixture.index.search(&request, &synonyms).unwrap();
        joined.extend(answer.hits.into_iter().map(|h| h.id));
        cursor = answer.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(joined, whole);
    let request =
        SearchRequest { q: "农业", limit: 3, cursor: Some("3-abc"), ..Default::default() };
    assert!(matches!(fixture.index.search(&request, &synonyms), Err(QueryError::Cursor)));
}

#[test]
fn suggestions_come_when_little_is_found() {
    let fixture = fixture();
    let check = |q: &str, expected: &str| {
        let answer = fixture.search(q);
        assert!(answer.suggestions.iter().any(|s| s == expected), "{q}: {answer:?}");
    };
    check("jingkaiqu", "经开区");
    check("yunzhou gyyq", "云州工业园区");
    check("yzgyyq", "云州工业园区");
    check("云洲工业园区", "云州工业园区");
    check("jichengdianlu", "集成电路");
    assert_eq!(fixture.search("园区").suggestions, Vec::<String>::new());
    assert_eq!(fixture.search("云州工业园区").suggestions, Vec::<String>::new());
}

#[test]
fn what_cannot_be_answered_is_said() {
    let fixture = fixture();
    for q in ["", "   ", "\"\"", "！？，。", "🎉🎉"] {
        assert!(matches!(fixture.try_search(q), Err(QueryError::Empty)), "{q}");
    }
    let long = "园".repeat(3_500);
    assert!(matches!(fixture.try_search(&long), Err(QueryError::TooLong { bytes: 10_500, .. })));
    for limit in [0, HITS_PER_PAGE_MAX + 1] {
        let request = SearchRequest { q: "园区", limit, ..SearchRequest::default() };
        let answer = fixture.index.search(&request, &synonyms);
        assert!(matches!(answer, Err(QueryError::Limit { .. })));
    }
}

#[test]
fn an_index_without_parks_answers() {
    let dir = tempfile::tempdir().unwrap();
    build(dir.path(), &[]).unwrap();
    let index = TextIndex::open(dir.path(), &SuggestSource::default()).unwrap();
    let request = SearchRequest { q: "芯片 设计", limit: 1, ..SearchRequest::default() };
    assert_eq!(index.search(&request, &synonyms).unwrap().total, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_panics(q in "\\PC{0,40}|[园区新能源汽车芯片3C\"“” 　c39a-z\u{200B}㎡]{0,24}") {
        let fixture = FIXTURE.with(Clone::clone);
        let _ = fixture.try_search(&q);
    }

    #[test]
    fn any_part_of_a_value_is_found_as_a_phrase(from in 0_usize..40, length in 1_usize..8) {
        let fixture = FIXTURE.with(Clone::clone);
        let value = "建设新能源汽车生产基地，发展汽车新能源配套";
        let part: String = value.chars().skip(from).take(length).collect();
        if let Ok(answer) = fixture.try_search(&format!("\"{part}\"")) {
            prop_assert!(answer.hits.iter().any(|h| h.id == "G2"), "{part}");
            let marked = answer.hits.iter().all(|h| h.highlights.iter().any(|x| x.html.contains("<b>")));
            prop_assert!(marked, "{part}");
        }
    }
}

thread_local! {
    static FIXTURE: std::rc::Rc<Fixture> = std::rc::Rc::new(fixture());
}
