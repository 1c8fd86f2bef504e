//! Does a printed number recompute from the table, differ, or lie where no such number can?

use std::collections::HashMap;

use crate::claims::{Claim, Printed};
use crate::conventions::{Convention, found};
use crate::measure::{Key, Kind, Measure, Row, measure, pair};
use crate::pair::Taxonomy;
use crate::presence::{Presence, density, proximity};
use crate::table::Table;
use crate::undefined::{Measured, Undefined};

/// How far beyond an edge of the range a number must lie.
const EDGE: f64 = 1e-12;

/// What an audit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The recomputed value rounds to what is printed.
    Recomputes,
    /// It does not, or there is nothing to recompute.
    Differs,
    /// The printed number lies outside the measure's range on this table.
    Impossible,
}

/// Why a claim got its verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Finding {
    /// Within the tolerance.
    Within,
    /// Off by more than the tolerance; perhaps right under another convention.
    Off {
        /// Distance from the recomputed value.
        by: f64,
        /// The convention under which it would recompute.
        under: Option<Convention>,
    },
    /// Outside the range; perhaps right under another convention.
    Outside {
        /// Smallest possible value.
        low: Option<f64>,
        /// Largest possible value.
        high: Option<f64>,
        /// The convention under which it would recompute.
        under: Option<Convention>,
    },
    /// The measure is undefined here.
    Undefined(Undefined),
    /// No measure has this name.
    NoMeasure,
    /// The table has no such region or industry, or the claim does not name what the measure is about.
    NoRow,
    /// What is printed is no number.
    NoNumber,
}

/// A claim with its verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Audited {
    /// The verdict.
    pub verdict: Verdict,
    /// The recomputed value; `None` where the claim could not be placed.
    pub recomputed: Option<Measured>,
    /// Half a unit of the last printed digit.
    pub tolerance: Option<f64>,
    /// Why.
    pub finding: Finding,
}

impl Audited {
    /// Whether the claim could be read and placed at all.
    pub fn is_understood(&self) -> bool {
        !matches!(self.finding, Finding::NoMeasure | Finding::NoRow | Finding::NoNumber)
    }
}

/// What was recomputed so far: a measure once, however many claims speak of it.
pub(crate) struct Recomputed<'t> {
    table: &'t Table,
    taxonomy: Result<Taxonomy, Undefined>,
    rows: HashMap<Measure, Vec<Row>>,
    density_by_itself: Option<Vec<Measured>>,
}

impl<'t> Recomputed<'t> {
    fn new(table: &'t Table) -> Self {
        let taxonomy = Taxonomy::of(table.industries());
        Self { table, taxonomy, rows: HashMap::new(), density_by_itself: None }
    }

    /// One value; of reflections the step that is asked, else the last one. A pair of regions is computed alone.
    pub(crate) fn value(&mut self, asked: Measure, step: Option<usize>, key: Key) -> Measured {
        if let Key::RegionPair(a, b) = key {
            return pair(self.table, asked, &self.taxonomy, a, b);
        }
        let table = self.table;
        let rows =
            self.rows.entry(asked).or_insert_with(|| measure(table, asked).unwrap_or_default());
        let Ok(at) = rows.binary_search_by_key(&key, |row| row.key) else {
            return Err(Undefined::TooManyRows);
        };
        let row = &rows[at];
        let value = row.value?;
        Ok(step.and_then(|step| row.steps.get(step).copied()).unwrap_or(value))
    }

    /// The density of a cell with 1 on the diagonal of the proximity.
    pub(crate) fn density_by_itself(&mut self, region: usize, industry: usize) -> Measured {
        let table = self.table;
        let all = self.density_by_itself.get_or_insert_with(|| {
            let m = Presence::of(table);
            density(&m, &proximity(&m), 1.0)
        });
        all[region * table.n_industries() + industry]
    }
}

/// Judges each claim, in order.
pub fn audit(table: &Table, claims: &[Claim]) -> Vec<Audited> {
    let mut recomputed = Recomputed::new(table);
    claims.iter().map(|claim| one(table, claim, &mut recomputed)).collect()
}

fn one(table: &Table, claim: &Claim, recomputed: &mut Recomputed<'_>) -> Audited {
    let printed = Printed::of(&claim.printed);
    let tolerance = printed.map(|p| p.tolerance);
    let unplaced =
        |finding| Audited { verdict: Verdict::Differs, recomputed: None, tolerance, finding };
    let Some((asked, step)) = named(&claim.measure) else { return unplaced(Finding::NoMeasure) };
    let Some(key) = place(table, asked, claim) else { return unplaced(Finding::NoRow) };
    let own = recomputed.value(asked, step, key);
    let Some(printed) = printed else {
        return Audited { recomputed: Some(own), ..unplaced(Finding::NoNumber) };
    };
    let (low, high) = asked.range(table);
    // Asked only where the number does not recompute: 0.33 for the floor 1/3 is right, not impossible.
    let outside = low.is_some_and(|low| printed.value + EDGE < low)
        || high.is_some_and(|high| printed.value - EDGE > high);
    let (verdict, finding) = match own {
        Ok(v) if printed.holds(v) => (Verdict::Recomputes, Finding::Within),
        _ if outside => {
            let under = found(table, asked, key, own, printed, recomputed);
            (Verdict::Impossible, Finding::Outside { low, high, under })
        }
        Ok(v) => {
            let under = found(table, asked, key, own, printed, recomputed);
            (Verdict::Differs, Finding::Off { by: (printed.value - v).abs(), under })
        }
        Err(why) => (Verdict::Differs, Finding::Undefined(why)),
    };
    Audited { verdict, recomputed: Some(own), tolerance, finding }
}

/// The measure of a claim; `reflections-0` and the like name one step.
fn named(name: &str) -> Option<(Measure, Option<usize>)> {
    if let Some(asked) = Measure::of(name) {
        return Some((asked, None));
    }
    let step = name.trim().strip_prefix("reflections-")?.parse().ok()?;
    (step < crate::complexity::REFLECTIONS).then_some((Measure::Reflections, Some(step)))
}

/// Which row a claim is about. The names of a pair may stand in either order; of an industry or a pair of industries in
/// any of the columns.
fn place(table: &Table, asked: Measure, claim: &Claim) -> Option<Key> {
    let names: Vec<&str> = [&claim.region, &claim.other, &claim.industry]
        .into_iter()
        .map(String::as_str)
        .filter(|n| !n.is_empty())
        .collect();
    let region = |name: &str| table.region_at(name);
    let industry = |name: &str| table.industry_at(name);
    let sorted = |a: usize, b: usize| (a != b).then_some((a.min(b), a.max(b)));
    match (asked.kind(), names.as_slice()) {
        (Kind::RegionPair, [a, b]) => {
            sorted(region(a)?, region(b)?).map(|(a, b)| Key::RegionPair(a, b))
        }
        (Kind::IndustryPair, [a, b]) => {
            sorted(industry(a)?, industry(b)?).map(|(a, b)| Key::IndustryPair(a, b))
        }
        (Kind::Region, [a]) => region(a).map(Key::Region),
        (Kind::Industry, [a]) => industry(a).map(Key::Industry),
        (Kind::Cell, [a, b]) => Some(Key::Cell(region(a)?, industry(b)?)),
        (Kind::Both, [a]) if claim.industry.is_empty() => {
            region(a).map(Key::Region).or_else(|| industry(a).map(Key::Industry))
        }
        (Kind::Both, [a]) => industry(a).map(Key::Industry),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{read_claims, read_table};

    const TABLE: &str = "region,a,b,c,d\nX,20,50,20,10\nY,10,10,10,70\nZ,1,0,0,0\n";

    fn verdicts(claims: &str) -> Vec<Audited> {
        let claims =
            read_claims(&format!("measure,region,other,industry,printed\n{claims}")).unwrap();
        audit(&read_table(TABLE).unwrap(), &claims)
    }

    #[test]
    fn three_verdicts() {
        for (claim, want) in [
            ("hhi,X,,,0.34", Verdict::Recomputes),
            ("hhi,X,,,0.340", Verdict::Recomputes),
            ("hhi,X,,,34%", Verdict::Recomputes),
            ("hhi,X,,,0.35", Verdict::Differs),
            ("hhi,X,,,0.2", Verdict::Impossible),
            ("hhi,X,,,0.25", Verdict::Differs),
            ("hhi,Z,,,1.0", Verdict::Recomputes),
            ("entropy,X,,,2.1", Verdict::Impossible),
            ("entropy,X,,,1.76", Verdict::Recomputes),
            ("unido,Y,X,,1.2", Verdict::Impossible),
            ("krugman-pair,X,Y,,1.2", Verdict::Recomputes),
            ("krugman-pair,X,Y,,2.1", Verdict::Impossible),
            ("overlap,X,Y,,40%", Verdict::Recomputes),
            ("overlap,X,Y,,0.62", Verdict::Differs),
            ("hoover,X,,,25", Verdict::Impossible),
        ] {
            assert_eq!(verdicts(claim)[0].verdict, want, "{claim}");
        }
    }

    #[test]
    fn names_the_convention_that_would_fit() {
        for (claim, want) in [
            ("entropy,X,,,1.22", Convention::Nats),
            ("hhi,X,,,3400", Convention::PercentSquared),
            ("hhi-normalised,X,,,0.34", Convention::Measure(Measure::Hhi)),
            ("overlap,X,Y,,40", Convention::Percent),
        ] {
            let (Finding::Off { under, .. } | Finding::Outside { under, .. }) =
                verdicts(claim)[0].finding
            else {
                panic!("{claim} is not off");
            };
            assert_eq!(under, Some(want), "{claim}");
        }
    }

    /// A table with more pairs than are written still has each pair.
    #[test]
    fn a_pair_of_a_long_table_is_recomputed() {
        let mut text = "region,a,b\n".to_owned();
        for i in 0..3_000 {
            text.push_str(&format!("R{i},{},1\n", i % 7));
        }
        let table = read_table(&text).unwrap();
        assert!(measure(&table, Measure::Overlap).is_err());
        let claims = "measure,region,other,printed\noverlap,R2999,R1,0.75\noverlap,R1,R2,0.4\n";
        let all = audit(&table, &read_claims(claims).unwrap());
        assert_eq!(all[0].recomputed, Some(Ok(0.75)));
        assert_eq!(all[1].verdict, Verdict::Differs);
    }

    #[test]
    fn a_claim_that_cannot_be_placed_keeps_its_row() {
        let all = verdicts("krugman,X,,,1\nhhi,W,,,0.3\nunido,X,,,0.3\nhhi,X,,,n/a\nlq,X,,b,1.1\n");
        let findings: Vec<_> = all.iter().map(|a| a.finding).collect();
        assert_eq!(
            findings[..4],
            [Finding::NoMeasure, Finding::NoRow, Finding::NoRow, Finding::NoNumber]
        );
        assert_eq!(all.iter().filter(|a| a.is_understood()).count(), 1);
    }
}
