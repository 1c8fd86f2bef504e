//! What a firm's name and scope look like to the fitted model: weighted, named features.

use super::text::{Firm, verb};

/// Takes features one by one: field, mode, characters, weight.
pub(crate) trait Sink {
    /// Takes one.
    fn take(&mut self, field: Field, mode: char, gram: &[char], weight: f32);
}

/// Where a feature was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// The name.
    Name,
    /// A leading item.
    Head,
    /// A leading item with what is done with it.
    HeadMode,
    /// A later item.
    Rest,
    /// A later item with what is done with it.
    RestMode,
    /// What is done in all.
    Verb,
    /// Dictionary words by their codes.
    Word,
}

impl Field {
    /// All, in order.
    pub(crate) const ALL: [Self; 7] = [
        Self::Name,
        Self::Head,
        Self::HeadMode,
        Self::Rest,
        Self::RestMode,
        Self::Verb,
        Self::Word,
    ];

    /// Its letter in the model file.
    pub(crate) fn letter(self) -> char {
        match self {
            Self::Name => 'n',
            Self::Head => 'h',
            Self::HeadMode => 'm',
            Self::Rest => 'r',
            Self::RestMode => 'q',
            Self::Verb => 'v',
            Self::Word => 'w',
        }
    }

    /// Its position in [`Field::ALL`].
    pub(crate) fn index(self) -> u8 {
        self as u8
    }

    /// How much a text's features of this field weigh together.
    pub(crate) fn scale(self) -> f32 {
        match self {
            Self::Name => 1.3,
            Self::Head | Self::HeadMode => 1.0,
            Self::Rest | Self::RestMode => 0.4,
            Self::Verb => 0.7,
            Self::Word => 2.0,
        }
    }
}

/// Leading items: they name the main activity.
const HEAD_ITEMS: usize = 3;
/// Items whose dictionary words are looked up.
const WORD_ITEMS: usize = 8;

/// One letter for what is done with an item.
pub(crate) fn mode(verbs: u8) -> char {
    if verbs & verb::MAKE != 0 {
        'M'
    } else if verbs & verb::SELL != 0 {
        if verbs & verb::DEVELOP != 0 { 'E' } else { 'S' }
    } else if verbs & verb::DEVELOP != 0 {
        'D'
    } else if verbs & verb::SERVE != 0 {
        'V'
    } else {
        'O'
    }
}

fn grams(sink: &mut impl Sink, field: Field, mode: char, core: &[char], longest: usize, w: f32) {
    let mut framed = Vec::with_capacity(core.len() + 2);
    framed.push('^');
    framed.extend_from_slice(core);
    framed.push('$');
    for n in 1..=longest {
        for gram in framed.windows(n) {
            if n > 1 || !matches!(gram[0], '^' | '$') {
                sink.take(field, mode, gram, w);
            }
        }
    }
}

/// Hands all features of a firm to the sink; `words` gives codes of dictionary words in an item.
pub(crate) fn features(
    firm: &Firm,
    words: impl Fn(&[char]) -> Vec<([char; 4], f32)>,
    sink: &mut impl Sink,
) {
    grams(sink, Field::Name, '-', &firm.name, 4, 1.0);
    for (code, share) in words(&firm.name) {
        sink.take(Field::Word, 'N', &code, share);
    }
    let mut all = 0;
    for (k, item) in firm.items.iter().enumerate() {
        all |= item.verbs;
        let mode = mode(item.verbs);
        #[expect(clippy::cast_precision_loss, reason = "at most ITEMS_MAX")]
        let w = 1.0 / (1.0 + k as f32).sqrt();
        if k < HEAD_ITEMS {
            grams(sink, Field::Head, '-', &item.core, 4, w);
            grams(sink, Field::HeadMode, mode, &item.core, 3, w);
        } else {
            grams(sink, Field::Rest, '-', &item.core, 3, w);
            grams(sink, Field::RestMode, mode, &item.core, 2, w);
        }
        if k < WORD_ITEMS {
            for (code, share) in words(&item.core) {
                sink.take(Field::Word, mode, &code, share * w);
            }
        }
    }
    let first = firm.items.first().map_or('?', |i| mode(i.verbs));
    let tail = firm.name.iter().rev().find(|c| **c != '|').copied().unwrap_or('?');
    sink.take(Field::Verb, 'F', &[first], 1.0);
    sink.take(Field::Verb, 'A', &[char::from(b'a' + all)], 1.0);
    sink.take(Field::Verb, 'T', &[first, tail], 1.0);
    sink.take(Field::Verb, 'L', &[length_letter(firm.items.len())], 0.5);
}

/// A feature of a firm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feature {
    /// Hash of its name.
    pub key: u64,
    /// Position of its field.
    pub field: u8,
    /// Value; the values of a field have the field's scale as length together.
    pub value: f32,
}

struct Collect {
    values: Vec<(u64, Field, f32)>,
}

impl Sink for Collect {
    fn take(&mut self, field: Field, mode: char, gram: &[char], weight: f32) {
        self.values.push((key(field, mode, gram), field, weight));
    }
}

/// Key of a feature: FNV-1a over the characters of its name.
pub(crate) fn key(field: Field, mode: char, gram: &[char]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in [field.letter(), mode].iter().chain(gram) {
        hash = (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^ (hash >> 29)
}

/// The features of a firm with their values, in order of their keys.
pub(crate) fn values(
    firm: &Firm,
    words: impl Fn(&[char]) -> Vec<([char; 4], f32)>,
) -> Vec<Feature> {
    let mut sink = Collect { values: Vec::with_capacity(1024) };
    features(firm, words, &mut sink);
    // Stable, so that equal keys are summed in the order of the text.
    sink.values.sort_by_key(|v| v.0);
    let mut out: Vec<Feature> = Vec::with_capacity(sink.values.len());
    for (key, field, weight) in sink.values {
        match out.last_mut() {
            Some(last) if last.key == key => last.value += weight,
            _ => out.push(Feature { key, field: field.index(), value: weight }),
        }
    }
    for f in &mut out {
        f.value = f.value.ln_1p();
    }
    let mut squares = [0.0_f32; Field::ALL.len()];
    for f in &out {
        squares[usize::from(f.field)] += f.value * f.value;
    }
    for f in &mut out {
        let at = usize::from(f.field);
        f.value *= Field::ALL[at].scale() / squares[at].sqrt().max(f32::MIN_POSITIVE);
    }
    out
}

fn length_letter(items: usize) -> char {
    match items {
        0 => '0',
        1 => '1',
        2..=3 => '3',
        4..=7 => '7',
        8..=15 => 'f',
        _ => 'z',
    }
}
