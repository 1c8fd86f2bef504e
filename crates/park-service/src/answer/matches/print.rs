//! A ranking for people.

use std::io::{Result, Write};

use super::types::{MatchAnswer, MatchRow};
use crate::answer::names::Names;
use crate::app::Live;
use crate::lang::Lang;

/// Questions shown for a park that is to be verified; `--json` has them all.
const ASKS_SHOWN: usize = 3;

/// Prints a ranking.
///
/// # Errors
/// The writer fails.
pub fn print(answer: &MatchAnswer, live: &Live, lang: Lang, out: &mut dyn Write) -> Result<()> {
    let names = Names::of(live, lang);
    let colon = lang.pick("：", ": ");
    writeln!(
        out,
        "{}",
        lang.pick(
            format!(
                "{} 个园区全部评分，{} 个符合全部硬约束（数据截至 {}）",
                answer.considered, answer.eligible, answer.as_of
            ),
            format!(
                "{} parks scored, {} meet every must (data as of {})",
                answer.considered, answer.eligible, answer.as_of
            ),
        )
    )?;
    if let Some(words) = answer.profile["unmapped"].as_array().filter(|u| !u.is_empty()) {
        let words: Vec<&str> = words.iter().filter_map(|w| w.as_str()).collect();
        writeln!(out, "{}: {}", lang.pick("未识别的词", "not understood"), words.join("、"))?;
    }
    for row in &answer.matches {
        print_row(row, lang, out)?;
    }
    if let Some(why) = &answer.why_first {
        writeln!(out, "\n{why}")?;
    }
    for clash in &answer.clashes {
        writeln!(out, "\n{}", clash.words)?;
    }
    if !answer.near_misses.is_empty() {
        writeln!(out, "\n{}", lang.pick("差一点的园区", "near misses"))?;
        for miss in answer.near_misses.iter().take(5) {
            let failed: Vec<String> =
                miss.failed.iter().map(|f| names.failed(&f.must, &f.has)).collect();
            let failed = failed.join(lang.pick("；", "; "));
            writeln!(out, "  {:<12} {}{colon}{failed}", miss.park.id, miss.park.name)?;
        }
    }
    let relaxations: Vec<String> =
        answer.relaxations.iter().take(5).filter_map(|r| names.relaxation(r)).collect();
    if !relaxations.is_empty() {
        writeln!(out, "\n{}", lang.pick("放宽后会多出", "what relaxing would add"))?;
    }
    for words in relaxations {
        writeln!(out, "  {words}")?;
    }
    if answer.to_verify_total > 0 {
        writeln!(
            out,
            "\n{}",
            lang.pick(
                format!("{} 个园区需要核实后才能判断，前几个：", answer.to_verify_total),
                format!(
                    "{} parks cannot be judged before an answer; the first:",
                    answer.to_verify_total
                ),
            )
        )?;
        for v in answer.to_verify.iter().take(5) {
            let reach = lang.pick(
                format!("（可达 {:.3}）", v.could_reach),
                format!(" (could reach {:.3})", v.could_reach),
            );
            writeln!(out, "  {:<12} {}{reach}", v.park.id, v.park.name)?;
            for ask in v.ask.iter().take(ASKS_SHOWN) {
                writeln!(out, "    ? {ask}")?;
            }
            if let more @ 1.. = v.ask.len().saturating_sub(ASKS_SHOWN) {
                writeln!(
                    out,
                    "    {}",
                    lang.pick(format!("另有 {more} 问"), format!("{more} more questions"))
                )?;
            }
        }
    }
    Ok(())
}

/// Prints one match with its reasons.
///
/// # Errors
/// The writer fails.
pub(crate) fn print_row(row: &MatchRow, lang: Lang, out: &mut dyn Write) -> Result<()> {
    let range = match row.rank_range[..] {
        [first, last] => format!("{first}–{last}"),
        _ => String::new(),
    };
    writeln!(
        out,
        "\n{:>3}. {}  {}\n     {} {:.4}  {} {:.4}  {} {range}",
        row.rank,
        row.park.name,
        row.park.id,
        lang.pick("得分", "score"),
        row.score,
        lang.pick("可达", "could reach"),
        row.could_reach,
        lang.pick("权重变动时的名次", "rank when weights vary"),
    )?;
    if let Some(rank) = row.rank_without_incentives {
        let words = lang
            .pick(format!("不计政策优惠时第 {rank} 名"), format!("rank {rank} without incentives"));
        writeln!(out, "     {words}")?;
    }
    for reason in &row.because {
        writeln!(out, "     +{:.4}  {}", reason.adds, reason.words)?;
    }
    for open in &row.unknown {
        writeln!(out, "     ?{:.4}  {}", open.could_add, open.ask)?;
    }
    for hint in &row.hints {
        writeln!(out, "     {}: {hint}", lang.pick("提示", "hint"))?;
    }
    if let Some(group) = &row.group {
        let plates: Vec<&str> = group.parks.iter().map(|p| p.name.as_str()).collect();
        writeln!(out, "     {}: {}", lang.pick("一区多园", "one house"), plates.join("、"))?;
    }
    Ok(())
}
