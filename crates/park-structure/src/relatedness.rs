//! Relatedness of industries from how often they occur together (Van Eck and Waltman 2009; Steijn 2017).

use crate::undefined::{Measured, Undefined};

/// How a count of co-occurrences is set against chance; C with diagonal 0, S its column sums, T = Σ S.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relatedness {
    /// C T / (S S).
    Association,
    /// C / √(S S).
    Cosine,
    /// C / (S + S − C).
    Jaccard,
    /// C / {[S/T · S/(T − S) + S/T · S/(T − S)] T / 2}.
    Probability,
}

/// The relatedness of every pair; the diagonal of `together` is ignored and 0 in the result.
/// Undefined where one of the two never occurs with another.
pub fn relatedness(together: &[Vec<f64>], form: Relatedness) -> Vec<Vec<Measured>> {
    let n = together.len();
    let c = |k: usize, l: usize| if k == l { 0.0 } else { together[k][l] };
    let sums: Vec<f64> = (0..n).map(|l| (0..n).map(|k| c(k, l)).sum()).collect();
    let total: f64 = sums.iter().sum();
    let one = |k: usize, l: usize| {
        let (a, b) = (sums[k], sums[l]);
        if k == l {
            return Ok(0.0);
        }
        if a <= 0.0 || b <= 0.0 {
            return Err(Undefined::Unrelated);
        }
        Ok(match form {
            Relatedness::Association => c(k, l) * total / (a * b),
            Relatedness::Cosine => c(k, l) / (a * b).sqrt(),
            Relatedness::Jaccard => c(k, l) / (a + b - c(k, l)),
            Relatedness::Probability => {
                let chance = a / total * (b / (total - a)) + b / total * (a / (total - b));
                c(k, l) / (chance * total / 2.0)
            }
        })
    };
    (0..n).map(|k| (0..n).map(|l| one(k, l)).collect()).collect()
}
