//! The HTTP service: the routes, and one frame around all of them.
//!
//! A handler reads its parameters, takes the open generation and computes in a bounded pool off the
//! async threads; what it refuses is a [`crate::rejection::Rejection`], which the frame writes as a
//! problem. Whoever adds a route adds a file here and a line in [`routes`].

mod access;
mod answer;
pub(crate) mod body;
mod compare;
mod criteria;
mod demo;
mod directions;
mod document;
mod frame;
mod guard;
mod health;
mod history;
mod homogeneity;
mod imports;
mod industries;
mod json;
mod judgements;
mod kept;
mod land;
mod lang;
mod lookback;
mod matches;
mod metrics;
mod multipart;
mod objects;
mod page;
mod pages;
mod parks;
mod plan;
mod policies;
mod pools;
mod problem;
mod query;
mod screen;
mod seal;
mod search;
mod serve;
mod similar;
mod simulate;
mod table;
mod trend;
mod uploads;
mod what_if;
mod wire;
mod words;

use std::sync::Arc;

use axum::Router;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use guard::check_bind;
pub use serve::serve;

pub(crate) use access::THIS_MACHINE;
pub(crate) use homogeneity::AXES;
pub(crate) use imports::{ImportAnswer, said};
pub(crate) use pages::assets_version;
pub(crate) use problem::Problem;
pub(crate) use table::{LISTS, XLSX};

use crate::app::{App, Live};
use crate::rejection::{ErrorCode, Rejection};
use access::{Access, Doorkeeper};
use answer::Answer;
use frame::Frame;
use kept::Kept;
use metrics::Metrics;
use pools::{Cost, Pools};
use uploads::Uploads;

/// What handlers share.
#[derive(Clone)]
pub(crate) struct Shared {
    app: Arc<App>,
    pools: Arc<Pools>,
    metrics: Arc<Metrics>,
    kept: Arc<Kept>,
    uploads: Arc<Uploads>,
}

impl Shared {
    /// The generation as who asks may see it.
    fn live(&self) -> Result<Arc<Live>, Rejection> {
        if Access::current().sees_internal() {
            return Ok(self.app.live());
        }
        self.app.public().map_err(|error| {
            tracing::error!(error = format!("{error:#}"), "the public rows cannot be opened");
            problem::plain(axum::http::StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal)
        })
    }

    /// Computes an answer from the generation that is open now; it keeps that one to its end.
    async fn compute(
        &self,
        cost: Cost,
        answer: impl FnOnce(&Live) -> Result<Answer, Rejection> + Send + 'static,
    ) -> Result<Answer, Rejection> {
        let live = self.live()?;
        self.pools.run(cost, move || answer(&live)).await
    }
}

/// The whole service, for a listener or for a test in process.
pub fn router(app: Arc<App>) -> Router {
    let is_demo = app.live().is_demo();
    let metrics = Arc::new(Metrics::new());
    let door = Doorkeeper::new(Some(app.store()), *app.secret());
    let shared = Shared {
        kept: Arc::new(Kept::open(app.store())),
        app,
        pools: Arc::new(Pools::new()),
        metrics: Arc::clone(&metrics),
        uploads: Arc::default(),
    };
    let (described, _) = routes(crate::openapi::head()).split_for_parts();
    let all =
        described.route_layer(axum::middleware::from_fn(table::as_asked)).merge(pages::routes());
    let framed = frame::around(all.with_state(shared), Frame::new(metrics, door));
    if is_demo { framed.layer(axum::middleware::from_fn(demo::mark)) } else { framed }
}

/// Every route that the contract describes.
pub(crate) fn routes(head: utoipa::openapi::OpenApi) -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(head)
        .routes(routes!(matches::rank))
        .routes(routes!(matches::kept, matches::forget))
        .routes(routes!(compare::compare))
        .routes(routes!(parks::list))
        .routes(routes!(parks::one))
        .routes(routes!(history::history))
        .routes(routes!(similar::similar))
        .routes(routes!(directions::directions))
        .routes(routes!(plan::plan))
        .routes(routes!(search::search))
        .routes(routes!(criteria::list))
        .routes(routes!(industries::read))
        .routes(routes!(homogeneity::report))
        .routes(routes!(homogeneity::pairs))
        .routes(routes!(homogeneity::groups))
        .routes(routes!(homogeneity::place))
        .routes(routes!(land::list))
        .routes(routes!(lookback::lookback))
        .routes(routes!(trend::trend))
        .routes(routes!(what_if::what_if))
        .routes(routes!(judgements::list, judgements::judge))
        .routes(routes!(policies::list))
        .routes(routes!(screen::screen))
        .routes(routes!(simulate::simulate))
        .routes(routes!(imports::import))
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .routes(routes!(health::metrics))
        .routes(routes!(document::openapi))
}
