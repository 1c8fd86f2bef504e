//! The rows that a statement rests on.

use park_domain::words::PlotKind;
use park_domain::{PartialDate, Provenance};
use park_features::NamedItem;
use park_industry::Code;

use crate::criteria::Criterion;
use crate::facts::is_fresh;
use crate::incentives::{self, State};
use crate::industry::Hit;
use crate::plan::Plan;
use crate::ranking::Evidence;
use crate::readiness;
use crate::say::{Language, colon, number};
use crate::units::position;

/// Most rows shown for one criterion.
const ROWS_MAX: usize = 6;

fn row(table: &'static str, provenance: &Provenance, value: String) -> Evidence {
    Evidence {
        table,
        source: provenance.source.clone(),
        as_of: provenance.as_of,
        estimated: provenance.estimated,
        value,
    }
}

/// Evidence for one criterion of one park.
pub(crate) fn of(
    plan: &Plan<'_>,
    criterion: Criterion,
    park: usize,
    language: Language,
) -> Vec<Evidence> {
    let mut list = match criterion {
        Criterion::IndustryFit => industry_fit(plan, park, language),
        Criterion::IndustryScale => industry_scale(plan, park, language),
        Criterion::IndustryGrowth | Criterion::IndustryQuotient => firms(plan, park, language),
        Criterion::Level | Criterion::Kind | Criterion::Region => {
            park_row(plan, criterion, park, language)
        }
        Criterion::ApprovedAreaHa
        | Criterion::AgeYears
        | Criterion::DistanceKm
        | Criterion::ChemicalPark => park_row(plan, criterion, park, language),
        Criterion::LandAreaMu | Criterion::LandPrice => {
            plots(plan, criterion, PlotKind::Land, park, language)
        }
        Criterion::FactoryAreaM2 | Criterion::FactoryRent => {
            plots(plan, criterion, PlotKind::Factory, park, language)
        }
        Criterion::Incentives => clauses(plan, park, language),
        Criterion::ApprovalDays | Criterion::PromiseKeeping | Criterion::Admission => {
            let catalog = plan.catalog;
            readiness::evidence(&catalog.features, &catalog.models, criterion, park, true, language)
        }
        Criterion::PowerMw
        | Criterion::WaterTPerDay
        | Criterion::SewageTPerDay
        | Criterion::SteamTPerHour
        | Criterion::GasM3PerDay
        | Criterion::HazardousWaste
        | Criterion::PowerPrice
        | Criterion::WaterPrice
        | Criterion::GasPrice
        | Criterion::SteamPrice => utilities(plan, criterion, park, true, language),
    };
    list.truncate(ROWS_MAX);
    list
}

/// The named industry that fits best.
pub(crate) fn best_named<'p>(plan: &'p Plan<'_>, park: usize) -> Option<(&'p NamedItem, f64)> {
    let mut best: Option<(&NamedItem, f64)> = None;
    for item in plan.catalog.features.named.items.get(park) {
        let value = plan.industry.named_fit(item.phrase, item.origin);
        if value > 0.0 && best.is_none_or(|(_, b)| value > b) {
            best = Some((item, value));
        }
    }
    best
}

/// The text of a hit as the park's row writes it.
pub(crate) fn hit_row<'p>(
    plan: &'p Plan<'_>,
    hit: Hit,
    park: usize,
) -> Option<&'p park_features::Occurrence> {
    let occurrences = plan.catalog.features.words.occurrences.get(hit.unit as usize);
    let row = u32::try_from(park).ok()?;
    occurrences.binary_search_by_key(&row, |o| o.park).ok().map(|i| &occurrences[i])
}

/// The code under which firms speak most, with what they show.
pub(crate) fn best_code<'p>(
    plan: &'p Plan<'_>,
    park: usize,
) -> Option<(Code, &'p park_features::Posting)> {
    plan.strongest_code(park)
}

fn industry_fit(plan: &Plan<'_>, park: usize, language: Language) -> Vec<Evidence> {
    let mut list = Vec::new();
    let features = &plan.catalog.features;
    if let Some((item, _)) = best_named(plan, park) {
        let phrase = &features.named.phrases[item.phrase as usize];
        let table = match item.origin {
            park_features::NamedOrigin::Leading => "parks",
            park_features::NamedOrigin::Structure => "structure",
            park_features::NamedOrigin::Fact => "facts",
        };
        list.push(row(table, &item.provenance, phrase.text.to_string()));
    }
    if let Some(hit) = plan.industry.said_hit(park)
        && let Some(o) = hit_row(plan, hit, park)
    {
        let table = match features.words.units[hit.unit as usize].kind {
            park_features::UnitKind::Positioning => "positioning",
            park_features::UnitKind::Fact => "facts",
            park_features::UnitKind::Name
            | park_features::UnitKind::Around
            | park_features::UnitKind::Term
            | park_features::UnitKind::Phrase => "parks",
        };
        list.push(row(table, &o.provenance, o.text.to_string()));
    }
    if let Some(hit) = plan.industry.term_hit(park)
        && let Some(o) = hit_row(plan, hit, park)
    {
        let value = match language {
            Language::Zh => format!("{}：{} 家企业", o.text, number(o.firms)),
            Language::En => format!("{}: {} firms", o.text, number(o.firms)),
        };
        list.push(row("activities", &o.provenance, value));
    }
    list.extend(firms(plan, park, language));
    list.extend(around(plan, park, language));
    list
}

fn firms(plan: &Plan<'_>, park: usize, language: Language) -> Vec<Evidence> {
    let revealed = &plan.catalog.features.revealed;
    let (Some((code, posting)), Some(provenance)) =
        (best_code(plan, park), &revealed.provenance[park])
    else {
        return Vec::new();
    };
    let name = plan.catalog.tree.name(code);
    let quotient = posting.quotient.map(|q| quotient_says(q, language)).unwrap_or_default();
    let years = match (revealed.years[park], language) {
        (Some((a, b)), Language::Zh) => format!("，{a}–{b} 年"),
        (Some((a, b)), Language::En) => format!(", {a}–{b}"),
        (None, _) => String::new(),
    };
    let amount = match (revealed.counts_firms[park], language) {
        (true, Language::Zh) => format!("{} 家企业", number(posting.firms)),
        (true, Language::En) => format!("{} firms", number(posting.firms)),
        (false, _) => format!("{:.1} %", posting.share * 100.0),
    };
    let value = format!("{code} {name}{}{amount}{quotient}{years}", colon(language));
    vec![row("structure", provenance, value)]
}

fn quotient_says(quotient: f64, language: Language) -> String {
    match language {
        Language::Zh => format!("，区位商 {quotient:.2}"),
        Language::En => format!(", location quotient {quotient:.2}"),
    }
}

fn around(plan: &Plan<'_>, park: usize, language: Language) -> Vec<Evidence> {
    let around = &plan.catalog.features.surroundings;
    let best = plan
        .industry
        .codes
        .iter()
        .flat_map(|(code, tree)| around.of(park, *code).map(move |p| (tree * p.quotient, code, p)))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let Some((_, code, posting)) = best else { return Vec::new() };
    let region = &around.regions[posting.region as usize];
    let name = plan.catalog.tree.name(*code);
    vec![Evidence {
        table: "bases",
        source: None,
        as_of: None,
        estimated: true,
        value: match language {
            Language::Zh => format!("{region}，{code} {name}：{:.0} 家企业", posting.firms),
            Language::En => format!("{region}, {code} {name}: {:.0} firms", posting.firms),
        } + &quotient_says(posting.quotient, language),
    }]
}

fn industry_scale(plan: &Plan<'_>, park: usize, language: Language) -> Vec<Evidence> {
    let features = &plan.catalog.features;
    let mut list = Vec::new();
    if let Some(area) = features.parks.area_ha[park] {
        let area = number(area);
        let value = match (features.named.leading_count[park], language) {
            (Some(n), Language::Zh) => format!("核准面积 {area} 公顷，由 {n} 个主导产业分用"),
            (Some(n), Language::En) => {
                format!("{area} ha approved, shared among {n} named industries")
            }
            // No industry is named: how the area is used is not known.
            (None, Language::Zh) => format!("核准面积 {area} 公顷，未写明主导产业"),
            (None, Language::En) => format!("{area} ha approved, no industry named"),
        };
        list.push(own_row(plan, park, value));
    }
    list.extend(firms(plan, park, language));
    list
}

fn own_row(plan: &Plan<'_>, park: usize, value: String) -> Evidence {
    let parks = &plan.catalog.features.parks;
    Evidence {
        table: "parks",
        source: parks.source[park].clone(),
        as_of: parks.as_of[park],
        estimated: false,
        value,
    }
}

fn park_row(
    plan: &Plan<'_>,
    criterion: Criterion,
    park: usize,
    language: Language,
) -> Vec<Evidence> {
    let parks = &plan.catalog.features.parks;
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other stands in the park's own row")]
    let value = match criterion {
        Criterion::Level => {
            Some(language.pick(parks.level[park].zh(), parks.level[park].en()).to_owned())
        }
        Criterion::Kind => parks.kind[park].map(|k| language.pick(k.zh(), k.en()).to_owned()),
        Criterion::Region => parks.region[park].as_deref().map(str::to_owned),
        Criterion::ApprovedAreaHa => {
            parks.area_ha[park].map(|a| format!("{} {}", number(a), language.pick("公顷", "ha")))
        }
        Criterion::AgeYears => {
            parks.age_years[park].map(|a| format!("{a:.1} {}", language.pick("年", "years")))
        }
        Criterion::DistanceKm => {
            parks.place[park].as_ref().map(|p| position(p.is.as_deref(), language).to_owned())
        }
        Criterion::ChemicalPark => parks.chemical_park[park].map(|c| {
            let (zh, en) = if c { ("是", "yes") } else { ("否", "no") };
            language.pick(zh, en).to_owned()
        }),
        _ => None,
    };
    value.map(|v| own_row(plan, park, v)).into_iter().collect()
}

fn plots(
    plan: &Plan<'_>,
    criterion: Criterion,
    kind: PlotKind,
    park: usize,
    language: Language,
) -> Vec<Evidence> {
    let features = &plan.catalog.features;
    features
        .plots
        .get(park)
        .iter()
        .filter(|p| {
            p.kind == kind
                && is_fresh(&p.provenance, criterion, features.as_of, &plan.catalog.models)
        })
        .map(|p| row("plots", &p.provenance, plot_says(p, language)))
        .collect()
}

fn plot_says(plot: &park_features::PlotRow, language: Language) -> String {
    let mut parts = vec![plot.plot_id.to_string()];
    if let Some(a) = plot.area_mu {
        parts.push(format!("{} {}", number(a), language.pick("亩", "mu")));
    }
    if let Some(a) = plot.floor_area_m2 {
        parts.push(format!("{} {}", number(a), language.pick("平方米", "m²")));
    }
    if let Some((low, high)) = plot.price_10k_cny_per_mu {
        let unit = language.pick("万元/亩", "10k CNY/mu");
        parts.push(format!("{} {unit}", span_says(low, high)));
    }
    if let Some((low, high)) = plot.rent_cny_per_m2_month {
        let unit = language.pick("元/平方米·月", "CNY/m²/month");
        parts.push(format!("{} {unit}", span_says(low, high)));
    }
    if let Some(date) = plot.available_from {
        parts.push(match language {
            Language::Zh => format!("{date} 起可用"),
            Language::En => format!("from {date}"),
        });
    }
    parts.join(language.pick("；", "; "))
}

fn span_says(low: f64, high: f64) -> String {
    if low < high { format!("{}–{}", number(low), number(high)) } else { number(low) }
}

/// The clauses that count for the park, by what they are worth to the project: certain, then possible.
fn clauses(plan: &Plan<'_>, park: usize, language: Language) -> Vec<Evidence> {
    let all = &plan.catalog.incentives;
    let Some(table) = &plan.incentives else { return Vec::new() };
    let as_of = plan.catalog.features.as_of;
    let mut worth: Vec<(f64, f64, usize)> = incentives::clauses_of(plan.catalog, park)
        .into_iter()
        .filter(|at| all.state(*at, as_of) == State::Counts)
        .map(|at| {
            let values = || table.valued.get(at).into_iter().flatten().filter_map(|v| v.value);
            let end = |of: fn(&park_policy::value::Interval) -> f64| {
                values().map(|v| of(&v)).fold(0.0, f64::max)
            };
            (end(|v| v.low), end(|v| v.high), at)
        })
        .filter(|(_, high, _)| *high > 0.0)
        .collect();
    worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    worth
        .into_iter()
        .map(|(low, high, at)| {
            let clause = &all.clauses()[at];
            let instrument = all.money()[at].instrument;
            let instrument = language.pick(instrument.zh(), instrument.en());
            let (low, high) = ((low * 10.0).round() / 10.0, (high * 10.0).round() / 10.0);
            let value = span_says(low, high);
            let words = match language {
                Language::Zh => {
                    format!("条款 {}（{instrument}）：现值 {value} 万元", clause.clause_id)
                }
                Language::En => {
                    format!(
                        "clause {} ({instrument}): present value {value} (10k CNY)",
                        clause.clause_id
                    )
                }
            };
            row("policies", &clause.provenance, words)
        })
        .collect()
}

/// Rows of a utility: the fresh ones, or the old ones that no longer count.
pub(crate) fn utilities(
    plan: &Plan<'_>,
    criterion: Criterion,
    park: usize,
    fresh: bool,
    language: Language,
) -> Vec<Evidence> {
    let features = &plan.catalog.features;
    let utility = criterion
        .spare_of()
        .or_else(|| criterion.price_of())
        .unwrap_or(park_domain::words::UtilityKind::HazardousWaste);
    let wants_price = criterion.price_of().is_some();
    features
        .utilities
        .get(park)
        .iter()
        .filter(|u| u.utility == utility && (!wants_price || u.price.is_some()))
        .filter(|u| {
            is_fresh(&u.provenance, criterion, features.as_of, &plan.catalog.models) == fresh
        })
        .map(|u| {
            let said = language.pick(&u.said_zh, &u.said_en);
            row("utilities", &u.provenance, said.to_owned())
        })
        .collect()
}

/// Rows too old to count, with their dates.
pub(crate) fn too_old(
    plan: &Plan<'_>,
    criterion: Criterion,
    park: usize,
    language: Language,
) -> Vec<Evidence> {
    let features = &plan.catalog.features;
    #[expect(clippy::wildcard_enum_match_arm, reason = "only these have an age limit")]
    match criterion {
        Criterion::LandAreaMu
        | Criterion::LandPrice
        | Criterion::FactoryAreaM2
        | Criterion::FactoryRent => {
            let kind = match criterion {
                Criterion::LandAreaMu | Criterion::LandPrice => PlotKind::Land,
                _ => PlotKind::Factory,
            };
            features
                .plots
                .get(park)
                .iter()
                .filter(|p| {
                    p.kind == kind
                        && !is_fresh(&p.provenance, criterion, features.as_of, &plan.catalog.models)
                })
                .map(|p| row("plots", &p.provenance, plot_says(p, language)))
                .collect()
        }
        c if c.spare_of().is_some() || c.price_of().is_some() || c == Criterion::HazardousWaste => {
            utilities(plan, criterion, park, false, language)
        }
        Criterion::ApprovalDays => {
            let models = &plan.catalog.models;
            readiness::evidence(features, models, criterion, park, false, language)
        }
        _ => Vec::new(),
    }
}

/// A date as people write it; empty when there is none.
pub(crate) fn date(as_of: Option<PartialDate>) -> String {
    as_of.map(|d| d.to_string()).unwrap_or_default()
}
