//! Two reports beside each other: what moved.

use super::*;

/// Similarities nearer than this are the same.
const SAME: f64 = 1e-12;

/// Everything before and after.
pub(super) fn moved(
    live: &Live,
    ground: &Ground,
    before: &Report,
    after: &Report,
    edits: &[ParkEdit],
    lang: Lang,
) -> WhatIfAnswer {
    let axes = before.axes.iter().zip(&after.axes);
    let mut pairs: Vec<PairMoved> =
        axes.clone().flat_map(|(b, a)| pairs_moved(live, b, a)).collect();
    let changed = |p: &PairMoved| p.verdict[0] != p.verdict[1];
    let far = |p: &PairMoved| match (p.similarity.before, p.similarity.after) {
        (Some(b), Some(a)) => (a - b).abs(),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => 0.0,
    };
    // Stable: equal ones stay in the order of axis and report.
    pairs.sort_by(|p, q| changed(q).cmp(&changed(p)).then(far(q).total_cmp(&far(p))));
    let pairs_total = pairs.len();
    pairs.truncate(PAIRS_SHOWN);
    WhatIfAnswer {
        generation: live.id.clone(),
        saved: false,
        peer_set: form(live, before, lang).peer_set,
        axes: axes.map(|(b, a)| (b.axis.code().to_owned(), axis(b, a))).collect(),
        parks: edits.iter().map(|e| park(live, ground, before, after, e)).collect(),
        pairs,
        pairs_total,
    }
}

fn axis(before: &AxisReport, after: &AxisReport) -> AxisMoved {
    let intensity = |r: &AxisReport| r.intensity.as_ref().map(|i| i.share);
    AxisMoved {
        mean_similarity: Moved { before: before.mean_similarity, after: after.mean_similarity },
        parks_with_data: CountMoved {
            before: before.parks_with_data,
            after: after.parks_with_data,
        },
        verdicts: Verdict::ALL
            .iter()
            .enumerate()
            .map(|(i, v)| {
                let count = CountMoved { before: before.verdicts[i], after: after.verdicts[i] };
                (v.code().to_owned(), count)
            })
            .collect(),
        groups: CountMoved { before: before.groups.len(), after: after.groups.len() },
        intensity_only_share: (before.axis == park_homogeneity::Axis::Policy)
            .then(|| Moved { before: intensity(before), after: intensity(after) }),
    }
}

fn park(
    live: &Live,
    ground: &Ground,
    before: &Report,
    after: &Report,
    edit: &ParkEdit,
) -> ParkMoved {
    let id = &edit.park;
    let of = |r: &AxisReport| r.nearest.iter().find(|n| n.park == *id).cloned();
    let axes = before
        .axes
        .iter()
        .zip(&after.axes)
        .map(|(b, a)| {
            let (b_own, a_own) = (of(b), of(a));
            let mean = |n: &Option<park_homogeneity::Nearest>| n.as_ref()?.mean_similarity;
            let nearest = |n: &Option<park_homogeneity::Nearest>| {
                n.as_ref()?.neighbours.first().map(|n| n.park.to_string())
            };
            let one = ParkOnAxis {
                mean_similarity: Moved { before: mean(&b_own), after: mean(&a_own) },
                nearest: [nearest(&b_own), nearest(&a_own)],
            };
            (b.axis.code().to_owned(), one)
        })
        .collect();
    let gap = |r: &Report| r.gaps.iter().find(|g| g.park == *id).map(|g| g.quotient);
    ParkMoved {
        park: id.to_string(),
        name: live.find(id.as_str()).map(|p| p.name.to_string()).unwrap_or_default(),
        axes,
        indices: index_moves(live.ground(), ground, id.as_str()),
        named_quotient: Moved { before: gap(before), after: gap(after) },
    }
}

fn index_moves(before: &Ground, after: &Ground, id: &str) -> BTreeMap<String, Moved> {
    let of = |ground: &Ground| -> Option<Indices> {
        Some(indices(ground, ground.stand(id)?, models::directions(), models::reader()))
    };
    let (before, after) = (of(before), of(after));
    let mut out = BTreeMap::new();
    let (Some(before), Some(after)) = (before, after) else { return out };
    out.insert("firms".to_owned(), Moved { before: Some(before.firms), after: Some(after.firms) });
    for ((name, b), (_, a)) in before.values.iter().zip(&after.values) {
        out.insert((*name).to_owned(), Moved { before: b.ok(), after: a.ok() });
    }
    out
}

type Key<'p> = (&'p str, &'p str);

fn pairs_moved(live: &Live, before: &AxisReport, after: &AxisReport) -> Vec<PairMoved> {
    let key = |p: &'_ Pair| (p.a.to_string(), p.b.to_string());
    let old: BTreeMap<(String, String), &Pair> = before.pairs.iter().map(|p| (key(p), p)).collect();
    let new: BTreeMap<(String, String), &Pair> = after.pairs.iter().map(|p| (key(p), p)).collect();
    // A pair that one list has and the other has not may only have been cut off there.
    let whole = before.pairs.len() == before.pairs_total && after.pairs.len() == after.pairs_total;
    let mut keys: Vec<&(String, String)> = old.keys().chain(new.keys()).collect();
    keys.sort();
    keys.dedup();
    let mut out = Vec::new();
    for k in keys {
        let (b, a) = (old.get(k).copied(), new.get(k).copied());
        if (b.is_none() || a.is_none()) && !whole {
            continue;
        }
        let same = match (b, a) {
            (Some(b), Some(a)) => {
                (b.similarity - a.similarity).abs() < SAME && b.verdict == a.verdict
            }
            (Some(_), None) | (None, Some(_)) => false,
            (None, None) => true,
        };
        if !same {
            out.push(pair(live, before, (&k.0, &k.1), b, a));
        }
    }
    out
}

fn pair(
    live: &Live,
    axis: &AxisReport,
    key: Key<'_>,
    b: Option<&Pair>,
    a: Option<&Pair>,
) -> PairMoved {
    let name = |id: &str| live.find(id).map(|p| p.name.to_string()).unwrap_or_default();
    PairMoved {
        axis: axis.axis.code().to_owned(),
        a: key.0.to_owned(),
        b: key.1.to_owned(),
        a_name: name(key.0),
        b_name: name(key.1),
        similarity: Moved { before: b.map(|p| p.similarity), after: a.map(|p| p.similarity) },
        q: Moved { before: b.and_then(|p| p.q), after: a.and_then(|p| p.q) },
        verdict: [b, a].map(|p| p.map(|p| p.verdict.code().to_owned())),
    }
}

/// The same for people.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &WhatIfAnswer, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    let n = answer.peer_set.parks;
    let head = lang.pick(
        format!("假设推演（比较 {n} 个园区），没有保存任何改动"),
        format!("what if ({n} parks compared); nothing is saved"),
    );
    writeln!(out, "{head}")?;
    let show = |m: &Moved| {
        let one = |v: Option<f64>| v.map_or_else(|| "—".to_owned(), |v| format!("{v:.4}"));
        format!("{} → {}", one(m.before), one(m.after))
    };
    let axis_name = |code: &str| {
        park_homogeneity::Axis::parse(code)
            .map_or_else(|| code.to_owned(), |a| lang.pick(a.zh(), a.en()).to_owned())
    };
    let verdict = |code: &Option<String>| match code {
        None => "—".to_owned(),
        Some(code) => Verdict::ALL
            .iter()
            .find(|v| v.code() == code)
            .map_or_else(|| code.clone(), |v| lang.pick(v.zh(), v.en()).to_owned()),
    };
    for (code, axis) in &answer.axes {
        let twins = axis.verdicts.get(Verdict::Twin.code());
        let (b, a) = twins.map_or((0, 0), |t| (t.before, t.after));
        let (mean, twin) = lang.pick(("平均相似度", "同质园区对数"), ("mean similarity", "twins"));
        writeln!(
            out,
            "{}: {mean} {}, {twin} {b} → {a}",
            axis_name(code),
            show(&axis.mean_similarity)
        )?;
    }
    for park in &answer.parks {
        writeln!(out, "{}  {}", park.park, park.name)?;
        for (code, axis) in &park.axes {
            writeln!(out, "    {}: {}", axis_name(code), show(&axis.mean_similarity))?;
        }
        for (name, moved) in &park.indices {
            writeln!(out, "    {name}: {}", show(moved))?;
        }
    }
    for p in answer.pairs.iter().take(20) {
        writeln!(
            out,
            "  {}  {} ~ {}  {}  {} → {}",
            axis_name(&p.axis),
            p.a_name,
            p.b_name,
            show(&p.similarity),
            verdict(&p.verdict[0]),
            verdict(&p.verdict[1])
        )?;
    }
    Ok(())
}
