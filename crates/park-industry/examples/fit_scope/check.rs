//! Cross-validation: each fifth of the judged firms is read by a model fitted to the others.

use std::collections::BTreeMap;

use park_industry::{Code, Reader, fitting};
use rayon::prelude::*;

use crate::corpus::Corpus;
use crate::documents::Documents;
use crate::fit;
use crate::softmax::Softmax;
use crate::space::Space;

const FOLDS: usize = 5;
/// So many pairs of divisions are shown.
const CONFUSIONS_SHOWN: usize = 20;

/// Right at first place: division, division or one named beside, group, group or one named beside.
pub(crate) fn run(reader: &Reader, corpus: &Corpus, space: &Space, documents: &Documents) {
    let classes: Vec<Code> = documents.classes.iter().filter_map(|c| Code::parse(c)).collect();
    let read: Vec<(usize, String)> = (0..FOLDS)
        .into_par_iter()
        .flat_map_iter(|fold| {
            let model = fit(space, documents, |i| i % FOLDS != fold);
            let mut out = Vec::new();
            for i in (fold..documents.judged.len()).step_by(FOLDS) {
                let firm = &corpus.judged[i].firm;
                let whole = read(&model, &documents.judged[i].values);
                let lead = read(&model, &space.lead(reader, &firm.name, &firm.scope));
                out.push((i, first(&documents.classes, &fitting::pooled(&classes, &whole, &lead))));
            }
            out
        })
        .collect();
    let mut right = [0_u32; 4];
    let mut confused: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (i, group) in &read {
        let (code, also) = &documents.answers[*i];
        let (d, g) = (code[..2] == group[..2], code[..3] == group[..]);
        let near = also.iter().any(|a| a[..2] == group[..2]);
        right[0] += u32::from(d);
        right[1] += u32::from(d || near);
        right[2] += u32::from(g);
        right[3] += u32::from(g || also.iter().any(|a| a == group));
        if !d && !near {
            *confused.entry((code[..2].to_owned(), group[..2].to_owned())).or_default() += 1;
        }
    }
    let n = f64::from(u32::try_from(read.len().max(1)).unwrap_or(1));
    println!(
        "cross-validated: division {:.3} (or one named beside it {:.3}), group {:.3} ({:.3})",
        f64::from(right[0]) / n,
        f64::from(right[1]) / n,
        f64::from(right[2]) / n,
        f64::from(right[3]) / n
    );
    let mut confused: Vec<_> = confused.into_iter().collect();
    confused.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    for ((judged, read), n) in confused.iter().take(CONFUSIONS_SHOWN) {
        println!("judged {judged}, read {read}: {n}");
    }
}

fn read(model: &Softmax, values: &[(u32, f32)]) -> Vec<f64> {
    model.probabilities(values).into_iter().map(f64::from).collect()
}

/// The best group of the best division.
fn first(classes: &[String], probabilities: &[f64]) -> String {
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for (class, p) in classes.iter().zip(probabilities) {
        *sums.entry(&class[..2]).or_default() += p;
    }
    let best = sums.iter().max_by(|a, b| a.1.total_cmp(b.1)).map_or("", |b| b.0);
    classes
        .iter()
        .zip(probabilities)
        .filter(|(c, _)| c.starts_with(best))
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map_or_else(String::new, |(c, _)| c.clone())
}
