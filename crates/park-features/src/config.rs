//! What a person decides about features.

/// Settings of [`crate::Features::build`]; the values in use come from `models/matching`.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureConfig {
    /// Years that count as recent, up to the newest year of the bases.
    pub recent_years: u16,
    /// Firms of the base that are mixed into a location quotient (METHODS 1.3), so that few firms make no
    /// large quotient.
    pub quotient_prior_firms: f64,
    /// The same for a region below the province; larger, since its firms are a weighted sample.
    pub surroundings_prior_firms: f64,
    /// Least firms of a region below the province before its own structure says anything.
    pub surroundings_firms_min: f64,
    /// Named industries that name none (在建).
    pub not_industries: Vec<String>,
    /// Words in a name that hint at a chemical park without proving it.
    pub chemical_hints: Vec<String>,
}

impl Default for FeatureConfig {
    fn default() -> Self {
        Self {
            recent_years: 5,
            quotient_prior_firms: 20.0,
            surroundings_prior_firms: 200.0,
            surroundings_firms_min: 200.0,
            not_industries: vec!["在建".to_owned()],
            chemical_hints: [
                "化工园",
                "化工产业园",
                "化学工业园",
                "化工区",
                "化学工业区",
                "石化园",
                "石化工业园",
            ]
            .map(str::to_owned)
            .to_vec(),
        }
    }
}
