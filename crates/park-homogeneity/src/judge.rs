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
    let mut q = vec![None; scored.len()];
    for (i, value) in taking_part.iter().zip(values) {
        q[*i] = Some(value);
    }
    let verdicts =
        scored.iter().zip(&q).map(|(s, q)| verdict(axis, s, *q, reach, settings)).collect();
    Judged { q, verdicts, tested: p.len() }
}

fn verdict(axis: Axis, pair: &Scored, q: Option<f64>, reach: f64, settings: &Settings) -> Verdict {
    if pair.same_house {
        return Verdict::SameHouse;
    }
    let (Some(q), Some(p_best)) = (q, pair.p_best) else { return Verdict::CannotTell };
    // Many firms make the faintest likeness certain: a revealed twin must also be much alike.
    let strong = axis != Axis::IndustryRevealed
        || pair.residual.is_some_and(|r| r >= settings.twin_residual_min);
    if q <= settings.q_max && strong {
        Verdict::Twin
    } else if p_best > reach {
        Verdict::CannotTell
    } else if pair.similarity >= settings.alike_of(axis) {
        Verdict::AlikeByPopularity
    } else {
        Verdict::NotMoreThanChance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(p: Option<f64>, p_best: Option<f64>, similarity: f64, residual: f64) -> Scored {
        Scored {
            a: 0,
            b: 1,
            similarity,
            residual: Some(residual),
            p,
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
        check(Axis::IndustryNamed, pair(Some(0.01), Some(0.01), 1.0, 0.0), Verdict::Twin);
        check(Axis::IndustryNamed, pair(Some(0.3), Some(0.2), 1.0, 0.0), Verdict::CannotTell);
        check(
            Axis::IndustryNamed,
            pair(Some(0.3), Some(0.01), 0.6, 0.0),
            Verdict::AlikeByPopularity,
        );
        check(
            Axis::IndustryNamed,
            pair(Some(0.9), Some(0.01), 0.1, 0.0),
            Verdict::NotMoreThanChance,
        );
        check(Axis::IndustryRevealed, pair(None, None, 0.99, 0.0), Verdict::CannotTell);
        check(
            Axis::IndustryRevealed,
            pair(Some(1e-9), Some(0.0), 0.95, 0.2),
            Verdict::AlikeByPopularity,
        );
        check(Axis::IndustryRevealed, pair(Some(1e-9), Some(0.0), 0.95, 0.8), Verdict::Twin);
        let house = Scored { same_house: true, ..pair(Some(0.0), Some(0.0), 1.0, 1.0) };
        check(Axis::IndustryNamed, house, Verdict::SameHouse);
    }
}
