//! Clauses that count for a park: its own and those of its region, current at a date, of role benefit.

use std::collections::HashMap;
use std::sync::Arc;

use park_domain::words::{Instrument, Role};
use park_domain::{Dataset, ParkId, PartialDate, Provenance};

use crate::rows::Rows;

/// One current benefit.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyRow {
    /// Id of the clause.
    pub clause_id: Arc<str>,
    /// Instrument, when known.
    pub instrument: Option<Instrument>,
    /// Target industry.
    pub target_industry: Option<Arc<str>>,
    /// Whether it is the region's, not the park's own.
    pub of_region: bool,
    /// Source and date.
    pub provenance: Arc<Provenance>,
}

/// Current benefits by park. A clause with a region code counts for the parks under that code.
pub fn policy_rows(
    dataset: &Dataset,
    rows: &HashMap<ParkId, u32>,
    regions: &[Option<Arc<str>>],
    as_of: PartialDate,
) -> Rows<PolicyRow> {
    let mut pairs = Vec::new();
    for clause in &dataset.policies {
        let expired = clause.valid_to.is_some_and(|d| d.end() < as_of.end());
        let later = clause.valid_from.is_some_and(|d| d > as_of.end());
        if clause.role == Role::Price || expired || later {
            continue;
        }
        let row = |of_region| PolicyRow {
            clause_id: Arc::clone(&clause.clause_id),
            instrument: clause.instrument,
            target_industry: clause.target_industry.clone(),
            of_region,
            provenance: Arc::new(clause.provenance.clone()),
        };
        match (&clause.park_id, &clause.region_code) {
            (Some(id), _) => {
                if let Some(&at) = rows.get(id) {
                    pairs.push((at, row(false)));
                }
            }
            (None, Some(code)) => {
                let prefix = region_prefix(code);
                for (at, region) in (0_u32..).zip(regions) {
                    if region.as_deref().is_some_and(|r| r.starts_with(prefix)) {
                        pairs.push((at, row(true)));
                    }
                }
            }
            (None, None) => {}
        }
    }
    Rows::group(regions.len(), pairs)
}

/// The digits of a region code that name the region: `320000` is `32`, `320500` is `3205`.
pub fn region_prefix(code: &str) -> &str {
    match code.strip_suffix("0000") {
        Some(province) => province,
        None => code.strip_suffix("00").unwrap_or(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_its_region() {
        assert_eq!(region_prefix("320000"), "32");
        assert_eq!(region_prefix("320500"), "3205");
        assert_eq!(region_prefix("320505"), "320505");
        assert_eq!(region_prefix("000000"), "00");
    }
}
