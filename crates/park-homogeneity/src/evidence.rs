//! What two parks share and what sets them apart, in words with shares.

use park_domain::ParkId;

use crate::axis_data::AxisData;
use crate::report::{Apart, Share};

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
    /// Share of the parks with data that have each item.
    popularity: Vec<f64>,
    limit: usize,
}

/// An item on its way to the list: its number, the share that is shown, and what it is worth as evidence.
type Weighed = (u32, f64, f64);

impl<'a> Witness<'a> {
    pub(crate) fn new(data: &'a AxisData, limit: usize) -> Self {
        let parks = crate::number(data.profiles.iter().filter(|p| !p.is_empty()).count().max(1));
        let popularity = data.holders().into_iter().map(|n| crate::number(n) / parks).collect();
        Self { data, popularity, limit }
    }

    /// What an item adds to the likeness of two shares, measured as the residual measures it: the product of the
    /// shares over how usual the item is. So a large share of what everybody has comes behind a rare one.
    fn worth(&self, item: u32, one: f64, other: f64) -> f64 {
        let usual = self.data.usual.as_ref().unwrap_or(&self.popularity)[item as usize];
        one * other / usual.max(1e-9)
    }

    /// The weightiest first, ties by item.
    fn listed(&self, mut items: Vec<Weighed>) -> Vec<Share> {
        items.sort_by(|x, y| y.2.total_cmp(&x.2).then(x.0.cmp(&y.0)));
        items.truncate(self.limit);
        items
            .into_iter()
            .map(|(item, share, _)| {
                let known = &self.data.items[item as usize];
                Share {
                    what: known.what.clone(),
                    code: known.code.clone(),
                    share,
                    popularity: self.popularity[item as usize],
                }
            })
            .collect()
    }

    pub(crate) fn of_pair(&self, a: usize, b: usize) -> Evidence {
        let (x, y) = (&self.data.profiles[a], &self.data.profiles[b]);
        let (mut shared, mut only_a, mut only_b) = (Vec::new(), Vec::new(), Vec::new());
        let alone = |(item, share): (u32, f64)| (item, share, self.worth(item, share, share));
        let (mut i, mut j) = (0, 0);
        while i < x.len() || j < y.len() {
            let left = x.get(i).map_or(u32::MAX, |e| e.0);
            let right = y.get(j).map_or(u32::MAX, |e| e.0);
            match left.cmp(&right) {
                std::cmp::Ordering::Equal => {
                    shared.push((left, x[i].1.min(y[j].1), self.worth(left, x[i].1, y[j].1)));
                    i += 1;
                    j += 1;
                }
                std::cmp::Ordering::Less => {
                    only_a.push(alone(x[i]));
                    i += 1;
                }
                std::cmp::Ordering::Greater => {
                    only_b.push(alone(y[j]));
                    j += 1;
                }
            }
        }
        Evidence {
            shared: self.listed(shared),
            only_a: self.listed(only_a),
            only_b: self.listed(only_b),
        }
    }

    /// What at least `core_share` of the members have; the share is its mean share of the members' profiles.
    pub(crate) fn core(&self, members: &[u32], core_share: f64) -> Vec<Share> {
        let mut sums = std::collections::BTreeMap::<u32, (usize, f64)>::new();
        for (item, share) in members.iter().flat_map(|m| &self.data.profiles[*m as usize]) {
            let slot = sums.entry(*item).or_default();
            *slot = (slot.0 + 1, slot.1 + share);
        }
        let n = crate::number(members.len());
        let core = sums
            .into_iter()
            .filter(|(_, (count, _))| crate::number(*count) / n >= core_share)
            .map(|(item, (_, sum))| (item, sum / n, self.worth(item, sum / n, sum / n)))
            .collect();
        self.listed(core)
    }

    /// What each member has that fewer than `core_share` of the group have, the weightiest first.
    pub(crate) fn apart(
        &self,
        members: &[u32],
        core_share: f64,
        limit: usize,
        ids: &[ParkId],
    ) -> Vec<Apart> {
        let mut having = std::collections::HashMap::<u32, usize>::new();
        for (item, _) in members.iter().flat_map(|m| &self.data.profiles[*m as usize]) {
            *having.entry(*item).or_default() += 1;
        }
        let n = crate::number(members.len());
        members
            .iter()
            .zip(ids)
            .map(|(member, id)| {
                let own = self.data.profiles[*member as usize]
                    .iter()
                    .filter(|(item, _)| crate::number(having[item]) / n < core_share)
                    .map(|(item, share)| (*item, *share, self.worth(*item, *share, *share)))
                    .collect();
                let mut items = self.listed(own);
                items.truncate(limit);
                Apart { park: id.clone(), items }
            })
            .collect()
    }
}
