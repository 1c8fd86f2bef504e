//! Numbers as people read them.

/// A whole number with thousands apart.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A similarity: two digits, three where it is small.
pub(crate) fn similarity(value: f64) -> String {
    if value.abs() < 0.095 && value != 0.0 { format!("{value:.3}") } else { format!("{value:.2}") }
}

/// A share as per cent.
pub(crate) fn percent(value: f64) -> String {
    let value = value * 100.0;
    if !(0.05..99.95).contains(&value) {
        format!("{value:.0}%")
    } else if !(9.95..99.0).contains(&value) {
        format!("{value:.1}%")
    } else {
        format!("{value:.0}%")
    }
}

/// A probability: 0.012, or 1.4×10⁻⁷ where it is small.
pub(crate) fn probability(value: f64) -> String {
    if value >= 0.0995 {
        return format!("{value:.2}");
    }
    if value >= 0.001 {
        return format!("{value:.3}");
    }
    if value < 1e-300 {
        return "<10⁻³⁰⁰".to_owned();
    }
    let text = format!("{value:.1e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((text.as_str(), "0"));
    let raised: String = exponent
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '0' => '⁰',
            digit => char::from_u32(0x2070 + digit.to_digit(10).unwrap_or(0)).unwrap_or(digit),
        })
        .collect();
    format!("{digits}×10{raised}")
}

const RAISED: [char; 11] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁻'];

/// The same text with runs of raised characters as `<sup>`; the rest is left as it is, so it must be escaped already.
pub(crate) fn raised(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut inside = false;
    for c in text.chars() {
        let plain = RAISED.iter().position(|r| *r == c);
        match (plain.is_some(), inside) {
            (true, false) => out.push_str("<sup>"),
            (false, true) => out.push_str("</sup>"),
            (true, true) | (false, false) => {}
        }
        inside = plain.is_some();
        match plain {
            Some(10) => out.push('−'),
            Some(digit) => {
                out.extend(u32::try_from(digit).ok().and_then(|d| char::from_digit(d, 10)));
            }
            None => out.push(c),
        }
    }
    if inside {
        out.push_str("</sup>");
    }
    out
}

/// A distance in kilometres; a pair at one county's centroid has none to show.
pub(crate) fn distance_km(value: f64) -> String {
    if value < 1.0 { "<1 km".to_owned() } else { format!("{value:.0} km") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_read_them() {
        assert_eq!(count(0), "0");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(similarity(0.123), "0.12");
        assert_eq!(similarity(0.0123), "0.012");
        assert_eq!(similarity(1.0), "1.00");
        assert_eq!(percent(0.5), "50%");
        assert_eq!(percent(0.9978), "99.8%");
        assert_eq!(percent(0.012), "1.2%");
        assert_eq!(percent(1.0), "100%");
        assert_eq!(probability(0.25), "0.25");
        assert_eq!(probability(0.012), "0.012");
        assert_eq!(probability(1.41e-7), "1.4×10⁻⁷");
        assert_eq!(probability(3.7e-77), "3.7×10⁻⁷⁷");
        assert_eq!(probability(0.0), "<10⁻³⁰⁰");
        assert_eq!(distance_km(0.0), "<1 km");
        assert_eq!(raised("5.0×10⁻¹⁶。"), "5.0×10<sup>−16</sup>。");
        assert_eq!(raised("10⁻³"), "10<sup>−3</sup>");
    }
}
