//! Readiness row by row: procedures, admission floors in one unit, and promises that are decided.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use park_domain::words::ApprovalStage;
use park_domain::{Dataset, ParkId, PartialDate, Provenance};
use park_readiness::floors::{Floor, floor};
use park_readiness::{keeping, wilson};

use crate::rows::Rows;

/// One `approvals` row.
#[derive(Debug, Clone, PartialEq)]
pub struct ApprovalRow {
    /// The procedure.
    pub procedure: Arc<str>,
    /// Before or after the licence, when known.
    pub stage: Option<ApprovalStage>,
    /// Working days promised.
    pub days_promised: Option<f64>,
    /// Median of the working days that it took.
    pub days_actual: Option<f64>,
    /// Who measured.
    pub measured_by: Option<Arc<str>>,
    /// Source and date.
    pub provenance: Arc<Provenance>,
}

/// One `thresholds` row.
#[derive(Debug, Clone, PartialEq)]
pub struct ThresholdRow {
    /// The industry it holds for; every one when not said.
    pub industry: Option<Arc<str>>,
    /// The floor in one unit, when it can be read.
    pub floor: Option<Floor>,
    /// The floor as the park states it.
    pub said: Arc<str>,
    /// Whether a project below it is refused, when known.
    pub veto: Option<bool>,
    /// Source and date.
    pub provenance: Arc<Provenance>,
}

/// The promises of one park that are decided.
#[derive(Debug, Clone, PartialEq)]
pub struct PromisesRow {
    /// Kept in time.
    pub kept: u32,
    /// Kept, late, negotiated anew, voided, or open past their day.
    pub decided: u32,
    /// Wilson's interval of kept by decided.
    pub interval: (f64, f64),
    /// Source and date of the newest.
    pub provenance: Arc<Provenance>,
}

pub(crate) fn approvals(
    dataset: &Dataset,
    rows: &HashMap<ParkId, u32>,
    n_parks: usize,
) -> Rows<ApprovalRow> {
    let pairs = dataset.approvals.iter().filter_map(|a| {
        let approval = ApprovalRow {
            procedure: Arc::clone(&a.procedure),
            stage: a.stage,
            days_promised: a.days_promised,
            days_actual: a.days_actual_median,
            measured_by: a.measured_by.clone(),
            provenance: Arc::new(a.provenance.clone()),
        };
        Some((*rows.get(&a.park_id)?, approval))
    });
    Rows::group(n_parks, pairs.collect())
}

pub(crate) fn thresholds(
    dataset: &Dataset,
    rows: &HashMap<ParkId, u32>,
    n_parks: usize,
) -> Rows<ThresholdRow> {
    let pairs = dataset.thresholds.iter().filter_map(|t| {
        let minimum = t.minimum.map_or_else(|| "?".to_owned(), |m| m.to_string());
        let unit = t.unit.as_deref().unwrap_or_default();
        let industry = t.industry.as_deref().map_or_else(String::new, |i| format!("（{i}）"));
        let said = format!("{}{industry} ≥ {minimum} {unit}", t.indicator);
        let threshold = ThresholdRow {
            industry: t.industry.clone(),
            floor: floor(t),
            said: Arc::from(said.trim_end()),
            veto: t.veto,
            provenance: Arc::new(t.provenance.clone()),
        };
        Some((*rows.get(&t.park_id)?, threshold))
    });
    Rows::group(n_parks, pairs.collect())
}

/// At most one row a park: none where no promise is decided.
pub(crate) fn promises(
    dataset: &Dataset,
    rows: &HashMap<ParkId, u32>,
    n_parks: usize,
    as_of: PartialDate,
) -> Rows<PromisesRow> {
    let mut parks: BTreeMap<u32, (u32, u32, &Provenance)> = BTreeMap::new();
    for promise in &dataset.promises {
        let (Some(&row), Some(kept)) =
            (rows.get(&promise.park_id), keeping::decided(promise, as_of))
        else {
            continue;
        };
        let park = parks.entry(row).or_insert((0, 0, &promise.provenance));
        park.0 += u32::from(kept);
        park.1 += 1;
        if promise.provenance.as_of > park.2.as_of {
            park.2 = &promise.provenance;
        }
    }
    let pairs = parks.into_iter().filter_map(|(row, (kept, decided, provenance))| {
        let interval = wilson(f64::from(kept), f64::from(decided))?;
        let provenance = Arc::new(provenance.clone());
        Some((row, PromisesRow { kept, decided, interval, provenance }))
    });
    Rows::group(n_parks, pairs.collect())
}
