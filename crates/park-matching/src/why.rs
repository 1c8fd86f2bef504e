//! Why one match stands above another.

use crate::criteria::Criterion;
use crate::models::Models;
use crate::profile::RankBy;
use crate::ranking::Match;
use crate::say::{Language, criterion_name};

/// A match as far as its place in the list follows from it: of a [`Match`], or of one that was kept.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// Name of the park.
    pub name: &'a str,
    /// Its rank.
    pub rank: usize,
    /// What is proven.
    pub score: f64,
    /// What could be reached.
    pub could_reach: f64,
    /// Fit of its scale, which breaks ties; 0 to 1.
    pub scale: f64,
    /// What each criterion adds, and its words.
    pub because: Vec<(Criterion, f64, &'a str)>,
    /// What each criterion could still add.
    pub unknown: Vec<(Criterion, f64)>,
}

impl<'a> Standing<'a> {
    pub(crate) fn of(m: &'a Match) -> Self {
        Self {
            name: &m.park.name,
            rank: m.rank,
            score: m.score,
            could_reach: m.could_reach,
            scale: m.scale,
            because: m.because.iter().map(|r| (r.criterion, r.adds, r.words.as_str())).collect(),
            unknown: m.unknown.iter().map(|u| (u.criterion, u.could_add)).collect(),
        }
    }

    /// What a criterion counts for in what the list is ordered by.
    fn counts(&self, by: RankBy, criterion: Criterion) -> f64 {
        let adds = self.because.iter().find(|r| r.0 == criterion).map_or(0.0, |r| r.1);
        let open = || self.unknown.iter().find(|u| u.0 == criterion).map_or(0.0, |u| u.1);
        match by {
            RankBy::Proven => adds,
            RankBy::Possible => adds + open(),
        }
    }

    fn first(&self, by: RankBy) -> f64 {
        match by {
            RankBy::Proven => self.score,
            RankBy::Possible => self.could_reach,
        }
    }

    fn side(&self, by: RankBy, criterion: Criterion, language: Language) -> String {
        let reason = self.because.iter().find(|r| r.0 == criterion);
        let words = reason.map_or(language.pick("未知", "unknown"), |r| r.2);
        let value = self.counts(by, criterion);
        if reason.is_none() && value <= 0.0 {
            return words.to_owned();
        }
        match language {
            Language::Zh => format!("{words}（{value:.4}）"),
            Language::En => format!("{words} ({value:.4})"),
        }
    }
}

/// What puts one match above the next: the criterion with the largest difference and both values, or, where
/// what the list is ordered by is equal, whatever came next in the order.
pub fn why_above(
    models: &Models,
    by: RankBy,
    above: &Standing<'_>,
    below: &Standing<'_>,
    language: Language,
) -> Option<String> {
    let (criterion, difference) = Criterion::ALL
        .iter()
        .map(|c| (*c, above.counts(by, *c) - below.counts(by, *c)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    if difference <= 0.0 || above.first(by) <= below.first(by) {
        return Some(tie(by, above, below, language));
    }
    let name = criterion_name(models.criterion(criterion), language);
    let (a, b) = (above.name, below.name);
    let (left, right) = (above.side(by, criterion, language), below.side(by, criterion, language));
    Some(match language {
        Language::Zh => format!(
            "{a}排在{b}之前，差别最大的是{name}（多 {difference:.4}）：前者 {left}；后者 {right}"
        ),
        Language::En => format!(
            "{a} stands above {b}, most of all by {name} (+{difference:.4}): {left}; against {right}"
        ),
    })
}

/// The words where score, or `could_reach`, does not tell two parks apart.
fn tie(by: RankBy, above: &Standing<'_>, below: &Standing<'_>, language: Language) -> String {
    let (a, b) = (above.name, below.name);
    let (equal, second, x, y) = match by {
        RankBy::Proven => (
            language.pick("得分", "score"),
            language.pick("可达得分", "what could be reached"),
            above.could_reach,
            below.could_reach,
        ),
        RankBy::Possible => (
            language.pick("可达得分", "what could be reached"),
            language.pick("得分", "score"),
            above.score,
            below.score,
        ),
    };
    if above.rank == below.rank {
        return match language {
            Language::Zh => format!("{a}与{b}各项得分无差别，按编号排列"),
            Language::En => format!("no criterion sets {a} above {b}; they are listed by id"),
        };
    }
    if x > y {
        return match language {
            Language::Zh => format!("{a}与{b}{equal}相同，前者{second}更高：{x:.4} 对 {y:.4}"),
            Language::En => {
                format!("{a} and {b} are equal in {equal}; {second} decides: {x:.4} against {y:.4}")
            }
        };
    }
    let (x, y) = (above.scale, below.scale);
    match language {
        Language::Zh => format!("{a}与{b}得分与可达得分都相同，前者规模更大：{x:.4} 对 {y:.4}"),
        Language::En => {
            format!("{a} and {b} are equal in score; scale decides: {x:.4} against {y:.4}")
        }
    }
}
