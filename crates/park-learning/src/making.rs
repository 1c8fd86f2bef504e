//! How features are made: the settings, settled on the years before the test.

use crate::softmax::SoftmaxParams;

/// How features are made; every number is a choice of ours, settled on the years before the test.
#[derive(Debug, Clone, Copy)]
pub struct Making {
    /// Firms that a longer window counts for, when a shorter one has few.
    pub window_firms: f64,
    /// Firms that the province's mix of capital or industry counts for in a park's.
    pub mix_firms: f64,
    /// Firms that the city's use of an item counts for in its park's.
    pub lift_firms: f64,
    /// Saturation of BM25.
    pub k1: f64,
    /// Correction for the length of a park's text in BM25.
    pub b: f64,
    /// Years after which a firm counts 1/e in what is recent.
    pub recent_years: f64,
    /// Years after which a firm counts 1/e in the classifier.
    pub classifier_years: f64,
    /// Nearest firms that vote.
    pub voters: usize,
    /// Power of likeness in a vote.
    pub vote_power: i32,
    /// Firms of the province that use a token at least.
    pub token_firms_min: usize,
    /// Whether the classifier reads the size of capital and the industry too.
    pub reads_kind: bool,
    /// Years of the second, recent classifier; 0 for none.
    pub recent_classifier_years: f64,
    /// Firms that the last years of a province must have: its age is counted from there, since registrations
    /// thin out at different times; 0 counts from the freeze.
    pub anchor_firms: usize,
    /// Whether only counts may be used: items of three firms, no texts.
    pub counts_only: bool,
    /// Whether the nearest firms vote.
    pub votes: bool,
    /// How the classifier is fitted; `None` leaves it out.
    pub softmax: Option<SoftmaxParams>,
}

impl Default for Making {
    fn default() -> Self {
        Self {
            window_firms: 10.0,
            mix_firms: 10.0,
            lift_firms: 20.0,
            k1: 1.2,
            b: 0.75,
            recent_years: 3.0,
            classifier_years: 8.0,
            voters: 50,
            vote_power: 3,
            token_firms_min: 2,
            reads_kind: true,
            recent_classifier_years: 3.0,
            anchor_firms: 0,
            counts_only: false,
            votes: true,
            softmax: Some(SoftmaxParams { epochs: 6, rate: 0.3, shrink: 1e-5 }),
        }
    }
}

impl Making {
    /// Only counts, in the form of the bundled tables: by park, year and industry, capital, and items that
    /// three firms of a park use.
    pub fn counts() -> Self {
        Self { counts_only: true, votes: false, softmax: None, ..Self::default() }
    }

    /// Sets one number by its name, `lift_firms=10`; for comparing settings.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn set(&mut self, setting: &str) -> Result<(), String> {
        let wrong = || format!("{setting:?} is no setting");
        let (name, value) = setting.split_once('=').ok_or_else(wrong)?;
        let number: f64 = value.parse().map_err(|_| wrong())?;
        if !number.is_finite() || number < 0.0 {
            return Err(wrong());
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked above"
        )]
        let whole = number as usize;
        match name {
            "window_firms" => self.window_firms = number,
            "mix_firms" => self.mix_firms = number,
            "lift_firms" => self.lift_firms = number,
            "k1" => self.k1 = number,
            "b" => self.b = number,
            "recent_years" => self.recent_years = number,
            "classifier_years" => self.classifier_years = number,
            "voters" => self.voters = whole,
            "vote_power" => self.vote_power = i32::try_from(whole).unwrap_or(i32::MAX),
            "token_firms_min" => self.token_firms_min = whole,
            "reads_kind" => self.reads_kind = whole > 0,
            "recent_classifier_years" => self.recent_classifier_years = number,
            "anchor_firms" => self.anchor_firms = whole,
            "votes" => self.votes = whole > 0,
            "epochs" | "rate" | "shrink" => {
                let softmax = self.softmax.as_mut().ok_or_else(wrong)?;
                match name {
                    "epochs" => softmax.epochs = whole,
                    "rate" => softmax.rate = crate::province::to_f32(number),
                    _ => softmax.shrink = crate::province::to_f32(number),
                }
            }
            _ => return Err(wrong()),
        }
        Ok(())
    }
}
