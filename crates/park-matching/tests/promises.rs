//! The promises of a ranking, kept over random parks and random profiles.

mod world;

use std::collections::{BTreeMap, BTreeSet};

use park_matching::must::MustValue;
use park_matching::ranking::RelaxTo;
use park_matching::{
    MustDraft, Profile, ProfileDraft, Ranking, Settings, ValueDraft, explain_park, rank,
};
use proptest::prelude::*;
use world::{ParkSeed, build, catalog_of, draft, reader, seeds};

fn ranked(parks: &[ParkSeed], draft: &ProfileDraft) -> Ranking {
    let catalog = catalog_of(&build(parks));
    let profile = Profile::check(draft.clone(), reader(), &catalog).expect("a valid profile");
    rank(&catalog, &profile, &Settings::default())
}

/// The score of the first park, in the list or not.
fn score_of_first(parks: &[ParkSeed], draft: &ProfileDraft) -> f64 {
    let catalog = catalog_of(&build(parks));
    let profile = Profile::check(draft.clone(), reader(), &catalog).expect("a valid profile");
    let told = explain_park(&catalog, &profile, &parks[0].id, &Settings::default());
    told.expect("an active park").0.score
}

fn whole_list(draft: &ProfileDraft) -> ProfileDraft {
    ProfileDraft { limit: Some(200), ..draft.clone() }
}

/// What a park proves and what it could reach, by criterion.
type Fits = Vec<(f64, f64)>;

/// The house of every park, as the parents of active parks join them.
fn houses(parks: &[ParkSeed]) -> BTreeMap<&str, usize> {
    let mut houses: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, park) in parks.iter().filter(|p| p.active).enumerate() {
        let own = *houses.entry(&park.id).or_insert(i);
        let Some(parent) = park.parent.as_deref() else { continue };
        let joined = *houses.entry(parent).or_insert(own);
        houses.values_mut().filter(|h| **h == own).for_each(|h| *h = joined);
    }
    houses
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_score_is_the_sum_of_its_reasons(parks in seeds(1..30), draft in draft()) {
        let ranking = ranked(&parks, &whole_list(&draft));
        let weights: f64 = ranking.criteria.iter().map(|c| c.weight).sum();
        prop_assert!(close(weights, 1.0));
        for m in &ranking.matches {
            let adds: f64 = m.because.iter().map(|r| r.adds).sum();
            let open: f64 = m.unknown.iter().map(|u| u.could_add).sum();
            prop_assert!(close(m.score, adds), "{} {adds}", m.score);
            prop_assert!(close(m.could_reach, m.score + open), "{} {open}", m.could_reach);
            prop_assert!(m.could_reach <= 1.0 + 1e-9 && m.score >= 0.0);
            for r in &m.because {
                prop_assert!((0.0..=1.0).contains(&r.fit) && close(r.adds, r.fit * r.weight));
                prop_assert!(!r.words.is_empty());
            }
            prop_assert!(m.unknown.iter().all(|u| u.could_add > 0.0 && !u.ask.is_empty()));
        }
    }

    #[test]
    fn the_limit_only_cuts_the_list(parks in seeds(1..40), draft in draft(), limit in 1_i64..15) {
        let long = ranked(&parks, &whole_list(&draft));
        let short = ranked(&parks, &ProfileDraft { limit: Some(limit), ..draft });
        prop_assert_eq!(short.eligible, long.eligible);
        let n = short.matches.len();
        prop_assert_eq!(n, long.matches.len().min(usize::try_from(limit).expect("small")));
        prop_assert_eq!(&short.matches[..], &long.matches[..n]);
        prop_assert_eq!(&short.facets, &long.facets);
        prop_assert_eq!(&short.relaxations, &long.relaxations);
    }

    #[test]
    fn more_parks_move_no_old_score(
        parks in seeds(1..25), more in seeds(1..25), draft in draft(),
    ) {
        let before = ranked(&parks, &whole_list(&draft));
        let mut all = parks.clone();
        all.extend(more.into_iter().enumerate().map(|(i, mut p)| {
            p.id = format!("Z{i:03}");
            p
        }));
        let after = ranked(&all, &whole_list(&draft));
        for old in &before.matches {
            // House ranks aside, the numbers of a park are its own, to the bit.
            let new = after.matches.iter().find(|m| m.park.id == old.park.id);
            if let Some(new) = new {
                prop_assert_eq!(old.score.to_bits(), new.score.to_bits());
                prop_assert_eq!(old.could_reach.to_bits(), new.could_reach.to_bits());
                prop_assert_eq!(&old.because, &new.because);
            }
        }
    }

    #[test]
    fn learning_a_fact_never_lowers_a_score(
        parks in seeds(1..12), facts in seeds(1..2), which in 0_usize..10, draft in draft(),
    ) {
        let draft = ProfileDraft {
            musts: Vec::new(), level: Vec::new(), kind: Vec::new(), regions: Vec::new(),
            chemical_park: None, ..whole_list(&draft)
        };
        let mut wiser = parks.clone();
        let learned = wiser[0].learn(&facts[0], which);
        let (a, b) = (score_of_first(&parks, &draft), score_of_first(&wiser, &draft));
        prop_assert!(b >= a - 1e-12, "{learned}: {a} -> {b}");
    }

    #[test]
    fn the_order_is_total_and_equal_is_equal(parks in seeds(1..40), draft in draft()) {
        let ranking = ranked(&parks, &whole_list(&draft));
        let by_reach = draft.rank_by.as_deref() == Some("possible");
        let key = |m: &park_matching::Match| {
            if by_reach { (m.could_reach, m.score, m.scale) } else { (m.score, m.could_reach, m.scale) }
        };
        for (i, pair) in ranking.matches.windows(2).enumerate() {
            let (a, b) = (key(&pair[0]), key(&pair[1]));
            prop_assert!(a >= b);
            if a == b {
                prop_assert_eq!(pair[0].rank, pair[1].rank);
                prop_assert!(pair[0].park.id < pair[1].park.id);
            } else {
                prop_assert_eq!(pair[1].rank, i + 2);
            }
        }
        for m in &ranking.matches {
            let (first, last) = m.rank_range;
            prop_assert!(1 <= first && first <= m.rank && m.rank <= last && last <= ranking.eligible);
        }
    }

    #[test]
    fn rank_ranges_are_those_of_scoring_everyone(parks in seeds(1..25), draft in draft()) {
        let catalog = catalog_of(&build(&parks));
        let short = ProfileDraft { limit: Some(3), ..draft.clone() };
        let profile = Profile::check(short, reader(), &catalog).expect("valid");
        let ranking = rank(&catalog, &profile, &Settings::default());
        // Fits of every eligible plate, read off the explanations.
        let fits = |id: &str| -> Fits {
            let told = explain_park(&catalog, &profile, id, &Settings::default());
            let (m, _) = told.expect("an active park");
            profile.criteria.iter().map(|w| {
                let lo = m.because.iter().find(|r| r.criterion == w.criterion).map_or(0.0, |r| r.fit);
                let open = m.unknown.iter().find(|u| u.criterion == w.criterion);
                (lo, lo + open.map_or(0.0, |u| u.could_add / w.weight))
            }).collect()
        };
        let by_reach = draft.rank_by.as_deref() == Some("possible");
        // Without parents every eligible plate is listed; a house takes the place of its best plate.
        let alone: Vec<ParkSeed> =
            parks.iter().map(|p| ParkSeed { parent: None, ..p.clone() }).collect();
        let plates = ranked(&alone, &whole_list(&draft));
        prop_assert_eq!(plates.matches.len(), ranking.eligible);
        let houses = houses(&parks);
        let house = |id: &str| houses.get(id).copied();
        let all_fits: Vec<(Option<usize>, Fits)> = plates.matches.iter()
            .map(|m| (house(m.park.id.as_str()), fits(m.park.id.as_str())))
            .collect();
        for m in &ranking.matches {
            let (own_house, own_fits) = (house(m.park.id.as_str()), fits(m.park.id.as_str()));
            let (mut first, mut last) = ((usize::MAX, usize::MAX), (0, 0));
            for weights in park_matching::draw_weights(&profile, &catalog.models) {
                let value = |f: &Fits| -> f64 {
                    let pick = |(lo, hi): &(f64, f64)| if by_reach { *hi } else { *lo };
                    weights.iter().zip(f).map(|(w, x)| w * pick(x)).sum()
                };
                let own = value(&own_fits);
                let others_above = |least: f64| -> usize {
                    let above = all_fits.iter().filter(|(h, f)| *h != own_house && value(f) > least);
                    above.map(|(h, _)| h).collect::<BTreeSet<_>>().len()
                };
                let surely = others_above(own + 1e-9) + 1;
                let perhaps = others_above(own - 1e-9) + 1;
                first = (first.0.min(surely), first.1.min(perhaps.max(surely)));
                last = (last.0.max(surely), last.1.max(perhaps.max(surely)));
            }
            let (a, b) = m.rank_range;
            prop_assert!(first.0.min(m.rank) <= a && a <= first.1.min(m.rank), "{:?} {first:?}", m.rank_range);
            prop_assert!(last.0.max(m.rank) <= b && b <= last.1.max(m.rank), "{:?} {last:?}", m.rank_range);
        }
    }

    #[test]
    fn facets_count_the_eligible(parks in seeds(1..40), draft in draft()) {
        let ranking = ranked(&parks, &whole_list(&draft));
        prop_assert_eq!(ranking.considered, parks.iter().filter(|p| p.active).count());
        for counts in [&ranking.facets.level, &ranking.facets.kind, &ranking.facets.province] {
            prop_assert_eq!(counts.values().sum::<usize>(), ranking.eligible);
        }
        let unknown_only = ranking.to_verify.iter().filter(|t| !t.unknown_musts.is_empty()).count();
        prop_assert!(ranking.eligible + unknown_only <= ranking.considered);
        prop_assert!(ranking.to_verify.len() <= 20 && ranking.to_verify.len() <= ranking.to_verify_total);
        let shown: Vec<_> = ranking.matches.iter().map(|m| &m.park.id).collect();
        prop_assert!(ranking.to_verify.iter().all(|t| !shown.contains(&&t.park.id) && !t.ask.is_empty()));
    }

    #[test]
    fn a_relaxation_adds_what_it_says(parks in seeds(5..40), mut draft in draft(), want in 1.0..300.0) {
        draft.musts.push(MustDraft {
            criterion: "approved_area_ha".to_owned(),
            op: ">=".to_owned(),
            value: ValueDraft::Number(want * 20.0),
        });
        let n_musts = draft.musts.len();
        let before = ranked(&parks, &whole_list(&draft));
        let last = before.musts.len() - 1;
        for relaxation in &before.relaxations {
            if let [(m, RelaxTo::Value(MustValue::Number(to)))] = relaxation.steps[..]
                && m == last
            {
                let mut wider = draft.clone();
                wider.musts[n_musts - 1].value = ValueDraft::Number(to);
                let after = ranked(&parks, &whole_list(&wider));
                prop_assert_eq!(after.eligible, before.eligible + relaxation.adds_parks);
            }
        }
        if before.eligible == 0 {
            prop_assert!(!before.clashes.is_empty());
            prop_assert!(!before.relaxations.is_empty());
        }
    }

    #[test]
    fn the_same_request_gives_the_same_answer(parks in seeds(1..20), draft in draft()) {
        prop_assert_eq!(ranked(&parks, &draft), ranked(&parks, &draft));
    }
}

#[test]
fn threads_do_not_matter() {
    let parks = world::many(24_000);
    let catalog = catalog_of(&parks);
    let draft = ProfileDraft {
        industry_text: Some("光伏组件".to_owned()),
        limit: Some(50),
        ..ProfileDraft::default()
    };
    let profile = Profile::check(draft, reader(), &catalog).expect("valid");
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| rank(&catalog, &profile, &Settings::default()))
    };
    assert_eq!(with(1), with(4));
}
