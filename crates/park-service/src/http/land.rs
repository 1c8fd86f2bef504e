//! `GET /v1/plots`: land and factories on offer, with the ledger of land.

use axum::extract::State;
use park_domain::words::{PlotCondition, PlotKind};
use serde::Deserialize;
use utoipa::IntoParams;

use super::answer::Answer;
use super::pools::Cost;
use super::query::{Query, limit, region, word};
use super::{Shared, page};
use crate::answer::land::{LandAnswer, LandRequest, inventory, notes};
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Most plots on a page.
const PAGE_MAX: usize = 200;

/// Plots on a page when nothing is asked.
const PAGE_USUAL: usize = 50;

/// Filters and page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Any id of a park.
    park: Option<String>,
    /// The first 2, 4 or 6 digits of a GB/T 2260 code.
    #[param(example = "3205")]
    region: Option<String>,
    /// land or factory.
    kind: Option<String>,
    /// clean, stock, idle or inefficient.
    condition: Option<String>,
    /// Words that stand in the use.
    r#use: Option<String>,
    /// Area in mu: one plot, or adjoining ones together.
    #[param(example = "80..120")]
    area_mu: Option<String>,
    /// Highest price in 10k CNY per mu.
    price_max_10k_cny_per_mu: Option<f64>,
    /// Available at the latest then.
    #[param(example = "2027-06")]
    available_by: Option<String>,
    /// Investment of the project in 10k CNY, compared with the park's floor of intensity.
    investment_10k_cny: Option<f64>,
    /// Industry of the project: a GB/T 4754-2017 code.
    industry: Option<String>,
    /// Plots on the page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u32>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// Lists plots on offer: those that serve best first, else by id.
#[utoipa::path(get, path = "/v1/plots", operation_id = "listPlots", tag = "readiness", params(Asked),
    responses((status = 200, description = "One page of plots, and the ledger of land", body = LandAnswer)))]
pub(super) async fn list(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    let kind = word("kind", asked.kind.as_deref(), PlotKind::ALL, PlotKind::code, lang)?;
    let condition = word(
        "condition",
        asked.condition.as_deref(),
        PlotCondition::ALL,
        PlotCondition::code,
        lang,
    )?;
    region(asked.region.as_deref(), lang)?;
    let most = limit(asked.limit, PAGE_USUAL, PAGE_MAX, lang)?;
    let cursor = asked.cursor;
    let request = LandRequest {
        park: asked.park,
        region: asked.region,
        kind,
        condition,
        r#use: asked.r#use,
        area_mu: asked.area_mu,
        price_max_10k_cny_per_mu: asked.price_max_10k_cny_per_mu,
        available_by: asked.available_by,
        investment_10k_cny: asked.investment_10k_cny,
        industry: asked.industry,
    };
    shared
        .compute(Cost::Quick, move |live| {
            let filters = format!("{request:?}");
            let list = page::List::new(&live.id, "/v1/plots", &[&filters]);
            let offset = list.offset(cursor.as_deref(), lang)?;
            let found = inventory(live, &request, lang)?;
            let (shown, next) = page::slice(&found.plots, offset, most);
            let answer = LandAnswer {
                total: found.plots.len(),
                plots: shown.to_vec(),
                totals: found.totals,
                ledgers: found.ledgers,
                notes: notes(lang),
                next: next.map(|n| list.cursor(n)),
                generation: live.id.clone(),
            };
            Answer::of(live, lang, &answer)
        })
        .await
}
