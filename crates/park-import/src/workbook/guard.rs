//! What a workbook must not be before it is opened: too large unpacked, or made to harm.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::file::Refusal;

/// Most bytes of a workbook as it lies on disk.
pub(crate) const WORKBOOK_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Most parts of a workbook.
const PARTS_MAX: usize = 2_000;
/// Most bytes of one part, unpacked.
const PART_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Most bytes of the list of texts, which is held in memory.
const TEXTS_BYTES_MAX: u64 = 24 * 1024 * 1024;
/// Most bytes of the list of styles, each of which takes many times its size in memory.
const STYLES_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// Most bytes of the list of sheets and of that of their places, which are held in memory.
const SHEETS_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Most bytes of all parts, unpacked.
const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Most bytes between two tags: a cell of a spreadsheet holds 32,767 characters.
const RUN_BYTES_MAX: usize = 1024 * 1024;

/// Unpacks every part once without keeping it. Sizes that a file states about itself are not believed.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > WORKBOOK_BYTES_MAX {
        return Err(too_large(format!("the workbook is larger than {WORKBOOK_BYTES_MAX} bytes")));
    }
    let parts = bytes.windows(4).filter(|w| *w == b"PK\x01\x02").count();
    if parts > PARTS_MAX {
        return Err(too_large(format!("the workbook has {parts} parts, more than {PARTS_MAX}")));
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(&e.to_string()))?;
    let mut total = 0;
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).map_err(|e| damaged(&e.to_string()))?;
        let name = part.name().map_err(|e| damaged(&e.to_string()))?.into_owned();
        check_name(&name)?;
        total += check_part(&name, &mut part)?;
        if total > UNPACKED_BYTES_MAX {
            let rule = format!("the workbook unpacks to more than {UNPACKED_BYTES_MAX} bytes");
            return Err(too_large(rule));
        }
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Refusal> {
    let leaves = name.starts_with(['/', '\\'])
        || name.contains(':')
        || name.split(['/', '\\']).any(|part| part == "..");
    if leaves {
        let shown: String = name.chars().take(60).collect();
        return Err((
            format!("a part of the workbook is named {shown:?}, outside of the workbook"),
            "this file was not made by a spreadsheet program; do not trust it".to_owned(),
        ));
    }
    Ok(())
}

/// Reads a part to its end and answers its size.
fn check_part(name: &str, part: &mut impl Read) -> Result<u64, Refusal> {
    let lower = name.to_ascii_lowercase();
    let is_texts = lower.ends_with("sharedstrings.xml");
    let max = if is_texts {
        TEXTS_BYTES_MAX
    } else if lower.ends_with("styles.xml") {
        STYLES_BYTES_MAX
    } else if lower.ends_with("workbook.xml") || lower.ends_with("workbook.xml.rels") {
        SHEETS_BYTES_MAX
    } else {
        PART_BYTES_MAX
    };
    let is_xml = lower.ends_with(".xml") || lower.ends_with(".rels");
    let (mut size, mut run) = (0, 0);
    let mut texts = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let n = part.read(&mut buffer).map_err(|e| damaged(&format!("{name}: {e}")))?;
        let bytes = &buffer[..n];
        if is_xml && size == 0 {
            check_head(name, bytes)?;
        }
        size += u64::try_from(n).unwrap_or(u64::MAX);
        if n == 0 {
            break;
        }
        if size > max {
            return Err(too_large(format!(
                "{name} in the workbook unpacks to more than {max} bytes"
            )));
        }
        run = longest_run(bytes, run).ok_or_else(|| {
            too_large(format!(
                "{name} in the workbook holds a text of more than {RUN_BYTES_MAX} bytes"
            ))
        })?;
        if is_texts {
            texts.extend_from_slice(bytes);
        }
    }
    check_count(&texts)?;
    Ok(size)
}

/// Bytes since the last tag; `None` when there were too many without one.
fn longest_run(bytes: &[u8], before: usize) -> Option<usize> {
    let mut run = before;
    for piece in bytes.split_inclusive(|b| *b == b'<') {
        run += piece.len();
        if run > RUN_BYTES_MAX {
            return None;
        }
        if piece.ends_with(b"<") {
            run = 0;
        }
    }
    Some(run)
}

/// The beginning of a part: plain UTF-8 without definitions of its own.
fn check_head(name: &str, head: &[u8]) -> Result<(), Refusal> {
    let holds = |word: &[u8]| head.windows(word.len()).any(|w| w == word);
    if holds(b"<!DOCTYPE") || holds(b"<!ENTITY") {
        return Err((
            format!("{name} in the workbook defines entities, which no spreadsheet program writes"),
            "this file was made to do harm; do not trust it".to_owned(),
        ));
    }
    if head.iter().take(4).any(|b| *b == 0 || *b >= 0xFE) {
        return Err((
            format!("{name} in the workbook is not in UTF-8"),
            "open it in Excel or WPS and save it again as .xlsx".to_owned(),
        ));
    }
    Ok(())
}

/// The list of texts says how many there are, and memory is taken for that many.
fn check_count(texts: &[u8]) -> Result<(), Refusal> {
    const WORD: &[u8] = b"uniqueCount";
    // The shortest text is `<si/>`.
    const TEXT_BYTES_MIN: usize = 5;
    for (at, _) in texts.windows(WORD.len()).enumerate().filter(|(_, w)| *w == WORD) {
        let digits = texts[at + WORD.len()..]
            .iter()
            .skip_while(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\''))
            .take_while(|b| b.is_ascii_digit());
        let count = digits
            .fold(0_usize, |n, b| n.saturating_mul(10).saturating_add(usize::from(*b - b'0')));
        if count > texts.len() / TEXT_BYTES_MIN + 1 {
            return Err((
                format!("the workbook says that it holds {count} texts, more than its size allows"),
                "open it in Excel or WPS and save it again as .xlsx".to_owned(),
            ));
        }
    }
    Ok(())
}

fn too_large(rule: String) -> Refusal {
    (rule, "delete what is not part of the table, or save each sheet as \"CSV UTF-8\"".to_owned())
}

fn damaged(cause: &str) -> Refusal {
    (
        format!("the workbook is damaged or cut short: {cause}"),
        "copy it again from its origin, or open it in Excel or WPS and save it again".to_owned(),
    )
}
