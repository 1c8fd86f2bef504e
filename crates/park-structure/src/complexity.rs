//! Complexity of regions and industries from M: reflections, the eigenvector form, fitness.

use crate::eigen::symmetric;
use crate::number;
use crate::presence::Presence;
use crate::undefined::{Measured, Undefined};

/// Updates of fitness, from ones.
pub const UPDATES: usize = 19;

/// Reflections kept: k0, k1, k2.
pub const REFLECTIONS: usize = 3;

/// The shorter side of M above which no eigenvector is computed.
const SIDE_MAX: usize = 600;

/// Roots nearer than this are one.
const SAME_ROOT: f64 = 1e-9;

/// Values by region and by industry.
#[derive(Debug, Clone, PartialEq)]
pub struct Complexity {
    /// ECI of each region.
    pub regions: Vec<Measured>,
    /// PCI of each industry.
    pub industries: Vec<Measured>,
}

/// Fitness of regions and complexity of industries.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitness {
    /// F of each region; mean 1 over those with an industry.
    pub regions: Vec<Measured>,
    /// Q of each industry; mean 1 over those that a region has.
    pub industries: Vec<Measured>,
}

/// The bipartite net of M without its empty rows and columns.
struct Net {
    region_of: Vec<usize>,
    industry_of: Vec<usize>,
    /// For each kept region the kept industries it has.
    has: Vec<Vec<usize>>,
    /// For each kept industry the kept regions that have it.
    by: Vec<Vec<usize>>,
}

impl Net {
    fn of(owned: &[Vec<usize>], n_industries: usize) -> Self {
        let region_of: Vec<usize> = (0..owned.len()).filter(|i| !owned[*i].is_empty()).collect();
        let mut count = vec![0_usize; n_industries];
        for k in owned.iter().flatten() {
            count[*k] += 1;
        }
        let industry_of: Vec<usize> = (0..n_industries).filter(|k| count[*k] > 0).collect();
        let mut place = vec![usize::MAX; n_industries];
        for (at, k) in industry_of.iter().enumerate() {
            place[*k] = at;
        }
        let has: Vec<Vec<usize>> =
            region_of.iter().map(|i| owned[*i].iter().map(|k| place[*k]).collect()).collect();
        let mut by = vec![Vec::new(); industry_of.len()];
        for (i, row) in has.iter().enumerate() {
            for k in row {
                by[*k].push(i);
            }
        }
        Self { region_of, industry_of, has, by }
    }

    /// Puts values of the kept back to their places; the others have a reason.
    fn spread(
        &self,
        m: &Presence,
        regions: &[f64],
        industries: &[f64],
    ) -> (Vec<Measured>, Vec<Measured>) {
        let mut r = vec![Err(Undefined::EmptyRegion); m.n_regions()];
        for (i, v) in self.region_of.iter().zip(regions) {
            r[*i] = crate::table::finite(*v, Undefined::NoSpread);
        }
        let mut c = vec![Err(Undefined::EmptyIndustry); m.n_industries()];
        for (k, v) in self.industry_of.iter().zip(industries) {
            c[*k] = crate::table::finite(*v, Undefined::NoSpread);
        }
        (r, c)
    }
}

/// For each of `of` the mean of `values` over it.
fn means(of: &[Vec<usize>], values: &[f64]) -> Vec<f64> {
    of.iter().map(|all| all.iter().map(|j| values[*j]).sum::<f64>() / number(all.len())).collect()
}

fn counts(of: &[Vec<usize>]) -> Vec<f64> {
    of.iter().map(|all| number(all.len())).collect()
}

/// The method of reflections (Hidalgo and Hausmann 2009): k0 = diversity or ubiquity, kN = the mean k(N−1) of the
/// other side. One entry a step, each by region and by industry.
pub fn reflections(m: &Presence) -> Vec<(Vec<Measured>, Vec<Measured>)> {
    let owned = match m.owned() {
        Ok(owned) => owned,
        Err(why) => {
            let unknown = (vec![Err(why); m.n_regions()], vec![Err(why); m.n_industries()]);
            return vec![unknown; REFLECTIONS];
        }
    };
    let net = Net::of(&owned, m.n_industries());
    let (mut regions, mut industries) = (counts(&net.has), counts(&net.by));
    let mut out = Vec::with_capacity(REFLECTIONS);
    for _ in 0..REFLECTIONS {
        out.push(net.spread(m, &regions, &industries));
        (regions, industries) = (means(&net.has, &industries), means(&net.by, &regions));
    }
    out
}

/// Fitness and complexity (Tacchella et al. 2012): F = Σ M Q, Q = 1 / Σ M (1/F), both from the previous step and divided
/// by their mean; [`UPDATES`] updates from ones, empty rows and columns dropped first.
pub fn fitness(m: &Presence) -> Fitness {
    let owned = match m.owned() {
        Ok(owned) => owned,
        Err(why) => {
            return Fitness {
                regions: vec![Err(why); m.n_regions()],
                industries: vec![Err(why); m.n_industries()],
            };
        }
    };
    let net = Net::of(&owned, m.n_industries());
    let mut f = vec![1.0; net.has.len()];
    let mut q = vec![1.0; net.by.len()];
    for _ in 0..UPDATES {
        let next_f: Vec<f64> = net.has.iter().map(|all| all.iter().map(|k| q[*k]).sum()).collect();
        let next_q: Vec<f64> =
            net.by.iter().map(|all| 1.0 / all.iter().map(|i| 1.0 / f[*i]).sum::<f64>()).collect();
        f = by_mean(&next_f);
        q = by_mean(&next_q);
    }
    let (regions, industries) = net.spread(m, &f, &q);
    Fitness { regions, industries }
}

fn by_mean(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / number(values.len());
    values.iter().map(|v| v / mean).collect()
}

/// ECI and PCI: the second eigenvector of D⁻¹ M U⁻¹ Mᵀ, its sign by correlation with diversity, z-scored with the
/// population's standard deviation; PCI = U⁻¹ Mᵀ ECI / λ on the same scale, so that ECI is the mean PCI of what a region
/// has (py-ecomplexity). Computed on the largest connected part of M; the others are undefined.
pub fn complexity(m: &Presence) -> Complexity {
    let all = |why| Complexity {
        regions: vec![Err(why); m.n_regions()],
        industries: vec![Err(why); m.n_industries()],
    };
    let owned = match m.owned() {
        Ok(owned) => owned,
        Err(why) => return all(why),
    };
    let inside = largest_part(&owned, m.n_industries());
    let kept: Vec<Vec<usize>> = owned
        .iter()
        .zip(&inside)
        .map(|(has, inside)| if *inside { has.clone() } else { Vec::new() })
        .collect();
    let net = Net::of(&kept, m.n_industries());
    let (mut regions, mut industries) = match second(&net) {
        Ok((eci, pci)) => net.spread(m, &eci, &pci),
        Err(why) => {
            let mut none = net.spread(m, &vec![0.0; net.has.len()], &vec![0.0; net.by.len()]);
            for value in none.0.iter_mut().chain(&mut none.1).filter(|v| v.is_ok()) {
                *value = Err(why);
            }
            none
        }
    };
    // What was cut off is there, but not in the largest part.
    for (i, has) in owned.iter().enumerate().filter(|(i, has)| !inside[*i] && !has.is_empty()) {
        regions[i] = Err(Undefined::Disconnected);
        for k in has {
            industries[*k] = Err(Undefined::Disconnected);
        }
    }
    Complexity { regions, industries }
}

/// Which regions lie in the connected part with the most regions (the first of equals).
fn largest_part(owned: &[Vec<usize>], n_industries: usize) -> Vec<bool> {
    let mut by = vec![Vec::new(); n_industries];
    for (i, has) in owned.iter().enumerate() {
        for k in has {
            by[*k].push(i);
        }
    }
    let mut part = vec![usize::MAX; owned.len()];
    let mut seen = vec![false; n_industries];
    let mut sizes = Vec::new();
    for start in 0..owned.len() {
        if part[start] != usize::MAX || owned[start].is_empty() {
            continue;
        }
        let name = sizes.len();
        let (mut stack, mut size) = (vec![start], 0_usize);
        part[start] = name;
        while let Some(i) = stack.pop() {
            size += 1;
            for k in &owned[i] {
                if std::mem::replace(&mut seen[*k], true) {
                    continue;
                }
                for j in &by[*k] {
                    if part[*j] == usize::MAX {
                        part[*j] = name;
                        stack.push(*j);
                    }
                }
            }
        }
        sizes.push(size);
    }
    let best = (0..sizes.len()).max_by_key(|p| (sizes[*p], std::cmp::Reverse(*p)));
    part.iter().map(|p| Some(*p) == best).collect()
}

/// ECI and PCI of a connected net.
fn second(net: &Net) -> Result<(Vec<f64>, Vec<f64>), Undefined> {
    let (d, u) = (counts(&net.has), counts(&net.by));
    // The roots of D⁻¹ M U⁻¹ Mᵀ are those of the symmetric B Bᵀ and BᵀB with B = D^-½ M U^-½; the shorter side is solved.
    let by_region = d.len() <= u.len();
    let side = d.len().min(u.len());
    if side < 2 {
        return Err(Undefined::NoSpread);
    }
    if side > SIDE_MAX {
        return Err(Undefined::TooLarge);
    }
    let (short, short_count, long_count) =
        if by_region { (&net.by, &d, &u) } else { (&net.has, &u, &d) };
    let mut a = vec![0.0; side * side];
    for (j, members) in short.iter().enumerate() {
        for p in members {
            for q in members {
                a[p * side + q] +=
                    1.0 / (long_count[j] * (short_count[*p] * short_count[*q]).sqrt());
            }
        }
    }
    let pairs = symmetric(a, side);
    let root = pairs[1].0;
    if root < SAME_ROOT {
        return Err(Undefined::NoSpread);
    }
    if pairs.get(2).is_some_and(|third| root - third.0 < SAME_ROOT) {
        return Err(Undefined::RepeatedRoot);
    }
    let own: Vec<f64> = pairs[1].1.iter().zip(short_count).map(|(x, c)| x / c.sqrt()).collect();
    let (eci, pci) = if by_region {
        let pci = means(&net.by, &own).iter().map(|v| v / root).collect();
        (own, pci)
    } else {
        (means(&net.has, &own), own)
    };
    scaled(eci, pci, &d)
}

/// Both on the z-scale of ECI, with the sign that goes with diversity.
fn scaled(eci: Vec<f64>, pci: Vec<f64>, d: &[f64]) -> Result<(Vec<f64>, Vec<f64>), Undefined> {
    let n = number(eci.len());
    let mean = eci.iter().sum::<f64>() / n;
    let sd = (eci.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
    let mean_d = d.iter().sum::<f64>() / n;
    let sd_d = (d.iter().map(|v| (v - mean_d).powi(2)).sum::<f64>() / n).sqrt();
    if sd <= 1e-12 {
        return Err(Undefined::NoSpread);
    }
    let together = eci.iter().zip(d).map(|(a, b)| (a - mean) * (b - mean_d)).sum::<f64>() / n;
    if sd_d <= 1e-12 || (together / (sd * sd_d)).abs() < 1e-9 {
        return Err(Undefined::NoSign);
    }
    let scale = |v: Vec<f64>| v.iter().map(|x| (x - mean) / sd * together.signum()).collect();
    Ok((scale(eci), scale(pci)))
}
