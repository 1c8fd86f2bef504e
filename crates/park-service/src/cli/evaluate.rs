//! `evaluate`: the ranking judged on real choices, beside baselines; what it shares with `train`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use clap::{Args, ValueEnum};
use flate2::read::MultiGzDecoder;
use park_learning::blind::Blinder;
use park_learning::coefficients::Coefficients;
use park_learning::firms::{Field, prepare};
use park_learning::making::Making;
use park_learning::rows::{Day, FirmRow, ParkRow, Rows, read_firms, read_parks};
use serde_json::json;

use super::{Exit, Global, Streams, write_json};
use crate::answer::evaluation;
use crate::bundled;
use crate::models::{self, Learned};

/// Provinces whose firms must use a word that the strict reading keeps.
const STRICT_PROVINCES_MIN: usize = 15;

/// What the history may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PresetName {
    /// Reads the history's rows, as where a place has its tenants' rows.
    Tenants,
    /// Only counts them, in the form of the bundled tables.
    Shipped,
}

impl PresetName {
    pub(super) fn making(self) -> Making {
        match self {
            Self::Tenants => Making::default(),
            Self::Shipped => Making::counts(),
        }
    }

    fn learned(self) -> Learned {
        match self {
            Self::Tenants => Learned::Tenants,
            Self::Shipped => Learned::Shipped,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tenants => "tenants",
            Self::Shipped => "shipped",
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// Firms whose choice is judged or learned from (columns founded, `zone_id`, province, city, capital, name, scope)
    #[arg(long, value_name = "FILE")]
    pub(super) choices: PathBuf,
    /// Firms that the parks are known by, the same columns
    #[arg(long, value_name = "FILE")]
    pub(super) history: PathBuf,
    /// The candidates (columns `zone_id`, name, aliases, province, city); all parks of the history when left out
    #[arg(long, value_name = "FILE")]
    pub(super) parks: Option<PathBuf>,
    /// tenants reads the rows of the history, shipped only counts them
    #[arg(long, value_enum, default_value = "tenants")]
    pub(super) preset: PresetName,
}

#[derive(Debug, Args)]
pub(super) struct EvaluateArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// The last day of the history (inclusive); later rows are left out
    #[arg(long, value_name = "DATE")]
    history_until: String,
    /// Weights to judge instead of the built-in ones, as `parkwise train` writes them
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Read only words that firms of 15 provinces or more use: no wording of a place is left
    #[arg(long)]
    strict: bool,
}

/// What opens a packed file, whatever its name.
const GZIP: [u8; 2] = [0x1f, 0x8b];

fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut file = BufReader::new(file);
    let first = file.fill_buf().with_context(|| format!("cannot read {}", path.display()))?;
    let packed = first.starts_with(&GZIP);
    Ok(if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}

/// What was read, before it is blinded.
pub(super) struct Loaded {
    pub(super) history: Rows<FirmRow>,
    pub(super) choices: Rows<FirmRow>,
    parks: Option<Rows<ParkRow>>,
}

impl Loaded {
    pub(super) fn read(inputs: &Inputs, until: Option<Day>) -> anyhow::Result<Self> {
        let name = |path: &Path| path.display().to_string();
        let history = read_firms(&name(&inputs.history), open(&inputs.history)?, until)?;
        let choices = read_firms(&name(&inputs.choices), open(&inputs.choices)?, None)?;
        let parks = match &inputs.parks {
            Some(path) => Some(read_parks(&name(path), open(path)?)?),
            None => None,
        };
        Ok(Self { history, choices, parks })
    }

    pub(super) fn prepare(&self) -> anyhow::Result<Field> {
        let (mut regions, mut zones) = bundled::place_names()?;
        for park in self.parks.iter().flat_map(|p| &p.rows) {
            zones.extend(park.aliases.split('、').map(str::to_owned).chain([park.name.clone()]));
            regions.extend([park.province.clone(), park.city.clone()]);
        }
        let blinder =
            Blinder::new(regions.iter().map(String::as_str), zones.iter().map(String::as_str));
        let parks = self.parks.as_ref().map(|p| p.rows.as_slice());
        Ok(prepare(&self.history.rows, &self.choices.rows, parks, &blinder, models::reader()))
    }

    /// Unreadable rows of all files, by file and reason; those of the choices by reason alone.
    pub(super) fn skipped(&self) -> BTreeMap<String, usize> {
        let mut out = self.choices.skipped.clone();
        let others = [
            ("history", Some(&self.history.skipped)),
            ("parks", self.parks.as_ref().map(|p| &p.skipped)),
        ];
        for (file, reasons) in others {
            for (why, n) in reasons.into_iter().flatten() {
                out.insert(format!("{file}: {why}"), *n);
            }
        }
        out
    }
}

/// The day that ends the history.
fn last_day(text: &str) -> anyhow::Result<Day> {
    Day::parse(text).with_context(|| {
        format!(
            "--history-until {text:?} is not a day; expected YYYY-MM-DD\nhint: write 2017-12-31"
        )
    })
}

fn coefficients(args: &EvaluateArgs) -> anyhow::Result<Coefficients> {
    let Some(path) = &args.weights else {
        return Ok(models::learned(args.inputs.preset.learned()));
    };
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Coefficients::parse(&text).with_context(|| path.display().to_string())
}

pub(super) fn evaluate(
    global: &Global,
    args: &EvaluateArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let until = last_day(&args.history_until)?;
    let coefficients = coefficients(args)?;
    let started = Instant::now();
    let loaded = Loaded::read(&args.inputs, Some(until))?;
    let (n_history, n_choices) = (loaded.history.rows.len(), loaded.choices.rows.len());
    writeln!(
        streams.err,
        "{}",
        lang.pick(
            format!(
                "历史企业 {n_history} 家（截至 {}），待判选择 {n_choices} 个",
                args.history_until
            ),
            format!(
                "{n_history} firms of the history up to {}, {n_choices} choices",
                args.history_until
            ),
        )
    )?;
    let early = loaded.choices.rows.iter().filter(|r| r.founded <= until).count();
    if early > 0 {
        writeln!(
            streams.err,
            "{}",
            lang.pick(
                format!("注意：{early} 个选择不晚于历史截止日；若历史也含这些企业，即是自己评判自己"),
                format!("note: {early} choices are not later than the history; if it holds them too, they judge themselves"),
            )
        )?;
    }
    let skipped = loaded.skipped();
    let mut field = loaded.prepare()?;
    drop(loaded);
    anyhow::ensure!(
        !field.parks.is_empty(),
        "no candidate: no park of the list has a firm in the history\nhint: check zone_id in both files and --history-until"
    );
    if args.strict {
        field.keep_wide_words(STRICT_PROVINCES_MIN);
    }
    let elsewhere = field.elsewhere;
    if elsewhere > 0 {
        writeln!(
            streams.err,
            "{}",
            lang.pick(
                format!("注意：历史中 {elsewhere} 家企业所在园区不在 --parks 之列"),
                format!(
                    "note: {elsewhere} firms of the history are in parks that --parks does not list"
                ),
            )
        )?;
    }
    let read_s = started.elapsed().as_secs_f64();
    writeln!(
        streams.err,
        "{}",
        lang.pick(
            format!("读取、盲化用时 {read_s:.1} 秒；正在评判"),
            format!("read and blinded in {read_s:.1} s; judging"),
        )
    )?;
    let preset = args.inputs.preset;
    let report =
        park_learning::evaluate::evaluate(&field, until.year, preset.making(), &coefficients);
    if global.json {
        let settings = json!({ "preset": preset.name(), "history_until": args.history_until,
            "history_firms": field.history.len(), "candidates": field.parks.len(),
            "words": if args.strict { "strict" } else { "all" } });
        write_json(streams.out, &evaluation::answer(&report, &skipped, settings, lang))?;
    } else {
        write!(streams.out, "{}", evaluation::words(&report, lang))?;
    }
    for (why, n) in &skipped {
        writeln!(
            streams.err,
            "{}",
            lang.pick(format!("跳过 {n} 行：{why}"), format!("skipped {n} rows: {why}"))
        )?;
    }
    let all_s = started.elapsed().as_secs_f64();
    writeln!(
        streams.err,
        "{}",
        lang.pick(format!("共 {all_s:.1} 秒"), format!("{all_s:.1} s in all"))
    )?;
    Ok(if skipped.is_empty() { Exit::Done } else { Exit::Problems })
}
