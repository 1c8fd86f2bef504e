//! Dates as sources give them: a year, a month or a day.

use std::fmt;

/// A date known to the year, the month or the day. Orders by its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    month: u8,
    day: u8,
}

impl PartialDate {
    /// A date from its parts; `None` when a part is out of range (years 1900 to 2100).
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        if !(1900..=2100).contains(&year) || (month.is_none() && day.is_some()) {
            return None;
        }
        if let Some(m) = month
            && !(1..=12).contains(&m)
        {
            return None;
        }
        if let (Some(m), Some(d)) = (month, day)
            && !(1..=days_in(year, m)).contains(&d)
        {
            return None;
        }
        Some(Self { year, month: month.unwrap_or(0), day: day.unwrap_or(0) })
    }

    /// Reads `2023`, `2023-09`, `2023-09-01`, and the same with `.`, `/` or 年月日.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts: Vec<&str> =
            text.trim().split(['-', '.', '/', '年', '月', '日']).map(str::trim).collect();
        while parts.last().is_some_and(|p| p.is_empty()) {
            parts.pop();
        }
        if parts.is_empty() || parts.len() > 3 || parts[0].len() != 4 {
            return None;
        }
        let number = |i: usize| -> Option<Option<u16>> {
            match parts.get(i) {
                None => Some(None),
                Some(p)
                    if !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()) =>
                {
                    p.parse().ok().map(Some)
                }
                Some(_) => None,
            }
        };
        let year = number(0)??;
        let small = |n: Option<u16>| -> Option<Option<u8>> {
            match n {
                None => Some(None),
                Some(v) => u8::try_from(v).ok().map(Some),
            }
        };
        Self::new(year, small(number(1)?)?, small(number(2)?)?)
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, when known.
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day, when known.
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// The last day that the date can mean, so that a year compares as its end.
    pub fn end(self) -> Self {
        let month = if self.month == 0 { 12 } else { self.month };
        let day = if self.day == 0 { days_in(self.year, month) } else { self.day };
        Self { year: self.year, month, day }
    }

    /// Whole months from the end of `self` to the end of `later`; negative if `self` is later.
    pub fn months_until(self, later: Self) -> i32 {
        let (a, b) = (self.end(), later.end());
        (i32::from(b.year) - i32::from(a.year)) * 12 + i32::from(b.month) - i32::from(a.month)
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_sources_write_and_prints_it_back() {
        for (text, want) in [
            ("2023", "2023"),
            ("2023-09", "2023-09"),
            ("2023.9", "2023-09"),
            ("2023年9月1日", "2023-09-01"),
            ("2024/02/29", "2024-02-29"),
        ] {
            assert_eq!(PartialDate::parse(text).expect(text).to_string(), want);
        }
        for bad in ["", "23-09", "2023-13", "2023-02-29", "2023-09-01-1", "九月", "1650", "2023--1"]
        {
            assert_eq!(PartialDate::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_year_counts_to_its_end() {
        let year = PartialDate::parse("2020").expect("valid");
        let later = PartialDate::parse("2022-03").expect("valid");
        assert_eq!(year.months_until(later), 15);
    }
}
