//! One form for texts that differ only in width, case or blanks.

/// Full-width forms become half-width, Latin letters lowercase, blanks are dropped.
pub fn fold(text: &str) -> String {
    text.chars().filter_map(fold_char).collect()
}

/// The folded form of one character; `None` for blanks.
pub fn fold_char(c: char) -> Option<char> {
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    };
    if c.is_whitespace() { None } else { Some(c.to_ascii_lowercase()) }
}
