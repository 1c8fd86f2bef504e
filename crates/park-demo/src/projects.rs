//! What was signed in a fictional park and what came of it, and what the place promised.

use park_domain::Table;

use crate::draw::Draw;
use crate::place::Plan;
use crate::rows::{DemoError, Rows};

/// Months since the beginning of year 0 of the date to which everything is followed.
const NOW: u32 = 2026 * 12 + 5;

/// A month as a date.
fn date(month: u32) -> String {
    format!("{}-{:02}", month / 12, month % 12 + 1)
}

/// The date of a month that has passed, else nothing.
fn passed(month: Option<u32>) -> Option<u32> {
    month.filter(|m| *m <= NOW)
}

pub(crate) fn add(rows: &mut Rows, plan: &Plan, draw: &mut Draw) -> Result<(), DemoError> {
    for at in 1..=draw.whole(14, 34) {
        project(rows, plan, draw, at)?;
    }
    for at in 1..=draw.whole(9, 26) {
        promise(rows, plan, draw, at)?;
    }
    Ok(())
}

fn project(rows: &mut Rows, plan: &Plan, draw: &mut Draw, at: u32) -> Result<(), DemoError> {
    let signed = draw.whole(2021 * 12, NOW - 1);
    let step = |draw: &mut Draw, before: Option<u32>, low, high| {
        before.filter(|_| draw.chance(plan.diligence + 8)).map(|b| b + draw.whole(low, high))
    };
    let slow = (100 - plan.diligence) / 6;
    let registered = step(draw, Some(signed), 0, 3);
    let land = step(draw, registered, 1, 6 + slow);
    let construction = step(draw, land, 1, 6 + slow);
    let production = step(draw, construction, 6, 14 + slow);
    let [registered, land, construction, production] =
        [registered, land, construction, production].map(passed);
    let given_up = construction.is_none() && NOW - signed > 12 && draw.chance(45);
    let ended = passed(Some(signed + draw.whole(9, 30))).filter(|_| given_up);
    let planned = match draw.whole(0, 99) {
        0..=44 => draw.whole(2, 9) * 1_000,
        45..=84 => draw.whole(10, 90) * 1_000,
        85..=97 => draw.whole(100, 600) * 1_000,
        _ => draw.whole(1_000, 1_500) * 1_000,
    };
    let paid = if construction.is_some() {
        planned / 100 * draw.whole(35, 100)
    } else if registered.is_some() {
        planned / 100 * draw.whole(0, 20)
    } else {
        0
    };
    let area = (planned / draw.whole(250, 500)).clamp(5, 600);
    let committed = draw.whole(25, 50) * 10;
    let share = |draw: &mut Draw, of: u32| of * draw.whole(plan.diligence, 112) / 100;
    let known = |value: u32| if production.is_some() { value.to_string() } else { String::new() };
    let actual = [committed, committed + 120, committed / 15].map(|c| share(draw, c)).map(known);
    let text = |month: Option<u32>| month.map(date).unwrap_or_default();
    let late = ended.is_none() && construction.is_none() && NOW - signed > 18;
    let consequence = match (ended.is_some(), late) {
        (true, _) => *draw.one_of(&["exited", "land recovered", "incentive recovered"]),
        (false, true) => *draw.one_of(&["reminded", "reminded", "penalty", ""]),
        (false, false) => "",
    };
    let half = if signed % 12 < 6 { "春季" } else { "秋季" };
    let ceremony = format!("{}年{half}集中签约活动", signed / 12);
    rows.add(
        Table::Projects,
        &[
            ("project_id", &format!("{}-J{at:02}", plan.id)),
            ("park_id", plan.id),
            ("industry", draw.one_of(plan.industries).1),
            ("ceremony", if draw.chance(80) { &ceremony } else { "" }),
            ("signed_on", &date(signed)),
            ("registered_on", &text(registered)),
            ("land_on", &text(land)),
            ("construction_on", &text(construction)),
            ("production_on", &text(production)),
            ("terminated_on", &text(ended)),
            (
                "reason",
                if ended.is_some() {
                    *draw.one_of(&["市场变化", "融资未到位"])
                } else {
                    ""
                },
            ),
            ("area_mu", &area.to_string()),
            ("investment_planned_10k_cny", &planned.to_string()),
            ("paid_in_10k_cny", &if draw.chance(90) { paid.to_string() } else { String::new() }),
            ("committed_investment_10k_cny_per_mu", &committed.to_string()),
            ("actual_investment_10k_cny_per_mu", &actual[0]),
            ("committed_output_10k_cny_per_mu", &(committed + 120).to_string()),
            ("actual_output_10k_cny_per_mu", &actual[1]),
            ("committed_tax_10k_cny_per_mu", &(committed / 15).to_string()),
            ("actual_tax_10k_cny_per_mu", &actual[2]),
            ("consequence", consequence),
        ],
    )
}

fn promise(rows: &mut Rows, plan: &Plan, draw: &mut Draw, at: u32) -> Result<(), DemoError> {
    let made = draw.whole(2021 * 12, NOW - 1);
    let due = made + draw.whole(6, 24);
    let kind = draw.one_of(&["land", "incentive", "incentive", "utility", "permit", "road"]);
    let (state, settled, reason) = if due > NOW {
        ("open", None, "")
    } else if draw.chance(plan.diligence) {
        ("kept", Some(due - draw.whole(0, 4)), "")
    } else {
        let reason =
            draw.one_of(&["change of office", "change of office", "budget", "law", "investor"]);
        match draw.whole(0, 3) {
            0 => ("late", passed(Some(due + draw.whole(1, 9))), *reason),
            1 => ("renegotiated", passed(Some(due + draw.whole(0, 6))), *reason),
            2 => ("voided", passed(Some(due + draw.whole(0, 6))), *reason),
            _ => ("open", None, *reason),
        }
    };
    rows.add(
        Table::Promises,
        &[
            ("promise_id", &format!("{}-W{at:02}", plan.id)),
            ("park_id", plan.id),
            ("kind", kind),
            ("made_on", &date(made)),
            ("due_on", &date(due)),
            ("settled_on", &settled.map(date).unwrap_or_default()),
            ("state", state),
            ("reason", reason),
        ],
    )
}
