//! Bytes become text: UTF-8, UTF-16 and GB18030, told apart by their bytes.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::RECODED_BYTES_MAX;
use crate::file::Refusal;

/// Bytes at the beginning that are looked at for the 00 bytes of UTF-16.
const LOOKED_AT_MAX: usize = 64 * 1024;

/// A text and the encoding it was in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'b> {
    /// The text, without its byte order mark.
    pub(crate) text: Cow<'b, str>,
    /// Name of the encoding.
    pub(crate) encoding: &'static str,
}

/// The text of a file. The order is: byte order mark, UTF-16 by its 00 bytes, strict UTF-8, GB18030.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Refusal> {
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return recoded(rest, UTF_16LE);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return recoded(rest, UTF_16BE);
    }
    let marked = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]);
    let plain = marked.unwrap_or(bytes);
    if marked.is_none()
        && let Some(utf_16) = utf_16_by_zeros(plain)
    {
        return recoded(plain, utf_16);
    }
    match std::str::from_utf8(plain) {
        Ok(text) => Ok(Decoded { text: Cow::Borrowed(text), encoding: "UTF-8" }),
        Err(_) if looks_binary(plain) => Err((
            "the file is not a text".to_owned(),
            "save the sheet as CSV or XLSX; pictures, PDF and scans cannot be read".to_owned(),
        )),
        Err(fault) => match mixed(plain) {
            Some((utf_8, other)) => Err(two_encodings(utf_8, other)),
            None if marked.is_some() => {
                Err(two_encodings(1, 1 + newlines(&plain[..fault.valid_up_to()])))
            }
            None => recoded(plain, GB18030),
        },
    }
}

/// The text of a file in UTF-8, UTF-16 or GB18030, without its byte order mark.
///
/// # Errors
/// What is wrong with it, in words.
pub fn text_of(bytes: &[u8]) -> Result<String, String> {
    decode(bytes).map(|d| d.text.into_owned()).map_err(|(what, _)| what)
}

fn two_encodings(utf_8: u64, other: u64) -> Refusal {
    (
        format!("the file mixes two encodings: line {utf_8} is in UTF-8, line {other} is not"),
        "copy all rows into one new sheet and save that as \"CSV UTF-8\"".to_owned(),
    )
}

fn recoded<'b>(bytes: &'b [u8], from: &'static Encoding) -> Result<Decoded<'b>, Refusal> {
    if bytes.len() > RECODED_BYTES_MAX {
        return Err((
            format!("the file is in {} and larger than {RECODED_BYTES_MAX} bytes", from.name()),
            "save it as \"CSV UTF-8\", or cut it into several files of the same table".to_owned(),
        ));
    }
    match from.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded { text, encoding: from.name() }),
        None => Err((
            format!("{}; it may be damaged", unread(bytes, from)),
            "save it as \"CSV UTF-8\" (Excel, WPS: save as, CSV UTF-8)".to_owned(),
        )),
    }
}

/// Says that no encoding fits, and where that one is left which fits longest.
fn unread(bytes: &[u8], from: &'static Encoding) -> String {
    if from != GB18030 {
        return format!("the file looks like {}, but cannot be read as such", from.name());
    }
    let mut line = 0;
    for (i, bytes) in bytes.split(|b| *b == b'\n').enumerate() {
        line = i + 1;
        if from.decode_without_bom_handling_and_without_replacement(bytes).is_none() {
            break;
        }
    }
    format!("line {line} is neither in UTF-8 nor in GB18030")
}

/// UTF-16 without a byte order mark: the signs of a table (commas, digits, line ends) have a 00 byte
/// on one side. The other side may have some too: 开 is 5F00.
fn utf_16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(LOOKED_AT_MAX) & !1];
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // At least one sign in sixteen of a table is such a sign.
    if bytes.len() % 2 == 1 || even.max(odd) == 0 || even.max(odd) < head.len() / 32 {
        return None;
    }
    let order = if odd >= even { [UTF_16LE, UTF_16BE] } else { [UTF_16BE, UTF_16LE] };
    order.into_iter().find(|from| {
        let text = from.decode_without_bom_handling_and_without_replacement(head);
        text.is_some_and(|t| t.contains([',', '\t', ';', '\n', '{']) && !t.contains('\0'))
    })
}

/// Whether the beginning holds control bytes that no text has.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOKED_AT_MAX)];
    let odd = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A | 0x1B);
    // One in a hundred: a stray byte in a text is left to the rows.
    head.iter().filter(|b| odd(b)).count() * 100 > head.len()
}

/// The first line that is UTF-8 beyond doubt and the first that is not, when there are both.
fn mixed(bytes: &[u8]) -> Option<(u64, u64)> {
    let (mut utf_8, mut other) = (None, None);
    for (line, bytes) in (1..).zip(bytes.split(|b| *b == b'\n')) {
        if bytes.is_ascii() {
            continue;
        }
        match std::str::from_utf8(bytes) {
            // Two Chinese characters of GB18030 can look like two short ones of UTF-8 (联通), but
            // hardly like two long ones.
            Ok(text) => {
                if text.chars().filter(|c| *c >= '\u{800}').count() >= 2 {
                    utf_8 = utf_8.or(Some(line));
                }
            }
            Err(_) => other = other.or(Some(line)),
        }
        if let (Some(u), Some(o)) = (utf_8, other) {
            return Some((u, o));
        }
    }
    None
}

/// Bytes of the comment lines (`#`) and blank lines at the top.
pub(crate) fn bytes_above_header(text: &str) -> usize {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim();
        // A spreadsheet puts a comment that holds a comma between quotation marks.
        let comment = shown.starts_with('#') || shown.starts_with("\"#");
        if !comment && !shown.trim_matches([',', ';', '\t']).is_empty() {
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

    fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "园区编号,园区名称\nX1,示例开发区\n";
        let (le, be) = (utf_16(text, u16::to_le_bytes), utf_16(text, u16::to_be_bytes));
        let gb = GB18030.encode(text).0.into_owned();
        for (bytes, want) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8"),
            ([b"\xFF\xFE", &le[..]].concat(), "UTF-16LE"),
            ([b"\xFE\xFF", &be[..]].concat(), "UTF-16BE"),
            (le, "UTF-16LE"),
            (be, "UTF-16BE"),
            (gb, "gb18030"),
        ] {
            let got = decode(&bytes).expect(want);
            assert_eq!((&*got.text, got.encoding), (text, want));
        }
    }

    #[test]
    fn characters_beyond_gbk_are_read() {
        // 𠮷 and 㙍 take four bytes in GB18030.
        let text = "园区名称\n𠮷㙍\n";
        assert_eq!(&*decode(&GB18030.encode(text).0).expect("GB18030").text, text);
    }

    #[test]
    fn says_where_it_cannot_be_read() {
        let gb = GB18030.encode("X2,园区\n").0.into_owned();
        let rule = |bytes: &[u8]| decode(bytes).expect_err("refused").0;
        assert_eq!(
            rule(&[b"id\nX1,\xE5\x9B\xAD\xE5\x8C\xBA\n", &gb[..]].concat()),
            "the file mixes two encodings: line 2 is in UTF-8, line 3 is not"
        );
        assert_eq!(
            rule(&[b"\xEF\xBB\xBFid\n", &gb[..]].concat()),
            "the file mixes two encodings: line 1 is in UTF-8, line 2 is not"
        );
        assert_eq!(
            rule(b"a\nb\xFF\n"),
            "line 2 is neither in UTF-8 nor in GB18030; it may be damaged"
        );
        assert_eq!(rule(&[0, 1, 2, 0xFF, 3, 4, 0x90, 0, 0]), "the file is not a text");
        assert_eq!(
            rule(&[0xFF, 0xFE, b'a', 0, 0, 0xD8]),
            "the file looks like UTF-16LE, but cannot be read as such; it may be damaged"
        );
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
