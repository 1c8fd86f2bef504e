//! Directions for a region at once: `parkwise plan`, `POST /v1/plan`.

use std::collections::BTreeMap;

use park_homogeneity::{
    Assignment, PlanBasis, PlanFault, PlanReport, PlanRules, REGION_PARKS_MAX, plan_region,
};
use park_industry::Code;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::directions::name;
use crate::app::Live;
use crate::lang::Lang;
use crate::models;
use crate::rejection::Rejection;

mod say;

pub use say::print;

/// Most rules of a kind.
const RULES_MAX: usize = 50;

/// A park and an industry.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParkIndustry {
    /// Id of the park.
    pub park: String,
    /// Division of GB/T 4754-2017, two digits.
    pub industry: String,
}

/// A park that is fixed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FixRequest {
    /// Id of the park.
    pub park: String,
    /// Division that it takes; null: it stays as it is.
    pub industry: Option<String>,
}

/// An industry that is forbidden.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForbidRequest {
    /// Id of the park; left out: no park of the region is sent there.
    pub park: Option<String>,
    /// Division of GB/T 4754-2017, two digits.
    pub industry: String,
}

/// What a planner sets; all is optional.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PlanRequest {
    /// The first 2, 4 or 6 digits of a GB/T 2260 code; needed here or on the command line.
    pub region: Option<String>,
    /// firms or named: on what structures are compared; what more parks of the region have when left out.
    pub basis: Option<String>,
    /// Least rank of nearness of a direction among a park's candidates, 0 to 1.
    pub density_floor: Option<f64>,
    /// Most parks that are sent to one industry.
    pub max_per_industry: Option<u32>,
    /// The same for single divisions.
    #[schema(value_type = Object)]
    pub max_of: BTreeMap<String, u32>,
    /// Parks whose direction is fixed.
    pub fix: Vec<FixRequest>,
    /// Industries of a park from which nothing is taken, and to which no other park is sent.
    pub protect: Vec<ParkIndustry>,
    /// Industries to which nobody, or not this park, is sent.
    pub forbid: Vec<ForbidRequest>,
    /// Pairs that cooperate (飞地): their likeness does not count.
    pub cooperate: Vec<[String; 2]>,
}

/// An industry and how many parks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CrowdAnswer {
    /// Division.
    pub industry: String,
    /// Its name.
    pub name: String,
    /// Parks sent to it.
    pub parks: usize,
}

/// What one park does.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AssignmentAnswer {
    /// Its id.
    pub park: String,
    /// Its name.
    pub name: String,
    /// Division that it turns to; null: it stays as it is.
    pub takes: Option<String>,
    /// Name of that.
    pub takes_name: Option<String>,
    /// Rank of nearness of that, 0 to 1.
    pub near: Option<f64>,
    /// Score of that direction for the park alone.
    pub score: Option<f64>,
    /// What it would have been told alone.
    pub alone: Option<String>,
    /// Whether a rule fixed it.
    pub fixed: bool,
    /// Mean similarity to the other parks of the plan as they are.
    pub mean_similarity_before: f64,
    /// The same when all have followed the plan.
    pub mean_similarity_after: f64,
    /// Directions that it could choose from.
    pub choices: usize,
}

/// What a fixed choice costs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FixAnswer {
    /// The park.
    pub park: String,
    /// What it is fixed to; null: to stay.
    pub industry: Option<String>,
    /// By how much the total similarity is larger than without this rule.
    pub cost: f64,
    /// Whether both plans are proven the best, so that the cost is exact.
    pub exact: bool,
}

/// A park of the region that is not planned.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeftOut {
    /// Its id.
    pub park: String,
    /// Its name.
    pub name: String,
}

/// The plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanAnswer {
    /// The open generation.
    pub generation: String,
    /// The region.
    pub region: String,
    /// firms or named.
    pub basis: &'static str,
    /// How and from what the frozen tables were made.
    pub tables: String,
    /// What the plan is, and what it is not.
    pub note: String,
    /// Least rank of nearness.
    pub density_floor: f64,
    /// Pairs of parks that count.
    pub pairs: usize,
    /// Sum of the UNIDO similarities of these pairs as they are.
    pub total_now: f64,
    /// The same when every park follows its own best direction.
    pub total_separate: f64,
    /// The same when the plan is followed.
    pub total_planned: f64,
    /// Proven: no plan under these rules has a smaller total.
    pub total_bound: f64,
    /// The plan is at most this share above the best possible; 0 where every choice was looked at.
    pub gap_share: f64,
    /// Whether every choice was looked at.
    pub exact: bool,
    /// By how much separate advice is worse than the plan, summed over the pairs.
    pub separate_excess: f64,
    /// Where separate advice would have sent most parks.
    pub separate_crowd: Option<CrowdAnswer>,
    /// Where the plan sends most parks.
    pub planned_crowd: Option<CrowdAnswer>,
    /// The parks, by id.
    pub parks: Vec<AssignmentAnswer>,
    /// What each fixed choice costs, in the order of `fix`.
    pub fixes: Vec<FixAnswer>,
    /// Active parks of the region without data on the basis.
    pub left_out: Vec<LeftOut>,
}

/// Plans a region.
///
/// # Errors
/// 400 with the pointer of the rule that does not fit, 422 for a code that the standard does not have.
pub fn answer(live: &Live, request: &PlanRequest, lang: Lang) -> Result<PlanAnswer, Rejection> {
    let region = region(request, lang)?;
    let rules = rules(live, request, lang)?;
    let report =
        plan_region(live.ground(), models::directions(), models::reader(), &region, &rules)
            .map_err(|fault| refuse(&fault, &region, lang))?;
    Ok(form(live, region, &rules, report, lang))
}

/// Digits of the region: 320000 asks for the province.
fn region(request: &PlanRequest, lang: Lang) -> Result<String, Rejection> {
    let found = request.region.as_deref().unwrap_or_default();
    if !(matches!(found.len(), 2 | 4 | 6) && found.bytes().all(|b| b.is_ascii_digit())) {
        let rule = lang.pick(
            "应为行政区划代码的前 2、4 或 6 位数字",
            "expected the first 2, 4 or 6 digits of a region code",
        );
        let hint = lang.pick("例如 3205 是苏州市", "for example 3205 is Suzhou");
        return Err(Rejection::invalid("/region", found, rule, Some(hint.to_owned())));
    }
    let mut digits = found.to_owned();
    while digits.len() > 2 && digits.ends_with("00") {
        digits.truncate(digits.len() - 2);
    }
    Ok(digits)
}

/// The division of a text.
pub(super) fn division(text: &str, pointer: &str, lang: Lang) -> Result<Code, Rejection> {
    let known = |c: &Code| c.digits() == 2 && models::reader().classification().contains(*c);
    Code::parse(text).filter(known).ok_or_else(|| {
        let rule = lang.pick(
            "应为 GB/T 4754-2017 的两位大类代码",
            "expected a division of GB/T 4754-2017, two digits",
        );
        let hint = lang
            .pick("parkwise industry 可由文字查代码", "parkwise industry finds the code of a text");
        let mut refusal = Rejection::invalid(
            pointer,
            text.chars().take(32).collect::<String>(),
            rule,
            Some(hint.to_owned()),
        );
        refusal.status = 422;
        refusal.code = crate::rejection::ErrorCode::UnknownCode;
        refusal
    })
}

fn rules(live: &Live, request: &PlanRequest, lang: Lang) -> Result<PlanRules, Rejection> {
    for (name, n) in [
        ("/fix", request.fix.len()),
        ("/protect", request.protect.len()),
        ("/forbid", request.forbid.len()),
        ("/cooperate", request.cooperate.len()),
        ("/max_of", request.max_of.len()),
    ] {
        if n > RULES_MAX {
            let rule =
                lang.pick(format!("最多 {RULES_MAX} 条"), format!("at most {RULES_MAX} rules"));
            return Err(Rejection::invalid(name, n.to_string(), rule, None));
        }
    }
    if let Some(floor) = request.density_floor.filter(|f| !(0.0..=1.0).contains(f)) {
        let rule = lang.pick("应为 0 到 1", "expected 0 to 1");
        return Err(Rejection::invalid("/density_floor", floor.to_string(), rule, None));
    }
    let basis = match request.basis.as_deref() {
        None => None,
        Some("firms") => Some(PlanBasis::Firms),
        Some("named") => Some(PlanBasis::Named),
        Some(other) => {
            let rule = lang.pick("可用：firms, named", "expected one of firms, named");
            return Err(Rejection::invalid("/basis", other, rule, None));
        }
    };
    // Any id of a park is good; one that nobody has is refused.
    let park = |id: &str| -> Result<String, Rejection> {
        live.find(id).map(|p| p.id.to_string()).ok_or_else(|| Rejection::no_park(id, lang))
    };
    let count = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    Ok(PlanRules {
        density_floor: request.density_floor,
        most: request.max_per_industry.map(count),
        most_of: request
            .max_of
            .iter()
            .map(|(code, n)| Ok((division(code, &format!("/max_of/{code}"), lang)?, count(*n))))
            .collect::<Result<_, Rejection>>()?,
        fix: each(&request.fix, |n, f| {
            let code = f.industry.as_deref();
            let code =
                code.map(|c| division(c, &format!("/fix/{n}/industry"), lang)).transpose()?;
            Ok((park(&f.park)?, code))
        })?,
        protect: each(&request.protect, |n, p| {
            Ok((park(&p.park)?, division(&p.industry, &format!("/protect/{n}/industry"), lang)?))
        })?,
        forbid: each(&request.forbid, |n, f| {
            let who = f.park.as_deref().map(park).transpose()?;
            Ok((who, division(&f.industry, &format!("/forbid/{n}/industry"), lang)?))
        })?,
        cooperate: each(&request.cooperate, |_, [a, b]| Ok((park(a)?, park(b)?)))?,
        basis,
    })
}

fn each<A, B>(
    list: &[A],
    read: impl Fn(usize, &A) -> Result<B, Rejection>,
) -> Result<Vec<B>, Rejection> {
    list.iter().enumerate().map(|(n, item)| read(n, item)).collect()
}

fn refuse(fault: &PlanFault, region: &str, lang: Lang) -> Rejection {
    let (pointer, zh, en) = match fault {
        PlanFault::TooFew(n) => (
            "/region",
            format!("该区域只有 {n} 个园区有可比的产业数据，至少要两个"),
            format!("only {n} parks of the region have industries to compare; two are needed"),
        ),
        PlanFault::TooMany(n) => (
            "/region",
            format!("该区域有 {n} 个园区，一次最多统筹 {REGION_PARKS_MAX} 个；请写更长的代码"),
            format!("the region has {n} parks, at most {REGION_PARKS_MAX} are planned at once; give a longer code"),
        ),
        PlanFault::NotInPlan(at) => (
            at.as_str(),
            "该园区不在统筹之列（不属于该区域、没有可比的数据），或已写过一次".to_owned(),
            "the park is not in the plan (outside the region, or no data to compare), or was given before".to_owned(),
        ),
        PlanFault::NotOpen(at) => (
            at.as_str(),
            "该行业不能作为方向：园区已以此见长，或它不在冻结的行业表中".to_owned(),
            "this industry is no direction: the park is strong in it already, or it is not in the frozen tables".to_owned(),
        ),
        PlanFault::OverMaximum(at) => (
            at.as_str(),
            "固定到该行业的园区超过其上限".to_owned(),
            "more parks are fixed to this industry than its maximum allows".to_owned(),
        ),
    };
    let found = if pointer == "/region" { region } else { "" };
    Rejection::invalid(pointer, found, lang.pick(zh, en), None)
}

fn form(
    live: &Live,
    region: String,
    rules: &PlanRules,
    report: PlanReport,
    lang: Lang,
) -> PlanAnswer {
    let gap = report.planned - report.bound;
    let crowd = |most: Option<(Code, usize)>| {
        most.map(|(code, parks)| CrowdAnswer {
            industry: code.as_str().to_owned(),
            name: name(code),
            parks,
        })
    };
    PlanAnswer {
        generation: live.id.clone(),
        region,
        basis: report.basis.code(),
        tables: models::directions().made.clone(),
        note: note(lang),
        density_floor: report.density_floor,
        pairs: report.pairs,
        total_now: report.now,
        total_separate: report.alone,
        total_planned: report.planned,
        total_bound: report.bound,
        gap_share: if report.bound > 0.0 { gap / report.bound } else { 0.0 },
        exact: report.exact,
        separate_excess: report.alone - report.planned,
        separate_crowd: crowd(report.alone_most),
        planned_crowd: crowd(report.planned_most),
        fixes: report
            .fixes
            .iter()
            .map(|f| FixAnswer {
                park: rules.fix[f.fix].0.clone(),
                industry: rules.fix[f.fix].1.map(|c| c.as_str().to_owned()),
                cost: f.cost,
                exact: f.exact,
            })
            .collect(),
        left_out: report.left_out.into_iter().map(|(park, name)| LeftOut { park, name }).collect(),
        parks: report.parks.into_iter().map(assignment).collect(),
    }
}

fn assignment(a: Assignment) -> AssignmentAnswer {
    AssignmentAnswer {
        takes: a.takes.map(|c| c.as_str().to_owned()),
        takes_name: a.takes.map(name),
        alone: a.alone.map(|c| c.as_str().to_owned()),
        park: a.park,
        name: a.name,
        near: a.near,
        score: a.score,
        fixed: a.fixed,
        mean_similarity_before: a.before,
        mean_similarity_after: a.after,
        choices: a.choices,
    }
}

fn note(lang: Lang) -> String {
    let moved = models::directions().moved_share * 100.0;
    lang.pick(
        format!("每个园区至多改变一处：按企业计，结构的 {moved:.0}% 转向新行业；按名称计，多写一个产业。须核实化工园区资格或用能指标的方向不列入统筹。这是使园区彼此拉开的建议，不是预测。"),
        format!("at most one change a park: by firms {moved:.0}% of its structure moves, by names one more is named. Directions whose feasibility must be verified first are not planned. Advice that sets parks apart, not a forecast."),
    )
}
