//! Measures the industry reading on the firms and phrases judged by hand:
//! `cargo run --release -p park-industry --example measure_industry -- ../shared/data`, from the root.
#![expect(clippy::print_stdout, reason = "a command that prints figures")]

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::time::Instant;

use park_industry::{Code, Reader};
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let data = std::env::args().nth(1).ok_or("give the folder of the source data")?;
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let reader = Reader::from_dir(&models)?;
    let firms = firms(Path::new(&data))?;
    scopes(&reader, &models, &firms)?;
    phrases(&reader, &models)?;
    speed(&reader, &firms);
    Ok(())
}

type Firms = HashMap<String, (String, String)>;

/// Name and scope by the id of the firm.
fn firms(data: &Path) -> Result<Firms, Box<dyn Error>> {
    let mut out = HashMap::new();
    for file in ["firms-in-zones.csv.gz", "firms-elsewhere.csv.gz"] {
        let mut rows = csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(File::open(
            data.join(file),
        )?));
        for row in rows.records() {
            let row = row?;
            out.insert(row[0].to_owned(), (row[7].to_owned(), row[8].to_owned()));
        }
    }
    Ok(out)
}

fn judged(path: &Path) -> Result<Vec<csv::StringRecord>, csv::Error> {
    csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path)?.records().collect()
}

fn list(cell: &str) -> Vec<Code> {
    cell.split(';').filter_map(Code::parse).collect()
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap_or(0))
        / f64::from(u32::try_from(whole.max(1)).unwrap_or(1))
}

fn scopes(reader: &Reader, models: &Path, firms: &Firms) -> Result<(), Box<dyn Error>> {
    let (mut n, mut division, mut group, mut division_also, mut group_also) = (0, 0, 0, 0, 0);
    let mut splits: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for row in judged(&models.join("industry/judged-scopes.csv"))? {
        let Some((name, scope)) = firms.get(&row[1]).filter(|_| &row[0] == "measure") else {
            continue;
        };
        let Some(code) = Code::parse(&row[2]) else { continue };
        let also = list(&row[3]);
        let Some(main) = reader.scope(name, scope).codes.first().map(|c| c.code) else { continue };
        n += 1;
        let (d, g) = (main.division() == code.division(), main.group() == code.group());
        let split = splits.entry(kind(code)).or_insert([0; 3]);
        split[0] += 1;
        split[1] += usize::from(d);
        split[2] += usize::from(g);
        division += usize::from(d);
        group += usize::from(g);
        division_also += usize::from(d || also.iter().any(|a| a.division() == main.division()));
        group_also += usize::from(g || also.iter().any(|a| main.group() == a.group()));
    }
    println!(
        "scopes: {n} held out, division {:.3} (or one named beside it {:.3}), group {:.3} ({:.3}); bars 0.90, 0.75",
        share(division, n),
        share(division_also, n),
        share(group, n),
        share(group_also, n)
    );
    for (kind, [n, division, group]) in splits {
        println!("  {kind}: {n}, division {:.2}, group {:.2}", share(division, n), share(group, n));
    }
    Ok(())
}

/// What a judged code is of, for the figures by split.
fn kind(code: Code) -> &'static str {
    match code.division().as_str() {
        "51" | "52" => "trade",
        "47" | "48" | "49" | "50" => "construction",
        "64" | "65" | "73" | "74" | "75" => "software, science, technology",
        d if ("01".."13").contains(&d) => "growing, mining",
        d if ("13".."44").contains(&d) => "manufacturing",
        _ => "other services",
    }
}

fn phrases(reader: &Reader, models: &Path) -> Result<(), Box<dyn Error>> {
    let (mut n, mut central, mut found, mut given, mut right) = (0, 0, 0, 0, 0);
    let show = std::env::args().any(|a| a == "--show");
    for row in judged(&models.join("industry/judged-phrases.csv"))? {
        let (centrals, acceptable) = (list(&row[2]), list(&row[3]));
        let divisions: Vec<Code> =
            reader.phrase(&row[1]).divisions.iter().map(|(c, _)| *c).collect();
        n += 1;
        let hit = centrals.iter().filter(|c| divisions.contains(c)).count();
        let good =
            divisions.iter().filter(|d| centrals.contains(d) || acceptable.contains(d)).count();
        central += centrals.len();
        found += hit;
        given += divisions.len();
        right += good;
        if show && (hit < centrals.len() || good < divisions.len()) {
            println!(
                "{} central {centrals:?} acceptable {acceptable:?} read {divisions:?}",
                &row[1]
            );
        }
    }
    println!(
        "phrases: {n} held out, central divisions found {:.3}, given ones acceptable {:.3}; bars 0.92, 0.95",
        share(found, central),
        share(right, given)
    );
    Ok(())
}

fn speed(reader: &Reader, firms: &Firms) {
    let some: Vec<&(String, String)> = firms.values().take(100_000).collect();
    let start = Instant::now();
    let codes: usize = some.par_iter().map(|(n, s)| reader.scope(n, s).codes.len()).sum();
    println!(
        "speed: {} scopes, {codes} codes in {:.1} s",
        some.len(),
        start.elapsed().as_secs_f64()
    );
}
