//! How alike two structures are: each function takes share vectors of one length and order.

use crate::undefined::{Measured, Undefined};

/// UNIDO structure similarity: Σ s t / √(Σ s² Σ t²), in [0, 1]; scale free (`METHODS` 1.1).
///
/// # Errors
/// When either sums to 0.
pub fn unido(s: &[f64], t: &[f64]) -> Measured {
    cosine(s, t)
}

/// The plain cosine of two vectors that are at least 0, clamped to [0, 1] against rounding.
///
/// # Errors
/// When either is all 0.
pub fn cosine(s: &[f64], t: &[f64]) -> Measured {
    // Divided by the largest entry first, so that no square overflows or vanishes.
    let top = |v: &[f64]| v.iter().copied().fold(0.0, f64::max);
    let (a, b) = (top(s), top(t));
    if a <= 0.0 || b <= 0.0 {
        return Err(Undefined::EmptyRegion);
    }
    let (mut st, mut ss, mut tt) = (0.0, 0.0, 0.0);
    for (x, y) in s.iter().zip(t) {
        let (x, y) = (x / a, y / b);
        st += x * y;
        ss += x * x;
        tt += y * y;
    }
    Ok((st / (ss * tt).sqrt()).clamp(0.0, 1.0))
}

/// Krugman index of two share vectors: Σ |s − t|, in [0, 2] (Krugman 1991).
pub fn krugman(s: &[f64], t: &[f64]) -> f64 {
    s.iter().zip(t).map(|(a, b)| (a - b).abs()).sum::<f64>().min(2.0)
}

/// Overlap of two share vectors: Σ min(s, t) = 1 − Krugman / 2, in [0, 1].
pub fn overlap(s: &[f64], t: &[f64]) -> f64 {
    s.iter().zip(t).map(|(a, b)| a.min(*b)).sum::<f64>().min(1.0)
}

/// Jensen–Shannon divergence of two share vectors in bits: H(m) − (H(s) + H(t)) / 2, m = (s + t) / 2, in [0, 1].
/// Its square root is a metric.
pub fn jsd_bits(s: &[f64], t: &[f64]) -> f64 {
    let part = |a: f64, m: f64| if a > 0.0 { a * (a / m).log2() } else { 0.0 };
    let sum: f64 = s
        .iter()
        .zip(t)
        .map(|(a, b)| {
            let m = f64::midpoint(*a, *b);
            part(*a, m) + part(*b, m)
        })
        .sum();
    (sum / 2.0).clamp(0.0, 1.0)
}

/// How near two codes of GB/T 4754 are: 1 the same, 0.75 the same group (three digits), 0.5 the same division, else 0.
fn nearness(a: &str, b: &str) -> f64 {
    let same = |n: usize| a.len() >= n && b.len() >= n && a[..n] == b[..n];
    match () {
        () if a == b => 1.0,
        () if same(3) => 0.75,
        () if same(2) => 0.5,
        () => 0.0,
    }
}

/// A code of GB/T 4754 (two to four digits, perhaps behind its section letter) without the letter.
fn code(name: &str) -> Option<&str> {
    let digits = match name.as_bytes().first() {
        Some(b) if b.is_ascii_alphabetic() => &name[1..],
        _ => name,
    };
    ((2..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
        .then_some(digits)
}

/// Cosine with the classification's own nearness: sᵀZt / √(sᵀZs · tᵀZt) (`METHODS` 1.7); with Z = 1 it is [`cosine`].
///
/// # Errors
/// When the industries are not all codes of GB/T 4754, or a vector is all 0.
pub fn cosine_taxonomy(industries: &[String], s: &[f64], t: &[f64]) -> Measured {
    let codes: Option<Vec<&str>> = industries.iter().map(|k| code(k)).collect();
    let codes = codes.ok_or(Undefined::NotCodes)?;
    if s.iter().all(|v| *v <= 0.0) || t.iter().all(|v| *v <= 0.0) {
        return Err(Undefined::EmptyRegion);
    }
    let form = |a: &[f64], b: &[f64]| -> f64 {
        let mut sum = 0.0;
        for (k, x) in a.iter().enumerate().filter(|(_, x)| **x > 0.0) {
            for (l, y) in b.iter().enumerate().filter(|(_, y)| **y > 0.0) {
                sum += x * nearness(codes[k], codes[l]) * y;
            }
        }
        sum
    };
    Ok((form(s, t) / (form(s, s) * form(t, t)).sqrt()).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn taxonomy_sees_neighbours_and_equals_the_cosine_on_divisions() {
        let names = |all: &[&str]| all.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let (s, t) = ([0.7, 0.3, 0.0], [0.0, 0.5, 0.5]);
        let divisions = cosine_taxonomy(&names(&["26", "C39", "40"]), &s, &t).unwrap();
        assert_relative_eq!(divisions, cosine(&s, &t).unwrap(), epsilon = 1e-15);
        let same_group = names(&["3971", "3972"]);
        assert_relative_eq!(cosine_taxonomy(&same_group, &[1.0, 0.0], &[0.0, 1.0]).unwrap(), 0.75);
        let same_division = names(&["397", "391"]);
        assert_relative_eq!(
            cosine_taxonomy(&same_division, &[1.0, 0.0], &[0.0, 1.0]).unwrap(),
            0.5
        );
        assert_eq!(
            cosine_taxonomy(&names(&["steel", "26"]), &[1.0, 0.0], &[0.0, 1.0]),
            Err(Undefined::NotCodes)
        );
    }

    #[test]
    fn huge_and_tiny_numbers_keep_their_angle() {
        assert_relative_eq!(cosine(&[3e200, 4e200], &[3e-200, 4e-200]).unwrap(), 1.0);
        assert_eq!(cosine(&[0.0], &[1.0]), Err(Undefined::EmptyRegion));
    }
}
