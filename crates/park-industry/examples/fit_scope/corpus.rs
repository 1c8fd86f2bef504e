//! prototype corpus
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
pub struct Firm {
    pub id: String,
    pub name: String,
    pub scope: String,
}
pub struct Judged {
    pub train: bool,
    pub id: String,
    pub code: String,
    pub also: Vec<String>,
    pub name: String,
    pub scope: String,
}
pub fn firms(data: &Path) -> Result<Vec<Firm>, Box<dyn std::error::Error>> {
    let mut out = Vec::new();
    for f in ["firms-in-zones.csv.gz", "firms-elsewhere.csv.gz"] {
        let mut r =
            csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(File::open(data.join(f))?));
        for row in r.records() {
            let row = row?;
            out.push(Firm { id: row[0].into(), name: row[7].into(), scope: row[8].into() });
        }
    }
    Ok(out)
}
pub fn judged(path: &Path, firms: &[Firm]) -> Result<Vec<Judged>, Box<dyn std::error::Error>> {
    let by: HashMap<&str, &Firm> = firms.iter().map(|f| (f.id.as_str(), f)).collect();
    let mut r = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path)?;
    let mut out = Vec::new();
    for row in r.records() {
        let row = row?;
        if let Some(f) = by.get(&row[1]) {
            out.push(Judged {
                train: &row[0] == "train",
                id: row[1].into(),
                code: row[2].into(),
                also: row[3].split(';').filter(|s| !s.is_empty()).map(Into::into).collect(),
                name: f.name.clone(),
                scope: f.scope.clone(),
            });
        }
    }
    Ok(out)
}
