//! What a planner judges of parks, kept in the store beside the computed verdict: `parkwise judge`,
//! `/v1/homogeneity/judgements`, and the list that the report carries.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;

use park_domain::ParkId;
use park_homogeneity::{AxisReport, Report};
use park_registry::{Registry, RegistryError, StoredJudgement};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::homogeneity::{HomogeneityRequest, check};
use super::search::ParkRef;
use crate::app::{App, Live, now};
use crate::lang::Lang;
use crate::rejection::{ErrorCode, Rejection};

/// Most parks of a judgement.
const PARKS_MAX: usize = 20;
/// Longest reason, in characters.
const REASON_CHARS_MAX: usize = 2_000;
/// Entries of the log that are read, the newest.
const ENTRIES_MAX: u32 = 10_000;
/// Changes named since a judgement.
const CHANGES_SHOWN: usize = 10;
/// Pairs of each axis among which a judged pair is looked up.
const PAIRS_COMPARED: usize = 30_000;
/// Hex digits of a fingerprint.
const FINGERPRINT_DIGITS: usize = 16;

/// Code, Chinese, English, fewest parks.
const VERDICTS: [(&str, &str, &str, usize); 5] = [
    ("twin", "同质", "twin", 2),
    ("complement", "互补", "complement", 2),
    ("not-comparable", "不可比", "not comparable", 2),
    ("feedback", "反馈意见", "feedback", 1),
    ("withdrawn", "已撤回", "withdrawn", 1),
];

/// A judgement to keep.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgeRequest {
    /// Ids of the parks: two for a pair, more for a group, one for a park's own feedback (反馈意见).
    #[schema(min_items = 1, max_items = 20)]
    pub parks: Vec<String>,
    /// twin, complement, not-comparable, feedback, or withdrawn to take the last one back.
    pub verdict: String,
    /// Why.
    #[schema(max_length = 2000)]
    pub reason: String,
}

/// What is computed on one axis of the same parks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ComputedAnswer {
    /// Of a pair: the verdict; null where one of the two has no data.
    pub verdict: Option<String>,
    /// Of a pair: similarity, 0 to 1.
    pub similarity: Option<f64>,
    /// Of a pair: after many tests.
    pub q: Option<f64>,
    /// Of a pair: rival or complement.
    pub relation: Option<String>,
    /// Id of the medoid of the group that holds all of them.
    pub group: Option<String>,
}

/// A change of the data since a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DataChange {
    /// When it was taken into the store.
    pub at: String,
    /// The table.
    pub table: &'static str,
    /// Where it came from.
    pub origin: String,
}

/// A judgement with what has become of its ground.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JudgementAnswer {
    /// Its number in the log.
    pub id: i64,
    /// When it was made.
    pub at: String,
    /// The parks.
    pub parks: Vec<ParkRef>,
    /// twin, complement, not-comparable, feedback or withdrawn.
    pub verdict: String,
    /// Why.
    pub reason: String,
    /// The generation that was looked at.
    pub generation: String,
    /// Whether it is the newest of these parks.
    pub holds: bool,
    /// Ids of the parks whose data are no longer those that were judged.
    pub data_changed: Vec<String>,
    /// Imports that changed rows of these parks after the judgement, the newest first.
    pub changes: Vec<DataChange>,
    /// What is computed of the same parks, by axis; only in a report.
    #[schema(value_type = Object)]
    pub computed: BTreeMap<String, ComputedAnswer>,
}

/// The log, the newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JudgementsAnswer {
    /// The open generation, with whose data the ground is compared.
    pub generation: String,
    /// Every entry, older ones and withdrawn ones too.
    pub judgements: Vec<JudgementAnswer>,
}

fn failed(error: &RegistryError, lang: Lang) -> Rejection {
    tracing::error!(%error, "a judgement cannot be read or kept");
    let words = lang.pick("判断无法读取或保存", "the judgement cannot be read or kept");
    Rejection::new(500, ErrorCode::Internal, words)
}

/// Keeps a judgement.
///
/// # Errors
/// 400 with the pointer at fault, 404 for an unknown park, 500 when the store cannot be written.
pub fn judge(
    app: &App,
    live: &Live,
    request: &JudgeRequest,
    lang: Lang,
) -> Result<JudgementAnswer, Rejection> {
    let (verdict, least) = verdict(&request.verdict, lang)?;
    let mut parks = BTreeSet::new();
    for id in &request.parks {
        let park = live.find(id).ok_or_else(|| Rejection::no_park(id, lang))?;
        parks.insert(park.id.to_string());
    }
    if !(least..=PARKS_MAX).contains(&parks.len()) {
        let rule = lang.pick(
            format!("此判断应有 {least} 到 {PARKS_MAX} 个不同的园区"),
            format!("this verdict is of {least} to {PARKS_MAX} different parks"),
        );
        return Err(Rejection::invalid("/parks", parks.len().to_string(), rule, None));
    }
    let reason = request.reason.trim();
    if !(1..=REASON_CHARS_MAX).contains(&reason.chars().count()) {
        let rule = lang.pick(
            format!("应写明理由，1 到 {REASON_CHARS_MAX} 个字"),
            format!("a reason is needed, 1 to {REASON_CHARS_MAX} characters"),
        );
        let found: String = reason.chars().take(32).collect();
        return Err(Rejection::invalid("/reason", found, rule, None));
    }
    let mut entry = StoredJudgement {
        id: 0,
        at: now(),
        data: fingerprints(live, parks.iter().map(String::as_str)),
        parks: parks.into_iter().collect(),
        verdict: verdict.to_owned(),
        reason: reason.to_owned(),
        generation: live.id.clone(),
    };
    let registry = Registry::open(app.store()).map_err(|e| failed(&e, lang))?;
    entry.id = registry.judge(&entry).map_err(|e| failed(&e, lang))?;
    form(live, &registry, entry, true, lang)
}

fn verdict(text: &str, lang: Lang) -> Result<(&'static str, usize), Rejection> {
    let found = VERDICTS.iter().find(|v| v.0 == text).map(|v| (v.0, v.3));
    found.ok_or_else(|| {
        let list = VERDICTS.map(|v| v.0).join(", ");
        let rule = lang.pick(format!("可用：{list}"), format!("expected one of {list}"));
        Rejection::invalid("/verdict", text.chars().take(32).collect::<String>(), rule, None)
    })
}

/// The log.
///
/// # Errors
/// 500 when the store cannot be read.
pub fn list(app: &App, live: &Live, lang: Lang) -> Result<JudgementsAnswer, Rejection> {
    let registry = Registry::open_read_only(app.store()).map_err(|e| failed(&e, lang))?;
    let entries = registry.judgements(ENTRIES_MAX).map_err(|e| failed(&e, lang))?;
    let mut seen: BTreeSet<Vec<String>> = BTreeSet::new();
    let judgements = entries
        .into_iter()
        .map(|entry| {
            let holds = seen.insert(entry.parks.clone());
            form(live, &registry, entry, holds, lang)
        })
        .collect::<Result<_, _>>()?;
    Ok(JudgementsAnswer { generation: live.id.clone(), judgements })
}

/// The judgements that hold of parks in a report, beside what it computed.
///
/// # Errors
/// 500 when the store cannot be read.
pub fn beside(
    app: &App,
    live: &Live,
    request: &HomogeneityRequest,
    report: &Report,
    lang: Lang,
) -> Result<Vec<JudgementAnswer>, Rejection> {
    let inside: BTreeSet<&str> = report.peer_set.parks.iter().map(|p| p.id.as_str()).collect();
    let mut all: Vec<JudgementAnswer> = list(app, live, lang)?
        .judgements
        .into_iter()
        .filter(|j| j.holds && j.verdict != "withdrawn")
        .filter(|j| j.parks.iter().all(|p| inside.contains(p.id.as_str())))
        .collect();
    if all.is_empty() {
        return Ok(all);
    }
    // The report may list only its most surprising pairs.
    let pairs = Some(PAIRS_COMPARED.to_string());
    let wide = HomogeneityRequest { pairs, ..request.clone() };
    let whole = live.report(&check(live, &wide, lang)?);
    for judgement in &mut all {
        let ids: Vec<ParkId> =
            judgement.parks.iter().map(|p| ParkId::from(p.id.as_str())).collect();
        judgement.computed =
            whole.axes.iter().map(|a| (a.axis.code().to_owned(), computed(a, &ids))).collect();
    }
    Ok(all)
}

fn computed(axis: &AxisReport, ids: &[ParkId]) -> ComputedAnswer {
    let pair = match ids {
        [a, b] => axis.pairs.iter().find(|p| p.a == *a && p.b == *b),
        _ => None,
    };
    let group =
        axis.groups.iter().find(|g| ids.len() > 1 && ids.iter().all(|id| g.members.contains(id)));
    ComputedAnswer {
        verdict: pair.map(|p| p.verdict.code().to_owned()),
        similarity: pair.map(|p| p.similarity),
        q: pair.and_then(|p| p.q),
        relation: pair.and_then(|p| p.relation).map(|r| r.code().to_owned()),
        group: group.map(|g| g.medoid.to_string()),
    }
}

fn form(
    live: &Live,
    registry: &Registry,
    entry: StoredJudgement,
    holds: bool,
    lang: Lang,
) -> Result<JudgementAnswer, Rejection> {
    let today = fingerprints(live, entry.parks.iter().map(String::as_str));
    let data_changed: Vec<String> = entry
        .parks
        .iter()
        .zip(entry.data.iter().zip(&today))
        .filter(|(_, (then, now))| then != now)
        .map(|(id, _)| id.clone())
        .collect();
    let changes = if data_changed.is_empty() {
        Vec::new()
    } else {
        changes(registry, &data_changed, &entry.at).map_err(|e| failed(&e, lang))?
    };
    let name = |id: &str| live.find(id).map(|p| p.name.to_string()).unwrap_or_default();
    Ok(JudgementAnswer {
        parks: entry.parks.iter().map(|id| ParkRef { name: name(id), id: id.clone() }).collect(),
        id: entry.id,
        at: entry.at,
        verdict: entry.verdict,
        reason: entry.reason,
        generation: entry.generation,
        holds,
        data_changed,
        changes,
        computed: BTreeMap::new(),
    })
}

fn changes(
    registry: &Registry,
    parks: &[String],
    since: &str,
) -> Result<Vec<DataChange>, RegistryError> {
    let mut out: Vec<DataChange> = Vec::new();
    for entry in registry.history(parks)? {
        // Both are RFC 3339 in UTC to the second, so text compares as time.
        let change = DataChange { at: entry.at, table: entry.table.name(), origin: entry.origin };
        if change.at.as_str() >= since && !out.contains(&change) {
            out.push(change);
        }
        if out.len() == CHANGES_SHOWN {
            break;
        }
    }
    Ok(out)
}

/// One fingerprint a park, of all rows that the four axes read.
fn fingerprints<'p>(live: &Live, parks: impl Iterator<Item = &'p str>) -> Vec<String> {
    let data = live.dataset();
    parks
        .map(|id| {
            let mut sha = Sha256::new();
            let mut add = |row: &dyn std::fmt::Debug| sha.update(format!("{row:?}\n"));
            data.parks.iter().filter(|r| r.id.as_str() == id).for_each(|r| add(r));
            data.positioning.iter().filter(|r| r.park_id.as_str() == id).for_each(|r| add(r));
            data.structure.iter().filter(|r| r.park_id.as_str() == id).for_each(|r| add(r));
            let own = |p: &&park_domain::PolicyClause| {
                p.park_id.as_ref().is_some_and(|p| p.as_str() == id)
            };
            data.policies.iter().filter(own).for_each(|r| add(r));
            let mut hex = String::new();
            for byte in sha.finalize() {
                let _ = write!(hex, "{byte:02x}");
            }
            hex.truncate(FINGERPRINT_DIGITS);
            hex
        })
        .collect()
}

/// A judgement's word.
fn word(code: &str, lang: Lang) -> &'static str {
    VERDICTS.iter().find(|v| v.0 == code).map_or("", |v| lang.pick(v.1, v.2))
}

/// Judgements for people, with what is computed beside them.
///
/// # Errors
/// The writer fails.
pub fn print(list: &[JudgementAnswer], lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    for j in list {
        let names: Vec<&str> = j.parks.iter().map(|p| p.name.as_str()).collect();
        let old = if j.holds { "" } else { lang.pick("（已被取代）", " (replaced)") };
        writeln!(
            out,
            "{}  {}{old}  {}{}{}",
            j.at,
            word(&j.verdict, lang),
            names.join(" ~ "),
            lang.pick("：", ": "),
            j.reason
        )?;
        for (axis, c) in j.computed.iter().filter(|(_, c)| c.verdict.is_some()) {
            let axis = park_homogeneity::Axis::parse(axis);
            let axis = axis.map_or("", |a| lang.pick(a.zh(), a.en()));
            let verdict = park_homogeneity::Verdict::ALL
                .iter()
                .find(|v| Some(v.code()) == c.verdict.as_deref())
                .map_or("", |v| lang.pick(v.zh(), v.en()));
            let similarity = c.similarity.unwrap_or_default();
            writeln!(
                out,
                "    {}{axis} {similarity:.3} {verdict}",
                lang.pick("计算结果 ", "computed ")
            )?;
        }
        if !j.data_changed.is_empty() {
            let when = j.changes.first().map_or("", |c| c.at.as_str());
            let ids = j.data_changed.join(", ");
            let words = lang.pick(
                format!("此后数据已变：{ids} {when}"),
                format!("the data have changed since: {ids} {when}"),
            );
            writeln!(out, "    ! {words}")?;
        }
    }
    Ok(())
}
