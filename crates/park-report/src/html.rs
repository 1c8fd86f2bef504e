//! The printable page: the view, with the charts drawn, poured into one template.

use std::borrow::Borrow;

use askama::Template;

use crate::advice;
use crate::heat;
use crate::number;
use crate::scatter;
use crate::summary::{self, Headline};
use crate::svg::{escape, length};
use crate::view::{AxisView, GroupView, Item, Lang, PairView, ParkLabel, SetView, View};
use crate::words;

/// Pairs of one axis in the table; the CSV form has all.
const PAIRS_SHOWN: usize = 15;
/// Groups of one axis shown as cards.
const GROUPS_SHOWN: usize = 12;
/// Sets of pairs beside the distance bands.
const SETS_SHOWN: usize = 14;
/// Members named on a card.
const MEMBERS_SHOWN: usize = 16;
/// Names of parks without data.
const GAP_NAMES_SHOWN: usize = 60;
/// Items of evidence in a column.
const ITEMS_SHOWN: usize = 6;

/// Writes the page; everything that came from data is escaped by the template or by the charts.
///
/// # Panics
/// Never: the template writes to a string.
pub fn html(view: &View) -> String {
    let page = Page {
        view,
        headlines: summary::headlines(view),
        sentences: summary::sentences(view),
        pairs: summary::pairs(view),
        advice: advice::advice(view),
        axes: view.axes.iter().map(|axis| Chapter::of(axis, view.lang)).collect(),
    };
    page.render().expect("the template writes to a string, which cannot fail")
}

#[derive(Template)]
#[template(path = "homogeneity.html")]
struct Page<'v> {
    view: &'v View,
    headlines: Vec<Headline>,
    sentences: Vec<String>,
    pairs: Vec<String>,
    advice: Vec<String>,
    axes: Vec<Chapter<'v>>,
}

/// One axis with its charts.
struct Chapter<'v> {
    axis: &'v AxisView,
    name: &'v str,
    question: &'v str,
    unit: &'v str,
    heat: String,
    map: String,
    verdicts: Vec<Bar>,
}

/// One verdict in the strip above the table.
struct Bar {
    code: String,
    word: String,
    pairs: String,
    width: String,
}

impl<'v> Chapter<'v> {
    fn of(axis: &'v AxisView, lang: Lang) -> Self {
        let total: usize = axis.verdicts.iter().map(|(_, n)| n).sum();
        let verdicts = axis
            .verdicts
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(code, n)| Bar {
                code: code.clone(),
                word: words::verdict(code, lang).to_owned(),
                pairs: number::count(*n as u64),
                width: length(ratio(*n, total) * 100.0),
            })
            .collect();
        Self {
            axis,
            name: words::axis(&axis.code, lang),
            question: words::question(&axis.code, lang),
            unit: words::unit(&axis.code, lang),
            heat: axis
                .heat
                .as_ref()
                .map(|h| heat::heat_map(h, &axis.groups, lang))
                .unwrap_or_default(),
            map: axis
                .map
                .as_ref()
                .map(|m| scatter::draw(m, &axis.groups, lang))
                .unwrap_or_default(),
            verdicts,
        }
    }

    /// The parks of the heat map in order, where the drawing has only numbers.
    fn numbered(&self) -> &[ParkLabel] {
        self.axis
            .heat
            .as_ref()
            .map(|h| h.parks.as_slice())
            .filter(|p| p.len() > heat::NAMED_ROWS_MAX)
            .unwrap_or_default()
    }

    fn pairs(&self) -> &[PairView] {
        first(&self.axis.pairs, PAIRS_SHOWN)
    }

    /// All distance bands, then the sets that are more than chance.
    fn sets(&self) -> Vec<&SetView> {
        let (bands, others): (Vec<_>, Vec<_>) =
            self.axis.sets.iter().partition(|s| s.rule == "distance");
        let others = others.into_iter().filter(|s| s.q.is_some_and(|q| q <= 0.05)).take(SETS_SHOWN);
        bands.into_iter().chain(others).collect()
    }

    fn groups(&self) -> &[GroupView] {
        first(&self.axis.groups, GROUPS_SHOWN)
    }

    fn more_groups(&self) -> usize {
        self.axis.groups.len().saturating_sub(GROUPS_SHOWN)
    }

    fn gap_names(&self, lang: &Lang) -> String {
        first(&self.axis.gap.names, GAP_NAMES_SHOWN).join(lang.pick("、", ", "))
    }

    fn gap_more(&self) -> usize {
        self.axis.gap.parks.saturating_sub(self.axis.gap.names.len().min(GAP_NAMES_SHOWN))
    }

    fn mean(&self) -> String {
        self.axis.mean_similarity.map_or_else(|| "—".to_owned(), number::similarity)
    }
}

fn first<T>(list: &[T], n: usize) -> &[T] {
    &list[..list.len().min(n)]
}

/// A part of a whole; counts of pairs are far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "counts of pairs are below 2^53")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

// What the template may ask for.
impl Page<'_> {
    fn t<'a>(&self, zh: &'a str, en: &'a str) -> &'a str {
        self.view.lang.pick(zh, en)
    }

    fn lang_code(&self) -> &'static str {
        self.view.lang.pick("zh-CN", "en")
    }

    fn count(&self, n: impl Borrow<usize>) -> String {
        number::count(*n.borrow() as u64)
    }

    fn count64(&self, n: &u64) -> String {
        number::count(*n)
    }

    fn similarity(&self, value: &f64) -> String {
        number::similarity(*value)
    }

    fn width(&self, value: &f64) -> String {
        length(value.clamp(0.0, 1.0) * 100.0)
    }

    fn percent(&self, value: &f64) -> String {
        number::percent(*value)
    }

    /// Markup: escaped, with raised exponents.
    fn probability(&self, value: &Option<f64>) -> String {
        self.rich(&value.map_or_else(|| "—".to_owned(), number::probability))
    }

    /// Markup: escaped, with raised digits set by the page, since fonts draw the raised characters unevenly.
    #[expect(clippy::unused_self, reason = "templates call what they need on the page")]
    fn rich(&self, text: &str) -> String {
        number::raised(&escape(text))
    }

    fn verdict<'a>(&self, code: &'a str) -> &'a str {
        words::verdict(code, self.view.lang)
    }

    fn set_rule<'a>(&self, code: &'a str) -> &'a str {
        words::set(code, self.view.lang)
    }

    /// A number of items a pair, or a quotient.
    #[expect(clippy::unused_self, reason = "templates call what they need on the page")]
    fn decimal(&self, value: &f64) -> String {
        if value.abs() < 0.1 { format!("{value:.3}") } else { format!("{value:.2}") }
    }

    /// A difference in per cent, with its sign.
    #[expect(clippy::unused_self, reason = "templates call what they need on the page")]
    fn signed_percent(&self, value: &Option<f64>) -> String {
        value.map_or_else(|| "—".to_owned(), |v| format!("{:+.0}%", v * 100.0).replace('-', "−"))
    }

    fn relation<'a>(&self, code: &'a str) -> &'a str {
        words::relation(code, self.view.lang)
    }

    fn distance(&self, km: &f64) -> String {
        number::distance_km(*km)
    }

    fn items<'a>(&self, items: &'a [Item]) -> &'a [Item] {
        first(items, ITEMS_SHOWN)
    }

    fn members(&self, group: &GroupView) -> String {
        let names: Vec<String> = first(&group.members, MEMBERS_SHOWN)
            .iter()
            .map(|m| crate::svg::short_name(&m.name))
            .collect();
        names.join(self.t("、", ", "))
    }

    fn more_members(&self, group: &GroupView) -> usize {
        group.members.len().saturating_sub(MEMBERS_SHOWN)
    }
}

#[cfg(test)]
mod tests;
