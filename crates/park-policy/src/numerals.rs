//! Numbers as they are written: digits, Chinese numerals, and calendar years told digit by digit.

use crate::clean::Clean;

/// Most digits of a number; a longer run is an account or a register number, no figure.
pub(crate) const DIGITS_MAX: usize = 15;

/// One past a calendar year in Chinese numerals: `二〇二四年`.
pub(crate) fn chinese_year(text: &Clean, at: usize) -> Option<usize> {
    let among = |i: usize, all: &str| text.chars.get(i).is_some_and(|c| all.contains(*c));
    let century = among(at, "二") && among(at + 1, "〇零○") || text.starts(at, "一九");
    let digits = (at + 2..at + 4).all(|i| among(i, "〇零○一二三四五六七八九"));
    (century && digits && text.starts(at + 4, "年")).then_some(at + 5)
}

/// Digits that stand at a place.
pub(crate) fn digits_at(text: &Clean, at: usize) -> usize {
    text.chars[at.min(text.chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count()
}

/// A number in figures or Chinese numerals: value and end.
pub(crate) fn number(text: &Clean, at: usize) -> Option<(f64, usize)> {
    let digits = digits_at(text, at);
    if digits > DIGITS_MAX {
        return None;
    }
    if digits > 0 {
        let mut end = at + digits;
        if text.chars.get(end) == Some(&'.') {
            let more = digits_at(text, end + 1);
            if more > 0 {
                end += 1 + more;
            }
        }
        return Some((text.text(at, end).parse().ok()?, end));
    }
    chinese(text, at)
}

/// Chinese numerals below ten thousand, `十万` and `百万` handled by the caller.
fn chinese(text: &Clean, at: usize) -> Option<(f64, usize)> {
    let (mut total, mut digit, mut end) = (0.0, None, at);
    while let Some(c) = text.chars.get(end) {
        let value = match c {
            '零' | '〇' => 0.0,
            '一' | '壹' => 1.0,
            '二' | '两' | '贰' => 2.0,
            '三' | '叁' => 3.0,
            '四' | '肆' => 4.0,
            '五' | '伍' => 5.0,
            '六' | '陆' => 6.0,
            '七' | '柒' => 7.0,
            '八' | '捌' => 8.0,
            '九' | '玖' => 9.0,
            '十' | '拾' | '百' | '佰' | '千' | '仟' => {
                let scale = match c {
                    '十' | '拾' => 10.0,
                    '百' | '佰' => 100.0,
                    _ => 1000.0,
                };
                total += digit.take().unwrap_or(1.0) * scale;
                end += 1;
                continue;
            }
            _ => break,
        };
        if digit.is_some_and(|d| d > 0.0) {
            break;
        }
        digit = Some(value);
        end += 1;
    }
    (end > at).then_some((total + digit.unwrap_or(0.0), end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::clean;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, value) in [
            ("1.25", 1.25),
            ("二十五", 25.0),
            ("一百二十", 120.0),
            ("三千", 3000.0),
            ("贰拾", 20.0),
            ("999999999999999", 999_999_999_999_999.0),
        ] {
            let length = text.chars().count();
            assert_eq!(number(&clean(text), 0), Some((value, length)), "{text}");
        }
    }

    #[test]
    fn a_calendar_year_in_numerals_is_a_year() {
        for (text, end) in [
            ("二〇二四年认定", Some(5)),
            ("二零一八年", Some(5)),
            ("一九九八年", Some(5)),
            ("二十四年", None),
            ("二〇二四", None),
        ] {
            assert_eq!(chinese_year(&clean(text), 0), end, "{text}");
        }
    }

    #[test]
    fn a_long_run_of_digits_is_no_number() {
        assert_eq!(number(&clean(&"9".repeat(10_000)), 0), None);
    }
}
