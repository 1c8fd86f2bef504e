//! Faults of a profile: where, what, and whether it is malformed (400) or cannot be answered (422).

mod world;

use park_matching::{
    ChainDraft, MustDraft, NearDraft, Profile, ProfileDraft, UtilitiesDraft, ValueDraft,
};
use world::{build, catalog_of, plain, reader};

fn draft() -> ProfileDraft {
    ProfileDraft { industry_text: Some("光伏组件".to_owned()), ..ProfileDraft::default() }
}

fn must(criterion: &str, op: &str, value: ValueDraft) -> ProfileDraft {
    let (criterion, op) = (criterion.to_owned(), op.to_owned());
    ProfileDraft { musts: vec![MustDraft { criterion, op, value }], ..draft() }
}

fn weights(list: &[(&str, f64)]) -> ProfileDraft {
    let weights = list.iter().map(|(n, w)| ((*n).to_owned(), *w)).collect();
    ProfileDraft { weights, ..draft() }
}

#[test]
fn every_fault_has_its_pointer_and_its_kind() {
    let catalog = catalog_of(&build(&[plain("A")]));
    let near = |longitude, latitude| NearDraft { longitude, latitude, ..NearDraft::default() };
    let word = |w: &str| ValueDraft::Text(w.to_owned());
    let cases: Vec<(ProfileDraft, &str, bool)> = vec![
        (ProfileDraft::default(), "/industry", false),
        (
            ProfileDraft { industry_codes: vec!["9999".into()], ..draft() },
            "/industry/codes/0",
            true,
        ),
        (
            ProfileDraft {
                chain: Some(ChainDraft { name: "无此链".into(), stage: None }),
                ..draft()
            },
            "/chain/name",
            true,
        ),
        (ProfileDraft { limit: Some(0), ..draft() }, "/limit", false),
        (ProfileDraft { limit: Some(201), ..draft() }, "/limit", false),
        (ProfileDraft { preset: Some("best".into()), ..draft() }, "/preset", false),
        (ProfileDraft { rank_by: Some("price".into()), ..draft() }, "/rank_by", false),
        (ProfileDraft { incentives: Some("maybe".into()), ..draft() }, "/incentives", false),
        (ProfileDraft { start_by: Some("soon".into()), ..draft() }, "/start_by", false),
        (ProfileDraft { level: vec!["unknown".into()], ..draft() }, "/level/0", false),
        (ProfileDraft { kind: vec!["zoo".into()], ..draft() }, "/kind/0", false),
        (ProfileDraft { regions: vec!["江苏".into()], ..draft() }, "/location/regions/0", false),
        (
            ProfileDraft { near: vec![near(200.0, 30.0)], ..draft() },
            "/location/near/0/longitude",
            false,
        ),
        (
            ProfileDraft {
                utilities: UtilitiesDraft { power_mw: Some(-1.0), ..UtilitiesDraft::default() },
                ..draft()
            },
            "/utilities/power_mw",
            false,
        ),
        (must("colour", "=", word("red")), "/musts/0/criterion", false),
        (must("power_mw", "~", ValueDraft::Number(1.0)), "/musts/0/op", false),
        (must("power_mw", "in", ValueDraft::Number(1.0)), "/musts/0/op", false),
        (must("power_mw", ">=", word("much")), "/musts/0/value", false),
        (must("hazardous_waste", "=", ValueDraft::Number(1.0)), "/musts/0/value", false),
        (must("level", ">=", word("national")), "/musts/0/op", false),
        (must("distance_km", "<=", ValueDraft::Number(10.0)), "/musts/0/criterion", false),
        (weights(&[("colour", 1.0)]), "/weights/colour", false),
        (weights(&[("industry", -1.0)]), "/weights/industry", false),
        (weights(&[("industry", 0.0), ("cost", 0.0)]), "/weights", true),
    ];
    for (draft, pointer, unanswerable) in cases {
        let faults = Profile::check(draft, reader(), &catalog).expect_err(pointer);
        let found = faults.iter().find(|f| f.pointer == pointer);
        let fault = found.unwrap_or_else(|| panic!("{pointer} is missing in {faults:?}"));
        assert_eq!(fault.unanswerable, unanswerable, "{pointer}");
        assert!(!fault.rule.zh.is_empty() && !fault.rule.en.is_empty());
    }
}

#[test]
fn a_text_that_maps_to_nothing_is_ranked_by_its_words() {
    let catalog = catalog_of(&build(&[plain("A")]));
    let text = Some("呼噜噜嘟嘟".to_owned());
    let draft = ProfileDraft { industry_text: text, ..ProfileDraft::default() };
    let profile = Profile::check(draft, reader(), &catalog).expect("ranked by text alone");
    assert!(profile.industry.codes.is_empty() && !profile.industry.unmapped.is_empty());
    assert_eq!(profile.industry.words[0].word, "呼噜噜嘟嘟");
}
