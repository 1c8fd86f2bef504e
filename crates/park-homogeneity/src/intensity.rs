//! Do parks differ in the kinds of what they offer, or only in how much? The intensity-only share (METHODS 1.11).
//!
//! Each clause with a number is worked out for one project of fixed size (`project` in the settings), so that a rate of
//! investment and a sum for each mu can be added; of several clauses of one kind the best counts, since tiers exclude each
//! other. The Bray-Curtis distance of two parks falls into a part where kinds trade off and a part where one merely gives
//! more (Baselga 2013); the share of the second in all distances is the headline, with a bootstrap over parks.

use std::collections::HashMap;

use park_domain::PolicyClause;
use park_domain::words::Instrument;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::params::ValidParams;
use crate::peers::Cohort;
use crate::policy::counts;
use crate::report::IntensityShare;
use crate::rows::{Rows, rows_of};

/// What a park gives the project by kind, 10k CNY: none where it does not offer the kind, NaN-free `Unknown` where a
/// clause of the kind could not be worked out.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Gives {
    Nothing,
    Unknown,
    Value(f64),
}

type Offer = Vec<Gives>;

/// The headline over the parks of a cohort; none with fewer than three parks that give something known.
pub(crate) fn intensity_share(
    cohort: &Cohort<'_, '_>,
    rows: &Rows<'_>,
    params: &ValidParams,
) -> Option<IntensityShare> {
    let settings = params.settings();
    let project: HashMap<&str, f64> =
        settings.project.iter().map(|(per, size)| (per.as_str(), *size)).collect();
    let (mut read, mut unread) = (0, 0);
    let offers: Vec<Offer> = cohort
        .peers
        .iter()
        .map(|peer| {
            let mut offer = vec![Gives::Nothing; Instrument::ALL.len()];
            for clause in rows_of(&rows.policies, peer.id()).iter().filter(|c| counts(c, params)) {
                let Some(kind) = clause.instrument else { continue };
                let Some(at) = Instrument::ALL.iter().position(|i| *i == kind) else { continue };
                let value = worth(clause, &project);
                *(if value.is_some() { &mut read } else { &mut unread }) += 1;
                offer[at] = match (offer[at], value) {
                    (Gives::Value(one), Some(other)) => Gives::Value(one.max(other)),
                    (_, Some(value)) => Gives::Value(value),
                    (Gives::Nothing, None) => Gives::Unknown,
                    (known, None) => known,
                };
            }
            offer
        })
        .filter(|offer| offer.iter().any(|g| matches!(g, Gives::Value(v) if *v > 0.0)))
        .collect();
    if offers.len() < 3 {
        return None;
    }
    let n = offers.len();
    let distances: Vec<Option<Parts>> =
        (0..n * n).into_par_iter().map(|at| parts(&offers[at / n], &offers[at % n])).collect();
    let all: Vec<usize> = (0..n).collect();
    let share = share_of(&distances, &all)?;
    let mut drawn: Vec<f64> = (0..settings.null_draws)
        .into_par_iter()
        .filter_map(|draw| {
            let seed = settings.seed.wrapping_add(draw as u64);
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
            let parks: Vec<usize> = (0..n).map(|_| rng.gen_range(0..n)).collect();
            share_of(&distances, &parks)
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    let last = drawn.len().saturating_sub(1);
    let at = |per_mille: usize| drawn.get((last * per_mille + 500) / 1000).copied();
    Some(IntensityShare {
        parks: n,
        clauses: read,
        unread,
        share,
        interval: at(25).zip(at(975)),
        few_data: n < settings.few_parks,
    })
}

/// What a clause gives the project, 10k CNY; ranges count by their middle, a cap limits. `None` where it has no number, or
/// one of something that the project has no size for.
fn worth(clause: &PolicyClause, project: &HashMap<&str, f64>) -> Option<f64> {
    let middle = |low: Option<f64>, high: Option<f64>| match (low, high) {
        (Some(x), Some(y)) => Some(f64::midpoint(x, y)),
        (x, y) => x.or(y),
    };
    let size = clause.per.as_deref().and_then(|per| project.get(per)).copied();
    let rate = middle(clause.rate_pct, clause.rate_pct_high);
    let amount = middle(clause.amount_10k_cny, clause.amount_10k_cny_high);
    let gross = match (rate, amount) {
        (Some(rate), _) => Some(rate / 100.0 * size?),
        (None, Some(amount)) => Some(amount * size?),
        // Only a cap: what is paid at most stands for what is paid.
        (None, None) => clause.cap_10k_cny,
    };
    gross.map(|g| clause.cap_10k_cny.map_or(g, |cap| g.min(cap)))
}

/// A Bray-Curtis distance and its part that is only more or less.
#[derive(Debug, Clone, Copy)]
struct Parts {
    distance: f64,
    gradient: f64,
}

/// `None` where nothing is known of both, or no part can be told. Kinds unknown in either park are left out.
fn parts(x: &Offer, y: &Offer) -> Option<Parts> {
    let (mut both, mut only_x, mut only_y) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let value = |g: &Gives| match g {
            Gives::Nothing => Some(0.0),
            Gives::Value(v) => Some(*v),
            Gives::Unknown => None,
        };
        if let (Some(x), Some(y)) = (value(x), value(y)) {
            let shared = f64::min(x, y);
            both += shared;
            only_x += x - shared;
            only_y += y - shared;
        }
    }
    let less = f64::min(only_x, only_y);
    if both + less <= 0.0 {
        return None;
    }
    let distance = (only_x + only_y) / (2.0 * both + only_x + only_y);
    Some(Parts { distance, gradient: distance - less / (both + less) })
}

/// Sum of gradients over sum of distances of the pairs; a park does not meet itself.
fn share_of(distances: &[Option<Parts>], parks: &[usize]) -> Option<f64> {
    let n = distances.len().isqrt();
    let (mut gradient, mut distance) = (0.0, 0.0);
    for (at, i) in parks.iter().enumerate() {
        for j in parks[at + 1..].iter().filter(|j| *j != i) {
            if let Some(parts) = distances[i * n + j] {
                gradient += parts.gradient;
                distance += parts.distance;
            }
        }
    }
    (distance > 0.0).then(|| gradient / distance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    fn offer(values: &[f64]) -> Offer {
        values.iter().map(|v| if *v > 0.0 { Gives::Value(*v) } else { Gives::Nothing }).collect()
    }

    /// The golden numbers of METHODS 1.11.
    #[test]
    fn pure_intensity_and_pure_kind() {
        let y = [10.0, 20.0, 30.0, 0.0, 5.0];
        let twice: Vec<f64> = y.iter().map(|v| 2.0 * v).collect();
        let more = parts(&offer(&y), &offer(&twice)).unwrap();
        assert_abs_diff_eq!(more.gradient, 1.0 / 3.0, epsilon = 1e-12);
        assert_abs_diff_eq!(more.distance, 1.0 / 3.0, epsilon = 1e-12);
        let other = parts(&offer(&y), &offer(&[10.0, 0.0, 30.0, 20.0, 5.0])).unwrap();
        assert_abs_diff_eq!(other.gradient, 0.0, epsilon = 1e-12);
        assert_abs_diff_eq!(other.distance, 0.307_692_307_692, epsilon = 1e-12);
        assert!(parts(&offer(&[1.0]), &offer(&[0.0])).is_none());
        assert!(parts(&vec![Gives::Unknown], &offer(&[3.0])).is_none(), "unknown is not nothing");
    }

    #[test]
    fn a_park_does_not_meet_itself() {
        let offers = [offer(&[10.0, 0.0]), offer(&[20.0, 0.0]), offer(&[10.0, 10.0])];
        let distances: Vec<_> = (0..9).map(|at| parts(&offers[at / 3], &offers[at % 3])).collect();
        assert_eq!(share_of(&distances, &[1, 1, 1]), None);
        let twice = share_of(&distances, &[0, 1, 1]).unwrap();
        assert_abs_diff_eq!(twice, 1.0, epsilon = 1e-12);
    }
}
