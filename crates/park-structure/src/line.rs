//! One line of CSV text into its cells.

/// The cells of a line; quotation marks as in RFC 4180. `None` when a quotation mark is left open.
pub(crate) fn cells(line: &str, separator: char) -> Option<Vec<String>> {
    let mut out = Vec::new();
    let mut cell = String::new();
    let (mut quoted, mut closed) = (false, false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => (quoted, closed) = (false, true),
            '"' if !closed && cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            c if c == separator && !quoted => {
                out.push(std::mem::take(&mut cell).trim().to_owned());
                closed = false;
            }
            c => cell.push(c),
        }
    }
    out.push(cell.trim().to_owned());
    (!quoted).then_some(out)
}

/// The line without its comment: from a `#` at its start or behind a blank, outside quotation marks.
pub(crate) fn without_comment(line: &str) -> &str {
    // A spreadsheet puts a comment that holds a comma between quotation marks.
    if line.trim_start().starts_with("\"#") {
        return "";
    }
    let (mut quoted, mut blank) = (false, true);
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if blank && !quoted => return &line[..at],
            _ => {}
        }
        blank = c.is_whitespace();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_cells_and_comments() {
        for (line, want) in [
            ("a,b", Some(vec!["a", "b"])),
            ("a, \"b, \"\"c\"\"\" ,", Some(vec!["a", "b, \"c\"", ""])),
            ("a,\"b", None),
        ] {
            let want = want.map(|w| w.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(cells(line, ','), want, "{line}");
        }
        assert_eq!(without_comment("# all"), "");
        assert_eq!(without_comment("a,1 # note").trim_end(), "a,1");
        assert_eq!(without_comment("C#,1"), "C#,1");
        assert_eq!(without_comment("\"a # b\",1"), "\"a # b\",1");
    }
}
