//! Small invented worlds for tests: parks with some facts missing, and profiles that ask for some.

#![allow(dead_code, reason = "each test binary uses its own part of this world")]

use std::path::Path;
use std::sync::OnceLock;

use park_domain::{Dataset, PartialDate, Record, Table};
use park_features::Features;
use park_industry::Reader;
use park_matching::{
    Catalog, ModelTexts, Models, MustDraft, NearDraft, ProfileDraft, UtilitiesDraft, ValueDraft,
};
use proptest::prelude::*;

fn models_dir() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models")
}

/// The reader over the repo's dictionaries.
pub(crate) fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::from_dir(&models_dir()).expect("usable dictionaries"))
}

/// The repo's models.
pub(crate) fn models() -> Models {
    let text = |name: &str| {
        std::fs::read_to_string(models_dir().join("matching").join(name)).expect("a model file")
    };
    let (criteria, presets, settings) =
        (text("criteria.toml"), text("presets.toml"), text("settings.toml"));
    let texts = ModelTexts { criteria: &criteria, presets: &presets, settings: &settings };
    Models::parse(&texts).expect("usable models")
}

/// A catalogue of a dataset, as of the end of 2020.
pub(crate) fn catalog_of(dataset: &Dataset) -> Catalog {
    let models = models();
    let as_of = PartialDate::parse("2020-12").expect("a date");
    let features = Features::build(dataset, reader(), as_of, &models.features());
    Catalog::build(dataset, features, reader(), models)
}

/// What is known of one invented park.
#[derive(Debug, Clone)]
pub(crate) struct ParkSeed {
    pub(crate) id: String,
    pub(crate) name: Option<&'static str>,
    pub(crate) active: bool,
    pub(crate) parent: Option<String>,
    pub(crate) level: Option<&'static str>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) region: Option<&'static str>,
    pub(crate) industries: Option<String>,
    pub(crate) area: Option<u32>,
    pub(crate) place: Option<(u32, u32)>,
    pub(crate) approved: Option<u32>,
    pub(crate) chemical: Option<bool>,
    pub(crate) firms: Option<Vec<(&'static str, u32)>>,
    pub(crate) spare: Option<u32>,
    pub(crate) capacity: Option<u32>,
    pub(crate) plot: Option<u32>,
    pub(crate) positioning: Option<&'static str>,
}

impl ParkSeed {
    /// Takes over one fact that is unknown here; says which.
    pub(crate) fn learn(&mut self, from: &Self, which: usize) -> &'static str {
        macro_rules! take {
            ($($n:literal $field:ident),+) => {
                match which {
                    $($n => { if self.$field.is_none() { self.$field.clone_from(&from.$field); } stringify!($field) })+
                    _ => "nothing",
                }
            };
        }
        take!(0 level, 1 kind, 2 region, 3 industries, 4 area, 5 place, 6 firms, 7 spare, 8 plot, 9 positioning)
    }
}

const INDUSTRIES: [&str; 12] = [
    "光伏",
    "装备制造",
    "集成电路",
    "电子信息",
    "白酒",
    "食品",
    "稀土",
    "新材料",
    "轨道交通设备",
    "化工",
    "生物医药",
    "软件",
];
const TEXTS: [&str; 9] = [
    "光伏组件",
    "集成电路封装测试",
    "白酒",
    "稀土永磁",
    "轨道交通装备",
    "医疗器械",
    "软件开发",
    "景观奇石",
    "化工新材料",
];

prop_compose! {
    fn one()(
        active in proptest::bool::weighted(0.9),
        parent in proptest::option::weighted(0.15, 0_usize..6),
        level in proptest::option::weighted(0.8, prop::sample::select(&["national", "provincial", "county"][..])),
        kind in proptest::option::weighted(0.8, prop::sample::select(&["economic", "high-tech", "bonded"][..])),
        region in proptest::option::weighted(0.9, prop::sample::select(&["320505", "320500", "330100", "510100"][..])),
        industries in proptest::option::weighted(0.8, prop::collection::vec(prop::sample::select(&INDUSTRIES[..]), 1..4)),
        area in proptest::option::weighted(0.8, 1_u32..5000),
        place in proptest::option::weighted(0.8, (80_u32..130, 20_u32..50)),
        approved in proptest::option::weighted(0.5, 1984_u32..2018),
        rest in (
            proptest::option::weighted(0.3, any::<bool>()),
            proptest::option::weighted(0.4, prop::collection::vec((prop::sample::select(&["398", "382", "151", "39", "65"][..]), 1_u32..80), 1..4)),
            proptest::option::weighted(0.3, 1_u32..100),
            proptest::option::weighted(0.3, 1_u32..100),
            proptest::option::weighted(0.3, 1_u32..400),
            proptest::option::weighted(0.2, prop::sample::select(&["打造光伏产业基地", "建设白酒名城", "产城融合示范区"][..])),
        ),
    ) -> ParkSeed {
        let (chemical, firms, spare, capacity, plot, positioning) = rest;
        ParkSeed {
            id: String::new(), name: None, active, parent: parent.map(|p| format!("A{p:03}")), level, kind, region,
            industries: industries.map(|i| i.join("、")), area, place, approved, chemical, firms, spare,
            capacity, plot, positioning,
        }
    }
}

/// Several parks with ids of their own; the first is always active.
pub(crate) fn seeds(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<ParkSeed>> {
    prop::collection::vec(one(), n).prop_map(|mut parks| {
        for (i, park) in parks.iter_mut().enumerate() {
            park.id = format!("A{i:03}");
            park.active |= i == 0;
            if i == 0 || park.parent.as_deref() == Some(park.id.as_str()) {
                park.parent = None;
            }
        }
        parks[0].parent = None;
        parks
    })
}

prop_compose! {
    /// A valid profile.
    pub(crate) fn draft()(
        text in prop::sample::select(&TEXTS[..]),
        power in proptest::option::weighted(0.4, 1.0_f64..80.0),
        near in proptest::option::weighted(0.4, (80.0_f64..130.0, 20.0_f64..50.0, proptest::option::of(50.0_f64..900.0))),
        levels in prop::collection::vec(prop::sample::select(&["national", "provincial"][..]), 0..2),
        regions in prop::collection::vec(prop::sample::select(&["32", "3205", "320505", "51"][..]), 0..2),
        chemical in proptest::option::weighted(0.1, Just(true)),
        must in proptest::option::weighted(0.3, (prop::sample::select(&[("power_mw", ">="), ("approved_area_ha", ">="), ("land_area_mu", ">="), ("industry", ">=")][..]), 0.0_f64..60.0)),
        weights in prop::collection::vec((prop::sample::select(&["industry", "level", "cost", "power_mw", "industry_growth", "age_years", "land_area_mu"][..]), 0.01_f64..1.0), 0..4),
        rest in (
            proptest::option::weighted(0.3, prop::sample::select(&["supply-chain", "low-cost", "balanced"][..])),
            proptest::option::weighted(0.3, Just("include".to_owned())),
            proptest::option::weighted(0.3, Just("possible".to_owned())),
        ),
    ) -> ProfileDraft {
        let (preset, incentives, rank_by) = rest;
        let share = must.is_some_and(|((c, _), _)| c == "industry");
        ProfileDraft {
            industry_text: Some(text.to_owned()),
            utilities: UtilitiesDraft { power_mw: power, ..UtilitiesDraft::default() },
            near: near.into_iter().map(|(longitude, latitude, within_km)| NearDraft {
                label: None, longitude, latitude, within_km,
            }).collect(),
            level: levels.into_iter().map(str::to_owned).collect(),
            regions: regions.into_iter().map(str::to_owned).collect(),
            chemical_park: chemical,
            musts: must.into_iter().map(|((criterion, op), v)| MustDraft {
                criterion: criterion.to_owned(), op: op.to_owned(),
                value: ValueDraft::Number(if share { v / 100.0 } else { v }),
            }).collect(),
            weights: weights.into_iter().map(|(n, w)| (n.to_owned(), w)).collect(),
            preset: preset.map(str::to_owned), incentives, rank_by,
            ..ProfileDraft::default()
        }
    }
}

pub(crate) fn record(table: Table, cells: &[(&str, String)]) -> Record {
    let mut row: Vec<Option<&str>> = vec![None; table.columns().len()];
    for (name, value) in cells {
        row[table.column(name).expect("a column")] = Some(value);
    }
    Record::check(table, &row).expect("a valid row")
}

fn put<T: ToString>(cells: &mut Vec<(&'static str, String)>, name: &'static str, v: Option<T>) {
    if let Some(v) = v {
        cells.push((name, v.to_string()));
    }
}

/// The dataset of invented parks, with bases.
pub(crate) fn build(parks: &[ParkSeed]) -> Dataset {
    let mut records = Vec::new();
    for p in parks {
        let id = || ("park_id", p.id.clone());
        let mut cells = vec![
            id(),
            ("name", p.name.map_or_else(|| format!("示例{}开发区", p.id), str::to_owned)),
        ];
        put(&mut cells, "status", (!p.active).then_some("merged"));
        put(&mut cells, "parent_id", p.parent.clone());
        put(&mut cells, "level", p.level);
        put(&mut cells, "kind", p.kind);
        put(&mut cells, "region_code", p.region);
        put(&mut cells, "leading_industries", p.industries.clone());
        put(&mut cells, "approved_area_ha", p.area);
        put(&mut cells, "longitude", p.place.map(|x| x.0));
        put(&mut cells, "latitude", p.place.map(|x| x.1));
        put(&mut cells, "approved_on", p.approved);
        put(&mut cells, "chemical_park", p.chemical.map(|c| if c { "yes" } else { "no" }));
        records.push(record(Table::Parks, &cells));
        for (code, n) in p.firms.iter().flatten() {
            let cells = [
                id(),
                ("year", "2015".into()),
                ("industry", (*code).into()),
                ("basis", "firms".into()),
                ("value", n.to_string()),
            ];
            records.push(record(Table::Structure, &cells));
        }
        if p.spare.is_some() || p.capacity.is_some() {
            let mut cells = vec![id(), ("utility", "power".to_owned()), ("unit", "MVA".to_owned())];
            put(&mut cells, "spare", p.spare);
            put(&mut cells, "capacity", p.capacity);
            records.push(record(Table::Utilities, &cells));
        }
        if let Some(area) = p.plot {
            let cells = [
                ("plot_id", format!("P{}", p.id)),
                id(),
                ("kind", "land".into()),
                ("area_mu", area.to_string()),
                ("price_10k_cny_per_mu", "20".into()),
            ];
            records.push(record(Table::Plots, &cells));
        }
        if let Some(text) = p.positioning {
            records.push(record(Table::Positioning, &[id(), ("text", text.to_owned())]));
        }
    }
    for (region, scale) in [("000000", 1.0), ("320000", 0.2), ("320500", 0.1)] {
        for (code, n) in
            [("398", 900.0), ("382", 500.0), ("151", 300.0), ("39", 2000.0), ("51", 9000.0)]
        {
            let cells = [
                ("region_code", region.to_owned()),
                ("year", "2015".into()),
                ("industry", code.into()),
                ("basis", "firms".into()),
                ("value", (n * scale).to_string()),
            ];
            records.push(record(Table::Bases, &cells));
        }
    }
    Dataset::from_records(&records)
}

/// Many parks without randomness.
pub(crate) fn many(n: usize) -> Dataset {
    let parks: Vec<ParkSeed> = (0..n)
        .map(|i| ParkSeed {
            id: format!("M{i:06}"),
            name: None,
            active: true,
            parent: None,
            level: [Some("national"), Some("provincial"), None][i % 3],
            kind: [Some("economic"), Some("high-tech")][i % 2],
            region: Some(["320505", "330100", "510100"][i % 3]),
            industries: Some(format!("{}、{}", INDUSTRIES[i % 12], INDUSTRIES[i / 12 % 12])),
            area: Some(u32::try_from(i * 37 % 4000).expect("small") + 1),
            place: None,
            approved: None,
            chemical: None,
            firms: None,
            spare: None,
            capacity: None,
            plot: None,
            positioning: None,
        })
        .collect();
    build(&parks)
}

/// A park of which little but its id is known.
pub(crate) fn plain(id: &str) -> ParkSeed {
    ParkSeed {
        id: id.to_owned(),
        name: None,
        active: true,
        parent: None,
        level: Some("provincial"),
        kind: Some("economic"),
        region: Some("320505"),
        industries: None,
        area: None,
        place: None,
        approved: None,
        chemical: None,
        firms: None,
        spare: None,
        capacity: None,
        plot: None,
        positioning: None,
    }
}
