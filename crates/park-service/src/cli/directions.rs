//! `directions` and `plan`: how a park, or all parks of a region, could differ.

use std::path::PathBuf;

use clap::Args;

use super::find::read_form;
use super::{Exit, Global, Streams, write_json};
use crate::answer::{directions as directions_answer, plan as plan_answer};
use crate::app::App;

#[derive(Debug, Args)]
pub(super) struct DirectionsArgs {
    /// Any id of the park
    id: String,
    /// Directions to show, 1 to 50
    #[arg(long, value_name = "N", default_value_t = directions_answer::SHOWN_USUAL)]
    limit: usize,
}

pub(super) fn directions(
    global: &Global,
    args: &DirectionsArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let app = App::open(&global.data, streams.err)?;
    let lang = global.lang();
    let answer = directions_answer::answer(&app.live(), &args.id, args.limit, lang)?;
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        directions_answer::print(&answer, lang, streams.out)?;
    }
    Ok(Exit::Done)
}

#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    /// The region: a prefix of 2, 4 or 6 digits (3205 is Suzhou)
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
    /// Rules as POST /v1/plan takes them, a JSON file; - reads standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) fn plan(
    global: &Global,
    args: &PlanArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let mut request: plan_answer::PlanRequest = match &args.file {
        Some(file) => read_form(file, lang)?,
        None => plan_answer::PlanRequest::default(),
    };
    if args.region.is_some() {
        request.region.clone_from(&args.region);
    }
    let app = App::open(&global.data, streams.err)?;
    let answer = plan_answer::answer(&app.live(), &request, lang)?;
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        plan_answer::print(&answer, lang, streams.out)?;
    }
    Ok(Exit::Done)
}
