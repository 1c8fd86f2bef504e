//! Land: plots that fit a project, alone or with their neighbours, the floor of intensity, and the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use park_domain::words::PlotKind;
use park_domain::{Fact, ParkId, Plot, quantity};

use crate::settings::Settings;

/// 1 公顷 in 亩.
const MU_PER_HA: f64 = 15.0;

/// Slack of sums of areas, mu: sheets round to two digits.
const SLACK_MU: f64 = 0.01;

/// How a plot serves an area that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// It lies within the range.
    One,
    /// Together with adjoining plots it does.
    Adjoining,
    /// It is larger: whether a part can be had is a question.
    Larger,
    /// Its area is not known: a question.
    Unknown,
    /// It is too small, and so are its neighbours together with it.
    TooSmall,
}

impl Fit {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Adjoining => "adjoining",
            Self::Larger => "larger",
            Self::Unknown => "unknown",
            Self::TooSmall => "too_small",
        }
    }
}

/// A plot with how it serves.
#[derive(Debug, Clone, PartialEq)]
pub struct Served<'p> {
    /// The plot.
    pub plot: &'p Plot,
    /// How it serves.
    pub fit: Fit,
    /// The plots that are joined, this one included, by id; this one alone for other fits.
    pub together: Vec<Arc<str>>,
    /// Their area in mu.
    pub area_mu: Option<f64>,
}

/// How each of the plots serves an area of `least` to `most` mu, in their order. Which plots adjoin is read
/// from their notes (`相邻：P2、P3`, `adjoins P2`); plots that no note joins count as apart. Only land is
/// joined: two floors of a factory are not one.
pub fn serve<'p>(
    plots: &[&'p Plot],
    least: f64,
    most: f64,
    settings: &Settings,
) -> Vec<Served<'p>> {
    let next = neighbours(plots);
    plots.iter().map(|plot| served(plot, plots, &next, (least, most), settings)).collect()
}

type Neighbours<'p> = BTreeMap<&'p str, BTreeSet<&'p str>>;

fn served<'p>(
    plot: &'p Plot,
    plots: &[&'p Plot],
    next: &Neighbours<'p>,
    (least, most): (f64, f64),
    settings: &Settings,
) -> Served<'p> {
    let alone =
        |fit, area_mu| Served { plot, fit, together: vec![Arc::clone(&plot.plot_id)], area_mu };
    let Some(area) = plot.area_mu else { return alone(Fit::Unknown, None) };
    if area > most + SLACK_MU {
        return alone(Fit::Larger, Some(area));
    }
    if area >= least - SLACK_MU {
        return alone(Fit::One, Some(area));
    }
    let areas: BTreeMap<&str, f64> =
        plots.iter().filter_map(|p| Some((&*p.plot_id, p.area_mu?))).collect();
    let mut best: Option<(Vec<&str>, f64)> = None;
    let mut sets: Vec<BTreeSet<&str>> = vec![BTreeSet::from([&*plot.plot_id])];
    // Grown by one neighbour at a time, so that the first that is large enough is the smallest in number.
    for _ in 1..settings.joined_most {
        let grown: BTreeSet<BTreeSet<&str>> = sets
            .iter()
            .flat_map(|set| {
                let edge: BTreeSet<&str> =
                    set.iter().filter_map(|p| next.get(p)).flatten().copied().collect();
                edge.into_iter().filter(|p| !set.contains(p)).map(|p| {
                    let mut larger = set.clone();
                    larger.insert(p);
                    larger
                })
            })
            .take(GROUPS_MAX)
            .collect();
        for set in &grown {
            let sum: Option<f64> = set.iter().map(|p| areas.get(p).copied()).sum();
            let fits = |s: &f64| *s >= least - SLACK_MU && *s <= most + SLACK_MU;
            if let Some(sum) = sum.filter(fits)
                && best.as_ref().is_none_or(|(_, b)| sum < *b)
            {
                best = Some((set.iter().copied().collect(), sum));
            }
        }
        if best.is_some() || grown.is_empty() {
            break;
        }
        sets = grown.into_iter().collect();
    }
    match best {
        Some((together, sum)) => Served {
            plot,
            fit: Fit::Adjoining,
            together: together.into_iter().map(Arc::from).collect(),
            area_mu: Some(sum),
        },
        None => alone(Fit::TooSmall, Some(area)),
    }
}

/// Most groups that are looked at for one plot and size.
const GROUPS_MAX: usize = 500;

/// Which plots of land adjoin, of one park and as their notes say; either note joins both.
fn neighbours<'p>(plots: &[&'p Plot]) -> Neighbours<'p> {
    let mut by_park: BTreeMap<&ParkId, Vec<&'p Plot>> = BTreeMap::new();
    for plot in plots.iter().filter(|p| p.kind == PlotKind::Land) {
        by_park.entry(&plot.park_id).or_default().push(plot);
    }
    let mut next = Neighbours::new();
    for list in by_park.values() {
        let ids: BTreeSet<&str> = list.iter().map(|p| &*p.plot_id).collect();
        for plot in list {
            for other in named_neighbours(plot) {
                let Some(other) = ids.get(other).filter(|o| **o != &*plot.plot_id) else {
                    continue;
                };
                next.entry(&plot.plot_id).or_default().insert(other);
                next.entry(other).or_default().insert(&plot.plot_id);
            }
        }
    }
    next
}

fn named_neighbours(plot: &Plot) -> Vec<&str> {
    let Some(note) = plot.provenance.note.as_deref() else { return Vec::new() };
    let Some((_, list)) = note.split_once("相邻").or_else(|| note.split_once("adjoins")) else {
        return Vec::new();
    };
    let end = list.find(['。', '\n']).unwrap_or(list.len());
    list[..end]
        .split(['：', ':', '、', '，', ',', '；', ';', ' ', '和'])
        .filter(|p| !p.is_empty())
        .collect()
}

/// One line of the ledger of a park's land, mu.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ledger {
    /// Land that is ready to be supplied or was supplied (达到供地条件).
    pub available_mu: Option<f64>,
    /// Land that was supplied.
    pub supplied_mu: Option<f64>,
    /// Land that is built on.
    pub built_mu: Option<f64>,
    /// Land on offer as `plots` has it.
    pub offered_mu: Option<f64>,
}

/// A rule of the ledger that is broken, with both sums in mu.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Broken {
    /// What should be the smaller.
    pub smaller: &'static str,
    /// Its sum.
    pub is: f64,
    /// What should be the larger.
    pub larger: &'static str,
    /// Its sum.
    pub of: f64,
    /// Many times too large, and in line once it is divided by 15: its unit is in doubt.
    pub off_by_15: bool,
}

/// Topics of `facts` that hold the ledger, and the same in Chinese.
pub const LEDGER_TOPICS: [(&str, &str); 3] = [
    ("land_available", "达到供地条件土地"),
    ("land_supplied", "已供应土地"),
    ("land_built", "已建成土地"),
];

impl Ledger {
    /// The ledger of one park from its facts (the newest of each topic) and plots.
    pub fn of<'f>(
        facts: impl Iterator<Item = &'f Fact>,
        plots: impl Iterator<Item = &'f Plot>,
    ) -> Self {
        let mut newest: [Option<(Option<u16>, f64)>; 3] = [None; 3];
        for fact in facts {
            let topic = LEDGER_TOPICS
                .iter()
                .position(|(en, zh)| *fact.topic == **en || *fact.topic == **zh);
            let (Some(at), Some(area)) = (topic, area_mu(&fact.value)) else { continue };
            if newest[at].is_none_or(|(year, _)| fact.year >= year) {
                newest[at] = Some((fact.year, area));
            }
        }
        let mut offered = None;
        for area in plots.filter(|p| p.kind == PlotKind::Land).filter_map(|p| p.area_mu) {
            offered = Some(offered.unwrap_or(0.0) + area);
        }
        let [available, supplied, built] = newest.map(|n| n.map(|(_, area)| area));
        Self {
            available_mu: available,
            supplied_mu: supplied,
            built_mu: built,
            offered_mu: offered,
        }
    }

    /// Whether nothing of it is known but what is on offer.
    pub fn is_empty(&self) -> bool {
        self.available_mu.is_none() && self.supplied_mu.is_none() && self.built_mu.is_none()
    }

    /// Supplied by available (供应率), when both are known.
    pub fn supply_rate(&self) -> Option<f64> {
        ratio(self.supplied_mu, self.available_mu)
    }

    /// Built by supplied (建成率), when both are known.
    pub fn built_rate(&self) -> Option<f64> {
        ratio(self.built_mu, self.supplied_mu)
    }

    /// Rules that are broken: built ≤ supplied ≤ available, and on offer ≤ available − supplied.
    pub fn broken(&self) -> Vec<Broken> {
        let free = self.available_mu.zip(self.supplied_mu).map(|(a, s)| a - s);
        [
            ("built", self.built_mu, "supplied", self.supplied_mu),
            ("supplied", self.supplied_mu, "available", self.available_mu),
            ("built", self.built_mu, "available", self.available_mu),
            // Where supplied is above available already, what is left is no figure.
            ("offered", self.offered_mu, "free", free.filter(|f| *f >= 0.0)),
        ]
        .into_iter()
        .filter_map(|(smaller, is, larger, of)| {
            let (is, of) = (is?, of?);
            // A few times too large is another fault than a wrong unit.
            let off_by_15 = is / MU_PER_HA <= of && is >= of * 5.0;
            (is > of + SLACK_MU).then_some(Broken { smaller, is, larger, of, off_by_15 })
        })
        .collect()
    }
}

fn ratio(part: Option<f64>, whole: Option<f64>) -> Option<f64> {
    let (part, whole) = (part?, whole?);
    (whole > 0.0).then(|| part / whole)
}

/// An area as a fact writes it, in mu; none without a unit.
pub fn area_mu(text: &str) -> Option<f64> {
    let text = text.trim();
    let units: [(&[&str], f64, f64); 5] = [
        (&["平方公里", "平方千米", "km2"], 1_500.0, 1.0),
        (&["公顷", "ha"], MU_PER_HA, 1.0),
        (&["万亩"], 10_000.0, 1.0),
        (&["亩", "mu"], 1.0, 1.0),
        (&["平方米", "㎡", "m2"], 15.0, 10_000.0),
    ];
    units.iter().find_map(|(names, num, den)| {
        let number = names.iter().find_map(|n| text.strip_suffix(n))?;
        quantity::parse(number.trim()).filter(|n| *n >= 0.0).map(|n| n * num / den)
    })
}
