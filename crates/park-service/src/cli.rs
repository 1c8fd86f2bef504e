//! The command line: what a person types, and the exit codes 0 done, 1 done with problems, 2 could not.

mod data;
mod directions;
mod doctor;
mod evaluate;
mod find;
mod homogeneity;
mod industry;
mod judge;
mod keys;
mod main_job;
mod policy;
mod ready;
mod serve;
mod structure;
mod train;

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::app::words;
use crate::lang::{self, Lang};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done.
    Done,
    /// Done, with problems that were printed.
    Problems,
    /// It could not be done.
    CouldNot,
}

impl Exit {
    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Problems => 1,
            Self::CouldNot => 2,
        }
    }
}

/// Where a command writes: data to `out`, words to `err`.
pub struct Streams<'s> {
    /// Data.
    pub out: &'s mut dyn Write,
    /// Words, hints, progress.
    pub err: &'s mut dyn Write,
}

/// Parkwise (园鉴): which parks fit a project, why, and which parks are near twins.
///
/// With no command it does the whole main job on the bundled real data: import, publish, one profile's
/// matches with their reasons, the homogeneity summary, and the service on <http://127.0.0.1:8080>.
#[derive(Debug, Parser)]
#[command(name = "parkwise", version, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "Examples:
  parkwise match --text 光伏组件 --limit 5          the five parks that fit best, with reasons
  parkwise match --profile profile.json --json      the same JSON as POST /v1/matches
  parkwise search '招商 \"新能源汽车\"'               full text: words and a phrase
  parkwise similar S327001 --axis industry_named    its nearest parks on one axis
  parkwise homogeneity --region 32 --out js.html    a report to print
  parkwise policy screen --file clauses.csv         which clauses need review, and what cures them
  parkwise --demo lookback DEMO03                   promises kept and projects built, on the fictional province
  parkwise policy simulate --project chemicals      what places give a standard project, compared
  parkwise import my-parks/ && parkwise publish     your own data beside the bundled set";

/// Where the store is when nothing else is said.
const DEFAULT_STORE: &str = "data/local";

/// Options of every command, before or after its name.
#[derive(Debug, Clone, Args)]
struct Global {
    /// The store: one folder with the database and the generations
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = DEFAULT_STORE,
        env = "PARKWISE_DATA"
    )]
    data: PathBuf,
    /// Print the result as JSON, the same as the HTTP route of the same name
    #[arg(long, global = true)]
    json: bool,
    /// Language of the words: zh or en
    #[arg(long, global = true, value_name = "LANG", default_value = "zh")]
    lang: String,
    /// A fictional province, in a store of its own (data/demo): for every table that real data does not fill
    #[arg(long, global = true)]
    demo: bool,
    /// Log lines as JSON
    #[arg(long, global = true, value_name = "FORMAT")]
    log_format: Option<String>,
}

impl Global {
    fn lang(&self) -> Lang {
        Lang::negotiate(&self.lang)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read datasets (folders, or CSV, XLSX and JSON Lines files) into the store, and print the problems
    Import(data::ImportArgs),
    /// Write the store as a dataset of CSV files
    Export(data::ExportArgs),
    /// Build the next generation beside the live one and swap it in
    Publish(data::PublishArgs),
    /// List the generations of the store
    Generations,
    /// Go back to an earlier generation
    Rollback(data::RollbackArgs),
    /// Rank all parks for a profile, with reasons
    Match(find::MatchArgs),
    /// One park with all that is known
    Park(find::ParkArgs),
    /// Full text search over parks
    Search(find::SearchArgs),
    /// The nearest parks on each axis
    Similar(find::SimilarArgs),
    /// Industries near a park's base, worthwhile and not crowded, with reasons
    Directions(directions::DirectionsArgs),
    /// Directions for all parks of a region at once, so that they do not become alike
    Plan(directions::PlanArgs),
    /// What a text means in GB/T 4754-2017
    Industry(industry::IndustryArgs),
    /// Which parks are near twins, on which axis, more than chance would make them
    Homogeneity(homogeneity::HomogeneityArgs),
    /// Keep a planner's judgement on parks beside the computed one; list them
    Judge(judge::JudgeArgs),
    /// The structure measures on any region × industry table, and an audit of printed numbers
    Structure(structure::StructureArgs),
    /// Count structure, bases and activities from rows of firms
    Aggregate(industry::AggregateArgs),
    /// Look back on signed projects and on what the places promised, by cohort
    Lookback(ready::LookbackArgs),
    /// Plots on offer, alone or with adjoining ones, and the ledger of land
    Land(ready::LandArgs),
    /// The open questions to each park of a shortlist, as workbooks that an import reads back
    Questionnaire(ready::QuestionnaireArgs),
    /// Read clauses of investment policies, and screen them
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// Judge the ranking on real choices of firms, beside baselines
    Evaluate(evaluate::EvaluateArgs),
    /// Fit the weights of the ranking on real choices
    Train(train::TrainArgs),
    /// Make the bundled set from the source files
    #[command(hide = true)]
    Bundle(industry::BundleArgs),
    /// Serve the HTTP API
    Serve(serve::ServeArgs),
    /// Keys of the portal: create, list, revoke
    #[command(subcommand)]
    Key(keys::KeyCommand),
    /// Print the OpenAPI 3.1 document
    Openapi,
    /// Say what is wrong with this store or machine
    Doctor,
}

/// Runs one command line; the first item is the program's name.
pub fn run(args: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(refusal) => {
            let text = refusal.render();
            // Help and version are answers; anything else is a refusal.
            let exit = if refusal.use_stderr() { Exit::CouldNot } else { Exit::Done };
            let stream = if exit == Exit::Done { &mut streams.out } else { &mut streams.err };
            let _ = write!(stream, "{text}");
            return exit;
        }
    };
    match dispatch(cli, streams) {
        Ok(exit) => exit,
        Err(error) => {
            if is_broken_pipe(&error) {
                return Exit::Done;
            }
            let head = lang::spoken().pick("错误：", "error: ");
            let _ = writeln!(streams.err, "{head}{}", said(&error, lang::spoken()));
            Exit::CouldNot
        }
    }
}

/// An error as a person reads it: the hint is announced in the language of the rest.
fn said(error: &anyhow::Error, lang: Lang) -> String {
    let words = words::of(error, lang);
    lang.pick(words.replace("\nhint: ", "\n提示："), words)
}

/// Looks that store and `--demo` go together, and says 演示数据 before whatever a demo store prints.
fn dispatch(cli: Cli, streams: &mut Streams<'_>) -> anyhow::Result<Exit> {
    let Cli { mut global, command } = cli;
    crate::lang::speak(global.lang());
    // `serve` writes its log in any case; other commands when somebody asks for it.
    if std::env::var_os("RUST_LOG").is_some() {
        serve::start_log(global.log_format.as_deref());
    }
    if !global.demo {
        crate::demo::refuse(&global.data, global.lang())?;
        return route(&global, command, streams);
    }
    if global.data.as_os_str() == DEFAULT_STORE {
        global.data = PathBuf::from(crate::demo::DEFAULT_STORE);
    }
    crate::demo::prepare(&global.data, global.lang(), streams.err)?;
    // A service prints for as long as it runs; the contract is the same for every store.
    let runs_on = matches!(command, None | Some(Command::Serve(_) | Command::Openapi));
    if global.json && !runs_on {
        let mut answer = Vec::new();
        let exit =
            route(&global, command, &mut Streams { out: &mut answer, err: &mut *streams.err });
        streams.out.write_all(&crate::demo::marked(&answer))?;
        return exit;
    }
    if !matches!(command, Some(Command::Openapi)) {
        writeln!(streams.out, "【{}】", crate::demo::words(global.lang()))?;
    }
    route(&global, command, streams)
}

fn route(
    global: &Global,
    command: Option<Command>,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    match command {
        None => main_job::run(global, streams),
        Some(Command::Import(args)) => data::import(global, &args, streams),
        Some(Command::Export(args)) => data::export(global, &args, streams),
        Some(Command::Publish(args)) => data::publish(global, &args, streams),
        Some(Command::Generations) => data::generations(global, streams),
        Some(Command::Rollback(args)) => data::rollback(global, &args, streams),
        Some(Command::Match(args)) => find::matches(global, &args, streams),
        Some(Command::Park(args)) => find::park(global, &args, streams),
        Some(Command::Search(args)) => find::search(global, &args, streams),
        Some(Command::Similar(args)) => find::similar(global, &args, streams),
        Some(Command::Directions(args)) => directions::directions(global, &args, streams),
        Some(Command::Plan(args)) => directions::plan(global, &args, streams),
        Some(Command::Industry(args)) => industry::industry(global, &args, streams),
        Some(Command::Homogeneity(args)) => homogeneity::run(global, &args, streams),
        Some(Command::Judge(args)) => judge::run(global, &args, streams),
        Some(Command::Structure(args)) => structure::run(global, &args, streams),
        Some(Command::Aggregate(args)) => industry::aggregate(global, &args, streams),
        Some(Command::Lookback(args)) => ready::lookback(global, &args, streams),
        Some(Command::Land(args)) => ready::land(global, &args, streams),
        Some(Command::Questionnaire(args)) => ready::questionnaire(global, &args, streams),
        Some(Command::Policy(command)) => policy::run(global, &command, streams),
        Some(Command::Evaluate(args)) => evaluate::evaluate(global, &args, streams),
        Some(Command::Train(args)) => train::train(global, &args, streams),
        Some(Command::Bundle(args)) => industry::bundle(global, &args, streams),
        Some(Command::Serve(args)) => serve::run(global, &args, streams),
        Some(Command::Key(command)) => keys::run(global, &command, streams),
        Some(Command::Openapi) => {
            writeln!(streams.out, "{}", crate::openapi::document_text())?;
            Ok(Exit::Done)
        }
        Some(Command::Doctor) => doctor::run(global, streams),
    }
}

/// Whether the reader of our output went away: `parkwise search … | head` is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}

/// A file as text, in UTF-8, UTF-16 or GB18030.
fn open_text(path: &Path, lang: Lang) -> anyhow::Result<Box<dyn Read>> {
    park_import::open_text(path).map_err(|fault| match lang {
        Lang::Zh => anyhow::anyhow!("{}：{}", path.display(), fault.in_chinese()),
        Lang::En => anyhow::anyhow!("{}: {fault}", path.display()),
    })
}

fn write_json(out: &mut dyn Write, value: &impl serde::Serialize) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}
