//! The features that the model may weigh, and how much a rare one counts for.

use std::collections::HashMap;

use park_industry::Reader;
use park_industry::fitting::{self, Feature};
use rayon::prelude::*;

use crate::corpus::{Corpus, Firm};

/// A feature stands in so many firms of the pool …
const FIRMS_MIN: u32 = 20;
/// … or in so many judged ones.
const JUDGED_MIN: u32 = 2;
/// Power of the logarithm of rarity.
const RARITY_POWER: f32 = 0.25;

#[derive(Debug)]
pub(crate) struct Space {
    /// Keys in order; a feature's position is its place here.
    pub(crate) keys: Vec<u64>,
    /// How many firms have it, in the same order.
    pub(crate) firms: Vec<u32>,
    /// Factor of its values, in the same order.
    pub(crate) rarity: Vec<f32>,
}

impl Space {
    pub(crate) fn of(reader: &Reader, corpus: &Corpus) -> Self {
        let mut firms = count(reader, corpus.pool.par_iter());
        let judged = count(reader, corpus.judged.par_iter().map(|j| &j.firm));
        for (key, n) in &judged {
            *firms.entry(*key).or_default() += n;
        }
        let mut keys: Vec<u64> = firms
            .iter()
            .filter(|(k, n)| {
                **n >= FIRMS_MIN || (**n > JUDGED_MIN && judged.get(k) >= Some(&JUDGED_MIN))
            })
            .map(|(k, _)| *k)
            .collect();
        keys.sort_unstable();
        let firms: Vec<u32> = keys.iter().map(|k| firms[k]).collect();
        let all = number(corpus.pool.len() + corpus.judged.len());
        let rarity = firms
            .iter()
            .map(|n| (all / number(*n as usize)).ln().max(0.1).powf(RARITY_POWER))
            .collect();
        Self { keys, firms, rarity }
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// A firm as positions and values; features outside the space are left out.
    pub(crate) fn vector(&self, reader: &Reader, name: &str, scope: &str) -> Vec<(u32, f32)> {
        self.placed(&fitting::features(reader, name, scope))
    }

    /// A firm's lead in the same way.
    pub(crate) fn lead(&self, reader: &Reader, name: &str, scope: &str) -> Vec<(u32, f32)> {
        self.placed(&fitting::lead_features(reader, name, scope))
    }

    fn placed(&self, features: &[Feature]) -> Vec<(u32, f32)> {
        features
            .iter()
            .filter_map(|f: &Feature| {
                let at = self.keys.binary_search(&f.key).ok()?;
                Some((u32::try_from(at).ok()?, f.value * self.rarity[at]))
            })
            .collect()
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of firms, far below 2^24")]
fn number(n: usize) -> f32 {
    n as f32
}

fn count<'a>(reader: &Reader, firms: impl ParallelIterator<Item = &'a Firm>) -> HashMap<u64, u32> {
    firms
        .fold(HashMap::new, |mut seen: HashMap<u64, u32>, f| {
            for feature in fitting::features(reader, &f.name, &f.scope) {
                *seen.entry(feature.key).or_default() += 1;
            }
            seen
        })
        .reduce(HashMap::new, |mut a, b| {
            for (key, n) in b {
                *a.entry(key).or_default() += n;
            }
            a
        })
}
