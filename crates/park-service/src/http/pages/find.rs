//! Find: one line of plain words, then the profile as it was understood, to be corrected.

use std::collections::BTreeMap;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::form::{Faults, ProfileForm};
use super::places::Places;
use super::read::{self, Taken};
use super::{Sent, Shared, Spoken, publish, render, show};
use crate::answer::matches;
use crate::answer::names::percent;
use crate::answer::request::ProfileRequest;
use crate::app::Live;
use crate::http::pools::Cost;
use crate::lang::Lang;
use crate::models;
use crate::rejection::Rejection;

/// Lines to begin with.
const EXAMPLES: [(&str, &str); 4] = [
    (
        "磷酸铁锂正极材料项目，江浙皖，用地80—120亩，用电负荷4万千瓦，总投资5亿元",
        "lithium iron phosphate cathode, Jiangsu, Zhejiang, Anhui, 80-120 mu, 40 MW, 500 million CNY",
    ),
    (
        "集成电路封装测试，距上海200公里以内，国家级",
        "integrated circuit packaging, within 200 km of Shanghai",
    ),
    (
        "预制菜和调味品，山东、河南，用地60亩，总投资1.5亿元",
        "ready meals, Shandong and Henan, 60 mu",
    ),
    (
        "精细化工中间体，必须进化工园区，蒸汽20吨/小时，产生危废",
        "fine chemicals, chemical park, steam 20 t/h, hazardous waste",
    ),
];

/// An industry code with its share.
pub(super) struct CodeView {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) share: String,
}

/// A profile as understood.
pub(super) struct Understood {
    pub(super) taken: Vec<Taken>,
    pub(super) codes: Vec<CodeView>,
    pub(super) unmapped: Vec<String>,
    pub(super) faults: Faults,
    pub(super) form: ProfileForm,
}

#[derive(Template)]
#[template(path = "find.html")]
struct FindPage {
    l: Lang,
    title: String,
    here: String,
    line: String,
    examples: Vec<&'static str>,
    parks: String,
    as_of: String,
    read: Option<Understood>,
}

fn page_of(live: &Live, lang: Lang, line: String, read: Option<Understood>) -> FindPage {
    FindPage {
        l: lang,
        title: lang.pick("找园区", "Find a park").to_owned(),
        here: "/".to_owned(),
        line,
        examples: EXAMPLES.iter().map(|(zh, en)| lang.pick(*zh, *en)).collect(),
        parks: crate::answer::names::figure(
            u32::try_from(live.dataset().parks.len()).map_or(0.0, f64::from),
        ),
        as_of: live.as_of.to_string(),
        read,
    }
}

/// The empty page.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
) -> Result<Response<Body>, Rejection> {
    let live = shared.live()?;
    let html = shared
        .pools
        .run(Cost::Quick, move || render(&page_of(&live, spoken.lang, String::new(), None)))
        .await?;
    Ok(publish(spoken, html))
}

/// A line, and what was understood.
pub(super) async fn understand(
    State(shared): State<Shared>,
    spoken: Spoken,
    Sent(form): Sent,
) -> Result<Response<Body>, Rejection> {
    let live = shared.live()?;
    let html = shared
        .pools
        .run(Cost::Quick, move || {
            let line = form.get("example").or_else(|| form.get("line")).unwrap_or("").to_owned();
            let places = Places::of(live.dataset());
            let read = read::read(&line, &places, spoken.lang);
            let mut faults = Vec::new();
            if read.request.industry.text.is_none() {
                faults.push(spoken.lang.pick(
                    "没有读到产业：请写明做什么、生产什么，例如“光伏组件”",
                    "no industry was found: say what the project makes, for example “solar modules”",
                ).to_owned());
            }
            let shown = understood(&live, &read.request, read.taken, faults, &places, spoken.lang);
            render(&page_of(&live, spoken.lang, line, Some(shown)))
        })
        .await?;
    Ok(show(spoken, html))
}

/// The page with a profile that needs another look.
pub(super) fn again(
    live: &Live,
    request: &ProfileRequest,
    faults: Faults,
    lang: Lang,
) -> Result<String, Rejection> {
    let places = Places::of(live.dataset());
    let shown = understood(live, request, Vec::new(), faults, &places, lang);
    render(&page_of(live, lang, String::new(), Some(shown)))
}

/// A profile with its codes, its weights and what is wrong with it.
pub(super) fn understood(
    live: &Live,
    request: &ProfileRequest,
    taken: Vec<Taken>,
    mut faults: Faults,
    places: &Places,
    lang: Lang,
) -> Understood {
    let mut weights = BTreeMap::new();
    let (mut codes, mut unmapped) = (Vec::new(), Vec::new());
    match matches::check(live, request, lang) {
        Ok(profile) => {
            for c in &profile.criteria {
                weights.insert(c.criterion.code().to_owned(), c.weight);
            }
            unmapped.clone_from(&profile.industry.unmapped);
            let tree = models::reader().classification();
            let total: f64 = profile.industry.codes.iter().map(|(_, w)| w).sum();
            codes.extend(profile.industry.codes.iter().map(|(code, weight)| CodeView {
                code: code.to_string(),
                name: tree.name(*code).unwrap_or_default().to_owned(),
                share: percent(if total > 0.0 { weight / total } else { 0.0 }),
            }));
        }
        // Without an industry the refusal repeats what was said already.
        Err(refused) if faults.is_empty() => faults.extend(sentences(&refused)),
        Err(_) => {}
    }
    let form = ProfileForm::of(live, request, &weights, places, lang);
    Understood { taken, codes, unmapped, faults, form }
}

/// A refusal as sentences for a person.
pub(super) fn sentences(refused: &Rejection) -> Vec<String> {
    if refused.errors.is_empty() {
        return vec![refused.detail.clone()];
    }
    refused
        .errors
        .iter()
        .map(|e| {
            let hint = e.hint.as_ref().map_or_else(String::new, |h| format!(" — {h}"));
            let found =
                if e.found.is_empty() { String::new() } else { format!(" “{}”", e.found) };
            format!("{}{found}: {}{hint}", e.pointer.trim_start_matches('/'), e.rule)
        })
        .collect()
}
