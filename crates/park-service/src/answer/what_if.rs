//! What if parks changed: every index before and after, nothing saved: `POST /v1/homogeneity/what-if`.

use std::collections::BTreeMap;
use std::io::Write;

use park_domain::words::Instrument;
use park_homogeneity::{
    AxisReport, EditFault, Ground, Indices, Pair, ParkEdit, Report, Verdict, analyse, edited,
    indices,
};
use park_industry::Code;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::homogeneity::{HomogeneityRequest, PeerSetAnswer, check, form};
use crate::app::Live;
use crate::lang::Lang;
use crate::models;
use crate::rejection::{ErrorCode, Rejection};

mod form;

pub use form::print;

/// Most parks changed at once.
const PARKS_MAX: usize = 20;
/// Most items added or removed of a kind.
const ITEMS_MAX: usize = 50;
/// Longest name of an industry, in characters.
const NAME_CHARS_MAX: usize = 60;
/// Most firms added of one industry.
const FIRMS_MAX: f64 = 1_000_000.0;
/// Pairs compared before and after on each axis.
const PAIRS_COMPARED: &str = "30000";
/// Pairs listed whose verdict or similarity moved.
const PAIRS_SHOWN: usize = 100;

/// Names or kinds that come and go.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WordChanges {
    /// What comes.
    pub add: Vec<String>,
    /// What goes.
    pub remove: Vec<String>,
}

/// Firms of an industry.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirmsRequest {
    /// Code of GB/T 4754-2017, two to four digits.
    pub industry: String,
    /// How many.
    pub firms: f64,
}

/// Firms that come and go.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FirmChanges {
    /// Firms that come.
    pub add: Vec<FirmsRequest>,
    /// Codes whose firms go, with all codes below them.
    pub remove: Vec<String>,
}

/// Changes of one park.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParkChanges {
    /// Any id of the park.
    pub park: String,
    /// Industries that it names.
    #[serde(default)]
    pub named: WordChanges,
    /// Industries that its firms are in.
    #[serde(default)]
    pub firms: FirmChanges,
    /// Kinds of benefit that it gives (tax, land, rent …).
    #[serde(default)]
    pub policies: WordChanges,
}

/// Which parks are compared, and what changes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WhatIfRequest {
    /// The first 2, 4 or 6 digits of a GB/T 2260 code; the province of the first park changed when left out.
    pub region: Option<String>,
    /// Only parks of this level.
    pub level: Option<String>,
    /// Only parks of this kind.
    pub kind: Option<String>,
    /// Data up to the end of this year.
    pub year: Option<u16>,
    /// The changes.
    pub changes: Vec<ParkChanges>,
}

/// A number before and after; null where it is undefined.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Moved {
    /// As it is.
    pub before: Option<f64>,
    /// With the changes.
    pub after: Option<f64>,
}

/// A count before and after.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CountMoved {
    /// As it is.
    pub before: usize,
    /// With the changes.
    pub after: usize,
}

/// One axis.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AxisMoved {
    /// Mean similarity of all pairs.
    pub mean_similarity: Moved,
    /// Parks with data.
    pub parks_with_data: CountMoved,
    /// Pairs by verdict.
    #[schema(value_type = Object)]
    pub verdicts: BTreeMap<String, CountMoved>,
    /// Groups of parks that are alike.
    pub groups: CountMoved,
    /// Share of the policy distances that is only more or less; null off that axis.
    pub intensity_only_share: Option<Moved>,
}

/// A park that was changed, on one axis.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ParkOnAxis {
    /// Its mean similarity to all others.
    pub mean_similarity: Moved,
    /// The park most like it, before and after.
    pub nearest: [Option<String>; 2],
}

/// A park that was changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ParkMoved {
    /// Its id.
    pub park: String,
    /// Its name.
    pub name: String,
    /// By axis.
    #[schema(value_type = Object)]
    pub axes: BTreeMap<String, ParkOnAxis>,
    /// Structure indices of its firms by division.
    #[schema(value_type = Object)]
    pub indices: BTreeMap<String, Moved>,
    /// Share of its firms in what it names over the share of the base.
    pub named_quotient: Moved,
}

/// A pair that moved.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PairMoved {
    /// The axis.
    pub axis: String,
    /// The one.
    pub a: String,
    /// The other.
    pub b: String,
    /// Its name.
    pub a_name: String,
    /// Its name.
    pub b_name: String,
    /// Similarity.
    pub similarity: Moved,
    /// After many tests.
    pub q: Moved,
    /// Verdict before and after; null where the pair has no data.
    pub verdict: [Option<String>; 2],
}

/// Every index before and after.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhatIfAnswer {
    /// The open generation, which stays as it is.
    pub generation: String,
    /// Always false: nothing of this is kept.
    pub saved: bool,
    /// The parks compared.
    pub peer_set: PeerSetAnswer,
    /// By axis.
    #[schema(value_type = Object)]
    pub axes: BTreeMap<String, AxisMoved>,
    /// The parks that were changed.
    pub parks: Vec<ParkMoved>,
    /// Pairs whose verdict changed, then those of the changed parks by how far they moved.
    pub pairs: Vec<PairMoved>,
    /// Pairs that moved, listed or not, among the most surprising 30,000 of each axis.
    pub pairs_total: usize,
}

/// Answers a what-if.
///
/// # Errors
/// 400 with the pointer of what cannot be changed, 404 for an unknown park, 422 for an unknown code.
pub fn answer(live: &Live, request: &WhatIfRequest, lang: Lang) -> Result<WhatIfAnswer, Rejection> {
    let edits = edits(live, request, lang)?;
    let first = live.find(edits[0].park.as_str());
    let province = first.and_then(|p| p.region_code.as_deref()).map(|c| c[..2].to_owned());
    let asked = HomogeneityRequest {
        region: request.region.clone().or(province),
        level: request.level.clone(),
        kind: request.kind.clone(),
        within_km: None,
        year: request.year,
        pairs: Some(PAIRS_COMPARED.to_owned()),
    };
    let params = check(live, &asked, lang)?;
    let year = request.year.unwrap_or_else(|| live.as_of.year());
    let data = edited(live.dataset(), models::reader(), &edits, year)
        .map_err(|(n, fault)| refuse(n, &fault, request, lang))?;
    let before = live.report(&params);
    let inside = |id: &str| before.peer_set.parks.iter().any(|p| p.id.as_str() == id);
    for (n, edit) in edits.iter().enumerate() {
        if !inside(edit.park.as_str()) {
            let rule = lang.pick("该园区不在比较范围内", "the park is not among those compared");
            return Err(Rejection::invalid(
                format!("/changes/{n}/park"),
                request.changes[n].park.clone(),
                rule,
                None,
            ));
        }
    }
    let after = analyse(&data, models::reader(), &params);
    let ground = Ground::of(&data, models::reader(), models::directions());
    Ok(form::moved(live, &ground, &before, &after, &edits, lang))
}

fn edits(live: &Live, request: &WhatIfRequest, lang: Lang) -> Result<Vec<ParkEdit>, Rejection> {
    let n = request.changes.len();
    if !(1..=PARKS_MAX).contains(&n) {
        let rule = lang.pick(
            format!("应有 1 到 {PARKS_MAX} 个园区的改动"),
            format!("expected changes of 1 to {PARKS_MAX} parks"),
        );
        return Err(Rejection::invalid("/changes", n.to_string(), rule, None));
    }
    let mut out: Vec<ParkEdit> = Vec::with_capacity(n);
    for (at, change) in request.changes.iter().enumerate() {
        let edit = edit(live, change, &format!("/changes/{at}"), lang)?;
        if out.iter().any(|e| e.park == edit.park) {
            let rule = lang.pick("同一园区只能写一次", "a park is given once");
            return Err(Rejection::invalid(
                format!("/changes/{at}/park"),
                change.park.clone(),
                rule,
                None,
            ));
        }
        out.push(edit);
    }
    Ok(out)
}

fn edit(live: &Live, c: &ParkChanges, at: &str, lang: Lang) -> Result<ParkEdit, Rejection> {
    let park = live.find(&c.park).ok_or_else(|| Rejection::no_park(&c.park, lang))?;
    let lists = [
        ("named/add", c.named.add.len()),
        ("named/remove", c.named.remove.len()),
        ("firms/add", c.firms.add.len()),
        ("firms/remove", c.firms.remove.len()),
        ("policies/add", c.policies.add.len()),
        ("policies/remove", c.policies.remove.len()),
    ];
    for (name, n) in lists {
        if n > ITEMS_MAX {
            let rule =
                lang.pick(format!("最多 {ITEMS_MAX} 项"), format!("at most {ITEMS_MAX} items"));
            return Err(Rejection::invalid(format!("{at}/{name}"), n.to_string(), rule, None));
        }
    }
    if lists.iter().all(|(_, n)| *n == 0) {
        let rule = lang.pick("没有写任何改动", "no change is given");
        return Err(Rejection::invalid(at, c.park.clone(), rule, None));
    }
    for (kind, list) in [("add", &c.named.add), ("remove", &c.named.remove)] {
        for (n, word) in list.iter().enumerate() {
            let length = word.trim().chars().count();
            if !(1..=NAME_CHARS_MAX).contains(&length) {
                let rule = lang.pick(
                    format!("应为 1 到 {NAME_CHARS_MAX} 个字"),
                    format!("expected 1 to {NAME_CHARS_MAX} characters"),
                );
                let found: String = word.chars().take(NAME_CHARS_MAX).collect();
                return Err(Rejection::invalid(
                    format!("{at}/named/{kind}/{n}"),
                    found,
                    rule,
                    None,
                ));
            }
        }
    }
    let codes = |list: &[String]| -> Result<Vec<Code>, Rejection> {
        list.iter()
            .enumerate()
            .map(|(n, t)| code(t, &format!("{at}/firms/remove/{n}"), lang))
            .collect()
    };
    Ok(ParkEdit {
        park: park.id.clone(),
        named_remove: c.named.remove.clone(),
        named_add: c.named.add.clone(),
        firms_remove: codes(&c.firms.remove)?,
        firms_add: firms(&c.firms.add, at, lang)?,
        policies_remove: instruments(&c.policies.remove, &format!("{at}/policies/remove"), lang)?,
        policies_add: instruments(&c.policies.add, &format!("{at}/policies/add"), lang)?,
    })
}

fn firms(list: &[FirmsRequest], at: &str, lang: Lang) -> Result<Vec<(Code, f64)>, Rejection> {
    let one = |n: usize, f: &FirmsRequest| {
        if !(f.firms > 0.0 && f.firms <= FIRMS_MAX) {
            let rule = lang.pick(
                format!("应大于 0，最多 {FIRMS_MAX}"),
                format!("expected above 0, at most {FIRMS_MAX}"),
            );
            return Err(Rejection::invalid(
                format!("{at}/firms/add/{n}/firms"),
                f.firms.to_string(),
                rule,
                None,
            ));
        }
        Ok((code(&f.industry, &format!("{at}/firms/add/{n}/industry"), lang)?, f.firms))
    };
    list.iter().enumerate().map(|(n, f)| one(n, f)).collect()
}

fn code(text: &str, pointer: &str, lang: Lang) -> Result<Code, Rejection> {
    let known = |c: &Code| models::reader().classification().contains(*c);
    Code::parse(text).filter(known).ok_or_else(|| {
        let rule = lang.pick("不是 GB/T 4754-2017 的代码", "not a code of GB/T 4754-2017");
        let mut r =
            Rejection::invalid(pointer, text.chars().take(32).collect::<String>(), rule, None);
        (r.status, r.code) = (422, ErrorCode::UnknownCode);
        r
    })
}

fn instruments(list: &[String], at: &str, lang: Lang) -> Result<Vec<Instrument>, Rejection> {
    let one = |n: usize, text: &String| {
        Instrument::parse(text).ok_or_else(|| {
            let all: Vec<&str> = Instrument::ALL.iter().map(|i| i.code()).collect();
            let all = all.join(", ");
            let rule = lang.pick(format!("可用：{all}"), format!("expected one of {all}"));
            let found: String = text.chars().take(32).collect();
            Rejection::invalid(format!("{at}/{n}"), found, rule, None)
        })
    };
    list.iter().enumerate().map(|(n, t)| one(n, t)).collect()
}

fn refuse(n: usize, fault: &EditFault, request: &WhatIfRequest, lang: Lang) -> Rejection {
    let pointer = format!("/changes/{n}{}", fault.pointer);
    let found = serde_json::to_value(found_at(request, n, &fault.pointer)).unwrap_or_default();
    let has = if fault.has.is_empty() {
        lang.pick("没有", "none").to_owned()
    } else {
        fault.has.join(lang.pick("、", ", "))
    };
    let rule = if fault.there {
        lang.pick("该园区已有", "the park has it already")
    } else {
        lang.pick("该园区没有，无可删除", "the park has none of it to remove")
    };
    let hint = lang.pick(format!("现有：{has}"), format!("it has: {has}"));
    Rejection::invalid(pointer, found.as_str().unwrap_or_default(), rule, Some(hint))
}

/// The text at a pointer within an edit.
fn found_at(request: &WhatIfRequest, n: usize, pointer: &str) -> String {
    let change = &request.changes[n];
    let mut parts = pointer.trim_start_matches('/').split('/');
    let (kind, verb) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let at: usize = parts.next().and_then(|p| p.parse().ok()).unwrap_or(0);
    let list = match (kind, verb) {
        ("named", "add") => &change.named.add,
        ("named", _) => &change.named.remove,
        ("policies", "add") => &change.policies.add,
        ("policies", _) => &change.policies.remove,
        (_, _) => &change.firms.remove,
    };
    list.get(at).cloned().unwrap_or_default()
}
