//! Directions for one park.

use park_industry::{Code, Reader};
use park_structure::{
    DirectionFacts, DirectionParts, Presence, Undefined, density, ranks, similarity_change,
};

use super::ground::{Ground, PlanBasis, Stand};
use super::links::{Link, links};
use super::tables::{DirectionTables, Need};

/// Industries named as support.
const SUPPORT: usize = 3;

/// What would change if a direction were taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// On what the structures are compared.
    pub basis: PlanBasis,
    /// The part of the structure that becomes the industry.
    pub moved_share: f64,
    /// Change of the mean UNIDO similarity to the peers; negative sets the park apart.
    pub mean_similarity: f64,
    /// Peers compared.
    pub peers: usize,
}

/// One direction.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction {
    /// Division of GB/T 4754-2017.
    pub division: Code,
    /// Facts, 0 to 1 each.
    pub facts: DirectionFacts,
    /// What each adds; the score is their sum.
    pub parts: DirectionParts,
    /// What the park has that is most related, the most related first, with the proximity.
    pub supports: Vec<(Code, f64)>,
    /// Names of the peers strong in it, by id.
    pub crowd: Vec<String>,
    /// Nodes of chains that it would close.
    pub links: Vec<Link>,
    /// Firms that the park has in it; below its usual share, else it would be no direction.
    pub firms: Option<f64>,
    /// The counterfactual.
    pub change: Option<Change>,
    /// What must be found out before it is feasible.
    pub asks: Vec<Need>,
}

impl Direction {
    /// The sum of the parts.
    pub fn score(&self) -> f64 {
        self.parts.score()
    }
}

/// What is said to one park.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// Peers with data; none where the park has no position.
    pub peers: Option<usize>,
    /// Best first; equal ones in the order of their codes.
    pub directions: Vec<Direction>,
    /// Divisions that a filter keeps out, with what it needs and the park is known not to have.
    pub closed: Vec<(Code, Need)>,
}

/// What stands around a park: its peers on the basis it is compared on.
struct Around<'g> {
    peers: Option<Vec<&'g Stand>>,
    basis: PlanBasis,
    own: Option<Vec<f64>>,
    structures: Vec<Vec<f64>>,
}

/// Directions of a park, best first. A park of which nothing is known has none.
pub fn advise(ground: &Ground, stand: &Stand, tables: &DirectionTables, reader: &Reader) -> Advice {
    let peers = ground.peers(stand, tables.peers_km);
    let basis = if stand.has_structure(tables) { PlanBasis::Firms } else { PlanBasis::Named };
    let structures = peers.iter().flatten().filter_map(|p| p.structure(tables, basis)).collect();
    let around = Around { basis, own: stand.structure(tables, basis), structures, peers };
    let near = nearness(stand, tables);
    let (mut directions, mut closed) = (Vec::new(), Vec::new());
    if !stand.has.is_empty() {
        for k in (0..tables.n_industries()).filter(|k| is_candidate(stand, tables, reader, *k)) {
            match feasible(stand, tables, k) {
                Ok(asks) => {
                    directions.push(direction(stand, tables, reader, &around, k, near[k], asks));
                }
                Err(need) => closed.push((tables.codes[k], need)),
            }
        }
    }
    directions.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.division.cmp(&b.division)));
    Advice { peers: around.peers.as_ref().map(Vec::len), directions, closed }
}

/// What a park is not strong in, of the sections that a park can set out for.
pub(super) fn is_candidate(
    stand: &Stand,
    tables: &DirectionTables,
    reader: &Reader,
    k: usize,
) -> bool {
    let section = reader.classification().section(tables.codes[k]);
    !stand.strong.contains(&k) && section.is_some_and(|s| tables.sections.contains(&s))
}

/// What is still to be asked.
///
/// # Errors
/// What it needs and the park is known not to have.
pub(super) fn feasible(
    stand: &Stand,
    tables: &DirectionTables,
    k: usize,
) -> Result<Vec<Need>, Need> {
    let mut asks = Vec::new();
    for need in tables.needs(tables.codes[k]) {
        let known = match need {
            Need::Closed => Some(false),
            Need::ChemicalPark => stand.chemical_park,
            Need::Energy => stand.has_power,
        };
        match known {
            Some(true) => {}
            Some(false) => return Err(need),
            None => asks.push(need),
        }
    }
    Ok(asks)
}

/// Relatedness density over what the park has, as a rank among what it is not strong in. The diagonal is 0: what a park
/// has of an industry does not support that industry.
pub(super) fn nearness(stand: &Stand, tables: &DirectionTables) -> Vec<Option<f64>> {
    let row: Vec<bool> = (0..tables.n_industries()).map(|k| stand.has.contains(&k)).collect();
    let omega = density(&Presence::from_rows(&[row]), &tables.phi, 0.0);
    let open: Vec<_> = omega
        .into_iter()
        .enumerate()
        .map(|(k, w)| if stand.strong.contains(&k) { Err(Undefined::Unrelated) } else { w })
        .collect();
    ranks(&open)
}

fn direction(
    stand: &Stand,
    tables: &DirectionTables,
    reader: &Reader,
    around: &Around<'_>,
    k: usize,
    near: Option<f64>,
    asks: Vec<Need>,
) -> Direction {
    let division = tables.codes[k];
    let (links, has_chain) = links(reader.chains(), stand, division);
    let crowd: Vec<String> = around
        .peers
        .iter()
        .flatten()
        .filter(|p| p.strong.contains(&k))
        .map(|p| p.name.clone())
        .collect();
    let n_peers = around.peers.as_ref().map_or(0, Vec::len);
    let facts = DirectionFacts {
        near,
        worthwhile: tables.complexity[k],
        gap: has_chain.then(|| links.first().map_or(0.0, |l| l.share)),
        crowded: (n_peers > 0).then(|| crate::number(crowd.len()) / crate::number(n_peers)),
    };
    Direction {
        division,
        parts: DirectionParts::of(&facts, &tables.weights),
        facts,
        supports: supports(stand, tables, k),
        crowd,
        links,
        firms: (!stand.firms.is_empty()).then(|| stand.firms[k]),
        change: change(tables, around, k),
        asks,
    }
}

fn supports(stand: &Stand, tables: &DirectionTables, k: usize) -> Vec<(Code, f64)> {
    let mut owned: Vec<(Code, f64)> = stand
        .has
        .iter()
        .filter(|l| **l != k)
        .filter_map(|l| Some((tables.codes[*l], tables.phi[k][*l].ok().filter(|p| *p > 0.0)?)))
        .collect();
    owned.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    owned.truncate(SUPPORT);
    owned
}

fn change(tables: &DirectionTables, around: &Around<'_>, k: usize) -> Option<Change> {
    let own = around.own.as_ref()?;
    let moved_share = moved(tables, around.basis, own);
    let mean_similarity = similarity_change(own, &around.structures, k, moved_share)?;
    Some(Change {
        basis: around.basis,
        moved_share,
        mean_similarity,
        peers: around.structures.len(),
    })
}

/// The part of a structure that becomes an industry: of firms as set, of names one name more.
pub(super) fn moved(tables: &DirectionTables, basis: PlanBasis, own: &[f64]) -> f64 {
    match basis {
        PlanBasis::Firms => tables.moved_share,
        PlanBasis::Named => 1.0 / (own.iter().sum::<f64>() + 1.0),
    }
}
