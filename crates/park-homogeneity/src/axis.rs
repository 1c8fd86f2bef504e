//! The four axes, the verdicts and the relations: fixed words of the report.

/// On what two parks are compared. Never mixed into one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// What a park says it wants to be.
    Positioning,
    /// The industries it names.
    IndustryNamed,
    /// The industries its firms are in.
    IndustryRevealed,
    /// The kinds of policy instrument it offers.
    Policy,
}

impl Axis {
    /// Every axis, in the order of the report.
    pub const ALL: [Self; 4] =
        [Self::Positioning, Self::IndustryNamed, Self::IndustryRevealed, Self::Policy];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Positioning => "positioning",
            Self::IndustryNamed => "industry_named",
            Self::IndustryRevealed => "industry_revealed",
            Self::Policy => "policy",
        }
    }

    /// The Chinese word.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Positioning => "功能定位",
            Self::IndustryNamed => "名义产业",
            Self::IndustryRevealed => "实有产业",
            Self::Policy => "政策工具",
        }
    }

    /// The English word.
    pub fn en(self) -> &'static str {
        match self {
            Self::Positioning => "positioning",
            Self::IndustryNamed => "named industries",
            Self::IndustryRevealed => "revealed industries",
            Self::Policy => "policy instruments",
        }
    }

    /// The axis of a code.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == text || a.zh() == text)
    }

    pub(crate) fn index(self) -> usize {
        match self {
            Self::Positioning => 0,
            Self::IndustryNamed => 1,
            Self::IndustryRevealed => 2,
            Self::Policy => 3,
        }
    }
}

/// What the test says of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// More alike than chance and popularity make them.
    Twin,
    /// Alike, but no more than popular items make two parks alike.
    AlikeByPopularity,
    /// Not more alike than chance makes them.
    NotMoreThanChance,
    /// Too little is known of the two to tell.
    CannotTell,
    /// Plates of one house: not compared.
    SameHouse,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 5] = [
        Self::Twin,
        Self::AlikeByPopularity,
        Self::NotMoreThanChance,
        Self::CannotTell,
        Self::SameHouse,
    ];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Twin => "twin",
            Self::AlikeByPopularity => "alike-by-popularity",
            Self::NotMoreThanChance => "not-more-than-chance",
            Self::CannotTell => "cannot-tell",
            Self::SameHouse => "same-house",
        }
    }

    /// The Chinese word.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Twin => "同质园区",
            Self::AlikeByPopularity => "随大流而相似",
            Self::NotMoreThanChance => "未超出偶然",
            Self::CannotTell => "无法判断",
            Self::SameHouse => "同一机构",
        }
    }

    /// The English word.
    pub fn en(self) -> &'static str {
        match self {
            Self::Twin => "twin",
            Self::AlikeByPopularity => "alike by popularity",
            Self::NotMoreThanChance => "not more than chance",
            Self::CannotTell => "cannot be told",
            Self::SameHouse => "same house",
        }
    }
}

/// How two parks stand to each other in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Same stage of the same chain, near each other.
    Rival,
    /// Same chain, other stages.
    Complement,
}

impl Relation {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rival => "rival",
            Self::Complement => "complement",
        }
    }

    /// The Chinese word.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Rival => "竞争",
            Self::Complement => "互补",
        }
    }
}
