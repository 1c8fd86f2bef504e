//! The score of every park: the one formula, in blocks that fit the cache.
//!
//! `score = Σ w_c · lo_c` and `could_reach = score + Σ w_c · (hi_c − lo_c)`, summed in the order of
//! [`crate::Criterion::ALL`]. A park is scored by itself, so the result depends neither on the number of threads
//! nor on which other parks exist.

use rayon::prelude::*;

use crate::industry::ParkIndustry;
use crate::must::Verdict;
use crate::plan::{Plan, Stretch};
use crate::span::Span;

/// Parks of a block.
const BLOCK: usize = 512;
/// From so many parks on, blocks are shared among threads.
const PARALLEL_FROM: usize = 20_000;

/// Columns of results, one row a park.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scores {
    pub(crate) score: Vec<f64>,
    pub(crate) reach: Vec<f64>,
    pub(crate) scale: Vec<f64>,
    /// No draw of the weights lifts the park above this, by what the list is ordered.
    pub(crate) bound: Vec<f64>,
    /// Musts that fail, a bit each.
    pub(crate) failed: Vec<u32>,
    /// Musts about which too little is known.
    pub(crate) unknown: Vec<u32>,
}

impl Scores {
    pub(crate) fn eligible(&self, park: usize) -> bool {
        self.failed[park] | self.unknown[park] == 0
    }
}

struct Scratch {
    industry: Vec<ParkIndustry>,
    lo: Vec<f64>,
    hi: Vec<f64>,
}

/// Scores all parks. `ceilings` are the largest weights that any draw gives, by place in the profile's
/// criteria; `by_reach` bounds what could be reached instead of what is proven.
pub(crate) fn score_all(plan: &Plan<'_>, ceilings: &[f64], by_reach: bool) -> Scores {
    let n = plan.catalog.len();
    let mut scores = Scores {
        score: vec![0.0; n],
        reach: vec![0.0; n],
        scale: vec![0.0; n],
        bound: vec![0.0; n],
        failed: vec![0; n],
        unknown: vec![0; n],
    };
    let scratch = || Scratch {
        industry: vec![ParkIndustry { fit: Span::exactly(0.0), scale: Span::exactly(0.0) }; BLOCK],
        lo: vec![0.0; BLOCK],
        hi: vec![0.0; BLOCK],
    };
    let blocks = (
        scores.score.par_chunks_mut(BLOCK),
        scores.reach.par_chunks_mut(BLOCK),
        scores.scale.par_chunks_mut(BLOCK),
        scores.bound.par_chunks_mut(BLOCK),
        scores.failed.par_chunks_mut(BLOCK),
        scores.unknown.par_chunks_mut(BLOCK),
    );
    if n > PARALLEL_FROM {
        blocks.into_par_iter().enumerate().for_each_init(scratch, |scratch, (i, block)| {
            score_block(plan, ceilings, by_reach, i * BLOCK, scratch, &mut block.into());
        });
    } else {
        let mut scratch = scratch();
        let mut start = 0;
        while start < n {
            let end = (start + BLOCK).min(n);
            let mut block = Block {
                score: &mut scores.score[start..end],
                reach: &mut scores.reach[start..end],
                scale: &mut scores.scale[start..end],
                bound: &mut scores.bound[start..end],
                failed: &mut scores.failed[start..end],
                unknown: &mut scores.unknown[start..end],
            };
            score_block(plan, ceilings, by_reach, start, &mut scratch, &mut block);
            start = end;
        }
    }
    scores
}

struct Block<'b> {
    score: &'b mut [f64],
    reach: &'b mut [f64],
    scale: &'b mut [f64],
    bound: &'b mut [f64],
    failed: &'b mut [u32],
    unknown: &'b mut [u32],
}

type Chunks<'b> =
    (&'b mut [f64], &'b mut [f64], &'b mut [f64], &'b mut [f64], &'b mut [u32], &'b mut [u32]);

impl<'b> From<Chunks<'b>> for Block<'b> {
    fn from((score, reach, scale, bound, failed, unknown): Chunks<'b>) -> Self {
        Self { score, reach, scale, bound, failed, unknown }
    }
}

fn score_block(
    plan: &Plan<'_>,
    ceilings: &[f64],
    by_reach: bool,
    start: usize,
    scratch: &mut Scratch,
    block: &mut Block<'_>,
) {
    let n = block.score.len();
    let industry = &mut scratch.industry[..n];
    for (i, slot) in industry.iter_mut().enumerate() {
        *slot = plan.industry.park(plan.catalog, start + i);
    }
    let stretch = Stretch { start, industry };
    let (lo, hi) = (&mut scratch.lo[..n], &mut scratch.hi[..n]);
    for (weighted, ceiling) in plan.profile.criteria.iter().zip(ceilings) {
        let w = weighted.weight;
        if w <= 0.0 {
            continue;
        }
        plan.fill_fit(weighted.criterion, &stretch, lo, hi);
        for i in 0..n {
            block.score[i] += w * lo[i];
            block.reach[i] += w * (hi[i] - lo[i]);
            block.bound[i] += ceiling * if by_reach { hi[i] } else { lo[i] };
        }
    }
    for i in 0..n {
        block.reach[i] += block.score[i];
        block.scale[i] = stretch.industry[i].scale.lo;
    }
    for (bit, must) in plan.profile.musts.iter().enumerate() {
        let (failed, unknown) = (&mut *block.failed, &mut *block.unknown);
        plan.judge(must, &stretch, lo, hi, |i, verdict| match verdict {
            Verdict::Holds => {}
            Verdict::Fails => failed[i] |= 1 << bit,
            Verdict::Unknown => unknown[i] |= 1 << bit,
        });
    }
}
