//! The small CSV dialect of `models/`: `#` comments, a header, quotes where a cell holds a comma.

use crate::ModelError;

/// Rows behind the header with their line numbers; checks the header.
pub(crate) fn rows(
    file: &str,
    text: &str,
    header: &[&str],
) -> Result<Vec<(usize, Vec<String>)>, ModelError> {
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(i, l)| (i + 1, l.trim_end().trim_start_matches('\u{feff}')))
        .filter(|(_, l)| !l.is_empty() && !l.starts_with('#'));
    match lines.next() {
        Some((_, first)) if cells(first).iter().map(String::as_str).eq(header.iter().copied()) => {}
        Some((line, first)) => {
            return Err(error(
                file,
                line,
                format!("expected the header {}, found {first}", header.join(",")),
            ));
        }
        None => return Ok(Vec::new()),
    }
    lines
        .map(|(line, l)| {
            let row = cells(l);
            if row.len() == header.len() {
                Ok((line, row))
            } else {
                Err(error(
                    file,
                    line,
                    format!("expected {} cells, found {}", header.len(), row.len()),
                ))
            }
        })
        .collect()
}

pub(crate) fn error(file: &str, line: usize, what: String) -> ModelError {
    ModelError::Line { file: file.to_owned(), line, what }
}

fn cells(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut out, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            other => push(&mut out, other),
        }
    }
    out.iter().map(|c| c.trim().to_owned()).collect()
}

fn push(out: &mut [String], c: char) {
    if let Some(last) = out.last_mut() {
        last.push(c);
    }
}
