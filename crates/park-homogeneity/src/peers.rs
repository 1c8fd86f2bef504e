//! The peer set: which parks are compared, and what is known of each beside its data.

use std::collections::HashMap;

use park_domain::geo::{distance_km, unit_vector};
use park_domain::words::{ParkKind, Status};
use park_domain::{Dataset, Park, ParkId};
use park_industry::{Reader, Stage};

use crate::axis::Relation;
use crate::params::ValidParams;

/// How far a chain of parents is followed.
const PARENTS_MAX: usize = 8;
/// A managing body with a shorter name says nothing (管委会).
const BODY_CHARS_MIN: usize = 6;

/// One park of the peer set.
#[derive(Debug)]
pub(crate) struct Peer<'d> {
    pub(crate) park: &'d Park,
    pub(crate) place: Option<[f64; 3]>,
    pub(crate) city: Option<String>,
    pub(crate) bonded: bool,
    /// The topmost parent, itself where it has none.
    root: ParkId,
    body: Option<&'d str>,
    /// Chain and stage of what it names, sorted.
    stages: Vec<(usize, Stage)>,
}

/// Parks that are compared with each other: bonded ones apart from the rest.
#[derive(Debug)]
pub(crate) struct Cohort<'p, 'd> {
    pub(crate) peers: Vec<&'p Peer<'d>>,
}

/// The parks that pass the filters, by id.
pub(crate) fn select<'d>(
    dataset: &'d Dataset,
    reader: &Reader,
    params: &ValidParams,
) -> Vec<Peer<'d>> {
    let parents: HashMap<&str, &ParkId> = dataset
        .parks
        .iter()
        .filter_map(|p| p.parent_id.as_ref().map(|parent| (p.id.as_str(), parent)))
        .collect();
    let asked = params.params();
    let mut stages_of = HashMap::new();
    let mut peers: Vec<Peer<'d>> = dataset
        .parks
        .iter()
        .filter(|p| p.status == Status::Active)
        .filter(|p| match &params.region_digits {
            Some(digits) => {
                p.region_code.as_deref().is_some_and(|code| code.starts_with(digits.as_str()))
            }
            None => true,
        })
        .filter(|p| asked.level.is_none_or(|level| p.level == level))
        .filter(|p| asked.kind.is_none_or(|kind| p.kind == Some(kind)))
        .map(|park| Peer {
            place: park.position.map(|(longitude, latitude)| unit_vector(longitude, latitude)),
            city: city_key(park),
            bonded: park.kind == Some(ParkKind::Bonded),
            root: root_of(&park.id, &parents),
            body: park.managing_body.as_deref().filter(|b| b.chars().count() >= BODY_CHARS_MIN),
            stages: stages(park, reader, &mut stages_of),
            park,
        })
        .filter(|peer| match (params.centre, asked.within_km) {
            (Some(centre), Some(km)) => {
                peer.place.is_some_and(|place| distance_km(centre, place) <= km)
            }
            _ => true,
        })
        .collect();
    peers.sort_by(|a, b| a.park.id.cmp(&b.park.id));
    peers
}

/// Bonded parks and the others; empty cohorts are left out.
pub(crate) fn cohorts<'p, 'd>(peers: &'p [Peer<'d>]) -> Vec<Cohort<'p, 'd>> {
    [false, true]
        .into_iter()
        .map(|bonded| Cohort { peers: peers.iter().filter(|p| p.bonded == bonded).collect() })
        .filter(|cohort| !cohort.peers.is_empty())
        .collect()
}

/// The city a park lies in. The four municipalities are one city each; counties run by a province (90) are their own.
fn city_key(park: &Park) -> Option<String> {
    if let Some(code) = park.region_code.as_deref().filter(|c| c.len() == 6) {
        let key = match (&code[..2], &code[2..4]) {
            ("11" | "12" | "31" | "50", _) => &code[..2],
            (_, "00") => return None,
            (_, "90") => code,
            _ => &code[..4],
        };
        return Some(key.to_owned());
    }
    match (&park.province, &park.city) {
        (Some(province), Some(city)) => Some(format!("{province} {city}")),
        (Some(_), None) | (None, _) => None,
    }
}

fn root_of(id: &ParkId, parents: &HashMap<&str, &ParkId>) -> ParkId {
    let mut at = id;
    for _ in 0..PARENTS_MAX {
        match parents.get(at.as_str()) {
            Some(parent) => at = parent,
            None => break,
        }
    }
    at.clone()
}

fn stages(
    park: &Park,
    reader: &Reader,
    known: &mut HashMap<String, Vec<(usize, Stage)>>,
) -> Vec<(usize, Stage)> {
    let mut all: Vec<(usize, Stage)> = Vec::new();
    for item in &park.leading_industries {
        let found = known.entry(item.to_string()).or_insert_with(|| {
            let chains = reader.chains();
            reader
                .nodes_of(item)
                .iter()
                .map(|n| (n.chain, chains[n.chain].nodes[n.node].stage))
                .collect()
        });
        all.extend(found.iter().copied());
    }
    all.sort_unstable();
    all.dedup();
    all
}

impl Peer<'_> {
    pub(crate) fn id(&self) -> &ParkId {
        &self.park.id
    }

    /// Distance in kilometres, where both positions are known.
    pub(crate) fn distance_km(&self, other: &Self) -> Option<f64> {
        Some(distance_km(self.place?, other.place?))
    }

    /// Plates of one house: one parent, or one managing body.
    pub(crate) fn same_house(&self, other: &Self) -> bool {
        self.root == other.root || (self.body.is_some() && self.body == other.body)
    }

    /// Rivals stand at one stage of one chain and are near; complements share a chain and no stage of any.
    pub(crate) fn relation(&self, other: &Self, rival_km: f64) -> Option<Relation> {
        if self.stages.iter().any(|s| other.stages.contains(s)) {
            return self.distance_km(other).filter(|km| *km <= rival_km).map(|_| Relation::Rival);
        }
        let one_chain =
            self.stages.iter().any(|(chain, _)| other.stages.iter().any(|(c, _)| c == chain));
        one_chain.then_some(Relation::Complement)
    }
}
