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
            Some(("应为数", "expected a number"))
        }
        "provided string was not `true` or `false`" => {
            Some(("应为 true 或 false", "expected true or false"))
        }
        _ => None,
    };
    if let Some((zh, en)) = plain {
        return lang.pick(zh, en).to_owned();
    }
    if lang == Lang::En {
        return message.to_owned();
    }
    in_chinese(message)
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
    for (start, zh) in [
        ("invalid type: ", "类型不对"),
        ("invalid value: ", "值不对"),
        ("invalid length ", "个数不对"),
    ] {
        if let Some(rest) = message.strip_prefix(start) {
            let (found, wanted) = rest.split_once(", expected ").unwrap_or((rest, "?"));
            return format!("{zh}：得到 {found}，应为 {wanted}");
        }
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
                "类型不对：得到 string \"x\"，应为 f64",
                "invalid type: string \"x\", expected f64",
            ),
            ("invalid digit found in string", "应为非负整数", "expected a whole number, 0 or more"),
        ] {
            assert_eq!(rule(message, Lang::Zh), zh);
            assert_eq!(rule(message, Lang::En), en);
        }
    }
}
