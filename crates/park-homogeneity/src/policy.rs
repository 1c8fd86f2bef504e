//! The kinds of policy instrument a park itself offers: what, not how much.

use park_domain::PolicyClause;
use park_domain::words::{Instrument, Role};

use crate::axis_data::{AxisData, Item, Null, widen};
use crate::overlap::PairTest;
use crate::params::ValidParams;
use crate::peers::Cohort;
use crate::rows::{Rows, rows_of};
use crate::vectors::{Measure, Vectors};

fn year_of(clause: &PolicyClause) -> Option<u16> {
    clause.issued_on.map(|d| d.year()).or(clause.issued_year)
}

/// Whether a clause is a benefit that is in force.
pub(crate) fn counts(clause: &PolicyClause, params: &ValidParams) -> bool {
    let over = matches!(
        (clause.valid_to, params.params().as_of),
        (Some(to), Some(now)) if to.end() < now
    );
    clause.role == Role::Benefit && !over && params.counts_year(year_of(clause))
}

/// A park's own benefits only: clauses of its region count for nobody alone, prices are no benefit, and what has
/// run out does not count.
pub(crate) fn collect(cohort: &Cohort<'_, '_>, rows: &Rows<'_>, params: &ValidParams) -> AxisData {
    let n = Instrument::ALL.len();
    let mut years = None;
    let mut tallies: Vec<Vec<f64>> = Vec::with_capacity(cohort.peers.len());
    for peer in &cohort.peers {
        let mut count = vec![0.0; n];
        for clause in rows_of(&rows.policies, peer.id()) {
            if counts(clause, params)
                && let Some(kind) = clause.instrument
                && let Some(slot) = Instrument::ALL.iter().position(|i| *i == kind)
            {
                count[slot] += 1.0;
                years = widen(years, year_of(clause));
            }
        }
        tallies.push(count);
    }
    let sparse = |scale: &dyn Fn(f64, f64) -> f64| -> Vec<Vec<(u32, f64)>> {
        tallies
            .iter()
            .map(|count| {
                let total: f64 = count.iter().sum();
                (0..)
                    .zip(count)
                    .filter(|(_, c)| **c > 0.0)
                    .map(|(k, c)| (k, scale(*c, total)))
                    .collect()
            })
            .collect()
    };
    let ones = sparse(&|_, _| 1.0);
    let sets: Vec<Vec<u32>> =
        ones.iter().map(|row| row.iter().map(|(k, _)| *k).collect()).collect();
    AxisData {
        vectors: Vectors::new(ones, n, Measure::Jaccard),
        residual: None,
        null: Null::Sets(Box::new(PairTest::new(&sets, n))),
        profiles: sparse(&|count, total| count / total),
        items: Instrument::ALL
            .iter()
            .map(|i| Item { what: i.zh().to_owned(), code: Some(i.code().to_owned()) })
            .collect(),
        usual: None,
        base: None,
        years,
    }
}
