//! What a text means in GB/T 4754: `parkwise industry`, `GET /v1/industries`.

use park_industry::{Reader, Reading};
use serde::Serialize;
use utoipa::ToSchema;

/// Longest text that is read, in bytes.
pub const TEXT_BYTES_MAX: usize = 16 * 1024;

/// A code with its share of the text's meaning.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CodeAnswer {
    /// GB/T 4754-2017 code, two to four digits, without section letter.
    pub code: String,
    /// The standard's name of the code.
    pub name: String,
    /// Share of the text's meaning, 0 to 1.
    pub share: f64,
    /// The words that led to it.
    pub by: Vec<String>,
}

/// A division with its share.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DivisionAnswer {
    /// Two digits, without section letter.
    pub code: String,
    /// Share of the text's meaning, 0 to 1.
    pub share: f64,
}

/// A text and what it means.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IndustryAnswer {
    /// The text that was read.
    pub text: String,
    /// Codes by falling share.
    pub codes: Vec<CodeAnswer>,
    /// Divisions by falling share.
    pub divisions: Vec<DivisionAnswer>,
    /// Parts that map to nothing.
    pub unmapped: Vec<String>,
}

/// The serialisable form of a reading.
pub fn answer(reader: &Reader, text: &str, reading: &Reading) -> IndustryAnswer {
    let tree = reader.classification();
    IndustryAnswer {
        text: text.to_owned(),
        codes: reading
            .codes
            .iter()
            .map(|c| CodeAnswer {
                code: c.code.to_string(),
                name: tree.name(c.code).unwrap_or_default().to_owned(),
                share: c.share,
                by: c.by.clone(),
            })
            .collect(),
        divisions: reading
            .divisions
            .iter()
            .map(|(code, share)| DivisionAnswer { code: code.to_string(), share: *share })
            .collect(),
        unmapped: reading.unmapped.clone(),
    }
}
