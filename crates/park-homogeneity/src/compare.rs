//! The whole comparison: peer set, axes, pairs, groups.

use park_domain::{Dataset, ParkId};
use park_industry::Reader;

use crate::axis::{Axis, Verdict};
use crate::axis_data::{AxisData, widen};
use crate::evidence::Witness;
use crate::family::{FamilyRule, partners};
use crate::fdr::Steps;
use crate::gap;
use crate::groups;
use crate::intensity::intensity_share;
use crate::judge::{Judged, judge};
use crate::map;
use crate::params::{PairLimit, ValidParams};
use crate::peers::{self, Cohort, Peer};
use crate::report::{
    AxisReport, Group, Heat, Map, Nearest, Neighbour, Pair, PeerPark, PeerSet, Report,
};
use crate::rows::Rows;
use crate::scan::{Scan, Scored, scan};
use crate::settings::Settings;
use crate::{named, policy, positioning, revealed, sets};

/// Items that set a member apart from its group.
const APART_ITEMS: usize = 3;

/// Compares the parks of a peer set on all four axes.
pub fn analyse(dataset: &Dataset, reader: &Reader, params: &ValidParams) -> Report {
    let peers = peers::select(dataset, reader, params);
    let cohorts = peers::cohorts(&peers);
    let family = FamilyRule::of(params, peers.len());
    let partners: Vec<Vec<Vec<u32>>> =
        cohorts.iter().map(|cohort| partners(cohort, family)).collect();
    let rows = Rows::of(dataset);
    let (mut lists, mut gaps) = (gap::Lists::new(), Vec::new());
    let axes = Axis::ALL
        .into_iter()
        .map(|axis| {
            let parts: Vec<Part<'_, '_>> = cohorts
                .iter()
                .zip(&partners)
                .map(|(cohort, partners)| {
                    let data = collect(axis, cohort, &rows, dataset, reader, params);
                    let scan = scan(cohort, &data, partners, params.settings().neighbours);
                    Part { cohort, data, partners, scan }
                })
                .collect();
            match axis {
                Axis::IndustryNamed => {
                    lists = parts.iter().flat_map(|p| gap::lists(p.cohort, &p.data)).collect();
                }
                Axis::IndustryRevealed => {
                    let of = |p: &Part<'_, '_>| gap::gaps(p.cohort, &p.data, &lists, reader);
                    gaps = parts.iter().flat_map(of).collect();
                    gaps.sort_by(|a, b| a.park.cmp(&b.park));
                }
                Axis::Positioning | Axis::Policy => {}
            }
            let mut found = axis_report(axis, &peers, &parts, params);
            if axis == Axis::Policy {
                let main = cohorts.iter().max_by_key(|c| c.peers.len());
                found.intensity = main.and_then(|c| intensity_share(c, &rows, params));
            }
            found
        })
        .collect();
    Report {
        peer_set: peer_set(dataset, &peers, params, family, &partners),
        axes,
        gaps,
        seed: params.settings().seed,
        settings: params.settings().reasons.clone(),
    }
}

/// The rows of one axis for one cohort.
pub(crate) fn collect(
    axis: Axis,
    cohort: &Cohort<'_, '_>,
    rows: &Rows<'_>,
    dataset: &Dataset,
    reader: &Reader,
    params: &ValidParams,
) -> AxisData {
    match axis {
        Axis::Positioning => positioning::collect(cohort, rows, params),
        Axis::IndustryNamed => named::collect(cohort, rows, reader, params),
        Axis::IndustryRevealed => revealed::collect(cohort, rows, dataset, reader, params),
        Axis::Policy => policy::collect(cohort, rows, params),
    }
}

/// One cohort on one axis, scanned.
struct Part<'p, 'd> {
    cohort: &'p Cohort<'p, 'd>,
    data: AxisData,
    partners: &'p [Vec<u32>],
    scan: Scan,
}

impl Part<'_, '_> {
    fn id(&self, at: u32) -> &ParkId {
        self.cohort.peers[at as usize].id()
    }

    fn ids(&self, members: &[u32]) -> Vec<ParkId> {
        members.iter().map(|m| self.id(*m).clone()).collect()
    }
}

fn peer_set(
    dataset: &Dataset,
    peers: &[Peer<'_>],
    params: &ValidParams,
    family: FamilyRule,
    partners: &[Vec<Vec<u32>>],
) -> PeerSet {
    let asked = params.params();
    let code = params.region_digits.as_ref().map(|digits| format!("{digits:0<6}"));
    let region_name = code
        .and_then(|code| dataset.regions.iter().find(|r| *r.region_code == *code))
        .map(|r| r.name.to_string());
    PeerSet {
        parks: peers
            .iter()
            .map(|p| PeerPark {
                id: p.id().clone(),
                name: p.park.name.to_string(),
                province: p.park.province.as_deref().map(str::to_owned),
                city: p.park.city.as_deref().map(str::to_owned),
            })
            .collect(),
        bonded: peers.iter().filter(|p| p.bonded).count(),
        region: asked.region.clone(),
        region_name,
        level: asked.level,
        kind: asked.kind,
        within_km: asked.within_km,
        year: asked.year,
        as_of: asked.as_of,
        family,
        family_pairs: partners.iter().flatten().map(Vec::len).sum(),
    }
}

fn axis_report(
    axis: Axis,
    peers: &[Peer<'_>],
    parts: &[Part<'_, '_>],
    params: &ValidParams,
) -> AxisReport {
    let settings = params.settings();
    let scored: Vec<(usize, Scored)> = parts
        .iter()
        .enumerate()
        .flat_map(|(at, part)| {
            part.scan.parks.iter().flat_map(move |p| p.scored.iter().map(move |s| (at, *s)))
        })
        .collect();
    let plain: Vec<Scored> = scored.iter().map(|(_, s)| *s).collect();
    let steps: Vec<&Steps> = parts.iter().filter_map(|p| p.scan.steps.as_ref()).collect();
    let judged = judge(axis, &plain, &steps, settings);
    let mut verdicts = [0; 5];
    for verdict in &judged.verdicts {
        for (slot, kind) in verdicts.iter_mut().zip(Verdict::ALL) {
            *slot += usize::from(kind == *verdict);
        }
    }
    let compared_pairs: u64 = parts.iter().map(|p| p.scan.ranks.total()).sum();
    let sum: f64 = parts.iter().flat_map(|p| &p.scan.parks).map(|p| p.sum_above).sum();
    let mut no_data: Vec<ParkId> = Vec::new();
    for part in parts {
        let peers = &part.cohort.peers;
        no_data.extend(
            (0..peers.len()).filter(|i| !part.data.vectors.has(*i)).map(|i| peers[i].id().clone()),
        );
    }
    no_data.sort();
    let parks_with_data = peers.len() - no_data.len();
    let main = parts.iter().max_by_key(|p| p.cohort.peers.len());
    AxisReport {
        axis,
        parks_with_data,
        no_data,
        few_data: parks_with_data < settings.few_parks.min(peers.len()),
        categories: main.map_or(0, |p| p.data.holders().iter().filter(|n| **n > 0).count()),
        base: main.and_then(|p| p.data.base.clone()),
        years: parts
            .iter()
            .filter_map(|p| p.data.years)
            .fold(None, |all, (first, last)| widen(widen(all, Some(first)), Some(last))),
        mean_similarity: (compared_pairs > 0).then(|| sum / crate::number_of(compared_pairs)),
        compared_pairs,
        tested_pairs: judged.tested,
        verdicts,
        pairs_total: scored.len(),
        pairs: pairs(parts, &scored, &judged, params),
        sets: main.map_or_else(Vec::new, |p| sets::sets(p.cohort, &p.data, settings)),
        chase: main.and_then(|p| sets::chase(&p.data)),
        intensity: None,
        groups: all_groups(axis, parts, settings),
        nearest: nearest(parts),
        heat: main.and_then(|part| heat(part, settings.heat_parks_max)),
        map: main.and_then(|part| {
            let plane = map::plane(&part.data.vectors, settings.map_columns_max)?;
            let points =
                plane.points.into_iter().map(|(i, x, y)| (part.id(i).clone(), x, y)).collect();
            Some(Map { points, explained: plane.explained })
        }),
    }
}

/// Largest first, then the more alike, then by first member.
fn all_groups(axis: Axis, parts: &[Part<'_, '_>], settings: &Settings) -> Vec<Group> {
    let mut groups: Vec<Group> =
        parts.iter().flat_map(|part| groups_of(axis, part, settings)).collect();
    groups.sort_by(|a, b| {
        b.members
            .len()
            .cmp(&a.members.len())
            .then(b.inner_mean.total_cmp(&a.inner_mean))
            .then_with(|| a.members.cmp(&b.members))
    });
    groups
}

/// Most surprising first: p, then similarity, then ids; pairs without a test last.
fn pairs(
    parts: &[Part<'_, '_>],
    scored: &[(usize, Scored)],
    judged: &Judged,
    params: &ValidParams,
) -> Vec<Pair> {
    let ids = |at: &usize| {
        let (part, s) = &scored[*at];
        (parts[*part].id(s.a), parts[*part].id(s.b))
    };
    let mut order: Vec<usize> = (0..scored.len()).collect();
    let by_surprise = |x: &usize, y: &usize| {
        let (s, t) = (&scored[*x].1, &scored[*y].1);
        s.p.unwrap_or(2.0)
            .total_cmp(&t.p.unwrap_or(2.0))
            .then(t.similarity.total_cmp(&s.similarity))
            .then_with(|| ids(x).cmp(&ids(y)))
    };
    if let PairLimit::First(limit) = params.params().pairs
        && limit < order.len()
    {
        if limit > 0 {
            order.select_nth_unstable_by(limit - 1, by_surprise);
        }
        order.truncate(limit);
    }
    order.sort_by(by_surprise);
    let settings = params.settings();
    let witnesses: Vec<Witness<'_>> =
        parts.iter().map(|p| Witness::new(&p.data, settings.evidence_max)).collect();
    order
        .into_iter()
        .map(|at| {
            let (part_at, s) = &scored[at];
            let part = &parts[*part_at];
            let (a, b) = (part.cohort.peers[s.a as usize], part.cohort.peers[s.b as usize]);
            let evidence = witnesses[*part_at].of_pair(s.a as usize, s.b as usize);
            Pair {
                a: a.id().clone(),
                b: b.id().clone(),
                similarity: s.similarity,
                residual: s.residual,
                percentile: part.scan.ranks.percentile(s.similarity),
                z: s.z,
                p: s.p,
                q: judged.q[at],
                verdict: judged.verdicts[at],
                relation: a.relation(b, settings.rival_km),
                shared: evidence.shared,
                only_a: evidence.only_a,
                only_b: evidence.only_b,
                distance_km: a.distance_km(b),
            }
        })
        .collect()
}

fn groups_of(axis: Axis, part: &Part<'_, '_>, settings: &Settings) -> Vec<Group> {
    let (vectors, cut) = (&part.data.vectors, settings.cut_of(axis));
    let found = groups::groups(vectors, part.partners, cut);
    let stability = groups::stability(
        vectors,
        part.partners,
        cut,
        &found,
        settings.bootstrap_draws,
        settings.seed,
    );
    let witness = Witness::new(&part.data, settings.evidence_max);
    found
        .iter()
        .enumerate()
        .map(|(at, members)| {
            let inner = Inner::of(part, members);
            let stability = stability.as_ref().map(|s| s[at]);
            Group {
                medoid: part.id(inner.medoid).clone(),
                members: members.iter().map(|m| part.id(*m).clone()).collect(),
                inner_minimum: inner.minimum,
                inner_mean: inner.mean,
                stability,
                stable: stability.is_some_and(|s| s >= settings.stable_min),
                apart: witness.apart(members, settings.core_share, APART_ITEMS, &part.ids(members)),
                core: witness.core(members, settings.core_share),
            }
        })
        .collect()
}

/// Similarities inside a group.
struct Inner {
    medoid: u32,
    minimum: f64,
    mean: f64,
}

impl Inner {
    fn of(part: &Part<'_, '_>, members: &[u32]) -> Self {
        let n = members.len();
        let mut sums = vec![0.0; n];
        let mut minimum = 1.0_f64;
        for i in 0..n {
            for j in i + 1..n {
                let similarity =
                    part.data.vectors.pair(members[i] as usize, members[j] as usize).unwrap_or(0.0);
                sums[i] += similarity;
                sums[j] += similarity;
                minimum = minimum.min(similarity);
            }
        }
        let mut best = 0;
        for i in 1..n {
            if sums[i] > sums[best] + 1e-12 {
                best = i;
            }
        }
        let mean = sums.iter().sum::<f64>() / crate::number(n * (n - 1));
        Self { medoid: members[best], minimum, mean }
    }
}

fn nearest(parts: &[Part<'_, '_>]) -> Vec<Nearest> {
    let mut list: Vec<Nearest> = parts
        .iter()
        .flat_map(|part| {
            part.scan.parks.iter().zip(0..).filter(|(_, i)| part.data.vectors.has(*i as usize)).map(
                |(found, i)| Nearest {
                    park: part.id(i).clone(),
                    mean_similarity: (found.others > 0)
                        .then(|| found.sum / crate::number_of(found.others)),
                    neighbours: found
                        .neighbours
                        .iter()
                        .map(|(other, similarity)| Neighbour {
                            park: part.id(*other).clone(),
                            similarity: *similarity,
                        })
                        .collect(),
                },
            )
        })
        .collect();
    list.sort_by(|a, b| a.park.cmp(&b.park));
    list
}

/// The parks nearest to another one, so that what is alike is seen; clustered, so that it stands together.
fn heat(part: &Part<'_, '_>, parks_max: usize) -> Option<Heat> {
    let vectors = &part.data.vectors;
    let nearest = |i: u32| part.scan.parks[i as usize].neighbours.first().map_or(0.0, |(_, s)| *s);
    let mut shown: Vec<u32> =
        (0..crate::family::position(vectors.len())).filter(|i| vectors.has(*i as usize)).collect();
    let of = shown.len();
    if of < 2 {
        return None;
    }
    shown.sort_by(|a, b| nearest(*b).total_cmp(&nearest(*a)).then(a.cmp(b)));
    shown.truncate(parks_max);
    shown.sort_unstable();
    let order = groups::leaf_order(vectors, &shown);
    let similarity = order
        .iter()
        .flat_map(|a| order.iter().map(|b| vectors.pair(*a as usize, *b as usize).unwrap_or(0.0)))
        .collect();
    Some(Heat { parks: order.iter().map(|i| part.id(*i).clone()).collect(), similarity, of })
}
