//! Clauses in our own words, every instrument and every trap, with what a person reads in them.

use std::collections::BTreeSet;

use park_policy::{Clause, TableTexts, Tables, Value, read};

const CLAUSES: &str = include_str!("clauses.csv");

fn tables() -> Tables {
    Tables::parse(&TableTexts {
        instruments: include_str!("../../../models/policy/instruments.csv"),
        screen: include_str!("../../../models/policy/screen-2025-04-20.csv"),
    })
    .expect("the tables are ours")
}

fn number(value: f64) -> String {
    format!("{}", (value * 1e9).round() / 1e9)
}

fn set(values: &[Value]) -> BTreeSet<String> {
    let one = |v: &Value| match v.high {
        Some(high) => format!("{}-{}", number(v.low), number(high)),
        None => number(v.low),
    };
    values.iter().map(one).collect()
}

fn wanted(cell: &str) -> BTreeSet<String> {
    let one = |s: &str| s.parse::<f64>().map_or_else(|_| s.to_owned(), number);
    cell.split(';').filter(|s| !s.is_empty()).map(one).collect()
}

fn years(clause: &Clause) -> String {
    let one = |s: &park_policy::Step| match s.rate_pct {
        Some(rate) => format!("{}@{}", number(s.years), number(rate)),
        None => number(s.years),
    };
    clause.years.iter().map(one).collect::<Vec<_>>().join(";")
}

#[test]
fn our_own_clauses_are_read_as_a_person_reads_them() {
    let tables = tables();
    let mut wrong = Vec::new();
    let mut rows = csv::Reader::from_reader(CLAUSES.as_bytes());
    let mut clauses = 0;
    for row in rows.records() {
        let row = row.expect("the table is ours");
        clauses += 1;
        let clause = read(&tables, &row[0]);
        let mut check = |field: &str, given: String, wanted: String| {
            if given != wanted {
                wrong.push(format!(
                    "{}\n    {field}: read {given}, a person reads {wanted}",
                    &row[0]
                ));
            }
        };
        check("instrument", clause.instrument.code().to_owned(), row[1].to_owned());
        check("rates", format!("{:?}", set(&clause.rates_pct)), format!("{:?}", wanted(&row[2])));
        check(
            "amounts",
            format!("{:?}", set(&clause.amounts_10k_cny)),
            format!("{:?}", wanted(&row[3])),
        );
        check("caps", format!("{:?}", set(&clause.caps_10k_cny)), format!("{:?}", wanted(&row[4])));
        check("per", clause.per.unwrap_or("").to_owned(), row[5].to_owned());
        check("years", years(&clause), row[6].to_owned());
        let by: Vec<&str> = clause.screen.findings.iter().map(|f| f.rule.as_str()).collect();
        let level = clause.screen.level.code().to_owned();
        if level != row[7] {
            check("screen", format!("{level} {by:?}"), row[7].to_owned());
        }
    }
    assert!(clauses >= 100, "only {clauses} clauses");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn who_pays_in_full_or_more_gains_nothing() {
    let tables = tables();
    for text in [
        "工业用地按基准地价的120%出让。",
        "工业用地按基准地价的100%出让。",
        "厂房租金按市场价的90%-110%收取。",
    ] {
        let clause = read(&tables, text);
        assert!(clause.rates_pct.is_empty(), "{text}: {:?}", clause.rates_pct);
    }
}

/// Odd texts: whatever is handed in, every figure is finite and every place lies in the text.
#[test]
fn odd_text_is_read_without_harm() {
    let tables = tables();
    let texts = [
        String::new(),
        " \u{feff}\u{200b}".to_owned(),
        "奖励9".to_owned() + &"9".repeat(10_000) + "万元",
        "奖励".to_owned() + &"九千".repeat(2_000) + "万亿元",
        "补贴0.".to_owned() + &"3".repeat(5_000) + "%",
        "补贴999999999999999万亿元，按999999999999999折".to_owned(),
        "𠀀免".repeat(2_000),
        "按1:100%配套；按一比十成配套".to_owned(),
        "(".repeat(9_000) + &")".repeat(9_000),
        "，。；%‰折成第年".repeat(500),
        "免1减2半三免三减".to_owned(),
        "e\u{301}（gǎo".to_owned(),
    ];
    for text in &texts {
        let clause = read(&tables, text);
        let length = text.chars().count();
        let values = [&clause.rates_pct, &clause.amounts_10k_cny, &clause.caps_10k_cny];
        for value in values.into_iter().flatten() {
            let shown: String = text.chars().take(20).collect();
            assert!((value.low * 1e9).is_finite(), "{shown}: {value:?}");
            assert!(value.high.is_none_or(|h| (h * 1e9).is_finite()), "{shown}: {value:?}");
            assert!(value.span.start < value.span.end && value.span.end <= length, "{shown}");
        }
    }
}
