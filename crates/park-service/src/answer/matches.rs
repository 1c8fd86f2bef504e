//! Ranked parks with their reasons: `parkwise match`, `POST /v1/matches`.

mod print;
mod types;

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use park_matching::must::MustValue;
use park_matching::ranking::{Has, RelaxTo, Relaxation};
use park_matching::{AskedBy, Language, Match, Must, Profile, ProfileFault, Ranking, Settings};
use serde_json::{Value as Json, json};
use sha2::Sha256;

pub use print::print;
pub(crate) use print::print_row;
pub use types::{
    ClashAnswer, EvidenceAnswer, FailedAnswer, GroupAnswer, MatchAnswer, MatchRow, MustAnswer,
    NearMissAnswer, OpenAnswer, ReasonAnswer, RelaxationAnswer, StepAnswer, ToVerifyAnswer,
};

use super::request::ProfileRequest;
use super::search::ParkRef;
use crate::app::Live;
use crate::lang::Lang;
use crate::models;
use crate::rejection::{ErrorCode, InputError, Rejection};

/// Answers a profile. The same request on the same generation gives the same bytes.
///
/// # Errors
/// 400 for values that break their rule, 422 for a code the standard does not have or no weight above zero.
pub fn answer(
    live: &Live,
    request: &ProfileRequest,
    lang: Lang,
    secret: &[u8; 32],
) -> Result<MatchAnswer, Rejection> {
    let profile = check(live, request, lang)?;
    let ranking = park_matching::rank(live.catalog(), &profile, &settings(lang));
    let understood = understood(request, &profile);
    Ok(MatchAnswer {
        result_id: result_id(secret, live, request, lang),
        generation: live.id.clone(),
        as_of: live.as_of.to_string(),
        profile: understood,
        asked_by_preset: asked_by_preset(&profile),
        considered: ranking.considered,
        eligible: ranking.eligible,
        why_first: ranking.why_first.clone(),
        matches: ranking.matches.iter().map(match_row).collect(),
        to_verify: ranking
            .to_verify
            .iter()
            .map(|v| ToVerifyAnswer {
                park: park_ref(&v.park),
                score: v.score,
                could_reach: v.could_reach,
                unknown_musts: v.unknown_musts.iter().map(|i| must(&ranking.musts[*i])).collect(),
                ask: v.ask.clone(),
                hints: v.hints.clone(),
            })
            .collect(),
        to_verify_total: ranking.to_verify_total,
        near_misses: near_misses(&ranking),
        relaxations: ranking.relaxations.iter().map(|r| relaxation(r, &ranking)).collect(),
        clashes: ranking
            .clashes
            .iter()
            .map(|c| ClashAnswer {
                musts: c.musts.iter().map(|i| must(&ranking.musts[*i])).collect(),
                words: c.words.clone(),
            })
            .collect(),
        facets: [
            ("level".to_owned(), ranking.facets.level.clone()),
            ("kind".to_owned(), ranking.facets.kind.clone()),
            ("province".to_owned(), ranking.facets.province.clone()),
        ]
        .into_iter()
        .collect(),
    })
}

/// A checked profile, or why it is refused.
///
/// # Errors
/// As [`answer`].
pub fn check(live: &Live, request: &ProfileRequest, lang: Lang) -> Result<Profile, Rejection> {
    Profile::check(request.draft(), models::reader(), live.catalog()).map_err(|f| refuse(&f, lang))
}

/// The settings that are not part of a profile.
pub fn settings(lang: Lang) -> Settings {
    Settings { language: lang.pick(Language::Zh, Language::En) }
}

fn refuse(faults: &[ProfileFault], lang: Lang) -> Rejection {
    let language = lang.pick(Language::Zh, Language::En);
    let unanswerable = !faults.is_empty() && faults.iter().all(|f| f.unanswerable);
    let code = match (unanswerable, faults.iter().any(|f| f.pointer.starts_with("/weights"))) {
        (true, true) => ErrorCode::NoWeight,
        (true, false) => ErrorCode::UnknownCode,
        (false, _) => ErrorCode::InvalidInput,
    };
    let detail = match faults {
        [one] => format!("{}: {}", one.pointer, one.rule.pick(language)),
        many => lang.pick(
            format!("画像中有 {} 处不合规则，见 errors", many.len()),
            format!("{} values of the profile break their rule; see errors", many.len()),
        ),
    };
    Rejection {
        status: if unanswerable { 422 } else { 400 },
        code,
        detail,
        errors: faults
            .iter()
            .map(|f| InputError {
                pointer: f.pointer.clone(),
                found: f.found.clone(),
                rule: f.rule.pick(language).to_owned(),
                hint: Some(f.hint.pick(language).to_owned()).filter(|h| !h.is_empty()),
            })
            .collect(),
    }
}

/// What the id of a result ends with that rows of internal visibility took part in.
const INTERNAL_ENDING: &str = "_internal";

/// Whether rows of internal visibility took part in a result, by its id.
pub(crate) fn is_internal(result_id: &str) -> bool {
    result_id.ends_with(INTERNAL_ENDING)
}

/// HMAC-SHA-256 of request and generation under the store's secret: the same again, and not guessable.
fn result_id(secret: &[u8; 32], live: &Live, request: &ProfileRequest, lang: Lang) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(live.id.as_bytes());
    mac.update(&[0]);
    mac.update(lang.tag().as_bytes());
    mac.update(&[0]);
    mac.update(&serde_json::to_vec(request).unwrap_or_default());
    let mut id = mac.finalize().into_bytes().iter().take(20).fold(String::new(), |mut hex, b| {
        let _ = write!(hex, "{b:02x}");
        hex
    });
    if live.has_internal {
        id.push_str(INTERNAL_ENDING);
    }
    id
}

/// The profile as understood: what was sent, and what was made of it.
fn understood(request: &ProfileRequest, profile: &Profile) -> Json {
    let mut out = serde_json::to_value(request).unwrap_or_default();
    let reader = models::reader();
    let tree = reader.classification();
    let total: f64 = profile.industry.codes.iter().map(|(_, w)| w).sum();
    let codes: Vec<Json> = profile
        .industry
        .codes
        .iter()
        .map(|(code, weight)| {
            json!({ "code": code.to_string(), "name": tree.name(*code),
                    "share": if total > 0.0 { weight / total } else { 0.0 } })
        })
        .collect();
    let chains: Vec<&str> = profile
        .industry
        .chains
        .iter()
        .filter_map(|(c, _)| reader.chains().get(*c))
        .map(|c| c.name.as_str())
        .collect();
    if let Some(map) = out.as_object_mut() {
        map.insert(
            "industry".into(),
            json!({ "text": request.industry.text, "codes": codes, "chains": chains,
                    "unmapped": profile.industry.unmapped }),
        );
        map.insert("unmapped".into(), json!(profile.industry.unmapped));
        map.insert("preset".into(), json!(profile.preset));
        map.insert("rank_by".into(), json!(profile.rank_by.code()));
        map.insert("limit".into(), json!(profile.limit));
        map.insert(
            "incentives".into(),
            json!(profile.draft.incentives.as_deref().unwrap_or("exclude")),
        );
        let weights: serde_json::Map<String, Json> = profile
            .criteria
            .iter()
            .map(|c| (c.criterion.code().to_owned(), json!(c.weight)))
            .collect();
        map.insert("weights".into(), Json::Object(weights));
        map.insert("asked_by_preset".into(), json!(asked_by_preset(profile)));
        let musts: Vec<MustAnswer> = profile.musts.iter().map(must).collect();
        map.insert("musts".into(), json!(musts));
    }
    out
}

fn asked_by_preset(profile: &Profile) -> Vec<String> {
    profile
        .criteria
        .iter()
        .filter(|c| c.asked_by == AskedBy::Preset)
        .map(|c| c.criterion.code().to_owned())
        .collect()
}

/// A match in its serialisable form.
pub fn match_row(m: &Match) -> MatchRow {
    MatchRow {
        rank: m.rank,
        rank_without_incentives: m.rank_without_incentives,
        rank_range: vec![m.rank_range.0, m.rank_range.1],
        score: m.score,
        could_reach: m.could_reach,
        park: park_ref(&m.park),
        because: m
            .because
            .iter()
            .map(|r| ReasonAnswer {
                criterion: r.criterion.code().to_owned(),
                weight: r.weight,
                fit: r.fit,
                adds: r.adds,
                words: r.words.clone(),
                evidence: r
                    .evidence
                    .iter()
                    .map(|e| EvidenceAnswer {
                        table: e.table.to_owned(),
                        source: e.source.as_deref().map(str::to_owned),
                        as_of: e.as_of.map(|d| d.to_string()),
                        estimated: e.estimated,
                        value: e.value.clone(),
                    })
                    .collect(),
            })
            .collect(),
        unknown: m
            .unknown
            .iter()
            .map(|u| OpenAnswer {
                criterion: u.criterion.code().to_owned(),
                weight: u.weight,
                could_add: u.could_add,
                ask: u.ask.clone(),
                note: u.note.clone(),
            })
            .collect(),
        group: m.house.as_ref().map(|h| GroupAnswer {
            id: h.id.to_string(),
            parks: h.plates.iter().map(park_ref).collect(),
        }),
        hints: m.hints.clone(),
    }
}

fn park_ref(park: &park_matching::ranking::ParkRef) -> ParkRef {
    ParkRef { id: park.id.to_string(), name: park.name.to_string() }
}

/// A must in its serialisable form.
pub fn must(m: &Must) -> MustAnswer {
    MustAnswer {
        criterion: m.criterion.code().to_owned(),
        op: m.op.code().to_owned(),
        value: must_value(&m.value),
    }
}

fn must_value(value: &MustValue) -> Json {
    match value {
        MustValue::Number(n) => json!(n),
        MustValue::Flag(b) => json!(b),
        MustValue::Levels(list) => json!(list.iter().map(|l| l.code()).collect::<Vec<_>>()),
        MustValue::Kinds(list) => json!(list.iter().map(|k| k.code()).collect::<Vec<_>>()),
        MustValue::Regions(list) => json!(list),
    }
}

fn has(value: &Has) -> Json {
    match value {
        Has::Number(span) if span.is_unknown() => Json::Null,
        Has::Number(span) if span.is_exact() => json!(span.lo),
        Has::Number(span) => {
            json!({ "min": Some(span.lo).filter(|v| v.is_finite()), "max": Some(span.hi).filter(|v| v.is_finite()) })
        }
        Has::Flag(b) => json!(b),
        Has::Word(w) => json!(w),
    }
}

fn near_misses(ranking: &Ranking) -> Vec<NearMissAnswer> {
    ranking
        .near_misses
        .iter()
        .map(|n| NearMissAnswer {
            park: park_ref(&n.park),
            score: n.score,
            failed: n
                .failed
                .iter()
                .map(|f| FailedAnswer {
                    must: must(&ranking.musts[f.must]),
                    has: has(&f.has),
                    short_by: f.short_by,
                })
                .collect(),
            unknown_musts: n.unknown_musts.iter().map(|i| must(&ranking.musts[*i])).collect(),
        })
        .collect()
}

fn relaxation(r: &Relaxation, ranking: &Ranking) -> RelaxationAnswer {
    let step = |(at, to): &(usize, RelaxTo)| StepAnswer {
        must: must(&ranking.musts[*at]),
        to: match to {
            RelaxTo::Value(value) => must_value(value),
            RelaxTo::Dropped => json!("dropped"),
            RelaxTo::UnknownAllowed => json!("unknown allowed"),
        },
    };
    let mut steps: Vec<StepAnswer> = r.steps.iter().map(step).collect();
    let rest = steps.split_off(steps.len().min(1));
    let first = steps.pop();
    RelaxationAnswer {
        must: first.as_ref().map(|s| s.must.clone()),
        to: first.map_or(Json::Null, |s| s.to),
        adds_parks: r.adds_parks,
        together_with: rest,
    }
}
