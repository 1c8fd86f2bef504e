//! The standard projects of `models/policy/standard-projects.csv`: what makes places comparable.

use std::collections::BTreeMap;

use crate::tables::TableError;
use crate::value::{HORIZON_YEARS_MAX, Interval, Project, Recurs, Terms};

/// A project of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardProject {
    /// Its short name, as `--standard` takes it.
    pub name: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// Codes of GB/T 4754-2017 that it stands for.
    pub codes: Vec<String>,
    /// Its numbers.
    pub project: Project,
    /// Where its numbers come from.
    pub reason: String,
}

const FILE: &str = "standard-projects.csv";

/// Columns that are a base of rates or sums: column, word of `per`, how it recurs.
const BASES: &[(&str, &str, Recurs)] = &[
    ("investment", "investment", Recurs::Once),
    ("equipment", "equipment", Recurs::Once),
    ("land_mu", "mu", Recurs::Once),
    ("floor_m2", "m2", Recurs::Once),
    ("revenue", "revenue", Recurs::Yearly),
    ("tax_local", "tax_paid", Recurs::Yearly),
    ("rd_spend", "rd_spend", Recurs::Yearly),
    ("rent", "rent", Recurs::Yearly),
    ("interest", "interest", Recurs::Yearly),
];

/// Discount rate and horizon, from the lines `# discount rate, % a year: 6` and `# horizon, years: 10`.
///
/// # Errors
/// A line that is missing or holds no usable number.
pub fn terms(text: &str) -> Result<Terms, TableError> {
    let number = |name: &str, most: f64| {
        let line =
            text.lines().find_map(|l| l.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(": "));
        line.and_then(|n| n.trim().parse::<f64>().ok())
            .filter(|n| *n >= 0.0 && *n <= most)
            .ok_or_else(|| TableError {
                file: FILE,
                line: 1,
                what: format!("no line `# {name}: …` with a number from 0 to {most}"),
            })
    };
    let discount_rate = number("discount rate, % a year", 100.0)? / 100.0;
    let years = number("horizon, years", HORIZON_MOST)?;
    // The horizon is a whole number of years, counted up to it.
    let horizon_years = (1..=HORIZON_YEARS_MAX).take_while(|y| count(*y) <= years).count();
    Ok(Terms { discount_rate, horizon_years })
}

const HORIZON_MOST: f64 = 30.0;

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Reads the table.
///
/// # Errors
/// The line that cannot be used.
pub fn standard_projects(text: &str) -> Result<Vec<StandardProject>, TableError> {
    let mut rows =
        text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    let Some((_, header)) = rows.next() else { return Ok(Vec::new()) };
    let header: Vec<&str> = header.split(',').map(str::trim).collect();
    rows.map(|(at, line)| {
        let wrong = |what: String| TableError { file: FILE, line: at + 1, what };
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        if cells.len() != header.len() {
            return Err(wrong(format!("{} cells, expected {}", cells.len(), header.len())));
        }
        let row: BTreeMap<&str, &str> = header.iter().copied().zip(cells).collect();
        one(&row).map_err(wrong)
    })
    .collect()
}

fn one(row: &BTreeMap<&str, &str>) -> Result<StandardProject, String> {
    let words = |name: &str| {
        row.get(name).map(|w| (*w).to_owned()).ok_or_else(|| format!("no column {name}"))
    };
    // An empty cell is unknown, not 0.
    let number = |name: &str| -> Result<Option<f64>, String> {
        let cell = words(name)?;
        if cell.is_empty() {
            return Ok(None);
        }
        match cell.parse::<f64>() {
            Ok(n) if n.is_finite() && n >= 0.0 => Ok(Some(n)),
            _ => Err(format!("{name}: {cell} is no number from 0")),
        }
    };
    let mut project = Project::default();
    for (column, per, recurs) in BASES {
        if let Some(n) = number(column)? {
            project.bases.insert((*per).to_owned(), (Interval::exactly(n), *recurs));
        }
    }
    let (mu, jobs) = (number("land_mu")?, number("jobs")?);
    let mut add = |name: &str, value: Option<f64>| {
        if let Some(value) = value {
            project.indicators.insert(name.to_owned(), Interval::exactly(value));
        }
    };
    for column in ["investment", "revenue", "tax"] {
        let value = number(column)?;
        add(column, value);
        add(&format!("{column}/mu"), value.zip(mu).map(|(v, mu)| v / mu));
    }
    add("jobs", jobs);
    let price = number("land_price_per_mu")?.zip(mu).map(|(price, mu)| price * mu);
    let power = number("kwh_10k")?.map(|k| k * 1e4);
    let cost = number("logistics_cost")?;
    for (per, value, recurs) in [
        ("land_price", price, Recurs::Once),
        ("kWh", power, Recurs::Yearly),
        ("cost", cost, Recurs::Yearly),
    ] {
        if let Some(value) = value {
            project.bases.insert(per.to_owned(), (Interval::exactly(value), recurs));
        }
    }
    Ok(StandardProject {
        name: words("name")?,
        zh: words("zh")?,
        en: words("en")?,
        codes: words("codes")?.split(';').map(str::to_owned).collect(),
        project,
        reason: words("reason")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_and_an_empty_cell_stays_unknown() {
        let all = standard_projects(include_str!("../../../models/policy/standard-projects.csv"))
            .expect("the table is ours");
        assert!(all.len() >= 5);
        let chemicals = all.iter().find(|p| p.name == "chemicals").expect("it is there");
        assert!(!chemicals.project.bases.contains_key("rent"));
        assert_eq!(
            chemicals.project.bases["land_price"],
            (Interval::exactly(3_600.0), Recurs::Once)
        );
        assert!((chemicals.project.indicators["tax/mu"].low - 42.0).abs() < 1e-9);
    }

    #[test]
    fn the_terms_stand_in_the_table() {
        let found =
            terms(include_str!("../../../models/policy/standard-projects.csv")).expect("ours");
        assert_eq!(found, Terms { discount_rate: 0.06, horizon_years: 10 });
        assert!(terms("name\n").is_err());
    }

    #[test]
    fn a_wrong_line_is_named() {
        let wrong = standard_projects("name,investment\na,b,c").expect_err("three cells");
        assert_eq!(wrong.line, 2);
    }
}
