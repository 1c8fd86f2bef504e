//! Benjamini-Hochberg: which of many small p are small enough.

/// q of each p of one family, in the order given: the least false discovery rate at which it is found.
pub(crate) fn q_values(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]).then(a.cmp(b)));
    let m = crate::number(p.len());
    let mut q = vec![0.0; p.len()];
    let mut least = 1.0_f64;
    for (rank, index) in order.iter().enumerate().rev() {
        least = least.min(p[*index] * m / crate::number(rank + 1));
        q[*index] = least;
    }
    q
}

/// The largest p that one more discovery in this family could have: where even the strongest evidence a pair
/// can give lies above it, the pair cannot be told.
pub(crate) fn reachable_p(p: &[f64], q_max: f64) -> f64 {
    let mut sorted = p.to_vec();
    sorted.sort_by(f64::total_cmp);
    let m = crate::number(p.len().max(1));
    let found = (1..=sorted.len())
        .rev()
        .find(|r| sorted[r - 1] <= q_max * crate::number(*r) / m)
        .unwrap_or(0);
    q_max * crate::number((found + 1).min(p.len().max(1))) / m
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_textbook_case() {
        let q = q_values(&[0.01, 0.04, 0.03, 0.005]);
        for (found, expected) in q.iter().zip([0.02, 0.04, 0.04, 0.02]) {
            assert_abs_diff_eq!(*found, expected, epsilon = 1e-12);
        }
        assert!(q_values(&[]).is_empty());
    }

    #[test]
    fn reach_grows_with_what_is_found() {
        assert_abs_diff_eq!(reachable_p(&[0.5, 0.6, 0.7, 0.8], 0.05), 0.0125, epsilon = 1e-12);
        assert_abs_diff_eq!(reachable_p(&[0.001, 0.6, 0.7, 0.8], 0.05), 0.025, epsilon = 1e-12);
    }
}
