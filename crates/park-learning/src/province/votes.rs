//! The firms with the nearest texts vote for their parks.

use super::words::Words;

/// The firms of a province as they vote.
#[derive(Debug, Default)]
pub(super) struct Voters {
    /// Firms that use each token, by its local number.
    firms: Vec<Vec<u32>>,
    /// Square of the weight of each token: rare ones say more.
    squares: Vec<f64>,
    norm: Vec<f64>,
    park: Vec<u16>,
    weight: Vec<f64>,
}

/// How votes are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counting {
    pub(super) voters: usize,
    pub(super) power: i32,
}

impl Voters {
    /// The firms with their texts, parks and weights.
    pub(super) fn gather(
        texts: &[Vec<u32>],
        words: &Words,
        at: &[usize],
        weight: Vec<f64>,
    ) -> Self {
        let mut firms: Vec<Vec<u32>> = vec![Vec::new(); words.tokens.len()];
        for (text, number) in texts.iter().zip(0_u32..) {
            for local in words.locals(text) {
                firms[local as usize].push(number);
            }
        }
        let n_firms = texts.len() as f64;
        let squares: Vec<f64> = firms
            .iter()
            .map(|users| {
                let n = users.len() as f64;
                let idf = (1.0 + (n_firms - n + 0.5) / (n + 0.5)).ln();
                idf * idf
            })
            .collect();
        let mut norm = vec![0.0; texts.len()];
        for (users, square) in firms.iter().zip(&squares) {
            for firm in users {
                norm[*firm as usize] += square;
            }
        }
        norm.iter_mut().for_each(|n: &mut f64| *n = n.sqrt().max(1e-9));
        let park = at.iter().map(|p| u16::try_from(*p).unwrap_or(u16::MAX)).collect();
        Self { firms, squares, norm, park, weight }
    }

    /// Log share of the votes of the nearest firms (cosine of idf-weighted pairs), drawn to the shares.
    pub(super) fn votes(&self, locals: &[u32], counting: Counting, shares: &[f64]) -> Vec<f64> {
        let mut likeness = vec![0.0_f64; self.park.len()];
        let mut own = 0.0;
        for token in locals {
            let square = self.squares[*token as usize];
            own += square;
            for firm in &self.firms[*token as usize] {
                likeness[*firm as usize] += square;
            }
        }
        let own = own.sqrt().max(1e-9);
        likeness.iter_mut().zip(&self.norm).for_each(|(l, norm)| *l /= own * norm);
        let n = counting.voters.min(likeness.len());
        let mut order: Vec<usize> = (0..likeness.len()).collect();
        if n > 0 && n < order.len() {
            order.select_nth_unstable_by(n - 1, |a, b| {
                likeness[*b].total_cmp(&likeness[*a]).then(a.cmp(b))
            });
        }
        order.truncate(n);
        order.sort_unstable();
        let mut votes = vec![0.0; shares.len()];
        for i in order {
            votes[usize::from(self.park[i])] += likeness[i].powi(counting.power) * self.weight[i];
        }
        let total: f64 = votes.iter().sum();
        votes.iter().zip(shares).map(|(v, s)| ((v + 0.5 * s) / (total + 0.5)).ln()).collect()
    }
}
