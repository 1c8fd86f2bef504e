//! Reading a firm's registered scope with its name: its main activity.

use crate::ModelError;
use crate::classification::Classification;
use crate::dictionary::Dictionary;
use crate::phrase::{self, Reading};

/// Fitted coefficients of the scope reader.
#[derive(Debug)]
pub(crate) struct ScopeModel {}

impl ScopeModel {
    pub(crate) fn parse(_text: &str, _classification: &Classification) -> Result<Self, ModelError> {
        Ok(Self {})
    }
}

pub(crate) fn read(
    _model: &ScopeModel,
    dictionary: &Dictionary,
    name: &str,
    scope: &str,
) -> Reading {
    let lead = scope.split([';', '；', '。']).next().unwrap_or(scope);
    phrase::read(dictionary, &format!("{name}，{lead}"))
}
