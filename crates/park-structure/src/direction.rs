//! Directions: how near an industry is to a park's base, how worthwhile, how crowded; and how well that foretells entry.

use crate::number;
use crate::pair::unido;
use crate::table::shares;
use crate::undefined::Measured;

/// Weights of a direction's parts, a decision of people that is handed in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DirectionWeights {
    /// Of relatedness density.
    pub near: f64,
    /// Of the industry's complexity, as a rank from 0 to 1.
    pub worthwhile: f64,
    /// Of the chain links that the industry closes.
    pub gap: f64,
    /// Taken off for crowding.
    pub crowded: f64,
}

/// What speaks for and against an industry in a park; each from 0 to 1, unknown is `None` and adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DirectionFacts {
    /// Relatedness density, as a rank among what the park does not have.
    pub near: Option<f64>,
    /// Complexity rank.
    pub worthwhile: Option<f64>,
    /// Share of the industry's chain neighbours that the park has.
    pub gap: Option<f64>,
    /// Share of the peers that have it.
    pub crowded: Option<f64>,
}

/// What each part adds; the score is their sum and nothing else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DirectionParts {
    /// Adds of nearness.
    pub near: f64,
    /// Adds of complexity.
    pub worthwhile: f64,
    /// Adds of the chain.
    pub gap: f64,
    /// At most 0.
    pub crowded: f64,
}

impl DirectionParts {
    /// The parts of these facts.
    pub fn of(facts: &DirectionFacts, weights: &DirectionWeights) -> Self {
        let part = |weight: f64, fact: Option<f64>| fact.map_or(0.0, |f| weight * f);
        Self {
            near: part(weights.near, facts.near),
            worthwhile: part(weights.worthwhile, facts.worthwhile),
            gap: part(weights.gap, facts.gap),
            crowded: -part(weights.crowded, facts.crowded),
        }
    }

    /// Their sum.
    pub fn score(&self) -> f64 {
        self.near + self.worthwhile + self.gap + self.crowded
    }
}

/// Ranks from 0 (smallest) to 1 (largest), ties at their middle; unknown stays unknown.
pub fn ranks(values: &[Measured]) -> Vec<Option<f64>> {
    let known: Vec<f64> = values.iter().filter_map(|v| v.ok()).collect();
    values
        .iter()
        .map(|v| {
            let v = v.ok()?;
            let below = known.iter().filter(|o| o.total_cmp(&v).is_lt()).count();
            let same = known.iter().filter(|o| o.total_cmp(&v).is_eq()).count();
            let places = number(known.len()) - 1.0;
            Some(if places > 0.0 {
                (number(below) + (number(same) - 1.0) / 2.0) / places
            } else {
                0.5
            })
        })
        .collect()
}

/// Change of a region's mean similarity to its peers if `part` of its structure became the industry `to`, taken evenly
/// from all it has; negative sets it apart. Peers without data are passed over; `None` when none is left.
pub fn similarity_change(own: &[f64], peers: &[Vec<f64>], to: usize, part: f64) -> Option<f64> {
    let before = shares(own).ok()?;
    let mut after: Vec<f64> = before.iter().map(|s| s * (1.0 - part)).collect();
    after[to] += part;
    let changes: Vec<f64> = peers
        .iter()
        .filter_map(|peer| Some(unido(&after, peer).ok()? - unido(&before, peer).ok()?))
        .collect();
    (!changes.is_empty()).then(|| changes.iter().sum::<f64>() / number(changes.len()))
}

/// Area under the ROC curve: the chance that an entered one has the higher score, ties half. `None` when one side is empty.
pub fn auc(scored: &[(f64, bool)]) -> Option<f64> {
    let mut sorted: Vec<&(f64, bool)> = scored.iter().collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut wins, mut entered) = (0.0, 0.0, 0.0);
    for tie in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let yes = number(tie.iter().filter(|s| s.1).count());
        let no = number(tie.len()) - yes;
        wins += yes * (below + no / 2.0);
        below += no;
        entered += yes;
    }
    (entered > 0.0 && below > 0.0).then(|| wins / (entered * below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::undefined::Undefined;
    use approx::assert_relative_eq;

    #[test]
    fn the_score_is_the_sum_of_its_parts_and_unknown_adds_nothing() {
        let weights = DirectionWeights { near: 0.5, worthwhile: 0.2, gap: 0.2, crowded: 0.3 };
        let facts = DirectionFacts { near: Some(0.4), crowded: Some(1.0), ..Default::default() };
        let parts = DirectionParts::of(&facts, &weights);
        assert_relative_eq!(parts.score(), 0.5 * 0.4 - 0.3);
        assert_relative_eq!(parts.gap, 0.0);
    }

    #[test]
    fn auc_counts_ties_half() {
        assert_eq!(auc(&[(1.0, false), (2.0, true)]), Some(1.0));
        assert_eq!(auc(&[(1.0, true), (1.0, false)]), Some(0.5));
        assert_eq!(auc(&[(2.0, false), (1.0, true), (3.0, true)]), Some(0.5));
        assert_eq!(auc(&[(2.0, true)]), None);
    }

    #[test]
    fn moving_away_from_the_peers_lowers_the_mean_similarity() {
        let peers = vec![vec![1.0, 1.0, 0.0]; 3];
        assert!(similarity_change(&[1.0, 1.0, 0.0], &peers, 2, 0.1).unwrap() < 0.0);
        assert!(similarity_change(&[1.0, 0.0, 0.0], &peers, 1, 0.1).unwrap() > 0.0);
        assert_eq!(similarity_change(&[1.0, 0.0], &[vec![0.0, 0.0]], 1, 0.1), None);
        let ranked = ranks(&[Ok(3.0), Err(Undefined::NoSpread), Ok(1.0), Ok(3.0)]);
        assert_eq!(ranked, [Some(0.75), None, Some(0.0), Some(0.75)]);
    }
}
