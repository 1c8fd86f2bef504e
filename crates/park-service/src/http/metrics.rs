//! A few numbers that someone will look at, in the text form of Prometheus.

use std::time::Duration;

use axum::http::Method;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Upper bounds of the histogram's buckets, seconds: half a millisecond to the time limit.
const BOUNDS_S: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// The route and how it ended. Routes are templates, so their number is fixed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Ended {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Generation {
    id: String,
    as_of: String,
}

/// What is counted.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Ended, Counter>,
    durations: Family<Route, Histogram, fn() -> Histogram>,
    in_flight: Gauge,
    generation: Family<Generation, Gauge>,
}

impl Metrics {
    /// Everything at zero.
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("parkwise");
        let requests = Family::<Ended, Counter>::default();
        let durations: Family<Route, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(BOUNDS_S));
        let in_flight: Gauge = Gauge::default();
        let generation = Family::<Generation, Gauge>::default();
        registry.register("http_requests", "Answers by method, route and status", requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time from the head of a request to the head of its answer",
            durations.clone(),
        );
        registry.register("http_in_flight", "Requests that are being answered", in_flight.clone());
        registry.register("generation", "The open generation, always 1", generation.clone());
        Self { registry, requests, durations, in_flight, generation }
    }

    /// One request more is in flight, until the guard is dropped.
    pub(crate) fn enter(&self) -> InFlight<'_> {
        self.in_flight.inc();
        InFlight(&self.in_flight)
    }

    /// Counts an answer.
    pub(crate) fn record(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let ended = Ended { method: known(method), route: route.to_owned(), status };
        self.requests.get_or_create(&ended).inc();
        self.durations
            .get_or_create(&Route { route: route.to_owned() })
            .observe(took.as_secs_f64());
    }

    /// The text form, with the generation that is open now.
    pub(crate) fn text(&self, id: &str, as_of: &str) -> String {
        self.generation.clear();
        self.generation
            .get_or_create(&Generation { id: id.to_owned(), as_of: as_of.to_owned() })
            .set(1);
        let mut out = String::new();
        // Writing into a string cannot fail.
        let _ = text::encode(&mut out, &self.registry);
        out
    }
}

/// A request in flight.
pub(crate) struct InFlight<'m>(&'m Gauge);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Anyone can invent methods; the number of labels stays fixed.
fn known(method: &Method) -> &'static str {
    ["GET", "POST", "DELETE", "HEAD", "OPTIONS", "PUT", "PATCH"]
        .into_iter()
        .find(|m| *m == method.as_str())
        .unwrap_or("OTHER")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_told_by_route_and_status() {
        let metrics = Metrics::new();
        metrics.record(&Method::GET, "/v1/parks/{id}", 200, Duration::from_millis(3));
        let invented = Method::from_bytes(b"BREW").expect("a token");
        metrics.record(&invented, "unmatched", 405, Duration::from_millis(1));
        let text = metrics.text("g1", "2024-06");
        for line in [
            r#"parkwise_http_requests_total{method="GET",route="/v1/parks/{id}",status="200"} 1"#,
            r#"parkwise_http_requests_total{method="OTHER",route="unmatched",status="405"} 1"#,
            r#"parkwise_generation{id="g1",as_of="2024-06"} 1"#,
            r#"parkwise_http_request_duration_seconds_bucket{le="0.005",route="/v1/parks/{id}"} 1"#,
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}
