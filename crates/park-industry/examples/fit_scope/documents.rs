//! Documents with the groups that are wanted for them: judged firms, and one-line firms made of seeds.

use park_industry::Reader;
use rayon::prelude::*;

use crate::corpus::{Corpus, Judged};
use crate::space::Space;

/// Share of the target that the groups named beside the judged one get together.
const BESIDE: f32 = 0.2;
/// Weight of a seed as an item of a scope, beside 1 for a judged firm.
const ITEM_WEIGHT: f32 = 0.3;
/// Weight of a seed as a firm's name.
const NAME_WEIGHT: f32 = 0.2;
/// Weight of a name of the standard.
const STANDARD_WEIGHT: f32 = 0.3;
/// Weight of a note of the standard.
const NOTE_WEIGHT: f32 = 0.15;

/// One document.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) values: Vec<(u32, f32)>,
    pub(crate) target: Vec<(u16, f32)>,
    pub(crate) weight: f32,
}

#[derive(Debug)]
pub(crate) struct Documents {
    /// Groups in order.
    pub(crate) classes: Vec<String>,
    /// In the order of the judgements.
    pub(crate) judged: Vec<Document>,
    /// Seeds and the standard.
    pub(crate) weak: Vec<Document>,
    /// Code and groups beside it, in the order of the judgements.
    pub(crate) answers: Vec<(String, Vec<String>)>,
}

impl Documents {
    pub(crate) fn of(reader: &Reader, corpus: &Corpus, space: &Space) -> Self {
        let mut classes: Vec<String> =
            corpus.judged.iter().map(|j| j.code[..3].to_owned()).collect();
        classes.extend(corpus.seeds.iter().map(|(code, _)| code.clone()));
        classes.sort();
        classes.dedup();
        let judged = corpus
            .judged
            .par_iter()
            .map(|j| Document {
                values: space.vector(reader, &j.firm.name, &j.firm.scope),
                target: target(&classes, j),
                weight: 1.0,
            })
            .collect();
        let weak = made_up(corpus)
            .par_iter()
            .filter_map(|m| {
                Some(Document {
                    values: space.vector(reader, &m.name, &m.scope),
                    target: vec![(class(&classes, m.code)?, 1.0)],
                    weight: m.weight,
                })
            })
            .collect();
        let answers = corpus.judged.iter().map(|j| (j.code.clone(), j.also.clone())).collect();
        Self { classes, judged, weak, answers }
    }
}

fn class(classes: &[String], code: &str) -> Option<u16> {
    let group = code.get(..3)?;
    let at = classes.binary_search_by(|c| c.as_str().cmp(group)).ok()?;
    u16::try_from(at).ok()
}

fn target(classes: &[String], judged: &Judged) -> Vec<(u16, f32)> {
    let Some(main) = class(classes, &judged.code) else { return Vec::new() };
    let beside: Vec<u16> = judged.also.iter().filter_map(|c| class(classes, c)).collect();
    if beside.is_empty() {
        return vec![(main, 1.0)];
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of groups")]
    let each = BESIDE / beside.len() as f32;
    std::iter::once((main, 1.0 - BESIDE)).chain(beside.into_iter().map(|c| (c, each))).collect()
}

struct MadeUp<'a> {
    code: &'a str,
    name: String,
    scope: String,
    weight: f32,
}

fn made_up(corpus: &Corpus) -> Vec<MadeUp<'_>> {
    let mut out = Vec::new();
    let mut add = |code, name: &str, scope: String, weight| {
        out.push(MadeUp { code, name: name.to_owned(), scope, weight });
    };
    for (code, words) in &corpus.seeds {
        for word in words {
            add(code.as_str(), "", with_verb(code, word), ITEM_WEIGHT);
            add(code.as_str(), word, String::new(), NAME_WEIGHT);
        }
    }
    for (code, name, note) in corpus.standard.iter().filter(|s| s.0.len() >= 3) {
        let bare = name.trim_end_matches("制造");
        let scope = if makes(code) { format!("{bare}的生产、销售") } else { name.clone() };
        add(code.as_str(), "", scope, STANDARD_WEIGHT);
        if !note.is_empty() {
            add(code.as_str(), "", note.clone(), NOTE_WEIGHT);
        }
    }
    out
}

/// Whether a code is of manufacturing, without repair.
fn makes(code: &str) -> bool {
    ("13".."43").contains(&&code[..2])
}

fn with_verb(code: &str, word: &str) -> String {
    if makes(code) {
        format!("{word}的生产、销售")
    } else if code.starts_with("51") {
        format!("{word}的销售")
    } else if code.starts_with("52") && !word.contains("零售") {
        format!("{word}零售")
    } else {
        word.to_owned()
    }
}
