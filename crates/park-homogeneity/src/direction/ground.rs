//! What every park of a generation stands on: its firms by division, what it names, where it lies.

use std::collections::{BTreeSet, HashMap};

use park_domain::geo::{distance_km, unit_vector};
use park_domain::words::{Status, UtilityKind};
use park_domain::{Basis, Dataset, ParkId};
use park_industry::{Code, Reader};
use park_structure::shrunk_quotient;

use super::tables::DirectionTables;

/// On what structures are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanBasis {
    /// Firms by division.
    Firms,
    /// Divisions that are named, each with the same weight.
    Named,
}

impl PlanBasis {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Firms => "firms",
            Self::Named => "named",
        }
    }
}

/// One park.
#[derive(Debug, Clone, Default)]
pub struct Stand {
    /// Its id as text.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Region code, where known.
    pub region_code: Option<String>,
    /// Firms counted, all years.
    pub n_firms: f64,
    /// Last year of the counts.
    pub counted_to: Option<u16>,
    /// Last year in which its names were written.
    pub named_as_of: Option<u16>,
    pub(super) active: bool,
    pub(super) place: Option<[f64; 3]>,
    /// Firms by division; empty where none were counted.
    pub(crate) firms: Vec<f64>,
    /// Divisions that it names.
    pub(super) named: BTreeSet<usize>,
    /// Names that map to nothing.
    pub unmapped: Vec<String>,
    /// Divisions that it names or is special in: LQ, shrunk, of at least 1.
    pub(super) strong: BTreeSet<usize>,
    /// Divisions that it names or has a firm in.
    pub(super) has: BTreeSet<usize>,
    /// Codes of three or four digits that it has.
    pub(super) codes: BTreeSet<Code>,
    pub(super) chemical_park: Option<bool>,
    /// Spare power, in whatever unit: known to be there, known to be none, or unknown.
    pub(super) has_power: Option<bool>,
    /// Whether land or a factory is known to be on offer.
    pub has_plots: bool,
}

impl Stand {
    /// Whether its structure of firms is compared.
    pub fn has_structure(&self, tables: &DirectionTables) -> bool {
        self.n_firms >= tables.firms_min
    }

    /// Divisions that it names, is special in, or has a firm in.
    pub fn strong<'s>(&'s self, tables: &'s DirectionTables) -> impl Iterator<Item = Code> + 's {
        self.strong.iter().map(|k| tables.codes[*k])
    }

    /// Whether nothing is known to build on.
    pub fn is_bare(&self) -> bool {
        self.has.is_empty()
    }

    /// Its structure on a basis; none where there is too little.
    pub(super) fn structure(&self, tables: &DirectionTables, basis: PlanBasis) -> Option<Vec<f64>> {
        match basis {
            PlanBasis::Firms => self.has_structure(tables).then(|| self.firms.clone()),
            PlanBasis::Named if self.named.is_empty() => None,
            PlanBasis::Named => Some(
                (0..tables.n_industries())
                    .map(|k| f64::from(u8::from(self.named.contains(&k))))
                    .collect(),
            ),
        }
    }
}

/// All parks of a generation.
#[derive(Debug, Clone)]
pub struct Ground {
    pub(crate) parks: Vec<Stand>,
    at: HashMap<String, usize>,
}

impl Ground {
    /// Reads what every park has. Rows of words are read by the dictionary; what maps to nothing counts nowhere.
    pub fn of(dataset: &Dataset, reader: &Reader, tables: &DirectionTables) -> Self {
        let mut parks: Vec<Stand> = dataset
            .parks
            .iter()
            .map(|p| Stand {
                id: p.id.to_string(),
                name: p.name.to_string(),
                region_code: p.region_code.as_deref().map(str::to_owned),
                active: p.status == Status::Active,
                place: p.position.map(|(x, y)| unit_vector(x, y)),
                chemical_park: p.chemical_park,
                named_as_of: p.provenance.as_of.map(|d| d.year()),
                ..Stand::default()
            })
            .collect();
        let at: HashMap<String, usize> =
            parks.iter().enumerate().map(|(i, p)| (p.id.clone(), i)).collect();
        let other = dataset.resolve();
        let find = |id: &ParkId| at.get(other.get(id).unwrap_or(id).as_str()).copied();
        let mut phrases = Phrases { reader, tables, known: HashMap::new() };
        for (stand, park) in parks.iter_mut().zip(&dataset.parks) {
            for phrase in &park.leading_industries {
                phrases.name(stand, phrase);
            }
        }
        for row in &dataset.structure {
            let Some(i) = find(&row.park_id) else { continue };
            let stand = &mut parks[i];
            let code = Code::parse(&row.industry);
            match (row.basis, code.and_then(|c| tables.index(c))) {
                (Basis::Named, Some(k)) => {
                    stand.named.insert(k);
                    stand.codes.extend(code.filter(|c| c.digits() > 2));
                }
                (Basis::Named, None) => phrases.name(stand, &row.industry),
                (basis, Some(k)) if row.value.is_some_and(|v| v > 0.0) => {
                    stand.has.insert(k);
                    stand.codes.extend(code.filter(|c| c.digits() > 2));
                    if basis == Basis::Firms {
                        stand.firms.resize(tables.n_industries(), 0.0);
                        stand.firms[k] += row.value.unwrap_or(0.0);
                        stand.counted_to = stand.counted_to.max(row.year);
                    }
                }
                (_, Some(_) | None) => {}
            }
        }
        for row in dataset.utilities.iter().filter(|u| u.utility == UtilityKind::Power) {
            if let (Some(i), Some(spare)) = (find(&row.park_id), row.spare) {
                let known = parks[i].has_power.get_or_insert(false);
                *known |= spare > 0.0;
            }
        }
        for plot in &dataset.plots {
            if let Some(i) = find(&plot.park_id) {
                parks[i].has_plots |= plot.area_mu.or(plot.floor_area_m2).is_some_and(|a| a > 0.0);
            }
        }
        for stand in &mut parks {
            settle(stand, tables);
        }
        Self { parks, at }
    }

    /// One park.
    pub fn stand(&self, id: &str) -> Option<&Stand> {
        self.at.get(id).map(|i| &self.parks[*i])
    }

    /// Active parks near by of which an industry is known, by id; `None` where the park has no position.
    pub(super) fn peers(&self, of: &Stand, km: f64) -> Option<Vec<&Stand>> {
        let here = of.place?;
        let near = |p: &&Stand| {
            p.id != of.id
                && p.active
                && !p.has.is_empty()
                && p.place.is_some_and(|there| distance_km(here, there) <= km)
        };
        let mut peers: Vec<&Stand> = self.parks.iter().filter(near).collect();
        peers.sort_by(|a, b| a.id.cmp(&b.id));
        Some(peers)
    }
}

/// What it is strong in, and all that it has.
fn settle(stand: &mut Stand, tables: &DirectionTables) {
    stand.n_firms = stand.firms.iter().sum();
    stand.has.extend(stand.named.iter().copied());
    stand.strong = stand.named.clone();
    if stand.n_firms >= tables.firms_min {
        for (k, x) in stand.firms.iter().enumerate().filter(|(_, x)| **x > 0.0) {
            let quotient = shrunk_quotient(*x, stand.n_firms, tables.usual[k], tables.shrink_firms);
            if quotient.is_ok_and(|q| q >= 1.0) {
                stand.strong.insert(k);
            }
        }
    }
}

type Meaning = (Vec<usize>, Vec<Code>);

/// Phrases read once each.
struct Phrases<'r> {
    reader: &'r Reader,
    tables: &'r DirectionTables,
    known: HashMap<String, Meaning>,
}

impl Phrases<'_> {
    fn name(&mut self, stand: &mut Stand, phrase: &str) {
        let (reader, tables) = (self.reader, self.tables);
        let (divisions, codes) = self.known.entry(phrase.to_owned()).or_insert_with(|| {
            let reading = reader.phrase(phrase);
            let enough = |share: f64| share >= tables.named_share_min;
            let divisions = reading.divisions.iter().filter(|(_, s)| enough(*s));
            let codes = reading.codes.iter().filter(|c| enough(c.share) && c.code.digits() > 2);
            (
                divisions.filter_map(|(c, _)| tables.index(*c)).collect(),
                codes.map(|c| c.code).collect(),
            )
        });
        if divisions.is_empty() {
            stand.unmapped.push(phrase.to_owned());
        }
        stand.named.extend(divisions.iter().copied());
        stand.codes.extend(codes.iter().copied());
    }
}
