//! What the frozen history of one province says of a firm and each of its parks: the features.

use std::collections::{BTreeMap, HashMap};

use crate::features::{Feature, N_FEATURES};
use crate::firms::{CAPITAL_BINS, Firm};
use crate::making::Making;
use crate::softmax::{Example, Softmax, SoftmaxParams};
use votes::{Counting, Voters};
use words::{Bases, Standing, Words};

mod fits;
mod votes;
mod words;

/// Years of the windows of size, longest first.
const WINDOWS: [u16; 4] = [10, 5, 2, 1];
/// Firms of a park or city that use an item, where only counts may be used.
const COUNTED_FIRMS_MIN: f64 = 3.0;
/// Tokens beside the words that the classifier reads: [`CAPITAL_BINS`], makers, divisions, groups.
const KINDS: [u32; 4] = [9, 2, 100, 1000];

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
    makers: Vec<f64>,
    divisions: HashMap<u16, Vec<f64>>,
    groups: HashMap<u16, Vec<f64>>,
    cities: HashMap<u32, Vec<f64>>,
    /// The city that most firms of a park give, by number within the province.
    city_of: Vec<u16>,
    n_by_city: Vec<f64>,
    /// Pairs of characters; none where only counts may be used.
    pairs: Words,
    items: Words,
    voters: Option<Voters>,
    softmax: Option<Softmax>,
    softmax_recent: Option<Softmax>,
}

pub(crate) fn to_f32(value: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "counts and weights need no more digits")]
    let narrow = value as f32;
    narrow
}

/// The year from which ages are counted: the last one that, with those after it, has enough firms.
fn anchor(firms: &[&Firm], last_year: u16, enough: usize) -> u16 {
    let mut years: Vec<u16> = firms.iter().map(|f| f.founded.year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    match enough.checked_sub(1).and_then(|place| years.get(place)) {
        Some(year) => *year,
        None => last_year,
    }
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
            makers: vec![0.0; n_parks],
            divisions: HashMap::new(),
            groups: HashMap::new(),
            cities: HashMap::new(),
            city_of: Vec::new(),
            n_by_city: Vec::new(),
            pairs: Words::default(),
            items: Words::default(),
            voters: None,
            softmax: None,
            softmax_recent: None,
        };
        let newest = anchor(firms, last_year, making.anchor_firms);
        let ages: Vec<f64> =
            firms.iter().map(|f| f64::from(newest.saturating_sub(f.founded.year))).collect();
        built.count(firms, &at);
        built.place_parks(firms, &at);
        built.measure_sizes(firms, &at, newest);
        built.read_words(firms, &at, &ages);
        if let Some(params) = making.softmax {
            built.fit(firms, &at, &ages, params);
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
            self.makers[park] += f64::from(u8::from(firm.makes));
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

    /// The city of each park, and how many firms the parks of each city have.
    fn place_parks(&mut self, firms: &[&Firm], at: &[usize]) {
        let mut votes: Vec<BTreeMap<u32, usize>> = vec![BTreeMap::new(); self.parks.len()];
        for (firm, &park) in firms.iter().zip(at) {
            if let Some(city) = firm.city {
                *votes[park].entry(city).or_default() += 1;
            }
        }
        let mut numbers: BTreeMap<Option<u32>, u16> = BTreeMap::new();
        for (votes, n) in votes.iter().zip(&self.n_by_park) {
            let city = votes.iter().rev().max_by_key(|(_, n)| **n).map(|(city, _)| *city);
            let fresh = u16::try_from(numbers.len()).unwrap_or(u16::MAX);
            let number = *numbers.entry(city).or_insert(fresh);
            if number == fresh {
                self.n_by_city.push(0.0);
            }
            self.n_by_city[usize::from(number)] += n;
            self.city_of.push(number);
        }
    }

    /// Size, the windows (each against the longer one) and the years without a firm.
    fn measure_sizes(&mut self, firms: &[&Firm], at: &[usize], newest: u16) {
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
                if firm.founded.year + years > newest {
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
            let idle = f64::from(newest.saturating_sub(*seen));
            row[Feature::Size as usize] = share.ln();
            row[Feature::Idle as usize] = -(1.0 + idle).ln();
        }
        // What the smoothing of votes falls back on: half all years, half the shortest window.
        for (share, recent) in self.shares.iter_mut().zip(&longer) {
            *share = 0.5 * (*share + recent);
        }
    }

    fn read_words(&mut self, firms: &[&Firm], at: &[usize], ages: &[f64]) {
        let making = self.making;
        let recent: Vec<f64> = ages.iter().map(|age| (-age / making.recent_years).exp()).collect();
        let standing = Standing { at, recent: &recent, city_of: &self.city_of };
        let items: Vec<Vec<u32>> = firms.iter().map(|firm| firm.items.clone()).collect();
        let least = if making.counts_only { COUNTED_FIRMS_MIN } else { 1.0 };
        self.items = Words::count(&items, &standing, making.token_firms_min, least);
        if making.counts_only {
            return;
        }
        let texts: Vec<Vec<u32>> = firms.iter().map(|firm| text_tokens(firm)).collect();
        self.pairs = Words::count(&texts, &standing, making.token_firms_min, 1.0);
        if making.votes {
            let weights = ages.iter().map(|age| (-age / making.classifier_years).exp()).collect();
            self.voters = Some(Voters::gather(&texts, &self.pairs, at, weights));
        }
    }

    fn fit(&mut self, firms: &[&Firm], at: &[usize], ages: &[f64], params: SoftmaxParams) {
        let texts: Vec<Vec<u32>> = firms.iter().map(|firm| self.read(firm)).collect();
        let fit = |years: f64| {
            let examples: Vec<Example<'_>> = texts
                .iter()
                .zip(at)
                .zip(ages)
                .map(|((tokens, &class), age)| Example {
                    tokens,
                    class,
                    weight: to_f32((-age / years).exp()),
                })
                .collect();
            let bias = self.shares.iter().map(|s| to_f32(s.ln())).collect();
            let n_kinds: u32 = KINDS.iter().sum();
            Softmax::fit(&examples, self.pairs.tokens.len() + n_kinds as usize, bias, params)
        };
        let all = fit(self.making.classifier_years);
        if self.making.recent_classifier_years > 0.0 {
            self.softmax_recent = Some(fit(self.making.recent_classifier_years));
        }
        self.softmax = Some(all);
    }

    /// What the classifier reads of a firm: its words, and what kind of firm it is.
    fn read(&self, firm: &Firm) -> Vec<u32> {
        let mut out = self.pairs.locals(&text_tokens(firm));
        if self.making.reads_kind {
            let mut from = u32::try_from(self.pairs.tokens.len()).unwrap_or(0);
            let codes = [
                u32::from(firm.capital_bin),
                u32::from(firm.makes),
                u32::from(firm.division),
                u32::from(firm.group),
            ];
            for (code, n_codes) in codes.into_iter().zip(KINDS) {
                out.push(from + code.min(n_codes - 1));
                from += n_codes;
            }
        }
        out
    }

    /// The features of a firm and each park of the province.
    pub fn features(&self, firm: &Firm) -> Vec<[f64; N_FEATURES]> {
        let Making { k1, b, counts_only, .. } = self.making;
        let mut out = self.fixed.clone();
        let mut set = |feature: Feature, values: Vec<f64>| {
            for (row, value) in out.iter_mut().zip(values) {
                row[feature as usize] = value;
            }
        };
        set(Feature::Capital, self.capital_fit(firm));
        set(Feature::Making, self.making_fit(firm));
        set(Feature::Division, self.industry_fit(&self.divisions, firm.division));
        set(Feature::Group, self.industry_fit(&self.groups, firm.group));
        let items = self.items.locals(&firm.items);
        set(Feature::Products, self.items.lift(&items, &self.bases()));
        let (words, locals) = if counts_only {
            (&self.items, items)
        } else {
            (&self.pairs, self.pairs.locals(&text_tokens(firm)))
        };
        set(Feature::Words, words.bm25(&locals, k1, b, false));
        set(Feature::RecentWords, words.bm25(&locals, k1, b, true));
        if let Some(voters) = &self.voters {
            let Making { voters: n, vote_power, .. } = self.making;
            let counting = Counting { voters: n, power: vote_power };
            set(Feature::Neighbours, voters.votes(&locals, counting, &self.shares));
        }
        self.set_classifiers(firm, &mut out);
        out
    }

    fn bases(&self) -> Bases<'_> {
        Bases {
            n_by_park: &self.n_by_park,
            n_by_city: &self.n_by_city,
            city_of: &self.city_of,
            n_firms: self.n_firms,
            kappa: self.making.lift_firms,
        }
    }

    fn set_classifiers(&self, firm: &Firm, out: &mut [[f64; N_FEATURES]]) {
        let both = [
            (Feature::Classifier, &self.softmax),
            (Feature::RecentClassifier, &self.softmax_recent),
        ];
        if self.softmax.is_none() {
            return;
        }
        let tokens = self.read(firm);
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
