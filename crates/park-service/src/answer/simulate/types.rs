//! The JSON of a simulation.

use std::collections::BTreeMap;

use park_policy::value::Interval;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::search::ParkRef;

/// Two ends: what is certain and what is possible.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct MoneyRange {
    /// What is certain.
    pub low: f64,
    /// What is possible.
    pub high: f64,
}

pub(super) fn range(interval: Interval) -> MoneyRange {
    MoneyRange { low: interval.low, high: interval.high }
}

/// What the clauses of a place give a project, or how places compare.
#[derive(Debug, Serialize, ToSchema)]
pub struct SimulateAnswer {
    /// The open generation.
    pub generation: String,
    /// The date to which validity counts.
    pub as_of: String,
    /// The project by its numbers.
    pub project: ProjectAnswer,
    /// Discount rate and horizon.
    pub terms: TermsAnswer,
    /// The place asked for; null where all places are compared.
    pub place: Option<PlaceRef>,
    /// What its clauses give; null where all places are compared.
    pub money: Option<MoneyAnswer>,
    /// Each clause with its money, its conditions and the words it was read from.
    pub clauses: Vec<ClauseValue>,
    /// Places in the order in which they give more on the kinds that both show; empty where one is asked for.
    pub places: Vec<PlaceRank>,
    /// What to know when reading the numbers.
    pub notes: Vec<String>,
}

/// A project by its numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProjectAnswer {
    /// Name of the profile, or of the standard project.
    pub name: Option<String>,
    /// The standard project that lent what the profile does not tell.
    pub standard: Option<String>,
    /// Bases of rates and sums, 10k CNY or the unit of their name.
    pub bases: BTreeMap<String, MoneyRange>,
    /// Numbers by which conditions are checked, 10k CNY a year or heads; `/mu` for each mu.
    pub indicators: BTreeMap<String, MoneyRange>,
    /// Which of them the standard project lent.
    pub assumed: Vec<String>,
}

/// Discount rate and horizon.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermsAnswer {
    /// Per cent a year.
    pub discount_rate_pct: f64,
    /// Years that are looked at.
    pub horizon_years: usize,
}

/// A park or a region.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlaceRef {
    /// The park.
    pub park: Option<ParkRef>,
    /// The region, six digits.
    pub region_code: Option<String>,
}

/// The money of a place's clauses; what is unknown is null and never 0.
#[derive(Debug, Serialize, ToSchema)]
pub struct MoneyAnswer {
    /// Present value of the clauses that count.
    pub value_10k_cny: Option<MoneyRange>,
    /// The same in per cent of the investment.
    pub value_pct_of_investment: Option<MoneyRange>,
    /// Flows at the ends of the years, 10k CNY.
    pub by_year: Vec<YearFlow>,
    /// By instrument.
    pub by_instrument: Vec<KindValue>,
    /// Present value of clauses that need review: shown apart.
    pub flagged_value_10k_cny: Option<MoneyRange>,
    /// The same in per cent of the investment.
    pub flagged_pct_of_investment: Option<MoneyRange>,
    /// Clauses that need review.
    pub flagged_clauses: usize,
    /// Clauses that would count but give no number, or one of something that the project does not tell.
    pub clauses_without_number: usize,
    /// Whether a document was read from an excerpt, so that there may be more.
    pub lower_bound: bool,
}

/// Money at the end of a year, 10k CNY.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearFlow {
    /// Year, from 1.
    pub year: usize,
    /// What is certain.
    pub low: f64,
    /// What is possible.
    pub high: f64,
}

/// The money of one instrument.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KindValue {
    /// Instrument.
    pub instrument: String,
    /// Present value; null where no clause of the kind has a number for this project.
    pub value_10k_cny: Option<MoneyRange>,
    /// The same in per cent of the investment.
    pub value_pct_of_investment: Option<MoneyRange>,
}

/// A clause with its money.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClauseValue {
    /// Id of the clause.
    pub clause_id: String,
    /// park or region: whose clause it is.
    pub of: &'static str,
    /// Title of the document.
    pub document: Option<String>,
    /// The clause, or its summary.
    pub text: Option<String>,
    /// The column `condition`.
    pub condition: Option<String>,
    /// Instrument, by the form of the benefit.
    pub instrument: &'static str,
    /// counts, needs-review, expired, not-yet-in-force, price, not-paid-to-the-project or superseded.
    pub state: &'static str,
    /// likely, possible or no: whether the clause needs review.
    pub screen: &'static str,
    /// Rules that ask for a review.
    pub rules: Vec<String>,
    /// columns, text or nowhere: where its numbers stand.
    pub read_from: &'static str,
    /// Each tier, step and number.
    pub grants: Vec<GrantValue>,
    /// excerpt or whole.
    pub coverage: Option<&'static str>,
    /// The source, as text.
    pub source: Option<String>,
    /// The date for which the row holds.
    pub row_as_of: Option<String>,
}

/// A tier, a step or a number of a clause.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantValue {
    /// met, open, not-met, no-base or no-number.
    pub standing: &'static str,
    /// Present value; null where it has no number for this project.
    pub value_10k_cny: Option<MoneyRange>,
    /// Flows at the ends of the years in which something is paid, 10k CNY.
    pub by_year: Vec<YearFlow>,
    /// How it was worked out, in words.
    pub formula: String,
    /// Place of its number in `text`, first and one past the last character; null where it stands in a column.
    pub span: Option<Vec<usize>>,
    /// Words of that place.
    pub words: Option<String>,
    /// What must hold, each checked.
    pub conditions: Vec<ConditionCheck>,
}

/// A condition, checked against the project.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConditionCheck {
    /// Its words.
    pub words: String,
    /// Place of the words in the text or the condition; null where they are a column.
    pub span: Option<Vec<usize>>,
    /// met, not-met or unknown.
    pub check: &'static str,
    /// What was compared, in words.
    pub compared: Option<String>,
}

/// A place among places.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlaceRank {
    /// Rank; equal where the order cannot tell.
    pub rank: usize,
    /// The place.
    pub place: PlaceRef,
    /// Name of the park or region.
    pub name: String,
    /// Present value of its clauses that count.
    pub value_10k_cny: Option<MoneyRange>,
    /// The same in per cent of the investment.
    pub value_pct_of_investment: Option<MoneyRange>,
    /// By instrument.
    pub by_instrument: Vec<KindValue>,
    /// Places that show a kind that this one shows as well.
    pub compared_with: usize,
    /// Of those, where it surely gives more on the kinds that both show.
    pub above: usize,
    /// Where it surely gives less.
    pub below: usize,
    /// Where the intervals overlap.
    pub undecided: usize,
    /// Whether a document was read from an excerpt.
    pub lower_bound: bool,
}
