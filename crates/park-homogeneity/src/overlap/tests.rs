//! The golden case of METHODS 1.12 and the limits of the test.

use approx::assert_abs_diff_eq;

use super::*;
use crate::axis::{Axis, Verdict};
use crate::fdr::Steps;
use crate::judge::judge;
use crate::scan::Scored;
use crate::settings::Settings;

/// Worked out for this project, checked against full enumeration of all rows (worst difference 3.3e-16).
const TABLE: [[u8; 7]; 8] = [
    [1, 1, 0, 1, 1, 0, 0],
    [1, 1, 0, 0, 1, 0, 1],
    [0, 1, 0, 0, 1, 1, 1],
    [0, 1, 0, 1, 0, 0, 0],
    [1, 0, 1, 0, 0, 1, 0],
    [1, 0, 0, 1, 0, 0, 0],
    [1, 0, 0, 0, 0, 1, 0],
    [1, 0, 0, 0, 0, 1, 0],
];
const POPULARITY: [f64; 7] = [
    0.421607013123,
    0.153764428107,
    0.024526764328,
    0.095618569419,
    0.095618569419,
    0.153764428107,
    0.055100227496,
];
/// a, b, overlap, p(b|a), p(a|b).
const PAIRS: [(usize, usize, usize, f64, f64); 28] = [
    (1, 2, 3, 0.639196181790, 0.521802076371),
    (1, 3, 2, 0.978399174156, 0.938561906837),
    (1, 4, 2, 0.488696926326, 0.348137614297),
    (1, 5, 1, 0.997082784830, 0.989496333955),
    (1, 6, 2, 0.488696926326, 0.472848966531),
    (1, 7, 1, 0.963892273055, 0.977756898160),
    (1, 8, 1, 0.963892273055, 0.977756898160),
    (2, 3, 3, 0.521802076371, 0.397687948095),
    (2, 4, 1, 0.944705798945, 0.911109825913),
    (2, 5, 1, 0.994937590027, 0.989496333955),
    (2, 6, 1, 0.944705798945, 0.965869202999),
    (2, 7, 1, 0.944705798945, 0.977756898160),
    (2, 8, 1, 0.944705798945, 0.977756898160),
    (3, 4, 1, 0.859238465695, 0.911109825913),
    (3, 5, 1, 0.986119367305, 0.989496333955),
    (3, 6, 0, 1.000000000000, 1.000000000000),
    (3, 7, 1, 0.859238465695, 0.977756898160),
    (3, 8, 1, 0.859238465695, 0.977756898160),
    (4, 5, 0, 1.000000000000, 1.000000000000),
    (4, 6, 1, 0.536212227328, 0.770258823441),
    (4, 7, 0, 1.000000000000, 1.000000000000),
    (4, 8, 0, 1.000000000000, 1.000000000000),
    (5, 6, 1, 0.847130920247, 0.901313776066),
    (5, 7, 2, 0.209658090060, 0.386448689903),
    (5, 8, 2, 0.209658090060, 0.386448689903),
    (6, 7, 1, 0.770258823441, 0.821067922014),
    (6, 8, 1, 0.770258823441, 0.821067922014),
    (7, 8, 2, 0.172177866115, 0.172177866115),
];

fn sets() -> Vec<Vec<u32>> {
    TABLE.iter().map(|row| (0..7).filter(|k| row[*k as usize] == 1).collect()).collect()
}

#[test]
fn golden_popularity_and_pairs() {
    let test = PairTest::new(&sets(), 7);
    for (found, expected) in test.popularity().y.iter().zip(POPULARITY) {
        assert_abs_diff_eq!(*found, expected, epsilon = 2e-12);
    }
    for (a, b, overlap, b_given_a, a_given_b) in PAIRS {
        let found = test.test(a - 1, b - 1).unwrap();
        assert_eq!(found.overlap, overlap);
        assert_abs_diff_eq!(found.p_b_given_a, b_given_a, epsilon = 2e-12);
        assert_abs_diff_eq!(found.p_a_given_b, a_given_b, epsilon = 2e-12);
        assert_abs_diff_eq!(found.p, b_given_a.max(a_given_b), epsilon = 2e-12);
    }
}

#[test]
fn the_two_ways_round_agree() {
    let test = PairTest::new(&sets(), 7);
    for a in 0..8 {
        for b in 0..8 {
            let (ab, ba) = (test.test(a, b).unwrap(), test.test(b, a).unwrap());
            assert_abs_diff_eq!(ab.p, ba.p);
            assert_abs_diff_eq!(ab.expected, ba.expected, epsilon = 1e-12);
        }
    }
}

#[test]
fn edges() {
    // No data, an item of everybody, an item of nobody.
    let test = PairTest::new(&[vec![0, 1], vec![0, 2], vec![], vec![0]], 4);
    assert!(test.is_certain(0));
    assert!(test.test(0, 2).is_none());
    assert!(test.test(0, 3).is_none(), "nothing but what everybody has");
    let pair = test.test(0, 1).unwrap();
    assert_eq!(pair.overlap, 0);
    assert_abs_diff_eq!(pair.p, 1.0);
    assert!(PairTest::new(&[], 0).popularity().y.is_empty());
    let full = PairTest::new(&[vec![0, 1, 2], vec![0, 1, 2], vec![0]], 3);
    assert!(full.test(0, 1).is_some());
}

#[test]
fn long_lists_stay_finite() {
    let sets: Vec<Vec<u32>> =
        (0..40_u32).map(|i| (0..200).filter(|k| (k * 7 + i * 13) % 3 == 0).collect()).collect();
    let test = PairTest::new(&sets, 200);
    for a in 0..40 {
        assert!(test.degree(a) <= ITEMS_MAX);
        let pair = test.test(a, (a + 3) % 40).unwrap();
        assert!(pair.p > 0.0 && pair.p <= 1.0 && pair.p_best.is_finite());
    }
}

/// 300 parks draw 1 to 6 of 60 industries by popularity (Zipf 0.9), as METHODS 1.12 tried it; the first `planted` pairs
/// name one list of 4 to 6, of common industries as likely as all others do.
fn parks_with_planted_pairs(planted: usize, seed: u64) -> Vec<Vec<u32>> {
    use rand::{Rng, SeedableRng};
    let mut rng = rand_xoshiro::Xoshiro256PlusPlus::seed_from_u64(seed);
    let popularity: Vec<f64> = (1..=60).map(|k| f64::from(k).powf(-0.9)).collect();
    let mut draw = |sizes: std::ops::RangeInclusive<usize>| {
        let size = rng.gen_range(sizes);
        let mut set: Vec<u32> = Vec::new();
        while set.len() < size {
            let mut at = rng.gen_range(0.0..popularity.iter().sum());
            let item = (0_u32..)
                .zip(&popularity)
                .find(|(_, y)| {
                    at -= **y;
                    at < 0.0
                })
                .map_or(0, |(k, _)| k);
            if !set.contains(&item) {
                set.push(item);
            }
        }
        set.sort_unstable();
        set
    };
    let mut sets: Vec<Vec<u32>> = (0..300).map(|_| draw(1..=6)).collect();
    for pair in 0..planted {
        let list = draw(4..=6);
        sets[2 * pair].clone_from(&list);
        sets[2 * pair + 1] = list;
    }
    sets
}

/// Planted pairs called twins, and others, as the report judges them.
fn calls(planted: usize, seed: u64) -> (usize, usize) {
    let test = PairTest::new(&parks_with_planted_pairs(planted, seed), 60);
    let (all, mut own) = (Steps::new(), Vec::new());
    let pairs: Vec<(u32, u32)> = (0..300).flat_map(|b| (0..b).map(move |a| (a, b))).collect();
    let scored: Vec<Scored> = pairs
        .into_iter()
        .map(|(a, b)| {
            let found = test.test_with_steps(a as usize, b as usize, &mut own).unwrap();
            all.add(&own);
            let (p, p_best) = (Some(found.p), Some(found.p_best));
            Scored {
                a,
                b,
                similarity: 0.0,
                residual: None,
                p,
                p_plain: None,
                p_best,
                z: found.z,
                same_house: false,
            }
        })
        .collect();
    let judged = judge(Axis::IndustryNamed, &scored, &[&all], &Settings::standard());
    let called: Vec<bool> = scored
        .iter()
        .zip(&judged.verdicts)
        .filter(|(_, verdict)| **verdict == Verdict::Twin)
        .map(|(s, _)| s.a / 2 == s.b / 2 && (s.b as usize) < 2 * planted)
        .collect();
    let found = called.iter().filter(|planted| **planted).count();
    (found, called.len() - found)
}

#[test]
fn identical_lists_are_found_and_popularity_alone_is_not_called() {
    let (mut found, mut wrong) = (0, 0);
    for seed in 0..10 {
        let (right, others) = calls(20, seed);
        found += right;
        wrong += others;
    }
    assert!(found >= 180, "{found} of 200 planted pairs");
    assert!(10 * wrong <= found + wrong, "{wrong} wrong calls beside {found}");
    let without = (100..140).filter(|seed| calls(0, *seed).1 > 0).count();
    assert!(without <= 2, "{without} of 40 peer sets without copies called a pair");
}

#[test]
fn even_picking_by_hand() {
    // 2 of 5 against 2 fixed: 3, 6 and 1 of 10 ways.
    for (overlap, expected) in [(0, 1.0), (1, 0.7), (2, 0.1)] {
        assert_abs_diff_eq!(hypergeometric_tail(5, 2, 2, overlap), expected, epsilon = 1e-12);
    }
    // 4 of 5 and 3 of 5 share at least two.
    assert_abs_diff_eq!(hypergeometric_tail(5, 4, 3, 2), 1.0, epsilon = 1e-12);
    assert_abs_diff_eq!(hypergeometric_tail(5, 4, 3, 3), 0.4, epsilon = 1e-12);
}
