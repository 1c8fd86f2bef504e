//! Files on disk: which of a folder are tables, and their bytes, unpacked within a limit.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use park_domain::Table;

use crate::{FILE_BYTES_MAX, FILES_MAX, ImportError};

/// Rule and way out of a file that is refused as a whole.
pub(crate) type Refusal = (String, String);

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
        let name = name_of(&file);
        if name.starts_with('.') || name.starts_with("~$") {
            continue;
        }
        let lower = name.to_ascii_lowercase();
        if lower.ends_with(".csv") || lower.ends_with(".csv.gz") {
            found.files.push(file);
        } else if table_of(&file).is_some() && other_format(&lower, &[]).is_some() {
            // A table in a format that is not read: refused by name rather than passed over.
            found.files.push(file);
        } else {
            found.notes.push(format!("{}: left aside, not a CSV file", file.display()));
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

/// The bytes of a file; one byte more than the limit is enough to see that it is too large.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len().min(FILE_BYTES_MAX);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The plain bytes of a file that may be packed with gzip.
pub(crate) fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Refusal> {
    unpacked_within(bytes, FILE_BYTES_MAX)
}

fn unpacked_within(bytes: &[u8], bytes_max: u64) -> Result<Cow<'_, [u8]>, Refusal> {
    let plain = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        MultiGzDecoder::new(bytes).take(bytes_max + 1).read_to_end(&mut plain).map_err(
            |cause| {
                (
                    format!("the gzip file is damaged or cut short: {cause}"),
                    "pack it again, or give the CSV file itself".to_owned(),
                )
            },
        )?;
        Cow::Owned(plain)
    } else {
        Cow::Borrowed(bytes)
    };
    if plain.len() as u64 > bytes_max {
        return Err((
            format!("the file holds more than {bytes_max} bytes"),
            "cut it into several files of the same table, for example structure-1.csv and structure-2.csv"
                .to_owned(),
        ));
    }
    Ok(plain)
}

/// Why a file is not read though it may well be a table, told from its name or its first bytes.
pub(crate) fn other_format(name: &str, bytes: &[u8]) -> Option<Refusal> {
    let lower = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|e| lower.ends_with(e));
    let (what, hint) = if ends(&[".xlsx", ".xls", ".xlsm", ".et", ".ods"])
        || bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
    {
        (
            "a workbook is not read",
            "save each sheet as \"CSV UTF-8\" under the name of its table, for example parks.csv",
        )
    } else if ends(&[".jsonl", ".json", ".ndjson"]) {
        ("JSON is not read", "save the table as CSV in UTF-8, for example parks.csv")
    } else {
        return None;
    };
    Some((what.to_owned(), hint.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn the_name_tells_the_table() {
        for (name, want) in [
            ("parks.csv", Some(Table::Parks)),
            ("Parks.CSV", Some(Table::Parks)),
            ("园区.csv", Some(Table::Parks)),
            ("产业结构-2023.csv.gz", Some(Table::Structure)),
            ("structure-2.csv", Some(Table::Structure)),
            ("same_as.csv", Some(Table::SameAs)),
            ("firms.csv", None),
            ("", None),
        ] {
            assert_eq!(table_of(Path::new(name)), want, "{name}");
        }
    }

    #[test]
    fn a_small_packed_file_that_unpacks_to_much_is_refused() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&[b'a'; 100_000]).expect("to memory");
        let packed = packer.finish().expect("to memory");
        assert!(packed.len() < 1_000);
        assert!(unpacked_within(&packed, 100_000).is_ok());
        let (rule, _) = unpacked_within(&packed, 99_999).expect_err("too large");
        assert_eq!(rule, "the file holds more than 99999 bytes");
        let (rule, _) = unpacked(&packed[..packed.len() / 2]).expect_err("cut short");
        assert!(rule.starts_with("the gzip file is damaged or cut short"), "{rule}");
    }
}
