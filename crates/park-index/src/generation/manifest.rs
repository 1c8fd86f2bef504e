//! What a generation says about itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Version of the layout. A program serves this one and refuses newer ones.
pub const FORMAT: u32 = 1;

/// Name of the manifest in a generation.
pub(super) const MANIFEST: &str = "manifest.json";

/// Folder of the text index in a generation.
pub(super) const TEXT: &str = "text";

/// Digits of the number that an id begins with, so that ids sort as text.
const NUMBER_DIGITS: usize = 6;

/// Digits of the content's sum in an id.
const SUM_DIGITS: usize = 8;

/// What a generation is and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Layout, [`FORMAT`].
    pub format: u32,
    /// Number and sum of the content.
    pub id: String,
    /// When it was published, as the caller says.
    pub created_at: String,
    /// Date of the newest row, or as the caller says.
    pub as_of: Option<String>,
    /// Rows by table.
    pub counts: BTreeMap<String, u64>,
    /// Sum of the content, equal for equal content.
    pub content_sha256: String,
    /// Every file but this one, by its path in the generation.
    pub files: BTreeMap<String, FileSum>,
}

/// Size and sum of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSum {
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// The part of a manifest, and of `live.json`, that no later version may change.
#[derive(Debug, Deserialize)]
pub(super) struct AnyFormat {
    pub(super) format: u32,
}

/// The content of `live.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Live {
    pub(super) format: u32,
    pub(super) id: String,
}

/// Makes an id.
pub(super) fn id(number: u32, content_sha256: &str) -> String {
    let sum = content_sha256.get(..SUM_DIGITS).unwrap_or(content_sha256);
    format!("{number:0NUMBER_DIGITS$}-{sum}")
}

/// The number of an id; `None` when the text is no id. Ids become paths, so nothing else may pass.
pub(super) fn number(id: &str) -> Option<u32> {
    let (number, sum) = id.split_once('-')?;
    let digits = number.len() >= NUMBER_DIGITS && number.bytes().all(|b| b.is_ascii_digit());
    let hexadecimal = sum.len() == SUM_DIGITS && sum.bytes().all(|b| b.is_ascii_hexdigit());
    (digits && hexadecimal).then(|| number.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_and_nothing_else_is_one() {
        assert_eq!(id(7, "5f0c11abff"), "000007-5f0c11ab");
        assert_eq!(number("000007-5f0c11ab"), Some(7));
        for text in ["", "7-5f0c11ab", "000007", "../000007-5f0c11ab", "000007-..%2f..ab", "x"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
