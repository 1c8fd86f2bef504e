//! Bytes become text: UTF-8 only, and the lines above the header.

use crate::file::Refusal;

/// The text of a file in UTF-8, without its byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, Refusal> {
    let hint = "save it as \"CSV UTF-8\" (Excel, WPS: save as, CSV UTF-8), or convert it: \
                iconv -f GB18030 -t UTF-8 old.csv > new.csv";
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let hint = hint.replace("GB18030", "UTF-16");
        return Err(("the file is in UTF-16, not in UTF-8".to_owned(), hint));
    }
    let plain = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    std::str::from_utf8(plain).map_err(|fault| {
        let line = 1 + newlines(&plain[..fault.valid_up_to()]);
        (
            format!("the file is not in UTF-8 (line {line}); it may be in GB18030 or GBK"),
            hint.to_owned(),
        )
    })
}

/// Bytes of the comment lines (`#`) and blank lines at the top.
pub(crate) fn bytes_above_header(text: &str) -> usize {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim();
        // A spreadsheet puts a comment that holds a comma between quotation marks.
        let comment = shown.starts_with('#') || shown.starts_with("\"#");
        if !comment && !shown.trim_matches(',').is_empty() {
            break;
        }
        start += line.len();
    }
    start
}

/// How many lines end within the bytes.
pub(crate) fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().map(|b| u64::from(*b == b'\n')).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_utf8_and_says_where() {
        assert_eq!(decode(b"\xEF\xBB\xBFa"), Ok("a"));
        let (rule, _) = decode(b"a\n\xD4\xB0\xC7\xF8").expect_err("GBK");
        assert_eq!(rule, "the file is not in UTF-8 (line 2); it may be in GB18030 or GBK");
        let (rule, hint) = decode(b"\xFF\xFEa\0").expect_err("UTF-16");
        assert_eq!(rule, "the file is in UTF-16, not in UTF-8");
        assert!(hint.contains("iconv -f UTF-16"), "{hint}");
    }

    #[test]
    fn comments_stand_at_the_top_only() {
        for (text, want) in [
            ("# a\n\n\"# b, c\",,\npark_id\n# d\n", "park_id\n# d\n"),
            ("park_id", "park_id"),
            ("#", ""),
        ] {
            assert_eq!(&text[bytes_above_header(text)..], want);
        }
    }
}
