//! Why one match stands above another.

use crate::catalog::Catalog;
use crate::criteria::Criterion;
use crate::profile::RankBy;
use crate::ranking::Match;
use crate::say::{Language, criterion_name};

/// What puts one match above the next: the criterion with the largest difference and both values, or, where
/// what the list is ordered by is equal, whatever came next in the order.
pub(crate) fn why_above(
    catalog: &Catalog,
    by: RankBy,
    above: &Match,
    below: &Match,
    language: Language,
) -> Option<String> {
    let (criterion, difference) = Criterion::ALL
        .iter()
        .map(|c| (*c, counts(by, above, *c) - counts(by, below, *c)))
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    if difference <= 0.0 || first(by, above) <= first(by, below) {
        return Some(tie(by, above, below, language));
    }
    let name = criterion_name(catalog.models.criterion(criterion), language);
    let side = |m: &Match| -> String {
        let reason = m.because.iter().find(|r| r.criterion == criterion);
        let words = reason.map_or(language.pick("未知", "unknown"), |r| r.words.as_str());
        let value = counts(by, m, criterion);
        if reason.is_none() && value <= 0.0 {
            return words.to_owned();
        }
        match language {
            Language::Zh => format!("{words}（{value:.4}）"),
            Language::En => format!("{words} ({value:.4})"),
        }
    };
    let (a, b) = (&above.park.name, &below.park.name);
    let (left, right) = (side(above), side(below));
    Some(match language {
        Language::Zh => format!(
            "{a}排在{b}之前，差别最大的是{name}（多 {difference:.4}）：前者 {left}；后者 {right}"
        ),
        Language::En => format!(
            "{a} stands above {b}, most of all by {name} (+{difference:.4}): {left}; against {right}"
        ),
    })
}

/// What a criterion counts for in what the list is ordered by.
fn counts(by: RankBy, m: &Match, criterion: Criterion) -> f64 {
    let adds = m.because.iter().find(|r| r.criterion == criterion).map_or(0.0, |r| r.adds);
    let open = || m.unknown.iter().find(|u| u.criterion == criterion).map_or(0.0, |u| u.could_add);
    match by {
        RankBy::Proven => adds,
        RankBy::Possible => adds + open(),
    }
}

fn first(by: RankBy, m: &Match) -> f64 {
    match by {
        RankBy::Proven => m.score,
        RankBy::Possible => m.could_reach,
    }
}

/// The words where score, or `could_reach`, does not tell two parks apart.
fn tie(by: RankBy, above: &Match, below: &Match, language: Language) -> String {
    let (a, b) = (&above.park.name, &below.park.name);
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
