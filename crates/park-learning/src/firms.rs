//! Firms as they are learned from: blinded, cut into tokens and read for their industry; texts are not kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use park_industry::Reader;
use park_industry::items::items;
use rayon::prelude::*;

use crate::blind::Blinder;
use crate::makers::is_maker;
use crate::rows::{Day, FirmRow, ParkRow};

/// A firm, blinded.
#[derive(Debug, Clone)]
pub struct Firm {
    /// Its day of foundation.
    pub founded: Day,
    /// The park it chose; `None` when that is no candidate.
    pub park: Option<u32>,
    /// Its province, by number; `None` when no candidate is in it.
    pub province: Option<u16>,
    /// Its city, by number; `None` when the history does not know it.
    pub city: Option<u32>,
    /// The bin of its capital, see [`capital_bin`].
    pub capital_bin: u8,
    /// Division of GB/T 4754-2017 that its scope is read as; 0 when none.
    pub division: u16,
    /// Group of GB/T 4754-2017; 0 when none.
    pub group: u16,
    /// Whether it is reported among the makers: read from the raw text, so no feature may look at it.
    pub maker: bool,
    /// Whether its blinded text says that it makes things.
    pub makes: bool,
    /// Pairs of characters of its blinded scope that the history knows, each once.
    pub pairs: Vec<u32>,
    /// Pairs of characters of its blinded name.
    pub name_pairs: Vec<u32>,
    /// Items of its blinded scope.
    pub items: Vec<u32>,
}

/// A park that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Park {
    /// Its id.
    pub park_id: String,
    /// Its province, by number.
    pub province: u16,
}

/// The candidates and the firms before and after the freeze.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// The parks with a firm in the history, by id.
    pub parks: Vec<Park>,
    /// Names of their provinces, sorted.
    pub provinces: Vec<String>,
    /// The firms that the candidates' features are built from, by day of foundation.
    pub history: Vec<Firm>,
    /// The firms whose choice is judged.
    pub choices: Vec<Firm>,
    /// Rows of the history whose park is no candidate.
    pub elsewhere: usize,
}

impl Field {
    /// Keeps only the tokens that firms of the history in `provinces_min` provinces or more use, in the order of
    /// their numbers: what is left of a wording cannot tell the place.
    pub fn keep_wide_words(&mut self, provinces_min: usize) {
        let mut seen: HashMap<u32, BTreeSet<u16>> = HashMap::new();
        for firm in &self.history {
            for token in firm.pairs.iter().chain(&firm.name_pairs).chain(&firm.items) {
                seen.entry(*token).or_default().extend(firm.province);
            }
        }
        let is_wide = |token: &u32| seen.get(token).is_some_and(|p| p.len() >= provinces_min);
        for firm in self.history.iter_mut().chain(&mut self.choices) {
            for tokens in [&mut firm.pairs, &mut firm.name_pairs, &mut firm.items] {
                tokens.retain(is_wide);
                tokens.sort_unstable();
            }
        }
    }
}

/// Number of bins of capital: unknown, and eight by size.
pub const CAPITAL_BINS: usize = 9;

/// The bin of a capital in 10k CNY: 0 unknown, then up to 10, 50, 100, 300, 500, 1,000, 5,000 and above.
pub fn capital_bin(capital_10k_cny: Option<f64>) -> u8 {
    const TOPS: [f64; 7] = [10.0, 50.0, 100.0, 300.0, 500.0, 1000.0, 5000.0];
    capital_10k_cny.map_or(0, |value| {
        1 + u8::try_from(TOPS.iter().filter(|top| value > **top).count()).unwrap_or(7)
    })
}

/// What one row says, before its tokens have numbers.
struct Read {
    division: u16,
    group: u16,
    maker: bool,
    makes: bool,
    pairs: Vec<u64>,
    name_pairs: Vec<u64>,
    items: Vec<u64>,
}

fn pair(a: char, b: char, tag: u64) -> u64 {
    tag << 60 | u64::from(u32::from(a)) << 24 | u64::from(u32::from(b))
}

/// Pairs of neighbouring characters within the parts of a text, each once, in the text's order.
fn pairs_of(text: &str, tag: u64) -> Vec<u64> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for part in text.split([';', '、', ':', ' ']) {
        let mut before: Option<char> = None;
        for c in part.chars() {
            if let Some(b) = before {
                let key = pair(b, c, tag);
                if seen.insert(key) {
                    out.push(key);
                }
            }
            before = Some(c);
        }
    }
    out
}

/// Items of a blinded scope, as the bundled tables count them, as 64-bit FNV-1a sums.
fn items_of(scope: &str) -> Vec<u64> {
    items(scope)
        .iter()
        .map(|item| {
            let sum = item.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
                (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
            });
            sum >> 2 | 3 << 62
        })
        .collect()
}

/// The legal form that ends every name says nothing.
const FORMS: [&str; 6] = ["股份有限公司", "有限责任公司", "有限公司", "分公司", "公司", "厂"];

fn read(row: &FirmRow, blinder: &Blinder, reader: &Reader) -> Read {
    let name = blinder.name(&row.name);
    let scope = blinder.scope(&row.scope);
    let main = reader.scope(&name, &scope).codes.first().map(|c| c.code);
    let number = |digits: &str| digits.parse::<u16>().unwrap_or(0);
    let group = main.and_then(|code| code.group());
    let bare = FORMS.iter().find_map(|form| name.strip_suffix(form)).unwrap_or(&name);
    Read {
        division: main.map_or(0, |code| number(code.division().as_str())),
        group: group.map_or(0, |code| number(code.as_str())),
        // A zone's name before the scope is no part of its leading clause.
        maker: is_maker(&row.name, &blinder.without_zones(&row.scope)),
        makes: is_maker(&name, &scope),
        pairs: pairs_of(&scope, 1),
        name_pairs: pairs_of(bare, 2),
        items: items_of(&scope),
    }
}

/// Numbers of texts and tokens, given out by the history alone.
#[derive(Default)]
struct Numbers {
    tokens: HashMap<u64, u32>,
    cities: HashMap<(String, String), u32>,
}

impl Numbers {
    fn learn(&mut self, keys: &[u64]) -> Vec<u32> {
        keys.iter()
            .map(|key| {
                let fresh = u32::try_from(self.tokens.len()).unwrap_or(u32::MAX);
                *self.tokens.entry(*key).or_insert(fresh)
            })
            .collect()
    }

    fn look_up(&self, keys: &[u64]) -> Vec<u32> {
        keys.iter().filter_map(|key| self.tokens.get(key).copied()).collect()
    }
}

/// Blinds and reads the rows of history and choices, and finds the candidates: the parks with a firm in the
/// history, of `listed` when that is given. Rows of the history must already end at the freeze.
pub fn prepare(
    history: &[FirmRow],
    choices: &[FirmRow],
    listed: Option<&[ParkRow]>,
    blinder: &Blinder,
    reader: &Reader,
) -> Field {
    let place_of = candidates(history, listed);
    let mut field = Field::default();
    let names: BTreeSet<&String> = place_of.values().collect();
    field.provinces = names.into_iter().cloned().collect();
    let province_of = |name: &str| {
        field.provinces.iter().position(|p| p == name).and_then(|n| u16::try_from(n).ok())
    };
    let mut number_of: HashMap<&str, u32> = HashMap::new();
    for (n, (park_id, province)) in (0_u32..).zip(&place_of) {
        number_of.insert(park_id, n);
        let province = province_of(province).unwrap_or(0);
        field.parks.push(Park { park_id: park_id.clone(), province });
    }
    let mut numbers = Numbers::default();
    let kept: Vec<&FirmRow> =
        history.iter().filter(|row| number_of.contains_key(row.park_id.as_str())).collect();
    field.elsewhere = history.len() - kept.len();
    let read_all = |rows: &[&FirmRow]| -> Vec<Read> {
        rows.par_iter().map(|row| read(row, blinder, reader)).collect()
    };
    for (row, said) in kept.iter().zip(read_all(&kept)) {
        let fresh = u32::try_from(numbers.cities.len()).unwrap_or(u32::MAX);
        let city = (row.province.clone(), row.city.clone());
        let city = *numbers.cities.entry(city).or_insert(fresh);
        let park = number_of.get(row.park_id.as_str()).copied();
        // A firm counts where its park lies, whatever its own row says of the province.
        let province = park.map(|p| field.parks[p as usize].province);
        let tokens = [&said.pairs, &said.name_pairs, &said.items].map(|keys| numbers.learn(keys));
        field.history.push(firm(row, &said, park, province, Some(city), tokens));
    }
    let all: Vec<&FirmRow> = choices.iter().collect();
    for (row, said) in all.iter().zip(read_all(&all)) {
        let city = numbers.cities.get(&(row.province.clone(), row.city.clone())).copied();
        let park = number_of.get(row.park_id.as_str()).copied();
        let tokens = [&said.pairs, &said.name_pairs, &said.items].map(|keys| numbers.look_up(keys));
        field.choices.push(firm(row, &said, park, province_of(&row.province), city, tokens));
    }
    field.history.sort_by_key(|firm| firm.founded);
    field
}

fn firm(
    row: &FirmRow,
    said: &Read,
    park: Option<u32>,
    province: Option<u16>,
    city: Option<u32>,
    [pairs, name_pairs, items]: [Vec<u32>; 3],
) -> Firm {
    Firm {
        founded: row.founded,
        park,
        province,
        city,
        capital_bin: capital_bin(row.capital_10k_cny),
        division: said.division,
        group: said.group,
        maker: said.maker,
        makes: said.makes,
        pairs,
        name_pairs,
        items,
    }
}

/// Candidates and their provinces: the list's, else the one that most rows of the park name.
fn candidates(history: &[FirmRow], listed: Option<&[ParkRow]>) -> BTreeMap<String, String> {
    let mut votes: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for row in history {
        *votes.entry(&row.park_id).or_default().entry(&row.province).or_default() += 1;
    }
    let of_list: Option<HashMap<&str, &str>> = listed
        .map(|parks| parks.iter().map(|p| (p.park_id.as_str(), p.province.as_str())).collect());
    let mut out = BTreeMap::new();
    for (park_id, provinces) in votes {
        let most = provinces.iter().rev().max_by_key(|(_, n)| **n).map_or("", |(p, _)| *p);
        let province = match &of_list {
            Some(list) => match list.get(park_id) {
                Some(&"") => most,
                Some(province) => province,
                None => continue,
            },
            None => most,
        };
        out.insert(park_id.to_owned(), province.to_owned());
    }
    out
}
