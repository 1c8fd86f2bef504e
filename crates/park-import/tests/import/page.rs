//! `docs/import-formats.md` is written from the fixtures of the tests beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use expect_test::expect_file;
use park_domain::{Interner, Problem, Table};
use park_import::{Import, chinese, import_upload};

/// A rule with what varies left out: words between quotation marks, numbers, names of columns.
fn pattern(rule_in_chinese: &str) -> String {
    if let (Some((row, _)), true) =
        (rule_in_chinese.split_once("行的"), rule_in_chinese.ends_with("相同"))
    {
        return pattern(&format!("{row}行的…相同者"));
    }
    let mut out = String::new();
    let mut inside = false;
    let mut number = false;
    for c in rule_in_chinese.chars() {
        match c {
            '“' => (inside, number) = (true, false),
            '”' => {
                inside = false;
                out.push('…');
            }
            _ if inside => {}
            '0'..='9' | '.' if number => {}
            '0'..='9' => {
                number = true;
                out.push('N');
            }
            c => {
                number = false;
                out.push(c);
            }
        }
    }
    out
}

fn cell(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.collect::<String>().replace('|', "\\|")
}

fn place(problem: &Problem) -> String {
    match (&problem.cell, problem.row) {
        (Some(cell), _) => format!("{}, {cell}", problem.file),
        (None, Some(row)) => format!("{}, row {row}", problem.file),
        (None, None) => problem.file.clone(),
    }
}

/// Every rule that the fixtures break, once, with its first example and the tables in which it is tested.
fn faults(page: &mut String) {
    let mut order: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, (Problem, Vec<&'static str>)> = BTreeMap::new();
    for (_, import) in crate::broken::imports() {
        let table = import.files[0].table.map_or("", Table::name);
        for problem in import.problems {
            let key = pattern(&chinese(&problem.fault.rule));
            let entry = found.entry(key.clone()).or_insert_with(|| {
                order.push(key);
                (problem, Vec::new())
            });
            if !entry.1.contains(&table) {
                entry.1.push(table);
            }
        }
    }
    page.push_str("| example | found | rule | 规则 | 提示 | tables |\n|---|---|---|---|---|---|\n");
    for key in order {
        let (problem, tables) = &found[&key];
        let fault = &problem.fault;
        let hint = fault.hint.as_deref().map(chinese).unwrap_or_default();
        let tables = if tables.len() == Table::ALL.len() {
            "every table".to_owned()
        } else {
            tables.join(", ")
        };
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {tables} |",
            place(problem),
            cell(&fault.found),
            cell(&fault.rule),
            cell(&chinese(&fault.rule)),
            cell(&hint)
        );
    }
}

fn hostile(page: &mut String) {
    page.push_str("| file | rule | 规则 |\n|---|---|---|\n");
    for (what, name, bytes) in crate::hostile::files() {
        let import = crate::hostile::read(name, &bytes);
        let rule = &import.problems[0].fault.rule;
        let _ = writeln!(page, "| {what} (`{name}`) | {} | {} |", cell(rule), cell(&chinese(rule)));
    }
}

fn counts(import: &Import) -> (u64, u64, u64, u64) {
    import.files.iter().fold((0, 0, 0, 0), |(rows, taken, out, over), f| {
        (rows + f.rows, taken + f.accepted, out + f.left_out, over + f.passed_over)
    })
}

fn offices(page: &mut String) {
    page.push_str("| sheet | rows | in | left out | passed over | problems | notes |\n");
    page.push_str("|---|---|---|---|---|---|---|\n");
    let regions = crate::offices::regions();
    for (what, name, bytes) in crate::offices::files() {
        let import = import_upload(None, name, &bytes, Some(&regions), &mut Interner::default());
        let (rows, taken, out, over) = counts(&import);
        let (problems, notes) = (import.problems_total, import.notes.len());
        let _ = writeln!(
            page,
            "| {what} (`{name}`) | {rows} | {taken} | {out} | {over} | {problems} | {notes} |"
        );
    }
}

fn formats(page: &mut String) {
    page.push_str("| format and encoding | headers in | tables |\n|---|---|---|\n");
    for (what, _) in crate::formats::variants(Table::Parks, true) {
        let _ = writeln!(page, "| {what} | English, Chinese | all {} |", Table::ALL.len());
    }
}

#[test]
fn the_page_is_what_the_tests_read() {
    let mut page = include_str!("page/head.md").to_owned();
    page.push_str("\n## What gives equal records\n\n");
    formats(&mut page);
    page.push_str("\n## Faults\n\nEvery rule that a fixture breaks, with its first example (`crates/park-import/tests/import/broken/`).\n\n");
    faults(&mut page);
    page.push_str("\n## Hostile and damaged files\n\n");
    hostile(&mut page);
    page.push_str("\n## Sheets as offices make them\n\nWhat was read of each, and every word that was said: `crates/park-import/tests/import/expected/offices.txt`.\n\n");
    offices(&mut page);
    page.push_str(include_str!("page/measured.md"));
    expect_file!["../../../../docs/import-formats.md"].assert_eq(&page);
}

#[test]
fn what_varies_is_left_out_of_a_rule() {
    assert_eq!(pattern("“园区名称”为必填项"), "…为必填项");
    assert_eq!(pattern("与第 3 行的园区编号相同"), pattern("与第 12 行的地块编号相同"));
    assert_eq!(pattern("应为 -180 至 180.5 之间的数"), "应为 -N 至 N 之间的数");
}
