//! The measures by name, and their rows for a table.

use crate::complexity::{complexity, fitness, reflections};
use crate::gini::{locational_gini, over_regions, quotient_gini, specialisation};
use crate::number;
use crate::pair::{Taxonomy, cosine, jsd_bits, krugman, overlap, unido};
use crate::presence::{Presence, density, proximity};
use crate::quotient::quotients;
use crate::reference::{
    against_mean_of_others, against_others_pooled, against_pooled, concentration, hachman,
};
use crate::table::{Table, column_sums, shares};
use crate::undefined::{Measured, Undefined};
use crate::variety::{entropy_bits, hhi, hhi_normalised, theil, theil_l};

/// Most rows of one measure.
pub const ROWS_MAX: usize = 4_000_000;

/// What a row of a measure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Two regions.
    RegionPair,
    /// One region.
    Region,
    /// One industry.
    Industry,
    /// One region and one industry.
    Cell,
    /// Two industries.
    IndustryPair,
    /// Regions, then industries.
    Both,
}

/// Which row: places in the table's order, which is also the order of a measure's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Two regions, the first before the second.
    RegionPair(usize, usize),
    /// One region.
    Region(usize),
    /// One industry.
    Industry(usize),
    /// A region and an industry.
    Cell(usize, usize),
    /// Two industries, the first before the second.
    IndustryPair(usize, usize),
}

/// One value of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// About what.
    pub key: Key,
    /// The value, or why there is none.
    pub value: Measured,
    /// For reflections k0, k1, k2 (the value is k2); else empty.
    pub steps: Vec<f64>,
}

macro_rules! measures {
    ($($(#[doc = $doc:literal])+ $variant:ident, $name:literal, $kind:ident;)+) => {
        /// A measure by its name; `docs/structure-measures.md` has formulas and conventions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Measure { $($(#[doc = $doc])+ $variant,)+ }

        impl Measure {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name on the command line and in claims.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What its rows are about.
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)+ }
            }
        }
    };
}

measures! {
    /// UNIDO structure similarity.
    Unido, "unido", RegionPair;
    /// Krugman index of a pair.
    KrugmanPair, "krugman-pair", RegionPair;
    /// Overlap of shares.
    Overlap, "overlap", RegionPair;
    /// Jensen–Shannon divergence, bits.
    Jsd, "jsd", RegionPair;
    /// Plain cosine.
    Cosine, "cosine", RegionPair;
    /// Cosine that knows the classification.
    CosineTaxonomy, "cosine-taxonomy", RegionPair;
    /// Krugman index against the unweighted mean of the others' shares.
    KrugmanMeanOfOthers, "krugman-mean-of-others", Region;
    /// Krugman index against the pooled structure, itself included.
    KrugmanPooled, "krugman-pooled", Region;
    /// Krugman index against the others pooled.
    KrugmanLeaveOneOut, "krugman-leave-one-out", Region;
    /// Half of krugman-pooled.
    Hoover, "hoover", Region;
    /// Hachman index against the pooled structure.
    Hachman, "hachman", Region;
    /// Herfindahl–Hirschman index.
    Hhi, "hhi", Region;
    /// HHI from 0 to 1.
    HhiNormalised, "hhi-normalised", Region;
    /// Entropy, bits.
    Entropy, "entropy", Region;
    /// Theil's T.
    Theil, "theil", Region;
    /// Theil's L.
    TheilL, "theil-l", Region;
    /// Gini over a region's location quotients.
    GiniSpecialisation, "gini-specialisation", Region;
    /// Gini over an industry's location quotients.
    GiniConcentration, "gini-concentration", Industry;
    /// Krugman index of an industry's spread over regions.
    KrugmanConcentration, "krugman-concentration", Industry;
    /// Krugman's locational Gini.
    LocationalGini, "locational-gini", Industry;
    /// Location quotient.
    Lq, "lq", Cell;
    /// M.
    RcaBinary, "rca-binary", Cell;
    /// Proximity of industries.
    Proximity, "proximity", IndustryPair;
    /// Relatedness density, diagonal 0.
    Density, "density", Cell;
    /// Fitness.
    Fitness, "fitness", Region;
    /// Complexity, the other side of fitness.
    Complexity, "complexity", Industry;
    /// Method of reflections.
    Reflections, "reflections", Both;
    /// Economic complexity index.
    Eci, "eci", Region;
    /// Product complexity index, on ECI's scale.
    Pci, "pci", Industry;
}

impl Measure {
    /// The measure of this name; case and `_` for `-` do not matter.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace('_', "-");
        Self::ALL.iter().copied().find(|m| m.name() == name)
    }

    /// The smallest and largest value it can take on this table; `None` where there is no bound.
    pub fn range(self, table: &Table) -> (Option<f64>, Option<f64>) {
        let (n, k) = (number(table.n_regions()), number(table.n_industries()));
        let to = |high: f64| (Some(0.0), Some(high));
        match self {
            Self::Unido
            | Self::Overlap
            | Self::Jsd
            | Self::Cosine
            | Self::CosineTaxonomy
            | Self::Hoover
            | Self::Hachman
            | Self::HhiNormalised
            | Self::RcaBinary
            | Self::Proximity
            | Self::Density => to(1.0),
            Self::KrugmanPair
            | Self::KrugmanMeanOfOthers
            | Self::KrugmanPooled
            | Self::KrugmanLeaveOneOut
            | Self::KrugmanConcentration => to(2.0),
            Self::Hhi => (Some(1.0 / k), Some(1.0)),
            Self::Entropy => to(k.log2()),
            Self::Theil => to(k.ln()),
            Self::GiniSpecialisation => to(1.0 - 1.0 / k),
            Self::GiniConcentration => to(1.0 - 1.0 / n),
            Self::LocationalGini => to(0.5),
            Self::Fitness => to(n),
            Self::Complexity => to(k),
            Self::TheilL | Self::Lq | Self::Reflections => (Some(0.0), None),
            // A z-score of n numbers lies within √(n − 1).
            Self::Eci => (Some(-(n - 1.0).sqrt()), Some((n - 1.0).sqrt())),
            Self::Pci => (None, None),
        }
    }

    /// How many rows it has on this table.
    pub fn n_rows(self, table: &Table) -> usize {
        let (n, k) = (table.n_regions(), table.n_industries());
        match self.kind() {
            Kind::RegionPair => n * n.saturating_sub(1) / 2,
            Kind::Region => n,
            Kind::Industry => k,
            Kind::Cell => n * k,
            Kind::IndustryPair => k * k.saturating_sub(1) / 2,
            Kind::Both => n + k,
        }
    }
}

/// The rows of a measure, in the table's order.
///
/// # Errors
/// The number of rows, when it is above [`ROWS_MAX`].
pub fn measure(table: &Table, measure: Measure) -> Result<Vec<Row>, usize> {
    let rows = measure.n_rows(table);
    if rows > ROWS_MAX {
        return Err(rows);
    }
    let k = table.n_industries();
    Ok(match measure.kind() {
        Kind::RegionPair => pairs(table, measure),
        Kind::Region => plain(by_region(table, measure), Key::Region),
        Kind::Industry => plain(by_industry(table, measure), Key::Industry),
        Kind::Cell => plain(by_cell(table, measure), |at| Key::Cell(at / k, at % k)),
        Kind::IndustryPair => {
            let phi = proximity(&Presence::of(table));
            (0..k)
                .flat_map(|a| (a + 1..k).map(move |b| (a, b)))
                .map(|(a, b)| row(Key::IndustryPair(a, b), phi[a][b]))
                .collect()
        }
        Kind::Both => reflected(table),
    })
}

fn row(key: Key, value: Measured) -> Row {
    Row { key, value, steps: Vec::new() }
}

fn plain(values: Vec<Measured>, key: impl Fn(usize) -> Key) -> Vec<Row> {
    values.into_iter().enumerate().map(|(at, value)| row(key(at), value)).collect()
}

fn pairs(table: &Table, measure: Measure) -> Vec<Row> {
    let all: Vec<Result<Vec<f64>, Undefined>> =
        (0..table.n_regions()).map(|i| structure(table, i)).collect();
    let taxonomy = Taxonomy::of(table.industries());
    let mut out = Vec::with_capacity(measure.n_rows(table));
    for (a, s) in all.iter().enumerate() {
        for (b, t) in all.iter().enumerate().skip(a + 1) {
            out.push(row(Key::RegionPair(a, b), of_pair(measure, &taxonomy, s, t)));
        }
    }
    out
}

/// A measure of one pair of regions alone: a table may have more pairs than are ever written.
pub(crate) fn pair(
    table: &Table,
    measure: Measure,
    taxonomy: &Result<Taxonomy, Undefined>,
    a: usize,
    b: usize,
) -> Measured {
    of_pair(measure, taxonomy, &structure(table, a), &structure(table, b))
}

fn structure(table: &Table, region: usize) -> Result<Vec<f64>, Undefined> {
    table.row(region).and_then(|values| shares(&values))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the others have rows of another kind")]
fn of_pair(
    measure: Measure,
    taxonomy: &Result<Taxonomy, Undefined>,
    s: &Result<Vec<f64>, Undefined>,
    t: &Result<Vec<f64>, Undefined>,
) -> Measured {
    let (s, t) = match (s, t) {
        (Ok(s), Ok(t)) => (s, t),
        (Err(a), Err(b)) if *a != *b => return Err(Undefined::UnknownValue),
        (Err(why), _) | (_, Err(why)) => return Err(*why),
    };
    match measure {
        Measure::KrugmanPair => Ok(krugman(s, t)),
        Measure::Overlap => Ok(overlap(s, t)),
        Measure::Jsd => Ok(jsd_bits(s, t)),
        Measure::Cosine => cosine(s, t),
        Measure::CosineTaxonomy => taxonomy.as_ref().map_err(|why| *why)?.cosine(s, t),
        Measure::Unido => unido(s, t),
        other => unreachable!("{} is not of pairs", other.name()),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the others have rows of another kind")]
fn by_region(table: &Table, measure: Measure) -> Vec<Measured> {
    let own = |one: fn(&[f64]) -> Measured| -> Vec<Measured> {
        (0..table.n_regions()).map(|i| one(&table.row(i)?)).collect()
    };
    match measure {
        Measure::KrugmanMeanOfOthers => against_mean_of_others(table),
        Measure::KrugmanLeaveOneOut => against_others_pooled(table),
        Measure::Hoover => against_pooled(table).into_iter().map(|v| Ok(v? / 2.0)).collect(),
        Measure::Hachman => {
            let pooled = table.known().and_then(|rows| shares(&column_sums(&rows)));
            (0..table.n_regions())
                .map(|i| hachman(&shares(&table.row(i)?)?, pooled.as_ref().map_err(|w| *w)?))
                .collect()
        }
        Measure::Hhi => own(hhi),
        Measure::HhiNormalised => own(hhi_normalised),
        Measure::Entropy => own(entropy_bits),
        Measure::Theil => own(theil),
        Measure::TheilL => own(theil_l),
        Measure::GiniSpecialisation => specialisation(table),
        Measure::Fitness => fitness(&Presence::of(table)).regions,
        Measure::Eci => complexity(&Presence::of(table)).regions,
        Measure::KrugmanPooled => against_pooled(table),
        other => unreachable!("{} is not by region", other.name()),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the others have rows of another kind")]
fn by_industry(table: &Table, measure: Measure) -> Vec<Measured> {
    match measure {
        Measure::GiniConcentration => over_regions(table, quotient_gini),
        Measure::LocationalGini => over_regions(table, locational_gini),
        Measure::Complexity => fitness(&Presence::of(table)).industries,
        Measure::Pci => complexity(&Presence::of(table)).industries,
        Measure::KrugmanConcentration => concentration(table),
        other => unreachable!("{} is not by industry", other.name()),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the others have rows of another kind")]
fn by_cell(table: &Table, measure: Measure) -> Vec<Measured> {
    match measure {
        Measure::RcaBinary => {
            let m = Presence::of(table);
            let binary = table.is_binary();
            quotients(table)
                .into_iter()
                .enumerate()
                .map(|(at, lq)| {
                    let k = table.n_industries();
                    let cell = m.cell(at / k, at % k).ok_or(Undefined::UnknownValue)?;
                    // Of a table of 0 and 1 the cell itself is known, whatever its quotient.
                    if !binary {
                        lq?;
                    }
                    Ok(f64::from(u8::from(cell)))
                })
                .collect()
        }
        Measure::Density => {
            let m = Presence::of(table);
            density(&m, &proximity(&m), 0.0)
        }
        Measure::Lq => quotients(table),
        other => unreachable!("{} is not by cell", other.name()),
    }
}

fn reflected(table: &Table) -> Vec<Row> {
    let steps = reflections(&Presence::of(table));
    let at = |values: Vec<&Measured>, key: Key| {
        let value = values.last().map_or(Err(Undefined::EmptyRegion), |v| **v);
        let steps = values.into_iter().filter_map(|v| v.ok()).collect();
        Row { key, value, steps }
    };
    let regions =
        (0..table.n_regions()).map(|i| at(steps.iter().map(|s| &s.0[i]).collect(), Key::Region(i)));
    let industries = (0..table.n_industries())
        .map(|k| at(steps.iter().map(|s| &s.1[k]).collect(), Key::Industry(k)));
    regions.chain(industries).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again() {
        for m in Measure::ALL {
            assert_eq!(Measure::of(m.name()), Some(*m));
        }
        assert_eq!(Measure::of(" Krugman_Pair "), Some(Measure::KrugmanPair));
        assert_eq!(Measure::of("krugman"), None);
    }

    #[test]
    fn every_measure_has_its_rows_and_no_nan() {
        let text = "region,26,39,40\nA,1,2,0\nB,0,0,0\nC,3,,1\nD,4,1,1\n";
        for text in [text.to_owned(), text.replace(",,", ",2,"), "region,a\nA,0\n".to_owned()] {
            let table = crate::read_table(&text).unwrap();
            for m in Measure::ALL {
                let rows = measure(&table, *m).unwrap();
                assert_eq!(rows.len(), m.n_rows(&table), "{}", m.name());
                assert!(rows.iter().all(|r| r.value.is_ok_and(f64::is_finite) || r.value.is_err()));
                // The audit finds a row by its key.
                assert!(rows.is_sorted_by_key(|r| r.key), "{}", m.name());
            }
        }
    }

    #[test]
    fn unknown_and_empty_are_reasons() {
        let table = crate::read_table("region,x,y\nA,1,2\nB,0,0\nC,3,\n").unwrap();
        let values = |m| -> Vec<Measured> {
            measure(&table, m).unwrap().into_iter().map(|r| r.value).collect()
        };
        let unknown = Err(Undefined::UnknownValue);
        assert_eq!(values(Measure::Unido), [Err(Undefined::EmptyRegion), unknown, unknown]);
        assert_eq!(values(Measure::Hhi)[1..], [Err(Undefined::EmptyRegion), unknown]);
        assert_eq!(values(Measure::Lq)[0], unknown);
        assert_eq!(values(Measure::GiniConcentration), [unknown, unknown]);
    }
}
