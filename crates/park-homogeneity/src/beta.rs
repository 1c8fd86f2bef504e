//! The tail of a cosine between random directions: a regularised incomplete beta function.

/// ln of the gamma function for x > 0 (Lanczos, g = 7, nine terms; relative error below 1e-14).
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let x = x - 1.0;
    let mut sum = 0.999_999_999_999_809_9;
    for (i, term) in TERMS.iter().enumerate() {
        sum += term / (x + crate::number(i) + 1.0);
    }
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

/// The continued fraction of the incomplete beta function (modified Lentz).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    const STEPS_MAX: usize = 400;
    let keep = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..STEPS_MAX {
        let m = crate::number(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    h
}

/// `I_x(a, b)`, the regularised incomplete beta function.
pub(crate) fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front =
        (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

/// P(C >= c) for the cosine C of two random directions in `dimensions` dimensions: C^2 ~ Beta(1/2, (dimensions - 1) / 2).
pub(crate) fn cosine_tail(c: f64, dimensions: f64) -> f64 {
    let half = 0.5 * incomplete_beta((dimensions - 1.0) / 2.0, 0.5, 1.0 - c * c);
    if c >= 0.0 { half } else { 1.0 - half }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn known_values() {
        assert_relative_eq!(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln(), epsilon = 1e-13);
        assert_relative_eq!(ln_gamma(10.0), 362_880.0_f64.ln(), epsilon = 1e-13);
        assert_relative_eq!(incomplete_beta(2.0, 3.0, 0.4), 0.5248, epsilon = 1e-12);
        // In three dimensions a cosine is uniform.
        assert_relative_eq!(cosine_tail(0.5, 3.0), 0.25, epsilon = 1e-12);
        assert_relative_eq!(cosine_tail(-0.5, 3.0), 0.75, epsilon = 1e-12);
        assert_relative_eq!(cosine_tail(0.0, 60.0), 0.5, epsilon = 1e-12);
        assert!(cosine_tail(0.95, 60.0) > 0.0 && cosine_tail(0.95, 60.0) < 1e-25);
    }
}
