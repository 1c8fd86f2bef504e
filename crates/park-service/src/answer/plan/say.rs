//! A plan for people.

use std::io::Write;

use super::PlanAnswer;
use crate::lang::Lang;

/// The same for people.
///
/// # Errors
/// The writer fails.
pub fn print(a: &PlanAnswer, lang: Lang, out: &mut dyn Write) -> std::io::Result<()> {
    let gap = a.gap_share * 100.0;
    let proof = if a.exact {
        lang.pick("已证明最优".to_owned(), "proven the best".to_owned())
    } else {
        lang.pick(format!("距最优至多 {gap:.2}%"), format!("at most {gap:.2}% above the best"))
    };
    writeln!(out, "{}", a.note)?;
    writeln!(
        out,
        "{}",
        lang.pick(
            format!(
                "{} 对园区的相似系数合计：现状 {:.3}，各自为谋 {:.3}，统筹 {:.3}（{proof}，下界 {:.3}）；各自为谋比统筹多 {:.3}",
                a.pairs, a.total_now, a.total_separate, a.total_planned, a.total_bound, a.separate_excess
            ),
            format!(
                "similarity of {} pairs in all: now {:.3}, by separate advice {:.3}, planned {:.3} ({proof}, bound {:.3}); separate advice is worse by {:.3}",
                a.pairs, a.total_now, a.total_separate, a.total_planned, a.total_bound, a.separate_excess
            ),
        )
    )?;
    for (crowd, zh, en) in [
        (&a.separate_crowd, "各自为谋最拥挤", "separate advice sends most to"),
        (&a.planned_crowd, "统筹后最拥挤", "the plan sends most to"),
    ] {
        if let Some(c) = crowd {
            let words = lang.pick(
                format!("{zh}：{} {} 个园区", c.name, c.parks),
                format!("{en}: {} ({} parks)", c.name, c.parks),
            );
            writeln!(out, "{words}")?;
        }
    }
    for p in &a.parks {
        let stays = lang.pick("不变", "stays").to_owned();
        let takes = match (&p.takes, &p.takes_name) {
            (Some(code), Some(name)) => format!("{code} {name}"),
            (Some(_) | None, _) => stays,
        };
        let (before, after) = (p.mean_similarity_before, p.mean_similarity_after);
        writeln!(out, "  {before:.3} → {after:.3}  {:<12} {}  {takes}", p.park, p.name)?;
    }
    for f in &a.fixes {
        let what = f.industry.clone().unwrap_or_else(|| lang.pick("不变", "stays").to_owned());
        let words = lang.pick("固定的代价", "cost of the fixed choice");
        writeln!(out, "{words} {} {what}: +{:.4}", f.park, f.cost)?;
    }
    if !a.left_out.is_empty() {
        let n = a.left_out.len();
        let words = lang.pick(
            format!("{n} 个园区没有可比的数据，未列入统筹"),
            format!("{n} parks have no data to compare and are not planned"),
        );
        writeln!(out, "{words}")?;
    }
    Ok(())
}
