//! Directions for a park: near its base, worthwhile, not crowded: `parkwise directions`, `GET /v1/parks/{id}/directions`.

use std::io::Write;

use park_homogeneity::{Direction, Link, Need, Stand, advise};
use park_industry::Code;
use serde::Serialize;
use utoipa::ToSchema;

use super::search::ParkRef;
use crate::app::Live;
use crate::lang::Lang;
use crate::models;
use crate::rejection::Rejection;

mod words;

/// Directions of an answer.
pub const SHOWN_MAX: usize = 50;
/// Directions when nothing is asked.
pub const SHOWN_USUAL: usize = 10;
/// Peers named as evidence.
const NAMED: usize = 5;

/// One part of a score, with what it rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PartAnswer {
    /// near, worthwhile, gap or crowded.
    pub part: &'static str,
    /// Its weight, from `models/directions`.
    pub weight: f64,
    /// The fact, 0 to 1; null when unknown, it then adds nothing.
    pub fact: Option<f64>,
    /// What it adds; the score is the sum.
    pub adds: f64,
    /// What the fact says.
    pub words: String,
    /// Where it comes from.
    pub source: String,
}

/// A node of a chain that the direction would close.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LinkAnswer {
    /// The chain.
    pub chain: String,
    /// The node.
    pub node: String,
    /// upstream, midstream or downstream.
    pub stage: &'static str,
    /// Code of GB/T 4754-2017.
    pub code: String,
    /// Nodes that it trades with and that the park has.
    pub present: Vec<String>,
    /// Nodes that it trades with in all.
    pub neighbours: usize,
}

/// What would change if the direction were taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CounterfactualAnswer {
    /// On what structures are compared: firms, or named where firms are not known.
    pub basis: &'static str,
    /// The part of the park's structure that becomes the industry.
    pub moved_share: f64,
    /// Change of its mean UNIDO similarity to its peers; negative sets it apart.
    pub mean_similarity_change: f64,
    /// Peers compared.
    pub peers: usize,
}

/// One direction.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DirectionAnswer {
    /// Division of GB/T 4754-2017.
    pub industry: String,
    /// Its name.
    pub name: String,
    /// Sum of the adds.
    pub score: f64,
    /// Its parts.
    pub because: Vec<PartAnswer>,
    /// Nodes of chains within the division, the best joined first.
    pub nodes: Vec<LinkAnswer>,
    /// Firms that the park has in it already, below the usual share; null where firms are not known.
    pub firms: Option<f64>,
    /// Null where the park or its peers have too few firms.
    pub counterfactual: Option<CounterfactualAnswer>,
    /// What must be found out before it is feasible.
    pub ask: Vec<String>,
}

/// A division that a filter keeps out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosedAnswer {
    /// Division of GB/T 4754-2017.
    pub industry: String,
    /// Its name.
    pub name: String,
    /// closed, `chemical_park` or energy.
    pub needs: &'static str,
    /// Why.
    pub words: String,
}

/// The directions of a park.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DirectionsAnswer {
    /// The open generation; peers and what they have are as of it.
    pub generation: String,
    /// The date of the generation's data.
    pub as_of: String,
    /// How and from what the frozen tables (proximity, complexity) were made.
    pub tables: String,
    /// The park.
    pub park: ParkRef,
    /// What these directions are, and what they are not.
    pub note: String,
    /// Firms counted in the park.
    pub firms: f64,
    /// Last year of the counts.
    pub counted_to: Option<u16>,
    /// Divisions that it names or has more of than usual.
    pub has: Vec<String>,
    /// Parks within this distance are its peers, km.
    pub peers_within_km: f64,
    /// Peers with data; null where the park has no position.
    pub peers: Option<usize>,
    /// Best first.
    pub directions: Vec<DirectionAnswer>,
    /// Directions in all, shown or not.
    pub total: usize,
    /// Directions for which something must be found out first, best first.
    pub to_verify: Vec<DirectionAnswer>,
    /// Divisions that a filter keeps out.
    pub closed: Vec<ClosedAnswer>,
    /// What is not known of the park, and what that leaves out.
    pub missing: Vec<String>,
}

/// Answers for any id of a park.
///
/// # Errors
/// 404 when no park has the id, 400 for a limit out of its bounds.
pub fn answer(
    live: &Live,
    id: &str,
    limit: usize,
    lang: Lang,
) -> Result<DirectionsAnswer, Rejection> {
    let park = live.find(id).ok_or_else(|| Rejection::no_park(id, lang))?;
    if !(1..=SHOWN_MAX).contains(&limit) {
        let rule =
            lang.pick(format!("应为 1 到 {SHOWN_MAX}"), format!("expected 1 to {SHOWN_MAX}"));
        return Err(Rejection::invalid("limit", limit.to_string(), rule, None));
    }
    let tables = models::directions();
    let ground = live.ground();
    let bare = Stand::default();
    let stand = ground.stand(park.id.as_str()).unwrap_or(&bare);
    let advice = advise(ground, stand, tables, models::reader());
    let form = |d: &Direction| direction(d, advice.peers, lang);
    let (open, verify): (Vec<&Direction>, Vec<&Direction>) =
        advice.directions.iter().partition(|d| d.asks.is_empty());
    Ok(DirectionsAnswer {
        generation: live.id.clone(),
        as_of: live.as_of.to_string(),
        tables: tables.made.clone(),
        park: ParkRef { id: park.id.to_string(), name: park.name.to_string() },
        note: words::note(lang),
        firms: stand.n_firms,
        counted_to: stand.counted_to,
        has: stand.strong(tables).map(|c| c.as_str().to_owned()).collect(),
        peers_within_km: tables.peers_km,
        peers: advice.peers,
        total: open.len(),
        directions: open.into_iter().take(limit).map(form).collect(),
        to_verify: verify.into_iter().take(limit).map(form).collect(),
        closed: advice.closed.iter().map(|(code, need)| closed(*code, *need, lang)).collect(),
        missing: words::missing(stand, advice.peers, lang),
    })
}

/// Name of a code.
pub(super) fn name(code: Code) -> String {
    models::reader().classification().name(code).unwrap_or_default().to_owned()
}

fn closed(code: Code, need: Need, lang: Lang) -> ClosedAnswer {
    ClosedAnswer {
        industry: code.as_str().to_owned(),
        name: name(code),
        needs: need.code(),
        words: words::closed(need, lang),
    }
}

fn direction(d: &Direction, peers: Option<usize>, lang: Lang) -> DirectionAnswer {
    let tables = models::directions();
    let (facts, parts, weights) = (d.facts, d.parts, tables.weights);
    let part = |part, weight, fact: Option<f64>, adds, words: String, source: String| PartAnswer {
        part,
        weight,
        fact,
        adds,
        words: if fact.is_some() { words } else { lang.pick("未知", "unknown").to_owned() },
        source,
    };
    let frozen = |file: &str| format!("models/directions/{file}");
    let because = vec![
        part(
            "near",
            weights.near,
            facts.near,
            parts.near,
            words::near(d, lang),
            frozen("proximity.csv"),
        ),
        part(
            "worthwhile",
            weights.worthwhile,
            facts.worthwhile,
            parts.worthwhile,
            words::complexity(facts.worthwhile.unwrap_or_default(), lang),
            frozen("complexity.csv"),
        ),
        part(
            "gap",
            weights.gap,
            facts.gap,
            parts.gap,
            words::gap(d.links.first(), lang),
            "models/chains".to_owned(),
        ),
        part(
            "crowded",
            weights.crowded,
            facts.crowded,
            parts.crowded,
            words::crowd(&d.crowd, peers.unwrap_or(0), NAMED, lang),
            "structure, parks".to_owned(),
        ),
    ];
    DirectionAnswer {
        industry: d.division.as_str().to_owned(),
        name: name(d.division),
        score: d.score(),
        because,
        nodes: d.links.iter().map(link).collect(),
        firms: d.firms,
        counterfactual: d.change.map(|c| CounterfactualAnswer {
            basis: c.basis.code(),
            moved_share: c.moved_share,
            mean_similarity_change: c.mean_similarity,
            peers: c.peers,
        }),
        ask: d.asks.iter().map(|n| words::ask(*n, lang)).collect(),
    }
}

fn link(l: &Link) -> LinkAnswer {
    LinkAnswer {
        chain: l.chain.clone(),
        node: l.node.clone(),
        stage: l.stage.code(),
        code: l.code.as_str().to_owned(),
        present: l.present.clone(),
        neighbours: l.n_neighbours,
    }
}

/// The same for people.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &DirectionsAnswer, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}  {}", answer.park.id, answer.park.name)?;
    writeln!(out, "{}", answer.note)?;
    for missing in &answer.missing {
        writeln!(out, "  ! {missing}")?;
    }
    for direction in &answer.directions {
        one(direction, lang, out)?;
    }
    if !answer.to_verify.is_empty() {
        writeln!(out, "{}", lang.pick("待核实：", "to be verified:"))?;
    }
    for direction in &answer.to_verify {
        one(direction, lang, out)?;
        writeln!(out, "    ? {}", direction.ask.join(lang.pick("；", "; ")))?;
    }
    for closed in &answer.closed {
        writeln!(
            out,
            "  × {} {}{}{}",
            closed.industry,
            closed.name,
            lang.pick("：", ": "),
            closed.words
        )?;
    }
    Ok(())
}

fn one(direction: &DirectionAnswer, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{:.3}  {} {}", direction.score, direction.industry, direction.name)?;
    for part in &direction.because {
        writeln!(out, "    {:+.3}  {}", part.adds, part.words)?;
    }
    if let Some(c) = &direction.counterfactual {
        writeln!(out, "    {}", words::counterfactual(c, lang))?;
    }
    Ok(())
}

/// The counterfactual in words, for the page too.
pub(crate) fn counterfactual_words(c: &CounterfactualAnswer, lang: Lang) -> String {
    words::counterfactual(c, lang)
}
