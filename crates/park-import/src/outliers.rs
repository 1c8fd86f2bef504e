//! Values that are 15 times out of line: 万元/公顷 or 元/㎡ read as 万元/亩, 亩 read as 公顷.

use park_domain::{Fault, Record, Table, Value, quantity};

use crate::units;

/// 1 公顷 is 15 亩: what a wrong unit is wrong by.
const WRONG_UNIT: f64 = 15.0;
/// A value that is so many times beyond the usual ones is far from them: about the root of 15.
const FAR: f64 = 4.0;
/// What rounding may have changed.
const NOISE: f64 = 1.0 + 1e-9;
/// Fewer values say nothing about what is usual in a column.
const VALUES_MIN: usize = 5;
/// Fewer values do not make a column.
const COLUMN_VALUES_MIN: usize = 3;
/// Share of the values above (and below) which the usual range of a column ends.
const TAIL: f64 = 0.1;

/// Columns that are watched, and between what the middle value of a whole sheet usually lies.
/// Prices and rents: published industrial land and factory prices of 2015 to 2025, widened;
/// areas: the catalogue of 2018, widened.
const WATCHED: &[(Table, &str, f64, f64)] = &[
    (Table::Parks, "approved_area_ha", 2.0, 6_000.0),
    (Table::Plots, "area_mu", 1.0, 5_000.0),
    (Table::Plots, "price_10k_cny_per_mu", 3.0, 300.0),
    (Table::Plots, "price_high", 3.0, 300.0),
    (Table::Plots, "rent_cny_per_m2_month", 3.0, 200.0),
    (Table::Plots, "rent_high", 3.0, 200.0),
    // Floors of published admission rules (100 to 600 万元/亩 invested, 5 to 40 of tax), widened.
    (Table::Projects, "committed_investment_10k_cny_per_mu", 20.0, 3_000.0),
    (Table::Projects, "actual_investment_10k_cny_per_mu", 20.0, 3_000.0),
    (Table::Projects, "committed_output_10k_cny_per_mu", 20.0, 3_000.0),
    (Table::Projects, "actual_output_10k_cny_per_mu", 20.0, 3_000.0),
    (Table::Projects, "committed_tax_10k_cny_per_mu", 0.5, 150.0),
    (Table::Projects, "actual_tax_10k_cny_per_mu", 0.5, 150.0),
];

/// The values of the watched columns of one file.
#[derive(Debug, Default)]
pub(crate) struct Outliers {
    /// Row and value, by watched column.
    values: Vec<Vec<(u64, f64)>>,
}

impl Outliers {
    /// Remembers the values of a row.
    pub(crate) fn add(&mut self, row: u64, record: &Record) {
        self.values.resize(WATCHED.len(), Vec::new());
        for ((table, column, ..), values) in WATCHED.iter().zip(&mut self.values) {
            if *table == record.table()
                && let Some(Value::Number(n)) = record.get(column)
                && *n > 0.0
            {
                values.push((row, *n));
            }
        }
    }

    /// The doubts, with row (none for a whole column) and column.
    pub(crate) fn doubts(&self, table: Table) -> Vec<(Option<u64>, usize, Fault)> {
        let mut doubts = Vec::new();
        for ((_, name, low, high), values) in WATCHED.iter().zip(&self.values) {
            let Some(column) = table.column(name).filter(|_| !values.is_empty()) else { continue };
            let unit = units::unit_of(&table.columns()[column]);
            let with_unit = |n: f64| match unit {
                Some(unit) => format!("{} {unit}", short(n)),
                None => short(n),
            };
            let fault = |found: f64, rule: String| {
                Fault {
                column: (*name).to_owned(),
                found: with_unit(found),
                rule,
                hint: Some(
                    "check the unit in the header: 1 公顷 = 15 亩, 1 万元/亩 = 15 元/㎡ = 15 万元/公顷"
                        .to_owned(),
                ),
            }
            };
            let mut sorted: Vec<f64> = values.iter().map(|(_, n)| *n).collect();
            sorted.sort_by(f64::total_cmp);
            let middle = sorted[sorted.len() / 2];
            if sorted.len() >= COLUMN_VALUES_MIN
                && let Some(rule) = whole_column(middle, *low, &with_unit(*high), *high)
            {
                doubts.push((None, column, fault(middle, rule)));
                continue;
            }
            let Some((least, most)) = usual(&sorted) else { continue };
            for (row, n) in values {
                let Some(far) = out_of_line(*n, least, most) else { continue };
                let rule = format!(
                    "taken in, but 15 times {far} than is usual in this column, or more ({} to {})",
                    short(least),
                    with_unit(most)
                );
                doubts.push((Some(*row), column, fault(*n, rule)));
            }
        }
        doubts
    }
}

/// A number with at most six digits: what the conversion of a unit leaves behind helps nobody.
fn short(n: f64) -> String {
    let rounded = format!("{n:.5e}").parse().unwrap_or(n);
    quantity::print(rounded)
}

/// Between what nearly all values lie; `None` when there are too few.
fn usual(sorted: &[f64]) -> Option<(f64, f64)> {
    if sorted.len() < VALUES_MIN {
        return None;
    }
    let last = sorted.len() - 1;
    // One value in five, two in twenty are left out at either end.
    let tail = (sorted.len() as f64 * TAIL).ceil();
    let tail = (1..=last / 2).rev().find(|n| *n as f64 <= tail).unwrap_or(1);
    Some((sorted[tail], sorted[last - tail]))
}

/// Whether a value is wrong by the unit beside the usual range. Where the usual values lie close together
/// (prices of one place), it is one far outside of them that would be among them in the other unit. Where they
/// differ by more (areas: 150 to 1,400 ha in the catalogue), only one beyond all of them in the other unit too.
fn out_of_line(n: f64, least: f64, most: f64) -> Option<&'static str> {
    let wide = most >= FAR * least;
    // A price of 28 元/㎡ is 1.8666 万元/亩: the last digit is lost on the way.
    let (more, less) = (n * NOISE >= WRONG_UNIT * least, n * WRONG_UNIT <= most * NOISE);
    if n >= WRONG_UNIT * most || (!wide && more && n > FAR * most) {
        Some("larger")
    } else if n * WRONG_UNIT <= least || (!wide && less && n * FAR < least) {
        Some("smaller")
    } else {
        None
    }
}

/// The doubt about a column whose middle value is usual only in another unit.
fn whole_column(middle: f64, low: f64, high_with_unit: &str, high: f64) -> Option<String> {
    let far = if middle > high && middle / WRONG_UNIT <= high {
        "large"
    } else if middle < low && middle * WRONG_UNIT >= low {
        "small"
    } else {
        return None;
    };
    Some(format!(
        "taken in, but the middle value of this column is unusually {far}; most sheets have {} to {}",
        quantity::print(low),
        high_with_unit
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubts(column: &str, values: &[f64]) -> Vec<(Option<u64>, String)> {
        let table = Table::Plots;
        let mut outliers = Outliers::default();
        for (row, n) in (2..).zip(values) {
            let mut cells = vec![None; table.columns().len()];
            let number = n.to_string();
            for (name, cell) in
                [("plot_id", "P1"), ("park_id", "X1"), ("kind", "land"), (column, &number)]
            {
                cells[table.column(name).expect(name)] = Some(cell);
            }
            outliers.add(row, &Record::check(table, &cells).expect("a plot"));
        }
        outliers.doubts(table).into_iter().map(|(row, _, fault)| (row, fault.rule)).collect()
    }

    #[test]
    fn one_value_in_another_unit() {
        let price = "price_10k_cny_per_mu";
        assert_eq!(doubts(price, &[20.0, 25.0, 30.0, 32.0, 28.0, 40.0]), []);
        assert_eq!(
            doubts(price, &[20.0, 25.0, 450.0, 28.0, 26.0]),
            [(
                Some(4),
                "taken in, but 15 times larger than is usual in this column, or more (25 to 28 万元/亩)"
                    .to_owned()
            )]
        );
        assert_eq!(doubts(price, &[20.0, 25.0, 1.3, 28.0, 26.0])[0].0, Some(4));
        // A price of the low end, in the other unit: it is 15 times below its like, not below all.
        assert_eq!(doubts(price, &[30.0, 28.0, 32.0, 34.0, 28.0 / 15.0, 31.0])[0].0, Some(6));
        assert_eq!(doubts(price, &[30.0, 28.0, 32.0, 34.0, 510.0, 31.0])[0].0, Some(6));
        // Values that differ by more than 15 times anyway.
        assert_eq!(doubts(price, &[1.0, 4.0, 20.0, 90.0, 120.0, 200.0]), []);
        // Too few to say what is usual.
        assert_eq!(doubts(price, &[20.0, 450.0, 30.0]), []);
    }

    #[test]
    fn a_whole_column_in_another_unit() {
        let rule = "taken in, but the middle value of this column is unusually large; most sheets have 3 to 300 万元/亩";
        assert_eq!(
            doubts("price_10k_cny_per_mu", &[450.0, 500.0, 480.0]),
            [(None, rule.to_owned())]
        );
        assert_eq!(doubts("price_10k_cny_per_mu", &[1.4, 2.0, 1.8])[0].0, None);
    }
}
