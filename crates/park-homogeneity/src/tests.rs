//! The promises of the whole report on small invented datasets.

use std::path::Path;

use approx::assert_abs_diff_eq;
use park_domain::{Dataset, Record, Table};
use park_industry::Reader;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::*;

fn reader() -> Reader {
    Reader::from_dir(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models"))).unwrap()
}

fn record(table: Table, cells: &[(&str, &str)]) -> Record {
    let mut row = vec![None; table.columns().len()];
    for (name, value) in cells {
        row[table.column(name).unwrap()] = Some(*value);
    }
    Record::check(table, &row).unwrap()
}

const INDUSTRIES: [&str; 32] = [
    "电子信息",
    "装备制造",
    "新材料",
    "汽车零部件",
    "生物医药",
    "纺织服装",
    "食品加工",
    "化工",
    "物流",
    "家具",
    "陶瓷",
    "白酒",
    "钟表",
    "乐器",
    "眼镜",
    "玩具",
    "造船",
    "轴承",
    "五金",
    "造纸",
    "印刷",
    "玻璃",
    "水泥",
    "制鞋",
    "皮革",
    "制茶",
    "制糖",
    "珠宝",
    "轮胎",
    "电线电缆",
    "消防",
    "渔具",
];

/// Parks that share popularity only, with the first two naming the same five rarer industries.
fn dataset(parks: usize, seed: u64) -> Dataset {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut records = Vec::new();
    for i in 0..parks {
        let id = format!("T{i:03}");
        let named: Vec<&str> = if i < 2 {
            vec!["家具", "钟表", "乐器", "轴承", "渔具"]
        } else {
            INDUSTRIES
                .iter()
                .enumerate()
                .filter(|(k, _)| rng.gen_bool(0.6 / (1.0 + 0.25 * *k as f64)))
                .map(|(_, w)| *w)
                .collect()
        };
        let kind = if i % 7 == 6 { "bonded" } else { "economic" };
        let code = format!("3{}0{}00", 2 + i % 2, 1 + i % 5);
        let longitude = format!("{}", 118.0 + 0.1 * i as f64);
        records.push(record(
            Table::Parks,
            &[
                ("park_id", &id),
                ("name", &format!("试验{i}开发区")),
                ("kind", kind),
                ("region_code", &code),
                ("longitude", &longitude),
                ("latitude", "32"),
                ("leading_industries", &named.join("、")),
            ],
        ));
        if i % 3 == 0 {
            for (k, division) in ["13", "17", "26", "35", "39", "51", "65"].iter().enumerate() {
                let firms = rng.gen_range(0..12) + 2 * ((i + k) % 5);
                if firms > 0 {
                    let cells = [
                        ("park_id", id.as_str()),
                        ("industry", division),
                        ("basis", "firms"),
                        ("year", "2015"),
                    ];
                    let value = firms.to_string();
                    records.push(record(
                        Table::Structure,
                        &[&cells[..], &[("value", &value)]].concat(),
                    ));
                }
            }
        }
        if i % 4 == 0 {
            let text = format!(
                "建设先进制造业基地，发展{}与{}，打造产城融合示范区",
                INDUSTRIES[i % 32],
                INDUSTRIES[i % 5]
            );
            records.push(record(Table::Positioning, &[("park_id", &id), ("text", &text)]));
            let clause = format!("C{i}");
            let instrument = if i % 8 == 0 { "tax" } else { "talent" };
            records.push(record(
                Table::Policies,
                &[("clause_id", &clause), ("park_id", &id), ("instrument", instrument)],
            ));
        }
    }
    records.reverse();
    Dataset::from_records(&records)
}

fn report(dataset: &Dataset, params: Params) -> Report {
    analyse(dataset, &reader(), &params.check(dataset).unwrap())
}

fn all() -> Params {
    Params { pairs: PairLimit::All, ..Params::default() }
}

#[test]
fn planted_twins_come_first_and_others_do_not() {
    let found = report(&dataset(60, 4), all());
    let named = &found.axes[Axis::IndustryNamed.index()];
    let first = &named.pairs[0];
    assert_eq!((first.a.as_str(), first.b.as_str()), ("T000", "T001"));
    assert_eq!(first.verdict, Verdict::Twin);
    assert_eq!(first.shared.len(), 5);
    assert!(first.only_a.is_empty() && first.only_b.is_empty());
    assert_abs_diff_eq!(first.similarity, 1.0);
    assert_eq!(named.verdicts[0], 1, "one twin only");
}

#[test]
fn bounds_order_and_counts() {
    let found = report(&dataset(60, 5), all());
    assert_eq!(found.peer_set.parks.len(), 60);
    assert_eq!(found.peer_set.bonded, 8);
    for axis in &found.axes {
        assert_eq!(axis.parks_with_data + axis.no_data.len(), 60, "{:?}", axis.axis);
        assert_eq!(axis.pairs.len(), axis.pairs_total);
        assert_eq!(axis.verdicts.iter().sum::<usize>(), axis.pairs_total);
        assert_eq!(
            axis.compared_pairs, axis.pairs_total as u64,
            "all pairs of the cohorts are tested"
        );
        for pair in &axis.pairs {
            assert!(pair.a < pair.b);
            assert!((0.0..=1.0).contains(&pair.similarity));
            assert!(pair.percentile.is_some_and(|p| (0.0..=1.0).contains(&p)));
            assert!(pair.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
            assert!(pair.q.is_none_or(|q| pair.p.is_some_and(|p| q >= p) && q <= 1.0));
        }
        assert!(axis.pairs.windows(2).all(|w| w[0].p.unwrap_or(2.0) <= w[1].p.unwrap_or(2.0)));
        for group in &axis.groups {
            assert!(group.members.contains(&group.medoid) && group.members.len() > 1);
            assert!(group.inner_minimum <= group.inner_mean + 1e-12);
        }
        if let Some(mean) = axis.mean_similarity {
            let by_hand =
                axis.pairs.iter().map(|p| p.similarity).sum::<f64>() / axis.pairs.len() as f64;
            assert_abs_diff_eq!(mean, by_hand, epsilon = 1e-12);
        }
    }
}

#[test]
fn threads_change_nothing() {
    let dataset = dataset(80, 6);
    let reader = reader();
    let params = all().check(&dataset).unwrap();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", analyse(&dataset, &reader, &params)))
    };
    let one = with(1);
    assert!(one == with(2) && one == with(4));
}

#[test]
fn the_order_of_parks_changes_nothing() {
    // The same parks under ids that sort the other way round: every number of a pair stays.
    let forward = dataset(40, 7);
    let mut backward = forward.clone();
    let flip = |id: &mut park_domain::ParkId| {
        let n: usize = id.as_str()[1..].parse().unwrap();
        *id = park_domain::ParkId::from(format!("T{:03}", 999 - n).as_str());
    };
    backward.parks.iter_mut().for_each(|p| flip(&mut p.id));
    backward.structure.iter_mut().for_each(|p| flip(&mut p.park_id));
    backward.positioning.iter_mut().for_each(|p| flip(&mut p.park_id));
    backward.policies.iter_mut().for_each(|p| p.park_id.iter_mut().for_each(flip));
    let (x, y) = (report(&forward, all()), report(&backward, all()));
    for (x, y) in x.axes.iter().zip(&y.axes) {
        assert_eq!(x.pairs.len(), y.pairs.len());
        for pair in &x.pairs {
            let (mut a, mut b) = (pair.a.clone(), pair.b.clone());
            flip(&mut a);
            flip(&mut b);
            let other = y.pairs.iter().find(|p| p.a == b && p.b == a).unwrap();
            assert_abs_diff_eq!(pair.similarity, other.similarity, epsilon = 1e-12);
            assert_abs_diff_eq!(pair.p.unwrap_or(2.0), other.p.unwrap_or(2.0), epsilon = 1e-9);
            assert_eq!(pair.verdict, other.verdict);
            assert_eq!(pair.shared, other.shared);
            assert_eq!((&pair.only_a, &pair.only_b), (&other.only_b, &other.only_a));
        }
        assert_eq!(x.groups.len(), y.groups.len());
    }
}

#[test]
fn bonded_parks_meet_bonded_parks_only() {
    let data = dataset(60, 8);
    let bonded = |id: &park_domain::ParkId| id.as_str()[1..].parse::<usize>().unwrap() % 7 == 6;
    for axis in report(&data, all()).axes {
        assert!(axis.pairs.iter().all(|p| bonded(&p.a) == bonded(&p.b)));
        assert!(
            axis.groups.iter().all(|g| g.members.iter().all(|m| bonded(m) == bonded(&g.medoid)))
        );
    }
}

#[test]
fn filters_and_limits() {
    let data = dataset(60, 9);
    let jiangsu = report(&data, Params { region: Some("32".to_owned()), ..Params::default() });
    assert_eq!(jiangsu.peer_set.parks.len(), 30);
    let near =
        report(&data, Params { within_km: Some(20.0), pairs: PairLimit::All, ..Params::default() });
    for axis in &near.axes {
        assert!(axis.pairs.iter().all(|p| p.distance_km.is_some_and(|km| km <= 20.0)));
    }
    let centre = Params {
        within_km: Some(50.0),
        centre: Some(Centre::Park(park_domain::ParkId::from("T000"))),
        pairs: PairLimit::First(3),
        ..Params::default()
    };
    let around = report(&data, centre);
    assert_eq!(around.peer_set.parks.len(), 6, "ten kilometres a tenth of a degree, nearly");
    assert!(around.axes.iter().all(|a| a.pairs.len() <= 3));
}

#[test]
fn plates_of_one_house_are_never_twins() {
    let mut data = dataset(60, 4);
    let parent = data.parks[0].id.clone();
    data.parks[1].parent_id = Some(parent);
    let found = report(&data, all());
    let named = &found.axes[Axis::IndustryNamed.index()];
    assert_eq!(named.pairs[0].verdict, Verdict::SameHouse);
    assert_eq!(named.pairs[0].q, None);
    assert_eq!(named.verdicts[0], 0);
}

#[test]
fn the_nearest_park_is_the_most_similar() {
    let data = dataset(60, 4);
    let likeness = Likeness::build(&data, &reader(), &Params::default().check(&data).unwrap());
    let id = park_domain::ParkId::from("T000");
    let near = likeness.nearest(&id, Axis::IndustryNamed, 4).unwrap();
    assert_eq!(near[0].park.as_str(), "T001");
    assert!(near.windows(2).all(|w| w[0].similarity >= w[1].similarity));
    assert_eq!(likeness.has_data(&id, Axis::Policy), Some(true));
    assert!(likeness.nearest(&park_domain::ParkId::from("nobody"), Axis::Policy, 3).is_none());
}

#[test]
fn shares_know_no_scale_and_empty_industries_add_nothing() {
    let data = dataset(60, 4);
    let mut scaled = data.clone();
    for row in &mut scaled.structure {
        row.value = row.value.map(|v| v * 10.0);
    }
    let mut padded = data.clone();
    padded.structure.extend(data.structure.iter().filter(|r| &*r.industry == "13").cloned().map(
        |mut row| {
            row.industry = "72".into();
            row.value = Some(0.0);
            row
        },
    ));
    let similarities = |data: &Dataset| -> Vec<(park_domain::ParkId, park_domain::ParkId, f64)> {
        let mut list: Vec<_> = report(data, all()).axes[Axis::IndustryRevealed.index()]
            .pairs
            .iter()
            .map(|p| (p.a.clone(), p.b.clone(), p.similarity))
            .collect();
        list.sort_by(|x, y| (&x.0, &x.1).cmp(&(&y.0, &y.1)));
        list
    };
    let plain = similarities(&data);
    assert!(plain.len() > 50);
    for other in [similarities(&scaled), similarities(&padded)] {
        assert_eq!(plain.len(), other.len());
        for (x, y) in plain.iter().zip(&other) {
            assert_eq!((&x.0, &x.1), (&y.0, &y.1));
            assert_abs_diff_eq!(x.2, y.2, epsilon = 1e-12);
        }
    }
}

#[test]
fn only_firms_are_counted_as_firms() {
    let mut data = dataset(60, 4);
    let gaps = report(&data, all()).gaps;
    assert!(gaps.len() > 10 && gaps.is_sorted_by_key(|g| g.park.clone()), "bonded ones in place");
    data.structure.iter_mut().for_each(|row| row.basis = park_domain::Basis::Jobs);
    assert!(report(&data, all()).gaps.is_empty(), "jobs are no firms");
}

/// Parks that share popularity only, without the planted pair of [`dataset`], and fewer draws.
fn independent(seed: u64) -> (Dataset, Params) {
    let mut data = dataset(82, seed);
    data.parks.retain(|p| p.id.as_str() > "T001");
    let mut params = all();
    params.settings.null_draws = 200;
    (data, params)
}

#[test]
fn sets_of_independent_parks_are_seldom_called() {
    let mut called = 0;
    for seed in 20..32 {
        let (data, params) = independent(seed);
        let found = report(&data, params);
        let named = &found.axes[Axis::IndustryNamed.index()];
        assert!(named.sets.len() > 5, "bands, kinds and cities are judged");
        assert!(named.chase.is_some_and(|c| c.times.unwrap() > 1.2), "popular items are shared");
        called += usize::from(named.sets.iter().any(|s| s.q <= 0.05));
    }
    assert!(called <= 1, "{called} of 12 peer sets without structure");
}

#[test]
fn a_city_that_copies_is_found() {
    let (mut data, params) = independent(40);
    for park in data.parks.iter_mut().filter(|p| p.region_code.as_deref() == Some("320100")) {
        park.leading_industries.extend(["渔具".into(), "消防".into()]);
    }
    let found = report(&data, params);
    let sets = &found.axes[Axis::IndustryNamed.index()].sets;
    let city = sets.iter().find(|s| s.rule == SetRule::City && s.name == "3201").unwrap();
    assert!(city.q <= 0.05 && city.z > 3.0, "{city:?}");
    assert!(city.unexplained.is_some_and(|u| u > 0.1 && u < 1.0));
}

/// Firms of every park drawn from one structure, and from structures that scatter: nothing is copied.
#[test]
fn revealed_twins_are_seldom_called_by_chance() {
    let mut called = 0;
    for seed in 0..12 {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut records = Vec::new();
        for i in 0..60 {
            let id = format!("T{i:03}");
            let cells = [("park_id", id.as_str()), ("name", id.as_str()), ("kind", "economic")];
            records.push(record(Table::Parks, &cells));
            for (k, division) in
                ["13", "17", "18", "26", "27", "33", "34", "35", "38", "39"].iter().enumerate()
            {
                // Every other peer set has parks of their own bent.
                let bent = if seed % 2 == 0 { 1.0 } else { rng.gen_range(0.3..3.0) };
                let mean = 120.0 / (1.0 + k as f64) * bent;
                let firms = (0..240).filter(|_| rng.gen_bool((mean / 240.0_f64).min(1.0))).count();
                let value = firms.to_string();
                let cells = [
                    ("park_id", id.as_str()),
                    ("industry", division),
                    ("basis", "firms"),
                    ("year", "2015"),
                    ("value", &value),
                ];
                records.push(record(Table::Structure, &cells));
            }
        }
        let mut params = all();
        params.settings.null_draws = 300;
        let found = report(&Dataset::from_records(&records), params);
        let revealed = &found.axes[Axis::IndustryRevealed.index()];
        assert_eq!(revealed.tested_pairs, 60 * 59 / 2);
        called += usize::from(revealed.verdicts[0] > 0);
    }
    assert!(called <= 1, "{called} of 12 peer sets without copies");
}

#[test]
fn nothing_at_all_is_an_empty_report() {
    let found = report(&Dataset::default(), all());
    for axis in &found.axes {
        assert_eq!((axis.parks_with_data, axis.pairs_total, axis.mean_similarity), (0, 0, None));
    }
}
