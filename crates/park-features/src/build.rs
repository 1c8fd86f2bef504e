//! From a dataset to features.

use std::collections::HashMap;

use park_domain::words::Status;
use park_domain::{Dataset, Park, ParkId, PartialDate};
use park_industry::Reader;

use crate::columns::ParkColumns;
use crate::config::FeatureConfig;
use crate::named::Named;
use crate::policies::{PolicyRow, policy_rows};
use crate::readiness::{self, ApprovalRow, PromisesRow, ThresholdRow};
use crate::revealed::{BaseTable, Revealed};
use crate::rows::Rows;
use crate::surroundings::{Surroundings, TermBases};
use crate::tables::{self, PlotRow, UtilityRow};
use crate::words::WordIndex;

/// Everything that ranking knows of the active parks.
#[derive(Debug, Clone)]
pub struct Features {
    /// The date to which ages count.
    pub as_of: PartialDate,
    /// Plain facts.
    pub parks: ParkColumns,
    /// Named industries.
    pub named: Named,
    /// Revealed industries.
    pub revealed: Revealed,
    /// Industries of the county or city around a park.
    pub surroundings: Surroundings,
    /// Words.
    pub words: WordIndex,
    /// Utilities by park.
    pub utilities: Rows<UtilityRow>,
    /// Plots by park.
    pub plots: Rows<PlotRow>,
    /// Procedures by park.
    pub approvals: Rows<ApprovalRow>,
    /// Admission floors by park.
    pub thresholds: Rows<ThresholdRow>,
    /// Promises that are decided: at most one row a park.
    pub promises: Rows<PromisesRow>,
    /// Current benefits by park.
    pub policies: Rows<PolicyRow>,
}

impl Features {
    /// Features of all active parks, sorted by id. Rows that name a park by another id count for the park.
    pub fn build(
        dataset: &Dataset,
        reader: &Reader,
        as_of: PartialDate,
        config: &FeatureConfig,
    ) -> Self {
        let mut active: Vec<&Park> =
            dataset.parks.iter().filter(|p| p.status == Status::Active).collect();
        active.sort_by(|a, b| a.id.cmp(&b.id));
        active.dedup_by(|a, b| a.id == b.id);
        let parks = ParkColumns::build(&active, dataset, as_of, config);
        let rows = rows_by_id(&active, dataset);
        let n_parks = parks.len();
        let named = Named::build(dataset, &rows, n_parks, reader, config);
        let bases = BaseTable::build(dataset);
        let revealed = Revealed::build(dataset, &rows, &parks.region, &bases, reader, config);
        let surroundings = Surroundings::build(&parks.region, &bases, config);
        let term_bases = TermBases::build(&bases, &surroundings, config);
        let totals = &revealed.total;
        let words = WordIndex::build(dataset, &rows, &named, totals, &term_bases, reader);
        let utilities = tables::utilities(dataset, &rows, n_parks);
        let plots = tables::plots(dataset, &rows, n_parks);
        let policies = policy_rows(dataset, &rows, &parks.region, as_of);
        Self {
            as_of,
            named,
            revealed,
            surroundings,
            words,
            utilities,
            plots,
            approvals: readiness::approvals(dataset, &rows, n_parks),
            thresholds: readiness::thresholds(dataset, &rows, n_parks),
            promises: readiness::promises(dataset, &rows, n_parks, as_of),
            policies,
            parks,
        }
    }
}

/// Rows of the active parks by every id that means them.
fn rows_by_id(active: &[&Park], dataset: &Dataset) -> HashMap<ParkId, u32> {
    let mut rows: HashMap<ParkId, u32> = active.iter().map(|p| p.id.clone()).zip(0_u32..).collect();
    for (other, id) in dataset.resolve() {
        if let Some(&row) = rows.get(&id) {
            rows.entry(other).or_insert(row);
        }
    }
    rows
}
