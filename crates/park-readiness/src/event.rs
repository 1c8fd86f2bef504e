//! The events of a project, and how far it has come at a date.

use park_domain::{PartialDate, Project};

/// What happens to a project, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// Signed.
    Signed,
    /// Its company is registered.
    Registered,
    /// Land or a building is handed over.
    Land,
    /// Construction has begun.
    Construction,
    /// Production has begun.
    Production,
}

impl Event {
    /// Every event, in order.
    pub const ALL: &'static [Self] =
        &[Self::Signed, Self::Registered, Self::Land, Self::Construction, Self::Production];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Registered => "registered",
            Self::Land => "land",
            Self::Construction => "construction",
            Self::Production => "production",
        }
    }

    /// The Chinese word.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Signed => "签约",
            Self::Registered => "注册",
            Self::Land => "供地",
            Self::Construction => "开工",
            Self::Production => "投产",
        }
    }

    /// The event of a code or its Chinese word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|e| e.code() == text || e.zh() == text)
    }

    fn of(self, project: &Project) -> Option<PartialDate> {
        match self {
            Self::Signed => project.signed_on,
            Self::Registered => project.registered_on,
            Self::Land => project.land_on,
            Self::Construction => project.construction_on,
            Self::Production => project.production_on,
        }
    }
}

/// When an event took place, as far as it can be told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// Not up to the date to which the project was followed.
    NotYet,
    /// At this date, or at the latest then, where only a later event is dated.
    At(PartialDate),
}

/// A project as it stood when it was last looked at.
#[derive(Debug, Clone, Copy)]
pub struct Track<'p> {
    /// The project.
    pub project: &'p Project,
    /// The date to which it was followed: its row's own, at most the generation's.
    pub until: PartialDate,
}

impl<'p> Track<'p> {
    /// Follows a project to its row's date, or to `as_of` where the row has none or a later one.
    pub fn new(project: &'p Project, as_of: PartialDate) -> Self {
        let until = project.provenance.as_of.filter(|d| d.end() <= as_of.end()).unwrap_or(as_of);
        Self { project, until }
    }

    /// When an event took place. A later event proves an earlier one: who produces has begun to build.
    pub fn when(&self, event: Event) -> When {
        let past = |d: &PartialDate| d.end() <= self.until.end() || *d <= self.until;
        if event == Event::Signed {
            return self.project.signed_on.filter(past).map_or(When::NotYet, When::At);
        }
        Event::ALL
            .iter()
            .filter(|e| **e >= event)
            .filter_map(|e| e.of(self.project).filter(past))
            .min_by_key(|d| d.end())
            .map_or(When::NotYet, When::At)
    }

    /// Whether an event took place.
    pub fn has(&self, event: Event) -> bool {
        matches!(self.when(event), When::At(_))
    }

    /// Whether it was given up.
    pub fn is_given_up(&self) -> bool {
        self.project.terminated_on.is_some_and(|d| d <= self.until)
    }

    /// The last event that took place; none when not even the signing is dated.
    pub fn stage(&self) -> Option<Event> {
        Event::ALL.iter().rev().copied().find(|e| self.has(*e))
    }

    /// The year of the signing.
    pub fn cohort(&self) -> Option<u16> {
        self.project.signed_on.map(PartialDate::year)
    }
}

/// Calendar months between two dates; none when one of them is known to the year only.
pub(crate) fn months(from: PartialDate, to: PartialDate) -> Option<i32> {
    let months = |d: PartialDate| Some(i32::from(d.year()) * 12 + i32::from(d.month()?));
    Some(months(to)? - months(from)?)
}

/// As [`months`], where the later date may be a year: it then counts to its end.
pub(crate) fn months_to_end(from: PartialDate, to: PartialDate) -> Option<i32> {
    months(from, to.end())
}
