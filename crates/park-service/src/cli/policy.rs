//! `policy read` and `policy screen`: clauses of a file, without a store; `review` of a folder, `simulate` on a store.

mod review;
mod simulate;
mod words;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use rayon::prelude::*;

use super::{Exit, Global, Streams, write_json};
use crate::answer::policy::{
    CLAUSE_BYTES_MAX, ClauseLine, ClauseRequest, ScreenedAnswer, read_line, screened, summary,
};
use crate::lang::Lang;
use crate::models;

/// Rows read at a time, so that memory stays bounded: a clause may have 16 kB and more.
const ROWS_PER_BATCH: usize = 2_000;

/// Most rows of a file.
const ROWS_MAX: usize = 1_000_000;

/// Clauses of investment policies.
#[derive(Debug, Subcommand)]
pub(super) enum PolicyCommand {
    /// What clauses give, for what, up to what, how long; one JSON line a row with --json
    Read(FileArgs),
    /// Which clauses need review under the fair competition rules, and what would cure them
    Screen(FileArgs),
    /// What the clauses of a park or region give a project, year by year; without a place: how places compare
    Simulate(simulate::SimulateArgs),
    /// A place's self-check of its own documents, with open wording and a filled draft of the review form
    Review(review::ReviewArgs),
}

#[derive(Debug, Args)]
pub(super) struct FileArgs {
    /// A CSV file with a column `text` (and `issued_on`, where present)
    #[arg(long, value_name = "F.csv")]
    file: PathBuf,
}

pub(super) fn run(
    global: &Global,
    command: &PolicyCommand,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    match command {
        PolicyCommand::Read(args) => read(global, args, streams),
        PolicyCommand::Screen(args) => screen(global, args, streams),
        PolicyCommand::Simulate(args) => simulate::run(global, args, streams),
        PolicyCommand::Review(args) => review::run(global, args, streams),
    }
}

/// Hands the rows of a file to `each` in batches; a row is its text and its day of issue.
fn batches(
    file: &Path,
    mut each: impl FnMut(&[ClauseRequest]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_path(file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let unreadable =
        || format!("cannot read {}\nhint: the file must be CSV in UTF-8", file.display());
    let headers = reader.headers().with_context(unreadable)?.clone();
    let column =
        |name: &str| headers.iter().position(|h| h.trim_start_matches('\u{feff}').trim() == name);
    let text_at = column("text").with_context(|| {
        let found: Vec<&str> = headers.iter().take(20).collect();
        format!(
            "{}: no column `text` in the header, found: {}\nhint: name the column of the clauses `text`",
            file.display(),
            found.join(", ")
        )
    })?;
    let day_at = column("issued_on").or_else(|| column("issued_year"));
    let mut batch: Vec<ClauseRequest> = Vec::new();
    let mut records = reader.records();
    let mut rows = 0;
    loop {
        batch.clear();
        for record in records.by_ref().take(ROWS_PER_BATCH) {
            let record = record.with_context(unreadable)?;
            let cell = |at: usize| record.get(at).unwrap_or("").to_owned();
            batch.push(ClauseRequest {
                text: cell(text_at),
                issued_on: day_at.map(cell).filter(|d| !d.trim().is_empty()),
            });
        }
        if batch.is_empty() {
            return Ok(());
        }
        rows += batch.len();
        anyhow::ensure!(
            rows <= ROWS_MAX,
            "{}: more than {ROWS_MAX} rows\nhint: split the file",
            file.display()
        );
        each(&batch)?;
    }
}

fn read(global: &Global, args: &FileArgs, streams: &mut Streams<'_>) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let mut row = 0;
    let mut long = 0;
    batches(&args.file, |batch| {
        let lines: Vec<ClauseLine> = batch.par_iter().map(|c| read_line(&c.text)).collect();
        for (clause, line) in batch.iter().zip(&lines) {
            row += 1;
            long += usize::from(clause.text.len() > CLAUSE_BYTES_MAX);
            if global.json {
                writeln!(streams.out, "{}", serde_json::to_string(line)?)?;
            } else {
                let line = serde_json::to_value(line)?;
                words::print((row, clause.text.as_str()), &line, lang, streams.out)?;
            }
        }
        Ok(())
    })?;
    if long > 0 {
        let told = lang.pick(
            format!("{long} 条超过 {CLAUSE_BYTES_MAX} 字节，只读了开头"),
            format!("{long} clauses are longer than {CLAUSE_BYTES_MAX} bytes, only their beginning was read"),
        );
        writeln!(streams.err, "{}: {told}", args.file.display())?;
        return Ok(Exit::Problems);
    }
    Ok(Exit::Done)
}

fn screen(global: &Global, args: &FileArgs, streams: &mut Streams<'_>) -> anyhow::Result<Exit> {
    let (tables, lang) = (models::policy(), global.lang());
    let mut clauses: Vec<ScreenedAnswer> = Vec::new();
    let mut problems = Vec::new();
    let mut row = 1;
    batches(&args.file, |batch| {
        let results: Vec<_> =
            batch.par_iter().map(|clause| screened(tables, 0, clause, lang)).collect();
        for result in results {
            row += 1;
            match result {
                Ok(clause) => clauses.push(clause),
                Err(refusal) => {
                    let e = &refusal.errors[0];
                    let field = e.pointer.rsplit('/').next().unwrap_or_default();
                    problems.push(lang.pick(
                        format!("第 {row} 行，{field} 列：“{}”：{}", e.found, e.rule),
                        format!("row {row}, column {field}: \"{}\": {}", e.found, e.rule),
                    ));
                }
            }
        }
        Ok(())
    })?;
    for problem in &problems {
        writeln!(streams.err, "{}{}{problem}", args.file.display(), lang.pick("，", ", "))?;
    }
    let answer = summary(tables, clauses, lang);
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        for clause in &answer.clauses {
            print(clause, lang, streams.out)?;
        }
        writeln!(
            streams.out,
            "{}\n{} · {} {} · {} {} · {} {}",
            answer.note,
            answer.edition,
            words::level("likely", lang),
            answer.likely,
            words::level("possible", lang),
            answer.possible,
            words::level("no", lang),
            answer.clear
        )?;
    }
    Ok(if problems.is_empty() { Exit::Done } else { Exit::Problems })
}

fn print(clause: &ScreenedAnswer, lang: Lang, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}\n  {}", clause.text, clause.verdict)?;
    for finding in clause.findings.iter().chain(&clause.exceptions) {
        let level = if finding.rule == "E" {
            lang.pick("主张例外", "claims an exception")
        } else {
            words::level(finding.level, lang)
        };
        writeln!(
            out,
            "  {} {} “{}” {}\n     {}: {}",
            finding.rule,
            level,
            finding.words,
            finding.article,
            lang.pick("改法", "cure"),
            finding.cure
        )?;
    }
    writeln!(out)?;
    Ok(())
}
