//! How good a ranking is: measures for one right answer, and the general ones they agree with.

/// Cuts at which recall is told.
pub const CUTS: [usize; 4] = [1, 5, 10, 50];

/// Rank of one candidate: those with a higher score, plus 1; candidates with the same score share the middle
/// of their ranks (so a rank may end in a half).
pub fn rank_of(scores: &[f64], chosen: usize) -> f64 {
    let own = scores[chosen];
    let higher = scores.iter().filter(|s| s.total_cmp(&own).is_gt()).count();
    let equal = scores.iter().filter(|s| s.total_cmp(&own).is_eq()).count();
    1.0 + higher as f64 + (equal as f64 - 1.0) / 2.0
}

/// What a list of ranks says; a choice outside the candidates has no rank and is a miss.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// Choices.
    pub n: usize,
    /// Share of choices with a rank up to each of [`CUTS`].
    pub recall: [f64; 4],
    /// Mean of 1/rank.
    pub mrr: f64,
    /// Mean of 1/log2(1 + rank) for ranks up to 10: nDCG@10 with one right answer.
    pub ndcg_at_10: f64,
}

/// What one choice adds to each mean: recall at the cuts, 1/rank, nDCG@10.
pub fn gains(rank: Option<f64>) -> [f64; 6] {
    let Some(rank) = rank else { return [0.0; 6] };
    let mut out = [0.0; 6];
    for (gain, cut) in out.iter_mut().zip(CUTS) {
        *gain = f64::from(u8::from(rank <= cut as f64));
    }
    out[4] = 1.0 / rank;
    out[5] = if rank <= 10.0 { 1.0 / (1.0 + rank).log2() } else { 0.0 };
    out
}

impl Quality {
    /// The means over choices; `None` when there are none.
    pub fn of(ranks: &[Option<f64>]) -> Option<Self> {
        if ranks.is_empty() {
            return None;
        }
        let mut sums = [0.0; 6];
        for rank in ranks {
            sums.iter_mut().zip(gains(*rank)).for_each(|(s, g)| *s += g);
        }
        let n = ranks.len() as f64;
        let [r1, r5, r10, r50, mrr, ndcg] = sums.map(|s| s / n);
        Some(Self { n: ranks.len(), recall: [r1, r5, r10, r50], mrr, ndcg_at_10: ndcg })
    }
}

/// Positions by falling score; equal scores by position, the later first, as `trec_eval` orders equal
/// scores by falling name.
fn order(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(b.cmp(a)));
    order
}

/// nDCG at a cut with linear gain (Järvelin and Kekäläinen 2002, as `trec_eval` and scikit-learn have it).
pub fn ndcg_linear(relevance: &[f64], scores: &[f64], cut: usize) -> f64 {
    ndcg(relevance, scores, cut, |rel| rel)
}

/// nDCG at a cut with the gain `2^rel − 1` (Burges 2005).
pub fn ndcg_exponential(relevance: &[f64], scores: &[f64], cut: usize) -> f64 {
    ndcg(relevance, scores, cut, |rel| rel.exp2() - 1.0)
}

fn ndcg(relevance: &[f64], scores: &[f64], cut: usize, gain: impl Fn(f64) -> f64) -> f64 {
    let sum = |order: Vec<usize>| -> f64 {
        order
            .iter()
            .take(cut)
            .zip(1..)
            .map(|(i, n)| gain(relevance[*i]) / (1.0 + f64::from(n)).log2())
            .sum()
    };
    let ideal = sum(order(relevance));
    if ideal > 0.0 { sum(order(scores)) / ideal } else { 0.0 }
}

/// Mean of the precision at the rank of each relevant item.
pub fn average_precision(relevance: &[f64], scores: &[f64]) -> f64 {
    let n_relevant = relevance.iter().filter(|r| **r > 0.0).count();
    let mut found = 0.0;
    let mut sum = 0.0;
    for (i, n) in order(scores).into_iter().zip(1..) {
        if relevance[i] > 0.0 {
            found += 1.0;
            sum += found / f64::from(n);
        }
    }
    if n_relevant == 0 { 0.0 } else { sum / n_relevant as f64 }
}

/// 1 / rank of the first relevant item; 0 when there is none.
pub fn reciprocal_rank(relevance: &[f64], scores: &[f64]) -> f64 {
    let first = order(scores).into_iter().position(|i| relevance[i] > 0.0);
    first.map_or(0.0, |at| 1.0 / (at as f64 + 1.0))
}

/// Relevant items among the first `cut`, as shares of the cut and of all relevant ones.
pub fn precision_recall(relevance: &[f64], scores: &[f64], cut: usize) -> (f64, f64) {
    let found = order(scores).into_iter().take(cut).filter(|i| relevance[*i] > 0.0).count() as f64;
    let n_relevant = relevance.iter().filter(|r| **r > 0.0).count().max(1);
    (found / cut.max(1) as f64, found / n_relevant as f64)
}

/// How far stated probabilities can be believed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Expected calibration error: mean over equal-width bins, weighted by members, of |mean probability −
    /// share that came true|.
    pub ece: f64,
    /// Mean of (probability − outcome)².
    pub brier: f64,
    /// Slope of a logistic regression of the outcome on the log odds of the probability; 1 is right, below
    /// 1 is too sure. `None` when no slope can be fitted.
    pub slope: Option<f64>,
}

/// Calibration of probabilities against outcomes, in `bins` bins of equal width (at least one), each with its upper edge
/// and without its lower one; `None` where nothing was stated.
pub fn calibration(stated: &[(f64, bool)], bins: usize) -> Option<Calibration> {
    if stated.is_empty() {
        return None;
    }
    let bins = bins.max(1);
    let mut sums = vec![(0.0, 0.0, 0.0); bins];
    let mut brier = 0.0;
    for &(p, came_true) in stated {
        let outcome = f64::from(u8::from(came_true));
        let at = (1..bins).filter(|b| p > *b as f64 / bins as f64).count();
        sums[at].0 += p;
        sums[at].1 += outcome;
        sums[at].2 += 1.0;
        brier += (p - outcome) * (p - outcome);
    }
    let n = stated.len() as f64;
    let ece = sums.iter().map(|(p, y, _)| (p - y).abs()).sum::<f64>() / n;
    Some(Calibration { ece, brier: brier / n, slope: slope(stated) })
}

/// Newton steps for `P(true) = 1/(1+exp(−a − b·logit(p)))`; the slope b.
fn slope(stated: &[(f64, bool)]) -> Option<f64> {
    let (mut a, mut b) = (0.0_f64, 1.0_f64);
    for _ in 0..50 {
        let (mut ga, mut gb, mut haa, mut hab, mut hbb) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for &(p, came_true) in stated {
            let p = p.clamp(1e-9, 1.0 - 1e-9);
            let x = (p / (1.0 - p)).ln();
            let q = 1.0 / (1.0 + (-a - b * x).exp());
            let rest = f64::from(u8::from(came_true)) - q;
            ga += rest;
            gb += rest * x;
            let w = q * (1.0 - q);
            haa += w;
            hab += w * x;
            hbb += w * x * x;
        }
        let determinant = haa * hbb - hab * hab;
        if determinant.is_nan() || determinant <= 1e-12 {
            return None;
        }
        let (da, db) = ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant);
        a += da;
        b += db;
        if da.abs() + db.abs() < 1e-10 {
            break;
        }
    }
    b.is_finite().then_some(b)
}

/// Gini of how often each candidate is shown: 0 when all alike, near 1 when few take all; `None` when nothing is.
pub fn gini(counts: &[f64]) -> Option<f64> {
    let mut sorted = counts.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let total: f64 = sorted.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let weighted: f64 = sorted.iter().zip(1..).map(|(x, i)| f64::from(i) * x).sum();
    Some(2.0 * weighted / (n * total) - (n + 1.0) / n)
}

#[cfg(test)]
mod tests;
