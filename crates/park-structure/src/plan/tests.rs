//! Plans against full enumeration.

use super::*;

/// A reproducible number from 0 to 1.
fn next(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    f64::from(u32::try_from(*state >> 40).unwrap()) / f64::from(1_u32 << 24)
}

fn problem(n: usize, k: usize, seed: u64) -> PlanProblem {
    let mut state = seed;
    let options = (0..n)
        .map(|_| {
            let base: Vec<f64> = (0..k).map(|_| next(&mut state).powi(3)).collect();
            let mut options = vec![PlanOption { takes: None, structure: base.clone() }];
            for l in 0..k {
                let mut structure = base.clone();
                structure[l] += 1.0;
                options.push(PlanOption { takes: Some(l), structure });
            }
            options
        })
        .collect();
    PlanProblem { options, most: BTreeMap::new(), apart: BTreeSet::new() }
}

/// The least total over all choices.
fn least(p: &PlanProblem) -> f64 {
    let mut chosen = vec![0; p.options.len()];
    let mut best = f64::INFINITY;
    loop {
        if p.keeps(&chosen) {
            best = best.min(p.total(&chosen));
        }
        let Some(at) = (0..chosen.len()).find(|i| chosen[*i] + 1 < p.options[*i].len()) else {
            return best;
        };
        chosen[at] += 1;
        chosen[..at].fill(0);
    }
}

#[test]
fn a_small_plan_is_the_best_of_all_choices() {
    for seed in 1..6 {
        let mut p = problem(5, 4, seed);
        for variant in 0..3 {
            if variant == 1 {
                p.most = (0..4).map(|k| (k, 1)).collect();
            }
            if variant == 2 {
                p.apart.insert((0, 3));
            }
            let plan = p.solve(&[vec![0; 5]]).unwrap();
            assert!(plan.exact && p.keeps(&plan.chosen));
            assert!((plan.total - least(&p)).abs() < 1e-9, "seed {seed} variant {variant}");
            assert!((plan.total - p.total(&plan.chosen)).abs() < 1e-9);
        }
    }
}

#[test]
fn the_bounds_never_pass_the_optimum() {
    for seed in 1..8 {
        let mut p = problem(5, 4, seed);
        for variant in 0..3 {
            if variant == 1 {
                p.most = (0..4).map(|k| (k, 1)).collect();
            }
            if variant == 2 {
                p.apart.insert((1, 2));
            }
            let units = Units::of(&p);
            let best = least(&p);
            let pairs: f64 = bound::least_of_pairs(&p, &units).iter().flatten().sum();
            let relaxed = bound::relaxed(&p, &units, best + 0.5);
            assert!(pairs <= best + 1e-9, "{pairs} {best}");
            assert!(relaxed <= best + 1e-9, "{relaxed} {best}");
            assert!(relaxed > best - 3.0, "the relaxation says something: {relaxed} {best}");
        }
    }
}

#[test]
fn a_large_plan_keeps_its_maxima_and_its_bound_is_near() {
    let mut p = problem(40, 8, 3);
    p.most = (0..8).map(|k| (k, 6)).collect();
    let plan = p.solve(&[vec![0; 40]]).unwrap();
    let stay = p.total(&[0; 40]);
    assert!(p.keeps(&plan.chosen) && !plan.exact);
    assert!(plan.bound <= plan.total && plan.total < stay);
    assert!(plan.total - plan.bound < 0.15 * plan.total, "{} {}", plan.bound, plan.total);
    let by_region: f64 = p.by_region(&plan.chosen).iter().sum();
    assert!((by_region / 2.0 - plan.total).abs() < 1e-9);
}

#[test]
fn a_start_over_a_maximum_is_no_start() {
    let mut p = problem(3, 2, 1);
    p.most.insert(0, 1);
    assert!(p.solve(&[vec![1, 1, 0]]).is_none());
}
