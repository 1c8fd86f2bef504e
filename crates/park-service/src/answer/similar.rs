//! The nearest parks of one park on each axis: `parkwise similar`, `GET /v1/parks/{id}/similar`.

use std::collections::BTreeMap;
use std::io::Write;

use park_homogeneity::{Axis, NearPark};
use serde::Serialize;
use utoipa::ToSchema;

use super::homogeneity::{ShareAnswer, shares};
use super::search::ParkRef;
use crate::app::Live;
use crate::lang::Lang;
use crate::rejection::Rejection;

/// Most parks on an axis.
pub const SHOWN_MAX: usize = 100;

/// A park near the one asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NearAnswer {
    /// The park.
    pub park: ParkRef,
    /// Similarity, 0 to 1.
    pub similarity: f64,
    /// After the common part is taken out, -1 to 1.
    pub residual: Option<f64>,
    /// What both have.
    pub shared: Vec<ShareAnswer>,
    /// What only the park asked has.
    pub only_here: Vec<ShareAnswer>,
    /// What only the other has.
    pub only_there: Vec<ShareAnswer>,
    /// Distance of the two positions.
    pub distance_km: Option<f64>,
}

/// One axis; `has_data` says whether the park asked has data on it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NearAxis {
    /// Whether the park asked has data on this axis.
    pub has_data: bool,
    /// The nearest first.
    pub parks: Vec<NearAnswer>,
}

/// The nearest parks on each axis.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SimilarAnswer {
    /// The open generation.
    pub generation: String,
    /// The park asked.
    pub park: ParkRef,
    /// By axis.
    #[schema(value_type = Object)]
    pub axes: BTreeMap<String, NearAxis>,
}

/// Answers for any id of a park.
///
/// # Errors
/// 404 when no park has the id, 400 for an axis or limit that does not exist.
pub fn answer(
    live: &Live,
    id: &str,
    axis: Option<&str>,
    limit: usize,
    lang: Lang,
) -> Result<SimilarAnswer, Rejection> {
    let park = live.find(id).ok_or_else(|| Rejection::no_park(id, lang))?;
    if !(1..=SHOWN_MAX).contains(&limit) {
        return Err(Rejection::invalid(
            "limit",
            limit.to_string(),
            lang.pick(format!("应为 1 到 {SHOWN_MAX}"), format!("expected 1 to {SHOWN_MAX}")),
            None,
        ));
    }
    let axes: Vec<Axis> = match axis {
        None => Axis::ALL.to_vec(),
        Some(text) => vec![Axis::parse(text).ok_or_else(|| {
            let list: Vec<&str> = Axis::ALL.iter().map(|a| a.code()).collect();
            Rejection::invalid(
                "axis",
                text,
                lang.pick("没有这个维度", "not an axis"),
                Some(lang.pick("可写其中之一：", "one of ").to_owned() + &list.join(", ")),
            )
        })?],
    };
    let likeness = live.likeness();
    Ok(SimilarAnswer {
        generation: live.id.clone(),
        park: ParkRef { id: park.id.to_string(), name: park.name.to_string() },
        axes: axes
            .into_iter()
            .map(|axis| {
                let near = likeness.nearest(&park.id, axis, limit).unwrap_or_default();
                let form = NearAxis {
                    has_data: likeness.has_data(&park.id, axis).unwrap_or(false),
                    parks: near.iter().map(|n| near_form(live, n, lang)).collect(),
                };
                (axis.code().to_owned(), form)
            })
            .collect(),
    })
}

fn near_form(live: &Live, near: &NearPark, lang: Lang) -> NearAnswer {
    NearAnswer {
        park: ParkRef {
            id: near.park.to_string(),
            name: live.find(near.park.as_str()).map(|p| p.name.to_string()).unwrap_or_default(),
        },
        similarity: near.similarity,
        residual: near.residual,
        shared: shares(&near.shared, lang),
        only_here: shares(&near.only_here, lang),
        only_there: shares(&near.only_there, lang),
        distance_km: near.distance_km,
    }
}

/// The same for people.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &SimilarAnswer, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}  {}", answer.park.id, answer.park.name)?;
    for (code, axis) in &answer.axes {
        let name = Axis::parse(code).map_or("", |a| lang.pick(a.zh(), a.en()));
        writeln!(out, "{name}")?;
        if !axis.has_data {
            writeln!(out, "  {}", lang.pick("这一项没有数据", "no data on this axis"))?;
        }
        for near in &axis.parks {
            let shared: Vec<&str> = near.shared.iter().take(6).map(|s| s.what.as_str()).collect();
            let km = near.distance_km.map_or_else(String::new, |d| format!("  {d:.0} km"));
            writeln!(
                out,
                "  {:.3}  {:<12} {}{km}  {}",
                near.similarity,
                near.park.id,
                near.park.name,
                shared.join("、")
            )?;
        }
    }
    Ok(())
}
