//! Hard constraints: filters and musts, and whether a park meets them.

use park_domain::words::{Level, ParkKind};

use crate::catalog::region_range;
use crate::criteria::{Criterion, Group, ValueType};
use crate::draft::{MustDraft, ProfileDraft, ValueDraft};
use crate::fault::{Faults, Words, one_of};
use crate::models::Models;
use crate::say::Language;
use crate::span::Span;
use crate::units::unit_of;

/// Most musts of a profile; with the four filters they fit a 32-bit mask.
pub const MUSTS_MAX: usize = 20;

/// How a must compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `=`
    Equals,
    /// `in`
    In,
}

impl Op {
    /// Every operator.
    pub const ALL: &'static [Self] = &[Self::AtLeast, Self::AtMost, Self::Equals, Self::In];

    /// As it is written.
    pub fn code(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Equals => "=",
            Self::In => "in",
        }
    }

    /// The operator of a text.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "==" => Some(Self::Equals),
            "≥" => Some(Self::AtLeast),
            "≤" => Some(Self::AtMost),
            _ => Self::ALL.iter().copied().find(|o| o.code() == text),
        }
    }
}

/// What a must compares with.
#[derive(Debug, Clone, PartialEq)]
pub enum MustValue {
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// One of these levels.
    Levels(Vec<Level>),
    /// One of these kinds.
    Kinds(Vec<ParkKind>),
    /// Under one of these region prefixes.
    Regions(Vec<String>),
}

/// A constraint that must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Must {
    /// Criterion.
    pub criterion: Criterion,
    /// Operator.
    pub op: Op,
    /// Value.
    pub value: MustValue,
    /// Whether the profile wrote it as a filter (`level`, `kind`, `location.regions`, `chemical_park`).
    pub filter: bool,
}

/// Whether a must holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It fails.
    Fails,
    /// Too little is known.
    Unknown,
}

impl Must {
    /// The verdict on a span: it holds or fails only where every value of the span does.
    pub fn on_span(&self, span: Span) -> Verdict {
        let MustValue::Number(want) = self.value else { return Verdict::Unknown };
        let (holds, fails) = match self.op {
            Op::AtLeast => (span.lo >= want, span.hi < want),
            Op::AtMost => (span.hi <= want, span.lo > want),
            Op::Equals | Op::In => {
                (span.lo >= want && span.hi <= want, span.lo > want || span.hi < want)
            }
        };
        verdict(holds, fails)
    }

    /// The verdict on a flag.
    pub fn on_flag(&self, flag: Option<bool>) -> Verdict {
        match (&self.value, flag) {
            (MustValue::Flag(want), Some(is)) => verdict(is == *want, is != *want),
            _ => Verdict::Unknown,
        }
    }

    /// The verdict on a level.
    pub fn on_level(&self, level: Level) -> Verdict {
        match &self.value {
            MustValue::Levels(_) if level == Level::Unknown => Verdict::Unknown,
            MustValue::Levels(list) => verdict(list.contains(&level), !list.contains(&level)),
            MustValue::Number(_)
            | MustValue::Flag(_)
            | MustValue::Kinds(_)
            | MustValue::Regions(_) => Verdict::Unknown,
        }
    }

    /// The verdict on a kind.
    pub fn on_kind(&self, kind: Option<ParkKind>) -> Verdict {
        match (&self.value, kind) {
            (MustValue::Kinds(list), Some(kind)) => {
                verdict(list.contains(&kind), !list.contains(&kind))
            }
            _ => Verdict::Unknown,
        }
    }

    /// The verdict on what a park's region code can mean, as first and last code.
    pub fn on_region(&self, park: Option<(u32, u32)>) -> Verdict {
        let (MustValue::Regions(list), Some((first, last))) = (&self.value, park) else {
            return Verdict::Unknown;
        };
        let asked = || list.iter().filter_map(|r| region_range(r));
        let inside = asked().any(|(a, b)| a <= first && last <= b);
        // A park known only to its city may lie in the county asked.
        let outside = asked().all(|(a, b)| last < a || b < first);
        verdict(inside, outside)
    }
}

fn verdict(holds: bool, fails: bool) -> Verdict {
    match (holds, fails) {
        (true, _) => Verdict::Holds,
        (false, true) => Verdict::Fails,
        (false, false) => Verdict::Unknown,
    }
}

/// The filters of a profile as musts.
pub(crate) fn filters(draft: &ProfileDraft, faults: &mut Faults) -> Vec<Must> {
    let mut list = Vec::new();
    let mut filter = |criterion, op, value| list.push(Must { criterion, op, value, filter: true });
    if !draft.regions.is_empty() {
        let regions = regions(&draft.regions, "/location/regions", faults);
        filter(Criterion::Region, Op::In, MustValue::Regions(regions));
    }
    if !draft.level.is_empty() {
        let levels = words(&draft.level, "/level", level, &level_hint(), faults);
        filter(Criterion::Level, Op::In, MustValue::Levels(levels));
    }
    if !draft.kind.is_empty() {
        let kinds = words(&draft.kind, "/kind", ParkKind::parse, &kind_hint(), faults);
        filter(Criterion::Kind, Op::In, MustValue::Kinds(kinds));
    }
    if draft.chemical_park == Some(true) {
        filter(Criterion::ChemicalPark, Op::Equals, MustValue::Flag(true));
    }
    list
}

/// The musts of a profile.
pub(crate) fn musts(draft: &ProfileDraft, models: &Models, faults: &mut Faults) -> Vec<Must> {
    let drafts = draft.musts.iter().take(MUSTS_MAX).enumerate();
    drafts.filter_map(|(i, m)| one_must(i, m, draft, models, faults)).collect()
}

fn one_must(
    i: usize,
    draft: &MustDraft,
    profile: &ProfileDraft,
    models: &Models,
    faults: &mut Faults,
) -> Option<Must> {
    let at = |field: &str| format!("/musts/{i}/{field}");
    let criterion = match Criterion::parse(&draft.criterion) {
        Some(c) => c,
        // A must on the industry is a must on its fit.
        None if Group::parse(&draft.criterion) == Some(Group::Industry) => Criterion::IndustryFit,
        None => {
            let names: Vec<&str> = Criterion::ALL.iter().map(|c| c.code()).collect();
            let hint = one_of(&names.join(", "));
            faults.wrong(
                &at("criterion"),
                &draft.criterion,
                ("没有这个准则", "not a criterion"),
                hint,
            );
            return None;
        }
    };
    let Some(op) = Op::parse(&draft.op) else {
        faults.wrong(
            &at("op"),
            &draft.op,
            ("不是比较符", "not an operator"),
            ("可用 >=、<=、=、in", "one of >=, <=, =, in"),
        );
        return None;
    };
    let before = faults.0.len();
    let value = match criterion.value_type() {
        ValueType::Number | ValueType::Share => number(criterion, op, draft, &at, models, faults),
        ValueType::Flag => flag(op, draft, &at, faults),
        ValueType::Word if criterion == Criterion::Level => {
            let list = word_list(op, draft, &at, faults)?;
            Some(MustValue::Levels(words(&list, &at("value"), level, &level_hint(), faults)))
        }
        ValueType::Word => {
            let list = word_list(op, draft, &at, faults)?;
            Some(MustValue::Kinds(words(
                &list,
                &at("value"),
                ParkKind::parse,
                &kind_hint(),
                faults,
            )))
        }
        ValueType::Region => {
            let list = word_list(op, draft, &at, faults)?;
            Some(MustValue::Regions(regions(&list, &at("value"), faults)))
        }
    }?;
    if criterion == Criterion::DistanceKm && profile.near.is_empty() {
        let rule = ("distance_km 要先给出靠近的地点", "distance_km needs a place to be near");
        faults.wrong(
            &at("criterion"),
            "distance_km",
            rule,
            ("请填 location.near", "give location.near"),
        );
    }
    (faults.0.len() == before).then_some(Must { criterion, op, value, filter: false })
}

fn number(
    criterion: Criterion,
    op: Op,
    draft: &MustDraft,
    at: &dyn Fn(&str) -> String,
    models: &Models,
    faults: &mut Faults,
) -> Option<MustValue> {
    if op == Op::In {
        faults.wrong(
            &at("op"),
            "in",
            ("数值用 >=、<= 或 = 比较", "a number is compared by >=, <= or ="),
            Words::default(),
        );
        return None;
    }
    match &draft.value {
        ValueDraft::Number(v) if v.is_finite() => Some(MustValue::Number(*v)),
        other @ (ValueDraft::Number(_)
        | ValueDraft::Flag(_)
        | ValueDraft::Text(_)
        | ValueDraft::List(_)
        | ValueDraft::Other(_)) => {
            let unit = |language| unit_of(models.criterion(criterion), language).to_owned();
            let unit = Words { zh: unit(Language::Zh), en: unit(Language::En) };
            faults.wrong(&at("value"), found(other), ("应为数值", "expected a number"), unit);
            None
        }
    }
}

fn flag(
    op: Op,
    draft: &MustDraft,
    at: &dyn Fn(&str) -> String,
    faults: &mut Faults,
) -> Option<MustValue> {
    if op != Op::Equals {
        faults.wrong(
            &at("op"),
            op.code(),
            ("是与否用 = 比较", "yes or no is compared by ="),
            Words::default(),
        );
        return None;
    }
    match &draft.value {
        ValueDraft::Flag(v) => Some(MustValue::Flag(*v)),
        other @ (ValueDraft::Number(_)
        | ValueDraft::Text(_)
        | ValueDraft::List(_)
        | ValueDraft::Other(_)) => {
            faults.wrong(
                &at("value"),
                found(other),
                ("应为 true 或 false", "expected true or false"),
                Words::default(),
            );
            None
        }
    }
}

fn word_list(
    op: Op,
    draft: &MustDraft,
    at: &dyn Fn(&str) -> String,
    faults: &mut Faults,
) -> Option<Vec<String>> {
    match (op, &draft.value) {
        (Op::Equals | Op::In, ValueDraft::Text(word)) => Some(vec![word.clone()]),
        (Op::In, ValueDraft::List(list)) if !list.is_empty() => Some(list.clone()),
        (Op::AtLeast | Op::AtMost, _) => {
            faults.wrong(
                &at("op"),
                op.code(),
                ("词用 = 或 in 比较", "a word is compared by = or in"),
                Words::default(),
            );
            None
        }
        (_, other) => {
            faults.wrong(
                &at("value"),
                found(other),
                ("应为一个词，或 in 后接列表", "expected a word, or a list with in"),
                Words::default(),
            );
            None
        }
    }
}

fn found(value: &ValueDraft) -> String {
    match value {
        ValueDraft::Number(v) => v.to_string(),
        ValueDraft::Flag(v) => v.to_string(),
        ValueDraft::Text(v) | ValueDraft::Other(v) => v.clone(),
        ValueDraft::List(v) => v.join(", "),
    }
}

fn level(text: &str) -> Option<Level> {
    Level::parse(text).filter(|l| *l != Level::Unknown)
}

fn level_hint() -> Words {
    hint(Level::ALL.iter().filter(|l| **l != Level::Unknown).map(|l| l.code()))
}

fn kind_hint() -> Words {
    hint(ParkKind::ALL.iter().map(|k| k.code()))
}

fn hint<'a>(codes: impl Iterator<Item = &'a str>) -> Words {
    one_of(&codes.collect::<Vec<_>>().join(", "))
}

fn words<T: PartialEq>(
    list: &[String],
    pointer: &str,
    parse: impl Fn(&str) -> Option<T>,
    hint: &Words,
    faults: &mut Faults,
) -> Vec<T> {
    let mut parsed = Vec::with_capacity(list.len());
    for (i, text) in list.iter().enumerate() {
        match parse(text) {
            Some(word) if !parsed.contains(&word) => parsed.push(word),
            Some(_) => {}
            None => faults.wrong(
                &format!("{pointer}/{i}"),
                text,
                ("不在可用的词里", "not a word of this list"),
                hint.clone(),
            ),
        }
    }
    parsed
}

fn regions(list: &[String], pointer: &str, faults: &mut Faults) -> Vec<String> {
    let mut prefixes: Vec<String> = Vec::with_capacity(list.len());
    for (i, text) in list.iter().enumerate() {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if digits && matches!(text.len(), 2 | 4 | 6) {
            let prefix = park_features::policies::region_prefix(text).to_owned();
            if !prefixes.contains(&prefix) {
                prefixes.push(prefix);
            }
        } else {
            let hint = (
                "写 GB/T 2260 的 2、4 或 6 位代码，例如 32、3205",
                "2, 4 or 6 digits of GB/T 2260, for example 32 or 3205",
            );
            faults.wrong(
                &format!("{pointer}/{i}"),
                text,
                ("不是行政区划代码", "not a region code"),
                hint,
            );
        }
    }
    prefixes
}
