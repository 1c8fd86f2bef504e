//! `GET /v1/industries`: what a text means in GB/T 4754.

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Shared;
use super::answer::Answer;
use super::pools::Cost;
use super::query::Query;
use crate::answer::industry::{IndustryAnswer, TEXT_BYTES_MAX, answer};
use crate::lang::Lang;
use crate::models;
use crate::rejection::Rejection;

/// Parameters.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// What an official or an investor writes, at most 16 kB.
    #[param(example = "磷酸铁锂正极材料")]
    text: String,
}

/// Reads a text as industries of GB/T 4754-2017.
#[utoipa::path(get, path = "/v1/industries", operation_id = "readIndustries", tag = "industries", params(Asked),
    responses((status = 200, description = "Codes by falling share, and what maps to nothing", body = IndustryAnswer)))]
pub(super) async fn read(
    State(shared): State<Shared>,
    lang: Lang,
    Query(asked): Query<Asked>,
) -> Result<Answer, Rejection> {
    if asked.text.trim().is_empty() || asked.text.len() > TEXT_BYTES_MAX {
        return Err(Rejection::invalid(
            "text",
            super::json::clip(&asked.text),
            lang.pick(
                format!("应有 1 到 {TEXT_BYTES_MAX} 字节的文字"),
                format!("expected a text of 1 to {TEXT_BYTES_MAX} bytes"),
            ),
            None,
        ));
    }
    shared
        .compute(Cost::Quick, move |live| {
            let reader = models::reader();
            let reading = reader.phrase(&asked.text);
            Answer::of(live, lang, &answer(reader, &asked.text, &reading))
        })
        .await
}
