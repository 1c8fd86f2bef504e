//! How alike two structures are: each function takes share vectors of one length and order.

use std::collections::BTreeMap;

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

/// A code of GB/T 4754 (two to four digits, perhaps behind its section letter) without the letter.
fn code(name: &str) -> Option<&str> {
    let digits = match name.as_bytes().first() {
        Some(b) if b.is_ascii_alphabetic() => &name[1..],
        _ => name,
    };
    ((2..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
        .then_some(digits)
}

/// Codes of GB/T 4754 by division, group and code. How near two codes are is a sum over these levels, 0.5 + 0.25 + 0.25 for
/// what they share, so that a pair of regions takes K steps and not K².
pub(crate) struct Taxonomy {
    /// For each level the place of every industry, and the number of places.
    levels: [(Vec<usize>, usize); 3],
}

impl Taxonomy {
    /// What two codes that share a division, a group, and all their digits add.
    const NEARNESS: [f64; 3] = [0.5, 0.25, 0.25];

    /// The levels of these industries.
    ///
    /// # Errors
    /// When they are not all codes of GB/T 4754.
    pub(crate) fn of(industries: &[String]) -> Result<Self, Undefined> {
        let codes: Option<Vec<&str>> = industries.iter().map(|k| code(k)).collect();
        let codes = codes.ok_or(Undefined::NotCodes)?;
        let level = |digits: usize| -> (Vec<usize>, usize) {
            let mut place: BTreeMap<&str, usize> = BTreeMap::new();
            let places = codes
                .iter()
                .map(|c| {
                    let next = place.len();
                    *place.entry(&c[..digits.min(c.len())]).or_insert(next)
                })
                .collect();
            (places, place.len())
        };
        Ok(Self { levels: [level(2), level(3), level(4)] })
    }

    fn form(&self, s: &[f64], t: &[f64]) -> f64 {
        let mut out = 0.0;
        for ((places, n), nearness) in self.levels.iter().zip(Self::NEARNESS) {
            let mut sums = vec![(0.0_f64, 0.0_f64); *n];
            for ((place, x), y) in places.iter().zip(s).zip(t) {
                sums[*place].0 += x;
                sums[*place].1 += y;
            }
            out += nearness * sums.iter().map(|(x, y)| x * y).sum::<f64>();
        }
        out
    }

    /// sᵀZt / √(sᵀZs · tᵀZt).
    ///
    /// # Errors
    /// When a vector is all 0.
    pub(crate) fn cosine(&self, s: &[f64], t: &[f64]) -> Measured {
        if s.iter().all(|v| *v <= 0.0) || t.iter().all(|v| *v <= 0.0) {
            return Err(Undefined::EmptyRegion);
        }
        Ok((self.form(s, t) / (self.form(s, s) * self.form(t, t)).sqrt()).clamp(0.0, 1.0))
    }
}

/// Cosine with the classification's own nearness: sᵀZt / √(sᵀZs · tᵀZt) (`METHODS` 1.7), Z = 1 for the same code, 0.75 for the
/// same group (three digits), 0.5 for the same division, else 0; with Z = 1 it is [`cosine`].
///
/// # Errors
/// When the industries are not all codes of GB/T 4754, or a vector is all 0.
pub fn cosine_taxonomy(industries: &[String], s: &[f64], t: &[f64]) -> Measured {
    Taxonomy::of(industries)?.cosine(s, t)
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

    /// Every pair of codes by the definition: the levels add up to what two codes share.
    #[test]
    fn levels_add_up_to_the_nearness_of_each_pair() {
        let names = ["26", "C26", "261", "2611", "2612", "262", "39"].map(str::to_owned);
        let digits = |name: &str| name.trim_start_matches('C').to_owned();
        let nearness = |a: &str, b: &str| {
            let same = |n: usize| a.len() >= n && b.len() >= n && a[..n] == b[..n];
            match () {
                () if a == b => 1.0,
                () if same(3) => 0.75,
                () if same(2) => 0.5,
                () => 0.0,
            }
        };
        for (k, a) in names.iter().enumerate() {
            for (l, b) in names.iter().enumerate() {
                let unit = |at: usize| {
                    let mut v = [0.0_f64; 7];
                    v[at] = 1.0;
                    v
                };
                let found = cosine_taxonomy(&names, &unit(k), &unit(l)).unwrap();
                assert_relative_eq!(found, nearness(&digits(a), &digits(b)));
            }
        }
    }

    #[test]
    fn huge_and_tiny_numbers_keep_their_angle() {
        assert_relative_eq!(cosine(&[3e200, 4e200], &[3e-200, 4e-200]).unwrap(), 1.0);
        assert_eq!(cosine(&[0.0], &[1.0]), Err(Undefined::EmptyRegion));
    }
}
