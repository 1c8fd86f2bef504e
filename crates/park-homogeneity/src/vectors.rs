//! Sparse rows with exact similarities: one row against all by postings, or two rows by a merge.

/// How the products of two rows become a similarity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// x y / (|x| |y|).
    Cosine,
    /// Shared over all: x y / (x x + y y - x y) for rows of ones.
    Jaccard,
    /// Cosine of (s - S) / sqrt(S), where rows hold s / sqrt(S) and both s and S sum to 1:
    /// (x y - 1) / sqrt((x x - 1) (y y - 1)) (METHODS 1.14).
    Residual,
}

/// Rows of a matrix (`n_parks` x `n_columns`), an empty row is a park without data.
#[derive(Debug, Clone)]
pub(crate) struct Vectors {
    rows: Vec<Vec<(u32, f64)>>,
    columns: Vec<Vec<(u32, f64)>>,
    squares: Vec<f64>,
    measure: Measure,
}

impl Vectors {
    /// Rows sorted by column, columns below `n_columns`.
    pub(crate) fn new(rows: Vec<Vec<(u32, f64)>>, n_columns: usize, measure: Measure) -> Self {
        let mut columns = vec![Vec::new(); n_columns];
        for (i, row) in (0_u32..).zip(&rows) {
            for (column, value) in row {
                columns[*column as usize].push((i, *value));
            }
        }
        let squares = rows.iter().map(|row| row.iter().map(|(_, v)| v * v).sum()).collect();
        Self { rows, columns, squares, measure }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn n_columns(&self) -> usize {
        self.columns.len()
    }

    pub(crate) fn has(&self, park: usize) -> bool {
        !self.rows[park].is_empty()
    }

    pub(crate) fn row(&self, park: usize) -> &[(u32, f64)] {
        &self.rows[park]
    }

    /// How many parks have a column.
    pub(crate) fn holders(&self, column: u32) -> usize {
        self.columns[column as usize].len()
    }

    /// Products of one row with all rows, into `out` (`n_parks`).
    pub(crate) fn products(&self, park: usize, out: &mut [f64]) {
        out.fill(0.0);
        for (column, value) in &self.rows[park] {
            for (other, other_value) in &self.columns[*column as usize] {
                out[*other as usize] += value * other_value;
            }
        }
    }

    /// The similarity of two rows whose product is known; `None` where it is undefined.
    pub(crate) fn similarity(&self, a: usize, b: usize, product: f64) -> Option<f64> {
        if !self.has(a) || !self.has(b) {
            return None;
        }
        let (aa, bb) = (self.squares[a], self.squares[b]);
        match self.measure {
            Measure::Cosine => {
                let norm = (aa * bb).sqrt();
                (norm > 0.0).then(|| (product / norm).clamp(0.0, 1.0))
            }
            Measure::Jaccard => {
                let union = aa + bb - product;
                (union > 0.0).then(|| (product / union).clamp(0.0, 1.0))
            }
            Measure::Residual => {
                let norm = (aa - 1.0) * (bb - 1.0);
                (aa > 1.0 + 1e-12 && bb > 1.0 + 1e-12)
                    .then(|| ((product - 1.0) / norm.sqrt()).clamp(-1.0, 1.0))
            }
        }
    }

    /// The similarity of two rows; the same bits as by [`Vectors::products`], since both add in the order of columns.
    pub(crate) fn pair(&self, a: usize, b: usize) -> Option<f64> {
        let (x, y) = (&self.rows[a], &self.rows[b]);
        let (mut i, mut j, mut product) = (0, 0, 0.0);
        while i < x.len() && j < y.len() {
            match x[i].0.cmp(&y[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    product += x[i].1 * y[j].1;
                    i += 1;
                    j += 1;
                }
            }
        }
        self.similarity(a, b, product)
    }

    /// The same rows with every column counted `weights[column]` times: a resample of the columns.
    pub(crate) fn resampled(&self, weights: &[u32]) -> Self {
        let rows = self
            .rows
            .iter()
            .map(|row| {
                row.iter()
                    .filter(|(column, _)| weights[*column as usize] > 0)
                    .map(|(column, value)| {
                        (*column, value * f64::from(weights[*column as usize]).sqrt())
                    })
                    .collect()
            })
            .collect();
        Self::new(rows, self.columns.len(), self.measure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    fn rows() -> Vec<Vec<(u32, f64)>> {
        vec![
            vec![(0, 0.5), (1, 0.3), (2, 0.2)],
            vec![(0, 0.4), (1, 0.1), (2, 0.1), (3, 0.2), (4, 0.2)],
            vec![],
            vec![(4, 1.0)],
        ]
    }

    #[test]
    fn the_cosine_of_methods_1_7() {
        let v = Vectors::new(rows(), 5, Measure::Cosine);
        assert_abs_diff_eq!(v.pair(0, 1).unwrap(), 0.795_355_953_7, epsilon = 1e-10);
        assert_eq!(v.pair(0, 2), None, "an empty row is undefined");
        assert_abs_diff_eq!(v.pair(0, 3).unwrap(), 0.0);
        assert_abs_diff_eq!(v.pair(1, 1).unwrap(), 1.0);
    }

    #[test]
    fn postings_and_merge_give_the_same_bits() {
        for measure in [Measure::Cosine, Measure::Jaccard] {
            let v = Vectors::new(rows(), 5, measure);
            let mut out = vec![0.0; v.len()];
            for a in 0..v.len() {
                v.products(a, &mut out);
                for (b, product) in out.iter().enumerate() {
                    assert_eq!(
                        v.similarity(a, b, *product).map(f64::to_bits),
                        v.pair(b, a).map(f64::to_bits)
                    );
                }
            }
        }
    }

    #[test]
    fn the_residual_is_the_cosine_of_what_is_left() {
        let base = [0.4, 0.3, 0.1, 0.1, 0.1];
        let (p, q) = ([0.5, 0.3, 0.2, 0.0, 0.0], [0.4, 0.1, 0.1, 0.2, 0.2]);
        let scaled = |s: &[f64; 5]| -> Vec<(u32, f64)> {
            (0_u32..).zip(s.iter().zip(&base)).map(|(k, (s, b))| (k, s / f64::sqrt(*b))).collect()
        };
        let v = Vectors::new(vec![scaled(&p), scaled(&q)], 5, Measure::Residual);
        let left = |s: &[f64; 5]| -> Vec<f64> {
            s.iter().zip(&base).map(|(s, b)| (s - b) / b.sqrt()).collect()
        };
        let (x, y) = (left(&p), left(&q));
        let dot = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
        let expected = dot(&x, &y) / (dot(&x, &x) * dot(&y, &y)).sqrt();
        assert_abs_diff_eq!(v.pair(0, 1).unwrap(), expected, epsilon = 1e-12);
    }
}
