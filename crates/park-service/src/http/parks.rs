//! `GET /v1/parks` and `GET /v1/parks/{id}`.

use axum::extract::State;
use park_domain::Park;
use park_domain::words::{Level, ParkKind, Status};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::Answer;
use super::pools::Cost;
use super::query::{Id, NoParameters, Query, limit, region, word};
use super::{Shared, page};
use crate::answer::park;
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Most parks on a page.
const PAGE_MAX: usize = 200;

/// Parks on a page when nothing is asked.
const PAGE_USUAL: usize = 50;

/// Filters and page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// national, provincial, municipal, county or unknown.
    level: Option<String>,
    /// economic, high-tech, bonded, border, chemical, logistics, software, agricultural, park or other.
    kind: Option<String>,
    /// The first 2, 4 or 6 digits of a GB/T 2260 code.
    #[param(example = "3205")]
    region: Option<String>,
    /// active (when left out), merged, revoked or planned.
    status: Option<String>,
    /// Parks on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// One page of parks, by id.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParkPage {
    /// Parks that pass the filters.
    total: usize,
    /// The parks of this page.
    parks: Vec<ParkLine>,
    /// Cursor of the next page; left out on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// The generation that answered.
    generation: String,
}

/// A park in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParkLine {
    /// Id.
    park_id: String,
    /// Official name.
    name: String,
    /// Level.
    level: &'static str,
    /// Kind, when known.
    kind: Option<&'static str>,
    /// Status.
    status: &'static str,
    /// GB/T 2260 code, when known.
    region_code: Option<String>,
    /// Province, when known.
    province: Option<String>,
    /// City, when known.
    city: Option<String>,
    /// County, when known.
    county: Option<String>,
    /// Approved area in hectares, when known.
    approved_area_ha: Option<f64>,
    /// Year or month of approval, when known.
    approved_on: Option<String>,
    /// Leading industries as written.
    leading_industries: Vec<String>,
}

impl ParkLine {
    fn of(park: &Park) -> Self {
        let text = |t: &Option<std::sync::Arc<str>>| t.as_deref().map(str::to_owned);
        Self {
            park_id: park.id.as_str().to_owned(),
            name: park.name.to_string(),
            level: park.level.code(),
            kind: park.kind.map(ParkKind::code),
            status: park.status.code(),
            region_code: text(&park.region_code),
            province: text(&park.province),
            city: text(&park.city),
            county: text(&park.county),
            approved_area_ha: park.approved_area_ha,
            approved_on: park.approved_on.map(|d| d.to_string()),
            leading_industries: park.leading_industries.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Lists parks, by id.
#[utoipa::path(get, path = "/v1/parks", operation_id = "listParks", tag = "parks", params(Asked),
    responses((status = 200, description = "One page of parks", body = ParkPage)))]
pub(super) async fn list(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    let level = word("level", asked.level.as_deref(), Level::ALL, Level::code, lang)?;
    let kind = word("kind", asked.kind.as_deref(), ParkKind::ALL, ParkKind::code, lang)?;
    let status = word("status", asked.status.as_deref(), Status::ALL, Status::code, lang)?
        .unwrap_or(Status::Active);
    region(asked.region.as_deref(), lang)?;
    let most = limit(asked.limit, PAGE_USUAL, PAGE_MAX, lang)?;
    shared
        .compute(Cost::Quick, move |live| {
            let region = asked.region.as_deref().unwrap_or("");
            let codes = [
                level.map_or("", Level::code),
                kind.map_or("", ParkKind::code),
                status.code(),
                region,
            ];
            let list = page::List::new(&live.id, "/v1/parks", &codes);
            let offset = list.offset(asked.cursor.as_deref(), lang)?;
            let passing: Vec<&Park> = live
                .dataset()
                .parks
                .iter()
                .filter(|p| p.status == status)
                .filter(|p| level.is_none_or(|l| p.level == l))
                .filter(|p| kind.is_none_or(|k| p.kind == Some(k)))
                .filter(|p| {
                    region.is_empty()
                        || p.region_code.as_deref().is_some_and(|c| c.starts_with(region))
                })
                .collect();
            let (shown, next) = page::slice(&passing, offset, most);
            let answer = ParkPage {
                total: passing.len(),
                parks: shown.iter().map(|p| ParkLine::of(p)).collect(),
                next: next.map(|n| list.cursor(n)),
                generation: live.id.clone(),
            };
            Answer::of(live, lang, &answer)
        })
        .await
}

/// One park with all that is known, by table.
#[utoipa::path(get, path = "/v1/parks/{id}", operation_id = "getPark", tag = "parks",
    params(("id" = String, Path, description = "Any id of the park"), NoParameters),
    responses((status = 200, description = "The park; the keys are the tables of the data dictionary", body = Object)))]
pub(super) async fn one(
    State(shared): State<Shared>,
    lang: Lang,
    Id(id): Id,
    _: Query<NoParameters>,
) -> Result<Answer, Rejection> {
    shared
        .compute(Cost::Quick, move |live| Answer::of(live, lang, &park::answer(live, &id, lang)?))
        .await
}
