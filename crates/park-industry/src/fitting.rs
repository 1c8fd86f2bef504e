//! What the command that fits the scope model needs: features of a firm, and the model as text.

use std::collections::HashMap;

use crate::Reader;
use crate::code::Code;
use crate::scope::features::{self, Field, Sink};
use crate::scope::{self, field_of_letter, text, word_codes};

pub use crate::scope::features::Feature;
pub use crate::scope::model::Fitted;

/// Features of a firm in order of their keys.
pub fn features(reader: &Reader, name: &str, scope: &str) -> Vec<Feature> {
    features::values(&text::take_apart(name, scope), |item| word_codes(reader.dictionary(), item))
}

/// Features of a firm's lead: its name with its first item alone.
pub fn lead_features(reader: &Reader, name: &str, scope: &str) -> Vec<Feature> {
    let lead = text::take_apart(name, scope).lead();
    features::values(&lead, |item| word_codes(reader.dictionary(), item))
}

/// Probabilities of the classes as the reader gives them, from those of the whole firm and of its lead.
pub fn pooled(classes: &[Code], whole: &[f64], lead: &[f64]) -> Vec<f64> {
    scope::pooled(&scope::Divisions::of(classes), whole, lead)
}

/// Adds the names of the wanted features of a firm.
pub fn names(
    reader: &Reader,
    name: &str,
    scope: &str,
    wanted: &dyn Fn(u64) -> bool,
    names: &mut HashMap<u64, String>,
) {
    let firm = text::take_apart(name, scope);
    let mut sink = Names { wanted, names };
    features::features(&firm, |item| word_codes(reader.dictionary(), item), &mut sink);
}

struct Names<'a> {
    wanted: &'a dyn Fn(u64) -> bool,
    names: &'a mut HashMap<u64, String>,
}

impl Sink for Names<'_> {
    fn take(&mut self, field: Field, mode: char, gram: &[char], _weight: f32) {
        let key = features::key(field, mode, gram);
        if (self.wanted)(key) {
            self.names
                .entry(key)
                .or_insert_with(|| [field.letter(), mode].iter().chain(gram).collect());
        }
    }
}

/// Key of a feature by its name; 0 for what is no name.
pub(crate) fn key_of_name(name: &str) -> u64 {
    let chars: Vec<char> = name.chars().collect();
    match chars.as_slice() {
        [letter, mode, gram @ ..] => {
            field_of_letter(*letter).map_or(0, |f| features::key(f, *mode, gram))
        }
        _ => 0,
    }
}
