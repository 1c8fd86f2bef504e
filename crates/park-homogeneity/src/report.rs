//! The shape of the answer: everything PRODUCT.md section 6 names, as plain values.

use park_domain::words::{Instrument, Level, ParkKind};
use park_domain::{ParkId, PartialDate};

use crate::axis::{Axis, Relation, Verdict};
use crate::family::FamilyRule;
use crate::settings::Reason;

/// Who resembles whom, on which axis, by chance or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Which parks were compared.
    pub peer_set: PeerSet,
    /// The four axes, in the order of [`Axis::ALL`].
    pub axes: Vec<AxisReport>,
    /// What the parks name against what their firms do, by park.
    pub gaps: Vec<NameGap>,
    /// Where every draw started.
    pub seed: u64,
    /// Every setting with its value and the reason for it.
    pub settings: Vec<Reason>,
}

/// The parks compared and how they were chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct PeerSet {
    /// The parks, by id.
    pub parks: Vec<PeerPark>,
    /// How many of them are bonded zones, which are compared with each other only.
    pub bonded: usize,
    /// Prefix of the region asked for.
    pub region: Option<String>,
    /// Its name.
    pub region_name: Option<String>,
    /// Level asked for.
    pub level: Option<Level>,
    /// Kind asked for.
    pub kind: Option<ParkKind>,
    /// Distance asked for.
    pub within_km: Option<f64>,
    /// Data up to the end of this year.
    pub year: Option<u16>,
    /// Clauses that ended before this date did not count.
    pub as_of: Option<PartialDate>,
    /// Which pairs are tested.
    pub family: FamilyRule,
    /// How many pairs that are, whatever their data.
    pub family_pairs: usize,
}

/// One park of the peer set.
#[derive(Debug, Clone, PartialEq)]
pub struct PeerPark {
    /// Its id.
    pub id: ParkId,
    /// Its name.
    pub name: String,
    /// Its province.
    pub province: Option<String>,
    /// Its city.
    pub city: Option<String>,
}

/// One axis.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisReport {
    /// Which.
    pub axis: Axis,
    /// Parks with data on it.
    pub parks_with_data: usize,
    /// Parks without, by id.
    pub no_data: Vec<ParkId>,
    /// Fewer parks than make a finding.
    pub few_data: bool,
    /// Items (industries, terms, kinds) the comparison is made on.
    pub categories: usize,
    /// What shares are measured against (zh, en).
    pub base: Option<(String, String)>,
    /// First and last year of the rows used.
    pub years: Option<(u16, u16)>,
    /// Mean over all pairs of parks with data.
    pub mean_similarity: Option<f64>,
    /// How many pairs that mean is made of.
    pub compared_pairs: u64,
    /// Pairs whose p entered Benjamini-Hochberg.
    pub tested_pairs: usize,
    /// Pairs by verdict, in the order of [`Verdict::ALL`].
    pub verdicts: [usize; 5],
    /// Pairs of the family with data, of which `pairs` holds the first.
    pub pairs_total: usize,
    /// Pairs, the most surprising first.
    pub pairs: Vec<Pair>,
    /// Sets of pairs against what popularity gives them: distance bands first, then the most surprising.
    pub sets: Vec<PairSet>,
    /// What popularity alone makes parks share; none where the axis has no lists.
    pub chase: Option<Chase>,
    /// Policy only: how far the parks differ only in how much they give.
    pub intensity: Option<IntensityShare>,
    /// Groups of converging parks, the largest first.
    /// Parks that hang together in more than 6,000 are left ungrouped.
    pub groups: Vec<Group>,
    /// Each park with data and those nearest to it, by id.
    pub nearest: Vec<Nearest>,
    /// Similarities of the parks most like others, in clustered order.
    pub heat: Option<Heat>,
    /// The parks in the plane that keeps most of their differences.
    pub map: Option<Map>,
}

/// Two parks; `a` stands before `b` by id.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The one.
    pub a: ParkId,
    /// The other.
    pub b: ParkId,
    /// Raw similarity, 0 to 1.
    pub similarity: f64,
    /// Similarity after the common part is taken out, -1 to 1, where the axis has one.
    pub residual: Option<f64>,
    /// Share of all pairs of the peer set that are less similar, equal ones counted half.
    pub percentile: Option<f64>,
    /// Standard deviations above what chance gives.
    pub z: Option<f64>,
    /// How often chance gives as much.
    pub p: Option<f64>,
    /// The same after many tests (Benjamini-Hochberg).
    pub q: Option<f64>,
    /// What it means.
    pub verdict: Verdict,
    /// How the two stand in a chain.
    pub relation: Option<Relation>,
    /// What both have; the share is the smaller of the two.
    pub shared: Vec<Share>,
    /// What only `a` has.
    pub only_a: Vec<Share>,
    /// What only `b` has.
    pub only_b: Vec<Share>,
    /// Distance of the two positions.
    pub distance_km: Option<f64>,
}

/// One item of evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Its word.
    pub what: String,
    /// Its code, where it has one.
    pub code: Option<String>,
    /// How much of the park's profile on this axis it makes, 0 to 1.
    pub share: f64,
    /// Share of the parks with data that have it: how popular it is.
    pub popularity: f64,
}

impl Share {
    /// Its word in English where there is one, which is of instruments; industries and terms stand as they are written.
    pub fn en(&self) -> &str {
        let instrument = self.code.as_deref().and_then(Instrument::parse);
        instrument.map_or(self.what.as_str(), |i| i.en())
    }
}

/// Parks that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The member most like the others.
    pub medoid: ParkId,
    /// The members, by id.
    pub members: Vec<ParkId>,
    /// Least similarity between two of them.
    pub inner_minimum: f64,
    /// Mean similarity between two of them.
    pub inner_mean: f64,
    /// Mean Jaccard overlap with its closest group over resamples of the items; none when nothing was resampled.
    pub stability: Option<f64>,
    /// Whether it comes back often enough.
    pub stable: bool,
    /// What most members have; the share is its mean share of the members' profiles.
    pub core: Vec<Share>,
    /// What sets each member apart, in the order of the members.
    pub apart: Vec<Apart>,
}

/// What a member has that most of its group have not.
#[derive(Debug, Clone, PartialEq)]
pub struct Apart {
    /// The member.
    pub park: ParkId,
    /// Its own items, the weightiest first.
    pub items: Vec<Share>,
}

/// A park and those most like it.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// The park.
    pub park: ParkId,
    /// Its mean similarity to all others.
    pub mean_similarity: Option<f64>,
    /// The most similar first.
    pub neighbours: Vec<Neighbour>,
}

/// One neighbour.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbour {
    /// The park.
    pub park: ParkId,
    /// Similarity, 0 to 1.
    pub similarity: f64,
}

/// A square of similarities in clustered order.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// The parks.
    pub parks: Vec<ParkId>,
    /// Similarities (`n_parks` x `n_parks`), row by row.
    pub similarity: Vec<f64>,
    /// How many parks have data; more than shown when the square would be too large.
    pub of: usize,
}

/// Parks in a plane.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// Park, right, up.
    pub points: Vec<(ParkId, f64, f64)>,
    /// Share of all differences that each direction keeps.
    pub explained: [f64; 2],
}

/// What the pairs of a set have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SetRule {
    /// One province.
    Province,
    /// One city.
    City,
    /// One kind of park.
    Kind,
    /// Approved within the same five years.
    Approved,
    /// About as far from each other.
    Distance,
}

impl SetRule {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::City => "city",
            Self::Kind => "kind",
            Self::Approved => "approved",
            Self::Distance => "distance",
        }
    }
}

/// All pairs of a set against what popularity gives them (METHODS 1.13).
#[derive(Debug, Clone, PartialEq)]
pub struct PairSet {
    /// What the pairs have in common.
    pub rule: SetRule,
    /// Which set: a place, a kind in Chinese, years, or kilometres.
    pub name: String,
    /// Parks with data in it.
    pub parks: usize,
    /// Pairs, those of one house left out.
    pub pairs: u64,
    /// Items shared, summed over the pairs.
    pub overlap: f64,
    /// The same in draws with both margins fixed, mean.
    pub expected: f64,
    /// Share of the overlap that popularity does not explain; below 0 where they share less.
    pub unexplained: Option<f64>,
    /// Standard deviations from the draws.
    pub z: f64,
    /// Two-sided.
    pub p: f64,
    /// The same after all sets (Benjamini-Hochberg).
    pub q: f64,
    /// Draws behind it.
    pub draws: usize,
}

impl PairSet {
    /// Its name in English where there is one, which is of kinds.
    pub fn en(&self) -> &str {
        let kind = ParkKind::parse(&self.name).filter(|_| self.rule == SetRule::Kind);
        kind.map_or(self.name.as_str(), |k| k.en())
    }
}

/// The pull of the common list: what popularity alone makes parks share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chase {
    /// Items that a pair shares, mean over all pairs.
    pub mean_overlap: f64,
    /// The same if every park had picked evenly among the items named.
    pub even_overlap: f64,
    /// The one over the other.
    pub times: Option<f64>,
}

/// What a park says against what its firms do.
#[derive(Debug, Clone, PartialEq)]
pub struct NameGap {
    /// The park.
    pub park: ParkId,
    /// Firms counted in it.
    pub firms: f64,
    /// Share of its firms in the divisions that its named industries open into, 0 to 1.
    pub named_share: f64,
    /// The same share of the base.
    pub named_base: f64,
    /// The one over the other: below 1 its firms bear the list out less than anywhere.
    pub quotient: f64,
    /// Named industries in which it has less than the base: share here, popularity = share of the base.
    pub unsupported: Vec<Share>,
    /// Divisions it has more of than the base and does not name, the most distinctive first.
    pub unnamed: Vec<Share>,
}

/// How far parks differ only in how much they give (METHODS 1.11).
#[derive(Debug, Clone, PartialEq)]
pub struct IntensityShare {
    /// Parks with a clause that could be worked out.
    pub parks: usize,
    /// Clauses worked out.
    pub clauses: usize,
    /// Clauses without a number, or of something the project has no size for.
    pub unread: usize,
    /// Sum of the parts that are only more or less over the sum of all distances, 0 to 1.
    pub share: f64,
    /// 95 % bootstrap interval over parks.
    pub interval: Option<(f64, f64)>,
    /// Fewer parks than make a finding.
    pub few_data: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instruments_have_an_english_word_and_industries_have_not() {
        let share = |what: &str, code: Option<&str>| Share {
            what: what.to_owned(),
            code: code.map(str::to_owned),
            share: 1.0,
            popularity: 1.0,
        };
        assert_eq!(share("税收", Some("tax")).en(), "tax");
        assert_eq!(share("汽车制造业", Some("36")).en(), "汽车制造业");
        assert_eq!(share("人才", None).en(), "人才", "a term of a positioning");
    }
}
