//! A profile that has been checked: what rank can rely on.

use park_domain::PartialDate;
use park_domain::geo;
use park_domain::words::PlotKind;
use park_industry::{Code, Reader, Stage};

use crate::asked::AskedIndustry;
use crate::catalog::Catalog;
use crate::criteria::Criterion;
use crate::draft::{LandDraft, NearDraft, ProfileDraft, RangeDraft};
use crate::fault::{Faults, ProfileFault, Words, one_of};
use crate::models::Models;
use crate::must::{self, Must};
use crate::weights::{self, WeightedCriterion};

/// Fewest and most matches of an answer.
pub const LIMIT_RANGE: std::ops::RangeInclusive<i64> = 1..=200;
/// Matches when the profile does not say.
pub const LIMIT_DEFAULT: usize = 10;
/// Most items of any list in a profile.
pub const LIST_MAX: usize = 64;
/// Longest industry text, in characters.
pub const TEXT_CHARS_MAX: usize = 2000;

/// By what the list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankBy {
    /// What is proven.
    Proven,
    /// What could be reached.
    Possible,
}

impl RankBy {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Possible => "possible",
        }
    }
}

/// A place to be near.
#[derive(Debug, Clone, PartialEq)]
pub struct Near {
    /// What it is.
    pub label: Option<String>,
    /// Longitude in degrees.
    pub longitude: f64,
    /// Latitude in degrees.
    pub latitude: f64,
    /// Within how many kilometres.
    pub within_km: Option<f64>,
    /// Unit vector.
    pub unit: [f64; 3],
}

/// Land or factory space asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Land {
    /// Land or factory.
    pub kind: PlotKind,
    /// Least and most, in mu for land, in m2 for a factory.
    pub area: Option<(Option<f64>, Option<f64>)>,
}

/// A checked profile.
#[derive(Debug, Clone)]
pub struct Profile {
    /// As typed.
    pub draft: ProfileDraft,
    /// The industry asked.
    pub industry: AskedIndustry,
    /// When to start.
    pub start_by: Option<PartialDate>,
    /// Land or factory.
    pub land: Option<Land>,
    /// Places to be near.
    pub near: Vec<Near>,
    /// Filters and musts; filters come first.
    pub musts: Vec<Must>,
    /// Criteria that are weighed, in the order in which adds are summed; the weights sum to 1.
    pub criteria: Vec<WeightedCriterion>,
    /// Name of the preset in use.
    pub preset: String,
    /// By what the list is ordered.
    pub rank_by: RankBy,
    /// How many matches.
    pub limit: usize,
}

impl Profile {
    /// Checks a draft.
    ///
    /// # Errors
    /// All faults of the draft.
    pub fn check(
        draft: ProfileDraft,
        reader: &Reader,
        catalog: &Catalog,
    ) -> Result<Self, Vec<ProfileFault>> {
        let models = &catalog.models;
        let mut faults = Faults::default();
        check_sizes(&draft, &mut faults);
        let codes = check_codes(&draft, reader, &mut faults);
        let chain = check_chain(&draft, reader, &mut faults);
        let text = draft.industry_text.as_deref().unwrap_or("").trim();
        if text.is_empty() && draft.industry_codes.is_empty() {
            faults.wrong(
                "/industry",
                "",
                ("industry 要有 text 或 codes", "industry needs a text or codes"),
                ("写明产品或行业，例如 光伏组件", "say what you make"),
            );
        }
        let start_by = check_start(&draft, &mut faults);
        let land = draft.land.as_ref().and_then(|l| check_land(l, &mut faults));
        let near = check_near(&draft.near, &mut faults);
        let mut musts = must::filters(&draft, &mut faults);
        musts.extend(must::musts(&draft, models, &mut faults));
        check_amounts(&draft, &mut faults);
        let preset = check_preset(&draft, models, &mut faults);
        let rank_by = check_rank_by(&draft, &mut faults);
        let limit = check_limit(&draft, &mut faults);
        let criteria = weights::resolve(&draft, &preset, models, &mut faults);
        if !faults.0.is_empty() {
            return Err(faults.0);
        }
        let settings = &models.settings.industry;
        let known = (&catalog.tree, &catalog.meanings);
        let industry = AskedIndustry::read(text, &codes, chain, reader, known, settings);
        Ok(Self { industry, start_by, land, near, musts, criteria, preset, rank_by, limit, draft })
    }

    /// The same profile with incentives left out of the weights; `None` where they do not weigh, or nothing else does.
    pub(crate) fn without_incentives(&self, models: &Models) -> Option<Self> {
        let weighs = |w: &WeightedCriterion| w.criterion == Criterion::Incentives && w.weight > 0.0;
        if !self.criteria.iter().any(weighs) {
            return None;
        }
        let mut draft = self.draft.clone();
        draft.incentives = None;
        draft.weights.retain(|(name, _)| name != Criterion::Incentives.code());
        let criteria = weights::resolve(&draft, &self.preset, models, &mut Faults::default());
        (!criteria.is_empty()).then(|| Self { criteria, draft, ..self.clone() })
    }

    /// The figure that the profile asks of a criterion, where it names one.
    pub fn asked_figure(&self, criterion: Criterion) -> Option<f64> {
        let land = |kind| {
            let land = self.land.as_ref().filter(|l| l.kind == kind)?;
            land.area.and_then(|(min, max)| min.or(max))
        };
        #[expect(clippy::wildcard_enum_match_arm, reason = "only these are asked by a figure")]
        match criterion {
            Criterion::PowerMw => self.draft.utilities.power_mw,
            Criterion::WaterTPerDay => self.draft.utilities.water_t_per_day,
            Criterion::SewageTPerDay => self.draft.utilities.sewage_t_per_day,
            Criterion::SteamTPerHour => self.draft.utilities.steam_t_per_hour,
            Criterion::GasM3PerDay => self.draft.utilities.gas_m3_per_day,
            Criterion::LandAreaMu => land(PlotKind::Land),
            Criterion::FactoryAreaM2 => land(PlotKind::Factory),
            _ => None,
        }
        .filter(|v| *v > 0.0)
    }
}

fn check_sizes(draft: &ProfileDraft, faults: &mut Faults) {
    for (pointer, n) in [
        ("/industry/codes", draft.industry_codes.len()),
        ("/level", draft.level.len()),
        ("/kind", draft.kind.len()),
        ("/location/regions", draft.regions.len()),
        ("/location/near", draft.near.len()),
        ("/weights", draft.weights.len()),
    ] {
        if n > LIST_MAX {
            faults.wrong(
                pointer,
                n,
                ("一个列表最多 64 项", "a list has at most 64 items"),
                ("请删去一些", "leave some out"),
            );
        }
    }
    if draft.musts.len() > must::MUSTS_MAX {
        faults.wrong(
            "/musts",
            draft.musts.len(),
            ("硬约束最多 20 条", "at most 20 musts"),
            ("请删去一些", "leave some out"),
        );
    }
    if let Some(text) = &draft.industry_text
        && text.chars().count() > TEXT_CHARS_MAX
    {
        faults.wrong(
            "/industry/text",
            text.chars().count(),
            ("行业文字最多 2000 字", "an industry text has at most 2000 characters"),
            ("只写产品", "name the products only"),
        );
    }
}

fn check_codes(draft: &ProfileDraft, reader: &Reader, faults: &mut Faults) -> Vec<Code> {
    let mut codes = Vec::new();
    for (i, text) in draft.industry_codes.iter().enumerate() {
        match Code::parse(text).filter(|c| reader.classification().contains(*c)) {
            Some(code) => codes.push(code),
            None => faults.unanswerable(
                &format!("/industry/codes/{i}"),
                text,
                ("不是 GB/T 4754-2017 的代码", "not a code of GB/T 4754-2017"),
                (
                    "写大类、中类或小类，例如 39、397、3973",
                    "a division, group or class, for example 39, 397 or 3973",
                ),
            ),
        }
    }
    codes
}

fn check_chain(
    draft: &ProfileDraft,
    reader: &Reader,
    faults: &mut Faults,
) -> Option<(usize, Option<Stage>)> {
    let chain = draft.chain.as_ref()?;
    let stage = chain.stage.as_deref().and_then(|s| {
        let stage = Stage::parse(s);
        if stage.is_none() {
            let hint = (
                "可写 upstream（上游）、midstream（中游）、downstream（下游）",
                "one of upstream, midstream, downstream",
            );
            faults.wrong("/chain/stage", s, ("不是产业链环节", "not a stage"), hint);
        }
        stage
    });
    let name = chain.name.trim();
    let at = reader.chains().iter().position(|c| {
        c.slug.eq_ignore_ascii_case(name)
            || c.name == name
            || c.en.eq_ignore_ascii_case(name)
            || c.aliases.iter().any(|a| a == name)
    });
    if at.is_none() {
        let names: Vec<&str> = reader.chains().iter().map(|c| c.name.as_str()).collect();
        faults.unanswerable(
            "/chain/name",
            name,
            ("没有这条产业链", "not a known chain"),
            names.join("、"),
        );
    }
    at.map(|c| (c, stage))
}

fn check_start(draft: &ProfileDraft, faults: &mut Faults) -> Option<PartialDate> {
    let text = draft.start_by.as_deref()?;
    let date = PartialDate::parse(text);
    if date.is_none() {
        faults.wrong(
            "/start_by",
            text,
            ("不是日期", "not a date"),
            ("写成 2027、2027-06 或 2027-06-01", "write 2027, 2027-06 or 2027-06-01"),
        );
    }
    date
}

fn check_land(land: &LandDraft, faults: &mut Faults) -> Option<Land> {
    let kind = match land.kind.as_deref() {
        None => PlotKind::Land,
        Some(word) => match PlotKind::parse(word) {
            Some(kind) => kind,
            None => {
                faults.wrong(
                    "/land/kind",
                    word,
                    ("不是地块种类", "not a kind of plot"),
                    ("land（土地）或 factory（厂房）", "land or factory"),
                );
                return None;
            }
        },
    };
    let (pointer, range, factor) = match (kind, land.area_mu, land.floor_area_m2) {
        (PlotKind::Land, Some(area), None) => ("/land/area_mu", Some(area), 1.0),
        (PlotKind::Factory, _, Some(area)) => ("/land/floor_area_m2", Some(area), 1.0),
        (PlotKind::Factory, Some(area), None) => ("/land/area_mu", Some(area), M2_PER_MU),
        (_, None, None) => ("/land", None, 1.0),
        (PlotKind::Land, _, Some(area)) => {
            let hint = ("改用 area_mu，或把 kind 写成 factory", "use area_mu, or kind factory");
            faults.wrong(
                "/land/floor_area_m2",
                ends(area),
                ("土地没有建筑面积", "land has no floor area"),
                hint,
            );
            return None;
        }
    };
    let area = range.and_then(|r| check_range(r, pointer, factor, faults));
    Some(Land { kind, area })
}

/// Both ends of a range as they were given, an open one left empty.
fn ends(range: RangeDraft) -> String {
    let end = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    format!("{}..{}", end(range.min), end(range.max))
}

const M2_PER_MU: f64 = 2000.0 / 3.0;

fn check_range(
    range: RangeDraft,
    pointer: &str,
    factor: f64,
    faults: &mut Faults,
) -> Option<(Option<f64>, Option<f64>)> {
    for (end, value) in [("min", range.min), ("max", range.max)] {
        if let Some(v) = value
            && !(v.is_finite() && v >= 0.0)
        {
            faults.wrong(
                &format!("{pointer}/{end}"),
                v,
                ("面积不小于 0", "an area is 0 or more"),
                Words::default(),
            );
        }
    }
    if let (Some(min), Some(max)) = (range.min, range.max)
        && min > max
    {
        faults.wrong(
            pointer,
            ends(range),
            ("min 大于 max", "min lies above max"),
            ("请对调", "swap the two"),
        );
    }
    let scaled = (range.min.map(|v| v * factor), range.max.map(|v| v * factor));
    (scaled != (None, None)).then_some(scaled)
}

fn check_near(near: &[NearDraft], faults: &mut Faults) -> Vec<Near> {
    let mut places = Vec::with_capacity(near.len());
    for (i, n) in near.iter().enumerate() {
        let pointer = format!("/location/near/{i}");
        if !(-180.0..=180.0).contains(&n.longitude) {
            let rule = ("经度在 -180 与 180 之间", "a longitude lies between -180 and 180");
            faults.wrong(
                &format!("{pointer}/longitude"),
                n.longitude,
                rule,
                ("以度计，WGS-84", "degrees, WGS-84"),
            );
        }
        if !(-90.0..=90.0).contains(&n.latitude) {
            let rule = ("纬度在 -90 与 90 之间", "a latitude lies between -90 and 90");
            faults.wrong(
                &format!("{pointer}/latitude"),
                n.latitude,
                rule,
                ("以度计，WGS-84", "degrees, WGS-84"),
            );
        }
        if let Some(km) = n.within_km
            && !(km.is_finite() && km > 0.0)
        {
            faults.wrong(
                &format!("{pointer}/within_km"),
                km,
                ("距离大于 0", "a distance is above 0"),
                ("以公里计", "kilometres"),
            );
        }
        places.push(Near {
            label: n.label.clone(),
            longitude: n.longitude,
            latitude: n.latitude,
            within_km: n.within_km,
            unit: geo::unit_vector(n.longitude, n.latitude),
        });
    }
    places
}

fn check_amounts(draft: &ProfileDraft, faults: &mut Faults) {
    let u = &draft.utilities;
    for (pointer, value) in [
        ("/investment_10k_cny", draft.investment_10k_cny),
        ("/jobs", draft.jobs),
        ("/utilities/power_mw", u.power_mw),
        ("/utilities/water_t_per_day", u.water_t_per_day),
        ("/utilities/sewage_t_per_day", u.sewage_t_per_day),
        ("/utilities/steam_t_per_hour", u.steam_t_per_hour),
        ("/utilities/gas_m3_per_day", u.gas_m3_per_day),
    ] {
        if let Some(v) = value
            && !(v.is_finite() && v >= 0.0)
        {
            faults.wrong(pointer, v, ("数值不小于 0", "a figure of 0 or more"), Words::default());
        }
    }
}

fn check_preset(draft: &ProfileDraft, models: &Models, faults: &mut Faults) -> String {
    let name = draft.preset.as_deref().unwrap_or(models.default_preset());
    if models.preset(name).is_some() {
        return name.to_owned();
    }
    let names: Vec<&str> = models.preset_names().collect();
    faults.wrong("/preset", name, ("没有这个预设", "not a preset"), one_of(&names.join(", ")));
    models.default_preset().to_owned()
}

fn check_rank_by(draft: &ProfileDraft, faults: &mut Faults) -> RankBy {
    match draft.rank_by.as_deref() {
        None | Some("proven" | "score") => RankBy::Proven,
        Some("possible") => RankBy::Possible,
        Some(other) => {
            faults.wrong(
                "/rank_by",
                other,
                ("不是排序方式", "not an order"),
                ("proven（已证实）或 possible（可达到）", "proven or possible"),
            );
            RankBy::Proven
        }
    }
}

fn check_limit(draft: &ProfileDraft, faults: &mut Faults) -> usize {
    match draft.limit {
        None => LIMIT_DEFAULT,
        Some(n) => match usize::try_from(n) {
            Ok(limit) if LIMIT_RANGE.contains(&n) => limit,
            _ => {
                faults.wrong(
                    "/limit",
                    n,
                    ("limit 在 1 与 200 之间", "limit lies between 1 and 200"),
                    ("其余请缩小条件后再查", "narrow the profile to see others"),
                );
                LIMIT_DEFAULT
            }
        },
    }
}
