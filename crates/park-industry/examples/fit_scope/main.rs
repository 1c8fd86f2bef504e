//! Fits the scope model and writes `models/industry/scope-model.csv`, from the root:
//! `cargo run --release -p park-industry --example fit_scope -- ../shared/data`
//!
//! Learns from the firms judged by hand (set `train`), from the seeds of `scope-seeds.csv` and from the
//! names and notes of the standard (their weights only, never their text, go into the model). With
//! `--check` nothing is written: each fifth of the judged firms is read by a model fitted to the others.
#![expect(clippy::print_stdout, reason = "a command that prints figures")]

mod check;
mod corpus;
mod documents;
mod export;
mod softmax;
mod space;

use std::error::Error;
use std::path::Path;

use park_industry::Reader;

use corpus::Corpus;
use documents::Documents;
use softmax::{Row, Softmax};
use space::Space;

/// Passes over the documents.
const EPOCHS: usize = 12;
/// Step of a pass.
const RATE: f32 = 0.3;
/// Seed of the order of the documents.
const SEED: u64 = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let data = std::env::args().nth(1).ok_or("give the folder of the source data")?;
    let checks = std::env::args().any(|a| a == "--check");
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let reader = Reader::from_dir(&models)?;
    let corpus = Corpus::read(Path::new(&data), &models.join("industry"))?;
    let space = Space::of(&reader, &corpus);
    let documents = Documents::of(&reader, &corpus, &space);
    println!(
        "{} judged firms, {} seeds, {} features, {} groups",
        documents.judged.len(),
        documents.weak.len(),
        space.len(),
        documents.classes.len()
    );
    if checks {
        check::run(&reader, &corpus, &space, &documents);
        return Ok(());
    }
    let model = fit(&space, &documents, |_| true);
    let text = export::text(&reader, &corpus, &space, &documents, &model)?;
    std::fs::write(models.join("industry/scope-model.csv"), &text)?;
    println!("scope-model.csv: {} bytes", text.len());
    Ok(())
}

/// Fits to the weak documents and to the judged ones that are wanted, by position.
fn fit(space: &Space, documents: &Documents, wanted: impl Fn(usize) -> bool) -> Softmax {
    let judged = documents.judged.iter().enumerate().filter(|(i, _)| wanted(*i)).map(|(_, d)| d);
    let rows: Vec<Row<'_>> = judged
        .chain(&documents.weak)
        .map(|d| Row { values: &d.values, target: &d.target, weight: d.weight })
        .collect();
    let mut model = Softmax::new(space.len(), documents.classes.len());
    model.fit(&rows, EPOCHS, RATE, SEED);
    model
}
