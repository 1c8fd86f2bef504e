//! An open generation: everything that an answer is made from.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::Context;
use park_domain::{Dataset, Interner, Park, ParkId, PartialDate, Record, Table};
use park_features::Features;
use park_homogeneity::{Ground, Likeness, Params, Report, ValidParams};
use park_index::text::{SuggestSource, TextIndex};
use park_matching::Catalog;

use crate::models;

/// Reports that are kept for the next who asks the same.
const REPORTS_KEPT: usize = 8;

/// An open generation; never changes.
pub struct Live {
    /// Its id.
    pub id: String,
    /// The date to which ages and validity count.
    pub as_of: PartialDate,
    /// Whether the generation has rows of internal visibility.
    pub has_internal: bool,
    dataset: Dataset,
    catalog: Catalog,
    text: TextIndex,
    by_id: HashMap<ParkId, usize>,
    other: HashMap<ParkId, ParkId>,
    /// Rows of the tables that pages show as they are, by park.
    rows: HashMap<ParkId, Vec<Record>>,
    /// Rows of a whole place, by region code.
    places: HashMap<String, Vec<Record>>,
    likeness: OnceLock<Likeness>,
    ground: OnceLock<Ground>,
    reports: Mutex<Vec<(String, Arc<Report>)>>,
}

impl Live {
    /// Opens the live generation of a store. A damaged one is said on `err`, and the one before it serves.
    ///
    /// # Errors
    /// No generation of the store can be opened.
    pub fn open(store: &Path, err: &mut dyn Write) -> anyhow::Result<Self> {
        Self::open_as(store, err, false)
    }

    /// As [`Live::open`], without rows of internal visibility. Its id is another one, so that what was
    /// answered from all rows and kept under an id never answers for these.
    ///
    /// # Errors
    /// As [`Live::open`].
    pub fn open_public(store: &Path) -> anyhow::Result<Self> {
        Self::open_as(store, &mut std::io::sink(), true)
    }

    /// Id of the public rows of a generation.
    pub fn public_id(id: &str) -> String {
        format!("{id}-public")
    }

    fn open_as(store: &Path, err: &mut dyn Write, public: bool) -> anyhow::Result<Self> {
        let opened = park_index::generation::open_live(store)?;
        for refusal in &opened.refused {
            writeln!(err, "warning: {refusal}")?;
        }
        let generation = opened.generation;
        let manifest = &generation.manifest;
        let mut interner = Interner::default();
        let mut records = Vec::new();
        for table in Table::ALL {
            let name = format!("{}.csv.gz", table.name());
            if !manifest.files.contains_key(&name) {
                continue;
            }
            let bytes = generation.read_file(&name)?;
            let import = park_import::import_bytes(*table, &name, &bytes, &mut interner);
            if let Some(problem) = import.problems.first() {
                anyhow::bail!("generation {} is damaged: {problem}", manifest.id);
            }
            records.extend(import.records);
        }
        if public {
            records.retain(|r| !is_internal(r));
        }
        let has_internal = records.iter().any(is_internal);
        let as_of = manifest
            .as_of
            .as_deref()
            .and_then(PartialDate::parse)
            .with_context(|| format!("generation {} has no date", manifest.id))?;
        let dataset = Dataset::from_records(&records);
        let (rows, places) = shown(records);
        let reader = models::reader();
        let matching = models::matching();
        let features = Features::build(&dataset, reader, as_of, &matching.features());
        let catalog = Catalog::build(&dataset, features, reader, matching);
        let source = SuggestSource { words: reader.words().map(str::to_owned).collect() };
        let text = TextIndex::open(&generation.text_dir(), &source)?;
        let by_id = dataset.parks.iter().enumerate().map(|(i, p)| (p.id.clone(), i)).collect();
        Ok(Self {
            id: if public { Self::public_id(&manifest.id) } else { manifest.id.clone() },
            has_internal,
            as_of,
            other: dataset.resolve(),
            dataset,
            catalog,
            text,
            by_id,
            rows,
            places,
            likeness: OnceLock::new(),
            ground: OnceLock::new(),
            reports: Mutex::new(Vec::new()),
        })
    }

    /// All rows, typed.
    pub fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The parks ready to be ranked.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The full text.
    pub fn text(&self) -> &TextIndex {
        &self.text
    }

    /// The park that answers for an id.
    pub fn find(&self, id: &str) -> Option<&Park> {
        let own = self.by_id.get(id);
        let at = own.or_else(|| self.other.get(id).and_then(|p| self.by_id.get(p.as_str())))?;
        self.dataset.parks.get(*at)
    }

    /// Other ids of a park, sorted.
    pub fn other_ids(&self, id: &ParkId) -> Vec<String> {
        let mut ids: Vec<String> =
            self.other.iter().filter(|(_, p)| *p == id).map(|(o, _)| o.to_string()).collect();
        ids.sort();
        ids
    }

    /// The rows of a park in the tables that pages show as they are.
    pub fn rows_of(&self, id: &ParkId) -> &[Record] {
        self.rows.get(id).map_or(&[], Vec::as_slice)
    }

    /// The rows of the places in which a park lies, the widest place first.
    pub fn place_rows(&self, park: &Park) -> Vec<&Record> {
        let Some(code) = park.region_code.as_deref() else { return Vec::new() };
        let mut codes =
            vec![format!("{}0000", &code[..2]), format!("{}00", &code[..4]), code.to_owned()];
        codes.dedup();
        codes.iter().filter_map(|c| self.places.get(c)).flatten().collect()
    }

    /// The parks nearest to each other, laid out when first asked for.
    ///
    /// # Panics
    /// Never: parameters without a filter are valid.
    pub fn likeness(&self) -> &Likeness {
        self.likeness.get_or_init(|| {
            let params = Params { as_of: Some(self.as_of), ..Params::default() }
                .check(&self.dataset)
                .expect("parameters without a filter are valid");
            Likeness::build(&self.dataset, models::reader(), &params)
        })
    }

    /// What every park stands on for directions, read when first asked for.
    pub fn ground(&self) -> &Ground {
        self.ground
            .get_or_init(|| Ground::of(&self.dataset, models::reader(), models::directions()))
    }

    /// The homogeneity report of a peer set; the last few are kept.
    pub fn report(&self, params: &ValidParams) -> Arc<Report> {
        let key = format!("{:?}", params.params());
        let held = |kept: &[(String, Arc<Report>)]| {
            kept.iter().find(|(k, _)| *k == key).map(|(_, r)| Arc::clone(r))
        };
        if let Some(report) = held(&self.reports.lock().unwrap_or_else(PoisonError::into_inner)) {
            return report;
        }
        let report = Arc::new(park_homogeneity::analyse(&self.dataset, models::reader(), params));
        let mut kept = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= REPORTS_KEPT {
            kept.remove(0);
        }
        kept.push((key, Arc::clone(&report)));
        report
    }
}

type ByPark = HashMap<ParkId, Vec<Record>>;
type ByPlace = HashMap<String, Vec<Record>>;

fn is_internal(record: &Record) -> bool {
    record.get("visibility").is_some_and(|v| v.print() == "internal")
}

/// Keeps the records that pages show as they are; the long tables are read from the dataset.
fn shown(records: Vec<Record>) -> (ByPark, ByPlace) {
    let mut rows = ByPark::new();
    let mut places = ByPlace::new();
    for record in records {
        match record.table() {
            Table::Parks
            | Table::Positioning
            | Table::Tenants
            | Table::Policies
            | Table::Utilities
            | Table::Plots
            | Table::Facts => {
                if let Some(park) = record.get("park_id") {
                    rows.entry(ParkId::from(park.print().as_str())).or_default().push(record);
                } else if let Some(region) = record.get("region_code") {
                    places.entry(region.print()).or_default().push(record);
                }
            }
            Table::SameAs
            | Table::Structure
            | Table::Bases
            | Table::Activities
            | Table::Nodes
            | Table::Regions => {}
        }
    }
    (rows, places)
}
