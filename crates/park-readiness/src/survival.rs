//! How many have arrived by a time, when some are still on their way: the product limit and its interval.

/// 97.5 per cent point of the normal distribution: intervals are of 95 per cent.
const Z: f64 = 1.959_963_984_540_054;

/// One case under observation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// Months until it arrived, or until it was last seen.
    pub months: i32,
    /// Whether it arrived then.
    pub arrived: bool,
    /// What it counts: 1, or money.
    pub weight: f64,
}

/// The share that arrived by a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reached {
    /// One minus the product limit, 0 to 1.
    pub share: f64,
    /// Wilson's interval of 95 per cent on the effective number of cases; none for weights other than 1.
    pub interval: Option<(f64, f64)>,
    /// Cases followed to that time, or arrived before.
    pub followed: usize,
    /// Cases last seen before that time.
    pub censored: usize,
}

/// Wilson's score interval of 95 per cent for `k` of `n`; none when `n` is not above 0.
pub fn wilson(k: f64, n: f64) -> Option<(f64, f64)> {
    if n.is_nan() || n <= 0.0 || !(0.0..=n).contains(&k) {
        return None;
    }
    let (p, z2) = (k / n, Z * Z);
    let middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // Rounding must not leave [0, 1] or miss the ends where nobody or everybody arrived.
    let low = if k <= 0.0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if k >= n { 1.0 } else { (middle + half).min(1.0) };
    Some((low, high))
}

/// The share that arrived within `months`. None when it cannot be told: no case, or nobody was seen so long
/// and not all had arrived before.
pub fn reached(cases: &[Case], months: i32) -> Option<Reached> {
    let mut order: Vec<&Case> = cases.iter().filter(|c| c.weight > 0.0).collect();
    if order.is_empty() {
        return None;
    }
    order.sort_by(|a, b| a.months.cmp(&b.months).then(b.arrived.cmp(&a.arrived)));
    let mut at_risk: f64 = order.iter().map(|c| c.weight).sum();
    let (mut still, mut greenwood, mut last_left) = (1.0, 0.0, false);
    let mut at = 0;
    while let Some(case) = order.get(at).filter(|c| c.months <= months) {
        let now = case.months;
        let here = order[at..].iter().take_while(|c| c.months == now);
        let (mut arrived, mut left, mut count) = (0.0, 0.0, 0);
        for c in here {
            count += 1;
            if c.arrived {
                arrived += c.weight;
            } else {
                left += c.weight;
            }
        }
        last_left = arrived >= at_risk;
        if last_left {
            still = 0.0;
        } else if arrived > 0.0 {
            still *= 1.0 - arrived / at_risk;
            greenwood += arrived / (at_risk * (at_risk - arrived));
        }
        at_risk -= arrived + left;
        at += count;
    }
    let gone = order.iter().filter(|c| !c.arrived && c.months < months).count();
    let seen_so_long = order.iter().any(|c| c.months >= months);
    if !seen_so_long && !last_left && still > 0.0 {
        return None;
    }
    let share = 1.0 - still;
    let followed = order.len() - gone;
    let plain = order.iter().all(|c| (c.weight - 1.0).abs() < f64::EPSILON);
    let interval = plain.then(|| interval(share, still, greenwood, followed)).flatten();
    Some(Reached { share, interval, followed, censored: gone })
}

/// Wilson's interval with as many cases as would give Greenwood's variance without censoring.
fn interval(share: f64, still: f64, greenwood: f64, followed: usize) -> Option<(f64, f64)> {
    let variance = still * still * greenwood;
    let n = if variance > 0.0 { share * still / variance } else { followed as f64 };
    wilson((share * n).clamp(0.0, n), n)
}
