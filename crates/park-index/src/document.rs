//! A park as the text index sees it, and the fields it is searched in.

use serde::{Deserialize, Serialize};

/// Everything of a park that can be searched. The caller hands in what may be shown: a highlight
/// quotes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParkDocument {
    /// The park's id.
    pub id: String,
    /// Official name.
    pub name: String,
    /// Other names it is called by.
    pub aliases: Vec<String>,
    /// What it says it wants to be.
    pub positioning: Vec<String>,
    /// Industries it names, as written.
    pub industries: Vec<String>,
    /// Summaries of its clauses.
    pub policies: Vec<String>,
    /// Terms that its firms share.
    pub activities: Vec<String>,
    /// Anything else worth showing.
    pub facts: Vec<String>,
    /// Province, city, county in full, with blanks between: `江苏省 苏州市` is found by 苏州 and by
    /// 苏州市, the bare `江苏 苏州` only by 苏州.
    pub place: String,
    /// GB/T 4754 codes named and revealed, two to four digits, with or without section letter.
    pub codes: Vec<String>,
    /// Code of its level, for facets and filters.
    pub level: String,
    /// Code of its kind, for facets and filters.
    pub kind: String,
    /// Province, for facets and filters; empty when unknown.
    pub province: String,
}

/// A searched field. The order is the order of highlights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    /// The official name.
    Name,
    /// Other names.
    Aliases,
    /// Named industries.
    Industries,
    /// Positioning.
    Positioning,
    /// Shared terms of the firms.
    Activities,
    /// Clauses.
    Policies,
    /// Facts.
    Facts,
    /// Place names.
    Place,
}

impl TextField {
    /// Every field, in the order of highlights.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Aliases,
        Self::Industries,
        Self::Positioning,
        Self::Activities,
        Self::Policies,
        Self::Facts,
        Self::Place,
    ];

    /// Name in the schema and in highlights.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Aliases => "aliases",
            Self::Industries => "industries",
            Self::Positioning => "positioning",
            Self::Activities => "activities",
            Self::Policies => "policies",
            Self::Facts => "facts",
            Self::Place => "place",
        }
    }

    /// How much a hit in this field counts.
    ///
    /// The saturated part of BM25 lies between about 0.5 (once, in a long value) and 2.2 (many
    /// times, in a short one): names stand so far above the rest that no amount of text overtakes
    /// a word of the name.
    pub fn weight(self) -> f32 {
        match self {
            Self::Name => 8.0,
            Self::Aliases => 6.0,
            Self::Industries => 1.6,
            Self::Positioning => 1.2,
            Self::Activities | Self::Place => 1.0,
            Self::Policies | Self::Facts => 0.7,
        }
    }

    /// The park's values of this field.
    pub fn values(self, park: &ParkDocument) -> &[String] {
        match self {
            Self::Name => std::slice::from_ref(&park.name),
            Self::Aliases => &park.aliases,
            Self::Industries => &park.industries,
            Self::Positioning => &park.positioning,
            Self::Activities => &park.activities,
            Self::Policies => &park.policies,
            Self::Facts => &park.facts,
            Self::Place => std::slice::from_ref(&park.place),
        }
    }
}
