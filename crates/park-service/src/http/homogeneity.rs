//! `GET /v1/homogeneity` and its parts: pairs, groups, and one park's place in them.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::access::Access;
use super::answer::Answer;
use super::pools::Cost;
use super::query::{Id, Query, limit, word};
use super::{Shared, page};
use crate::answer::homogeneity::{
    AxisAnswer, HomogeneityAnswer, HomogeneityGroup, HomogeneityRequest, PAIRS_MAX, PairAnswer,
    PeerSetAnswer, answer, answer_beside,
};
use crate::answer::search::ParkRef;
use crate::app::Live;
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Most rows on a page.
const PAGE_MAX: usize = 200;

/// Rows on a page when nothing is asked.
const PAGE_USUAL: usize = 50;

/// Pages ask the report for whole blocks of pairs, so that neighbouring pages share one report.
const BLOCK: usize = 1_000;

/// The axes, as they are named in the report.
pub(crate) const AXES: [&str; 4] = ["positioning", "industry_named", "industry_revealed", "policy"];

/// The axis of a list when none is asked: known for most parks.
const AXIS_USUAL: &str = "industry_named";

/// Which parks are compared.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Peers {
    /// The first 2, 4 or 6 digits of a GB/T 2260 code.
    #[param(example = "3205")]
    region: Option<String>,
    /// national, provincial, municipal, county or unknown.
    level: Option<String>,
    /// economic, high-tech, bonded, border, chemical, logistics, software, agricultural, park or other.
    kind: Option<String>,
    /// Only pairs this near to each other, km.
    within_km: Option<f64>,
    /// Data up to the end of this year.
    #[param(minimum = 1900, maximum = 2100)]
    year: Option<u16>,
    /// Pairs listed for each axis: a number, or `all`.
    #[param(default = "100")]
    pairs: Option<String>,
}

/// Which parks are compared, and the page of a list on one axis.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OnAxis {
    /// positioning, `industry_named` (when left out), `industry_revealed` or policy.
    axis: Option<String>,
    /// The first 2, 4 or 6 digits of a GB/T 2260 code.
    #[param(example = "3205")]
    region: Option<String>,
    /// national, provincial, municipal, county or unknown.
    level: Option<String>,
    /// economic, high-tech, bonded, border, chemical, logistics, software, agricultural, park or other.
    kind: Option<String>,
    /// Only pairs this near to each other, km.
    within_km: Option<f64>,
    /// Data up to the end of this year.
    #[param(minimum = 1900, maximum = 2100)]
    year: Option<u16>,
    /// Rows on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Which parks are compared with one.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Among {
    /// The first 2, 4 or 6 digits of a GB/T 2260 code.
    #[param(example = "3205")]
    region: Option<String>,
    /// national, provincial, municipal, county or unknown.
    level: Option<String>,
    /// economic, high-tech, bonded, border, chemical, logistics, software, agricultural, park or other.
    kind: Option<String>,
    /// Data up to the end of this year.
    #[param(minimum = 1900, maximum = 2100)]
    year: Option<u16>,
}

/// Pairs of one axis, the most surprising first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PairPage {
    /// The generation that answered.
    generation: String,
    /// The parks compared.
    peer_set: PeerSetAnswer,
    /// The axis.
    axis: String,
    /// Pairs of the family with data; the first 100,000 can be paged.
    total: usize,
    /// The pairs of this page.
    pairs: Vec<PairAnswer>,
    /// Cursor of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Groups of one axis, the largest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GroupPage {
    /// The generation that answered.
    generation: String,
    /// The parks compared.
    peer_set: PeerSetAnswer,
    /// The axis.
    axis: String,
    /// Groups in all.
    total: usize,
    /// The groups of this page.
    groups: Vec<HomogeneityGroup>,
    /// Cursor of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// One park among its peers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceAnswer {
    /// The generation that answered.
    generation: String,
    /// The parks compared.
    peer_set: PeerSetAnswer,
    /// The park.
    park: ParkRef,
    /// Its place on each axis.
    axes: Vec<PlaceOnAxis>,
}

/// One park among its peers on one axis.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceOnAxis {
    /// The axis.
    axis: String,
    /// Whether the park has data on it; without, all else is empty.
    has_data: bool,
    /// Its mean similarity to all others.
    mean_similarity: Option<f64>,
    /// Mean over all pairs of the peer set.
    mean_similarity_of_all: Option<f64>,
    /// The parks most like it, the most similar first.
    nearest: Vec<NearestPark>,
    /// The group that it belongs to.
    group: Option<HomogeneityGroup>,
    /// Pairs with it among the thousand most surprising ones of the peer set.
    pairs: Vec<PairAnswer>,
}

/// A park and how similar it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NearestPark {
    /// The park.
    park: ParkRef,
    /// Similarity, 0 to 1.
    similarity: f64,
}

/// Who resembles whom, on which axis, and whether more than chance would make them.
#[utoipa::path(get, path = "/v1/homogeneity", operation_id = "reportHomogeneity", tag = "homogeneity", params(Peers),
    responses((status = 200, description = "The report; axes are never mixed into one number", body = HomogeneityAnswer)))]
pub(super) async fn report(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<Peers>,
) -> Result<Answer, Rejection> {
    let request = HomogeneityRequest {
        region: asked.region,
        level: asked.level,
        kind: asked.kind,
        within_km: asked.within_km,
        year: asked.year,
        pairs: asked.pairs,
    };
    let app = Access::current().sees_internal().then(|| shared.app.clone());
    shared
        .compute(Cost::Long, move |live| {
            let Some(app) = app else {
                return Answer::of(live, lang, &answer(live, &request, lang)?);
            };
            let report = answer_beside(&app, live, &request, lang)?;
            // Judgements come and go within a generation.
            if report.judgements.is_empty() {
                Answer::of(live, lang, &report)
            } else {
                Answer::json(&report)
            }
        })
        .await
}

/// Pairs of parks on one axis, the most surprising first.
#[utoipa::path(get, path = "/v1/homogeneity/pairs", operation_id = "listPairs", tag = "homogeneity", params(OnAxis),
    responses((status = 200, description = "One page of pairs", body = PairPage)))]
pub(super) async fn pairs(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<OnAxis>,
) -> Result<Answer, Rejection> {
    let list = ListOnAxis::check(asked, lang)?;
    shared
        .compute(Cost::Long, move |live| {
            let (mut found, page) = list.find(live, "/v1/homogeneity/pairs", lang)?;
            let reachable = found.axis.pairs_total.min(PAIRS_MAX);
            let end = page.offset.saturating_add(list.rows).min(found.axis.pairs.len());
            let start = page.offset.min(end);
            let rows = found.axis.pairs.drain(start..end).collect();
            let next = (end < reachable).then(|| page.list.cursor(end));
            let answer = PairPage {
                generation: live.id.clone(),
                peer_set: found.peer_set,
                axis: list.axis.to_owned(),
                total: found.axis.pairs_total,
                pairs: rows,
                next,
            };
            Answer::of(live, lang, &answer)
        })
        .await
}

/// Groups of parks on one axis, the largest first.
#[utoipa::path(get, path = "/v1/homogeneity/groups", operation_id = "listGroups", tag = "homogeneity", params(OnAxis),
    responses((status = 200, description = "One page of groups", body = GroupPage)))]
pub(super) async fn groups(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<OnAxis>,
) -> Result<Answer, Rejection> {
    let list = ListOnAxis::check(asked, lang)?;
    shared
        .compute(Cost::Long, move |live| {
            let (mut found, page) = list.find(live, "/v1/homogeneity/groups", lang)?;
            let total = found.axis.groups.len();
            let end = page.offset.saturating_add(list.rows).min(total);
            let start = page.offset.min(end);
            let rows = found.axis.groups.drain(start..end).collect();
            let answer = GroupPage {
                generation: live.id.clone(),
                peer_set: found.peer_set,
                axis: list.axis.to_owned(),
                total,
                groups: rows,
                next: (end < total).then(|| page.list.cursor(end)),
            };
            Answer::of(live, lang, &answer)
        })
        .await
}

/// One park among its peers.
#[utoipa::path(get, path = "/v1/homogeneity/parks/{id}", operation_id = "placePark", tag = "homogeneity",
    params(("id" = String, Path, description = "Any id of the park"), Among),
    responses((status = 200, description = "Its nearest parks and its group on each axis", body = PlaceAnswer)))]
pub(super) async fn place(
    State(shared): State<Shared>,
    lang: Lang,
    Id(id): Id,
    Query(asked): Query<Among>,
) -> Result<Answer, Rejection> {
    let request = HomogeneityRequest {
        region: asked.region,
        level: asked.level,
        kind: asked.kind,
        within_km: None,
        year: asked.year,
        pairs: Some(BLOCK.to_string()),
    };
    shared
        .compute(Cost::Long, move |live| {
            let park = live.find(&id).ok_or_else(|| Rejection::no_park(&id, lang))?;
            let park = ParkRef { id: park.id.to_string(), name: park.name.to_string() };
            let report = answer(live, &request, lang)?;
            let axes = report
                .axes
                .into_iter()
                .map(|(name, axis)| on_axis(live, &park, name, axis))
                .collect();
            let answer =
                PlaceAnswer { generation: live.id.clone(), peer_set: report.peer_set, park, axes };
            Answer::of(live, lang, &answer)
        })
        .await
}

fn on_axis(live: &Live, park: &ParkRef, name: String, axis: AxisAnswer) -> PlaceOnAxis {
    let own = axis.nearest.into_iter().find(|n| n.park == park.id);
    let mean_similarity = own.as_ref().and_then(|n| n.mean_similarity);
    let has_data = own.is_some();
    let nearest = own
        .into_iter()
        .flat_map(|n| n.neighbours)
        .map(|n| NearestPark {
            park: ParkRef {
                name: live.find(&n.park).map(|p| p.name.to_string()).unwrap_or_default(),
                id: n.park,
            },
            similarity: n.similarity,
        })
        .collect();
    PlaceOnAxis {
        axis: name,
        has_data,
        mean_similarity,
        mean_similarity_of_all: axis.mean_similarity,
        nearest,
        group: axis.groups.into_iter().find(|g| g.members.iter().any(|m| m.id == park.id)),
        pairs: axis.pairs.into_iter().filter(|p| p.a == park.id || p.b == park.id).collect(),
    }
}

/// A checked question for a list on one axis.
struct ListOnAxis {
    axis: &'static str,
    rows: usize,
    cursor: Option<String>,
    request: HomogeneityRequest,
}

/// Where a page begins.
struct Page {
    list: page::List,
    offset: usize,
}

/// The report as far as one axis needs it.
struct Found {
    peer_set: PeerSetAnswer,
    axis: AxisAnswer,
}

impl ListOnAxis {
    fn check(asked: OnAxis, lang: Lang) -> Result<Self, Rejection> {
        Ok(Self {
            axis: word("axis", asked.axis.as_deref(), &AXES, |a| a, lang)?.unwrap_or(AXIS_USUAL),
            rows: limit(asked.limit, PAGE_USUAL, PAGE_MAX, lang)?,
            cursor: asked.cursor,
            request: HomogeneityRequest {
                region: asked.region,
                level: asked.level,
                kind: asked.kind,
                within_km: asked.within_km,
                year: asked.year,
                pairs: None,
            },
        })
    }

    fn find(&self, live: &Live, route: &str, lang: Lang) -> Result<(Found, Page), Rejection> {
        let asked = format!("{:?}", self.request);
        let list = page::List::new(&live.id, route, &[self.axis, &asked]);
        let offset = list.offset(self.cursor.as_deref(), lang)?;
        let wanted = offset.saturating_add(self.rows).div_ceil(BLOCK) * BLOCK;
        let request = HomogeneityRequest {
            pairs: Some(wanted.min(PAIRS_MAX).to_string()),
            ..self.request.clone()
        };
        let mut report = answer(live, &request, lang)?;
        let axis = report
            .axes
            .remove(self.axis)
            .ok_or_else(|| Rejection::new(500, crate::rejection::ErrorCode::Internal, ""))?;
        Ok((Found { peer_set: report.peer_set, axis }, Page { list, offset }))
    }
}
