//! The answer: everything that a page or a JSON needs, in plain values.

use std::collections::BTreeMap;
use std::sync::Arc;

use park_domain::{ParkId, PartialDate};

use crate::criteria::Criterion;
use crate::must::{Must, MustValue};
use crate::span::Span;
use crate::weights::WeightedCriterion;

/// A park by id and name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkRef {
    /// Id.
    pub id: ParkId,
    /// Name.
    pub name: Arc<str>,
}

/// What a statement rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Table of the dataset.
    pub table: &'static str,
    /// Source of the row.
    pub source: Option<Arc<str>>,
    /// Date of the row.
    pub as_of: Option<PartialDate>,
    /// Whether the row is an estimate.
    pub estimated: bool,
    /// What it says.
    pub value: String,
}

/// What one criterion adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Which criterion.
    pub criterion: Criterion,
    /// Its weight.
    pub weight: f64,
    /// The proven fit.
    pub fit: f64,
    /// weight × fit.
    pub adds: f64,
    /// In the language asked.
    pub words: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// What one criterion could still add.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenPart {
    /// Which criterion.
    pub criterion: Criterion,
    /// Its weight.
    pub weight: f64,
    /// weight × (hi − lo).
    pub could_add: f64,
    /// The question to the park.
    pub ask: String,
    /// What is on file but does not prove it: an old value, a capacity, a hint of the name.
    pub note: Option<String>,
}

/// The plates of one house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct House {
    /// Id of its first plate.
    pub id: ParkId,
    /// All plates.
    pub plates: Vec<ParkRef>,
}

/// One park of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Row of the park in the catalogue.
    pub row: usize,
    /// The park.
    pub park: ParkRef,
    /// Its rank; equal where order cannot tell.
    pub rank: usize,
    /// The rank that it would have if incentives did not count; absent where they do not, or where it is the same.
    pub rank_without_incentives: Option<usize>,
    /// First and last rank over the draws of the weights.
    pub rank_range: (usize, usize),
    /// What is proven.
    pub score: f64,
    /// What could be reached.
    pub could_reach: f64,
    /// The scale that breaks ties.
    pub scale: f64,
    /// What adds to the score.
    pub because: Vec<Reason>,
    /// What could still add.
    pub unknown: Vec<OpenPart>,
    /// The house, where it has several plates.
    pub house: Option<House>,
    /// Hints that prove nothing.
    pub hints: Vec<String>,
}

/// A park that only lacks an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ToVerify {
    /// The park.
    pub park: ParkRef,
    /// What is proven.
    pub score: f64,
    /// What could be reached.
    pub could_reach: f64,
    /// Musts about which too little is known, as places in [`Ranking::musts`].
    pub unknown_musts: Vec<usize>,
    /// The questions.
    pub ask: Vec<String>,
    /// Hints that prove nothing.
    pub hints: Vec<String>,
}

/// What a park has where a must fails.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedMust {
    /// Place in [`Ranking::musts`].
    pub must: usize,
    /// What it has.
    pub has: Has,
    /// By how much a number misses.
    pub short_by: Option<f64>,
}

/// A value that a park has.
#[derive(Debug, Clone, PartialEq)]
pub enum Has {
    /// A number, or the range it lies in.
    Number(Span),
    /// Yes or no.
    Flag(bool),
    /// A word or a region code.
    Word(String),
}

/// A park that misses by little.
#[derive(Debug, Clone, PartialEq)]
pub struct NearMiss {
    /// The park.
    pub park: ParkRef,
    /// Its score.
    pub score: f64,
    /// Musts that fail.
    pub failed: Vec<FailedMust>,
    /// Musts about which too little is known.
    pub unknown_musts: Vec<usize>,
}

/// To what a must would be relaxed.
#[derive(Debug, Clone, PartialEq)]
pub enum RelaxTo {
    /// Another value.
    Value(MustValue),
    /// The must is dropped.
    Dropped,
    /// Parks about which too little is known are let through.
    UnknownAllowed,
}

/// The smallest change that lets more parks through.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// Musts to relax, as places in [`Ranking::musts`], each with its new value; more than one only where no
    /// single must suffices.
    pub steps: Vec<(usize, RelaxTo)>,
    /// Parks it lets through.
    pub adds_parks: usize,
}

/// Musts that no park meets together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Places in [`Ranking::musts`]; leaving any of them out would leave parks.
    pub musts: Vec<usize>,
    /// In the language asked.
    pub words: String,
}

/// Counts of the eligible parks by a facet.
pub type FacetCounts = BTreeMap<String, usize>;

/// Facets of exactly the eligible parks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By level code.
    pub level: FacetCounts,
    /// By kind code; `unknown` where it is not known.
    pub kind: FacetCounts,
    /// By province; `unknown` where it is not known.
    pub province: FacetCounts,
}

/// The answer to a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// All active parks.
    pub considered: usize,
    /// Parks that meet every filter and must.
    pub eligible: usize,
    /// The criteria and their weights.
    pub criteria: Vec<WeightedCriterion>,
    /// Filters and musts, filters first.
    pub musts: Vec<Must>,
    /// The list.
    pub matches: Vec<Match>,
    /// Why the first stands above the second.
    pub why_first: Option<String>,
    /// Parks that only lack an answer, at most 20.
    pub to_verify: Vec<ToVerify>,
    /// How many there are in all.
    pub to_verify_total: usize,
    /// Parks that miss by little.
    pub near_misses: Vec<NearMiss>,
    /// Smallest relaxations, by must.
    pub relaxations: Vec<Relaxation>,
    /// Musts that clash, when the list is empty.
    pub clashes: Vec<Clash>,
    /// Facets.
    pub facets: Facets,
}
