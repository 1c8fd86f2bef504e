//! Units as sources write them, into the one unit of each quantity.

use park_domain::words::UtilityKind;

/// A capacity in the standard unit of its utility: MW for power, t/d for water and sewage, t/h for steam,
/// t/a for waste, m3/d for gas; `None` where the unit does not fit.
pub fn capacity(utility: UtilityKind, value: f64, unit: &str) -> Option<f64> {
    let unit = normal(unit);
    let (factor, rest) = ten_thousands(&unit);
    let value = value * factor;
    let per = match utility {
        UtilityKind::Power => match rest {
            "mw" | "兆瓦" => 1.0,
            // 1 MVA carries 0.9 MW.
            "mva" | "兆伏安" => 0.9,
            "kw" | "千瓦" => 0.001,
            "kva" | "千伏安" => 0.0009,
            _ => return None,
        },
        UtilityKind::Water | UtilityKind::Drainage | UtilityKind::Sewage => match rest {
            "t/d" | "m3/d" | "吨/日" | "吨/天" | "立方米/日" | "立方米/天" => 1.0,
            "t/h" | "m3/h" | "吨/小时" | "立方米/小时" => 24.0,
            "t/a" | "m3/a" | "吨/年" | "立方米/年" => 1.0 / 365.0,
            _ => return None,
        },
        UtilityKind::Steam => match rest {
            "t/h" | "吨/小时" | "吨/时" => 1.0,
            "t/d" | "吨/日" | "吨/天" => 1.0 / 24.0,
            _ => return None,
        },
        UtilityKind::Gas => match rest {
            "m3/d" | "立方米/日" | "立方米/天" | "方/日" => 1.0,
            "m3/h" | "立方米/小时" => 24.0,
            "m3/a" | "立方米/年" => 1.0 / 365.0,
            _ => return None,
        },
        UtilityKind::SolidWaste | UtilityKind::HazardousWaste => match rest {
            "t/a" | "吨/年" => 1.0,
            "t/d" | "吨/日" | "吨/天" => 365.0,
            _ => return None,
        },
        UtilityKind::Fibre => return None,
    };
    Some(value * per)
}

/// A price in CNY per standard unit: kWh for power, t for water, sewage, steam and waste, m3 for gas.
pub fn price(utility: UtilityKind, value: f64, unit: &str) -> Option<f64> {
    let unit = normal(unit);
    let rest = unit.strip_prefix("元/").or_else(|| unit.strip_prefix("cny/"))?;
    let fits = match utility {
        UtilityKind::Power => matches!(rest, "千瓦时" | "度" | "kwh"),
        UtilityKind::Water
        | UtilityKind::Drainage
        | UtilityKind::Sewage
        | UtilityKind::SolidWaste
        | UtilityKind::HazardousWaste => matches!(rest, "吨" | "t" | "立方米" | "m3" | "方"),
        UtilityKind::Steam => matches!(rest, "吨" | "t"),
        UtilityKind::Gas => matches!(rest, "立方米" | "m3" | "方"),
        UtilityKind::Fibre => false,
    };
    fits.then_some(value)
}

fn normal(unit: &str) -> String {
    park_industry::fold::fold(unit).replace('³', "3").replace("㎥", "m3")
}

fn ten_thousands(unit: &str) -> (f64, &str) {
    match unit.strip_prefix('万') {
        Some(rest) => (1e4, rest),
        None => (1.0, unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_what_sources_write() {
        for (utility, value, unit, want) in [
            (UtilityKind::Power, 50.0, "MVA", Some(45.0)),
            (UtilityKind::Power, 10.0, "万千瓦", Some(100.0)),
            (UtilityKind::Power, 5e8, "kWh/a", None),
            (UtilityKind::Water, 6.0, "万吨/日", Some(60_000.0)),
            (UtilityKind::Water, 100.0, "m³/h", Some(2400.0)),
            (UtilityKind::Steam, 75.0, "t/h", Some(75.0)),
        ] {
            assert_eq!(capacity(utility, value, unit), want, "{value} {unit}");
        }
        assert_eq!(price(UtilityKind::Power, 0.6, "元/千瓦时"), Some(0.6));
        assert_eq!(price(UtilityKind::Power, 0.6, "元/吨"), None);
    }
}
