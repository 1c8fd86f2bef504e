//! The JSON of a ranking.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::answer::search::ParkRef;

/// The ranking of all parks for a profile.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MatchAnswer {
    /// Id of this result; the same request on the same generation has the same.
    pub result_id: String,
    /// The open generation.
    pub generation: String,
    /// The date to which ages and validity count.
    pub as_of: String,
    /// The profile as understood: weights normalised, unmapped words listed.
    #[schema(value_type = Object)]
    pub profile: Json,
    /// Criteria that the preset added.
    pub asked_by_preset: Vec<String>,
    /// All active parks, before any filter.
    pub considered: usize,
    /// Parks that meet every filter and must.
    pub eligible: usize,
    /// Why the first stands above the second.
    pub why_first: Option<String>,
    /// The matches, best first.
    pub matches: Vec<MatchRow>,
    /// Parks that only lack an answer, at most 20.
    pub to_verify: Vec<ToVerifyAnswer>,
    /// How many there are in all.
    pub to_verify_total: usize,
    /// Parks that miss by little.
    pub near_misses: Vec<NearMissAnswer>,
    /// The smallest relaxations.
    pub relaxations: Vec<RelaxationAnswer>,
    /// Musts that clash, when no park is eligible.
    pub clashes: Vec<ClashAnswer>,
    /// Counts of exactly the eligible parks.
    pub facets: BTreeMap<String, BTreeMap<String, usize>>,
}

/// One match.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MatchRow {
    /// Rank; equal where the order cannot tell.
    pub rank: usize,
    /// Rank that it would have if incentives did not count; left out where they do not, or where it is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank_without_incentives: Option<usize>,
    /// First and last rank over 64 seeded draws of the weights.
    pub rank_range: Vec<usize>,
    /// What is proven: the sum of `adds`.
    pub score: f64,
    /// `score` plus the sum of `could_add`.
    pub could_reach: f64,
    /// The park.
    pub park: ParkRef,
    /// What adds to the score.
    pub because: Vec<ReasonAnswer>,
    /// What could still add.
    pub unknown: Vec<OpenAnswer>,
    /// The house, where one house has several plates.
    pub group: Option<GroupAnswer>,
    /// Hints that prove nothing.
    pub hints: Vec<String>,
}

/// What one criterion adds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ReasonAnswer {
    /// Criterion.
    pub criterion: String,
    /// Weight; the weights of all criteria asked sum to 1.
    pub weight: f64,
    /// Proven fit, 0 to 1.
    pub fit: f64,
    /// weight × fit.
    pub adds: f64,
    /// In the language asked.
    pub words: String,
    /// What it rests on.
    pub evidence: Vec<EvidenceAnswer>,
}

/// What a reason rests on.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct EvidenceAnswer {
    /// Table.
    pub table: String,
    /// Source of the row, as text.
    pub source: Option<String>,
    /// Date of the row.
    pub as_of: Option<String>,
    /// Whether it is an estimate.
    pub estimated: bool,
    /// What it says.
    pub value: String,
}

/// What one criterion could still add.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OpenAnswer {
    /// Criterion.
    pub criterion: String,
    /// Weight.
    pub weight: f64,
    /// weight × the open part of the fit.
    pub could_add: f64,
    /// The question to the park.
    pub ask: String,
    /// What is on file but proves nothing: an old value, a capacity, a hint of the name.
    pub note: Option<String>,
}

/// One house with several plates (一区多园).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct GroupAnswer {
    /// Id of its first plate.
    pub id: String,
    /// All plates.
    pub parks: Vec<ParkRef>,
}

/// A park that only lacks an answer.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ToVerifyAnswer {
    /// The park.
    pub park: ParkRef,
    /// What is proven.
    pub score: f64,
    /// What could be reached.
    pub could_reach: f64,
    /// Musts about which too little is known.
    pub unknown_musts: Vec<MustAnswer>,
    /// The questions to send.
    pub ask: Vec<String>,
    /// Hints that prove nothing.
    pub hints: Vec<String>,
}

/// A must as understood.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MustAnswer {
    /// Criterion.
    pub criterion: String,
    /// Operator.
    pub op: String,
    /// Value.
    #[schema(value_type = Object)]
    pub value: Json,
}

/// A must that a park fails.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FailedAnswer {
    /// The must.
    pub must: MustAnswer,
    /// What the park has.
    #[schema(value_type = Object)]
    pub has: Json,
    /// By how much a number misses.
    pub short_by: Option<f64>,
}

/// A park that misses by little.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct NearMissAnswer {
    /// The park.
    pub park: ParkRef,
    /// Its score.
    pub score: f64,
    /// The musts that fail.
    pub failed: Vec<FailedAnswer>,
    /// Musts about which too little is known.
    pub unknown_musts: Vec<MustAnswer>,
}

/// One step of a relaxation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StepAnswer {
    /// The must.
    pub must: MustAnswer,
    /// Its new value, `dropped` or `unknown allowed`.
    #[schema(value_type = Object)]
    pub to: Json,
}

/// The smallest change that lets more parks through.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RelaxationAnswer {
    /// The must.
    pub must: Option<MustAnswer>,
    /// Its new value, `dropped` or `unknown allowed`.
    #[schema(value_type = Object)]
    pub to: Json,
    /// Parks that it lets through.
    pub adds_parks: usize,
    /// Further steps, where no single must suffices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together_with: Vec<StepAnswer>,
}

/// Musts that no park meets together.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ClashAnswer {
    /// Leaving any of them out would leave parks.
    pub musts: Vec<MustAnswer>,
    /// In the language asked.
    pub words: String,
}
