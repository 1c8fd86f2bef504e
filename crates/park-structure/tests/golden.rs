//! Published and re-run reference numbers, each with its source and convention, to the digits printed.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it does not expect")]

use approx::assert_abs_diff_eq;
use park_structure::{
    Key, Measure, Measured, Presence, Relatedness, Table, complexity, density, gini, hachman,
    hhi_normalised, jsd_bits, krugman, location_quotient, lorenz_gini, measure, overlap,
    partition_many, partition_pair, proximity, quotient_gini, read_table, reflections, relatedness,
    shares, shrunk_quotient, theil, theil_l, variety_bits,
};

fn table(rows: &[&[f64]]) -> Table {
    let names = |p: &str, n: usize| (1..=n).map(|i| format!("{p}{i}")).collect();
    let values = rows.iter().flat_map(|r| r.iter().map(|v| Some(*v))).collect();
    Table::new(names("R", rows.len()), names("I", rows[0].len()), values)
}

fn values(table: &Table, m: Measure) -> Vec<f64> {
    measure(table, m).unwrap().into_iter().map(|r| r.value.unwrap()).collect()
}

fn close(found: &[f64], want: &[f64], half_unit: f64) {
    assert_eq!(found.len(), want.len());
    for (f, w) in found.iter().zip(want) {
        assert_abs_diff_eq!(*f, *w, epsilon = half_unit + 1e-12);
    }
}

fn ok(values: &[Measured]) -> Vec<f64> {
    values.iter().map(|v| v.unwrap()).collect()
}

/// The five by five example of `EconGeo`'s help pages (Hoover and Giarratani).
fn hoover_giarratani() -> Table {
    table(&[
        &[100.0, 0.0, 0.0, 0.0, 0.0],
        &[0.0, 15.0, 5.0, 70.0, 10.0],
        &[0.0, 20.0, 10.0, 20.0, 50.0],
        &[0.0, 25.0, 30.0, 5.0, 40.0],
        &[0.0, 40.0, 55.0, 5.0, 0.0],
    ])
}

/// The seeded five by four example of `EconGeo`'s help pages, also run through py-ecomplexity 0.5.3.
fn seeded() -> Table {
    table(&[
        &[52.0, 45.0, 33.0, 11.0],
        &[95.0, 84.0, 83.0, 10.0],
        &[43.0, 17.0, 65.0, 47.0],
        &[42.0, 94.0, 1.0, 23.0],
        &[95.0, 24.0, 82.0, 10.0],
    ])
}

/// `EconGeo`: reference pooled with the region itself; entropy in bits, three decimals.
#[test]
fn econgeo_hoover_giarratani() {
    let t = hoover_giarratani();
    close(&values(&t, Measure::KrugmanPooled), &[1.6, 1.0, 0.6, 0.7, 1.1], 1e-9);
    close(&values(&t, Measure::Hoover), &[0.8, 0.5, 0.3, 0.35, 0.55], 1e-9);
    close(&values(&t, Measure::Hhi), &[1.0, 0.525, 0.34, 0.315, 0.465], 1e-9);
    close(&values(&t, Measure::Entropy), &[0.0, 1.319, 1.761, 1.766, 1.219], 5e-4);
    let hachman = [0.2, 0.380952380952, 0.588235294118, 0.634920634921, 0.430107526882];
    close(&values(&t, Measure::Hachman), &hachman, 5e-13);
    let second = [0.0, 0.75, 0.25, 3.5, 0.5];
    close(&values(&t, Measure::Lq)[5..10], &second, 1e-9);
    // Locational Gini after Krugman: half a Lorenz Gini, at most 0.5, two decimals.
    close(&values(&t, Measure::LocationalGini), &[0.40, 0.18, 0.27, 0.31, 0.28], 5e-3);
}

/// `EconGeo` on the seeded table, twelve digits.
#[test]
fn econgeo_seeded() {
    let t = seeded();
    let krugman = [0.139484851183, 0.137767659365, 0.538727255036, 0.698901673640, 0.441323444843];
    close(&values(&t, Measure::KrugmanPooled), &krugman, 5e-13);
    let herf = [0.298727428198, 0.311824178201, 0.289751216874, 0.434765625000, 0.368927023203];
    close(&values(&t, Measure::Hhi), &herf, 5e-13);
    close(&values(&t, Measure::Entropy), &[1.834, 1.751, 1.872, 1.405, 1.613], 5e-4);
    let hachman = [0.978057120624, 0.950592510058, 0.693471308744, 0.607139234811, 0.828045048599];
    close(&values(&t, Measure::Hachman), &hachman, 5e-13);
    let first = [1.08, 1.16, 0.85, 0.74];
    close(&values(&t, Measure::Lq)[..4], &first, 5e-3);
}

/// `EconGeo`'s `Gini`, `Hoover.Gini` and `Hoover.index` (there in per cent).
#[test]
fn econgeo_gini_family() {
    let (x, people) = ([0.0, 10.0, 10.0, 30.0, 50.0], [10.0, 15.0, 20.0, 25.0, 30.0]);
    close(&[gini(&x).unwrap()], &[0.48], 5e-3);
    close(&[lorenz_gini(&x, &people).unwrap()], &[0.31], 5e-3);
    let index = 100.0 * krugman(&shares(&x).unwrap(), &shares(&people).unwrap()) / 2.0;
    close(&[index], &[25.0], 0.5);
}

/// `EconGeo`'s `relatedness` on co-occurrences, diagonal 0: first rows of the four forms.
#[test]
fn econgeo_relatedness() {
    let c: Vec<Vec<f64>> = [
        [5.0, 9.0, 7.0, 2.0, 6.0, 1.0],
        [9.0, 1.0, 0.0, 1.0, 0.0, 7.0],
        [7.0, 0.0, 9.0, 1.0, 1.0, 5.0],
        [2.0, 1.0, 1.0, 6.0, 8.0, 7.0],
        [6.0, 0.0, 1.0, 8.0, 1.0, 8.0],
        [1.0, 7.0, 5.0, 7.0, 8.0, 8.0],
    ]
    .map(|r| r.to_vec())
    .to_vec();
    for (form, want) in [
        (
            Relatedness::Probability,
            [0.0, 2.220302521008, 2.124319248826, 0.437530364372, 1.064245524297, 0.142110552764],
        ),
        (
            Relatedness::Association,
            [0.0, 2.668235294118, 2.52, 0.530526315789, 1.314782608696, 0.18],
        ),
        (
            Relatedness::Cosine,
            [
                0.0,
                0.4365641250654,
                0.3741657386774,
                0.0917662935482,
                0.2502172968685,
                0.0377964473009,
            ],
        ),
        (
            Relatedness::Jaccard,
            [0.0, 0.2727272727273, 0.21875, 0.0476190476190, 0.1428571428571, 0.0192307692308],
        ),
    ] {
        close(&ok(&relatedness(&c, form)[0]), &want, 5e-13);
    }
}

/// `EconGeo`'s relatedness density in per cent, diagonal 0, of a given binary relatedness.
#[test]
fn econgeo_density() {
    let m = [[1, 0, 0, 0], [1, 1, 1, 0], [0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 1, 0]];
    let m: Vec<Vec<bool>> = m.iter().map(|r| r.iter().map(|v| *v == 1).collect()).collect();
    let phi =
        [[1.0, 1.0, 0.0, 0.0], [1.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 1.0, 1.0]];
    let phi: Vec<Vec<Measured>> = phi.iter().map(|r| r.iter().map(|v| Ok(*v)).collect()).collect();
    let m = Presence::from_rows(&m);
    let percent = |diagonal: f64, k: usize| -> Vec<f64> {
        ok(&density(&m, &phi, diagonal)).chunks(4).map(|row| row[k] * 100.0).collect()
    };
    close(&percent(0.0, 0), &[0.0, 100.0, 0.0, 100.0, 0.0], 5e-3);
    close(&percent(0.0, 1), &[50.0, 50.0, 0.0, 0.0, 50.0], 5e-3);
    close(&percent(0.0, 2), &[0.0; 5], 5e-3);
    // The published relatedness has a 1 on the fourth place of its diagonal.
    close(&percent(1.0, 3), &[0.0, 66.67, 33.33, 33.33, 33.33], 5e-3);
}

/// Farhauer and Kröll (2013), Dörsam (2004), Störmann (2009) as REAT 3.0.3 prints them.
#[test]
fn farhauer_and_kroell() {
    // Krugman against the unweighted mean of the other regions' shares.
    let nordic = table(&[
        &[45_000.0, 15_000.0, 32_000.0, 10_000.0, 30_000.0],
        &[35_000.0, 12_000.0, 30_000.0, 8_000.0, 22_000.0],
        &[40_000.0, 10_000.0, 25_000.0, 9_000.0, 18_000.0],
        &[30_000.0, 11_000.0, 18_000.0, 3_000.0, 13_000.0],
        &[40_000.0, 6_000.0, 11_000.0, 2_000.0, 12_000.0],
    ]);
    let sweden = values(&nordic, Measure::KrugmanMeanOfOthers)[0];
    assert_abs_diff_eq!(sweden, 0.159501792268597, epsilon = 5e-15);
    // Krugman of a pair.
    let pair = table(&[&[20.0, 10.0, 70.0, 0.0, 0.0], &[0.0, 0.0, 0.0, 60.0, 40.0]]);
    assert_eq!(values(&pair, Measure::KrugmanPair), [2.0]);
    // Krugman concentration of an industry against the mean of the other industries: the regions of the transposed table.
    let industries = table(&[
        &[4_320.0, 7_811.0, 3_900.0, 2_300.0, 47_560.0],
        &[20_000.0, 11_000.0, 31_000.0, 8_000.0, 20_000.0],
        &[40_000.0, 10_000.0, 25_000.0, 9_000.0, 16_000.0],
        &[10_000.0, 11_000.0, 14_000.0, 14_000.0, 13_000.0],
        &[7_000.0, 7_500.0, 11_000.0, 1_500.0, 36_000.0],
    ]);
    close(&values(&industries, Measure::KrugmanMeanOfOthers)[..1], &[0.8619], 5e-5);
    // Gini over location quotients, of a region over industries and of an industry over regions.
    let spec = quotient_gini(
        &[700.0, 600.0, 500.0, 10_000.0, 40_000.0],
        &[30_000.0, 15_000.0, 10_000.0, 60_000.0, 50_000.0],
    );
    assert_abs_diff_eq!(spec.unwrap(), 0.622222222222222, epsilon = 5e-15);
    let conc = quotient_gini(
        &[500.0, 500.0, 1_000.0, 7_000.0, 1_000.0],
        &[20_000.0, 15_000.0, 20_000.0, 40_000.0, 5_000.0],
    );
    assert_abs_diff_eq!(conc.unwrap(), 0.406896551724138, epsilon = 5e-15);
    let lq = location_quotient(1_714.0, 79_006.0, 879_213.0, 15_593_224.0).unwrap();
    assert_abs_diff_eq!(lq, 0.3847623, epsilon = 5e-8);
    let four = [20.0, 50.0, 20.0, 10.0];
    let herfindahl = values(&table(&[&four]), Measure::Hhi)[0];
    assert_abs_diff_eq!(herfindahl, 0.34, epsilon = 1e-15);
    assert_abs_diff_eq!(1.0 / herfindahl, 2.94117647, epsilon = 5e-9);
    assert_abs_diff_eq!(hhi_normalised(&four).unwrap(), 0.12, epsilon = 1e-15);
    // What REAT's `theil` prints is Theil's L; Theil's T of the same numbers is 0.2502.
    let five = [10.0, 10.0, 10.0, 20.0, 50.0];
    assert_abs_diff_eq!(theil_l(&five).unwrap(), 0.232630161961136, epsilon = 5e-15);
    assert_abs_diff_eq!(theil(&five).unwrap(), 0.2502, epsilon = 5e-5);
}

/// Divergences and varieties computed with scipy and by hand (METHODS 1.4, 1.7).
#[test]
fn divergences_and_varieties() {
    let (p, q) = ([0.5, 0.3, 0.2, 0.0, 0.0], [0.4, 0.1, 0.1, 0.2, 0.2]);
    assert_abs_diff_eq!(jsd_bits(&p, &q), 0.2540157730728, epsilon = 5e-14);
    assert_abs_diff_eq!(jsd_bits(&p, &q).sqrt(), 0.5039997748737592, epsilon = 5e-15);
    let nats = (jsd_bits(&p, &q) * std::f64::consts::LN_2).sqrt();
    assert_abs_diff_eq!(nats, 0.41960733659358984, epsilon = 5e-15);
    let t = table(&[&p, &q]);
    for m in [Measure::Unido, Measure::Cosine] {
        assert_abs_diff_eq!(values(&t, m)[0], 0.7953559537197221, epsilon = 5e-15);
    }
    assert_abs_diff_eq!(krugman(&p, &q), 0.8, epsilon = 1e-15);
    assert_abs_diff_eq!(overlap(&p, &q), 0.6, epsilon = 1e-15);
    let split = variety_bits(&[0.3, 0.2, 0.25, 0.15, 0.1], &[0, 0, 1, 1, 1]).unwrap();
    assert_abs_diff_eq!(split.unrelated_bits, 1.0, epsilon = 1e-15);
    assert_abs_diff_eq!(split.related_bits, 1.2282129458410016, epsilon = 5e-15);
}

/// A small base is drawn to 1; no shrinkage gives the plain quotient.
#[test]
fn shrunk_quotients() {
    assert_abs_diff_eq!(shrunk_quotient(2.0, 4.0, 0.1, 0.0).unwrap(), 5.0, epsilon = 1e-12);
    assert_abs_diff_eq!(shrunk_quotient(2.0, 4.0, 0.1, 16.0).unwrap(), 1.8, epsilon = 1e-12);
    assert_abs_diff_eq!(shrunk_quotient(0.0, 0.0, 0.1, 16.0).unwrap(), 1.0, epsilon = 1e-12);
    assert_abs_diff_eq!(hachman(&[0.5, 0.5], &[0.5, 0.5]).unwrap(), 1.0);
}

/// py-ecomplexity 0.5.3: ECI and PCI of the seeded table, density with 1 on the diagonal.
#[test]
fn ecomplexity_seeded() {
    let t = seeded();
    let eci = [0.894694198163468, 0.650330681202877, -1.2198595387649063];
    let found = values(&t, Measure::Eci);
    close(&found[..3], &eci, 1e-12);
    close(&found[3..], &[-1.2198595387649063, 0.894694198163468], 1e-12);
    let pci = [1.6277847490452408, 0.16160364728169502, 0.16160364728169493, -2.601322724811508];
    close(&values(&t, Measure::Pci), &pci, 1e-12);
    let m = Presence::of(&t);
    let one = ok(&density(&m, &proximity(&m), 1.0));
    close(&one[..4], &[5.0 / 7.0, 5.0 / 7.0, 3.0 / 7.0, 0.2], 1e-12);
    close(&one[4..8], &[1.0, 6.0 / 7.0, 6.0 / 7.0, 0.4], 1e-12);
    let binary = [1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0];
    close(&values(&t, Measure::RcaBinary)[..12], &binary, 0.0);
}

/// Hidalgo and Hausmann (2009), figure S4: the net, its reflections, and py-ecomplexity's ECI, PCI and density.
#[test]
fn hidalgo_hausmann_2009() {
    let text = "region,P1,P2,P3,P4\nC1,1,1,1,1\nC2,0,1,0,0\nC3,0,0,1,1\nC4,0,0,0,1\n";
    let t = read_table(text).unwrap();
    let steps = reflections(&Presence::of(&t));
    for (step, regions, industries) in [
        (0, [4.0, 1.0, 2.0, 1.0], [1.0, 2.0, 2.0, 3.0]),
        (1, [2.0, 2.0, 2.5, 3.0], [4.0, 2.5, 3.0, 2.33333333333]),
        (2, [2.95833333333, 2.5, 2.66666666667, 2.33333333333], [2.0, 2.0, 2.25, 2.5]),
    ] {
        close(&ok(&steps[step].0), &regions, 5e-12);
        close(&ok(&steps[step].1), &industries, 5e-12);
    }
    let c = complexity(&Presence::of(&t));
    let eci = [-0.07535308897542722, -1.602916065686054, 0.747788201914631, 0.93048095274685];
    close(&ok(&c.regions), &eci, 1e-12);
    let pci = [-0.19407269404491698, -1.602916065686054, 0.5650954510824121, 0.93048095274685];
    close(&ok(&c.industries), &pci, 1e-12);
    let m = Presence::of(&t);
    let second = [0.21428571428571427, 0.42857142857142855, 0.1875, 0.14285714285714288];
    close(&ok(&density(&m, &proximity(&m), 1.0))[4..8], &second, 1e-12);
    let rows = measure(&t, Measure::Reflections).unwrap();
    assert_eq!(rows[0].key, Key::Region(0));
    close(&rows[0].steps, &[4.0, 2.0, 2.95833333333], 5e-12);
}

/// Fitness after 19 updates: a nested net by hand. After one update of two regions and two industries,
/// F = (4/3, 2/3), Q = (2/3, 4/3); the exact rule of R economiccomplexity's 20 iterations.
#[test]
fn fitness_counts_its_updates() {
    let t = read_table("region,a,b\nX,1,1\nY,1,0\n").unwrap();
    let (mut f, mut q) = ([1.0, 1.0], [1.0, 1.0]);
    for _ in 0..19 {
        let (nf, nq) = ([q[0] + q[1], q[0]], [1.0 / (1.0 / f[0] + 1.0 / f[1]), f[0]]);
        let by_mean = |v: [f64; 2]| v.map(|x| x * 2.0 / (v[0] + v[1]));
        (f, q) = (by_mean(nf), by_mean(nq));
    }
    close(&values(&t, Measure::Fitness), &f, 1e-12);
    close(&values(&t, Measure::Complexity), &q, 1e-12);
}

/// Baselga (2013), betapart's `bray.part` and `beta.multi.abund` on a seeded table.
#[test]
fn betapart() {
    let y = [10.0, 20.0, 30.0, 0.0, 5.0];
    let twice = y.map(|v| 2.0 * v);
    let only_more = partition_pair(&y, &twice).unwrap();
    close(&[only_more.balanced, only_more.gradient], &[0.0, 1.0 / 3.0], 1e-15);
    let other_kind = partition_pair(&y, &[10.0, 0.0, 30.0, 20.0, 5.0]).unwrap();
    close(&[other_kind.balanced, other_kind.gradient], &[0.307692307692, 0.0], 5e-13);
    let rows: Vec<Vec<f64>> = [
        [3.0, 17.0, 13.0, 4.0, 9.0, 5.0, 19.0, 6.0, 12.0, 18.0],
        [6.0, 18.0, 9.0, 8.0, 11.0, 9.0, 11.0, 18.0, 17.0, 7.0],
        [0.0, 0.0, 6.0, 13.0, 14.0, 9.0, 5.0, 9.0, 13.0, 5.0],
        [1.0, 20.0, 8.0, 4.0, 0.0, 5.0, 7.0, 5.0, 5.0, 11.0],
        [10.0, 20.0, 14.0, 4.0, 19.0, 14.0, 11.0, 13.0, 0.0, 5.0],
        [13.0, 9.0, 20.0, 1.0, 2.0, 19.0, 5.0, 1.0, 18.0, 7.0],
    ]
    .map(|r| r.to_vec())
    .to_vec();
    for (a, b, want) in [
        (0, 1, [0.216981132075472, 0.0284734133790737, 0.245454545454545]),
        (1, 2, [0.108108108108108, 0.189764232317424, 0.297872340425532]),
        (2, 3, [0.46969696969697, 0.0303030303030303, 0.5]),
        (3, 5, [0.363636363636364, 0.114624505928854, 0.478260869565217]),
        (4, 5, [0.357894736842105, 0.0469833119383826, 0.404878048780488]),
    ] {
        let p = partition_pair(&rows[a], &rows[b]).unwrap();
        close(&[p.balanced, p.gradient, p.bray], &want, 5e-15);
    }
    let all = partition_many(&rows).unwrap();
    let want = [0.466299862448418, 0.105680280960297, 0.571980143408715];
    close(&[all.balanced, all.gradient, all.bray], &want, 5e-15);
}
