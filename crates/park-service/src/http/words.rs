//! The fixed words of the HTTP layer, in both languages.

use crate::lang::Lang;
use crate::rejection::ErrorCode;

/// Title and usual sentence of a code.
pub(crate) fn of_code(code: ErrorCode, lang: Lang) -> (&'static str, &'static str) {
    let (zh, en) = both(code);
    lang.pick(zh, en)
}

type Words = (&'static str, &'static str);

fn both(code: ErrorCode) -> (Words, Words) {
    match code {
        ErrorCode::InvalidInput => (
            ("输入不合规则", "有的值不合规则，见 errors"),
            ("invalid input", "a value breaks its rule; see errors"),
        ),
        ErrorCode::UnknownField => (
            ("没有这个字段或参数", "有不认识的字段或参数，见 errors"),
            ("unknown field or parameter", "a field or parameter does not exist; see errors"),
        ),
        ErrorCode::MalformedBody => (
            ("请求体无法读取", "请求体不是所要求形式的 JSON"),
            ("malformed body", "the body is not JSON of the expected form"),
        ),
        ErrorCode::UnknownCode => (
            ("没有这个行业代码", "GB/T 4754-2017 没有这个代码"),
            ("unknown industry code", "GB/T 4754-2017 has no such code"),
        ),
        ErrorCode::NoWeight => {
            (("没有权重", "所有权重都是 0"), ("no weight", "all weights are zero"))
        }
        ErrorCode::BadCursor => (
            ("游标无效", "游标属于另一个列表或另一代数据；请去掉 cursor 从头开始"),
            (
                "bad cursor",
                "the cursor belongs to another list or another generation; start again without cursor",
            ),
        ),
        ErrorCode::NotFound => (("没有找到", "没有这个编号"), ("not found", "nothing has this id")),
        ErrorCode::NoRoute => (
            ("没有这个地址", "没有这个地址；/openapi.json 列出所有地址"),
            ("no such path", "there is no such path; /openapi.json lists them all"),
        ),
        ErrorCode::MethodNotAllowed => (
            ("方法不允许", "这个地址不接受这个方法；Allow 头列出可用的方法"),
            (
                "method not allowed",
                "this path does not take this method; the Allow header lists those it takes",
            ),
        ),
        ErrorCode::TooLarge => {
            (("请求太大", "请求体最多 2 MiB"), ("request too large", "a body has at most 2 MiB"))
        }
        ErrorCode::UriTooLong => (
            ("地址太长", "地址连同参数最多 32 KiB"),
            ("address too long", "an address with its parameters has at most 32 KiB"),
        ),
        ErrorCode::UnsupportedMediaType => (
            ("媒体类型不支持", "请求体须为 application/json，UTF-8，不压缩"),
            ("unsupported media type", "the body must be application/json, UTF-8, not compressed"),
        ),
        ErrorCode::ForbiddenOrigin => (
            (
                "来源不允许",
                "没有配置密钥时，只回答本机：Host 与 Origin 须为 localhost、127.0.0.1 或 [::1]",
            ),
            (
                "origin not allowed",
                "with no key configured only this machine is answered: Host and Origin must be localhost, 127.0.0.1 or [::1]",
            ),
        ),
        ErrorCode::LoopbackOnly => (
            ("只限本机", "这个地址只接受来自本机的请求"),
            ("loopback only", "this path takes requests from this machine only"),
        ),
        ErrorCode::KeyNeeded => (
            ("需要密钥", "请在 Authorization: Bearer 后给出密钥；parkwise key create 可生成"),
            ("key needed", "send a key as Authorization: Bearer; `parkwise key create` makes one"),
        ),
        ErrorCode::KeyRefused => (
            ("密钥无效", "没有这个密钥，或已撤销、已过期"),
            ("key refused", "the key is not known, or revoked, or expired"),
        ),
        ErrorCode::NotPermitted => (
            ("密钥不许可", "这种密钥不能做这件事"),
            ("not permitted", "this kind of key does not allow this"),
        ),
        ErrorCode::RateLimited => (
            ("请求太频繁", "超过了密钥每分钟的次数，稍后再来；RateLimit 头说明限额"),
            (
                "too many requests",
                "more a minute than the key allows; the RateLimit header says how many",
            ),
        ),
        ErrorCode::Overloaded => (
            ("请求过多", "同时处理的请求已到上限，请稍后再试"),
            (
                "overloaded",
                "as many requests as we can answer are being answered; try again shortly",
            ),
        ),
        ErrorCode::TimedOut => {
            (("超时", "没有在时限内完成"), ("timed out", "it was not done within the time limit"))
        }
        ErrorCode::NotReady => {
            (("尚未就绪", "还没有打开的数据代"), ("not ready", "no generation is open yet"))
        }
        ErrorCode::Internal => (
            ("内部错误", "这是我们的错误；日志里有它的 X-Request-Id"),
            ("internal error", "this is our fault; the log has it under its X-Request-Id"),
        ),
    }
}

/// What a parser of numbers or words says, as a rule for people.
pub(crate) fn rule(message: &str, lang: Lang) -> String {
    let message = message.split(" at line ").next().unwrap_or(message);
    let plain = match message {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            Some(("应为非负整数", "expected a whole number, 0 or more"))
        }
        "number too large to fit in target type" => Some(("数太大", "the number is too large")),
        "invalid float literal" | "cannot parse float from empty string" => {
            Some(("应为数字", "expected a number"))
        }
        "provided string was not `true` or `false`" => {
            Some(("应为 true 或 false", "expected true or false"))
        }
        _ => None,
    };
    if let Some((zh, en)) = plain {
        return lang.pick(zh, en).to_owned();
    }
    if let Some(told) = shape(message, lang) {
        return told;
    }
    if lang == Lang::En {
        return message.to_owned();
    }
    in_chinese(message)
}

/// What was found and what was expected, without the names that types have in the code.
fn shape(message: &str, lang: Lang) -> Option<String> {
    for (start, zh, en) in [
        ("invalid type: ", "类型不对：这里是", "wrong type: this is"),
        ("invalid value: ", "值不对：这里是", "wrong value: this is"),
        ("invalid length ", "个数不对：有", "wrong length: there are"),
    ] {
        let Some(rest) = message.strip_prefix(start) else { continue };
        let (found, wanted) = rest.split_once(", expected ")?;
        let (found, wanted) = (found_word(found, lang), wanted_word(wanted, lang));
        return Some(match lang {
            Lang::Zh => format!("{zh}{found}，应为{wanted}"),
            Lang::En => format!("{en} {found}, expected {wanted}"),
        });
    }
    None
}

/// A value as serde describes it: `string "x"`, `` integer `5` ``, `sequence`.
fn found_word(found: &str, lang: Lang) -> String {
    let (kind, value) = found.split_once(' ').unwrap_or((found, ""));
    let (kind, value) = match kind {
        "floating" => ("floating point", value.strip_prefix("point ").unwrap_or(value)),
        kind => (kind, value),
    };
    let value = value.trim_matches('`');
    let (zh, en) = match kind {
        "string" => ("文字 ", "the text "),
        "integer" | "floating point" => ("数字 ", "the number "),
        "boolean" => ("布尔值 ", "the value "),
        "character" => ("字符 ", "the character "),
        "null" | "unit" => ("空值 null", "null"),
        "sequence" => ("列表", "a list"),
        "map" => ("对象", "an object"),
        _ => return found.to_owned(),
    };
    format!("{}{value}", lang.pick(zh, en))
}

/// What serde expects: `f64`, `a string`, `struct ProfileRequest`.
fn wanted_word(wanted: &str, lang: Lang) -> String {
    let (zh, en) = match wanted {
        "f32" | "f64" => ("数字", "a number"),
        "i8" | "i16" | "i32" | "i64" | "isize" => ("整数", "a whole number"),
        "u8" | "u16" | "u32" | "u64" | "usize" => ("非负整数", "a whole number, 0 or more"),
        "a string" | "str" => ("文字", "a text"),
        "a boolean" => (" true 或 false", "true or false"),
        "a sequence" => ("列表", "a list"),
        "a map" | "a JSON object" => (" JSON 对象", "a JSON object"),
        _ if wanted.starts_with("struct ") => (" JSON 对象", "a JSON object"),
        _ => return wanted.to_owned(),
    };
    lang.pick(zh, en).to_owned()
}

/// The frequent sentences of serde, in Chinese; what is not known stays as it is.
fn in_chinese(message: &str) -> String {
    let listed = |rest: &str| {
        rest.replace("expected one of ", "可用：")
            .replace("expected ", "应为：")
            .replace("there are no fields", "这里没有字段")
            .replace(" or ", "、")
    };
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let (name, rest) = rest.split_once(", ").unwrap_or((rest, ""));
        return format!("没有字段 {name}；{}", listed(rest));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let (name, rest) = rest.split_once(", ").unwrap_or((rest, ""));
        return format!("不认识 {name}；{}", listed(rest));
    }
    if let Some(name) = message.strip_prefix("missing field ") {
        return format!("缺少字段 {name}");
    }
    if let Some(name) = message.strip_prefix("duplicate field ") {
        return format!("字段 {name} 重复");
    }
    message.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_said_in_both_languages() {
        for (message, zh, en) in [
            (
                "unknown field `foo`, expected `a` or `b` at line 1 column 2",
                "没有字段 `foo`；应为：`a`、`b`",
                "unknown field `foo`, expected `a` or `b`",
            ),
            ("missing field `industry`", "缺少字段 `industry`", "missing field `industry`"),
            (
                "invalid type: string \"x\", expected f64 at line 1 column 9",
                "类型不对：这里是文字 \"x\"，应为数字",
                "wrong type: this is the text \"x\", expected a number",
            ),
            (
                "invalid type: integer `5`, expected a string at line 1 column 9",
                "类型不对：这里是数字 5，应为文字",
                "wrong type: this is the number 5, expected a text",
            ),
            (
                "invalid type: floating point `1.5`, expected i64",
                "类型不对：这里是数字 1.5，应为整数",
                "wrong type: this is the number 1.5, expected a whole number",
            ),
            (
                "invalid type: null, expected struct IndustryRequest",
                "类型不对：这里是空值 null，应为 JSON 对象",
                "wrong type: this is null, expected a JSON object",
            ),
            (
                "invalid type: map, expected a sequence",
                "类型不对：这里是对象，应为列表",
                "wrong type: this is an object, expected a list",
            ),
            (
                "invalid type: boolean `true`, expected f64",
                "类型不对：这里是布尔值 true，应为数字",
                "wrong type: this is the value true, expected a number",
            ),
            ("invalid digit found in string", "应为非负整数", "expected a whole number, 0 or more"),
        ] {
            assert_eq!(rule(message, Lang::Zh), zh);
            assert_eq!(rule(message, Lang::En), en);
        }
    }
}
