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
/// How the name of a house ends that has several plates: 张江高新区 of 张江高新区徐汇园.
const HOUSE_ENDINGS: [&str; 4] = ["高新区", "开发区", "园区", "示范区"];
/// Shortest name of such a house.
const HOUSE_CHARS_MIN: usize = 5;

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
    /// Province and name of the house, where the park's name says that it is a plate of one or one itself.
    house: Option<(Option<&'d str>, &'d str)>,
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
            house: house_of(&park.name).map(|house| (park.province.as_deref(), house)),
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

/// The house in a name: what stands up to the first ending of a house. A park that is such a house is its own.
fn house_of(name: &str) -> Option<&str> {
    let end = HOUSE_ENDINGS
        .iter()
        .filter_map(|ending| name.find(ending).map(|at| at + ending.len()))
        .min()?;
    let (house, rest) = name.split_at(end);
    let plate = rest.is_empty() || rest.ends_with(['园', '区']);
    (plate && house.chars().count() >= HOUSE_CHARS_MIN).then_some(house)
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

    /// Plates of one house: one parent, one managing body, or one house in both names.
    pub(crate) fn same_house(&self, other: &Self) -> bool {
        self.root == other.root
            || (self.body.is_some() && self.body == other.body)
            || self.one_house_by_name(other)
    }

    /// Equal names alone are no house beyond one city: 工业开发区 is a name that several places use.
    fn one_house_by_name(&self, other: &Self) -> bool {
        let plate =
            |peer: &Self| peer.house.is_some_and(|(_, house)| house.len() < peer.park.name.len());
        let one_city = self.city.is_some() && self.city == other.city;
        self.house.is_some()
            && self.house == other.house
            && (plate(self) || plate(other) || one_city)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_in_a_name() {
        assert_eq!(house_of("张江高新区徐汇园"), Some("张江高新区"));
        assert_eq!(house_of("张江高新区"), Some("张江高新区"));
        assert_eq!(house_of("苏州工业园区"), Some("苏州工业园区"));
        assert_eq!(house_of("武汉青山经济开发区"), Some("武汉青山经济开发区"));
        assert_eq!(house_of("天河软件园"), None);
        assert_eq!(house_of("开发区"), None);
    }
}
