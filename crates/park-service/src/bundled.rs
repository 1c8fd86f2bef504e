//! The bundled set: real parks, embedded in the binary.

use std::fmt::Write as _;

use park_domain::{Interner, Record, Table};
use park_import::Regions;
use sha2::{Digest, Sha256};

macro_rules! file {
    ($table:expr, $name:literal) => {
        ($table, $name, include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/", $name)))
    };
}

const FILES: &[(Table, &str, &[u8])] = &[
    file!(Table::Parks, "parks.csv"),
    file!(Table::Regions, "regions.csv"),
    file!(Table::SameAs, "same_as.csv"),
    file!(Table::Positioning, "positioning.csv"),
    file!(Table::Structure, "structure.csv.gz"),
    file!(Table::Bases, "bases.csv.gz"),
    file!(Table::Activities, "activities.csv.gz"),
    file!(Table::Policies, "policies.csv"),
    file!(Table::Utilities, "utilities.csv"),
    file!(Table::Plots, "plots.csv"),
    file!(Table::Facts, "facts.csv"),
];

/// SHA-256 over the names and bytes of the set, in hex: its version.
pub fn hash() -> String {
    let mut sha = Sha256::new();
    for (_, name, bytes) in FILES {
        sha.update(name.as_bytes());
        sha.update(bytes.len().to_le_bytes());
        sha.update(bytes);
    }
    sha.finalize().iter().fold(String::new(), |mut hex, b| {
        let _ = write!(hex, "{b:02x}");
        hex
    })
}

/// The regions of the set, by which the codes of an import are looked up.
pub fn regions() -> Regions {
    let mut interner = Interner::default();
    let mut records = Vec::new();
    for (table, name, bytes) in FILES.iter().filter(|(table, ..)| *table == Table::Regions) {
        records.extend(park_import::import_bytes(*table, name, bytes, &mut interner).records);
    }
    Regions::of(records.iter())
}

/// Names of the set's regions (and of the provinces and cities of its parks), and of its parks: aliases, and the
/// names that other lists give them, too.
///
/// # Errors
/// A file that is no CSV: the set is broken, which a test finds before it is released.
pub fn place_names() -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let (mut regions, mut parks) = (Vec::new(), Vec::new());
    for (table, _, bytes) in
        FILES.iter().filter(|(t, ..)| matches!(t, Table::Parks | Table::Regions | Table::SameAs))
    {
        let mut reader = csv::Reader::from_reader(*bytes);
        let header = reader.headers()?.clone();
        let at = |column: &str| header.iter().position(|h| h == column);
        let name = if *table == Table::SameAs { at("note") } else { at("name") };
        let columns = [name, at("aliases"), at("province"), at("city")];
        for row in reader.records() {
            let row = row?;
            let [name, aliases, province, city] =
                columns.map(|c| c.and_then(|c| row.get(c)).unwrap_or("").to_owned());
            if *table == Table::Regions {
                regions.push(name);
            } else {
                parks.extend(aliases.split('、').map(str::to_owned).chain([name]));
            }
            regions.extend([province, city]);
        }
    }
    Ok((regions, parks))
}

/// The checked records of the set, one table after the other: all of them at once would be the largest
/// thing in memory at the first start. A row that its own dictionary refuses is an error: the set is
/// broken, which a test finds before it is released.
pub fn tables() -> impl Iterator<Item = anyhow::Result<(Table, Vec<Record>)>> {
    let mut interner = Interner::default();
    FILES.iter().map(move |(table, name, bytes)| {
        let import = park_import::import_bytes(*table, name, bytes, &mut interner);
        if let Some(problem) = import.problems.first() {
            anyhow::bail!("the bundled set is broken: {problem}");
        }
        Ok((*table, import.records))
    })
}
