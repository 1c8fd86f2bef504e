//! Directions and plans on a small invented nation.

use std::path::Path;

use park_domain::{Dataset, Record, Table};
use park_industry::{Code, Reader};

use super::*;

const PROXIMITY: &str = "# made by: hand
a,b,parks
13,13,4
26,26,4
36,36,4
38,38,4
39,39,4
16,16,4
36,38,3
38,39,3
36,39,1
13,26,1
16,38,4
26,38,3
";
const COMPLEXITY: &str = "# made by: hand
division,share,complexity
13,0.2,0.5
16,0.1,0.4
26,0.2,1.0
36,0.2,2.0
38,0.2,3.0
39,0.1,4.0
";
const SETTINGS: &str = include_str!("../../../../models/directions/settings.csv");
const FEASIBILITY: &str = include_str!("../../../../models/directions/feasibility.csv");

fn tables() -> DirectionTables {
    DirectionTables::parse(&DirectionTexts {
        proximity: PROXIMITY,
        complexity: COMPLEXITY,
        settings: SETTINGS,
        feasibility: FEASIBILITY,
    })
    .unwrap()
}

fn reader() -> Reader {
    Reader::from_dir(Path::new("../../models")).unwrap()
}

fn record(table: Table, cells: &[(&str, &str)]) -> Record {
    let mut row = vec![None; table.columns().len()];
    for (name, value) in cells {
        row[table.column(name).unwrap()] = Some(*value);
    }
    Record::check(table, &row).unwrap()
}

/// Five parks of 江苏 with firms, and one of which nothing is known.
fn world() -> Dataset {
    let mut records = Vec::new();
    for (n, firms) in [
        [("36", "30"), ("13", "1")],
        [("36", "20"), ("38", "20")],
        [("36", "25"), ("13", "5")],
        [("38", "15"), ("36", "15")],
        [("36", "40"), ("39", "2")],
    ]
    .iter()
    .enumerate()
    {
        let id = format!("T{n}");
        let x = format!("{}", 119.0 + 0.1 * f64::from(u32::try_from(n).unwrap()));
        records.push(record(
            Table::Parks,
            &[
                ("park_id", &id),
                ("name", &format!("园区{n}")),
                ("region_code", "320100"),
                ("longitude", &x),
                ("latitude", "32"),
            ],
        ));
        for (industry, value) in firms {
            records.push(record(
                Table::Structure,
                &[
                    ("park_id", &id),
                    ("year", "2013"),
                    ("industry", industry),
                    ("basis", "firms"),
                    ("value", value),
                ],
            ));
        }
    }
    records.push(record(
        Table::Parks,
        &[("park_id", "T9"), ("name", "无数据"), ("region_code", "320100")],
    ));
    Dataset::from_records(&records)
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

#[test]
fn a_direction_is_the_sum_of_its_parts_and_feasibility_is_a_filter() {
    let (tables, reader) = (tables(), reader());
    let ground = Ground::of(&world(), &reader, &tables);
    let advice = advise(&ground, ground.stand("T0").unwrap(), &tables, &reader);
    assert_eq!(advice.peers, Some(4));
    let codes: Vec<&str> = advice.directions.iter().map(|d| d.division.as_str()).collect();
    // 36 is what it is strong in, 16 a monopoly; 26 stays, with its questions.
    assert!(!codes.contains(&"36") && !codes.contains(&"16"), "{codes:?}");
    assert_eq!(advice.closed, [(code("16"), Need::Closed)]);
    let chemicals = advice.directions.iter().find(|d| d.division == code("26")).unwrap();
    assert_eq!(chemicals.asks, [Need::ChemicalPark, Need::Energy]);
    for d in &advice.directions {
        let p = d.parts;
        assert!((d.score() - (p.near + p.worthwhile + p.gap + p.crowded)).abs() < 1e-12);
        assert!(p.crowded <= 0.0);
    }
    for two in advice.directions.windows(2) {
        assert!(two[0].score() >= two[1].score());
    }
    let electric = advice.directions.iter().find(|d| d.division == code("38")).unwrap();
    assert_eq!(electric.crowd, ["园区1", "园区3"]);
    assert_eq!(electric.facts.crowded, Some(0.5));
    assert_eq!(electric.supports[0], (code("36"), 0.75));
    // Two peers have 38 and none has 39 as its strength: 39 sets apart more.
    let change = |c: &str| {
        let found = advice.directions.iter().find(|d| d.division == code(c)).unwrap();
        found.change.unwrap().mean_similarity
    };
    assert!(change("39") < change("38"), "{} {}", change("39"), change("38"));
}

#[test]
fn another_park_far_away_moves_no_score() {
    let (tables, reader) = (tables(), reader());
    let of = |dataset: &Dataset| {
        let ground = Ground::of(dataset, &reader, &tables);
        advise(&ground, ground.stand("T0").unwrap(), &tables, &reader)
    };
    let mut more = world();
    let far = [
        ("park_id", "U1"),
        ("name", "远方"),
        ("longitude", "80"),
        ("latitude", "40"),
        ("leading_industries", "化工"),
    ];
    more.push(&record(Table::Parks, &far));
    assert_eq!(of(&world()), of(&more));
}

#[test]
fn a_park_of_which_nothing_is_known_has_no_direction() {
    let (tables, reader) = (tables(), reader());
    let ground = Ground::of(&world(), &reader, &tables);
    let stand = ground.stand("T9").unwrap();
    let advice = advise(&ground, stand, &tables, &reader);
    assert!(stand.is_bare() && advice.directions.is_empty());
    assert_eq!(advice.peers, None);
}

#[test]
fn a_plan_is_never_worse_than_staying_and_separate_advice_is_measured() {
    let (tables, reader) = (tables(), reader());
    let ground = Ground::of(&world(), &reader, &tables);
    let rules = PlanRules { density_floor: Some(0.0), ..PlanRules::default() };
    let plan = plan_region(&ground, &tables, &reader, "32", &rules).unwrap();
    assert_eq!((plan.parks.len(), plan.pairs, plan.left_out.len()), (5, 10, 1));
    assert!(plan.exact && (plan.bound - plan.planned).abs() < 1e-12);
    assert!(plan.planned <= plan.now && plan.planned <= plan.alone);
    let after: f64 = plan.parks.iter().map(|p| p.after).sum::<f64>() * 4.0 / 2.0;
    assert!((after - plan.planned).abs() < 1e-9);
}

#[test]
fn rules_of_a_plan_hold_and_each_fixed_choice_has_its_cost() {
    let (tables, reader) = (tables(), reader());
    let ground = Ground::of(&world(), &reader, &tables);
    let rules = PlanRules {
        density_floor: Some(0.0),
        most: Some(1),
        fix: vec![("T0".to_owned(), Some(code("13"))), ("T1".to_owned(), None)],
        forbid: vec![(None, code("39"))],
        protect: vec![("T2".to_owned(), code("36"))],
        ..PlanRules::default()
    };
    let plan = plan_region(&ground, &tables, &reader, "3201", &rules).unwrap();
    let takes = |id: &str| plan.parks.iter().find(|p| p.park == id).unwrap().takes;
    assert_eq!((takes("T0"), takes("T1")), (Some(code("13")), None));
    assert!(plan.parks.iter().all(|p| p.takes != Some(code("39"))));
    assert!(plan.planned_most.is_none_or(|(_, n)| n == 1));
    assert_eq!(plan.fixes.len(), 2);
    assert!(plan.fixes.iter().all(|f| f.cost >= 0.0));
    // To keep a park where it is cannot be better than to let it choose.
    let free = PlanRules { fix: Vec::new(), ..rules.clone() };
    let free = plan_region(&ground, &tables, &reader, "3201", &free).unwrap();
    assert!(free.planned <= plan.planned + 1e-12);
    // Pairs that cooperate do not count.
    let pair = PlanRules { cooperate: vec![("T0".to_owned(), "T1".to_owned())], ..rules };
    assert_eq!(plan_region(&ground, &tables, &reader, "32", &pair).unwrap().pairs, 9);
}

#[test]
fn rules_that_do_not_fit_are_pointed_at() {
    let (tables, reader) = (tables(), reader());
    let ground = Ground::of(&world(), &reader, &tables);
    let base = PlanRules::default;
    let fix = |park: &str, c: &str| (park.to_owned(), Some(code(c)));
    for (rules, fault) in [
        (
            PlanRules { fix: vec![fix("X", "38")], ..base() },
            PlanFault::NotInPlan("/fix/0/park".to_owned()),
        ),
        (
            PlanRules { fix: vec![fix("T0", "36")], ..base() },
            PlanFault::NotOpen("/fix/0/industry".to_owned()),
        ),
        (
            PlanRules { most: Some(1), fix: vec![fix("T0", "39"), fix("T1", "39")], ..base() },
            PlanFault::OverMaximum("/fix/0/industry".to_owned()),
        ),
        (
            PlanRules { cooperate: vec![("T0".to_owned(), "T9".to_owned())], ..base() },
            PlanFault::NotInPlan("/cooperate/0/1".to_owned()),
        ),
    ] {
        assert_eq!(plan_region(&ground, &tables, &reader, "32", &rules), Err(fault));
    }
    assert_eq!(plan_region(&ground, &tables, &reader, "11", &base()), Err(PlanFault::TooFew(0)));
}

#[test]
fn tables_that_cannot_be_read_are_named() {
    let texts = DirectionTexts {
        proximity: "h\na,b,parks\n13,99,2\n",
        complexity: COMPLEXITY,
        settings: SETTINGS,
        feasibility: FEASIBILITY,
    };
    assert_eq!(DirectionTables::parse(&texts).unwrap_err().table, "proximity");
    let texts = DirectionTexts { proximity: PROXIMITY, settings: "name,value\n", ..texts };
    assert_eq!(DirectionTables::parse(&texts).unwrap_err().line, "near");
}
