//! What of a park the full text holds.

use std::collections::BTreeSet;

use park_domain::words::{ParkKind, Role, Status};
use park_domain::{Dataset, Park, Visibility};
use park_index::ParkDocument;
use park_industry::{Code, Reader};

use crate::answer::park::slice_of;

/// Firms that a group needs before the park is found by its code.
const FIRMS_MIN: f64 = 3.0;

/// One document a park that still stands, in order of the id. Who may see internal rows and who may not
/// search the same text, so it holds public rows only.
pub fn documents(dataset: &Dataset, reader: &Reader) -> Vec<ParkDocument> {
    dataset
        .parks
        .iter()
        .filter(|p| matches!(p.status, Status::Active | Status::Planned))
        .filter(|p| p.provenance.visibility == Visibility::Public)
        .map(|p| document(dataset, reader, p))
        .collect()
}

fn document(dataset: &Dataset, reader: &Reader, park: &Park) -> ParkDocument {
    let texts =
        |list: &mut dyn Iterator<Item = &str>| -> Vec<String> { list.map(str::to_owned).collect() };
    let public = |v: Visibility| v == Visibility::Public;
    let own_facts: Vec<&park_domain::Fact> = dataset
        .facts
        .iter()
        .filter(|f| f.park_id.as_ref() == Some(&park.id) && public(f.provenance.visibility))
        .collect();
    let fact_industries =
        own_facts.iter().filter(|f| &*f.topic == "leading_industry").map(|f| &*f.value);
    let mut place: Vec<&str> = Vec::new();
    for part in [&park.province, &park.city, &park.county].into_iter().flatten() {
        if !place.contains(&&**part) {
            place.push(part);
        }
    }
    ParkDocument {
        id: park.id.to_string(),
        name: park.name.to_string(),
        aliases: texts(&mut park.aliases.iter().map(|a| &**a)),
        positioning: texts(
            &mut slice_of(&dataset.positioning, &park.id, |p| &p.park_id)
                .iter()
                .filter(|p| public(p.provenance.visibility))
                .map(|p| &*p.text),
        ),
        industries: texts(&mut park.leading_industries.iter().map(|w| &**w).chain(fact_industries)),
        policies: texts(
            &mut dataset
                .policies
                .iter()
                .filter(|c| {
                    c.park_id.as_ref() == Some(&park.id)
                        && c.role == Role::Benefit
                        && public(c.provenance.visibility)
                })
                .filter_map(|c| c.text.as_deref()),
        ),
        activities: texts(
            &mut slice_of(&dataset.activities, &park.id, |a| &a.park_id)
                .iter()
                .filter(|a| public(a.provenance.visibility))
                .map(|a| &*a.term),
        ),
        facts: texts(
            &mut own_facts.iter().filter(|f| &*f.topic != "leading_industry").map(|f| &*f.value),
        ),
        place: place.join(" "),
        codes: codes(dataset, reader, park),
        level: park.level.code().to_owned(),
        kind: park.kind.map_or("unknown", ParkKind::code).to_owned(),
        province: park.province.as_deref().unwrap_or_default().to_owned(),
    }
}

/// Codes of the named industries, and of revealed ones with firms enough.
fn codes(dataset: &Dataset, reader: &Reader, park: &Park) -> Vec<String> {
    let mut codes: BTreeSet<Code> = BTreeSet::new();
    for words in &park.leading_industries {
        codes.extend(reader.phrase(words).codes.iter().map(|c| c.code));
    }
    let mut firms: std::collections::BTreeMap<Code, f64> = std::collections::BTreeMap::new();
    for row in slice_of(&dataset.structure, &park.id, |s| &s.park_id) {
        if row.basis == park_domain::Basis::Firms
            && row.provenance.visibility == Visibility::Public
            && let (Some(code), Some(value)) = (Code::parse(&row.industry), row.value)
        {
            *firms.entry(code).or_default() += value;
        }
    }
    codes.extend(firms.into_iter().filter(|(_, n)| *n >= FIRMS_MIN).map(|(c, _)| c));
    codes.iter().map(Code::to_string).collect()
}

#[cfg(test)]
mod tests {
    use park_domain::{Record, Table};

    use super::*;
    use crate::models;

    fn record(table: Table, cells: &[(&str, &str)]) -> Record {
        let mut row = vec![None; table.columns().len()];
        for (name, value) in cells {
            row[table.column(name).expect("a column")] = Some(*value);
        }
        Record::check(table, &row).expect("a good row")
    }

    #[test]
    fn internal_rows_are_not_found_by_anyone() {
        let mut records = vec![record(Table::Parks, &[("park_id", "X1"), ("name", "甲园")])];
        for (term, code, visibility) in [("酿酒", "151", "public"), ("密事", "398", "internal")]
        {
            let shown = ("visibility", visibility);
            let park = ("park_id", "X1");
            let used = [park, ("year", "2020"), ("term", term), ("firms", "5"), shown];
            records.push(record(Table::Activities, &used));
            let (industry, basis) = (("industry", code), ("basis", "firms"));
            let counted = [park, ("year", "2020"), industry, basis, ("value", "5"), shown];
            records.push(record(Table::Structure, &counted));
        }
        let documents = documents(&Dataset::from_records(&records), models::reader());
        assert_eq!(documents.len(), 1);
        assert_eq!(documents[0].activities, ["酿酒"]);
        assert_eq!(documents[0].codes, ["151"]);
    }
}
