//! The form of a look-back.

use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::search::ParkRef;

/// Which parks were looked back on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ScopeAnswer {
    /// The park, when one was asked.
    pub park: Option<ParkRef>,
    /// The region, when one was asked.
    pub region: Option<String>,
    /// Parks in the scope.
    pub parks: usize,
    /// Parks of which projects are known.
    pub parks_with_projects: usize,
    /// Parks of which promises are known.
    pub parks_with_promises: usize,
}

/// How a rate is defined.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DefinitionAnswer {
    /// Code of the rate.
    pub rate: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The event that is reached.
    pub numerator: &'static str,
    /// Among projects that had this one.
    pub denominator: &'static str,
    /// The same as a sentence.
    pub words: String,
}

/// A share with its parts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShareOf {
    /// What arrived.
    pub part: f64,
    /// Of what.
    pub whole: f64,
    /// Part by whole; null where the whole is 0.
    pub share: Option<f64>,
}

/// A curve at one horizon.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CurvePoint {
    /// Months after the first event.
    pub months: i32,
    /// Share that arrived by then, with right censoring.
    pub by_number: Option<f64>,
    /// Interval of 95 per cent of `by_number`.
    pub interval: Option<[f64; 2]>,
    /// The same by planned investment; no interval, since money is no count.
    pub by_money: Option<f64>,
    /// Cases followed so long, or arrived before.
    pub followed: Option<usize>,
    /// Cases last seen before.
    pub censored: Option<usize>,
    /// Why there is no share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undefined: Option<&'static str>,
}

/// One rate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RateAnswer {
    /// Code.
    pub rate: &'static str,
    /// Name.
    pub name: &'static str,
    /// The event that is reached.
    pub numerator: &'static str,
    /// Among projects that had this one.
    pub denominator: &'static str,
    /// By number of projects, as the table stands.
    pub by_number: ShareOf,
    /// Wilson's interval of `by_number`.
    pub interval: Option<[f64; 2]>,
    /// By planned investment, 10k CNY, as the table stands.
    pub by_money_10k_cny: ShareOf,
    /// Projects without a planned investment: not in `by_money_10k_cny`.
    pub money_unknown: usize,
    /// The curve at each horizon.
    pub curve: Vec<CurvePoint>,
    /// Projects whose months cannot be told: not on the curve.
    pub undated: usize,
    /// Projects that were given up before they arrived.
    pub given_up: usize,
    /// Few cases.
    pub small: bool,
}

/// Investment paid in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaidInAnswer {
    /// Code.
    pub rate: &'static str,
    /// Name.
    pub name: &'static str,
    /// 10k CNY paid in of 10k CNY planned, of projects of which both are known.
    pub by_money: ShareOf,
    /// Projects with any money paid in.
    pub by_number: ShareOf,
    /// Wilson's interval of `by_number`.
    pub interval: Option<[f64; 2]>,
    /// Projects of which one of the two is not known.
    pub unknown: usize,
    /// Few cases.
    pub small: bool,
}

/// The rates of one year of signing, or of all.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CohortAnswer {
    /// Year of signing; null for all together.
    pub cohort: Option<u16>,
    /// Projects.
    pub projects: usize,
    /// Rates of events.
    pub rates: Vec<RateAnswer>,
    /// Money.
    pub paid_in: PaidInAnswer,
}

/// Committed beside actual.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CommittedAnswer {
    /// Committed.
    pub committed: Option<f64>,
    /// Actual.
    pub actual: Option<f64>,
    /// Actual by committed.
    pub kept: Option<f64>,
}

/// How late a project is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverdueAnswer {
    /// The event that is missing.
    pub event: &'static str,
    /// The same in words.
    pub words: &'static str,
    /// Months since it was expected.
    pub months: i32,
}

/// One project looked back on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewedAnswer {
    /// Id of the project.
    pub project_id: String,
    /// Its park.
    pub park: ParkRef,
    /// Signed on.
    pub signed_on: Option<String>,
    /// The last event that took place.
    pub stage: Option<&'static str>,
    /// The same in words.
    pub stage_words: Option<&'static str>,
    /// Whether it was given up.
    pub given_up: bool,
    /// Investment.
    pub investment_10k_cny_per_mu: CommittedAnswer,
    /// Output.
    pub output_10k_cny_per_mu: CommittedAnswer,
    /// Tax.
    pub tax_10k_cny_per_mu: CommittedAnswer,
    /// How late it is; null when it is not late or given up.
    pub overdue: Option<OverdueAnswer>,
    /// Whether its dates do not tell.
    pub cannot_tell: bool,
    /// What followed.
    pub consequence: Option<&'static str>,
    /// The same in words.
    pub consequence_words: Option<&'static str>,
    /// Why it stands where it stands.
    pub reason: Option<String>,
    /// The date to which it was followed.
    pub followed_to: String,
}

/// What was announced in a year, or in all.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnnouncedAnswer {
    /// Year of signing; null for all together.
    pub cohort: Option<u16>,
    /// Ceremonies that are named.
    pub ceremonies: usize,
    /// Projects.
    pub projects: usize,
    /// Projects of 1 亿元 (100 million CNY) or more.
    pub projects_over_1_yi_cny: usize,
    /// Projects of 10 亿元 or more.
    pub projects_over_10_yi_cny: usize,
    /// Projects of 100 亿元 or more.
    pub projects_over_100_yi_cny: usize,
    /// Planned total of those of which it is known, 10k CNY.
    pub planned_10k_cny: f64,
    /// Projects without a planned investment.
    pub planned_unknown: usize,
    /// Projects without a ceremony.
    pub without_ceremony: usize,
}

/// Why promises were not kept in time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhyNotAnswer {
    /// The reason; null where none is given.
    pub reason: Option<&'static str>,
    /// The same in words.
    pub words: &'static str,
    /// Promises.
    pub promises: usize,
}

/// Whether the place keeps its word, for one kind of promise or all.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KeepingAnswer {
    /// What was promised; null for all together.
    pub kind: Option<&'static str>,
    /// The same in words.
    pub words: &'static str,
    /// Promises.
    pub promises: usize,
    /// Those that are decided: the denominator of the rate.
    pub decided: usize,
    /// Kept in time: the numerator.
    pub kept: usize,
    /// Kept late.
    pub late: usize,
    /// Negotiated anew.
    pub renegotiated: usize,
    /// Not kept.
    pub voided: usize,
    /// Open and past due.
    pub open_overdue: usize,
    /// Open and not yet due: censored.
    pub open_not_due: usize,
    /// Kept by decided.
    pub rate: Option<f64>,
    /// Wilson's interval of the rate.
    pub interval: Option<[f64; 2]>,
    /// Share kept, in time or late, by months after it was made.
    pub curve: Vec<CurvePoint>,
    /// Promises whose months cannot be told.
    pub undated: usize,
    /// Why the others were not kept in time.
    pub reasons: Vec<WhyNotAnswer>,
    /// Few cases.
    pub small: bool,
}

/// A rate that a park or place published, as it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublishedAnswer {
    /// The park.
    pub park_id: Option<String>,
    /// The region.
    pub region_code: Option<String>,
    /// The rate with its period, basis and definition, as published.
    pub value: String,
    /// Its year.
    pub year: Option<u16>,
    /// Where it stands.
    pub source: Option<String>,
}

/// What a clause advertises, times how often such promises are kept in time.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AdvertisedAnswer {
    /// Id of the clause.
    pub clause_id: String,
    /// The clause.
    pub text: Option<String>,
    /// Rate as advertised, per cent.
    pub rate_pct: Option<f64>,
    /// The same times the interval of the rate at which incentives are kept.
    pub rate_pct_kept: Option<[f64; 2]>,
    /// Sum as advertised, 10k CNY.
    pub amount_10k_cny: Option<f64>,
    /// The same times the interval.
    pub amount_10k_cny_kept: Option<[f64; 2]>,
}

/// Projects and promises looked back on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LookbackAnswer {
    /// Which parks.
    pub scope: ScopeAnswer,
    /// The date to which everything is followed.
    pub as_of: String,
    /// Projects.
    pub projects: usize,
    /// Promises.
    pub promises_total: usize,
    /// How the rates are defined.
    pub definitions: Vec<DefinitionAnswer>,
    /// All together, then by year of signing.
    pub rates: Vec<CohortAnswer>,
    /// The projects, the latest first.
    pub lookback: Vec<ReviewedAnswer>,
    /// Projects that could be listed.
    pub lookback_total: usize,
    /// What was announced.
    pub announced: Vec<AnnouncedAnswer>,
    /// Whether the place keeps its word: all, then by kind.
    pub promises: Vec<KeepingAnswer>,
    /// Of one park whose promises of incentives are decided: its clauses times the rate at which they are kept.
    pub advertised: Vec<AdvertisedAnswer>,
    /// Rates that were published, never compared.
    pub published: Vec<PublishedAnswer>,
    /// How to read all this.
    pub notes: Vec<String>,
    /// The generation that answered.
    pub generation: String,
}
