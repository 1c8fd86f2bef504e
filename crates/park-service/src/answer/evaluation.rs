//! The judge's report as JSON, in the contract's form, and as tables of words.

use std::collections::BTreeMap;

use park_learning::coefficients::Task;
use park_learning::evaluate::{N_RANKERS, Part, RANKERS, Report, Scores, TaskNotes, TaskReport};
use park_learning::metrics::Quality;
use serde_json::{Map, Value, json};

use crate::lang::Lang;

pub use table::words;

mod table;

/// The rankers that are baselines.
const BASELINES: std::ops::Range<usize> = 2..N_RANKERS;
/// Names of the measures, in the order of the intervals.
const MEASURES: [&str; 6] = ["recall@1", "recall@5", "recall@10", "recall@50", "mrr", "ndcg@10"];

fn measures(quality: &Quality) -> [f64; 6] {
    let [r1, r5, r10, r50] = quality.recall;
    [r1, r5, r10, r50, quality.mrr, quality.ndcg_at_10]
}

/// The means; of no firms only their number is told.
fn quality(quality: Option<&Quality>) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("n".to_owned(), json!(quality.map_or(0, |q| q.n)));
    for (name, value) in MEASURES.iter().zip(quality.map(measures).into_iter().flatten()) {
        out.insert((*name).to_owned(), json!(value));
    }
    out
}

fn scores(scores: &Scores) -> Value {
    let mut out = quality(scores.quality.as_ref());
    if let Some(intervals) = scores.intervals {
        let of_measures = MEASURES.iter().zip(intervals);
        let intervals: Map<String, Value> = of_measures
            .map(|(name, (low, high))| ((*name).to_owned(), json!([low, high])))
            .collect();
        out.insert("interval".to_owned(), Value::Object(intervals));
    }
    Value::Object(out)
}

fn model_less(scores: &Scores) -> Value {
    let all = scores.model_less_this.into_iter().flatten();
    let told = MEASURES.iter().zip(all).map(|(name, (mean, (low, high)))| {
        ((*name).to_owned(), json!({ "difference": mean, "interval": [low, high] }))
    });
    Value::Object(told.collect())
}

type Tasks = BTreeMap<Task, TaskReport>;

fn by_task(tasks: &Tasks, ranker: usize, tell: fn(&Scores) -> Value) -> Value {
    let tasks =
        tasks.iter().map(|(t, report)| (t.name().to_owned(), tell(&report.rankers[ranker])));
    Value::Object(tasks.collect())
}

fn baselines(tasks: &Tasks, tell: fn(&Scores) -> Value) -> Value {
    let all = BASELINES.map(|ranker| (RANKERS[ranker].to_owned(), by_task(tasks, ranker, tell)));
    Value::Object(all.collect())
}

fn parts(parts: &[Part], key: &str) -> Value {
    let row = |part: &Part| {
        let mut row = Map::new();
        row.insert(key.to_owned(), json!(part.name));
        row.insert("model".to_owned(), Value::Object(quality(part.model.as_ref())));
        row.insert("popularity".to_owned(), Value::Object(quality(part.popularity.as_ref())));
        Value::Object(row)
    };
    parts.iter().map(row).collect()
}

fn note(note: &TaskNotes) -> Value {
    let calibration = note.calibration.map(|c| {
        json!({ "ece": c.ece, "brier": c.brier, "slope": c.slope,
                "of": "the raw coefficients' probability of the first park, 10 bins" })
    });
    json!({
        "coverage@10": note.coverage_at_10,
        "exposure_gini@10": note.exposure_gini,
        "chosen_gini": note.chosen_gini,
        "candidates": note.candidates.map(|(least, most)| [least, most]),
        "calibration": calibration,
        "raw_coefficients_rank_otherwise": note.raw_differs,
    })
}

/// How the measures are meant.
fn conventions(lang: Lang) -> Value {
    json!({
        "rank": lang.pick("得分更高的候选数加 1；同分者取中间名次", "candidates with a higher score, plus 1; equal scores share the middle rank"),
        "ndcg@10": lang.pick("只有一个正确答案：名次 10 以内为 1/log2(1+名次)", "one right answer: 1/log2(1 + rank) up to rank 10"),
        "interval": lang.pick("95 %，按企业自助抽样 1000 次，种子固定，各排法用同样的抽样；差值按企业配对", "95 %, percentile bootstrap of firms, 1000 seeded draws, the same for every ranker; differences are paired by firm"),
        "miss": lang.pick("所选园区不在候选之列，各指标都算未中", "a choice outside the candidates is a miss in every measure"),
        "candidates": lang.pick("历史中已有企业的园区；给了 --parks 时限于其中", "parks with a firm in the history, of --parks when given"),
        "makers": lang.pick("经营范围首句写明制造、名称不含销售或服务字样的企业", "firms whose leading clause says that something is made and whose name does not say that they sell or serve"),
    })
}

/// The report, with what was skipped by reason and the settings.
pub fn answer(
    report: &Report,
    skipped: &BTreeMap<String, usize>,
    settings: Value,
    lang: Lang,
) -> Value {
    let notes: Map<String, Value> =
        report.notes.iter().map(|(task, n)| (task.name().to_owned(), note(n))).collect();
    let mut out = json!({
        "firms": report.firms,
        "makers_firms": report.makers,
        "outside_candidates": report.outside,
        "skipped": skipped,
        "model": by_task(&report.all, 0, scores),
        "makers": by_task(&report.makers_by_task, 0, scores),
        "baselines": baselines(&report.all, scores),
        "makers_baselines": baselines(&report.makers_by_task, scores),
        "model_less_baselines": baselines(&report.all, model_less),
        "makers_model_less_baselines": baselines(&report.makers_by_task, model_less),
        "raw_coefficients": { "model": by_task(&report.all, 1, scores), "makers": by_task(&report.makers_by_task, 1, scores) },
        "notes": notes,
        "by_province": parts(&report.provinces, "province"),
        "by_industry": parts(&report.industries, "division"),
        "conventions": conventions(lang),
    });
    out["settings"] = settings;
    out
}
