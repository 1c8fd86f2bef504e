//! Projects and promises looked back on: `parkwise lookback`, `GET /v1/lookback`.

mod print;
mod types;

use std::collections::BTreeSet;

use park_domain::words::{PromiseKind, Role};
use park_domain::{Fact, ParkId, Promise};
use park_readiness::announce::{Announced, announce};
use park_readiness::keeping::{Keeping, keeping};
use park_readiness::rates::{Definition, Rate, Rates, Share, rates};
use park_readiness::review::{Reviewed, review};
use park_readiness::{Event, Reached, Settings, Track};

use super::search::ParkRef;
use crate::app::Live;
use crate::lang::Lang;
use crate::models;
use crate::rejection::Rejection;

pub use print::print;
pub use types::*;

/// Projects that are listed when nothing is asked, and at most.
pub const LISTED_USUAL: usize = 50;
/// Most projects that are listed.
pub const LISTED_MAX: usize = 500;

/// Clauses that are shown.
const ADVERTISED_MAX: usize = 50;

/// Published rates that are shown.
const PUBLISHED_MAX: usize = 20;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct LookbackRequest {
    /// One park, by any of its ids.
    pub park: Option<String>,
    /// The parks of a region.
    pub region: Option<String>,
    /// Other definitions: `construction=construction/registered,landing=land/registered`.
    pub rates: Option<String>,
    /// Projects that are listed.
    pub limit: usize,
}

/// Looks back on the projects and promises of a park, a region or all.
///
/// # Errors
/// 404 for an unknown park, 400 for a definition that does not exist.
pub fn answer(
    live: &Live,
    asked: &LookbackRequest,
    lang: Lang,
) -> Result<LookbackAnswer, Rejection> {
    let definitions = definitions(asked.rates.as_deref(), lang)?;
    let scope = Scope::of(live, asked, lang)?;
    let settings = models::readiness();
    let data = live.dataset();
    let tracks: Vec<Track<'_>> = data
        .projects
        .iter()
        .filter(|p| scope.park_of(live, &p.park_id).is_some())
        .map(|p| Track::new(p, live.as_of))
        .collect();
    let promises: Vec<&Promise> =
        data.promises.iter().filter(|p| scope.park_of(live, &p.park_id).is_some()).collect();
    let with = |ids: &mut dyn Iterator<Item = &ParkId>| {
        ids.filter_map(|id| scope.park_of(live, id)).collect::<BTreeSet<_>>().len()
    };
    let rows = review(&tracks, settings);
    let kept_all = keeping(&promises, live.as_of, settings);
    Ok(LookbackAnswer {
        scope: ScopeAnswer {
            park: scope.park.clone(),
            region: asked.region.clone(),
            parks: scope.parks,
            parks_with_projects: with(&mut tracks.iter().map(|t| &t.project.park_id)),
            parks_with_promises: with(&mut promises.iter().map(|p| &p.park_id)),
        },
        as_of: live.as_of.to_string(),
        projects: tracks.len(),
        promises_total: promises.len(),
        definitions: definitions.iter().map(|d| definition(*d, lang)).collect(),
        rates: rates(&tracks, &definitions, settings).iter().map(|r| cohort(r, lang)).collect(),
        lookback: rows.iter().take(asked.limit).map(|r| reviewed(r, live, lang)).collect(),
        lookback_total: rows.len(),
        announced: announce(&tracks).iter().map(announced).collect(),
        promises: kept_all.iter().map(|k| kept(k, lang)).collect(),
        advertised: advertised(live, &scope, &kept_all),
        published: published(live, &scope),
        notes: notes(settings, lang),
        generation: live.id.clone(),
    })
}

/// Which parks are asked.
struct Scope {
    park: Option<ParkRef>,
    region: Option<String>,
    parks: usize,
}

impl Scope {
    fn of(live: &Live, asked: &LookbackRequest, lang: Lang) -> Result<Self, Rejection> {
        let park = match asked.park.as_deref() {
            Some(id) => Some(live.find(id).ok_or_else(|| Rejection::no_park(id, lang))?),
            None => None,
        };
        let region = asked.region.clone();
        let lies = |code: Option<&str>| {
            region.as_deref().is_none_or(|r| code.is_some_and(|c| c.starts_with(r)))
        };
        let parks = live.dataset().parks.iter();
        let parks = match park {
            Some(_) => 1,
            None => parks.filter(|p| lies(p.region_code.as_deref())).count(),
        };
        let park = park.map(|p| ParkRef { id: p.id.as_str().to_owned(), name: p.name.to_string() });
        Ok(Self { park, region, parks })
    }

    /// The park that a row's id means, when it is asked.
    fn park_of(&self, live: &Live, id: &ParkId) -> Option<String> {
        let park = live.find(id.as_str())?;
        let named = self.park.as_ref().is_none_or(|p| p.id == park.id.as_str());
        let lies = self
            .region
            .as_deref()
            .is_none_or(|r| park.region_code.as_deref().is_some_and(|c| c.starts_with(r)));
        (named && lies).then(|| park.id.as_str().to_owned())
    }
}

/// The usual definitions with those that are asked otherwise.
fn definitions(asked: Option<&str>, lang: Lang) -> Result<Vec<Definition>, Rejection> {
    let mut definitions = Definition::USUAL.to_vec();
    let Some(asked) = asked else { return Ok(definitions) };
    for one in asked.split([',', '，']).filter(|o| !o.trim().is_empty()) {
        let read = one.trim().split_once('=').and_then(|(code, events)| {
            let (numerator, denominator) = events.split_once('/')?;
            let at = definitions.iter().position(|d| d.code == code.trim())?;
            let numerator = Event::parse(numerator.trim())?;
            let denominator = Event::parse(denominator.trim())?;
            (numerator > denominator).then_some((at, numerator, denominator))
        });
        let Some((at, numerator, denominator)) = read else {
            return Err(refused(one, lang));
        };
        definitions[at] = Definition { code: definitions[at].code, numerator, denominator };
    }
    Ok(definitions)
}

fn refused(found: &str, lang: Lang) -> Rejection {
    let rates = Definition::USUAL.map(|d| d.code).join(", ");
    let events = Event::ALL.iter().map(|e| e.code()).collect::<Vec<_>>().join(", ");
    let found: String = found.chars().take(80).collect();
    Rejection::invalid(
        "rates",
        found,
        lang.pick(
            "应为“比率=分子事件/分母事件”，分子须晚于分母",
            "expected RATE=NUMERATOR/DENOMINATOR, the numerator later than the denominator",
        ),
        Some(lang.pick(
            format!(
                "比率可为 {rates}；事件可为 {events}；例如 construction=construction/registered"
            ),
            format!(
                "rates: {rates}; events: {events}; for example construction=construction/registered"
            ),
        )),
    )
}

fn definition(d: Definition, lang: Lang) -> DefinitionAnswer {
    DefinitionAnswer {
        rate: d.code,
        name: lang.pick(Definition::zh(d.code), Definition::en(d.code)),
        numerator: d.numerator.code(),
        denominator: d.denominator.code(),
        words: lang.pick(
            format!(
                "已{}的项目 ÷ 已{}的项目，时间自{}起算",
                d.numerator.zh(),
                d.denominator.zh(),
                d.denominator.zh()
            ),
            format!(
                "projects that reached “{}” by projects that reached “{}”, months counted from there",
                d.numerator.code(),
                d.denominator.code()
            ),
        ),
    }
}

fn cohort(rates: &Rates, lang: Lang) -> CohortAnswer {
    let paid = &rates.paid_in;
    CohortAnswer {
        cohort: rates.cohort,
        projects: rates.projects,
        rates: rates.rates.iter().map(|r| rate(r, lang)).collect(),
        paid_in: PaidInAnswer {
            rate: "paid_in",
            name: lang.pick(Definition::zh("paid_in"), Definition::en("paid_in")),
            by_money: share(paid.by_money),
            by_number: share(paid.by_number),
            interval: paid.interval.map(|(low, high)| [low, high]),
            unknown: paid.unknown,
            small: paid.small,
        },
    }
}

fn share(s: Share) -> ShareOf {
    ShareOf { part: s.part, whole: s.whole, share: s.share }
}

fn rate(rate: &Rate, lang: Lang) -> RateAnswer {
    let d = rate.definition;
    RateAnswer {
        rate: d.code,
        name: lang.pick(Definition::zh(d.code), Definition::en(d.code)),
        numerator: d.numerator.code(),
        denominator: d.denominator.code(),
        by_number: share(rate.by_number),
        interval: rate.interval.map(|(low, high)| [low, high]),
        by_money_10k_cny: share(rate.by_money),
        money_unknown: rate.money_unknown,
        curve: rate.curve.iter().map(|(m, n, w)| point(*m, *n, *w, lang)).collect(),
        undated: rate.undated,
        given_up: rate.given_up,
        small: rate.small,
    }
}

fn point(months: i32, number: Option<Reached>, money: Option<Reached>, lang: Lang) -> CurvePoint {
    let untold = lang.pick("没有项目被跟踪这么久", "no project was followed so long");
    CurvePoint {
        months,
        by_number: number.map(|r| r.share),
        interval: number.and_then(|r| r.interval).map(|(low, high)| [low, high]),
        by_money: money.map(|r| r.share),
        followed: number.map(|r| r.followed),
        censored: number.map(|r| r.censored),
        undefined: number.is_none().then_some(untold),
    }
}

fn reviewed(row: &Reviewed, live: &Live, lang: Lang) -> ReviewedAnswer {
    let name = live.find(row.park_id.as_str()).map_or("", |p| &*p.name);
    let pair = |p: park_readiness::review::Pair| CommittedAnswer {
        committed: p.committed,
        actual: p.actual,
        kept: p.kept(),
    };
    ReviewedAnswer {
        project_id: row.project_id.to_string(),
        park: ParkRef { id: row.park_id.as_str().to_owned(), name: name.to_owned() },
        signed_on: row.signed_on.map(|d| d.to_string()),
        stage: row.stage.map(Event::code),
        stage_words: row.stage.map(|e| lang.pick(e.zh(), e.code())),
        given_up: row.given_up,
        investment_10k_cny_per_mu: pair(row.investment),
        output_10k_cny_per_mu: pair(row.output),
        tax_10k_cny_per_mu: pair(row.tax),
        overdue: row.overdue.map(|o| OverdueAnswer {
            event: o.event.code(),
            words: lang.pick(o.event.zh(), o.event.code()),
            months: o.months,
        }),
        cannot_tell: row.cannot_tell,
        consequence: row.consequence.map(|c| c.code()),
        consequence_words: row.consequence.map(|c| lang.pick(c.zh(), c.en())),
        reason: row.reason.as_deref().map(str::to_owned),
        followed_to: row.until.to_string(),
    }
}

fn announced(a: &Announced) -> AnnouncedAnswer {
    AnnouncedAnswer {
        cohort: a.cohort,
        ceremonies: a.ceremonies,
        projects: a.projects,
        projects_over_1_yi_cny: a.large[0],
        projects_over_10_yi_cny: a.large[1],
        projects_over_100_yi_cny: a.large[2],
        planned_10k_cny: a.planned_10k_cny,
        planned_unknown: a.planned_unknown,
        without_ceremony: a.without_ceremony,
    }
}

fn kept(k: &Keeping, lang: Lang) -> KeepingAnswer {
    let untold = lang.pick("没有承诺被跟踪这么久", "no promise was followed so long");
    KeepingAnswer {
        kind: k.kind.map(|kind| kind.code()),
        words: k.kind.map_or(lang.pick("全部", "all"), |kind| lang.pick(kind.zh(), kind.en())),
        promises: k.promises,
        decided: k.decided(),
        kept: k.kept,
        late: k.late,
        renegotiated: k.renegotiated,
        voided: k.voided,
        open_overdue: k.open_overdue,
        open_not_due: k.open_not_due,
        rate: k.rate,
        interval: k.interval.map(|(low, high)| [low, high]),
        curve: k
            .curve
            .iter()
            .map(|(months, r)| CurvePoint {
                months: *months,
                by_number: r.map(|r| r.share),
                interval: r.and_then(|r| r.interval).map(|(low, high)| [low, high]),
                by_money: None,
                followed: r.map(|r| r.followed),
                censored: r.map(|r| r.censored),
                undefined: r.is_none().then_some(untold),
            })
            .collect(),
        undated: k.undated,
        reasons: k
            .reasons
            .iter()
            .map(|(reason, n)| WhyNotAnswer {
                reason: reason.map(|r| r.code()),
                words: reason.map_or(lang.pick("未写明原因", "no reason given"), |r| {
                    lang.pick(r.zh(), r.en())
                }),
                promises: *n,
            })
            .collect(),
        small: k.small,
    }
}

/// The park's own clauses in force, times the interval at which its promises of incentives were kept. A
/// few promises give a wide interval; none give nothing.
fn advertised(live: &Live, scope: &Scope, kept: &[Keeping]) -> Vec<AdvertisedAnswer> {
    let incentives = kept.iter().find(|k| k.kind == Some(PromiseKind::Incentive));
    let Some((low, high)) = incentives.and_then(|k| k.interval).filter(|_| scope.park.is_some())
    else {
        return Vec::new();
    };
    let times = |value: Option<f64>| value.map(|v| [v * low, v * high]);
    let clauses = live.dataset().policies.iter().filter(|c| {
        let own = c.park_id.as_ref().is_some_and(|id| scope.park_of(live, id).is_some());
        let past = c.valid_to.is_some_and(|d| d.end() < live.as_of);
        let sums = c.rate_pct.is_some() || c.amount_10k_cny.is_some();
        own && sums && !past && c.role == Role::Benefit
    });
    clauses
        .take(ADVERTISED_MAX)
        .map(|c| AdvertisedAnswer {
            clause_id: c.clause_id.to_string(),
            text: c.text.as_deref().map(str::to_owned),
            rate_pct: c.rate_pct,
            rate_pct_kept: times(c.rate_pct),
            amount_10k_cny: c.amount_10k_cny,
            amount_10k_cny_kept: times(c.amount_10k_cny),
        })
        .collect()
}

/// Rates that parks or places published themselves; each with its own definition, so never compared.
fn published(live: &Live, scope: &Scope) -> Vec<PublishedAnswer> {
    let asked = |fact: &Fact| match (&fact.park_id, fact.region_code.as_deref()) {
        (Some(id), _) => scope.park_of(live, id).is_some(),
        (None, Some(code)) => {
            scope.park.is_none() && scope.region.as_deref().is_none_or(|r| code.starts_with(r))
        }
        (None, None) => false,
    };
    let facts = live.dataset().facts.iter().filter(|f| &*f.topic == "project_rates");
    facts
        .filter(|f| asked(f))
        .take(PUBLISHED_MAX)
        .map(|f| PublishedAnswer {
            park_id: f.park_id.as_ref().map(|p| p.as_str().to_owned()),
            region_code: f.region_code.as_deref().map(str::to_owned),
            value: f.value.to_string(),
            year: f.year,
            source: f.provenance.source.as_deref().map(str::to_owned),
        })
        .collect()
}

fn notes(settings: &Settings, lang: Lang) -> Vec<String> {
    let months = |event| settings.due(event).unwrap_or_default();
    let (registered, land, building, producing) = (
        months(Event::Registered),
        months(Event::Land),
        months(Event::Construction),
        months(Event::Production),
    );
    let small = settings.small;
    vec![
        lang.pick(
            "各月比率按签约批次作右删失估计（Kaplan–Meier），新签项目不拉低比率；区间为 95% Wilson 区间".to_owned(),
            "shares by month are product-limit estimates by signing cohort with right censoring, so recent signings pull nothing down; intervals are Wilson's of 95%".to_owned(),
        ),
        lang.pick(
            "中途终止的项目留在分母中，且永不达成".to_owned(),
            "a project that was given up stays in the denominator and never arrives".to_owned(),
        ),
        lang.pick(
            "各地公布的比率分子、分母各不相同，不可跨地比较；本表的分子、分母见 definitions，可用 rates 改换".to_owned(),
            "rates that places publish differ in numerator and denominator and cannot be compared across places; those used here stand under definitions, and `rates` changes them".to_owned(),
        ),
        lang.pick(
            format!("逾期按本系统的期限计算（签约后 {registered}、{land}、{building}、{producing} 个月应注册、供地、开工、投产），不是合同期限"),
            format!("overdue counts from house limits ({registered}, {land}, {building}, {producing} months after signing for registration, land, construction, production), not from contracts"),
        ),
        lang.pick(
            format!("样本少于 {small} 个的标为“样本少”，请看区间"),
            format!("fewer than {small} cases are marked as few: read the interval"),
        ),
    ]
}
