//! Which parks are compared, as asked and as checked.

use park_domain::geo::unit_vector;
use park_domain::words::{Level, ParkKind};
use park_domain::{Dataset, ParkId, PartialDate};

use crate::settings::Settings;

/// Around what `within_km` is measured.
#[derive(Debug, Clone, PartialEq)]
pub enum Centre {
    /// A park of the store.
    Park(ParkId),
    /// Longitude and latitude in degrees.
    Point(f64, f64),
}

/// How many pairs the report lists for each axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairLimit {
    /// The most surprising ones.
    First(usize),
    /// Every pair of the tested family.
    All,
}

/// What was asked for.
#[derive(Debug, Clone)]
pub struct Params {
    /// Prefix of a region code: 2, 4 or 6 digits.
    pub region: Option<String>,
    /// Only parks of this level.
    pub level: Option<Level>,
    /// Only parks of this kind.
    pub kind: Option<ParkKind>,
    /// With a centre: only parks this near to it. Without: only pairs this near to each other are tested.
    pub within_km: Option<f64>,
    /// Around what.
    pub centre: Option<Centre>,
    /// Data up to the end of this year; none is all.
    pub year: Option<u16>,
    /// Pairs listed for each axis.
    pub pairs: PairLimit,
    /// Clauses that end before this date do not count; default the newest `as_of` of the data.
    pub as_of: Option<PartialDate>,
    /// Where every draw starts; default the settings' seed.
    pub seed: Option<u64>,
    /// Thresholds and draws.
    pub settings: Settings,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            region: None,
            level: None,
            kind: None,
            within_km: None,
            centre: None,
            year: None,
            pairs: PairLimit::First(100),
            as_of: None,
            seed: None,
            settings: Settings::standard(),
        }
    }
}

/// A parameter that cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub enum ParamError {
    /// Not 2, 4 or 6 digits.
    Region(String),
    /// Not a positive number of kilometres, at most 20,000.
    WithinKm(f64),
    /// No such park, or one without a position.
    Centre(String),
    /// A centre without a distance.
    CentreAlone,
}

impl ParamError {
    /// The name of the parameter at fault.
    pub fn parameter(&self) -> &'static str {
        match self {
            Self::Region(_) => "region",
            Self::WithinKm(_) | Self::CentreAlone => "within_km",
            Self::Centre(_) => "centre",
        }
    }

    /// The value at fault; empty where something is missing.
    pub fn found(&self) -> String {
        match self {
            Self::Region(found) | Self::Centre(found) => found.clone(),
            Self::WithinKm(found) => found.to_string(),
            Self::CentreAlone => String::new(),
        }
    }

    /// The rule in Chinese; `Display` gives English.
    pub fn zh(&self) -> String {
        match self {
            Self::Region(found) => {
                format!("“{found}”不是行政区划代码；应为 2、4 或 6 位数字")
            }
            Self::WithinKm(found) => {
                format!("{found} 不是可用的距离；应大于 0 公里，最多 20000 公里")
            }
            Self::Centre(found) => format!("“{found}”不是有坐标的园区"),
            Self::CentreAlone => "给了中心就要给 within_km".to_owned(),
        }
    }
}

impl std::fmt::Display for ParamError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Region(found) => {
                write!(f, "\"{found}\" is not a region code; expected 2, 4 or 6 digits")
            }
            Self::WithinKm(found) => {
                write!(f, "{found} is not a distance; expected kilometres above 0, at most 20000")
            }
            Self::Centre(found) => write!(f, "\"{found}\" is not a park with a position"),
            Self::CentreAlone => write!(f, "a centre needs within_km"),
        }
    }
}

impl std::error::Error for ParamError {}

/// Checked parameters: only these can run.
#[derive(Debug, Clone)]
pub struct ValidParams {
    pub(crate) params: Params,
    pub(crate) centre: Option<[f64; 3]>,
    pub(crate) region_digits: Option<String>,
}

impl Params {
    /// Checks the parameters against the parks at hand.
    ///
    /// # Errors
    /// The first parameter that cannot be used.
    pub fn check(mut self, dataset: &Dataset) -> Result<ValidParams, ParamError> {
        if let Some(region) = &self.region
            && !(matches!(region.len(), 2 | 4 | 6) && region.bytes().all(|b| b.is_ascii_digit()))
        {
            return Err(ParamError::Region(region.clone()));
        }
        if let Some(km) = self.within_km
            && !(km > 0.0 && km <= 20_000.0)
        {
            return Err(ParamError::WithinKm(km));
        }
        if self.centre.is_some() && self.within_km.is_none() {
            return Err(ParamError::CentreAlone);
        }
        let centre = match &self.centre {
            None => None,
            Some(Centre::Point(longitude, latitude))
                if (-180.0..=180.0).contains(longitude) && (-90.0..=90.0).contains(latitude) =>
            {
                Some(unit_vector(*longitude, *latitude))
            }
            Some(Centre::Point(longitude, latitude)) => {
                return Err(ParamError::Centre(format!("{longitude}, {latitude}")));
            }
            Some(Centre::Park(id)) => {
                let id = dataset.resolve().get(id).cloned().unwrap_or_else(|| id.clone());
                let position = dataset.parks.iter().find(|p| p.id == id).and_then(|p| p.position);
                let (longitude, latitude) =
                    position.ok_or_else(|| ParamError::Centre(id.to_string()))?;
                Some(unit_vector(longitude, latitude))
            }
        };
        // 320000 asks for the province, 320500 for the city.
        let region_digits = self.region.as_ref().map(|r| {
            let mut digits = r.clone();
            while digits.len() > 2 && digits.ends_with("00") {
                digits.truncate(digits.len() - 2);
            }
            digits
        });
        self.as_of = self.as_of.or_else(|| dataset.newest_as_of());
        self.settings.seed = self.seed.unwrap_or(self.settings.seed);
        Ok(ValidParams { params: self, centre, region_digits })
    }
}

impl ValidParams {
    /// The parameters that will be used, with the seed and the date filled in.
    pub fn params(&self) -> &Params {
        &self.params
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.params.settings
    }

    /// Whether data of this year count.
    pub(crate) fn counts_year(&self, year: Option<u16>) -> bool {
        match (year, self.params.year) {
            (Some(row), Some(last)) => row <= last,
            (Some(_) | None, None) | (None, Some(_)) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_parameters_are_named() {
        let check = |params: Params| params.check(&Dataset::default()).unwrap_err().parameter();
        let base = Params::default;
        assert_eq!(check(Params { region: Some("320".to_owned()), ..base() }), "region");
        assert_eq!(check(Params { within_km: Some(-1.0), ..base() }), "within_km");
        assert_eq!(check(Params { within_km: Some(f64::NAN), ..base() }), "within_km");
        assert_eq!(check(Params { centre: Some(Centre::Point(1.0, 1.0)), ..base() }), "within_km");
        let centre = Some(Centre::Park(ParkId::from("X")));
        assert_eq!(check(Params { centre, within_km: Some(5.0), ..base() }), "centre");
    }

    #[test]
    fn a_padded_region_code_is_its_prefix() {
        let params = Params { region: Some("320000".to_owned()), ..Params::default() };
        assert_eq!(params.check(&Dataset::default()).unwrap().region_digits.as_deref(), Some("32"));
    }
}
