//! `judge`: a planner's judgement on parks, kept beside the computed verdict.

use clap::Args;

use super::{Exit, Global, Streams, write_json};
use crate::answer::judgement::{JudgeRequest, judge, list, print};
use crate::app::App;

#[derive(Debug, Args)]
pub(super) struct JudgeArgs {
    /// Ids of the parks: two for a pair, more for a group, one for a park's feedback; none lists what was judged
    parks: Vec<String>,
    /// twin, complement, not-comparable, feedback, or withdrawn to take the last one back
    #[arg(long, value_name = "V", requires = "reason")]
    verdict: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "verdict")]
    reason: Option<String>,
}

pub(super) fn run(
    global: &Global,
    args: &JudgeArgs,
    streams: &mut Streams<'_>,
) -> anyhow::Result<Exit> {
    let lang = global.lang();
    let app = App::open(&global.data, streams.err)?;
    let live = app.live();
    if let (Some(verdict), Some(reason)) = (&args.verdict, &args.reason) {
        let request = JudgeRequest {
            parks: args.parks.clone(),
            verdict: verdict.clone(),
            reason: reason.clone(),
        };
        let kept = judge(&app, &live, &request, lang)?;
        if global.json {
            write_json(streams.out, &kept)?;
        } else {
            print(&[kept], lang, streams.out)?;
        }
        return Ok(Exit::Done);
    }
    let mut all = list(&app, &live, lang)?;
    // Ids narrow the list to judgements of which all of them are part.
    all.judgements.retain(|j| args.parks.iter().all(|id| j.parks.iter().any(|p| p.id == *id)));
    if global.json {
        write_json(streams.out, &all)?;
    } else {
        print(&all.judgements, lang, streams.out)?;
    }
    Ok(Exit::Done)
}
