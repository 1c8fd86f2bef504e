//! The model files as texts; the only place of this crate that reads files.

use std::fs;
use std::path::Path;

use crate::ModelError;

/// The texts that a reader is built from.
#[derive(Debug, Clone)]
pub struct Sources<'a> {
    /// `industry/gbt4754-2017.csv`.
    pub classification: &'a str,
    /// `industry/words.csv`.
    pub words: &'a str,
    /// `industry/synonyms.csv`.
    pub synonyms: &'a str,
    /// `industry/filler.csv`.
    pub filler: &'a str,
    /// `industry/scope-model.csv`.
    pub scope_model: &'a str,
    /// Slug and text of each file of `chains/`, in order of the slug.
    pub chains: Vec<(String, String)>,
}

/// The same, owned.
#[derive(Debug)]
pub struct OwnedSources {
    files: [String; 5],
    chains: Vec<(String, String)>,
}

impl OwnedSources {
    /// Reads the folder `models/`.
    ///
    /// # Errors
    /// The file that cannot be read.
    pub fn from_dir(models: &Path) -> Result<Self, ModelError> {
        let read = |path: &Path| {
            fs::read_to_string(path)
                .map_err(|source| ModelError::Io { file: path.display().to_string(), source })
        };
        let industry = models.join("industry");
        let mut chains = Vec::new();
        let dir = models.join("chains");
        let entries = fs::read_dir(&dir)
            .map_err(|source| ModelError::Io { file: dir.display().to_string(), source })?;
        for entry in entries.flatten() {
            let path = entry.path();
            let slug =
                path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            if path.extension().is_some_and(|e| e == "csv") && slug != "products-test" {
                chains.push((slug, read(&path)?));
            }
        }
        chains.sort();
        Ok(Self {
            files: [
                read(&industry.join("gbt4754-2017.csv"))?,
                read(&industry.join("words.csv"))?,
                read(&industry.join("synonyms.csv"))?,
                read(&industry.join("filler.csv"))?,
                read(&industry.join("scope-model.csv"))?,
            ],
            chains,
        })
    }

    /// The texts.
    pub fn borrow(&self) -> Sources<'_> {
        let [classification, words, synonyms, filler, scope_model] = &self.files;
        Sources {
            classification,
            words,
            synonyms,
            filler,
            scope_model,
            chains: self.chains.clone(),
        }
    }
}
