//! GB/T 2260: names, levels, what lies in what.

use std::collections::BTreeMap;
use std::path::Path;

use park_domain::Table;

use crate::account::Account;
use crate::error::BundleError;
use crate::sheet::Sheet;
use crate::sources;
use crate::tables::Tables;

/// One region as the source gives it.
#[derive(Debug, Clone)]
struct Region {
    name: String,
    longitude: String,
    latitude: String,
}

/// All regions by code.
#[derive(Debug, Default)]
pub(crate) struct Regions {
    by_code: BTreeMap<String, Region>,
    unused: usize,
}

/// Peoples in the names of autonomous regions; they are dropped for the short form.
const PEOPLES: [&str; 49] = [
    "维吾尔",
    "哈萨克",
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯",
    "普米族",
    "塔吉克",
    "怒族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "独龙族",
    "鄂伦春",
    "各族",
    "回",
];

const ENDINGS: [&str; 14] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "新区",
    "林区",
    "省",
    "市",
    "县",
    "区",
    "盟",
    "旗",
];

/// `襄阳市` → `襄阳`, `延边朝鲜族自治州` → `延边`; a name of which one character would be left stays.
pub(crate) fn short(name: &str) -> &str {
    let Some(ending) = ENDINGS.iter().find(|e| name.ends_with(**e)) else { return name };
    let mut stem = &name[..name.len() - ending.len()];
    if ending.starts_with("自治") && stem != "内蒙古" {
        while let Some(people) = PEOPLES
            .iter()
            .find(|p| stem.strip_suffix(**p).is_some_and(|rest| rest.chars().count() >= 2))
        {
            stem = &stem[..stem.len() - people.len()];
        }
    }
    if stem.chars().count() >= 2 { stem } else { name }
}

impl Regions {
    pub(crate) fn read(path: &Path) -> Result<Self, BundleError> {
        let sheet = Sheet::read(path, &["region_code", "name", "longitude", "latitude"])?;
        let mut regions = Self::default();
        for row in sheet.rows() {
            let name = row.get("name");
            // 市辖区 and 省直辖县级行政区划 are lines of the code table, not places.
            if name == "市辖区" || name == "县" || name.contains("直辖") {
                regions.unused += 1;
                continue;
            }
            let region = Region {
                name: name.to_owned(),
                longitude: row.get("longitude").to_owned(),
                latitude: row.get("latitude").to_owned(),
            };
            regions.by_code.insert(row.get("region_code").to_owned(), region);
        }
        Ok(regions)
    }

    /// Regions of codes and names, for tests.
    #[cfg(test)]
    pub(crate) fn of(regions: &[(&str, &str)]) -> Self {
        let region = |name: &str| Region {
            name: name.to_owned(),
            longitude: String::new(),
            latitude: String::new(),
        };
        let by_code = regions.iter().map(|(code, name)| ((*code).to_owned(), region(name)));
        Self { by_code: by_code.collect(), unused: 0 }
    }

    pub(crate) fn contains(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }

    pub(crate) fn name(&self, code: &str) -> Option<&str> {
        self.by_code.get(code).map(|r| r.name.as_str())
    }

    /// The region above; a county without a city (省直辖) lies in its province.
    pub(crate) fn parent(&self, code: &str) -> Option<String> {
        let city = format!("{}00", code.get(..4)?);
        let province = format!("{}0000", code.get(..2)?);
        [city, province].into_iter().find(|up| up != code && self.contains(up))
    }

    /// Code of a province by its short or full name.
    pub(crate) fn province_code(&self, name: &str) -> Option<&str> {
        self.by_code
            .iter()
            .filter(|(code, _)| code.ends_with("0000"))
            .find(|(_, r)| r.name == name || short(&r.name) == name)
            .map(|(code, _)| code.as_str())
    }

    /// Codes of all cities by the short names of province and city.
    pub(crate) fn cities(&self) -> BTreeMap<(String, String), String> {
        let is_city = |code: &str| code.ends_with("00") && !code.ends_with("0000");
        let cities = self.by_code.iter().filter(|(code, _)| is_city(code));
        cities
            .filter_map(|(code, city)| {
                let province = self.name(&format!("{}0000", code.get(..2)?))?;
                let names = (short(province).to_owned(), short(&city.name).to_owned());
                Some((names, code.clone()))
            })
            .collect()
    }

    /// Longitude and latitude of its centroid, as the source writes them.
    pub(crate) fn centroid(&self, code: &str) -> Option<(&str, &str)> {
        let region = self.by_code.get(code)?;
        let known = !region.longitude.is_empty() && !region.latitude.is_empty();
        known.then_some((region.longitude.as_str(), region.latitude.as_str()))
    }

    /// All names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_code.values().map(|r| r.name.as_str())
    }

    /// Fills the table of regions.
    pub(crate) fn fill(&self, tables: &mut Tables) -> Result<Account, BundleError> {
        let mut account = Account::new("reference/regions.csv", self.by_code.len() + self.unused);
        account.count_many(
            "dropped: a line of the code table that is no place (市辖区, 直辖)",
            self.unused,
        );
        for (code, region) in &self.by_code {
            let parent = self.parent(code);
            let is_new = tables.add(
                Table::Regions,
                &[
                    ("region_code", code),
                    ("name", &region.name),
                    ("level", level(code)),
                    ("parent_code", parent.as_deref().unwrap_or("")),
                    ("longitude", &region.longitude),
                    ("latitude", &region.latitude),
                    ("source", sources::REGIONS),
                ],
            )?;
            account.count(if is_new { "used" } else { "dropped: code given twice" });
        }
        Ok(account)
    }
}

/// Level of a code.
fn level(code: &str) -> &'static str {
    if code.ends_with("0000") {
        "province"
    } else if code.ends_with("00") {
        "city"
    } else {
        "county"
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn short_forms_keep_two_characters() {
        for (name, want) in [
            ("襄阳市", "襄阳"),
            ("延边朝鲜族自治州", "延边"),
            ("内蒙古自治区", "内蒙古"),
            ("广西壮族自治区", "广西"),
            ("恩施土家族苗族自治州", "恩施"),
            ("歙县", "歙县"),
            ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ] {
            assert_eq!(short(name), want);
        }
    }
}
