//! JSON Lines: one object a line, its keys the headers of a table.

use std::collections::HashMap;
use std::fmt;

use csv::StringRecord;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::cell::is_month_one;
use crate::source::{Odd, OddKind, Row, Source, Stop, too_long};
use crate::{COLUMNS_MAX, ROW_BYTES_MAX};

/// The objects of a text as rows; the first row holds all keys.
pub(crate) struct JsonRows<'t> {
    lines: std::iter::Zip<std::ops::RangeFrom<u64>, std::str::Lines<'t>>,
    columns: HashMap<String, usize>,
    /// The keys in the order in which they first come.
    keys: Option<Vec<String>>,
}

/// A line that is read: its pairs in their order, the same key twice if it stands there twice.
struct Object(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

impl<'t> JsonRows<'t> {
    pub(crate) fn new(text: &'t str) -> Result<Self, Stop> {
        let mut keys: Vec<String> = Vec::new();
        let mut columns = HashMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            if line.len() > ROW_BYTES_MAX {
                continue;
            }
            let Ok(Object(pairs)) = serde_json::from_str(line) else { continue };
            for (key, _) in pairs {
                if columns.contains_key(&key) {
                    continue;
                }
                if keys.len() == COLUMNS_MAX {
                    let why = (
                        format!("the objects have more than {COLUMNS_MAX} different keys"),
                        "keep the columns of docs/data-dictionary.md".to_owned(),
                    );
                    return Err(Stop { row: Some(number), cell: None, why });
                }
                columns.insert(key.clone(), keys.len());
                keys.push(key);
            }
        }
        Ok(Self { lines: (1..).zip(text.lines()), columns, keys: Some(keys) })
    }

    fn read(&self, line: &str, row: &mut Row) {
        let mut texts = vec![String::new(); self.columns.len()];
        let mut filled = vec![false; self.columns.len()];
        match serde_json::from_str::<Object>(line) {
            Ok(Object(pairs)) => {
                for (key, value) in pairs {
                    // Every key of an object that can be read was collected.
                    let Some(at) = self.columns.get(&key).copied() else { continue };
                    if std::mem::replace(&mut filled[at], true) {
                        let rule = format!("the key {key:?} stands twice in one object");
                        row.odd.push(broken(rule, "keep one of the two"));
                    }
                    match plain(&value) {
                        Some(text) => {
                            if value.is_f64() && is_month_one(&text) {
                                row.odd.push(Odd { cell: Some(at), kind: OddKind::MonthLost });
                            }
                            texts[at] = text;
                        }
                        None => row.odd.push(Odd { cell: Some(at), kind: OddKind::Nested }),
                    }
                }
            }
            Err(cause) => {
                let rule = format!("the line is not a JSON object: {}", without_place(&cause));
                let hint =
                    "write one object a line, for example {\"park_id\": \"X1\", \"name\": \"…\"}";
                row.odd.push(broken(rule, hint));
            }
        }
        row.cells = StringRecord::from(texts);
    }
}

fn broken(rule: String, hint: &str) -> Odd {
    Odd { cell: None, kind: OddKind::Broken((rule, hint.to_owned())) }
}

/// The parser's words without its own line number: each line is read alone.
fn without_place(cause: &serde_json::Error) -> String {
    let words = cause.to_string();
    match words.rsplit_once(" at line ") {
        // A value that is no object has no place within the line.
        Some((what, _)) if cause.column() == 0 => what.to_owned(),
        Some((what, _)) => format!("{what} at character {}", cause.column()),
        None => words,
    }
}

/// A plain value as the text that a CSV cell would hold; a list of texts is joined by 、.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        Value::Number(n) => Some(match n.as_f64() {
            Some(f) if n.is_f64() => f.to_string(),
            _ => n.to_string(),
        }),
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => {
            let texts: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            texts.map(|t| t.join("、"))
        }
        Value::Object(_) => None,
    }
}

impl Source for JsonRows<'_> {
    fn next(&mut self, row: &mut Row) -> Result<bool, Stop> {
        row.odd.clear();
        if let Some(keys) = self.keys.take() {
            row.number = 0;
            row.cells = StringRecord::from(keys);
            return Ok(true);
        }
        loop {
            let Some((number, line)) = self.lines.next() else { return Ok(false) };
            if line.trim().is_empty() {
                continue;
            }
            row.number = number;
            if line.len() > ROW_BYTES_MAX {
                row.cells = StringRecord::from(vec![""; self.columns.len()]);
                row.odd.push(too_long());
            } else {
                self.read(line, row);
            }
            return Ok(true);
        }
    }

    fn has_letters(&self) -> bool {
        false
    }
}
