//! Region codes that are in use, and what became of some that are not.

use std::collections::HashMap;

use park_domain::{Record, Table};

use crate::doubts::text;

/// Codes retired since 2000 that still stand in sheets, and the code of the place today (GB/T 2260 and
/// its yearly changes).
const RETIRED: &[(&str, &str)] = &[
    ("110103", "110101"),
    ("110104", "110102"),
    ("120107", "120116"),
    ("120108", "120116"),
    ("120109", "120116"),
    ("310103", "310101"),
    ("310108", "310106"),
    ("310119", "310115"),
    ("310230", "310151"),
    ("320103", "320104"),
    ("320107", "320106"),
    ("320124", "320117"),
    ("320125", "320118"),
    ("320502", "320508"),
    ("320503", "320508"),
    ("320504", "320508"),
    ("320584", "320509"),
    ("330183", "330111"),
    ("330185", "330112"),
    ("330621", "330603"),
    ("330682", "330604"),
    ("371200", "370100"),
    ("371202", "370116"),
    ("371203", "370117"),
    ("510122", "510116"),
    ("610125", "610118"),
];

/// The regions that are known.
#[derive(Debug, Default)]
pub struct Regions {
    names: HashMap<String, String>,
}

impl Regions {
    /// The regions among some records.
    pub fn of<'r>(records: impl Iterator<Item = &'r Record>) -> Self {
        let names = records
            .filter(|r| r.table() == Table::Regions)
            .filter_map(|r| Some((text(r, "region_code")?.to_owned(), text(r, "name")?.to_owned())))
            .collect();
        Self { names }
    }

    /// What to write instead of a code that is not known; `None` when it is known.
    pub(crate) fn doubt(&self, code: &str, record: &Record) -> Option<String> {
        // 000000 is the nation.
        if self.names.is_empty() || code == "000000" || self.names.contains_key(code) {
            return None;
        }
        let today = RETIRED.iter().find(|(old, _)| *old == code).map(|(_, new)| *new);
        let successor = today
            .and_then(|new| self.names.get_key_value(new))
            .or_else(|| self.named(code, text(record, "county")?));
        Some(match successor {
            Some((new, name)) => format!("the place has the code {new} today ({name})"),
            None => match code.get(..4).and_then(|p| self.names.get_key_value(&format!("{p}00"))) {
                Some((city, name)) => {
                    format!("look up the code of today, or write that of the city: {city} ({name})")
                }
                None => "look up the code of today (GB/T 2260)".to_owned(),
            },
        })
    }

    /// The region of the same province with this name, when there is one only.
    fn named(&self, code: &str, county: &str) -> Option<(&String, &String)> {
        let short = |name: &str| name.trim_end_matches(['市', '县', '区']).to_owned();
        let wanted = short(county.trim());
        let mut found = self.names.iter().filter(|(c, name)| {
            c.get(..2) == code.get(..2) && !wanted.is_empty() && short(name) == wanted
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(table: Table, pairs: &[(&str, &str)]) -> Record {
        let mut cells = vec![None; table.columns().len()];
        for (column, cell) in pairs {
            cells[table.column(column).expect(column)] = Some(*cell);
        }
        Record::check(table, &cells).expect("valid")
    }

    #[test]
    fn the_code_of_today_is_named() {
        let list: Vec<Record> = [("320500", "苏州市"), ("320509", "吴江区"), ("370116", "莱芜区")]
            .iter()
            .map(|(code, name)| record(Table::Regions, &[("region_code", code), ("name", name)]))
            .collect();
        let regions = Regions::of(list.iter());
        let doubt = |code: &str, county: &str| {
            let pairs =
                [("park_id", "X1"), ("name", "一"), ("region_code", code), ("county", county)];
            regions.doubt(code, &record(Table::Parks, &pairs))
        };
        let known = |words: &str| Some(words.to_owned());
        assert_eq!(doubt("320509", ""), None);
        assert_eq!(doubt("000000", ""), None);
        assert_eq!(doubt("320584", ""), known("the place has the code 320509 today (吴江区)"));
        assert_eq!(
            doubt("320599", "吴江市"),
            known("the place has the code 320509 today (吴江区)")
        );
        assert_eq!(
            doubt("320599", ""),
            known("look up the code of today, or write that of the city: 320500 (苏州市)")
        );
        assert_eq!(doubt("659999", ""), known("look up the code of today (GB/T 2260)"));
    }

    #[test]
    fn without_a_list_nothing_is_doubted() {
        let park = record(Table::Parks, &[("park_id", "X1"), ("name", "一")]);
        assert_eq!(Regions::default().doubt("320584", &park), None);
    }
}
