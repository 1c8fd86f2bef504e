//! Where the next page begins, bound to the query and to the generation.

use sha2::{Digest as _, Sha256};

use super::error::QueryError;
use crate::generation::hex;

/// What a cursor is bound to: equal only for the same query and filters on the same documents.
pub(super) fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize()[..6])
}

/// Writes a cursor.
pub(super) fn write(offset: usize, fingerprint: &str) -> String {
    format!("{offset:x}-{fingerprint}")
}

/// Reads a cursor back.
pub(super) fn read(cursor: &str, fingerprint: &str) -> Result<usize, QueryError> {
    let (offset, bound) = cursor.split_once('-').ok_or(QueryError::Cursor)?;
    if bound != fingerprint {
        return Err(QueryError::Cursor);
    }
    usize::from_str_radix(offset, 16).map_err(|_| QueryError::Cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_serves_its_own_query_only() {
        let own = fingerprint(&["digest", "芯片"]);
        assert_eq!(read(&write(40, &own), &own).unwrap(), 40);
        let other = fingerprint(&["digest", "光伏"]);
        for bad in [write(40, &other), "40".to_owned(), String::new(), format!("zz-{own}")] {
            assert!(matches!(read(&bad, &own), Err(QueryError::Cursor)), "{bad}");
        }
        assert_ne!(fingerprint(&["a", "b"]), fingerprint(&["ab"]));
    }
}
