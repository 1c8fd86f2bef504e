//! Directions that set parks apart: near a park's base, worthwhile, not crowded; for one park and jointly for many.
//!
//! The way: [`DirectionTables`] (frozen with their date: who is found with whom, what is complex) → [`Ground`] (what every
//! park of a generation has) → [`advise`] for one park, [`plan_region`] for all of a region. Nearness and complexity come
//! from the frozen tables, so that no park's score moves because another park joined; who is a peer and what peers have is
//! the generation's.

mod advise;
mod ground;
mod links;
mod planning;
mod tables;

pub use advise::{Advice, Change, Direction, advise};
pub use ground::{Ground, PlanBasis, Stand};
pub use links::Link;
pub use planning::{
    Assignment, FixCost, PlanFault, PlanReport, PlanRules, REGION_PARKS_MAX, plan_region,
};
pub use tables::{DirectionTables, DirectionTexts, Need, TableError};

#[cfg(test)]
mod tests;
