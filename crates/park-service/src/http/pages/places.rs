//! Names of regions as people write them: full, short, by one character, by group, in English.

use park_domain::Dataset;

use crate::answer::names::PROVINCES;

/// Groups of provinces that have a name of their own.
const GROUPS: [(&str, &[&str]); 6] = [
    ("长三角", &["31", "32", "33", "34"]),
    ("珠三角", &["44"]),
    ("京津冀", &["11", "12", "13"]),
    ("成渝", &["50", "51"]),
    ("大湾区", &["44"]),
    ("东北", &["21", "22", "23"]),
];

/// Short names that are words as well: only the full name counts.
const AMBIGUOUS: [&str; 4] = ["白银", "大同", "东方", "黄山"];

/// A place found in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Prefixes of region codes that it stands for.
    pub(super) codes: Vec<String>,
    /// As it is shown.
    pub(super) label: String,
    /// Longitude and latitude of its centroid, degrees.
    pub(super) position: Option<(f64, f64)>,
}

/// All names, the longest first.
#[derive(Debug, Default)]
pub(super) struct Places {
    names: Vec<(Vec<char>, Place)>,
}

impl Places {
    /// The names of the provinces, and of the regions of a dataset.
    pub(super) fn of(dataset: &Dataset) -> Self {
        let regions = dataset.regions.iter().map(|r| {
            (&*r.region_code, &*r.name, r.level.as_deref().unwrap_or_default(), r.position)
        });
        Self::from_regions(regions)
    }

    /// As [`Places::of`], from code, name, level and position.
    pub(super) fn from_regions<'r>(
        regions: impl Iterator<Item = (&'r str, &'r str, &'r str, Option<(f64, f64)>)>,
    ) -> Self {
        let mut places = Self::default();
        let mut positions = std::collections::BTreeMap::new();
        for (code, name, level, position) in regions {
            if level == "province" {
                positions.insert(code[..2.min(code.len())].to_owned(), position);
                places.add(name, vec![code[..2.min(code.len())].to_owned()], name, position);
                continue;
            }
            let own = if level == "city" { &code[..4.min(code.len())] } else { code };
            places.add(name, vec![own.to_owned()], name, position);
            let short = name.strip_suffix('市').unwrap_or(name);
            if level == "city" && short.chars().count() >= 2 && !AMBIGUOUS.contains(&short) {
                places.add(short, vec![own.to_owned()], short, position);
            }
        }
        for (code, short, _, english) in PROVINCES {
            let position = positions.get(code).copied().flatten();
            places.add(short, vec![code.to_owned()], short, position);
            places.add(english, vec![code.to_owned()], short, position);
        }
        for (name, codes) in GROUPS {
            places.add(name, codes.iter().map(|c| (*c).to_owned()).collect(), name, None);
        }
        places.names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        places
    }

    fn add(&mut self, name: &str, codes: Vec<String>, label: &str, position: Option<(f64, f64)>) {
        let key: Vec<char> = name.to_lowercase().chars().collect();
        if key.len() >= 2 {
            self.names.push((key, Place { codes, label: label.to_owned(), position }));
        }
    }

    /// The longest name at the beginning of a folded text, and how many characters it takes.
    pub(super) fn at(&self, text: &[char]) -> Option<(usize, Place)> {
        let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
        // A Latin name ends where its word ends: Tibetan is no Tibet.
        let here = |key: &[char]| {
            text.starts_with(key) && !(latin(key.last()) && latin(text.get(key.len())))
        };
        if let Some((key, place)) = self.names.iter().find(|(key, _)| here(key)) {
            let suffix = text.get(key.len()).is_some_and(|c| matches!(c, '省' | '市'));
            return Some((key.len() + usize::from(suffix), place.clone()));
        }
        letters(text)
    }

    /// The one place that a whole text names, or a code of 2, 4 or 6 digits.
    pub(super) fn whole(&self, text: &str) -> Option<Place> {
        let text = text.trim();
        if matches!(text.len(), 2 | 4 | 6) && text.bytes().all(|b| b.is_ascii_digit()) {
            return Some(Place {
                codes: vec![text.to_owned()],
                label: self.label(text),
                position: None,
            });
        }
        let folded: Vec<char> = text.to_lowercase().chars().collect();
        self.at(&folded).filter(|(taken, _)| *taken == folded.len()).map(|(_, place)| place)
    }

    /// How a code is shown.
    pub(super) fn label(&self, code: &str) -> String {
        let named = |(_, p): &&(Vec<char>, Place)| p.codes.len() == 1 && p.codes[0] == code;
        let province = PROVINCES.iter().find(|p| p.0 == code).map(|p| p.1.to_owned());
        province
            .or_else(|| self.names.iter().find(named).map(|(_, p)| p.label.clone()))
            .unwrap_or_else(|| code.to_owned())
    }
}

/// A run of at least two one-character names: 江浙皖, 苏浙沪. In such a run 江 means Jiangsu.
fn letters(text: &[char]) -> Option<(usize, Place)> {
    // 晋江 is a city: 江 is a province only before 浙.
    let code_of = |(at, c): (usize, &char)| {
        if *c == '江' {
            return (text.get(at + 1) == Some(&'浙')).then_some("32");
        }
        PROVINCES.iter().find(|p| p.2.starts_with(*c)).map(|p| p.0)
    };
    let run: Vec<&str> = text.iter().enumerate().map_while(code_of).collect();
    (run.len() >= 2).then(|| {
        let label: String = text[..run.len()].iter().collect();
        let codes = run.iter().map(|c| (*c).to_owned()).collect();
        (run.len(), Place { codes, label, position: None })
    })
}

/// The province of a region's name or code, as a two-digit code.
pub(super) fn province_code(name: &str) -> Option<&'static str> {
    PROVINCES.iter().find(|p| name.starts_with(p.1)).map(|p| p.0)
}
