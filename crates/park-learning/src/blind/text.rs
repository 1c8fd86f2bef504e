//! Pieces of blinding that look at characters: numbers of licences and houses, brackets.

use super::words;

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fa5}').contains(&c)
}

/// Whether a text has a Chinese character.
pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

fn digits(chars: &[char]) -> usize {
    chars.iter().take_while(|c| c.is_ascii_digit()).count()
}

/// Length of a date that opens the characters: 2013年5月2日, 2013-05-02; 0 when none does.
fn date(chars: &[char]) -> usize {
    if digits(chars) != 4 {
        return 0;
    }
    let Some(&mark) = chars.get(4) else { return 0 };
    let month = digits(&chars[5..]);
    if !(1..=2).contains(&month) {
        return 0;
    }
    let after = 5 + month;
    if mark == '年' && chars.get(after) == Some(&'月') {
        let day = digits(&chars[after + 1..]);
        let has_day = (1..=2).contains(&day) && chars.get(after + 1 + day) == Some(&'日');
        return after + 1 + if has_day { day + 1 } else { 0 };
    }
    if "-./".contains(mark) && chars.get(after).is_some_and(|c| "-./".contains(*c)) {
        let day = digits(&chars[after + 1..]).min(2);
        return if day > 0 { after + 1 + day } else { 0 };
    }
    0
}

/// Length of a licence's number that opens the characters: six or more letters, digits and hyphens with a
/// digit among them; or 字第123号.
fn licence(chars: &[char]) -> usize {
    let run = chars.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '-').count();
    let first_digit = chars[..run].iter().position(char::is_ascii_digit);
    if first_digit.is_some_and(|d| run - d >= 6) {
        return run + usize::from(chars.get(run) == Some(&'号'));
    }
    let lead = chars.iter().take(2).take_while(|c| "字第".contains(**c)).count();
    let n_digits = digits(&chars[lead..]);
    if n_digits >= 3 && chars.get(lead + n_digits) == Some(&'号') {
        lead + n_digits + 1
    } else {
        0
    }
}

/// Length of a house's number after a road that opens the characters, with floor or room.
fn house(chars: &[char]) -> usize {
    let road = match chars.first() {
        Some('路' | '街' | '巷' | '弄') => 1,
        Some('大') if chars.get(1) == Some(&'道') => 2,
        _ => return 0,
    };
    let n_digits = digits(&chars[road..]);
    if n_digits == 0 {
        return 0;
    }
    let mut end = road + n_digits;
    end += usize::from(chars.get(end) == Some(&'号'));
    for ahead in 0..=4 {
        match chars.get(end + ahead) {
            Some('楼' | '室' | '层' | '幢' | '栋') => return end + ahead + 1,
            Some(c) if is_han(*c) || c.is_ascii_digit() => {}
            _ => break,
        }
    }
    end
}

/// Most characters of a road's name.
const ROAD_CHARS_MAX: usize = 6;

/// The text without dates, licence and house numbers and the one-character provinces before them.
pub(super) fn without_numbers(text: &str) -> String {
    if !text.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) && !text.contains("字第")
    {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let number = date(rest).max(licence(rest));
        let house = house(rest);
        if number > 0 {
            at += number;
        } else if house > 0 {
            let road = out.iter().rev().take(ROAD_CHARS_MAX).take_while(|c| is_han(**c)).count();
            out.truncate(out.len() - road);
            at += house;
        } else if words::PROVINCE_SIGNS.contains(rest[0]) && is_numbered(&rest[1..]) {
            at += 1;
        } else {
            out.push(rest[0]);
            at += 1;
        }
    }
    out.into_iter().collect()
}

fn is_numbered(after: &[char]) -> bool {
    match after {
        [c, ..] if c.is_ascii_uppercase() || c.is_ascii_digit() => true,
        ['字', '第', ..] => true,
        _ => false,
    }
}

const OPENING: &str = "([【《<〔{";
const CLOSING: &str = ")]】》>〕}";

/// The text with every innermost bracketed part put through `inside`, once; `None` when there is no bracket.
/// An open bracket that nothing closes runs to the end, and `inside` is told so.
pub(crate) fn brackets(text: &str, inside: &impl Fn(&str, bool) -> String) -> Option<String> {
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        if OPENING.contains(c) {
            open = Some(at);
        } else if CLOSING.contains(c)
            && let Some(from) = open
        {
            let content_from = from + text[from..].chars().next().map_or(1, char::len_utf8);
            let mut out = text[..from].to_owned();
            out.push_str(&inside(&text[content_from..at], true));
            out.push_str(&text[at + c.len_utf8()..]);
            return Some(out);
        }
    }
    let from = open?;
    let content_from = from + text[from..].chars().next().map_or(1, char::len_utf8);
    Some(format!("{}{}", &text[..from], inside(&text[content_from..], false)))
}

/// The text without the signs of brackets.
pub(super) fn without_signs(text: &str) -> String {
    text.chars().filter(|c| !OPENING.contains(*c) && !CLOSING.contains(*c)).collect()
}
