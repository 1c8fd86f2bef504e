//! Directions for all parks of a region at once, so that the advice does not itself make them alike.

use std::collections::BTreeMap;

use park_industry::{Code, Reader};
use park_structure::{Plan, PlanOption, PlanProblem};

use super::ground::{Ground, PlanBasis};
use super::tables::DirectionTables;

mod region;

use region::Region;

/// Most parks of a plan.
pub const REGION_PARKS_MAX: usize = 300;

/// What a planner sets.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanRules {
    /// Least rank of nearness, 0 to 1; the tables' when not set.
    pub density_floor: Option<f64>,
    /// Most parks that are sent to one industry.
    pub most: Option<usize>,
    /// The same for single industries.
    pub most_of: BTreeMap<Code, usize>,
    /// Parks that take this industry, or stay as they are.
    pub fix: Vec<(String, Option<Code>)>,
    /// Industries of a park from which nothing is taken and to which no other park is sent.
    pub protect: Vec<(String, Code)>,
    /// Industries to which a park, or none, is sent.
    pub forbid: Vec<(Option<String>, Code)>,
    /// Parks that cooperate: their likeness does not count.
    pub cooperate: Vec<(String, String)>,
    /// On what structures are compared; what more parks of the region have when not set.
    pub basis: Option<PlanBasis>,
}

/// Why there is no plan; the text points at the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFault {
    /// Fewer than two parks of the region have data on the basis.
    TooFew(usize),
    /// More parks than are planned at once.
    TooMany(usize),
    /// A park that is not in the plan.
    NotInPlan(String),
    /// The park is strong in it already, or it is no division of the tables.
    NotOpen(String),
    /// More parks are fixed to it than the maximum allows.
    OverMaximum(String),
}

/// What one park does.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// Its id.
    pub park: String,
    /// Its name.
    pub name: String,
    /// The industry it turns to; none stays as it is.
    pub takes: Option<Code>,
    /// Rank of nearness of that.
    pub near: Option<f64>,
    /// The score of the direction, as for the park alone.
    pub score: Option<f64>,
    /// What it would have been told alone.
    pub alone: Option<Code>,
    /// Whether a rule fixed it.
    pub fixed: bool,
    /// Mean similarity to the others before.
    pub before: f64,
    /// The same after, everybody having moved.
    pub after: f64,
    /// Directions that it could choose from.
    pub choices: usize,
}

/// What one fixed choice costs.
#[derive(Debug, Clone, PartialEq)]
pub struct FixCost {
    /// Its number among the fixed choices.
    pub fix: usize,
    /// Total similarity with it less the total without it; at least 0.
    pub cost: f64,
    /// Whether both plans are proven the best.
    pub exact: bool,
}

/// A plan with what it is measured against.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanReport {
    /// On what structures are compared.
    pub basis: PlanBasis,
    /// The floor used.
    pub density_floor: f64,
    /// The parks, by id.
    pub parks: Vec<Assignment>,
    /// Active parks of the region without data on the basis: id and name.
    pub left_out: Vec<(String, String)>,
    /// Pairs that count.
    pub pairs: usize,
    /// Total similarity as it is.
    pub now: f64,
    /// When every park follows its own best direction.
    pub alone: f64,
    /// When the plan is followed.
    pub planned: f64,
    /// No plan under these rules has a smaller total.
    pub bound: f64,
    /// Whether every choice was looked at.
    pub exact: bool,
    /// Most parks that separate advice sends to one industry, and which.
    pub alone_most: Option<(Code, usize)>,
    /// The same of the plan.
    pub planned_most: Option<(Code, usize)>,
    /// What each fixed choice costs.
    pub fixes: Vec<FixCost>,
}

/// What is fixed, by park: an industry, or none to stay.
type Fixes = BTreeMap<usize, Option<usize>>;

/// Sends the parks of a region to directions; `region` is a prefix of region codes.
///
/// # Errors
/// When the rules do not fit the region, with a pointer at the rule.
pub fn plan_region(
    ground: &Ground,
    tables: &DirectionTables,
    reader: &Reader,
    region: &str,
    rules: &PlanRules,
) -> Result<PlanReport, PlanFault> {
    let (found, left_out) = Region::of(ground, tables, region, rules)?;
    let protected = found.protected(tables, rules)?;
    // The directions of each park alone: what may be chosen, and what it would be told.
    let advice: Vec<Vec<(usize, f64)>> = found
        .parks
        .iter()
        .enumerate()
        .map(|(i, stand)| found.open(i, ground, stand, tables, reader, rules, &protected))
        .collect();
    let fixes = found.fixes(tables, rules)?;
    let apart = found.apart(rules)?;
    let most = maxima(tables, rules, &found);
    let build = |fixes: &Fixes| PlanProblem {
        options: (0..found.parks.len())
            .map(|i| found.options(i, tables, &advice[i], fixes.get(&i).copied(), &protected))
            .collect(),
        most: most.clone(),
        apart: apart.clone(),
    };
    let problem = build(&fixes);
    let stay: Vec<usize> = vec![0; found.parks.len()];
    let alone = alone(&problem, &advice);
    let plan = problem
        .solve(&[stay.clone(), within(&problem, &alone)])
        .ok_or_else(|| PlanFault::OverMaximum(over(tables, rules, &fixes, &most)))?;
    // What stands now is the first option of everybody, were nothing fixed.
    let free = build(&Fixes::new());
    let now = free.total(&stay);
    let costs = costs(&found, tables, rules, &fixes, &build, &plan, &problem)?;
    let parks = assignments(&found, tables, &problem, &plan, &advice, &fixes, &free);
    let n = found.parks.len();
    Ok(PlanReport {
        basis: found.basis,
        density_floor: found.floor,
        parks,
        left_out,
        pairs: n * (n - 1) / 2 - apart.len(),
        now,
        alone: problem.total(&alone),
        planned: plan.total,
        bound: plan.bound,
        exact: plan.exact,
        alone_most: fullest(tables, &problem, &alone),
        planned_most: fullest(tables, &problem, &plan.chosen),
        fixes: costs,
    })
}

fn maxima(
    tables: &DirectionTables,
    rules: &PlanRules,
    region: &Region<'_>,
) -> BTreeMap<usize, usize> {
    let mut most = BTreeMap::new();
    if let Some(all) = rules.most {
        most.extend((0..tables.n_industries()).map(|k| (k, all)));
    }
    for (code, n) in &rules.most_of {
        if let Some(k) = tables.index(*code) {
            most.insert(k, *n);
        }
    }
    // One that cannot bind is none.
    most.retain(|_, n| *n < region.parks.len());
    most
}

/// The number of the option that takes an industry.
fn option_of(options: &[PlanOption], k: usize) -> Option<usize> {
    options.iter().position(|o| o.takes == Some(k))
}

/// Everybody follows its own best direction; who is fixed is fixed.
fn alone(problem: &PlanProblem, advice: &[Vec<(usize, f64)>]) -> Vec<usize> {
    problem
        .options
        .iter()
        .zip(advice)
        .map(|(options, own)| own.iter().find_map(|(k, _)| option_of(options, *k)).unwrap_or(0))
        .collect()
}

/// A choice made to keep the maxima: who comes too late stays, if it may.
fn within(problem: &PlanProblem, chosen: &[usize]) -> Vec<usize> {
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out = vec![0; chosen.len()];
    for options in problem.options.iter().filter(|o| o.len() == 1) {
        if let Some(k) = options[0].takes {
            *count.entry(k).or_insert(0) += 1;
        }
    }
    for (i, o) in chosen.iter().enumerate().filter(|(i, _)| problem.options[*i].len() > 1) {
        if let Some(k) = problem.options[i][*o].takes {
            let held = count.entry(k).or_insert(0);
            if problem.most.get(&k).is_none_or(|most| *held < *most) {
                *held += 1;
                out[i] = *o;
            }
        }
    }
    out
}

/// The fixed choice that goes over a maximum.
fn over(
    tables: &DirectionTables,
    rules: &PlanRules,
    fixes: &Fixes,
    most: &BTreeMap<usize, usize>,
) -> String {
    let count = |k: usize| fixes.values().filter(|t| **t == Some(k)).count();
    let at = rules.fix.iter().position(|(_, code)| {
        code.and_then(|c| tables.index(c))
            .is_some_and(|k| most.get(&k).is_some_and(|most| count(k) > *most))
    });
    format!("/fix/{}/industry", at.unwrap_or(0))
}

fn fullest(
    tables: &DirectionTables,
    problem: &PlanProblem,
    chosen: &[usize],
) -> Option<(Code, usize)> {
    let mut count: BTreeMap<usize, usize> = BTreeMap::new();
    for (options, o) in problem.options.iter().zip(chosen) {
        if let Some(k) = options[*o].takes {
            *count.entry(k).or_insert(0) += 1;
        }
    }
    // The first of equals, in the order of the codes.
    let most = count.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
    Some((tables.codes[*most.0], *most.1))
}

/// Each fixed choice against the best plan without it. The plan with it is a start there, so no cost is below 0.
fn costs(
    region: &Region<'_>,
    tables: &DirectionTables,
    rules: &PlanRules,
    fixes: &Fixes,
    build: &dyn Fn(&Fixes) -> PlanProblem,
    plan: &Plan,
    problem: &PlanProblem,
) -> Result<Vec<FixCost>, PlanFault> {
    let mut out = Vec::with_capacity(rules.fix.len());
    for (n, (park, code)) in rules.fix.iter().enumerate() {
        let i = region.find(park, || format!("/fix/{n}/park"))?;
        let mut fewer = fixes.clone();
        fewer.remove(&i);
        let mut free = build(&fewer);
        let mut start = plan.chosen.clone();
        let takes = code.and_then(|c| tables.index(c));
        // A fixed choice below the floor stays possible, so that its own cost is never below 0.
        start[i] = match takes.map(|k| option_of(&free.options[i], k)) {
            None => 0,
            Some(Some(o)) => o,
            Some(None) => {
                free.options[i].push(problem.options[i][0].clone());
                free.options[i].len() - 1
            }
        };
        if let Some((without, exact)) = free.least(&[start, vec![0; region.parks.len()]]) {
            let cost = (plan.total - without).max(0.0);
            out.push(FixCost { fix: n, cost, exact: plan.exact && exact });
        }
    }
    Ok(out)
}

fn assignments(
    region: &Region<'_>,
    tables: &DirectionTables,
    problem: &PlanProblem,
    plan: &Plan,
    advice: &[Vec<(usize, f64)>],
    fixes: &Fixes,
    free: &PlanProblem,
) -> Vec<Assignment> {
    let before = free.by_region(&vec![0; region.parks.len()]);
    let after = problem.by_region(&plan.chosen);
    let others = crate::number(region.parks.len() - 1);
    region
        .parks
        .iter()
        .enumerate()
        .map(|(i, stand)| {
            let takes = problem.options[i][plan.chosen[i]].takes;
            Assignment {
                park: stand.id.clone(),
                name: stand.name.clone(),
                takes: takes.map(|k| tables.codes[k]),
                near: takes.and_then(|k| region.near[i][k]),
                score: takes
                    .and_then(|k| advice[i].iter().find(|(l, _)| *l == k))
                    .map(|(_, score)| *score),
                alone: advice[i].first().map(|(k, _)| tables.codes[*k]),
                fixed: fixes.contains_key(&i),
                before: before[i] / others,
                after: after[i] / others,
                choices: free.options[i].len() - 1,
            }
        })
        .collect()
}
