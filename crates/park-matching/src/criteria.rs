//! The criteria: one enum, in the order in which a score is summed.

use park_domain::words::UtilityKind;

macro_rules! criteria {
    ($($variant:ident = $code:literal, $value:ident, $group:expr;)+) => {
        /// A criterion of a match.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Criterion { $(#[doc = concat!("`", $code, "`")] $variant,)+ }

        impl Criterion {
            /// Every criterion, in the order in which adds are summed.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The stable name, unit last.
            pub fn code(self) -> &'static str { match self { $(Self::$variant => $code,)+ } }
            /// What its value is.
            pub fn value_type(self) -> ValueType { match self { $(Self::$variant => ValueType::$value,)+ } }
            /// The group whose weight it shares.
            pub fn group(self) -> Option<Group> { match self { $(Self::$variant => $group,)+ } }
            /// The criterion of a name.
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|c| c.code() == code)
            }
        }
    };
}

criteria! {
    IndustryFit = "industry_fit", Share, Some(Group::Industry);
    IndustryScale = "industry_scale", Share, Some(Group::Industry);
    IndustryGrowth = "industry_growth", Share, Some(Group::Industry);
    IndustryQuotient = "industry_quotient", Number, Some(Group::Industry);
    Level = "level", Word, None;
    Kind = "kind", Word, None;
    ApprovedAreaHa = "approved_area_ha", Number, None;
    AgeYears = "age_years", Number, None;
    DistanceKm = "distance_km", Number, None;
    LandAreaMu = "land_area_mu", Number, None;
    FactoryAreaM2 = "factory_area_m2", Number, None;
    LandPrice = "land_price_10k_cny_per_mu", Number, Some(Group::Cost);
    FactoryRent = "factory_rent_cny_per_m2_month", Number, Some(Group::Cost);
    PowerMw = "power_mw", Number, None;
    WaterTPerDay = "water_t_per_day", Number, None;
    SewageTPerDay = "sewage_t_per_day", Number, None;
    SteamTPerHour = "steam_t_per_hour", Number, None;
    GasM3PerDay = "gas_m3_per_day", Number, None;
    HazardousWaste = "hazardous_waste", Flag, None;
    ChemicalPark = "chemical_park", Flag, None;
    PowerPrice = "power_price_cny_per_kwh", Number, Some(Group::Cost);
    WaterPrice = "water_price_cny_per_t", Number, Some(Group::Cost);
    GasPrice = "gas_price_cny_per_m3", Number, Some(Group::Cost);
    SteamPrice = "steam_price_cny_per_t", Number, Some(Group::Cost);
    Incentives = "incentives", Number, None;
    ApprovalDays = "approval_days", Number, None;
    PromiseKeeping = "promise_keeping", Share, None;
    Admission = "admission", Flag, None;
    Region = "region", Region, None;
}

/// Number of criteria.
pub const N_CRITERIA: usize = Criterion::ALL.len();

impl Criterion {
    /// Its place in [`Criterion::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// Whether it only filters and is never weighed.
    pub fn only_filters(self) -> bool {
        self == Self::Region
    }

    /// The utility whose spare capacity it compares.
    pub fn spare_of(self) -> Option<UtilityKind> {
        self.utility().filter(|(_, price)| !price).map(|(u, _)| u)
    }

    /// The utility whose price it compares.
    pub fn price_of(self) -> Option<UtilityKind> {
        self.utility().filter(|(_, price)| *price).map(|(u, _)| u)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "all others are not about utilities")]
    fn utility(self) -> Option<(UtilityKind, bool)> {
        Some(match self {
            Self::PowerMw => (UtilityKind::Power, false),
            Self::WaterTPerDay => (UtilityKind::Water, false),
            Self::SewageTPerDay => (UtilityKind::Sewage, false),
            Self::SteamTPerHour => (UtilityKind::Steam, false),
            Self::GasM3PerDay => (UtilityKind::Gas, false),
            Self::PowerPrice => (UtilityKind::Power, true),
            Self::WaterPrice => (UtilityKind::Water, true),
            Self::GasPrice => (UtilityKind::Gas, true),
            Self::SteamPrice => (UtilityKind::Steam, true),
            _ => return None,
        })
    }

    /// Whether less of it is better.
    pub fn less_is_better(self) -> bool {
        matches!(self, Self::DistanceKm | Self::ApprovalDays) || self.group() == Some(Group::Cost)
    }
}

/// What the value of a criterion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// A number in the unit of the criterion's name.
    Number,
    /// A number from 0 to 1.
    Share,
    /// Yes or no.
    Flag,
    /// A word of a fixed list.
    Word,
    /// A prefix of a region code.
    Region,
}

impl ValueType {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Share => "share",
            Self::Flag => "flag",
            Self::Word => "word",
            Self::Region => "region",
        }
    }
}

/// Criteria that share one weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The parts of the industry.
    Industry,
    /// What production costs.
    Cost,
}

impl Group {
    /// Both groups.
    pub const ALL: &'static [Self] = &[Self::Industry, Self::Cost];

    /// The stable name, usable where a weight is set.
    pub fn code(self) -> &'static str {
        match self {
            Self::Industry => "industry",
            Self::Cost => "cost",
        }
    }

    /// The group of a name.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|g| g.code() == code)
    }

    /// Its words in Chinese and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Industry => ("产业", "industry"),
            Self::Cost => ("成本", "cost"),
        }
    }

    /// Its parts.
    pub fn parts(self) -> impl Iterator<Item = Criterion> {
        Criterion::ALL.iter().copied().filter(move |c| c.group() == Some(self))
    }
}
