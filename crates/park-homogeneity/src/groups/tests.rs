//! Small groups by hand, and the equality of linkage by component with linkage over all.

use approx::assert_abs_diff_eq;

use super::*;
use crate::vectors::Measure;

fn all_partners(n: usize) -> Vec<Vec<u32>> {
    (0..position(n)).map(|i| (i + 1..position(n)).collect()).collect()
}

fn sets(lists: &[&[u32]], n: usize) -> Vectors {
    Vectors::new(
        lists.iter().map(|l| l.iter().map(|k| (*k, 1.0)).collect()).collect(),
        n,
        Measure::Cosine,
    )
}

#[test]
fn two_groups_and_a_loner() {
    let v = sets(&[&[0, 1, 2], &[4, 5], &[0, 1, 2], &[0, 1, 3], &[4, 5], &[6], &[]], 7);
    let found = groups(&v, &all_partners(7), 0.6);
    assert_eq!(found, [vec![0, 2, 3], vec![1, 4]]);
    let stable = stability(&v, &all_partners(7), 0.6, &found, 40, 1).unwrap();
    assert!(stable.iter().all(|s| (0.0..=1.0).contains(s)));
    assert!(stable[1] >= stable[0], "identical lists come back more often");
    assert_eq!(stable, stability(&v, &all_partners(7), 0.6, &found, 40, 1).unwrap());
}

#[test]
fn outside_the_family_nothing_is_alike() {
    let v = sets(&[&[0, 1], &[0, 1], &[0, 1]], 2);
    assert_eq!(groups(&v, &[vec![1], vec![], vec![]], 0.6), [vec![0, 1]]);
}

#[test]
fn components_give_what_one_linkage_gives() {
    let n = 60;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
    let rows: Vec<Vec<(u32, f64)>> =
        (0..n).map(|_| (0..8).filter(|_| rng.gen_bool(0.5)).map(|k| (k, 1.0)).collect()).collect();
    let v = Vectors::new(rows, 8, Measure::Cosine);
    let partners = all_partners(n);
    for cut in [0.3, 0.5, 0.75, 0.9] {
        let whole: Vec<u32> = (0..position(n)).filter(|i| v.has(*i as usize)).collect();
        let mut products = vec![0.0; n];
        let similar: Vec<Vec<f64>> =
            (0..n).map(|a| to_partners(&v, &partners[a], a, &mut products)).collect();
        let mut expected = link(&similar, &partners, &whole, cut);
        expected.sort();
        assert_eq!(groups(&v, &partners, cut), expected, "{cut}");
    }
}

#[test]
fn leaves_keep_like_parks_together() {
    let v = sets(&[&[0, 1], &[4, 5], &[0, 1], &[4, 5], &[0, 2]], 6);
    assert_eq!(leaf_order(&v, &[0, 1, 2, 3, 4]), [0, 2, 4, 1, 3]);
    assert_abs_diff_eq!(
        best_overlap(&[0, 2], &[vec![0, 2, 4]], &[0, usize::MAX, 0, 0, 0]),
        2.0 / 3.0
    );
}
