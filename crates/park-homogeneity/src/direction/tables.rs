//! The frozen tables and the settings of directions, read from the texts of `models/directions`.

use std::collections::{BTreeMap, BTreeSet};

use park_industry::Code;
use park_structure::{DirectionWeights, Measured, Undefined, ranks};

/// The texts of `models/directions`.
#[derive(Debug, Clone, Copy)]
pub struct DirectionTexts<'t> {
    /// `proximity.csv`: parks that have both of two divisions.
    pub proximity: &'t str,
    /// `complexity.csv`: usual share and complexity by division.
    pub complexity: &'t str,
    /// `settings.csv`: weights and thresholds with their reasons.
    pub settings: &'t str,
    /// `feasibility.csv`: what a division needs.
    pub feasibility: &'t str,
}

/// A line of a table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The table.
    pub table: &'static str,
    /// The line at fault.
    pub line: String,
}

impl std::fmt::Display for TableError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "models/directions/{}.csv: \"{}\" cannot be read", self.table, self.line)
    }
}

impl std::error::Error for TableError {}

/// What a direction needs before it is feasible: a filter, never a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// No park can invite it.
    Closed,
    /// A recognised chemical park.
    ChemicalPark,
    /// Energy: spare power of the park.
    Energy,
}

impl Need {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::ChemicalPark => "chemical_park",
            Self::Energy => "energy",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Closed, Self::ChemicalPark, Self::Energy].into_iter().find(|n| n.code() == text)
    }
}

/// Everything that does not change with a generation.
#[derive(Debug, Clone)]
pub struct DirectionTables {
    /// Divisions, sorted.
    pub(super) codes: Vec<Code>,
    pub(super) phi: Vec<Vec<Measured>>,
    /// Rank of complexity, 0 to 1.
    pub(super) complexity: Vec<Option<f64>>,
    /// Share of all firms of parks.
    pub(super) usual: Vec<f64>,
    pub(super) needs: BTreeMap<Code, BTreeSet<Need>>,
    /// Weights of the parts.
    pub weights: DirectionWeights,
    /// Parks within this distance are peers, km.
    pub peers_km: f64,
    pub(crate) firms_min: f64,
    pub(crate) shrink_firms: f64,
    pub(super) named_share_min: f64,
    /// The part of a structure that becomes the industry in the counterfactual.
    pub moved_share: f64,
    /// Least rank of nearness of a direction in a plan.
    pub density_floor: f64,
    pub(super) sections: Vec<char>,
    /// How and from what the tables were made.
    pub made: String,
}

/// Lines without comments, header and blank ones.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).skip(1)
}

impl DirectionTables {
    /// Reads the texts.
    ///
    /// # Errors
    /// The first line that cannot be read; a setting that is missing is named.
    pub fn parse(texts: &DirectionTexts<'_>) -> Result<Self, TableError> {
        let (codes, usual, values) = worth(texts.complexity)?;
        let phi = near(texts.proximity, &codes)?;
        let settings = settings(texts.settings);
        let number = |name: &'static str| -> Result<f64, TableError> {
            let known = settings.get(name).and_then(|v| v.parse::<f64>().ok());
            known
                .filter(|v| v.is_finite() && *v >= 0.0)
                .ok_or_else(|| TableError { table: "settings", line: name.to_owned() })
        };
        let made = texts.proximity.lines().next().unwrap_or_default();
        Ok(Self {
            phi,
            complexity: ranks(&values),
            usual,
            needs: needs(texts.feasibility)?,
            weights: DirectionWeights {
                near: number("near")?,
                worthwhile: number("worthwhile")?,
                gap: number("gap")?,
                crowded: number("crowded")?,
            },
            peers_km: number("peers_km")?,
            firms_min: number("firms_min")?,
            shrink_firms: number("shrink_firms")?,
            named_share_min: number("named_share_min")?,
            moved_share: number("moved_share")?,
            density_floor: number("density_floor")?,
            sections: settings.get("sections").map(|s| s.chars().collect()).unwrap_or_default(),
            made: made.trim_start_matches("# ").to_owned(),
            codes,
        })
    }

    /// The place of a division.
    pub fn index(&self, code: Code) -> Option<usize> {
        self.codes.binary_search(&code.division()).ok()
    }

    /// The division at a place.
    pub fn code(&self, at: usize) -> Code {
        self.codes[at]
    }

    /// Number of divisions.
    pub fn n_industries(&self) -> usize {
        self.codes.len()
    }

    /// What a division needs.
    pub fn needs(&self, code: Code) -> impl Iterator<Item = Need> + '_ {
        self.needs.get(&code).into_iter().flatten().copied()
    }
}

type Worth = (Vec<Code>, Vec<f64>, Vec<Measured>);

fn worth(text: &str) -> Result<Worth, TableError> {
    let (mut codes, mut usual, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines(text) {
        let wrong = || TableError { table: "complexity", line: line.to_owned() };
        let mut cells = line.split(',');
        let code = cells.next().and_then(Code::parse).ok_or_else(wrong)?;
        let share: f64 = cells.next().and_then(|c| c.parse().ok()).ok_or_else(wrong)?;
        let value = match cells.next().ok_or_else(wrong)? {
            "" => Err(Undefined::EmptyIndustry),
            text => Ok(text.parse().map_err(|_| wrong())?),
        };
        if codes.last().is_some_and(|last| *last >= code) {
            return Err(wrong());
        }
        codes.push(code);
        usual.push(share);
        values.push(value);
    }
    Ok((codes, usual, values))
}

/// Proximity of the counts: both / the larger of the two.
fn near(text: &str, codes: &[Code]) -> Result<Vec<Vec<Measured>>, TableError> {
    let n = codes.len();
    let mut both = vec![vec![0.0_f64; n]; n];
    for line in lines(text) {
        let wrong = || TableError { table: "proximity", line: line.to_owned() };
        let mut cells = line.split(',');
        let mut place =
            || cells.next().and_then(Code::parse).and_then(|c| codes.binary_search(&c).ok());
        let (a, b) = (place().ok_or_else(wrong)?, place().ok_or_else(wrong)?);
        let count: f64 = cells.next().and_then(|c| c.parse().ok()).ok_or_else(wrong)?;
        both[a][b] = count;
        both[b][a] = count;
    }
    let one = |k: usize, l: usize| {
        let most = both[k][k].max(both[l][l]);
        if both[k][k] <= 0.0 || both[l][l] <= 0.0 {
            Err(Undefined::EmptyIndustry)
        } else {
            Ok(both[k][l] / most)
        }
    };
    Ok((0..n).map(|k| (0..n).map(|l| one(k, l)).collect()).collect())
}

fn settings(text: &str) -> BTreeMap<&str, &str> {
    lines(text)
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?, cells.next()?))
        })
        .collect()
}

fn needs(text: &str) -> Result<BTreeMap<Code, BTreeSet<Need>>, TableError> {
    let mut out: BTreeMap<Code, BTreeSet<Need>> = BTreeMap::new();
    for line in lines(text) {
        let wrong = || TableError { table: "feasibility", line: line.to_owned() };
        let mut cells = line.split(',');
        let code = cells.next().and_then(Code::parse).ok_or_else(wrong)?;
        let need = cells.next().and_then(Need::parse).ok_or_else(wrong)?;
        out.entry(code).or_default().insert(need);
    }
    Ok(out)
}
