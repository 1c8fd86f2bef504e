//! JSON read strictly: a fault is named by its pointer, its value and its rule, in the language asked.

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::objects::{LIST_FOR_OBJECT, Objects};
use super::words;
use crate::lang::Lang;
use crate::rejection::{ErrorCode, InputError, Rejection};

/// Deepest nesting of arrays and objects.
pub(crate) const DEPTH_MAX: usize = 64;

/// Longest value that is shown back, in characters.
const FOUND_CHARS_MAX: usize = 120;

/// Reads JSON of a form.
///
/// # Errors
/// 400 with the pointer of the fault.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8], lang: Lang) -> Result<T, Rejection> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if depth(bytes) > DEPTH_MAX {
        return Err(malformed(
            "",
            String::new(),
            lang.pick(
                format!("数组与对象最多嵌套 {DEPTH_MAX} 层"),
                format!("arrays and objects nest at most {DEPTH_MAX} levels"),
            ),
        ));
    }
    let whole: serde_json::Value = serde_json::from_slice(bytes).map_err(|e| syntax(&e, lang))?;
    if let Err(e) = serde_path_to_error::deserialize::<_, T>(Objects(&whole))
        && e.inner().to_string().starts_with(LIST_FOR_OBJECT)
    {
        return Err(match e.path().iter().next() {
            None => no_object(&whole, lang),
            Some(_) => fault(bytes, e.path(), e.inner(), lang),
        });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|e| fault(bytes, e.path(), e.inner(), lang))?;
    deserializer.end().map_err(|e| syntax(&e, lang))?;
    Ok(value)
}

/// Says that a form is an object, and a list is none.
fn no_object(whole: &serde_json::Value, lang: Lang) -> Rejection {
    let rule = lang
        .pick("应为一个 JSON 对象（{…}），不是列表", "expected one JSON object ({…}), not a list");
    let hint = lang.pick(
        "一次只发一份，去掉外面的方括号",
        "send one at a time, without the brackets around it",
    );
    Rejection {
        status: 400,
        code: ErrorCode::InvalidInput,
        detail: rule.to_owned(),
        errors: vec![InputError {
            pointer: String::new(),
            found: shown(whole),
            rule: rule.to_owned(),
            hint: Some(hint.to_owned()),
        }],
    }
}

/// The deepest nesting of a JSON text, whether or not it is well formed.
fn depth(bytes: &[u8]) -> usize {
    let (mut now, mut deepest) = (0_usize, 0);
    let (mut in_string, mut escaped) = (false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                now += 1;
                deepest = deepest.max(now);
            }
            b']' | b'}' if !in_string => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn fault(
    bytes: &[u8],
    path: &serde_path_to_error::Path,
    error: &serde_json::Error,
    lang: Lang,
) -> Rejection {
    if error.classify() != serde_json::error::Category::Data {
        return syntax(error, lang);
    }
    let mut pointer = pointer(path);
    let message = error.to_string();
    let whole: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    // A missing or repeated field is named in the message; its pointer is the field's, not its holder's.
    for start in ["missing field `", "duplicate field `"] {
        if let Some(name) = message.strip_prefix(start).and_then(|m| m.split('`').next()) {
            let end = format!("/{}", escape(name));
            if !pointer.ends_with(&end) {
                pointer.push_str(&end);
            }
        }
    }
    let found = whole.as_ref().and_then(|w| w.pointer(&pointer)).map_or_else(String::new, shown);
    let unknown = message.starts_with("unknown field");
    let rule = words::rule(&message, lang);
    let code = if unknown { ErrorCode::UnknownField } else { ErrorCode::InvalidInput };
    Rejection {
        status: 400,
        code,
        detail: format!("{}: {rule}", if pointer.is_empty() { "/" } else { &pointer }),
        errors: vec![InputError { pointer, found, rule, hint: unknown.then(|| hint(lang)) }],
    }
}

fn hint(lang: Lang) -> String {
    lang.pick("字段名见 /openapi.json", "/openapi.json lists the fields").to_owned()
}

fn syntax(error: &serde_json::Error, lang: Lang) -> Rejection {
    let place = lang.pick(
        format!("不是合法的 JSON（第 {} 行第 {} 列）", error.line(), error.column()),
        format!("not valid JSON (line {}, column {})", error.line(), error.column()),
    );
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    malformed("", String::new(), format!("{place}: {reason}"))
}

fn malformed(pointer: &str, found: String, rule: String) -> Rejection {
    Rejection {
        status: 400,
        code: ErrorCode::MalformedBody,
        detail: rule.clone(),
        errors: vec![InputError { pointer: pointer.to_owned(), found, rule, hint: None }],
    }
}

/// A value as it is shown back.
fn shown(value: &serde_json::Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    clip(&text)
}

/// The beginning of a text that someone sent.
pub(crate) fn clip(text: &str) -> String {
    match text.char_indices().nth(FOUND_CHARS_MAX) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// RFC 6901.
fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path.iter() {
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => escape(key),
            // A variant is written as the key or the value itself, which the path names already.
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&part);
    }
    pointer
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading it is tested")]
    struct Form {
        name: String,
        #[serde(default)]
        musts: Vec<Must>,
        #[serde(default)]
        weights: BTreeMap<String, f64>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading it is tested")]
    struct Must {
        value: f64,
    }

    fn refused(text: &str) -> (ErrorCode, String, String) {
        let rejection = parse::<Form>(text.as_bytes(), Lang::En).expect_err(text);
        let error = &rejection.errors[0];
        (rejection.code, error.pointer.clone(), error.found.clone())
    }

    #[test]
    fn a_fault_is_named_by_pointer_and_value() {
        use ErrorCode::{InvalidInput, MalformedBody, UnknownField};
        for (text, code, pointer, found) in [
            (r#"{"name":"a","musts":[{"value":"x"}]}"#, InvalidInput, "/musts/0/value", "x"),
            (r#"{"name":"a","musts":[{"value":1,"foo":2}]}"#, UnknownField, "/musts/0/foo", "2"),
            (r#"{"name":"a","typo":[1]}"#, UnknownField, "/typo", "[1]"),
            (r#"{"name":"a","a/b":null}"#, UnknownField, "/a~1b", "null"),
            (r#"{"name":"a","weights":{"x":true}}"#, InvalidInput, "/weights/x", "true"),
            ("{}", InvalidInput, "/name", ""),
            (r#"{"name":"a","musts":[{}]}"#, InvalidInput, "/musts/0/value", ""),
            (r#"{"name":"a","name":"b"}"#, InvalidInput, "/name", "b"),
            ("[]", InvalidInput, "", "[]"),
            ("{\"name\":", MalformedBody, "", ""),
            ("{\"name\":\"a\"} x", MalformedBody, "", ""),
            ("", MalformedBody, "", ""),
        ] {
            assert_eq!(refused(text), (code, pointer.to_owned(), found.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_list_is_no_object_at_any_depth() {
        use ErrorCode::{InvalidInput, MalformedBody};
        for (text, code, pointer, found) in [
            (r#"["a",[],{}]"#, InvalidInput, "", r#"["a",[],{}]"#),
            (" \n[1]", InvalidInput, "", "[1]"),
            (r#"{"name":"a","musts":[[1]]}"#, InvalidInput, "/musts/0", "[1]"),
            ("[1", MalformedBody, "", ""),
        ] {
            assert_eq!(refused(text), (code, pointer.to_owned(), found.to_owned()), "{text}");
        }
        let rejection = parse::<Form>(b"[1]", Lang::Zh).expect_err("a list");
        assert_eq!(rejection.errors[0].rule, "应为一个 JSON 对象（{…}），不是列表");
        let nested = parse::<Form>(br#"{"name":"a","musts":[[1]]}"#, Lang::Zh).expect_err("a list");
        assert_eq!(nested.errors[0].rule, "类型不对：这里是列表，应为 JSON 对象");
    }

    #[test]
    fn nesting_is_limited_before_it_is_parsed() {
        let deep = "[".repeat(DEPTH_MAX + 1);
        assert_eq!(refused(&deep).0, ErrorCode::MalformedBody);
        assert_eq!(depth(br#"{"a":"[[[[\"[[","b":[{}]}"#), 3);
    }

    #[test]
    fn a_byte_order_mark_is_no_fault() {
        assert!(parse::<Form>(b"\xef\xbb\xbf{\"name\":\"a\"}", Lang::Zh).is_ok());
    }
}
