//! Curves, intervals, look-back and land against figures worked out by hand.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use park_domain::{Dataset, PartialDate, Record, Table};
use park_readiness::announce::announce;
use park_readiness::floors::{Indicator, floor};
use park_readiness::keeping::keeping;
use park_readiness::land::{Fit, Ledger, area_mu, serve};
use park_readiness::rates::{Definition, rates};
use park_readiness::review::review;
use park_readiness::{Case, Event, Settings, Track, reached, wilson};
use proptest::prelude::*;

const SETTINGS: &str = include_str!("../../../models/readiness/settings.csv");

fn settings() -> Settings {
    Settings::parse(SETTINGS).unwrap()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// Rows as `column=value` pairs separated by blanks.
fn dataset(rows: &[(Table, &str)]) -> Dataset {
    let records: Vec<Record> = rows
        .iter()
        .map(|(table, row)| {
            let mut cells = vec![None; table.columns().len()];
            for pair in row.split(' ') {
                let (name, value) = pair.split_once('=').unwrap();
                cells[table.column(name).unwrap()] = Some(value);
            }
            Record::check(*table, &cells).unwrap()
        })
        .collect();
    Dataset::from_records(&records)
}

fn date(text: &str) -> PartialDate {
    PartialDate::parse(text).unwrap()
}

fn case(months: i32, arrived: bool) -> Case {
    Case { months, arrived, weight: 1.0 }
}

#[test]
fn wilson_of_nine_in_twelve_is_the_reference() {
    let (low, high) = wilson(9.0, 12.0).unwrap();
    assert!((low - 0.4677).abs() < 5e-5 && (high - 0.9111).abs() < 5e-5, "{low} {high}");
    assert_eq!(wilson(0.0, 0.0), None);
    assert!(near(wilson(0.0, 5.0).unwrap().0, 0.0));
    assert!(near(wilson(5.0, 5.0).unwrap().1, 1.0));
}

/// Arrivals at 3, 5, 5, 10 months; last seen at 4, 8, 12, 12. By hand:
/// 8 at risk at 3: 7/8; 6 at risk at 5, two arrive: 7/8 · 4/6 = 7/12; 3 at risk at 10: 7/12 · 2/3 = 7/18.
#[test]
fn the_product_limit_by_hand() {
    let cases = [
        case(3, true),
        case(4, false),
        case(5, true),
        case(5, true),
        case(8, false),
        case(10, true),
        case(12, false),
        case(12, false),
    ];
    let share = |months| reached(&cases, months).map(|r| r.share);
    assert!(near(share(2).unwrap(), 0.0));
    assert!(near(share(4).unwrap(), 1.0 / 8.0));
    assert!(near(share(6).unwrap(), 5.0 / 12.0));
    assert!(near(share(12).unwrap(), 11.0 / 18.0));
    // Nobody was followed for 13 months, and two had not arrived when last seen.
    assert_eq!(share(13), None);
    let year = reached(&cases, 12).unwrap();
    assert_eq!((year.followed, year.censored), (6, 2));
    // Greenwood: 1/(8·7) + 2/(6·4) + 1/(3·2); effective n = F/(S·g) = (11/18)/(7/18 · 0.267857…).
    let g = 1.0 / 56.0 + 2.0 / 24.0 + 1.0 / 6.0;
    let n = (11.0 / 18.0) / (7.0 / 18.0 * g);
    let (low, high) = year.interval.unwrap();
    let (by_hand_low, by_hand_high) = wilson(11.0 / 18.0 * n, n).unwrap();
    assert!(near(low, by_hand_low) && near(high, by_hand_high));
}

#[test]
fn who_all_arrived_needs_no_follow_up() {
    let cases = [case(2, true), case(3, true)];
    assert!(near(reached(&cases, 24).unwrap().share, 1.0));
    assert_eq!(reached(&[], 6), None);
}

const PROJECTS: &[(Table, &str)] = &[
    // Signed 2022: one in production after 12 months, one given up, one still on its way.
    (
        Table::Projects,
        "project_id=A park_id=P signed_on=2022-01 registered_on=2022-02 land_on=2022-05 construction_on=2022-07 production_on=2023-01 ceremony=春季 investment_planned_10k_cny=10000 paid_in_10k_cny=9000 committed_tax_10k_cny_per_mu=20 actual_tax_10k_cny_per_mu=15",
    ),
    (
        Table::Projects,
        "project_id=B park_id=P signed_on=2022-01 registered_on=2022-03 terminated_on=2022-09 ceremony=春季 investment_planned_10k_cny=100000 paid_in_10k_cny=0 consequence=exited",
    ),
    (
        Table::Projects,
        "project_id=C park_id=P signed_on=2022-01 construction_on=2022-12 ceremony=秋季 investment_planned_10k_cny=30000",
    ),
    // Signed a month before the date: cannot have arrived, must not pull the curve down.
    (
        Table::Projects,
        "project_id=D park_id=P signed_on=2023-12 investment_planned_10k_cny=1000000 paid_in_10k_cny=100",
    ),
    // Known to the year only; no investment.
    (Table::Projects, "project_id=E park_id=P signed_on=2023"),
];

#[test]
fn recent_signings_do_not_punish() {
    let data = dataset(PROJECTS);
    let tracks: Vec<Track<'_>> =
        data.projects.iter().map(|p| Track::new(p, date("2024-01"))).collect();
    let all = rates(&tracks, &Definition::USUAL, &settings());
    assert_eq!(all.iter().map(|r| r.cohort).collect::<Vec<_>>(), [None, Some(2022), Some(2023)]);
    let fulfilment = &all[0].rates[0];
    // A, B and C (C's construction proves that it had registered) of five.
    assert_eq!((fulfilment.by_number.part, fulfilment.by_number.whole), (3.0, 5.0));
    assert_eq!((fulfilment.undated, fulfilment.money_unknown, fulfilment.small), (1, 1, true));
    assert!(near(fulfilment.by_money.share.unwrap(), 140_000.0 / 1_140_000.0));
    // On the curve: arrivals at 1, 2 and 11, D last seen at 1. At 12 months everybody who was followed arrived.
    let (_, year, _) = &fulfilment.curve[1];
    assert!(near(year.unwrap().share, 1.0));
    // Half a year: 3/4 · 2 at risk … S = (1 − 1/4)(1 − 1/2) = 3/8.
    let (_, half, _) = &fulfilment.curve[0];
    assert!(near(half.unwrap().share, 5.0 / 8.0));
    // Production: A arrived after 12; B was given up and stays; C is still on its way.
    let production = &all[0].rates[3];
    assert_eq!(production.given_up, 1);
    let (_, year, money) = &production.curve[1];
    assert!(near(year.unwrap().share, 1.0 / 3.0));
    assert!(near(money.unwrap().share, 10_000.0 / 140_000.0));
    // Two years: B and C were followed for 24 months.
    assert!(near(production.curve[2].1.unwrap().share, 1.0 / 3.0));
    // Of the signings of 2023 nobody was followed for half a year.
    assert_eq!(all[2].rates[3].curve[0].1, None);
    let paid = &all[0].paid_in;
    assert!(near(paid.by_money.share.unwrap(), 9_100.0 / 1_110_000.0));
    assert_eq!((paid.by_number.part, paid.by_number.whole, paid.unknown), (2.0, 3.0, 2));
}

#[test]
fn a_rate_can_be_defined_otherwise() {
    let data = dataset(PROJECTS);
    let tracks: Vec<Track<'_>> =
        data.projects.iter().map(|p| Track::new(p, date("2024-01"))).collect();
    let other = Definition {
        code: "construction",
        numerator: Event::Construction,
        denominator: Event::Registered,
    };
    let rate = &rates(&tracks, &[other], &settings())[0].rates[0];
    assert_eq!((rate.by_number.part, rate.by_number.whole), (2.0, 3.0));
    // An event after the date has not taken place.
    let early: Vec<Track<'_>> =
        data.projects.iter().map(|p| Track::new(p, date("2022-06"))).collect();
    let rate = &rates(&early, &Definition::USUAL, &settings())[0].rates[2];
    assert_eq!((rate.by_number.part, rate.by_number.whole), (0.0, 3.0));
}

#[test]
fn the_look_back_says_how_late() {
    let data = dataset(PROJECTS);
    let tracks: Vec<Track<'_>> =
        data.projects.iter().map(|p| Track::new(p, date("2024-03"))).collect();
    let rows = review(&tracks, &settings());
    let of = |id: &str| rows.iter().find(|r| &*r.project_id == id).unwrap();
    // C has begun to build; production was expected after 24 months, it is 26 months old.
    assert_eq!(of("C").overdue.map(|o| (o.event, o.months)), Some((Event::Production, 2)));
    assert_eq!(of("A").overdue, None);
    assert!(near(of("A").tax.kept().unwrap(), 0.75));
    assert!(of("B").given_up && of("B").overdue.is_none());
    // D: three months old; registration is expected within three.
    assert_eq!(of("D").overdue, None);
    assert!(of("E").cannot_tell);
    assert_eq!(&*rows[0].project_id, "C");
}

#[test]
fn announcements_are_counted() {
    let data = dataset(PROJECTS);
    let tracks: Vec<Track<'_>> =
        data.projects.iter().map(|p| Track::new(p, date("2024-01"))).collect();
    let all = &announce(&tracks)[0];
    assert_eq!((all.ceremonies, all.projects, all.large), (2, 5, [4, 2, 1]));
    assert_eq!((all.planned_unknown, all.without_ceremony), (1, 2));
    assert!(near(all.planned_10k_cny, 1_140_000.0));
}

#[test]
fn open_promises_count_for_nobody_until_they_are_due() {
    let data = dataset(&[
        (
            Table::Promises,
            "promise_id=1 park_id=P kind=land made_on=2022-01 due_on=2022-06 settled_on=2022-05 state=kept",
        ),
        (
            Table::Promises,
            "promise_id=2 park_id=P kind=land made_on=2022-01 due_on=2022-06 settled_on=2023-01 state=late reason=budget",
        ),
        (
            Table::Promises,
            "promise_id=3 park_id=P kind=incentive made_on=2022-01 due_on=2022-06 state=open",
        ),
        (
            Table::Promises,
            "promise_id=4 park_id=P kind=incentive made_on=2023-10 due_on=2024-06 state=open",
        ),
        (
            Table::Promises,
            "promise_id=5 park_id=P kind=incentive made_on=2022-01 settled_on=2022-03 state=voided reason=law",
        ),
    ]);
    let list: Vec<&park_domain::Promise> = data.promises.iter().collect();
    let all = keeping(&list, date("2024-01"), &settings());
    let total = &all[0];
    assert_eq!((total.kept, total.open_overdue, total.open_not_due), (1, 1, 1));
    assert_eq!(total.decided(), 4);
    assert!(near(total.rate.unwrap(), 0.25));
    assert_eq!(total.interval, wilson(1.0, 4.0));
    assert_eq!(total.reasons.len(), 3);
    // Kept at 4 and 12 months; 3 and 5 stay for 24; 4 last seen at 3: S = 3/4 at 6, 3/4 · 2/3 = 1/2 at 12.
    assert!(near(total.curve[0].1.unwrap().share, 0.25));
    assert!(near(total.curve[1].1.unwrap().share, 0.5));
    assert_eq!(all.len(), 3);
}

#[test]
fn floors_come_in_one_unit() {
    let data = dataset(&[
        (Table::Thresholds, "park_id=P industry=1 indicator=投资强度 minimum=300 unit=万元/亩"),
        (Table::Thresholds, "park_id=P industry=2 indicator=投资强度 minimum=4500 unit=元/㎡"),
        (Table::Thresholds, "park_id=P industry=3 indicator=投资强度 minimum=4500 unit=万元/公顷"),
        (Table::Thresholds, "park_id=P industry=4 indicator=总投资 minimum=1 unit=亿元"),
        (Table::Thresholds, "park_id=P industry=5 indicator=投资强度 minimum=300"),
        (Table::Thresholds, "park_id=P industry=6 indicator=绿化率 minimum=20 unit=%"),
    ]);
    let read: Vec<Option<f64>> =
        data.thresholds.iter().map(|t| floor(t).map(|f| f.minimum)).collect();
    assert_eq!(read, [Some(300.0), Some(300.0), Some(300.0), Some(10_000.0), None, None]);
    assert_eq!(floor(&data.thresholds[3]).unwrap().indicator, Indicator::Investment);
}

#[test]
fn plots_are_joined_only_where_a_note_says_so() {
    let data = dataset(&[
        (Table::Plots, "plot_id=1 park_id=P kind=land area_mu=40 note=与2号地块相邻：2、3"),
        (Table::Plots, "plot_id=2 park_id=P kind=land area_mu=45"),
        (Table::Plots, "plot_id=3 park_id=P kind=land area_mu=70"),
        (Table::Plots, "plot_id=4 park_id=P kind=land area_mu=45"),
        (Table::Plots, "plot_id=5 park_id=P kind=land"),
        (Table::Plots, "plot_id=6 park_id=P kind=land area_mu=500"),
        (Table::Plots, "plot_id=7 park_id=P kind=land area_mu=90"),
    ]);
    let plots: Vec<&park_domain::Plot> = data.plots.iter().collect();
    let served = serve(&plots, 80.0, 120.0, &settings());
    let fits: Vec<Fit> = served.iter().map(|s| s.fit).collect();
    use Fit::{Adjoining, Larger, One, TooSmall, Unknown};
    assert_eq!(fits, [Adjoining, Adjoining, Adjoining, TooSmall, Unknown, Larger, One]);
    let together: Vec<&str> = served[0].together.iter().map(|t| &**t).collect();
    assert_eq!((together, served[0].area_mu), (vec!["1", "2"], Some(85.0)));
}

#[test]
fn the_ledger_of_land_is_checked() {
    let data = dataset(&[
        (Table::Facts, "park_id=P topic=land_available value=1000公顷 year=2023"),
        (Table::Facts, "park_id=P topic=已供应土地 value=12000亩 year=2023"),
        (Table::Facts, "park_id=P topic=已供应土地 value=9000亩 year=2020"),
        (Table::Facts, "park_id=P topic=land_built value=135000亩 year=2023"),
        (Table::Plots, "plot_id=1 park_id=P kind=land area_mu=4000"),
    ]);
    let ledger = Ledger::of(data.facts.iter(), data.plots.iter());
    assert!(near(ledger.supply_rate().unwrap(), 0.8));
    let broken = ledger.broken();
    let pairs: Vec<_> = broken.iter().map(|b| (b.smaller, b.larger, b.off_by_15)).collect();
    assert_eq!(
        pairs,
        [("built", "supplied", true), ("built", "available", true), ("offered", "free", false)]
    );
    assert_eq!(area_mu("10000㎡"), Some(15.0));
    assert_eq!(area_mu("12000"), None);
}

#[test]
fn settings_are_read_strictly() {
    assert_eq!(settings().horizons, [6, 12, 24]);
    for bad in ["", "horizon,6,x", "horizon,0,x", "horizont,6,x"] {
        assert!(Settings::parse(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn without_censoring_the_curve_is_the_plain_rate(
        months in prop::collection::vec(1_i32..40, 1..40), at in 1_i32..30,
    ) {
        // Who has not arrived by 30 was last seen at 30 or later.
        let cases: Vec<Case> = months.iter().map(|m| case((*m).min(30), *m < 30)).collect();
        let arrived = months.iter().filter(|m| **m <= at && **m < 30).count() as f64;
        let n = months.len() as f64;
        let got = reached(&cases, at).unwrap();
        prop_assert!(near(got.share, arrived / n));
        let (low, high) = got.interval.unwrap();
        let (want_low, want_high) = wilson(arrived, n).unwrap();
        prop_assert!((low - want_low).abs() < 1e-9 && (high - want_high).abs() < 1e-9);
    }

    #[test]
    fn the_curve_rises_and_ignores_the_order(
        list in prop::collection::vec((0_i32..40, any::<bool>(), 1_u32..5), 1..40),
    ) {
        let cases: Vec<Case> = list
            .iter()
            .map(|(months, arrived, w)| Case {
                months: *months, arrived: *arrived, weight: f64::from(*w),
            })
            .collect();
        let mut turned = cases.clone();
        turned.reverse();
        let mut before = 0.0;
        for at in 0..40 {
            let Some(now) = reached(&cases, at) else { break };
            prop_assert!((0.0..=1.0).contains(&now.share) && now.share >= before - 1e-12);
            prop_assert!(near(now.share, reached(&turned, at).unwrap().share));
            before = now.share;
        }
    }

    #[test]
    fn one_more_recent_signing_changes_no_earlier_curve(
        list in prop::collection::vec((7_i32..40, any::<bool>()), 1..30),
    ) {
        let cases: Vec<Case> = list.iter().map(|(m, a)| case(*m, *a)).collect();
        let mut more = cases.clone();
        more.push(case(0, false));
        let share = |c: &[Case]| reached(c, 12).map(|r| r.share);
        prop_assert_eq!(share(&cases), share(&more));
    }
}
