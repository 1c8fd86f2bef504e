//! Sets of pairs that share more, or less, than popularity makes them (METHODS 1.13): a province, a city, one kind, one
//! cohort of approval, neighbours by distance. A set has power where no pair of it has.
//!
//! The overlap of all pairs of a set is compared with draws in which every park keeps its number of items and every item
//! its number of parks ([`crate::curveball`]). Plates of one house are left out, since they share by right.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::axis_data::{AxisData, Null};
use crate::curveball::Rows;
use crate::fdr::{ByChance, Rates, q_values};
use crate::normal;
use crate::peers::{Cohort, Peer};
use crate::report::{Chase, PairSet, SetRule};
use crate::settings::Settings;

/// Chains of draws; fixed, so that the number of threads changes nothing.
const CHAINS: usize = 8;
/// Trades before the first sample, in samples.
const BURN_IN: usize = 4;
/// Upper ends of the distance bands, kilometres; the last band is open.
const BANDS_KM: [f64; 7] = [25.0, 50.0, 100.0, 200.0, 400.0, 800.0, 1600.0];
/// Parks up to which distances are kept (16 MB); above, there are no bands.
const BAND_PARKS_MAX: usize = 4000;
/// Pairs looked up over all draws; where items are so common that this is passed, bands are counted in fewer draws.
const BAND_PAIRS_MAX: usize = 2_000_000_000;
/// Years of approval that make one cohort.
const COHORT_YEARS: u16 = 5;
/// Marks a pair that belongs to no band.
const NO_BAND: u8 = u8::MAX;

/// Sets of one cohort of parks, and where each park stands.
struct Layout {
    sets: Vec<(SetRule, String)>,
    /// For each partition, the set of each park.
    partitions: Vec<Vec<Option<u32>>>,
    /// First set that is a band, and the band of each pair (`n_parks` x `n_parks`); none without places.
    bands: Option<(usize, Vec<u8>)>,
    /// Plates of one house, a before b.
    houses: Vec<(u32, u32)>,
    /// Pairs of each set, those of one house left out.
    pairs: Vec<u64>,
    /// Parks of each set.
    parks: Vec<usize>,
}

/// Overlap of every set; bands only in some draws.
type Counts = Vec<u64>;

/// The sets of a cohort on an axis of lists, the most surprising first; none where chance is judged otherwise.
pub(crate) fn sets(cohort: &Cohort<'_, '_>, data: &AxisData, settings: &Settings) -> Vec<PairSet> {
    let Null::Sets(test) = &data.null else { return Vec::new() };
    let rows = test.sets();
    if rows.iter().filter(|r| !r.is_empty()).count() < 3 || settings.null_draws == 0 {
        return Vec::new();
    }
    let layout = Layout::of(&cohort.peers, rows);
    let seen = layout.count(rows, data.items.len(), true);
    let per_draw: usize = {
        let mut holders = vec![0_usize; data.items.len()];
        rows.iter().flatten().for_each(|k| holders[*k as usize] += 1);
        holders.iter().map(|c| c * c / 2).sum()
    };
    let every = (per_draw * settings.null_draws).div_ceil(BAND_PAIRS_MAX).max(1);
    let draws = draw(&layout, rows, data.items.len(), every, settings);
    let mut found: Vec<PairSet> = (0..layout.sets.len())
        .filter_map(|set| {
            let is_band = layout.bands.as_ref().is_some_and(|(first, _)| set >= *first);
            let drawn: Vec<f64> = draws
                .iter()
                .step_by(if is_band { every } else { 1 })
                .map(|counts| crate::number_of(counts[set]))
                .collect();
            layout.judge(set, crate::number_of(seen[set]), &drawn, settings)
        })
        .collect();
    let p: Vec<f64> = found.iter().map(|s| s.p).collect();
    let rates = Rates { q_max: settings.q_max, family_max: settings.q_family_max };
    for (set, q) in found.iter_mut().zip(q_values(&p, &ByChance::continuous(p.len()), rates)) {
        set.q = q;
    }
    // Bands in their order first, so that the fall with distance is read; then the most surprising.
    let band = |s: &PairSet| s.rule == SetRule::Distance;
    found.sort_by(|a, b| {
        band(b).cmp(&band(a)).then_with(|| {
            if band(a) { std::cmp::Ordering::Equal } else { b.z.abs().total_cmp(&a.z.abs()) }
        })
    });
    found
}

/// How much more all pairs share than if each park had picked evenly from what is named: the pull of the common list.
pub(crate) fn chase(data: &AxisData) -> Option<Chase> {
    let Null::Sets(test) = &data.null else { return None };
    let rows: Vec<&Vec<u32>> = test.sets().iter().filter(|r| !r.is_empty()).collect();
    let mut holders = vec![0_usize; data.items.len()];
    rows.iter().copied().flatten().for_each(|k| holders[*k as usize] += 1);
    let named = holders.iter().filter(|c| **c > 0).count();
    let pairs = rows.len() * rows.len().saturating_sub(1) / 2;
    if pairs == 0 || named == 0 {
        return None;
    }
    let overlap: usize = holders.iter().map(|c| c * c.saturating_sub(1) / 2).sum();
    let (sum, squares) = rows.iter().fold((0, 0), |(s, q), r| (s + r.len(), q + r.len() * r.len()));
    let even = crate::number(sum * sum - squares) / 2.0 / crate::number(named);
    let per_pair = |x: f64| x / crate::number(pairs);
    Some(Chase {
        mean_overlap: per_pair(crate::number(overlap)),
        even_overlap: per_pair(even),
        times: (even > 0.0).then(|| crate::number(overlap) / even),
    })
}

fn draw(
    layout: &Layout,
    rows: &[Vec<u32>],
    n_items: usize,
    every: usize,
    settings: &Settings,
) -> Vec<Counts> {
    let start = Rows::new(rows.to_vec());
    (0..CHAINS)
        .into_par_iter()
        .map(|chain| {
            let share = settings.null_draws * (chain + 1) / CHAINS;
            let before = settings.null_draws * chain / CHAINS;
            let seed = settings.seed.wrapping_add(chain as u64);
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
            let mut table = start.clone();
            table.shuffle(BURN_IN, &mut rng);
            (before..share)
                .map(|at| {
                    table.shuffle(1, &mut rng);
                    layout.count(table.rows(), n_items, at % every == 0)
                })
                .collect::<Vec<Counts>>()
        })
        .collect::<Vec<_>>()
        .concat()
}

impl Layout {
    fn of(peers: &[&Peer<'_>], rows: &[Vec<u32>]) -> Self {
        let mut layout = Self {
            sets: Vec::new(),
            partitions: Vec::new(),
            bands: None,
            houses: houses(peers, rows),
            pairs: Vec::new(),
            parks: Vec::new(),
        };
        let has = |i: usize| !rows[i].is_empty();
        for rule in [SetRule::Province, SetRule::City, SetRule::Kind, SetRule::Approved] {
            let mut members_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (i, peer) in peers.iter().enumerate().filter(|(i, _)| has(*i)) {
                if let Some(key) = key_of(rule, peer) {
                    members_of.entry(key).or_default().push(i);
                }
            }
            let mut partition = vec![None; peers.len()];
            for (key, members) in members_of.into_iter().filter(|(_, m)| m.len() > 1) {
                let set = crate::family::position(layout.sets.len());
                members.iter().for_each(|i| partition[*i] = Some(set));
                let name = match rule {
                    SetRule::City => city_name(peers[members[0]]).unwrap_or(key),
                    SetRule::Province | SetRule::Kind | SetRule::Approved | SetRule::Distance => {
                        key
                    }
                };
                layout.pairs.push((members.len() * (members.len() - 1) / 2) as u64);
                layout.parks.push(members.len());
                layout.sets.push((rule, name));
            }
            layout.partitions.push(partition);
        }
        for (a, b) in &layout.houses {
            for partition in &layout.partitions {
                if let (Some(x), Some(y)) = (partition[*a as usize], partition[*b as usize])
                    && x == y
                {
                    layout.pairs[x as usize] -= 1;
                }
            }
        }
        layout.add_bands(peers, rows);
        layout
    }

    fn add_bands(&mut self, peers: &[&Peer<'_>], rows: &[Vec<u32>]) {
        let n = peers.len();
        if n > BAND_PARKS_MAX {
            return;
        }
        let mut bands = vec![NO_BAND; n * n];
        let placed = |i: usize| !rows[i].is_empty() && peers[i].place.is_some();
        bands.par_chunks_mut(n).enumerate().filter(|(a, _)| placed(*a)).for_each(|(a, row)| {
            for b in (a + 1..n).filter(|b| placed(*b)) {
                if let Some(km) = peers[a].distance_km(peers[b]) {
                    let band = BANDS_KM.partition_point(|end| *end <= km);
                    row[b] = u8::try_from(band).unwrap_or(NO_BAND);
                }
            }
        });
        for (a, b) in &self.houses {
            bands[*a as usize * n + *b as usize] = NO_BAND;
        }
        let first = self.sets.len();
        let mut pairs = vec![0; BANDS_KM.len() + 1];
        for band in bands.iter().filter(|b| **b != NO_BAND) {
            pairs[usize::from(*band)] += 1;
        }
        let mut from = 0.0;
        for end in BANDS_KM {
            self.sets.push((SetRule::Distance, format!("{from:.0}–{end:.0} km")));
            from = end;
        }
        self.sets.push((SetRule::Distance, format!("> {from:.0} km")));
        self.pairs.extend(pairs);
        self.parks.extend([(0..n).filter(|i| placed(*i)).count(); BANDS_KM.len() + 1]);
        self.bands = Some((first, bands));
    }

    /// Shared items of each set, counted once for every pair that has them.
    fn count(&self, rows: &[Vec<u32>], n_items: usize, with_bands: bool) -> Counts {
        let n = rows.len();
        let mut holders: Vec<Vec<u32>> = vec![Vec::new(); n_items];
        for (i, row) in (0..).zip(rows) {
            row.iter().for_each(|k| holders[*k as usize].push(i));
        }
        let mut counts = vec![0; self.sets.len()];
        let mut met = vec![0_u64; self.sets.len()];
        for parks in &holders {
            for partition in &self.partitions {
                let of = |i: &u32| partition[*i as usize].map(|s| s as usize);
                for set in parks.iter().filter_map(of) {
                    counts[set] += met[set];
                    met[set] += 1;
                }
                parks.iter().filter_map(of).for_each(|set| met[set] = 0);
            }
            if let Some((first, bands)) = self.bands.as_ref().filter(|_| with_bands) {
                let mut by_band = [0_u64; BANDS_KM.len() + 1];
                for (at, a) in parks.iter().enumerate() {
                    let row = &bands[*a as usize * n..][..n];
                    for b in &parks[at + 1..] {
                        if let Some(slot) = by_band.get_mut(usize::from(row[*b as usize])) {
                            *slot += 1;
                        }
                    }
                }
                counts[*first..].iter_mut().zip(by_band).for_each(|(slot, c)| *slot += c);
            }
        }
        for (a, b) in &self.houses {
            let (a, b) = (*a as usize, *b as usize);
            let shared = rows[a].iter().filter(|k| rows[b].binary_search(k).is_ok()).count() as u64;
            for partition in self.partitions.iter().filter(|_| shared > 0) {
                if let (Some(x), Some(y)) = (partition[a], partition[b])
                    && x == y
                {
                    counts[x as usize] -= shared;
                }
            }
        }
        counts
    }

    /// `None` where the set is too small for its spread to be known.
    fn judge(
        &self,
        set: usize,
        overlap: f64,
        drawn: &[f64],
        settings: &Settings,
    ) -> Option<PairSet> {
        let n = crate::number(drawn.len());
        let expected = drawn.iter().sum::<f64>() / n;
        let moment = |power: i32| drawn.iter().map(|d| (d - expected).powi(power)).sum::<f64>() / n;
        let sd = moment(2).sqrt();
        if expected < settings.set_overlap_min || sd < 1e-9 {
            return None;
        }
        let z = (overlap - expected) / sd;
        let (rule, name) = &self.sets[set];
        Some(PairSet {
            rule: *rule,
            name: name.clone(),
            parks: self.parks[set],
            pairs: self.pairs[set],
            overlap,
            expected,
            unexplained: (overlap > 0.0).then(|| (overlap - expected) / overlap),
            z,
            p: normal::two_sided(unskewed(z, moment(3) / sd.powi(3))),
            q: 1.0,
            draws: drawn.len(),
        })
    }
}

/// z of a skewed spread on the normal scale (Cornish and Fisher 1938, first term): sums of few shared items lean to the
/// right, and their tail is heavier than a normal one.
fn unskewed(z: f64, skewness: f64) -> f64 {
    // z = w + g (w^2 - 1) / 6, solved for w; towards z as g goes to 0.
    let g = skewness / 6.0;
    if g.abs() < 1e-6 {
        return z;
    }
    let inside = 1.0 + 4.0 * g * (z + g);
    // Beyond the turning point the expansion says nothing; there the plain z stands.
    if inside <= 0.0 { z } else { 2.0 * (z + g) / (1.0 + inside.sqrt()) }
}

fn houses(peers: &[&Peer<'_>], rows: &[Vec<u32>]) -> Vec<(u32, u32)> {
    let n = crate::family::position(peers.len());
    (0..n)
        .into_par_iter()
        .filter(|a| !rows[*a as usize].is_empty())
        .flat_map_iter(|a| {
            (a + 1..n)
                .filter(move |b| {
                    !rows[*b as usize].is_empty()
                        && peers[a as usize].same_house(peers[*b as usize])
                })
                .map(move |b| (a, b))
        })
        .collect()
}

/// The set of one park under a rule; its Chinese name, but for cities, where names repeat.
fn key_of(rule: SetRule, peer: &Peer<'_>) -> Option<String> {
    let park = peer.park;
    match rule {
        SetRule::Province => park.province.as_deref().map(str::to_owned),
        SetRule::City => peer.city.clone(),
        SetRule::Kind => park.kind.map(|k| k.zh().to_owned()),
        SetRule::Approved => park.approved_on.map(|on| {
            let first = (on.year() - 1) / COHORT_YEARS * COHORT_YEARS + 1;
            format!("{first}–{}", first + COHORT_YEARS - 1)
        }),
        SetRule::Distance => None,
    }
}

/// The city's name; a municipality is named by its province.
fn city_name(peer: &Peer<'_>) -> Option<String> {
    let whole = peer.city.as_deref().is_some_and(|key| key.len() == 2);
    let name = if whole { &peer.park.province } else { &peer.park.city };
    name.as_deref().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn skewness_makes_far_values_less_surprising() {
        assert_abs_diff_eq!(unskewed(2.0, 0.0), 2.0);
        let w = unskewed(4.0, 0.6);
        assert!(w < 4.0 && w > 2.5);
        assert_abs_diff_eq!(w + 0.1 * (w * w - 1.0), 4.0, epsilon = 1e-12);
    }
}
