//! Whether a project's industry is one that a clause means by its words.

use std::collections::BTreeMap;

use park_domain::PolicyClause;
use park_industry::{Code, Reader};
use park_policy::INDUSTRIES;
use park_policy::value::Check;

/// Most texts that are read; of any further one it stays unknown whether it means the project.
const TARGETS_MAX: usize = 20_000;

/// A code that carries at least this share of a text's meaning is meant by it.
const SHARE_MIN: f64 = 0.2;

/// What a text of industries means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target(Vec<Part>);

#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// Divisions from and to; whether every industry in them is meant.
    Divisions {
        from: u32,
        to: u32,
        all: bool,
    },
    /// All but these divisions.
    AllBut {
        from: u32,
        to: u32,
    },
    Codes(Vec<Code>),
    /// Words such as 重点产业: a list that is not here.
    Unknown,
}

/// Words that mean whole sections of GB/T 4754-2017: first and last division.
#[rustfmt::skip]
const SECTIONS: &[(&str, u32, u32)] = &[
    ("工业", 6, 46), ("工业企业", 6, 46), ("工业项目", 6, 46), ("二产", 6, 50), ("制造业", 13, 43), ("制造", 13, 43),
    ("生产加工", 13, 43), ("加工制造", 13, 43), ("建筑业", 47, 50), ("服务业", 51, 97), ("农业", 1, 5), ("金融业", 66, 69),
];

/// Words that choose among the industries of a section by a list that is not here.
#[rustfmt::skip]
const CHOSEN: &[&str] = &[
    "先进", "鼓励", "重点", "主导", "新兴", "优势", "特色", "现代", "高端", "高新", "支柱", "细分", "其他",
];

/// The texts of clauses, and the words that the reader of clauses knows.
pub(super) fn targets(clauses: &[PolicyClause], reader: &Reader) -> BTreeMap<String, Target> {
    let mut out: BTreeMap<String, Target> = BTreeMap::new();
    let words = clauses.iter().filter_map(|c| c.target_industry.as_deref());
    for word in INDUSTRIES.iter().copied().chain(words) {
        if out.len() < TARGETS_MAX && !out.contains_key(word) {
            out.insert(word.to_owned(), Target::read(word, reader));
        }
    }
    out
}

impl Target {
    fn read(text: &str, reader: &Reader) -> Self {
        let parts = text.split(['、', '，', ',', '/', '与', '和', '及', '；']).map(str::trim);
        Self(parts.filter(|p| !p.is_empty()).map(|p| part(p, reader)).collect())
    }

    /// Whether a project of these codes, the main one first, is meant; any part of the text is enough.
    pub(super) fn check(&self, asked: &[Code]) -> Check {
        let mut best = Check::NotMet;
        if asked.is_empty() || self.0.is_empty() {
            return Check::Unknown;
        }
        for part in &self.0 {
            match part.check(asked) {
                Check::Met => return Check::Met,
                Check::Unknown => best = Check::Unknown,
                Check::NotMet => {}
            }
        }
        best
    }
}

fn part(words: &str, reader: &Reader) -> Part {
    let bare = words.trim_end_matches("等").trim_end_matches("类");
    if bare == "非工业" {
        return Part::AllBut { from: 6, to: 46 };
    }
    if let Some((_, from, to)) = SECTIONS.iter().find(|(w, ..)| *w == bare) {
        return Part::Divisions { from: *from, to: *to, all: true };
    }
    if CHOSEN.iter().any(|w| bare.contains(w)) {
        // The last section that is named: 先进制造业 is some of manufacturing.
        let section =
            SECTIONS.iter().filter(|(w, ..)| bare.contains(w)).max_by_key(|(w, ..)| bare.rfind(w));
        return section.map_or(Part::Unknown, |(_, from, to)| Part::Divisions {
            from: *from,
            to: *to,
            all: false,
        });
    }
    let reading = reader.phrase(bare);
    let codes: Vec<Code> =
        reading.codes.iter().filter(|c| c.share >= SHARE_MIN).map(|c| c.code).collect();
    if codes.is_empty() { Part::Unknown } else { Part::Codes(codes) }
}

impl Part {
    fn check(&self, asked: &[Code]) -> Check {
        let division = |code: &Code| code.division().as_str().parse::<u32>().unwrap_or(0);
        let main = asked.first().map_or(0, division);
        let sure = |holds: bool| if holds { Check::Met } else { Check::NotMet };
        match self {
            Self::Divisions { from, to, all: true } => sure((*from..=*to).contains(&main)),
            Self::Divisions { from, to, all: false } => {
                if (*from..=*to).contains(&main) {
                    Check::Unknown
                } else {
                    Check::NotMet
                }
            }
            Self::AllBut { from, to } => sure(!(*from..=*to).contains(&main)),
            Self::Codes(meant) => {
                let any = |test: &dyn Fn(Code, Code) -> bool| {
                    asked.iter().any(|a| meant.iter().any(|m| test(*a, *m)))
                };
                if any(&|a, m| m.contains(a)) {
                    Check::Met
                } else if any(&|a, m| a.division() == m.division()) {
                    // Beside it, or wider than it: the project may be of it.
                    Check::Unknown
                } else {
                    Check::NotMet
                }
            }
            Self::Unknown => Check::Unknown,
        }
    }
}
