//! One pass over all pairs of an axis: mean, ranks, nearest parks, and a score for every pair of the family.

use rayon::prelude::*;

use crate::axis_data::{AxisData, Null};
use crate::peers::Cohort;
use crate::percentile::{Ranks, Tally};

/// A pair of the family with data, by position in the cohort (a < b).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scored {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) similarity: f64,
    pub(crate) residual: Option<f64>,
    pub(crate) p: Option<f64>,
    /// p of the strongest evidence these two could give.
    pub(crate) p_best: Option<f64>,
    pub(crate) z: Option<f64>,
    pub(crate) same_house: bool,
}

/// What the pass finds for one park.
#[derive(Debug)]
pub(crate) struct ParkScan {
    /// Sum over all others, and how many.
    pub(crate) sum: f64,
    pub(crate) others: u64,
    /// Sum over the others of a higher position, so that each pair counts once.
    pub(crate) sum_above: f64,
    pub(crate) neighbours: Vec<(u32, f64)>,
    pub(crate) scored: Vec<Scored>,
}

/// What the pass finds.
#[derive(Debug)]
pub(crate) struct Scan {
    pub(crate) parks: Vec<ParkScan>,
    pub(crate) ranks: Ranks,
}

/// Compares every park with every other, exactly; each row writes to its own place, so threads change nothing.
pub(crate) fn scan(
    cohort: &Cohort<'_, '_>,
    data: &AxisData,
    partners: &[Vec<u32>],
    neighbours: usize,
) -> Scan {
    let n = data.vectors.len();
    let tally = Tally::new();
    let parks = (0..n)
        .into_par_iter()
        .map_init(
            || (vec![0.0; n], vec![0.0; n]),
            |(products, residuals), a| {
                scan_park(cohort, data, &partners[a], neighbours, a, products, residuals, &tally)
            },
        )
        .collect();
    Scan { parks, ranks: tally.finish() }
}

#[expect(clippy::too_many_arguments, reason = "two of them are scratch space of the thread")]
fn scan_park(
    cohort: &Cohort<'_, '_>,
    data: &AxisData,
    partners: &[u32],
    neighbours: usize,
    a: usize,
    products: &mut [f64],
    residuals: &mut [f64],
    tally: &Tally,
) -> ParkScan {
    let mut found = ParkScan {
        sum: 0.0,
        others: 0,
        sum_above: 0.0,
        neighbours: Vec::new(),
        scored: Vec::new(),
    };
    if !data.vectors.has(a) {
        return found;
    }
    data.vectors.products(a, products);
    let mut zeros = 0;
    for b in (0..products.len()).filter(|b| *b != a) {
        let Some(similarity) = data.vectors.similarity(a, b, products[b]) else { continue };
        found.sum += similarity;
        found.others += 1;
        if b > a {
            found.sum_above += similarity;
            if similarity > 0.0 { tally.add(similarity, 1) } else { zeros += 1 }
        }
        keep_nearest(&mut found.neighbours, neighbours, crate::family::position(b), similarity);
    }
    tally.add(0.0, zeros);
    if partners.is_empty() {
        return found;
    }
    if let Some(residual) = &data.residual {
        residual.products(a, residuals);
    }
    for b in partners.iter().map(|b| *b as usize) {
        let Some(similarity) = data.vectors.similarity(a, b, products[b]) else { continue };
        let residual = data.residual.as_ref().and_then(|r| r.similarity(a, b, residuals[b]));
        let (p, p_best, z) = judge(&data.null, a, b, residual);
        found.scored.push(Scored {
            a: crate::family::position(a),
            b: crate::family::position(b),
            similarity,
            residual,
            p,
            p_best,
            z,
            same_house: cohort.peers[a].same_house(cohort.peers[b]),
        });
    }
    found
}

fn judge(
    null: &Null,
    a: usize,
    b: usize,
    residual: Option<f64>,
) -> (Option<f64>, Option<f64>, Option<f64>) {
    match null {
        Null::Sets(test) => match test.test(a, b) {
            Some(found) => (Some(found.p), Some(found.p_best), found.z),
            None => (None, None, None),
        },
        Null::Counts { sizes, size_min, null } => {
            if sizes[a] < *size_min || sizes[b] < *size_min {
                return (None, None, None);
            }
            let chance =
                null.as_ref().zip(residual).and_then(|(n, r)| n.chance(r, sizes[a], sizes[b]));
            // Enough firms: a full likeness would always be found.
            (chance.map(|c| c.p), chance.map(|_| 0.0), chance.map(|c| c.z))
        }
    }
}

/// Keeps the most similar, ties by position (which is the order of ids).
pub(crate) fn keep_nearest(list: &mut Vec<(u32, f64)>, limit: usize, park: u32, similarity: f64) {
    if similarity <= 0.0
        || (list.len() == limit && list.last().is_none_or(|(_, worst)| similarity <= *worst))
    {
        return;
    }
    let at = list.partition_point(|(_, kept)| *kept >= similarity);
    list.insert(at, (park, similarity));
    list.truncate(limit);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_are_kept_in_order() {
        let mut list = Vec::new();
        for (park, similarity) in [(0, 0.2), (1, 0.5), (2, 0.0), (3, 0.5), (4, 0.9), (5, 0.2)] {
            keep_nearest(&mut list, 3, park, similarity);
        }
        assert_eq!(list, [(4, 0.9), (1, 0.5), (3, 0.5)]);
    }
}
