//! Clauses of the store, by columns and by text, in our own words.

use park_domain::{Dataset, Record, Table};

use super::*;
use crate::tables::TableTexts;
use crate::value::{Project, Recurs, Standing, Terms, simulate, value};

const TERMS: Terms = Terms { discount_rate: 0.06, horizon_years: 10 };

fn tables() -> Tables {
    Tables::parse(&TableTexts {
        instruments: include_str!("../../../../models/policy/instruments.csv"),
        screen: include_str!("../../../../models/policy/screen-2025-04-20.csv"),
    })
    .expect("the tables are ours")
}

fn clause(cells: &[(&str, &str)]) -> PolicyClause {
    let table = Table::Policies;
    let mut row = vec![None; table.columns().len()];
    for (name, value) in [("clause_id", "C1"), ("park_id", "T1")].iter().chain(cells) {
        row[table.column(name).expect("a column")] = Some(*value);
    }
    Dataset::from_records(&[Record::check(table, &row).expect("a row")]).policies.remove(0)
}

fn of(cells: &[(&str, &str)]) -> ClauseMoney {
    money(&tables(), &clause(cells))
}

fn project() -> Project {
    let exactly = Interval::exactly;
    Project {
        bases: [
            ("investment".to_owned(), (exactly(50_000.0), Recurs::Once)),
            ("tax_paid".to_owned(), (exactly(1_000.0), Recurs::Yearly)),
        ]
        .into(),
        indicators: [
            ("investment".to_owned(), exactly(50_000.0)),
            ("investment/mu".to_owned(), exactly(500.0)),
        ]
        .into(),
        industries: [("工业".to_owned(), crate::value::Check::Met)].into(),
    }
}

#[test]
fn columns_are_used_and_the_condition_is_checked_part_by_part() {
    let found = of(&[
        ("text", "工业固投奖5%到20%"),
        ("instrument", "equipment"),
        ("rate_pct", "5"),
        ("rate_pct_high", "20"),
        ("per", "investment"),
        ("target_industry", "工业"),
        ("condition", "固投1000万元以上、亩均200万元以上"),
    ]);
    assert_eq!(found.read_from, ReadFrom::Columns);
    let [grant] = &found.grants[..] else { panic!("one grant") };
    let valued = value(&project(), grant, &TERMS);
    assert_eq!(valued.standing, Standing::Holds, "{grant:?}");
    let worth = valued.value.expect("a number");
    assert!(
        (worth.low - 2_500.0 / 1.06).abs() < 1e-6 && (worth.high - 10_000.0 / 1.06).abs() < 1e-6
    );
}

#[test]
fn what_a_condition_says_beyond_the_project_stays_open_or_fails() {
    for (condition, want) in [
        ("首次认定高企", Standing::Unchecked),
        ("固投10亿元以上", Standing::Fails),
        ("固投3000至5000万元", Standing::Fails),
        ("固投1000万元以下", Standing::Fails),
        ("年纳税100万元以上", Standing::Unchecked),
        ("新引进、固投1亿元以上", Standing::Holds),
        ("固投1亿元以上或500强", Standing::Unchecked),
        ("技改设备1000万元以上", Standing::Unchecked),
    ] {
        let found = of(&[
            ("text", "奖20万"),
            ("amount_10k_cny", "20"),
            ("per", "once"),
            ("condition", condition),
        ]);
        assert_eq!(value(&project(), &found.grants[0], &TERMS).standing, want, "{condition}");
    }
}

#[test]
fn years_of_a_condition_move_the_flows() {
    let found = of(&[
        ("text", "后两年奖一半"),
        ("rate_pct", "50"),
        ("per", "tax_paid"),
        ("years", "2"),
        ("condition", "新引进、第4至5年"),
    ]);
    let flows = value(&project(), &found.grants[0], &TERMS).flows;
    let paid: Vec<f64> = flows.iter().map(|f| f.high).collect();
    assert_eq!(paid, [0.0, 0.0, 0.0, 500.0, 500.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert_ne!(found.screen.level, crate::Level::No, "measured by tax paid");
}

#[test]
fn a_ceiling_on_a_rate_begins_at_nothing_and_one_on_a_sum_is_a_cap() {
    let ceiling = |text| {
        of(&[("text", text), ("rate_pct", "10"), ("per", "investment")]).grants[0]
            .rate_pct
            .expect("a rate")
            .low
    };
    assert!(ceiling("设备购置至多奖一成") < 1e-9);
    assert!(ceiling("按10%奖励，至多300万元") > 9.0);
}

#[test]
fn steps_of_a_column_follow_each_other() {
    let found =
        of(&[("text", "税"), ("rate_pct", "100"), ("per", "tax_paid"), ("years", "3@100;2@50")]);
    let grants: Vec<&Grant> = found.grants.iter().collect();
    let worth = simulate(&project(), &grants, &TERMS).value.expect("a number");
    assert!((worth.low - 3_442.69).abs() < 0.005 && worth.is_exact(), "{worth:?}");
}

#[test]
fn a_text_alone_is_read_and_its_unread_wording_stays_a_condition() {
    let plain = of(&[(
        "text",
        "固定资产投资1亿元以上的工业项目，按固定资产投资额的4%给予补助，最高1500万元。",
    )]);
    assert_eq!(plain.read_from, ReadFrom::Text);
    let mut p = project();
    p.industries.insert("工业项目".to_owned(), crate::value::Check::Met);
    let valued = value(&p, &plain.grants[0], &TERMS);
    assert_eq!(valued.standing, Standing::Holds, "{:?}", plain.grants);
    assert!((valued.value.expect("a number").low - 1_500.0 / 1.06).abs() < 1e-6);
    let open = of(&[("text", "首次认定为高新技术企业的，一次性奖励20万元。")]);
    let valued = value(&p, &open.grants[0], &TERMS);
    assert_eq!(valued.standing, Standing::Unchecked);
    let silent = of(&[("text", "重大项目一事一议。")]);
    assert_eq!(silent.read_from, ReadFrom::Nowhere);
    assert!(silent.grants.is_empty());
}

#[test]
fn tiers_of_a_text_are_one_benefit() {
    let found =
        of(&[("text", "投资1亿元以上的，按投资额的2%奖励；投资3亿元以上的，按投资额的3%奖励。")]);
    let grants: Vec<&Grant> = found.grants.iter().collect();
    assert_eq!(grants.len(), 2);
    let worth = simulate(&project(), &grants, &TERMS).value.expect("a number");
    assert!((worth.high - 1_500.0 / 1.06).abs() < 1e-6, "{worth:?} {grants:?}");
}

#[test]
fn a_reward_for_the_finder_and_an_older_version_are_marked() {
    assert!(
        of(&[("text", "引荐内资按固投奖0.6%"), ("rate_pct", "0.6"), ("per", "investment")])
            .to_somebody_else
    );
    assert!(of(&[("text", "旧版:上规奖5万"), ("amount_10k_cny", "5")]).superseded);
}
