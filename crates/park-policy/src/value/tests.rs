//! Five worked examples, and what must hold of any value.

use super::*;

const TERMS: Terms = Terms { discount_rate: 0.06, horizon_years: 10 };

fn project() -> Project {
    Project {
        bases: [
            ("investment", (50_000.0, Recurs::Once)),
            ("tax_paid", (1_000.0, Recurs::Yearly)),
            ("mu", (100.0, Recurs::Once)),
        ]
        .map(|(k, v)| (k.to_owned(), v))
        .into(),
        indicators: [("investment".to_owned(), 50_000.0)].into(),
    }
}

fn rate(per: &str, pct: f64) -> Grant {
    Grant {
        clause: "c".to_owned(),
        per: per.to_owned(),
        rate_pct: Some(Interval::exactly(pct)),
        first_year: 1,
        ..Grant::default()
    }
}

fn close(found: Option<Interval>, low: f64, high: f64) {
    let found = found.expect("it has a number");
    assert!((found.low - low).abs() < 0.005, "{found:?}, expected {low} to {high}");
    assert!((found.high - high).abs() < 0.005, "{found:?}, expected {low} to {high}");
}

/// The five worked examples of docs/policy-money.md.
#[test]
fn the_worked_examples_come_out() {
    let p = project();
    // 1: 5 % of 50,000, at most 2,000, at the end of year 1: 2,000 / 1.06.
    let mut one = rate("investment", 5.0);
    one.cap_10k_cny = Some(2_000.0);
    close(value(&p, &one, &TERMS).value, 1_886.79, 1_886.79);
    // 2: 60 % of 1,000 for two years: 600 / 1.06 + 600 / 1.06².
    let mut two = rate("tax_paid", 60.0);
    two.years = Some(2.0);
    close(value(&p, &two, &TERMS).value, 1_100.04, 1_100.04);
    // 3: steps, 100 % for three years, then 50 % for two.
    let (mut full, mut half) = (rate("tax_paid", 100.0), rate("tax_paid", 50.0));
    full.years = Some(3.0);
    (half.first_year, half.years) = (4, Some(2.0));
    let both = simulate(&p, &[full, half], &TERMS);
    close(Some(both.value), 3_442.69, 3_442.69);
    // 4: 5 a mu, 100 mu, if something holds that the project does not tell.
    let mut four = rate("mu", 0.0);
    (four.rate_pct, four.amount_10k_cny) = (None, Some(Interval::exactly(5.0)));
    four.bounds = vec![Bound { indicator: "认定".to_owned(), at_least: None, below: None }];
    close(value(&p, &four, &TERMS).value, 0.0, 471.70);
    // 5: two tiers of one clause: 2 % from 10,000, 3 % from 30,000; the better one counts, once.
    let tier = |pct, floor| {
        let mut grant = rate("investment", pct);
        grant.bounds =
            vec![Bound { indicator: "investment".to_owned(), at_least: Some(floor), below: None }];
        grant
    };
    let tiers = simulate(&p, &[tier(2.0, 10_000.0), tier(3.0, 30_000.0)], &TERMS);
    close(Some(tiers.value), 1_415.09, 1_415.09);
}

#[test]
fn value_is_monotone_in_rate_and_cap_and_never_above_the_caps() {
    let p = project();
    for per in ["investment", "tax_paid"] {
        for years in [None, Some(0.5), Some(3.0), Some(40.0)] {
            let mut last_by_rate = Interval::default();
            for pct in [0.0, 1.0, 7.5, 50.0, 100.0] {
                let mut grant = rate(per, pct);
                grant.years = years;
                let now = value(&p, &grant, &TERMS).value.expect("a number");
                assert!(now.low >= last_by_rate.low && now.high >= last_by_rate.high);
                assert!(now.low <= now.high);
                last_by_rate = now;
                let mut last_by_cap = Interval::default();
                for cap in [0.0, 10.0, 400.0, 1e6] {
                    grant.cap_10k_cny = Some(cap);
                    let valued = value(&p, &grant, &TERMS);
                    let now = valued.value.expect("a number");
                    assert!(now.low >= last_by_cap.low && now.high >= last_by_cap.high);
                    assert!(valued.flows.iter().all(|f| f.high <= cap));
                    assert!(valued.flows.iter().map(|f| f.low).sum::<f64>() <= cap + 1e-9);
                    last_by_cap = now;
                }
            }
        }
    }
}

#[test]
fn a_failed_condition_is_worth_nothing_and_an_unknown_one_is_not_nothing() {
    let mut grant = rate("investment", 10.0);
    grant.bounds =
        vec![Bound { indicator: "investment".to_owned(), at_least: Some(60_000.0), below: None }];
    let failed = value(&project(), &grant, &TERMS);
    assert_eq!(failed.standing, Standing::Fails("investment".to_owned()));
    assert_eq!(failed.value, Some(Interval::default()));
    grant.bounds[0].indicator = "jobs".to_owned();
    let open = value(&project(), &grant, &TERMS);
    assert_eq!(open.standing, Standing::Unchecked);
    assert!(open.value.is_some_and(|v| v.low == 0.0 && v.high > 4_000.0));
}

#[test]
fn what_has_no_number_is_unknown_and_not_zero() {
    let mut bare = rate("investment", 0.0);
    bare.rate_pct = None;
    assert_eq!(value(&project(), &bare, &TERMS).value, None);
    let other = rate("premium", 50.0);
    assert_eq!(value(&project(), &other, &TERMS).standing, Standing::NoBase);
    assert_eq!(simulate(&project(), &[bare, other], &TERMS).unknown.len(), 2);
}

#[test]
fn yearly_flows_discount_to_the_value_and_flagged_money_stands_apart() {
    let mut flagged = rate("tax_paid", 80.0);
    (flagged.flagged, flagged.years) = (true, Some(5.0));
    let mut open = rate("investment", 3.0);
    open.group = "other".to_owned();
    let all = simulate(&project(), &[flagged, open], &TERMS);
    let again = present_value(&all.flows, TERMS.discount_rate);
    assert!((again.low - all.value.low).abs() < 1e-9);
    let mut by_hand = 0.0;
    for (at, flow) in all.flows.iter().enumerate() {
        let year = i32::try_from(at + 1).expect("few years");
        by_hand += flow.high / 1.06_f64.powi(year);
    }
    assert!((by_hand - all.value.high).abs() < 1e-9);
    assert!((all.value.high - 1_500.0 / 1.06).abs() < 1e-9);
    assert!(all.flagged_value.high > 3_000.0);
}
