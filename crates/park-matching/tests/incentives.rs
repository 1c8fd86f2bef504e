//! The criterion for incentives: what the clauses on file are worth, what it does to the order, and that it is off
//! unless the profile asks.

mod world;

use std::sync::Arc;

use park_domain::{Dataset, PartialDate, Record, Table};
use park_features::Features;
use park_matching::incentives::PolicyModels;
use park_matching::{Catalog, Criterion, Profile, ProfileDraft, Settings, explain_park, rank};
use park_policy::projects::{standard_projects, terms};
use park_policy::{TableTexts, Tables};
use world::{models, reader};

fn record(table: Table, cells: &[(&str, &str)]) -> Record {
    let mut row = vec![None; table.columns().len()];
    for (name, value) in cells {
        row[table.column(name).expect("a column")] = Some(*value);
    }
    Record::check(table, &row).expect("a row")
}

fn park(id: &str, region: &str, level: &str) -> Record {
    record(
        Table::Parks,
        &[
            ("park_id", id),
            ("name", id),
            ("level", level),
            ("region_code", region),
            ("leading_industries", "光伏"),
        ],
    )
}

fn clause(id: &str, cells: &[(&str, &str)]) -> Record {
    record(Table::Policies, &[&[("clause_id", id)], cells].concat())
}

fn catalog() -> Catalog {
    let rate = |pct: &'static str| {
        [
            ("text", "固投按比例奖励"),
            ("instrument", "equipment"),
            ("rate_pct", pct),
            ("per", "investment"),
        ]
    };
    let of = |owner: (&'static str, &'static str), pct| [&[owner], &rate(pct)[..]].concat();
    let dataset = Dataset::from_records(&[
        park("A", "320500", "national"),
        park("B", "330100", "provincial"),
        park("C", "420100", "provincial"),
        park("D", "430100", "provincial"),
        clause("C1", &[&of(("park_id", "B"), "8")[..], &[("condition", "固投1亿元以上")]].concat()),
        clause("C2", &of(("region_code", "420000"), "4")),
        clause("C3", &[&of(("park_id", "A"), "9")[..], &[("valid_to", "2019-12")]].concat()),
        clause("C4", &[&of(("park_id", "A"), "9")[..], &[("role", "price")]].concat()),
        clause(
            "C5",
            &[("park_id", "A"), ("text", "地方税收全返"), ("rate_pct", "100"), ("per", "tax_paid")],
        ),
    ]);
    let text = |name: &str| {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/policy");
        std::fs::read_to_string(dir.join(name)).expect("a model file")
    };
    let (instruments, screen) = (text("instruments.csv"), text("screen-2025-04-20.csv"));
    let projects = text("standard-projects.csv");
    let policy = PolicyModels {
        tables: Tables::parse(&TableTexts { instruments: &instruments, screen: &screen })
            .expect("tables"),
        projects: standard_projects(&projects).expect("projects"),
        terms: terms(&projects).expect("terms"),
    };
    let models = models().with_policy(Arc::new(policy));
    let as_of = PartialDate::parse("2020-12").expect("a date");
    let features = Features::build(&dataset, reader(), as_of, &models.features());
    Catalog::build(&dataset, features, reader(), models)
}

fn profile(catalog: &Catalog, incentives: Option<&str>, investment: Option<f64>) -> Profile {
    let draft = ProfileDraft {
        industry_text: Some("光伏".to_owned()),
        incentives: incentives.map(str::to_owned),
        investment_10k_cny: investment,
        ..ProfileDraft::default()
    };
    Profile::check(draft, reader(), catalog).expect("a usable profile")
}

#[test]
fn incentives_are_off_unless_asked_and_then_both_ranks_are_shown() {
    let catalog = catalog();
    let settings = Settings::default();
    let without = rank(&catalog, &profile(&catalog, None, Some(20_000.0)), &settings);
    assert!(without.criteria.iter().all(|c| c.criterion != Criterion::Incentives));
    assert!(without.matches.iter().all(|m| m.rank_without_incentives.is_none()));
    let with = rank(&catalog, &profile(&catalog, Some("include"), Some(20_000.0)), &settings);
    for m in &with.matches {
        let other =
            without.matches.iter().find(|o| o.park.id == m.park.id).expect("the same parks");
        assert_eq!(
            m.rank_without_incentives,
            Some(other.rank).filter(|r| *r != m.rank),
            "{}",
            m.park.id
        );
    }
    assert!(with.matches.iter().any(|m| m.rank_without_incentives.is_some()), "8 % moves a park");
    let order = |r: &park_matching::Ranking, id: &str| {
        r.matches.iter().position(|m| m.park.id.as_str() == id)
    };
    assert!(order(&with, "B") < order(&with, "D"));
}

#[test]
fn the_value_is_the_certain_share_of_the_investment_and_names_its_clauses() {
    let catalog = catalog();
    let profile = profile(&catalog, Some("include"), Some(20_000.0));
    let reason = |id: &str| {
        let (m, _) = explain_park(&catalog, &profile, id, &Settings::default()).expect("a park");
        m.because.into_iter().find(|r| r.criterion == Criterion::Incentives)
    };
    let b = reason("B").expect("its clause counts");
    // 8 % at the end of year 1, discounted at 6 %, between 0 and 10 %.
    assert!((b.fit - 0.8 / 1.06).abs() < 1e-9, "{b:?}");
    assert!(b.evidence[0].value.contains("C1"), "{:?}", b.evidence);
    let c = reason("C").expect("the clause of its province counts");
    assert!((c.fit - 0.4 / 1.06).abs() < 1e-9 && c.evidence[0].value.contains("C2"));
    assert!(
        reason("A").is_none(),
        "an expired clause, a price and one that needs review do not count"
    );
    assert!(reason("D").is_none(), "nothing on file is unknown");
}

#[test]
fn a_condition_that_fails_and_an_investment_that_is_not_named() {
    let catalog = catalog();
    let fit = |investment| {
        let profile = profile(&catalog, Some("include"), investment);
        let (m, _) = explain_park(&catalog, &profile, "B", &Settings::default()).expect("a park");
        let open = m.unknown.iter().any(|u| u.criterion == Criterion::Incentives);
        (m.because.iter().any(|r| r.criterion == Criterion::Incentives), open)
    };
    assert_eq!(fit(Some(9_000.0)), (false, true), "below the floor of the clause; more may exist");
    assert_eq!(fit(None), (false, true), "no investment, no share");
    assert_eq!(fit(Some(10_000.0)), (true, true));
}
