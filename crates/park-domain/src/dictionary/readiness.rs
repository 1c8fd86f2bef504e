//! Columns of the tables about readiness and promises: approvals, projects, promises, thresholds.

use super::{Column, Kind, col};
use crate::words;

/// Largest sum of money in 10k CNY.
const MONEY_MAX: f64 = 1_000_000_000.0;

/// Largest sum of money in 10k CNY per mu.
const PER_MU_MAX: f64 = 1_000_000.0;

const PARK_ID: Column =
    col("park_id", &["园区编号", "园区代码", "编号"], Kind::Id, true, "the id of the park");
const INDUSTRY: Column = col(
    "industry",
    &["行业", "行业代码", "产业"],
    Kind::Text,
    false,
    "GB/T 4754-2017 code or words",
);
const SOURCE: Column = col("source", &["来源"], Kind::Text, false, "where the row comes from");
const AS_OF: Column =
    col("as_of", &["截至日期", "数据时间"], Kind::Date, false, "the date for which it holds");
const ESTIMATED: Column =
    col("estimated", &["是否估算"], Kind::Flag, false, "estimated rather than counted");
const VISIBILITY: Column = col(
    "visibility",
    &["可见性"],
    Kind::Word(words::VisibilityKind::WORDS),
    false,
    "public or internal; empty means public",
);
const NOTE: Column = col("note", &["备注", "说明"], Kind::Text, false, "a note");

/// A whole number of things.
const fn count(name: &'static str, zh: &'static [&'static str], doc: &'static str) -> Column {
    col(name, zh, Kind::Number { min: 0.0, max: 100_000.0 }, false, doc)
}

/// A sum per mu of land.
const fn per_mu(name: &'static str, zh: &'static [&'static str], doc: &'static str) -> Column {
    col(name, zh, Kind::Number { min: 0.0, max: PER_MU_MAX }, false, doc)
}

const fn date(name: &'static str, zh: &'static [&'static str], doc: &'static str) -> Column {
    col(name, zh, Kind::Date, false, doc)
}

pub(super) const APPROVALS: &[Column] = &[
    PARK_ID,
    col("procedure", &["审批事项", "事项", "事项名称"], Kind::Text, true, "the procedure"),
    col(
        "stage",
        &["阶段", "审批阶段"],
        Kind::Word(words::ApprovalStage::WORDS),
        false,
        "before or after the licence",
    ),
    count("steps", &["环节数", "办理环节"], "steps"),
    count("documents", &["材料数", "申请材料数"], "documents to hand in"),
    count("offices", &["部门数", "办理部门数"], "offices that take part"),
    count("days_promised", &["承诺天数", "承诺办理天数"], "working days promised"),
    count(
        "days_actual_median",
        &["实际天数", "实际办理天数", "实际天数中位数"],
        "median of the working days that it took",
    ),
    col("online", &["是否网办", "是否可网办"], Kind::Flag, false, "can be done online"),
    col("measured_by", &["测算单位", "数据提供方"], Kind::Text, false, "who measured the days"),
    SOURCE,
    AS_OF,
    ESTIMATED,
    VISIBILITY,
    NOTE,
];

pub(super) const PROJECTS: &[Column] = &[
    col("project_id", &["项目编号"], Kind::Id, true, "the id of the project"),
    PARK_ID,
    INDUSTRY,
    col("ceremony", &["签约活动", "集中签约活动"], Kind::Text, false, "ceremony of the signing"),
    date("signed_on", &["签约日期", "签约时间"], "signed on"),
    date("registered_on", &["注册日期", "注册时间"], "company registered on"),
    date("land_on", &["供地日期", "供地时间", "拿地时间"], "land or building handed over on"),
    date("construction_on", &["开工日期", "开工时间"], "construction begun on"),
    date("production_on", &["投产日期", "投产时间"], "production begun on"),
    date("terminated_on", &["终止日期", "终止时间"], "given up on"),
    col("reason", &["原因"], Kind::Text, false, "why it stands where it stands"),
    col(
        "area_mu",
        &["用地面积(亩)", "用地面积（亩）", "面积(亩)"],
        Kind::Number { min: 0.0, max: 1_000_000.0 },
        false,
        "area of its land in mu",
    ),
    col(
        "investment_planned_10k_cny",
        &["计划投资(万元)", "计划投资（万元）", "协议投资(万元)", "总投资(万元)"],
        Kind::Number { min: 0.0, max: MONEY_MAX },
        false,
        "planned investment in 10k CNY",
    ),
    col(
        "paid_in_10k_cny",
        &["到位资金(万元)", "到位资金（万元）", "实际到资(万元)"],
        Kind::Number { min: 0.0, max: MONEY_MAX },
        false,
        "investment paid in so far, 10k CNY",
    ),
    per_mu(
        "committed_investment_10k_cny_per_mu",
        &["承诺投资强度(万元/亩)", "承诺投资强度（万元/亩）"],
        "committed investment, 10k CNY per mu",
    ),
    per_mu(
        "actual_investment_10k_cny_per_mu",
        &["实际投资强度(万元/亩)", "实际投资强度（万元/亩）"],
        "actual investment, 10k CNY per mu",
    ),
    per_mu(
        "committed_output_10k_cny_per_mu",
        &["承诺亩均产值(万元/亩)", "承诺亩均产值（万元/亩）"],
        "committed output, 10k CNY per mu",
    ),
    per_mu(
        "actual_output_10k_cny_per_mu",
        &["实际亩均产值(万元/亩)", "实际亩均产值（万元/亩）"],
        "actual output, 10k CNY per mu",
    ),
    per_mu(
        "committed_tax_10k_cny_per_mu",
        &["承诺亩均税收(万元/亩)", "承诺亩均税收（万元/亩）"],
        "committed tax, 10k CNY per mu",
    ),
    per_mu(
        "actual_tax_10k_cny_per_mu",
        &["实际亩均税收(万元/亩)", "实际亩均税收（万元/亩）"],
        "actual tax, 10k CNY per mu",
    ),
    col(
        "consequence",
        &["处置结果", "后续处理"],
        Kind::Word(words::Consequence::WORDS),
        false,
        "what followed when the project did not do as committed",
    ),
    SOURCE,
    AS_OF,
    ESTIMATED,
    VISIBILITY,
    NOTE,
];

pub(super) const PROMISES: &[Column] = &[
    col("promise_id", &["承诺编号"], Kind::Id, true, "the id of the promise"),
    PARK_ID,
    col(
        "kind",
        &["承诺类型", "类型"],
        Kind::Word(words::PromiseKind::WORDS),
        true,
        "what was promised",
    ),
    date("made_on", &["承诺日期", "承诺时间"], "made on"),
    date("due_on", &["到期日期", "兑现期限"], "due on"),
    date("settled_on", &["办结日期", "兑现日期"], "settled on, in whatever way"),
    col(
        "state",
        &["承诺状态", "状态", "兑现情况"],
        Kind::Word(words::PromiseState::WORDS),
        true,
        "what became of it",
    ),
    col(
        "reason",
        &["原因", "未兑现原因"],
        Kind::Word(words::PromiseReason::WORDS),
        false,
        "why it was not kept as promised",
    ),
    SOURCE,
    AS_OF,
    ESTIMATED,
    VISIBILITY,
    NOTE,
];

pub(super) const THRESHOLDS: &[Column] = &[
    PARK_ID,
    INDUSTRY,
    col("indicator", &["准入指标", "指标", "指标名称"], Kind::Text, true, "what is measured"),
    col(
        "minimum",
        &["最低值", "准入标准"],
        Kind::Number { min: 0.0, max: 1_000_000_000_000.0 },
        false,
        "the floor, in `unit`",
    ),
    col("unit", &["单位"], Kind::Text, false, "unit of the floor"),
    col("veto", &["一票否决", "是否一票否决"], Kind::Flag, false, "a project below it is refused"),
    SOURCE,
    AS_OF,
    ESTIMATED,
    VISIBILITY,
    NOTE,
];
