//! Places among each other, on the kinds that both show: a kind that a place does not show is unknown, not nothing.

use park_domain::words::{Coverage, Instrument};
use park_matching::incentives::{OfPlace, State, Worked, share};
use park_policy::value::{Interval, Valued};

use super::types::{PlaceRank, PlaceRef, range};
use super::{by_kind, kinds};
use crate::answer::search::ParkRef;
use crate::app::Live;

/// Most places that are compared, each with each.
const PLACES_MAX: usize = 2_000;

struct Offer {
    place: PlaceRef,
    name: String,
    clauses: Vec<usize>,
    kinds: Vec<(Instrument, Interval)>,
    value: Option<Interval>,
}

/// Every place with clauses of its own, the one that most often surely gives more first.
pub(super) fn places(live: &Live, worked: &Worked, valued: &[Vec<Valued>]) -> Vec<PlaceRank> {
    let offers = offers(live, valued);
    let investment = worked.project.bases.get("investment").map(|b| b.0);
    let incentives = &live.catalog().incentives;
    let mut ranks: Vec<PlaceRank> = offers
        .iter()
        .enumerate()
        .map(|(at, offer)| {
            let others = offers.iter().enumerate().filter(|(o, _)| *o != at).map(|(_, o)| o);
            let (mut above, mut below, mut undecided) = (0, 0, 0);
            for other in others {
                match compare(&offer.kinds, &other.kinds) {
                    Some(Surely::More) => above += 1,
                    Some(Surely::Less) => below += 1,
                    Some(Surely::Neither) => undecided += 1,
                    None => {}
                }
            }
            let pct = investment.filter(|i| i.low > 0.0).and_then(|i| Some(share(offer.value?, i)));
            PlaceRank {
                rank: 0,
                place: offer.place.clone(),
                name: offer.name.clone(),
                value_10k_cny: offer.value.map(range),
                value_pct_of_investment: pct.map(range),
                by_instrument: kinds(live, &offer.clauses, valued, investment),
                compared_with: above + below + undecided,
                above,
                below,
                undecided,
                lower_bound: offer
                    .clauses
                    .iter()
                    .any(|c| incentives.clauses()[*c].coverage == Some(Coverage::Excerpt)),
            }
        })
        .collect();
    let low = |r: &PlaceRank| r.value_10k_cny.map_or(f64::NEG_INFINITY, |v| v.low);
    let high = |r: &PlaceRank| r.value_10k_cny.map_or(f64::NEG_INFINITY, |v| v.high);
    let id =
        |r: &PlaceRank| (r.place.park.as_ref().map(|p| p.id.clone()), r.place.region_code.clone());
    let order = |a: &PlaceRank, b: &PlaceRank| {
        (b.above + a.below)
            .cmp(&(a.above + b.below))
            .then(low(b).total_cmp(&low(a)))
            .then(high(b).total_cmp(&high(a)))
    };
    ranks.sort_by(|a, b| order(a, b).then(id(a).cmp(&id(b))));
    for at in 0..ranks.len() {
        ranks[at].rank = match at.checked_sub(1) {
            Some(before) if order(&ranks[before], &ranks[at]).is_eq() => ranks[before].rank,
            _ => at + 1,
        };
    }
    ranks
}

fn offers(live: &Live, valued: &[Vec<Valued>]) -> Vec<Offer> {
    let incentives = &live.catalog().incentives;
    let (parks, regions) = incentives.places();
    let mut offers = Vec::new();
    let mut add = |place: PlaceRef, name: String, of: Vec<OfPlace>| {
        let counts = |c: &usize| incentives.state(*c, live.as_of) == State::Counts;
        let clauses: Vec<usize> = of.into_iter().map(|c| c.at).filter(counts).collect();
        if clauses.is_empty() || offers.len() >= PLACES_MAX {
            return;
        }
        let kinds = by_kind(live, &clauses, valued)
            .into_iter()
            .filter_map(|(i, v)| Some((i, v?)))
            .collect();
        let value = incentives.joined(&clauses, valued, |_| true).value;
        offers.push(Offer { place, name, clauses, kinds, value });
    };
    for id in parks {
        let Some(park) = live.find(id.as_str()) else { continue };
        let of = incentives.of_park(&park.id, park.region_code.as_deref());
        let park_ref = ParkRef { id: park.id.to_string(), name: park.name.to_string() };
        let name = park_ref.name.clone();
        add(PlaceRef { park: Some(park_ref), region_code: None }, name, of);
    }
    for code in regions {
        let named = live.dataset().regions.iter().find(|r| r.region_code == code);
        let name = named.map_or_else(|| code.to_string(), |r| r.name.to_string());
        let of = incentives.of_region(&code);
        add(PlaceRef { park: None, region_code: Some(code.to_string()) }, name, of);
    }
    offers
}

enum Surely {
    More,
    Less,
    Neither,
}

/// One offer against another on the kinds that both show; `None` where there is none.
fn compare(one: &[(Instrument, Interval)], other: &[(Instrument, Interval)]) -> Option<Surely> {
    let (mut mine, mut theirs, mut shared) = (Interval::default(), Interval::default(), false);
    for (kind, value) in one {
        if let Some((_, others)) = other.iter().find(|(k, _)| k == kind) {
            (mine, theirs, shared) = (mine.plus(*value), theirs.plus(*others), true);
        }
    }
    shared.then_some({
        if mine.low > theirs.high {
            Surely::More
        } else if theirs.low > mine.high {
            Surely::Less
        } else {
            Surely::Neither
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_kinds_that_both_show_are_compared() {
        let at = |low, high| Interval { low, high };
        let one = [(Instrument::Rent, at(10.0, 20.0)), (Instrument::Land, at(0.0, 900.0))];
        let other = [(Instrument::Rent, at(1.0, 5.0)), (Instrument::Talent, at(500.0, 500.0))];
        assert!(matches!(compare(&one, &other), Some(Surely::More)));
        assert!(matches!(compare(&other, &one), Some(Surely::Less)));
        assert!(matches!(compare(&one, &one), Some(Surely::Neither)));
        assert!(compare(&one, &other[1..]).is_none(), "nothing shared is no comparison");
    }
}
