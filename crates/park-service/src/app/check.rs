//! Sample questions that a generation must answer before it goes live.

use std::path::Path;

use park_domain::Visibility;
use park_domain::words::Status;
use park_index::generation::{Generation, Manifest};

use super::{Live, words};
use crate::answer::request::{IndustryRequest, ProfileRequest};
use crate::answer::{matches, search};
use crate::lang::{self, Lang};

/// Parks that are searched for by name, spread over the set.
const NAMES: usize = 5;

/// Hits among which the park must be.
const HITS: usize = 50;

/// Letters that a name needs to be searched for: shorter ones may be nothing but stop words.
const LETTERS_MIN: usize = 4;

/// A trade that is asked for; a text that names no industry is still ranked, so any will do.
const TRADE: &str = "光伏组件";

/// Opens a finished generation as the service will, and asks it: are all rows there, is a park found by
/// its name, does a profile get its matches?
pub(super) fn check(dir: &Path, manifest: &Manifest) -> Result<(), String> {
    tracing::trace!(target: "parkwise::stage", "check");
    let generation = Generation::of_folder(dir, manifest.clone());
    let live = Live::of(&generation, false).map_err(|why| words::of(&why, lang::spoken()))?;
    for (table, found) in live.dataset().row_counts() {
        let written = manifest.counts.get(table.name()).copied().unwrap_or(0);
        if found as u64 != written {
            return Err(lang::spoken().pick(
                format!("表 {} 读回 {found} 行，写入 {written} 行", table.name()),
                format!("table {} has {found} rows of {written}", table.name()),
            ));
        }
    }
    sample_search(&live)?;
    sample_match(&live)
}

/// A park must be found by its name, among the first hits. One of the sampled names is enough: a name may be
/// nothing but words that every park's name has.
fn sample_search(live: &Live) -> Result<(), String> {
    let names: Vec<&str> = live
        .dataset()
        .parks
        .iter()
        .filter(|p| matches!(p.status, Status::Active | Status::Planned))
        .filter(|p| p.provenance.visibility == Visibility::Public)
        .map(|p| &*p.name)
        .filter(|n| n.chars().filter(|c| c.is_alphanumeric()).count() >= LETTERS_MIN)
        .collect();
    let step = names.len().div_ceil(NAMES).max(1);
    let mut missed = None;
    for name in names.iter().copied().step_by(step) {
        let words: String =
            name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let answer = match search::answer(live, words.trim(), HITS, None, Lang::Zh) {
            Ok(answer) => answer,
            // What a person could not ask either, such as a name of too many words, says nothing.
            Err(refused) if refused.status < 500 => continue,
            Err(refused) => return Err(refused.to_string()),
        };
        if answer.hits.iter().any(|hit| hit.park.name == name) {
            return Ok(());
        }
        // Among more hits than were asked for it may still stand.
        if answer.total <= HITS {
            missed = Some(name);
        }
    }
    missed.map_or(Ok(()), |name| {
        Err(lang::spoken().pick(
            format!("按名称检索“{name}”找不到这个园区"),
            format!("a search for \"{name}\" does not find this park"),
        ))
    })
}

fn sample_match(live: &Live) -> Result<(), String> {
    let active = live.dataset().parks.iter().any(|p| p.status == Status::Active);
    let request = ProfileRequest {
        industry: IndustryRequest { text: Some(TRADE.to_owned()), codes: None },
        limit: Some(1),
        ..ProfileRequest::default()
    };
    let answer = matches::answer(live, &request, Lang::Zh, &[0; 32]).map_err(|refused| {
        lang::spoken().pick(
            format!("以“{TRADE}”匹配出错：{refused}"),
            format!("a profile of {TRADE} fails: {refused}"),
        )
    })?;
    if active && answer.matches.is_empty() {
        return Err(lang::spoken().pick(
            format!("以“{TRADE}”匹配没有结果"),
            format!("a profile of {TRADE} gets no match"),
        ));
    }
    Ok(())
}
