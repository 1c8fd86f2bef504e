//! About the data and the method: what is in the open generation, what is not, and how a score is made.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::{Shared, Spoken, publish, render};
use crate::answer::criteria::{self, CriteriaAnswer};
use crate::answer::names::{figure, percent};
use crate::app::Live;
use crate::http::pools::Cost;
use crate::lang::Lang;
use crate::rejection::Rejection;

struct Coverage {
    name: &'static str,
    rows: String,
    parks: String,
    share: String,
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    l: Lang,
    title: String,
    here: String,
    generation: String,
    as_of: String,
    parks: usize,
    coverage: Vec<Coverage>,
    criteria: CriteriaAnswer,
}

/// `GET /about`.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
) -> Result<Response<Body>, Rejection> {
    let live = shared.live()?;
    let lang = spoken.lang;
    let html = shared
        .pools
        .run(Cost::Quick, move || {
            render(&AboutPage {
                l: lang,
                title: lang.pick("数据与方法", "Data and method").to_owned(),
                here: "/about".to_owned(),
                generation: live.id.clone(),
                as_of: live.as_of.to_string(),
                parks: live.dataset().parks.len(),
                coverage: coverage(&live, lang),
                criteria: criteria::answer(&live, lang),
            })
        })
        .await?;
    Ok(publish(spoken, html))
}

fn coverage(live: &Live, lang: Lang) -> Vec<Coverage> {
    let data = live.dataset();
    let all = data.parks.len();
    let row = |zh, en, rows: usize, parks: usize| Coverage {
        name: lang.pick(zh, en),
        rows: count(rows),
        parks: count(parks),
        share: if all == 0 { "—".to_owned() } else { percent(ratio(parks, all)) },
    };
    let mut named = 0;
    let (mut level, mut area, mut position) = (0, 0, 0);
    for park in &data.parks {
        named += usize::from(!park.leading_industries.is_empty());
        level += usize::from(park.level != park_domain::words::Level::Unknown);
        area += usize::from(park.approved_area_ha.is_some());
        position += usize::from(park.position.is_some());
    }
    let distinct = |ids: &mut dyn Iterator<Item = &park_domain::ParkId>| {
        ids.collect::<std::collections::BTreeSet<_>>().len()
    };
    let of_park = data.policies.iter().filter_map(|c| c.park_id.as_ref());
    vec![
        row("园区级别", "level", all, level),
        row("核准面积", "approved area", all, area),
        row("位置（县市中心）", "position (centroids)", all, position),
        row("主导产业", "named industries", all, named),
        row(
            "产业结构",
            "industry structure",
            data.structure.len(),
            distinct(&mut data.structure.iter().map(|s| &s.park_id)),
        ),
        row(
            "功能定位",
            "positioning",
            data.positioning.len(),
            distinct(&mut data.positioning.iter().map(|s| &s.park_id)),
        ),
        row("政策条款", "policy clauses", data.policies.len(), distinct(&mut of_park.into_iter())),
        row(
            "公用工程",
            "utilities",
            data.utilities.len(),
            distinct(&mut data.utilities.iter().map(|s| &s.park_id)),
        ),
        row(
            "土地与厂房",
            "plots",
            data.plots.len(),
            distinct(&mut data.plots.iter().map(|s| &s.park_id)),
        ),
    ]
}

fn count(n: usize) -> String {
    figure(u32::try_from(n).map_or(f64::MAX, f64::from))
}

fn ratio(part: usize, whole: usize) -> f64 {
    let n = |v: usize| u32::try_from(v).map_or(f64::MAX, f64::from);
    n(part) / n(whole)
}
