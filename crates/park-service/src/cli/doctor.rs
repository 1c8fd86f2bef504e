//! `doctor`: what is wrong with this store or machine. It looks and changes nothing.

mod database;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use park_index::generation::{self, GenerationError};
use park_registry::{FILE_NAME, Registry, Work, holder};
use serde_json::json;

use super::{Exit, Global, Streams, write_json};
use crate::app::{Live, words};
use crate::lang::Lang;

/// Free space below which the next publish may not find room, in MiB: a few generations of the bundled set
/// and the database's own copies.
const FREE_MIB_MIN: u64 = 200;

/// Stray names that are listed; the rest is counted.
const STRAYS_SHOWN_MAX: usize = 10;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing to do.
    Fine,
    /// The store serves and takes imports, but something wants a look.
    Problem,
    /// The store cannot be read, changed or served.
    Broken,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Problem => "problem",
            Self::Broken => "broken",
        }
    }
}

struct Check {
    name: &'static str,
    state: State,
    words: String,
}

fn check(name: &'static str, state: State, words: impl Into<String>) -> Check {
    Check { name, state, words: words.into() }
}

/// Prints every check with its outcome and, where it failed, the way out. Exit 0: all well; 1: the store
/// serves, but something wants a look; 2: it cannot be read, changed or served.
pub(super) fn run(global: &Global, streams: &mut Streams<'_>) -> anyhow::Result<Exit> {
    let (store, lang) = (&global.data, global.lang());
    let mut checks = folder(store, lang);
    if Registry::exists(store) {
        checks.extend(database::checks(store, lang));
        checks.extend(held(store, lang));
        checks.extend(generations(store, lang));
    } else if checks.iter().all(|c| c.state == State::Fine) {
        let path = store.display();
        let words = lang.pick(
            format!("{path} 还不存在；第一条读取它的命令会准备好"),
            format!("{path} does not exist yet; the first command that reads it prepares it"),
        );
        checks.push(check("store", State::Fine, words));
    }
    if store.is_dir() {
        checks.push(strays(store, lang));
        checks.push(space(store, lang));
    }
    let worst = |state: State| checks.iter().filter(|c| c.state == state).count();
    let (problems, broken) = (worst(State::Problem), worst(State::Broken));
    if global.json {
        let rows: Vec<_> = checks
            .iter()
            .map(|c| {
                let ok = c.state == State::Fine;
                json!({ "check": c.name, "ok": ok, "state": c.state.name(), "words": c.words })
            })
            .collect();
        write_json(
            streams.out,
            &json!({ "checks": rows, "failed": problems + broken, "broken": broken }),
        )?;
    } else {
        for c in &checks {
            let mark = match c.state {
                State::Fine => lang.pick("正常", "PASS"),
                State::Problem => lang.pick("留意", "LOOK"),
                State::Broken => lang.pick("故障", "FAIL"),
            };
            let name = lang.pick(zh(c.name), c.name);
            let colon = lang.pick("：", ": ");
            writeln!(streams.out, "{mark}  {name}{colon}{}", c.words.replace('\n', "\n      "))?;
        }
    }
    Ok(match (broken, problems) {
        (0, 0) => Exit::Done,
        (0, _) => Exit::Problems,
        (_, _) => Exit::CouldNot,
    })
}

/// Name of a check in Chinese.
fn zh(name: &'static str) -> &'static str {
    match name {
        "folder" => "文件夹",
        "store" => "数据仓",
        "database" => "数据库",
        "format" => "格式",
        "database integrity" => "数据库完整性",
        "durability" => "落盘方式",
        "bundled set" => "自带数据",
        "writer" => "写入者",
        "publisher" => "发布者",
        "generation" => "数据代",
        "generations" => "各数据代",
        "live generation" => "当前数据代",
        "stray files" => "多余文件",
        "free space" => "剩余空间",
        other => other,
    }
}

/// Whether the folder can be written, tried with a file that is removed at once.
fn folder(store: &Path, lang: Lang) -> Vec<Check> {
    if !store.exists() {
        return Vec::new();
    }
    let path = store.display();
    if !store.is_dir() {
        let words = lang.pick(
            format!("{path} 不是文件夹\n提示：换一个文件夹（--data DIR）"),
            format!("{path} is not a folder\nhint: give another folder (--data DIR)"),
        );
        return vec![check("folder", State::Broken, words)];
    }
    let probe = store.join(format!(".doctor-{}", std::process::id()));
    // A byte, since a full disk still takes a name.
    let tried = fs::write(&probe, b"x");
    let removed = fs::remove_file(&probe);
    vec![match tried.and(removed) {
        Ok(()) => {
            let words = lang.pick(format!("{path} 可以写入"), format!("{path} can be written"));
            check("folder", State::Fine, words)
        }
        Err(cause) => check(
            "folder",
            State::Broken,
            lang.pick(
                format!(
                    "{path} 无法写入：{cause}\n提示：检查它归谁所有、磁盘是否已满或只读；或换一个文件夹（--data DIR）"
                ),
                format!(
                    "{path} cannot be written: {cause}\nhint: check who owns it, or whether the disk is full or read-only; or give another folder (--data DIR)"
                ),
            ),
        ),
    }]
}

/// Who works on the store now.
fn held(store: &Path, lang: Lang) -> Vec<Check> {
    let one = |work: &Work| {
        let name = match work {
            Work::Write => "writer",
            Work::Publish => "publisher",
        };
        // Work is no fault; whoever waits wants to know whose it is.
        let words = match holder(store, *work) {
            None => lang.pick("现在没有", "nobody at it now").to_owned(),
            Some(who) => lang.pick(
                format!("{who}；其他进程会等它完成"),
                format!("{who}; others wait until it is done"),
            ),
        };
        check(name, State::Fine, words)
    };
    Work::ALL.iter().map(one).collect()
}

/// Every generation with every sum, and whether one of them serves.
fn generations(store: &Path, lang: Lang) -> Vec<Check> {
    let said = |error: &GenerationError| lang.pick(error.in_chinese(), error.to_string());
    let mut checks = Vec::new();
    let listed = match generation::list(store) {
        Ok(listed) => listed,
        Err(error) => return vec![check("generations", State::Broken, said(&error))],
    };
    for one in &listed {
        let words = match generation::verify_whole(store, &one.id) {
            Ok(()) => continue,
            Err(GenerationError::Refused(refused)) => {
                lang.pick(refused.in_chinese(), refused.to_string())
            }
            Err(error) => said(&error),
        };
        let hint = lang.pick(
            "提示：由它之前的一代代为服务；`parkwise publish` 会建立新的一代",
            "hint: the one before it serves in its place; `parkwise publish` builds a new one",
        );
        checks.push(check("generation", State::Problem, format!("{words}\n{hint}")));
    }
    if checks.is_empty() {
        let words = lang.pick(
            format!("保留 {} 代，每个文件都与写入时相同", listed.len()),
            format!("{} kept, every file as it was written", listed.len()),
        );
        checks.push(check("generations", State::Fine, words));
    }
    checks.push(live(store, listed.is_empty(), lang));
    checks
}

/// What serves, and in place of what.
fn live(store: &Path, none_listed: bool, lang: Lang) -> Check {
    const NAME: &str = "live generation";
    if none_listed {
        let words = lang.pick(
            "还没有；`parkwise publish` 会建立，下一条读取数据仓的命令也会",
            "none yet; `parkwise publish` builds it, or the next command that reads the store",
        );
        return check(NAME, State::Fine, words);
    }
    let mut warnings = Vec::new();
    match Live::open(store, &mut warnings) {
        Ok(live) => {
            let warnings = String::from_utf8_lossy(&warnings).trim().to_owned();
            let parks = live.dataset().parks.len();
            let found = lang.pick(
                format!("{}，{parks} 个园区", live.id),
                format!("{}, {parks} parks", live.id),
            );
            if warnings.is_empty() {
                return check(NAME, State::Fine, found);
            }
            let instead = lang.pick("代替了它之后的一代：", "in place of one after it:");
            check(NAME, State::Problem, format!("{found}\n{instead}\n{warnings}"))
        }
        Err(error) => {
            let hint = lang.pick(
                "提示：`parkwise publish` 会建立新的一代",
                "hint: `parkwise publish` builds a new one",
            );
            check(NAME, State::Broken, format!("{}\n{hint}", words::of(&error, lang)))
        }
    }
}

/// Names that do not belong: left by a process that was killed, or put there by somebody.
fn strays(store: &Path, lang: Lang) -> Check {
    let known: BTreeSet<String> = [
        FILE_NAME,
        "live.json",
        "generations",
        Work::Write.file_name(),
        Work::Publish.file_name(),
        "results",
    ]
    .iter()
    .map(ToString::to_string)
    .chain(["-wal", "-shm", "-journal"].iter().map(|end| format!("{FILE_NAME}{end}")))
    .collect();
    let is_copy = |name: &str| name.starts_with("parkwise-format-") && name.ends_with(".sqlite");
    let mut found: Vec<String> =
        names(store).into_iter().filter(|n| !known.contains(n) && !is_copy(n)).collect();
    let inside = names(&store.join("generations")).into_iter();
    // `.lock` is of an earlier version.
    let strange = inside.filter(|n| n != ".lock" && !n.starts_with(|c: char| c.is_ascii_digit()));
    found.extend(strange.map(|n| format!("generations/{n}")));
    if found.is_empty() {
        return check("stray files", State::Fine, lang.pick("没有", "none"));
    }
    let more = found.len().saturating_sub(STRAYS_SHOWN_MAX);
    found.truncate(STRAYS_SHOWN_MAX);
    let mut words = found.join(lang.pick("、", ", "));
    if more > 0 {
        words.push_str(&lang.pick(format!("，另有 {more} 个"), format!(" and {more} more")));
    }
    words.push_str(lang.pick(
        "\n提示：以点开头的是被中止的发布留下的，下一次 `parkwise publish` 会清理；其余不属于 parkwise",
        "\nhint: what a killed publish left begins with a dot and goes with the next `parkwise publish`; the rest is not of parkwise",
    ));
    check("stray files", State::Problem, words)
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// Free space, as `df` says: the standard library has no call for it.
fn space(store: &Path, lang: Lang) -> Check {
    const NAME: &str = "free space";
    let asked = Command::new("df").arg("-Pk").arg(store).output();
    let free_kib = asked.ok().filter(|o| o.status.success()).and_then(|o| {
        let text = String::from_utf8_lossy(&o.stdout).into_owned();
        text.lines().last()?.split_whitespace().nth(3)?.parse::<u64>().ok()
    });
    match free_kib.map(|kib| kib / 1024) {
        None => {
            let words = lang.pick("无法得知（没有 `df`）", "not known here (no `df`)");
            check(NAME, State::Fine, words)
        }
        Some(mib) if mib < FREE_MIB_MIN => check(
            NAME,
            State::Problem,
            lang.pick(
                format!(
                    "{mib} MiB，低于 {FREE_MIB_MIN} MiB\n提示：腾出空间，或移动数据仓（--data DIR）"
                ),
                format!(
                    "{mib} MiB, below {FREE_MIB_MIN}\nhint: make room, or move the store (--data DIR)"
                ),
            ),
        ),
        Some(mib) => check(NAME, State::Fine, format!("{mib} MiB")),
    }
}
