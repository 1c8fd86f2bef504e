//! Query parameters and ids of a path: unknown names are refused, by name.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use super::access::Access;
use super::json::clip;
use super::words;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, InputError, Rejection};

/// Longest id, in bytes.
const ID_BYTES_MAX: usize = 200;

/// The parameters of a route. Those that it has are the documented ones, so that document and check
/// cannot differ.
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + IntoParams> FromRequestParts<S> for Query<T> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        let lang = super::lang::of(&parts.headers);
        let given: Vec<(String, String)> = axum::extract::Query::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(pairs)| pairs)
            .map_err(|e| Rejection::new(400, ErrorCode::InvalidInput, e.body_text()))?;
        let known: Vec<String> = T::into_params(|| None).into_iter().map(|p| p.name).collect();
        names(&known, &given, lang)?;
        axum::extract::Query::<T>::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(read)| Self(read))
            .map_err(|e| value(&e.body_text(), &known, &given, lang))
    }
}

/// A route without parameters.
#[derive(Debug, serde::Deserialize, IntoParams)]
pub(crate) struct NoParameters {}

/// Every name is known and given once.
fn names(known: &[String], given: &[(String, String)], lang: Lang) -> Result<(), Rejection> {
    for (at, (name, found)) in given.iter().enumerate() {
        let fault = if !known.contains(name) {
            let rule = if known.is_empty() {
                lang.pick("这个地址没有参数".to_owned(), "this path has no parameters".to_owned())
            } else {
                let list = known.join(", ");
                lang.pick(
                    format!("没有这个参数；可用：{list}"),
                    format!("no such parameter; expected one of {list}"),
                )
            };
            Some((ErrorCode::UnknownField, rule))
        } else if given[..at].iter().any(|(n, _)| n == name) {
            let rule = lang.pick("每个参数只能给一次", "a parameter is given once");
            Some((ErrorCode::InvalidInput, rule.to_owned()))
        } else {
            None
        };
        if let Some((code, rule)) = fault {
            return Err(refused(code, &clip(name), found, rule));
        }
    }
    Ok(())
}

/// The fault of a value; the parser's sentence begins with the name of its parameter.
fn value(sentence: &str, known: &[String], given: &[(String, String)], lang: Lang) -> Rejection {
    let message = sentence.split_once("query string: ").map_or(sentence, |(_, m)| m);
    let split = message
        .split_once(": ")
        .filter(|(name, _)| known.iter().any(|k| k == name))
        .or_else(|| {
            let name = message.strip_prefix("missing field `")?.strip_suffix('`')?;
            Some((name, message))
        });
    let (name, message) = split.unwrap_or(("", message));
    let found = given.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    refused(ErrorCode::InvalidInput, name, found, words::rule(message, lang))
}

fn refused(code: ErrorCode, name: &str, found: &str, rule: String) -> Rejection {
    Rejection {
        status: 400,
        code,
        detail: if name.is_empty() { rule.clone() } else { format!("{name}: {rule}") },
        errors: vec![InputError { pointer: name.to_owned(), found: clip(found), rule, hint: None }],
    }
}

/// A number of rows within its bounds.
///
/// # Errors
/// 400 out of bounds.
pub(crate) fn limit(
    given: Option<u32>,
    usual: usize,
    most: usize,
    lang: Lang,
) -> Result<usize, Rejection> {
    let cap = Access::current().rows_max().and_then(|n| usize::try_from(n).ok()).unwrap_or(most);
    let Some(given) = given else { return Ok(usual.min(cap)) };
    match usize::try_from(given) {
        Ok(limit) if (1..=most).contains(&limit) => Ok(limit.min(cap)),
        Ok(_) | Err(_) => Err(refused(
            ErrorCode::InvalidInput,
            "limit",
            &given.to_string(),
            lang.pick(format!("应为 1 到 {most}"), format!("expected 1 to {most}")),
        )),
    }
}

/// A word of a fixed list.
///
/// # Errors
/// 400 for another word.
pub(crate) fn word<T: Copy>(
    name: &str,
    given: Option<&str>,
    all: &[T],
    code: fn(T) -> &'static str,
    lang: Lang,
) -> Result<Option<T>, Rejection> {
    let Some(given) = given else { return Ok(None) };
    if let Some(found) = all.iter().copied().find(|v| code(*v) == given) {
        return Ok(Some(found));
    }
    let list = all.iter().map(|v| code(*v)).collect::<Vec<_>>().join(", ");
    Err(refused(
        ErrorCode::InvalidInput,
        name,
        given,
        lang.pick(format!("可用：{list}"), format!("expected one of {list}")),
    ))
}

/// A GB/T 2260 code or the beginning of one.
///
/// # Errors
/// 400 unless it has 2, 4 or 6 digits.
pub(crate) fn region(given: Option<&str>, lang: Lang) -> Result<Option<&str>, Rejection> {
    let Some(given) = given else { return Ok(None) };
    if matches!(given.len(), 2 | 4 | 6) && given.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(Some(given));
    }
    Err(refused(
        ErrorCode::InvalidInput,
        "region",
        given,
        lang.pick(
            "应为 GB/T 2260 代码的前 2、4 或 6 位数字".to_owned(),
            "expected the first 2, 4 or 6 digits of a GB/T 2260 code".to_owned(),
        ),
    ))
}

/// The id in a path.
pub(crate) struct Id(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let lang = super::lang::of(&parts.headers);
        let read: Result<Path<String>, PathRejection> =
            Path::from_request_parts(parts, state).await;
        match read {
            Ok(Path(id)) if id.len() <= ID_BYTES_MAX && !id.chars().any(char::is_control) => {
                Ok(Self(id))
            }
            Ok(_) | Err(_) => Err(refused(
                ErrorCode::InvalidInput,
                "id",
                "",
                lang.pick(
                    format!("编号须为 UTF-8 文字，最多 {ID_BYTES_MAX} 字节"),
                    format!("an id is UTF-8 text of at most {ID_BYTES_MAX} bytes"),
                ),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, IntoParams)]
    #[expect(dead_code, reason = "only reading it is tested")]
    struct Form {
        q: String,
        limit: Option<u32>,
        open: Option<bool>,
    }

    fn read(uri: &str) -> Result<Query<Form>, Rejection> {
        let (mut parts, ()) = Request::builder().uri(uri).body(()).expect("valid").into_parts();
        tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime")
            .block_on(Query::from_request_parts(&mut parts, &()))
    }

    #[test]
    fn faults_of_parameters_are_named() {
        for (uri, code, name, found) in [
            ("/?q=a&foo=1", ErrorCode::UnknownField, "foo", "1"),
            ("/?q=a&q=b", ErrorCode::InvalidInput, "q", "b"),
            ("/?q=a&limit=x", ErrorCode::InvalidInput, "limit", "x"),
            ("/?q=a&limit=-1", ErrorCode::InvalidInput, "limit", "-1"),
            ("/?q=a&open=maybe", ErrorCode::InvalidInput, "open", "maybe"),
            ("/?limit=1", ErrorCode::InvalidInput, "q", ""),
        ] {
            let refused = read(uri).err().expect(uri);
            let error = &refused.errors[0];
            assert_eq!(
                (refused.status, refused.code, error.pointer.as_str(), error.found.as_str()),
                (400, code, name, found),
                "{uri}: {}",
                refused.detail
            );
        }
        assert!(read("/?q=%E8%8A%AF%E7%89%87&limit=5&open=true").is_ok());
    }

    #[test]
    fn a_limit_has_bounds() {
        assert_eq!(limit(None, 10, 200, Lang::En), Ok(10));
        assert_eq!(limit(Some(200), 10, 200, Lang::En), Ok(200));
        for bad in [0, 201] {
            assert_eq!(limit(Some(bad), 10, 200, Lang::En).expect_err("bad").status, 400);
        }
    }
}
