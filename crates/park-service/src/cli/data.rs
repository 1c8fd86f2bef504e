//! `import`, `export`, `publish`, `generations`, `rollback`: data in, out, and its generations.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use park_domain::{Interner, PartialDate, Record, Table};
use park_import::{FileSummary, Import};
use park_index::generation::KEEP;
use park_registry::{Origin, Registry};
use serde_json::json;

use super::{Exit, Global, Streams, write_json};
use crate::app;
use crate::audit::{self, Deed};
use crate::bundled;
use crate::http::{ImportAnswer, said};
use crate::lang::Lang;
use crate::progress;

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Folders or files: CSV, XLSX or JSON Lines, named after their tables
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read and check, but change nothing
    #[arg(long)]
    dry_run: bool,
    /// Take nothing in when there is any problem
    #[arg(long)]
    strict: bool,
    /// Also write the problems as CSV, to send back to whoever made the sheet
    #[arg(long, value_name = "FILE")]
    problems: Option<PathBuf>,
}

pub(super) fn import(
    global: &Global,
    args: &ImportArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let regions = bundled::regions();
    let step = progress::step("正在读取并检查", "reading and checking");
    let read = park_import::import_paths(&args.paths, Some(&regions), &mut Interner::default());
    drop(step);
    let import = match read {
        Ok(import) => import,
        Err(error) if lang == Lang::Zh => anyhow::bail!("{}", error.in_chinese()),
        Err(error) => return Err(error.into()),
    };
    if let Some(why) = crate::demo::foreign(&import.records, global.demo, lang) {
        anyhow::bail!(why);
    }
    let refused = args.strict && import.problems_total > 0;
    let mut recorded = false;
    if !args.dry_run && !refused {
        let mut registry = Registry::open(&global.data)?;
        let names: Vec<String> = args.paths.iter().map(|p| p.display().to_string()).collect();
        let origin = Origin { name: names.join(", "), at: app::now(), hash: None };
        let _step = progress::step("正在记录", "recording");
        registry.record_from(&origin, &import.records, &app::files_of(&import))?;
        let what = format!("{}: {} rows", origin.name, import.records.len());
        audit::note(&registry, audit::COMMAND_LINE, Deed::Imported, &what)?;
        recorded = true;
    }
    if let Some(file) = &args.problems {
        std::fs::write(file, park_import::problems_csv(&import.problems, lang == Lang::Zh))
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    if global.json {
        write_json(streams.out, &ImportAnswer::of(&import, recorded, lang))?;
    } else {
        let state = if args.dry_run {
            lang.pick("试运行：未作任何改动", "dry run: nothing was changed")
        } else if refused {
            lang.pick(
                "--strict：有问题，全部未导入",
                "--strict: nothing was taken in, since there are problems",
            )
        } else {
            lang.pick(
                "已记录；运行 `parkwise publish` 后可见",
                "recorded; `parkwise publish` makes it visible",
            )
        };
        print_import(&import, state, lang, streams)?;
    }
    Ok(match (refused, import.problems_total) {
        (true, _) => Exit::CouldNot,
        (false, 0) => Exit::Done,
        (false, _) => Exit::Problems,
    })
}

/// What became of every file, the problems, and how values were read.
fn print_import(
    import: &Import,
    state: &str,
    lang: Lang,
    streams: &mut Streams<'_>,
) -> anyhow::Result<()> {
    for file in &import.files {
        let line = in_words(file, lang);
        writeln!(streams.out, "{line}")?;
    }
    let problems = match lang {
        Lang::Zh => import.problems_text_in_chinese(),
        Lang::En => import.problems_text(),
    };
    write!(streams.out, "{problems}")?;
    for note in &import.notes {
        writeln!(streams.err, "{}{}", lang.pick("说明：", "note: "), said(note, lang))?;
    }
    let rows: u64 = import.files.iter().map(|f| f.rows).sum();
    let (accepted, problems) = (import.records.len(), import.problems_total);
    let line = match lang {
        Lang::Zh => format!("{rows} 行中合格 {accepted} 行，问题 {problems} 处；{state}"),
        Lang::En => format!("{accepted} of {rows} rows accepted, {problems} problems; {state}"),
    };
    writeln!(streams.out, "{line}")?;
    Ok(())
}

/// The account of one file or sheet: its rows are those accepted, left out and passed over.
fn in_words(file: &FileSummary, lang: Lang) -> String {
    let FileSummary { rows, accepted, left_out, passed_over, problems, .. } = file;
    match lang {
        Lang::Zh => {
            let sheet = file.sheet.as_ref().map(|s| format!("，工作表“{s}”")).unwrap_or_default();
            let table = file.table.map_or("表名不明", Table::zh);
            format!(
                "{}{sheet}：{table}，{rows} 行：合格 {accepted}，剔除 {left_out}，略过 {passed_over}；问题 {problems} 处",
                file.file
            )
        }
        Lang::En => {
            let table = file.table.map_or("?", Table::name);
            format!(
                "{}: {table}, {rows} rows: {accepted} accepted, {left_out} left out, {passed_over} passed over; {problems} problems",
                file.place()
            )
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Folder for the CSV files
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn export(
    global: &Global,
    args: &ExportArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    app::prepare(&global.data, streams.err)?;
    let (out, lang) = (&args.out, global.lang());
    let mut tables = Vec::new();
    std::fs::create_dir_all(out).with_context(|| not_written(out, lang))?;
    let records = Registry::open(&global.data)?.read()?;
    for table in Table::ALL {
        let rows: Vec<_> = records.iter().filter(|r| r.table() == *table).collect();
        let path = out.join(format!("{}.csv", table.name()));
        // An earlier export may have left rows of a table that has none now.
        if rows.is_empty() && !path.exists() {
            continue;
        }
        write_table(*table, &rows, &path).with_context(|| not_written(&path, lang))?;
        let (path, rows) = (path.display().to_string(), rows.len());
        if !global.json {
            let line = lang.pick(format!("{path}：{rows} 行"), format!("{path}: {rows} rows"));
            writeln!(streams.out, "{line}")?;
        }
        tables.push(json!({ "table": table.name(), "file": path, "rows": rows }));
    }
    if global.json {
        write_json(streams.out, &json!({ "tables": tables }))?;
    }
    Ok(Exit::Done)
}

fn not_written(path: &Path, lang: Lang) -> String {
    let path = path.display();
    lang.pick(format!("{path}：无法写入"), format!("{path}: cannot be written"))
}

/// Beside its place first: a file of that name is whole or the old one, also when the disk is full.
fn write_table(table: Table, rows: &[&Record], path: &Path) -> std::io::Result<()> {
    let beside = path.with_extension("csv.new");
    let written = std::fs::File::create(&beside).and_then(|file| {
        let out = std::io::BufWriter::new(file);
        park_import::write_csv_for_spreadsheets(table, rows.iter().copied(), out)?;
        std::fs::rename(&beside, path)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

#[derive(Debug, Args)]
pub(super) struct PublishArgs {
    /// The date to which ages and validity count; the newest `as_of` of the store when left out
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Generations to keep, the live one among them: one before it serves when it is damaged, one more is to
    /// go back to when a mistake is noticed late. 3 when left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=1000))]
    keep: Option<u16>,
}

pub(super) fn publish(
    global: &Global,
    args: &PublishArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let as_of = args
        .as_of
        .as_deref()
        .map(|text| {
            PartialDate::parse(text).with_context(|| {
                global.lang().pick(
                    format!("--as-of {text}：不是日期\n提示：请写成 2026-11-24、2026-11 或 2026"),
                    format!("--as-of {text}: not a date\nhint: write 2026-11-24, 2026-11 or 2026"),
                )
            })
        })
        .transpose()?;
    let mut registry = app::prepare_records(&global.data, streams.err)?;
    let published = app::publish(
        &global.data,
        &mut registry,
        app::Settings { as_of, keep: args.keep.map_or(KEEP, usize::from) },
        streams.err,
    )?;
    audit::note(&registry, audit::COMMAND_LINE, Deed::Published, &published.generation)?;
    if global.json {
        write_json(streams.out, &published)?;
    } else {
        let app::Published { generation, parks, as_of, .. } = &published;
        let line = global.lang().pick(
            format!("数据代 {generation} 已生效：{parks} 个园区，数据日期 {as_of}"),
            format!("generation {generation} is live: {parks} parks, as of {as_of}"),
        );
        writeln!(streams.out, "{line}")?;
    }
    Ok(Exit::Done)
}

pub(super) fn generations(global: &Global, streams: &mut Streams<'_>) -> anyhow::Result<Exit> {
    app::prepare(&global.data, streams.err)?;
    let list = park_index::generation::list(&global.data)?;
    let lang = global.lang();
    let words = |r: &park_index::generation::Refused| lang.pick(r.in_chinese(), r.to_string());
    if global.json {
        let rows: Vec<_> = list
            .iter()
            .map(|g| match &g.manifest {
                Ok(m) => json!({ "generation": g.id, "live": g.live, "created_at": m.created_at,
                                 "as_of": m.as_of, "rows": m.counts }),
                Err(refused) => {
                    json!({ "generation": g.id, "live": g.live, "refused": words(refused) })
                }
            })
            .collect();
        write_json(streams.out, &json!({ "generations": rows }))?;
    } else {
        for g in &list {
            let mark = if g.live { "*" } else { " " };
            match &g.manifest {
                Ok(m) => {
                    let as_of = m.as_of.as_deref().unwrap_or("?");
                    let date = lang.pick("数据日期", "as of");
                    writeln!(streams.out, "{mark} {}  {}  {date} {as_of}", g.id, m.created_at)?;
                }
                Err(refused) => writeln!(streams.out, "{mark} {}  {}", g.id, words(refused))?,
            }
        }
    }
    Ok(Exit::Done)
}

#[derive(Debug, Args)]
pub(super) struct RollbackArgs {
    /// Id of the generation to go back to
    id: String,
}

pub(super) fn rollback(
    global: &Global,
    args: &RollbackArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    app::prepare(&global.data, streams.err)?;
    app::rollback(&global.data, &args.id)?;
    let registry = Registry::open(&global.data)?;
    audit::note(&registry, audit::COMMAND_LINE, Deed::RolledBack, &args.id)?;
    if global.json {
        write_json(streams.out, &json!({ "generation": args.id }))?;
    } else {
        let id = &args.id;
        let line =
            global.lang().pick(format!("数据代 {id} 已生效"), format!("generation {id} is live"));
        writeln!(streams.out, "{line}")?;
    }
    Ok(Exit::Done)
}
