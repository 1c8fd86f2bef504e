//! What a person decides: horizons, the limits of the house, and which number is small.

use std::fmt;

use crate::event::Event;

/// Limits and horizons; read from `models/readiness/settings.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Months after the first event at which a curve is read.
    pub horizons: Vec<i32>,
    /// Fewer cases than this are called a small number.
    pub small: usize,
    /// Months after signing by which registration, land, construction and production are expected.
    due: [i32; 4],
    /// Most plots that are joined.
    pub joined_most: usize,
}

/// A line of the settings that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    line: usize,
    rule: &'static str,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "readiness settings, line {}: {}", self.line, self.rule)
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads lines `name,value,why`; a line that begins with `#` is a comment.
    ///
    /// # Errors
    /// An unknown name, a value that is no whole number above 0, a name that is missing.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        let mut horizons = Vec::new();
        let mut due = [0; 4];
        let (mut small, mut joined_most) = (0, 0);
        let fault = |line: usize, rule| SettingsError { line: line + 1, rule };
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') || line.starts_with("name,") {
                continue;
            }
            let mut cells = line.splitn(3, ',');
            let name = cells.next().unwrap_or_default().trim();
            let value: i32 = cells
                .next()
                .and_then(|v| v.trim().parse().ok())
                .filter(|v| (1..=600).contains(v))
                .ok_or_else(|| fault(at, "the value is a whole number from 1 to 600"))?;
            let whole = usize::try_from(value).unwrap_or_default();
            match name {
                "horizon" => horizons.push(value),
                "small" => small = whole,
                "joined_most" => joined_most = whole,
                "due_registered" => due[0] = value,
                "due_land" => due[1] = value,
                "due_construction" => due[2] = value,
                "due_production" => due[3] = value,
                _ => return Err(fault(at, "no such name")),
            }
        }
        if horizons.is_empty() || small == 0 || joined_most == 0 || due.contains(&0) {
            return Err(fault(text.lines().count(), "a name is missing"));
        }
        horizons.sort_unstable();
        horizons.dedup();
        Ok(Self { horizons, small, due, joined_most })
    }

    /// Months after signing by which an event is expected; none for the signing itself.
    pub fn due(&self, event: Event) -> Option<i32> {
        match event {
            Event::Signed => None,
            Event::Registered => Some(self.due[0]),
            Event::Land => Some(self.due[1]),
            Event::Construction => Some(self.due[2]),
            Event::Production => Some(self.due[3]),
        }
    }
}
