//! Who resembles whom: `parkwise homogeneity`, `GET /v1/homogeneity` and its parts.

use std::collections::BTreeMap;

use park_domain::words::{Level, ParkKind};
use park_homogeneity::{
    AxisReport, Pair, PairLimit, PairSet, ParamError, Params, PeerSet, Report, Share, ValidParams,
    Verdict,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::judgement::{JudgementAnswer, beside};
use super::search::ParkRef;
use crate::app::{App, Live};
use crate::lang::Lang;
use crate::rejection::{ErrorCode, InputError, Rejection};

/// Pairs listed for each axis when nothing else is asked.
pub const PAIRS_USUAL: usize = 100;

/// Most pairs listed for each axis, unless all are asked for.
pub const PAIRS_MAX: usize = 100_000;

/// Which parks are compared, and how much is listed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HomogeneityRequest {
    /// Prefix of a region code.
    pub region: Option<String>,
    /// Code of a level.
    pub level: Option<String>,
    /// Code of a kind.
    pub kind: Option<String>,
    /// Only pairs this near to each other, km.
    pub within_km: Option<f64>,
    /// Data up to the end of this year.
    pub year: Option<u16>,
    /// Number of pairs, or `all`.
    pub pairs: Option<String>,
}

/// One item of evidence.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShareAnswer {
    /// The item.
    pub what: String,
    /// Its code, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// How much of the park's profile on this axis it makes, 0 to 1.
    pub share: f64,
    /// Share of the parks with data that have it.
    pub popularity: f64,
}

/// Two parks on one axis.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PairAnswer {
    /// Id of the one.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// Name of the one.
    pub a_name: String,
    /// Name of the other.
    pub b_name: String,
    /// Similarity, 0 to 1.
    pub similarity: f64,
    /// After the common part is taken out, -1 to 1.
    pub residual: Option<f64>,
    /// Share of the pairs of the peer set that are less similar, 0 to 1.
    pub percentile: Option<f64>,
    /// Standard deviations above chance.
    pub z: Option<f64>,
    /// How often chance gives as much.
    pub p: Option<f64>,
    /// The same after many tests (Benjamini–Hochberg).
    pub q: Option<f64>,
    /// twin, alike-by-popularity, not-more-than-chance, cannot-tell or same-house.
    pub verdict: String,
    /// rival or complement.
    pub relation: Option<String>,
    /// What both have.
    pub shared: Vec<ShareAnswer>,
    /// What only the one has.
    pub only_a: Vec<ShareAnswer>,
    /// What only the other has.
    pub only_b: Vec<ShareAnswer>,
    /// Distance of the two positions.
    pub distance_km: Option<f64>,
}

/// All pairs of a set against what popularity gives them: draws in which every park keeps its number of items and every
/// item its number of parks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SetAnswer {
    /// What the pairs have in common: province, city, kind, approved (within five years) or distance.
    pub set: String,
    /// Which set.
    pub name: String,
    /// Parks with data in it.
    pub parks: usize,
    /// Pairs, those of one house left out.
    pub pairs: u64,
    /// Items shared, summed over the pairs.
    pub overlap: f64,
    /// The mean of the draws.
    pub expected: f64,
    /// Share of the overlap that popularity does not explain; below 0 where they share less.
    pub unexplained: Option<f64>,
    /// Standard deviations from the draws.
    pub z: f64,
    /// Two-sided.
    pub p: f64,
    /// The same after all sets (Benjamini–Hochberg).
    pub q: f64,
    /// Draws behind it.
    pub draws: usize,
}

/// The pull of the common list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChaseAnswer {
    /// Items that a pair shares, mean over all pairs.
    pub mean_overlap: f64,
    /// The same if every park had picked evenly among the items named.
    pub even_overlap: f64,
    /// The one over the other.
    pub times: Option<f64>,
}

/// How far the parks differ only in how much they give, worked out for one project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IntensityAnswer {
    /// Parks with a clause that could be worked out.
    pub parks: usize,
    /// Clauses worked out.
    pub clauses: usize,
    /// Clauses that could not be.
    pub unread: usize,
    /// Share of all distances that is only more or less, 0 to 1.
    pub intensity_only_share: f64,
    /// 95 % bootstrap interval over parks.
    pub interval: Option<[f64; 2]>,
    /// Fewer parks than make a finding.
    pub few_data: bool,
}

/// What a park says against what its firms do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GapAnswer {
    /// Id of the park.
    pub park: String,
    /// Its name.
    pub name: String,
    /// Firms counted in it.
    pub firms: f64,
    /// Share of its firms in the divisions that its named industries open into.
    pub named_share: f64,
    /// The same share of the base.
    pub named_base: f64,
    /// The one over the other; below 1 its firms bear the list out less than elsewhere.
    pub quotient: f64,
    /// Named industries of which it has less than the base; `popularity` is the share of the base.
    pub unsupported: Vec<ShareAnswer>,
    /// Divisions of which it has more than the base and that it does not name.
    pub unnamed: Vec<ShareAnswer>,
}

/// What a member of a group has that most of the group have not.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApartAnswer {
    /// Id of the member.
    pub park: String,
    /// Its own items.
    pub items: Vec<ShareAnswer>,
}

/// Parks that are alike.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomogeneityGroup {
    /// Id of the member most like the others.
    pub medoid: String,
    /// Its name.
    pub medoid_name: String,
    /// The members, by id.
    pub members: Vec<ParkRef>,
    /// Least similarity between two members.
    pub inner_minimum: f64,
    /// Mean similarity between two members.
    pub inner_mean: f64,
    /// How well it comes back over resamples, 0 to 1.
    pub stability: Option<f64>,
    /// Whether that is at least the threshold.
    pub stable: bool,
    /// What most members have.
    pub core: Vec<ShareAnswer>,
    /// What sets each member apart.
    pub apart: Vec<ApartAnswer>,
}

/// A park and those nearest to it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NearestAnswer {
    /// Id of the park.
    pub park: String,
    /// Mean similarity to all others.
    pub mean_similarity: Option<f64>,
    /// Id and similarity, the most similar first.
    pub neighbours: Vec<NeighbourAnswer>,
}

/// One neighbour.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NeighbourAnswer {
    /// Id.
    pub park: String,
    /// Similarity, 0 to 1.
    pub similarity: f64,
}

/// One axis.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AxisAnswer {
    /// Parks with data.
    pub parks_with_data: usize,
    /// Ids of the parks without.
    pub no_data: Vec<String>,
    /// Fewer parks than make a finding.
    pub few_data: bool,
    /// Items on which the comparison is made.
    pub categories: usize,
    /// What shares are measured against.
    pub base: Option<String>,
    /// First and last year of the rows used.
    pub years: Option<Vec<u16>>,
    /// Mean over all pairs of parks with data.
    pub mean_similarity: Option<f64>,
    /// Pairs that mean is made of.
    pub compared_pairs: u64,
    /// Pairs whose p entered Benjamini–Hochberg.
    pub tested_pairs: usize,
    /// Pairs by verdict.
    pub verdicts: BTreeMap<String, usize>,
    /// Pairs of the family with data.
    pub pairs_total: usize,
    /// The most surprising first.
    pub pairs: Vec<PairAnswer>,
    /// Sets of pairs against popularity: distance bands first, then the most surprising.
    pub sets: Vec<SetAnswer>,
    /// What popularity alone makes parks share.
    pub chase: Option<ChaseAnswer>,
    /// Policy only: how far the parks differ only in how much they give.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intensity: Option<IntensityAnswer>,
    /// Groups by average linkage, the largest first.
    pub groups: Vec<HomogeneityGroup>,
    /// Each park and those nearest to it.
    pub nearest: Vec<NearestAnswer>,
}

/// The parks compared.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeerSetAnswer {
    /// How many.
    pub parks: usize,
    /// Bonded zones among them, compared with each other only.
    pub bonded: usize,
    /// Region asked for.
    pub region: Option<String>,
    /// Its name.
    pub region_name: Option<String>,
    /// Level asked for.
    pub level: Option<String>,
    /// Kind asked for.
    pub kind: Option<String>,
    /// Distance asked for.
    pub within_km: Option<f64>,
    /// Data up to the end of this year.
    pub year: Option<u16>,
    /// Clauses that ended before this date did not count.
    pub as_of: Option<String>,
    /// Which pairs are tested.
    pub family: String,
    /// How many pairs that are.
    pub family_pairs: usize,
}

/// The report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HomogeneityAnswer {
    /// The open generation.
    pub generation: String,
    /// The parks compared.
    pub peer_set: PeerSetAnswer,
    /// By axis: `positioning`, `industry_named`, `industry_revealed`, `policy`.
    #[schema(value_type = Object)]
    pub axes: BTreeMap<String, AxisAnswer>,
    /// What the parks name against what their firms do, by park.
    pub gaps: Vec<GapAnswer>,
    /// Where every draw started.
    pub seed: u64,
    /// What planners judged of these parks, beside what is computed; only for who may see internal rows.
    pub judgements: Vec<JudgementAnswer>,
}

/// Checks a request against the generation.
///
/// # Errors
/// 400 with the parameter at fault.
pub fn check(
    live: &Live,
    request: &HomogeneityRequest,
    lang: Lang,
) -> Result<ValidParams, Rejection> {
    let word = |name: &str, found: &Option<String>, list: &[&str]| -> Result<(), Rejection> {
        match found {
            Some(text) if !list.contains(&text.as_str()) => {
                let list = list.join(", ");
                let rule = lang.pick(format!("可用：{list}"), format!("expected one of {list}"));
                Err(Rejection::invalid(name, text.clone(), rule, None))
            }
            Some(_) | None => Ok(()),
        }
    };
    let levels: Vec<&str> = Level::ALL.iter().map(|l| l.code()).collect();
    let kinds: Vec<&str> = ParkKind::ALL.iter().map(|k| k.code()).collect();
    word("level", &request.level, &levels)?;
    word("kind", &request.kind, &kinds)?;
    let pairs = match request.pairs.as_deref() {
        None => PairLimit::First(PAIRS_USUAL),
        Some("all") => PairLimit::All,
        Some(text) => match text.parse::<usize>() {
            Ok(n) if (1..=PAIRS_MAX).contains(&n) => PairLimit::First(n),
            Ok(_) | Err(_) => {
                let rule = lang.pick(
                    format!("应为 1 到 {PAIRS_MAX}，或 all"),
                    format!("expected 1 to {PAIRS_MAX}, or all"),
                );
                return Err(Rejection::invalid("pairs", text, rule, None));
            }
        },
    };
    if let Some(year) = request.year
        && !(1900..=2100).contains(&year)
    {
        let rule = lang.pick("应为 1900 到 2100 的年份", "expected a year from 1900 to 2100");
        return Err(Rejection::invalid("year", year.to_string(), rule, None));
    }
    let params = Params {
        region: request.region.clone(),
        level: request.level.as_deref().and_then(Level::parse),
        kind: request.kind.as_deref().and_then(ParkKind::parse),
        within_km: request.within_km,
        year: request.year,
        pairs,
        as_of: Some(live.as_of),
        ..Params::default()
    };
    params.check(live.dataset()).map_err(|e| refuse(&e, lang))
}

fn refuse(error: &ParamError, lang: Lang) -> Rejection {
    let rule = lang.pick(error.zh(), error.to_string());
    Rejection {
        status: 400,
        code: ErrorCode::InvalidInput,
        detail: rule.clone(),
        errors: vec![InputError {
            pointer: error.parameter().to_owned(),
            found: error.found(),
            rule,
            hint: None,
        }],
    }
}

/// The report of a peer set.
///
/// # Errors
/// As [`check`].
pub fn answer(
    live: &Live,
    request: &HomogeneityRequest,
    lang: Lang,
) -> Result<HomogeneityAnswer, Rejection> {
    let params = check(live, request, lang)?;
    Ok(form(live, &live.report(&params), lang))
}

/// The report with the judgements of its parks.
///
/// # Errors
/// As [`check`]; 500 when the store cannot be read.
pub fn answer_beside(
    app: &App,
    live: &Live,
    request: &HomogeneityRequest,
    lang: Lang,
) -> Result<HomogeneityAnswer, Rejection> {
    let report = live.report(&check(live, request, lang)?);
    let mut answer = form(live, &report, lang);
    answer.judgements = beside(app, live, request, &report, lang)?;
    Ok(answer)
}

/// A report in its serialisable form.
pub fn form(live: &Live, report: &Report, lang: Lang) -> HomogeneityAnswer {
    let name = Names(live);
    HomogeneityAnswer {
        generation: live.id.clone(),
        peer_set: peer_set(&report.peer_set, lang),
        axes: report
            .axes
            .iter()
            .map(|axis| (axis.axis.code().to_owned(), axis_form(axis, &name, lang)))
            .collect(),
        gaps: report
            .gaps
            .iter()
            .map(|g| GapAnswer {
                park: g.park.to_string(),
                name: name.of(&g.park),
                firms: g.firms,
                named_share: g.named_share,
                named_base: g.named_base,
                quotient: g.quotient,
                unsupported: shares(&g.unsupported, lang),
                unnamed: shares(&g.unnamed, lang),
            })
            .collect(),
        seed: report.seed,
        judgements: Vec::new(),
    }
}

struct Names<'l>(&'l Live);

impl Names<'_> {
    fn of(&self, id: &park_domain::ParkId) -> String {
        self.0.find(id.as_str()).map(|p| p.name.to_string()).unwrap_or_default()
    }
}

fn peer_set(set: &PeerSet, lang: Lang) -> PeerSetAnswer {
    PeerSetAnswer {
        parks: set.parks.len(),
        bonded: set.bonded,
        region: set.region.clone(),
        region_name: set.region_name.clone(),
        level: set.level.map(|l| l.code().to_owned()),
        kind: set.kind.map(|k| k.code().to_owned()),
        within_km: set.within_km,
        year: set.year,
        as_of: set.as_of.map(|d| d.to_string()),
        family: lang.pick(set.family.zh(), set.family.en()),
        family_pairs: set.family_pairs,
    }
}

fn axis_form(axis: &AxisReport, names: &Names<'_>, lang: Lang) -> AxisAnswer {
    AxisAnswer {
        parks_with_data: axis.parks_with_data,
        no_data: axis.no_data.iter().map(ToString::to_string).collect(),
        few_data: axis.few_data,
        categories: axis.categories,
        base: axis.base.as_ref().map(|(zh, en)| lang.pick(zh, en).clone()),
        years: axis.years.map(|(first, last)| vec![first, last]),
        mean_similarity: axis.mean_similarity,
        compared_pairs: axis.compared_pairs,
        tested_pairs: axis.tested_pairs,
        verdicts: Verdict::ALL
            .iter()
            .zip(axis.verdicts)
            .map(|(v, n)| (v.code().to_owned(), n))
            .collect(),
        pairs_total: axis.pairs_total,
        pairs: axis.pairs.iter().map(|p| pair_form(p, names, lang)).collect(),
        sets: axis.sets.iter().map(|s| set_form(s, lang)).collect(),
        chase: axis.chase.map(|c| ChaseAnswer {
            mean_overlap: c.mean_overlap,
            even_overlap: c.even_overlap,
            times: c.times,
        }),
        intensity: axis.intensity.as_ref().map(|i| IntensityAnswer {
            parks: i.parks,
            clauses: i.clauses,
            unread: i.unread,
            intensity_only_share: i.share,
            interval: i.interval.map(|(low, high)| [low, high]),
            few_data: i.few_data,
        }),
        groups: axis
            .groups
            .iter()
            .map(|g| HomogeneityGroup {
                medoid: g.medoid.to_string(),
                medoid_name: names.of(&g.medoid),
                members: g
                    .members
                    .iter()
                    .map(|m| ParkRef { id: m.to_string(), name: names.of(m) })
                    .collect(),
                inner_minimum: g.inner_minimum,
                inner_mean: g.inner_mean,
                stability: g.stability,
                stable: g.stable,
                core: shares(&g.core, lang),
                apart: g
                    .apart
                    .iter()
                    .map(|a| ApartAnswer {
                        park: a.park.to_string(),
                        items: shares(&a.items, lang),
                    })
                    .collect(),
            })
            .collect(),
        nearest: axis
            .nearest
            .iter()
            .map(|n| NearestAnswer {
                park: n.park.to_string(),
                mean_similarity: n.mean_similarity,
                neighbours: n
                    .neighbours
                    .iter()
                    .map(|k| NeighbourAnswer { park: k.park.to_string(), similarity: k.similarity })
                    .collect(),
            })
            .collect(),
    }
}

fn set_form(set: &PairSet, lang: Lang) -> SetAnswer {
    SetAnswer {
        set: set.rule.code().to_owned(),
        name: lang.pick(set.name.as_str(), set.en()).to_owned(),
        parks: set.parks,
        pairs: set.pairs,
        overlap: set.overlap,
        expected: set.expected,
        unexplained: set.unexplained,
        z: set.z,
        p: set.p,
        q: set.q,
        draws: set.draws,
    }
}

fn pair_form(pair: &Pair, names: &Names<'_>, lang: Lang) -> PairAnswer {
    PairAnswer {
        a: pair.a.to_string(),
        b: pair.b.to_string(),
        a_name: names.of(&pair.a),
        b_name: names.of(&pair.b),
        similarity: pair.similarity,
        residual: pair.residual,
        percentile: pair.percentile,
        z: pair.z,
        p: pair.p,
        q: pair.q,
        verdict: pair.verdict.code().to_owned(),
        relation: pair.relation.map(|r| r.code().to_owned()),
        shared: shares(&pair.shared, lang),
        only_a: shares(&pair.only_a, lang),
        only_b: shares(&pair.only_b, lang),
        distance_km: pair.distance_km,
    }
}

/// Evidence in its serialisable form.
pub fn shares(list: &[Share], lang: Lang) -> Vec<ShareAnswer> {
    list.iter()
        .map(|s| ShareAnswer {
            what: lang.pick(s.what.as_str(), s.en()).to_owned(),
            code: s.code.clone(),
            share: s.share,
            popularity: s.popularity,
        })
        .collect()
}
