//! The project that a profile describes, by its numbers; what it does not tell is absent, or taken from a standard
//! project that the reader chose by name, and said to be.

use std::collections::BTreeMap;

use park_domain::words::PlotKind;
use park_industry::Code;
use park_policy::projects::StandardProject;
use park_policy::value::{Interval, Project, Recurs};

use super::Incentives;
use crate::profile::Profile;

/// A code asked counts for conditions from this weight relative to the first.
const CODE_MIN: f64 = 0.5;

/// Numbers of a project that a profile has no field for: by base (`tax_paid`, `equipment` …) or indicator.
pub type Figures = BTreeMap<String, f64>;

/// A project with where its numbers come from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Worked {
    /// Its numbers.
    pub project: Project,
    /// Names of the numbers that a standard project lent, in order.
    pub assumed: Vec<String>,
}

/// A figure: its name, the base that it is and how that recurs, the indicator that it is.
type Given = (&'static str, Option<(&'static str, Recurs)>, Option<&'static str>);

/// Figures that may be given beside a profile.
#[rustfmt::skip]
const GIVEN: &[Given] = &[
    ("investment", Some(("investment", Recurs::Once)), Some("investment")),
    ("equipment", Some(("equipment", Recurs::Once)), None),
    ("land_mu", Some(("mu", Recurs::Once)), None),
    ("floor_m2", Some(("m2", Recurs::Once)), None),
    ("land_price", Some(("land_price", Recurs::Once)), None),
    ("revenue", Some(("revenue", Recurs::Yearly)), Some("revenue")),
    ("tax", None, Some("tax")),
    ("tax_local", Some(("tax_paid", Recurs::Yearly)), None),
    ("rd_spend", Some(("rd_spend", Recurs::Yearly)), None),
    ("rent", Some(("rent", Recurs::Yearly)), None),
    ("interest", Some(("interest", Recurs::Yearly)), None),
    ("kwh", Some(("kWh", Recurs::Yearly)), None),
    ("logistics_cost", Some(("cost", Recurs::Yearly)), None),
    ("jobs", None, Some("jobs")),
    ("persons", Some(("head", Recurs::Once)), None),
];

/// Works out the project of a profile and of figures given beside it.
pub fn project_of(
    incentives: &Incentives,
    profile: Option<&Profile>,
    standard: Option<&StandardProject>,
    figures: &Figures,
) -> Worked {
    let mut worked = Worked::default();
    let mut set = |name: &str, value: Interval| {
        let Some((_, base, indicator)) = GIVEN.iter().find(|(n, ..)| *n == name) else { return };
        if let Some((base, recurs)) = base {
            worked.project.bases.insert((*base).to_owned(), (value, *recurs));
        }
        if let Some(indicator) = indicator {
            worked.project.indicators.insert((*indicator).to_owned(), value);
        }
    };
    if let Some(profile) = profile {
        let draft = &profile.draft;
        for (name, value) in [("investment", draft.investment_10k_cny), ("jobs", draft.jobs)] {
            if let Some(value) = value {
                set(name, Interval::exactly(value));
            }
        }
        if let Some(land) = &profile.land
            && let Some((min, max)) = land.area
            && let Some(low) = min.or(max)
        {
            let name = if land.kind == PlotKind::Land { "land_mu" } else { "floor_m2" };
            set(name, Interval { low, high: max.or(min).unwrap_or(low).max(low) });
        }
    }
    for (name, value) in figures {
        set(name, Interval::exactly(*value));
    }
    if let Some(standard) = standard {
        lend(&mut worked, standard);
    }
    by_mu(&mut worked.project);
    let codes = codes(profile, standard);
    worked.project.industries = incentives.industries(&codes);
    worked
}

/// Names that [`project_of`] takes as figures.
pub fn figure_names() -> impl Iterator<Item = &'static str> {
    GIVEN.iter().map(|(name, ..)| *name)
}

/// Fills what is absent from a standard project, drawn to the project's investment.
fn lend(worked: &mut Worked, standard: &StandardProject) {
    let own = worked.project.bases.get("investment").map(|b| b.0);
    let usual = standard.project.bases.get("investment").map(|b| b.0.low).filter(|v| *v > 0.0);
    let drawn = |value: Interval| match (own, usual) {
        (Some(own), Some(usual)) => {
            Interval { low: value.low * own.low / usual, high: value.high * own.high / usual }
        }
        _ => value,
    };
    for (name, (value, recurs)) in &standard.project.bases {
        if !worked.project.bases.contains_key(name) {
            worked.project.bases.insert(name.clone(), (drawn(*value), *recurs));
            worked.assumed.push(name.clone());
        }
    }
    for (name, value) in standard.project.indicators.iter().filter(|(n, _)| !n.ends_with("/mu")) {
        if !worked.project.indicators.contains_key(name) {
            worked.project.indicators.insert(name.clone(), drawn(*value));
            if !worked.assumed.contains(name) {
                worked.assumed.push(name.clone());
            }
        }
    }
    worked.assumed.sort();
}

/// Intensities follow from the sums and the area.
fn by_mu(project: &mut Project) {
    let Some(mu) = project.bases.get("mu").map(|b| b.0).filter(|m| m.low > 0.0) else { return };
    for name in ["investment", "revenue", "tax"] {
        if let Some(value) = project.indicators.get(name).copied() {
            let each = Interval { low: value.low / mu.high, high: value.high / mu.low };
            project.indicators.insert(format!("{name}/mu"), each);
        }
    }
}

/// The codes by which conditions on the industry are checked, the main one first.
fn codes(profile: Option<&Profile>, standard: Option<&StandardProject>) -> Vec<Code> {
    match (profile, standard) {
        (Some(profile), _) => {
            let codes = profile.industry.codes.iter();
            codes.filter(|(_, w)| *w >= CODE_MIN).map(|(c, _)| *c).collect()
        }
        (None, Some(standard)) => standard.codes.iter().filter_map(|c| Code::parse(c)).collect(),
        (None, None) => Vec::new(),
    }
}
