//! A profile as it is sent: `POST /v1/matches`, `match --profile FILE`.

use std::collections::BTreeMap;

use park_matching::{
    ChainDraft, LandDraft, MustDraft, NearDraft, ProfileDraft, RangeDraft, UtilitiesDraft,
    ValueDraft,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A profile (投资画像): what an investor is looking for. Only `industry` is required.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileRequest {
    /// A name for the profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the project makes or does.
    pub industry: IndustryRequest,
    /// The place in an industry chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<ChainRequest>,
    /// Planned investment, 10k CNY.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investment_10k_cny: Option<f64>,
    /// Planned jobs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobs: Option<f64>,
    /// Start of construction or operation, year or month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_by: Option<String>,
    /// Land or factory that is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub land: Option<LandRequest>,
    /// Utilities that are needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utilities: Option<UtilitiesRequest>,
    /// `true` filters to recognised chemical parks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chemical_park: Option<bool>,
    /// Levels that are eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Vec<String>>,
    /// Kinds that are eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Vec<String>>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationRequest>,
    /// Conditions that must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub musts: Option<Vec<MustRequest>>,
    /// Weights by criterion; normalised to sum 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<BTreeMap<String, f64>>,
    /// A preset of weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// `exclude` (default) or `include` incentives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incentives: Option<String>,
    /// `score` (default) or `possible`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank_by: Option<String>,
    /// Matches that are shown, 1 to 200; 10 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 200, default = 10)]
    pub limit: Option<i64>,
}

/// Words or codes; at least one of them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IndustryRequest {
    /// Words, for example 磷酸铁锂正极材料.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// GB/T 4754-2017 codes of 2 to 4 digits, with or without section letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<String>>,
}

/// A chain and a stage of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChainRequest {
    /// Name of the chain.
    pub name: String,
    /// upstream, midstream or downstream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

/// A range; either end may be open.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RangeRequest {
    /// Least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    /// Most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
}

/// Land or a factory.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LandRequest {
    /// land or factory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Area in mu.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_mu: Option<RangeRequest>,
    /// Floor area in m2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_area_m2: Option<RangeRequest>,
}

/// What utilities must carry.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UtilitiesRequest {
    /// Power in MW.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power_mw: Option<f64>,
    /// Water in tonnes a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub water_t_per_day: Option<f64>,
    /// Sewage in tonnes a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sewage_t_per_day: Option<f64>,
    /// Gas in cubic metres a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gas_m3_per_day: Option<f64>,
    /// Steam in tonnes an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steam_t_per_hour: Option<f64>,
    /// Hazardous waste is produced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hazardous_waste: Option<bool>,
}

/// Where the project may or should stand.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocationRequest {
    /// GB/T 2260 codes of 2, 4 or 6 digits: eligible regions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regions: Option<Vec<String>>,
    /// Points to be near to: a wish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Vec<NearRequest>>,
}

/// A point to be near to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NearRequest {
    /// What is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Longitude in degrees, WGS-84.
    pub longitude: f64,
    /// Latitude in degrees, WGS-84.
    pub latitude: f64,
    /// The distance at which the wish is no longer met, km.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_km: Option<f64>,
}

/// A condition that must hold.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MustRequest {
    /// A criterion of `GET /v1/criteria`.
    pub criterion: String,
    /// `>=`, `<=`, `=` or `in`.
    pub op: String,
    /// A number, a word, yes or no, or a list for `in`.
    #[schema(value_type = Object)]
    pub value: serde_json::Value,
}

impl ProfileRequest {
    /// The unchecked profile of the matching crate.
    pub fn draft(&self) -> ProfileDraft {
        let location = self.location.clone().unwrap_or_default();
        let utilities = self.utilities.clone().unwrap_or_default();
        let range = |r: &RangeRequest| RangeDraft { min: r.min, max: r.max };
        ProfileDraft {
            name: self.name.clone(),
            industry_text: self.industry.text.clone(),
            industry_codes: self.industry.codes.clone().unwrap_or_default(),
            chain: self
                .chain
                .as_ref()
                .map(|c| ChainDraft { name: c.name.clone(), stage: c.stage.clone() }),
            investment_10k_cny: self.investment_10k_cny,
            jobs: self.jobs,
            start_by: self.start_by.clone(),
            land: self.land.as_ref().map(|l| LandDraft {
                kind: l.kind.clone(),
                area_mu: l.area_mu.as_ref().map(range),
                floor_area_m2: l.floor_area_m2.as_ref().map(range),
            }),
            utilities: UtilitiesDraft {
                power_mw: utilities.power_mw,
                water_t_per_day: utilities.water_t_per_day,
                sewage_t_per_day: utilities.sewage_t_per_day,
                steam_t_per_hour: utilities.steam_t_per_hour,
                gas_m3_per_day: utilities.gas_m3_per_day,
                hazardous_waste: utilities.hazardous_waste,
            },
            chemical_park: self.chemical_park,
            level: self.level.clone().unwrap_or_default(),
            kind: self.kind.clone().unwrap_or_default(),
            regions: location.regions.unwrap_or_default(),
            near: location
                .near
                .unwrap_or_default()
                .into_iter()
                .map(|n| NearDraft {
                    label: n.label,
                    longitude: n.longitude,
                    latitude: n.latitude,
                    within_km: n.within_km,
                })
                .collect(),
            musts: self.musts.iter().flatten().map(MustRequest::draft).collect(),
            weights: self.weights.iter().flatten().map(|(k, v)| (k.clone(), *v)).collect(),
            preset: self.preset.clone(),
            incentives: self.incentives.clone(),
            rank_by: self.rank_by.clone(),
            limit: self.limit,
        }
    }
}

impl MustRequest {
    fn draft(&self) -> MustDraft {
        use serde_json::Value as Json;
        let value = match &self.value {
            Json::Number(n) => {
                n.as_f64().map_or_else(|| ValueDraft::Other(n.to_string()), ValueDraft::Number)
            }
            Json::Bool(b) => ValueDraft::Flag(*b),
            Json::String(s) => ValueDraft::Text(s.clone()),
            Json::Array(list) if list.iter().all(Json::is_string) => {
                ValueDraft::List(list.iter().filter_map(Json::as_str).map(str::to_owned).collect())
            }
            other @ (Json::Null | Json::Array(_) | Json::Object(_)) => {
                ValueDraft::Other(other.to_string())
            }
        };
        MustDraft { criterion: self.criterion.clone(), op: self.op.clone(), value }
    }
}
