//! What a report shows, as plain values; the codes are those of the JSON form.

/// The language of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// One of two words.
    pub(crate) fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// One homogeneity report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// The language of the words.
    pub lang: Lang,
    /// The title, for example 江苏省园区同质化报告.
    pub title: String,
    /// The generation it was computed from.
    pub generation: String,
    /// Shown across the first page when the data are invented.
    pub demo: bool,
    /// The tables read, with their years.
    pub inputs: Vec<Input>,
    /// How the peer set was chosen: label and value.
    pub peer_set: Vec<(String, String)>,
    /// Parks compared.
    pub parks: usize,
    /// Which pairs are tested, in words.
    pub family: String,
    /// How many pairs that are.
    pub family_pairs: usize,
    /// The axes.
    pub axes: Vec<AxisView>,
    /// The parks whose firms bear out least what they name.
    pub gaps: Vec<NameGapView>,
    /// Where every draw started.
    pub seed: u64,
    /// Settings with their reasons.
    pub settings: Vec<Setting>,
}

/// One table that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Input {
    /// What it is, in words.
    pub name: String,
    /// Rows.
    pub rows: usize,
    /// Years of its rows, in words (1978–2018); empty when none is given.
    pub years: String,
}

/// A setting, for the method page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Setting {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
    /// Why it is so.
    pub reason: String,
}

/// A park as it is named in the report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParkLabel {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is, for example 江苏 苏州.
    pub place: String,
}

/// One axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AxisView {
    /// Code: positioning, `industry_named`, `industry_revealed`, policy.
    pub code: String,
    /// Parks with data.
    pub parks_with_data: usize,
    /// Too few parks for a finding.
    pub few_data: bool,
    /// Items compared.
    pub categories: usize,
    /// What shares are measured against, in words.
    pub base: Option<String>,
    /// Years of the rows used, in words.
    pub years: String,
    /// Mean similarity of all pairs.
    pub mean_similarity: Option<f64>,
    /// How many pairs that mean is made of.
    pub compared_pairs: u64,
    /// Pairs tested.
    pub tested_pairs: usize,
    /// Verdict codes with the number of their pairs.
    pub verdicts: Vec<(String, usize)>,
    /// Pairs of the family with data.
    pub pairs_total: usize,
    /// Pairs, the most surprising first.
    pub pairs: Vec<PairView>,
    /// Sets of pairs against what popularity gives them.
    pub sets: Vec<SetView>,
    /// Items that a pair shares on average, and how many times as many as if all were picked evenly.
    pub chase: Option<(f64, f64)>,
    /// How far the parks differ only in how much they give.
    pub intensity: Option<IntensityView>,
    /// Groups, the largest first.
    pub groups: Vec<GroupView>,
    /// Similarities in clustered order.
    pub heat: Option<HeatView>,
    /// Parks in the plane.
    pub map: Option<MapView>,
    /// Parks without data.
    pub gap: Gap,
}

/// Parks without data on an axis.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gap {
    /// How many.
    pub parks: usize,
    /// Their names, all or the first.
    pub names: Vec<String>,
}

/// How far parks differ only in how much they give.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IntensityView {
    /// Parks with a clause that could be worked out.
    pub parks: usize,
    /// Clauses worked out.
    pub clauses: usize,
    /// Clauses that could not be.
    pub unread: usize,
    /// Share of all distances that is only more or less.
    pub share: f64,
    /// 95 % bootstrap interval.
    pub interval: Option<(f64, f64)>,
    /// Fewer parks than make a finding.
    pub few_data: bool,
}

/// What a park names against what its firms do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NameGapView {
    /// The park.
    pub park: ParkLabel,
    /// Firms counted in it.
    pub firms: f64,
    /// Share of its firms in what it names.
    pub named_share: f64,
    /// The same share of the base.
    pub named_base: f64,
    /// The one over the other.
    pub quotient: f64,
    /// Named industries of which it has less than the base.
    pub unsupported: Vec<Item>,
    /// What it has more of than the base and does not name.
    pub unnamed: Vec<Item>,
}

/// An item of evidence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// Its word.
    pub what: String,
    /// Share of the park's profile, 0 to 1.
    pub share: f64,
    /// Share of the parks that have it.
    pub popularity: f64,
}

/// Two parks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PairView {
    /// The one.
    pub a: ParkLabel,
    /// The other.
    pub b: ParkLabel,
    /// Similarity, 0 to 1.
    pub similarity: f64,
    /// Similarity after the common part is taken out.
    pub residual: Option<f64>,
    /// Share of all pairs that are less similar.
    pub percentile: Option<f64>,
    /// Standard deviations above chance.
    pub z: Option<f64>,
    /// How often chance gives as much.
    pub p: Option<f64>,
    /// The same after many tests.
    pub q: Option<f64>,
    /// Code of the verdict.
    pub verdict: String,
    /// Code of the relation.
    pub relation: Option<String>,
    /// Distance.
    pub distance_km: Option<f64>,
    /// What both have.
    pub shared: Vec<Item>,
    /// What only `a` has.
    pub only_a: Vec<Item>,
    /// What only `b` has.
    pub only_b: Vec<Item>,
}

/// All pairs of a set against what popularity gives them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SetView {
    /// Code: province, city, kind, approved, distance.
    pub rule: String,
    /// Which set.
    pub name: String,
    /// Parks in it.
    pub parks: usize,
    /// Pairs.
    pub pairs: u64,
    /// Items shared, a pair.
    pub per_pair: f64,
    /// The same by popularity alone.
    pub expected_per_pair: f64,
    /// Share of the overlap that popularity does not explain.
    pub unexplained: Option<f64>,
    /// Standard deviations from the draws.
    pub z: f64,
    /// After all sets.
    pub q: Option<f64>,
}

/// Parks that are alike.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupView {
    /// The member most like the others.
    pub medoid: ParkLabel,
    /// All members.
    pub members: Vec<ParkLabel>,
    /// Least similarity of two members.
    pub inner_minimum: f64,
    /// How often it comes back on resampled items.
    pub stability: Option<f64>,
    /// Whether that is often enough.
    pub stable: bool,
    /// What most members have.
    pub core: Vec<Item>,
}

/// A square of similarities in clustered order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeatView {
    /// The parks.
    pub parks: Vec<ParkLabel>,
    /// Similarities, row by row.
    pub similarity: Vec<f64>,
    /// Parks with data, of which these are the most alike.
    pub of: usize,
}

/// Parks in a plane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapView {
    /// Park, right, up.
    pub points: Vec<(ParkLabel, f64, f64)>,
    /// Share of all differences that each direction keeps.
    pub explained: [f64; 2],
}
