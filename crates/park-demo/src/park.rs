//! What a fictional park is: its row, positioning, structure, policies.

use park_domain::Table;

use crate::draw::Draw;
use crate::place::{Plan, REGIONS};
use crate::rows::{DemoError, Rows};

pub(crate) fn add(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<(), DemoError> {
    parks(rows, plan, draw)?;
    structure(rows, plan, draw)?;
    policies(rows, plan, draw)
}

fn name_of(code: &str) -> &'static str {
    REGIONS.iter().find(|r| r.0 == code).map_or("", |r| r.1)
}

fn parks(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<(), DemoError> {
    let city = format!("{}00", &plan.region[..4]);
    let home = REGIONS.iter().find(|r| r.0 == plan.region);
    let (x, y) = home.map_or((150.0, 30.0), |r| (r.4, r.5));
    let shift = |draw: &mut Draw| f64::from(draw.whole(0, 100)) / 1000.0;
    let (x, y) = (format!("{:.3}", x + shift(draw)), format!("{:.3}", y + shift(draw)));
    let named: Vec<&str> = plan.industries.iter().map(|(word, _)| *word).collect();
    let approved = format!("{}-{:02}", draw.whole(1996, 2016), draw.whole(1, 12));
    rows.add(
        Table::Parks,
        &[
            ("park_id", plan.id),
            ("name", plan.name),
            ("level", plan.level),
            ("kind", plan.kind),
            ("region_code", plan.region),
            ("province", name_of("990000")),
            ("city", name_of(&city)),
            ("county", name_of(plan.region)),
            ("longitude", &x),
            ("latitude", &y),
            ("position_is", "演示数据（虚构）"),
            ("approved_on", &approved),
            ("approved_area_ha", &plan.area_ha.to_string()),
            ("leading_industries", &named.join("、")),
            ("chemical_park", if plan.chemical { "yes" } else { "no" }),
        ],
    )?;
    rows.add(
        Table::Positioning,
        &[("park_id", plan.id), ("year", "2025"), ("text", plan.positioning)],
    )
}

fn structure(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<(), DemoError> {
    // What it names, and two of the trades that every place has.
    let divisions = plan.industries.iter().map(|(_, division)| (*division, true));
    let mut seen = Vec::new();
    for (division, own) in divisions.chain([("33", false), ("29", false), ("51", false)]) {
        if seen.contains(&division) {
            continue;
        }
        seen.push(division);
        let mut firms = if own { draw.whole(25, 90) } else { draw.whole(3, 20) };
        for year in 2022..=2025 {
            let output = firms * draw.whole(2_000, 9_000);
            for (basis, value) in [("firms", firms), ("output_10k_cny", output)] {
                rows.add(
                    Table::Structure,
                    &[
                        ("park_id", plan.id),
                        ("year", &year.to_string()),
                        ("industry", division),
                        ("basis", basis),
                        ("value", &value.to_string()),
                    ],
                )?;
            }
            firms += draw.whole(0, if own { 9 } else { 2 });
        }
    }
    Ok(())
}

fn policies(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<(), DemoError> {
    let document = format!("{}促进产业发展若干措施", plan.name);
    let equipment = draw.whole(3, 12);
    let cap = draw.whole(3, 20) * 100;
    let rent = draw.whole(2, 5) * 10;
    let research = draw.whole(2, 6) * 5;
    let first = draw.whole(1, 5) * 10;
    let clauses = [
        (
            "equipment",
            format!(
                "固定资产投资五千万元以上的项目，按设备投资额的{equipment}%给予补助，最高不超过{cap}万元"
            ),
            [equipment.to_string(), String::new(), cap.to_string()],
            "equipment",
            "固定资产投资5000万元以上",
        ),
        (
            "rent",
            format!("租用标准厂房的，前三年租金减免{rent}%"),
            [rent.to_string(), String::new(), String::new()],
            "rent",
            "",
        ),
        (
            "R&D",
            format!("研发费用超过上年的部分，按{research}%奖励，每年最高{}万元", cap / 2),
            [research.to_string(), String::new(), (cap / 2).to_string()],
            "R&D",
            "",
        ),
        (
            "talent",
            format!("首次认定为高新技术企业的，一次性奖励{first}万元"),
            [String::new(), first.to_string(), String::new()],
            "once",
            "首次认定",
        ),
    ];
    for (at, (instrument, text, [rate, amount, cap], per, condition)) in clauses.iter().enumerate()
    {
        // A place that publishes little shows two kinds.
        if !plan.open && at > 1 {
            break;
        }
        rows.add(
            Table::Policies,
            &[
                ("clause_id", &format!("{}-C{}", plan.id, at + 1)),
                ("park_id", plan.id),
                ("document", &document),
                ("issued_on", "2025-03"),
                ("valid_from", "2025-04"),
                ("valid_to", "2028-03"),
                ("issued_year", "2025"),
                ("text", text),
                ("instrument", instrument),
                ("rate_pct", rate),
                ("amount_10k_cny", amount),
                ("cap_10k_cny", cap),
                ("per", per),
                ("years", if *instrument == "rent" { "3" } else { "1" }),
                ("condition", condition),
                ("role", "benefit"),
                ("coverage", "whole"),
            ],
        )?;
    }
    Ok(())
}
