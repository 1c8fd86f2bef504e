//! Do parks differ in the kinds of what they offer, or only in how much? The intensity-only share (METHODS 1.11).
//!
//! Each clause with a number is worked out for one project of fixed size (`project` in the settings) to the present value that
//! `park_policy::value` gives, so that a rate of tax over years and a sum for each mu can be added; of several clauses of one kind the best counts, since tiers exclude each
//! other. The Bray-Curtis distance of two parks falls into a part where kinds trade off and a part where one merely gives
//! more (Baselga 2013); the share of the second in all distances is the headline, with a bootstrap over parks.

use park_domain::PolicyClause;
use park_domain::words::{Coverage, Instrument};
use park_policy::grants::columns;
use park_policy::value::{Grant, Interval, Project, Recurs, Terms, simulate};
use park_structure::{Partition, partition_pair};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::params::ValidParams;
use crate::peers::Cohort;
use crate::policy::counts;
use crate::report::IntensityShare;
use crate::rows::{Rows, rows_of};

/// What a park gives the project by kind, 10k CNY. `Unknown` is no kind of nothing: none of its clauses of the kind could be
/// worked out, or it has none but only an excerpt of its documents was read.
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
    let project = project(&settings.project);
    let terms =
        Terms { discount_rate: settings.discount_rate, horizon_years: settings.horizon_years };
    let (mut read, mut unread) = (0, 0);
    let offers: Vec<Offer> = cohort
        .peers
        .iter()
        .map(|peer| {
            let clauses = rows_of(&rows.policies, peer.id()).iter().copied();
            let found = offered(clauses.filter(|c| counts(c, params)), &project, &terms);
            read += found.read;
            unread += found.unread;
            found.kinds
        })
        .filter(|offer| offer.iter().any(|g| matches!(g, Gives::Value(v) if *v > 0.0)))
        .collect();
    if offers.len() < 3 {
        return None;
    }
    let n = offers.len();
    let distances = all_distances(&offers);
    let share = share_of(&distances, &vec![1; n])?;
    let mut drawn: Vec<f64> = (0..settings.null_draws)
        .into_par_iter()
        .filter_map(|draw| {
            let seed = settings.seed.wrapping_add(draw as u64);
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
            let mut times = vec![0_u32; n];
            (0..n).for_each(|_| times[rng.gen_range(0..n)] += 1);
            share_of(&distances, &times)
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

/// What a park offers, with the clauses that could and could not be worked out.
struct Offered {
    kinds: Offer,
    read: usize,
    unread: usize,
}

/// What these clauses of one park give; of several of a kind the best that is known.
fn offered<'c>(
    clauses: impl Iterator<Item = &'c PolicyClause>,
    project: &Project,
    terms: &Terms,
) -> Offered {
    let mut found =
        Offered { kinds: vec![Gives::Nothing; Instrument::ALL.len()], read: 0, unread: 0 };
    let mut excerpt = false;
    for clause in clauses {
        excerpt |= clause.coverage == Some(Coverage::Excerpt);
        let Some(kind) = clause.instrument else { continue };
        let Some(at) = Instrument::ALL.iter().position(|i| *i == kind) else { continue };
        let value = worth(clause, project, terms);
        *(if value.is_some() { &mut found.read } else { &mut found.unread }) += 1;
        found.kinds[at] = match (found.kinds[at], value) {
            (Gives::Value(one), Some(other)) => Gives::Value(one.max(other)),
            (_, Some(value)) => Gives::Value(value),
            (Gives::Nothing, None) => Gives::Unknown,
            (known, None) => known,
        };
    }
    // What an excerpt does not mention, the rest of the document may offer.
    for gives in found.kinds.iter_mut().filter(|g| excerpt && matches!(g, Gives::Nothing)) {
        *gives = Gives::Unknown;
    }
    found
}

/// Bases that are there every year.
const YEARLY: &[&str] =
    &["tax_paid", "revenue", "rent", "interest", "rd_spend", "cost", "head_month", "kWh"];

/// The project of the settings as clauses are worked out for it.
fn project(sizes: &[(String, f64)]) -> Project {
    let recurs = |per: &str| if YEARLY.contains(&per) { Recurs::Yearly } else { Recurs::Once };
    let base = |(per, size): &(String, f64)| (per.clone(), (Interval::exactly(*size), recurs(per)));
    Project { bases: sizes.iter().map(base).collect(), ..Project::default() }
}

/// The present value of what a clause gives the project when its conditions are met, 10k CNY (METHODS 1.11); the middle
/// where it is a range. `None` where it has no number, or one of something that the project has no size for.
fn worth(clause: &PolicyClause, project: &Project, terms: &Terms) -> Option<f64> {
    let grants: Vec<Grant> =
        columns(clause).into_iter().map(|g| Grant { requirements: Vec::new(), ..g }).collect();
    let grants: Vec<&Grant> = grants.iter().collect();
    simulate(project, &grants, terms).value.map(|v| f64::midpoint(v.low, v.high))
}

/// Distance of two offers, kinds unknown in either left out; `None` where no kind known of both is given by either.
fn parts(x: &[Gives], y: &[Gives]) -> Option<Partition> {
    let value = |g: &Gives| match g {
        Gives::Nothing => Some(0.0),
        Gives::Value(v) => Some(*v),
        Gives::Unknown => None,
    };
    let known = x.iter().zip(y).filter_map(|(x, y)| value(x).zip(value(y)));
    let (x, y): (Vec<f64>, Vec<f64>) = known.unzip();
    partition_pair(&x, &y).ok()
}

/// The distance of each offer to those after it, and the part of it that is only more or less; nothing of either where
/// there is none, so that such a pair adds to neither sum.
fn all_distances(offers: &[Offer]) -> Vec<Vec<(f64, f64)>> {
    offers
        .par_iter()
        .enumerate()
        .map(|(i, one)| {
            offers[i + 1..]
                .iter()
                .map(|other| parts(one, other).map_or((0.0, 0.0), |p| (p.bray, p.gradient)))
                .collect()
        })
        .collect()
}

/// Sum of gradients over sum of distances of the pairs, each park as often as it was drawn; it does not meet itself.
fn share_of(distances: &[Vec<(f64, f64)>], times: &[u32]) -> Option<f64> {
    let (mut gradient, mut distance) = (0.0, 0.0);
    for (i, row) in distances.iter().enumerate().filter(|(i, _)| times[*i] > 0) {
        for ((whole, part), other) in row.iter().zip(&times[i + 1..]) {
            let pairs = f64::from(times[i]) * f64::from(*other);
            distance += pairs * whole;
            gradient += pairs * part;
        }
    }
    (distance > 0.0).then(|| gradient / distance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;
    use park_domain::{Dataset, Record, Table};

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
        assert_abs_diff_eq!(more.bray, 1.0 / 3.0, epsilon = 1e-12);
        let other = parts(&offer(&y), &offer(&[10.0, 0.0, 30.0, 20.0, 5.0])).unwrap();
        assert_abs_diff_eq!(other.gradient, 0.0, epsilon = 1e-12);
        assert_abs_diff_eq!(other.bray, 0.307_692_307_692, epsilon = 1e-12);
        assert!(parts(&offer(&[1.0]), &offer(&[0.0])).is_none());
        assert!(parts(&[Gives::Unknown], &offer(&[3.0])).is_none(), "unknown is not nothing");
    }

    fn clauses(rows: &[&[(&str, &str)]]) -> Vec<PolicyClause> {
        let table = Table::Policies;
        let records: Vec<Record> = rows
            .iter()
            .zip(1..)
            .map(|(cells, number)| {
                let id = format!("C{number}");
                let mut row = vec![None; table.columns().len()];
                row[table.column("clause_id").unwrap()] = Some(id.as_str());
                row[table.column("park_id").unwrap()] = Some("T1");
                for (name, value) in *cells {
                    row[table.column(name).unwrap()] = Some(*value);
                }
                Record::check(table, &row).unwrap()
            })
            .collect();
        Dataset::from_records(&records).policies
    }

    #[test]
    fn what_was_not_read_is_unknown_and_not_nothing() {
        let project = project(&[("investment".to_owned(), 10_000.0)]);
        let terms = Terms { discount_rate: 0.0, horizon_years: 10 };
        let at = |kind: Instrument| Instrument::ALL.iter().position(|i| *i == kind).unwrap();
        let rate: &[(&str, &str)] =
            &[("instrument", "equipment"), ("rate_pct", "10"), ("per", "investment")];
        let capped = [rate, &[("cap_10k_cny", "500")]].concat();
        let silent: &[(&str, &str)] = &[("instrument", "talent")];
        let no_size: &[(&str, &str)] =
            &[("instrument", "rent"), ("amount_10k_cny", "3"), ("per", "kWh")];
        let excerpt = [rate, &[("coverage", "excerpt")]].concat();

        let whole = clauses(&[rate, &capped, silent, no_size]);
        let found = offered(whole.iter(), &project, &terms);
        assert_eq!((found.read, found.unread), (2, 2));
        assert_eq!(found.kinds[at(Instrument::Equipment)], Gives::Value(1000.0), "the best counts");
        assert_eq!(found.kinds[at(Instrument::Talent)], Gives::Unknown, "no number");
        assert_eq!(found.kinds[at(Instrument::Rent)], Gives::Unknown, "no size");
        assert_eq!(found.kinds[at(Instrument::Tax)], Gives::Nothing);

        let found = offered(clauses(&[&excerpt]).iter(), &project, &terms).kinds;
        assert_eq!(found[at(Instrument::Equipment)], Gives::Value(1000.0));
        assert_eq!(found[at(Instrument::Tax)], Gives::Unknown, "the rest was not read");
    }

    #[test]
    fn a_park_does_not_meet_itself() {
        let offers = [offer(&[10.0, 0.0]), offer(&[20.0, 0.0]), offer(&[10.0, 10.0])];
        let distances = all_distances(&offers);
        assert_eq!(share_of(&distances, &[0, 3, 0]), None);
        let twice = share_of(&distances, &[1, 2, 0]).unwrap();
        assert_abs_diff_eq!(twice, 1.0, epsilon = 1e-12);
    }
}
