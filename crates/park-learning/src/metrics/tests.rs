//! Known answers: two queries worked by four other programs, ties, calibration.

use super::*;

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

#[test]
fn measures_agree_with_the_reference_run() {
    // a3 b2 c0 d1 e0 and a0 b1 c2, as run with pytrec_eval, ir_measures, ranx and scikit-learn.
    let first: (&[f64], &[f64]) = (&[3.0, 2.0, 0.0, 1.0, 0.0], &[0.5, 0.9, 0.8, 0.2, 0.1]);
    let second: (&[f64], &[f64]) = (&[0.0, 1.0, 2.0], &[0.9, 0.1, 0.8]);
    let expected = [
        (
            first,
            0.735_006_985_138_874_3,
            0.825_449_921_858_734_8,
            0.805_555_555_555_555_5,
            1.0,
            0.5,
            1.0 / 3.0,
        ),
        (
            second,
            0.669_671_816_494_23,
            0.669_671_816_494_23,
            0.583_333_333_333_333_3,
            0.5,
            0.5,
            0.5,
        ),
    ];
    for ((rel, run), at_3, at_5, map, mrr, precision, recall) in expected {
        near(ndcg_linear(rel, run, 3), at_3);
        near(ndcg_linear(rel, run, 5), at_5);
        near(average_precision(rel, run), map);
        near(reciprocal_rank(rel, run), mrr);
        near(precision_recall(rel, run, 2).0, precision);
        near(precision_recall(rel, run, 2).1, recall);
    }
    let mean =
        (ndcg_exponential(first.0, first.1, 3) + ndcg_exponential(second.0, second.1, 3)) / 2.0;
    near(mean, 0.675_511_007_577_755_6);
}

#[test]
fn one_right_answer_is_a_special_case() {
    let scores = [0.1, 0.7, 0.7, 0.9, 0.2];
    near(rank_of(&scores, 3), 1.0);
    near(rank_of(&scores, 1), 2.5);
    near(rank_of(&[0.0; 5], 2), 3.0);
    let rel = [0.0, 0.0, 0.0, 0.0, 1.0];
    let quality = Quality::of(&[Some(rank_of(&scores, 4))]).unwrap();
    near(quality.ndcg_at_10, ndcg_linear(&rel, &scores, 10));
    near(quality.mrr, reciprocal_rank(&rel, &scores));
    assert_eq!(Quality::of(&[]), None, "no choice is not a quality of 0");
    let with_miss = Quality::of(&[Some(1.0), None]).unwrap();
    assert_eq!((with_miss.n, with_miss.recall), (2, [0.5; 4]));
}

#[test]
fn calibration_and_exposure() {
    let stated = [(0.1, false), (0.3, true), (0.5, false), (0.5, true), (0.9, true), (0.9, true)];
    let found = calibration(&stated, 5).unwrap();
    // Bins: .1 | .3 | .5 .5 | | .9 .9: (0.1 + 0.7 + 0 + 0.2) / 6.
    near(found.ece, 1.0 / 6.0);
    let ece = |bins| calibration(&stated, bins).unwrap().ece;
    near(ece(0), ece(1));
    assert_eq!(calibration(&[], 5), None);
    // The reference case of eight (METHODS 3.7): five bins.
    let stated = [
        (0.1, false),
        (0.3, false),
        (0.35, true),
        (0.6, true),
        (0.65, false),
        (0.8, true),
        (0.9, true),
        (0.95, true),
    ];
    let found = calibration(&stated, 5).unwrap();
    near(found.ece, 0.18125);
    near(found.brier, 0.144_687_5);
    near(gini(&[1.0, 1.0, 1.0]).unwrap(), 0.0);
    near(gini(&[0.0, 0.0, 3.0]).unwrap(), 2.0 / 3.0);
    assert_eq!(gini(&[0.0, 0.0]), None);
}
