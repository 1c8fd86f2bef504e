//! A profile as it is typed: nothing checked yet.

/// What an investor is looking for, unchecked. Only the industry is required.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProfileDraft {
    /// Name of the profile.
    pub name: Option<String>,
    /// Industry in words.
    pub industry_text: Option<String>,
    /// Industry as codes of GB/T 4754-2017.
    pub industry_codes: Vec<String>,
    /// Chain.
    pub chain: Option<ChainDraft>,
    /// Planned investment, 10k CNY.
    pub investment_10k_cny: Option<f64>,
    /// Planned jobs.
    pub jobs: Option<f64>,
    /// When production or construction should start.
    pub start_by: Option<String>,
    /// Land or factory.
    pub land: Option<LandDraft>,
    /// Utilities.
    pub utilities: UtilitiesDraft,
    /// Must be a recognised chemical park.
    pub chemical_park: Option<bool>,
    /// Levels that are let through.
    pub level: Vec<String>,
    /// Kinds that are let through.
    pub kind: Vec<String>,
    /// Regions that are let through, as prefixes.
    pub regions: Vec<String>,
    /// Places to be near.
    pub near: Vec<NearDraft>,
    /// What must hold.
    pub musts: Vec<MustDraft>,
    /// Weights by criterion or group, in the order given.
    pub weights: Vec<(String, f64)>,
    /// Preset.
    pub preset: Option<String>,
    /// `exclude` (default) or `include`.
    pub incentives: Option<String>,
    /// `proven` (default) or `possible`.
    pub rank_by: Option<String>,
    /// How many matches, 1 to 200.
    pub limit: Option<i64>,
}

/// A chain and the stage in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChainDraft {
    /// Name, alias or slug of the chain.
    pub name: String,
    /// `upstream`, `midstream` or `downstream`.
    pub stage: Option<String>,
}

/// Land or a factory.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LandDraft {
    /// `land` (default) or `factory`.
    pub kind: Option<String>,
    /// Area in mu.
    pub area_mu: Option<RangeDraft>,
    /// Floor area in m2.
    pub floor_area_m2: Option<RangeDraft>,
}

/// A range with open ends.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RangeDraft {
    /// Least.
    pub min: Option<f64>,
    /// Most.
    pub max: Option<f64>,
}

/// Utilities that are needed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UtilitiesDraft {
    /// Power, MW.
    pub power_mw: Option<f64>,
    /// Water, t a day.
    pub water_t_per_day: Option<f64>,
    /// Sewage, t a day.
    pub sewage_t_per_day: Option<f64>,
    /// Steam, t an hour.
    pub steam_t_per_hour: Option<f64>,
    /// Gas, m3 a day.
    pub gas_m3_per_day: Option<f64>,
    /// Whether hazardous waste must be disposed of.
    pub hazardous_waste: Option<bool>,
}

/// A place to be near.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NearDraft {
    /// What it is.
    pub label: Option<String>,
    /// Longitude in degrees, WGS-84.
    pub longitude: f64,
    /// Latitude in degrees, WGS-84.
    pub latitude: f64,
    /// Within how many kilometres.
    pub within_km: Option<f64>,
}

/// A hard constraint.
#[derive(Debug, Clone, PartialEq)]
pub struct MustDraft {
    /// Criterion.
    pub criterion: String,
    /// `>=`, `<=`, `=` or `in`.
    pub op: String,
    /// Value.
    pub value: ValueDraft,
}

/// The value of a must.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueDraft {
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A word.
    Text(String),
    /// Words.
    List(Vec<String>),
    /// Something else, as written.
    Other(String),
}
