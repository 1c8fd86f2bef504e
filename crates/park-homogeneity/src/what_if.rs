//! What if a park named other industries, had other firms or gave other benefits? A copy of the data with the change.

use park_domain::words::{Instrument, Role};
use park_domain::{Basis, Dataset, ParkId, PolicyClause, Provenance, Structure, Visibility};
use park_industry::{Code, Reader};
use park_structure::{Undefined, entropy_bits, hhi, krugman, shares, theil, variety_bits};

use crate::direction::{DirectionTables, Ground, Stand};

/// Changes of one park; removals come first.
#[derive(Debug, Clone, PartialEq)]
pub struct ParkEdit {
    /// The park.
    pub park: ParkId,
    /// Industries that it names no more, in any spelling of the same meaning.
    pub named_remove: Vec<String>,
    /// Industries that it names.
    pub named_add: Vec<String>,
    /// Codes of which it has no firms any more, with all codes below them.
    pub firms_remove: Vec<Code>,
    /// Firms that come, by code.
    pub firms_add: Vec<(Code, f64)>,
    /// Kinds of benefit that it gives no more.
    pub policies_remove: Vec<Instrument>,
    /// Kinds of benefit that it gives.
    pub policies_add: Vec<Instrument>,
}

/// A change that changes nothing: a pointer within the edit, and what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditFault {
    /// For example `/named/remove/0`.
    pub pointer: String,
    /// What the park has.
    pub has: Vec<String>,
    /// Whether it is there already, instead of not there.
    pub there: bool,
}

/// A copy of the data with these changes; `year` is that of the rows that come.
///
/// # Errors
/// The number of the edit and the change that changes nothing.
pub fn edited(
    dataset: &Dataset,
    reader: &Reader,
    edits: &[ParkEdit],
    year: u16,
) -> Result<Dataset, (usize, EditFault)> {
    let mut out = dataset.clone();
    for (n, edit) in edits.iter().enumerate() {
        named(&mut out, reader, edit).map_err(|f| (n, f))?;
        firms(&mut out, edit, year).map_err(|f| (n, f))?;
        policies(&mut out, edit).map_err(|f| (n, f))?;
    }
    Ok(out)
}

fn fault(kind: &str, verb: &str, at: usize, has: Vec<String>) -> EditFault {
    EditFault { pointer: format!("/{kind}/{verb}/{at}"), has, there: verb == "add" }
}

fn named(data: &mut Dataset, reader: &Reader, edit: &ParkEdit) -> Result<(), EditFault> {
    let Some(park) = data.parks.iter_mut().find(|p| p.id == edit.park) else { return Ok(()) };
    for (at, word) in edit.named_remove.iter().enumerate() {
        let gone = reader.canonical(word);
        let before = park.leading_industries.len();
        let has = || park.leading_industries.iter().map(ToString::to_string).collect();
        let list: Vec<String> = has();
        park.leading_industries.retain(|own| reader.canonical(own) != gone);
        let rows = data.structure.len();
        data.structure.retain(|r| {
            !(r.park_id == edit.park
                && r.basis == Basis::Named
                && reader.canonical(&r.industry) == gone)
        });
        if park.leading_industries.len() == before && data.structure.len() == rows {
            return Err(fault("named", "remove", at, list));
        }
    }
    for (at, word) in edit.named_add.iter().enumerate() {
        let new = reader.canonical(word);
        if park.leading_industries.iter().any(|own| reader.canonical(own) == new) {
            let list = park.leading_industries.iter().map(ToString::to_string).collect();
            return Err(fault("named", "add", at, list));
        }
        park.leading_industries.push(word.as_str().into());
    }
    Ok(())
}

fn firms(data: &mut Dataset, edit: &ParkEdit, year: u16) -> Result<(), EditFault> {
    let own = |r: &Structure| r.park_id == edit.park && r.basis == Basis::Firms;
    for (at, gone) in edit.firms_remove.iter().enumerate() {
        let before = data.structure.len();
        data.structure
            .retain(|r| !(own(r) && Code::parse(&r.industry).is_some_and(|c| gone.contains(c))));
        if data.structure.len() == before {
            let mut has: Vec<String> = data
                .structure
                .iter()
                .filter(|r| own(r))
                .filter_map(|r| Some(Code::parse(&r.industry)?.division().as_str().to_owned()))
                .collect();
            has.sort();
            has.dedup();
            return Err(fault("firms", "remove", at, has));
        }
    }
    for (code, value) in &edit.firms_add {
        data.structure.push(Structure {
            park_id: edit.park.clone(),
            year: Some(year),
            industry: code.as_str().into(),
            basis: Basis::Firms,
            value: Some(*value),
            provenance: provenance(),
        });
    }
    Ok(())
}

fn policies(data: &mut Dataset, edit: &ParkEdit) -> Result<(), EditFault> {
    let own = |c: &PolicyClause| c.park_id.as_ref() == Some(&edit.park) && c.role == Role::Benefit;
    let has = |data: &Dataset| {
        let mut list: Vec<String> = data
            .policies
            .iter()
            .filter(|c| own(c))
            .filter_map(|c| Some(c.instrument?.code().to_owned()))
            .collect();
        list.sort();
        list.dedup();
        list
    };
    for (at, gone) in edit.policies_remove.iter().enumerate() {
        let before = data.policies.len();
        let list = has(data);
        data.policies.retain(|c| !(own(c) && c.instrument == Some(*gone)));
        if data.policies.len() == before {
            return Err(fault("policies", "remove", at, list));
        }
    }
    for (at, new) in edit.policies_add.iter().enumerate() {
        let list = has(data);
        if list.iter().any(|i| i == new.code()) {
            return Err(fault("policies", "add", at, list));
        }
        data.policies.push(benefit(edit, *new));
    }
    Ok(())
}

/// A clause of which only the kind is known.
fn benefit(edit: &ParkEdit, instrument: Instrument) -> PolicyClause {
    PolicyClause {
        clause_id: format!("what-if {} {}", edit.park, instrument.code()).into(),
        park_id: Some(edit.park.clone()),
        region_code: None,
        document: None,
        issued_on: None,
        valid_from: None,
        valid_to: None,
        issued_year: None,
        text: None,
        instrument: Some(instrument),
        target_industry: None,
        rate_pct: None,
        rate_pct_high: None,
        amount_10k_cny: None,
        amount_10k_cny_high: None,
        cap_10k_cny: None,
        per: None,
        years: None,
        condition: None,
        role: Role::Benefit,
        coverage: None,
        provenance: provenance(),
    }
}

fn provenance() -> Provenance {
    Provenance {
        source: None,
        as_of: None,
        estimated: true,
        visibility: Visibility::Public,
        note: None,
    }
}

/// The structure indices of one park, of its firms by division; what cannot be computed is its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// Firms counted.
    pub firms: f64,
    /// Name, value.
    pub values: Vec<(&'static str, Result<f64, Undefined>)>,
}

/// Indices of a park: concentration, entropy, Theil, related and unrelated variety (divisions within sections), and
/// Krugman's index against the firms of all other parks (leave one out, pooled).
pub fn indices(
    ground: &Ground,
    stand: &Stand,
    tables: &DirectionTables,
    reader: &Reader,
) -> Indices {
    let own = &stand.firms;
    let mut sections: Vec<char> = Vec::new();
    let groups: Vec<usize> = (0..own.len())
        .map(|k| {
            let section = reader.classification().section(tables.code(k)).unwrap_or('?');
            sections.iter().position(|s| *s == section).unwrap_or_else(|| {
                sections.push(section);
                sections.len() - 1
            })
        })
        .collect();
    let variety = variety_bits(own, &groups);
    Indices {
        firms: stand.n_firms,
        values: vec![
            ("hhi", hhi(own)),
            ("entropy_bits", entropy_bits(own)),
            ("theil", theil(own)),
            ("related_variety_bits", variety.map(|v| v.related_bits)),
            ("unrelated_variety_bits", variety.map(|v| v.unrelated_bits)),
            ("krugman_leave_one_out", krugman_of(ground, stand)),
        ],
    }
}

fn krugman_of(ground: &Ground, stand: &Stand) -> Result<f64, Undefined> {
    let own = shares(&stand.firms)?;
    let mut pool = vec![0.0; own.len()];
    for other in ground.parks.iter().filter(|p| p.id != stand.id) {
        for (sum, x) in pool.iter_mut().zip(&other.firms) {
            *sum += x;
        }
    }
    Ok(krugman(&own, &shares(&pool)?))
}
