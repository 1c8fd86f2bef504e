//! Does the score of a direction foretell what parks really entered? Prints the table of `docs/directions.md`.
//!
//! `cargo run --release -p park-structure --example entry -- STRUCTURE.csv BASES.csv PARKS.csv` on the bundled tables,
//! unpacked. What is fitted at t sees the rows up to t only: proximity, popularity, complexity, crowding, and the
//! coefficients of the fitted model, which learn from entries in the five years up to t.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement for developers")]

use std::collections::{BTreeMap, BTreeSet};

use park_structure::{
    DirectionFacts, DirectionParts, DirectionWeights, Measured, Presence, Undefined, auc, density,
    fitness, proximity, ranks, shrunk_quotient,
};

/// Parks with fewer firms up to t have no structure worth the name.
const FIRMS_MIN: f64 = 10.0;
/// Weight of the national base in a park's quotients, in firms.
const SHRINK_FIRMS: f64 = 10.0;
/// Peers lie this near.
const PEERS_KM: f64 = 100.0;
/// The rows of groups stand in steps of five years that end here.
const TIMES: [u16; 3] = [2003, 2008, 2013];
/// Years after t in which an entry counts.
const SPAN: u16 = 5;
/// Controls for each entry on either side of its popularity.
const CONTROLS: usize = 3;
/// The weights proposed for a direction (`docs/directions.md`); the chain's part is not tried here.
const WEIGHTS: DirectionWeights =
    DirectionWeights { near: 0.6, worthwhile: 0.1, gap: 0.2, crowded: 0.1 };

/// One flow: place, year, division, firms.
type Flow = (String, u16, usize, f64);

struct World {
    divisions: Vec<String>,
    parks: Vec<Option<(f64, f64)>>,
    flows: Vec<(usize, u16, usize, f64)>,
    provinces: Vec<String>,
    bases: Vec<(usize, u16, usize, f64)>,
}

/// A park's candidate at t.
struct Candidate {
    park: usize,
    popularity: f64,
    /// Relatedness density, before it is ranked within the park.
    density: f64,
    facts: DirectionFacts,
    entered: bool,
}

fn flows(path: &str, divisions: &mut BTreeMap<String, usize>) -> Vec<Flow> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row.unwrap();
        let (Ok(year), Ok(value)) = (row[1].parse(), row[4].parse()) else { continue };
        let next = divisions.len();
        let division = *divisions.entry(row[2][..2].to_owned()).or_insert(next);
        out.push((row[0].to_owned(), year, division, value));
    }
    out
}

fn world(args: &[String]) -> World {
    let mut divisions = BTreeMap::new();
    let park_flows = flows(&args[0], &mut divisions);
    let base_flows = flows(&args[1], &mut divisions);
    let mut positions: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(&args[2]).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (longitude, latitude) = (at("longitude"), at("latitude"));
    for row in reader.records() {
        let row = row.unwrap();
        if let (Ok(x), Ok(y)) = (row[longitude].parse(), row[latitude].parse()) {
            positions.insert(row[0].to_owned(), (x, y));
        }
    }
    let ids: Vec<String> =
        park_flows.iter().map(|f| f.0.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let provinces: Vec<String> = base_flows
        .iter()
        .map(|f| f.0.clone())
        .filter(|p| p != "000000")
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut names: Vec<(usize, String)> = divisions.into_iter().map(|(n, i)| (i, n)).collect();
    names.sort();
    World {
        divisions: names.into_iter().map(|(_, n)| n).collect(),
        flows: park_flows
            .iter()
            .map(|f| (ids.binary_search(&f.0).unwrap(), f.1, f.2, f.3))
            .collect(),
        bases: base_flows
            .iter()
            .filter_map(|f| Some((provinces.binary_search(&f.0).ok()?, f.1, f.2, f.3)))
            .collect(),
        parks: ids.iter().map(|id| positions.get(id).copied()).collect(),
        provinces,
    }
}

/// Stocks of (first, last] by place and division.
fn stock(
    rows: &[(usize, u16, usize, f64)],
    n: usize,
    k: usize,
    first: u16,
    last: u16,
) -> Vec<Vec<f64>> {
    let mut out = vec![vec![0.0; k]; n];
    for (place, _, division, value) in rows.iter().filter(|r| r.1 > first && r.1 <= last) {
        out[*place][*division] += value;
    }
    out
}

/// M of shrunk quotients of at least 1, against the pooled structure.
fn presence(stock: &[Vec<f64>]) -> Presence {
    let k = stock[0].len();
    let sums: Vec<f64> = (0..k).map(|l| stock.iter().map(|r| r[l]).sum()).collect();
    let all: f64 = sums.iter().sum();
    let rows: Vec<Vec<bool>> = stock
        .iter()
        .map(|row| {
            let own: f64 = row.iter().sum();
            row.iter()
                .zip(&sums)
                .map(|(x, sum)| {
                    *x > 0.0
                        && shrunk_quotient(*x, own, sum / all, SHRINK_FIRMS).is_ok_and(|q| q >= 1.0)
                })
                .collect()
        })
        .collect();
    Presence::from_rows(&rows)
}

fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (x1, y1, x2, y2) = (a.0.to_radians(), a.1.to_radians(), b.0.to_radians(), b.1.to_radians());
    let h = ((y2 - y1) / 2.0).sin().powi(2) + y1.cos() * y2.cos() * ((x2 - x1) / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().asin()
}

#[expect(clippy::cast_precision_loss, reason = "counts of parks")]
fn share(part: usize, all: usize) -> f64 {
    part as f64 / all as f64
}

/// All candidates at t: what a park with a structure did not have.
fn candidates(w: &World, t: u16) -> Vec<Candidate> {
    let k = w.divisions.len();
    let before = stock(&w.flows, w.parks.len(), k, 0, t);
    let after = stock(&w.flows, w.parks.len(), k, t, t + SPAN);
    let base = stock(&w.bases, w.provinces.len(), k, 0, t);
    let chosen: Vec<usize> =
        (0..w.parks.len()).filter(|i| before[*i].iter().sum::<f64>() >= FIRMS_MIN).collect();
    let own: Vec<Vec<f64>> = chosen.iter().map(|i| before[*i].clone()).collect();
    let m = presence(&own);
    let had: Vec<Vec<bool>> = own.iter().map(|r| r.iter().map(|v| *v > 0.0).collect()).collect();
    let omega: Vec<Measured> = density(&Presence::from_rows(&had), &proximity(&m), 0.0);
    let complexity = ranks(&fitness(&presence(&base)).industries);
    let mut out = Vec::new();
    for (at, i) in chosen.iter().enumerate() {
        let peers: Vec<usize> = (0..chosen.len())
            .filter(|j| *j != at)
            .filter(|j| match (w.parks[*i], w.parks[chosen[*j]]) {
                (Some(a), Some(b)) => km(a, b) <= PEERS_KM,
                _ => false,
            })
            .collect();
        // Ranked among what the park does not have.
        let open =
            |l: usize| if own[at][l] > 0.0 { Err(Undefined::Unrelated) } else { omega[at * k + l] };
        let near = ranks(&(0..k).map(open).collect::<Vec<_>>());
        for l in (0..k).filter(|l| before[*i][*l] <= 0.0) {
            let has = own.iter().filter(|r| r[l] > 0.0).count();
            let near_have = peers.iter().filter(|j| own[**j][l] > 0.0).count();
            out.push(Candidate {
                density: omega[at * k + l].unwrap_or(0.0),
                park: *i,
                popularity: share(has, own.len()),
                facts: DirectionFacts {
                    near: near[l],
                    worthwhile: complexity[l],
                    gap: None,
                    crowded: (!peers.is_empty()).then(|| share(near_have, peers.len())),
                },
                entered: after[*i][l] > 0.0,
            });
        }
    }
    out
}

/// Something that orders candidates.
type Scorer<'s> = &'s dyn Fn(&Candidate) -> f64;

/// The inputs of the fitted model; the first is the constant.
fn inputs(c: &Candidate) -> [f64; 5] {
    let known = |v: Option<f64>| v.unwrap_or(0.0);
    let log = (c.popularity + 0.005).ln();
    [1.0, log, c.density, known(c.facts.worthwhile), known(c.facts.crowded)]
}

/// Logistic regression by Newton's method with a ridge.
fn fit(all: &[Candidate]) -> [f64; 5] {
    let mut beta = [0.0; 5];
    for _ in 0..25 {
        let mut gradient = beta.map(|b| -1e-3 * b);
        let mut hessian = [[0.0; 5]; 5];
        for (d, row) in hessian.iter_mut().enumerate() {
            row[d] = 1e-3;
        }
        for c in all {
            let x = inputs(c);
            let p = 1.0 / (1.0 + (-dot(&beta, &x)).exp());
            for a in 0..5 {
                gradient[a] += (f64::from(u8::from(c.entered)) - p) * x[a];
                for b in 0..5 {
                    hessian[a][b] += p * (1.0 - p) * x[a] * x[b];
                }
            }
        }
        let step = solve(hessian, gradient);
        for (b, s) in beta.iter_mut().zip(step) {
            *b += s;
        }
    }
    beta
}

fn dot(a: &[f64; 5], b: &[f64; 5]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Gauss with the diagonal as pivot; the matrix is positive definite.
fn solve(mut a: [[f64; 5]; 5], mut b: [f64; 5]) -> [f64; 5] {
    for p in 0..5 {
        let (row, value) = (a[p], b[p]);
        for r in (0..5).filter(|r| *r != p) {
            let f = a[r][p] / row[p];
            for (cell, pivot) in a[r].iter_mut().zip(row) {
                *cell -= f * pivot;
            }
            b[r] -= f * value;
        }
    }
    std::array::from_fn(|i| b[i] / a[i][i])
}

/// Mean over parks of the AUC within the park; with `matched`, each entry against its nearest in popularity.
fn within(all: &[Candidate], score: impl Fn(&Candidate) -> f64, matched: bool) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for park in all.chunk_by(|a, b| a.park == b.park) {
        let value = if matched {
            matched_auc(park, &score)
        } else {
            auc(&park.iter().map(|c| (score(c), c.entered)).collect::<Vec<_>>())
        };
        if let Some(value) = value {
            sum += value;
            n += 1.0;
        }
    }
    sum / n
}

/// Each entry against as many that were not entered on either side of it in popularity, so that popularity itself gives
/// a half.
fn matched_auc(park: &[Candidate], score: &impl Fn(&Candidate) -> f64) -> Option<f64> {
    let mut others: Vec<&Candidate> = park.iter().filter(|c| !c.entered).collect();
    others.sort_by(|a, b| a.popularity.total_cmp(&b.popularity));
    let (mut wins, mut n) = (0.0, 0.0);
    for entry in park.iter().filter(|c| c.entered) {
        let less = others.partition_point(|c| c.popularity < entry.popularity);
        let most = others.partition_point(|c| c.popularity <= entry.popularity);
        let side = CONTROLS.min(less).min(others.len() - most);
        let chosen = others[less - side..less]
            .iter()
            .chain(&others[less..most])
            .chain(&others[most..most + side]);
        for other in chosen {
            n += 1.0;
            wins += match score(entry).total_cmp(&score(other)) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    (n > 0.0).then(|| wins / n)
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let w = world(&args);
    println!(
        "| t | parks | candidates | entered | by | AUC within park | popularity matched | pooled |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for t in TIMES {
        let all = candidates(&w, t);
        let beta = fit(&candidates(&w, t - SPAN));
        let parks: BTreeSet<usize> = all.iter().map(|c| c.park).collect();
        let entered = all.iter().filter(|c| c.entered).count();
        let near = |c: &Candidate| c.density;
        let crowded = |c: &Candidate| c.facts.crowded.unwrap_or(0.0);
        let complex = |c: &Candidate| c.facts.worthwhile.unwrap_or(0.0);
        let score = |c: &Candidate| DirectionParts::of(&c.facts, &WEIGHTS).score();
        let fitted = |c: &Candidate| dot(&beta, &inputs(c));
        let popularity = |c: &Candidate| c.popularity;
        let by: [(&str, Scorer<'_>); 6] = [
            ("popularity", &popularity),
            ("density", &near),
            ("peers that have it", &crowded),
            ("complexity", &complex),
            ("score of a direction", &score),
            ("fitted up to t", &fitted),
        ];
        for (name, f) in by {
            let pooled = auc(&all.iter().map(|c| (f(c), c.entered)).collect::<Vec<_>>()).unwrap();
            println!(
                "| {t} | {} | {} | {entered} | {name} | {:.3} | {:.3} | {pooled:.3} |",
                parks.len(),
                all.len(),
                within(&all, f, false),
                within(&all, f, true)
            );
        }
        println!(
            "| {t} | | | | fitted: ln popularity {:.2}, density {:.2}, complexity {:.2}, peers {:.2} | | | |",
            beta[1], beta[2], beta[3], beta[4]
        );
    }
}
