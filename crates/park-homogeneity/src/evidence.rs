//! What two parks share and what sets them apart, in words with shares.

use crate::axis_data::AxisData;
use crate::report::Share;

/// What both have, what only the first has, what only the second has.
pub(crate) struct Evidence {
    pub(crate) shared: Vec<Share>,
    pub(crate) only_a: Vec<Share>,
    pub(crate) only_b: Vec<Share>,
}

/// An axis with what evidence needs beside it.
#[derive(Debug)]
pub(crate) struct Witness<'a> {
    data: &'a AxisData,
    holders: Vec<usize>,
    parks: usize,
    limit: usize,
}

impl<'a> Witness<'a> {
    pub(crate) fn new(data: &'a AxisData, limit: usize) -> Self {
        let parks = data.profiles.iter().filter(|p| !p.is_empty()).count();
        Self { data, holders: data.holders(), parks, limit }
    }

    fn share(&self, item: u32, share: f64) -> Share {
        let Self { data, holders, parks, .. } = self;
        let known = &data.items[item as usize];
        Share {
            what: known.what.clone(),
            code: known.code.clone(),
            share,
            popularity: crate::number(holders[item as usize]) / crate::number((*parks).max(1)),
        }
    }

    /// Largest share first, then the rarer, then by word.
    fn listed(&self, mut items: Vec<(u32, f64)>) -> Vec<Share> {
        items.sort_by(|x, y| {
            y.1.total_cmp(&x.1)
                .then(self.holders[x.0 as usize].cmp(&self.holders[y.0 as usize]))
                .then(x.0.cmp(&y.0))
        });
        items.truncate(self.limit);
        items.into_iter().map(|(item, share)| self.share(item, share)).collect()
    }

    pub(crate) fn of_pair(&self, a: usize, b: usize) -> Evidence {
        let (x, y) = (&self.data.profiles[a], &self.data.profiles[b]);
        let (mut shared, mut only_a, mut only_b) = (Vec::new(), Vec::new(), Vec::new());
        let (mut i, mut j) = (0, 0);
        while i < x.len() || j < y.len() {
            let left = x.get(i).map_or(u32::MAX, |e| e.0);
            let right = y.get(j).map_or(u32::MAX, |e| e.0);
            if left <= right && right <= left {
                shared.push((left, x[i].1.min(y[j].1)));
                i += 1;
                j += 1;
            } else if left < right {
                only_a.push(x[i]);
                i += 1;
            } else {
                only_b.push(y[j]);
                j += 1;
            }
        }
        Evidence {
            shared: self.listed(shared),
            only_a: self.listed(only_a),
            only_b: self.listed(only_b),
        }
    }

    /// What at least `core_share` of the members have; the share is that of the members.
    pub(crate) fn core(&self, members: &[u32], core_share: f64) -> Vec<Share> {
        let mut counts = std::collections::BTreeMap::<u32, usize>::new();
        for (item, _) in members.iter().flat_map(|m| &self.data.profiles[*m as usize]) {
            *counts.entry(*item).or_default() += 1;
        }
        let n = crate::number(members.len());
        let core: Vec<(u32, f64)> = counts
            .into_iter()
            .map(|(item, count)| (item, crate::number(count) / n))
            .filter(|(_, share)| *share >= core_share)
            .collect();
        self.listed(core)
    }
}
