//! The chain's part of a direction: which of its nodes would join links that are there?

use park_industry::{Chain, ChainNode, Code, Stage};

use super::ground::Stand;

/// A node that trades with fewer others says little.
const NEIGHBOURS_MIN: usize = 2;
/// Nodes given for a direction.
const LINKS_MAX: usize = 3;

/// A node of a chain that a direction would close.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The chain.
    pub chain: String,
    /// The node.
    pub node: String,
    /// Where in the chain.
    pub stage: Stage,
    /// Its first code.
    pub code: Code,
    /// Nodes it trades with that the park has.
    pub present: Vec<String>,
    /// Nodes it trades with in all.
    pub n_neighbours: usize,
    /// The one over the other.
    pub share: f64,
}

/// The nodes of a division that the park has not, the best joined first; those that join nothing are left out.
/// The second value says whether any chain has a node of the division that trades: without one the part is unknown.
pub(super) fn links(chains: &[Chain], stand: &Stand, division: Code) -> (Vec<Link>, bool) {
    let (mut out, mut known) = (Vec::new(), false);
    for chain in chains {
        for node in &chain.nodes {
            let Some(code) = node.codes.first().filter(|c| c.division() == division) else {
                continue;
            };
            let neighbours: Vec<&ChainNode> =
                chain.nodes.iter().filter(|other| trades(node, other)).collect();
            if neighbours.len() < NEIGHBOURS_MIN {
                continue;
            }
            known = true;
            let present: Vec<String> =
                neighbours.iter().filter(|o| has(stand, o)).map(|o| o.name.clone()).collect();
            if present.is_empty() || has(stand, node) {
                continue;
            }
            let n_neighbours = neighbours.len();
            out.push(Link {
                chain: chain.name.clone(),
                node: node.name.clone(),
                stage: node.stage,
                code: *code,
                share: crate::number(present.len()) / crate::number(n_neighbours),
                present,
                n_neighbours,
            });
        }
    }
    // Stable: equal shares stay in the order of the chains.
    out.sort_by(|a, b| b.share.total_cmp(&a.share));
    out.truncate(LINKS_MAX);
    (out, known)
}

/// Whether one gives what the other takes.
fn trades(a: &ChainNode, b: &ChainNode) -> bool {
    a.name != b.name
        && (a.gives.iter().any(|g| b.takes.contains(g))
            || b.gives.iter().any(|g| a.takes.contains(g)))
}

/// Whether the park has a node: its first code, or one above or below it, of three digits at least.
fn has(stand: &Stand, node: &ChainNode) -> bool {
    node.codes
        .first()
        .is_some_and(|c| stand.codes.iter().any(|own| own.contains(*c) || c.contains(*own)))
}
