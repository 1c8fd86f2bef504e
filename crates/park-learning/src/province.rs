//! What the frozen history of one province says of a firm and each of its parks: the features.

use std::collections::HashMap;

use crate::features::{Feature, N_FEATURES};
use crate::firms::{CAPITAL_BINS, Firm};
use crate::softmax::{Example, Softmax, SoftmaxParams};

mod fits;

/// How features are made; every number is a choice of ours, settled on the years before the test.
#[derive(Debug, Clone, Copy)]
pub struct Making {
    /// Firms that a longer window counts for, when a shorter one has few.
    pub window_firms: f64,
    /// Firms that the province's mix of capital or industry counts for in a park's.
    pub mix_firms: f64,
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
            k1: 1.2,
            b: 0.75,
            recent_years: 3.0,
            classifier_years: 8.0,
            voters: 50,
            vote_power: 3,
            token_firms_min: 2,
            reads_kind: true,
            recent_classifier_years: 0.0,
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
}

/// Years of the windows of size, longest first.
const WINDOWS: [u16; 4] = [10, 5, 2, 1];

/// How many firms of each park use a token: all, and weighted by how recent they are.
#[derive(Debug, Clone, Copy)]
struct Use {
    park: u16,
    all: f32,
    recent: f32,
}

/// A token of the province.
#[derive(Debug, Default)]
struct Token {
    uses: Vec<Use>,
    firms: Vec<u32>,
    idf_parks: f64,
    idf_parks_recent: f64,
    idf_firms: f64,
}

/// The frozen history of one province.
#[derive(Debug)]
pub struct Province {
    /// Its parks, by number in the field.
    pub parks: Vec<u32>,
    making: Making,
    n_firms: f64,
    /// Features that no firm changes, by park.
    fixed: Vec<[f64; N_FEATURES]>,
    shares: Vec<f64>,
    n_by_park: Vec<f64>,
    capital: Vec<[f64; CAPITAL_BINS]>,
    capital_all: [f64; CAPITAL_BINS],
    divisions: HashMap<u16, Vec<f64>>,
    groups: HashMap<u16, Vec<f64>>,
    cities: HashMap<u32, Vec<f64>>,
    local: HashMap<u32, u32>,
    tokens: Vec<Token>,
    lengths: Vec<f64>,
    lengths_recent: Vec<f64>,
    voter_park: Vec<u16>,
    voter_norm: Vec<f64>,
    voter_weight: Vec<f64>,
    softmax: Option<Softmax>,
    softmax_recent: Option<Softmax>,
}

/// Age in whole years at the freeze, the last year being 0.
fn age(firm: &Firm, last_year: u16) -> f64 {
    f64::from(last_year.saturating_sub(firm.founded.year))
}

pub(crate) fn to_f32(value: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "counts and weights need no more digits")]
    let narrow = value as f32;
    narrow
}

impl Province {
    /// Builds what the firms of a province, all founded up to `last_year`, say of its parks.
    pub fn build(parks: Vec<u32>, firms: &[&Firm], last_year: u16, making: Making) -> Self {
        let place: HashMap<u32, usize> = parks.iter().enumerate().map(|(i, p)| (*p, i)).collect();
        let at: Vec<usize> = firms
            .iter()
            .map(|f| f.park.and_then(|p| place.get(&p).copied()).unwrap_or(0))
            .collect();
        let n_parks = parks.len();
        let mut built = Self {
            parks,
            making,
            n_firms: firms.len() as f64,
            fixed: vec![[0.0; N_FEATURES]; n_parks],
            shares: Vec::new(),
            n_by_park: vec![0.0; n_parks],
            capital: vec![[0.0; CAPITAL_BINS]; n_parks],
            capital_all: [0.0; CAPITAL_BINS],
            divisions: HashMap::new(),
            groups: HashMap::new(),
            cities: HashMap::new(),
            local: HashMap::new(),
            tokens: Vec::new(),
            lengths: vec![0.0; n_parks],
            lengths_recent: vec![0.0; n_parks],
            voter_park: Vec::new(),
            voter_norm: Vec::new(),
            voter_weight: Vec::new(),
            softmax: None,
            softmax_recent: None,
        };
        built.count(firms, &at);
        built.measure_sizes(firms, &at, last_year);
        built.read_tokens(firms, &at, last_year);
        if let Some(params) = making.softmax {
            built.fit(firms, &at, last_year, params);
        }
        built
    }

    fn count(&mut self, firms: &[&Firm], at: &[usize]) {
        let n_parks = self.parks.len();
        for (firm, &park) in firms.iter().zip(at) {
            self.n_by_park[park] += 1.0;
            let bin = usize::from(firm.capital_bin);
            self.capital[park][bin] += 1.0;
            self.capital_all[bin] += 1.0;
            let counts = [(&mut self.divisions, firm.division), (&mut self.groups, firm.group)];
            for (table, code) in counts.into_iter().filter(|(_, code)| *code > 0) {
                table.entry(code).or_insert_with(|| vec![0.0; n_parks])[park] += 1.0;
            }
            if let Some(city) = firm.city {
                self.cities.entry(city).or_insert_with(|| vec![0.0; n_parks])[park] += 1.0;
            }
        }
        let total = self.n_firms + n_parks as f64;
        self.shares = self.n_by_park.iter().map(|n| (n + 1.0) / total).collect();
    }

    /// Size, the windows (each against the longer one) and the years without a firm.
    fn measure_sizes(&mut self, firms: &[&Firm], at: &[usize], last_year: u16) {
        let n_parks = self.parks.len();
        let mut last_seen = vec![1900_u16; n_parks];
        for (firm, &park) in firms.iter().zip(at) {
            last_seen[park] = last_seen[park].max(firm.founded.year);
        }
        let mut longer = self.shares.clone();
        let windows = [Feature::Last10, Feature::Last5, Feature::Last2, Feature::Last1];
        for (years, feature) in WINDOWS.into_iter().zip(windows) {
            let mut counts = vec![0.0; n_parks];
            for (firm, &park) in firms.iter().zip(at) {
                if firm.founded.year + years > last_year {
                    counts[park] += 1.0;
                }
            }
            let total: f64 = counts.iter().sum();
            let kappa = self.making.window_firms;
            for park in 0..n_parks {
                let share = (counts[park] + kappa * longer[park]) / (total + kappa);
                self.fixed[park][feature as usize] = (share / longer[park]).ln();
                longer[park] = share;
            }
        }
        for ((row, seen), share) in self.fixed.iter_mut().zip(&last_seen).zip(&self.shares) {
            let idle = f64::from(last_year.saturating_sub(*seen));
            row[Feature::Size as usize] = share.ln();
            row[Feature::Idle as usize] = -(1.0 + idle).ln();
        }
        self.recent_shares(&longer);
    }

    /// The share of the shortest window is what the smoothing of votes falls back on.
    fn recent_shares(&mut self, shares: &[f64]) {
        for (share, recent) in self.shares.iter_mut().zip(shares) {
            *share = 0.5 * (*share + recent);
        }
    }

    fn read_tokens(&mut self, firms: &[&Firm], at: &[usize], last_year: u16) {
        let counts_only = self.making.counts_only;
        let words: Vec<Vec<u32>> = firms
            .iter()
            .map(|firm| if counts_only { firm.items.clone() } else { self.text_tokens(firm) })
            .collect();
        let mut n_users: HashMap<u32, usize> = HashMap::new();
        for text in &words {
            for token in text {
                *n_users.entry(*token).or_default() += 1;
            }
        }
        let mut kept: Vec<u32> = n_users
            .into_iter()
            .filter(|(_, n)| *n >= self.making.token_firms_min)
            .map(|(token, _)| token)
            .collect();
        kept.sort_unstable();
        self.local = (0_u32..).zip(&kept).map(|(local, token)| (*token, local)).collect();
        self.tokens = kept.iter().map(|_| Token::default()).collect();
        let mut uses: Vec<HashMap<u16, (f64, f64)>> = vec![HashMap::new(); kept.len()];
        for (((firm, text), &park), number) in firms.iter().zip(&words).zip(at).zip(0_u32..) {
            let recent = (-age(firm, last_year) / self.making.recent_years).exp();
            let short = u16::try_from(park).unwrap_or(u16::MAX);
            for local in text.iter().filter_map(|t| self.local.get(t)) {
                let count = uses[*local as usize].entry(short).or_default();
                count.0 += 1.0;
                count.1 += recent;
                self.lengths[park] += 1.0;
                self.lengths_recent[park] += recent;
                self.tokens[*local as usize].firms.push(number);
            }
        }
        self.weigh_tokens(uses);
        self.weigh_voters(firms, at, last_year);
    }

    fn weigh_tokens(&mut self, uses: Vec<HashMap<u16, (f64, f64)>>) {
        let n_parks = self.parks.len() as f64;
        // Below this a token counts for nothing in a park: three firms where only counts may be used.
        let least = if self.making.counts_only { 3.0 } else { 1.0 };
        for (token, uses) in self.tokens.iter_mut().zip(uses) {
            let mut listed: Vec<Use> = uses
                .into_iter()
                .filter(|(_, (all, _))| *all >= least)
                .map(|(park, (all, recent))| Use { park, all: to_f32(all), recent: to_f32(recent) })
                .collect();
            listed.sort_by_key(|u| u.park);
            let n = listed.len() as f64;
            token.idf_parks = (1.0 + (n_parks - n + 0.5) / (n + 0.5)).ln();
            let n: f64 = listed.iter().map(|u| f64::from(u.recent).min(1.0)).sum();
            token.idf_parks_recent = (1.0 + (n_parks - n + 0.5) / (n + 0.5)).ln();
            let n = token.firms.len() as f64;
            token.idf_firms = (1.0 + (self.n_firms - n + 0.5) / (n + 0.5)).ln();
            token.uses = listed;
        }
    }

    fn weigh_voters(&mut self, firms: &[&Firm], at: &[usize], last_year: u16) {
        self.voter_park = at.iter().map(|p| u16::try_from(*p).unwrap_or(u16::MAX)).collect();
        self.voter_norm = vec![0.0; firms.len()];
        for token in &self.tokens {
            for firm in &token.firms {
                self.voter_norm[*firm as usize] += token.idf_firms * token.idf_firms;
            }
        }
        self.voter_norm.iter_mut().for_each(|n| *n = n.sqrt().max(1e-9));
        self.voter_weight = firms
            .iter()
            .map(|f| (-age(f, last_year) / self.making.classifier_years).exp())
            .collect();
    }

    fn fit(&mut self, firms: &[&Firm], at: &[usize], last_year: u16, params: SoftmaxParams) {
        let fit = |years: f64| {
            let examples: Vec<Example> = firms
                .iter()
                .zip(at)
                .map(|(firm, &class)| Example {
                    tokens: self.locals(&self.text_tokens(firm)),
                    class,
                    weight: to_f32((-age(firm, last_year) / years).exp()),
                })
                .collect();
            let bias = self.shares.iter().map(|s| to_f32(s.ln())).collect();
            Softmax::fit(&examples, self.tokens.len(), bias, params)
        };
        let all = fit(self.making.classifier_years);
        if self.making.recent_classifier_years > 0.0 {
            self.softmax_recent = Some(fit(self.making.recent_classifier_years));
        }
        self.softmax = Some(all);
    }

    fn text_tokens(&self, firm: &Firm) -> Vec<u32> {
        let mut out = text_tokens(firm);
        if self.making.reads_kind {
            out.push(u32::MAX - 1 - u32::from(firm.capital_bin));
            out.push(u32::MAX - 1000 - u32::from(firm.division));
            out.push(u32::MAX - 2000 - u32::from(firm.group));
        }
        out
    }

    fn locals(&self, tokens: &[u32]) -> Vec<u32> {
        tokens.iter().filter_map(|t| self.local.get(t).copied()).collect()
    }

    /// The features of a firm and each park of the province.
    pub fn features(&self, firm: &Firm) -> Vec<[f64; N_FEATURES]> {
        let mut out = self.fixed.clone();
        let words = if self.making.counts_only { firm.items.clone() } else { text_tokens(firm) };
        let tokens = self.locals(&words);
        let mut set = |feature: Feature, values: Vec<f64>| {
            for (row, value) in out.iter_mut().zip(values) {
                row[feature as usize] = value;
            }
        };
        set(Feature::Capital, self.capital_fit(firm));
        set(Feature::Division, self.industry_fit(&self.divisions, firm.division));
        set(Feature::Group, self.industry_fit(&self.groups, firm.group));
        set(Feature::Words, self.bm25(&tokens, |u| u.all, |t| t.idf_parks, &self.lengths));
        set(
            Feature::RecentWords,
            self.bm25(&tokens, |u| u.recent, |t| t.idf_parks_recent, &self.lengths_recent),
        );
        if self.making.votes && !self.making.counts_only {
            set(Feature::Neighbours, self.votes(&tokens));
        }
        self.set_classifiers(firm, &mut out);
        out
    }

    fn set_classifiers(&self, firm: &Firm, out: &mut [[f64; N_FEATURES]]) {
        let both = [
            (Feature::Classifier, &self.softmax),
            (Feature::RecentClassifier, &self.softmax_recent),
        ];
        if self.softmax.is_none() {
            return;
        }
        let tokens = self.locals(&self.text_tokens(firm));
        for (feature, softmax) in both {
            let Some(softmax) = softmax else { continue };
            for (row, value) in out.iter_mut().zip(softmax.log_probabilities(&tokens)) {
                row[feature as usize] = value;
            }
        }
    }

    /// Only what needs no search through the firms: windows, idle years and classifiers.
    pub(crate) fn quick_features(&self, firm: &Firm) -> Vec<[f64; N_FEATURES]> {
        let mut out = self.fixed.clone();
        self.set_classifiers(firm, &mut out);
        out
    }

    /// Firms of the history in this province.
    pub fn n_firms(&self) -> f64 {
        self.n_firms
    }
}

fn text_tokens(firm: &Firm) -> Vec<u32> {
    firm.pairs.iter().chain(&firm.name_pairs).copied().collect()
}
