//! What a park says against what its firms do: the industries it names that its firms do not bear out, and those its
//! firms are in that it does not name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use park_domain::ParkId;
use park_industry::Reader;

use crate::axis_data::{AxisData, Null};
use crate::peers::Cohort;
use crate::report::{NameGap, Share};

/// Items of evidence on each side.
const ITEMS: usize = 5;
/// An industry is borne out, or worth naming, when the park has this many times the share of the base.
const LQ_MIN: f64 = 1.0;

/// Named phrases by park.
pub(crate) type Lists = HashMap<ParkId, Vec<String>>;

/// The phrases that the parks of a cohort name.
pub(crate) fn lists(cohort: &Cohort<'_, '_>, named: &AxisData) -> Lists {
    let words = |row: &[(u32, f64)]| {
        row.iter().map(|(k, _)| named.items[*k as usize].what.clone()).collect::<Vec<_>>()
    };
    cohort
        .peers
        .iter()
        .zip(&named.profiles)
        .filter(|(_, row)| !row.is_empty())
        .map(|(peer, row)| (peer.id().clone(), words(row)))
        .collect()
}

/// Gaps of the parks that have both enough firms and a list that can be read as industries. None where the
/// structures are of capital, output or jobs: what is counted there are no firms, and no threshold of firms fits it.
pub(crate) fn gaps(
    cohort: &Cohort<'_, '_>,
    revealed: &AxisData,
    lists: &Lists,
    reader: &Reader,
) -> Vec<NameGap> {
    let (Null::Counts { sizes, size_min, null: Some(_), .. }, Some(usual)) =
        (&revealed.null, &revealed.usual)
    else {
        return Vec::new();
    };
    let number_of: BTreeMap<&str, u32> = (0..)
        .zip(&revealed.items)
        .filter_map(|(k, item)| item.code.as_deref().map(|code| (code, k)))
        .collect();
    let mut opened: HashMap<&str, Vec<u32>> = HashMap::new();
    for phrase in lists.values().flatten() {
        opened.entry(phrase).or_insert_with(|| {
            let divisions = reader.phrase(phrase).divisions;
            divisions.iter().filter_map(|(c, _)| number_of.get(c.as_str()).copied()).collect()
        });
    }
    cohort
        .peers
        .iter()
        .enumerate()
        .filter(|(i, _)| sizes[*i] >= *size_min)
        .filter_map(|(i, peer)| {
            let list = lists.get(peer.id())?;
            let shares: BTreeMap<u32, f64> = revealed.profiles[i].iter().copied().collect();
            let one = Park { shares: &shares, usual, revealed };
            one.gap(peer.id(), sizes[i], list, &opened)
        })
        .collect()
}

struct Park<'a> {
    shares: &'a BTreeMap<u32, f64>,
    usual: &'a [f64],
    revealed: &'a AxisData,
}

impl Park<'_> {
    fn own_and_base(&self, divisions: impl Iterator<Item = u32>) -> (f64, f64) {
        divisions.fold((0.0, 0.0), |(own, base), k| {
            (own + self.shares.get(&k).copied().unwrap_or(0.0), base + self.usual[k as usize])
        })
    }

    fn gap(
        &self,
        id: &ParkId,
        firms: f64,
        list: &[String],
        opened: &HashMap<&str, Vec<u32>>,
    ) -> Option<NameGap> {
        let named: BTreeSet<u32> = list.iter().flat_map(|p| &opened[p.as_str()]).copied().collect();
        let (share, base) = self.own_and_base(named.iter().copied());
        if base <= 0.0 {
            return None;
        }
        let mut unsupported: Vec<(f64, Share)> = list
            .iter()
            .filter(|phrase| !opened[phrase.as_str()].is_empty())
            .filter_map(|phrase| {
                let (own, base) = self.own_and_base(opened[phrase.as_str()].iter().copied());
                let lq = own / base;
                let item = Share { what: phrase.clone(), code: None, share: own, popularity: base };
                (lq < LQ_MIN).then_some((lq, item))
            })
            .collect();
        unsupported.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.what.cmp(&b.1.what)));
        let mut unnamed: Vec<(f64, u32, f64)> = self
            .shares
            .iter()
            .filter(|(k, own)| !named.contains(k) && **own / self.usual[**k as usize] > LQ_MIN)
            // What an industry adds beyond its usual share, measured as the residual measures it.
            .map(|(k, own)| {
                ((own - self.usual[*k as usize]) / self.usual[*k as usize].sqrt(), *k, *own)
            })
            .collect();
        unnamed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let of = |k: u32, own: f64| Share {
            what: self.revealed.items[k as usize].what.clone(),
            code: self.revealed.items[k as usize].code.clone(),
            share: own,
            popularity: self.usual[k as usize],
        };
        Some(NameGap {
            park: id.clone(),
            firms,
            named_share: share,
            named_base: base,
            quotient: share / base,
            unsupported: unsupported.into_iter().take(ITEMS).map(|(_, s)| s).collect(),
            unnamed: unnamed.into_iter().take(ITEMS).map(|(_, k, own)| of(k, own)).collect(),
        })
    }
}
