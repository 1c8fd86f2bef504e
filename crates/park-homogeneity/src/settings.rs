//! What a person decides about the report: thresholds, draws and seeds, read from `models/homogeneity/settings.csv`.

use crate::axis::Axis;

/// The settings as they are kept in the repo.
const STANDARD: &str = include_str!("../../../models/homogeneity/settings.csv");

/// A settings file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError(String);

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "homogeneity/settings.csv: {}", self.0)
    }
}

impl std::error::Error for SettingsError {}

/// Checked settings. Shares and similarities lie in [0, 1].
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Where every draw starts.
    pub seed: u64,
    /// False discovery rate of a twin.
    pub q_max: f64,
    /// How often at most a family without any twin is opened.
    pub q_family_max: f64,
    /// Largest peer set of which all pairs are tested.
    pub family_parks_max: usize,
    /// How near two parks are to be tested above that.
    pub near_km: f64,
    /// How near two parks at the same stage are rivals.
    pub rival_km: f64,
    /// Share of texts above which a shingle is boilerplate.
    pub boilerplate_share: f64,
    /// Least number of parks that make boilerplate.
    pub boilerplate_parks_min: usize,
    /// Least firms of a park whose structure is compared.
    pub firms_min: f64,
    /// Shared items that a set of pairs must be expected to have before it is judged.
    pub set_overlap_min: f64,
    /// Draws of the nulls.
    pub null_draws: usize,
    /// Similarity from which two lists of named industries, and two sets of instruments, count as alike.
    pub alike: [f64; 2],
    /// Similarity at which groups are cut, by axis.
    pub cut: [f64; 4],
    /// Resamples behind the stability of groups.
    pub bootstrap_draws: usize,
    /// Stability under which a group is not stable.
    pub stable_min: f64,
    /// Share of members that makes the core of a group.
    pub core_share: f64,
    /// Nearest parks kept for each park.
    pub neighbours: usize,
    /// Parks with data under which an axis says that its data are few.
    pub few_parks: usize,
    /// Parks of a heat map.
    pub heat_parks_max: usize,
    /// Columns of the map of parks.
    pub map_columns_max: usize,
    /// Items of evidence kept for a pair.
    pub evidence_max: usize,
    /// Rate at which its yearly flows are discounted, 0.06 is 6 %.
    pub discount_rate: f64,
    /// Years that are looked at.
    pub horizon_years: usize,
    /// The project that clauses are worked out for: its size by what they are paid on.
    pub project: Vec<(String, f64)>,
    /// Words that end a term of a positioning, longest first.
    pub term_breaks: Vec<String>,
    /// Named industries that name none.
    pub not_industries: Vec<String>,
    /// Every setting with its value and the reason for it, as written.
    pub reasons: Vec<Reason>,
}

/// A setting as it is written, with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Why it is so, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl Settings {
    /// The settings of the repo.
    ///
    /// # Panics
    /// Never in a released build: a test reads the embedded file.
    pub fn standard() -> Self {
        Self::parse(STANDARD).expect("the embedded settings are read by a test")
    }

    /// Reads `name,value,reason_zh,reason` rows; only the last cell may hold a comma.
    ///
    /// # Errors
    /// What is missing, unknown or out of range.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let rows = text
            .lines()
            .skip(1)
            .filter(|line| !line.trim().is_empty())
            .map(reason)
            .collect::<Result<Vec<Reason>, SettingsError>>()?;
        let mut left: Vec<String> = rows.iter().map(|r| r.name.clone()).collect();
        let mut text_of = |name: &str| -> Result<String, SettingsError> {
            left.retain(|n| n != name);
            rows.iter()
                .find(|r| r.name == name)
                .map(|r| r.value.clone())
                .ok_or_else(|| SettingsError(format!("{name} is missing")))
        };
        let bad = |name: &str, value: &str, rule: &str| {
            SettingsError(format!("{name} is {value}; expected {rule}"))
        };
        let settings = {
            let mut share = |name: &str| -> Result<f64, SettingsError> {
                let value = text_of(name)?;
                match value.parse::<f64>() {
                    Ok(v) if (0.0..=1.0).contains(&v) => Ok(v),
                    _ => Err(bad(name, &value, "a number from 0 to 1")),
                }
            };
            let by_axis =
                |prefix: &str, share: &mut dyn FnMut(&str) -> Result<f64, SettingsError>| {
                    let mut values = [0.0; 4];
                    for (slot, axis) in values.iter_mut().zip(Axis::ALL) {
                        *slot = share(&format!("{prefix}_{}", axis.code()))?;
                    }
                    Ok::<_, SettingsError>(values)
                };
            let q_max = share("q_max")?;
            let q_family_max = share("q_family_max")?;
            let boilerplate_share = share("boilerplate_share")?;
            let alike = [share("alike_industry_named")?, share("alike_policy")?];
            let cut = by_axis("cut", &mut share)?;
            let stable_min = share("stable_min")?;
            let core_share = share("core_share")?;
            let discount_rate = share("discount_rate")?;
            let mut count = |name: &str| -> Result<usize, SettingsError> {
                let value = text_of(name)?;
                match value.parse::<usize>() {
                    Ok(v) if v <= 100_000_000 => Ok(v),
                    _ => Err(bad(name, &value, "a whole number")),
                }
            };
            Self {
                seed: count("seed")? as u64,
                family_parks_max: count("family_parks_max")?,
                boilerplate_parks_min: count("boilerplate_parks_min")?,
                firms_min: small(count("firms_min")?),
                near_km: small(count("near_km")?),
                rival_km: small(count("rival_km")?),
                set_overlap_min: small(count("set_overlap_min")?),
                null_draws: count("null_draws")?.max(2),
                bootstrap_draws: count("bootstrap_draws")?,
                neighbours: count("neighbours")?,
                few_parks: count("few_parks")?,
                heat_parks_max: count("heat_parks_max")?,
                map_columns_max: count("map_columns_max")?,
                evidence_max: count("evidence_max")?,
                horizon_years: count("horizon_years")?,
                term_breaks: longest_first(&text_of("term_breaks")?),
                project: project(&text_of("project")?)?,
                not_industries: text_of("not_industries")?.split('、').map(str::to_owned).collect(),
                q_max,
                q_family_max,
                boilerplate_share,
                alike,
                cut,
                stable_min,
                core_share,
                discount_rate,
                reasons: Vec::new(),
            }
        };
        if let Some(unknown) = left.first() {
            return Err(SettingsError(format!("{unknown} is not a setting")));
        }
        Ok(Self { reasons: rows, ..settings })
    }

    /// Similarity from which a pair counts as alike, where that is a matter of definition.
    pub(crate) fn alike_of(&self, axis: Axis) -> Option<f64> {
        match axis {
            Axis::IndustryNamed => Some(self.alike[0]),
            Axis::Policy => Some(self.alike[1]),
            Axis::Positioning | Axis::IndustryRevealed => None,
        }
    }

    /// Similarity at which groups are cut.
    pub(crate) fn cut_of(&self, axis: Axis) -> f64 {
        self.cut[axis.index()]
    }
}

fn reason(line: &str) -> Result<Reason, SettingsError> {
    let mut cells = line.splitn(4, ',');
    let (Some(name), Some(value), Some(zh), Some(en)) =
        (cells.next(), cells.next(), cells.next(), cells.next())
    else {
        return Err(SettingsError(format!("`{line}` is not name,value,reason_zh,reason")));
    };
    Ok(Reason {
        name: name.to_owned(),
        value: value.to_owned(),
        zh: zh.to_owned(),
        en: en.trim_matches('"').to_owned(),
    })
}

/// A list separated by `、`, longest first, so that a long word is not cut by a short one.
fn longest_first(list: &str) -> Vec<String> {
    let mut words: Vec<String> = list.split('、').map(str::to_owned).collect();
    words.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then(a.cmp(b)));
    words
}

/// `per=size` separated by `、`.
fn project(list: &str) -> Result<Vec<(String, f64)>, SettingsError> {
    let wrong = |part: &str| SettingsError(format!("project has {part}; expected per=size"));
    list.split('、')
        .map(|part| {
            let (per, size) = part.split_once('=').ok_or_else(|| wrong(part))?;
            match size.parse::<f64>() {
                Ok(size) if size > 0.0 && size.is_finite() => Ok((per.to_owned(), size)),
                Ok(_) | Err(_) => Err(wrong(part)),
            }
        })
        .collect()
}

/// A checked count (at most 10^8) as a number.
fn small(count: usize) -> f64 {
    crate::number(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repo_settings_are_read() {
        let settings = Settings::standard();
        assert_eq!(settings.family_parks_max, 1000);
        for reason in &settings.reasons {
            assert!(reason.en.is_ascii() && reason.en.len() > 10, "{reason:?}");
            assert!(!reason.zh.is_ascii() && !reason.zh.starts_with('"'), "{reason:?}");
        }
    }

    #[test]
    fn unknown_missing_and_wrong_rows_are_named() {
        let extra = format!("{STANDARD}colour,1,好看,because it is nice\n");
        assert!(Settings::parse(&extra).unwrap_err().to_string().contains("colour is not"));
        let less = STANDARD.replace("q_max,0.05", "q_min,0.05");
        assert!(Settings::parse(&less).unwrap_err().to_string().contains("q_max"));
        let wrong = STANDARD.replace("q_max,0.05", "q_max,5");
        assert!(Settings::parse(&wrong).unwrap_err().to_string().contains("0 to 1"));
    }
}
