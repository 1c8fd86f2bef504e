//! Five worked examples, and what must hold of any value.

use super::*;

const TERMS: Terms = Terms { discount_rate: 0.06, horizon_years: 10 };

fn project() -> Project {
    Project {
        bases: [
            ("investment", 50_000.0, Recurs::Once),
            ("tax_paid", 1_000.0, Recurs::Yearly),
            ("mu", 100.0, Recurs::Once),
        ]
        .map(|(k, v, recurs)| (k.to_owned(), (Interval::exactly(v), recurs)))
        .into(),
        indicators: [("investment".to_owned(), Interval::exactly(50_000.0))].into(),
        industries: [("化工".to_owned(), Check::NotMet)].into(),
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

fn asks(asked: Asked) -> Requirement {
    Requirement { asked, words: "须".to_owned(), span: None }
}

fn at_least(indicator: &str, floor: f64) -> Asked {
    Asked::Figure { indicator: indicator.to_owned(), at_least: Some(floor), below: None }
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
    one.cap_10k_cny = Some(Interval::exactly(2_000.0));
    close(value(&p, &one, &TERMS).value, 1_886.79, 1_886.79);
    // 2: 60 % of 1,000 for two years: 600 / 1.06 + 600 / 1.06².
    let mut two = rate("tax_paid", 60.0);
    two.years = Some(2.0);
    close(value(&p, &two, &TERMS).value, 1_100.04, 1_100.04);
    // 3: steps, 100 % for three years, then 50 % for two.
    let (mut full, mut half) = (rate("tax_paid", 100.0), rate("tax_paid", 50.0));
    full.years = Some(3.0);
    (half.first_year, half.years) = (4, Some(2.0));
    let both = simulate(&p, &[&full, &half], &TERMS);
    close(both.value, 3_442.69, 3_442.69);
    // 4: 5 a mu, 100 mu, if something holds that the project does not tell.
    let mut four = rate("mu", 0.0);
    (four.rate_pct, four.amount_10k_cny) = (None, Some(Interval::exactly(5.0)));
    four.requirements = vec![asks(Asked::Open)];
    close(value(&p, &four, &TERMS).value, 0.0, 471.70);
    // 5: two tiers of one clause: 2 % from 10,000, 3 % from 30,000; the better one counts, once.
    let tier = |pct, floor| {
        let mut grant = rate("investment", pct);
        grant.requirements = vec![asks(at_least("investment", floor))];
        grant
    };
    let tiers = simulate(&p, &[&tier(2.0, 10_000.0), &tier(3.0, 30_000.0)], &TERMS);
    close(tiers.value, 1_415.09, 1_415.09);
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
                    grant.cap_10k_cny = Some(Interval::exactly(cap));
                    let valued = value(&p, &grant, &TERMS);
                    let now = valued.value.expect("a number");
                    assert!(now.low >= last_by_cap.low && now.high >= last_by_cap.high);
                    assert!(valued.flows.iter().all(|f| f.high <= cap));
                    assert!(valued.flows.iter().map(|f| f.low).sum::<f64>() <= cap + 1e-9);
                    grant.cap_span = CapSpan::Whole;
                    let whole = value(&p, &grant, &TERMS);
                    assert!(whole.flows.iter().map(|f| f.high).sum::<f64>() <= cap + 1e-9);
                    grant.cap_span = CapSpan::Year;
                    let year = value(&p, &grant, &TERMS);
                    assert!(year.flows.iter().all(|f| f.low <= cap && f.low <= f.high));
                    grant.cap_span = CapSpan::Unsaid;
                    last_by_cap = now;
                }
            }
        }
    }
}

#[test]
fn a_failed_condition_is_worth_nothing_and_an_unknown_one_is_not_nothing() {
    let mut grant = rate("investment", 10.0);
    for fails in [at_least("investment", 60_000.0), Asked::Industry(vec!["化工".to_owned()])] {
        grant.requirements = vec![asks(Asked::Open), asks(fails)];
        let failed = value(&project(), &grant, &TERMS);
        assert_eq!(failed.standing, Standing::Fails);
        assert_eq!(failed.value, Some(Interval::default()));
    }
    for open in
        [at_least("jobs", 10.0), Asked::Industry(vec!["化工".to_owned(), "食品".to_owned()])]
    {
        grant.requirements = vec![asks(open)];
        let open = value(&project(), &grant, &TERMS);
        assert_eq!(open.standing, Standing::Unchecked);
        assert!(open.value.is_some_and(|v| v.low == 0.0 && v.high > 4_000.0));
    }
    grant.requirements = vec![asks(Asked::NewToThePlace), asks(at_least("investment", 50_000.0))];
    assert_eq!(value(&project(), &grant, &TERMS).standing, Standing::Holds);
}

#[test]
fn a_number_that_is_a_range_is_met_or_failed_only_as_a_whole() {
    let mut wide = project();
    wide.indicators.insert("investment".to_owned(), Interval { low: 20_000.0, high: 50_000.0 });
    for (floor, want) in
        [(20_000.0, Check::Met), (30_000.0, Check::Unknown), (50_001.0, Check::NotMet)]
    {
        assert_eq!(asks(at_least("investment", floor)).check(&wide), want, "{floor}");
    }
}

#[test]
fn what_has_no_number_is_unknown_and_not_zero() {
    let mut bare = rate("investment", 0.0);
    bare.rate_pct = None;
    assert_eq!(value(&project(), &bare, &TERMS).value, None);
    let other = rate("premium", 50.0);
    assert_eq!(value(&project(), &other, &TERMS).standing, Standing::NoBase);
    let all = simulate(&project(), &[&bare, &other], &TERMS);
    assert_eq!((all.without_number, all.value), (2, None));
}

#[test]
fn yearly_flows_discount_to_the_value() {
    let mut yearly = rate("tax_paid", 80.0);
    yearly.years = Some(5.0);
    let mut once = rate("investment", 3.0);
    once.family = "other".to_owned();
    let all = simulate(&project(), &[&yearly, &once], &TERMS);
    let found = all.value.expect("a number");
    let (mut low, mut high) = (0.0, 0.0);
    for (at, flow) in all.flows.iter().enumerate() {
        let year = i32::try_from(at + 1).expect("few years");
        low += flow.low / 1.06_f64.powi(year);
        high += flow.high / 1.06_f64.powi(year);
    }
    assert!((low - found.low).abs() < 1e-9 && (high - found.high).abs() < 1e-9);
    let by_hand = 1_500.0 / 1.06 + 800.0 * (1.0 - 1.06_f64.powi(-5)) / 0.06;
    assert!((found.high - by_hand).abs() < 1e-6, "{found:?}, by hand {by_hand}");
}

#[test]
fn what_may_exclude_each_other_counts_by_the_best_and_by_the_sum() {
    let (mut one, mut other) = (rate("investment", 1.0), rate("investment", 2.0));
    (one.tier_of, other.tier_of) = ("a".to_owned(), "b".to_owned());
    let both = simulate(&project(), &[&one, &other], &TERMS).value;
    close(both, 1_000.0 / 1.06, 1_500.0 / 1.06);
    one.tier_of.clone_from(&other.tier_of);
    close(simulate(&project(), &[&one, &other], &TERMS).value, 1_000.0 / 1.06, 1_000.0 / 1.06);
}
