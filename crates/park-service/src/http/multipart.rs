//! Forms with a file (`multipart/form-data`, RFC 7578), taken apart in memory: the body is bounded before.

use axum::body::Bytes;

/// Most fields and files in a form.
const PARTS_MAX: usize = 16;

/// Longest head of a part, in bytes.
const HEAD_BYTES_MAX: usize = 4096;

/// Longest boundary (RFC 2046).
const BOUNDARY_BYTES_MAX: usize = 70;

/// One field or file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Name of the field.
    pub(crate) name: String,
    /// Name of the file, without its folders; none for a field.
    pub(crate) file: Option<String>,
    /// What it holds.
    pub(crate) bytes: Bytes,
}

/// The parts of a body; none when it is not such a form.
pub(crate) fn parts(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let boundary = boundary(content_type)?;
    let delimiter = [b"--", boundary.as_bytes()].concat();
    let between = [b"\r\n", delimiter.as_slice()].concat();
    let mut at = if body.starts_with(&delimiter) {
        delimiter.len()
    } else {
        find(body, &between)? + between.len()
    };
    let mut parts = Vec::new();
    loop {
        let rest = body.get(at..)?;
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        // Blanks may follow a delimiter.
        let line = find(rest, b"\r\n")?;
        if parts.len() == PARTS_MAX || !rest[..line].iter().all(|b| matches!(b, b' ' | b'\t')) {
            return None;
        }
        let head_at = at + line + 2;
        let head_len = find(body.get(head_at..)?, b"\r\n\r\n").filter(|n| *n <= HEAD_BYTES_MAX)?;
        let content_at = head_at + head_len + 4;
        let content_len = find(body.get(content_at..)?, &between)?;
        let head = std::str::from_utf8(&body[head_at..head_at + head_len]).ok()?;
        parts.push(part(head, body.slice(content_at..content_at + content_len))?);
        at = content_at + content_len + between.len();
    }
}

fn boundary(content_type: &str) -> Option<String> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = parameters.split(';').find_map(|p| {
        let (name, value) = p.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    })?;
    (1..=BOUNDARY_BYTES_MAX).contains(&value.len()).then(|| value.to_owned())
}

fn part(head: &str, bytes: Bytes) -> Option<Part> {
    let disposition = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    if !disposition.trim_start().to_ascii_lowercase().starts_with("form-data") {
        return None;
    }
    let file = parameter(disposition, "filename").map(|f| {
        let own = f.rsplit(['/', '\\']).next().unwrap_or_default();
        own.chars().filter(|c| !c.is_control()).take(120).collect()
    });
    Some(Part { name: parameter(disposition, "name")?, file, bytes })
}

/// A quoted parameter; browsers write a quote in it as `%22`.
fn parameter(text: &str, name: &str) -> Option<String> {
    let start = format!("{name}=\"");
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(&start)?;
        let value = &text[at + start.len()..];
        // `name="` also ends `filename="`.
        if matches!(text[..at].chars().next_back(), Some(' ' | ';')) {
            return value.split_once('"').map(|(v, _)| v.replace("%22", "\""));
        }
        from = at + start.len();
    }
}

/// Where a short sequence begins.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|b| *b == first)?;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "multipart/form-data; boundary=----x";

    fn read(body: &str) -> Option<Vec<Part>> {
        parts(KIND, &Bytes::copy_from_slice(body.as_bytes()))
    }

    #[test]
    fn fields_and_files_are_told_apart() {
        let body = "------x\r\nContent-Disposition: form-data; name=\"table\"\r\n\r\nparks\r\n\
                    ------x\r\nContent-Disposition: form-data; filename=\"C:\\temp\\园区%22.csv\"; name=\"file\"\r\n\
                    Content-Type: text/csv\r\n\r\npark_id,name\r\n--y\r\n\r\n------x--\r\n";
        let parts = read(body).expect("a form");
        assert_eq!((parts[0].name.as_str(), parts[0].bytes.as_ref()), ("table", &b"parks"[..]));
        assert_eq!(
            (parts[1].name.as_str(), parts[1].file.as_deref()),
            ("file", Some("园区\".csv"))
        );
        assert_eq!(parts[1].bytes.as_ref(), b"park_id,name\r\n--y\r\n");
    }

    #[test]
    fn what_is_no_form_is_none() {
        let field = "------x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        for body in [
            "",
            "------x",
            "------x\r\n",
            field,
            "------x\r\n\r\n\r\n------x--",
            "------x junk\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n------x--",
            &format!("{}------x--", field.repeat(PARTS_MAX + 1)),
            &format!("------x\r\nX: {}\r\n\r\n1\r\n------x--", "a".repeat(HEAD_BYTES_MAX)),
        ] {
            assert_eq!(read(body), None, "{}", body.get(..60).unwrap_or(body));
        }
        for kind in
            ["multipart/form-data", "text/csv; boundary=x", "multipart/form-data; boundary="]
        {
            assert_eq!(parts(kind, &Bytes::from_static(b"--x--")), None, "{kind}");
        }
        assert!(read("------x--").is_some_and(|p| p.is_empty()));
    }
}
