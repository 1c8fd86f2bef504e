//! What the clauses on file are worth to a project: read once a generation, worked out for each profile.
//!
//! A clause of a park counts for it, one of a region for the parks under that code. Prices, clauses past their last
//! day, rewards for finders, and clauses that the legal screen asks to review are shown by [`State`] and do not count.

mod industries;
mod project;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use park_domain::words::Role;
use park_domain::{Dataset, ParkId, PartialDate, PolicyClause};
use park_features::policies::region_prefix;
use park_industry::Reader;
use park_policy::projects::StandardProject;
use park_policy::value::{Grant, Interval, Project, Simulation, Terms, Valued, join, value};
use park_policy::{ClauseMoney, Level, Tables, money};
use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::span::{Column, Span};
use industries::Target;
pub use project::{Figures, Worked, figure_names, project_of};

/// What reading clauses and working out their money needs: the files of `models/policy`.
#[derive(Debug)]
pub struct PolicyModels {
    /// Words of instruments, and the legal screen.
    pub tables: Tables,
    /// Projects that make places comparable.
    pub projects: Vec<StandardProject>,
    /// Discount rate and horizon.
    pub terms: Terms,
}

/// Whether a clause's money counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It counts.
    Counts,
    /// The legal screen says likely or possible: shown apart.
    Flagged,
    /// Past its last day.
    Expired,
    /// Before its first day.
    NotYet,
    /// A price to pay.
    Price,
    /// Paid to whoever brings a project.
    ToSomebodyElse,
    /// Of an older version of its document.
    Superseded,
}

impl State {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Flagged => "needs-review",
            Self::Expired => "expired",
            Self::NotYet => "not-yet-in-force",
            Self::Price => "price",
            Self::ToSomebodyElse => "not-paid-to-the-project",
            Self::Superseded => "superseded",
        }
    }
}

/// A clause of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfPlace {
    /// Its place in [`Incentives::clauses`].
    pub at: usize,
    /// Whether it is the region's, not the park's own.
    pub of_region: bool,
}

/// All clauses of a generation.
#[derive(Debug)]
pub struct Incentives {
    clauses: Vec<PolicyClause>,
    /// For each clause of a park the park's first id.
    owner: Vec<Option<ParkId>>,
    by_id: HashMap<Arc<str>, usize>,
    targets: BTreeMap<String, Target>,
    models: Option<Arc<PolicyModels>>,
    read: OnceLock<Vec<ClauseMoney>>,
}

impl Incentives {
    pub(crate) fn build(
        dataset: &Dataset,
        reader: &Reader,
        models: Option<&Arc<PolicyModels>>,
    ) -> Self {
        let resolved = dataset.resolve();
        let first = |id: &ParkId| resolved.get(id).unwrap_or(id).clone();
        Self {
            owner: dataset.policies.iter().map(|c| c.park_id.as_ref().map(first)).collect(),
            by_id: dataset
                .policies
                .iter()
                .enumerate()
                .map(|(i, c)| (Arc::clone(&c.clause_id), i))
                .collect(),
            targets: industries::targets(&dataset.policies, reader),
            clauses: dataset.policies.clone(),
            models: models.cloned(),
            read: OnceLock::new(),
        }
    }

    /// The clauses, in the order of their ids.
    pub fn clauses(&self) -> &[PolicyClause] {
        &self.clauses
    }

    /// The models; none where the catalogue was built without them: all money is then unknown.
    pub fn models(&self) -> Option<&PolicyModels> {
        self.models.as_deref()
    }

    /// The clauses as their money was read, in the same order; read when first asked for.
    pub fn money(&self) -> &[ClauseMoney] {
        self.read.get_or_init(|| match &self.models {
            Some(models) => self.clauses.par_iter().map(|c| money(&models.tables, c)).collect(),
            None => Vec::new(),
        })
    }

    /// Whether a clause's money counts at a date.
    pub fn state(&self, at: usize, as_of: PartialDate) -> State {
        let clause = &self.clauses[at];
        let money = self.money().get(at);
        if clause.role == Role::Price {
            State::Price
        } else if clause.valid_to.is_some_and(|d| d.end() < as_of.end()) {
            State::Expired
        } else if clause.valid_from.is_some_and(|d| d > as_of.end()) {
            State::NotYet
        } else if money.is_some_and(|m| m.superseded) {
            State::Superseded
        } else if money.is_some_and(|m| m.to_somebody_else) {
            State::ToSomebodyElse
        } else if money.is_some_and(|m| m.screen.level > Level::No) {
            State::Flagged
        } else {
            State::Counts
        }
    }

    /// The clauses of a park: its own, and those of the regions it lies in.
    pub fn of_park(&self, id: &ParkId, region: Option<&str>) -> Vec<OfPlace> {
        self.of(|owner| owner == id, region)
    }

    /// The clauses of a region itself and of those around it; `code` has six digits, or is filled up with zeros.
    pub fn of_region(&self, code: &str) -> Vec<OfPlace> {
        self.of(|_| false, Some(&format!("{code:0<6}")))
    }

    fn of(&self, is_owner: impl Fn(&ParkId) -> bool, region: Option<&str>) -> Vec<OfPlace> {
        let mut out = Vec::new();
        for (at, clause) in self.clauses.iter().enumerate() {
            match (&self.owner[at], &clause.region_code) {
                (Some(owner), _) if is_owner(owner) => out.push(OfPlace { at, of_region: false }),
                (None, Some(code))
                    if region.is_some_and(|r| r.starts_with(region_prefix(code))) =>
                {
                    out.push(OfPlace { at, of_region: true });
                }
                _ => {}
            }
        }
        out
    }

    /// Parks that have clauses of their own, and regions that have some, in order.
    pub fn places(&self) -> (Vec<ParkId>, Vec<Arc<str>>) {
        let mut parks: Vec<ParkId> = self.owner.iter().flatten().cloned().collect();
        let none = self.clauses.iter().filter(|c| c.park_id.is_none());
        let mut regions: Vec<Arc<str>> = none.filter_map(|c| c.region_code.clone()).collect();
        parks.sort();
        parks.dedup();
        regions.sort();
        regions.dedup();
        (parks, regions)
    }

    /// What every clause is worth to a project, grant by grant.
    pub fn value_all(&self, project: &Project) -> Vec<Vec<Valued>> {
        let Some(models) = self.models() else { return Vec::new() };
        let each =
            |m: &ClauseMoney| m.grants.iter().map(|g| value(project, g, &models.terms)).collect();
        self.money().iter().map(each).collect()
    }

    /// The clauses among these that a test lets through, joined.
    pub fn joined(
        &self,
        clauses: &[usize],
        valued: &[Vec<Valued>],
        lets: impl Fn(usize) -> bool,
    ) -> Simulation {
        let terms =
            self.models().map_or(Terms { discount_rate: 0.0, horizon_years: 0 }, |m| m.terms);
        let money = self.money();
        let pairs: Vec<(&Grant, &Valued)> = clauses
            .iter()
            .copied()
            .filter(|at| lets(*at))
            .filter_map(|at| Some(money.get(at)?.grants.iter().zip(valued.get(at)?)))
            .flatten()
            .collect();
        join(pairs.into_iter(), &terms)
    }

    /// For each text of an industry whether these codes are among what it means.
    fn industries(
        &self,
        asked: &[park_industry::Code],
    ) -> BTreeMap<String, park_policy::value::Check> {
        self.targets.iter().map(|(word, target)| (word.clone(), target.check(asked))).collect()
    }
}

/// The criterion for one profile.
#[derive(Debug)]
pub(crate) struct Table {
    /// Value in per cent of the investment, by park; at most anything, since what is not on file may be more.
    pub(crate) column: Column,
    /// What each clause is worth.
    pub(crate) valued: Vec<Vec<Valued>>,
}

impl Table {
    /// The table for a project; nothing is known of any park where the project's investment is not.
    pub(crate) fn build(catalog: &Catalog, project: &Project) -> Self {
        let incentives = &catalog.incentives;
        let valued = incentives.value_all(project);
        let mut known = Vec::new();
        let investment = project.bases.get("investment").map(|b| b.0).filter(|i| i.low > 0.0);
        for (park, at) in (0_u32..).zip(0..catalog.len()) {
            let Some(investment) = investment else { break };
            let clauses = clauses_of(catalog, at);
            if clauses.is_empty() {
                continue;
            }
            let as_of = catalog.features.as_of;
            let joined = incentives
                .joined(&clauses, &valued, |c| incentives.state(c, as_of) == State::Counts);
            if let Some(value) = joined.value {
                let lo = share(value, investment).low;
                known.push((park, Span { lo, hi: f64::INFINITY }));
            }
        }
        Self { column: Column::Sparse(known), valued }
    }
}

/// The clauses of a park that are in force, as places in [`Incentives::clauses`].
pub(crate) fn clauses_of(catalog: &Catalog, park: usize) -> Vec<usize> {
    let rows = catalog.features.policies.get(park).iter();
    rows.filter_map(|r| catalog.incentives.by_id.get(&r.clause_id).copied()).collect()
}

/// A value in per cent of the investment.
pub fn share(value: Interval, investment: Interval) -> Interval {
    let pct = |money: f64, of: f64| if of > 0.0 { 100.0 * money / of } else { 0.0 };
    Interval { low: pct(value.low, investment.high), high: pct(value.high, investment.low) }
}
