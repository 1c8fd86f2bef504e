//! Admission floors in one unit. 1 万元/公顷 = 1 元/㎡ = 1/15 万元/亩: a floor read in the wrong unit is
//! wrong by 15 and still looks right, so a unit that is not known makes the floor unknown.

use park_domain::Threshold;

/// What a floor measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// Investment per area.
    InvestmentIntensity,
    /// Total investment.
    Investment,
    /// Output per area.
    OutputPerMu,
    /// Tax per area.
    TaxPerMu,
    /// Jobs.
    Jobs,
}

impl Indicator {
    /// The stable code, with the unit in which the floor is given.
    pub fn code(self) -> &'static str {
        match self {
            Self::InvestmentIntensity => "investment_10k_cny_per_mu",
            Self::Investment => "investment_10k_cny",
            Self::OutputPerMu => "output_10k_cny_per_mu",
            Self::TaxPerMu => "tax_10k_cny_per_mu",
            Self::Jobs => "jobs",
        }
    }

    /// The indicator of what a table calls it.
    pub fn parse(text: &str) -> Option<Self> {
        const CODES: [Indicator; 5] = [
            Indicator::InvestmentIntensity,
            Indicator::Investment,
            Indicator::OutputPerMu,
            Indicator::TaxPerMu,
            Indicator::Jobs,
        ];
        let text = text.trim().to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
        if let Some(found) = CODES.iter().find(|i| i.code() == text) {
            return Some(*found);
        }
        if has(&["投资强度", "亩均投资", "亩均固定资产投资", "investment intensity"])
        {
            Some(Self::InvestmentIntensity)
        } else if has(&["亩均税", "税收强度", "tax per mu", "tax intensity"]) {
            Some(Self::TaxPerMu)
        } else if has(&["亩均产", "亩均产值", "产出强度", "output per mu", "output intensity"])
        {
            Some(Self::OutputPerMu)
        } else if has(&["总投资", "投资额", "投资规模", "total investment"]) || text == "investment"
        {
            Some(Self::Investment)
        } else if has(&["用工", "就业", "从业人"]) {
            Some(Self::Jobs)
        } else {
            None
        }
    }
}

/// A floor in the unit of its indicator's code.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// What it measures.
    pub indicator: Indicator,
    /// The least value.
    pub minimum: f64,
}

/// Reads a threshold; none when its indicator, its minimum or its unit is not known.
pub fn floor(threshold: &Threshold) -> Option<Floor> {
    let indicator = Indicator::parse(&threshold.indicator)?;
    let minimum = threshold.minimum?;
    let unit = threshold.unit.as_deref().map(plain);
    // An indicator that is written as its code says its unit itself.
    if unit.is_none() && threshold.indicator.trim().eq_ignore_ascii_case(indicator.code()) {
        return Some(Floor { indicator, minimum });
    }
    let of = match indicator {
        Indicator::InvestmentIntensity | Indicator::OutputPerMu | Indicator::TaxPerMu => {
            money_per_mu(unit.as_deref()?)?
        }
        Indicator::Investment => money(unit.as_deref()?)?,
        Indicator::Jobs => {
            if unit.as_deref().is_some_and(|u| !matches!(u, "人" | "个" | "名" | "jobs")) {
                return None;
            }
            (1.0, 1.0)
        }
    };
    Some(Floor { indicator, minimum: minimum * of.0 / of.1 })
}

fn plain(unit: &str) -> String {
    unit.to_lowercase()
        .replace("_per_", "/")
        .replace(['每', '／'], "/")
        .replace('²', "2")
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// How many 10k CNY one is, as a fraction so that 4,500 元/㎡ are 300 万元/亩 exactly.
fn money(unit: &str) -> Option<(f64, f64)> {
    match unit {
        "元" | "cny" => Some((1.0, 10_000.0)),
        "万元" | "万" | "10k_cny" => Some((1.0, 1.0)),
        "亿元" | "亿" | "100m_cny" => Some((10_000.0, 1.0)),
        _ => None,
    }
}

fn money_per_mu(unit: &str) -> Option<(f64, f64)> {
    let (sum, area) = unit.split_once('/')?;
    let (num, den) = money(sum)?;
    // 1 亩 is 10,000/15 m2.
    let (area_num, area_den) = match area {
        "亩" | "mu" => (1.0, 1.0),
        "公顷" | "ha" => (1.0, 15.0),
        "平方米" | "㎡" | "m2" | "平米" => (10_000.0, 15.0),
        "平方公里" | "km2" => (1.0, 1_500.0),
        _ => return None,
    };
    Some((num * area_num, den * area_den))
}
