//! A row on its way in: cells become a checked record, or faults.

use std::collections::HashSet;
use std::sync::Arc;

use crate::date::PartialDate;
use crate::dictionary::{Kind, Table};
use crate::problem::Fault;
use crate::{quantity, words};

/// Longest text of one cell, in bytes.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;

/// One checked value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, an id, a code or a word of a fixed list.
    Text(Arc<str>),
    /// A finite number in the unit of its column.
    Number(f64),
    /// A date.
    Date(PartialDate),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// The value as its column writes it; reading it back gives the same value.
    pub fn print(&self) -> String {
        match self {
            Self::Text(t) => t.to_string(),
            Self::Number(n) => quantity::print(*n),
            Self::Date(d) => d.to_string(),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
        }
    }
}

/// Shares equal texts, so that a source named on 100,000 rows is held once.
#[derive(Debug, Default)]
pub struct Interner {
    known: HashSet<Arc<str>>,
}

impl Interner {
    /// The shared form of a text.
    pub fn intern(&mut self, text: &str) -> Arc<str> {
        if let Some(found) = self.known.get(text) {
            return Arc::clone(found);
        }
        let shared: Arc<str> = Arc::from(text);
        self.known.insert(Arc::clone(&shared));
        shared
    }
}

/// A valid row of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    table: Table,
    values: Box<[Option<Value>]>,
}

impl Record {
    /// Checks the cells of a row, given in the order of [`Table::columns`]. `None` and every way of
    /// writing "missing" give a missing value.
    ///
    /// # Errors
    /// All faults of the row, not only the first.
    pub fn check(table: Table, cells: &[Option<&str>]) -> Result<Self, Vec<Fault>> {
        Self::check_with(table, cells, &mut Interner::default())
    }

    /// As [`Record::check`], sharing equal texts.
    ///
    /// # Errors
    /// All faults of the row, not only the first.
    ///
    /// # Panics
    /// When `cells` is not as long as the table has columns: a fault of the caller.
    pub fn check_with(
        table: Table,
        cells: &[Option<&str>],
        interner: &mut Interner,
    ) -> Result<Self, Vec<Fault>> {
        let columns = table.columns();
        assert_eq!(cells.len(), columns.len(), "one cell a column of {}", table.name());
        let mut faults = Vec::new();
        let mut values = Vec::with_capacity(columns.len());
        for (column, cell) in columns.iter().zip(cells) {
            let text = cell.map(str::trim).filter(|t| !quantity::is_missing(t));
            match text {
                None => {
                    if column.required {
                        faults.push(Fault {
                            column: column.name.to_owned(),
                            found: cell.unwrap_or("").to_owned(),
                            rule: format!("{} is required", column.name),
                            hint: Some(format!("fill in {}", column.doc)),
                        });
                    }
                    values.push(None);
                }
                Some(t) => match check_value(column.kind, t, interner) {
                    Ok(value) => values.push(Some(value)),
                    Err((rule, hint)) => {
                        faults.push(Fault {
                            column: column.name.to_owned(),
                            found: clip(t),
                            rule,
                            hint,
                        });
                        values.push(None);
                    }
                },
            }
        }
        let record = Self { table, values: values.into_boxed_slice() };
        if faults.is_empty() {
            faults.extend(record.check_row());
        }
        if faults.is_empty() { Ok(record) } else { Err(faults) }
    }

    /// Rules that need more than one column.
    fn check_row(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |column: &str, rule: &str, hint: &str| {
            faults.push(Fault {
                column: column.to_owned(),
                found: self.get(column).map(Value::print).unwrap_or_default(),
                rule: rule.to_owned(),
                hint: Some(hint.to_owned()),
            });
        };
        let has = |name: &str| self.get(name).is_some();
        for (low, high) in [
            ("rate_pct", "rate_pct_high"),
            ("amount_10k_cny", "amount_10k_cny_high"),
            ("price", "price_high"),
            ("price_10k_cny_per_mu", "price_high"),
            ("rent_cny_per_m2_month", "rent_high"),
            ("valid_from", "valid_to"),
            ("signed_on", "production_on"),
            ("construction_on", "production_on"),
            ("signed_on", "terminated_on"),
            ("made_on", "due_on"),
            ("made_on", "settled_on"),
        ] {
            match (self.get(low), self.get(high)) {
                (Some(Value::Number(a)), Some(Value::Number(b))) if a > b => fault(
                    high,
                    &format!("{high} lies below {low}"),
                    "swap the two or mend the lower one",
                ),
                (Some(Value::Date(a)), Some(Value::Date(b))) if *a > b.end() => fault(
                    high,
                    &format!("{high} is earlier than {low}"),
                    "swap the two or mend the wrong one",
                ),
                _ => {}
            }
        }
        match self.table {
            Table::Parks | Table::Nodes | Table::Regions => {
                if has("longitude") != has("latitude") {
                    fault(
                        if has("longitude") { "longitude" } else { "latitude" },
                        "longitude and latitude go together",
                        "give both or neither",
                    );
                }
            }
            Table::Policies | Table::Facts => {
                if !has("park_id") && !has("region_code") {
                    fault(
                        "park_id",
                        "a row needs a park_id or a region_code",
                        "say whose row it is",
                    );
                }
            }
            Table::SameAs => {
                if self.get("park_id") == self.get("other_id") {
                    fault("other_id", "the two ids are the same", "name the other id of the park");
                }
            }
            Table::Promises => {
                let open = self.get("state").is_none_or(|s| s.print() == "open");
                if open && has("settled_on") {
                    fault(
                        "settled_on",
                        "an open promise has no settled_on",
                        "leave settled_on empty, or say in state how the promise was settled",
                    );
                }
            }
            Table::Positioning
            | Table::Structure
            | Table::Bases
            | Table::Activities
            | Table::Tenants
            | Table::Utilities
            | Table::Plots
            | Table::Approvals
            | Table::Projects
            | Table::Thresholds => {}
        }
        faults
    }

    /// The table it belongs to.
    pub fn table(&self) -> Table {
        self.table
    }

    /// The value of a column by its English name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.table.column(name).and_then(|i| self.values[i].as_ref())
    }

    /// The values in the order of [`Table::columns`].
    pub fn values(&self) -> &[Option<Value>] {
        &self.values
    }

    /// The values of the key columns, joined by U+001F: equal keys mean the same row.
    pub fn key(&self) -> String {
        let mut key = String::new();
        for (i, name) in self.table.key().iter().enumerate() {
            if i > 0 {
                key.push('\u{1f}');
            }
            if let Some(v) = self.get(name) {
                key.push_str(&v.print());
            }
        }
        key
    }
}

type Refusal = (String, Option<String>);

fn check_value(kind: Kind, text: &str, interner: &mut Interner) -> Result<Value, Refusal> {
    match kind {
        Kind::Id => {
            if text.len() <= 64 && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
                Ok(Value::Text(interner.intern(text)))
            } else {
                Err((
                    "an id is 1 to 64 bytes without blanks".to_owned(),
                    Some("write letters and digits, for example JS001".to_owned()),
                ))
            }
        }
        Kind::Text => {
            if text.len() > TEXT_BYTES_MAX {
                return Err((
                    format!("text is longer than {TEXT_BYTES_MAX} bytes"),
                    Some("shorten it".to_owned()),
                ));
            }
            if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
                return Err((
                    "text holds control characters".to_owned(),
                    Some("paste it as plain text".to_owned()),
                ));
            }
            Ok(Value::Text(interner.intern(text)))
        }
        Kind::Word(codes) => codes
            .iter()
            .find(|(code, zh)| code.eq_ignore_ascii_case(text) || *zh == text)
            .or_else(|| words::synonym(text, codes))
            .map(|(code, _)| Value::Text(interner.intern(code)))
            .ok_or_else(|| {
                let list: Vec<&str> = codes.iter().map(|(code, _)| *code).collect();
                (
                    "not a word of this column".to_owned(),
                    Some(format!("one of {}", list.join(", "))),
                )
            }),
        Kind::Number { min, max } => match quantity::parse(text) {
            Some(n) if n >= min && n <= max => Ok(Value::Number(n)),
            Some(_) => Err((
                format!(
                    "expected a number from {} to {}",
                    quantity::print(min),
                    quantity::print(max)
                ),
                Some("check the value, and the unit in the header".to_owned()),
            )),
            None => Err((
                "not a number".to_owned(),
                Some("write digits only, the unit stands in the header".to_owned()),
            )),
        },
        Kind::Date => PartialDate::parse(text).map(Value::Date).ok_or_else(|| {
            ("not a date".to_owned(), Some("write 2023, 2023-09 or 2023-09-01".to_owned()))
        }),
        Kind::Year => match text.trim_end_matches('年').parse::<u16>() {
            Ok(y) if (1900..=2100).contains(&y) => Ok(Value::Number(f64::from(y))),
            _ => Err((
                "not a year from 1900 to 2100".to_owned(),
                Some("write four digits, for example 2018".to_owned()),
            )),
        },
        Kind::Flag => match text.to_ascii_lowercase().as_str() {
            "yes" | "true" | "1" | "y" | "是" | "有" | "√" | "✓" | "✔" => {
                Ok(Value::Flag(true))
            }
            "no" | "false" | "0" | "n" | "否" | "×" | "✗" | "✘" => Ok(Value::Flag(false)),
            _ => Err((
                "expected yes or no".to_owned(),
                Some("write yes or no; leave it empty while it is not known".to_owned()),
            )),
        },
        Kind::RegionCode => {
            if matches!(text.len(), 2 | 4 | 6) && text.bytes().all(|b| b.is_ascii_digit()) {
                let full = format!("{text:0<6}");
                Ok(Value::Text(interner.intern(&full)))
            } else {
                Err((
                    "a region code is 2, 4 or 6 digits (GB/T 2260)".to_owned(),
                    Some("for example 320500 for 苏州市".to_owned()),
                ))
            }
        }
    }
}

fn clip(text: &str) -> String {
    if text.chars().count() <= 80 {
        text.to_owned()
    } else {
        let mut short: String = text.chars().take(80).collect();
        short.push('…');
        short
    }
}
