//! Kills the built binary at 200 points of a seeded schedule and looks what is left of the store.
//!
//! A child imports, publishes or goes back; it announces each step on its standard error
//! (`RUST_LOG=parkwise::stage=trace`), and is killed (SIGKILL) a scheduled time after a scheduled step. The
//! step it died in is the last one it announced. After every kill: no acknowledged import is lost, no import
//! is there by half, a generation can be served and is whole, and no more files lie about than one killed
//! publish leaves; at the end a publish leaves none.
//!
//! `cargo run --release -p park-service --example kill_test -- target/release/parkwise`

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use park_index::generation;
use park_registry::Registry;
use park_service::app::Live;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore as _, SeedableRng as _};

const SEED: u64 = 20_260_001;

/// Kills in all, and how many of them must be inside a commit or a swap.
const KILLS: usize = 200;
const INSIDE_MIN: usize = 30;

/// Children that may end before they are killed before the test gives up.
const CHILDREN_MAX: usize = 3000;

/// Parks of an import; each import gives all of them one new name.
const PARKS: usize = 20;

/// Longest time between a step and the kill, in microseconds; short enough to fall into the step.
const DELAY_MAX_US: u64 = 6_000;

/// What a child does, and the steps that it announces.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Import,
    Publish,
    Rollback,
}

impl Deed {
    fn name(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Publish => "publish",
            Self::Rollback => "rollback",
        }
    }
}

/// A kill to be: the deed, the step after which, and whether at once or after a drawn time. The list is gone
/// through again and again, so that every step gets its share and commits and swaps more than that.
const SCHEDULE: &[(Deed, &str, bool)] = &[
    (Deed::Import, "", false),
    (Deed::Import, "write", true),
    (Deed::Import, "commit", true),
    (Deed::Publish, "", false),
    (Deed::Publish, "build", false),
    (Deed::Publish, "swap", true),
    (Deed::Import, "commit", true),
    (Deed::Publish, "check", false),
    (Deed::Publish, "place", true),
    (Deed::Publish, "swap", false),
    (Deed::Publish, "clean-up", true),
    (Deed::Rollback, "rollback", false),
    (Deed::Rollback, "swap", true),
    (Deed::Import, "committed", true),
    (Deed::Publish, "publish", false),
    (Deed::Publish, "swapped", true),
    (Deed::Rollback, "swap", true),
    (Deed::Import, "commit", false),
    (Deed::Publish, "clean-up", false),
    (Deed::Rollback, "", false),
];

/// What is known from outside of what the store must hold.
struct Known {
    /// Number of the last import that was acknowledged.
    acknowledged: usize,
    /// Number of the last import that was tried.
    tried: usize,
}

/// How a child ended.
struct Ended {
    /// The last step that it announced; `start` when none.
    step: String,
    /// Whether it was killed and did not end by itself.
    killed: bool,
    /// Whether it said that its work was done.
    acknowledged: bool,
}

fn main() -> anyhow::Result<()> {
    let binary =
        PathBuf::from(std::env::args_os().nth(1).context("usage: kill_test PATH_OF_PARKWISE")?);
    let folder = tempfile::tempdir()?;
    let store = folder.path().join("store");
    let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
    let mut known = Known { acknowledged: 0, tried: 0 };
    for deed in [Deed::Import, Deed::Publish] {
        let ended = act(&binary, &store, deed, &mut known, None, &mut random)?;
        ensure!(ended.acknowledged, "the first {} failed", deed.name());
    }
    let mut kills: BTreeMap<String, usize> = BTreeMap::new();
    let mut children = 0;
    while kills.values().sum::<usize>() < KILLS {
        let (deed, step, at_once) = SCHEDULE[children % SCHEDULE.len()];
        children += 1;
        ensure!(children <= CHILDREN_MAX, "{children} children ended before they were killed");
        let delay_us = if at_once { 0 } else { random.next_u64() % DELAY_MAX_US };
        let plan = Some((step, Duration::from_micros(delay_us)));
        let ended = act(&binary, &store, deed, &mut known, plan, &mut random)?;
        look(&store, &mut known).with_context(|| {
            format!("child {children}, {}, last step {}", deed.name(), ended.step)
        })?;
        if ended.killed {
            *kills.entry(format!("{} {}", deed.name(), ended.step)).or_default() += 1;
        }
    }
    let ended = act(&binary, &store, Deed::Publish, &mut known, None, &mut random)?;
    ensure!(ended.acknowledged, "the last publish failed");
    let left = strays(&store)?;
    ensure!(left.is_empty(), "files are left after a publish: {left:?}");
    report(&kills, children, &known)
}

/// Runs a child, and kills it after a step and a time when there is a plan.
fn act(
    binary: &Path,
    store: &Path,
    deed: Deed,
    known: &mut Known,
    plan: Option<(&str, Duration)>,
    random: &mut Xoshiro256PlusPlus,
) -> anyhow::Result<Ended> {
    let mut command = Command::new(binary);
    command.arg(deed.name()).args(["--lang", "en", "--data"]).arg(store);
    match deed {
        Deed::Import => {
            known.tried += 1;
            let file = store.with_file_name("parks.csv");
            fs::write(&file, table(known.tried))?;
            command.arg(file);
        }
        // As few generations as may be, so that every publish removes one.
        Deed::Publish => {
            command.args(["--keep", "2"]);
        }
        Deed::Rollback => {
            let all = generation::list(store)?;
            let drawn = usize::try_from(random.next_u64() % 1024)? % all.len();
            command.arg(&all[drawn].id);
        }
    }
    command
        .env("RUST_LOG", "parkwise::stage=trace")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| binary.display().to_string())?;
    let mut lines = BufReader::new(child.stderr.take().context("its standard error")?).lines();
    let mut step = "start".to_owned();
    let mut said = String::new();
    let mut announced = |line: String, step: &mut String| match line.split_once("parkwise::stage: ")
    {
        Some((_, word)) => word.trim().clone_into(step),
        None => said.push_str(&line),
    };
    if let Some((wanted, delay)) = plan {
        while step != wanted && !wanted.is_empty() {
            let Some(line) = lines.next() else { break };
            announced(line?, &mut step);
        }
        std::thread::sleep(delay);
        // A child that has ended is not there to be killed, which is no fault.
        let _ = child.kill();
    }
    for line in lines {
        announced(line?, &mut step);
    }
    let mut out = String::new();
    child.stdout.take().context("its standard output")?.read_to_string(&mut out)?;
    let status = child.wait()?;
    let killed = status.code().is_none();
    ensure!(killed || status.success(), "{} ended with {status}: {said}", deed.name());
    let acknowledged = status.success() || out.contains("recorded");
    if acknowledged && matches!(deed, Deed::Import) {
        known.acknowledged = known.tried;
    }
    Ok(Ended { step, killed, acknowledged })
}

fn table(import: usize) -> String {
    let mut text = "park_id,name,level,leading_industries,as_of\n".to_owned();
    for park in 0..PARKS {
        text.push_str(&format!("K{park:02},{},省级,光伏组件,2024-01\n", name(import, park)));
    }
    text
}

/// The name that an import gives a park; two parks of one name would be a doubt to the importer.
fn name(import: usize, park: usize) -> String {
    format!("第{import}次导入示例园区{park:02}")
}

/// What must hold whenever a child was killed.
fn look(store: &Path, known: &mut Known) -> anyhow::Result<()> {
    let registry = Registry::open_read_only(store)?;
    registry.verify()?;
    let records = registry.read()?;
    ensure!(records.len() == PARKS, "{} parks of {PARKS}", records.len());
    let found: Vec<String> = records
        .iter()
        .map(|r| r.get("name").map(park_domain::Value::print).unwrap_or_default())
        .collect();
    // Records come by id, which is the order of the numbers.
    let all_of = |import: usize| found.iter().enumerate().all(|(i, n)| *n == name(import, i));
    if all_of(known.tried) {
        // Committed, and killed before it could say so.
        known.acknowledged = known.tried;
    }
    ensure!(
        all_of(known.acknowledged),
        "import {} was acknowledged, {} was tried; the store holds {:?}",
        known.acknowledged,
        known.tried,
        found.first()
    );
    let mut words = Vec::new();
    let live = Live::open(store, &mut words)?;
    ensure!(words.is_empty(), "refused: {}", String::from_utf8_lossy(&words));
    generation::verify_whole(store, &live.id)?;
    let left = strays(store)?;
    ensure!(left.len() <= 3, "more is left than by one publish: {left:?}");
    let kept = generation::list(store)?.len();
    // Two are kept; one more is placed before the oldest goes, and the live one stays after a rollback.
    ensure!(kept <= 4, "{kept} generations");
    Ok(())
}

/// What a publish, a swap or a clean-up leaves when it is killed.
fn strays(store: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for dir in [store.to_owned(), store.join("generations")] {
        for entry in fs::read_dir(dir)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.starts_with(".building")
                || name.starts_with(".removing")
                || name.ends_with(".new")
            {
                found.push(name);
            }
        }
    }
    Ok(found)
}

fn report(kills: &BTreeMap<String, usize>, children: usize, known: &Known) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:<24} kills", "killed in")?;
    for (step, count) in kills {
        writeln!(out, "{step:<24} {count:>5}")?;
    }
    let inside: usize = kills
        .iter()
        .filter(|(step, _)| step.ends_with(" commit") || step.ends_with(" swap"))
        .map(|(_, count)| count)
        .sum();
    let all: usize = kills.values().sum();
    writeln!(out, "{all} kills of {children} children, {inside} inside a commit or a swap")?;
    writeln!(
        out,
        "{} imports tried, the last one held is {}; none acknowledged was lost",
        known.tried, known.acknowledged
    )?;
    ensure!(inside >= INSIDE_MIN, "only {inside} kills were inside a commit or a swap");
    Ok(())
}
