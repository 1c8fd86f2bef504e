//! An open generation: everything that an answer is made from.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::Context;
use park_domain::{Dataset, Interner, Park, ParkId, PartialDate, Record, Table};
use park_features::Features;
use park_homogeneity::{Ground, Likeness, Params, Report, ValidParams};
use park_index::generation::{self, Generation};
use park_index::text::{SuggestSource, TextIndex};
use park_matching::Catalog;

use super::words;
use crate::{lang, models};

/// Reports that are kept for the next who asks the same.
const REPORTS_KEPT: usize = 8;

/// Times that opening starts again because another generation went live meanwhile.
const RETRIES_MAX: usize = 5;

/// An open generation; never changes.
pub struct Live {
    /// Its id.
    pub id: String,
    /// The date to which ages and validity count.
    pub as_of: PartialDate,
    /// Whether the generation has rows of internal visibility.
    pub has_internal: bool,
    /// The files that it was read from.
    generation: Generation,
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
        Self::open_other(store, "", err)?.context("a generation without an id")
    }

    /// This generation without rows of internal visibility. Its id is another one, so that what was
    /// answered from all rows and kept under an id never answers for these.
    ///
    /// # Errors
    /// Its folder is gone, or a file of it cannot be read any more.
    pub fn without_internal(&self) -> anyhow::Result<Self> {
        Self::of(&self.generation, true)
    }

    /// Id of the public rows of a generation.
    pub fn public_id(id: &str) -> String {
        format!("{id}-public")
    }

    /// As [`Live::open`]; `None` when that would be the generation `held`, which is open already.
    ///
    /// # Errors
    /// As [`Live::open`].
    pub fn open_other(
        store: &Path,
        held: &str,
        err: &mut dyn Write,
    ) -> anyhow::Result<Option<Self>> {
        let mut tries = 0;
        loop {
            let before = generation::live_id(store).ok().flatten();
            let mut words = Vec::new();
            let opened = Self::open_once(store, held, &mut words);
            // A publish may have removed the folder while it was read: then another one is live.
            let moved = generation::live_id(store).ok().flatten() != before;
            tries += 1;
            if opened.is_ok() || !moved || tries > RETRIES_MAX {
                err.write_all(&words)?;
                return opened;
            }
        }
    }

    fn open_once(store: &Path, held: &str, err: &mut dyn Write) -> anyhow::Result<Option<Self>> {
        let opened = generation::open_live(store)?;
        let warning = lang::spoken().pick("警告：", "warning: ");
        for refusal in &opened.refused {
            let words = lang::spoken().pick(refusal.in_chinese(), refusal.to_string());
            writeln!(err, "{warning}{words}")?;
        }
        let nearest = opened.generation;
        let id = nearest.manifest.id.clone();
        if id == held {
            return Ok(None);
        }
        let why = match Self::of(&nearest, false) {
            Ok(live) => return Ok(Some(live)),
            Err(why) => why,
        };
        // Sizes and sums were right, its content is not: the ones before it, the newest first.
        writeln!(err, "{warning}{}", words::of(&why, lang::spoken()))?;
        let listed = generation::list(store)?;
        let older: Vec<&str> =
            listed.iter().map(|g| g.id.as_str()).take_while(|g| *g != id).collect();
        for older in older.into_iter().rev() {
            if older == held {
                return Ok(None);
            }
            let live = generation::open(store, older)
                .map_err(anyhow::Error::from)
                .and_then(|g| Self::of(&g, false));
            match live {
                Ok(live) => return Ok(Some(live)),
                Err(why) => writeln!(err, "{warning}{}", words::of(&why, lang::spoken()))?,
            }
        }
        let words = lang::spoken().pick(
            "没有可用的数据代\n提示：运行 parkwise publish",
            "no generation can be served\nhint: run parkwise publish",
        );
        Err(why.context(words))
    }

    /// Everything of a generation, in memory; with `public` without rows of internal visibility.
    ///
    /// # Errors
    /// A file that cannot be read or is not what was written.
    pub fn of(generation: &Generation, public: bool) -> anyhow::Result<Self> {
        let manifest = &generation.manifest;
        let as_of = manifest
            .as_of
            .as_deref()
            .and_then(PartialDate::parse)
            .with_context(|| format!("generation {} has no date", manifest.id))?;
        let mut interner = Interner::default();
        let mut dataset = Dataset::default();
        let (mut rows, mut places) = (ByPark::new(), ByPlace::new());
        let mut has_internal = false;
        // Table by table: all records at once would be most of what a start needs of memory.
        for table in Table::ALL {
            let name = format!("{}.csv.gz", table.name());
            if !manifest.files.contains_key(&name) {
                continue;
            }
            let bytes = generation.read_file(&name)?;
            let mut import = park_import::import_bytes(*table, &name, &bytes, &mut interner);
            if let Some(problem) = import.problems.first() {
                let id = &manifest.id;
                let words = lang::spoken().pick(
                    format!("数据代 {id} 已损坏：{}", park_import::problem_in_chinese(problem)),
                    format!("generation {id} is damaged: {problem}"),
                );
                anyhow::bail!(words);
            }
            if public {
                import.records.retain(|r| !is_internal(r));
            }
            has_internal = has_internal || import.records.iter().any(is_internal);
            // Publishing wrote them in the order of their keys.
            for record in &import.records {
                dataset.push(record);
            }
            shown(*table, import.records, &mut rows, &mut places);
        }
        let reader = models::reader();
        let matching = models::matching();
        let features = Features::build(&dataset, reader, as_of, &matching.features());
        let catalog = Catalog::build(&dataset, features, reader, matching);
        let source = SuggestSource { words: reader.words().map(str::to_owned).collect() };
        let text = TextIndex::open(&generation.text_dir(), &source)
            .with_context(|| format!("generation {}, folder text", manifest.id))?;
        let by_id = dataset.parks.iter().enumerate().map(|(i, p)| (p.id.clone(), i)).collect();
        Ok(Self {
            id: if public { Self::public_id(&manifest.id) } else { manifest.id.clone() },
            has_internal,
            as_of,
            generation: generation.clone(),
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

    /// Whether this is the fictional province of the demo: its ids say so.
    pub fn is_demo(&self) -> bool {
        self.dataset.parks.first().is_some_and(|p| p.id.as_str().starts_with(park_demo::ID_PREFIX))
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

    /// The park that a merged one became part of.
    pub fn successor(&self, park: &Park) -> Option<&Park> {
        if park.status != park_domain::words::Status::Merged {
            return None;
        }
        self.find(park.successor_id.as_ref()?.as_str()).filter(|p| p.id != park.id)
    }

    /// Parks that became part of this one.
    pub fn predecessors(&self, id: &str) -> Vec<&Park> {
        let is_one = |p: &&Park| self.successor(p).is_some_and(|s| s.id.as_str() == id);
        self.dataset.parks.iter().filter(is_one).collect()
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
fn shown(table: Table, records: Vec<Record>, rows: &mut ByPark, places: &mut ByPlace) {
    match table {
        Table::Parks
        | Table::Positioning
        | Table::Tenants
        | Table::Policies
        | Table::Utilities
        | Table::Plots
        | Table::Facts
        | Table::Approvals
        | Table::Projects
        | Table::Promises
        | Table::Thresholds => {}
        Table::SameAs
        | Table::Structure
        | Table::Bases
        | Table::Activities
        | Table::Nodes
        | Table::Regions => return,
    }
    for record in records {
        if let Some(park) = record.get("park_id") {
            rows.entry(ParkId::from(park.print().as_str())).or_default().push(record);
        } else if let Some(region) = record.get("region_code") {
            places.entry(region.print()).or_default().push(record);
        }
    }
}
