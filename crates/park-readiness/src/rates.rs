//! Rates of signed projects: what arrived, of what began, by number and by money, by signing cohort.

use std::collections::BTreeMap;

use park_domain::PartialDate;

use crate::event::{Event, Track, When, months, months_to_end};
use crate::settings::Settings;
use crate::survival::{Case, Reached, reached, wilson};

/// A rate: the event that is reached, of the projects that had the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// Code of the rate.
    pub code: &'static str,
    /// What is reached.
    pub numerator: Event,
    /// Among which, and from when the months count.
    pub denominator: Event,
}

impl Definition {
    /// The four rates of events as they are defined when nothing else is asked.
    pub const USUAL: [Self; 4] = [
        Self { code: "fulfilment", numerator: Event::Registered, denominator: Event::Signed },
        Self { code: "landing", numerator: Event::Land, denominator: Event::Signed },
        Self { code: "construction", numerator: Event::Construction, denominator: Event::Signed },
        Self { code: "production", numerator: Event::Production, denominator: Event::Signed },
    ];

    /// The Chinese name of a rate.
    pub fn zh(code: &str) -> &'static str {
        match code {
            "fulfilment" => "履约率",
            "landing" => "落地率",
            "construction" => "开工率",
            "production" => "投产率",
            _ => "资金到位率",
        }
    }

    /// The English name of a rate.
    pub fn en(code: &str) -> &'static str {
        match code {
            "fulfilment" => "projects registered after signing",
            "landing" => "projects with land after signing",
            "construction" => "projects under construction or beyond",
            "production" => "projects in production",
            _ => "investment paid in",
        }
    }
}

/// A share with its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// What arrived: projects, or 10k CNY.
    pub part: f64,
    /// Of what.
    pub whole: f64,
    /// Part by whole; none when the whole is 0.
    pub share: Option<f64>,
}

impl Share {
    fn of(part: f64, whole: f64) -> Self {
        Self { part, whole, share: (whole > 0.0).then(|| part / whole) }
    }
}

/// One rate of one cohort, or of all.
#[derive(Debug, Clone, PartialEq)]
pub struct Rate {
    /// How it is defined.
    pub definition: Definition,
    /// By number, as the tables stand.
    pub by_number: Share,
    /// Wilson's interval of `by_number`.
    pub interval: Option<(f64, f64)>,
    /// By planned investment, 10k CNY.
    pub by_money: Share,
    /// Projects of the denominator without a planned investment: not in `by_money`.
    pub money_unknown: usize,
    /// The curve at each horizon: months, by number, by money. None: nobody was followed so long.
    pub curve: Vec<(i32, Option<Reached>, Option<Reached>)>,
    /// Projects whose months cannot be told (a date known to the year only): not on the curve.
    pub undated: usize,
    /// Projects of the denominator that were given up before they arrived: they stay, and never arrive.
    pub given_up: usize,
    /// Few cases: read the interval, not the rate.
    pub small: bool,
}

/// Investment paid in of what was planned.
#[derive(Debug, Clone, PartialEq)]
pub struct PaidIn {
    /// 10k CNY paid in, of projects of which both are known.
    pub by_money: Share,
    /// Projects with any money paid in, of those of which it is known.
    pub by_number: Share,
    /// Wilson's interval of `by_number`.
    pub interval: Option<(f64, f64)>,
    /// Projects of which one of the two is not known.
    pub unknown: usize,
    /// Few cases.
    pub small: bool,
}

/// All rates of a set of projects.
#[derive(Debug, Clone, PartialEq)]
pub struct Rates {
    /// Year of signing; none for all together.
    pub cohort: Option<u16>,
    /// Projects.
    pub projects: usize,
    /// Rates of events.
    pub rates: Vec<Rate>,
    /// Money.
    pub paid_in: PaidIn,
}

/// Rates of all projects together, then by year of signing. Projects without a signing date are counted
/// in the first alone.
pub fn rates(tracks: &[Track<'_>], definitions: &[Definition], settings: &Settings) -> Vec<Rates> {
    let mut cohorts: BTreeMap<u16, Vec<Track<'_>>> = BTreeMap::new();
    for track in tracks {
        if let Some(year) = track.cohort() {
            cohorts.entry(year).or_default().push(*track);
        }
    }
    let all = rates_of(None, tracks, definitions, settings);
    let by_year =
        cohorts.iter().map(|(year, list)| rates_of(Some(*year), list, definitions, settings));
    std::iter::once(all).chain(by_year).collect()
}

fn rates_of(
    cohort: Option<u16>,
    tracks: &[Track<'_>],
    definitions: &[Definition],
    settings: &Settings,
) -> Rates {
    Rates {
        cohort,
        projects: tracks.len(),
        rates: definitions.iter().map(|d| rate(tracks, *d, settings)).collect(),
        paid_in: paid_in(tracks, settings),
    }
}

/// What a track says of one rate.
enum Seen {
    /// Months until it arrived, or until it was last seen.
    Case { months: i32, arrived: bool },
    /// The months cannot be told.
    Undated,
}

fn seen(track: &Track<'_>, definition: Definition, from: PartialDate) -> Seen {
    match track.when(definition.numerator) {
        When::At(to) => months(from, to)
            .map_or(Seen::Undated, |months| Seen::Case { months: months.max(0), arrived: true }),
        // Given up: under observation for as long as anybody, and it never arrives.
        When::NotYet => months_to_end(from, track.until)
            .map_or(Seen::Undated, |months| Seen::Case { months: months.max(0), arrived: false }),
    }
}

fn rate(tracks: &[Track<'_>], definition: Definition, settings: &Settings) -> Rate {
    let (mut cases, mut money) = (Vec::new(), Vec::new());
    let (mut whole, mut part, mut undated, mut given_up, mut money_unknown) = (0, 0, 0, 0, 0);
    let (mut money_whole, mut money_part) = (0.0, 0.0);
    for track in tracks {
        let When::At(from) = track.when(definition.denominator) else { continue };
        let arrived = track.has(definition.numerator);
        whole += 1;
        part += usize::from(arrived);
        given_up += usize::from(!arrived && track.is_given_up());
        let planned = track.project.investment_planned_10k_cny;
        if let Some(planned) = planned {
            money_whole += planned;
            money_part += if arrived { planned } else { 0.0 };
        } else {
            money_unknown += 1;
        }
        match seen(track, definition, from) {
            Seen::Undated => undated += 1,
            Seen::Case { months, arrived } => {
                cases.push(Case { months, arrived, weight: 1.0 });
                money.extend(planned.map(|weight| Case { months, arrived, weight }));
            }
        }
    }
    let curve = settings.horizons.iter().map(|h| {
        let by_money = reached(&money, *h).map(|r| Reached { interval: None, ..r });
        (*h, reached(&cases, *h), by_money)
    });
    Rate {
        definition,
        by_number: Share::of(part as f64, whole as f64),
        interval: wilson(part as f64, whole as f64),
        by_money: Share::of(money_part, money_whole),
        money_unknown,
        curve: curve.collect(),
        undated,
        given_up,
        small: whole < settings.small,
    }
}

fn paid_in(tracks: &[Track<'_>], settings: &Settings) -> PaidIn {
    let (mut planned, mut paid, mut any, mut known, mut unknown) = (0.0, 0.0, 0, 0, 0);
    for track in tracks {
        let project = track.project;
        let (Some(plan), Some(sum)) = (project.investment_planned_10k_cny, project.paid_in_10k_cny)
        else {
            unknown += 1;
            continue;
        };
        planned += plan;
        paid += sum;
        known += 1;
        any += usize::from(sum > 0.0);
    }
    PaidIn {
        by_money: Share::of(paid, planned),
        by_number: Share::of(any as f64, known as f64),
        interval: wilson(any as f64, known as f64),
        unknown,
        small: known < settings.small,
    }
}
