//! `industry`, `aggregate`, `bundle`: commands that need no store.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use park_bundle::aggregate::Options;
use rayon::prelude::*;

use super::{Exit, Global, Streams, open_text, write_json};
use crate::answer::industry::{IndustryAnswer, answer};
use crate::models;
use crate::progress;

/// Rows read at a time from a file, so that memory stays bounded.
const ROWS_PER_BATCH: usize = 20_000;

/// What kind of text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextKind {
    /// What an official or an investor writes: a set of industries.
    Phrase,
    /// A firm's registered business scope with its name: its main activity.
    Scope,
}

#[derive(Debug, Args)]
pub(super) struct IndustryArgs {
    /// The texts to read
    text: Vec<String>,
    /// A CSV file with a column `text` (and `name`, where present), in UTF-8, UTF-16 or GB18030
    #[arg(long, value_name = "F.csv")]
    file: Option<PathBuf>,
    /// phrase: a set of industries; scope: a firm's main activity
    #[arg(long, value_enum, default_value = "phrase")]
    kind: TextKind,
}

pub(super) fn industry(
    global: &Global,
    args: &IndustryArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    if args.text.is_empty() && args.file.is_none() {
        anyhow::bail!("nothing to read\nhint: give a text, or --file F.csv with a column `text`");
    }
    for text in &args.text {
        let read = read(args.kind, "", text);
        if global.json {
            writeln!(streams.out, "{}", serde_json::to_string(&read)?)?;
        } else {
            print(&read, streams.out)?;
        }
    }
    let Some(file) = &args.file else { return Ok(Exit::Done) };
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(open_text(file, global.lang())?);
    let headers = reader.headers()?.clone();
    let column =
        |name: &str| headers.iter().position(|h| h.trim_start_matches('\u{feff}').trim() == name);
    let text_at = column("text").with_context(|| {
        format!(
            "{}: no column `text` in the header\nhint: name the column to read `text`",
            file.display()
        )
    })?;
    let name_at = column("name");
    let mut batch: Vec<(String, String)> = Vec::new();
    let mut records = reader.records();
    loop {
        batch.clear();
        for record in records.by_ref().take(ROWS_PER_BATCH) {
            let record = record.with_context(|| format!("cannot read {}", file.display()))?;
            let cell = |at: usize| record.get(at).unwrap_or("").to_owned();
            batch.push((name_at.map(cell).unwrap_or_default(), cell(text_at)));
        }
        if batch.is_empty() {
            return Ok(Exit::Done);
        }
        let answers: Vec<IndustryAnswer> =
            batch.par_iter().map(|(name, text)| read(args.kind, name, text)).collect();
        for read in &answers {
            if global.json {
                writeln!(streams.out, "{}", serde_json::to_string(read)?)?;
            } else {
                print(read, streams.out)?;
            }
        }
    }
}

fn read(kind: TextKind, name: &str, text: &str) -> IndustryAnswer {
    let reader = models::reader();
    let reading = match kind {
        TextKind::Phrase => reader.phrase(text),
        TextKind::Scope => reader.scope(name, text),
    };
    answer(reader, text, &reading)
}

fn print(read: &IndustryAnswer, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", read.text)?;
    for code in &read.codes {
        writeln!(
            out,
            "  {:<4} {:>5.1} %  {}  ({})",
            code.code,
            code.share * 100.0,
            code.name,
            code.by.join("、")
        )?;
    }
    if !read.unmapped.is_empty() {
        writeln!(out, "  未识别 unmapped: {}", read.unmapped.join("、"))?;
    }
    Ok(())
}

#[derive(Debug, Args)]
pub(super) struct AggregateArgs {
    /// Files of firms (columns `firm_id`, `founded`, `zone_id`, `province`, `city`, `type`, `capital`, `name`, `scope`), .gz or not
    #[arg(required = true, value_name = "FIRMS")]
    files: Vec<PathBuf>,
    /// Weight of a file that is a sample: FILE=14.3
    #[arg(long, value_name = "FILE=W")]
    weight: Vec<String>,
    /// Folder for the tables
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn aggregate(
    global: &Global,
    args: &AggregateArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let mut files: Vec<(PathBuf, f64)> = args.files.iter().map(|f| (f.clone(), 1.0)).collect();
    for given in &args.weight {
        let (file, weight) = given.rsplit_once('=').with_context(|| {
            format!("--weight {given}: expected FILE=NUMBER, for example firms.csv=14.3")
        })?;
        let weight: f64 = weight
            .parse()
            .ok()
            .filter(|w: &f64| w.is_finite() && *w > 0.0)
            .with_context(|| format!("--weight {given}: {weight} is not a number above 0"))?;
        let matching = |path: &PathBuf| {
            path.as_os_str() == file || path.file_name().is_some_and(|n| n == file)
        };
        let mut hit = false;
        for (path, w) in &mut files {
            if matching(path) {
                *w = weight;
                hit = true;
            }
        }
        anyhow::ensure!(hit, "--weight {given}: {file} is not among the files given");
    }
    let step = progress::step("正在统计企业", "counting firms");
    let made = park_bundle::aggregate(&files, models::reader(), &args.out, &Options::default())?;
    drop(step);
    if global.json {
        let tables: Vec<_> = made
            .files
            .iter()
            .map(|f| serde_json::json!({ "file": f.file, "rows": f.rows, "bytes": f.bytes }))
            .collect();
        let sources: Vec<_> = made
            .accounts
            .iter()
            .map(|a| serde_json::json!({ "file": a.file, "rows": a.rows, "became": a.became }))
            .collect();
        write_json(streams.out, &serde_json::json!({ "files": tables, "sources": sources }))?;
    } else {
        for file in &made.files {
            writeln!(streams.out, "{}: {} rows", args.out.join(&file.file).display(), file.rows)?;
        }
        for account in &made.accounts {
            for (what, rows) in &account.became {
                writeln!(streams.err, "{}: {rows} rows {what}", account.file)?;
            }
        }
    }
    Ok(Exit::Done)
}

#[derive(Debug, Args)]
pub(super) struct BundleArgs {
    /// Folder with the source files
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Folder of the bundled set
    #[arg(long, value_name = "DIR", default_value = "data")]
    out: PathBuf,
}

pub(super) fn bundle(
    _global: &Global,
    args: &BundleArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let bundled = park_bundle::bundle(&args.from, &args.out, models::reader())?;
    for file in &bundled.files {
        writeln!(streams.out, "{}: {} rows, {} bytes", file.file, file.rows, file.bytes)?;
    }
    Ok(Exit::Done)
}
