//! What the model learns from: firms, judgements, seeds, the standard.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

type Fault = Box<dyn Error>;

/// A firm's name and scope.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    pub(crate) name: String,
    pub(crate) scope: String,
}

/// A firm judged by hand: its class, and other groups that may stand for it.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) firm: Firm,
    pub(crate) code: String,
    pub(crate) also: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Corpus {
    /// Firms without judgement: they say how common a feature is.
    pub(crate) pool: Vec<Firm>,
    pub(crate) judged: Vec<Judged>,
    /// Group and words.
    pub(crate) seeds: Vec<(String, Vec<String>)>,
    /// Code, name, note.
    pub(crate) standard: Vec<(String, String, String)>,
    /// Hash of all files read.
    pub(crate) hash: String,
}

/// Of so many firms one is looked at for how common a feature is.
const POOL_STEP: usize = 4;

impl Corpus {
    /// Reads the source data and the judgements.
    pub(crate) fn read(data: &Path, industry: &Path) -> Result<Self, Fault> {
        let mut hash = Sha256::new();
        let mut bytes = |path: &Path| -> Result<Vec<u8>, Fault> {
            let bytes = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
            hash.update(&bytes);
            Ok(bytes)
        };
        let mut firms: HashMap<String, Firm> = HashMap::new();
        let mut pool = Vec::new();
        for file in ["firms-in-zones.csv.gz", "firms-elsewhere.csv.gz"] {
            let packed = bytes(&data.join(file))?;
            let mut rows = csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(&packed[..]));
            for (at, row) in rows.records().enumerate() {
                let row = row?;
                let firm = Firm { name: row[7].to_owned(), scope: row[8].to_owned() };
                if at % POOL_STEP == 0 {
                    pool.push(firm.clone());
                }
                firms.insert(row[0].to_owned(), firm);
            }
        }
        let judged = judged(&bytes(&industry.join("judged-scopes.csv"))?, &firms)?;
        let seeds = seeds(&String::from_utf8(bytes(&industry.join("scope-seeds.csv"))?)?);
        let standard =
            csv::Reader::from_reader(&bytes(&data.join("reference/gbt4754-2017.csv"))?[..])
                .records()
                .map(|row| row.map(|r| (r[2].to_owned(), r[4].to_owned(), r[5].to_owned())))
                .collect::<Result<_, _>>()?;
        let hash = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
        Ok(Self { pool, judged, seeds, standard, hash })
    }
}

fn judged(text: &[u8], firms: &HashMap<String, Firm>) -> Result<Vec<Judged>, Fault> {
    let mut out = Vec::new();
    for row in csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text).records() {
        let row = row?;
        if let Some(firm) = firms.get(&row[1]).filter(|_| &row[0] == "train") {
            let also = row[3].split(';').filter(|c| !c.is_empty()).map(str::to_owned).collect();
            out.push(Judged { firm: firm.clone(), code: row[2].to_owned(), also });
        }
    }
    Ok(out)
}

fn seeds(text: &str) -> Vec<(String, Vec<String>)> {
    text.lines()
        .filter(|l| !l.starts_with('#') && !l.starts_with("code,"))
        .filter_map(|l| l.split_once(','))
        .map(|(code, words)| (code.to_owned(), words.split('、').map(str::to_owned).collect()))
        .collect()
}
