//! A few parks beside each other for one profile: `match --compare`, `POST /v1/compare`.

use std::io::Write;

use serde::Serialize;
use utoipa::ToSchema;

use super::matches::{MatchRow, check, match_row, settings};
use super::request::ProfileRequest;
use crate::app::Live;
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Parks compared at once.
pub const PARKS_MAX: usize = 5;

/// What one criterion adds to each park.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DifferenceAnswer {
    /// Criterion.
    pub criterion: String,
    /// Weight.
    pub weight: f64,
    /// What it adds to each park, in the order of `parks`; none where it is unknown.
    pub adds: Vec<Option<f64>>,
    /// Largest less smallest of what is known.
    pub spread: f64,
}

/// The parks with every criterion, and the criteria that decide between them first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompareAnswer {
    /// The open generation.
    pub generation: String,
    /// The parks, in the order asked.
    pub parks: Vec<MatchRow>,
    /// Criteria by falling difference.
    pub deciding: Vec<DifferenceAnswer>,
}

/// Compares parks for a profile, wherever they rank.
///
/// # Errors
/// 400 for a wrong number of parks or a wrong profile, 404 for an id that no active park has.
pub fn answer(
    live: &Live,
    request: &ProfileRequest,
    ids: &[String],
    lang: Lang,
) -> Result<CompareAnswer, Rejection> {
    if !(1..=PARKS_MAX).contains(&ids.len()) {
        return Err(Rejection::invalid(
            "/parks",
            ids.len().to_string(),
            lang.pick(
                format!("一次比较 1 到 {PARKS_MAX} 个园区"),
                format!("expected 1 to {PARKS_MAX} parks"),
            ),
            Some(
                lang.pick("列出要比较的园区编号", "name the ids of the parks to compare")
                    .to_owned(),
            ),
        ));
    }
    let profile = check(live, request, lang)?;
    let mut parks = Vec::new();
    for id in ids {
        let park = live.find(id).ok_or_else(|| Rejection::no_park(id, lang))?;
        let (found, _) = park_matching::explain_park(
            live.catalog(),
            &profile,
            park.id.as_str(),
            &settings(lang),
        )
        .ok_or_else(|| Rejection::no_park(id, lang))?;
        parks.push(match_row(&found));
    }
    let mut deciding: Vec<DifferenceAnswer> = profile
        .criteria
        .iter()
        .map(|c| {
            let code = c.criterion.code();
            let adds: Vec<Option<f64>> = parks
                .iter()
                .map(|p| p.because.iter().find(|r| r.criterion == code).map(|r| r.adds))
                .collect();
            let known = || adds.iter().flatten().copied();
            let spread =
                known().fold(f64::NEG_INFINITY, f64::max) - known().fold(f64::INFINITY, f64::min);
            DifferenceAnswer {
                criterion: code.to_owned(),
                weight: c.weight,
                spread: if spread.is_finite() { spread } else { 0.0 },
                adds,
            }
        })
        .collect();
    deciding
        .sort_by(|a, b| b.spread.total_cmp(&a.spread).then_with(|| a.criterion.cmp(&b.criterion)));
    Ok(CompareAnswer { generation: live.id.clone(), parks, deciding })
}

/// The same for people.
///
/// # Errors
/// The writer fails.
pub fn print(
    answer: &CompareAnswer,
    live: &Live,
    lang: Lang,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    for row in &answer.parks {
        super::matches::print_row(row, lang, out)?;
    }
    if answer.parks.len() > 1 {
        writeln!(
            out,
            "\n{}",
            lang.pick("差别最大的指标在前", "what decides, largest difference first")
        )?;
        let names = super::criteria::answer(live, lang).criteria;
        for d in answer.deciding.iter().filter(|d| d.spread > 0.0) {
            let adds: Vec<String> = d
                .adds
                .iter()
                .map(|a| a.map_or_else(|| "?".to_owned(), |v| format!("{v:.4}")))
                .collect();
            let named = names.iter().find(|c| c.criterion == d.criterion);
            let name = named.map_or(d.criterion.as_str(), |c| c.name.as_str());
            writeln!(out, "  {}  {name}", adds.join("  "))?;
        }
    }
    Ok(())
}
