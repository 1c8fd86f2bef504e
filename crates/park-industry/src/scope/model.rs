//! The fitted scope model: weights of named features for each group, quantised, as text.
//!
//! Lines: `# …` provenance; `classes` codes in order; `unit` the size of one step of a weight; `bias`
//! steps of the classes; then one line a feature: its name, a tab, and pairs of characters (distance to
//! the next class, weight in steps), both counted from `!`. `~` as distance goes on 93 classes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::ModelError;
use crate::classification::Classification;
use crate::code::Code;
use crate::csv_text;
use crate::fitting::key_of_name;
use crate::scope::Divisions;

const FILE: &str = "industry/scope-model.csv";
/// First character of the digits.
const ZERO: u8 = b'!';
/// Distance that carries no weight but goes on.
const FAR: u8 = 93;
/// Zero among the weights; steps go 46 down and up.
const MIDDLE: i16 = 46;

/// Takes a key as it is: it is the hash of a name already, and a firm looks up a thousand of them.
#[derive(Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// Fitted coefficients of the scope reader.
#[derive(Debug, Default)]
pub(crate) struct ScopeModel {
    pub(crate) classes: Vec<Code>,
    pub(crate) divisions: Divisions,
    bias: Vec<f32>,
    unit: f32,
    /// Where the weights of a feature stand in `pairs`, by its key.
    spans: HashMap<u64, (u32, u16), BuildHasherDefault<KeyHasher>>,
    pairs: Vec<(u16, i8)>,
}

impl ScopeModel {
    pub(crate) fn parse(text: &str, classification: &Classification) -> Result<Self, ModelError> {
        let mut model = Self::default();
        for (at, line) in text.lines().enumerate() {
            let wrong = |what: &str| csv_text::error(FILE, at + 1, what.to_owned());
            if line.starts_with('#') {
                continue;
            }
            // A feature may hold blanks inside, never a tab.
            let (head, rest) = line.split_once('\t').ok_or_else(|| wrong("expected a tab"))?;
            match head {
                "classes" => {
                    for word in rest.split(' ') {
                        let code = Code::parse(word)
                            .filter(|c| classification.contains(*c))
                            .ok_or_else(|| wrong("not a code of the standard"))?;
                        model.classes.push(code);
                    }
                }
                "unit" => model.unit = rest.parse().map_err(|_| wrong("not a number"))?,
                "bias" => {
                    let steps: Result<Vec<f32>, _> = rest.split(' ').map(str::parse).collect();
                    model.bias = steps.map_err(|_| wrong("not a number"))?;
                }
                feature => model.add(feature, rest).ok_or_else(|| wrong("not pairs of weights"))?,
            }
        }
        if model.bias.len() != model.classes.len() {
            return Err(csv_text::error(FILE, 1, "bias and classes differ in number".to_owned()));
        }
        model.divisions = Divisions::of(&model.classes);
        Ok(model)
    }

    fn add(&mut self, feature: &str, digits: &str) -> Option<()> {
        let start = u32::try_from(self.pairs.len()).ok()?;
        let mut class = 0_u16;
        let mut bytes = digits.bytes();
        while let Some(byte) = bytes.next() {
            let distance = byte.checked_sub(ZERO)?;
            class = class.checked_add(u16::from(distance))?;
            if distance == FAR {
                continue;
            }
            let step = i16::from(bytes.next()?.checked_sub(ZERO)?) - MIDDLE;
            if usize::from(class) >= self.classes.len() {
                return None;
            }
            self.pairs.push((class, i8::try_from(step).ok()?));
        }
        let count = u16::try_from(self.pairs.len() - usize::try_from(start).ok()?).ok()?;
        self.spans.insert(key_of_name(feature), (start, count));
        Some(())
    }

    /// Probability of each class.
    pub(crate) fn probabilities(&self, features: impl Iterator<Item = (u64, f32)>) -> Vec<f64> {
        let mut scores: Vec<f32> = self.bias.clone();
        for (key, value) in features {
            if let Some((start, count)) = self.spans.get(&key) {
                let start = *start as usize;
                let value = value * self.unit;
                for (class, step) in &self.pairs[start..start + usize::from(*count)] {
                    scores[usize::from(*class)] += value * f32::from(*step);
                }
            }
        }
        let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let mut out: Vec<f64> = scores.iter().map(|s| f64::from(s - top).exp()).collect();
        let sum: f64 = out.iter().sum();
        for p in &mut out {
            *p /= sum;
        }
        out
    }
}

/// A fitted model before it is written.
#[derive(Debug)]
pub struct Fitted {
    /// Provenance, one line each.
    pub header: Vec<String>,
    /// Groups in order.
    pub classes: Vec<Code>,
    /// Bias of each class.
    pub bias: Vec<f32>,
    /// Name of a feature and its weights by class, in order.
    pub features: Vec<(String, Vec<(usize, f32)>)>,
    /// Weight of one step.
    pub unit: f32,
}

impl Fitted {
    /// The model as text.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for line in &self.header {
            out.push_str(&format!("# {line}\n"));
        }
        let codes: Vec<&str> = self.classes.iter().map(Code::as_str).collect();
        out.push_str(&format!("classes\t{}\n", codes.join(" ")));
        out.push_str(&format!("unit\t{}\n", self.unit));
        let bias: Vec<String> = self.bias.iter().map(|b| format!("{b:.3}")).collect();
        out.push_str(&format!("bias\t{}\n", bias.join(" ")));
        for (name, weights) in &self.features {
            let digits = digits(weights, self.unit);
            if !digits.is_empty() {
                out.push_str(&format!("{name}\t{digits}\n"));
            }
        }
        out
    }
}

fn digits(weights: &[(usize, f32)], unit: f32) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (class, weight) in weights {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to the steps there are")]
        let step = (weight / unit).round().clamp(-46.0, 46.0) as i16;
        if step == 0 {
            continue;
        }
        let mut distance = class - at;
        while distance >= usize::from(FAR) {
            out.push(char::from(ZERO + FAR));
            distance -= usize::from(FAR);
        }
        at = *class;
        let digit = u8::try_from(distance).unwrap_or(0);
        let step = u8::try_from(step + MIDDLE).unwrap_or(46);
        out.push(char::from(ZERO + digit));
        out.push(char::from(ZERO + step));
    }
    out
}
