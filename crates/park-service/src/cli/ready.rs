//! `lookback`, `land` and `questionnaire`: does a place keep its word, is there land, and what is to be asked.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use park_domain::words::{PlotCondition, PlotKind};

use super::find::read_form;
use super::{Exit, Global, Streams, write_json};
use crate::answer::land::{LandAnswer, LandRequest, inventory, notes, print as print_land};
use crate::answer::lookback::{LISTED_MAX, LISTED_USUAL, LookbackRequest, answer, print};
use crate::answer::questionnaire::{document, questions, workbook};
use crate::answer::request::ProfileRequest;
use crate::answer::search::ParkRef;
use crate::app::App;
use crate::lang::Lang;

/// Plots that are shown when nothing is asked.
const PLOTS_USUAL: usize = 50;

#[derive(Debug, Args)]
pub(super) struct LookbackArgs {
    /// Any id of one park; all parks when left out
    id: Option<String>,
    /// Only parks of a region: a prefix of 2, 4 or 6 digits
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
    /// Define rates otherwise: RATE=NUMERATOR/DENOMINATOR, separated by commas
    #[arg(long, value_name = "DEFINITIONS")]
    rates: Option<String>,
    /// Projects to list, 1 to 500
    #[arg(long, value_name = "N", default_value_t = LISTED_USUAL)]
    limit: usize,
}

pub(super) fn lookback(
    global: &Global,
    args: &LookbackArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    check_region(args.region.as_deref(), lang)?;
    anyhow::ensure!((1..=LISTED_MAX).contains(&args.limit), "--limit: expected 1 to {LISTED_MAX}");
    let app = App::open(&global.data, streams.err)?;
    let request = LookbackRequest {
        park: args.id.clone(),
        region: args.region.clone(),
        rates: args.rates.clone(),
        limit: args.limit,
    };
    let answer = answer(&app.live(), &request, lang)?;
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        print(&answer, lang, streams.out)?;
    }
    Ok(Exit::Done)
}

#[derive(Debug, Args)]
pub(super) struct LandArgs {
    /// Area in mu, 80..120: one plot, or adjoining ones together
    #[arg(long, value_name = "A..B")]
    area_mu: Option<String>,
    /// Only parks of a region: a prefix of 2, 4 or 6 digits
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
    /// Only one park: any of its ids
    #[arg(long, value_name = "ID")]
    park: Option<String>,
    /// land or factory
    #[arg(long, value_name = "K")]
    kind: Option<String>,
    /// clean, stock, idle or inefficient
    #[arg(long, value_name = "C")]
    condition: Option<String>,
    /// Words that stand in the use
    #[arg(long = "use", value_name = "WORDS")]
    used_for: Option<String>,
    /// Highest price in 10k CNY per mu
    #[arg(long, value_name = "N")]
    price_max: Option<f64>,
    /// Available at the latest then
    #[arg(long, value_name = "DATE")]
    available_by: Option<String>,
    /// Investment of the project in 10k CNY, compared with the park's floor of intensity
    #[arg(long, value_name = "N")]
    investment: Option<f64>,
    /// Industry of the project: a GB/T 4754-2017 code
    #[arg(long, value_name = "CODE")]
    industry: Option<String>,
    /// Plots to show
    #[arg(long, value_name = "N", default_value_t = PLOTS_USUAL)]
    limit: usize,
}

pub(super) fn land(
    global: &Global,
    args: &LandArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    check_region(args.region.as_deref(), lang)?;
    let kind = one_of("--kind", args.kind.as_deref(), PlotKind::ALL, PlotKind::code)?;
    let condition =
        one_of("--condition", args.condition.as_deref(), PlotCondition::ALL, PlotCondition::code)?;
    let app = App::open(&global.data, streams.err)?;
    let live = app.live();
    let request = LandRequest {
        park: args.park.clone(),
        region: args.region.clone(),
        kind,
        condition,
        r#use: args.used_for.clone(),
        area_mu: args.area_mu.clone(),
        price_max_10k_cny_per_mu: args.price_max,
        available_by: args.available_by.clone(),
        investment_10k_cny: args.investment,
        industry: args.industry.clone(),
    };
    let found = inventory(&live, &request, lang)?;
    let total = found.plots.len();
    let answer = LandAnswer {
        total,
        totals: found.totals,
        plots: found.plots.into_iter().take(args.limit).collect(),
        ledgers: found.ledgers,
        notes: notes(lang),
        next: None,
        generation: live.id.clone(),
    };
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        print_land(&answer, lang, streams.out)?;
    }
    Ok(Exit::Done)
}

#[derive(Debug, Args)]
pub(super) struct QuestionnaireArgs {
    /// The profile: a JSON file as POST /v1/matches takes it; - reads standard input
    #[arg(long, value_name = "FILE")]
    profile: PathBuf,
    /// Folder for the workbooks, one for each park
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// What was written for one park.
#[derive(serde::Serialize)]
struct Written {
    park: ParkRef,
    files: Vec<String>,
    questions: Vec<String>,
}

pub(super) fn questionnaire(
    global: &Global,
    args: &QuestionnaireArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let request = read_form::<ProfileRequest>(&args.profile, lang)?;
    let app = App::open(&global.data, streams.err)?;
    let now = crate::app::now();
    let today = now.split('T').next().unwrap_or(&now);
    let all = questions(&app.live(), &request, today, app.secret())?;
    std::fs::create_dir_all(&args.out)
        .with_context(|| format!("cannot make the folder {}", args.out.display()))?;
    let mut written = Vec::new();
    let band = global.demo.then(|| crate::demo::words(Lang::Zh));
    for mut q in all {
        // An id never leads out of the folder.
        let name = q.park.id.replace(['/', '\\'], "_");
        let mut files = Vec::new();
        let mut write = |ending: &str, bytes: Vec<u8>| {
            let path = args.out.join(format!("{name}-questions.{ending}"));
            std::fs::write(&path, bytes)
                .with_context(|| format!("cannot write {}", path.display()))?;
            files.push(path.display().to_string());
            anyhow::Ok(())
        };
        write("docx", document(&q, band)?)?;
        // A question that no table takes is asked in words, in one line: an import looks for the header
        // in the first rows only.
        if let Some(first) = q.sheets.first_mut() {
            let asks: Vec<String> =
                q.asks.iter().zip(1..).map(|(ask, n)| format!("{n}. {ask}")).collect();
            first.above.push(format!("# 全部问题：{}", asks.join("；")));
        }
        for sheet in &mut q.sheets {
            sheet.above.splice(0..0, band.map(|b| format!("# {b}")));
        }
        if !q.sheets.is_empty() {
            write("xlsx", workbook(&q.sheets)?)?;
        }
        written.push(Written { park: q.park, files, questions: q.asks });
    }
    if global.json {
        write_json(streams.out, &serde_json::json!({ "questionnaires": written }))?;
        return Ok(Exit::Done);
    }
    for w in &written {
        let n = w.questions.len();
        let asked = lang.pick(format!("{n} 个问题"), format!("{n} questions"));
        writeln!(streams.out, "{}  {}: {asked}", w.files.join("  "), w.park.name)?;
    }
    let n = written.len();
    let hint = lang.pick(
        format!("共 {n} 份；填好后用 `parkwise import 文件` 导入，再运行 `parkwise publish`"),
        format!("{n} workbooks; `parkwise import FILE` takes the filled ones in, then `parkwise publish`"),
    );
    writeln!(streams.err, "{hint}")?;
    Ok(Exit::Done)
}

fn check_region(region: Option<&str>, lang: Lang) -> anyhow::Result<()> {
    let Some(code) = region else { return Ok(()) };
    anyhow::ensure!(
        matches!(code.len(), 2 | 4 | 6) && code.bytes().all(|b| b.is_ascii_digit()),
        "--region: \"{code}\": {}",
        lang.pick(
            "应为 GB/T 2260 代码的前 2、4 或 6 位数字",
            "expected the first 2, 4 or 6 digits of a GB/T 2260 code"
        )
    );
    Ok(())
}

fn one_of<T: Copy>(
    name: &str,
    given: Option<&str>,
    all: &[T],
    code: fn(T) -> &'static str,
) -> anyhow::Result<Option<T>> {
    let Some(given) = given else { return Ok(None) };
    let found = all.iter().copied().find(|v| code(*v) == given);
    let list = all.iter().map(|v| code(*v)).collect::<Vec<_>>().join(", ");
    anyhow::ensure!(found.is_some(), "{name}: \"{given}\": expected one of {list}");
    Ok(found)
}
