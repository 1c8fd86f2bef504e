//! What of a park the full text holds.

use std::collections::BTreeSet;

use park_domain::words::{ParkKind, Role, Status};
use park_domain::{Dataset, Park, Visibility};
use park_index::ParkDocument;
use park_industry::{Code, Reader};

use crate::answer::park::slice_of;

/// Firms that a group needs before the park is found by its code.
const FIRMS_MIN: f64 = 3.0;

/// One document a park that still stands, in order of the id.
pub(super) fn documents(dataset: &Dataset, reader: &Reader) -> Vec<ParkDocument> {
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
            &mut slice_of(&dataset.activities, &park.id, |a| &a.park_id).iter().map(|a| &*a.term),
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
            && let (Some(code), Some(value)) = (Code::parse(&row.industry), row.value)
        {
            *firms.entry(code).or_default() += value;
        }
    }
    codes.extend(firms.into_iter().filter(|(_, n)| *n >= FIRMS_MIN).map(|(c, _)| c));
    codes.iter().map(Code::to_string).collect()
}
