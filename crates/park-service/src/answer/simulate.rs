//! What the clauses of a place give a project: `parkwise policy simulate`, `POST /v1/policies/simulate`.

mod clause;
mod print;
mod ranking;
mod types;

use std::collections::BTreeMap;

use park_domain::words::Instrument;
use park_matching::Profile;
use park_matching::incentives::{Figures, OfPlace, State, Worked, figure_names, project_of, share};
use park_policy::projects::StandardProject;
use park_policy::value::{Interval, Simulation, Valued};
use serde::Deserialize;
use utoipa::ToSchema;

use super::request::ProfileRequest;
use super::search::ParkRef;
use crate::app::Live;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

pub use print::print;
pub use types::{
    ClauseValue, ConditionCheck, GrantValue, KindValue, MoneyAnswer, MoneyRange, PlaceRank,
    PlaceRef, ProjectAnswer, SimulateAnswer, TermsAnswer, YearFlow,
};

/// What to work out: a profile, a standard project, or both; for a park, a region, or all places.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulateRequest {
    /// The profile; may be left out where `project` is given.
    #[serde(default)]
    pub profile: Option<ProfileRequest>,
    /// Any id of a park: its own clauses and those of the regions it lies in.
    #[serde(default)]
    pub park: Option<String>,
    /// A GB/T 2260 code of 2, 4 or 6 digits: the clauses of this region and of those around it.
    #[serde(default)]
    pub region: Option<String>,
    /// A standard project: it lends what the profile does not tell, drawn to the profile's investment.
    #[serde(default)]
    pub project: Option<String>,
    /// Numbers that a profile has no field for, 10k CNY (a year where it recurs): `tax_local`, `equipment` …
    #[serde(default)]
    pub figures: Option<BTreeMap<String, f64>>,
}

/// The place whose clauses are asked for.
enum Place {
    Park(ParkRef, Vec<OfPlace>),
    Region(String, Vec<OfPlace>),
}

/// Works out an answer.
///
/// # Errors
/// A profile that breaks its rules, a park, region, project or figure that does not exist.
pub fn answer(
    live: &Live,
    request: &SimulateRequest,
    lang: Lang,
) -> Result<SimulateAnswer, Rejection> {
    let incentives = &live.catalog().incentives;
    let models = incentives.models().ok_or_else(|| {
        Rejection::new(
            500,
            ErrorCode::Internal,
            lang.pick("没有政策规则表", "the policy tables are missing"),
        )
    })?;
    let standard = standard(request, &models.projects, lang)?;
    let profile = match &request.profile {
        Some(profile) => Some(super::matches::check(live, profile, lang)?),
        None if standard.is_some() => None,
        None => {
            return Err(Rejection::invalid(
                "/profile",
                "",
                lang.pick(
                    "要有 profile（画像）或 project（标准项目）",
                    "expected a profile or a standard project",
                ),
                Some(names_of(&models.projects)),
            ));
        }
    };
    let figures = figures(request, lang)?;
    let place = place(live, request, lang)?;
    let worked = project_of(incentives, profile.as_ref(), standard, &figures);
    let valued = incentives.value_all(&worked.project);
    let mut answer = SimulateAnswer {
        generation: live.id.clone(),
        as_of: live.as_of.to_string(),
        project: project_answer(profile.as_ref(), standard, &worked, lang),
        terms: TermsAnswer {
            discount_rate_pct: models.terms.discount_rate * 100.0,
            horizon_years: models.terms.horizon_years,
        },
        place: None,
        money: None,
        clauses: Vec::new(),
        places: Vec::new(),
        notes: notes(&worked, lang),
    };
    match place {
        Some(place) => one_place(live, &place, &worked, &valued, lang, &mut answer),
        None => answer.places = ranking::places(live, &worked, &valued),
    }
    Ok(answer)
}

fn names_of(projects: &[StandardProject]) -> String {
    projects.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn standard<'p>(
    request: &SimulateRequest,
    projects: &'p [StandardProject],
    lang: Lang,
) -> Result<Option<&'p StandardProject>, Rejection> {
    let Some(name) = request.project.as_deref() else { return Ok(None) };
    let found = projects.iter().find(|p| p.name == name || p.zh == name || p.en == name);
    found.map(Some).ok_or_else(|| {
        Rejection::invalid(
            "/project",
            clip(name),
            lang.pick("没有这个标准项目", "not a standard project"),
            Some(names_of(projects)),
        )
    })
}

fn figures(request: &SimulateRequest, lang: Lang) -> Result<Figures, Rejection> {
    let mut out = Figures::new();
    for (name, value) in request.figures.iter().flatten() {
        let pointer = format!("/figures/{}", clip(name));
        if !figure_names().any(|n| n == name) {
            let known = figure_names().collect::<Vec<_>>().join(", ");
            return Err(Rejection::invalid(
                pointer,
                clip(name),
                lang.pick("没有这个项目指标", "not a figure of a project"),
                Some(known),
            ));
        }
        if !(value.is_finite() && *value >= 0.0) {
            let rule = lang.pick("数值不小于 0", "a figure of 0 or more");
            return Err(Rejection::invalid(pointer, value.to_string(), rule, None));
        }
        out.insert(name.clone(), *value);
    }
    Ok(out)
}

fn clip(text: &str) -> String {
    text.chars().take(64).collect()
}

fn place(live: &Live, request: &SimulateRequest, lang: Lang) -> Result<Option<Place>, Rejection> {
    let incentives = &live.catalog().incentives;
    match (request.park.as_deref(), request.region.as_deref()) {
        (None, None) => Ok(None),
        (Some(_), Some(region)) => Err(Rejection::invalid(
            "/region",
            clip(region),
            lang.pick("park 与 region 只能给一个", "give a park or a region, not both"),
            None,
        )),
        (Some(id), None) => {
            let park = live.find(id).ok_or_else(|| Rejection::no_park(id, lang))?;
            let of = incentives.of_park(&park.id, park.region_code.as_deref());
            Ok(Some(Place::Park(
                ParkRef { id: park.id.to_string(), name: park.name.to_string() },
                of,
            )))
        }
        (None, Some(code)) => {
            let usable =
                matches!(code.len(), 2 | 4 | 6) && code.bytes().all(|b| b.is_ascii_digit());
            if !usable {
                return Err(Rejection::invalid(
                    "/region",
                    clip(code),
                    lang.pick(
                        "应为 2、4 或 6 位行政区划代码",
                        "expected a GB/T 2260 code of 2, 4 or 6 digits",
                    ),
                    Some("3205".to_owned()),
                ));
            }
            let of = incentives.of_region(code);
            Ok(Some(Place::Region(format!("{code:0<6}"), of)))
        }
    }
}

fn one_place(
    live: &Live,
    place: &Place,
    worked: &Worked,
    valued: &[Vec<Valued>],
    lang: Lang,
    answer: &mut SimulateAnswer,
) {
    let (of, place) = match place {
        Place::Park(park, of) => (of, PlaceRef { park: Some(park.clone()), region_code: None }),
        Place::Region(code, of) => (of, PlaceRef { park: None, region_code: Some(code.clone()) }),
    };
    answer.place = Some(place);
    answer.money = Some(money(live, of, worked, valued));
    answer.clauses = of.iter().map(|c| clause::told(live, *c, worked, valued, lang)).collect();
    if of.is_empty() {
        let note = lang.pick(
            "库中没有该地的政策条款：优惠未知，不是没有",
            "no clause of this place is on file: its incentives are unknown, not none",
        );
        answer.notes.push(note.to_owned());
    }
    if answer.money.as_ref().is_some_and(|m| m.lower_bound) {
        let note = lang.pick(
            "部分文件只读到节选：此处金额为下限，文件中可能还有其他条款",
            "some documents were read from an excerpt: the money is a lower bound, they may hold more clauses",
        );
        answer.notes.push(note.to_owned());
    }
    let flagged = answer.money.as_ref().map_or(0, |m| m.flagged_clauses);
    if flagged > 0 {
        answer.notes.push(lang.pick(
            format!("{flagged} 条按规则表提示需核查，其金额单列，未计入合计"),
            format!("{flagged} clauses need review by the table of rules; their money is shown apart and not in the total"),
        ));
    }
}

/// The money of a place's clauses.
fn money(live: &Live, of: &[OfPlace], worked: &Worked, valued: &[Vec<Valued>]) -> MoneyAnswer {
    let incentives = &live.catalog().incentives;
    let all: Vec<usize> = of.iter().map(|c| c.at).collect();
    let state = |at: usize| incentives.state(at, live.as_of);
    let counted = incentives.joined(&all, valued, |at| state(at) == State::Counts);
    let flagged = incentives.joined(&all, valued, |at| state(at) == State::Flagged);
    let investment = worked.project.bases.get("investment").map(|b| b.0);
    let pct = |value: Option<Interval>| {
        investment.filter(|i| i.low > 0.0).and_then(|i| Some(share(value?, i)))
    };
    let silent = |wanted: State| {
        let of = all.iter().filter(|at| state(**at) == wanted);
        of.filter(|at| valued[**at].iter().all(|v| v.value.is_none())).count()
    };
    let current = |at: &usize| matches!(state(*at), State::Counts | State::Flagged);
    MoneyAnswer {
        value_10k_cny: counted.value.map(types::range),
        value_pct_of_investment: pct(counted.value).map(types::range),
        by_year: years(&counted),
        by_instrument: kinds(live, &all, valued, investment),
        flagged_value_10k_cny: flagged.value.map(types::range),
        flagged_pct_of_investment: pct(flagged.value).map(types::range),
        flagged_clauses: all.iter().filter(|at| state(**at) == State::Flagged).count(),
        clauses_without_number: silent(State::Counts),
        lower_bound: all.iter().filter(|at| current(at)).any(|at| {
            incentives.clauses()[*at].coverage == Some(park_domain::words::Coverage::Excerpt)
        }),
    }
}

fn years(simulation: &Simulation) -> Vec<YearFlow> {
    if simulation.value.is_none() {
        return Vec::new();
    }
    let flows = simulation.flows.iter().enumerate();
    flows.map(|(at, flow)| YearFlow { year: at + 1, low: flow.low, high: flow.high }).collect()
}

/// The money by instrument, of clauses that count.
fn kinds(
    live: &Live,
    clauses: &[usize],
    valued: &[Vec<Valued>],
    investment: Option<Interval>,
) -> Vec<KindValue> {
    by_kind(live, clauses, valued)
        .into_iter()
        .map(|(instrument, value)| KindValue {
            instrument: instrument.code().to_owned(),
            value_10k_cny: value.map(types::range),
            value_pct_of_investment: investment
                .filter(|i| i.low > 0.0)
                .and_then(|i| Some(types::range(share(value?, i)))),
        })
        .collect()
}

/// For each instrument that has a clause that counts its value; none where no number is known.
fn by_kind(
    live: &Live,
    clauses: &[usize],
    valued: &[Vec<Valued>],
) -> Vec<(Instrument, Option<Interval>)> {
    let incentives = &live.catalog().incentives;
    let counts = |at: usize| incentives.state(at, live.as_of) == State::Counts;
    let of = |at: usize| incentives.money()[at].instrument;
    Instrument::ALL
        .iter()
        .filter(|i| clauses.iter().any(|at| of(*at) == **i && counts(*at)))
        .map(|i| (*i, incentives.joined(clauses, valued, |at| of(at) == *i && counts(at)).value))
        .collect()
}

fn project_answer(
    profile: Option<&Profile>,
    standard: Option<&StandardProject>,
    worked: &Worked,
    lang: Lang,
) -> ProjectAnswer {
    let name = profile.and_then(|p| p.draft.name.clone());
    let bases = worked.project.bases.iter().map(|(k, (v, _))| (k.clone(), types::range(*v)));
    ProjectAnswer {
        name: name.or_else(|| standard.map(|s| lang.pick(&s.zh, &s.en).clone())),
        standard: standard.map(|s| s.name.clone()),
        bases: bases.collect(),
        indicators: worked
            .project
            .indicators
            .iter()
            .map(|(k, v)| (k.clone(), types::range(*v)))
            .collect(),
        assumed: worked.assumed.clone(),
    }
}

fn notes(worked: &Worked, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    if !worked.assumed.is_empty() {
        let names: Vec<String> =
            worked.assumed.iter().map(|n| crate::answer::policy_words::base(n, lang)).collect();
        let names = names.join(lang.pick("、", ", "));
        notes.push(lang.pick(
            format!("画像未写明，按标准项目折算：{names}"),
            format!("not told by the profile, lent by the standard project: {names}"),
        ));
    }
    if !worked.project.bases.contains_key("investment") {
        let note = lang.pick(
            "画像未写投资额：不能折算占投资比例",
            "the profile names no investment: no share of it can be told",
        );
        notes.push(note.to_owned());
    }
    notes
}
