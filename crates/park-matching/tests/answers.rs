//! Worked examples: what an investor asks, and what the answer must say.

mod readiness;
mod world;

use park_matching::must::{MustValue, Op};
use park_matching::ranking::{Has, RelaxTo};
use park_matching::say::must_words;
use park_matching::{
    Criterion, Language, MustDraft, NearDraft, Profile, ProfileDraft, Ranking, Settings,
    UtilitiesDraft, ValueDraft, rank,
};
use world::{ParkSeed, build, catalog_of, plain, reader};

fn ranked(parks: &[ParkSeed], draft: ProfileDraft) -> Ranking {
    let catalog = catalog_of(&build(parks));
    let profile = Profile::check(draft, reader(), &catalog).expect("a valid profile");
    rank(&catalog, &profile, &Settings::default())
}

fn asks(text: &str) -> ProfileDraft {
    ProfileDraft { industry_text: Some(text.to_owned()), ..ProfileDraft::default() }
}

fn must(criterion: &str, op: &str, value: f64) -> MustDraft {
    let value = ValueDraft::Number(value);
    MustDraft { criterion: criterion.to_owned(), op: op.to_owned(), value }
}

#[test]
fn a_capacity_alone_can_only_prove_that_it_is_too_small() {
    let parks = [
        ParkSeed { capacity: Some(30), ..plain("A") },
        ParkSeed { capacity: Some(100), ..plain("B") },
        ParkSeed { spare: Some(50), ..plain("C") },
        plain("D"),
    ];
    let draft = ProfileDraft { musts: vec![must("power_mw", ">=", 40.0)], ..asks("光伏组件") };
    let ranking = ranked(&parks, draft);
    // 50 MVA carry 45 MW; 30 MVA are at most 27 MW; of B and D too little is known.
    assert_eq!(ranking.eligible, 1);
    assert_eq!(ranking.matches[0].park.id.as_str(), "C");
    let miss = &ranking.near_misses[0];
    assert_eq!(miss.park.id.as_str(), "A");
    assert_eq!(miss.failed[0].short_by, Some(13.0));
    assert!(matches!(miss.failed[0].has, Has::Number(span) if (span.hi - 27.0).abs() < 1e-9));
    let open: Vec<&str> = ranking.to_verify.iter().map(|t| t.park.id.as_str()).collect();
    assert_eq!(open, ["B", "D"]);
    assert_eq!(ranking.to_verify_total, 2);
    let allowed = ranking.relaxations.iter().find(|r| r.steps[0].1 == RelaxTo::UnknownAllowed);
    assert_eq!(allowed.expect("an unknown must has its relaxation").adds_parks, 2);
}

#[test]
fn a_filter_with_an_unknown_value_is_an_unknown_must() {
    let parks = [
        ParkSeed { region: Some("320505"), ..plain("A") },
        ParkSeed { region: None, ..plain("B") },
        ParkSeed { region: Some("510100"), ..plain("C") },
        ParkSeed { region: Some("320500"), ..plain("D") },
    ];
    let draft = ProfileDraft { regions: vec!["320505".to_owned()], ..asks("光伏组件") };
    let ranking = ranked(&parks, draft);
    assert_eq!(ranking.eligible, 1);
    // D is known only to its city, which holds the county asked.
    let mut open: Vec<&str> = ranking.to_verify.iter().map(|t| t.park.id.as_str()).collect();
    open.sort_unstable();
    assert_eq!(open, ["B", "D"]);
    assert!(ranking.musts[0].filter && ranking.musts[0].op == Op::In);
    assert_eq!(ranking.near_misses[0].failed[0].has, Has::Word("510100".to_owned()));
}

#[test]
fn a_name_that_says_chemical_proves_nothing_but_is_shown() {
    let parks = [
        ParkSeed { name: Some("江滨化工园区"), ..plain("A") },
        ParkSeed { chemical: Some(true), ..plain("B") },
    ];
    let ranking = ranked(&parks, ProfileDraft { chemical_park: Some(true), ..asks("农药") });
    assert_eq!(ranking.matches.len(), 1);
    assert_eq!(ranking.to_verify[0].park.id.as_str(), "A");
    assert_eq!(ranking.to_verify[0].hints.len(), 1);
}

#[test]
fn an_empty_list_names_the_clash_and_the_way_out() {
    let parks = [
        ParkSeed { area: Some(5000), level: Some("provincial"), ..plain("A") },
        ParkSeed { area: Some(100), level: Some("national"), ..plain("B") },
    ];
    let draft = ProfileDraft {
        level: vec!["national".to_owned()],
        musts: vec![must("approved_area_ha", ">=", 1000.0)],
        ..asks("白酒")
    };
    let ranking = ranked(&parks, draft);
    assert_eq!((ranking.eligible, ranking.matches.len()), (0, 0));
    assert_eq!(ranking.clashes[0].musts, [0, 1]);
    let to: Vec<&RelaxTo> = ranking.relaxations.iter().map(|r| &r.steps[0].1).collect();
    assert!(to.contains(&&RelaxTo::Value(MustValue::Number(100.0))));
    assert!(ranking.relaxations.iter().all(|r| r.adds_parks == 1));
}

#[test]
fn several_musts_may_have_to_give_together() {
    let parks = [ParkSeed { area: Some(100), level: Some("provincial"), ..plain("A") }];
    let draft = ProfileDraft {
        level: vec!["national".to_owned()],
        musts: vec![must("approved_area_ha", ">=", 1000.0)],
        ..asks("白酒")
    };
    let ranking = ranked(&parks, draft);
    assert_eq!(ranking.relaxations.len(), 1);
    assert_eq!(ranking.relaxations[0].steps.len(), 2);
    assert_eq!(ranking.relaxations[0].adds_parks, 1);
}

#[test]
fn a_house_takes_one_place() {
    let parks = [
        plain("A"),
        ParkSeed { parent: Some("A".to_owned()), level: Some("national"), ..plain("B") },
        plain("C"),
    ];
    let ranking = ranked(&parks, asks("光伏组件"));
    assert_eq!((ranking.considered, ranking.eligible, ranking.matches.len()), (3, 3, 2));
    let house = ranking.matches[0].house.as_ref().expect("a house of two plates");
    assert_eq!((house.id.as_str(), house.plates.len()), ("A", 2));
}

#[test]
fn little_data_is_held_back_unless_the_profile_weighs_it() {
    let utilities = UtilitiesDraft {
        power_mw: Some(40.0),
        water_t_per_day: Some(3000.0),
        steam_t_per_hour: Some(20.0),
        hazardous_waste: Some(true),
        ..UtilitiesDraft::default()
    };
    let draft = ProfileDraft { utilities, ..asks("光伏组件") };
    let little = |r: &Ranking| -> f64 {
        let industry =
            [Criterion::IndustryFit, Criterion::IndustryScale, Criterion::Level, Criterion::Kind];
        r.criteria.iter().filter(|c| !industry.contains(&c.criterion)).map(|c| c.weight).sum()
    };
    let held = little(&ranked(&[plain("A")], draft.clone()));
    assert!(held <= 0.25 + 1e-12, "{held}");
    let weights = vec![("industry".to_owned(), 0.2), ("power_mw".to_owned(), 0.8)];
    let own = little(&ranked(&[plain("A")], ProfileDraft { weights, ..draft }));
    assert!(own > 0.25, "{own}");
}

#[test]
fn words_come_in_both_languages_and_the_numbers_stay() {
    let parks = [ParkSeed { industries: Some("光伏、食品".into()), ..plain("A") }, plain("B")];
    let catalog = catalog_of(&build(&parks));
    let profile = Profile::check(asks("光伏组件"), reader(), &catalog).expect("valid");
    let zh = rank(&catalog, &profile, &Settings { language: Language::Zh });
    let en = rank(&catalog, &profile, &Settings { language: Language::En });
    assert_eq!(zh.matches[0].score.to_bits(), en.matches[0].score.to_bits());
    let words = |r: &Ranking| r.matches[0].because[0].words.clone();
    assert!(words(&zh).contains("主导产业写明“光伏”"), "{}", words(&zh));
    assert!(words(&en).contains("names “光伏”"), "{}", words(&en));
    let why = zh.why_first.expect("two matches");
    assert!(why.contains("产业契合度") && why.contains("后者 所在县市有企业从事该产业"), "{why}");
}

fn asks_power() -> ProfileDraft {
    let utilities = UtilitiesDraft { power_mw: Some(40.0), ..UtilitiesDraft::default() };
    ProfileDraft { utilities, ..asks("光伏组件") }
}

#[test]
fn what_decides_an_equal_score_is_said() {
    // Both prove the same; of B less is known, so that it could reach more.
    let parks = [ParkSeed { spare: Some(0), ..plain("A") }, plain("B")];
    let ranking = ranked(&parks, asks_power());
    assert_eq!(ranking.matches[0].park.id.as_str(), "B");
    let why = ranking.why_first.expect("two matches");
    assert!(why.contains("得分相同") && why.contains("可达得分更高"), "{why}");
    // Alike in everything: listed by id.
    let why = ranked(&[plain("A"), plain("B")], asks_power()).why_first.expect("two matches");
    assert!(why.contains("按编号排列"), "{why}");
}

#[test]
fn a_list_by_what_could_be_reached_is_explained_by_it() {
    let parks = [ParkSeed { spare: Some(10), ..plain("A") }, plain("B")];
    let ranking =
        ranked(&parks, ProfileDraft { rank_by: Some("possible".to_owned()), ..asks_power() });
    assert_eq!(ranking.matches[0].park.id.as_str(), "B");
    assert!(ranking.matches[0].score < ranking.matches[1].score);
    let why = ranking.why_first.expect("two matches");
    assert!(why.contains("供电余量") && why.contains("前者 未知（"), "{why}");
}

/// Whether a text holds a word of three small Latin letters or more: units such as MW are no word.
fn has_english(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_lowercase()).any(|word| word.len() >= 3)
}

#[test]
fn a_chinese_answer_is_chinese_throughout() {
    let known = ParkSeed {
        industries: Some("光伏、食品".into()),
        area: Some(500),
        place: Some((118, 32)),
        approved: Some(2006),
        chemical: Some(true),
        firms: Some(vec![("382", 12)]),
        spare: Some(50),
        plot: Some(100),
        ..plain("A")
    };
    let unnamed = ParkSeed { area: Some(700), capacity: Some(100), ..plain("B") };
    let near = NearDraft {
        label: Some("客户".to_owned()),
        longitude: 118.8,
        latitude: 32.0,
        ..NearDraft::default()
    };
    let draft = ProfileDraft {
        near: vec![near],
        musts: vec![must("approved_area_ha", ">=", 100.0)],
        ..asks_power()
    };
    let catalog = catalog_of(&build(&[known, unnamed]));
    let profile = Profile::check(draft, reader(), &catalog).expect("valid");
    let told = |language| -> Vec<String> {
        let ranking = rank(&catalog, &profile, &Settings { language });
        let mut texts: Vec<String> = ranking.why_first.into_iter().collect();
        for m in &ranking.matches {
            for reason in &m.because {
                texts.push(reason.words.clone());
                texts.extend(reason.evidence.iter().map(|e| e.value.clone()));
            }
            for open in &m.unknown {
                texts.push(open.ask.clone());
                texts.extend(open.note.clone());
            }
        }
        texts
    };
    let (zh, en) = (told(Language::Zh), told(Language::En));
    assert!(zh.len() > 8 && zh.len() == en.len());
    for text in &zh {
        assert!(!has_english(text), "{text}");
    }
    assert!(zh.contains(&"余量 50 MVA".to_owned()) && en.contains(&"spare 50 MVA".to_owned()));
    // No industry is named: nobody knows how the area is shared.
    assert!(!zh.iter().any(|t| t.contains("由 1 个")), "{zh:?}");
    for criterion in Criterion::ALL {
        let model = catalog.models.criterion(*criterion);
        assert_eq!(model.unit.is_some(), model.unit_zh.is_some(), "{}", criterion.code());
    }
    let words = must_words(&catalog, &profile.musts[0], Language::Zh);
    assert_eq!(words, "核准面积 ≥ 100 公顷");
}
