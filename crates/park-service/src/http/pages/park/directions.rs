//! Where a park could differ, as a table.

use crate::answer::directions::{DirectionAnswer, SHOWN_USUAL, answer, counterfactual_words};
use crate::app::Live;
use crate::lang::Lang;
use crate::rejection::Rejection;

/// One direction.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) score: String,
    /// Adds and words of each part.
    pub(super) parts: Vec<(String, String)>,
    pub(super) change: String,
    pub(super) ask: String,
}

/// The section.
pub(super) struct Directions {
    pub(super) note: String,
    pub(super) missing: Vec<String>,
    pub(super) rows: Vec<Row>,
}

/// The directions of a park, those to be verified last.
///
/// # Errors
/// 404 when no park has the id.
pub(super) fn directions(live: &Live, id: &str, lang: Lang) -> Result<Directions, Rejection> {
    let found = answer(live, id, SHOWN_USUAL, lang)?;
    let shown = found.directions.iter().chain(found.to_verify.iter().take(SHOWN_USUAL / 3));
    Ok(Directions {
        rows: shown.map(|d| row(d, lang)).collect(),
        note: found.note,
        missing: found.missing,
    })
}

fn row(d: &DirectionAnswer, lang: Lang) -> Row {
    Row {
        name: format!("{} {}", d.industry, d.name),
        score: format!("{:.2}", d.score),
        parts: d
            .because
            .iter()
            .filter(|p| p.fact.is_some())
            .map(|p| (format!("{:+.2}", p.adds), p.words.clone()))
            .collect(),
        change: d
            .counterfactual
            .as_ref()
            .map_or_else(String::new, |c| counterfactual_words(c, lang)),
        ask: d.ask.join(lang.pick("；", "; ")),
    }
}
