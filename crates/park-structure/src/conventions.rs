//! Other conventions under one name: which of them would give the printed number?

use crate::audit::Recomputed;
use crate::claims::Printed;
use crate::measure::{Key, Measure};
use crate::table::Table;
use crate::undefined::Measured;

/// A convention that is not the measure's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// Another measure of this list.
    Measure(Measure),
    /// Times 100 without a sign.
    Percent,
    /// Times 10,000 (shares in per cent, squared).
    PercentSquared,
    /// Natural logarithm.
    Nats,
    /// Logarithm to base 10.
    Decimal,
    /// Divided by its largest value on this table.
    OverMaximum,
    /// The square root (a distance).
    Root,
    /// 1 minus it.
    Complement,
    /// Half of it.
    Half,
    /// Twice it.
    Twice,
    /// Density with an industry supporting itself (φ = 1 on the diagonal).
    DiagonalOne,
}

impl Convention {
    /// The convention in Chinese and English.
    pub fn words(self) -> (String, String) {
        let (zh, en) = match self {
            Self::Measure(m) => {
                return (format!("按{}的口径", m.name()), format!("as {}", m.name()));
            }
            Self::Percent => ("以百分数表示", "in per cent"),
            Self::PercentSquared => {
                ("以百分数平方表示（×10000）", "in squared per cent (× 10,000)")
            }
            Self::Nats => ("以自然对数计", "with the natural logarithm"),
            Self::Decimal => ("以10为底计", "with logarithms to base 10"),
            Self::OverMaximum => ("除以本表最大值", "divided by its maximum on this table"),
            Self::Root => ("取平方根(距离)", "as its square root (a distance)"),
            Self::Complement => ("以1减之", "as 1 minus it"),
            Self::Half => ("取一半", "as half of it"),
            Self::Twice => ("取两倍", "as twice it"),
            Self::DiagonalOne => ("邻近度对角线取1", "with 1 on the diagonal of the proximity"),
        };
        (zh.to_owned(), en.to_owned())
    }

    /// A value in this unit; `None` for what is not a matter of units.
    fn of(self, table: &Table, asked: Measure, v: f64) -> Option<f64> {
        Some(match self {
            Self::Percent => v * 100.0,
            Self::PercentSquared => v * 1e4,
            Self::Nats => v * std::f64::consts::LN_2,
            Self::Decimal => v * 2.0_f64.log10(),
            Self::OverMaximum => v / asked.range(table).1?,
            Self::Root => v.sqrt(),
            Self::Complement => 1.0 - v,
            Self::Half => v / 2.0,
            Self::Twice => v * 2.0,
            Self::DiagonalOne | Self::Measure(_) => return None,
        })
    }
}

/// The first other convention under which the printed number recomputes.
pub(crate) fn found(
    table: &Table,
    asked: Measure,
    key: Key,
    own: Measured,
    printed: Printed,
    recomputed: &mut Recomputed<'_>,
) -> Option<Convention> {
    let scaled = scaled(table, asked, own);
    let hit = scaled.into_iter().find(|(_, value)| printed.holds(*value)).map(|(name, _)| name);
    if hit.is_some() {
        return hit;
    }
    for sibling in siblings(asked) {
        if recomputed.value(*sibling, None, key).is_ok_and(|v| printed.holds(v)) {
            return Some(Convention::Measure(*sibling));
        }
    }
    let (Measure::Density, Key::Cell(region, industry)) = (asked, key) else { return None };
    let other = recomputed.density_by_itself(region, industry);
    other.is_ok_and(|v| printed.holds(v)).then_some(Convention::DiagonalOne)
}

/// The measure's own value in other units.
fn scaled(table: &Table, asked: Measure, own: Measured) -> Vec<(Convention, f64)> {
    let Ok(v) = own else { return Vec::new() };
    let units = UNITS.iter().find(|(m, _)| *m == asked).map_or(&[][..], |(_, units)| *units);
    let shares = asked.range(table) == (Some(0.0), Some(1.0));
    let common: &[Convention] =
        if shares { &[Convention::Percent, Convention::Complement] } else { &[] };
    units
        .iter()
        .chain(common)
        .filter_map(|c| Some((*c, c.of(table, asked, v)?)))
        .filter(|(_, v)| v.is_finite())
        .collect()
}

/// Units in which a measure is printed elsewhere.
const UNITS: &[(Measure, &[Convention])] = &[
    (Measure::Entropy, &[Convention::Nats, Convention::Decimal, Convention::OverMaximum]),
    (Measure::Jsd, &[Convention::Nats, Convention::Root]),
    (Measure::Hhi, &[Convention::PercentSquared]),
    (Measure::Theil, &[Convention::OverMaximum]),
    (Measure::GiniSpecialisation, &[Convention::OverMaximum]),
    (Measure::GiniConcentration, &[Convention::OverMaximum]),
    (Measure::LocationalGini, &[Convention::Twice]),
    (Measure::Hoover, &[Convention::Twice]),
    (Measure::Overlap, &[Convention::Twice]),
    (Measure::KrugmanPair, &[Convention::Half]),
    (Measure::KrugmanPooled, &[Convention::Half]),
    (Measure::KrugmanMeanOfOthers, &[Convention::Half]),
    (Measure::KrugmanLeaveOneOut, &[Convention::Half]),
    (Measure::KrugmanConcentration, &[Convention::Half]),
];

/// Measures that are confused with this one.
fn siblings(asked: Measure) -> &'static [Measure] {
    use Measure as M;
    const FAMILIES: &[&[M]] = &[
        &[M::KrugmanPooled, M::KrugmanMeanOfOthers, M::KrugmanLeaveOneOut, M::Hoover],
        &[M::Theil, M::TheilL],
        &[M::Hhi, M::HhiNormalised],
        &[M::Unido, M::Cosine, M::Overlap, M::CosineTaxonomy],
        &[M::GiniConcentration, M::LocationalGini],
        &[M::Fitness, M::Eci],
        &[M::Complexity, M::Pci],
    ];
    FAMILIES.iter().copied().find(|f| f.contains(&asked)).unwrap_or(&[])
}
