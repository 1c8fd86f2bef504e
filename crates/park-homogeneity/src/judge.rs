//! From scores to verdicts: many tests are looked at together.

use crate::axis::{Axis, Verdict};
use crate::fdr::{self, ByChance, Rates, Steps};
use crate::scan::Scored;
use crate::settings::Settings;

/// Scores of one axis with what Benjamini-Hochberg makes of them, in the order given.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) q: Vec<Option<f64>>,
    pub(crate) verdicts: Vec<Verdict>,
    /// Pairs whose p took part.
    pub(crate) tested: usize,
}

/// Pairs of one house are no hypotheses; they are shown and not counted. `steps` are those of the scans, none where a p
/// may have any value.
pub(crate) fn judge(
    axis: Axis,
    scored: &[Scored],
    steps: &[&Steps],
    settings: &Settings,
) -> Judged {
    let taking_part: Vec<usize> =
        (0..scored.len()).filter(|i| scored[*i].p.is_some() && !scored[*i].same_house).collect();
    let p: Vec<f64> = taking_part.iter().filter_map(|i| scored[*i].p).collect();
    let by_chance = if steps.is_empty() {
        ByChance::continuous(p.len())
    } else {
        ByChance::stepped(p.len(), steps)
    };
    let rates = Rates { q_max: settings.q_max, family_max: settings.q_family_max };
    let values = fdr::q_values(&p, &by_chance, rates);
    let reach = fdr::reachable_p(&values, &by_chance, rates);
    let p_plain: Vec<f64> = taking_part.iter().map(|i| scored[*i].p_plain.unwrap_or(1.0)).collect();
    let plain = fdr::q_values(&p_plain, &ByChance::continuous(p.len()), rates);
    let (mut q, mut q_plain) = (vec![None; scored.len()], vec![None; scored.len()]);
    for (i, (value, plain)) in taking_part.iter().zip(values.into_iter().zip(plain)) {
        q[*i] = Some(value);
        q_plain[*i] = Some(plain);
    }
    let verdicts = scored
        .iter()
        .zip(q.iter().zip(&q_plain))
        .map(|(s, (q, plain))| verdict(axis, s, *q, *plain, reach, settings))
        .collect();
    Judged { q, verdicts, tested: p.len() }
}

/// Alike without being twins: on lists, a definition (half of the items, say); on texts and structures, where no such
/// line is known, by the test that leaves out what is common to the peer set.
fn alike(axis: Axis, pair: &Scored, q_plain: Option<f64>, settings: &Settings) -> bool {
    match settings.alike_of(axis) {
        Some(line) => pair.similarity >= line,
        None => q_plain.is_some_and(|q| q <= settings.q_max),
    }
}

fn verdict(
    axis: Axis,
    pair: &Scored,
    q: Option<f64>,
    q_plain: Option<f64>,
    reach: f64,
    settings: &Settings,
) -> Verdict {
    if pair.same_house {
        return Verdict::SameHouse;
    }
    let (Some(q), Some(p_best)) = (q, pair.p_best) else { return Verdict::CannotTell };
    if q <= settings.q_max {
        Verdict::Twin
    } else if p_best > reach {
        Verdict::CannotTell
    } else if alike(axis, pair, q_plain, settings) {
        Verdict::AlikeByPopularity
    } else {
        Verdict::NotMoreThanChance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(p: Option<f64>, p_best: Option<f64>, similarity: f64, p_plain: f64) -> Scored {
        Scored {
            a: 0,
            b: 1,
            similarity,
            residual: None,
            p,
            p_plain: p.map(|_| p_plain),
            p_best,
            z: None,
            same_house: false,
        }
    }

    #[test]
    fn each_verdict_has_its_case() {
        let settings = Settings::standard();
        let check = |axis, scored: Scored, expected| {
            assert_eq!(judge(axis, &[scored], &[], &settings).verdicts, [expected], "{scored:?}");
        };
        let (named, revealed) = (Axis::IndustryNamed, Axis::IndustryRevealed);
        check(named, pair(Some(0.01), Some(0.01), 1.0, 0.0), Verdict::Twin);
        check(named, pair(Some(0.3), Some(0.2), 1.0, 0.0), Verdict::CannotTell);
        check(named, pair(Some(0.3), Some(0.01), 0.6, 0.5), Verdict::AlikeByPopularity);
        check(named, pair(Some(0.9), Some(0.01), 0.1, 0.5), Verdict::NotMoreThanChance);
        check(revealed, pair(None, None, 0.99, 1.0), Verdict::CannotTell);
        check(revealed, pair(Some(0.4), Some(0.0), 0.95, 1e-9), Verdict::AlikeByPopularity);
        check(revealed, pair(Some(0.4), Some(0.0), 0.95, 0.3), Verdict::NotMoreThanChance);
        check(revealed, pair(Some(1e-9), Some(0.0), 0.95, 1e-9), Verdict::Twin);
        check(
            Axis::Positioning,
            pair(Some(0.4), Some(0.0), 0.05, 1e-9),
            Verdict::AlikeByPopularity,
        );
        let house = Scored { same_house: true, ..pair(Some(0.0), Some(0.0), 1.0, 1.0) };
        check(named, house, Verdict::SameHouse);
    }
}
