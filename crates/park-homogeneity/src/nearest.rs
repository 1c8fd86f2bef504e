//! The parks most like one park, without a report.

use std::collections::HashMap;

use park_domain::geo::distance_km;
use park_domain::{Dataset, ParkId};
use park_industry::Reader;

use crate::axis::Axis;
use crate::axis_data::AxisData;
use crate::compare::collect;
use crate::evidence::Witness;
use crate::params::ValidParams;
use crate::peers;
use crate::report::Share;
use crate::rows::Rows;
use crate::scan::keep_nearest;

/// The four axes of a peer set, ready to be asked for any of its parks. Built once a generation.
#[derive(Debug)]
pub struct Likeness {
    /// Cohort and position of a park.
    places: HashMap<ParkId, (usize, usize)>,
    cohorts: Vec<CohortAxes>,
    evidence_max: usize,
}

#[derive(Debug)]
struct CohortAxes {
    parks: Vec<(ParkId, Option<[f64; 3]>)>,
    axes: Vec<AxisData>,
}

/// A park near another one.
#[derive(Debug, Clone, PartialEq)]
pub struct NearPark {
    /// The park.
    pub park: ParkId,
    /// Raw similarity, 0 to 1.
    pub similarity: f64,
    /// Similarity after the common part is taken out, where the axis has one.
    pub residual: Option<f64>,
    /// What both have.
    pub shared: Vec<Share>,
    /// What only the asked park has.
    pub only_here: Vec<Share>,
    /// What only the other has.
    pub only_there: Vec<Share>,
    /// Distance of the two positions.
    pub distance_km: Option<f64>,
}

impl Likeness {
    /// Reads the four axes of all parks that pass the parameters' filters.
    pub fn build(dataset: &Dataset, reader: &Reader, params: &ValidParams) -> Self {
        let all = peers::select(dataset, reader, params);
        let rows = Rows::of(dataset);
        let mut places = HashMap::new();
        let cohorts = peers::cohorts(&all)
            .iter()
            .enumerate()
            .map(|(c, cohort)| {
                for (i, peer) in cohort.peers.iter().enumerate() {
                    places.insert(peer.id().clone(), (c, i));
                }
                CohortAxes {
                    parks: cohort.peers.iter().map(|p| (p.id().clone(), p.place)).collect(),
                    axes: Axis::ALL
                        .into_iter()
                        .map(|axis| collect(axis, cohort, &rows, dataset, reader, params))
                        .collect(),
                }
            })
            .collect();
        Self { places, cohorts, evidence_max: params.settings().evidence_max }
    }

    /// Whether a park has data on an axis; `None` when it is not in the peer set.
    pub fn has_data(&self, park: &ParkId, axis: Axis) -> Option<bool> {
        let (cohort, at) = *self.places.get(park)?;
        Some(self.cohorts[cohort].axes[axis.index()].vectors.has(at))
    }

    /// The `limit` parks most like one, the most similar first, ties by id; parks that share nothing are left out.
    /// `None` when the park is not in the peer set.
    pub fn nearest(&self, park: &ParkId, axis: Axis, limit: usize) -> Option<Vec<NearPark>> {
        let (cohort, at) = *self.places.get(park)?;
        let cohort = &self.cohorts[cohort];
        let data = &cohort.axes[axis.index()];
        let mut products = vec![0.0; data.vectors.len()];
        data.vectors.products(at, &mut products);
        let mut list = Vec::new();
        for (b, other) in (0..).zip(0..products.len()).filter(|(_, other)| *other != at) {
            if let Some(similarity) = data.vectors.similarity(at, other, products[other]) {
                keep_nearest(&mut list, limit, b, similarity);
            }
        }
        let witness = Witness::new(data, self.evidence_max);
        let here = cohort.parks[at].1;
        let near = list.into_iter().map(|(b, similarity)| {
            let other = b as usize;
            let evidence = witness.of_pair(at, other);
            NearPark {
                park: cohort.parks[other].0.clone(),
                similarity,
                residual: data.residual.as_ref().and_then(|r| r.pair(at, other)),
                shared: evidence.shared,
                only_here: evidence.only_a,
                only_there: evidence.only_b,
                distance_km: here.zip(cohort.parks[other].1).map(|(x, y)| distance_km(x, y)),
            }
        });
        Some(near.collect())
    }
}
