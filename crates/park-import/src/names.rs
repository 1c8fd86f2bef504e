//! Names of parks, to see the same park under two ids.

use std::collections::HashMap;

use park_domain::Record;

use crate::NAMES_MAX;
use crate::doubts::text;

/// Shorter names are no evidence: many places have a 工业园.
const NAME_CHARS_MIN: usize = 5;

/// Where a name was first seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) row: u64,
    region: String,
}

/// The names and aliases of the parks so far.
#[derive(Default)]
pub(crate) struct Names {
    seen: HashMap<String, Named>,
}

impl Names {
    /// Remembers a park's names, and answers the park that had one of them before.
    pub(crate) fn doubt(&mut self, file: &str, row: u64, record: &Record) -> Option<Named> {
        let id = text(record, "park_id")?.to_owned();
        let region = text(record, "region_code").unwrap_or("").to_owned();
        let aliases = text(record, "aliases").unwrap_or("").split(['、', '；', ';', ',']);
        let mut doubt = None;
        for name in text(record, "name").into_iter().chain(aliases) {
            let key = folded(name);
            if key.chars().count() < NAME_CHARS_MIN {
                continue;
            }
            match self.seen.get(&key) {
                Some(other) if other.id != id && near(&other.region, &region) => {
                    doubt = doubt.or_else(|| Some(other.clone()));
                }
                Some(_) => {}
                None if self.seen.len() >= NAMES_MAX => {}
                None => {
                    let named = Named {
                        id: id.clone(),
                        file: file.to_owned(),
                        row,
                        region: region.clone(),
                    };
                    self.seen.insert(key, named);
                }
            }
        }
        doubt
    }
}

/// Whether two regions can be one: one is not known, or both lie in the same city.
fn near(a: &str, b: &str) -> bool {
    a.is_empty() || b.is_empty() || a.get(..4) == b.get(..4)
}

/// A name without what people leave out or write in two ways.
fn folded(name: &str) -> String {
    let short = name
        .replace("经济技术开发区", "经开区")
        .replace("经济开发区", "经开区")
        .replace("高新技术产业开发区", "高新区")
        .replace("高新技术开发区", "高新区");
    short
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '省' | '市' | '（' | '）' | '(' | ')' | '·'))
        .collect()
}

#[cfg(test)]
mod tests {
    use park_domain::Table;

    use super::*;

    fn park(id: &str, name: &str, aliases: &str, region: &str) -> Record {
        let columns = Table::Parks.columns();
        let mut cells = vec![None; columns.len()];
        for (column, cell) in
            [("park_id", id), ("name", name), ("aliases", aliases), ("region_code", region)]
        {
            cells[Table::Parks.column(column).expect(column)] = Some(cell);
        }
        Record::check(Table::Parks, &cells).expect("a park")
    }

    #[test]
    fn no_more_names_are_remembered_than_the_limit() {
        let mut names = Names::default();
        for batch in 0..45 {
            let list: Vec<String> = (0..5_000).map(|i| format!("B{batch}N{i:04}")).collect();
            names.doubt("parks.csv", 2, &park("A", "园区", &list.join("、"), ""));
        }
        assert_eq!(names.seen.len(), NAMES_MAX);
    }

    #[test]
    fn the_same_park_is_seen_under_another_name() {
        let mut names = Names::default();
        let mut other = |record| names.doubt("parks.csv", 2, &record).map(|n| n.id);
        assert_eq!(other(park("A", "江苏示例经济技术开发区", "示例经开区", "320501")), None);
        assert_eq!(other(park("B", "江苏省示例经济开发区", "", "")), Some("A".to_owned()));
        assert_eq!(other(park("C", "示例 经济开发区", "", "320599")), Some("A".to_owned()));
        assert_eq!(other(park("D", "示例经济开发区", "", "330100")), None);
        assert_eq!(other(park("E", "工业园", "", "")), None);
        assert_eq!(other(park("F", "工业园", "", "")), None);
    }
}
