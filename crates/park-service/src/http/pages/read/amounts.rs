//! Numbers with their units in a clause: 80—120亩, 4万千瓦, 5亿元, 不低于100亩, 2027年6月.

/// What a number counts, after conversion to the unit that the profile uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Land, mu.
    Mu,
    /// Floor area, m².
    M2,
    /// Power, MW.
    Mw,
    /// Money, 10k CNY.
    Money,
    /// Money of another country: not converted.
    Foreign,
    /// People.
    Jobs,
    /// Distance, km.
    Km,
    /// Tonnes a day.
    TPerDay,
    /// Cubic metres a day.
    M3PerDay,
    /// Tonnes an hour.
    TPerHour,
    /// Year, or year and month.
    Date,
    /// No unit that is known.
    None,
}

/// An amount and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    /// First character.
    pub(super) start: usize,
    /// Behind the last.
    pub(super) end: usize,
    /// Least.
    pub(super) lo: Option<f64>,
    /// Most; none for an open range.
    pub(super) hi: Option<f64>,
    /// Unit.
    pub(super) unit: Unit,
    /// A date, as the profile writes it.
    pub(super) date: Option<String>,
}

/// Spelling, unit, factor. A longer spelling stands before the shorter one that it begins with.
const UNITS: &[(&str, Unit, f64)] = &[
    ("亩", Unit::Mu, 1.0),
    ("mu", Unit::Mu, 1.0),
    ("公顷", Unit::Mu, 15.0),
    ("hectares", Unit::Mu, 15.0),
    ("ha", Unit::Mu, 15.0),
    ("平方公里", Unit::Mu, 1500.0),
    ("平方米", Unit::M2, 1.0),
    ("平米", Unit::M2, 1.0),
    ("㎡", Unit::M2, 1.0),
    ("m2", Unit::M2, 1.0),
    ("m²", Unit::M2, 1.0),
    ("千瓦", Unit::Mw, 1e-3),
    ("kw", Unit::Mw, 1e-3),
    ("兆瓦", Unit::Mw, 1.0),
    ("mw", Unit::Mw, 1.0),
    ("千伏安", Unit::Mw, 9e-4),
    ("kva", Unit::Mw, 9e-4),
    ("兆伏安", Unit::Mw, 0.9),
    ("mva", Unit::Mw, 0.9),
    ("美元", Unit::Foreign, 1.0),
    ("欧元", Unit::Foreign, 1.0),
    ("港元", Unit::Foreign, 1.0),
    ("日元", Unit::Foreign, 1.0),
    ("usd", Unit::Foreign, 1.0),
    ("元人民币", Unit::Money, 1e-4),
    ("元", Unit::Money, 1e-4),
    ("人民币", Unit::Money, 1e-4),
    ("cny", Unit::Money, 1e-4),
    ("rmb", Unit::Money, 1e-4),
    ("yuan", Unit::Money, 1e-4),
    ("公里", Unit::Km, 1.0),
    ("千米", Unit::Km, 1.0),
    ("km", Unit::Km, 1.0),
    ("人", Unit::Jobs, 1.0),
    ("名员工", Unit::Jobs, 1.0),
    ("个岗位", Unit::Jobs, 1.0),
    ("jobs", Unit::Jobs, 1.0),
    ("people", Unit::Jobs, 1.0),
    ("吨/天", Unit::TPerDay, 1.0),
    ("吨/日", Unit::TPerDay, 1.0),
    ("吨每天", Unit::TPerDay, 1.0),
    ("吨每日", Unit::TPerDay, 1.0),
    ("t/day", Unit::TPerDay, 1.0),
    ("t/d", Unit::TPerDay, 1.0),
    ("立方米/天", Unit::M3PerDay, 1.0),
    ("立方米/日", Unit::M3PerDay, 1.0),
    ("方/天", Unit::M3PerDay, 1.0),
    ("m3/d", Unit::M3PerDay, 1.0),
    ("吨/小时", Unit::TPerHour, 1.0),
    ("吨/时", Unit::TPerHour, 1.0),
    ("吨每小时", Unit::TPerHour, 1.0),
    ("t/h", Unit::TPerHour, 1.0),
];

/// Spelling and factor; as in [`UNITS`] the longer spelling stands first.
const SCALES: [(&str, f64); 11] = [
    ("万亿", 1e12),
    ("千亿", 1e11),
    ("百亿", 1e10),
    ("亿", 1e8),
    ("千万", 1e7),
    ("百万", 1e6),
    ("万", 1e4),
    ("千", 1e3),
    ("百", 1e2),
    ("million", 1e6),
    ("billion", 1e9),
];

/// Words before a number that open or close its range.
const AT_LEAST: [&str; 6] = ["至少", "不低于", "不少于", "≥", ">=", "at least"];
const AT_MOST: [&str; 5] = ["不超过", "至多", "最多", "≤", "at most"];

/// Full-width forms, and signs that are written in several ways, as one.
pub(super) fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        '，' => ',',
        '；' => ';',
        '！' => '!',
        '．' => '.',
        '／' => '/',
        '—' | '–' | '～' | '~' | '－' | '−' => '-',
        '\u{3000}' | '\t' => ' ',
        other => other,
    }
}

/// All amounts of a clause in lower case, from left to right.
pub(super) fn find(text: &[char]) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let inside_word = at > 0 && (text[at - 1].is_ascii_alphanumeric() || text[at - 1] == '.');
        if text[at].is_ascii_digit()
            && !inside_word
            && let Some(amount) = date(text, at).or_else(|| amount(text, at))
        {
            at = amount.end.max(at + 1);
            found.push(amount);
        } else {
            at += 1;
        }
    }
    found
}

/// 2027年6月, 2027-06, 2027年.
fn date(text: &[char], start: usize) -> Option<Amount> {
    let digits = |from: usize| text[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    if digits(start) != 4 {
        return None;
    }
    let year: String = text[start..start + 4].iter().collect();
    if !("2000"..="2099").contains(&year.as_str()) {
        return None;
    }
    let mut end = start + 4;
    let sign = *text.get(end)?;
    if !matches!(sign, '年' | '-' | '/') {
        return None;
    }
    end += 1;
    let wide = digits(end);
    let month: Option<u8> = text[end..end + wide]
        .iter()
        .collect::<String>()
        .parse()
        .ok()
        .filter(|m| (1..=12).contains(m));
    if sign != '年' && (month.is_none() || wide != 2) {
        return None;
    }
    let mut written = year;
    if let Some(month) = month {
        end += wide;
        end += usize::from(text.get(end) == Some(&'月'));
        written = format!("{written}-{month:02}");
    }
    // 底, 前 and the like belong to it.
    end += text[end..].iter().take_while(|c| matches!(c, '底' | '前' | '初' | '末' | '之')).count();
    Some(Amount { start, end, lo: None, hi: Some(0.0), unit: Unit::Date, date: Some(written) })
}

fn amount(text: &[char], start: usize) -> Option<Amount> {
    let (mut first, mut at) = number(text, start)?;
    let mut scale = None;
    let mut second = None;
    let mut unit = unit_at(text, at);
    if unit.is_none()
        && let Some((factor, end)) = scale_at(text, at)
    {
        scale = Some(factor);
        at = end;
        // 1亿2000万元 is one number.
        if let Some((rest, end)) = number(text, at)
            && let Some((lesser, end)) = scale_at(text, end)
            && lesser < factor
        {
            first += rest * lesser / factor;
            at = end;
        }
        unit = unit_at(text, at);
    }
    let mut first_unit = unit;
    if let Some((end, _, _)) = unit {
        at = end;
    }
    if let Some(next) = separator(text, at)
        && let Some((value, end)) = number(text, next)
    {
        second = Some(value);
        at = end;
        let own = unit_at(text, at);
        if own.is_none()
            && let Some((factor, end)) = scale_at(text, at)
        {
            // 5-8亿元: the scale of the second is that of both.
            second = Some(value * factor);
            scale = scale.or(Some(factor));
            at = end;
        } else if let Some(factor) = scale {
            second = Some(value * factor);
        }
        first_unit = unit_at(text, at).or(first_unit);
        at = unit_at(text, at).map_or(at, |(end, _, _)| end);
    }
    let lo = first * scale.unwrap_or(1.0);
    let before: String = text[..start].iter().collect::<String>().trim_end().to_owned();
    let ends =
        |list: &[&str]| list.iter().find(|w| before.ends_with(**w)).map(|w| w.chars().count());
    let behind: String = text[at..].iter().take(2).collect();
    let (least, most) = (ends(&AT_LEAST), ends(&AT_MOST));
    let (unit, factor) = match first_unit {
        Some((_, unit, factor)) => (unit, factor),
        // 投资5亿: nobody writes the yuan.
        None if scale.is_some_and(|s| s >= 1e8) => (Unit::Money, 1e-4),
        None => (Unit::None, 1.0),
    };
    let open_below = most.is_some() || matches!(behind.as_str(), "以内" | "以下");
    let open_above = least.is_some()
        || behind == "以上"
        || (second.is_none() && !open_below && matches!(unit, Unit::Mu | Unit::M2));
    let hi = second.unwrap_or(lo);
    let round = |v: f64| (v * factor * 1e6).round() / 1e6;
    let mut begin = start;
    if let Some(n) = least.or(most) {
        let blanks = text[..start].iter().rev().take_while(|c| c.is_whitespace()).count();
        begin = start - blanks - n;
    }
    let end = at + if open_below && most.is_none() || behind == "以上" { 2 } else { 0 };
    Some(Amount {
        start: begin,
        end: end.min(text.len()),
        lo: Some(round(lo.min(hi))).filter(|_| !open_below),
        hi: Some(round(hi.max(lo))).filter(|_| !open_above),
        unit,
        date: None,
    })
}

/// A number without sign, and where it ends.
fn number(text: &[char], start: usize) -> Option<(f64, usize)> {
    let mut end = start;
    while text.get(end).is_some_and(|c| c.is_ascii_digit() || (*c == '.' && end > start)) {
        end += 1;
    }
    if end > start && text[end - 1] == '.' {
        end -= 1;
    }
    let value: f64 = text.get(start..end)?.iter().collect::<String>().parse().ok()?;
    let blanks = text[end..].iter().take_while(|c| **c == ' ').count();
    // A blank between number and unit is no end; one before another word is.
    let spaced = end + blanks;
    let unit_follows = unit_at(text, spaced).is_some() || scale_at(text, spaced).is_some();
    Some((value, if unit_follows { spaced } else { end }))
}

fn separator(text: &[char], at: usize) -> Option<usize> {
    let blank = text[at..].iter().take_while(|c| **c == ' ').count();
    let sign = *text.get(at + blank)?;
    let next = at
        + blank
        + 1
        + text[at + blank + 1..].iter().take_while(|c| **c == '-' || **c == ' ').count();
    matches!(sign, '-' | '至' | '到').then_some(next)
}

fn scale_at(text: &[char], at: usize) -> Option<(f64, usize)> {
    SCALES.iter().find_map(|(word, factor)| {
        starts(text, at, word).map(|end| {
            // "million CNY": the blank belongs to it.
            let blank = text.get(end) == Some(&' ') && unit_at(text, end + 1).is_some();
            (*factor, end + usize::from(blank))
        })
    })
}

fn unit_at(text: &[char], at: usize) -> Option<(usize, Unit, f64)> {
    UNITS.iter().find_map(|(word, unit, factor)| {
        let end = starts(text, at, word)?;
        // A Latin unit ends where its word ends: 5 kwh is no power.
        let goes_on = word.is_ascii() && text.get(end).is_some_and(char::is_ascii_alphabetic);
        let per = matches!(unit, Unit::Mw) && text.get(end) == Some(&'时');
        (!goes_on && !per).then_some((end, *unit, *factor))
    })
}

fn starts(text: &[char], at: usize, word: &str) -> Option<usize> {
    let mut end = at;
    for c in word.chars() {
        if text.get(end) != Some(&c) {
            return None;
        }
        end += 1;
    }
    Some(end)
}
