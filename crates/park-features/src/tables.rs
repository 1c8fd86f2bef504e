//! The sparse tables: utilities and plots, row by row, in standard units.

use std::collections::HashMap;
use std::sync::Arc;

use park_domain::words::{PlotKind, UtilityKind};
use park_domain::{Dataset, ParkId, PartialDate, Provenance};

use crate::rows::Rows;
use crate::units;

/// One `utilities` row.
#[derive(Debug, Clone, PartialEq)]
pub struct UtilityRow {
    /// Which utility.
    pub utility: UtilityKind,
    /// Ready, when known.
    pub ready: Option<bool>,
    /// Capacity in the standard unit.
    pub capacity: Option<f64>,
    /// Spare capacity in the standard unit.
    pub spare: Option<f64>,
    /// Lowest and highest price in CNY per standard unit.
    pub price: Option<(f64, f64)>,
    /// Source, date, whether estimated, note.
    pub provenance: Arc<Provenance>,
    /// What the source wrote, for the evidence, in Chinese.
    pub said_zh: Arc<str>,
    /// The same in English; units stay as the source wrote them.
    pub said_en: Arc<str>,
}

/// One `plots` row.
#[derive(Debug, Clone, PartialEq)]
pub struct PlotRow {
    /// Id of the plot.
    pub plot_id: Arc<str>,
    /// Land or factory.
    pub kind: PlotKind,
    /// Area in mu.
    pub area_mu: Option<f64>,
    /// Floor area in m2.
    pub floor_area_m2: Option<f64>,
    /// Lowest and highest price, 10k CNY per mu.
    pub price_10k_cny_per_mu: Option<(f64, f64)>,
    /// Lowest and highest rent, CNY per m2 and month.
    pub rent_cny_per_m2_month: Option<(f64, f64)>,
    /// Available from.
    pub available_from: Option<PartialDate>,
    /// Source and date.
    pub provenance: Arc<Provenance>,
}

fn range(low: Option<f64>, high: Option<f64>) -> Option<(f64, f64)> {
    match (low, high) {
        (Some(a), Some(b)) => Some((a.min(b), a.max(b))),
        (Some(a), None) | (None, Some(a)) => Some((a, a)),
        (None, None) => None,
    }
}

pub(crate) fn utilities(
    dataset: &Dataset,
    rows: &HashMap<ParkId, u32>,
    n_parks: usize,
) -> Rows<UtilityRow> {
    let mut pairs = Vec::new();
    for u in &dataset.utilities {
        let Some(&row) = rows.get(&u.park_id) else { continue };
        let standard = |v: Option<f64>| {
            v.zip(u.unit.as_deref()).and_then(|(v, unit)| units::capacity(u.utility, v, unit))
        };
        let cost = |v: Option<f64>| {
            v.zip(u.price_unit.as_deref()).and_then(|(v, unit)| units::price(u.utility, v, unit))
        };
        pairs.push((
            row,
            UtilityRow {
                utility: u.utility,
                ready: u.ready,
                capacity: standard(u.capacity),
                spare: standard(u.spare),
                price: range(cost(u.price), cost(u.price_high)),
                provenance: Arc::new(u.provenance.clone()),
                said_zh: Arc::from(said(u, &ZH)),
                said_en: Arc::from(said(u, &EN)),
            },
        ));
    }
    Rows::group(n_parks, pairs)
}

/// Words around the figures of a utility.
struct UtilityWords {
    ready: &'static str,
    not_ready: &'static str,
    capacity: &'static str,
    spare: &'static str,
    price: &'static str,
    between: &'static str,
}

const ZH: UtilityWords = UtilityWords {
    ready: "已具备",
    not_ready: "尚不具备",
    capacity: "能力",
    spare: "余量",
    price: "价格",
    between: "；",
};

const EN: UtilityWords = UtilityWords {
    ready: "ready",
    not_ready: "not ready",
    capacity: "capacity",
    spare: "spare",
    price: "price",
    between: "; ",
};

/// `能力 30000 t/d；余量 5000 t/d；价格 0.6–0.7 元/千瓦时`.
fn said(u: &park_domain::Utility, words: &UtilityWords) -> String {
    let mut parts = Vec::new();
    let unit = u.unit.as_deref().unwrap_or("");
    if let Some(ready) = u.ready {
        parts.push(if ready { words.ready } else { words.not_ready }.to_owned());
    }
    for (name, figure) in [(words.capacity, u.capacity), (words.spare, u.spare)] {
        if let Some(figure) = figure {
            parts.push(format!("{name} {figure} {unit}").trim_end().to_owned());
        }
    }
    if let Some((low, high)) = range(u.price, u.price_high) {
        let unit = u.price_unit.as_deref().unwrap_or("");
        let figure = if low < high { format!("{low}–{high}") } else { low.to_string() };
        parts.push(format!("{} {figure} {unit}", words.price).trim_end().to_owned());
    }
    parts.join(words.between)
}

pub(crate) fn plots(
    dataset: &Dataset,
    rows: &HashMap<ParkId, u32>,
    n_parks: usize,
) -> Rows<PlotRow> {
    let mut pairs = Vec::new();
    for p in &dataset.plots {
        let Some(&row) = rows.get(&p.park_id) else { continue };
        pairs.push((
            row,
            PlotRow {
                plot_id: Arc::clone(&p.plot_id),
                kind: p.kind,
                area_mu: p.area_mu,
                floor_area_m2: p.floor_area_m2,
                price_10k_cny_per_mu: range(p.price_10k_cny_per_mu, p.price_high),
                rent_cny_per_m2_month: range(p.rent_cny_per_m2_month, p.rent_high),
                available_from: p.available_from,
                provenance: Arc::new(p.provenance.clone()),
            },
        ));
    }
    Rows::group(n_parks, pairs)
}
