//! A profile as fields that a person edits, and back.

use std::collections::BTreeMap;

use park_domain::words::{Level, ParkKind};
use park_matching::Criterion;
use serde_json::{Value as Json, json};

use super::Asked;
use super::places::Places;
use crate::answer::criteria;
use crate::answer::names::{Names, percent};
use crate::answer::request::{
    ChainRequest, IndustryRequest, LandRequest, LocationRequest, MustRequest, NearRequest,
    ProfileRequest, RangeRequest, UtilitiesRequest,
};
use crate::app::Live;
use crate::lang::Lang;
use crate::models;

/// Name of the choice "own weights" among the presets.
const OWN: &str = "own";

/// Empty rows for further musts.
const MUSTS_SPARE: usize = 2;

/// Musts that a form may hold.
const MUSTS_MAX: usize = 20;

/// One choice of a list.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) on: bool,
}

/// One number with its unit.
pub(super) struct Number {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) unit: &'static str,
    pub(super) value: String,
}

/// One must.
pub(super) struct Must {
    pub(super) criteria: Vec<Choice>,
    pub(super) ops: Vec<Choice>,
    pub(super) value: String,
}

/// One weight, in percent.
pub(super) struct Weight {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) value: String,
}

/// A place to be near.
pub(super) struct Near {
    pub(super) label: String,
    pub(super) km: String,
    pub(super) longitude: String,
    pub(super) latitude: String,
}

/// The fields of a profile.
pub(super) struct ProfileForm {
    pub(super) name: String,
    pub(super) industry: String,
    pub(super) codes: String,
    pub(super) chains: Vec<Choice>,
    pub(super) stages: Vec<Choice>,
    pub(super) numbers: Vec<Number>,
    pub(super) needs: Vec<Number>,
    pub(super) start_by: String,
    pub(super) land: Vec<Choice>,
    pub(super) land_numbers: Vec<Number>,
    pub(super) hazardous: bool,
    pub(super) chemical: bool,
    pub(super) levels: Vec<Choice>,
    pub(super) kinds: Vec<Choice>,
    pub(super) regions: String,
    pub(super) near: Vec<Near>,
    pub(super) musts: Vec<Must>,
    pub(super) presets: Vec<Choice>,
    pub(super) weights: Vec<Weight>,
    pub(super) incentives: bool,
    pub(super) possible: bool,
    pub(super) limits: Vec<Choice>,
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

impl ProfileForm {
    /// The fields of a request; `weights` are those in force, by criterion.
    pub(super) fn of(
        live: &Live,
        request: &ProfileRequest,
        weights: &BTreeMap<String, f64>,
        places: &Places,
        lang: Lang,
    ) -> Self {
        let land = request.land.clone().unwrap_or_default();
        let needs = request.utilities.clone().unwrap_or_default();
        let location = request.location.clone().unwrap_or_default();
        let area = land.area_mu.clone().unwrap_or_default();
        let floor = land.floor_area_m2.clone().unwrap_or_default();
        let field = |name,
                     zh: &'static str,
                     en: &'static str,
                     unit: (&'static str, &'static str),
                     value| Number {
            name,
            label: lang.pick(zh, en),
            unit: lang.pick(unit.0, unit.1),
            value: number(value),
        };
        Self {
            name: request.name.clone().unwrap_or_default(),
            industry: request.industry.text.clone().unwrap_or_default(),
            codes: request.industry.codes.clone().unwrap_or_default().join(" "),
            chains: chains(request, lang),
            stages: stages(request, lang),
            numbers: vec![
                field(
                    "investment",
                    "总投资",
                    "investment",
                    ("万元", "10k CNY"),
                    request.investment_10k_cny,
                ),
                field("jobs", "用工", "jobs", ("人", "people"), request.jobs),
            ],
            needs: vec![
                field("power", "用电负荷", "power", ("兆瓦", "MW"), needs.power_mw),
                field("water", "用水", "water", ("吨/日", "t/day"), needs.water_t_per_day),
                field("sewage", "污水", "sewage", ("吨/日", "t/day"), needs.sewage_t_per_day),
                field("steam", "蒸汽", "steam", ("吨/时", "t/h"), needs.steam_t_per_hour),
                field("gas", "天然气", "gas", ("立方米/日", "m³/day"), needs.gas_m3_per_day),
            ],
            start_by: request.start_by.clone().unwrap_or_default(),
            land: choices(
                &[("", "不限", "any"), ("land", "土地", "land"), ("factory", "厂房", "factory")],
                &[land.kind.unwrap_or_default()],
                lang,
            ),
            land_numbers: vec![
                field("area_min", "用地，最少", "land, least", ("亩", "mu"), area.min),
                field("area_max", "用地，最多", "land, most", ("亩", "mu"), area.max),
                field("floor_min", "厂房，最少", "factory, least", ("㎡", "m²"), floor.min),
                field("floor_max", "厂房，最多", "factory, most", ("㎡", "m²"), floor.max),
            ],
            hazardous: needs.hazardous_waste == Some(true),
            chemical: request.chemical_park == Some(true),
            levels: words(
                Level::ALL.iter().map(|l| (l.code(), l.zh(), l.en())),
                &request.level,
                lang,
            ),
            kinds: words(
                ParkKind::ALL.iter().map(|k| (k.code(), k.zh(), k.en())),
                &request.kind,
                lang,
            ),
            regions: location
                .regions
                .unwrap_or_default()
                .iter()
                .map(|c| places.label(c))
                .collect::<Vec<_>>()
                .join("、"),
            near: near(location.near.unwrap_or_default()),
            musts: musts(live, request, lang),
            presets: presets(live, request, lang),
            weights: shown_weights(live, weights, lang),
            incentives: request.incentives.as_deref() == Some("include"),
            possible: request.rank_by.as_deref() == Some("possible"),
            limits: [10_i64, 20, 50]
                .iter()
                .map(|n| Choice {
                    value: n.to_string(),
                    label: n.to_string(),
                    on: request.limit.unwrap_or(10) == *n,
                })
                .collect(),
        }
    }
}

fn choices(list: &[(&str, &str, &str)], on: &[String], lang: Lang) -> Vec<Choice> {
    list.iter()
        .map(|(value, zh, en)| Choice {
            value: (*value).to_owned(),
            label: lang.pick(*zh, *en).to_owned(),
            on: on.iter().any(|o| o == value),
        })
        .collect()
}

fn words<'w>(
    list: impl Iterator<Item = (&'w str, &'w str, &'w str)>,
    on: &Option<Vec<String>>,
    lang: Lang,
) -> Vec<Choice> {
    let list: Vec<_> = list.filter(|(code, _, _)| *code != "unknown").collect();
    choices(&list, on.as_deref().unwrap_or_default(), lang)
}

fn chains(request: &ProfileRequest, lang: Lang) -> Vec<Choice> {
    let asked = request.chain.as_ref().map_or("", |c| c.name.as_str());
    let none = Choice {
        value: String::new(),
        label: lang.pick("不限", "any").to_owned(),
        on: asked.is_empty(),
    };
    let named = models::reader().chains().iter().map(|c| Choice {
        value: c.name.clone(),
        label: lang.pick(&c.name, &c.en).clone(),
        on: c.name == asked,
    });
    std::iter::once(none).chain(named).collect()
}

fn stages(request: &ProfileRequest, lang: Lang) -> Vec<Choice> {
    let asked = request.chain.as_ref().and_then(|c| c.stage.clone()).unwrap_or_default();
    let list = [
        ("", "各环节", "any stage"),
        ("upstream", "上游", "upstream"),
        ("midstream", "中游", "midstream"),
        ("downstream", "下游", "downstream"),
    ];
    choices(&list, &[asked], lang)
}

fn near(list: Vec<NearRequest>) -> Vec<Near> {
    let mut rows: Vec<Near> = list
        .into_iter()
        .map(|n| Near {
            // A place without a name is shown by where it is, so that the next form still has it.
            label: n.label.unwrap_or_else(|| format!("{}, {}", n.longitude, n.latitude)),
            km: number(n.within_km),
            longitude: n.longitude.to_string(),
            latitude: n.latitude.to_string(),
        })
        .collect();
    rows.push(Near {
        label: String::new(),
        km: String::new(),
        longitude: String::new(),
        latitude: String::new(),
    });
    rows
}

fn musts(live: &Live, request: &ProfileRequest, lang: Lang) -> Vec<Must> {
    let names = Names::of(live, lang);
    let row = |criterion: &str, op: &str, value: String| Must {
        criteria: std::iter::once("")
            .chain(Criterion::ALL.iter().map(|c| c.code()))
            .map(|code| Choice {
                value: code.to_owned(),
                label: if code.is_empty() { "—".to_owned() } else { names.name(code) },
                on: code == criterion,
            })
            .collect(),
        ops: choices(
            &[
                (">=", "≥ 至少", "≥ at least"),
                ("<=", "≤ 至多", "≤ at most"),
                ("=", "= 是", "= is"),
                ("in", "属于", "in"),
            ],
            &[op.to_owned()],
            lang,
        ),
        value,
    };
    let given = request.musts.iter().flatten().map(|m| row(&m.criterion, &m.op, shown(&m.value)));
    given.chain((0..MUSTS_SPARE).map(|_| row("", ">=", String::new()))).collect()
}

/// A must's value as a person writes it.
fn shown(value: &Json) -> String {
    match value {
        Json::String(s) => s.clone(),
        Json::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join(" "),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => value.to_string(),
    }
}

fn presets(live: &Live, request: &ProfileRequest, lang: Lang) -> Vec<Choice> {
    let own = request.weights.is_some();
    let mut list: Vec<Choice> = criteria::answer(live, lang)
        .presets
        .into_iter()
        .map(|p| Choice {
            on: !own && request.preset.as_ref().map_or(p.default, |asked| *asked == p.preset),
            value: p.preset,
            label: p.name,
        })
        .collect();
    list.push(Choice {
        value: OWN.to_owned(),
        label: lang.pick("自定权重（见下）", "own weights (below)").to_owned(),
        on: own,
    });
    list
}

/// The weights in force first; then those that nobody asked for, at nought.
fn shown_weights(live: &Live, weights: &BTreeMap<String, f64>, lang: Lang) -> Vec<Weight> {
    let names = Names::of(live, lang);
    let mut rows: Vec<(f64, Weight)> = Criterion::ALL
        .iter()
        .filter(|c| !c.only_filters())
        .map(|c| {
            let value = weights.get(c.code()).copied().unwrap_or(0.0);
            let label = names.name(c.code());
            let shown = percent(value).trim_end_matches('%').to_owned();
            (value, Weight { code: c.code().to_owned(), label, value: shown })
        })
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    rows.into_iter().map(|(_, w)| w).collect()
}

/// What is wrong with a field, in words.
pub(super) type Faults = Vec<String>;

/// A request from the fields of a form, as far as they can be read, and the fields that cannot.
pub(super) fn request(asked: &Asked, places: &Places, lang: Lang) -> (ProfileRequest, Faults) {
    let mut faults = Vec::new();
    let mut read = |name: &str, zh: &str, en: &str| -> Option<f64> {
        let text = asked.get(name)?;
        let value = text.replace([',', '\u{202f}', ' '], "").parse::<f64>().ok();
        if value.is_none_or(|v| !v.is_finite() || v < 0.0) {
            faults.push(lang.pick(
                format!("{zh}：“{text}”不是数；请写成 120 或 4.5"),
                format!("{en}: “{text}” is no number; write 120 or 4.5"),
            ));
            return None;
        }
        value
    };
    let range =
        |min, max| Some(RangeRequest { min, max }).filter(|r| r.min.is_some() || r.max.is_some());
    let area = range(read("area_min", "用地", "land"), read("area_max", "用地", "land"));
    let floor = range(read("floor_min", "厂房", "factory"), read("floor_max", "厂房", "factory"));
    let utilities = UtilitiesRequest {
        power_mw: read("power", "用电负荷", "power"),
        water_t_per_day: read("water", "用水", "water"),
        sewage_t_per_day: read("sewage", "污水", "sewage"),
        gas_m3_per_day: read("gas", "天然气", "gas"),
        steam_t_per_hour: read("steam", "蒸汽", "steam"),
        hazardous_waste: asked.get("hazardous").map(|_| true),
    };
    let investment = read("investment", "总投资", "investment");
    let jobs = read("jobs", "用工", "jobs");
    let land_kind = asked
        .get("land_kind")
        .map(str::to_owned)
        .or_else(|| area.as_ref().map(|_| "land".to_owned()))
        .or_else(|| floor.as_ref().map(|_| "factory".to_owned()));
    let land = land_kind.map(|kind| LandRequest {
        kind: Some(kind),
        area_mu: area.clone(),
        floor_area_m2: floor.clone(),
    });
    let (own, weights) = weights(asked, lang, &mut faults);
    let location = location(asked, places, lang, &mut faults);
    let list = |name: &str| {
        Some(asked.all(name).map(str::to_owned).collect::<Vec<_>>()).filter(|l| !l.is_empty())
    };
    let text = |name: &str| asked.get(name).map(str::to_owned);
    let codes: Vec<String> = asked
        .get("codes")
        .unwrap_or("")
        .split([' ', ',', '，', '、'])
        .filter(|c| !c.is_empty())
        .map(str::to_owned)
        .collect();
    let request = ProfileRequest {
        name: text("name"),
        industry: IndustryRequest {
            text: text("industry"),
            codes: Some(codes).filter(|c| !c.is_empty()),
        },
        chain: text("chain").map(|name| ChainRequest { name, stage: text("stage") }),
        investment_10k_cny: investment,
        jobs,
        start_by: text("start_by"),
        land,
        utilities: Some(utilities)
            .filter(|u| serde_json::to_value(u).is_ok_and(|v| v != json!({}))),
        chemical_park: asked.get("chemical").map(|_| true),
        level: list("level"),
        kind: list("kind"),
        location,
        musts: Some(must_rows(asked, lang, &mut faults)).filter(|m| !m.is_empty()),
        weights: own.then_some(weights),
        preset: text("preset").filter(|p| p != OWN),
        incentives: asked.get("incentives").map(|_| "include".to_owned()),
        rank_by: asked.get("possible").map(|_| "possible".to_owned()),
        limit: text("limit").and_then(|l| l.parse().ok()).filter(|l| *l != 10),
    };
    if request.industry.text.is_none() && request.industry.codes.is_none() {
        faults.push(
            lang.pick("请写明产业：做什么、生产什么", "say what the project makes or does")
                .to_owned(),
        );
    }
    (request, faults)
}

fn weights(asked: &Asked, lang: Lang, faults: &mut Faults) -> (bool, BTreeMap<String, f64>) {
    let own = asked.get("preset") == Some(OWN);
    let mut weights = BTreeMap::new();
    for criterion in Criterion::ALL.iter().filter(|c| own && !c.only_filters()) {
        let Some(text) = asked.get(&format!("w_{}", criterion.code())) else { continue };
        match text.parse::<f64>() {
            Ok(v) if (0.0..=100.0).contains(&v) => {
                if v > 0.0 {
                    weights.insert(criterion.code().to_owned(), v / 100.0);
                }
            }
            Ok(_) | Err(_) => faults.push(lang.pick(
                format!("权重 {}：“{text}”应为 0 到 100", criterion.code()),
                format!("weight {}: “{text}”, expected 0 to 100", criterion.code()),
            )),
        }
    }
    if own && weights.is_empty() && faults.is_empty() {
        faults.push(
            lang.pick(
                "自定权重全为 0：至少一项要大于 0",
                "all own weights are 0: at least one must be above 0",
            )
            .to_owned(),
        );
    }
    (own, weights)
}

fn location(
    asked: &Asked,
    places: &Places,
    lang: Lang,
    faults: &mut Faults,
) -> Option<LocationRequest> {
    let mut regions: Vec<String> = Vec::new();
    let written = asked.get("regions").unwrap_or("");
    for part in written.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|p| !p.is_empty())
    {
        match places.whole(part) {
            Some(place) => {
                for code in place.codes {
                    if !regions.contains(&code) {
                        regions.push(code);
                    }
                }
            }
            None => faults.push(lang.pick(
                format!("地区：没有“{part}”；请写省、市名或行政区划代码，如 江苏、3301"),
                format!("regions: no “{part}”; write a province, a city or a code: Jiangsu, 3301"),
            )),
        }
    }
    let mut near = Vec::new();
    let column = |name: &'static str| asked.all(name).map(str::to_owned).collect::<Vec<_>>();
    let (kms, lons, lats) = (column("near_km"), column("near_lon"), column("near_lat"));
    let were = column("near_was");
    for (at, label) in column("near").into_iter().enumerate().filter(|(_, l)| !l.is_empty()) {
        let number = |list: &[String]| list.get(at).and_then(|v| v.parse::<f64>().ok());
        // The position that was sent along belongs to the label it was sent with, and to no other.
        let same = were.get(at).is_some_and(|was| *was == label);
        let sent = number(&lons).zip(number(&lats)).filter(|_| same);
        let named = || places.whole(&label).and_then(|p| p.position);
        let km = kms.get(at).map_or("", String::as_str);
        let within_km = number(&kms).filter(|v| v.is_finite() && *v > 0.0);
        if !km.is_empty() && within_km.is_none() {
            faults.push(lang.pick(
                format!("多远以内：“{km}”不是距离；请写公里数，如 150"),
                format!("within: “{km}” is no distance; write km, for example 150"),
            ));
        }
        let Some((longitude, latitude)) = sent.or_else(named) else {
            faults.push(lang.pick(
                format!("靠近：没有“{label}”的位置；请写市名，如 南京"),
                format!("near: no position of “{label}”; write a city"),
            ));
            continue;
        };
        near.push(NearRequest { label: Some(label), longitude, latitude, within_km });
    }
    let location = LocationRequest {
        regions: Some(regions).filter(|r| !r.is_empty()),
        near: Some(near).filter(|n| !n.is_empty()),
    };
    (location.regions.is_some() || location.near.is_some()).then_some(location)
}

fn must_rows(asked: &Asked, lang: Lang, faults: &mut Faults) -> Vec<MustRequest> {
    let ops: Vec<&str> = asked.all("must_op").collect();
    let values: Vec<&str> = asked.all("must_value").collect();
    let is_empty = |at: usize| values.get(at).is_none_or(|v| v.is_empty());
    if asked.all("must_criterion").enumerate().any(|(at, c)| !c.is_empty() && is_empty(at)) {
        faults.push(
            lang.pick(
                "更多硬约束：选了条件而没有写值；请写值，或把条件选回“—”",
                "further musts: a criterion without a value; write one, or choose “—”",
            )
            .to_owned(),
        );
    }
    asked
        .all("must_criterion")
        .take(MUSTS_MAX)
        .enumerate()
        .filter(|(at, criterion)| !criterion.is_empty() && !is_empty(*at))
        .map(|(at, criterion)| {
            let op = ops.get(at).copied().unwrap_or(">=");
            let text = values.get(at).copied().unwrap_or("");
            MustRequest {
                criterion: criterion.to_owned(),
                op: op.to_owned(),
                value: must_value(op, text),
            }
        })
        .collect()
}

/// A must's value from the words of a person: a number, yes or no, a word, or a list.
fn must_value(op: &str, text: &str) -> Json {
    if op == "in" {
        let parts = text.split([' ', ',', '，', '、']).filter(|p| !p.is_empty());
        return json!(parts.collect::<Vec<_>>());
    }
    match text.to_lowercase().as_str() {
        "是" | "yes" | "true" => json!(true),
        "否" | "no" | "false" => json!(false),
        _ => text.parse::<f64>().map_or_else(|_| json!(text), |n| json!(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(fields: &[(&str, &str)]) -> (ProfileRequest, Faults) {
        let pairs = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        request(&Asked(pairs), &Places::from_regions(std::iter::empty()), Lang::En)
    }

    #[test]
    fn fields_become_a_request() {
        let (read, faults) = sent(&[
            ("industry", "光伏"),
            ("power", "4.5"),
            ("regions", "江苏、33"),
            ("must_criterion", "power_mw"),
            ("must_op", ">="),
            ("must_value", "40"),
            ("must_criterion", ""),
            ("must_op", ">="),
            ("must_value", ""),
            ("level", "national"),
            ("preset", "own"),
            ("w_level", "20"),
        ]);
        assert!(faults.is_empty(), "{faults:?}");
        let want = json!({
            "industry": { "text": "光伏" },
            "utilities": { "power_mw": 4.5 },
            "level": ["national"],
            "location": { "regions": ["32", "33"] },
            "musts": [{ "criterion": "power_mw", "op": ">=", "value": 40.0 }],
            "weights": { "level": 0.2 },
        });
        assert_eq!(serde_json::to_value(read).expect("json"), want);
    }

    #[test]
    fn a_position_stays_with_its_label() {
        let fields = |label| {
            [
                ("industry", "a"),
                ("near", label),
                ("near_was", "customer"),
                ("near_lon", "118.8"),
                ("near_lat", "32"),
                ("near_km", "150"),
            ]
        };
        let (read, faults) = sent(&fields("customer"));
        assert!(faults.is_empty(), "{faults:?}");
        let near = read.location.and_then(|l| l.near).expect("a place");
        assert_eq!((near[0].longitude, near[0].within_km), (118.8, Some(150.0)));
        let (read, faults) = sent(&fields("Atlantis"));
        assert!(read.location.is_none() && faults[0].contains("Atlantis"), "{faults:?}");
    }

    #[test]
    fn faults_say_what_was_found() {
        for (fields, found) in [
            (vec![("industry", "a"), ("power", "many")], "many"),
            (vec![("industry", "a"), ("regions", "Atlantis")], "Atlantis"),
            (vec![("industry", "a"), ("preset", "own")], "at least one"),
            (vec![("industry", " ")], "what the project makes"),
            (vec![("industry", "a"), ("must_criterion", "power_mw")], "without a value"),
            (vec![("industry", "a"), ("near", "x"), ("near_km", "far")], "no distance"),
        ] {
            let faults = sent(&fields).1.join("\n");
            assert!(faults.contains(found), "{faults}");
        }
    }
}
