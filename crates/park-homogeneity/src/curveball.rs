//! Draws of lists with both margins fixed: every park keeps its number of items, every item its number of parks.
//!
//! Curveball (Strona et al. 2014): two rows, drawn at random, pool what only one of them has and deal it out again. Every
//! table with these margins is as likely as any other once enough trades were made.

use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

/// Trades a row between two samples (METHODS 1.10).
pub(crate) const TRADES_PER_ROW: usize = 5;

/// Rows (sorted items) that are traded; empty ones stay empty.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    rows: Vec<Vec<u32>>,
    /// Positions of rows with items.
    filled: Vec<usize>,
    shared: Vec<u32>,
    pool: Vec<u32>,
}

impl Rows {
    pub(crate) fn new(rows: Vec<Vec<u32>>) -> Self {
        let filled = (0..rows.len()).filter(|i| !rows[*i].is_empty()).collect();
        Self { rows, filled, shared: Vec::new(), pool: Vec::new() }
    }

    pub(crate) fn rows(&self) -> &[Vec<u32>] {
        &self.rows
    }

    /// Makes `samples` times five trades a row.
    pub(crate) fn shuffle(&mut self, samples: usize, rng: &mut Xoshiro256PlusPlus) {
        let n = self.filled.len();
        if n < 2 {
            return;
        }
        for _ in 0..samples * TRADES_PER_ROW * n {
            let a = rng.gen_range(0..n);
            let b = rng.gen_range(0..n - 1);
            let b = if b >= a { b + 1 } else { b };
            self.trade(self.filled[a], self.filled[b], rng);
        }
    }

    fn trade(&mut self, a: usize, b: usize, rng: &mut Xoshiro256PlusPlus) {
        let (mut x, mut y) = (std::mem::take(&mut self.rows[a]), std::mem::take(&mut self.rows[b]));
        let own = split(&x, &y, &mut self.shared, &mut self.pool);
        // Where one has nothing that the other lacks there is nothing to trade.
        if own > 0 && own < self.pool.len() {
            for i in 0..own {
                let j = rng.gen_range(i..self.pool.len());
                self.pool.swap(i, j);
            }
            self.pool[..own].sort_unstable();
            self.pool[own..].sort_unstable();
            merge(&self.shared, &self.pool[..own], &mut x);
            merge(&self.shared, &self.pool[own..], &mut y);
        }
        self.rows[a] = x;
        self.rows[b] = y;
    }
}

/// What both have, and what one has: first the items of `x` alone, whose number is returned, then those of `y`.
fn split(x: &[u32], y: &[u32], shared: &mut Vec<u32>, pool: &mut Vec<u32>) -> usize {
    shared.clear();
    pool.clear();
    let alone = |x: &[u32], y: &[u32], pool: &mut Vec<u32>, shared: &mut Vec<u32>, keep: bool| {
        let mut j = 0;
        for item in x {
            while j < y.len() && y[j] < *item {
                j += 1;
            }
            if j < y.len() && y[j] == *item {
                if keep {
                    shared.push(*item);
                }
            } else {
                pool.push(*item);
            }
        }
    };
    alone(x, y, pool, shared, true);
    let own = pool.len();
    alone(y, x, pool, shared, false);
    own
}

fn merge(x: &[u32], y: &[u32], out: &mut Vec<u32>) {
    out.clear();
    let (mut i, mut j) = (0, 0);
    while i < x.len() && j < y.len() {
        if x[i] < y[j] {
            out.push(x[i]);
            i += 1;
        } else {
            out.push(y[j]);
            j += 1;
        }
    }
    out.extend_from_slice(&x[i..]);
    out.extend_from_slice(&y[j..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use std::collections::BTreeMap;

    #[test]
    fn both_margins_stay() {
        let before: Vec<Vec<u32>> =
            (0..30_u32).map(|i| (0..12).filter(|k| (i * 5 + k * 7) % 4 == 0).collect()).collect();
        let mut rows = Rows::new(before.clone());
        rows.shuffle(20, &mut Xoshiro256PlusPlus::seed_from_u64(3));
        let columns = |rows: &[Vec<u32>]| {
            let mut counts = [0; 12];
            rows.iter().flatten().for_each(|k| counts[*k as usize] += 1);
            counts
        };
        assert_ne!(rows.rows(), before);
        assert_eq!(columns(rows.rows()), columns(&before));
        for (x, y) in rows.rows().iter().zip(&before) {
            assert_eq!(x.len(), y.len());
            assert!(x.windows(2).all(|w| w[0] < w[1]));
        }
    }

    /// Three rows of one item and two columns of 2 and 1: three tables, each as likely as the others.
    #[test]
    fn every_table_is_as_likely() {
        let mut rows = Rows::new(vec![vec![0], vec![0], vec![1]]);
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let mut seen = BTreeMap::new();
        for _ in 0..3000 {
            rows.shuffle(1, &mut rng);
            *seen.entry(rows.rows().to_vec()).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 3);
        assert!(seen.values().all(|n| (900..1100).contains(n)), "{seen:?}");
    }
}
