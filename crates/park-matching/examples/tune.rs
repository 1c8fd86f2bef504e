//! How well lists of known parks are found: recall in the first 50 and a hit in the first ten, list by list.
//!
//! `cargo run --release -p park-matching --example tune -- LISTS.csv PARKS.csv [MORE.csv ...]`
//!
//! LISTS has the columns `profile,industry_text,park_id` (others are passed over). Every other file is a table of a
//! dataset, named by its stem (`parks.csv`, `structure.csv`; `catalogue-2018.csv` counts as parks), `.gz` too.
//! The lists are for tuning by hand; the held-out ones live in `tests/quality` and are never read here.

#![expect(clippy::print_stdout, reason = "an example prints what it measures")]

use std::collections::BTreeMap;
use std::path::Path;

use park_domain::{Dataset, PartialDate, Record, Table};
use park_features::Features;
use park_industry::Reader;
use park_matching::{Catalog, ModelTexts, Models, Profile, ProfileDraft, Settings, rank};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn table_of(path: &Path) -> Option<Table> {
    let stem = path.file_name()?.to_str()?.split('.').next()?.to_owned();
    if stem.starts_with("catalogue") {
        return Some(Table::Parks);
    }
    Table::ALL.iter().copied().find(|t| t.name() == stem)
}

fn read_table(path: &Path, table: Table, records: &mut Vec<Record>) -> Outcome<usize> {
    let bytes = if path.extension().is_some_and(|e| e == "gz") {
        std::process::Command::new("gzip").arg("-dc").arg(path).output()?.stdout
    } else {
        std::fs::read(path)?
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(&bytes[..]);
    let headers = reader.headers()?.clone();
    let places: Vec<Option<usize>> =
        headers.iter().map(|h| table.column(h.trim_start_matches('\u{feff}'))).collect();
    let mut refused = 0;
    let mut interner = park_domain::Interner::default();
    for row in reader.records() {
        let row = row?;
        let mut cells: Vec<Option<&str>> = vec![None; table.columns().len()];
        for (cell, place) in row.iter().zip(&places) {
            if let Some(at) = place {
                cells[*at] = Some(cell);
            }
        }
        match Record::check_with(table, &cells, &mut interner) {
            Ok(record) => records.push(record),
            Err(_) => refused += 1,
        }
    }
    Ok(refused)
}

fn models(root: &Path) -> Outcome<Models> {
    let text = |name: &str| std::fs::read_to_string(root.join("matching").join(name));
    let (criteria, presets, settings) =
        (text("criteria.toml")?, text("presets.toml")?, text("settings.toml")?);
    let texts = ModelTexts { criteria: &criteria, presets: &presets, settings: &settings };
    Ok(Models::parse(&texts)?)
}

struct List {
    text: String,
    parks: Vec<String>,
}

fn lists(path: &Path) -> Outcome<BTreeMap<String, List>> {
    let mut lists: BTreeMap<String, List> = BTreeMap::new();
    for row in csv::Reader::from_path(path)?.records() {
        let row = row?;
        let list = lists
            .entry(row[0].to_owned())
            .or_insert_with(|| List { text: row[1].to_owned(), parks: Vec::new() });
        list.parks.push(row[2].to_owned());
    }
    Ok(lists)
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [list_path, tables @ ..] = &args[..] else {
        return Err("give LISTS.csv and the tables".into());
    };
    let show = std::env::var("SHOW").ok();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let reader = Reader::from_dir(&root)?;
    // Another folder of `matching/` to try.
    let tried = std::env::var("MODELS").map_or_else(|_| root.clone(), std::path::PathBuf::from);
    let models = models(&tried)?;
    let mut records = Vec::new();
    for path in tables {
        let path = Path::new(path);
        let table = table_of(path).ok_or_else(|| format!("{}: not a table", path.display()))?;
        let refused = read_table(path, table, &mut records)?;
        if refused > 0 {
            println!("{}: {refused} rows refused", path.display());
        }
    }
    let dataset = Dataset::from_records(&records);
    let as_of = dataset.newest_as_of().or(PartialDate::parse("2018")).ok_or("no date")?;
    let features = Features::build(&dataset, &reader, as_of, &models.features());
    let catalog = Catalog::build(&dataset, features, &reader, models);
    println!("{} parks", catalog.len());
    let (mut recall_sum, mut hits, mut n, mut mrr, mut soft) = (0.0, 0, 0, 0.0, 0.0);
    for (name, list) in lists(Path::new(list_path))? {
        let draft = ProfileDraft {
            industry_text: Some(list.text.clone()),
            limit: Some(200),
            ..ProfileDraft::default()
        };
        let profile = Profile::check(draft, &reader, &catalog).map_err(|f| format!("{f:?}"))?;
        let ranking = rank(&catalog, &profile, &Settings::default());
        let took = middle_time(&catalog, &profile);
        let place = |id: &String| {
            ranking.matches.iter().position(|m| m.park.id.as_str() == id).map(|i| i + 1)
        };
        let places: Vec<Option<usize>> = list.parks.iter().map(place).collect();
        let in_50 = places.iter().flatten().filter(|p| **p <= 50).count();
        let recall = in_50 as f64 / list.parks.len() as f64;
        let first = places.iter().flatten().min().copied();
        recall_sum += recall;
        // A smoother figure to climb on: a park at place p counts 1 / (1 + p / 50).
        let gains = places.iter().flatten().map(|p| 1.0 / (1.0 + *p as f64 / 50.0));
        soft += gains.sum::<f64>() / list.parks.len() as f64;
        hits += usize::from(first.is_some_and(|p| p <= 10));
        mrr += first.map_or(0.0, |p| 1.0 / p as f64);
        n += 1;
        println!(
            "{name:22} recall@50 {recall:.2} first {:>4} {:>6.2} ms  codes {:?} unmapped {:?}",
            first.map_or("-".to_owned(), |p| p.to_string()),
            took.as_secs_f64() * 1e3,
            profile.industry.codes,
            profile.industry.unmapped,
        );
        if show.as_deref() == Some(name.as_str()) || show.as_deref() == Some("all") {
            tell(&profile, &ranking, &list.parks, &places, &catalog);
        }
    }
    println!(
        "mean recall@50 {:.4}, hit@10 {hits} of {n}, mrr {:.4}, soft {:.4}",
        recall_sum / f64::from(n),
        mrr / f64::from(n),
        soft / f64::from(n)
    );
    Ok(())
}

/// The middle of a few rankings of the usual ten matches.
fn middle_time(catalog: &Catalog, profile: &Profile) -> std::time::Duration {
    let short = Profile { limit: 10, ..profile.clone() };
    let mut times: Vec<std::time::Duration> = (0..15)
        .map(|_| {
            let started = std::time::Instant::now();
            std::hint::black_box(rank(catalog, &short, &Settings::default()));
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn tell(
    profile: &Profile,
    ranking: &park_matching::Ranking,
    known: &[String],
    places: &[Option<usize>],
    catalog: &Catalog,
) {
    for word in &profile.industry.words {
        print!(" {}:{:.2}", word.word, word.strength);
    }
    println!();
    for m in ranking.matches.iter().take(15) {
        let words: Vec<&str> = m.because.iter().map(|r| r.words.as_str()).collect();
        let mark = if known.iter().any(|k| k == m.park.id.as_str()) { "*" } else { " " };
        println!(" {mark} {:.4} {} | {}", m.score, m.park.name, words.join(" | "));
    }
    for (id, place) in known.iter().zip(places) {
        let Some((m, _)) = park_matching::explain_park(catalog, profile, id, &Settings::default())
        else {
            println!("  ? {id} is not in the catalogue");
            continue;
        };
        let words: Vec<String> =
            m.because.iter().map(|r| format!("{:.3} {}", r.adds, r.words)).collect();
        println!(
            "  > {:>4} {} {}: {}",
            place.map_or(m.rank, |p| p),
            m.park.name,
            m.score,
            words.join(" | ")
        );
    }
}
