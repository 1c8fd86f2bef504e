//! Fits the scope model to the judged firms: `cargo run --release -p park-industry --example fit_scope -- SOURCES`.

#![allow(
    dead_code,
    unreachable_pub,
    elided_lifetimes_in_paths,
    clippy::all,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_lossless,
    clippy::doc_markdown,
    clippy::needless_pass_by_value,
    clippy::semicolon_if_nothing_returned,
    clippy::float_cmp,
    clippy::missing_errors_doc,
    clippy::uninlined_format_args,
    missing_docs,
    reason = "a tool that is run by hand at a terminal: it stops at what it does not expect"
)]

mod corpus;
mod softmax;
use park_industry::{Reader, fitting};
use rayon::prelude::*;
use softmax::*;
use std::collections::HashMap;
use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let data = Path::new(&args[1]);
    let reader = Reader::from_dir(Path::new("models")).unwrap();
    let firms = corpus::firms(data).unwrap();
    let judged = corpus::judged(Path::new("models/industry/judged-scopes.csv"), &firms).unwrap();
    eprintln!("{} firms {} judged", firms.len(), judged.len());
    let train: Vec<&corpus::Judged> = judged.iter().filter(|j| j.train).collect();
    let raw: Vec<Vec<fitting::Feature>> =
        train.par_iter().map(|j| fitting::features(&reader, &j.name, &j.scope)).collect();
    // document frequencies
    let mut df: HashMap<u64, u32> = HashMap::new();
    let step: usize = args.get(2).map_or(20, |s| s.parse().unwrap());
    let some: Vec<Vec<u64>> = firms
        .par_iter()
        .step_by(step)
        .map(|f| fitting::features(&reader, &f.name, &f.scope).iter().map(|f| f.key).collect())
        .collect();
    let n_docs = some.len() + raw.len();
    for d in &some {
        for k in d {
            *df.entry(*k).or_default() += 1;
        }
    }
    for d in &raw {
        for f in d {
            *df.entry(f.key).or_default() += 1;
        }
    }
    let mut seen: HashMap<u64, u32> = HashMap::new();
    for d in &raw {
        for f in d {
            *seen.entry(f.key).or_default() += 1;
        }
    }
    let mut index: HashMap<u64, u32> = HashMap::new();
    let mut keys: Vec<u64> =
        seen.iter().filter(|(k, n)| **n >= 2 && df[k] >= 3).map(|(k, _)| *k).collect();
    keys.sort_unstable();
    for (i, k) in keys.iter().enumerate() {
        index.insert(*k, i as u32);
    }
    eprintln!("{} features", keys.len());
    let idf = |k: u64| ((n_docs as f32) / (df[&k] as f32)).ln().max(0.1);
    let rows: Vec<Vec<(u32, f32)>> = raw.iter().map(|d| vector(d, &index, &idf)).collect();
    let mut classes: Vec<String> = train.iter().map(|j| j.code[..3].to_owned()).collect();
    classes.sort();
    classes.dedup();
    let y: Vec<usize> =
        train.iter().map(|j| classes.binary_search(&j.code[..3].to_owned()).unwrap()).collect();
    for (epochs, rate, decay) in [(12, 0.5, 0.0)] {
        let folds = 5;
        let probs: Vec<(usize, Vec<f32>)> = (0..folds)
            .into_par_iter()
            .flat_map_iter(|f| {
                let tr: Vec<usize> = (0..rows.len()).filter(|i| i % folds != f).collect();
                let mut m = Softmax::new(keys.len(), classes.len());
                m.fit(
                    &tr.iter().map(|i| (&rows[*i][..], y[*i], 1.0)).collect::<Vec<_>>(),
                    epochs,
                    rate,
                    decay,
                );
                (0..rows.len())
                    .filter(|i| i % folds == f)
                    .map(|i| (i, m.probabilities(&rows[i])))
                    .collect::<Vec<_>>()
            })
            .collect();
        report(&format!("{epochs} {rate} {decay}"), &probs, &classes, &train);
    }
    if std::env::var("WRITE").is_ok() {
        let mut m = Softmax::new(keys.len(), classes.len());
        m.fit(
            &(0..rows.len()).map(|i| (&rows[i][..], y[i], 1.0)).collect::<Vec<_>>(),
            12,
            0.5,
            0.0,
        );
        write(
            &m,
            &keys,
            &classes,
            &idf,
            &reader,
            &train.iter().map(|j| (&j.name[..], &j.scope[..])).collect::<Vec<_>>(),
        );
    }
}
fn vector(
    d: &[fitting::Feature],
    index: &HashMap<u64, u32>,
    idf: &dyn Fn(u64) -> f32,
) -> Vec<(u32, f32)> {
    d.iter().filter_map(|f| index.get(&f.key).map(|i| (*i, f.value * idf(f.key).sqrt()))).collect()
}
fn report(tag: &str, probs: &[(usize, Vec<f32>)], classes: &[String], train: &[&corpus::Judged]) {
    let (mut d, mut g, mut dl, mut gl) = (0, 0, 0, 0);
    let show = std::env::var("SHOW").is_ok();
    for (i, p) in probs {
        let (dv, gr) = top(p, classes);
        if show && train[*i].code[..3] != gr {
            println!(
                "{}\t{}\t{}\t{}\t{}\t{:.2}",
                train[*i].code,
                train[*i].also.join(";"),
                gr,
                train[*i].name,
                train[*i].scope.chars().take(130).collect::<String>(),
                p[classes.binary_search(&gr).unwrap()]
            );
        }
        let j = train[*i];
        if j.code[..2] == dv {
            d += 1;
        }
        if j.code[..3] == gr {
            g += 1;
        }
        if j.code[..2] == dv || j.also.iter().any(|a| a[..2] == dv) {
            dl += 1;
        }
        if j.code[..3] == gr || j.also.iter().any(|a| *a == gr) {
            gl += 1;
        }
    }
    let n = probs.len() as f32;
    eprintln!(
        "{tag}: div {:.3} (also {:.3}) group {:.3} (also {:.3}) n={}",
        d as f32 / n,
        dl as f32 / n,
        g as f32 / n,
        gl as f32 / n,
        probs.len()
    );
}
/// division first, then best group in it
fn top(p: &[f32], classes: &[String]) -> (String, String) {
    let mut sums: HashMap<&str, f32> = HashMap::new();
    for (c, x) in classes.iter().zip(p) {
        *sums.entry(&c[..2]).or_default() += x;
    }
    let best =
        sums.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0))).unwrap().0.to_string();
    let g = classes
        .iter()
        .zip(p)
        .filter(|(c, _)| c[..2] == best)
        .max_by(|a, b| a.1.total_cmp(b.1))
        .unwrap()
        .0
        .clone();
    (best, g)
}

fn write(
    m: &Softmax,
    keys: &[u64],
    classes: &[String],
    idf: &dyn Fn(u64) -> f32,
    reader: &Reader,
    docs: &[(&str, &str)],
) {
    let keep: usize = std::env::var("KEEP").map_or(450_000, |s| s.parse().unwrap());
    let k = m.k;
    let mut sizes: Vec<f32> = m.w.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    let floor = sizes[keep.min(sizes.len() - 1)];
    let wanted: std::collections::HashSet<u64> = keys.iter().copied().collect();
    let mut names = HashMap::new();
    for (n, s) in docs {
        fitting::names(reader, n, s, &|k| wanted.contains(&k), &mut names);
    }
    let mut features: Vec<(String, Vec<(usize, f32)>)> = keys
        .iter()
        .enumerate()
        .filter_map(|(i, key)| {
            let row: Vec<(usize, f32)> = m.w[i * k..(i + 1) * k]
                .iter()
                .enumerate()
                .filter(|(_, w)| w.abs() >= floor)
                .map(|(c, w)| (c, w * idf(*key).sqrt()))
                .collect();
            if row.is_empty() { None } else { Some((names[key].clone(), row)) }
        })
        .collect();
    features.sort_by(|a, b| a.0.cmp(&b.0));
    let mut all: Vec<f32> =
        features.iter().flat_map(|(_, r)| r.iter().map(|(_, w)| w.abs())).collect();
    all.sort_by(f32::total_cmp);
    let unit = all[all.len() * 999 / 1000] / 46.0;
    let fitted = fitting::Fitted {
        header: vec!["prototype".into()],
        classes: classes.iter().map(|c| park_industry::Code::parse(c).unwrap()).collect(),
        bias: m.b.clone(),
        features,
        unit,
    };
    let t = fitted.to_text();
    eprintln!(
        "{} features {} weights {} bytes, floor {floor} unit {unit}",
        fitted.features.len(),
        all.len(),
        t.len()
    );
    std::fs::write("models/industry/scope-model.csv", t).unwrap();
}
