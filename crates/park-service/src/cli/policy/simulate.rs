//! `policy simulate`: what the clauses of a place give a project.

use std::path::PathBuf;

use clap::Args;

use super::super::find::read_form;
use super::super::{Exit, Global, Streams, write_json};
use crate::answer::simulate::{SimulateRequest, answer, print};
use crate::app::App;
use crate::lang::Lang;

#[derive(Debug, Args)]
pub(in crate::cli) struct SimulateArgs {
    /// The profile: a JSON file as POST /v1/matches takes it; - reads standard input
    #[arg(long, value_name = "FILE", required_unless_present = "project")]
    profile: Option<PathBuf>,
    /// Any id of a park: its own clauses and those of its region
    #[arg(long, value_name = "ID", conflicts_with = "region")]
    park: Option<String>,
    /// A code of 2, 4 or 6 digits: the clauses of this region and of those around it
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
    /// A standard project, which lends what the profile does not tell: light-manufacturing,
    /// advanced-manufacturing, chemicals, rd-centre, logistics
    #[arg(long, value_name = "NAME")]
    project: Option<String>,
    /// A number that a profile has no field for, such as `tax_local=1000` (10k CNY a year); repeats
    #[arg(long, value_name = "NAME=NUMBER")]
    figure: Vec<String>,
}

pub(super) fn run(
    global: &Global,
    args: &SimulateArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let profile = args.profile.as_ref().map(|file| read_form(file, lang)).transpose()?;
    let figures = args.figure.iter().map(|f| figure(f, lang)).collect::<anyhow::Result<_>>()?;
    let request = SimulateRequest {
        profile,
        park: args.park.clone(),
        region: args.region.clone(),
        project: args.project.clone(),
        figures: Some(figures),
    };
    let app = App::open(&global.data, streams.err)?;
    let answer = answer(&app.live(), &request, lang)?;
    if global.json {
        write_json(streams.out, &answer)?;
    } else {
        print(&answer, lang, streams.out)?;
    }
    Ok(Exit::Done)
}

fn figure(given: &str, lang: Lang) -> anyhow::Result<(String, f64)> {
    let read = given
        .split_once('=')
        .and_then(|(n, v)| Some((n.trim().to_owned(), v.trim().parse().ok()?)));
    read.ok_or_else(|| {
        anyhow::anyhow!(lang.pick(
            format!("--figure “{given}”：应为 名称=数值\nhint: 例如 tax_local=1000"),
            format!("--figure \"{given}\": expected NAME=NUMBER\nhint: for example tax_local=1000"),
        ))
    })
}
