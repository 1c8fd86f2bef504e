//! The features of a firm and a park: their names and what they mean to a planner.

/// What drives a choice, one number for each park; all are logarithms of shares or lifts but BM25 (points a
/// token).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Feature {
    /// Log share of the park among all firms.
    Size,
    /// Log of its share in the last ten years against its share of all.
    Last10,
    /// Log of its share in the last five years against ten.
    Last5,
    /// Log of its share in the last two years against five.
    Last2,
    /// Log of its share in the last year against two.
    Last1,
    /// Minus the log of 1 + years without a new firm.
    Idle,
    /// Log of how much more of the firm's size of capital it has than all.
    Capital,
    /// Log of how much more of the firm's kind (one that makes things, one that does not) it has than all.
    Making,
    /// Log of how much more of the firm's division it has than all.
    Division,
    /// Log of how much more of the firm's group it has than all.
    Group,
    /// Log of how much more its firms name the firm's items than all, a token's root.
    Products,
    /// BM25 of the firm's words with those of all its firms.
    Words,
    /// BM25 with the words of its recent firms.
    RecentWords,
    /// Log probability of the park given the words, fitted within the province.
    Classifier,
    /// Log share of the votes of the firms with the nearest texts.
    Neighbours,
    /// As the classifier, recent firms counting more.
    RecentClassifier,
    /// Log share of the park's province among all firms.
    ProvinceSize,
    /// Log probability of the province given the words.
    ProvinceWords,
    /// Log share of the park among the firms of the firm's city.
    City,
}

/// Number of features.
pub const N_FEATURES: usize = 19;

impl Feature {
    /// All features, in the order of the columns.
    pub const ALL: [Self; N_FEATURES] = [
        Self::Size,
        Self::Last10,
        Self::Last5,
        Self::Last2,
        Self::Last1,
        Self::Idle,
        Self::Capital,
        Self::Making,
        Self::Division,
        Self::Group,
        Self::Products,
        Self::Words,
        Self::RecentWords,
        Self::Classifier,
        Self::Neighbours,
        Self::RecentClassifier,
        Self::ProvinceSize,
        Self::ProvinceWords,
        Self::City,
    ];

    /// Its name in `models/learning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Last10 => "last_10_years",
            Self::Last5 => "last_5_years",
            Self::Last2 => "last_2_years",
            Self::Last1 => "last_year",
            Self::Idle => "years_idle",
            Self::Capital => "capital",
            Self::Making => "making",
            Self::Division => "division",
            Self::Group => "group",
            Self::Products => "products",
            Self::Words => "words",
            Self::RecentWords => "recent_words",
            Self::Classifier => "classifier",
            Self::Neighbours => "neighbours",
            Self::RecentClassifier => "recent_classifier",
            Self::ProvinceSize => "province_size",
            Self::ProvinceWords => "province_words",
            Self::City => "city",
        }
    }

    /// The feature of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}
