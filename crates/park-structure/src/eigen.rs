//! Eigenvalues and eigenvectors of a small symmetric matrix (cyclic Jacobi rotations).

/// Sweeps after which any matrix of our sizes has long converged.
const SWEEPS_MAX: usize = 60;

/// Eigenpairs of the symmetric `a` (n × n, row-major), largest eigenvalue first; each vector has length 1.
pub(crate) fn symmetric(mut a: Vec<f64>, n: usize) -> Vec<(f64, Vec<f64>)> {
    // Row k of `v` becomes the k-th eigenvector.
    let mut v = vec![0.0; n * n];
    for k in 0..n {
        v[k * n + k] = 1.0;
    }
    let size: f64 = a.iter().map(|x| x * x).sum();
    for _ in 0..SWEEPS_MAX {
        let off: f64 = (0..n)
            .flat_map(|p| (p + 1..n).map(move |q| (p, q)))
            .map(|(p, q)| a[p * n + q].powi(2))
            .sum();
        if off <= size * 1e-32 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut v, n, p, q);
            }
        }
    }
    let mut pairs: Vec<(f64, Vec<f64>)> =
        (0..n).map(|k| (a[k * n + k], v[k * n..(k + 1) * n].to_vec())).collect();
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
    pairs
}

/// One rotation that makes a[p][q] zero.
fn rotate(a: &mut [f64], v: &mut [f64], n: usize, p: usize, q: usize) {
    let apq = a[p * n + q];
    if apq.abs() < 1e-300 {
        return;
    }
    let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * apq);
    // The smaller of the two angles.
    let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let c = 1.0 / t.hypot(1.0);
    let s = t * c;
    for k in 0..n {
        let (x, y) = (a[k * n + p], a[k * n + q]);
        a[k * n + p] = c * x - s * y;
        a[k * n + q] = s * x + c * y;
    }
    for k in 0..n {
        let (x, y) = (a[p * n + k], a[q * n + k]);
        a[p * n + k] = c * x - s * y;
        a[q * n + k] = s * x + c * y;
        let (x, y) = (v[p * n + k], v[q * n + k]);
        v[p * n + k] = c * x - s * y;
        v[q * n + k] = s * x + c * y;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn known_pairs() {
        // Eigenvalues of the path of three: √2, 0, −√2.
        let pairs = symmetric(vec![0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0], 3);
        for ((value, vector), want) in pairs.iter().zip([2.0_f64.sqrt(), 0.0, -(2.0_f64.sqrt())]) {
            assert_relative_eq!(*value, want, epsilon = 1e-14);
            assert_relative_eq!(vector.iter().map(|x| x * x).sum::<f64>(), 1.0, epsilon = 1e-14);
        }
        assert_relative_eq!(pairs[0].1[1].abs(), 0.5_f64.sqrt(), epsilon = 1e-14);
    }

    /// Hilbert's matrix: most of its eigenvalues crowd at 0, and still every pair is one.
    #[test]
    fn pairs_of_a_crowded_spectrum_hold() {
        let n = 40;
        let a: Vec<f64> = (0..n * n)
            .map(|at| 1.0 / (1.0 + crate::number(at / n) + crate::number(at % n)))
            .collect();
        let pairs = symmetric(a.clone(), n);
        assert_eq!(pairs.len(), n);
        for (value, vector) in &pairs {
            for p in 0..n {
                let image: f64 = (0..n).map(|q| a[p * n + q] * vector[q]).sum();
                assert_relative_eq!(image, value * vector[p], epsilon = 1e-13);
            }
        }
        let trace: f64 = (0..n).map(|p| a[p * n + p]).sum();
        assert_relative_eq!(pairs.iter().map(|p| p.0).sum::<f64>(), trace, epsilon = 1e-12);
    }
}
