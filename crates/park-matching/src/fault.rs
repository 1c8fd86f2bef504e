//! What is wrong with a profile.

use std::fmt;

use crate::say::Language;

/// Words for a person, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The words of a language.
    pub fn pick(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

impl From<(&str, &str)> for Words {
    fn from((zh, en): (&str, &str)) -> Self {
        Self { zh: zh.to_owned(), en: en.to_owned() }
    }
}

/// Names and units, the same in both.
impl From<String> for Words {
    fn from(text: String) -> Self {
        Self { zh: text.clone(), en: text }
    }
}

/// A hint that lists what can be written.
pub(crate) fn one_of(list: &str) -> Words {
    Words { zh: format!("可写其中之一：{list}"), en: format!("one of {list}") }
}

/// One fault of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileFault {
    /// JSON pointer to the value.
    pub pointer: String,
    /// The value found.
    pub found: String,
    /// The rule it breaks.
    pub rule: Words,
    /// The way out; empty where the rule says it.
    pub hint: Words,
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
        rule: (&str, &str),
        hint: impl Into<Words>,
    ) {
        self.push(pointer, &found.to_string(), rule, hint, false);
    }

    pub(crate) fn unanswerable(
        &mut self,
        pointer: &str,
        found: impl fmt::Display,
        rule: (&str, &str),
        hint: impl Into<Words>,
    ) {
        self.push(pointer, &found.to_string(), rule, hint, true);
    }

    fn push(
        &mut self,
        pointer: &str,
        found: &str,
        rule: (&str, &str),
        hint: impl Into<Words>,
        unanswerable: bool,
    ) {
        self.0.push(ProfileFault {
            pointer: pointer.to_owned(),
            found: clip(found),
            rule: rule.into(),
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
