//! Here is a table of regions and industries: how alike, how special, how complex are they?
//!
//! ```
//! use park_structure::{Measure, measure, read_table};
//! let table = read_table("region,industry,value\nA,26,3\nA,39,1\nB,26,1\nB,39,3\n").unwrap();
//! let rows = measure(&table, Measure::Overlap).unwrap();
//! assert_eq!(rows[0].value, Ok(0.5));
//! ```
//!
//! Every measure names its convention (`docs/structure-measures.md`); what cannot be computed is a reason
//! ([`Undefined`]), never 0 and never NaN. Pure: no I/O, no clock, no random numbers.
//! Shapes: a table is (`n_regions` × `n_industries`), row-major.

mod audit;
mod claims;
mod complexity;
mod conventions;
mod direction;
mod eigen;
mod gini;
mod line;
mod measure;
mod pair;
mod partition;
mod plan;
mod presence;
mod quotient;
mod read;
mod reference;
mod relatedness;
mod table;
mod undefined;
mod variety;

pub use audit::{Audited, Finding, Verdict, audit};
pub use claims::{Claim, Printed, read_claims};
pub use complexity::{Complexity, Fitness, REFLECTIONS, UPDATES, complexity, fitness, reflections};
pub use conventions::Convention;
pub use direction::{
    DirectionFacts, DirectionParts, DirectionWeights, auc, ranks, similarity_change,
};
pub use gini::{gini, locational_gini, lorenz_gini, quotient_gini};
pub use measure::{Key, Kind, Measure, ROWS_MAX, Row, measure};
pub use pair::{cosine, cosine_taxonomy, jsd_bits, krugman, overlap, unido};
pub use partition::{Partition, partition_many, partition_pair};
pub use plan::{EXACT_REGIONS_MAX, Plan, PlanOption, PlanProblem};
pub use presence::{Presence, density, proximity};
pub use quotient::{location_quotient, shrunk_quotient};
pub use read::{
    BYTES_MAX, CELLS_MAX, Fault, INDUSTRIES_MAX, NAME_CHARS_MAX, REGIONS_MAX, VALUE_MAX, VALUE_MIN,
    read_table,
};
pub use reference::{hachman, hoover};
pub use relatedness::{Relatedness, relatedness};
pub use table::{Table, shares};
pub use undefined::{Measured, Undefined};
pub use variety::{Variety, entropy_bits, hhi, hhi_normalised, theil, theil_l, variety_bits};

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
pub(crate) fn number(count: usize) -> f64 {
    count as f64
}
