//! The judge's report for people: makers first, since they come nearest to an investor.

use std::fmt::Write as _;

use park_learning::coefficients::Task;
use park_learning::evaluate::{N_RANKERS, Part, Report, TaskNotes};
use park_learning::metrics::Quality;

use super::{BASELINES, Tasks};
use crate::lang::Lang;

/// Parts with fewer firms than this are not printed; JSON has all.
const PART_FIRMS_MIN: usize = 30;

/// Names of the rankers for people, in the order of `RANKERS`.
fn ranker_names(lang: Lang) -> [&'static str; N_RANKERS] {
    lang.pick(
        [
            "模型（契合度与权重）",
            "模型（原始系数）",
            "热门：历年",
            "热门：近两年",
            "用词相近 BM25",
            "同业占比",
        ],
        [
            "model (fits and weights)",
            "model (raw coefficients)",
            "popularity, all years",
            "popularity, last two years",
            "BM25 of the words",
            "share of the same industry",
        ],
    )
}

fn task_name(task: Task, lang: Lang) -> &'static str {
    match task {
        Task::Province => lang.pick("省内（不知城市）", "within the province"),
        Task::Nation => lang.pick("全国（不知地点）", "nationwide"),
        Task::NationCity => lang.pick("全国（已知城市）", "nationwide, city known"),
    }
}

/// The text as a cell of a number of columns; a Chinese character takes two.
fn cell(text: &str, columns: usize) -> String {
    let wide = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    format!("{text}{}", " ".repeat(columns.saturating_sub(wide)))
}

fn recalls(quality: Option<&Quality>) -> String {
    quality.map_or("—".to_owned(), |q| format!("{:.3} / {:.3}", q.recall[0], q.recall[2]))
}

/// Columns of a name and of a task's figures.
const NAME_COLUMNS: usize = 30;
const TASK_COLUMNS: usize = 34;

fn tasks(out: &mut String, title: &str, tasks: &Tasks, lang: Lang) {
    let _ = write!(out, "{}", cell(title, NAME_COLUMNS));
    for task in Task::ALL {
        let _ = write!(out, "{}", cell(task_name(task, lang), TASK_COLUMNS));
    }
    out.push('\n');
    for (ranker, name) in ranker_names(lang).iter().enumerate() {
        let _ = write!(out, "  {}", cell(name, NAME_COLUMNS - 2));
        for task in Task::ALL {
            let scores = &tasks[&task].rankers[ranker];
            let mut text = recalls(scores.quality.as_ref());
            if let Some(intervals) = scores.intervals {
                let (low, high) = intervals[2];
                let _ = write!(text, " ({low:.3}–{high:.3})");
            }
            let _ = write!(out, "{}", cell(&text, TASK_COLUMNS));
        }
        out.push('\n');
    }
    let less = lang.pick("模型减热门（历年），省内前十", "model less popularity, province, at 10");
    if let Some(differences) = tasks[&Task::Province].rankers[BASELINES.start].model_less_this {
        let (mean, (low, high)) = differences[2];
        let _ = writeln!(out, "  {less}: {mean:+.3} ({low:+.3}…{high:+.3})");
    }
}

fn parts(out: &mut String, title: &str, parts: &[Part], lang: Lang) {
    let _ = writeln!(
        out,
        "{}{}{}",
        cell(title, NAME_COLUMNS),
        cell(lang.pick("模型", "model"), 20),
        lang.pick("热门：历年", "popularity, all years")
    );
    let mut few = 0;
    for part in parts {
        let n = part.model.as_ref().map_or(0, |q| q.n);
        if n < PART_FIRMS_MIN {
            few += n;
            continue;
        }
        let name = format!("{} ({n})", if part.name.is_empty() { "—" } else { &part.name });
        let _ = writeln!(
            out,
            "  {}{}{}",
            cell(&name, NAME_COLUMNS - 2),
            cell(&recalls(part.model.as_ref()), 20),
            recalls(part.popularity.as_ref())
        );
    }
    if few > 0 {
        let _ = writeln!(
            out,
            "  {}",
            lang.pick(
                format!("不足 {PART_FIRMS_MIN} 家的各项共 {few} 家，见 --json"),
                format!("{few} firms in parts of fewer than {PART_FIRMS_MIN}: see --json")
            )
        );
    }
}

fn note(out: &mut String, task: Task, note: &TaskNotes, lang: Lang) {
    let share = |value: Option<f64>| value.map_or("—".to_owned(), |v| format!("{v:.3}"));
    let calibration = note.calibration;
    let _ = write!(out, "{}: ", task_name(task, lang));
    let words = lang.pick(
        ["前十覆盖的园区", "露出基尼", "实际选择基尼", "校准误差 ECE", "斜率"],
        ["parks within some first ten", "exposure Gini", "Gini of choices", "ECE", "slope"],
    );
    let values = [
        note.coverage_at_10,
        note.exposure_gini,
        note.chosen_gini,
        calibration.map(|c| c.ece),
        calibration.and_then(|c| c.slope),
    ];
    for (word, value) in words.iter().zip(values) {
        let _ = write!(out, "{word} {}{}", share(value), lang.pick("，", ", "));
    }
    if let Some((least, most)) = note.candidates {
        let _ = write!(
            out,
            "{}",
            lang.pick(format!("候选 {least}–{most} 个，"), format!("{least}–{most} candidates, "))
        );
    }
    let n = note.raw_differs;
    let _ = writeln!(
        out,
        "{}",
        lang.pick(
            format!("两种模型排法有 {n} 家不同"),
            format!("the two orders of the model differ for {n} firms")
        )
    );
}

/// The tables.
pub fn words(report: &Report, lang: Lang) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{}",
        lang.pick(
            "recall@1 / recall@10（recall@10 的 95 % 区间）",
            "recall@1 / recall@10 (95 % interval of recall@10)"
        )
    );
    let makers = report.makers;
    let title = lang.pick(format!("制造类企业 {makers} 家"), format!("makers: {makers}"));
    tasks(&mut out, &title, &report.makers_by_task, lang);
    let n = report.firms;
    let title = lang.pick(format!("全部企业 {n} 家"), format!("all firms: {n}"));
    tasks(&mut out, &title, &report.all, lang);
    parts(&mut out, lang.pick("按省", "by province"), &report.provinces, lang);
    parts(&mut out, lang.pick("按行业大类", "by division"), &report.industries, lang);
    for (task, n) in &report.notes {
        note(&mut out, *task, n, lang);
    }
    if report.outside > 0 {
        let n = report.outside;
        let _ = writeln!(
            out,
            "{}",
            lang.pick(
                format!("{n} 家所选园区不在候选之列，均算未中"),
                format!("{n} firms chose a park that is no candidate: misses")
            )
        );
    }
    out
}
