//! One fault a row: all messages in one file that is read as prose.

use std::path::Path;

use expect_test::expect_file;
use park_domain::{Interner, Kind, Table};
use park_import::{Import, chinese, import_bytes, import_upload, problems_csv};

/// File name, table and text. Every faulty row breaks one rule.
const FILES: &[(&str, Table, &str)] = &[
    (
        "parks.csv",
        Table::Parks,
        "# a comment above the header
园区编号,园区名称,级别,类型,经度,纬度,批准时间,核准面积(公顷),区划代码,是否化工园区,GDP,名称
X1,好园区,国家级,高新区,118.8,32.0,2023.9,约300,3205,是,1,重复
X2,,,,,,,,,,,
,没有编号,,,,,,,,,,
X 3,编号有空格,,,,,,,,,,
X4,级别不认识,部级,,,,,,,,,
X5,类型不认识,,主题公园,,,,,,,,
X6,经度越界,,,218.8,32.0,,,,,,
X7,只有纬度,,,,32.0,,,,,,
X8,不是日期,,,,,九月,,,,,
X9,不是数,,,,,,三百公顷,,,,
X10,负数,,,,,,-3,,,,
X11,区划代码,,,,,,,32050,,,
X12,是否,,,,,,,,也许,,
X1,编号重复,,,,,,,,,,
X13,少一列
X14,多一列,,,,,,,,,,,多
合计,,,,,,,1234,,,,
X15,江苏省小计,,,,,,,,,,
park_id,name,level,kind,longitude,latitude,approved_on,approved_area_ha,region_code,chemical_park,,
X16,两处,部级,主题公园,,,,,,,,

\"X17\",\"换
行\",,,,,,,,,,
X18,行号,部级,,,,,,,,,
X19,\"引号没有关上,,,,,,,,,,
X20,被吞掉的一行,,,,,,,,,,
",
    ),
    (
        "structure.csv",
        Table::Structure,
        "park_id,year,industry,basis,value
X1,2023,39,firms,3
X1,23,39,firms,3
X1,2023,,firms,3
X1,2023,39,head count,3
X1,2023,39,企业数,4
",
    ),
    (
        "policies.csv",
        Table::Policies,
        "clause_id,park_id,region_code,rate_pct,rate_pct_high,valid_from,valid_to,text
C1,,,,,,,谁的条款
C2,X1,,80,50,,,比例颠倒
C3,X1,,,,2023-05,2022,日期颠倒
C4,X1,,,,,,控制\u{7}字符
",
    ),
    ("same_as.csv", Table::SameAs, "park_id,other_id\nX1,X1\n"),
    ("plots.csv", Table::Plots, "地块编号,园区编号,面积(亩)\nP1,X1,3\n"),
    ("facts.csv", Table::Facts, "一,二,三\n1,2,3\n"),
    ("nodes.csv", Table::Nodes, "node_id;kind;name\nN1;port;港\n"),
    ("regions.csv", Table::Regions, "# only a comment\n"),
    ("activities.xlsx", Table::Activities, "PK\u{3}\u{4}"),
    (
        "tenants.jsonl",
        Table::Tenants,
        "{\"企业编号\": \"QY01\", \"园区编号\": \"YL01\", \"企业名称\": \"示例企业\"}
{企业编号: QY02}
{\"企业编号\": \"QY03\", \"园区编号\": \"YL01\", \"园区编号\": \"YL02\"}
{\"企业编号\": \"QY04\", \"园区编号\": \"YL01\", \"企业名称\": {\"简称\": \"示例\"}}
{\"企业编号\": \"QY05\", \"园区编号\": \"YL01\", \"成立日期\": 2023.1}
[\"QY06\", \"YL01\"]
",
    ),
    ("utilities.json", Table::Utilities, "[{\"园区编号\": \"YL01\", \"类别\": \"供水\"}]"),
    ("bases.xls", Table::Bases, "区划代码,行业,口径\n"),
];

/// The fixture of a table: a good row, then one fault a row.
fn fixture(table: Table) -> String {
    let name = format!("tests/import/broken/{}.csv", table.name());
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&name)).unwrap_or_else(
        |_| {
            panic!(
                "the table {} has no fixture of faults: write crates/park-import/{name}, \
             a good row and then one fault a row",
                table.name()
            )
        },
    )
}

fn read(name: &str, table: Table, bytes: &[u8]) -> Import {
    import_upload(Some(table), name, bytes, None, &mut Interner::default())
}

/// Every import with faults, under the name of its file.
pub(crate) fn imports() -> Vec<(String, Import)> {
    let of_table = |table: &Table| {
        let name = format!("{}.csv", table.name());
        let import = read(&name, *table, fixture(*table).as_bytes());
        (name, import)
    };
    let of_file = |(name, table, text): &(&str, Table, &str)| {
        ((*name).to_owned(), read(name, *table, text.as_bytes()))
    };
    Table::ALL.iter().map(of_table).chain(FILES.iter().map(of_file)).collect()
}

#[test]
fn all_messages() {
    let (mut en, mut zh) = (String::new(), String::new());
    let mut problems = Vec::new();
    for (name, import) in imports() {
        let rows = import.records.len();
        en.push_str(&format!("== {name}: {rows} rows in\n"));
        zh.push_str(&format!("== {name}：导入 {rows} 行\n"));
        for note in &import.notes {
            en.push_str(&format!("note: {note}\n"));
            zh.push_str(&format!("说明：{}\n", chinese(note)));
        }
        en.push_str(&import.problems_text());
        zh.push_str(&import.problems_text_in_chinese());
        problems.extend(import.problems);
    }
    expect_file!["expected/broken.en.txt"].assert_eq(&en);
    expect_file!["expected/broken.zh.txt"].assert_eq(&zh);
    expect_file!["expected/broken.csv"].assert_eq(&problems_csv(&problems, false));
}

/// What a cell must be, where a cell can fail to be it.
fn class(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Id => Some("an id"),
        Kind::Text => None,
        Kind::Word(_) => Some("a word of a list"),
        Kind::Number { .. } => Some("a number"),
        Kind::Date => Some("a date"),
        Kind::Year => Some("a year"),
        Kind::Flag => Some("yes or no"),
        Kind::RegionCode => Some("a region code"),
    }
}

#[test]
fn every_table_has_one_fault_a_row_and_every_kind_of_fault() {
    for table in Table::ALL {
        let import = read("x.csv", *table, fixture(*table).as_bytes());
        let [file] = &import.files[..] else { panic!("one file") };
        assert_eq!(import.problems_unlisted(), 0);
        let mut rows: Vec<u64> = import.problems.iter().filter_map(|p| p.row).collect();
        assert_eq!(rows.len(), import.problems.len(), "{}: a problem without a row", table.name());
        let all = rows.len();
        rows.dedup();
        assert_eq!(rows.len(), all, "{}: two faults in one row", table.name());
        assert_eq!(file.rows, file.accepted + file.left_out + file.passed_over);
        assert!(file.left_out >= 5 && file.accepted >= 1, "{}: {file:?}", table.name());
        // The first row, below a comment and the header, is the good one.
        assert_ne!(rows.first(), Some(&3), "{}: {}", table.name(), import.problems_text());
        for column in table.columns() {
            let hit = |rule: &dyn Fn(&str) -> bool| {
                import.problems.iter().any(|p| {
                    let at = p.column.as_deref().and_then(|c| table.column_of_header(c));
                    let same =
                        at.is_some_and(|i| class(table.columns()[i].kind) == class(column.kind));
                    same && rule(&p.fault.rule)
                })
            };
            let is_required = |rule: &str| rule.ends_with(" is required");
            if let Some(wanted) = class(column.kind) {
                let fault = |rule: &str| !is_required(rule) && !rule.starts_with("taken in");
                assert!(hit(&fault), "{}: no row in which a cell is not {wanted}", table.name());
            }
            if column.required {
                assert!(hit(&is_required), "{}: no row without {}", table.name(), column.name);
            }
        }
    }
}

#[test]
fn many_problems_are_counted_and_the_first_listed() {
    let mut text = "park_id,name\n".to_owned();
    for _ in 0..park_import::PROBLEMS_MAX + 5 {
        text.push_str(",x\n");
    }
    let import = import_bytes(Table::Parks, "parks.csv", text.as_bytes(), &mut Interner::default());
    assert_eq!(import.problems.len(), park_import::PROBLEMS_MAX);
    assert_eq!(import.problems_unlisted(), 5);
    assert!(import.problems_text().ends_with("\nand 5 more\n"));
}

/// Names that are the same in Chinese.
const NAMES: &[&str] = &[
    "CSV UTF-8",
    "JSON Lines",
    "GB/T 2260",
    "GB/T 4754-2017",
    "jq -c '.[]' old.json > parks.jsonl",
];

/// Two words of Latin letters in a row: a piece of an English sentence.
pub(crate) fn english_in(text: &str) -> Option<String> {
    let mut rest = text.to_owned();
    for name in NAMES {
        rest = rest.replace(name, "");
    }
    let words: Vec<&str> = rest.split(' ').collect();
    let is_word = |w: &str| w.len() > 1 && w.chars().all(|c| c.is_ascii_lowercase() || c == ',');
    words.windows(2).find(|pair| pair.iter().all(|w| is_word(w))).map(|pair| pair.join(" "))
}

#[test]
fn every_message_is_whole_in_both_languages() {
    for (name, import) in imports() {
        for problem in &import.problems {
            let fault = &problem.fault;
            let hint = fault.hint.as_deref().unwrap_or_else(|| panic!("no way out: {problem}"));
            for words in [fault.rule.as_str(), hint] {
                let zh = chinese(words);
                assert_ne!(zh, words, "{name}");
                assert_eq!(english_in(&zh), None, "{zh}");
            }
            let says_place = problem.row.is_some() || problem.cell.is_none();
            assert!(says_place, "{problem}");
        }
        for note in &import.notes {
            assert_ne!(chinese(note), note.as_str());
        }
        let text = import.problems_text_in_chinese();
        for english in [", row ", "column ", "hint:", "sheet "] {
            assert!(!text.contains(english), "{text}");
        }
    }
}

#[test]
fn half_english_is_seen() {
    assert_eq!(english_in("工作簿已损坏：invalid Zip archive"), None);
    assert_eq!(english_in("工作簿已损坏： could not find"), Some("could not".to_owned()));
    assert_eq!(english_in("请另存为“CSV UTF-8”"), None);
}
