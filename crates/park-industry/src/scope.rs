//! Reading a firm's registered scope with its name: its main activity.

pub(crate) mod features;
pub(crate) mod model;
#[cfg(test)]
mod tests;
pub(crate) mod text;

use crate::classification::Classification;
use crate::code::Code;
use crate::dictionary::{Dictionary, Meaning};
use crate::phrase::{self, CodeShare, Reading};
use features::Field;
use model::ScopeModel;

/// Codes that a reading gives at most.
const CODES_MAX: usize = 5;
/// A further code stands only with this share.
const SHARE_MIN: f64 = 0.05;
/// Added to a probability before the mean of two readings is taken.
const PROBABILITY_MIN: f64 = 1e-4;
/// Words given as the reason of a code.
const WORDS_MAX: usize = 4;

pub(crate) fn read(
    model: &ScopeModel,
    dictionary: &Dictionary,
    classification: &Classification,
    name: &str,
    scope: &str,
) -> Reading {
    if model.classes.is_empty() {
        let lead = scope.split([';', '；', '。']).next().unwrap_or(scope);
        return phrase::read(dictionary, &format!("{name}，{lead}"));
    }
    let firm = text::take_apart(name, scope);
    let probabilities = probabilities(model, dictionary, &firm);
    let mut reading = Reading::default();
    let heard = heard(dictionary, &firm, &mut reading);
    let divisions = divisions(model, &probabilities);
    let ranked = ranked(model, &probabilities, divisions[0].0);
    let total: f64 = ranked.iter().map(|(_, p)| p).sum();
    reading.codes = ranked
        .into_iter()
        .map(|(group, p)| refine(classification, &heard, group, p / total))
        .collect();
    reading.divisions = divisions;
    reading
}

/// Divisions of the classes in order, and the place of each class's among them: sums by division are taken by
/// position, several times for every firm.
#[derive(Debug, Default)]
pub(crate) struct Divisions {
    codes: Vec<Code>,
    of_class: Vec<usize>,
}

impl Divisions {
    pub(crate) fn of(classes: &[Code]) -> Self {
        let mut codes: Vec<Code> = classes.iter().map(|c| c.division()).collect();
        codes.sort_unstable();
        codes.dedup();
        let of_class = classes.iter().map(|c| codes.partition_point(|d| *d < c.division()));
        Self { of_class: of_class.collect(), codes }
    }

    /// Probability of each division.
    fn sums(&self, probabilities: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.codes.len()];
        for (division, p) in self.of_class.iter().zip(probabilities) {
            sums[*division] += p;
        }
        sums
    }
}

/// Probability of each class, from the whole firm and from the name with the first item alone.
fn probabilities(model: &ScopeModel, dictionary: &Dictionary, firm: &text::Firm) -> Vec<f64> {
    let read = |firm: &text::Firm| {
        let values = features::values(firm, |item| word_codes(dictionary, item));
        model.probabilities(values.iter().map(|f| (f.key, f.value)))
    };
    let whole = read(firm);
    // A firm with one item, or none, is its own lead.
    let lead = if firm.items.len() > 1 { read(&firm.lead()) } else { whole.clone() };
    pooled(&model.divisions, &whole, &lead)
}

/// The geometric mean of what the whole firm says and what its lead says, taken among divisions and then
/// among the groups of each. The first item names the main activity more often than any other, and a long
/// list behind it must not drown it.
pub(crate) fn pooled(divisions: &Divisions, whole: &[f64], lead: &[f64]) -> Vec<f64> {
    let mut means: Vec<f64> =
        divisions.sums(whole).iter().zip(divisions.sums(lead)).map(|(a, b)| mean(*a, b)).collect();
    let total: f64 = means.iter().sum();
    for p in &mut means {
        *p /= total;
    }
    let groups: Vec<f64> = whole.iter().zip(lead).map(|(a, b)| mean(*a, *b)).collect();
    let group_sums = divisions.sums(&groups);
    let scaled = divisions.of_class.iter().zip(&groups);
    scaled.map(|(d, p)| p / group_sums[*d] * means[*d]).collect()
}

/// Geometric mean; a probability below the least is lifted to it, so that one reading alone rules nothing out.
fn mean(a: f64, b: f64) -> f64 {
    ((a + PROBABILITY_MIN) * (b + PROBABILITY_MIN)).sqrt()
}

/// Divisions by falling probability; those under the least share are left out.
fn divisions(model: &ScopeModel, probabilities: &[f64]) -> Vec<(Code, f64)> {
    let sums = model.divisions.sums(probabilities);
    let mut out: Vec<(Code, f64)> = model.divisions.codes.iter().copied().zip(sums).collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let kept = out.iter().take_while(|(_, p)| *p >= SHARE_MIN).count().clamp(1, CODES_MAX);
    out.truncate(kept);
    let total: f64 = out.iter().map(|(_, p)| p).sum();
    for (_, p) in &mut out {
        *p /= total;
    }
    out
}

/// Groups by falling probability, the first from the best division: many groups that agree on a division
/// say more than one group alone.
fn ranked(model: &ScopeModel, probabilities: &[f64], division: Code) -> Vec<(Code, f64)> {
    let mut out: Vec<(Code, f64)> =
        model.classes.iter().copied().zip(probabilities.iter().copied()).collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let first = out.iter().position(|(c, _)| division.contains(*c)).unwrap_or(0);
    let top = out[0].1;
    let mut main = out.remove(first);
    main.1 = top;
    out.insert(0, main);
    let kept = out.iter().take_while(|(_, p)| *p >= SHARE_MIN).count().clamp(1, CODES_MAX);
    out.truncate(kept);
    out
}

/// A dictionary word that was found, with its codes.
struct Heard {
    word: String,
    codes: Vec<Code>,
}

/// Dictionary words of the name and the items, and what maps to nothing in the leading items.
fn heard(dictionary: &Dictionary, firm: &text::Firm, reading: &mut Reading) -> Vec<Heard> {
    let mut out: Vec<Heard> = Vec::new();
    let parts = std::iter::once(&firm.name).chain(firm.items.iter().map(|i| &i.core));
    for (n, part) in parts.enumerate() {
        let hits = phrase::longest_matches(dictionary.map(), part);
        if hits.is_empty() && n > 0 && part.len() >= 2 {
            reading.unmapped.push(part.iter().collect());
        }
        for hit in hits {
            let Meaning::Industry { canonical, codes, .. } = hit.value else { continue };
            if !reading.terms.contains(canonical) {
                reading.terms.push(canonical.clone());
                out.push(Heard {
                    word: canonical.clone(),
                    codes: codes.iter().map(|(c, _)| *c).collect(),
                });
            }
        }
    }
    reading.unmapped.dedup();
    out
}

/// The class where a word says it, and the words that speak for the group.
fn refine(classification: &Classification, heard: &[Heard], group: Code, share: f64) -> CodeShare {
    let class = heard
        .iter()
        .flat_map(|h| &h.codes)
        .find(|c| c.digits() == 4 && group.contains(**c))
        .copied()
        .or_else(|| match classification.children(group).as_slice() {
            [only] => Some(*only),
            _ => None,
        });
    let by = heard
        .iter()
        .filter(|h| h.codes.iter().any(|c| group.division().contains(*c)))
        .take(WORDS_MAX)
        .map(|h| h.word.clone())
        .collect();
    CodeShare { code: class.unwrap_or(group), share, by }
}

/// Codes of the dictionary words in an item as features: the level, then the digits.
pub(crate) fn word_codes(dictionary: &Dictionary, item: &[char]) -> Vec<([char; 4], f32)> {
    let mut out = Vec::new();
    for hit in phrase::longest_matches(dictionary.map(), item) {
        let Meaning::Industry { codes, .. } = hit.value else { continue };
        for (code, share) in codes {
            #[expect(clippy::cast_possible_truncation, reason = "a share keeps its meaning in f32")]
            let share = *share as f32;
            out.push((level('2', code.division()), share));
            if let Some(group) = code.group() {
                out.push((level('3', group), share));
            }
        }
    }
    out
}

fn level(level: char, code: Code) -> [char; 4] {
    let mut out = [level, ' ', ' ', ' '];
    for (to, from) in out[1..].iter_mut().zip(code.as_str().chars()) {
        *to = from;
    }
    out
}

/// Field of a feature by its letter.
pub(crate) fn field_of_letter(letter: char) -> Option<Field> {
    Field::ALL.into_iter().find(|f| f.letter() == letter)
}
