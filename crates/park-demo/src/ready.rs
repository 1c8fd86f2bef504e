//! Whether a fictional park is ready: plots, the ledger of land, utilities, procedures, floors.

use park_domain::Table;

use crate::draw::Draw;
use crate::place::Plan;
use crate::rows::{DemoError, Rows};

pub(crate) fn add(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<(), DemoError> {
    let offered = plots(rows, plan, draw)?;
    ledger(rows, plan, draw, offered)?;
    utilities(rows, plan, draw)?;
    if plan.open {
        approvals(rows, plan, draw)?;
    }
    thresholds(rows, plan, draw)
}

/// The plots on offer; their area in mu comes back.
fn plots(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<u32, DemoError> {
    let price = draw.whole(12, 45);
    let count = draw.whole(3, 7);
    let mut offered = 0;
    for at in 1..=count {
        let area = draw.whole(15, 160);
        offered += area;
        // The second and third lie side by side.
        let note = match at {
            2 => format!("相邻：{}-P3", plan.id),
            3 => format!("相邻：{}-P2", plan.id),
            _ => String::new(),
        };
        let condition = draw.one_of(&["clean", "clean", "stock", "idle", "inefficient"]);
        let from = format!("{}-{:02}", draw.whole(2026, 2027), draw.whole(1, 12));
        let high = if draw.chance(30) { (price + 5).to_string() } else { String::new() };
        rows.add(
            Table::Plots,
            &[
                ("plot_id", &format!("{}-P{at}", plan.id)),
                ("park_id", plan.id),
                ("kind", "land"),
                ("area_mu", &area.to_string()),
                ("use", if plan.kind == "logistics" { "仓储用地" } else { "工业用地" }),
                ("price_10k_cny_per_mu", &price.to_string()),
                ("price_high", &high),
                ("condition", condition),
                ("available_from", &from),
                ("note", &note),
            ],
        )?;
    }
    for at in 1..=draw.whole(1, 3) {
        rows.add(
            Table::Plots,
            &[
                ("plot_id", &format!("{}-F{at}", plan.id)),
                ("park_id", plan.id),
                ("kind", "factory"),
                ("floor_area_m2", &(draw.whole(2, 24) * 500).to_string()),
                ("use", "标准厂房"),
                ("rent_cny_per_m2_month", &draw.whole(9, 22).to_string()),
                ("condition", "stock"),
                ("available_from", "2026-09"),
            ],
        )?;
    }
    Ok(offered)
}

fn ledger(rows: &mut Rows, plan: &Plan, draw: &mut Draw, offered: u32) -> Result<(), DemoError> {
    if !plan.open {
        return Ok(());
    }
    let available = plan.area_ha * draw.whole(60, 85) / 100 * 15;
    let supplied = available.saturating_sub(offered + draw.whole(50, 400));
    let built = supplied * draw.whole(70, 95) / 100;
    for (topic, area) in
        [("land_available", available), ("land_supplied", supplied), ("land_built", built)]
    {
        rows.add(
            Table::Facts,
            &[
                ("park_id", plan.id),
                ("topic", topic),
                ("value", &format!("{area}亩")),
                ("year", "2025"),
            ],
        )?;
    }
    Ok(())
}

fn utilities(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<(), DemoError> {
    for (utility, unit, low, high, price, price_unit) in [
        ("power", "MW", 60, 400, "0.62", "元/千瓦时"),
        ("water", "t/d", 10_000, 80_000, "3.4", "元/吨"),
        ("sewage", "t/d", 8_000, 60_000, "2.6", "元/吨"),
        ("steam", "t/h", 40, 300, "210", "元/吨"),
        ("gas", "m3/d", 50_000, 400_000, "3.3", "元/立方米"),
    ] {
        // Steam is rare outside of parks that need it.
        if utility == "steam" && !plan.chemical && draw.chance(50) {
            continue;
        }
        let capacity = draw.whole(low, high);
        let spare = if plan.open {
            (capacity * draw.whole(5, 45) / 100).to_string()
        } else {
            String::new()
        };
        rows.add(
            Table::Utilities,
            &[
                ("park_id", plan.id),
                ("utility", utility),
                ("ready", "yes"),
                ("capacity", &capacity.to_string()),
                ("spare", &spare),
                ("unit", unit),
                ("price", price),
                ("price_unit", price_unit),
            ],
        )?;
    }
    if plan.chemical {
        let tonnes = draw.whole(2, 9) * 5_000;
        let cells = [
            ("park_id", plan.id),
            ("utility", "hazardous_waste"),
            ("ready", "yes"),
            ("capacity", &tonnes.to_string()),
            ("unit", "t/a"),
        ];
        rows.add(Table::Utilities, &cells)?;
    }
    Ok(())
}

/// Procedure, stage, steps, documents, offices, days promised.
const PROCEDURES: &[(&str, &str, u32, u32, u32, u32)] = &[
    ("企业开办", "before licence", 1, 4, 2, 1),
    ("项目备案", "before licence", 1, 3, 1, 1),
    ("环境影响评价审批", "before licence", 3, 7, 1, 20),
    ("建设工程规划许可", "before licence", 2, 6, 2, 10),
    ("施工许可", "before licence", 2, 8, 3, 5),
    ("竣工联合验收", "after licence", 3, 10, 5, 12),
    ("不动产登记", "after licence", 1, 5, 2, 3),
];

fn approvals(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<(), DemoError> {
    for (procedure, stage, steps, documents, offices, days) in PROCEDURES {
        // A diligent place takes as long as it promised, another one up to twice as long.
        let slow = draw.whole(0, 2 * (100 - plan.diligence));
        let actual = days + days * slow / 100;
        rows.add(
            Table::Approvals,
            &[
                ("park_id", plan.id),
                ("procedure", procedure),
                ("stage", stage),
                ("steps", &steps.to_string()),
                ("documents", &documents.to_string()),
                ("offices", &offices.to_string()),
                ("days_promised", &days.to_string()),
                ("days_actual_median", &actual.to_string()),
                ("online", if draw.chance(70) { "yes" } else { "no" }),
                ("measured_by", "园区政务服务中心（虚构）"),
            ],
        )?;
    }
    Ok(())
}

fn thresholds(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<(), DemoError> {
    let intensity = match plan.level {
        "national" => draw.whole(35, 50) * 10,
        "provincial" => draw.whole(22, 35) * 10,
        _ => draw.whole(12, 22) * 10,
    };
    // One park states the same floor per hectare: read as it stands it would be wrong by 15.
    let (minimum, unit) = if plan.id == "DEMO07" {
        (intensity * 15, "万元/公顷")
    } else {
        (intensity, "万元/亩")
    };
    let tax = (intensity / 18).to_string();
    for (indicator, minimum, unit, veto) in [
        ("固定资产投资强度", minimum.to_string().as_str(), unit, "yes"),
        ("亩均税收", tax.as_str(), "万元/亩", "no"),
    ] {
        rows.add(
            Table::Thresholds,
            &[
                ("park_id", plan.id),
                ("indicator", indicator),
                ("minimum", minimum),
                ("unit", unit),
                ("veto", veto),
            ],
        )?;
    }
    Ok(())
}
