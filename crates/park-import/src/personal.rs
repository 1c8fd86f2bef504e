//! Persons' names, telephone numbers and e-mail addresses stay out.

use std::borrow::Cow;

/// What stands where a number or an address was taken out.
pub(crate) const LEFT_OUT: &str = "〔略〕";

/// Parts of a header that tell a column about persons.
const HEADER_PARTS: &[&str] = &[
    "联系人",
    "联系方式",
    "负责人",
    "法定代表人",
    "法人代表",
    "电话",
    "手机",
    "传真",
    "邮箱",
    "电子邮件",
    "微信",
    "身份证",
    "contact",
    "phone",
    "mobile",
    "email",
    "e-mail",
    "wechat",
];
/// The same for short words that would be found within others (hotel).
const HEADER_WORDS: &[&str] = &["tel", "fax", "mail", "qq"];

/// Whether a header that is not in the dictionary names persons or ways to reach them.
pub(crate) fn is_personal_header(header: &str) -> bool {
    let lower = header.to_ascii_lowercase();
    HEADER_PARTS.iter().any(|p| lower.contains(p))
        || lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|w| HEADER_WORDS.contains(&w))
}

/// The text without telephone numbers and e-mail addresses; borrowed when it holds none.
pub(crate) fn without_contacts(text: &str) -> Cow<'_, str> {
    if !may_hold_contact(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(span) = next_contact(text, at) {
        out.push_str(&text[kept..span.0]);
        out.push_str(LEFT_OUT);
        kept = span.1;
        at = span.1;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[kept..]);
    Cow::Owned(out)
}

/// A quick look that lets nearly every text pass: an `@`, or seven digits in a row.
fn may_hold_contact(bytes: &[u8]) -> bool {
    let mut run = 0;
    for b in bytes {
        run = if b.is_ascii_digit() { run + 1 } else { 0 };
        if run >= 7 || *b == b'@' {
            return true;
        }
    }
    false
}

/// Letters, digits and signs of which addresses and numbers are made.
fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'@' | b'/' | b'%')
}

/// The next run of such signs that is a number or an address.
fn next_contact(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut start = from;
    while start < bytes.len() {
        if !is_word(bytes[start]) {
            start += 1;
            continue;
        }
        let end = start + bytes[start..].iter().take_while(|b| is_word(**b)).count();
        // All bytes of the run are ASCII, so both ends lie between characters.
        let run = &text[start..end];
        let shown = run.trim_matches(['.', '-', '/', '_', '%']);
        if is_email(shown) || shown.split('/').all(is_telephone) {
            return Some((start, end));
        }
        start = end;
    }
    None
}

fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.contains('@')
            && host.rsplit_once('.').is_some_and(|(domain, top)| {
                !domain.is_empty() && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic())
            })
    })
}

/// A mobile number (11 digits from 13 to 19), or an area code from 0 and a number after a hyphen.
fn is_telephone(word: &str) -> bool {
    let word = word.strip_prefix("+86").unwrap_or(word).trim_start_matches('-');
    let digits = |w: &str| w.bytes().all(|b| b.is_ascii_digit());
    let mobile = word.replace('-', "");
    if mobile.len() == 11 && digits(&mobile) && matches!(mobile.as_bytes(), [b'1', b'3'..=b'9', ..])
    {
        return true;
    }
    word.split_once('-').is_some_and(|(area, number)| {
        matches!(area.len(), 3 | 4)
            && area.starts_with('0')
            && digits(area)
            && number.split('-').next().is_some_and(|n| matches!(n.len(), 7 | 8))
            && digits(&number.replace('-', ""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        for (header, want) in [
            ("联系人", true),
            ("招商电话", true),
            ("Contact person", true),
            ("tel", true),
            ("e-mail", true),
            ("hotel", false),
            ("单位", false),
        ] {
            assert_eq!(is_personal_header(header), want, "{header}");
        }
    }

    #[test]
    fn texts() {
        for (text, want) in [
            ("咨询 13812345678，王", "咨询 〔略〕，王"),
            ("电话：0512-66680000-8", "电话：〔略〕"),
            ("138-1234-5678/0512-66680000", "〔略〕"),
            ("写信 a.b@sip.gov.cn。", "写信 〔略〕。"),
            ("投资12345678901元", "投资12345678901元"),
            ("t20230109_13812345678.html", "t20230109_13812345678.html"),
            ("统一代码 91320594138123456X", "统一代码 91320594138123456X"),
            ("2018-2023 年 20182019", "2018-2023 年 20182019"),
            ("@", "@"),
        ] {
            assert_eq!(without_contacts(text), want);
        }
    }
}
