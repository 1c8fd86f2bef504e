//! Divisions by year, groups by steps, for parks, provinces and the nation; for cities all years together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use park_domain::{Table, quantity};
use park_industry::Code;

use super::firms::{Firm, Firms};
use super::places::NATION;
use super::{GROUP_FIRMS_MIN, STEP_YEARS};
use crate::error::BundleError;
use crate::tables::Tables;

/// Raw firms and their weight.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    firms: u32,
    weight: f64,
}

/// The step of a year, named by its last year.
pub(super) fn step_of(year: u16, last: u16) -> u16 {
    last - (last - year.min(last)) / STEP_YEARS * STEP_YEARS
}

/// Counts of one place (park or region): year or step and code to weight, disjoint.
fn count(firms: &[&Firm], last: u16) -> BTreeMap<(u16, Code), f64> {
    let mut groups: HashMap<(u16, Code), Count> = HashMap::new();
    for firm in firms {
        if let Some(group) = firm.code.and_then(|c| c.group()) {
            let count = groups.entry((step_of(firm.year, last), group)).or_default();
            count.firms += 1;
            count.weight += firm.weight;
        }
    }
    groups.retain(|_, count| count.firms >= GROUP_FIRMS_MIN);
    let mut rows: BTreeMap<(u16, Code), f64> =
        groups.iter().map(|(key, count)| (*key, count.weight)).collect();
    for firm in firms {
        let Some(code) = firm.code else { continue };
        let in_group =
            code.group().is_some_and(|g| groups.contains_key(&(step_of(firm.year, last), g)));
        if !in_group {
            *rows.entry((firm.year, code.division())).or_default() += firm.weight;
        }
    }
    rows
}

/// Counts of one city, disjoint: too few of its firms are known to tell years apart.
fn count_city(firms: &[&Firm]) -> BTreeMap<Code, f64> {
    let of_many = |code: &dyn Fn(&Firm) -> Option<Code>| -> BTreeMap<Code, f64> {
        let mut counts: BTreeMap<Code, Count> = BTreeMap::new();
        for firm in firms {
            if let Some(code) = code(firm) {
                let count = counts.entry(code).or_default();
                count.firms += 1;
                count.weight += firm.weight;
            }
        }
        counts.retain(|_, count| count.firms >= GROUP_FIRMS_MIN);
        counts.into_iter().map(|(code, count)| (code, count.weight)).collect()
    };
    let mut rows = of_many(&|firm| firm.code.and_then(|c| c.group()));
    let groups: BTreeSet<Code> = rows.keys().copied().collect();
    let in_group = |code: Code| code.group().is_some_and(|g| groups.contains(&g));
    let rest = of_many(&|firm| firm.code.filter(|c| !in_group(*c)).map(|c| c.division()));
    rows.extend(rest);
    rows
}

/// Fills `structure` and `bases`.
pub(super) fn fill(firms: &Firms, source: &str, tables: &mut Tables) -> Result<(), BundleError> {
    let mut by_park: BTreeMap<&str, Vec<&Firm>> = BTreeMap::new();
    let mut by_region: BTreeMap<&str, Vec<&Firm>> = BTreeMap::new();
    let mut by_city: BTreeMap<&str, Vec<&Firm>> = BTreeMap::new();
    for firm in firms.firms.iter().filter(|f| f.code.is_some()) {
        if let Some(park) = firm.park {
            by_park.entry(&firms.parks.texts[park as usize]).or_default().push(firm);
        }
        if let Some(city) = firm.city {
            by_city.entry(&firms.cities.texts[city as usize]).or_default().push(firm);
        }
        for region in firm.province.into_iter().chain([NATION]) {
            by_region.entry(region).or_default().push(firm);
        }
    }
    let last = firms.last_year;
    let mut add = |table, place: (&str, &str), year: u16, code: Code, weight: f64| {
        let cells = [
            place,
            ("year", &year.to_string()),
            ("industry", code.as_str()),
            ("basis", "firms"),
            // A weight is known to three digits at best: one decimal is enough.
            ("value", &quantity::print((weight * 10.0).round() / 10.0)),
            ("source", source),
            ("as_of", &last.to_string()),
        ];
        tables.add(table, &cells).map(|_| ())
    };
    let places = [(Table::Structure, "park_id", by_park), (Table::Bases, "region_code", by_region)];
    for (table, column, places) in places {
        for (place, members) in places {
            for ((year, code), weight) in count(&members, last) {
                add(table, (column, place), year, code, weight)?;
            }
        }
    }
    for (city, members) in by_city {
        for (code, weight) in count_city(&members) {
            add(Table::Bases, ("region_code", city), last, code, weight)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firm(year: u16, code: &str) -> Firm {
        let code = Code::parse(code);
        Firm {
            year,
            park: Some(0),
            province: None,
            city: None,
            weight: 1.0,
            code,
            items: Vec::new(),
        }
    }

    #[test]
    fn groups_of_three_leave_their_division() {
        let firms = [
            firm(2014, "3973"),
            firm(2016, "397"),
            firm(2018, "3974"),
            firm(2018, "3911"),
            firm(2013, "3973"),
        ];
        let rows = count(&firms.iter().collect::<Vec<_>>(), 2018);
        let shown: Vec<String> =
            rows.iter().map(|((year, code), n)| format!("{year} {code} {n}")).collect();
        assert_eq!(shown, ["2013 39 1", "2018 39 1", "2018 397 3"]);
    }

    #[test]
    fn a_city_has_rows_of_three_firms_and_more() {
        let firms = [
            firm(2001, "3973"),
            firm(2016, "397"),
            firm(2018, "3974"),
            firm(2018, "3911"),
            firm(2017, "3921"),
            firm(2013, "392"),
            firm(2013, "6512"),
        ];
        let rows = count_city(&firms.iter().collect::<Vec<_>>());
        let shown: Vec<String> = rows.iter().map(|(code, n)| format!("{code} {n}")).collect();
        assert_eq!(shown, ["39 3", "397 3"]);
    }

    #[test]
    fn steps_end_with_the_last_year() {
        for (year, step) in [(2018, 2018), (2014, 2018), (2013, 2013), (1978, 1978), (1979, 1983)] {
            assert_eq!(step_of(year, 2018), step, "{year}");
        }
    }
}
