//! Profiles with parks judged by hand before any ranking of them was seen, against two trivial rivals.

use std::collections::{BTreeMap, HashSet};

use park_domain::geo::{distance_km, unit_vector};
use park_service::answer::request::{IndustryRequest, ProfileRequest};
use park_service::answer::{matches, search};
use park_service::lang::Lang;

use crate::store::app;

/// The judged parks of each profile: its text and the ids, best first.
fn judged(table: &str) -> BTreeMap<String, (String, Vec<String>)> {
    let mut lists: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for line in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let list =
            lists.entry(cells[0].to_owned()).or_insert_with(|| (cells[1].to_owned(), Vec::new()));
        list.1.push(cells[2].to_owned());
    }
    lists
}

/// How many of the judged parks stand in the first `n`.
fn found(order: &[String], judged: &[String], n: usize) -> usize {
    let top: HashSet<&String> = order.iter().take(n).collect();
    judged.iter().filter(|id| top.contains(id)).count()
}

/// What is least to be found of a set of lists: judged parks in the first fifty, and lists of which one stands in the
/// first ten. Recorded when the ranking was measured; a change may raise it.
struct Least {
    recall_50: usize,
    hit_10: usize,
}

#[expect(clippy::print_stdout, reason = "the figures are read with --nocapture")]
fn hold_up(table: &str, least: &Least) {
    let app = app();
    let live = app.live();
    let (mut ours, mut by_text, mut by_distance, mut hit10, mut total) = (0, 0, 0, 0, 0);
    for (profile, (text, parks)) in judged(table) {
        let request = ProfileRequest {
            industry: IndustryRequest { text: Some(text.clone()), codes: None },
            limit: Some(50),
            ..ProfileRequest::default()
        };
        let answer = matches::answer(&live, &request, Lang::Zh, app.secret()).unwrap();
        let order: Vec<String> = answer.matches.iter().map(|m| m.park.id.clone()).collect();
        let text_order: Vec<String> = search::answer(&live, &text, 50, None, Lang::Zh)
            .map(|a| a.hits.into_iter().map(|h| h.park.id).collect())
            .unwrap_or_default();
        // Nearest first, from where the first judged park is.
        let home =
            live.find(&parks[0]).and_then(|p| p.position).expect("judged parks have a place");
        let home = unit_vector(home.0, home.1);
        let mut near: Vec<(f64, String)> = live
            .dataset()
            .parks
            .iter()
            .filter_map(|p| {
                p.position
                    .map(|(lon, lat)| (distance_km(home, unit_vector(lon, lat)), p.id.to_string()))
            })
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let near: Vec<String> = near.into_iter().map(|(_, id)| id).collect();
        let (a, b, c) =
            (found(&order, &parks, 50), found(&text_order, &parks, 50), found(&near, &parks, 50));
        let first = found(&order, &parks, 10);
        println!(
            "{profile}: {a} of {} in the first 50 (text {b}, nearest {c}), {first} in the first 10",
            parks.len()
        );
        ours += a;
        by_text += b;
        by_distance += c;
        hit10 += usize::from(first > 0);
        total += parks.len();
    }
    println!(
        "all: {ours} of {total} in the first 50 (text {by_text}, nearest {by_distance}); one in the first 10 for {hit10} of 12"
    );
    assert!(ours > by_text && ours > by_distance);
    assert!(ours >= least.recall_50 && hit10 >= least.hit_10, "{ours} and {hit10}");
}

#[test]
fn judged_parks_stand_near_the_top_and_above_trivial_rivals() {
    hold_up(include_str!("../quality/judged.csv"), &Least { recall_50: 40, hit_10: 8 });
}

/// Lists of other trades, written later, which no weight was ever settled on.
#[test]
fn parks_of_trades_that_nothing_was_tuned_on_do_as_well() {
    hold_up(include_str!("../quality/kept-back.csv"), &Least { recall_50: 45, hit_10: 9 });
}
