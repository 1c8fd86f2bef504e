//! One line of plain words becomes a profile: numbers with their units, places, filters; the rest is industry.
//!
//! Pure. What was taken is listed with the words it was taken from, so that a person can check it; what is
//! left stays industry text and is read by `park-industry`, which lists what it cannot map.

mod amounts;

use super::places::{Place, Places};
use crate::answer::request::{
    IndustryRequest, LandRequest, LocationRequest, MustRequest, NearRequest, ProfileRequest,
    RangeRequest, UtilitiesRequest,
};
use crate::lang::Lang;
use amounts::{Amount, Unit};

/// Longest line that is read, in characters.
pub(super) const LINE_CHARS_MAX: usize = 1_000;

/// What one stretch of words was taken for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Taken {
    /// The words.
    pub(super) from: String,
    /// What they mean, in the language of the page.
    pub(super) to: String,
}

/// A line, read.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    /// The profile.
    pub(super) request: ProfileRequest,
    /// What was taken for what.
    pub(super) taken: Vec<Taken>,
}

/// Words around an industry that say nothing of it.
const FILLER: &[&str] = &[
    "我们公司",
    "我公司",
    "我司",
    "我们",
    "想在",
    "拟在",
    "要在",
    "计划在",
    "准备在",
    "想要",
    "打算",
    "计划",
    "准备",
    "拟建",
    "投资建设",
    "投资",
    "建设",
    "新建",
    "建一个",
    "建一座",
    "一个",
    "一座",
    "落地",
    "选址",
    "位于",
    "优先",
    "等地",
    "一带",
    "地区",
    "都可以",
    "均可",
    "希望",
    "必须",
    "须进",
    "进入",
    "只看",
    "仅限",
    "只要",
    "项目",
    "想",
    "做",
    "找",
];

/// Single characters that are filler only where they stand alone: 拟除虫菊酯 and 和田玉 begin with two of them.
const ALONE: &[char] = &['在', '到', '的', '和', '或', '与', '要', '拟', '须', '进'];

/// English words of the same sort, whole words only.
const FILLER_EN: &[&str] = &[
    "we", "want", "to", "build", "a", "an", "the", "project", "plant", "in", "for", "of", "and",
    "with",
];

/// Reads a line.
pub(super) fn read(line: &str, places: &Places, lang: Lang) -> Reading {
    let mut reader = Reader { out: Reading::default(), places, lang, industry: Vec::new() };
    let line: String = line.chars().take(LINE_CHARS_MAX).collect();
    for clause in clauses(&line) {
        reader.clause(&clause);
    }
    let text = reader.industry.join(lang.pick("、", ", "));
    reader.out.request.industry =
        IndustryRequest { text: Some(text).filter(|t| !t.is_empty()), codes: None };
    reader.out
}

/// The clauses of a line, as characters; a comma between digits is no end.
fn clauses(line: &str) -> Vec<Vec<char>> {
    let chars: Vec<char> = line.chars().map(amounts::narrow).collect();
    let mut all = vec![Vec::new()];
    for (at, c) in chars.iter().enumerate() {
        let digit =
            |i: Option<usize>| i.and_then(|i| chars.get(i)).is_some_and(char::is_ascii_digit);
        let thousands = *c == ','
            && digit(at.checked_sub(1))
            && (1..=3).all(|n| digit(Some(at + n)))
            && !digit(Some(at + 4));
        if thousands {
            continue;
        }
        if matches!(c, ',' | ';' | '。' | '!' | '\n' | '\r' | '|') {
            all.push(Vec::new());
        } else if let Some(last) = all.last_mut() {
            last.push(*c);
        }
    }
    all.retain(|clause| clause.iter().any(|c| !c.is_whitespace()));
    all
}

struct Reader<'p> {
    out: Reading,
    places: &'p Places,
    lang: Lang,
    industry: Vec<String>,
}

impl Reader<'_> {
    fn clause(&mut self, clause: &[char]) {
        let folded: Vec<char> = clause.iter().map(|c| c.to_ascii_lowercase()).collect();
        let context: String = folded.iter().collect();
        let mut gone = vec![false; clause.len()];
        let found = self.places_in(&folded);
        let mut distance = None;
        for amount in amounts::find(&folded) {
            if matches!(amount.unit, Unit::Km) {
                distance = amount.hi.or(amount.lo);
                gone[amount.start..amount.end].fill(true);
            } else if let Some(said) = self.quantity(&amount, &context) {
                gone[amount.start..amount.end].fill(true);
                self.take(&clause[amount.start..amount.end], said);
            }
        }
        self.locate(clause, &context, &found, distance, &mut gone);
        self.words(&context, &folded, &mut gone);
        self.rest(clause, &gone);
    }

    fn take(&mut self, from: &[char], to: String) {
        self.out.taken.push(Taken { from: from.iter().collect(), to });
    }

    /// Positions of the place names of a clause.
    fn places_in(&self, folded: &[char]) -> Vec<(usize, usize, Place)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < folded.len() {
            // A name does not begin inside a Latin word.
            if at > 0 && folded[at].is_ascii_alphabetic() && folded[at - 1].is_ascii_alphabetic() {
                at += 1;
                continue;
            }
            match self.places.at(&folded[at..]) {
                Some((taken, place)) => {
                    found.push((at, at + taken, place));
                    at += taken;
                }
                None => at += 1,
            }
        }
        found
    }

    fn locate(
        &mut self,
        clause: &[char],
        context: &str,
        found: &[(usize, usize, Place)],
        distance: Option<f64>,
        gone: &mut [bool],
    ) {
        let near = distance.is_some() || has(context, &["靠近", "距", "附近", "周边", "near "]);
        for (start, end, place) in found {
            gone[*start..*end].fill(true);
            let location = self.out.request.location.get_or_insert_with(LocationRequest::default);
            if let (true, Some((longitude, latitude))) = (near, place.position) {
                location.near.get_or_insert_default().push(NearRequest {
                    label: Some(place.label.clone()),
                    longitude,
                    latitude,
                    within_km: distance,
                });
                let km = distance.map_or_else(String::new, |d| format!(" ≤ {d} km"));
                let said = self
                    .lang
                    .pick(format!("靠近 {}{km}", place.label), format!("near {}{km}", place.label));
                self.take(&clause[*start..*end], said);
            } else {
                let regions = location.regions.get_or_insert_default();
                for code in place.codes.iter().filter(|c| !regions.contains(c)).collect::<Vec<_>>()
                {
                    regions.push(code.clone());
                }
                let names: Vec<String> = place.codes.iter().map(|c| self.places.label(c)).collect();
                let names = names.join("、");
                let said = self.lang.pick(format!("地区：{names}"), format!("regions: {names}"));
                self.take(&clause[*start..*end], said);
            }
        }
        if near {
            for word in ["靠近", "距离", "距", "附近", "周边", "以内", "之内", "within ", "near "]
            {
                strike(context, word, gone);
            }
        }
    }

    /// Takes an amount for a quantity of the profile; `None` leaves it among the words.
    fn quantity(&mut self, amount: &Amount, context: &str) -> Option<String> {
        let lang = self.lang;
        let most = amount.hi.or(amount.lo)?;
        let must = has(context, &["必须", "务必", "硬性", "must"]);
        let request = &mut self.out.request;
        match amount.unit {
            Unit::Mu => {
                let land = request.land.get_or_insert_with(LandRequest::default);
                land.kind = Some("land".to_owned());
                land.area_mu = Some(RangeRequest { min: amount.lo, max: amount.hi });
                let range = span(amount.lo, amount.hi);
                Some(lang.pick(format!("用地 {range} 亩"), format!("land {range} mu")))
            }
            Unit::M2 => {
                let land = request.land.get_or_insert_with(LandRequest::default);
                land.kind = Some("factory".to_owned());
                land.floor_area_m2 = Some(RangeRequest { min: amount.lo, max: amount.hi });
                let range = span(amount.lo, amount.hi);
                Some(lang.pick(format!("厂房 {range} ㎡"), format!("factory {range} m²")))
            }
            Unit::Money if !has(context, &["产值", "营收", "税", "收入", "revenue", "output"]) =>
            {
                request.investment_10k_cny = amount.lo.or(amount.hi);
                let shown = span(amount.lo, amount.hi);
                Some(
                    lang.pick(
                        format!("投资 {shown} 万元"),
                        format!("investment {shown} × 10k CNY"),
                    ),
                )
            }
            Unit::Jobs => {
                request.jobs = Some(most);
                Some(lang.pick(format!("用工 {most} 人"), format!("{most} jobs")))
            }
            Unit::Date => {
                request.start_by = amount.date.clone();
                let date = amount.date.clone()?;
                Some(lang.pick(format!("不晚于 {date}"), format!("by {date}")))
            }
            Unit::Mw | Unit::TPerDay | Unit::M3PerDay | Unit::TPerHour => {
                self.utility(amount.unit, most, context, must)
            }
            Unit::Money | Unit::Km | Unit::Foreign | Unit::None => None,
        }
    }

    fn utility(&mut self, unit: Unit, value: f64, context: &str, must: bool) -> Option<String> {
        let sewage = has(context, &["污", "废水", "排水", "sewage"]);
        let (criterion, zh, en) = match unit {
            // A plant that makes power speaks of its size, not of what it needs.
            Unit::Mw if has(context, &["发电", "装机"]) && !has(context, &["用电", "负荷"]) =>
            {
                return None;
            }
            Unit::Mw => ("power_mw", "用电 MW", "power MW"),
            Unit::TPerHour => ("steam_t_per_hour", "蒸汽 吨/时", "steam t/h"),
            Unit::TPerDay | Unit::M3PerDay if sewage => {
                ("sewage_t_per_day", "污水 吨/日", "sewage t/day")
            }
            Unit::M3PerDay if has(context, &["气", "gas"]) => {
                ("gas_m3_per_day", "用气 立方米/日", "gas m³/day")
            }
            Unit::TPerDay | Unit::M3PerDay if has(context, &["水", "water"]) => {
                ("water_t_per_day", "用水 吨/日", "water t/day")
            }
            Unit::TPerDay
            | Unit::M3PerDay
            | Unit::Mu
            | Unit::M2
            | Unit::Money
            | Unit::Foreign
            | Unit::Jobs
            | Unit::Km
            | Unit::Date
            | Unit::None => return None,
        };
        let needs = self.out.request.utilities.get_or_insert_with(UtilitiesRequest::default);
        let slot = match criterion {
            "power_mw" => &mut needs.power_mw,
            "steam_t_per_hour" => &mut needs.steam_t_per_hour,
            "sewage_t_per_day" => &mut needs.sewage_t_per_day,
            "gas_m3_per_day" => &mut needs.gas_m3_per_day,
            _ => &mut needs.water_t_per_day,
        };
        *slot = Some(value);
        let mut said = format!("{} {value}", self.lang.pick(zh, en));
        if must {
            self.out.request.musts.get_or_insert_default().push(MustRequest {
                criterion: criterion.to_owned(),
                op: ">=".to_owned(),
                value: serde_json::json!(value),
            });
            said.push_str(self.lang.pick("（硬约束）", " (must)"));
        }
        Some(said)
    }

    /// Words that are filters or needs by themselves.
    fn words(&mut self, context: &str, folded: &[char], gone: &mut [bool]) {
        let lang = self.lang;
        let request = &mut self.out.request;
        let mut taken: Vec<(&str, String)> = Vec::new();
        for (word, code, zh, en) in [
            ("国家级", "national", "只看国家级", "national parks only"),
            ("省级", "provincial", "只看省级", "provincial parks only"),
        ] {
            if has(context, &[word]) {
                request.level.get_or_insert_default().push(code.to_owned());
                taken.push((word, lang.pick(zh, en).to_owned()));
            }
        }
        for (word, code) in [
            ("经济技术开发区", "economic"),
            ("经济开发区", "economic"),
            ("经开区", "economic"),
            ("高新技术产业开发区", "high-tech"),
            ("高新区", "high-tech"),
            ("综合保税区", "bonded"),
            ("保税区", "bonded"),
        ] {
            let kinds = request.kind.get_or_insert_default();
            if has(context, &[word]) && !kinds.iter().any(|k| k == code) {
                kinds.push(code.to_owned());
                taken.push((word, lang.pick(format!("类型：{word}"), format!("kind: {code}"))));
            }
        }
        request.kind = request.kind.take().filter(|k| !k.is_empty());
        for word in ["化工园区", "化工园", "chemical park"] {
            if has(context, &[word]) && request.chemical_park.is_none() {
                request.chemical_park = Some(true);
                let said = lang.pick("须为认定的化工园区", "recognised chemical parks only");
                taken.push((word, said.to_owned()));
            }
        }
        for word in ["危险废物", "危废", "hazardous waste"] {
            if has(context, &[word]) {
                request.utilities.get_or_insert_with(UtilitiesRequest::default).hazardous_waste =
                    Some(true);
                taken.push((word, lang.pick("产生危险废物", "hazardous waste").to_owned()));
                break;
            }
        }
        for (word, said) in taken {
            strike(context, word, gone);
            self.out.taken.push(Taken { from: word.to_owned(), to: said });
        }
        // Twice: 用电 beside 必须 beside the amount.
        for word in KEYWORDS.iter().chain(KEYWORDS) {
            // A keyword without its amount is not struck: 用电设备 is an industry.
            if gone.iter().any(|g| *g) {
                strike_beside(folded, word, gone);
            }
        }
    }

    /// What is left is industry text.
    fn rest(&mut self, clause: &[char], gone: &[bool]) {
        let left: String = clause
            .iter()
            .zip(gone)
            .map(|(c, gone)| if *gone { ' ' } else { *c })
            .collect::<String>()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let mut text =
            left.trim_matches(|c: char| c.is_whitespace() || "、:：()（）-—".contains(c));
        loop {
            let before = text;
            for word in FILLER {
                text = text.strip_prefix(word).unwrap_or(text).trim();
                // 项目 at the end says nothing, 在建 in the middle does.
                text = text.strip_suffix(word).unwrap_or(text).trim();
            }
            text = without_alone(text);
            if text == before {
                break;
            }
        }
        let english: Vec<&str> = text.split(' ').collect();
        let kept = if text.is_ascii() {
            let filler = |w: &&&str| FILLER_EN.contains(&w.to_lowercase().as_str());
            let front = english.iter().take_while(filler).count();
            let back = english[front..].iter().rev().take_while(filler).count();
            english[front..english.len() - back].join(" ")
        } else {
            text.to_owned()
        };
        if !kept.is_empty() {
            self.industry.push(kept);
        }
    }
}

/// A text without a lone filler character at either end, and without 建 before what is built.
fn without_alone(text: &str) -> &str {
    let alone = |c: char| ALONE.contains(&c);
    if let Some(rest) = text.strip_prefix(alone)
        && (rest.is_empty() || rest.starts_with(' '))
    {
        return rest.trim();
    }
    if let Some(rest) = text.strip_suffix(alone)
        && rest.ends_with(' ')
    {
        return rest.trim();
    }
    match text.strip_prefix('建') {
        Some(rest) if !rest.starts_with(['材', '筑', '工', '设']) => rest.trim(),
        Some(_) | None => text,
    }
}

/// Words that name an amount and stand beside it.
const KEYWORDS: &[&str] = &[
    "变压器容量",
    "总投资额",
    "总投资",
    "固定资产投资",
    "计划投资",
    "投资额",
    "投资",
    "用地面积",
    "占地面积",
    "土地面积",
    "用地",
    "占地",
    "土地",
    "需要",
    "用电负荷",
    "用电",
    "电力负荷",
    "电力",
    "负荷",
    "供电",
    "日用水量",
    "用水量",
    "用水",
    "日用水",
    "蒸汽",
    "污水",
    "废水",
    "排水",
    "天然气",
    "用气",
    "就业",
    "员工",
    "用工",
    "标准厂房",
    "厂房",
    "建筑面积",
    "产生",
    "必须",
    "开工",
    "投产",
    "建成",
    "左右",
    "以上",
    "total investment of",
    "total investment",
    "investment of",
    "investment",
    "land area",
    "land",
    "power load",
    "power",
    "natural gas",
    "gas",
    "steam",
    "water",
    "sewage",
    "factory",
];

/// Strikes a keyword that touches something struck already, blanks between them apart.
fn strike_beside(folded: &[char], word: &str, gone: &mut [bool]) {
    let key: Vec<char> = word.chars().collect();
    let n = key.len();
    if folded.len() < n {
        return;
    }
    for at in 0..=folded.len() - n {
        if folded[at..at + n] != key[..] || gone[at] {
            continue;
        }
        let blank = |c: &char| c.is_whitespace() || matches!(c, ':' | '：' | '约');
        let after = folded[at + n..].iter().take_while(|c| blank(c)).count() + at + n;
        let before = at - folded[..at].iter().rev().take_while(|c| blank(c)).count();
        let touches = gone.get(after).copied().unwrap_or(false) || (before > 0 && gone[before - 1]);
        // A Latin word is a whole one and the first of what is left: gas, not biogas; power, not solar power.
        let whole = !word.is_ascii()
            || ((before == 0 || gone[before - 1])
                && !folded.get(at + n).is_some_and(char::is_ascii_alphabetic));
        if touches && whole {
            gone[before..after].fill(true);
        }
    }
}

/// Strikes every place of a word.
fn strike(context: &str, word: &str, gone: &mut [bool]) {
    for (byte, found) in context.match_indices(word) {
        let start = context[..byte].chars().count();
        gone[start..start + found.chars().count()].fill(true);
    }
}

fn has(context: &str, words: &[&str]) -> bool {
    words.iter().any(|w| context.contains(w))
}

fn span(lo: Option<f64>, hi: Option<f64>) -> String {
    match (lo, hi) {
        (Some(a), Some(b)) if a < b => format!("{a}–{b}"),
        (Some(a), Some(_)) => a.to_string(),
        (Some(a), None) => format!("≥ {a}"),
        (None, Some(b)) => format!("≤ {b}"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests;
