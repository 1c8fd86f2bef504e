//! The legal screen: does a clause need review against the fair competition rules?
//!
//! The rules are data (`tables`, METHODS section 4): a new edition is a new table. The answer is
//! *likely*, *possible* or *no* with the article, the words that led to it and what would cure them; it
//! never says that a clause is against the law.

use crate::clean::{Clean, Span};
use crate::context::Layout;
use crate::tables::{Facts, Level, Pattern, Tables};

/// A rule that speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Place of the rule in [`Tables::screen`].
    pub rule_at: usize,
    /// `T1` to `T7`.
    pub rule: String,
    /// How strongly.
    pub level: Level,
    /// The words that led to it.
    pub span: Span,
}

/// The screen of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// The strongest level.
    pub level: Level,
    /// Rules that speak, strongest first, one a rule.
    pub findings: Vec<Finding>,
    /// Words that claim an exception (article 12), which needs a purpose, an end date, and no milder way.
    pub exceptions: Vec<Finding>,
}

impl Default for Screen {
    fn default() -> Self {
        Self { level: Level::No, findings: Vec::new(), exceptions: Vec::new() }
    }
}

/// Screens a clause.
pub(crate) fn screen(tables: &Tables, text: &Clean, layout: &Layout, facts: &Facts) -> Screen {
    let whole = (0, text.chars.len());
    let mut all: Vec<Finding> = Vec::new();
    for (rule_at, rule) in tables.screen.iter().enumerate() {
        let holds =
            |patterns: &[Pattern]| patterns.iter().any(|p| p.find(text, whole, facts).is_some());
        if !rule.also.is_empty() && !holds(&rule.also) || holds(&rule.unless) {
            continue;
        }
        let Some(place) = first(&rule.any, text, layout, facts) else { continue };
        all.push(Finding {
            rule_at,
            rule: rule.rule.clone(),
            level: rule.level,
            span: text.span(place.0, place.1),
        });
    }
    all.sort_by(|a, b| {
        b.level.cmp(&a.level).then(a.rule.cmp(&b.rule)).then(a.rule_at.cmp(&b.rule_at))
    });
    let (exceptions, mut findings): (Vec<Finding>, Vec<Finding>) =
        all.into_iter().partition(|f| f.rule == "E");
    let mut seen: Vec<String> = Vec::new();
    findings.retain(|f| {
        let new = f.level > Level::No && !seen.contains(&f.rule);
        seen.push(f.rule.clone());
        new
    });
    let level = findings.iter().map(|f| f.level).max().unwrap_or(Level::No);
    Screen { level, findings, exceptions }
}

/// The first place where a pattern holds, sentence by sentence.
fn first(
    patterns: &[Pattern],
    text: &Clean,
    layout: &Layout,
    facts: &Facts,
) -> Option<(usize, usize)> {
    let mut start = 0;
    while start < text.chars.len() {
        let end = layout.sentence_end(start).max(start + 1);
        if let Some(place) = patterns.iter().find_map(|p| p.find(text, (start, end), facts)) {
            return Some(place);
        }
        start = end;
    }
    None
}
