//! The criteria a profile may ask and weigh: `GET /v1/criteria`.

use park_matching::Criterion;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Live;
use crate::lang::Lang;

/// One criterion.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CriterionAnswer {
    /// Stable name, unit last; the same in musts, weights and reasons.
    pub criterion: String,
    /// Name in the language asked.
    pub name: String,
    /// What its value is.
    pub value: String,
    /// Unit, where it has one.
    pub unit: Option<String>,
    /// The group whose weight it shares.
    pub group: Option<String>,
    /// Whether less is better.
    pub less_is_better: bool,
    /// Whether little is known of it: it takes part only when the profile asks.
    pub little_data: bool,
    /// Months after which a fact counts as unknown.
    pub age_limit_months: Option<i32>,
    /// Whether it can only stand under musts.
    pub only_must: bool,
    /// The question to a park of which it is unknown.
    pub ask: String,
}

/// One preset.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PresetAnswer {
    /// Stable name.
    pub preset: String,
    /// Name in the language asked.
    pub name: String,
    /// Whether it is used when the profile names none.
    pub default: bool,
    /// Criteria that it adds to a profile.
    pub adds: Vec<String>,
}

/// All criteria and presets.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CriteriaAnswer {
    /// Criteria, in the order in which a score is summed.
    pub criteria: Vec<CriterionAnswer>,
    /// Presets.
    pub presets: Vec<PresetAnswer>,
}

/// The criteria of this service.
pub fn answer(live: &Live, lang: Lang) -> CriteriaAnswer {
    let models = &live.catalog().models;
    CriteriaAnswer {
        criteria: Criterion::ALL
            .iter()
            .map(|c| {
                let model = models.criterion(*c);
                CriterionAnswer {
                    criterion: c.code().to_owned(),
                    name: lang.pick(&model.zh, &model.en).clone(),
                    value: c.value_type().code().to_owned(),
                    unit: model.unit.clone(),
                    group: c.group().map(|g| g.code().to_owned()),
                    less_is_better: c.less_is_better(),
                    little_data: model.little_data,
                    age_limit_months: model.age_limit_months,
                    only_must: c.only_filters(),
                    ask: lang.pick(&model.ask_zh, &model.ask_en).clone(),
                }
            })
            .collect(),
        presets: models
            .preset_names()
            .filter_map(|name| models.preset(name).map(|p| (name, p)))
            .map(|(name, p)| PresetAnswer {
                preset: name.to_owned(),
                name: lang.pick(&p.zh, &p.en).clone(),
                default: name == models.default_preset(),
                adds: p.adds().map(|c| c.code().to_owned()).collect(),
            })
            .collect(),
    }
}
