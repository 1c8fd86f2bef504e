//! `match`, `park`, `search`, `similar`: questions to the live generation.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use park_registry::HISTORY_ENTRIES_MAX;

use super::{Exit, Global, Streams, write_json};
use crate::answer::request::{IndustryRequest, ProfileRequest};
use crate::answer::{
    compare, history, matches as match_answer, park as park_answer, search as search_answer,
    similar as similar_answer,
};
use crate::app::App;
use crate::http;
use crate::lang::Lang;

/// Largest profile file, in bytes: the same limit as the body of a request.
const PROFILE_BYTES_MAX: u64 = 2 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct MatchArgs {
    /// The profile: a JSON file as POST /v1/matches takes it; - reads standard input
    #[arg(long, value_name = "FILE", required_unless_present = "text")]
    profile: Option<PathBuf>,
    /// Instead of a profile: what the project makes, in words
    #[arg(long, value_name = "WORDS", conflicts_with = "profile")]
    text: Option<String>,
    /// Matches to show, 1 to 200
    #[arg(long, value_name = "N")]
    limit: Option<i64>,
    /// Show every criterion of one park
    #[arg(long, value_name = "PARK", conflicts_with = "compare")]
    explain: Option<String>,
    /// Compare two to five parks, ids separated by commas
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    compare: Vec<String>,
}

pub(super) fn matches(
    global: &Global,
    args: &MatchArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let mut request = match (&args.profile, &args.text) {
        (Some(file), _) => read_form(file, lang)?,
        (None, Some(text)) => ProfileRequest {
            industry: IndustryRequest { text: Some(text.clone()), codes: None },
            ..ProfileRequest::default()
        },
        (None, None) => anyhow::bail!("give --profile FILE or --text WORDS"),
    };
    if args.limit.is_some() {
        request.limit = args.limit;
    }
    let app = App::open(&global.data, streams.err)?;
    let live = app.live();
    let ids: Vec<String> = args.explain.iter().chain(&args.compare).cloned().collect();
    if ids.is_empty() {
        let answer = match_answer::answer(&live, &request, lang, app.secret())?;
        if global.json {
            write_json(streams.out, &answer)?;
        } else {
            match_answer::print(&answer, &live, lang, streams.out)?;
        }
    } else {
        let answer = compare::answer(&live, &request, &ids, lang)?;
        if global.json {
            write_json(streams.out, &answer)?;
        } else {
            compare::print(&answer, &live, lang, streams.out)?;
        }
    }
    Ok(Exit::Done)
}

/// Reads JSON of a form from a file; - is standard input.
pub(super) fn read_form<T: serde::de::DeserializeOwned>(
    file: &std::path::Path,
    lang: Lang,
) -> anyhow::Result<T> {
    use std::io::Read;
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        std::io::stdin().take(PROFILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)
            .with_context(|| {
                let (zh, en) = ("无法读取", "cannot read");
                format!("{} {}", lang.pick(zh, en), file.display())
            })?
            .take(PROFILE_BYTES_MAX + 1)
            .read_to_end(&mut bytes)
            .with_context(|| {
                let (zh, en) = ("无法读取", "cannot read");
                format!("{} {}", lang.pick(zh, en), file.display())
            })?;
    }
    anyhow::ensure!(
        u64::try_from(bytes.len()).is_ok_and(|n| n <= PROFILE_BYTES_MAX),
        "{}: {}",
        file.display(),
        lang.pick(
            format!("最多 {PROFILE_BYTES_MAX} 字节"),
            format!("at most {PROFILE_BYTES_MAX} bytes"),
        )
    );
    http::body::parse(&bytes, lang).map_err(|r| anyhow::anyhow!("{}: {r}", file.display()))
}

#[derive(Debug, Args)]
pub(super) struct ParkArgs {
    /// Any id of the park
    id: String,
    /// Instead: what changed of it, when, and from which file; newest first
    #[arg(long)]
    history: bool,
}

pub(super) fn park(
    global: &Global,
    args: &ParkArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let app = App::open(&global.data, streams.err)?;
    if args.history {
        let (answer, _) = history::answer(
            &global.data,
            &app.live(),
            &args.id,
            0,
            HISTORY_ENTRIES_MAX,
            global.lang(),
        )?;
        if global.json {
            write_json(streams.out, &answer)?;
        } else {
            history::print(&answer, global.lang(), streams.out)?;
        }
        return Ok(Exit::Done);
    }
    let answer = park_answer::answer(&app.live(), &args.id, global.lang())?;
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        park_answer::print(&answer, global.lang(), streams.out)?;
    }
    Ok(Exit::Done)
}

#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// Words that must all be there; "…" is a phrase
    #[arg(required = true)]
    query: Vec<String>,
    /// Hits to show, 1 to 200
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Where the next page begins, as the last one said
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
}

pub(super) fn search(
    global: &Global,
    args: &SearchArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let app = App::open(&global.data, streams.err)?;
    let query = args.query.join(" ");
    let answer = search_answer::answer(
        &app.live(),
        &query,
        args.limit,
        args.cursor.as_deref(),
        global.lang(),
    )?;
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        search_answer::print(&answer, global.lang(), streams.out)?;
    }
    Ok(Exit::Done)
}

#[derive(Debug, Args)]
pub(super) struct SimilarArgs {
    /// Any id of the park
    id: String,
    /// One axis: `positioning`, `industry_named`, `industry_revealed` or `policy`; all when left out
    #[arg(long, value_name = "A")]
    axis: Option<String>,
    /// Parks to show on each axis, 1 to 100
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
}

pub(super) fn similar(
    global: &Global,
    args: &SimilarArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let app = App::open(&global.data, streams.err)?;
    let answer = similar_answer::answer(
        &app.live(),
        &args.id,
        args.axis.as_deref(),
        args.limit,
        global.lang(),
    )?;
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        similar_answer::print(&answer, global.lang(), streams.out)?;
    }
    Ok(Exit::Done)
}
