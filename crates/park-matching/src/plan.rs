//! One profile against one catalogue: how each criterion is read off, before any park is scored.

use park_domain::geo;
use park_domain::words::{Level, ParkKind, PlotKind};

use crate::catalog::Catalog;
use crate::criteria::Criterion;
use crate::facts;
use crate::incentives;
use crate::industry::{IndustryTable, ParkIndustry};
use crate::models::{Goalposts, Ruler};
use crate::must::{Must, Verdict};
use crate::profile::Profile;
use crate::readiness;
use crate::span::{Column, Span};

/// What does not depend on the park.
pub(crate) struct Plan<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) profile: &'a Profile,
    pub(crate) industry: IndustryTable,
    level_fit: Vec<Span>,
    kind_fit: Vec<Span>,
    land: Option<Column>,
    factory: Option<Column>,
    admission: Option<Column>,
    /// What the clauses are worth to the profile's project.
    pub(crate) incentives: Option<incentives::Table>,
}

/// A stretch of parks whose industry has been read.
pub(crate) struct Stretch<'s> {
    pub(crate) start: usize,
    pub(crate) industry: &'s [ParkIndustry],
}

impl<'a> Plan<'a> {
    pub(crate) fn new(catalog: &'a Catalog, profile: &'a Profile) -> Self {
        let uses = |criterion| {
            profile.criteria.iter().any(|w| w.criterion == criterion)
                || profile.musts.iter().any(|m| m.criterion == criterion)
        };
        let plots = |criterion, kind| {
            uses(criterion).then(|| {
                facts::largest_plot(kind, profile.start_by, &catalog.features, &catalog.models)
            })
        };
        Self {
            industry: IndustryTable::build(catalog, profile),
            level_fit: level_fits(catalog),
            kind_fit: kind_fits(catalog, profile),
            land: plots(Criterion::LandAreaMu, PlotKind::Land),
            factory: plots(Criterion::FactoryAreaM2, PlotKind::Factory),
            admission: uses(Criterion::Admission)
                .then(|| readiness::admission(profile, &catalog.features)),
            incentives: uses(Criterion::Incentives).then(|| {
                let none = incentives::Figures::new();
                let worked =
                    incentives::project_of(&catalog.incentives, Some(profile), None, &none);
                incentives::Table::build(catalog, &worked.project)
            }),
            catalog,
            profile,
        }
    }

    /// The fits of a criterion for a stretch of parks, 0 to 1.
    pub(crate) fn fill_fit(
        &self,
        criterion: Criterion,
        stretch: &Stretch<'_>,
        lo: &mut [f64],
        hi: &mut [f64],
    ) {
        let parks = &self.catalog.features.parks;
        let start = stretch.start;
        #[expect(clippy::wildcard_enum_match_arm, reason = "all others go by goalposts")]
        match criterion {
            Criterion::IndustryFit => {
                copy(stretch.industry.iter().map(|i| i.fit), lo, hi);
            }
            Criterion::IndustryScale => {
                copy(stretch.industry.iter().map(|i| i.scale), lo, hi);
            }
            Criterion::Level => {
                let levels = parks.level[start..].iter();
                copy(levels.map(|l| self.level_fit[*l as usize]), lo, hi);
            }
            Criterion::Kind => {
                let kinds = parks.kind[start..].iter();
                copy(kinds.map(|k| self.kind_fit[kind_index(*k)]), lo, hi);
            }
            Criterion::DistanceKm => {
                for (i, (l, h)) in lo.iter_mut().zip(hi).enumerate() {
                    let span = self.distance_fit(start + i);
                    *l = span.lo;
                    *h = span.hi;
                }
            }
            Criterion::HazardousWaste | Criterion::ChemicalPark | Criterion::Admission => {
                self.fill_raw(criterion, stretch, lo, hi);
                for (l, h) in lo.iter_mut().zip(hi) {
                    *l = l.max(0.0);
                    *h = h.min(1.0);
                }
            }
            _ => {
                self.fill_raw(criterion, stretch, lo, hi);
                let rule = self.rule(criterion);
                for (l, h) in lo.iter_mut().zip(hi) {
                    let span = rule.fit(Span { lo: *l, hi: *h });
                    *l = span.lo;
                    *h = span.hi;
                }
            }
        }
    }

    /// The fits of a criterion for some parks whose industry has been read.
    pub(crate) fn gather_fit(
        &self,
        criterion: Criterion,
        of: &[u32],
        industry: &[ParkIndustry],
        lo: &mut [f64],
        hi: &mut [f64],
    ) {
        let parks = &self.catalog.features.parks;
        #[expect(clippy::wildcard_enum_match_arm, reason = "all others go park by park")]
        match criterion {
            Criterion::IndustryFit => copy(industry.iter().map(|i| i.fit), lo, hi),
            Criterion::IndustryScale => copy(industry.iter().map(|i| i.scale), lo, hi),
            Criterion::Level => {
                copy(of.iter().map(|p| self.level_fit[parks.level[*p as usize] as usize]), lo, hi);
            }
            Criterion::Kind => {
                let kinds = of.iter().map(|p| parks.kind[*p as usize]);
                copy(kinds.map(|k| self.kind_fit[kind_index(k)]), lo, hi);
            }
            _ => {
                for (i, (l, h)) in lo.iter_mut().zip(hi).enumerate() {
                    let span = self.fit_in(criterion, of[i] as usize, &[industry[i]]);
                    *l = span.lo;
                    *h = span.hi;
                }
            }
        }
    }

    /// The values of a criterion in its own unit; the largest distance where there are several places.
    pub(crate) fn fill_raw(
        &self,
        criterion: Criterion,
        stretch: &Stretch<'_>,
        lo: &mut [f64],
        hi: &mut [f64],
    ) {
        let start = stretch.start;
        #[expect(clippy::wildcard_enum_match_arm, reason = "all others have a column")]
        match criterion {
            Criterion::IndustryFit => copy(stretch.industry.iter().map(|i| i.fit), lo, hi),
            Criterion::IndustryScale => copy(stretch.industry.iter().map(|i| i.scale), lo, hi),
            Criterion::IndustryGrowth | Criterion::IndustryQuotient => {
                for (i, (l, h)) in lo.iter_mut().zip(hi).enumerate() {
                    let span = if criterion == Criterion::IndustryGrowth {
                        self.growth(start + i)
                    } else {
                        self.quotient(start + i)
                    };
                    *l = span.lo;
                    *h = span.hi;
                }
            }
            Criterion::DistanceKm => {
                for (i, (l, h)) in lo.iter_mut().zip(hi).enumerate() {
                    let span = Span::of(self.distances(start + i).reduce(f64::max));
                    *l = span.lo;
                    *h = span.hi;
                }
            }
            Criterion::LandAreaMu => fill_column(self.land.as_ref(), start, lo, hi),
            Criterion::FactoryAreaM2 => fill_column(self.factory.as_ref(), start, lo, hi),
            Criterion::Admission => fill_column(self.admission.as_ref(), start, lo, hi),
            Criterion::Incentives => {
                let column = self.incentives.as_ref().map(|i| &i.column);
                fill_column(column, start, lo, hi);
            }
            _ => fill_column(self.catalog.columns[criterion.index()].as_ref(), start, lo, hi),
        }
    }

    /// The verdict of a must on each park of a stretch, given to `tell` by place.
    pub(crate) fn judge(
        &self,
        must: &Must,
        stretch: &Stretch<'_>,
        lo: &mut [f64],
        hi: &mut [f64],
        mut tell: impl FnMut(usize, Verdict),
    ) {
        let parks = &self.catalog.features.parks;
        let (start, n) = (stretch.start, lo.len());
        #[expect(clippy::wildcard_enum_match_arm, reason = "all others are numbers")]
        match must.criterion {
            Criterion::Level => {
                (0..n).for_each(|i| tell(i, must.on_level(parks.level[start + i])));
            }
            Criterion::Kind => (0..n).for_each(|i| tell(i, must.on_kind(parks.kind[start + i]))),
            Criterion::Region => {
                (0..n).for_each(|i| tell(i, must.on_region(self.catalog.regions[start + i])));
            }
            Criterion::ChemicalPark | Criterion::HazardousWaste | Criterion::Admission => {
                self.fill_raw(must.criterion, stretch, lo, hi);
                for i in 0..n {
                    let span = Span { lo: lo[i], hi: hi[i] };
                    let flag = span.is_exact().then_some(span.lo > 0.5);
                    tell(i, must.on_flag(flag));
                }
            }
            _ => {
                self.fill_raw(must.criterion, stretch, lo, hi);
                for i in 0..n {
                    tell(i, must.on_span(Span { lo: lo[i], hi: hi[i] }));
                }
            }
        }
    }

    /// The value of one criterion for one park, in its own unit.
    pub(crate) fn raw_of(&self, criterion: Criterion, park: usize) -> Span {
        let industry = [self.industry.park(self.catalog, park)];
        let stretch = Stretch { start: park, industry: &industry };
        let (mut lo, mut hi) = ([0.0], [0.0]);
        self.fill_raw(criterion, &stretch, &mut lo, &mut hi);
        Span { lo: lo[0], hi: hi[0] }
    }

    /// The fit of one criterion for one park: the same computation as for all.
    pub(crate) fn fit_of(&self, criterion: Criterion, park: usize) -> Span {
        self.fit_in(criterion, park, &[self.industry.park(self.catalog, park)])
    }

    /// As [`Plan::fit_of`], with the park's industry already read.
    pub(crate) fn fit_in(
        &self,
        criterion: Criterion,
        park: usize,
        industry: &[ParkIndustry; 1],
    ) -> Span {
        let stretch = Stretch { start: park, industry };
        let (mut lo, mut hi) = ([0.0], [0.0]);
        self.fill_fit(criterion, &stretch, &mut lo, &mut hi);
        Span { lo: lo[0], hi: hi[0] }
    }

    /// The verdict of a must on one park.
    pub(crate) fn verdict_of(&self, must: &Must, park: usize) -> Verdict {
        let industry = [self.industry.park(self.catalog, park)];
        let stretch = Stretch { start: park, industry: &industry };
        let mut verdict = Verdict::Unknown;
        self.judge(must, &stretch, &mut [0.0], &mut [0.0], |_, v| verdict = v);
        verdict
    }

    /// Distances to the places asked; none where the park has no position.
    pub(crate) fn distances(&self, park: usize) -> impl Iterator<Item = f64> + '_ {
        let placed = self.catalog.placed[park];
        let unit = self.catalog.units[park];
        let near = if placed { &self.profile.near[..] } else { &[] };
        near.iter().map(move |n| geo::distance_km(unit, n.unit))
    }

    fn distance_fit(&self, park: usize) -> Span {
        if !self.catalog.placed[park] || self.profile.near.is_empty() {
            return Span { lo: 0.0, hi: 1.0 };
        }
        let settings = &self.catalog.models.settings.distance;
        let (mut sum, mut n) = (0.0, 0.0);
        for (near, km) in self.profile.near.iter().zip(self.distances(park)) {
            let ratio = km / near.within_km.unwrap_or(settings.radius_km);
            sum += if ratio <= settings.full {
                1.0
            } else if ratio <= 1.0 {
                let t = (ratio - settings.full) / (1.0 - settings.full);
                1.0 - t * (1.0 - settings.at_radius)
            } else {
                let t = (ratio - 1.0) / (settings.none - 1.0);
                settings.at_radius * (1.0 - t).max(0.0)
            };
            n += 1.0;
        }
        Span::exactly(sum / n)
    }

    /// Share of the recent years in the firms of the last two windows; known from three firms on.
    fn growth(&self, park: usize) -> Span {
        if !self.catalog.features.revealed.counts_firms[park] {
            return Span::UNKNOWN;
        }
        let posting = self.strongest_posting(park);
        Span::of(posting.and_then(|p| {
            let sum = p.recent + p.previous;
            (sum >= GROWTH_FIRMS_MIN).then(|| p.recent / sum)
        }))
    }

    fn quotient(&self, park: usize) -> Span {
        Span::of(self.strongest_posting(park).and_then(|p| p.quotient))
    }

    /// What the park has under the code that speaks most for what is asked.
    pub(crate) fn strongest_posting(&self, park: usize) -> Option<&park_features::Posting> {
        self.strongest_code(park).map(|(_, p)| p)
    }

    pub(crate) fn strongest_code(
        &self,
        park: usize,
    ) -> Option<(park_industry::Code, &park_features::Posting)> {
        let row = u32::try_from(park).ok()?;
        let revealed = &self.catalog.features.revealed;
        let mut best: Option<(f64, park_industry::Code, &park_features::Posting)> = None;
        for (code, tree) in &self.industry.codes {
            if let Some(posting) = revealed.of(row, *code)
                && best.is_none_or(|(b, _, _)| *tree > b)
            {
                best = Some((*tree, *code, posting));
            }
        }
        best.map(|(_, code, posting)| (code, posting))
    }

    fn rule(&self, criterion: Criterion) -> Rule {
        let goalposts = self.catalog.models.criterion(criterion).goalposts;
        match (self.profile.asked_figure(criterion), goalposts) {
            (Some(figure), _) => Rule::Enough(figure),
            (None, Some(goalposts)) => Rule::Goalposts(goalposts.ruler()),
            (None, None) => Rule::Goalposts(Goalposts { at_0: 0.0, at_1: 1.0, log: false }.ruler()),
        }
    }
}

const GROWTH_FIRMS_MIN: f64 = 3.0;

/// How a value becomes a fit.
enum Rule {
    /// Enough is 1, less is its share.
    Enough(f64),
    /// Between fixed goalposts.
    Goalposts(Ruler),
}

impl Rule {
    fn fit(&self, value: Span) -> Span {
        if value.is_unknown() {
            return Span { lo: 0.0, hi: 1.0 };
        }
        let fit = |v: f64| match self {
            Self::Enough(figure) => (v / figure).clamp(0.0, 1.0),
            Self::Goalposts(ruler) => ruler.fit(v),
        };
        let (a, b) = (fit(value.lo), fit(value.hi));
        Span { lo: a.min(b), hi: a.max(b) }
    }
}

fn copy(spans: impl Iterator<Item = Span>, lo: &mut [f64], hi: &mut [f64]) {
    for ((span, l), h) in spans.zip(lo).zip(hi) {
        *l = span.lo;
        *h = span.hi;
    }
}

fn fill_column(column: Option<&Column>, start: usize, lo: &mut [f64], hi: &mut [f64]) {
    match column {
        Some(column) => column.fill(start, lo, hi),
        None => {
            lo.fill(f64::NEG_INFINITY);
            hi.fill(f64::INFINITY);
        }
    }
}

fn level_fits(catalog: &Catalog) -> Vec<Span> {
    let table = &catalog.models.settings.level;
    Level::ALL
        .iter()
        .map(|l| match table.get(l.code()) {
            Some(fit) if *l != Level::Unknown => Span::exactly(*fit),
            _ => Span { lo: 0.0, hi: 1.0 },
        })
        .collect()
}

fn kind_index(kind: Option<ParkKind>) -> usize {
    kind.map_or(ParkKind::ALL.len(), |k| k as usize)
}

fn kind_fits(catalog: &Catalog, profile: &Profile) -> Vec<Span> {
    let sector = sector(profile);
    let table = catalog.models.settings.kind.get(sector);
    let of = |code: &str| table.and_then(|t| t.get(code).or_else(|| t.get("else")).copied());
    let known = ParkKind::ALL.iter().map(|k| Span::exactly(of(k.code()).unwrap_or(0.5)));
    known.chain(std::iter::once(Span { lo: 0.0, hi: 1.0 })).collect()
}

/// The sector of the first code asked, as `models/matching/settings.toml` names it.
fn sector(profile: &Profile) -> &'static str {
    let division: u32 = profile
        .industry
        .codes
        .first()
        .and_then(|(c, _)| c.division().as_str().parse().ok())
        .unwrap_or(0);
    match division {
        1..=5 => "agriculture",
        25 | 26 => "chemicals",
        13..=43 => "manufacturing",
        51 | 53..=60 => "logistics",
        63..=65 | 73..=75 => "technology",
        _ => "other",
    }
}
