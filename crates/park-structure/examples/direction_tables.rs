//! Makes the frozen tables of `models/directions`: who is found with whom, what is complex, what is usual.
//!
//! `cargo run --release -p park-structure --example direction_tables -- STRUCTURE.csv BASES.csv OUT "PROVENANCE"` on the
//! bundled tables, unpacked. Parks of ten firms or more; M is a shrunk location quotient of at least 1; complexity is the
//! 19th update of fitness over provinces × divisions. Counts are written, not quotients, so that the files are exact.

#![expect(clippy::unwrap_used, reason = "a tool for developers")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use park_structure::{Presence, fitness, shrunk_quotient};

/// Parks with fewer firms have no structure worth the name.
const FIRMS_MIN: f64 = 10.0;
/// Weight of the common base in a quotient, in firms.
const SHRINK_FIRMS: f64 = 10.0;

/// Firms by place and division, all years.
fn stocks(path: &str) -> BTreeMap<String, BTreeMap<String, f64>> {
    let mut out: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for row in csv::Reader::from_path(path).unwrap().records() {
        let row = row.unwrap();
        if let Ok(value) = row[4].parse::<f64>() {
            let division = row[2][..2].to_owned();
            *out.entry(row[0].to_owned()).or_default().entry(division).or_insert(0.0) += value;
        }
    }
    out
}

/// M of shrunk quotients of at least 1 and the pooled shares.
fn presence(stocks: &[&BTreeMap<String, f64>], divisions: &[String]) -> (Vec<Vec<bool>>, Vec<f64>) {
    let of = |s: &BTreeMap<String, f64>, d: &String| s.get(d).copied().unwrap_or(0.0);
    let sums: Vec<f64> = divisions.iter().map(|d| stocks.iter().map(|s| of(s, d)).sum()).collect();
    let all: f64 = sums.iter().sum();
    let rows = stocks
        .iter()
        .map(|s| {
            let own: f64 = s.values().sum();
            divisions
                .iter()
                .zip(&sums)
                .map(|(d, sum)| {
                    let x = of(s, d);
                    x > 0.0
                        && shrunk_quotient(x, own, sum / all, SHRINK_FIRMS).is_ok_and(|q| q >= 1.0)
                })
                .collect()
        })
        .collect();
    (rows, sums.iter().map(|s| s / all).collect())
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (parks, bases) = (stocks(&args[0]), stocks(&args[1]));
    let divisions: Vec<String> = parks
        .values()
        .chain(bases.values())
        .flat_map(BTreeMap::keys)
        .cloned()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    let chosen: Vec<&BTreeMap<String, f64>> =
        parks.values().filter(|s| s.values().sum::<f64>() >= FIRMS_MIN).collect();
    let (rows, shares) = presence(&chosen, &divisions);
    let provinces: Vec<&BTreeMap<String, f64>> =
        bases.iter().filter(|(code, _)| *code != "000000").map(|(_, s)| s).collect();
    let complexity = fitness(&Presence::from_rows(&presence(&provinces, &divisions).0)).industries;
    let head = format!(
        "# {}; remake with: cargo run --release -p park-structure --example direction_tables\n",
        args[3]
    );
    let mut near = format!(
        "{head}# parks that have both, of {} parks; a = b: parks that have it\na,b,parks\n",
        chosen.len()
    );
    for (k, a) in divisions.iter().enumerate() {
        for (l, b) in divisions.iter().enumerate().skip(k) {
            let both = rows.iter().filter(|r| r[k] && r[l]).count();
            if both > 0 {
                writeln!(near, "{a},{b},{both}").unwrap();
            }
        }
    }
    let mut worth = format!(
        "{head}# share: of all firms of these parks; complexity: over {} provinces, empty where no province has it\ndivision,share,complexity\n",
        provinces.len()
    );
    for (k, division) in divisions.iter().enumerate() {
        let value = complexity[k].map_or_else(|_| String::new(), |v| v.to_string());
        writeln!(worth, "{division},{},{value}", shares[k]).unwrap();
    }
    std::fs::write(format!("{}/proximity.csv", args[2]), near).unwrap();
    std::fs::write(format!("{}/complexity.csv", args[2]), worth).unwrap();
}
