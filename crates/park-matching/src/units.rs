//! Units and positions as people write them: the stable form is English, Chinese answers have their own.

use crate::models::CriterionModel;
use crate::say::Language;

/// What `position_is` says in the bundled set, in Chinese.
const POSITIONS: [(&str, &str); 8] = [
    ("surveyed", "实测坐标"),
    ("centroid of county", "县区中心点"),
    ("centroid of county (placed by hand)", "县区中心点（人工判定）"),
    ("centroid of county (by the source's geocoding)", "县区中心点（按来源的地理编码）"),
    ("centroid of city", "城市中心点"),
    ("centroid of city (placed by hand)", "城市中心点（人工判定）"),
    ("centroid of city (by its place in the catalogue)", "城市中心点（按目录中的位置）"),
    ("centroid of province", "省中心点"),
];

/// The unit of a criterion; empty where it has none.
pub fn unit_of(model: &CriterionModel, language: Language) -> &str {
    let unit = model.unit.as_deref().unwrap_or("");
    language.pick(model.unit_zh.as_deref().unwrap_or(unit), unit)
}

/// What a park's coordinates are the position of.
pub fn position(is: Option<&str>, language: Language) -> &str {
    match is {
        // What is not in the list stays as it is written.
        Some(is) => language.pick(POSITIONS.iter().find(|p| p.0 == is).map_or(is, |p| p.1), is),
        None => language.pick("坐标", "position"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_stays_as_it_is_written() {
        assert_eq!(position(Some("园区管委会"), Language::Zh), "园区管委会");
        assert_eq!(position(Some("centroid of county"), Language::Zh), "县区中心点");
        assert_eq!(position(Some("centroid of county"), Language::En), "centroid of county");
    }
}
