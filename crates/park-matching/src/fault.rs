//! What is wrong with a profile.

use std::fmt;

/// One fault of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileFault {
    /// JSON pointer to the value.
    pub pointer: String,
    /// The value found.
    pub found: String,
    /// The rule it breaks.
    pub rule: String,
    /// The way out.
    pub hint: String,
    /// Whether the request is well formed but cannot be answered (422), rather than wrong (400).
    pub unanswerable: bool,
}

/// Collects faults.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<ProfileFault>);

impl Faults {
    pub(crate) fn wrong(
        &mut self,
        pointer: &str,
        found: impl fmt::Display,
        rule: &str,
        hint: impl Into<String>,
    ) {
        self.push(pointer, &found.to_string(), rule, hint, false);
    }

    pub(crate) fn unanswerable(
        &mut self,
        pointer: &str,
        found: impl fmt::Display,
        rule: &str,
        hint: impl Into<String>,
    ) {
        self.push(pointer, &found.to_string(), rule, hint, true);
    }

    fn push(
        &mut self,
        pointer: &str,
        found: &str,
        rule: &str,
        hint: impl Into<String>,
        unanswerable: bool,
    ) {
        self.0.push(ProfileFault {
            pointer: pointer.to_owned(),
            found: clip(found),
            rule: rule.to_owned(),
            hint: hint.into(),
            unanswerable,
        });
    }
}

fn clip(text: &str) -> String {
    if text.chars().count() <= FOUND_CHARS_MAX {
        return text.to_owned();
    }
    text.chars().take(FOUND_CHARS_MAX).chain(['…']).collect()
}

const FOUND_CHARS_MAX: usize = 80;
