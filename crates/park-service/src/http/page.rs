//! Pages of a list: an opaque cursor that is bound to the list and its generation.

use sha2::{Digest, Sha256};

use crate::lang::Lang;
use crate::rejection::{ErrorCode, InputError, Rejection};

/// Bytes of the fingerprint in a cursor: enough to notice a mistake, which is all it is for.
const MARK_BYTES: usize = 8;

/// One list: a generation, a route and what it was asked.
pub(crate) struct List {
    mark: [u8; MARK_BYTES],
}

impl List {
    /// The list that a route gives for some filters in a generation.
    pub(crate) fn new(generation: &str, route: &str, filters: &[&str]) -> Self {
        let mut sha = Sha256::new();
        for part in [generation, route].iter().chain(filters) {
            sha.update(part.len().to_le_bytes());
            sha.update(part);
        }
        let digest: [u8; 32] = sha.finalize().into();
        let mut mark = [0; MARK_BYTES];
        mark.copy_from_slice(&digest[..MARK_BYTES]);
        Self { mark }
    }

    /// The cursor of a place in the list.
    pub(crate) fn cursor(&self, offset: usize) -> String {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        self.mark.iter().chain(&offset.to_be_bytes()).fold(String::new(), |mut text, byte| {
            for half in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
            text
        })
    }

    /// The place that a cursor names; the beginning without one.
    ///
    /// # Errors
    /// 400 for a cursor of another list or another generation.
    pub(crate) fn offset(&self, cursor: Option<&str>, lang: Lang) -> Result<usize, Rejection> {
        let Some(cursor) = cursor else { return Ok(0) };
        let digits = cursor
            .get(2 * MARK_BYTES..)
            .filter(|d| d.len() == 8 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        let offset = digits
            .and_then(|d| u32::from_str_radix(d, 16).ok())
            .and_then(|o| usize::try_from(o).ok())
            .filter(|o| self.cursor(*o) == cursor);
        offset.ok_or_else(|| Rejection {
            status: 400,
            code: ErrorCode::BadCursor,
            detail: String::new(),
            errors: vec![InputError {
                pointer: "cursor".to_owned(),
                found: super::json::clip(cursor),
                rule: lang
                    .pick(
                        "须为同一列表、同一代数据上一页的 next",
                        "must be the `next` of the page before, of the same list and generation",
                    )
                    .to_owned(),
                hint: Some(
                    lang.pick("去掉 cursor 从头开始", "start again without cursor").to_owned(),
                ),
            }],
        })
    }
}

/// One page of rows, and the offset of the next page.
pub(crate) fn slice<T>(rows: &[T], offset: usize, limit: usize) -> (&[T], Option<usize>) {
    let start = offset.min(rows.len());
    let end = start.saturating_add(limit).min(rows.len());
    (&rows[start..end], (end < rows.len()).then_some(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_cover_a_list_once() {
        let rows: Vec<u32> = (0..23).collect();
        let list = List::new("g1", "/v1/parks", &["national"]);
        let (mut seen, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let offset = list.offset(cursor.as_deref(), Lang::Zh).expect("our own cursor");
            let (page, next) = slice(&rows, offset, 10);
            seen.extend_from_slice(page);
            match next {
                Some(next) => cursor = Some(list.cursor(next)),
                None => break,
            }
        }
        assert_eq!(seen, rows);
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let list = List::new("g1", "/v1/parks", &["national", ""]);
        for other in [
            List::new("g2", "/v1/parks", &["national", ""]),
            List::new("g1", "/v1/policies", &["national", ""]),
            List::new("g1", "/v1/parks", &["", "national"]),
        ] {
            let refused = list.offset(Some(&other.cursor(10)), Lang::En).expect_err("another");
            assert_eq!((refused.status, refused.code), (400, ErrorCode::BadCursor));
        }
        for junk in ["", "x", "芯片芯片芯片芯片", "00000000000000000000zzzz"] {
            assert!(list.offset(Some(junk), Lang::En).is_err(), "{junk}");
        }
    }
}
