//! `train`: fits the weights of the ranking on real choices, and tells what each feature adds.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use park_learning::ablation::{Step, ablation, sets};
use park_learning::firms::Field;
use park_learning::making::Making;
use park_learning::rows::{Day, FirmRow};
use park_learning::train::TrainParams;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::evaluate::{Inputs, Loaded};
use super::{Exit, Global, Streams, write_json};

#[derive(Debug, Args)]
pub(super) struct TrainArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// First year of the choices to learn from
    #[arg(long, default_value_t = TrainParams::default().from)]
    from: u16,
    /// Last year of the choices to learn from; the history is frozen before each year
    #[arg(long, default_value_t = TrainParams::default().to)]
    to: u16,
    /// Pull of the coefficients towards 0
    #[arg(long, default_value_t = TrainParams::default().ridge)]
    ridge: f64,
    /// Seed of the samples of firms
    #[arg(long, default_value_t = TrainParams::default().seed)]
    seed: u64,
    /// Folder for the weights
    #[arg(long, value_name = "DIR", default_value = "models/learning")]
    out: PathBuf,
    /// Write nothing; tell what each feature adds, judged on the years from this one
    #[arg(long, value_name = "YEAR")]
    judge_from: Option<u16>,
    /// Last year to judge on; the first one when left out
    #[arg(long, value_name = "YEAR", requires = "judge_from")]
    judge_to: Option<u16>,
    /// Another way to make the features, to compare settings: NAME=NUMBER; may be repeated
    #[arg(long, value_name = "NAME=NUMBER", requires = "judge_from")]
    set: Vec<String>,
}

impl TrainArgs {
    fn params(&self) -> anyhow::Result<TrainParams> {
        anyhow::ensure!(
            (1900..=self.to).contains(&self.from),
            "--from {} is after --to {}\nhint: the first and last year of the choices to learn from",
            self.from,
            self.to
        );
        anyhow::ensure!(
            self.ridge.is_finite() && self.ridge > 0.0,
            "--ridge {} is not a number above 0\nhint: 1 is the default",
            self.ridge
        );
        let TrainArgs { from, to, ridge, seed, .. } = *self;
        Ok(TrainParams { from, to, ridge, seed, ..TrainParams::default() })
    }

    /// The last year that is judged, or else learned from.
    fn last_year(&self) -> u16 {
        self.judge_to.or(self.judge_from).unwrap_or(self.to).max(self.to)
    }

    fn needs(&self, firm: &FirmRow) -> bool {
        let year = firm.founded.year;
        let judged =
            self.judge_from.is_some_and(|first| (first..=self.last_year()).contains(&year));
        judged || (self.from..=self.to).contains(&year)
    }
}

pub(super) fn train(
    global: &Global,
    args: &TrainArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let params = args.params()?;
    let mut making = args.inputs.preset.making();
    for setting in &args.set {
        making.set(setting).map_err(|what| anyhow::anyhow!("--set {what}"))?;
    }
    let until = Day { year: args.last_year(), month: 12, day: 31 };
    let mut loaded = Loaded::read(&args.inputs, Some(until))?;
    loaded.choices.rows.retain(|firm| args.needs(firm));
    let skipped = loaded.skipped();
    let field = loaded.prepare()?;
    drop(loaded);
    if let Some(first) = args.judge_from {
        let steps = ablation(&field, making, params, first..=args.last_year(), &sets())?;
        if global.json {
            write_json(streams.out, &steps.iter().map(step_json).collect::<Vec<_>>())?;
        } else {
            print_steps(&steps, streams.out)?;
        }
    } else {
        write_weights(global, args, (&field, making, params), streams)?;
    }
    for (why, n) in &skipped {
        writeln!(streams.err, "skipped {n} rows: {why}")?;
    }
    Ok(if skipped.is_empty() { Exit::Done } else { Exit::Problems })
}

fn write_weights(
    global: &Global,
    args: &TrainArgs,
    (field, making, params): (&Field, Making, TrainParams),
    streams: &mut Streams<'_>,
) -> anyhow::Result<()> {
    let learned = park_learning::train::train(field, making, params)?;
    std::fs::create_dir_all(&args.out)
        .with_context(|| format!("cannot make {}", args.out.display()))?;
    let path = args.out.join(format!("{}.csv", args.inputs.preset.name()));
    let text = learned.print(&provenance(args, params)?);
    std::fs::write(&path, &text).with_context(|| format!("cannot write {}", path.display()))?;
    if global.json {
        write_json(streams.out, &json!({ "file": path.display().to_string() }))?;
    } else {
        write!(streams.out, "{text}")?;
    }
    let path = path.display();
    writeln!(
        streams.err,
        "{}",
        global.lang().pick(format!("已写入 {path}"), format!("written {path}"))
    )?;
    Ok(())
}

/// What stands above the weights: how they came about, and from what.
fn provenance(args: &TrainArgs, params: TrainParams) -> anyhow::Result<Vec<String>> {
    let Inputs { choices, history, parks, preset } = &args.inputs;
    let name =
        |path: &Path| path.file_name().map_or(String::new(), |n| n.to_string_lossy().into_owned());
    let of_parks = parks.as_deref().map_or(String::new(), |p| format!(" --parks {}", name(p)));
    let TrainParams { from, to, ridge, seed, firms_a_year, firms_a_year_nation } = params;
    Ok(vec![
        "Weights of the ranking, learned from real choices: a conditional logit, coefficients at 0 or above. Written by the command below; not edited by hand.".to_owned(),
        format!(
            "parkwise train --preset {} --choices {} --history {}{of_parks} --from {from} --to {to} --ridge {ridge} --seed {seed}",
            preset.name(),
            name(choices),
            name(history)
        ),
        format!(
            "choices of {from}-{to}, the history frozen before each year; sha256 (first 16 digits) {} {}, {} {}",
            name(choices),
            hash_of(choices)?,
            name(history),
            hash_of(history)?
        ),
        format!(
            "a year teaches up to {firms_a_year} firms within their province and {firms_a_year_nation} nationwide; made {}",
            crate::app::now().get(..10).unwrap_or_default()
        ),
        "coefficient and standard_error per unit of the feature; low and high are the values of fit 0 and 1; weight is the share of a preset, adding up to 1 a task".to_owned(),
    ])
}

/// Bytes of a file that are hashed at a time.
const HASH_BLOCK_BYTES: usize = 1 << 16;

/// SHA-256 of a file, in hex, shortened: enough to see that it is another.
fn hash_of(path: &Path) -> anyhow::Result<String> {
    let mut sha = Sha256::new();
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut block = vec![0; HASH_BLOCK_BYTES];
    loop {
        let n_bytes = file.read(&mut block)?;
        if n_bytes == 0 {
            break;
        }
        sha.update(&block[..n_bytes]);
    }
    Ok(sha.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect())
}

fn names(step: &Step) -> Vec<&'static str> {
    step.features.iter().map(|f| f.name()).collect()
}

fn step_json(step: &Step) -> Value {
    let of = |quality: &Option<park_learning::metrics::Quality>| {
        quality.as_ref().map(|q| json!({ "n": q.n, "recall@1": q.recall[0], "recall@10": q.recall[2], "mrr": q.mrr }))
    };
    json!({ "features": names(step), "all": of(&step.all), "makers": of(&step.makers) })
}

/// A row a set of features: recall@1, recall@10 and MRR of all firms, the same of the makers, and what was fitted.
fn print_steps(steps: &[Step], out: &mut dyn Write) -> anyhow::Result<()> {
    for step in steps {
        for quality in [&step.all, &step.makers] {
            match quality {
                Some(q) => {
                    write!(out, "{:.3} {:.3} {:.3} ({})  ", q.recall[0], q.recall[2], q.mrr, q.n)?;
                }
                None => write!(out, "—  ")?,
            }
        }
        writeln!(out, "{}", names(step).join(" "))?;
    }
    Ok(())
}
