//! Elementary symmetric polynomials: the weights of all sets of a given size.

/// `e_0` to `e_degree` of `values`: `e_j` is the sum over all sets of j values of their product. All terms are
/// positive, so nothing cancels.
pub(crate) fn elementary(values: impl Iterator<Item = f64>, degree: usize) -> Vec<f64> {
    let mut e = vec![0.0; degree + 1];
    e[0] = 1.0;
    for value in values {
        for j in (1..=degree).rev() {
            e[j] += value * e[j - 1];
        }
    }
    e
}

/// The same for `count` equal values: binomial(count, j) value^j.
pub(crate) fn elementary_of_equal(value: f64, count: usize, degree: usize) -> Vec<f64> {
    let mut e = vec![0.0; degree + 1];
    e[0] = 1.0;
    for j in 1..=degree.min(count) {
        e[j] = e[j - 1] * value * crate::number(count + 1 - j) / crate::number(j);
    }
    e
}

/// The polynomials of two disjoint sets of values together.
pub(crate) fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut out = vec![0.0; a.len()];
    for (i, x) in a.iter().enumerate().filter(|(_, x)| **x > 0.0) {
        for (slot, y) in out[i..].iter_mut().zip(b) {
            *slot += x * y;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_by_hand() {
        assert_eq!(elementary([2.0, 3.0, 5.0].into_iter(), 3), [1.0, 10.0, 31.0, 30.0]);
        assert_eq!(elementary_of_equal(2.0, 3, 4), [1.0, 6.0, 12.0, 8.0, 0.0]);
        let (a, b) = (elementary([2.0].into_iter(), 3), elementary([3.0, 5.0].into_iter(), 3));
        assert_eq!(product(&a, &b), [1.0, 10.0, 31.0, 30.0]);
    }
}
