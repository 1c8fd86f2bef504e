//! Files on disk: which of a folder are tables, their format, and their bytes within a limit.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use park_domain::Table;

use crate::{FILE_BYTES_MAX, FILES_MAX, ImportError};

/// Rule and way out of a file that is refused as a whole.
pub(crate) type Refusal = (String, String);

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Csv,
    JsonLines,
    Workbook,
}

/// What a path gives.
pub(crate) struct Found {
    /// The files to read, by table and name, so that the system's order does not matter.
    pub(crate) files: Vec<PathBuf>,
    /// What was left aside.
    pub(crate) notes: Vec<String>,
}

/// The files of a folder that look like tables, or the file itself.
pub(crate) fn find(path: &Path) -> Result<Found, ImportError> {
    let unreadable = |cause: io::Error| ImportError::Unreadable {
        path: path.to_owned(),
        cause,
        hint: "check that it exists and that you may read it",
    };
    if !fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(Found { files: vec![path.to_owned()], notes: Vec::new() });
    }
    let mut found = Found { files: Vec::new(), notes: Vec::new() };
    for (i, entry) in fs::read_dir(path).map_err(unreadable)?.enumerate() {
        if i >= FILES_MAX {
            return Err(ImportError::TooManyFiles(path.to_owned()));
        }
        let file = entry.map_err(unreadable)?.path();
        let name = name_of(&file).to_lowercase();
        // Hidden files, and the locks that Excel leaves beside an open workbook.
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        // Workbooks of other formats too: they are refused by name, with the way out, and not passed over.
        let always =
            [".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb"];
        // Others are taken when they are named after a table; a read-me is none.
        let named = [".json", ".txt"];
        if always.iter().any(|end| plain.ends_with(end))
            || (table_of(&file).is_some() && named.iter().any(|end| plain.ends_with(end)))
        {
            found.files.push(file);
        } else {
            found.notes.push(format!(
                "{}: left aside, not a CSV, XLSX or JSON Lines file",
                file.display()
            ));
        }
    }
    if found.files.is_empty() {
        return Err(ImportError::NoTable(path.to_owned()));
    }
    found.files.sort_by_cached_key(|f| (table_of(f), f.clone()));
    found.notes.sort();
    Ok(found)
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The table that a file's name tells: the name up to the first `-` or `.`.
pub(crate) fn table_of(path: &Path) -> Option<Table> {
    let name = name_of(path);
    let stem = name.split(['-', '.']).next().unwrap_or("").trim();
    Table::from_name(&stem.to_ascii_lowercase())
}

/// The bytes of a file. Its size is looked at before anything is read.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    let unreadable = |cause: io::Error| unreadable(&cause);
    let file = fs::File::open(path).map_err(unreadable)?;
    let meta = file.metadata().map_err(unreadable)?;
    if meta.len() > FILE_BYTES_MAX {
        return Err(too_large(FILE_BYTES_MAX));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
    // A pipe has no size: one byte more than the limit is enough to see that it is too large.
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// Says that the system does not give a file.
pub(crate) fn unreadable(cause: &io::Error) -> Refusal {
    (
        format!("the file cannot be read: {cause}"),
        "check that it exists and that you may read it".to_owned(),
    )
}

fn too_large(bytes_max: u64) -> Refusal {
    (
        format!("the file holds more than {bytes_max} bytes"),
        "cut it into several files of the same table, for example structure-1.csv and structure-2.csv"
            .to_owned(),
    )
}

/// The plain bytes of a file that may be packed with gzip.
pub(crate) fn unpacked(bytes: &[u8], bytes_max: u64) -> Result<Cow<'_, [u8]>, Refusal> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        if bytes.len() as u64 > bytes_max {
            return Err(too_large(bytes_max));
        }
        return Ok(Cow::Borrowed(bytes));
    }
    let damaged = |cause: io::Error| {
        (
            format!("the gzip file is damaged or cut short: {cause}"),
            "pack it again, or give the CSV file itself".to_owned(),
        )
    };
    // Counted before it is kept: what unpacks to too much takes no memory.
    let mut counted = MultiGzDecoder::new(bytes).take(bytes_max + 1);
    let size = io::copy(&mut counted, &mut io::sink()).map_err(damaged)?;
    if size > bytes_max {
        return Err(too_large(bytes_max));
    }
    let mut plain = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    MultiGzDecoder::new(bytes).take(bytes_max).read_to_end(&mut plain).map_err(damaged)?;
    Ok(Cow::Owned(plain))
}

/// The format, told from the first bytes and the name; or why the file is not read though it may
/// well be a table.
pub(crate) fn format_of(name: &str, bytes: &[u8]) -> Result<Format, Refusal> {
    let lower = name.to_ascii_lowercase();
    let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
    let ends = |endings: &[&str]| endings.iter().any(|e| plain.ends_with(e));
    let refusal = |rule: &str, hint: &str| Err((rule.to_owned(), hint.to_owned()));
    let as_xlsx = "open it in Excel or WPS and save it as .xlsx, without a password";
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        if ends(&[".ods", ".xlsb", ".zip"]) {
            return refusal("only .xlsx workbooks are read", as_xlsx);
        }
        return Ok(Format::Workbook);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return refusal("the workbook is an old .xls, or protected by a password", as_xlsx);
    }
    if bytes.starts_with(b"%PDF") {
        return refusal("the file is a PDF, not a table", "ask for the sheet it was made from");
    }
    if ends(&[".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb"]) {
        return refusal("the file is named like a workbook and is none", as_xlsx);
    }
    let unmarked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let first = unmarked.iter().find(|b| !b.is_ascii_whitespace());
    if ends(&[".json", ".jsonl", ".ndjson"]) {
        if first == Some(&b'[') {
            return refusal(
                "the file is one JSON list",
                "write one object a line: jq -c '.[]' old.json > parks.jsonl",
            );
        }
        return Ok(Format::JsonLines);
    }
    Ok(if first == Some(&b'{') { Format::JsonLines } else { Format::Csv })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn the_name_tells_the_table() {
        for (name, want) in [
            ("parks.csv", Some(Table::Parks)),
            ("Parks.XLSX", Some(Table::Parks)),
            ("园区.csv", Some(Table::Parks)),
            ("园区", Some(Table::Parks)),
            ("产业结构-2023.csv.gz", Some(Table::Structure)),
            ("structure-2.jsonl", Some(Table::Structure)),
            ("same_as.csv", Some(Table::SameAs)),
            ("../../parks.csv", Some(Table::Parks)),
            ("firms.csv", None),
            ("", None),
        ] {
            assert_eq!(table_of(Path::new(name)), want, "{name}");
        }
    }

    #[test]
    fn bytes_and_name_tell_the_format() {
        for (name, bytes, want) in [
            ("parks.csv", &b"park_id"[..], Ok(Format::Csv)),
            ("parks.csv", b"PK\x03\x04", Ok(Format::Workbook)),
            ("parks.csv", b" {\"a\": 1}", Ok(Format::JsonLines)),
            ("parks.csv", b"\xEF\xBB\xBF{\"a\": 1}", Ok(Format::JsonLines)),
            ("parks.json", b"\xEF\xBB\xBF[{}]", Err("the file is one JSON list")),
            ("parks.jsonl.gz", b"x", Ok(Format::JsonLines)),
            ("parks.json", b"[{}]", Err("the file is one JSON list")),
            ("parks.xlsx", b"park_id", Err("the file is named like a workbook and is none")),
            ("parks.ods", b"PK\x03\x04", Err("only .xlsx workbooks are read")),
            (
                "parks.xls",
                b"\xD0\xCF\x11\xE0",
                Err("the workbook is an old .xls, or protected by a password"),
            ),
        ] {
            let got = format_of(name, bytes);
            assert_eq!(got.as_ref().map_err(|(rule, _)| &**rule), want.as_ref().map_err(|e| *e));
        }
    }

    #[test]
    fn a_small_packed_file_that_unpacks_to_much_is_refused() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&[b'a'; 100_000]).expect("to memory");
        let packed = packer.finish().expect("to memory");
        assert!(packed.len() < 1_000);
        assert!(unpacked(&packed, 100_000).is_ok());
        let (rule, _) = unpacked(&packed, 99_999).expect_err("too large");
        assert_eq!(rule, "the file holds more than 99999 bytes");
        let (rule, _) = unpacked(&packed[..packed.len() / 2], 100_000).expect_err("cut short");
        assert!(rule.starts_with("the gzip file is damaged or cut short"), "{rule}");
    }
}
