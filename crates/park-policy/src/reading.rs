//! One clause: figures to roles to the instrument that the text states.

use park_domain::words::Instrument;

use crate::CLAUSE_BYTES_MAX;
use crate::clean::{Clean, Span, clean};
use crate::conditions::{self, Condition};
use crate::context::{Around, Layout, around, list_of};
use crate::per;
use crate::role::{self, Others, Role};
use crate::scan::{Figure, Unit, scan};
use crate::screen::{self, Screen};
use crate::tables::{Facts, Tables};
use crate::words::{self, WordRate};
use crate::years::{self, RateAt, Step};

/// A number that was read, or a range within which the payer chooses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    /// The number, or the lower end.
    pub low: f64,
    /// Upper end of a range.
    pub high: Option<f64>,
    /// Where it stands.
    pub span: Span,
}

/// What a clause states.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Instrument by the form of the benefit.
    pub instrument: Instrument,
    /// The word that decided it.
    pub instrument_by: Option<Span>,
    /// What the firm gains, per cent of `per`.
    pub rates_pct: Vec<Value>,
    /// Sums, 10k CNY, for each `per`.
    pub amounts_10k_cny: Vec<Value>,
    /// Upper limits, 10k CNY.
    pub caps_10k_cny: Vec<Value>,
    /// Of what, or for each what.
    pub per: Option<&'static str>,
    /// The word of it.
    pub per_by: Option<Span>,
    /// How long, in order.
    pub years: Vec<Step>,
    /// What must be met.
    pub conditions: Vec<Condition>,
    /// The legal screen.
    pub screen: Screen,
    /// Figures that were not understood, as they stand.
    pub unread: Vec<(String, Span)>,
}

/// A benefit rate with its place in the repaired text.
struct Rate {
    start: usize,
    end: usize,
    value: Value,
    years: Option<f64>,
    /// A word such as free: its base follows it.
    in_words: bool,
}

/// Reads a clause.
pub fn read(tables: &Tables, text: &str) -> Clause {
    read_given(tables, text, &[])
}

/// As [`read`], with facts that are known beside the text, as the tables of words ask for them.
pub(crate) fn read_given(tables: &Tables, text: &str, given: &[String]) -> Clause {
    let cut = cut(text);
    let text = clean(cut);
    let layout = Layout::of(&text);
    let figures = scan(&text);
    let (mut words, open) = words::word_rates(&text);
    add_equal_sums(&text, &layout, &mut words);
    let parts = parts(&text, &layout, &figures, &words);
    let rates = rates(&text, &figures, &parts, &words);
    let rates_at: Vec<RateAt> = rates
        .iter()
        .map(|r| RateAt {
            start: r.start,
            rate: r.value.high.unwrap_or(r.value.low),
            years: r.years,
        })
        .collect();
    let steps = years::years(&text, &layout, &figures, &rates_at, &open);
    let of = |wanted: Role| {
        figures.iter().zip(&parts).filter(move |(_, (r, _))| *r == wanted).map(|(f, _)| f)
    };
    let value = |f: &Figure| Value { low: f.low, high: f.high, span: text.span(f.start, f.end) };
    let mut conditions: Vec<Condition> = figures
        .iter()
        .zip(&parts)
        .filter(|(_, (r, _))| *r == Role::Threshold)
        .filter_map(|(f, (_, around))| conditions::threshold(&text, f, around.as_ref()?))
        .collect();
    conditions.extend(conditions::in_words(&text));
    let (per, per_by) = per_of(&text, &layout, &figures, &parts, &rates);
    let mut clause = Clause {
        instrument: Instrument::Other,
        instrument_by: None,
        rates_pct: rates.iter().map(|r| r.value).collect(),
        amounts_10k_cny: of(Role::Amount).map(value).collect(),
        caps_10k_cny: of(Role::Cap).map(value).collect(),
        per,
        per_by,
        years: steps,
        conditions,
        screen: Screen::default(),
        unread: of(Role::Unread)
            .map(|f| (text.text(f.start, f.end), text.span(f.start, f.end)))
            .collect(),
    };
    let mut facts = facts(&clause, &parts, &text);
    facts.named.extend(given.iter().cloned());
    (clause.instrument, clause.instrument_by) =
        instrument(tables, &text, &facts, &threshold_places(&layout, &figures, &parts));
    clause.screen = screen::screen(tables, &text, &layout, &facts);
    clause
}

/// At most [`CLAUSE_BYTES_MAX`] bytes, whole characters.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(CLAUSE_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn add_equal_sums(text: &Clean, layout: &Layout, words: &mut Vec<WordRate>) {
    let mut start = 0;
    while start < text.chars.len() {
        let end = layout.sentence_end(start);
        let taken = words.iter().any(|w| w.start >= start && w.start < end);
        if let Some(rate) = words::equal_sums(text, start, end).filter(|_| !taken) {
            words.push(rate);
        }
        start = end.max(start + 1);
    }
    words.sort_by_key(|w| w.start);
}

type Part = (Role, Option<Around>);

/// The part of every figure; figures of one list share theirs.
fn parts(text: &Clean, layout: &Layout, figures: &[Figure], words: &[WordRate]) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::with_capacity(figures.len());
    let mut known: Option<(usize, usize)> = None;
    for (i, figure) in figures.iter().enumerate() {
        if words::covers(words, figure) {
            out.push((Role::Base, None));
            continue;
        }
        // The figures of one list are found once, not once for each of them.
        let list = known.filter(|l| i <= l.1).unwrap_or_else(|| list_of(text, figures, i));
        known = Some(list);
        let surroundings = around(text, layout, figures, list);
        let sentence_end = layout.sentence_end(figure.start);
        let sentence_start = layout.sentence_start(figure.start);
        let role = match figure.unit {
            Unit::Money | Unit::Foreign => role::money(figure, &surroundings),
            Unit::Percent | Unit::Points => {
                let others = Others {
                    sum_before: out.iter().zip(figures).any(|((r, _), f)| {
                        matches!(r, Role::Amount | Role::Cap) && f.start >= sentence_start
                    }),
                    later_rate: figures[list.1 + 1..]
                        .iter()
                        .any(|f| f.start < sentence_end && f.unit == Unit::Percent),
                };
                role::percent(figure, &surroundings, others)
            }
            Unit::Discount => {
                if words::gives(&surroundings.sentence) || surroundings.sentence.contains('价') {
                    Role::Pays
                } else {
                    Role::Unread
                }
            }
            Unit::Count => Role::Threshold,
            Unit::Years | Unit::YearNo | Unit::Plain => Role::Base,
        };
        out.push((role, Some(surroundings)));
    }
    out
}

/// The share that is left when `figure` is still paid.
fn left_of(figure: &Figure) -> (f64, Option<f64>) {
    let paid = |v: f64| match figure.unit {
        // 85折 is 8.5折.
        Unit::Discount if v >= 10.0 => v,
        Unit::Discount => v * 10.0,
        Unit::Percent | Unit::Points | Unit::Money | Unit::Foreign => v,
        Unit::Years | Unit::YearNo | Unit::Count | Unit::Plain => v,
    };
    let round = |v: f64| (v * 1e6).round() / 1e6;
    let low = round(100.0 - paid(figure.high.unwrap_or(figure.low)));
    (low, figure.high.map(|_| round(100.0 - paid(figure.low))))
}

fn rates(text: &Clean, figures: &[Figure], parts: &[Part], words: &[WordRate]) -> Vec<Rate> {
    let mut out: Vec<Rate> = figures
        .iter()
        .zip(parts)
        .filter_map(|(f, (role, _))| {
            let (low, high) = if *role == Role::Pays {
                left_of(f)
            } else if *role == Role::Rate {
                (f.low, f.high)
            } else {
                return None;
            };
            // 按基准价的120%出让: who pays in full or more gains nothing.
            if low < 0.0 || high.unwrap_or(low) <= 0.0 {
                return None;
            }
            let value = Value { low, high, span: text.span(f.start, f.end) };
            Some(Rate { start: f.start, end: f.end, value, years: None, in_words: false })
        })
        .collect();
    out.extend(words.iter().map(|w| Rate {
        start: w.start,
        end: w.end,
        value: Value { low: w.rate_pct, high: None, span: text.span(w.start, w.end) },
        years: w.years,
        in_words: true,
    }));
    out.sort_by_key(|r| r.start);
    // 按100%全额返还 says one thing twice.
    out.dedup_by(|b, a| {
        let same = (a.value.low - b.value.low).abs() < 1e-9 && a.value.high == b.value.high;
        same && b.years.is_none() && a.years.is_none() && b.start.saturating_sub(a.end) <= 3
    });
    out
}

fn per_of(
    text: &Clean,
    layout: &Layout,
    figures: &[Figure],
    parts: &[Part],
    rates: &[Rate],
) -> (Option<&'static str>, Option<Span>) {
    let sentence = |at: usize| (layout.sentence_start(at), layout.sentence_end(at));
    if let Some(rate) = rates.first() {
        let place = (rate.start, rate.end);
        let found = per::base(text, sentence(rate.start), place, rate.in_words)
            .or_else(|| per::base(text, (0, text.chars.len()), place, rate.in_words));
        return (found.map(|f| f.0), found.map(|f| f.1));
    }
    let sum = figures
        .iter()
        .zip(parts)
        .find(|(_, (r, _))| *r == Role::Amount)
        .or_else(|| figures.iter().zip(parts).find(|(_, (r, _))| *r == Role::Cap));
    match sum {
        Some((f, _)) => {
            let phrase = layout.phrase_start(f.start);
            let (code, span) = per::of_sum(text, f.each, phrase, f.start, sentence(f.start));
            (Some(code), span)
        }
        None => (None, None),
    }
}

fn facts(clause: &Clause, parts: &[Part], text: &Clean) -> Facts {
    let mut facts = Facts::default();
    let mut add = |fact: String| facts.named.insert(fact);
    if let Some(per) = clause.per {
        add(format!("per:{per}"));
    }
    for condition in &clause.conditions {
        add(format!("condition:{}", condition.kind));
        if condition.at_least.is_some() {
            add(format!("threshold:{}", condition.kind));
            if condition.of_each.is_none() {
                add(format!("threshold_sum:{}", condition.kind));
            }
        }
    }
    let whole: String = text.chars.iter().collect();
    let any = !(clause.rates_pct.is_empty()
        && clause.amounts_10k_cny.is_empty()
        && clause.caps_10k_cny.is_empty());
    if any || words::gives(&whole) {
        add("benefit".to_owned());
    }
    if !any && !words::gives(&whole) {
        add("nothing".to_owned());
    }
    if !any && whole.contains("专项资金") {
        add("fund".to_owned());
    }
    if !clause.rates_pct.is_empty() {
        add("rate".to_owned());
    }
    if any {
        add("sum".to_owned());
    }
    let of_capital = matches!(clause.per, None | Some("investment" | "capital"));
    if of_capital && clause.rates_pct.iter().any(|r| r.low < 1.0) {
        add("permille".to_owned());
    }
    if clause.rates_pct.iter().any(|r| r.high.is_some()) {
        add("open_range".to_owned());
    }
    if parts.iter().any(|(r, _)| *r == Role::Pays) {
        add("pays".to_owned());
    }
    if !clause.years.is_empty() {
        add("years".to_owned());
    }
    facts
}

/// What a word counts for that stands only in a threshold.
const THRESHOLD_SHARE: f64 = 0.3;

/// The phrases of thresholds, up to the figure, where nothing is given in them.
fn threshold_places(layout: &Layout, figures: &[Figure], parts: &[Part]) -> Vec<(usize, usize)> {
    figures
        .iter()
        .zip(parts)
        .filter(|(f, (role, around))| {
            *role == Role::Threshold
                && matches!(f.unit, Unit::Money | Unit::Foreign)
                && !around.as_ref().is_some_and(|a| words::gives(&a.left))
        })
        .map(|(f, _)| (layout.phrase_start(f.start), f.end))
        .collect()
}

/// The instrument with the most weight; the first of the contract's order on a tie.
fn instrument(
    tables: &Tables,
    text: &Clean,
    facts: &Facts,
    thresholds: &[(usize, usize)],
) -> (Instrument, Option<Span>) {
    let whole = (0, text.chars.len());
    // What stands in brackets is an aside; a threshold says who gets the benefit, not what it is.
    let asides_blank = text.with_chars(&per::masked(&text.text(0, text.chars.len())));
    let benefit_only = asides_blank.blanked(thresholds);
    let mut scores = [0.0; Instrument::ALL.len()];
    let mut best: Vec<Option<(f64, Span)>> = vec![None; Instrument::ALL.len()];
    for line in &tables.instruments {
        let find = |text: &Clean| line.patterns.iter().find_map(|p| p.find(text, whole, facts));
        let (found, share) = match find(&benefit_only) {
            Some(found) => (found, 1.0),
            None => match find(&asides_blank) {
                Some(found) => (found, THRESHOLD_SHARE),
                None => continue,
            },
        };
        let weight = line.weight * share;
        let at = Instrument::ALL.iter().position(|i| *i == line.instrument).unwrap_or(0);
        scores[at] += weight;
        if best[at].is_none_or(|(w, _)| weight > w) {
            best[at] = Some((weight, text.span(found.0, found.1)));
        }
    }
    let (mut winner, mut most) = (None, 0.0);
    for (at, score) in scores.iter().enumerate() {
        if *score > most {
            (winner, most) = (Some(at), *score);
        }
    }
    match winner {
        Some(at) => (Instrument::ALL[at], best[at].map(|(_, span)| span)),
        None => (Instrument::Other, None),
    }
}
