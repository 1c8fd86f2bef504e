//! The fictional province: its regions and the plan of its parks.

use park_domain::Table;

use crate::rows::{DemoError, Rows};

/// What is decided of a park before anything is drawn.
pub(crate) struct Plan {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) level: &'static str,
    pub(crate) kind: &'static str,
    /// County of the park.
    pub(crate) region: &'static str,
    pub(crate) area_ha: u32,
    /// What it names, with the GB/T 4754 divisions that its firms have.
    pub(crate) industries: &'static [(&'static str, &'static str)],
    pub(crate) positioning: &'static str,
    /// How well it keeps its word and follows its projects, per cent.
    pub(crate) diligence: u32,
    /// Whether it publishes spare capacities and days of procedures; the others leave questions.
    pub(crate) open: bool,
    pub(crate) chemical: bool,
}

/// Region code, name, level, code above, longitude, latitude. The place lies in the open sea.
pub(crate) const REGIONS: &[(&str, &str, &str, &str, f64, f64)] = &[
    ("990000", "演示省", "province", "", 150.0, 30.0),
    ("990100", "演示甲州市", "city", "990000", 149.6, 30.2),
    ("990200", "演示乙州市", "city", "990000", 150.2, 30.3),
    ("990300", "演示丙州市", "city", "990000", 150.1, 29.6),
    ("990101", "演示东港区", "county", "990100", 149.7, 30.2),
    ("990102", "演示西丘县", "county", "990100", 149.4, 30.3),
    ("990201", "演示北湖区", "county", "990200", 150.2, 30.4),
    ("990202", "演示南川县", "county", "990200", 150.4, 30.1),
    ("990301", "演示中和区", "county", "990300", 150.1, 29.6),
    ("990302", "演示下河县", "county", "990300", 150.3, 29.4),
];

const BATTERY: &[(&str, &str)] = &[("锂电池", "38"), ("新能源汽车零部件", "36")];
const CHIPS: &[(&str, &str)] = &[("集成电路", "39"), ("电子元器件", "39")];
const FOOD: &[(&str, &str)] = &[("食品加工", "14"), ("白酒", "15")];
const CHEMICAL: &[(&str, &str)] = &[("化工新材料", "26"), ("磷酸铁锂正极材料", "39")];
const MACHINES: &[(&str, &str)] = &[("数控机床", "34"), ("机器人", "34")];
const LOGISTICS: &[(&str, &str)] = &[("现代物流", "59"), ("冷链仓储", "59")];
const MEDICINE: &[(&str, &str)] = &[("生物医药", "27"), ("医疗器械", "35")];
const TEXTILE: &[(&str, &str)] = &[("纺织服装", "18"), ("家纺", "17")];

macro_rules! plan {
    ($id:literal $name:literal $level:literal $kind:literal $region:literal $area:literal $industries:ident
     $diligence:literal $open:literal $chemical:literal $positioning:literal) => {
        Plan {
            id: $id,
            name: $name,
            level: $level,
            kind: $kind,
            region: $region,
            area_ha: $area,
            industries: $industries,
            positioning: $positioning,
            diligence: $diligence,
            open: $open,
            chemical: $chemical,
        }
    };
}

/// The parks. Two of them are near twins on purpose.
pub(crate) const PARKS: &[Plan] = &[
    plan!("DEMO01" "演示甲州经济技术开发区" "national" "economic" "990101" 2100 BATTERY 90 true false "以锂电池和整车零部件为主的制造基地，按链条补电解液与隔膜"),
    plan!("DEMO02" "演示甲州高新技术产业开发区" "national" "high-tech" "990101" 1400 CHIPS 85 true false "以芯片封测和电子元器件为主的创新高地"),
    plan!("DEMO03" "演示西丘经济开发区" "provincial" "economic" "990102" 900 BATTERY 60 false false "以锂电池和汽车零部件为主的制造基地"),
    plan!("DEMO04" "演示西丘食品产业园" "municipal" "park" "990102" 320 FOOD 75 true false "以本地粮食为原料的食品与酿造园区"),
    plan!("DEMO05" "演示乙州化工园区" "provincial" "chemical" "990201" 1250 CHEMICAL 80 true true "以新材料和电池材料为主的认定化工园区，公用工程集中供给"),
    plan!("DEMO06" "演示乙州经济开发区" "provincial" "economic" "990201" 1100 MACHINES 55 false false "以机床和机器人为主的装备基地"),
    plan!("DEMO07" "演示南川高新区" "provincial" "high-tech" "990202" 640 MEDICINE 88 true false "以生物医药中试和医疗器械为主的专业园区"),
    plan!("DEMO08" "演示南川纺织园" "county" "park" "990202" 260 TEXTILE 45 false false "承接纺织服装转移的县级园区"),
    plan!("DEMO09" "演示丙州综合物流园" "municipal" "logistics" "990301" 480 LOGISTICS 82 true false "依托港口的物流与冷链园区"),
    plan!("DEMO10" "演示丙州经济开发区" "provincial" "economic" "990301" 980 CHIPS 50 false false "以芯片封测和电子元器件为主的创新高地"),
    plan!("DEMO11" "演示下河循环经济园" "county" "economic" "990302" 410 CHEMICAL 65 true false "以再生材料为主的循环园区"),
    plan!("DEMO12" "演示下河装备园" "county" "park" "990302" 300 MACHINES 70 false false "为乙州装备企业配套的零部件园区"),
];

/// The rows of `regions`, and the nodes of the province.
pub(crate) fn regions(rows: &mut Rows) -> Result<(), DemoError> {
    for (code, name, level, above, longitude, latitude) in REGIONS {
        let (x, y) = (longitude.to_string(), latitude.to_string());
        rows.add(
            Table::Regions,
            &[
                ("region_code", code),
                ("name", name),
                ("level", level),
                ("parent_code", above),
                ("longitude", &x),
                ("latitude", &y),
            ],
        )?;
    }
    for (id, kind, name, x, y) in [
        ("DEMO-N1", "port", "演示甲州港", "149.8", "30.1"),
        ("DEMO-N2", "airport", "演示丙州机场", "150", "29.7"),
        ("DEMO-N3", "station", "演示乙州站", "150.2", "30.3"),
    ] {
        rows.add(
            Table::Nodes,
            &[("node_id", id), ("kind", kind), ("name", name), ("longitude", x), ("latitude", y)],
        )?;
    }
    Ok(())
}
