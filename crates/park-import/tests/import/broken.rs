//! One fault a row: all messages in one file that is read as prose.

use expect_test::expect_file;
use park_domain::{Interner, Table};
use park_import::{chinese, import_bytes, import_upload, problems_csv};

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
    (
        "approvals.csv",
        Table::Approvals,
        "园区编号,审批事项,阶段,环节数,承诺天数
X1,施工许可,许可前,3,5
X1,,许可前,3,5
X1,环评,办证前,3,5
X1,能评,许可后,三个,5
X1,施工许可,许可前,4,6
",
    ),
    (
        "projects.csv",
        Table::Projects,
        "项目编号,园区编号,签约日期,开工日期,投产日期,终止日期,计划投资(亿元),计划投资,承诺投资强度(元/㎡),处置结果
J1,X1,2023-03,2023-09,2024-06,,1.2,,4500,督促提醒
J2,X1,2023-03,,2022-06,,,,,
J3,X1,,2024-09,2024-06,,,,,
J4,X1,2023-03,,,2023-02,,,,
J5,X1,,,,,,,,罚款
",
    ),
    (
        "promises.csv",
        Table::Promises,
        "承诺编号,园区编号,承诺类型,承诺日期,到期日期,办结日期,承诺状态,原因
W1,X1,土地,2023-01,2023-06,2023-05,已兑现,
W2,X1,土地,2023-01,2022-06,,履行中,
W3,X1,土地,2023-01,2023-06,2022-12,已兑现,
W4,X1,土地,2023-01,2023-06,2023-05,履行中,
W5,X1,口头,2023-01,,,履行中,
W6,X1,土地,2023-01,,,,
W7,X1,土地,2023-01,,2023-05,逾期兑现,领导换了
",
    ),
    (
        "thresholds.csv",
        Table::Thresholds,
        "园区编号,行业,准入指标,最低值,单位,一票否决
X1,39,固定资产投资强度,300,万元/亩,是
X1,39,固定资产投资强度,350,万元/亩,是
X1,39,亩均税收,不低于二十,万元/亩,大概
",
    ),
    ("same_as.csv", Table::SameAs, "park_id,other_id\nX1,X1\n"),
    ("plots.csv", Table::Plots, "地块编号,园区编号,面积(亩)\nP1,X1,3\n"),
    ("facts.csv", Table::Facts, "一,二,三\n1,2,3\n"),
    ("nodes.csv", Table::Nodes, "node_id;kind;name\nN1;port;港\n"),
    ("regions.csv", Table::Regions, "# only a comment\n"),
    ("activities.xlsx", Table::Activities, "PK\u{3}\u{4}"),
];

#[test]
fn all_messages() {
    let mut interner = Interner::default();
    let mut page = String::new();
    let mut problems = Vec::new();
    for (name, table, text) in FILES {
        let import = import_upload(Some(*table), name, text.as_bytes(), None, &mut interner);
        page.push_str(&format!("== {name}: {} rows in\n", import.records.len()));
        for note in &import.notes {
            page.push_str(&format!("note: {note}\n"));
        }
        page.push_str(&import.problems_text());
        problems.extend(import.problems);
    }
    let gbk = import_bytes(
        Table::Parks,
        "gbk.csv",
        b"park_id,name\nX1,\xD4\xB0\xC7\xF8\n",
        &mut interner,
    );
    page.push_str(&format!("== gbk.csv: {} rows in\n{}", gbk.records.len(), gbk.problems_text()));
    expect_file!["expected/broken.txt"].assert_eq(&page);
    expect_file!["expected/broken.csv"].assert_eq(&problems_csv(&problems, false));
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

#[test]
fn every_message_is_said_in_chinese() {
    for (name, table, text) in FILES {
        let mut interner = Interner::default();
        let import = import_upload(Some(*table), name, text.as_bytes(), None, &mut interner);
        for problem in &import.problems {
            let hint = problem.fault.hint.as_deref();
            for words in std::iter::once(problem.fault.rule.as_str()).chain(hint) {
                assert_ne!(chinese(words), words);
            }
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
