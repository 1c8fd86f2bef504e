//! What every chart needs: escaped text and the width of words.

/// Text that may stand inside an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Width of a text in units of its font size: a Chinese character is one, others about half.
pub(crate) fn width_em(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.56 } else { 1.0 }).sum()
}

/// A text cut to a width, with an ellipsis where it was longer.
pub(crate) fn fit(text: &str, width_max_em: f64) -> String {
    if width_em(text) <= width_max_em {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut width = 1.0;
    for c in text.chars() {
        width += width_em(c.encode_utf8(&mut [0; 4]));
        if width > width_max_em {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// A length with at most two digits behind the point, without trailing zeros.
pub(crate) fn length(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The usual endings of park names, short, where space is scarce.
pub(crate) fn short_name(name: &str) -> String {
    [
        ("经济技术开发区", "经开区"),
        ("高新技术产业开发区", "高新区"),
        ("高新技术产业园区", "高新区"),
        ("经济开发区", "经开区"),
        ("综合保税区", "综保区"),
        ("工业集中区", "工业集中区"),
    ]
    .iter()
    .fold(name.to_owned(), |short, (long, other)| short.replace(long, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        assert_eq!(escape("<b a=\"1\">&'"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;");
        assert_eq!(fit("苏州工业园区", 4.0), "苏州工…");
        assert_eq!(fit("苏州", 4.0), "苏州");
        assert_eq!(length(1.50), "1.5");
        assert_eq!(length(-0.001), "0");
        assert_eq!(short_name("吴江经济技术开发区"), "吴江经开区");
    }
}
