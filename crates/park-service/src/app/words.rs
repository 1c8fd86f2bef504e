//! What stopped a command, for people.

use park_index::generation::GenerationError;
use park_registry::RegistryError;

use crate::lang::Lang;

/// An error with its causes; those of the store in this language.
pub(crate) fn of(error: &anyhow::Error, lang: Lang) -> String {
    if lang == Lang::En {
        return format!("{error:#}");
    }
    let mut said: Vec<String> = Vec::new();
    for cause in error.chain() {
        let words = if let Some(store) = cause.downcast_ref::<RegistryError>() {
            store.in_chinese()
        } else if let Some(generation) = cause.downcast_ref::<GenerationError>() {
            generation.in_chinese()
        } else {
            cause.to_string()
        };
        // A transparent error has its cause's words.
        if said.last().is_none_or(|last| *last != words) {
            said.push(words);
        }
    }
    said.join("：")
}
