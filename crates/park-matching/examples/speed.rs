//! How long one ranking takes, at the real size and at 100,000 parks resampled from the real ones.
//!
//! `cargo run --release -p park-matching --example speed -- TEXTS PARKS.csv [N] [ROUNDS]`
//!
//! TEXTS is a comma-separated list of industries. Not a benchmark of record: that is `benches/`.

#![expect(clippy::print_stdout, reason = "an example prints what it measures")]

use std::path::Path;
use std::time::Instant;

use park_domain::{Dataset, PartialDate, Record, Table};
use park_features::Features;
use park_industry::Reader;
use park_matching::{Catalog, ModelTexts, Models, Profile, ProfileDraft, Settings, rank};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [texts, parks, rest @ ..] = &args[..] else {
        return Err("give TEXTS and PARKS.csv".into());
    };
    let n: usize = rest.first().map_or(Ok(0), |n| n.parse())?;
    let rounds: usize = rest.get(1).map_or(Ok(20), |n| n.parse())?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let reader = Reader::from_dir(&root)?;
    let text = |name: &str| std::fs::read_to_string(root.join("matching").join(name));
    let (criteria, presets, settings) =
        (text("criteria.toml")?, text("presets.toml")?, text("settings.toml")?);
    let texts_of = ModelTexts { criteria: &criteria, presets: &presets, settings: &settings };
    let models = Models::parse(&texts_of)?;
    let records = resample(Path::new(parks), n)?;
    let dataset = Dataset::from_records(&records);
    let as_of = PartialDate::parse("2018").ok_or("no date")?;
    let features = Features::build(&dataset, &reader, as_of, &models.features());
    let catalog = Catalog::build(&dataset, features, &reader, models);
    for text in texts.split(',') {
        let mut times = Vec::new();
        for _ in 0..rounds {
            let draft =
                ProfileDraft { industry_text: Some(text.to_owned()), ..ProfileDraft::default() };
            let started = Instant::now();
            let profile = Profile::check(draft, &reader, &catalog).map_err(|f| format!("{f:?}"))?;
            let checked = started.elapsed();
            let ranking = rank(&catalog, &profile, &Settings::default());
            times.push((started.elapsed(), checked, ranking.matches.len()));
        }
        times.sort();
        let (middle, worst) = (times[rounds / 2], times[rounds - 1]);
        println!(
            "{text}: {} parks, middle {:.2} ms (of it reading {:.3}), worst {:.2} ms",
            catalog.len(),
            middle.0.as_secs_f64() * 1e3,
            middle.1.as_secs_f64() * 1e3,
            worst.0.as_secs_f64() * 1e3
        );
    }
    Ok(())
}

/// The rows of a parks table; with `n` above its size they come round again under new ids.
fn resample(path: &Path, n: usize) -> Outcome<Vec<Record>> {
    let table = Table::Parks;
    let mut reader = csv::Reader::from_path(path)?;
    let places: Vec<Option<usize>> = reader.headers()?.iter().map(|h| table.column(h)).collect();
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    let mut records = Vec::new();
    for i in 0..n.max(rows.len()) {
        let row = &rows[i % rows.len()];
        let id = format!("{}R{}", &row[0], i / rows.len());
        let mut cells: Vec<Option<&str>> = vec![None; table.columns().len()];
        for (cell, place) in row.iter().zip(&places) {
            if let Some(at) = place {
                cells[*at] = Some(cell);
            }
        }
        if let Some(at) = table.column("park_id") {
            cells[at] = Some(&id);
        }
        records.push(Record::check(table, &cells).map_err(|f| format!("{f:?}"))?);
    }
    Ok(records)
}
