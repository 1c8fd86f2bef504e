//! One pass over all pairs of an axis: mean, ranks, nearest parks, and a score for every pair of the family.

use rayon::prelude::*;

use crate::axis_data::{AxisData, Null};
use crate::fdr::Steps;
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
    /// p without what is common to the peer set: even picking, or the base alone.
    pub(crate) p_plain: Option<f64>,
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
    /// The p that chance could give the pairs of the family, where the test has few values.
    pub(crate) steps: Option<Steps>,
}

/// Compares every park with every other, exactly; each row writes to its own place, so threads change nothing.
pub(crate) fn scan(
    cohort: &Cohort<'_, '_>,
    data: &AxisData,
    partners: &[Vec<u32>],
    neighbours: usize,
) -> Scan {
    let n = data.vectors.len();
    let (tally, steps) = (Tally::new(), Steps::new());
    let pass = Pass { cohort, data, neighbours, tally: &tally, steps: &steps };
    let parks = (0..n)
        .into_par_iter()
        .map_init(|| Scratch::new(n), |scratch, a| pass.park(a, &partners[a], scratch))
        .collect();
    let steps = matches!(data.null, Null::Sets(_)).then_some(steps);
    Scan { parks, ranks: tally.finish(), steps }
}

/// Space of one thread.
struct Scratch {
    products: Vec<f64>,
    residuals: Vec<f64>,
    steps: Vec<f64>,
}

impl Scratch {
    fn new(n: usize) -> Self {
        Self { products: vec![0.0; n], residuals: vec![0.0; n], steps: Vec::new() }
    }
}

/// What every row of the pass reads and counts into.
struct Pass<'s> {
    cohort: &'s Cohort<'s, 's>,
    data: &'s AxisData,
    neighbours: usize,
    tally: &'s Tally,
    steps: &'s Steps,
}

impl Pass<'_> {
    fn park(&self, a: usize, partners: &[u32], scratch: &mut Scratch) -> ParkScan {
        let data = self.data;
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
        let products = &mut scratch.products;
        data.vectors.products(a, products);
        let mut zeros = 0;
        for b in (0..products.len()).filter(|b| *b != a) {
            let Some(similarity) = data.vectors.similarity(a, b, products[b]) else { continue };
            found.sum += similarity;
            found.others += 1;
            if b > a {
                found.sum_above += similarity;
                if similarity > 0.0 { self.tally.add(similarity, 1) } else { zeros += 1 }
            }
            let b = crate::family::position(b);
            keep_nearest(&mut found.neighbours, self.neighbours, b, similarity);
        }
        self.tally.add(0.0, zeros);
        if !partners.is_empty() {
            if let Some(residual) = &data.residual {
                residual.products(a, &mut scratch.residuals);
            }
            let pairs = partners.iter().filter_map(|b| self.pair(a, *b as usize, scratch));
            found.scored.extend(pairs);
        }
        found
    }

    fn pair(&self, a: usize, b: usize, scratch: &mut Scratch) -> Option<Scored> {
        let similarity = self.data.vectors.similarity(a, b, scratch.products[b])?;
        let residual =
            self.data.residual.as_ref().and_then(|r| r.similarity(a, b, scratch.residuals[b]));
        let same_house = self.cohort.peers[a].same_house(self.cohort.peers[b]);
        let Chance { p, p_plain, p_best, z } =
            chance(&self.data.null, a, b, residual, &mut scratch.steps);
        if p.is_some() && !same_house {
            self.steps.add(&scratch.steps);
        }
        Some(Scored {
            a: crate::family::position(a),
            b: crate::family::position(b),
            similarity,
            residual,
            p,
            p_plain,
            p_best,
            z,
            same_house,
        })
    }
}

/// What the nulls say of a pair.
#[derive(Debug, Clone, Copy, Default)]
struct Chance {
    p: Option<f64>,
    p_plain: Option<f64>,
    p_best: Option<f64>,
    z: Option<f64>,
}

fn chance(null: &Null, a: usize, b: usize, residual: Option<f64>, steps: &mut Vec<f64>) -> Chance {
    steps.clear();
    match null {
        Null::Sets(test) => {
            test.test_with_steps(a, b, steps).map_or_else(Chance::default, |t| Chance {
                p: Some(t.p),
                p_plain: Some(test.p_evenly(a, b, t.overlap)),
                p_best: Some(t.p_best),
                z: t.z,
            })
        }
        Null::Counts { sizes, size_min, null, peers } => {
            let (of_a, of_b) = (sizes[a], sizes[b]);
            let plain = null
                .as_ref()
                .zip(residual)
                .filter(|_| of_a >= *size_min && of_b >= *size_min)
                .and_then(|(n, r)| Some((n.chance(r, of_a, of_b)?, r)));
            let Some((plain, r)) = plain else { return Chance::default() };
            // In a peer set too small to show how parks scatter, the first null stands alone.
            let among_peers = |cosine: f64| peers.as_ref().and_then(|n| n.p(cosine, of_a, of_b));
            Chance {
                p: Some(among_peers(r).map_or(plain.p, |p| p.max(plain.p))),
                p_plain: Some(plain.p),
                // The first null has an exact tail; of so many draws the second can say no less than one in all.
                p_best: Some(among_peers(1.0).unwrap_or(0.0)),
                z: Some(plain.z),
            }
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

    /// Where drawing parks cannot show a p small enough for so many pairs, a full likeness cannot be told either.
    #[test]
    fn the_best_p_is_one_that_the_draws_can_give() {
        let base = vec![0.1; 10];
        let rows: Vec<Vec<(u32, f64)>> = (0..8_u32)
            .map(|i| (0..10_u32).map(|k| (k, f64::from(1 + (i + k) % 10) / 55.0)).collect())
            .collect();
        let sizes = vec![100.0; 8];
        let null = Null::Counts {
            null: crate::multinomial::StructureNull::draw(&base, 20, 1),
            peers: crate::peer_null::PeerNull::draw(&base, &rows, &sizes, 30.0, 20, 1),
            sizes,
            size_min: 30.0,
        };
        let found = chance(&null, 0, 1, Some(1.0), &mut Vec::new());
        assert!(found.p_best.unwrap() >= 1.0 / 400.0, "{found:?}");
        assert_eq!(found.p_best, found.p, "nothing is more alike than the same");
    }

    #[test]
    fn the_nearest_are_kept_in_order() {
        let mut list = Vec::new();
        for (park, similarity) in [(0, 0.2), (1, 0.5), (2, 0.0), (3, 0.5), (4, 0.9), (5, 0.2)] {
            keep_nearest(&mut list, 3, park, similarity);
        }
        assert_eq!(list, [(4, 0.9), (1, 0.5), (3, 0.5)]);
    }
}
