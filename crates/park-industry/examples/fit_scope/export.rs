//! The fitted model as text: the weights that matter, quantised, with the names of their features.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;

use park_industry::fitting::{self, Fitted};
use park_industry::{Code, Reader};

use crate::corpus::Corpus;
use crate::documents::Documents;
use crate::softmax::Softmax;
use crate::space::Space;

/// Weights that are kept.
const WEIGHTS_MAX: usize = 370_000;
/// A weight matters by its size and by how many firms have its feature, to this power.
const FIRMS_POWER: f32 = 0.5;
/// So large a part of the weights is not clipped by the quantisation.
const UNCLIPPED: f64 = 0.999;

pub(crate) fn text(
    reader: &Reader,
    corpus: &Corpus,
    space: &Space,
    documents: &Documents,
    model: &Softmax,
) -> Result<String, Box<dyn Error>> {
    let kept = kept(space, model);
    let names = names(reader, corpus, space, &kept);
    let features: Vec<(String, Vec<(usize, f32)>)> = kept
        .iter()
        .filter_map(|(at, row)| Some((names.get(&space.keys[*at])?.clone(), row.clone())))
        .collect::<BTreeMap<_, _>>()
        .into_iter()
        .collect();
    let mut sizes: Vec<f32> =
        features.iter().flat_map(|(_, row)| row.iter().map(|(_, w)| w.abs())).collect();
    sizes.sort_by(f32::total_cmp);
    let widest = sizes.get(part(sizes.len(), UNCLIPPED)).copied().unwrap_or(1.0);
    let classes = documents
        .classes
        .iter()
        .map(|c| Code::parse(c).ok_or_else(|| format!("{c} is not a code")))
        .collect::<Result<Vec<_>, _>>()?;
    let header = vec![
        "Scope model: weights of features by group; the format is told in crates/park-industry/src/scope/model.rs"
            .to_owned(),
        "command: cargo run --release -p park-industry --example fit_scope -- ../shared/data".to_owned(),
        format!("data: sha256 {} of firms, judgements, seeds, standard; fitted 2026-11", corpus.hash),
        format!("learnt from {} judged firms and {} seeds", documents.judged.len(), documents.weak.len()),
    ];
    let unit = widest / 46.0;
    let fitted = Fitted { header, classes, bias: model.bias.clone(), features, unit };
    Ok(fitted.to_text())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a position within the list"
)]
fn part(len: usize, share: f64) -> usize {
    (len as f64 * share) as usize
}

#[expect(clippy::cast_precision_loss, reason = "counts of firms, far below 2^24")]
fn weighty(weight: f32, firms: u32) -> f32 {
    weight.abs() * (firms as f32).powf(FIRMS_POWER)
}

/// Features by position with their kept weights; rarity is folded in.
fn kept(space: &Space, model: &Softmax) -> Vec<(usize, Vec<(usize, f32)>)> {
    let rows = || {
        model.weights.chunks(model.classes).enumerate().flat_map(|(at, row)| {
            row.iter().enumerate().map(move |(c, w)| (at, c, w * space.rarity[at]))
        })
    };
    let mut all: Vec<f32> =
        rows().map(|(at, _, w)| weighty(w, space.firms[at])).filter(|s| *s > 0.0).collect();
    all.sort_by(|a, b| b.total_cmp(a));
    let floor = all.get(WEIGHTS_MAX).copied().unwrap_or(0.0);
    let mut out: Vec<(usize, Vec<(usize, f32)>)> = Vec::new();
    for (at, class, weight) in rows() {
        if weighty(weight, space.firms[at]) > floor {
            match out.last_mut() {
                Some(last) if last.0 == at => last.1.push((class, weight)),
                _ => out.push((at, vec![(class, weight)])),
            }
        }
    }
    out
}

/// Names of the kept features, found by taking all documents apart once more.
fn names(
    reader: &Reader,
    corpus: &Corpus,
    space: &Space,
    kept: &[(usize, Vec<(usize, f32)>)],
) -> HashMap<u64, String> {
    let wanted: HashSet<u64> = kept.iter().map(|(at, _)| space.keys[*at]).collect();
    let mut names = HashMap::new();
    for firm in corpus.judged.iter().map(|j| &j.firm).chain(&corpus.pool) {
        fitting::names(reader, &firm.name, &firm.scope, &|k| wanted.contains(&k), &mut names);
        if names.len() == wanted.len() {
            break;
        }
    }
    names
}
