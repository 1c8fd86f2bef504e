//! Numbers as people write them in sheets. No NaN and no infinity passes here.

/// Whether a cell says "nothing here". `—`, `/`, `无` and an empty cell are missing, never 0.
pub fn is_missing(text: &str) -> bool {
    matches!(
        text.trim(),
        "" | "—"
            | "-"
            | "--"
            | "——"
            | "–"
            | "/"
            | "\\"
            | "无"
            | "暂无"
            | "未知"
            | "N/A"
            | "n/a"
            | "NA"
            | "null"
            | "NULL"
    )
}

/// Reads a finite number: full-width digits, thousands separators, `万`, `亿`, and the words `约`, `≥`.
///
/// ```
/// assert_eq!(park_domain::quantity::parse("１,２００"), Some(1200.0));
/// assert_eq!(park_domain::quantity::parse("1.2亿"), Some(120_000_000.0));
/// assert_eq!(park_domain::quantity::parse("约300"), Some(300.0));
/// assert_eq!(park_domain::quantity::parse("NaN"), None);
/// ```
pub fn parse(text: &str) -> Option<f64> {
    let folded: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' | '．' | '－' | '＋' | '％' => {
                char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
            }
            '，' => ',',
            other => other,
        })
        .collect();
    let mut rest = folded.trim();
    for sign in ["约", "近", "≥", "≤", ">", "<", "大于", "不低于", "不少于", "超过", "超", "不超过"]
    {
        rest = rest.strip_prefix(sign).unwrap_or(rest).trim();
    }
    rest = rest.strip_suffix("左右").unwrap_or(rest).trim();
    let mut factor = 1.0;
    if let Some(head) = rest.strip_suffix('亿') {
        factor = 1e8;
        rest = head.trim();
    } else if let Some(head) = rest.strip_suffix('万') {
        factor = 1e4;
        rest = head.trim();
    }
    // 300余, 300多 (and 300余万, whose 万 is gone by now): at least so many.
    rest = rest.strip_suffix(['余', '多']).unwrap_or(rest).trim();
    let digits: String = if rest.contains(',') {
        if !well_grouped(rest) {
            return None;
        }
        rest.replace(',', "")
    } else {
        rest.to_owned()
    };
    if digits.is_empty()
        || !digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'))
    {
        return None;
    }
    digits.parse::<f64>().ok().map(|v| v * factor).filter(|v| v.is_finite())
}

fn well_grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or(text).trim_start_matches(['-', '+']);
    let mut groups = whole.split(',');
    groups.next().is_some_and(|g| (1..=3).contains(&g.len())) && groups.all(|g| g.len() == 3)
}

/// Prints a number so that reading it back gives the same number.
pub fn print(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_is_missing() {
        for text in ["", " ", "—", "/", "无", "N/A"] {
            assert!(is_missing(text), "{text}");
        }
        assert!(!is_missing("0"));
    }

    #[test]
    fn reads_and_refuses() {
        for (text, want) in [
            ("3", Some(3.0)),
            ("-0.5", Some(-0.5)),
            ("1,234,567.5", Some(1_234_567.5)),
            ("12,34", None),
            ("≥500", Some(500.0)),
            ("3.5万", Some(35_000.0)),
            ("近300", Some(300.0)),
            ("300余万", Some(3_000_000.0)),
            ("300左右", Some(300.0)),
            ("1e400", None),
            ("inf", None),
            ("十", None),
        ] {
            assert_eq!(parse(text), want, "{text}");
        }
    }
}
