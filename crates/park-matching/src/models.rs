//! What a person decides about matching: the files of `models/matching`, parsed once.

use std::collections::BTreeMap;
use std::sync::Arc;

use park_features::FeatureConfig;
use serde::Deserialize;

use crate::criteria::{Criterion, Group, N_CRITERIA};
use crate::incentives::PolicyModels;

/// A model file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file is not what it should be.
    #[error("models/matching/{file}: {what}")]
    Unusable {
        /// Name of the file.
        file: &'static str,
        /// What is wrong.
        what: String,
    },
}

/// Texts of the model files.
#[derive(Debug, Clone, Copy)]
pub struct ModelTexts<'a> {
    /// `criteria.toml`.
    pub criteria: &'a str,
    /// `presets.toml`.
    pub presets: &'a str,
    /// `settings.toml`.
    pub settings: &'a str,
}

/// Two values between which a fit runs from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goalposts {
    /// Where the fit is 0.
    pub at_0: f64,
    /// Where the fit is 1.
    pub at_1: f64,
    /// Whether it runs in the logarithm.
    #[serde(default)]
    pub log: bool,
}

impl Goalposts {
    /// The fit of a value, 0 to 1.
    pub fn fit(&self, value: f64) -> f64 {
        self.ruler().fit(value)
    }

    /// The same with its ends read off once, for loops over many values.
    pub(crate) fn ruler(&self) -> Ruler {
        let zero = scaled(self.at_0, self.log);
        Ruler { zero, width: scaled(self.at_1, self.log) - zero, log: self.log }
    }

    fn usable(&self) -> bool {
        let finite = self.at_0.is_finite() && self.at_1.is_finite();
        let apart = (self.at_0 - self.at_1).abs() > f64::EPSILON;
        finite && apart && (!self.log || (self.at_0 > 0.0 && self.at_1 > 0.0))
    }
}

fn scaled(value: f64, log: bool) -> f64 {
    if log { value.max(f64::MIN_POSITIVE).ln() } else { value }
}

/// [`Goalposts`] with their ends on the scale on which the fit is linear.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ruler {
    zero: f64,
    width: f64,
    log: bool,
}

impl Ruler {
    /// The fit of a value, 0 to 1.
    pub(crate) fn fit(&self, value: f64) -> f64 {
        ((scaled(value, self.log) - self.zero) / self.width).clamp(0.0, 1.0)
    }
}

/// One criterion as a person describes it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionModel {
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Unit, where it has one.
    #[serde(default)]
    pub unit: Option<String>,
    /// The unit as Chinese answers write it.
    #[serde(default)]
    pub unit_zh: Option<String>,
    /// Whether little is known of it: no preset adds it.
    #[serde(default)]
    pub little_data: bool,
    /// Months after which a fact counts as unknown.
    #[serde(default)]
    pub age_limit_months: Option<i32>,
    /// Fixed goalposts, for when the profile names no figure.
    #[serde(default)]
    pub goalposts: Option<Goalposts>,
    /// The question to a park, in Chinese.
    pub ask_zh: String,
    /// The question to a park, in English.
    pub ask_en: String,
}

/// One preset.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    adds: Vec<String>,
    groups: BTreeMap<String, BTreeMap<String, f64>>,
    weights: BTreeMap<String, f64>,
}

impl Preset {
    /// Criteria it asks for by itself.
    pub fn adds(&self) -> impl Iterator<Item = Criterion> + '_ {
        self.adds.iter().filter_map(|c| Criterion::parse(c))
    }

    /// The proportion of a part within its group; 0 for a part it does not name.
    pub fn proportion(&self, group: Group, part: Criterion) -> f64 {
        self.groups.get(group.code()).and_then(|g| g.get(part.code())).copied().unwrap_or(0.0)
    }

    /// Its weight for a name.
    fn weight(&self, name: &str) -> Option<f64> {
        self.weights.get(name).copied()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetFile {
    default: String,
    presets: BTreeMap<String, Preset>,
    elsewhere: BTreeMap<String, f64>,
}

/// How the weights are drawn for `rank_range`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankRangeSettings {
    /// Number of draws.
    pub draws: usize,
    /// Each weight is multiplied by a number between 1 − spread and 1 + spread.
    pub spread: f64,
    /// Seed.
    pub seed: u64,
}

/// How a distance becomes a fit.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistanceSettings {
    /// Share of the radius up to which the fit is 1.
    pub full: f64,
    /// Fit at the radius.
    pub at_radius: f64,
    /// Multiple of the radius where the fit is 0.
    pub none: f64,
    /// Radius where the profile names none.
    pub radius_km: f64,
}

/// How industries speak for each other.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "documented beside the values in models/matching/settings.toml")]
pub struct IndustrySettings {
    pub sibling_power: f64,
    pub tree_floor: f64,
    pub sibling_group: f64,
    pub sibling_division: f64,
    pub chain_same: f64,
    pub chain_beside: f64,
    pub chain_other: f64,
    pub chain_named: f64,
    pub word_term_floor: f64,
    pub word_synonym: f64,
    pub word_product: f64,
    pub word_chain: f64,
    pub word_code_name: f64,
    pub word_unmapped: f64,
    pub word_product_floor: f64,
    pub word_chain_floor: f64,
    pub asked_power: f64,
    pub code_power: f64,
    pub code_weight: f64,
    pub word_chain_opens: f64,
    pub part_floor: f64,
    pub origin_leading: f64,
    pub origin_structure: f64,
    pub origin_fact: f64,
    pub place_name: f64,
    pub place_positioning: f64,
    pub place_fact: f64,
    pub term_weight: f64,
    pub term_floor: f64,
    pub term_unread: f64,
    pub term_firms: Goalposts,
    pub term_quotient: Goalposts,
    pub term_share: Goalposts,
    pub around_firms: Goalposts,
    pub chain_named_floor: f64,
    pub word_part_floor: f64,
    pub revealed_weight: f64,
    pub revealed_quotient: Goalposts,
    pub revealed_firms: Goalposts,
    pub around_weight: f64,
    pub second_source: f64,
    pub scale_firms: Goalposts,
    pub scale_area_ha: Goalposts,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct FeatureSettings {
    recent_years: u16,
    quotient_prior_firms: f64,
    surroundings_prior_firms: f64,
    surroundings_firms_min: f64,
    not_industries: Vec<String>,
    chemical_hints: Vec<String>,
}

/// How approvals are counted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalSettings {
    /// Procedures that every project needs, each with the words by which it is known.
    pub procedures: Vec<Vec<String>>,
}

/// `settings.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankSettings {
    /// Most that all criteria with little data weigh together.
    pub little_data_weight_max: f64,
    /// An estimate may be off by this share.
    pub estimate_spread: f64,
    /// Draws of the weights.
    pub rank_range: RankRangeSettings,
    /// Fit of a level.
    pub level: BTreeMap<String, f64>,
    /// Fit of a kind, by sector.
    pub kind: BTreeMap<String, BTreeMap<String, f64>>,
    /// Distance.
    pub distance: DistanceSettings,
    /// Approvals.
    pub approvals: ApprovalSettings,
    features: FeatureSettings,
    /// Industry.
    pub industry: IndustrySettings,
}

/// All of `models/matching`.
#[derive(Debug, Clone)]
pub struct Models {
    criteria: Vec<CriterionModel>,
    presets: BTreeMap<String, Preset>,
    elsewhere: BTreeMap<String, f64>,
    default_preset: String,
    /// Numbers that are not weights.
    pub settings: RankSettings,
    /// What reading clauses needs; without it the value of incentives is unknown of every park.
    pub policy: Option<Arc<PolicyModels>>,
}

fn parse<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, ModelError> {
    toml::from_str(text).map_err(|e| ModelError::Unusable { file, what: e.to_string() })
}

impl Models {
    /// The models from the texts of their files.
    ///
    /// # Errors
    /// The file that cannot be used, and why.
    pub fn parse(texts: &ModelTexts<'_>) -> Result<Self, ModelError> {
        let mut by_name: BTreeMap<String, CriterionModel> = parse("criteria.toml", texts.criteria)?;
        let file: PresetFile = parse("presets.toml", texts.presets)?;
        let settings: RankSettings = parse("settings.toml", texts.settings)?;
        let wrong = |file, what: String| Err(ModelError::Unusable { file, what });
        let mut criteria = Vec::with_capacity(N_CRITERIA);
        for c in Criterion::ALL {
            match by_name.remove(c.code()) {
                Some(model) if model.goalposts.is_some_and(|g| !g.usable()) => {
                    return wrong("criteria.toml", format!("{}: goalposts not usable", c.code()));
                }
                Some(model) => criteria.push(model),
                None => return wrong("criteria.toml", format!("{} is missing", c.code())),
            }
        }
        if let Some(name) = by_name.keys().next() {
            return wrong("criteria.toml", format!("{name} is not a criterion"));
        }
        for preset in file.presets.values() {
            if let Err(what) = check_preset(preset) {
                return wrong("presets.toml", what);
            }
        }
        if !file.presets.contains_key(&file.default) {
            return wrong("presets.toml", format!("the default {} is missing", file.default));
        }
        Ok(Self {
            criteria,
            presets: file.presets,
            elsewhere: file.elsewhere,
            default_preset: file.default,
            settings,
            policy: None,
        })
    }

    /// The same with what reading clauses needs.
    #[must_use]
    pub fn with_policy(self, policy: Arc<PolicyModels>) -> Self {
        Self { policy: Some(policy), ..self }
    }

    /// How a criterion is described.
    pub fn criterion(&self, criterion: Criterion) -> &CriterionModel {
        &self.criteria[criterion.index()]
    }

    /// Name of the preset that is used when the profile names none.
    pub fn default_preset(&self) -> &str {
        &self.default_preset
    }

    /// A preset by name.
    pub fn preset(&self, name: &str) -> Option<&Preset> {
        self.presets.get(name)
    }

    /// Names of all presets.
    pub fn preset_names(&self) -> impl Iterator<Item = &str> {
        self.presets.keys().map(String::as_str)
    }

    /// The weight that a preset gives a criterion of no group, or the group as a whole.
    pub fn preset_weight(&self, preset: &Preset, name: &str) -> f64 {
        preset.weight(name).or_else(|| self.elsewhere.get(name).copied()).unwrap_or(0.0)
    }

    /// The configuration of the features.
    pub fn features(&self) -> FeatureConfig {
        let f = &self.settings.features;
        FeatureConfig {
            recent_years: f.recent_years,
            quotient_prior_firms: f.quotient_prior_firms,
            surroundings_prior_firms: f.surroundings_prior_firms,
            surroundings_firms_min: f.surroundings_firms_min,
            not_industries: f.not_industries.clone(),
            chemical_hints: f.chemical_hints.clone(),
        }
    }
}

fn check_preset(preset: &Preset) -> Result<(), String> {
    let known = |name: &str| Criterion::parse(name).is_some() || Group::parse(name).is_some();
    for name in preset.adds.iter().chain(preset.weights.keys()) {
        if !known(name) {
            return Err(format!("{name} is not a criterion"));
        }
    }
    for (group, parts) in &preset.groups {
        let group = Group::parse(group).ok_or_else(|| format!("{group} is not a group"))?;
        for part in parts.keys() {
            if Criterion::parse(part).and_then(Criterion::group) != Some(group) {
                return Err(format!("{part} is no part of {}", group.code()));
            }
        }
    }
    let industry: f64 =
        Group::Industry.parts().map(|p| preset.proportion(Group::Industry, p)).sum();
    if industry > 0.0 { Ok(()) } else { Err("the industry has no parts".to_owned()) }
}
