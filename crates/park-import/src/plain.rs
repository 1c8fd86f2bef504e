//! Files of other commands as text, in the encodings and packings in which tables come in.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use crate::chinese::chinese;
use crate::file::{self, Refusal};
use crate::{FILE_BYTES_MAX, text};

/// Bytes looked at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// Why a file cannot be read as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule}\nhint: {hint}")]
pub struct NotText {
    /// The rule it breaks.
    pub rule: String,
    /// The way out.
    pub hint: String,
}

impl NotText {
    /// The same in Chinese.
    pub fn in_chinese(&self) -> String {
        format!("{}\n提示：{}", chinese(&self.rule), chinese(&self.hint))
    }
}

impl From<Refusal> for NotText {
    fn from((rule, hint): Refusal) -> Self {
        Self { rule, hint }
    }
}

impl From<io::Error> for NotText {
    fn from(cause: io::Error) -> Self {
        file::unreadable(&cause).into()
    }
}

/// A file as UTF-8 text without byte order mark, whatever of UTF-8, UTF-16 and GB18030 it is in, packed
/// with gzip or not. A file in UTF-8 is read as it goes, of any size; others are held in memory, at most
/// [`FILE_BYTES_MAX`].
///
/// # Errors
/// When the file cannot be read, is too large, or is no text in one of these encodings.
pub fn open_text(path: &Path) -> Result<Box<dyn Read>, NotText> {
    let mut file = File::open(path)?;
    // A pipe cannot be looked at twice.
    if file.metadata()?.is_file() {
        let plain = is_plain_utf_8(&mut file)?;
        let mut head = Vec::new();
        file.rewind()?;
        file.by_ref().take(3).read_to_end(&mut head)?;
        let marked = head.starts_with(&[0xEF, 0xBB, 0xBF]);
        file.seek(SeekFrom::Start(if plain && marked { 3 } else { 0 }))?;
        if plain {
            return Ok(Box::new(BufReader::new(file)));
        }
    }
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    let plain = file::unpacked(&bytes, FILE_BYTES_MAX)?;
    let decoded = text::decode(&plain)?.text.into_owned();
    Ok(Box::new(Cursor::new(decoded)))
}

/// Whether a file is UTF-8 throughout, without 00 bytes (which UTF-16 is full of).
fn is_plain_utf_8(file: &mut impl Read) -> io::Result<bool> {
    let mut buffer = vec![0; CHUNK_BYTES];
    let mut held = 0;
    loop {
        let n = file.read(&mut buffer[held..])?;
        if n == 0 {
            return Ok(held == 0);
        }
        let bytes = &buffer[..held + n];
        if bytes.contains(&0) {
            return Ok(false);
        }
        let valid = match std::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            // A character may be cut by the end of the chunk.
            Err(fault) if fault.error_len().is_none() => fault.valid_up_to(),
            Err(_) => return Ok(false),
        };
        let end = held + n;
        buffer.copy_within(valid..end, 0);
        held = end - valid;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn read(bytes: &[u8]) -> Result<String, NotText> {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(bytes)?;
        let mut text = String::new();
        open_text(file.path())?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = format!("text\n{}", "对设备投资给予补助，𠮷\n".repeat(9_000));
        let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&gb).expect("to memory");
        for bytes in [
            text.clone().into_bytes(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            gb,
            [b"\xFF\xFE", &le[..]].concat(),
            le,
            packer.finish().expect("to memory"),
        ] {
            assert!(read(&bytes).expect("a text") == text);
        }
        assert_eq!(read(b""), Ok(String::new()));
    }

    #[test]
    fn what_is_no_text_is_refused_in_both_languages() {
        let refused = read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x02").expect_err("a picture");
        assert_eq!(refused.rule, "the file is not a text");
        assert!(
            refused.in_chinese().starts_with("文件不是文本\n提示："),
            "{}",
            refused.in_chinese()
        );
        let cut = read(b"a\xff\xffb").expect_err("no character of either");
        assert!(cut.rule.contains("neither in UTF-8 nor in GB18030"), "{cut}");
        let none = open_text(Path::new("no/such/file.csv")).err().expect("no file");
        assert!(none.rule.starts_with("the file cannot be read: "), "{none}");
    }
}
