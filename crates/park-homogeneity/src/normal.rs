//! Tails of the normal distribution.

/// P(|Z| >= |z|), relative error below 1e-12 down to 1e-300.
pub(crate) fn two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// The complementary error function for x >= 0: its series near 0, its continued fraction beyond.
fn erfc(x: f64) -> f64 {
    const TERMS_MAX: u32 = 200;
    let root_pi = std::f64::consts::PI.sqrt();
    if x < 2.0 {
        let (mut term, mut sum) = (x, x);
        for n in 1..TERMS_MAX {
            term *= -x * x / f64::from(n);
            let step = term / f64::from(2 * n + 1);
            sum += step;
            if step.abs() < 1e-17 {
                break;
            }
        }
        return 1.0 - 2.0 / root_pi * sum;
    }
    // erfc(x) = exp(-x^2) / sqrt(pi) / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))), from the far end.
    let fraction = (1..=TERMS_MAX).rev().fold(x, |below, n| x + f64::from(n) / 2.0 / below);
    (-x * x).exp() / root_pi / fraction
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn known_tails() {
        assert_relative_eq!(two_sided(0.0), 1.0);
        assert_relative_eq!(two_sided(1.959_963_984_540_054), 0.05, epsilon = 1e-12);
        assert_relative_eq!(two_sided(-3.0), 0.002_699_796_063_260_19, max_relative = 1e-11);
        assert_relative_eq!(two_sided(6.0), 1.973_175_290_075_396e-9, max_relative = 1e-11);
        assert_relative_eq!(erfc(2.0), erfc(2.0 - 1e-12), max_relative = 1e-10);
    }
}
