//! The family of pairs that are tested together: what the report was asked.

use park_domain::geo::{EARTH_RADIUS_KM, distance_km};

use crate::params::ValidParams;
use crate::peers::Cohort;

/// Which pairs are tested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FamilyRule {
    /// All pairs of the peer set.
    AllPairs,
    /// Pairs of one city or this near.
    CityOrNear {
        /// How near, in kilometres.
        near_km: f64,
    },
    /// Pairs this near.
    Within {
        /// How near, in kilometres.
        km: f64,
    },
}

impl FamilyRule {
    /// The rule for a peer set of `parks`.
    pub(crate) fn of(params: &ValidParams, parks: usize) -> Self {
        match (params.centre, params.params().within_km) {
            (None, Some(km)) => Self::Within { km },
            _ if parks > params.settings().family_parks_max => {
                Self::CityOrNear { near_km: params.settings().near_km }
            }
            _ => Self::AllPairs,
        }
    }

    /// The rule in Chinese.
    pub fn zh(self) -> String {
        match self {
            Self::AllPairs => "对比园区的全部两两组合".to_owned(),
            Self::CityOrNear { near_km } => format!("同一城市或相距{near_km:.0}公里以内的组合"),
            Self::Within { km } => format!("相距{km:.0}公里以内的组合"),
        }
    }

    /// The rule in English.
    pub fn en(self) -> String {
        match self {
            Self::AllPairs => "all pairs of the peer set".to_owned(),
            Self::CityOrNear { near_km } => format!("pairs of one city or within {near_km:.0} km"),
            Self::Within { km } => format!("pairs within {km:.0} km"),
        }
    }
}

/// For each park of a cohort its partners of a higher position, sorted.
pub(crate) fn partners(cohort: &Cohort<'_, '_>, rule: FamilyRule) -> Vec<Vec<u32>> {
    let peers = &cohort.peers;
    let n = position(peers.len());
    let near = match rule {
        FamilyRule::AllPairs => return (0..n).map(|i| (i + 1..n).collect()).collect(),
        FamilyRule::CityOrNear { near_km } => near_km,
        FamilyRule::Within { km } => km,
    };
    let mut partners: Vec<Vec<u32>> = vec![Vec::new(); peers.len()];
    let mut join = |a: u32, b: u32| partners[a.min(b) as usize].push(a.max(b));
    // Sweep by the third coordinate (the sine of the latitude): two places within `near` km differ by at most the
    // chord of that distance.
    let chord = 2.0 * (near / (2.0 * EARTH_RADIUS_KM)).min(1.5).sin();
    let mut placed: Vec<(u32, [f64; 3])> =
        (0..n).zip(peers).filter_map(|(i, p)| p.place.map(|place| (i, place))).collect();
    placed.sort_by(|a, b| a.1[2].total_cmp(&b.1[2]).then(a.0.cmp(&b.0)));
    for (at, (a, place)) in placed.iter().enumerate() {
        for (b, other) in placed[at + 1..].iter().take_while(|(_, o)| o[2] - place[2] <= chord) {
            if distance_km(*place, *other) <= near {
                join(*a, *b);
            }
        }
    }
    if matches!(rule, FamilyRule::CityOrNear { .. }) {
        let mut by_city: Vec<(&str, u32)> = (0..n)
            .zip(peers)
            .filter_map(|(i, p)| p.city.as_deref().map(|city| (city, i)))
            .collect();
        by_city.sort_unstable();
        for city in by_city.chunk_by(|a, b| a.0 == b.0) {
            for (at, (_, a)) in city.iter().enumerate() {
                for (_, b) in &city[at + 1..] {
                    join(*a, *b);
                }
            }
        }
    }
    for list in &mut partners {
        list.sort_unstable();
        list.dedup();
    }
    partners
}

/// A position as stored; peer sets are far below 2^32.
pub(crate) fn position(index: usize) -> u32 {
    u32::try_from(index).expect("a peer set has fewer than 2^32 parks")
}
