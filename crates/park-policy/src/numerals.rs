//! Numbers as they are written: digits and Chinese numerals.

use crate::clean::Clean;

/// Most digits of a number; a longer run is an account or a register number, no figure.
pub(crate) const DIGITS_MAX: usize = 15;

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
    fn a_long_run_of_digits_is_no_number() {
        assert_eq!(number(&clean(&"9".repeat(10_000)), 0), None);
    }
}
