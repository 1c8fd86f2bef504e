//! `homogeneity`: the report, printed or written to a file.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use park_homogeneity::{Axis, Verdict};

use super::find::read_form;
use super::{Exit, Global, Streams, write_json};
use crate::answer::homogeneity::{HomogeneityAnswer, HomogeneityRequest, check, form};
use crate::answer::{judgement, trend as trend_answer, what_if as what_if_answer};
use crate::app::{App, Live};
use crate::lang::Lang;
use crate::paper;
use crate::progress;

#[derive(Debug, Args)]
pub(super) struct HomogeneityArgs {
    /// Only parks of a region: a prefix of 2, 4 or 6 digits (32 is Jiangsu)
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
    /// Only parks of a level: national, provincial, municipal, county
    #[arg(long, value_name = "L")]
    level: Option<String>,
    /// Only parks of a kind: economic, high-tech, bonded …
    #[arg(long, value_name = "K")]
    kind: Option<String>,
    /// Only pairs this near to each other
    #[arg(long, value_name = "N")]
    within_km: Option<f64>,
    /// Data up to the end of this year
    #[arg(long, value_name = "Y")]
    year: Option<u16>,
    /// Pairs listed for each axis, or all
    #[arg(long, value_name = "N")]
    pairs: Option<String>,
    /// Write the report; the ending chooses the format: json, html, csv, xlsx or docx
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Over the years instead: is the region converging, and does it rush into what it has no base for?
    #[arg(long, conflicts_with_all = ["out", "pairs", "within_km", "level", "kind", "year", "what_if"])]
    trend: bool,
    /// Changes of parks as POST /v1/homogeneity/what-if takes them, a JSON file: every index before and after, nothing
    /// saved
    #[arg(long, value_name = "FILE", conflicts_with_all = ["out", "pairs", "within_km"])]
    what_if: Option<PathBuf>,
}

/// Pairs that are printed of each axis.
const PAIRS_SHOWN: usize = 10;

pub(super) fn run(
    global: &Global,
    args: &HomogeneityArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    if args.trend {
        let app = App::open(&global.data, streams.err)?;
        let answer = trend_answer::answer(&app.live(), args.region.as_deref(), lang)?;
        if global.json {
            write_json(streams.out, &answer)?;
        } else {
            trend_answer::print(&answer, lang, streams.out)?;
        }
        return Ok(Exit::Done);
    }
    if let Some(file) = &args.what_if {
        return what_if(global, args, file, streams);
    }
    // A wrong ending is said before the work, not after.
    let format = args.out.as_deref().map(|path| Format::of(path, lang)).transpose()?;
    let app = App::open(&global.data, streams.err)?;
    let live = app.live();
    let request = HomogeneityRequest {
        region: args.region.clone(),
        level: args.level.clone(),
        kind: args.kind.clone(),
        within_km: args.within_km,
        year: args.year,
        pairs: args.pairs.clone(),
    };
    let params = check(&live, &request, lang)?;
    let step = progress::step("正在比较园区", "comparing the parks");
    let report = live.report(&params);
    drop(step);
    let mut answer = form(&live, &report, lang);
    answer.judgements = judgement::beside(&app, &live, &request, &report, lang)?;
    if let (Some(path), Some(format)) = (&args.out, format) {
        let text = write(format, &live, &report, &answer, lang)?;
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
        let wrote = lang.pick("已写入", "wrote");
        writeln!(streams.err, "{wrote} {}", path.display())?;
    }
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        print(&answer, lang, PAIRS_SHOWN, streams.out)?;
    }
    Ok(Exit::Done)
}

fn what_if(
    global: &Global,
    args: &HomogeneityArgs,
    file: &Path,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let mut request: what_if_answer::WhatIfRequest = read_form(file, lang)?;
    for (asked, place) in [
        (&args.region, &mut request.region),
        (&args.level, &mut request.level),
        (&args.kind, &mut request.kind),
    ] {
        if asked.is_some() {
            place.clone_from(asked);
        }
    }
    request.year = args.year.or(request.year);
    let app = App::open(&global.data, streams.err)?;
    let answer = what_if_answer::answer(&app.live(), &request, lang)?;
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        what_if_answer::print(&answer, lang, streams.out)?;
    }
    Ok(Exit::Done)
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Json,
    Html,
    Csv,
    Xlsx,
    Docx,
}

impl Format {
    fn of(path: &Path, lang: Lang) -> anyhow::Result<Self> {
        match path.extension().and_then(|e| e.to_str()) {
            Some("json") => Ok(Self::Json),
            Some("html") => Ok(Self::Html),
            Some("csv") => Ok(Self::Csv),
            Some("xlsx") => Ok(Self::Xlsx),
            Some("docx") => Ok(Self::Docx),
            other => {
                let (path, ending) = (path.display(), other.unwrap_or("(none)"));
                let words = lang.pick(
                    format!(
                        "--out {path}：结尾 {ending} 不是报告的格式\nhint: 文件名请以 .json、.html、.csv、.xlsx 或 .docx 结尾"
                    ),
                    format!(
                        "--out {path}: the ending {ending} is no format of the report\nhint: end the name with .json, .html, .csv, .xlsx or .docx"
                    ),
                );
                anyhow::bail!(words)
            }
        }
    }
}

fn write(
    format: Format,
    live: &Live,
    report: &park_homogeneity::Report,
    answer: &HomogeneityAnswer,
    lang: Lang,
) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        Format::Json => (serde_json::to_string_pretty(answer)? + "\n").into_bytes(),
        Format::Html => paper::html(live, report, lang).into_bytes(),
        Format::Csv => paper::csv(live, report, lang).into_bytes(),
        Format::Xlsx => paper::xlsx(live, report, lang)?,
        Format::Docx => paper::docx(live, report, lang)?,
    })
}

/// The report in a few lines.
pub(super) fn print(
    answer: &HomogeneityAnswer,
    lang: Lang,
    pairs: usize,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let set = &answer.peer_set;
    writeln!(
        out,
        "{}",
        lang.pick(
            format!("比较 {} 个园区；检验范围：{}，{} 对", set.parks, set.family, set.family_pairs),
            format!(
                "{} parks compared; tested: {}, {} pairs",
                set.parks, set.family, set.family_pairs
            ),
        )
    )?;
    for axis in Axis::ALL {
        let Some(found) = answer.axes.get(axis.code()) else { continue };
        let mean = found.mean_similarity.map_or_else(|| "—".to_owned(), |m| format!("{m:.3}"));
        let twins = found.verdicts.get(Verdict::Twin.code()).copied().unwrap_or(0);
        writeln!(
            out,
            "\n{}",
            lang.pick(
                format!("{}：{} 个园区有数据，平均相似度 {mean}（{} 个类目），同质园区 {twins} 对，{} 组", axis.zh(), found.parks_with_data, found.categories, found.groups.len()),
                format!("{}: {} parks with data, mean similarity {mean} ({} categories), {twins} twins, {} groups", axis.en(), found.parks_with_data, found.categories, found.groups.len()),
            )
        )?;
        for pair in found.pairs.iter().take(pairs) {
            let q = pair.q.map_or_else(String::new, |q| format!("  q {q:.3}"));
            let verdict = Verdict::ALL
                .iter()
                .find(|v| v.code() == pair.verdict)
                .map_or("", |v| lang.pick(v.zh(), v.en()));
            let shared: Vec<&str> = pair.shared.iter().take(5).map(|s| s.what.as_str()).collect();
            writeln!(
                out,
                "  {:.3}{q}  {verdict}  {} ~ {}  {}",
                pair.similarity,
                pair.a_name,
                pair.b_name,
                shared.join(lang.pick("、", ", "))
            )?;
        }
    }
    if !answer.judgements.is_empty() {
        writeln!(out, "\n{}", lang.pick("规划者的判断", "judged by planners"))?;
        judgement::print(&answer.judgements, lang, out)?;
    }
    Ok(())
}
