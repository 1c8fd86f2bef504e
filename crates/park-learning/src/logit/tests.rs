//! The conditional logit against a published case and its promises.

use ndarray::{Axis, Slice, array};

use super::*;

/// Firms that take the better of two alternatives `n_right` of `n` times.
fn two_way(n: usize, n_right: usize) -> Vec<Choice> {
    (0..n)
        .map(|i| Choice {
            features: array![[1.0, 0.5], [0.0, 0.5]],
            taken: usize::from(i >= n_right),
            offsets: Vec::new(),
        })
        .collect()
}

#[test]
fn a_share_of_two_alternatives_is_its_log_odds() {
    let params = LogitParams { ridge: 0.0, towards: Vec::new(), at_least_zero: false };
    let one: Vec<Choice> = two_way(40, 30)
        .into_iter()
        .map(|c| Choice {
            features: c.features.slice_axis(Axis(1), Slice::from(0..1)).to_owned(),
            ..c
        })
        .collect();
    let found = fit(&one, &params).unwrap_or_else(|e| panic!("{e}"));
    assert!((found.beta[0] - 3.0_f64.ln()).abs() < 1e-9);
    // The information of a share p of n is n·p·(1 − p).
    assert!((found.standard_errors[0] - (1.0 / (40.0 * 0.75 * 0.25_f64)).sqrt()).abs() < 1e-9);
    assert!((found.log_likelihood - (30.0 * 0.75_f64.ln() + 10.0 * 0.25_f64.ln())).abs() < 1e-9);
    // The second feature is the same for both alternatives: only a ridge tells it.
    assert!(fit(&two_way(40, 30), &params).is_err());
    let params = LogitParams { ridge: 1.0, towards: vec![0.0, 0.7], at_least_zero: false };
    let found = fit(&two_way(40, 30), &params).unwrap_or_else(|e| panic!("{e}"));
    assert!((found.beta[1] - 0.7).abs() < 1e-9);
}

#[test]
fn what_harms_is_held_at_zero() {
    let params = LogitParams { ridge: 1.0, towards: Vec::new(), at_least_zero: true };
    let found = fit(&two_way(40, 10), &params).unwrap_or_else(|e| panic!("{e}"));
    assert!(found.beta.iter().all(|b| *b >= 0.0));
    assert!(found.beta[0].abs() < 1e-12);
}

#[test]
fn the_reference_case_is_reached() {
    let text = include_str!("reference.csv");
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(2)
        .map(|line| line.split(',').filter_map(|cell| cell.parse().ok()).collect())
        .collect();
    assert_eq!(rows.len(), 240, "60 choices of 4 alternatives");
    let choices: Vec<Choice> = rows
        .chunks(4)
        .map(|alts| Choice {
            features: Array2::from_shape_fn((4, 2), |(i, j)| alts[i][3 + j]),
            taken: alts.iter().position(|row| row[2] > 0.5).unwrap(),
            offsets: Vec::new(),
        })
        .collect();
    let params = LogitParams { ridge: 0.0, towards: Vec::new(), at_least_zero: false };
    let found = fit(&choices, &params).unwrap_or_else(|e| panic!("{e}"));
    // The reference stopped where its gradient is still 2e-4; at our optimum it is 1e-15, and the likelihood is
    // higher in the ninth decimal. So its coefficients hold to about 1e-5.
    let expected = [0.939_125_409_797, -0.776_018_915_338, 0.216_174_721_045, 0.196_670_602_351];
    let got = [found.beta[0], found.beta[1], found.standard_errors[0], found.standard_errors[1]];
    for (found, expected) in got.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-5, "{found} is not {expected}");
    }
    assert!(found.log_likelihood >= -64.490_360_232_889_49);
    assert!((found.log_likelihood + 64.490_360_232_165_37).abs() < 1e-10);
    assert!((found.beta[0] - 0.939_124_167_790_458).abs() < 1e-9);
}
