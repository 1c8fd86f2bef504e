//! Measures the clause reader and the legal screen on real clauses labelled by hand:
//! `cargo run --release -p park-policy --example measure_policy -- ../shared/data [--tuning] [--show]`.
//!
//! The 136 clauses are split by document: 46 are held out, 90 are for tuning. Documents up to D065 had been
//! read when the reader was begun, so the held-out ones are drawn from the rest: in the order of the FNV-1a
//! hash of "policy-1" + `document_id`, a document goes to tuning as long as tuning stays within 90 clauses.
#![expect(clippy::print_stdout, reason = "a command that prints figures")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use park_policy::{Clause, Level, TableTexts, Tables, Value, read};

const TUNING_CLAUSES: usize = 90;
const LAST_DOCUMENT_READ: &str = "D065";

type Row = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    let data = std::env::args().nth(1).ok_or("give the folder of the source data")?;
    let flag = |name: &str| std::env::args().any(|a| a == name);
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/policy");
    let instruments = std::fs::read_to_string(models.join("instruments.csv"))?;
    let screen = std::fs::read_to_string(models.join("screen-2025-04-20.csv"))?;
    let tables = Tables::parse(&TableTexts { instruments: &instruments, screen: &screen })?;
    let rows = rows(&Path::new(&data).join("policy-clauses.csv"))?;
    let tuning = tuning(&rows);
    let part: Vec<&Row> =
        rows.iter().filter(|r| tuning.contains(&r["document_id"]) == flag("--tuning")).collect();
    let name = if flag("--tuning") { "tuning" } else { "held out" };
    println!("{name}: {} clauses of {} documents", part.len(), documents(&part));
    measure(&tables, &part, flag("--show"));
    Ok(())
}

fn documents(part: &[&Row]) -> usize {
    part.iter().map(|r| &r["document_id"]).collect::<BTreeSet<_>>().len()
}

fn rows(path: &Path) -> Result<Vec<Row>, csv::Error> {
    let mut reader = csv::Reader::from_path(path)?;
    let header: Vec<String> =
        reader.headers()?.iter().map(|h| h.trim_start_matches('\u{feff}').to_owned()).collect();
    reader
        .records()
        .map(|r| Ok(header.iter().cloned().zip(r?.iter().map(str::to_owned)).collect()))
        .collect()
}

fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

fn tuning(rows: &[Row]) -> BTreeSet<String> {
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *sizes.entry(&row["document_id"]).or_default() += 1;
    }
    let mut chosen = BTreeSet::new();
    let mut clauses = 0;
    let mut late: Vec<(&str, usize)> = Vec::new();
    for (document, n) in sizes {
        if document <= LAST_DOCUMENT_READ {
            clauses += n;
            chosen.insert(document.to_owned());
        } else {
            late.push((document, n));
        }
    }
    late.sort_by_key(|(d, _)| hash(&format!("policy-1{d}")));
    for (document, n) in late {
        if clauses + n <= TUNING_CLAUSES {
            clauses += n;
            chosen.insert(document.to_owned());
        }
    }
    chosen
}

/// True positives, given, wanted.
#[derive(Default)]
struct Count {
    right: usize,
    given: usize,
    wanted: usize,
}

impl Count {
    fn add(&mut self, given: &BTreeSet<String>, wanted: &BTreeSet<String>) {
        self.right += given.intersection(wanted).count();
        self.given += given.len();
        self.wanted += wanted.len();
    }

    fn print(&self, name: &str) {
        let (p, r) = (share(self.right, self.given), share(self.right, self.wanted));
        let f1 = share(2 * self.right, self.given + self.wanted);
        println!(
            "{name:<16} precision {p:.3}  recall {r:.3}  F1 {f1:.3}  ({} labelled)",
            self.wanted
        );
    }
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap_or(0))
        / f64::from(u32::try_from(whole.max(1)).unwrap_or(1))
}

fn number(value: f64) -> String {
    format!("{}", (value * 1e9).round() / 1e9)
}

fn values(values: &[Value]) -> BTreeSet<String> {
    values
        .iter()
        .map(|v| match v.high {
            Some(high) => format!("{}-{}", number(v.low), number(high)),
            None => number(v.low),
        })
        .collect()
}

fn labels(cell: &str) -> BTreeSet<String> {
    let one = |s: &str| s.parse::<f64>().map_or_else(|_| s.to_owned(), number);
    cell.split(';').map(str::trim).filter(|s| !s.is_empty()).map(one).collect()
}

fn years(clause: &Clause) -> String {
    let one = |s: &park_policy::Step| match s.rate_pct {
        Some(rate) => format!("{}@{}", number(s.years), number(rate)),
        None => number(s.years),
    };
    clause.years.iter().map(one).collect::<Vec<_>>().join(";")
}

fn conditions(clause: &Clause) -> BTreeSet<String> {
    clause
        .conditions
        .iter()
        .filter_map(|c| Some(format!("{}>={}", c.kind, number(c.at_least?))))
        .collect()
}

#[derive(Default)]
struct Totals {
    rates: Count,
    amounts: Count,
    caps: Count,
    conditions: Count,
    instrument: BTreeMap<String, (usize, usize)>,
    per: (usize, usize),
    years: (usize, usize),
    likely: (usize, usize),
    clean: (usize, usize),
    exact: usize,
}

fn measure(tables: &Tables, part: &[&Row], show: bool) {
    let mut totals = Totals::default();
    for row in part {
        let clause = read(tables, &row["text"]);
        let misses = compare(&clause, row, &mut totals);
        if show && !misses.is_empty() {
            println!("{} {}\n    {}", row["clause_id"], row["text"], misses.join("\n    "));
        }
    }
    print(&totals, part.len());
}

fn compare(clause: &Clause, row: &Row, totals: &mut Totals) -> Vec<String> {
    let mut misses = Vec::new();
    let mut field = |name: &str, count: &mut Count, given: BTreeSet<String>, cell: &str| {
        let wanted = labels(cell);
        count.add(&given, &wanted);
        if given != wanted {
            misses.push(format!("{name}: read {given:?}, labelled {wanted:?}"));
        }
    };
    field("rates", &mut totals.rates, values(&clause.rates_pct), &row["rates_pct"]);
    field("amounts", &mut totals.amounts, values(&clause.amounts_10k_cny), &row["amounts_10k_cny"]);
    field("caps", &mut totals.caps, values(&clause.caps_10k_cny), &row["caps_10k_cny"]);
    let wanted: String = row["conditions"]
        .split(';')
        .filter(|c| c.contains(">=") && !c.contains("unstated") && !c.starts_with("other"))
        .map(|c| c.split('/').next().unwrap_or(c))
        .filter(|c| !c.contains('%'))
        .collect::<Vec<_>>()
        .join(";");
    let given = conditions(clause).into_iter().filter(|c| !c.starts_with("other")).collect();
    field("conditions", &mut totals.conditions, given, &wanted);
    let mut exact = |name: &str, given: String, wanted: &str, count: &mut (usize, usize)| {
        count.1 += 1;
        count.0 += usize::from(given == wanted);
        if given != wanted {
            misses.push(format!("{name}: read {given}, labelled {wanted}"));
        }
    };
    let of_kind = totals.instrument.entry(row["instrument"].clone()).or_default();
    exact("instrument", clause.instrument.code().to_owned(), &row["instrument"], of_kind);
    exact("per", clause.per.unwrap_or("").to_owned(), &row["per"], &mut totals.per);
    exact("years", years(clause), &row["years"], &mut totals.years);
    let level = clause.screen.level;
    let by: Vec<&str> = clause.screen.findings.iter().map(|f| f.rule.as_str()).collect();
    match row["screen"].as_str() {
        "likely" => {
            totals.likely.1 += 1;
            totals.likely.0 += usize::from(level > Level::No);
        }
        "no" => {
            totals.clean.1 += 1;
            totals.clean.0 += usize::from(level == Level::No);
        }
        _ => {}
    }
    totals.exact += usize::from(level.code() == row["screen"]);
    if level.code() != row["screen"] {
        misses.push(format!(
            "screen: read {} {by:?}, labelled {} {}",
            level.code(),
            row["screen"],
            row["screen_rule"]
        ));
    }
    misses
}

fn print(totals: &Totals, n: usize) {
    totals.rates.print("rates (0.90)");
    totals.amounts.print("amounts (0.85)");
    totals.caps.print("caps (0.90)");
    totals.conditions.print("thresholds");
    let right: usize = totals.instrument.values().map(|(r, _)| r).sum();
    println!("instrument (0.80) {:.3} of {n}", share(right, n));
    for (kind, (right, of)) in &totals.instrument {
        println!("    {kind} {right}/{of}");
    }
    for (name, (right, of)) in [("per", totals.per), ("years", totals.years)] {
        println!("{name} {:.3} of {of}", share(right, of));
    }
    println!(
        "screen: likely ones flagged {:.3} of {} (0.90), clean ones left clear {:.3} of {} (0.90), level exact {:.3}",
        share(totals.likely.0, totals.likely.1),
        totals.likely.1,
        share(totals.clean.0, totals.clean.1),
        totals.clean.1,
        share(totals.exact, n)
    );
}
