//! The parks of an axis in the plane that keeps most of their differences (principal components).

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict};
use linfa_reduction::Pca;
use ndarray::{Array1, Array2, Axis};

use crate::vectors::Vectors;

/// Fewest parks that make a map.
const PARKS_MIN: usize = 4;

/// Position in the cohort, right, up; and the share of differences each direction keeps.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plane {
    pub(crate) points: Vec<(u32, f64, f64)>,
    pub(crate) explained: [f64; 2],
}

/// `None` with too few parks or when all are alike. Rows are scaled to length 1, so that the distance of two points says
/// what their cosine says.
pub(crate) fn plane(vectors: &Vectors, columns_max: usize) -> Option<Plane> {
    let parks: Vec<usize> = (0..vectors.len()).filter(|i| vectors.has(*i)).collect();
    let mut columns: Vec<u32> = (0..crate::family::position(vectors.n_columns()))
        .filter(|c| vectors.holders(*c) > 1)
        .collect();
    columns.sort_by_key(|c| (std::cmp::Reverse(vectors.holders(*c)), *c));
    columns.truncate(columns_max);
    if parks.len() < PARKS_MIN || columns.len() < PARKS_MIN {
        return None;
    }
    let mut place = vec![None; vectors.n_columns()];
    for (at, column) in columns.iter().enumerate() {
        place[*column as usize] = Some(at);
    }
    let mut matrix = Array2::<f64>::zeros((parks.len(), columns.len()));
    for (row, park) in parks.iter().enumerate() {
        let norm = vectors.row(*park).iter().map(|(_, v)| v * v).sum::<f64>().sqrt();
        for (column, value) in vectors.row(*park) {
            if let Some(at) = place[*column as usize] {
                matrix[[row, at]] = value / norm;
            }
        }
    }
    let mean = matrix.mean_axis(Axis(0))?;
    let total: f64 = (&matrix - &mean).iter().map(|x| x * x).sum();
    if total < 1e-9 {
        return None;
    }
    let dataset = DatasetBase::new(matrix, Array1::<()>::from_elem(parks.len(), ()));
    let model = Pca::params(2).fit(&dataset).ok()?;
    let projected: Array2<f64> = model.predict(dataset.records());
    if projected.ncols() != 2 || projected.iter().any(|x| !x.is_finite()) {
        return None;
    }
    let mut columns_of: Vec<Vec<f64>> =
        projected.columns().into_iter().map(|c| c.to_vec()).collect();
    for column in &mut columns_of {
        // A component has no sign of its own: the farthest point lies on the positive side.
        let far = column
            .iter()
            .copied()
            .fold(0.0, |far: f64, x| if x.abs() > far.abs() + 1e-9 { x } else { far });
        if far < 0.0 {
            column.iter_mut().for_each(|x| *x = -*x);
        }
    }
    let kept = |column: &[f64]| column.iter().map(|x| x * x).sum::<f64>() / total;
    let explained = [kept(&columns_of[0]), kept(&columns_of[1])];
    let points = parks
        .iter()
        .zip(columns_of[0].iter().zip(&columns_of[1]))
        .map(|(park, (x, y))| (crate::family::position(*park), *x, *y))
        .collect();
    Some(Plane { points, explained })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::Measure;

    #[test]
    fn two_camps_lie_apart() {
        let row = |a: u32, b: u32, c: u32| vec![(a, 1.0), (b, 1.0), (c, 0.5)];
        let rows =
            vec![row(0, 1, 5), row(0, 1, 4), row(2, 3, 4), row(2, 3, 5), vec![], row(0, 1, 4)];
        let plane = plane(&Vectors::new(rows, 6, Measure::Cosine), 50).unwrap();
        assert_eq!(plane.points.len(), 5);
        let side: Vec<bool> = plane.points.iter().map(|p| p.1 > 0.0).collect();
        assert_eq!(side, [false, false, true, true, false]);
        assert!(
            plane.explained[0] > plane.explained[1]
                && plane.explained[0] + plane.explained[1] <= 1.0 + 1e-9
        );
    }

    #[test]
    fn too_few_or_all_alike_make_no_map() {
        let same = vec![vec![(0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0)]; 6];
        assert_eq!(plane(&Vectors::new(same, 4, Measure::Cosine), 50), None);
        assert_eq!(plane(&Vectors::new(vec![vec![(0, 1.0)]], 1, Measure::Cosine), 50), None);
    }
}
