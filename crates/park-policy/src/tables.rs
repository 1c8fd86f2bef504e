//! The rule tables of `models/policy`: which words speak for an instrument, and the legal screen.
//!
//! A *pattern* is a word, or words joined by `~` that follow each other within one sentence, at most
//! [`GAP_MAX`] characters apart. `@` begins a fact of the reading, such as `@per:tax_paid`.

use std::collections::BTreeSet;

use park_domain::words::Instrument;

use crate::clean::{Clean, clean};

/// Most characters between two words of a pattern.
pub(crate) const GAP_MAX: usize = 14;

/// A table that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}, line {line}: {what}")]
pub struct TableError {
    /// Name of the file.
    pub file: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// The texts of the tables, as they lie in `models/policy`.
#[derive(Debug, Clone, Copy)]
pub struct TableTexts<'t> {
    /// `instruments.csv`
    pub instruments: &'t str,
    /// `screen-2025-04-20.csv`
    pub screen: &'t str,
}

/// A word or several in order, or a fact of the reading.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    parts: Vec<Vec<char>>,
    fact: Option<String>,
}

/// One line of `instruments.csv`.
#[derive(Debug)]
pub(crate) struct InstrumentWord {
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) instrument: Instrument,
    pub(crate) weight: f64,
}

/// How strongly a clause needs review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing that the screen knows.
    No,
    /// A rule may apply; the text alone does not tell.
    Possible,
    /// A rule applies by the wording.
    Likely,
}

impl Level {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Possible => "possible",
            Self::Likely => "likely",
        }
    }
}

/// One line of the screen's table.
#[derive(Debug, Clone)]
pub struct ScreenRule {
    /// `T1` to `T7`, or `E`.
    pub rule: String,
    /// How strongly it speaks.
    pub level: Level,
    pub(crate) any: Vec<Pattern>,
    pub(crate) also: Vec<Pattern>,
    pub(crate) unless: Vec<Pattern>,
    /// Article of the regulation or of its implementing rules.
    pub article: String,
    /// What would cure the clause, in Chinese.
    pub cure_zh: String,
    /// What would cure the clause, in English.
    pub cure_en: String,
}

/// The tables, read once.
#[derive(Debug)]
pub struct Tables {
    pub(crate) instruments: Vec<InstrumentWord>,
    /// Rules of the screen.
    pub screen: Vec<ScreenRule>,
    /// Name and date of the edition of the screen's table.
    pub edition: String,
    /// Day from which the regulation is in force; clauses issued before it are existing policy (存量政策).
    pub in_force: String,
}

impl Tables {
    /// Reads the tables.
    ///
    /// # Errors
    /// The file and line that cannot be used.
    pub fn parse(texts: &TableTexts<'_>) -> Result<Self, TableError> {
        let instruments = lines("instruments.csv", texts.instruments, 4, |cells, _| {
            Ok(InstrumentWord {
                patterns: patterns(cells[0])?,
                instrument: Instrument::parse(cells[1])
                    .ok_or_else(|| format!("{} is no instrument", cells[1]))?,
                weight: cells[2].parse().map_err(|_| format!("{} is no number", cells[2]))?,
            })
        })?;
        let screen = lines("screen-2025-04-20.csv", texts.screen, 8, |cells, _| {
            Ok(ScreenRule {
                rule: cells[0].to_owned(),
                level: match cells[1] {
                    "likely" => Level::Likely,
                    "possible" => Level::Possible,
                    "no" => Level::No,
                    other => return Err(format!("{other} is no level")),
                },
                any: patterns(cells[2])?,
                also: patterns(cells[3])?,
                unless: patterns(cells[4])?,
                article: cells[5].to_owned(),
                cure_zh: cells[6].to_owned(),
                cure_en: cells[7].to_owned(),
            })
        })?;
        let named = |name: &str| {
            texts
                .screen
                .lines()
                .find_map(|l| l.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(": "))
                .map(str::to_owned)
                .ok_or_else(|| TableError {
                    file: "screen-2025-04-20.csv",
                    line: 1,
                    what: format!("no line `# {name}: …`"),
                })
        };
        Ok(Self { instruments, screen, edition: named("edition")?, in_force: named("in force")? })
    }
}

fn lines<T>(
    file: &'static str,
    text: &str,
    columns: usize,
    mut made: impl FnMut(&[&str], usize) -> Result<T, String>,
) -> Result<Vec<T>, TableError> {
    let mut out = Vec::new();
    let rows =
        text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    for (at, line) in rows.skip(1) {
        let wrong = |what: String| TableError { file, line: at + 1, what };
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        if cells.len() != columns {
            return Err(wrong(format!("{} cells, expected {columns}", cells.len())));
        }
        out.push(made(&cells, at).map_err(wrong)?);
    }
    Ok(out)
}

fn patterns(cell: &str) -> Result<Vec<Pattern>, String> {
    cell.split('|').filter(|p| !p.is_empty()).map(Pattern::parse).collect()
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, String> {
        if let Some(fact) = text.strip_prefix('@') {
            return Ok(Self { parts: Vec::new(), fact: Some(fact.to_owned()) });
        }
        let parts: Vec<Vec<char>> = text.split('~').map(|p| clean(p).chars).collect();
        if parts.iter().any(Vec::is_empty) {
            return Err(format!("{text}: an empty word in a pattern"));
        }
        Ok(Self { parts, fact: None })
    }

    /// Where the pattern stands in a sentence given as a range of the repaired text.
    pub(crate) fn find(
        &self,
        text: &Clean,
        (start, end): (usize, usize),
        facts: &Facts,
    ) -> Option<(usize, usize)> {
        if let Some(fact) = &self.fact {
            return facts.named.contains(fact.as_str()).then_some((start, end));
        }
        let chars = &text.chars[start..end];
        let (first, rest) = self.parts.split_first()?;
        (0..chars.len()).filter(|&at| chars[at..].starts_with(first)).find_map(|at| {
            let mut place = at + first.len();
            for part in rest {
                let last = (place + GAP_MAX).min(chars.len());
                let found =
                    (place..=last).find(|&p| chars[p.min(chars.len())..].starts_with(part))?;
                place = found + part.len();
            }
            Some((start + at, start + place))
        })
    }
}

/// What the reading found, as the tables may ask for it.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) named: BTreeSet<String>,
}
