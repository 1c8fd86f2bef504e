//! The industries a park's firms are in, by division of GB/T 4754-2017.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use park_domain::{Base, Basis, Dataset, Structure};
use park_industry::{Code, Reader};

use crate::axis_data::{AxisData, Item, Null, widen};
use crate::multinomial::StructureNull;
use crate::params::ValidParams;
use crate::peer_null::PeerNull;
use crate::peers::Cohort;
use crate::rows::{Rows, rows_of};
use crate::vectors::{Measure, Vectors};

const NATION: &str = "000000";

type Counts = BTreeMap<Code, f64>;

/// Words and codes of rows as divisions with shares, read once each.
struct Divisions<'r> {
    reader: &'r Reader,
    known: HashMap<String, Vec<(Code, f64)>>,
}

impl Divisions<'_> {
    /// What is not mapped counts nowhere: an unread word is no industry.
    fn of(&mut self, industry: &str) -> &[(Code, f64)] {
        self.known.entry(industry.to_owned()).or_insert_with(|| match Code::parse(industry) {
            Some(code) if self.reader.classification().contains(code.division()) => {
                vec![(code.division(), 1.0)]
            }
            _ => self.reader.phrase(industry).divisions,
        })
    }
}

/// Stocks up to the asked year: flows of firms are summed, other measures are read in their newest year.
pub(crate) fn collect(
    cohort: &Cohort<'_, '_>,
    rows: &Rows<'_>,
    dataset: &Dataset,
    reader: &Reader,
    params: &ValidParams,
) -> AxisData {
    let basis = most_common_basis(cohort, rows, params);
    let mut divisions = Divisions { reader, known: HashMap::new() };
    let mut years = None;
    let counts: Vec<Counts> = cohort
        .peers
        .iter()
        .map(|peer| {
            let own: Vec<&Structure> = rows_of(&rows.structure, peer.id())
                .iter()
                .copied()
                .filter(|r| {
                    r.basis == basis
                        && params.counts_year(r.year)
                        && r.value.is_some_and(|v| v > 0.0)
                })
                .collect();
            let newest = own.iter().filter_map(|r| r.year).max();
            let mut counts = Counts::new();
            for row in own {
                if basis == Basis::Firms || row.year == newest {
                    years = widen(years, row.year);
                    add(&mut counts, divisions.of(&row.industry), row.value.unwrap_or(0.0));
                }
            }
            counts
        })
        .collect();
    let (base, base_words) = base_of(dataset, &counts, basis, params, &mut divisions);
    let codes: Vec<Code> = counts
        .iter()
        .flat_map(Counts::keys)
        .chain(base.keys())
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let total: f64 = base.values().sum();
    let shares_of_base: Vec<f64> =
        codes.iter().map(|c| base.get(c).copied().unwrap_or(0.0) / total).collect();
    let sizes: Vec<f64> = counts.iter().map(|c| c.values().sum()).collect();
    let profiles: Vec<Vec<(u32, f64)>> = counts
        .iter()
        .zip(&sizes)
        .map(|(counts, size)| {
            (0..)
                .zip(&codes)
                .filter_map(|(k, code)| counts.get(code).map(|count| (k, count / size)))
                .collect()
        })
        .collect();
    let scaled = profiles
        .iter()
        .map(|row| {
            row.iter().map(|(k, share)| (*k, share / shares_of_base[*k as usize].sqrt())).collect()
        })
        .collect();
    let settings = params.settings();
    // Only counts of firms scatter as counts do.
    let null = (basis == Basis::Firms && total > 0.0)
        .then(|| StructureNull::draw(&shares_of_base, settings.null_draws, settings.seed))
        .flatten();
    let peers = null.as_ref().and_then(|_| {
        PeerNull::draw(
            &shares_of_base,
            &profiles,
            &sizes,
            settings.firms_min,
            settings.null_draws,
            settings.seed,
        )
    });
    AxisData {
        vectors: Vectors::new(profiles.clone(), codes.len(), Measure::Cosine),
        residual: Some(Vectors::new(scaled, codes.len(), Measure::Residual)),
        null: Null::Counts { sizes, size_min: settings.firms_min, null, peers },
        profiles,
        items: codes
            .iter()
            .map(|code| Item {
                what: reader.classification().name(*code).unwrap_or(code.as_str()).to_owned(),
                code: Some(code.as_str().to_owned()),
            })
            .collect(),
        usual: Some(shares_of_base),
        base: Some(base_words),
        years,
    }
}

fn add(counts: &mut Counts, divisions: &[(Code, f64)], value: f64) {
    for (code, share) in divisions {
        *counts.entry(*code).or_insert(0.0) += share * value;
    }
}

/// Shares of different measures are not compared: the one that most parks have is used, firms before others.
fn most_common_basis(cohort: &Cohort<'_, '_>, rows: &Rows<'_>, params: &ValidParams) -> Basis {
    let mut parks: BTreeMap<Basis, usize> = BTreeMap::new();
    for peer in &cohort.peers {
        let bases: BTreeSet<Basis> = rows_of(&rows.structure, peer.id())
            .iter()
            .filter(|r| r.basis != Basis::Named && params.counts_year(r.year))
            .map(|r| r.basis)
            .collect();
        for basis in bases {
            *parks.entry(basis).or_default() += 1;
        }
    }
    parks
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
        .map_or(Basis::Firms, |(basis, _)| *basis)
}

/// What the structures are compared with: the province's base where the peer set lies in one, else the nation's, else
/// the peer set itself. An industry that parks have and the base lacks takes its share from the parks.
fn base_of(
    dataset: &Dataset,
    counts: &[Counts],
    basis: Basis,
    params: &ValidParams,
    divisions: &mut Divisions<'_>,
) -> (Counts, (String, String)) {
    let mut pooled = Counts::new();
    for park in counts {
        for (code, count) in park {
            *pooled.entry(*code).or_insert(0.0) += count;
        }
    }
    let province = params.region_digits.as_ref().map(|digits| format!("{}0000", &digits[..2]));
    let named = |code: &str| {
        let name =
            dataset.regions.iter().find(|r| &*r.region_code == code).map(|r| r.name.to_string());
        name.unwrap_or_else(|| code.to_owned())
    };
    let mut read = |code: &str| -> Counts {
        let rows: Vec<&Base> = dataset
            .bases
            .iter()
            .filter(|b| &*b.region_code == code && b.basis == basis && params.counts_year(b.year))
            .collect();
        let newest = rows.iter().filter_map(|b| b.year).max();
        let mut base = Counts::new();
        for row in rows {
            if basis == Basis::Firms || row.year == newest {
                add(&mut base, divisions.of(&row.industry), row.value.unwrap_or(0.0));
            }
        }
        base
    };
    let of_province = province.as_deref().map(&mut read).filter(|b| !b.is_empty());
    let (mut base, words) = match (of_province, province) {
        (Some(base), Some(code)) => {
            (base, (format!("{}全部企业", named(&code)), format!("all firms of {}", named(&code))))
        }
        _ => {
            let nation = read(NATION);
            if nation.is_empty() {
                (pooled.clone(), ("对比园区合计".to_owned(), "the peer set as a whole".to_owned()))
            } else {
                (nation, ("全国企业".to_owned(), "all firms of the nation".to_owned()))
            }
        }
    };
    for (code, count) in &pooled {
        let slot = base.entry(*code).or_insert(0.0);
        if *slot <= 0.0 {
            *slot = *count;
        }
    }
    base.retain(|_, count| *count > 0.0);
    (base, words)
}
