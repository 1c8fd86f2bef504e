//! The freeze: what comes after it changes nothing, and what the judge says of a small field.

use super::*;
use crate::coefficients::{Coefficients, Task, Weight};
use crate::evaluate::evaluate;
use crate::firms::Park;
use crate::making::Making;
use crate::rows::Day;

/// A firm of one of two industries with words of its own; park 2 and the word 9 are seen only after the freeze.
fn firm(year: u16, park: u32, kind: u32) -> Firm {
    Firm {
        founded: Day { year, month: 6, day: 1 },
        park: Some(park),
        province: Some(u16::from(park == 3)),
        city: Some(park),
        capital_bin: if kind == 0 { 2 } else { 6 },
        division: if kind == 0 { 26 } else { 39 },
        group: if kind == 0 { 261 } else { 391 },
        maker: true,
        makes: kind == 0,
        pairs: vec![kind, kind + 2, 4],
        name_pairs: vec![kind + 5],
        items: vec![kind + 7],
    }
}

/// Parks 0 to 2 in one province, 3 in another; until 2015 park 0 takes the one kind and park 1 the other.
fn field(late: &[Firm]) -> Field {
    let mut history = Vec::new();
    for year in 2000..=2015 {
        for _ in 0..3 {
            history.push(firm(year, 0, 0));
            history.push(firm(year, 1, 1));
            history.push(firm(year, 3, u32::from(year % 2 == 0)));
        }
    }
    history.extend_from_slice(late);
    history.sort_by_key(|f| f.founded);
    let park = |n: u32| Park { park_id: format!("Z{n}"), province: u16::from(n == 3) };
    Field {
        parks: (0..4).map(park).collect(),
        provinces: vec!["甲".to_owned(), "乙".to_owned()],
        history,
        choices: vec![firm(2016, 0, 0), firm(2016, 1, 1), firm(2016, 2, 1)],
        elsewhere: 0,
    }
}

fn late() -> Vec<Firm> {
    let mut late = vec![firm(2016, 0, 1), firm(2017, 1, 0), firm(2016, 2, 1)];
    for firm in &mut late {
        firm.pairs.push(9);
        firm.name_pairs.push(10);
        firm.items.push(11);
    }
    vec![late; 20].concat()
}

#[test]
fn what_comes_after_the_freeze_changes_no_feature() {
    for making in [Making::default(), Making::counts()] {
        let (without, with) = (field(&[]), field(&late()));
        let (a, b) = (Nation::freeze(&without, 2015, making), Nation::freeze(&with, 2015, making));
        assert_eq!(a.parks(), [0, 1, 3], "a park without a firm before the freeze is no candidate");
        assert_eq!(a.parks(), b.parks());
        let mut asked = firm(2016, 0, 1);
        asked.pairs.push(9);
        assert_eq!(a.features(&asked), b.features(&asked));
        for (one, other) in a.provinces.iter().zip(&b.provinces) {
            assert_eq!(one.features(&asked), other.features(&asked));
        }
        // Not an empty promise: frozen a year later, the same rows do change the features.
        assert_ne!(
            Nation::freeze(&with, 2016, making).features(&asked),
            Nation::freeze(&without, 2016, making).features(&asked)
        );
    }
}

#[test]
fn the_judge_finds_the_park_of_the_same_words() {
    let weight =
        |feature| Weight { feature, coefficient: 1.0, standard_error: 0.1, low: -20.0, high: 20.0 };
    let mut coefficients = Coefficients::default();
    for weights in &mut coefficients.tasks {
        *weights = vec![weight(Feature::Division), weight(Feature::Words)];
    }
    let report = evaluate(&field(&[]), 2015, Making::counts(), &coefficients);
    assert_eq!((report.firms, report.makers), (3, 3));
    // The third firm chose a park that is no candidate: a miss in every task, and it counts.
    for task in Task::ALL {
        let model = report.all[&task].rankers[0].quality.as_ref().unwrap();
        assert_eq!(model.n, 3);
        assert!(model.recall[1] > 0.6 && model.recall[3] < 0.7, "{task:?} {model:?}");
    }
    let main = report.all[&Task::Province].rankers[0].quality.as_ref().unwrap();
    assert!(main.recall[0] > 0.6);
}
