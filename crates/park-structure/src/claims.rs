//! Printed numbers to be audited: `measure,region,other,industry,printed`.

use crate::read::{Fault, fault, lines};

/// Most claims of one file.
const CLAIMS_MAX: usize = 1_000_000;

/// A claim as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claim {
    /// Its line in the file.
    pub line: usize,
    /// Name of the measure.
    pub measure: String,
    /// The region (of a pair the one).
    pub region: String,
    /// The other region of a pair, or the other industry of a proximity.
    pub other: String,
    /// The industry.
    pub industry: String,
    /// The number as printed.
    pub printed: String,
}

/// Reads claims; further columns (source, page, note) are passed over.
///
/// # Errors
/// When the header lacks `measure` or `printed`, or a row is ragged. A claim that cannot be judged is no fault.
pub fn read_claims(text: &str) -> Result<Vec<Claim>, Fault> {
    let mut rows = lines(text)?;
    let hint = "the columns are measure,region,other,industry,printed";
    let Some(header) = rows.next() else {
        return Err(fault(
            0,
            "there are no claims",
            "a header and a row a claim are expected",
            hint,
        ));
    };
    let header = header?;
    let at = |name: &str| header.cells.iter().position(|h| h.to_lowercase() == name);
    let (Some(measure), Some(printed)) = (at("measure"), at("printed")) else {
        return Err(fault(
            header.number,
            format!("the header is \"{}\"", header.cells.join(",")),
            "the columns measure and printed are required",
            hint,
        ));
    };
    let (region, other, industry) = (at("region"), at("other"), at("industry"));
    let width = header.cells.len();
    let mut claims = Vec::new();
    for row in rows {
        let row = row?;
        if row.cells.iter().skip(width).any(|c| !c.is_empty()) {
            return Err(fault(
                row.number,
                format!("{} cells", row.cells.len()),
                &format!("the header has {width}"),
                "put names and numbers that hold a comma between quotation marks",
            ));
        }
        if claims.len() == CLAIMS_MAX {
            return Err(fault(row.number, "one claim more", "at most 1,000,000 are read", hint));
        }
        let cell =
            |at: Option<usize>| at.and_then(|at| row.cells.get(at)).cloned().unwrap_or_default();
        claims.push(Claim {
            line: row.number,
            measure: cell(Some(measure)),
            region: cell(region),
            other: cell(other),
            industry: cell(industry),
            printed: cell(Some(printed)),
        });
    }
    Ok(claims)
}

/// A printed number with the half unit of its last digit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Printed {
    /// The number; of a percentage the share.
    pub value: f64,
    /// Half a unit of the last printed digit; trailing zeros count.
    pub tolerance: f64,
}

impl Printed {
    /// Reads `0.90`, `-1.2`, `.5`, `１２`, `3.5e-4`, `62%` (then 0.62 ± 0.005), `1,234.5`. `None` when it is no number.
    pub fn of(text: &str) -> Option<Self> {
        let mut plain: String = text.trim().chars().map(narrow).collect();
        let percent = plain.ends_with('%');
        if percent {
            plain.pop();
        }
        let plain = without_thousands(plain.trim())?;
        let (mantissa, exponent) = match plain.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (plain.as_str(), 0),
        };
        if !mantissa.bytes().all(|b| b.is_ascii_digit() || b".+-".contains(&b)) {
            return None;
        }
        let decimals = mantissa.split_once('.').map_or(0, |(_, d)| d.len());
        let exponent = exponent.checked_sub(if percent { 2 } else { 0 })?;
        let below_last = exponent.checked_sub(i32::try_from(decimals).ok()?)?.checked_sub(1)?;
        // Through the text, so that 0.5 of the last digit is the nearest double and no product of roundings.
        let tolerance = format!("5e{below_last}").parse::<f64>().ok()?;
        let value = format!("{mantissa}e{exponent}").parse::<f64>().ok()?;
        (value.is_finite() && tolerance.is_finite()).then_some(Self { value, tolerance })
    }

    /// Whether a value rounds to what is printed; a value half-way counts for both neighbours.
    pub fn holds(self, value: f64) -> bool {
        let slack = 1e-12 * value.abs().max(self.value.abs()).max(f64::MIN_POSITIVE);
        (value - self.value).abs() <= self.tolerance + slack
    }
}

/// Full-width digits and signs as ASCII.
fn narrow(c: char) -> char {
    match c {
        '\u{2212}' | '–' | '－' => '-',
        '％' => '%',
        '．' => '.',
        '＋' => '+',
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        other => other,
    }
}

/// Takes out commas that stand between groups of three digits; `None` for any other comma.
fn without_thousands(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.contains(',') {
        return None;
    }
    let mut groups = whole.trim_start_matches(['-', '+']).split(',');
    let first = groups.next().is_some_and(|g| (1..=3).contains(&g.len()));
    (first && groups.all(|g| g.len() == 3)).then(|| text.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_digits_set_the_tolerance() {
        for (text, value, tolerance) in [
            ("0.9", 0.9, 0.05),
            ("0.90", 0.9, 0.005),
            ("1", 1.0, 0.5),
            ("-.25", -0.25, 0.005),
            ("62%", 0.62, 0.005),
            ("62.0 ％", 0.62, 0.0005),
            ("3.5e-4", 3.5e-4, 5e-6),
            ("１．２", 1.2, 0.05),
            ("1,234.5", 1234.5, 0.05),
            ("−2", -2.0, 0.5),
        ] {
            let printed = Printed::of(text).unwrap();
            assert_eq!((printed.value, printed.tolerance), (value, tolerance), "{text}");
        }
        for text in ["", "n/a", "0,9", "1.2.3", "%", "inf", "nan", "1e999", "0.1,234"] {
            assert_eq!(Printed::of(text), None, "{text}");
        }
        // Exponents at the edge of what an i32 holds: no number, and no overflow.
        for text in ["1e-2147483648", "1.0e-2147483648", "1e-2147483648%", "1e2147483648"] {
            assert_eq!(Printed::of(text), None, "{text}");
        }
        assert!(Printed::of("0.90").unwrap().holds(0.905));
        assert!(!Printed::of("0.90").unwrap().holds(0.9051));
    }
}
