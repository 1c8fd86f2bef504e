//! Writing an index: one thread, one commit.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tantivy::{Index, IndexWriter, TantivyDocument};

use super::error::TextError;
use super::schema::{register, schema};
use crate::codes::CodeText;
use crate::document::ParkDocument;
use crate::generation::hex;

/// Memory of the writer before it cuts a segment: the whole real set fits in one.
const WRITER_BYTES: usize = 64 << 20;

/// File beside the index that holds what is kept in memory while searching.
pub(super) const PARKS_FILE: &str = "parks.json";

/// What is kept in memory: one entry a park, in the order of ids, and the place words.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Directory {
    /// Hash of all documents: cursors are bound to it.
    pub(super) digest: String,
    pub(super) parks: Vec<Entry>,
    /// Words of the places, sorted.
    pub(super) places: Vec<String>,
}

/// What is kept in memory of a park.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) level: String,
    pub(super) kind: String,
    pub(super) province: String,
}

/// Writes the index of these parks into an empty folder.
///
/// # Errors
/// When the folder cannot be written or already holds an index.
pub fn build(dir: &Path, documents: &[ParkDocument]) -> Result<(), TextError> {
    fs::create_dir_all(dir).map_err(|source| TextError::File { path: dir.to_owned(), source })?;
    let (schema, fields) = schema();
    let index = Index::create_in_dir(dir, schema)?;
    register(&index);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES)?;

    // Sorted by id, so that the ordinal breaks ties and equal input is written equally.
    let mut sorted: Vec<&ParkDocument> = documents.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut hash = Sha256::new();
    for (ordinal, park) in (0_u64..).zip(&sorted) {
        let json = to_json(park, dir)?;
        hash.update(&json);
        let mut document = TantivyDocument::new();
        for &(field, handle) in &fields.text {
            for value in field.values(park) {
                document.add_text(handle, value);
            }
        }
        document.add_text(fields.codes, code_terms(park).join(" "));
        document.add_u64(fields.ordinal, ordinal);
        document.add_bytes(fields.stored, &json);
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let digest = hex(&hash.finalize());
    write_directory(dir, &sorted, digest)
}

fn write_directory(dir: &Path, sorted: &[&ParkDocument], digest: String) -> Result<(), TextError> {
    let parks = sorted.iter().map(|p| Entry {
        id: p.id.clone(),
        name: p.name.clone(),
        aliases: p.aliases.clone(),
        level: p.level.clone(),
        kind: p.kind.clone(),
        province: p.province.clone(),
    });
    let places: BTreeSet<&str> = sorted.iter().flat_map(|p| p.place.split_whitespace()).collect();
    let directory = Directory {
        digest,
        parks: parks.collect(),
        places: places.into_iter().map(str::to_owned).collect(),
    };
    let path = dir.join(PARKS_FILE);
    let json = to_json(&directory, &path)?;
    fs::write(&path, json).map_err(|source| TextError::File { path, source })
}

fn code_terms(park: &ParkDocument) -> Vec<String> {
    park.codes.iter().filter_map(|code| CodeText::parse(code)).flat_map(|c| c.terms()).collect()
}

fn to_json(value: &impl Serialize, path: &Path) -> Result<Vec<u8>, TextError> {
    serde_json::to_vec(value)
        .map_err(|e| TextError::Content { path: path.to_owned(), what: e.to_string() })
}
