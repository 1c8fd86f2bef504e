//! The data dictionary: tables, columns, units, and the words that a header may use.
//!
//! This is the one place where a column is named. Reading, storing, export and the documentation
//! (`docs/data-dictionary.md`, compared in a test) all follow it.

mod readiness;

use crate::words;
use readiness::{APPROVALS, PROJECTS, PROMISES, THRESHOLDS};

/// What a cell of a column may hold.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// An id: 1 to 64 bytes without blanks.
    Id,
    /// Free text.
    Text,
    /// A word of a fixed list: (code, Chinese word).
    Word(&'static [(&'static str, &'static str)]),
    /// A finite number within bounds, in the unit of the column's name.
    Number {
        /// Least value.
        min: f64,
        /// Largest value.
        max: f64,
    },
    /// A date known to the year, month or day.
    Date,
    /// A year, 1900 to 2100.
    Year,
    /// Yes or no.
    Flag,
    /// A GB/T 2260 code of 2, 4 or 6 digits, padded to 6.
    RegionCode,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// English header, and the name everywhere in the code.
    pub name: &'static str,
    /// Usual Chinese headers.
    pub zh: &'static [&'static str],
    /// What a cell may hold.
    pub kind: Kind,
    /// Whether a row without it is refused.
    pub required: bool,
    /// What it means, with its unit.
    pub doc: &'static str,
}

const fn col(
    name: &'static str,
    zh: &'static [&'static str],
    kind: Kind,
    required: bool,
    doc: &'static str,
) -> Column {
    Column { name, zh, kind, required, doc }
}

/// A table of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// One park.
    Parks,
    /// Two ids of one park.
    SameAs,
    /// What a park says it wants to be.
    Positioning,
    /// How much of one industry a park has.
    Structure,
    /// How much of one industry a region has, to compare with.
    Bases,
    /// A term that three or more firms of a park use.
    Activities,
    /// A firm in a park.
    Tenants,
    /// One clause.
    Policies,
    /// One utility of a park.
    Utilities,
    /// Land or a standard factory on offer.
    Plots,
    /// Anything else worth showing on a park's or place's page.
    Facts,
    /// Ports, airports, stations, cities.
    Nodes,
    /// One region.
    Regions,
    /// One procedure before or after the licence.
    Approvals,
    /// A signed or landed project.
    Projects,
    /// What the place promised an investor.
    Promises,
    /// An admission floor of a park.
    Thresholds,
}

impl Table {
    /// Every table, in the order of the contract.
    pub const ALL: &'static [Self] = &[
        Self::Parks,
        Self::SameAs,
        Self::Positioning,
        Self::Structure,
        Self::Bases,
        Self::Activities,
        Self::Tenants,
        Self::Policies,
        Self::Utilities,
        Self::Plots,
        Self::Facts,
        Self::Nodes,
        Self::Regions,
        Self::Approvals,
        Self::Projects,
        Self::Promises,
        Self::Thresholds,
    ];

    /// Its name: the file's or sheet's name without ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parks => "parks",
            Self::SameAs => "same_as",
            Self::Positioning => "positioning",
            Self::Structure => "structure",
            Self::Bases => "bases",
            Self::Activities => "activities",
            Self::Tenants => "tenants",
            Self::Policies => "policies",
            Self::Utilities => "utilities",
            Self::Plots => "plots",
            Self::Facts => "facts",
            Self::Nodes => "nodes",
            Self::Regions => "regions",
            Self::Approvals => "approvals",
            Self::Projects => "projects",
            Self::Promises => "promises",
            Self::Thresholds => "thresholds",
        }
    }

    /// Its Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Parks => "园区",
            Self::SameAs => "同一园区",
            Self::Positioning => "功能定位",
            Self::Structure => "产业结构",
            Self::Bases => "区域基准",
            Self::Activities => "经营活动",
            Self::Tenants => "入驻企业",
            Self::Policies => "政策条款",
            Self::Utilities => "公用配套",
            Self::Plots => "地块",
            Self::Facts => "事实",
            Self::Nodes => "节点",
            Self::Regions => "行政区",
            Self::Approvals => "审批事项",
            Self::Projects => "签约项目",
            Self::Promises => "承诺事项",
            Self::Thresholds => "准入门槛",
        }
    }

    /// What a row is.
    pub fn doc(self) -> &'static str {
        match self {
            Self::Parks => "one park",
            Self::SameAs => "two ids of one park",
            Self::Positioning => "what a park says it wants to be",
            Self::Structure => "how much of one industry a park has",
            Self::Bases => "how much of one industry a region has, to compare with",
            Self::Activities => "a term that three or more firms of a park use",
            Self::Tenants => "a firm in a park",
            Self::Policies => "one clause",
            Self::Utilities => "one utility of a park",
            Self::Plots => "land or a standard factory on offer",
            Self::Facts => "anything else worth showing on a park's or place's page",
            Self::Nodes => "ports, airports, stations, cities",
            Self::Regions => "one region",
            Self::Approvals => "one procedure before or after the licence",
            Self::Projects => "a signed or landed project",
            Self::Promises => "what the place promised an investor",
            Self::Thresholds => "an admission floor of a park",
        }
    }

    /// The table of a name, English or Chinese.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|t| t.name() == name || t.zh() == name)
    }

    /// Names of the columns that make a row unique.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Self::Parks => &["park_id"],
            Self::SameAs => &["park_id", "other_id"],
            Self::Positioning => &["park_id", "year", "text"],
            Self::Structure => &["park_id", "year", "industry", "basis"],
            Self::Bases => &["region_code", "year", "industry", "basis"],
            Self::Activities => &["park_id", "year", "term"],
            Self::Tenants => &["firm_id"],
            Self::Policies => &["clause_id"],
            Self::Utilities => &["park_id", "utility", "capacity", "price", "note", "as_of"],
            Self::Plots => &["plot_id"],
            Self::Facts => &["park_id", "region_code", "topic", "value", "year"],
            Self::Nodes => &["node_id"],
            Self::Regions => &["region_code"],
            Self::Approvals => &["park_id", "procedure", "stage", "measured_by"],
            Self::Projects => &["project_id"],
            Self::Promises => &["promise_id"],
            Self::Thresholds => &["park_id", "industry", "indicator"],
        }
    }

    /// Its columns; the last five are the same in every table.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Parks => PARKS,
            Self::SameAs => SAME_AS,
            Self::Positioning => POSITIONING,
            Self::Structure => STRUCTURE,
            Self::Bases => BASES,
            Self::Activities => ACTIVITIES,
            Self::Tenants => TENANTS,
            Self::Policies => POLICIES,
            Self::Utilities => UTILITIES,
            Self::Plots => PLOTS,
            Self::Facts => FACTS,
            Self::Nodes => NODES,
            Self::Regions => REGIONS,
            Self::Approvals => APPROVALS,
            Self::Projects => PROJECTS,
            Self::Promises => PROMISES,
            Self::Thresholds => THRESHOLDS,
        }
    }

    /// Position of a column by its English name.
    pub fn column(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|c| c.name == name)
    }

    /// Position of the column that a header names, English or Chinese.
    pub fn column_of_header(self, header: &str) -> Option<usize> {
        let header = header.trim();
        self.columns()
            .iter()
            .position(|c| c.name.eq_ignore_ascii_case(header) || c.zh.contains(&header))
    }
}

const PARKS: &[Column] = &[
    col("park_id", &["园区编号", "园区代码", "编号"], Kind::Id, true, "the id of the park"),
    col("name", &["园区名称", "名称", "开发区名称"], Kind::Text, true, "the official name"),
    col("aliases", &["别名", "简称"], Kind::Text, false, "other names, separated by 、"),
    col(
        "level",
        &["级别", "园区级别"],
        Kind::Word(words::Level::WORDS),
        false,
        "administrative level",
    ),
    col("kind", &["类型", "园区类型"], Kind::Word(words::ParkKind::WORDS), false, "kind of park"),
    col(
        "status",
        &["状态", "园区状态"],
        Kind::Word(words::Status::WORDS),
        false,
        "whether it still stands; empty means active",
    ),
    col("successor_id", &["后继园区编号"], Kind::Id, false, "the park it was merged into"),
    col(
        "parent_id",
        &["上级园区编号", "主园区编号"],
        Kind::Id,
        false,
        "the house of which this is one plate (一区多园)",
    ),
    col("managing_body", &["管理机构", "管委会"], Kind::Text, false, "the body that runs it"),
    col("region_code", &["行政区划代码", "区划代码"], Kind::RegionCode, false, "GB/T 2260 code"),
    col("province", &["省", "省份"], Kind::Text, false, "province"),
    col("city", &["市", "城市"], Kind::Text, false, "city"),
    col("county", &["县", "区县"], Kind::Text, false, "county"),
    col(
        "longitude",
        &["经度"],
        Kind::Number { min: -180.0, max: 180.0 },
        false,
        "longitude in degrees, WGS-84",
    ),
    col(
        "latitude",
        &["纬度"],
        Kind::Number { min: -90.0, max: 90.0 },
        false,
        "latitude in degrees, WGS-84",
    ),
    col(
        "position_is",
        &["坐标说明"],
        Kind::Text,
        false,
        "what the coordinates are (surveyed, centroid of county …)",
    ),
    col(
        "approved_on",
        &["批准时间", "批准日期", "设立时间"],
        Kind::Date,
        false,
        "approved on (year or month)",
    ),
    col(
        "approved_area_ha",
        &["核准面积(公顷)", "核准面积（公顷）", "批准面积(公顷)"],
        Kind::Number { min: 0.0, max: 1000000.0 },
        false,
        "approved area in hectares",
    ),
    col("website", &["网站", "官网"], Kind::Text, false, "website"),
    col(
        "leading_industries",
        &["主导产业"],
        Kind::Text,
        false,
        "leading industries as written, separated by 、",
    ),
    col(
        "chemical_park",
        &["化工园区认定", "是否化工园区"],
        Kind::Flag,
        false,
        "recognised chemical park",
    ),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const SAME_AS: &[Column] = &[
    col("park_id", &["园区编号", "园区代码", "编号"], Kind::Id, true, "the id of the park"),
    col("other_id", &["其他编号"], Kind::Id, true, "another id of the same park"),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const POSITIONING: &[Column] = &[
    col("park_id", &["园区编号", "园区代码", "编号"], Kind::Id, true, "the id of the park"),
    col("year", &["年份"], Kind::Year, false, "year, may be empty"),
    col("text", &["定位", "功能定位", "定位表述"], Kind::Text, true, "the positioning, restated"),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const STRUCTURE: &[Column] = &[
    col("park_id", &["园区编号", "园区代码", "编号"], Kind::Id, true, "the id of the park"),
    col("year", &["年份"], Kind::Year, false, "year"),
    col(
        "industry",
        &["行业", "行业代码", "产业"],
        Kind::Text,
        true,
        "GB/T 4754-2017 code or words",
    ),
    col("basis", &["口径"], Kind::Word(words::BasisKind::WORDS), true, "what is counted"),
    col(
        "value",
        &["数值", "值"],
        Kind::Number { min: 0.0, max: 1000000000000.0 },
        false,
        "how much, in the unit of the basis",
    ),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const BASES: &[Column] = &[
    col(
        "region_code",
        &["行政区划代码", "区划代码"],
        Kind::RegionCode,
        true,
        "GB/T 2260 code; 000000 is the nation",
    ),
    col("year", &["年份"], Kind::Year, false, "year"),
    col(
        "industry",
        &["行业", "行业代码", "产业"],
        Kind::Text,
        true,
        "GB/T 4754-2017 code or words",
    ),
    col("basis", &["口径"], Kind::Word(words::BasisKind::WORDS), true, "what is counted"),
    col(
        "value",
        &["数值", "值"],
        Kind::Number { min: 0.0, max: 1000000000000.0 },
        false,
        "how much, in the unit of the basis",
    ),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const ACTIVITIES: &[Column] = &[
    col("park_id", &["园区编号", "园区代码", "编号"], Kind::Id, true, "the id of the park"),
    col("year", &["年份", "截至年份"], Kind::Year, false, "counted up to the end of this year"),
    col("term", &["词", "活动"], Kind::Text, true, "the term"),
    col(
        "firms",
        &["企业数"],
        Kind::Number { min: 0.0, max: 100000000.0 },
        false,
        "firms that use it",
    ),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const TENANTS: &[Column] = &[
    col("firm_id", &["企业编号"], Kind::Id, true, "the id of the firm"),
    col("park_id", &["园区编号", "园区代码", "编号"], Kind::Id, true, "the id of the park"),
    col("name", &["企业名称"], Kind::Text, false, "name of the firm"),
    col("industry", &["行业", "行业代码"], Kind::Text, false, "GB/T 4754-2017 code or words"),
    col("scope", &["经营范围"], Kind::Text, false, "registered business scope"),
    col("products", &["产品", "主要产品"], Kind::Text, false, "products"),
    col("founded_on", &["成立日期", "成立时间"], Kind::Date, false, "founded on"),
    col(
        "capital_10k_cny",
        &["注册资本(万元)", "注册资本（万元）"],
        Kind::Number { min: 0.0, max: 1000000000.0 },
        false,
        "registered capital in 10k CNY",
    ),
    col("tags", &["标签"], Kind::Text, false, "tags"),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const POLICIES: &[Column] = &[
    col("clause_id", &["条款编号"], Kind::Id, true, "the id of the clause"),
    col("park_id", &["园区编号", "园区代码"], Kind::Id, false, "the park whose clause it is"),
    col(
        "region_code",
        &["行政区划代码", "区划代码"],
        Kind::RegionCode,
        false,
        "the region whose clause it is",
    ),
    col("document", &["文件", "文件名称"], Kind::Text, false, "title of the document"),
    col("issued_on", &["发布日期", "发文日期"], Kind::Date, false, "issued on"),
    col("valid_from", &["生效日期"], Kind::Date, false, "valid from"),
    col("valid_to", &["失效日期", "有效期至"], Kind::Date, false, "valid to"),
    col("issued_year", &["发布年份"], Kind::Year, false, "year of issue"),
    col("text", &["条款内容", "条款", "内容"], Kind::Text, false, "the clause, or its summary"),
    col(
        "instrument",
        &["政策工具"],
        Kind::Word(words::Instrument::WORDS),
        false,
        "instrument, by the form of the benefit",
    ),
    col("target_industry", &["适用产业"], Kind::Text, false, "target industry"),
    col(
        "rate_pct",
        &["比例(%)", "比例（%）"],
        Kind::Number { min: 0.0, max: 10000.0 },
        false,
        "what the firm gains, per cent of `per`",
    ),
    col(
        "rate_pct_high",
        &["比例上限(%)"],
        Kind::Number { min: 0.0, max: 10000.0 },
        false,
        "upper end of a range",
    ),
    col(
        "amount_10k_cny",
        &["金额(万元)", "金额（万元）"],
        Kind::Number { min: 0.0, max: 100000000.0 },
        false,
        "fixed sum, or sum per unit, 10k CNY",
    ),
    col(
        "amount_10k_cny_high",
        &["金额上限(万元)"],
        Kind::Number { min: 0.0, max: 100000000.0 },
        false,
        "upper end of a range, 10k CNY",
    ),
    col(
        "cap_10k_cny",
        &["封顶(万元)", "上限(万元)"],
        Kind::Number { min: 0.0, max: 100000000.0 },
        false,
        "upper limit, 10k CNY",
    ),
    col("per", &["计算基数", "基数"], Kind::Text, false, "of what, or for each what"),
    col("years", &["年限"], Kind::Text, false, "years"),
    col("condition", &["条件"], Kind::Text, false, "condition"),
    col("role", &["性质"], Kind::Word(words::Role::WORDS), false, "benefit, or a price to pay"),
    col(
        "coverage",
        &["摘录范围"],
        Kind::Word(words::Coverage::WORDS),
        false,
        "excerpt or whole document",
    ),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const UTILITIES: &[Column] = &[
    col("park_id", &["园区编号", "园区代码", "编号"], Kind::Id, true, "the id of the park"),
    col(
        "utility",
        &["配套类型", "类别"],
        Kind::Word(words::UtilityKind::WORDS),
        true,
        "which utility",
    ),
    col("ready", &["是否具备"], Kind::Flag, false, "ready"),
    col(
        "capacity",
        &["能力", "容量"],
        Kind::Number { min: 0.0, max: 1000000000000.0 },
        false,
        "capacity, in `unit`",
    ),
    col(
        "spare",
        &["余量"],
        Kind::Number { min: 0.0, max: 1000000000000.0 },
        false,
        "spare capacity, in `unit`",
    ),
    col("unit", &["单位"], Kind::Text, false, "unit of capacity and spare"),
    col(
        "price",
        &["价格"],
        Kind::Number { min: 0.0, max: 1000000.0 },
        false,
        "price, in `price_unit`",
    ),
    col(
        "price_high",
        &["价格上限"],
        Kind::Number { min: 0.0, max: 1000000.0 },
        false,
        "upper end of the price",
    ),
    col("price_unit", &["价格单位"], Kind::Text, false, "unit of the price"),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const PLOTS: &[Column] = &[
    col("plot_id", &["地块编号"], Kind::Id, true, "the id of the plot"),
    col("park_id", &["园区编号", "园区代码", "编号"], Kind::Id, true, "the id of the park"),
    col("kind", &["类型", "地块类型"], Kind::Word(words::PlotKind::WORDS), true, "land or factory"),
    col(
        "area_mu",
        &["面积(亩)", "面积（亩）"],
        Kind::Number { min: 0.0, max: 1000000.0 },
        false,
        "area in mu",
    ),
    col(
        "floor_area_m2",
        &["建筑面积(平方米)", "建筑面积（平方米）"],
        Kind::Number { min: 0.0, max: 100000000.0 },
        false,
        "floor area in m2",
    ),
    col("use", &["用途"], Kind::Text, false, "use"),
    col(
        "price_10k_cny_per_mu",
        &["地价(万元/亩)", "地价（万元/亩）"],
        Kind::Number { min: 0.0, max: 100000.0 },
        false,
        "price in 10k CNY per mu",
    ),
    col(
        "price_high",
        &["地价上限(万元/亩)"],
        Kind::Number { min: 0.0, max: 100000.0 },
        false,
        "upper end of the price, 10k CNY per mu",
    ),
    col(
        "rent_cny_per_m2_month",
        &["租金(元/平方米·月)", "租金（元/平方米·月）"],
        Kind::Number { min: 0.0, max: 10000.0 },
        false,
        "rent in CNY per m2 and month",
    ),
    col(
        "rent_high",
        &["租金上限(元/平方米·月)"],
        Kind::Number { min: 0.0, max: 10000.0 },
        false,
        "upper end of the rent, CNY per m2 and month",
    ),
    col("condition", &["状况"], Kind::Word(words::PlotCondition::WORDS), false, "condition"),
    col("available_from", &["可用时间"], Kind::Date, false, "available from"),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const FACTS: &[Column] = &[
    col("park_id", &["园区编号", "园区代码"], Kind::Id, false, "the park it is about"),
    col(
        "region_code",
        &["行政区划代码", "区划代码"],
        Kind::RegionCode,
        false,
        "the region it is about",
    ),
    col("topic", &["主题"], Kind::Text, true, "topic"),
    col("value", &["内容", "值"], Kind::Text, true, "the fact"),
    col("year", &["年份"], Kind::Year, false, "year of the fact"),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const NODES: &[Column] = &[
    col("node_id", &["节点编号"], Kind::Id, true, "the id of the node"),
    col("kind", &["类型"], Kind::Word(words::NodeKind::WORDS), true, "kind of node"),
    col("name", &["名称"], Kind::Text, true, "name"),
    col(
        "longitude",
        &["经度"],
        Kind::Number { min: -180.0, max: 180.0 },
        false,
        "longitude in degrees, WGS-84",
    ),
    col(
        "latitude",
        &["纬度"],
        Kind::Number { min: -90.0, max: 90.0 },
        false,
        "latitude in degrees, WGS-84",
    ),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

const REGIONS: &[Column] = &[
    col("region_code", &["行政区划代码", "区划代码"], Kind::RegionCode, true, "GB/T 2260 code"),
    col("name", &["名称"], Kind::Text, true, "name"),
    col("level", &["级别"], Kind::Text, false, "province, city or county"),
    col("parent_code", &["上级代码"], Kind::RegionCode, false, "code of the region above"),
    col(
        "longitude",
        &["经度"],
        Kind::Number { min: -180.0, max: 180.0 },
        false,
        "longitude in degrees, WGS-84",
    ),
    col(
        "latitude",
        &["纬度"],
        Kind::Number { min: -90.0, max: 90.0 },
        false,
        "latitude in degrees, WGS-84",
    ),
    col("source", &["来源"], Kind::Text, false, "where the row comes from"),
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds"),
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted"),
    col(
        "visibility",
        &["可见性"],
        Kind::Word(words::VisibilityKind::WORDS),
        false,
        "public or internal; empty means public",
    ),
    col("note", &["备注", "说明"], Kind::Text, false, "a note"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_names_one_column_and_every_key_exists() {
        for table in Table::ALL {
            let mut seen = std::collections::HashSet::new();
            for column in table.columns() {
                for header in column.zh.iter().chain([&column.name]) {
                    assert!(seen.insert(*header), "{}: {header} twice", table.name());
                }
            }
            for key in table.key() {
                assert!(table.column(key).is_some(), "{}: {key}", table.name());
            }
        }
    }
}
