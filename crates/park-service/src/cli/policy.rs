//! `policy read` and `policy screen`: clauses of a file, without a store; `review` of a folder, `simulate` on a store.

mod review;
mod simulate;
mod words;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use rayon::prelude::*;

use super::{Exit, Global, Streams, open_text, write_json};
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
    /// A CSV file with a column `text` (and `issued_on`, where present), in UTF-8, UTF-16 or GB18030
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
    lang: Lang,
    mut each: impl FnMut(&[ClauseRequest]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(open_text(file, lang)?);
    let unreadable = || format!("cannot read {}\nhint: the file must be CSV", file.display());
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
    batches(&args.file, lang, |batch| {
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
    batches(&args.file, lang, |batch| {
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

#[cfg(test)]
mod tests {
    use super::super::{Exit, Streams, run};

    fn read(command: &[&str], file: &std::path::Path) -> String {
        let path = file.display().to_string();
        let args = ["parkwise"].iter().chain(command).copied().chain(["--file", &path, "--json"]);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut streams = Streams { out: &mut out, err: &mut err };
        let exit = run(args.map(Into::into), &mut streams);
        assert_eq!(exit, Exit::Done, "{}", String::from_utf8_lossy(&err));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn files_in_gb18030_and_utf_16_are_read_like_those_in_utf_8() {
        let text = "text\n对购置设备的企业，按设备投资额的10%给予补助，最高不超过500万元。\n";
        // The same in GB18030.
        let gb = b"text\n\xB6\xD4\xB9\xBA\xD6\xC3\xC9\xE8\xB1\xB8\xB5\xC4\xC6\xF3\xD2\xB5\xA3\xAC\xB0\xB4\xC9\xE8\xB1\xB8\xCD\xB6\xD7\xCA\xB6\xEE\xB5\xC410%\xB8\xF8\xD3\xE8\xB2\xB9\xD6\xFA\xA3\xAC\xD7\xEE\xB8\xDF\xB2\xBB\xB3\xAC\xB9\xFD500\xCD\xF2\xD4\xAA\xA1\xA3\n";
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("c.csv");
        for command in [&["policy", "read"][..], &["policy", "screen"], &["industry"]] {
            std::fs::write(&file, text).unwrap();
            let want = read(command, &file);
            assert!(want.contains("设备投资额") || want.contains("[500]"), "{want}");
            std::fs::write(&file, gb).unwrap();
            assert_eq!(read(command, &file), want);
            std::fs::write(&file, [b"\xFE\xFF", &utf_16[..]].concat()).unwrap();
            assert_eq!(read(command, &file), want);
        }
    }
}
