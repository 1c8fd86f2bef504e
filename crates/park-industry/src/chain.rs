//! Industry chains: nodes with a stage, what each takes and gives, and its codes.

use std::collections::BTreeMap;

use crate::ModelError;
use crate::classification::Classification;
use crate::code::Code;
use crate::csv_text;
use crate::dictionary::WordMap;
use crate::fold::fold;
use crate::phrase;

/// Where in a chain a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Materials and equipment.
    Upstream,
    /// Parts and components.
    Midstream,
    /// Final goods, use and recovery.
    Downstream,
}

impl Stage {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Upstream => "upstream",
            Self::Midstream => "midstream",
            Self::Downstream => "downstream",
        }
    }

    /// The stage of a code or of its Chinese word.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "upstream" | "上游" => Some(Self::Upstream),
            "midstream" | "中游" => Some(Self::Midstream),
            "downstream" | "下游" => Some(Self::Downstream),
            _ => None,
        }
    }
}

/// One chain.
#[derive(Debug, Clone)]
pub struct Chain {
    /// File name without ending.
    pub slug: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub en: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Its nodes.
    pub nodes: Vec<ChainNode>,
}

/// One link of a chain.
#[derive(Debug, Clone)]
pub struct ChainNode {
    /// Name, unique in the chain.
    pub name: String,
    /// Stage.
    pub stage: Stage,
    /// What it takes.
    pub takes: Vec<String>,
    /// What it gives.
    pub gives: Vec<String>,
    /// Its codes, best first.
    pub codes: Vec<Code>,
    /// Product words that belong to it.
    pub products: Vec<String>,
}

/// A node by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeRef {
    /// Position of the chain in [`crate::Reader::chains`].
    pub chain: usize,
    /// Position of the node in the chain.
    pub node: usize,
}

/// All chains with their words.
#[derive(Debug)]
pub(crate) struct Chains {
    chains: Vec<Chain>,
    words: WordMap<Vec<NodeRef>>,
}

impl Chains {
    pub(crate) fn parse(
        sources: &[(String, String)],
        classification: &Classification,
    ) -> Result<Self, ModelError> {
        let mut chains = Vec::new();
        for (slug, text) in sources {
            chains.push(parse_chain(slug, text, classification)?);
        }
        let mut words: BTreeMap<String, Vec<NodeRef>> = BTreeMap::new();
        for (c, chain) in chains.iter().enumerate() {
            for (n, node) in chain.nodes.iter().enumerate() {
                for word in node.products.iter().chain([&node.name]) {
                    let refs = words.entry(fold(word)).or_default();
                    let here = NodeRef { chain: c, node: n };
                    if !refs.contains(&here) {
                        refs.push(here);
                    }
                }
            }
        }
        Ok(Self { chains, words: WordMap::new(words) })
    }

    pub(crate) fn all(&self) -> &[Chain] {
        &self.chains
    }

    /// Product words and node names with their codes, for the dictionary.
    pub(crate) fn product_codes(&self) -> impl Iterator<Item = (&str, &[Code])> {
        self.chains
            .iter()
            .flat_map(|c| &c.nodes)
            .flat_map(|n| n.products.iter().map(|p| (p.as_str(), n.codes.as_slice())))
    }

    pub(crate) fn nodes_of(&self, folded: &str) -> Vec<NodeRef> {
        let chars: Vec<char> = folded.chars().collect();
        let mut found: Vec<(usize, NodeRef)> = Vec::new();
        for hit in phrase::longest_matches(&self.words, &chars) {
            for node in hit.value {
                found.push((hit.end - hit.start, *node));
            }
        }
        found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut out: Vec<NodeRef> = Vec::new();
        for (_, node) in found {
            if !out.contains(&node) {
                out.push(node);
            }
        }
        out
    }

    pub(crate) fn nodes_of_code(&self, code: Code) -> Vec<NodeRef> {
        let mut out = Vec::new();
        for (c, chain) in self.chains.iter().enumerate() {
            for (n, node) in chain.nodes.iter().enumerate() {
                if node.codes.iter().any(|k| code.contains(*k)) {
                    out.push(NodeRef { chain: c, node: n });
                }
            }
        }
        out
    }
}

fn parse_chain(
    slug: &str,
    text: &str,
    classification: &Classification,
) -> Result<Chain, ModelError> {
    let file = format!("chains/{slug}.csv");
    let head = text.lines().next().unwrap_or("").trim_start_matches(['#', ' ']);
    let field = |key: &str| -> String {
        head.split(';')
            .map(str::trim)
            .find_map(|p| p.strip_prefix(key).map(|v| v.trim().to_owned()))
            .unwrap_or_default()
    };
    let list = |cell: &str| -> Vec<String> {
        cell.split('、').map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let name = field("chain:");
    if name.is_empty() {
        return Err(csv_text::error(
            &file,
            1,
            "the first line must begin with `# chain: NAME;`".to_owned(),
        ));
    }
    let mut nodes = Vec::new();
    for (line, row) in
        csv_text::rows(&file, text, &["node", "stage", "takes", "gives", "codes", "products"])?
    {
        let stage = Stage::parse(&row[1])
            .ok_or_else(|| csv_text::error(&file, line, format!("{} is not a stage", row[1])))?;
        let codes = row[4]
            .split(';')
            .map(|c| {
                Code::parse(c).filter(|code| classification.contains(*code)).ok_or_else(|| {
                    csv_text::error(&file, line, format!("{c} is not a code of the standard"))
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        nodes.push(ChainNode {
            name: row[0].clone(),
            stage,
            takes: list(&row[2]),
            gives: list(&row[3]),
            codes,
            products: list(&row[5]),
        });
    }
    Ok(Chain {
        slug: slug.to_owned(),
        name,
        en: field("en:"),
        aliases: list(&field("aliases:")),
        nodes,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::Reader;

    #[test]
    fn projects_find_their_node() {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
        let reader = Reader::from_dir(&models).expect("the models of this repo can be read");
        let cases = std::fs::read_to_string(models.join("chains/products-test.csv"))
            .expect("the cases are in this repo");
        let rows =
            crate::csv_text::rows("chains/products-test.csv", &cases, &["chain", "node", "text"])
                .expect("the cases can be read");
        assert!(rows.len() >= 100);
        let mut missed = Vec::new();
        for (_, row) in &rows {
            let found = reader.nodes_of(&row[2]).iter().any(|r| {
                let chain = &reader.chains()[r.chain];
                chain.name == row[0] && chain.nodes[r.node].name == row[1]
            });
            if !found {
                missed.push(row.join(","));
            }
        }
        assert!(missed.is_empty(), "{} of {}: {missed:#?}", missed.len(), rows.len());
    }
}
